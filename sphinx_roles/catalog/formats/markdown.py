"""The pipe tables of a Markdown text as grids of cells that know their line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from sphinx_roles.catalog.formats.markdown_lines import Line, lines_of
from sphinx_roles.catalog.nodes import ScalarNode, pack
from sphinx_roles.catalog.tables.table import Cell, Grid, cell_at
from sphinx_roles.catalog.text import plain
from sphinx_roles.problems import Problem

_RULE = re.compile(r"[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*")
_CAPTION = re.compile(r"[ \t]*(?:Table)?:[ \t]+(?P<text>\S.*)")
_COLON_TABLE = re.compile(r"[ \t]*:{3,}[ \t]*\{table\}[ \t]*(?P<text>.*)")
_FENCE_END = re.compile(r"[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*")
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t].*)?")
_DEFINITION = re.compile(r"[ \t]{0,3}\[(?P<label>[^\]\n]+)\]:[ \t]*(?P<text>\S.*)")
_OTHER_BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|`{3}|~{3}|:{3}|<!--|(?:[-*+]|\d{1,9}[.)])[ \t][^|]*$)")
_MOST_LINES = 20
"""A row of the table is not broken over more lines of the source."""
_COMMENT_LINE = re.compile(r"[ \t]*<!--[^>]*-->[ \t]*")


class _Written(Struct):
    """A row as written, which may go over several lines."""

    cells: list[Cell]
    close_isolates: bool
    lines: int = 1


def read_markdown_tables(
    text: str, file: str, problems: list[Problem], *, line: int = 1, column: int = 1
) -> list[Grid]:
    """Read every pipe table of a text; its first character stands at ``line`` and ``column``.

    Every line is shifted by ``column``, as in the body of a directive. Tables in code and in
    comments are left alone. No table is a mistake here: ``problems`` is for all readers alike.
    """
    lines = list(lines_of(text)) if "|" in text else []
    for one in lines:
        one.number += line - 1
        one.column += column - 1
    work = _Tables(lines)
    work.read()
    return work.grids


class _Tables(Struct):
    lines: list[Line]
    grids: list[Grid] = field(default_factory=list)
    heading: ScalarNode | None = None
    caption: ScalarNode | None = None
    footnotes: dict[str, ScalarNode] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    def read(self) -> None:
        """Read the definitions, then the tables."""
        self._define()
        i = 0
        while i < len(self.lines):
            if self._is_head(i):
                i = self._read_table(i)
                continue
            self._note_name(i)
            i += 1

    def _define(self) -> None:
        """Collect footnotes (with their indented lines) and link definitions."""
        note: str | None = None
        for line in self.lines:
            match = _DEFINITION.fullmatch(line.text)
            if match:
                label, text = match["label"], match["text"].strip()
                note = label if label.startswith("^") and label not in self.footnotes else None
                at = pack(line.number, line.column + match.start("text"))
                if note:
                    self.footnotes[note] = ScalarNode(text, at, False)
                else:
                    self.references.setdefault(label.casefold(), text.split()[0].strip("<>"))
            elif note and line.text.strip() and line.text[0].isspace() and "|" not in line.text:
                self.footnotes[note].text += f"\n{line.text.strip()}"
            else:
                note = None

    def _note_name(self, i: int) -> None:
        """Keep the heading, or the caption, that a following table takes its name from."""
        line = self.lines[i]
        above = self.lines[i - 1] if i else None
        if match := _HEADING.fullmatch(line.text):
            self.heading, self.caption = _named(match["text"] or "", line, match.start("text")), None
        elif above and above.text.strip() and _UNDERLINE.fullmatch(line.text) and _follows(above, line):
            if not (_HEADING.fullmatch(above.text) or "|" in above.text):
                self.heading, self.caption = _named(above.text, above, 0), None
        elif line.caption:
            self.caption = _named(line.caption, line, line.text.rfind(line.caption))
        elif match := _CAPTION.fullmatch(line.text) or _COLON_TABLE.fullmatch(line.text):
            self.caption = _named(match["text"], line, match.start("text"))
        elif line.text.strip() and not (_OPTION.fullmatch(line.text) or _FENCE_END.fullmatch(line.text)):
            self.caption = None

    def _is_head(self, i: int) -> bool:
        if i + 1 >= len(self.lines):
            return False
        head, rule = self.lines[i], self.lines[i + 1]
        ruled = _RULE.fullmatch(rule.text) and "|" in rule.text
        return bool(ruled and "|" in head.text and _follows(head, rule) and head.quoted == rule.quoted)

    def _read_table(self, i: int) -> int:
        """Read the table whose head is line ``i``; return the line after it."""
        head = self.lines[i]
        barred = head.text.lstrip().startswith("|")
        rows = [self._row(head)]
        end = i + 2
        for line in self._body(end):
            end = self.lines.index(line, end) + 1
            _add_row(rows, self._row(line), line, barred)
        cells = [row.cells for row in rows]
        lines = head.number, self.lines[end - 1].number
        name = self.caption
        if name is None:
            # One between two tables belongs to the upper one, unless that has its own above it.
            name, end = self._caption_below(end)
        self.caption = None
        name = name or self.heading
        self.grids.append(Grid(cells, cells[0][0].at, name, True, self.footnotes, self.references, lines))
        return end

    def _body(self, start: int) -> Iterator[Line]:
        """Yield the lines of rows. An empty line or a comment between two barred rows ends no table."""
        above = self.lines[start - 1]
        for i in range(start, len(self.lines)):
            line = self.lines[i]
            barred = line.text.lstrip().startswith("|")
            if line.quoted != above.quoted or self._is_head(i):
                return
            if not line.text.strip() or _COMMENT_LINE.fullmatch(line.text):
                continue
            apart = line.number != self.lines[i - 1].number + 1 or not self.lines[i - 1].text.strip()
            if not barred and (apart or _OTHER_BLOCK.match(line.text)):
                return
            yield line

    def _caption_below(self, i: int) -> tuple[ScalarNode | None, int]:
        """Return a caption "Table: …" under a table, and the line after it.

        At most one empty line stands between; without a caption, the line is that after the table.
        """
        for number, line in enumerate(self.lines[i : i + 2], i):
            if match := _CAPTION.fullmatch(line.text):
                return _named(match["text"], line, match.start("text")), number + 1
            if line.text.strip():
                break
        return None, i

    def _row(self, line: Line) -> _Written:
        """Cut a line at its bars; a bar after a backslash is text."""
        text = line.text.rstrip()
        start = len(text) - len(text.lstrip())
        start += text.startswith("|", start)
        cells = []
        position = start
        for i in range(start, len(text)):
            if text[i] == "|" and text[i - 1] != "\\":
                cells.append(self._cell(text[position:i], line, position))
                position = i + 1
        close_isolates = position == len(text) and bool(cells)
        if not close_isolates:
            cells.append(self._cell(text[position:], line, position))
        return _Written(cells, close_isolates)

    def _cell(self, raw: str, line: Line, offset: int) -> Cell:
        lead = len(raw) - len(raw.lstrip()) if raw.strip() else 0
        bare = raw.strip().replace("\\|", "|")
        return cell_at(bare, line.number, line.column + offset + lead, self.references)


def _add_row(rows: list[_Written], row: _Written, line: Line, barred: bool) -> None:
    """Add a row, or its cells to the row above that was broken over two lines.

    In a table with outer bars, a line that starts with none goes on with the row above where
    that still lacks cells, or was not closed.
    """
    above = rows[-1]
    width, more = len(rows[0].cells), row.cells
    if barred and len(rows) > 1 and not line.text.lstrip().startswith("|"):
        if (
            above.lines < _MOST_LINES
            and not above.close_isolates
            and len(above.cells) + len(more) - 1 <= width
        ):
            last, first = above.cells[-1], more[0]
            joined = f"{last.raw} {first.raw}".strip()
            location = last.at if last.raw else first.at
            above.cells[-1] = cell_at(joined, location >> 12, location & 0xFFF)
            above.cells += more[1:]
            above.close_isolates = row.close_isolates
            above.lines += 1
            return
        if above.close_isolates and "|" in line.text and len(above.cells) + len(more) <= width:
            above.cells += more
            return
    rows.append(row)


def _named(text: str, line: Line, offset: int) -> ScalarNode | None:
    name = plain(text)
    lead = len(text) - len(text.lstrip())
    return ScalarNode(name, pack(line.number, line.column + max(offset, 0) + lead), False) if name else None


def _follows(above: Line, line: Line) -> bool:
    return line.number == above.number + 1
