"""A catalog as tables: CSV or TSV of one matrix, or a Markdown page with a table for each.

The page says in its front matter what tables cannot. Both read back the same, as far as a table goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.nodes import id_of_name
from sphinx_roles.catalog.schemes import DEFAULT_SCHEME
from sphinx_roles.catalog.text import name_of, plain
from sphinx_roles.convert.plain_data import head_data, in_a_cell, plain_catalog
from sphinx_roles.convert.yaml_output import yaml_text
from sphinx_roles.formulas import csv_text
from sphinx_roles.model import Assignment, Catalog, Link, Responsibility, Role, Text

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>,;()]+")
_NOBODY = "n/a"
_HEADS: Mapping[str, str] = {
    "id": "Id",
    "kind": "Kind",
    "summary": "Summary",
    "done_when": "Done when",
    "frequency": "Frequency",
    "tags": "Tags",
    "links": "Links",
    "status": "Status",
    "review_by": "Review by",
    "notes": "Notes",
}


def as_tables_have_it(catalog: Catalog, stem: str) -> Catalog:
    """Give each matrix with rows the order of columns that its table has.

    The matrix without a name gets that of its table: ``stem``, the name of the file.
    """
    ordered = {
        key: structs.replace(one, roles=one.roles or tuple(columns_of(catalog, key)))
        for key, one in catalog.matrices.items()
    }
    key = id_of_name(stem)
    if not ordered[""].roles or not key or key in ordered:
        return structs.replace(catalog, matrices={**ordered, "": catalog.matrices[""]})
    named = structs.replace(ordered[""], id=key, name=Text(stem))
    return structs.replace(
        catalog,
        rows=tuple(row if row.matrix else structs.replace(row, matrix=key) for row in catalog.rows),
        sections={
            (location[0] or key, location[1]): one if one.matrix else structs.replace(one, matrix=key)
            for location, one in catalog.sections.items()
        },
        matrices={**ordered, "": catalog.matrices[""], key: named},
    )


def columns_of(catalog: Catalog, matrix: str) -> list[str]:
    """Return the roles of a matrix: in its own order, then all others that take part."""
    taking = {one.role for row in catalog.rows if row.matrix == matrix for one in row.assign}
    order = [role for role in catalog.matrices[matrix].roles if role in catalog.roles]
    return [*order, *(role for role in catalog.roles if role in taking and role not in order)]


# The rows of a matrix as cells


class _Table(Struct):
    """A head, and a row of texts for each responsibility, with the name of its section or nothing."""

    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def _table(catalog: Catalog, matrix: str, head_of: Callable[[Role], str]) -> _Table:
    """Lay out the rows of a matrix. ``head_of`` says how a role is called in the head."""
    rows = [row for row in catalog.rows if row.matrix == matrix]
    columns = columns_of(catalog, matrix)
    extra = [_field_cells(row) for row in rows]
    # A row may have several notes: each has a column.
    counts = {name: max((len(cells.get(name, ())) for cells in extra), default=0) for name in _HEADS}
    wanted = [(name, number) for name, count in counts.items() for number in range(count)]
    heads = [_as_cell(head_of(catalog.roles[role])) for role in columns]
    table = _Table(["Responsibility", *heads, *(_HEADS[name] for name, _ in wanted)])
    reader = LetterReader(catalog.schemes[catalog.matrices[matrix].scheme])
    for row, cells in zip(rows, extra, strict=True):
        held: dict[str, list[Assignment]] = {}
        for one in row.assign:
            # A table has no place for days and notes; the letters are there all the same.
            held.setdefault(one.role, []).append(structs.replace(one, until=None, note=None))
        letters = [_letters(held[role], reader) if role in held else "" for role in columns]
        if not any(letters):
            # A row of nothing but a name would be the name of a section.
            letters = [_NOBODY] * len(letters)
        more = [cells[name][n] if n < len(cells.get(name, ())) else "" for name, n in wanted]
        table.rows.append([_as_cell(row.name), *letters, *more])
        section = catalog.sections.get((matrix, row.section))
        table.sections.append(_as_cell(section.name) if section is not None else "")
    return table


def _as_cell(text: str) -> str:
    """Return a text that reads back as the same name; what would be markup gets backslashes."""
    return str(text) if name_of(plain(text)) == text else _PUNCTUATION.sub(r"\\\1", text)


def _letters(found: list[Assignment], reader: LetterReader) -> str:
    text = in_a_cell(found, reader)
    if text is not None:
        return text
    texts = ["/".join(one.letters) or one.unread for one in found]
    return ", ".join(
        f"{text} ({one.when})" if one.when else text for text, one in zip(texts, found, strict=True)
    )


def _field_cells(row: Responsibility) -> dict[str, list[str]]:
    found = {
        name: [str(value)]
        for name in ("kind", "summary", "done_when", "frequency", "status", "review_by")
        if (value := getattr(row, name))
    }
    if row.id != id_of_name(row.name):
        found["id"] = [row.id]
    if row.tags:
        found["tags"] = [", ".join(row.tags)]
    if row.links:
        found["links"] = [", ".join(map(_link, row.links))]
    found["notes"] = [str(note) for note in row.notes]
    return found


def _link(link: Link) -> str:
    if link.text == link.url and _ADDRESS.fullmatch(link.url):
        return str(link.url)
    return f"[{link.text}]({link.url})"


# CSV


def matrix_text(catalog: Catalog, matrix: str, *, stem: str = "", delimiter: str = ",") -> str:
    """Return the table of a matrix as CSV.

    Its name stands alone in a line above, unless that is ``stem``, the name of the file; so does a
    scheme other than RACI.
    """
    table, entry = _table(catalog, matrix, lambda role: str(role.name)), catalog.matrices[matrix]
    title = [str(entry.name)] if entry.name and entry.name != stem else []
    scheme = [entry.scheme] if entry.scheme != DEFAULT_SCHEME else []
    if scheme and not title:
        # The first line alone is the title.
        title = [str(entry.name) or stem or "Matrix"]
    rows = [table.head, *table.rows]
    if any(table.sections):
        rows = [[section, *row] for section, row in zip(["Section", *table.sections], rows, strict=True)]
    return csv_text([*([_as_cell(line)] for line in (*title, *scheme)), *rows], delimiter)


# Markdown


def page_text(catalog: Catalog, *, stem: str = "") -> str:
    """Return a page that is a catalog too. ``stem`` is its file's name, and that of a table without one."""
    # Without a letter, it would be no matrix but a table like any other; such rows are front matter.
    used = list(dict.fromkeys(row.matrix for row in catalog.rows if columns_of(catalog, row.matrix)))
    # A table without a heading is called as the file is: it comes before all headings.
    used.sort(key=lambda matrix: catalog.matrices[matrix].name not in ("", stem))
    front = _front_matter(catalog, used)
    parts = [f"---\n{yaml_text(front)}---"] if front else []
    parts.append("<!-- roles -->")
    names = [one.name for one in catalog.matrices.values()]
    for matrix in used:
        if (name := catalog.matrices[matrix].name) and name != stem:
            # Of two with one name, each has its id.
            parts.append(f"## {_as_cell(name if names.count(name) == 1 else matrix)}")
        parts.append(_drawn(_table(catalog, matrix, lambda role: _head(catalog, role))))
    return "\n\n".join(parts) + "\n"


def _head(catalog: Catalog, role: Role) -> str:
    """Return what a role is called in a head: its name, where that leads back to it."""
    found = catalog.find_role(role.name)
    return str(role.name) if found is not None and found.id == role.id else role.id


def _front_matter(catalog: Catalog, used: list[str]) -> dict[str, Any]:
    """Return what the tables of some matrices do not say."""
    data = head_data(catalog)
    columns = {matrix: columns_of(catalog, matrix) for matrix in used}
    heads = list(dict.fromkeys(role for roles in columns.values() for role in roles))
    if heads == list(catalog.roles) and all(
        role == Role(id=id_of_name(role.name), name=role.name, location=role.location)
        for role in catalog.roles.values()
    ):
        data.pop("roles", None)
    rows = tuple(row for row in catalog.rows if row.matrix not in used)
    sections = {
        key: one
        for key, one in catalog.sections.items()
        if one.summary is not None or one.id != id_of_name(one.name) or one.matrix not in used
    }
    needed = False
    for key, entry in data.get("matrices", {}).items():
        matrix = catalog.matrices[key]
        shown = key in used and list(matrix.roles) == columns[key]
        if shown:
            # Named here, its columns would define roles.
            entry.pop("roles", None)
        needed |= not shown or any(one.matrix == key for one in sections.values())
        needed |= (key, DEFAULT_SCHEME, None) != (id_of_name(matrix.name), matrix.scheme, matrix.summary)
    # Where one of them has to be defined, all are, so that they keep their order.
    if not needed:
        data.pop("matrices", None)
    entries = plain_catalog(structs.replace(catalog, rows=rows, sections=sections)).data
    if "responsibilities" in entries:
        data["responsibilities"] = entries["responsibilities"]
    return data if set(data) - {"format"} else {}


def _drawn(table: _Table) -> str:
    """Draw a table with its columns aligned; a section is a row of its own, in bold."""
    lines, section = [table.head], ""
    for name, row in zip(table.sections, table.rows, strict=True):
        if name != section:
            lines.append([f"**{name}**", *[""] * (len(row) - 1)])
            section = name
        lines.append(row)
    cells = [[cell.replace("|", "\\|").replace("\n", "<br>") for cell in line] for line in lines]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in cells)
