"""The tables of a reStructuredText as grids of cells that know their line and column.

docutils parses grid and simple tables, and the options of directives. Its parsers know no columns, so
places are found from the borders; and they stop at the first mistake, so such a table is reported, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.catalog.formats.delimited import read_csv
from sphinx_roles.catalog.formats.spans import Piece, laid_out
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode, pack, printable
from sphinx_roles.catalog.tables import BULLET, Cell, Grid, cell_at
from sphinx_roles.catalog.tables.legends import place_legends
from sphinx_roles.inline import remark_of, remarks_in
from sphinx_roles.problems import Code, closest

# At the start of a line: in a mapping of YAML, prose that holds a table is indented.
_SIGN = re.compile(r"^(?:\+(?:[-=]+\+)+|=+(?: +=+)+|\.\. +(?:list-table|csv-table|table)::.*)[ \t]*$", re.M)
_BORDER = re.compile(r"\+(?:[-=]+\+)+|=+(?: +=+)+")
_DIRECTIVE = re.compile(r"\.\. +(?P<name>\w[\w:.+-]*?) ?::(?:\s+(?P<argument>\S.*))?")
# A table of MyST as a body is as one of docutils, whose directive it is, but for its fence.
_FENCED = re.compile(
    r"(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*\{(?P<name>list-table|csv-table)\}(?:[ \t]+(?P<argument>\S.*))?"
)
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>\S.*))?")
_TARGET = re.compile(r"\.\. +_(?:`(?P<quoted>[^`]+)`|(?P<name>(?:\\.|[^:\\])+)):\s+(?P<address>\S.*)")
_FOOTNOTE = re.compile(r"\.\. +\[(?P<label>\d+|#[\w.-]*|\*)\]\s+(?P<text>\S.*)")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*")
_CONTENT = re.compile(r"\s*(?::[\w-]+:(?:\s|$)|[*+•-]\s+[*+•-](?:\s|$)|\+(?:[-=]+\+)+$|=+(?: +=+)+$)")
_POINT = re.compile(r"\s*[*+•-](?:\s+|$)")
_SIMPLE_BORDER = re.compile(r"=[= ]*")
_CELL_LINE = re.compile(r"(?:[-*+•][ ]|\|(?:[ ]|$))")
_INLINE = re.compile(
    r"""
      ``(?P<literal>(?=\S).+?(?<=\S))``
    | \\(?P<escaped>[\s\S]|\Z)
    | (?<![\w:]):(?P<role>[A-Za-z][\w.+-]*(?::[\w.+-]+){0,5}):`(?P<role_text>[^`]+)`
    | _?`(?P<text>[^`]+)`(?:(?P<link>__?)(?!\w)|:(?P<suffix>[A-Za-z][\w.+-]*(?::[\w.+-]+){0,5}):)?
    | \[(?P<note>\d+|\#[\w.-]*|\*)\]_(?!\w)
    | (?P<citation>\[[A-Za-z][\w.-]*\])_(?!\w)
    | (?<!\w)(?P<word>[^\W_]+(?:[-._+:][^\W_]+){0,20})__?(?![\w`])
    """,
    re.X | re.S,
)
_EMBEDDED = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>", re.S)
_RAISED = re.compile(r"\A(?:\\ )?:sup(?:erscript)?:`([^`]+)`")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_WRAPPED = {"strong": "**{}**", "emphasis": "*{}*", **dict.fromkeys(("code", "literal"), "``{}``")}
_WRAPPED |= {name: f"<{name[:3]}>{{}}</{name[:3]}>" for name in ("sub", "subscript", "sup", "superscript")}
# Only prose is longer.
_LONGEST = 5000
_CODE = re.compile(r"(?:source)?code(?:-block)?|highlight|literalinclude|parsed-literal|raw|math")
_BARS = frozenset("|+")


def is_restructured(text: str) -> bool:
    """Return whether a text holds a table of reStructuredText, or is one of MyST with its directive."""
    bare = text.lstrip()
    return bare.startswith(".. ") or _SIGN.search(text) is not None or _FENCED.match(bare) is not None


def read_restructured(text: str, context: ReadContext) -> list[Grid]:
    """Read every table of a text, which has the place of the context.

    Code and comments are left alone. A table that docutils cannot read is reported.
    """
    source = [line.rstrip() for line in printable(text, context).split("\n")]
    work = _Page(context, source, [line.expandtabs(8) for line in source])
    work.define()
    work.read()
    place_legends(work.grids, work.legends, work.sections)
    for grid in work.grids:
        grid.footnotes = {**work.footnotes, **grid.footnotes}
    return work.grids


class _Page(Struct):
    context: ReadContext
    source: list[str]
    lines: list[str]
    """The source with tabs as blanks."""
    grids: list[Grid] = field(default_factory=list)
    heading: ScalarNode | None = None
    caption: ScalarNode | None = None
    caption_ends: int = 0
    targets: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, ScalarNode] = field(default_factory=dict)
    legends: list[ScalarNode] = field(default_factory=list)
    """Texts that may explain letters."""
    sections: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    """How many footnotes without a label there were: they are counted as the references to them are."""
    in_markdown: bool = False
    """Whether the cells that are read are those of a table of MyST."""

    def define(self) -> None:
        """Collect targets and footnotes."""
        for i, line in enumerate(self.lines):
            bare = line.strip()
            if match := _TARGET.fullmatch(bare):
                name = _reference_name(match["quoted"] or match["name"])
                self.targets.setdefault(name, match["address"].strip())
            elif match := _FOOTNOTE.fullmatch(bare):
                note = self._markdown(_flowed([match["text"], *self.lines[i + 1 : self._block(i)]]))
                at = self._at(i, _indent(line) + match.start("text"))
                self.footnotes.setdefault(self._label(match["label"]), ScalarNode(note, at, False))
        self.counts.clear()

    def read(self) -> None:
        """Read the tables in order."""
        i = 0
        while i < len(self.lines):
            bare = self.lines[i].strip()
            if bare.startswith(".. ") or bare == "..":
                i = self._explicit(i, bare)
            elif fenced := _FENCED.fullmatch(bare):
                i = self._fenced(i, fenced)
            elif _BORDER.fullmatch(bare):
                i = self._drawing(i)
            elif self._is_heading(i):
                self.heading = self._name([bare], self._at(i, _indent(self.lines[i])))
                self.sections.append(self.heading.at)
                self.legends.append(self.heading)
                i += 2
            elif self.grids and remark_of(_raised(bare), items=True) and not self.lines[i - 1]:
                i = self._remarks(i)
            else:
                if bare and not (i and self.lines[i - 1]):
                    self._may_explain(i)
                i = self._block(i) if bare.endswith("::") else i + 1

    def _may_explain(self, start: int) -> None:
        """Keep a paragraph, or the items of a list, as a text that may explain letters."""
        lines = (BULLET.sub("", line) for line in self.lines[start : self._blank(start)])
        text = self._markdown("\n".join(line.strip() for line in lines))
        self.legends.append(ScalarNode(text, self._at(start, _indent(self.lines[start])), False))

    def _remarks(self, start: int) -> int:
        """Read a paragraph that explains marks in tables above it; return the line after it."""
        end = self._blank(start)
        for i, mark, text in remarks_in(map(_raised, self.lines[start:end])):
            offset = self.lines[start + i].find(text.split(" ", 1)[0])
            note = ScalarNode(self._markdown(text), self._at(start + i, max(offset, 0)), False)
            for grid in self.grids:
                grid.footnotes.setdefault(mark, note)
        return end

    def _at(self, line: int, offset: int) -> int:
        return pack(self.context.line + line, self.context.column + offset)

    def _report(self, message: str, at: int, code: Code = Code.SYNTAX, **values: str) -> None:
        self.context.report(code, message, at, **values)

    def _block(self, start: int) -> int:
        """Return the line after all that is indented under a line, without blank ones."""
        left, end = _indent(self.lines[start]), start + 1
        for i in range(start + 1, len(self.lines)):
            if self.lines[i]:
                if _indent(self.lines[i]) <= left:
                    break
                end = i + 1
        return end

    def _is_heading(self, i: int) -> bool:
        """Return whether a line is underlined; one may be above it, too."""
        line, rule = self.lines[i], "".join(self.lines[i + 1 : i + 2])
        if not line or not _RULE.fullmatch(rule) or _RULE.fullmatch(line.strip()):
            return False
        from docutils.utils import column_width

        # docutils takes a shorter line for text, and an indented title only between two lines.
        above = self.lines[i - 1] if i else ""
        return len(rule) >= min(4, column_width(line.strip())) and (line[0] != " " or above == rule)

    def _cell(self, lines: Iterable[str], at: int) -> Cell:
        return cell_at(self._markdown(_flowed(lines)), at)

    def _name(self, lines: Iterable[str], at: int) -> ScalarNode:
        return ScalarNode(self._cell(lines, at).text, at, False)

    def _explicit(self, i: int, bare: str) -> int:
        """Read the directive of a table, and pass over code and comments; return the next line to read."""
        stop, match = self._block(i), _DIRECTIVE.fullmatch(bare)
        if match is None or _CODE.fullmatch(match["name"]):
            return stop
        name, left = match["name"], _indent(self.lines[i])
        if name not in ("table", "list-table", "csv-table"):
            # It may hold tables, as a container does.
            return i + 1
        argument = [(i, left + match.start("argument"), match["argument"])] if match["argument"] else []
        start = i + 1
        while start < stop and (line := self.lines[start]) and not _CONTENT.match(line):
            argument.append((start, _indent(line), line))
            start += 1
        return self._directive(name, argument, (i, start, stop))

    def _fenced(self, i: int, found: re.Match[str]) -> int:
        """Read the directive of a table in MyST up to the end of its fence; return the line after that."""
        fence, name, written = found["fence"], found["name"], found["argument"]
        ends = re.compile(rf"\s*{fence}{fence[0]}*")
        stop = next(
            (n for n in range(i + 1, len(self.lines)) if ends.fullmatch(self.lines[n])), len(self.lines)
        )
        argument = [(i, _indent(self.lines[i]) + found.start("argument"), written)] if written else []
        self.in_markdown = True
        self._directive(name, argument, (i, i + 1, stop))
        self.in_markdown = False
        return stop + 1

    def _directive(self, name: str, argument: list[tuple[int, int, str]], lines: tuple[int, int, int]) -> int:
        """Read a table by its directive: ``lines`` are its first one, that of its options, and the end."""
        i, start, stop = lines
        self.caption, self.caption_ends = None, stop
        if argument:
            self.caption = self._name((text for _, _, text in argument), self._at(*argument[0][:2]))
        options, start = self._options(start, stop, name)
        if name == "table":
            return start
        known = len(self.context.problems)
        read = self._list_table if name == "list-table" else self._csv_table
        pieces, heads = read(start, stop, options)
        if not pieces and len(self.context.problems) == known:
            at = self._at(i, _indent(self.lines[i]))
            self._report("the {directive} holds no rows", at, Code.TABLE, directive=name)
        self._add(pieces, heads, i, stop)
        return stop

    def _options(self, start: int, stop: int, directive: str) -> tuple[dict[str, ScalarNode], int]:
        """Read the options of a directive; return them and the line after them."""
        from docutils.parsers.rst.directives.tables import CSVTable, ListTable, RSTTable

        classes = {"table": RSTTable, "list-table": ListTable, "csv-table": CSVTable}
        known = classes[directive].option_spec or {}
        found: dict[str, ScalarNode] = {}
        i = start
        while i < stop and (line := self.lines[i]):
            if match := _OPTION.fullmatch(line):
                name, at = match["name"], self._at(i, match.start("name"))
                where = self._at(i, match.start("value")) if match["value"] else at
                option = ScalarNode(match["value"] or "", where, False)
                if found.setdefault(name, option) is option and name not in known:
                    message = "{option!r} is not an option of {directive}"
                    values = {"directive": directive, "nearest": closest(name, known)}
                    self._report(message, at, Code.OPTION, option=name, **values)
            elif i > start and _indent(line) > _indent(self.lines[start]):
                option.text += f"\n{line.strip()}"
            else:
                break
            i += 1
        return found, i

    def _value(self, options: Mapping[str, ScalarNode], name: str, default: Any, expected: str) -> Any:
        """Return the value of an option as docutils reads it; the default, and reported, where it cannot."""
        from docutils.parsers.rst.directives.tables import CSVTable

        value, given = default, options.get(name)
        try:
            value = CSVTable.option_spec[name](given.text) if given else default
        except ValueError:
            value = None
        if given and value in (None, '"', "\n", "\r"):
            values = {"option": name, "expected": expected, "given": given.text}
            self._report("{option} is {expected}, not {given!r}", given.at, Code.OPTION, **values)
            value = default
        return value

    def _list_table(
        self, start: int, stop: int, options: Mapping[str, ScalarNode]
    ) -> tuple[list[Piece], int]:
        """Read the points of a list as rows, and the points in each as its cells."""
        areas: list[tuple[int, int, list[tuple[int, int]]]] = []
        outer = inner = row = -1
        invalid = False
        for i in range(start, stop):
            line = self.lines[i]
            point, left = _POINT.match(line), _indent(line)
            if point and (outer < 0 or left <= outer):
                outer, inner, row = left, -1, row + 1
                line = " " * point.end() + line[point.end() :]
                point, left = _POINT.match(line), _indent(line)
            if point and row >= 0 and left > outer and (inner < 0 or left <= inner):
                column = areas[-1][1] + 1 if inner >= 0 else 0
                inner = left
                areas.append((row, column, [(i, point.end())]))
            elif line.strip() and (inner < 0 or left <= inner):
                if not invalid:
                    message = (
                        "{line!r} is not a cell of the list, "
                        "expected '* - ' before the first of a row and '- ' before others"
                    )
                    self._report(message, self._at(i, left), line=line.strip())
                invalid = True
            elif inner >= 0:
                areas[-1][2].append((i, left))
        pieces = []
        for row, column, area in areas:
            texts = [self.lines[i][offset:] for i, offset in area]
            filled = next((n for n, text in enumerate(texts) if text.strip()), 0)
            at = self._at(area[filled][0], area[filled][1] + _indent(texts[filled]))
            pieces.append(Piece(row, column, self._cell(texts, at)))
        return pieces, min(self._value(options, "header-rows", 0, "a number of rows"), max(row, 0))

    def _csv_table(self, start: int, stop: int, options: Mapping[str, ScalarNode]) -> tuple[list[Piece], int]:
        """Read the lines of CSV; a file that it names instead is reported, not read."""
        for name, expected in {"file": "its rows here", "url": "its rows here", "quote": "'\"'"}.items():
            if (given := options.get(name)) and given.text != '"':
                message = "the {option} {given!r} of a csv-table is not read, expected {expected}"
                values = {"option": name, "given": given.text, "expected": expected}
                self._report(message, given.at, Code.OPTION, **values)
        one = "one character, 'tab', 'space' or the number of a character"
        delimiter = self._value(options, "delim", ",", one)
        left = min((_indent(line) for line in self.source[start:stop] if line), default=0)
        text = "\n".join(line[left:] for line in self.source[start:stop])
        header = options.get("header")
        rows = self._csv_rows(header.text, header.at, delimiter)[:1] if header else []
        heads = len(rows) + self._value(options, "header-rows", 0, "a number of rows")
        rows += self._csv_rows(text, self._at(start, left), delimiter)
        pieces = [Piece(i, n, cell) for i, row in enumerate(rows) for n, cell in enumerate(row)]
        return pieces, min(heads, len(rows))

    def _csv_rows(self, text: str, at: int, delimiter: str) -> list[list[Cell]]:
        part = structs.replace(self.context, line=at >> 12, column=at & 0xFFF)
        grids = read_csv(text, part, delimiter)
        rows = grids[0].rows if grids else []
        return [[self._cell(cell.raw.split("\n"), cell.at) for cell in row] for row in rows]

    def _drawing(self, start: int) -> int:
        """Read a grid or a simple table from its first border on; return the line after it."""
        left = _indent(self.lines[start])
        simple = self.lines[start][left] == "="
        end = self._end_of_drawing(start, left, simple)
        source = [line[left:] if _indent(line) >= left else "" for line in self.lines[start:end]]
        offsets = [_offsets(row) for row in source]
        # One character in each column.
        drawn = [
            line if line.isascii() else "".join(line[i] for i in columns[:-1])
            for line, columns in zip(source, offsets, strict=True)
        ]
        try:
            columns, head, body = _parsed(drawn, simple)
        except _MalformedError as error:
            reason, line, column = error.args
            at = self._at(start + line, left + offsets[line][min(column, len(offsets[line]) - 1)])
            self._report("the table cannot be read: {what}", at, what=reason)
            return self._blank(start)
        pieces = []
        for number, row in enumerate([*head, *body]):
            column = 0
            for cell in row:
                # Of the columns that a cell spans, grids have an empty place for each but the first.
                more_rows, more_columns, first, lines = cell or (0, 0, 0, ())
                after = column + more_columns + 1
                if cell:
                    sides = columns[column], columns[after] if after < len(columns) else None
                    area = range(first, first + max(len(lines), 1))
                    texts = [_between(*sides, source[i], offsets[i]) for i in area]
                    filled = next((n for n, (_, text) in enumerate(texts) if text.strip()), 0)
                    offset, text = texts[filled]
                    offset += _indent(text) if text.strip() else 0
                    made = self._cell(
                        (text for _, text in texts), self._at(start + first + filled, left + offset)
                    )
                    pieces.append(Piece(number, column, made, more_rows + 1, more_columns + 1))
                column = after if simple else column + 1
        self._add(pieces, len(head), start, end)
        return end

    def _blank(self, start: int) -> int:
        """Return the next line that is blank."""
        return next((i for i in range(start, len(self.lines)) if not self.lines[i]), len(self.lines))

    def _end_of_drawing(self, start: int, left: int, simple: bool) -> int:
        """Return the line after a drawn table, or after the lines that were meant to be one."""
        lines, borders = self.lines, 0
        if not simple:
            # Text may be directly below it.
            return 1 + max(i for i in range(start, self._blank(start)) if lines[i][left : left + 1] in _BARS)
        for i in range(start + 1, len(lines)):
            if lines[i] and _indent(lines[i]) < left:
                return i
            if _SIMPLE_BORDER.fullmatch(lines[i], left):
                borders += 1
                if borders == 2 or not "".join(lines[i + 1 : i + 2]):
                    return i + 1
        return self._blank(start)

    def _add(self, pieces: list[Piece], heads: int, start: int, end: int) -> None:
        """Lay the cells of a table out in rows; several rows of heads become one."""
        name = self.caption if end <= self.caption_ends and self.caption else self.heading
        self.caption = None
        if not pieces:
            return
        name, head, body = laid_out(pieces, heads, name, self.context)
        lines = self.context.line + start, self.context.line + end - 1
        place = self._at(start, _indent(self.lines[start]))
        grid = Grid([head, *body] if head else body, place, name, bool(head), {}, lines=lines)
        self.grids.append(grid)

    def _markdown(self, written: str) -> str:
        """Return a text in reStructuredText as Markdown, which all that understands tables knows.

        Bold, italics and code are the same in both; links, roles and footnotes are written anew.
        """
        if self.in_markdown or not any(sign in written for sign in "`_\\") or len(written) > _LONGEST:
            return written
        return _INLINE.sub(self._rewritten, written).strip()

    def _label(self, label: str) -> str:
        """Return the label of a footnote; one without a number or name gets a count."""
        if label not in ("#", "*"):
            return f"^{label}"
        self.counts[label] = self.counts.get(label, 0) + 1
        return f"^{label}{self.counts[label]}"

    def _rewritten(self, found: re.Match[str]) -> str:
        role, escaped, text = found["role"] or found["suffix"], found["escaped"], found["text"]
        if found["literal"] is not None:
            return found[0]
        if escaped is not None:
            # Markdown knows the backslash, too; before a blank it takes that away.
            return f"\\{escaped}" if _PUNCTUATION.match(escaped) else escaped.strip()
        if role:
            return _role(role, found["role_text"] or text)
        if found["note"] is not None:
            return f"[{self._label(found['note'])}]"
        if text is not None and not found["link"]:
            return f"`{text}`"
        return found["citation"] or self._link(text or found["word"])

    def _link(self, text: str) -> str:
        """Write a reference as a link; one whose target is elsewhere on the page is its text."""
        embedded = _EMBEDDED.fullmatch(text)
        target = embedded["target"] if embedded else f"{text}_"
        shown = (embedded["text"] if embedded else text) or target.removesuffix("_")
        if target.endswith("_"):
            target = self.targets.get(_reference_name(target[:-1]), "")
        address = "".join(target.split()).replace("(", "%28").replace(")", "%29")
        return f"[{shown}]({address})" if address else shown


def _role(name: str, text: str) -> str:
    if name in ("abbr", "abbreviation"):
        return text.partition("(")[0].strip() or text
    return _WRAPPED.get(name, f"{{{{{name}}}}}`{{}}`").format(text)


def _reference_name(text: str) -> str:
    """Return the name of a target as references are matched: without regard to case and spacing."""
    return " ".join(text.replace("\\", "").split()).casefold()


def _raised(line: str) -> str:
    """Return a line with the raised figure at its start as Markdown has it."""
    return _RAISED.sub(r"<sup>\1</sup>", line.strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _flowed(lines: Iterable[str]) -> str:
    """Join the lines of a cell; paragraphs, points and the lines of line blocks stay lines."""
    made: list[list[str]] = []
    fresh = True
    for line in lines:
        bare = line.strip()
        if bare and (fresh or _CELL_LINE.match(bare)):
            made.append([bare.removeprefix("|").lstrip() if _CELL_LINE.match(bare) else bare])
        elif bare:
            made[-1].append(bare)
        fresh = not bare
    text = "\n".join(" ".join(parts).strip() for parts in made).strip()
    # An empty comment is how a cell is left blank.
    return "" if text == ".." else text


class _MalformedError(Exception):
    """docutils cannot read a table; the arguments are why, and the line and column of it, from 0."""


def _parsed(rows: list[str], simple: bool) -> tuple[list[int], list[Any], list[Any]]:
    """Return the columns at which cells start, and the head and the body as docutils reads them."""
    from docutils.parsers.rst.tableparser import GridTableParser, SimpleTableParser, TableMarkupError
    from docutils.statemachine import StringList

    def cut(block: Any, top: int, left: int, bottom: int, right: int) -> Any:
        # docutils would count combining characters in whole lines, once for each cell: there are none.
        cell = StringList()
        cell.data = [""] * (bottom - top)
        return cell

    if len(rows) < 3 or not (_SIMPLE_BORDER if simple else _BORDER).fullmatch(rows[-1]):
        raise _MalformedError("it has no border below its last row", len(rows) - 1, 0)
    right = len(rows[0]) - 1
    for i, row in enumerate(() if simple else rows):
        if row[:1] not in _BARS:
            raise _MalformedError("the line does not begin where the first one does", i, 0)
        if len(row) != right + 1 or row[-1] not in _BARS:
            # A shorter line lacks its end, a longer one has something else where its end should be.
            raise _MalformedError("the line does not end where the first one does", i, right)
    parser = SimpleTableParser() if simple else GridTableParser()
    try:
        widths, head, body = parser.parse(type("Block", (StringList,), {"get_2D_block": cut})(rows, ""))
    except (TableMarkupError, AssertionError, IndexError) as error:
        line, column = min(getattr(error, "offset", 0), len(rows) - 1), 0
        reason = str(error).rstrip(".")
        if simple:
            gaps = (gap.span() for gap in re.finditer(" +", rows[0]))
            column = next((start for start, end in gaps if rows[line][start:end].strip()), 0)
        elif not line:
            reason, done = "the cell that begins here is not closed", parser.done[:right]
            line, column = min(done) + 1, done.index(min(done))
        raise _MalformedError(reason, line, column) from error
    if simple:
        return [border.start() for border in re.finditer("=+", rows[0])], head, body
    return [*accumulate((width + 1 for width in widths), initial=1)], head, body


def _offsets(line: str) -> Sequence[int]:
    """Return the offset of each column of a line: wide characters take two, combining ones none."""
    if line.isascii():
        return range(len(line) + 1)
    from docutils.utils import column_width

    return [*(i for i, char in enumerate(line) for _ in range(column_width(char))), len(line)]


def _between(left: int, right: int | None, line: str, offsets: Sequence[int]) -> tuple[int, str]:
    """Return the offset of a column of a line, and the text from it to the border before another one."""
    last = len(offsets) - 1
    start = offsets[min(left, last)]
    return start, line[start : offsets[min(right - 1, last)] if right else None]
