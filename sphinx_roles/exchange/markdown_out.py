"""A catalog as Markdown: a table for each matrix, and in the front matter what tables cannot say."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from sphinx_roles.catalog.records import id_of_name
from sphinx_roles.catalog.schemes import DEFAULT_SCHEME
from sphinx_roles.exchange.plain import head_data, plain_catalog
from sphinx_roles.exchange.tables import TableText, as_cell, columns_of, table_of
from sphinx_roles.exchange.yaml_out import yaml_text
from sphinx_roles.model import Catalog, Role, Section, Text


def markdown_text(catalog: Catalog, *, stem: str = "") -> str:
    """Return a page that is a catalog too. ``stem`` is its file's name, and that of a table without one."""
    catalog = _named(catalog, stem)
    # Without a letter, it would be no matrix but a table like any other; such rows are front matter.
    used = list(dict.fromkeys(row.matrix for row in catalog.rows if columns_of(catalog, row.matrix)))
    # A table without a heading is called as the file is: it comes before all headings.
    used.sort(
        key=lambda matrix: bool(catalog.matrices[matrix].name) and catalog.matrices[matrix].name != stem
    )
    front = _front_matter(catalog, used)
    parts = [f"---\n{yaml_text(front)}---"] if front else []
    parts.append("<!-- roles -->")
    for matrix in used:
        if (name := catalog.matrices[matrix].name) and name != stem:
            parts.append(f"## {as_cell(_heading(catalog, matrix))}")
        parts.append(_drawn(table_of(catalog, matrix, lambda role: _head(catalog, role))))
    return "\n\n".join(parts) + "\n"


def _named(catalog: Catalog, stem: str) -> Catalog:
    """Give the matrix without a name the one that its table will have."""
    key = id_of_name(stem)
    if not columns_of(catalog, "") or not key or key in catalog.matrices:
        return catalog
    matrix = structs.replace(
        catalog.matrices[""], id=key, name=Text(stem), roles=tuple(columns_of(catalog, ""))
    )
    return structs.replace(
        catalog,
        rows=tuple(row if row.matrix else structs.replace(row, matrix=key) for row in catalog.rows),
        sections={
            (location[0] or key, location[1]): one if one.matrix else structs.replace(one, matrix=key)
            for location, one in catalog.sections.items()
        },
        matrices={**catalog.matrices, key: matrix},
    )


def _heading(catalog: Catalog, matrix: str) -> str:
    """Return the name of a matrix; of two with one name, each has its id."""
    name = catalog.matrices[matrix].name
    return name if [one.name for one in catalog.matrices.values()].count(name) == 1 else matrix


def _head(catalog: Catalog, role: Role) -> str:
    """Return what a role is called in a head: its name, where that leads back to it."""
    found = catalog.find_role(role.name)
    return str(role.name) if found is not None and found.id == role.id else role.id


def _front_matter(catalog: Catalog, used: list[str]) -> dict[str, Any]:
    data = head_data(catalog)
    if _heads_say_all(catalog, used):
        data.pop("roles", None)
    rows = tuple(row for row in catalog.rows if row.matrix not in used)
    sections = {key: one for key, one in catalog.sections.items() if _needs_entry(one, used)}
    matrices = {
        key: _without_columns(catalog, key, value, used)
        for key, value in data.pop("matrices", {}).items()
        if key not in used or _is_special(catalog, key) or any(one.matrix == key for one in sections.values())
    }
    if matrices:
        data["matrices"] = matrices
    entries = plain_catalog(structs.replace(catalog, rows=rows, sections=sections)).data
    if "responsibilities" in entries:
        data["responsibilities"] = entries["responsibilities"]
    return data if set(data) - {"format"} else {}


def _heads_say_all(catalog: Catalog, used: list[str]) -> bool:
    """Tell whether all roles stand in the heads, in order, and have nothing but a name."""
    heads = list(dict.fromkeys(role for matrix in used for role in columns_of(catalog, matrix)))
    return heads == list(catalog.roles) and all(
        role == Role(id=id_of_name(role.name), name=role.name, location=role.location)
        for role in catalog.roles.values()
    )


def _without_columns(catalog: Catalog, key: str, value: dict[str, Any], used: list[str]) -> dict[str, Any]:
    """Leave out the order of columns where the table shows it: named here, they would define roles."""
    shown = key in used and list(catalog.matrices[key].roles) == columns_of(catalog, key)
    return {name: one for name, one in value.items() if not (shown and name == "roles")}


def _is_special(catalog: Catalog, key: str) -> bool:
    matrix = catalog.matrices[key]
    return (
        key != id_of_name(matrix.name)
        or matrix.summary is not None
        or matrix.scheme != DEFAULT_SCHEME
        or list(matrix.roles) != columns_of(catalog, key)
    )


def _needs_entry(section: Section, used: list[str]) -> bool:
    return section.summary is not None or section.id != id_of_name(section.name) or section.matrix not in used


def _drawn(table: TableText) -> str:
    """Draw a table with its columns aligned; a section is a row of its own, in bold."""
    lines, section = [table.head], ""
    for name, row in zip(table.sections, table.rows, strict=True):
        if name != section:
            lines.append([f"**{name}**", *[""] * (len(row) - 1)])
            section = name
        lines.append(row)
    cells = [[_in_bars(cell) for cell in line] for line in lines]
    widths = [max(3, *(len(line[i]) for line in cells)) for i in range(len(table.head))]
    drawn = [_line(line, widths) for line in cells]
    return "\n".join([drawn[0], _line(["-" * width for width in widths], widths), *drawn[1:]])


def _line(cells: list[str], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _in_bars(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
