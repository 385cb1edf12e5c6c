"""The export as CSV: one line for each assignment, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from sphinx_roles.analysis.matrix_csv import safe
from sphinx_roles.publishing.facts import Facts

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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows([safe(cell) for cell in line] for line in _lines(catalog))
    return out.getvalue()


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
