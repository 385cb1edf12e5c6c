"""Footnotes that are written into the table itself: a row "* only in production"."""

from __future__ import annotations

import re

from msgspec.structs import replace

from sphinx_roles.reading.plain_text import marks_in
from sphinx_roles.reading.tables.cells import Cell, Grid
from sphinx_roles.reading.tables.reading import filled
from sphinx_roles.reading.tree import Scalar

__all__ = ["take_footnote_rows"]

_FOOTNOTE = re.compile(r"(?P<mark>\\?\*+|[†‡]+|[¹²³⁰⁴⁵⁶⁷⁸⁹]+|\[\^?\d+\]:?)(?P<gap>\s*)(?P<text>\S.*)", re.S)


def take_footnote_rows(grid: Grid) -> Grid:
    """Move rows that explain a mark, used in another row, from the table to its footnotes."""
    found = {i: note for i, row in enumerate(grid.rows) if i and (note := _footnote(row))}
    if not found:
        return grid
    used = {
        mark
        for i, row in enumerate(grid.rows)
        if i not in found
        for cell in row
        if cell.raw
        for mark in marks_in(cell.raw)
    }
    taken = {i: note for i, note in found.items() if note[0] in used}
    rows = [row for i, row in enumerate(grid.rows) if i not in taken]
    return replace(grid, rows=rows, footnotes={**grid.footnotes, **dict(taken.values())})


def _footnote(row: list[Cell]) -> tuple[str, Scalar] | None:
    cells = filled(row)
    match = _FOOTNOTE.fullmatch(cells[0].raw.strip()) if len(cells) == 1 else None
    if match is None:
        return None
    # "*Planning*" is a section in italics.
    if "*" in match["mark"] and not match["gap"]:
        return None
    mark = match["mark"].lstrip("\\").strip("[]:")
    return mark, Scalar(match["text"], cells[0].at, False)
