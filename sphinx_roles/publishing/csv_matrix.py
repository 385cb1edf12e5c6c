"""A matrix as CSV: a row for each responsibility, a column for each role."""

from __future__ import annotations

from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.analysis.matrix_csv import matrix_csv
from sphinx_roles.model import Catalog, hide_addresses


def used_matrices(catalog: Catalog) -> tuple[str, ...]:
    """Return the ids of the matrices that have rows; rows that name none are in ``""``."""
    return tuple(dict.fromkeys(row.matrix for row in catalog.rows))


def csv_matrix(catalog: Catalog, name: str) -> str | None:
    """Return a matrix as CSV, by id or name; ``""`` for all rows. None where there is no such matrix."""
    report = MatrixQuery(matrix=name, details=False).report(catalog)
    if report.unknown:
        return None
    return hide_addresses(matrix_csv(report, "Responsibility", "Section"))
