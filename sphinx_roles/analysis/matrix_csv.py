"""A matrix as CSV: what its reader downloads (`drawing`), and what `sphinx-roles export` writes."""

from __future__ import annotations

from sphinx_roles.analysis.matrix import MatrixReport
from sphinx_roles.formulas import csv_text


def matrix_csv(report: MatrixReport, header: str, section: str) -> str:
    """Return a table with the sections (where there are any), the rows and a column for each role.

    ``header`` and ``section`` are the heads of the first columns.
    """
    named = any(band.name for band in report.bands)
    cells = [
        ", ".join(
            ("/".join(part.letters) or part.unread) + (f" ({part.when})" if part.when else "")
            for part in cell.parts
        )
        for cell in report.cells
    ]
    rows = [[*([section] if named else []), header, *(column.name for column in report.columns)]]
    for band in report.bands:
        before = [band.name or ""] if named else []
        rows += ([*before, row.name, *(cells[number] for number in row.cells)] for row in band.rows)
    return csv_text(rows)
