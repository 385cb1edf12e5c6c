"""The export as CSV: one line for each assignment, or a matrix; safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.matrix import MatrixQuery, matrix_csv
from sphinx_roles.export.facts import Facts
from sphinx_roles.formulas import csv_text
from sphinx_roles.model import Catalog, hide_addresses

HEADS = (
    "matrix",
    "section",
    "responsibility",
    "role",
    "letters",
    "when",
    "until",
    "note",
    "responsibility_id",
    "role_id",
)


def csv_rows(catalog: Facts) -> str:
    """Return one catalog of an export as lines of `HEADS`; a row that nobody takes part in has one, too."""
    return csv_text([HEADS, *_lines(catalog)])


def _lines(catalog: Facts) -> Iterator[tuple[str, ...]]:
    roles = {role["id"]: role["name"] for role in catalog["roles"]}
    matrices = {one["id"]: one.get("name", one["id"]) for one in catalog["matrices"]}
    sections = {(one["matrix"], one["id"]): one["name"] for one in catalog["sections"]}
    for row in catalog["responsibilities"]:
        key = row["matrix"], row["section"]
        where = matrices.get(row["matrix"], row["matrix"]), sections.get(key, row["section"]), row["name"]
        for one in row["assign"] or [{"role": "", "letters": []}]:
            letters = "/".join(one["letters"]) or one.get("unread", "")
            more = (one.get(name, "") for name in ("when", "until", "note"))
            yield *where, roles.get(one["role"], one["role"]), letters, *more, row["id"], one["role"]


def csv_matrix(catalog: Catalog, name: str) -> str | None:
    """Return a matrix as CSV, by id or name; ``""`` for all rows. None where there is no such matrix."""
    report = MatrixQuery(matrix=name, details=False).report(catalog)
    if report.unknown:
        return None
    return hide_addresses(matrix_csv(report, "Responsibility", "Section"))
