"""Tables of HTML within Markdown: their cells as Markdown, which all that understands tables knows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from html import unescape
from pathlib import PurePosixPath

from msgspec import Struct, field

from sphinx_roles.catalog.formats.spans import Piece
from sphinx_roles.catalog.nodes import ScalarNode, pack
from sphinx_roles.catalog.tables import Cell, cell_at

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("dd", "dl", "dt", "li", "ol", "ul"))
_BLOCKS = _HEADINGS | _LISTS | {"details", "div", "hr", "p", "pre", "section", "summary"}
"""What begins and ends a line of its own."""
_KEPT = {"b": "b", "strong": "b", "sup": "sup", "s": "s", "strike": "s", "del": "s"}
"""What means something in a cell, and what Markdown knows it as."""
_UNSEEN = frozenset(("script", "style", "template"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_IN_TABLES = _GROUPS | {"tr", "td", "th"}
_SPANS = (("rowspan", 65_534), ("colspan", 1000))
"""Browsers, too, let no cell span more."""


class HtmlTable(Struct):
    """A table: ``heads`` are its first rows that are heads, ``lines`` those that it takes, from 0.

    ``apart`` says that these lines hold nothing else.
    """

    pieces: list[Piece]
    heads: int
    caption: ScalarNode | None
    at: int
    lines: tuple[int, int]
    apart: bool


class HtmlText(Struct):
    """A text outside of tables; ``heading`` is the tag of one, such as ``h2``."""

    text: ScalarNode
    heading: str = ""


class _Text(Struct):
    """What is written in a cell, a caption or a heading, up to now."""

    at: int
    parts: list[str] = field(default_factory=list)
    said: bool = False
    links: list[str] = field(default_factory=list)
    """The addresses of the links that are open."""

    def add(self, text: str, at: int) -> None:
        """Add a text that is seen; the first one has the place of the whole."""
        if not self.said and text.strip():
            self.at, self.said = at, True
        self.parts.append(text)

    @property
    def raw(self) -> str:
        """The text as Markdown, with a ``<br>`` between its lines."""
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("<br>"))
        return "<br>".join(line for line in lines if line)

    @property
    def cell(self) -> Cell:
        """The text as a cell."""
        return cell_at(self.raw, self.at)

    @property
    def name(self) -> ScalarNode | None:
        """The text as a name; None where it says nothing."""
        return ScalarNode(text, self.at, False) if (text := self.cell.text) else None


class _Open(Struct):
    """A table whose end has not come yet."""

    at: int
    line: int
    apart: bool
    pieces: list[Piece] = field(default_factory=list)
    caption: ScalarNode | None = None
    row: int = -1
    column: int = 0
    taken: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the first column of a cell that goes over several rows, the row and the column after it."""
    cell: _Text | None = None
    span: tuple[int, int, bool] = (1, 1, False)
    """Of the open cell: how many rows and columns, and whether it is a head."""
    heads: dict[int, bool] = field(default_factory=dict)
    """By row, whether all of its cells are heads."""
    in_head: bool = False
    group: int = 0
    """How many cells there are before the group of rows that is open."""

    def close_cell(self) -> None:
        """Put the open cell at the first free column of its row."""
        if self.cell is None:
            return
        self.row = max(self.row, 0)
        high, wide, is_head = self.span
        while (above := self.taken.get(self.column)) and above[0] > self.row:
            self.column = above[1]
        self.pieces.append(Piece(self.row, self.column, self.cell.cell, high, wide))
        if high > 1:
            self.taken[self.column] = self.row + high, self.column + wide
        self.column += wide
        self.heads[self.row] = self.heads.get(self.row, True) and (is_head or self.in_head)
        self.cell = None

    def end_group(self) -> None:
        """End a group of rows: in HTML, no cell goes on into the next one."""
        self.close_cell()
        for one in self.pieces[self.group :]:
            one.high = min(one.high, self.row + 1 - one.row)
        self.group = len(self.pieces)
        self.taken.clear()

    def finished(self, end: int, *, apart: bool) -> HtmlTable:
        """Return the table, whose spans end where it ends."""
        self.close_cell()
        rows = 1 + max((one.row for one in self.pieces), default=0)
        # Columns in which no cell begins are seen by nobody.
        columns = sorted({one.column for one in self.pieces})
        for one in self.pieces:
            first = bisect_left(columns, one.column)
            one.wide = bisect_left(columns, one.column + one.wide) - first
            one.column, one.high = first, min(one.high, rows - one.row)
        heads = min(self._heads(rows), rows - 1)
        return HtmlTable(
            self.pieces, heads, self.caption, self.at, (self.line, end), apart=self.apart and apart
        )

    def _heads(self, rows: int) -> int:
        """Return how many rows at the top are heads."""
        cells: dict[int, list[Piece]] = {}
        for one in self.pieces:
            cells.setdefault(one.row, []).append(one)
        # A head alone in its row is the title of the table, and below other heads that of a section.
        heads = 0
        while self.heads.get(heads) and (len(cells[heads]) > 1 or len(cells.get(heads - 1, ())) < 2):
            heads += 1
        first = cells.get(0, [])
        high = max((one.high for one in first), default=1)
        # "Task" goes over two rows, beside what groups the heads in the second.
        return high if not heads and high > 1 and any(one.wide > 1 for one in first) else min(heads, rows)


class Source(Struct):
    """A text with the places of its lines, ``at`` being that of the first one."""

    text: str
    at: int
    starts: list[int]

    @classmethod
    def of(cls, lines: Iterable[str], at: int) -> Source:
        """Return some lines as one text."""
        text = "\n".join(lines)
        return cls(text, at, [0, *(found.end() for found in re.finditer("\n", text))])

    def line(self, offset: int) -> int:
        """Return the line that an offset is in, from 0."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> int:
        """Return the place of an offset."""
        line = self.line(offset)
        return pack((self.at >> 12) + line, (self.at & 0xFFF) + offset - self.starts[line])


# Nothing in a tag or a comment is searched twice, so that no text takes long. A quote in a tag holds no "<".
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*+)(?P<given>(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>|<!--"""
)
_GIVEN = re.compile(r"""([^\s=<>/"']++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s<>"']++)))?""")


def read_html(source: Source, start: int, stop: int) -> tuple[list[HtmlTable | HtmlText], int]:
    """Read what begins in some lines, up to the end of the tables in it.

    Return that in its order, and the line after it.
    """
    reading = _Reading(source, stop)
    offset = source.starts[start]
    while offset < len(source.text) and (reading.tables or source.line(offset) < reading.stop):
        found = _TAG.search(source.text, offset)
        reading.take_text(offset, found.start() if found else len(source.text))
        if found is None:
            break
        offset = found.end()
        if found["name"] is None:
            end = source.text.find("-->", offset)
            # A comment without an end goes up to that of the text.
            offset = end + 3 if end >= 0 else len(source.text)
        elif reading.tables or source.line(found.start()) < reading.stop:
            reading.take_tag(found)
    reading.finish()
    return reading.found, reading.stop


class _Reading(Struct):
    """The walk over the tags; ``stop`` is the line after what is asked for, with the tables in it."""

    source: Source
    stop: int
    found: list[HtmlTable | HtmlText] = field(default_factory=list)
    tables: list[_Open] = field(default_factory=list)
    outside: _Text | None = None
    """A caption, or a text outside of tables."""
    heading: str = ""
    unseen: str = ""

    @property
    def text(self) -> _Text | None:
        """Where a text goes to."""
        return (self.tables[-1].cell if self.tables else None) or self.outside

    def take_text(self, start: int, end: int) -> None:
        """Take a text between two tags."""
        if not self.tables:
            starts = self.source.starts
            end = min(end, starts[self.stop]) if self.stop < len(starts) else end
        said = self.source.text[start:end]
        bare = said.lstrip()
        if self.unseen or (self.text is None and not bare):
            return
        at = self.source.place(start + len(said) - len(bare)) if bare else 0
        if self.text is None and not self.tables:
            self.outside = _Text(at)
        if self.text is not None:
            self.text.add(said.replace("<", "&lt;"), at)

    def take_tag(self, tag: re.Match[str]) -> None:
        """Take what begins or ends with a tag."""
        name = tag["name"].lower()
        if self.unseen:
            self.unseen = "" if tag["end"] and name == self.unseen else self.unseen
        elif name in _UNSEEN:
            self.unseen = "" if tag["end"] else name
        elif tag["end"]:
            self._end(name, tag)
        else:
            self._begin(name, tag)

    def _begin(self, name: str, tag: re.Match[str]) -> None:
        at = self.source.place(tag.start())
        if name == "table":
            self._end_text()
            line = self.source.line(tag.start())
            before = self.source.text[self.source.starts[line] : tag.start()]
            self.tables.append(_Open(at, line, not before.strip()))
        elif name == "caption" and self.tables:
            self.outside = _Text(at)
        elif name in _IN_TABLES and self.tables:
            self._begin_in_table(self.tables[-1], name, tag, at)
        elif name in _HEADINGS and not self.tables:
            self._end_text()
            self.heading = name
        elif self.text is not None:
            _mark(self.text, name, _given(tag), at)

    def _begin_in_table(self, table: _Open, name: str, tag: re.Match[str], at: int) -> None:
        table.close_cell()
        if name == "tr":
            table.row, table.column = table.row + 1, 0
        elif name in ("td", "th"):
            given = _given(tag)
            high, wide = (_number(given.get(key, ""), most) for key, most in _SPANS)
            table.cell, table.span = _Text(at), (high, wide, name == "th")
        else:
            table.end_group()
            table.in_head = name == "thead"

    def _end(self, name: str, tag: re.Match[str]) -> None:
        if name == "table" and self.tables:
            line = self.source.line(tag.start())
            end = self.source.starts[line + 1] if line + 1 < len(self.source.starts) else None
            self._end_table(line, apart=not self.source.text[tag.end() : end].strip())
        elif name == "caption" and self.tables:
            self.tables[-1].caption = self.outside.name if self.outside else None
            self.outside = None
        elif name in _GROUPS and self.tables:
            self.tables[-1].end_group()
            self.tables[-1].in_head = self.tables[-1].in_head and name != "thead"
        elif name in _IN_TABLES and self.tables:
            self.tables[-1].close_cell()
        elif name in _BLOCKS and not self.tables:
            self._end_text()
        elif self.text is not None:
            _unmark(self.text, name)

    def _end_text(self) -> None:
        """Note a text outside of tables."""
        if not self.tables:
            if self.outside is not None and (said := self.outside.name) is not None:
                self.found.append(HtmlText(said, self.heading))
            self.outside, self.heading = None, ""

    def _end_table(self, line: int, *, apart: bool) -> None:
        # One within a cell is a table of its own; what holds nothing else is there for its looks.
        table = self.tables.pop().finished(line, apart=apart)
        if any(one.cell.text for one in table.pieces):
            self.found.append(table)
        if not self.tables:
            self.stop, self.outside = max(self.stop, line + 1), None

    def finish(self) -> None:
        """Take tables and texts as ended at the end of the text."""
        while self.tables:
            self._end_table(len(self.source.starts) - 1, apart=False)
        self._end_text()


def _given(tag: re.Match[str]) -> dict[str, str]:
    """Return the attributes of a tag."""
    found = _GIVEN.findall(tag["given"])
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found}


def _number(text: str, most: int) -> int:
    """Return over how many rows or columns a cell goes: 0 is for all that follow."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit():
        return 1
    return min(int(digits[:9]) or most, most)


def _mark(text: _Text, tag: str, given: dict[str, str], at: int) -> None:
    """Take what begins in a text."""
    if tag in _BLOCKS or tag == "br":
        text.parts.append("<br>")
    elif tag in _KEPT:
        text.parts.append(f"<{_KEPT[tag]}>")
    elif tag == "img":
        # An image is what it says instead, or what its file is called.
        source = PurePosixPath(given.get("src", "").partition("?")[0]).stem
        shown = given.get("alt", "").strip() or given.get("title", "").strip() or source
        text.add(_escaped(shown), at)
    elif tag == "input" and given.get("type", "").casefold() == "checkbox":
        text.add("\N{BALLOT BOX WITH CHECK}" if "checked" in given else "\N{BALLOT BOX}", at)
    elif tag == "a":
        address = given.get("href", "").strip()
        text.links.append("" if any(sign in address for sign in "<>\n\\") else address)
        text.parts.append("[" if text.links[-1] else "")


def _unmark(text: _Text, tag: str) -> None:
    """Take what ends in a text."""
    if tag in _BLOCKS:
        text.parts.append("<br>")
    elif tag in _KEPT:
        text.parts.append(f"</{_KEPT[tag]}>")
    elif tag == "a" and text.links and (address := text.links.pop()):
        text.parts.append(f"](<{address}>)")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
