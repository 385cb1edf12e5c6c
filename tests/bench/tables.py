"""A table of responsibilities by roles, in every way that people write one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from .contenders import Contender
from .data import Table
from .finished import bare_table, finished
from .projects import head, needs_json, table_yaml, write, write_template

_TITLE = head("Handbook")


def ours(folder: Path, table: Table) -> None:
    """Our matrix, from YAML."""
    files = {"index.rst": [*_TITLE, ".. responsibility-matrix::"], "roles.yaml": table_yaml(table)}
    write(folder, files, ["sphinx_roles"])


def empty(folder: Path, data: object) -> None:
    """Nothing but a page."""
    write(folder, {"index.rst": [*_TITLE, "Nothing here."]})


def list_table(folder: Path, table: Table) -> None:
    write(folder, {"index.rst": [*_TITLE, *_list_table(table)]})


def _list_table(table: Table) -> Iterator[str]:
    yield from (".. list-table::", "   :header-rows: 1", "")
    for name, cells in [("Responsibility", table.heads()), *table.full()]:
        yield f"   * - {name}"
        yield from (f"     - {cell}" for cell in cells)


def csv_table(folder: Path, table: Table) -> None:
    page = [*_TITLE, ".. csv-table::", "   :header-rows: 1", "   :file: roles.csv"]
    rows = [("Responsibility", table.heads()), *table.full()]
    write(folder, {"index.rst": page, "roles.csv": (",".join([name, *cells]) for name, cells in rows)})


def datatables(folder: Path, table: Table) -> None:
    """A CSV table with DataTables; ``DATATABLES`` in the environment is a copy of its script, else it is fetched."""
    page = [
        *_TITLE,
        ".. csv-table::",
        "   :header-rows: 1",
        "   :class: sphinx-datatable",
        "   :file: roles.csv",
    ]
    rows = [("Responsibility", table.heads()), *table.full()]
    lines = [",".join([name, *cells]) for name, cells in rows]
    files: dict[str, str | list[str]] = {"index.rst": page, "roles.csv": lines}
    settings = ""
    if script := os.environ.get("DATATABLES"):
        files["_static/datatables.js"] = Path(script).read_text("utf-8")
        settings = 'html_static_path = ["_static"]\ndatatables_js = "datatables.js"'
    write(folder, files, ["sphinxcontrib.jquery", "sphinx_datatables"], settings)


def myst_table(folder: Path, table: Table) -> None:
    rows = [("Responsibility", table.heads()), ("---", ["---"] * table.roles), *table.full()]
    lines = (f"| {' | '.join([name, *cells])} |" for name, cells in rows)
    write(folder, {"index.md": ["# Handbook", "", *lines]}, ["myst_parser"])


TEMPLATE = """\
.. list-table::
   :header-rows: 1

   * - Responsibility
{%- for role in data.roles.values() %}
     - {{ role.name }}
{%- endfor %}
{%- for row in ROWS.values() %}
   * - {{ row.name }}
{%- for role in data.roles %}
     - {{ row.assign.get(role, "–") }}
{%- endfor %}
{%- endfor %}
"""
"""A table of the rows of the data, which have a name of their own for each page."""


def datatemplates(folder: Path, table: Table) -> None:
    page = [*_TITLE, ".. datatemplate:yaml:: roles.yaml", "   :template: drawn.rst"]
    write_template(
        folder, {"index.rst": page}, table_yaml(table), TEMPLATE.replace("ROWS", "data.responsibilities")
    )


def needs(folder: Path, table: Table, style: str = "table") -> None:
    """One need a row, imported and hidden, and a table of them."""
    page = [*_TITLE, ".. needimport:: needs.json", "   :hide:", "", *need_table(table, style=style)]
    files = {"index.rst": page, "needs.json": need_file(table)}
    write(folder, files, ["sphinx_needs"], need_settings(table))


def need_table(table: Table, only: str = "", style: str = "table") -> Sequence[str]:
    """Return the directive that shows the needs, or those that a filter lets through."""
    heads = "; ".join(f'role{number} as "{name}"' for number, name in enumerate(table.heads()))
    return [
        ".. needtable::",
        f"   :style: {style}",
        *([f"   :filter: {only}"] if only else []),
        f'   :columns: title as "Responsibility"; {heads}',
    ]


def need_file(table: Table) -> str:
    """Return the rows as needs."""
    found = {
        f"ROW_{row}": {
            "id": f"ROW_{row}",
            "type": "req",
            "title": name,
            "area": f"section{table.section(row)}",
            **{f"role{column}": letter for column, letter in letters.items()},
        }
        for row, name, letters in table.lines()
    }
    return needs_json(found)


def need_settings(table: Table) -> str:
    """Return what conf.py says of the fields of the needs."""
    names: Iterable[str] = ("area", *(f"role{number}" for number in range(table.roles)))
    return f"needs_fields = { ({name: {'nullable': True} for name in names})!r}\nneeds_build_json = False"


EMPTY = Contender("an empty page", empty)
BARE = Contender("raw HTML, bare table", bare_table)
OURS = Contender("responsibility-matrix", ours)
DRAWN = Contender("raw HTML, as we draw it", finished(ours, "ro-matrix"))
SORTED = Contender(
    "sphinx-needs, sorted and searched", partial(needs, style="datatables"), "sphinx_needs", rival=True
)
"""With the script that has the place of DataTables since sphinx-needs 9.1; earlier ones bring DataTables itself."""
DATATABLES = Contender("csv-table with DataTables", datatables, "sphinx_datatables", rival=True)
TABLES = (
    EMPTY,
    BARE,
    OURS,
    DRAWN,
    Contender("sphinx-needs", needs, "sphinx_needs", rival=True),
    Contender("csv-table", csv_table, rival=True),
    Contender("MyST pipe table", myst_table, "myst_parser", rival=True),
    Contender("list-table", list_table, rival=True),
    Contender("datatemplates", datatemplates, "sphinxcontrib.datatemplates", rival=True),
)
