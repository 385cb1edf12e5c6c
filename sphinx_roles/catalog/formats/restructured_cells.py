"""What the tables of reStructuredText share: the page, and cells that span columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

from msgspec import Struct

from sphinx_roles.catalog.formats.restructured_markup import Markup
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode, pack
from sphinx_roles.catalog.tables.table import Cell, Grid
from sphinx_roles.problems import Code

# Stands behind each wide character, which takes two places in a drawn table.
_PAD = "\0"
_WIDE = re.compile("[\u1100-\U0010ffff]")
_NEW_LINE = re.compile(r"(?:[-*+•][ ]|\|(?:[ ]|$))")
# A letter that stands in a merged cell holds in all of it.
_LETTERS = re.compile(r"[^\W\d_]{1,2}(?:\s*[/,;&+ ]\s*[^\W\d_]{1,2})*|[✓✔☑•●]")


def unpadded(text: str) -> str:
    """Return a piece of a drawn line as it is written."""
    return text.replace(_PAD, "")


class Page(Struct):
    """A text by its lines: ``source`` as written, ``lines`` as they stand in columns."""

    context: ReadContext
    source: list[str]
    lines: list[str]

    @classmethod
    def of(cls, text: str, context: ReadContext) -> Page:
        """Cut a text into lines."""
        source = [line.rstrip() for line in text.split("\n")]
        return cls(context, source, [_drawn(line) for line in source])

    def at(self, line: int, offset: int) -> int:
        """Return the packed place of an offset in ``lines``."""
        pads = self.lines[line].count(_PAD, 0, offset) if line < len(self.lines) else 0
        return pack(self.context.line + line, self.context.column + offset - pads)

    def report(self, text: str, line: int, offset: int, code: Code = Code.SYNTAX) -> None:
        """Note a problem at an offset in ``lines``."""
        self.context.report(code, text, self.at(line, offset))

    def block(self, start: int, stop: int) -> int:
        """Return the line after all that is indented under the line ``start``, without blank ones."""
        left = indent(self.lines[start])
        end = start + 1
        for i in range(start + 1, stop):
            if self.lines[i]:
                if indent(self.lines[i]) <= left:
                    break
                end = i + 1
        return end

    def piece(self, area: Iterable[tuple[int, int, int]], row: int, column: int) -> Piece:
        """Make a cell of parts of lines, each (line, start, stop) in ``lines``."""
        parts = [(i, start, self.lines[i][start:stop]) for i, start, stop in area]
        location = self.at(*parts[0][:2])
        for i, start, text in parts:
            if text.strip():
                location = self.at(i, start + indent(text))
                break
        return Piece(row, column, flowed(text.replace(_PAD, "") for _, _, text in parts), location)


class Piece(Struct):
    """One cell as written, in its first row and column; it spans ``high`` rows and ``wide`` columns."""

    row: int
    column: int
    text: str
    at: int
    high: int = 1
    wide: int = 1


class Plan(Struct):
    """A table as written: its cells, how many columns it has and how many of its rows are heads."""

    pieces: list[Piece]
    width: int
    heads: int
    at: int


def indent(line: str) -> int:
    """Return how many blanks a line begins with."""
    return len(line) - len(line.lstrip(" \t"))


def _drawn(line: str) -> str:
    line = line.expandtabs(8) if "\t" in line else line
    if line.isascii():
        return line
    return _WIDE.sub(lambda m: m[0] + _PAD if east_asian_width(m[0]) in "WF" else m[0], line)


def flowed(lines: Iterable[str]) -> str:
    """Join the lines of a cell; paragraphs, points and the lines of line blocks stay lines."""
    made: list[list[str]] = []
    fresh = True
    for line in lines:
        bare = line.strip()
        if _NEW_LINE.match(bare):
            made.append([bare.removeprefix("|").lstrip()])
        elif bare and fresh:
            made.append([bare])
        elif bare:
            made[-1].append(bare)
        fresh = not bare
    text = "\n".join(" ".join(parts).strip() for parts in made).strip()
    # An empty comment is how a cell is left blank.
    return "" if text == ".." else text


def grid_of(plan: Plan, name: ScalarNode | None, markup: Markup, page: Page) -> Grid:
    """Lay the cells of a table out in rows; several rows of heads become one."""
    work = _Layout(plan, name, markup, page)
    body = work.body()
    rows = [work.head(), *body] if plan.heads else body
    return Grid(rows, plan.at, work.name, bool(plan.heads), markup.footnotes, markup.targets)


class _Layout(Struct):
    plan: Plan
    name: ScalarNode | None
    markup: Markup
    page: Page

    def head(self) -> list[Cell]:
        """Return one head for each column, of all rows of heads."""
        stacked: list[list[Piece]] = [[] for _ in range(self.plan.width)]
        for piece in self.plan.pieces:
            if piece.row >= self.plan.heads or not piece.text:
                continue
            below = piece.row + piece.high < self.plan.heads
            if piece.wide == self.plan.width > 1 and below and self.name is None:
                self.name = ScalarNode(self.markup.cell(piece.text, piece.at).text, piece.at, False)
            elif piece.wide > 1 and below:
                message = f"the head {piece.text!r} stands over {piece.wide} heads, and is passed over"
                self.page.context.report(Code.TABLE, f"{message}; expected one head in each column", piece.at)
            else:
                stacked[piece.column].append(piece)
        return [
            self.markup.cell(" ".join(one.text for one in pieces), (pieces or self.plan.pieces)[0].at)
            for pieces in stacked
        ]

    def body(self) -> list[list[Cell]]:
        """Return the rows under the heads; one merged over all columns has one cell."""
        rows: dict[int, dict[int, Cell]] = {}
        for piece in self.plan.pieces:
            if piece.row < self.plan.heads:
                continue
            cell = self.markup.cell(piece.text, piece.at)
            first = piece.row == 0
            repeats = piece.column > 0 and not first and _LETTERS.fullmatch(cell.text)
            for row in range(piece.row, piece.row + piece.high):
                for column in range(piece.column, piece.column + piece.wide):
                    own = (row, column) == (piece.row, piece.column)
                    made = cell if own or repeats else Cell("", piece.at)
                    rows.setdefault(row, {}).setdefault(column, made)
        sections = {one.row for one in self.plan.pieces if one.wide == self.plan.width and one.high == 1}
        return [self._row(rows[i], i in sections) for i in sorted(rows)]

    def _row(self, cells: dict[int, Cell], alone: bool) -> list[Cell]:
        if alone:
            return [cells[0]]
        some = next(iter(cells.values()))
        return [cells.get(i) or Cell("", some.at) for i in range(max(cells) + 1)]
