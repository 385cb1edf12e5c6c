"""Tables written in each format that holds them, and what a catalog says as lines to compare."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from docutils.utils import column_width
from msgspec import Struct

from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert.inputs import Inputs, read_inputs
from sphinx_roles.model import Catalog

Rows = Sequence[Sequence[str]]


class Written(Struct):
    """One table of a file: its heading, its rows, and lines of text below it."""

    rows: Rows
    heading: str = ""
    below: str = ""


def _delimited(delimiter: str) -> Callable[[list[Written]], str]:
    def write(tables: list[Written]) -> str:
        (table,) = tables
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(table.rows)
        return out.getvalue() + "".join(f"{line}\n" for line in table.below.split("\n") if line)

    return write


def _markdown(tables: list[Written]) -> str:
    parts = []
    for table in tables:
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in table.rows]
        lines.insert(1, "|" + "---|" * len(table.rows[0]))
        parts += [f"## {table.heading}"] if table.heading else []
        parts += ["\n".join(lines), *table.below.split("\n")]
    return "\n\n".join(part for part in parts if part) + "\n"


def _restructured(draw: Callable[[Rows], list[str]]) -> Callable[[list[Written]], str]:
    def write(tables: list[Written]) -> str:
        lines: list[str] = []
        for table in tables:
            name = table.heading
            lines += [name, "=" * column_width(name), ""] if name else []
            rows = [[_in_rst(cell) for cell in row] for row in table.rows]
            lines += [*draw(rows), "", *(_in_rst(line) + "\n" for line in table.below.split("\n"))]
        return "\n".join(lines) + "\n"

    return write


def _in_rst(text: str) -> str:
    return text.replace("<sup>", "\\ :sup:`").replace("</sup>", "`").replace(" `", "`")


def _list_table(rows: Rows) -> list[str]:
    width = max(map(len, rows))
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in rows:
        cells = [*row, *[""] * (width - len(row))]
        lines += [f"   {'* -' if i == 0 else '  -'} {cell}".rstrip() for i, cell in enumerate(cells)]
    return lines


def _grid(rows: Rows) -> list[str]:
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    widths = [max(column_width(row[i]) for row in full) + 2 for i in range(width)]
    lines = ["+" + "+".join("-" * one for one in widths) + "+"]
    for number, row in enumerate(full):
        cells = (
            f" {cell}" + " " * (one - 1 - column_width(cell)) for cell, one in zip(row, widths, strict=True)
        )
        border = "=" if number == 0 else "-"
        lines += ["|" + "|".join(cells) + "|", "+" + "+".join(border * one for one in widths) + "+"]
    return lines


def _workbook(tables: list[Written], path: Path) -> None:
    # By its name: it has no types.
    book, styles = import_module("openpyxl").Workbook(), import_module("openpyxl.styles")
    book.remove(book.active)
    for number, table in enumerate(tables):
        sheet = book.create_sheet(table.heading or f"Sheet{number}")
        for row in [*table.rows, *([line] for line in table.below.split("\n") if line)]:
            sheet.append([cell.strip(" *") if cell.lstrip().startswith("**") else cell for cell in row])
            for cell, text in zip(sheet[sheet.max_row], row, strict=False):
                if text.lstrip().startswith("**"):
                    cell.font = styles.Font(bold=True)
    book.save(path)


def _toml(value: Any) -> str:
    """Write a value of TOML; mappings are inline."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


TABLES: Mapping[str, Callable[[list[Written]], str] | None] = {
    "csv": _delimited(","),
    "tsv": _delimited("\t"),
    "md": _markdown,
    "list.rst": _restructured(_list_table),
    "grid.rst": _restructured(_grid),
    **({"xlsx": None} if find_spec("openpyxl") else {}),
}
"""The writers of tables by the end of the file's name; that of workbooks writes bytes."""
TREES: Mapping[str, Callable[[Any], str]] = {
    "yaml": lambda data: yaml.safe_dump(data, allow_unicode=True, sort_keys=False),
    "json": lambda data: json.dumps(data, ensure_ascii=False),
    "toml": lambda data: "".join(f"{key} = {_toml(value)}\n" for key, value in data.items()),
}


def write_tables(tables: list[Written], form: str, folder: Path) -> Path:
    """Write tables to a file of a format."""
    path = folder / f"x.{form}"
    writer = TABLES[form]
    if writer is None:
        _workbook(tables, path)
    else:
        path.write_text(writer(tables), "utf-8")
    return path


def read(path: Path, **inputs: Any) -> tuple[Catalog, list[str]]:
    """Read a file as `convert` does; return its catalog, and what a build would warn of."""
    taken = read_inputs([(path, path.name)], Inputs(**inputs), Settings())
    return taken.catalog, [*map(str, taken.problems)]


def said(catalog: Catalog) -> list[str]:
    """Return a line ``section > row: role=letters (condition) …`` for each row, and ``role < holders``."""
    lines = []
    for row in catalog.rows:
        section = catalog.sections[row.matrix, row.section].name + " > " if row.section else ""
        cells = (
            f" {catalog.roles[one.role].name}={'/'.join(one.letters) or '?' + str(one.unread)}"
            + (f" ({one.when})" if one.when else "")
            for one in row.assign
        )
        lines.append(f"{section}{row.name}:{''.join(cells)}")
    held = [(role.name, role.holders) for role in catalog.roles.values() if role.holders]
    return lines + [f"{name} < {', '.join(one.name for one in people or ())}" for name, people in held]
