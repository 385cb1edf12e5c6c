"""Merged cells that were exported as blanks: each of them says what the first one does."""

from __future__ import annotations

from msgspec.structs import replace

from sphinx_roles.reading.tables.cells import Cell
from sphinx_roles.reading.tables.reading import filled

__all__ = ["filled_down"]


def filled_down(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Fill blank cells with the one above, down to the next row that says one thing only (a section)."""
    above: list[Cell] = []
    found = []
    for row in rows:
        if len(filled(row)) < 2:
            above = []
            found.append(row)
            continue
        above = [_below(cell, above[i] if i < len(above) else None) for i, cell in enumerate(row)]
        found.append(above)
    return found


def _below(cell: Cell, above: Cell | None) -> Cell:
    return cell if cell.text or above is None else replace(above, at=cell.at)
