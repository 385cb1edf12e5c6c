"""Tables some of whose cells span several rows or columns, laid out as rows of cells."""

from __future__ import annotations

import re

from msgspec import Struct

from sphinx_roles.catalog.nodes import ReadContext, ScalarNode
from sphinx_roles.catalog.tables import Cell, cell_at, quoted
from sphinx_roles.problems import Code

# A letter in a merged cell holds in all of it.
_LETTERS = re.compile(r"[^\W\d_]{1,2}(?:\s*[/,;&+ ]\s*[^\W\d_]{1,2})*|[✓✔☑•●]")


class Piece(Struct):
    """A cell in its first row and column; it spans ``high`` rows and ``wide`` columns."""

    row: int
    column: int
    cell: Cell
    high: int = 1
    wide: int = 1


def _is_grouped(pieces: list[Piece]) -> bool:
    """Return whether the first of two rows of heads groups those in the second: some go over several."""
    if any(piece.high > 1 or piece.wide > 1 for piece in pieces if piece.row < 2):
        return False
    over, heads = ({p.column: p.cell.text for p in pieces if p.row == row} for row in (0, 1))
    return any(
        heads[i] and over.get(i, "") in ("", over.get(i - 1)) for i in heads if i > 1 and over.get(i - 1)
    )


def _groups(pieces: list[Piece], heads: int, width: int) -> list[Piece]:
    """Return the heads of rows in which some are above several others: those with another one below them."""
    above = [one for one in pieces if one.row + one.high < heads and one.cell.text and one.wide < width]
    rows = {one.row for one in above if one.wide > 1}
    lower = {(one.column, one.row) for one in pieces if one.row < heads and one.cell.text}
    return [
        one
        for one in above
        if one.row in rows
        and (one.wide > 1 or any((one.column, row) in lower for row in range(one.row + 1, heads)))
    ]


def laid_out(
    pieces: list[Piece], heads: int, name: ScalarNode | None, context: ReadContext
) -> tuple[ScalarNode | None, list[Cell], list[list[Cell]]]:
    """Return the name of a table, its head, which is empty without ``heads``, and its rows.

    Several rows of heads become one; a row that groups the heads below it is reported. One that is above all
    of them is the name, where there is none.
    """
    width = max(piece.column + piece.wide for piece in pieces)
    if heads == 2 and _is_grouped(pieces):
        heads = 1
    stacked: list[list[Cell]] = [[] for _ in range(width)]
    rows: dict[int, dict[int, Cell]] = {}
    groups = _groups(pieces, heads, width if name is None else width + 1)
    if groups:
        message = "row {cells} is above other heads, and is left out; a table has one row of heads"
        cells = quoted([one.cell for one in groups])
        context.report(Code.TABLE, message, groups[0].cell.at, cells=cells)
    for piece in pieces:
        cell, over = piece.cell, piece.wide > 1 and piece.row + piece.high < heads
        if piece.row >= heads:
            _place(rows, piece, width)
        elif cell.text and over and piece.wide == width and name is None:
            name = ScalarNode(cell.text, cell.at, False)
        elif cell.text and piece not in groups:
            stacked[piece.column].append(cell)
    at = pieces[0].cell.at
    head = [
        cell_at(" ".join(cell.raw for cell in cells), cells[0].at) if cells else Cell("", at)
        for cells in stacked
    ]
    body = [[row.get(n) or Cell("", at) for n in range(max(row) + 1)] for _, row in sorted(rows.items())]
    return name, head if heads else [], body


def _place(rows: dict[int, dict[int, Cell]], piece: Piece, width: int) -> None:
    """Put a piece into the rows that it spans: its letters into each, another text into the first."""
    cell = piece.cell
    repeats = piece.column > 0 and piece.row > 0 and _LETTERS.fullmatch(cell.text)
    for row in range(piece.row, piece.row + piece.high):
        for column in range(piece.column, piece.column + piece.wide):
            own = repeats or (row, column) == (piece.row, piece.column)
            rows.setdefault(row, {}).setdefault(column, cell if own else Cell("", cell.at))
    if piece.wide == width:
        # The title of a section has no cells beside it.
        rows[piece.row] = {0: cell}
