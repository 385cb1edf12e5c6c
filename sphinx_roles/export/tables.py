"""The export as tables: CSV that is safe to open in a spreadsheet, and Markdown for a wiki."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.analysis.matrix import MatrixQuery, matrix_csv
from sphinx_roles.analysis.selection import status_shown
from sphinx_roles.catalog.assignments import HEADS
from sphinx_roles.csv_cells import csv_text
from sphinx_roles.export.facts import Facts
from sphinx_roles.model import Catalog


def csv_rows(catalog: Facts) -> str:
    """Return one catalog of an export as lines of `HEADS`; a row that nobody takes part in has one, too."""
    return csv_text([HEADS, *_lines(catalog)])


def _lines(catalog: Facts) -> Iterator[tuple[str, ...]]:
    roles = {role["id"]: role["name"] for role in catalog["roles"]}
    matrices = {one["id"]: one.get("name", one["id"]) for one in catalog["matrices"]}
    names = Counter(matrices.values())
    # Of two with one name, each has its id.
    matrices = {key: name if names[name] == 1 else key for key, name in matrices.items()}
    sections = {(one["matrix"], one["id"]): one["name"] for one in catalog["sections"]}
    for row in catalog["responsibilities"]:
        key = row["matrix"], row["section"]
        where = matrices.get(row["matrix"], row["matrix"]), sections.get(key, row["section"]), row["name"]
        for one in row["assign"] or [{"role": "", "letters": []}]:
            letters = "/".join(one["letters"]) or one.get("unread", "")
            more = (one.get(name, "") for name in ("when", "until", "note"))
            role = roles.get(one["role"], one["role"])
            yield *where, role, letters, *more, row["id"], one["role"], row["scheme"]


def csv_matrix(catalog: Catalog, name: str) -> str:
    """Return a matrix as CSV, by id or name; ``""`` for all rows."""
    report = MatrixQuery(matrix=name, details=False).report(catalog)
    return hide_addresses(matrix_csv(report, "Responsibility", "Section"))


_MEANINGFUL = re.compile(r"([\\`*_{}\[\]#!|~$^=])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"})
# What makes a link of bare words where there are no angle brackets.
_BARE_LINK = re.compile(r"(https?|ftp|mailto|xmpp|www)(?=[:.])", re.IGNORECASE)


def markdown(catalog: Facts) -> str:
    """Return one catalog of an export: its roles, matrices, shared work and findings."""
    parts = [_roles(catalog), *_matrices(catalog), _shared(catalog), _findings(catalog)]
    name = f": {escaped(catalog['name'])}" if catalog["name"] else ""
    return "\n".join([f"# Roles and responsibilities{name}\n", *filter(None, parts)])


def escaped(text: str) -> str:
    """Return a text that is shown in a cell as it is: on one line, and without any markup."""
    plain = _MEANINGFUL.sub(r"\\\1", " ".join(text.split())).translate(_ENTITIES)
    return _BARE_LINK.sub(r"\1<!-- -->", plain)


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], below: str = "") -> str:
    """Return a heading and a table; nothing, where there are no rows."""
    lines = [f"| {' | '.join(map(escaped, row))} |" for row in rows]
    if not lines:
        return ""
    head = [f"| {' | '.join(map(escaped, heads))} |", f"|{'---|' * len(heads)}"]
    return "\n".join([f"## {title}\n", *head, *lines, *(["", below] if below else []), ""])


def _roles(catalog: Facts) -> str:
    heads = ("Role", "Kind", "Status", "Holders", "Takes part in", "Decides", "Does")
    return _table("Roles", heads, (_role(role) for role in catalog["roles"]))


def _role(role: Facts) -> Sequence[str]:
    people = ", ".join(_person(one) for one in role.get("holders", ()))
    counts = (str(role["counts"][name]) for name in ("responsibilities", "decides", "does"))
    status = status_shown(role.get("status"), vacant=role.get("holders") == [])
    return role["name"], role["kind"], status, people, *counts


def _person(holder: Facts) -> str:
    more = [*([holder["as"]] if "as" in holder else []), *(["acting"] if "acting" in holder else [])]
    more += [f"until {holder['until']}"] if "until" in holder else []
    return f"{holder['name']} ({', '.join(more)})" if more else str(holder["name"])


def _matrices(catalog: Facts) -> Iterator[str]:
    schemes = {scheme["id"]: scheme for scheme in catalog["schemes"]}
    for matrix in catalog["matrices"]:
        rows = [row for row in catalog["responsibilities"] if row["matrix"] == matrix["id"]]
        title = escaped(matrix.get("name", matrix["id"]) or "Responsibilities")
        yield _matrix(catalog, title, rows, matrix, schemes[matrix["scheme"]])


def _matrix(catalog: Facts, title: str, rows: Sequence[Facts], matrix: Facts, scheme: Facts) -> str:
    taking = {one["role"] for row in rows for one in row["assign"]}
    names = {role["id"]: role["name"] for role in catalog["roles"]}
    columns = [role for role in dict.fromkeys((*matrix.get("roles", ()), *names)) if role in taking]
    sections = {one["id"]: one["name"] for one in catalog["sections"] if one["matrix"] == matrix["id"]}
    first = ["Section"] if any(row["section"] for row in rows) else []
    heads = [*first, "Responsibility", *(names.get(role, role) for role in columns)]
    lines = (
        [
            *([sections.get(row["section"], row["section"])] if first else []),
            row["name"],
            *(_cell(row, role) for role in columns),
        ]
        for row in rows
    )
    legend = ", ".join(f"{escaped(one['letter'])} {escaped(one['name'])}" for one in scheme["letters"])
    return _table(title, heads, lines, f"{escaped(scheme['name'])}: {legend}.")


def _cell(row: Facts, role: str) -> str:
    return ", ".join(_letters(one) for one in row["assign"] if one["role"] == role)


def _letters(one: Facts) -> str:
    letters = "/".join(one["letters"]) or str(one.get("unread", ""))
    more = [one.get("when", ""), f"until {one['until']}" if "until" in one else ""]
    return f"{letters} ({', '.join(filter(None, more))})" if any(more) else letters


def _shared(catalog: Facts) -> str:
    names = {role["id"]: role["name"] for role in catalog["roles"]}
    rows = (
        [" and ".join(names[role] for role in pair["roles"]), str(pair["responsibilities"])]
        for pair in catalog["shared"]
    )
    return _table("Shared work", ("Roles that decide or do", "the same responsibilities"), rows)


def _findings(catalog: Facts) -> str:
    rows = ([one["severity"], one["rule"], one["sentence"]] for one in catalog["findings"])
    return _table("Findings", ("Severity", "Rule", "Finding"), rows)
