"""A matrix as CSV: what its reader downloads, and what reads back the same."""

from __future__ import annotations

import csv
import io

from sphinx_roles.analysis.matrix import Cell, MatrixReport, Part
from sphinx_roles.formulas import escape_formula


def matrix_csv(report: MatrixReport, header: str, section: str) -> str:
    """Return a table with the sections (where there are any), the rows and a column for each role.

    ``header`` and ``section`` are the heads of the first columns.
    """
    named = any(band.name for band in report.bands)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = [section] if named else []
    writer.writerow(map(safe, [*heads, header, *(column.name for column in report.columns)]))
    cells = [_reported(cell) for cell in report.cells]
    for band in report.bands:
        before = [band.name or ""] if named else []
        for row in band.rows:
            writer.writerow(map(safe, [*before, row.name, *(cells[number] for number in row.cells)]))
    return out.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, nor a part of it for a row of its own."""
    # The csv module writes a lone carriage return bare, which ends a row to others.
    return escape_formula(text.replace("\r", "\n"))


def _reported(cell: Cell) -> str:
    return ", ".join(map(_part, cell.parts))


def _part(part: Part) -> str:
    letters = "/".join(part.letters) or part.unread
    return f"{letters} ({part.when})" if part.when else letters
