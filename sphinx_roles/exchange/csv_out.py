"""A matrix as CSV or TSV that a spreadsheet opens safely, and that reads back the same."""

from __future__ import annotations

import csv
import io

from sphinx_roles.catalog.schemes import DEFAULT_SCHEME
from sphinx_roles.exchange.tables import as_cell, table_of
from sphinx_roles.formulas import escape_formula
from sphinx_roles.model import Catalog


def csv_text(catalog: Catalog, matrix: str, *, stem: str = "", delimiter: str = ",") -> str:
    """Return the table of a matrix.

    Its name stands alone in a line above, unless that is ``stem``, the name of the file; so does a
    scheme other than RACI.
    """
    table, entry = table_of(catalog, matrix, lambda role: str(role.name)), catalog.matrices[matrix]
    title = [str(entry.name)] if entry.name and entry.name != stem else []
    scheme = [entry.scheme] if entry.scheme != DEFAULT_SCHEME else []
    if scheme and not title:
        # The first line alone is the title.
        title = [str(entry.name) or stem or "Matrix"]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for line in (*title, *scheme):
        writer.writerow([_cell(as_cell(line))])
    grouped = any(table.sections)
    writer.writerow(map(_cell, ["Section", *table.head] if grouped else table.head))
    for section, row in zip(table.sections, table.rows, strict=True):
        writer.writerow(map(_cell, [section, *row] if grouped else row))
    return out.getvalue()


def _cell(text: str) -> str:
    # The csv module writes a lone carriage return bare, which ends a row to others.
    return escape_formula(text.replace("\r", "\n"))
