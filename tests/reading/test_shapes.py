"""Every shape of tables and rows in every format that can hold it: read exactly, or reported."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from written_tables import TABLES, TREES, Written, read, said, write_tables

SHAPES: dict[str, dict[str, Any]]
DATA: dict[str, dict[str, Any]]
SHAPES, DATA = yaml.safe_load_all(Path(__file__).with_name("shapes.yaml").read_text("utf-8"))
_CODE = re.compile(r"\[roles\.([\w-]+)\]\Z")


def written(shape: dict[str, Any]) -> list[Written]:
    """Return the tables of a shape."""
    tables: list[Written] = []
    for line in shape["table"].split("\n"):
        if line.startswith("# ") and "|" not in line:
            tables.append(Written([], line[2:]))
        elif line:
            tables = tables or [Written([])]
            tables[-1].rows = [*tables[-1].rows, [cell.strip() for cell in line.split("|")]]
    tables[-1].below = shape.get("below", "")
    return tables


def codes(reported: list[str]) -> list[str]:
    """Return the codes of what is reported; what has none as it is."""
    return [found[1] if (found := _CODE.search(one)) else one for one in reported]


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name, shape in SHAPES.items() for form in TABLES if form in shape.get("only", TABLES)],
)
def test_a_table_is_read_exactly_or_reported(name: str, form: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    catalog, reported = read(write_tables(written(shape), form, tmp_path))
    assert (said(catalog), codes(reported)) == (shape["says"], shape.get("told", []))
    notes = [str(note) for row in catalog.rows for note in row.notes]
    assert notes == shape.get("notes", notes)
    names = [str(one.name) for one in catalog.matrices.values() if one.name]
    assert names == ([shape["named"]] if "named" in shape else names)


@pytest.mark.parametrize("form", TREES)
@pytest.mark.parametrize("name", DATA)
def test_a_row_is_read_exactly_or_reported(name: str, form: str, tmp_path: Path) -> None:
    shape, path = DATA[name], tmp_path / f"x.{form}"
    roles = shape.get("roles", {"pm": {"name": "PM"}, "dev": {"name": "Dev"}, "qa": {"name": "QA"}})
    path.write_text(TREES[form]({"roles": roles, "responsibilities": shape["rows"]}), "utf-8")
    catalog, reported = read(path)
    assert (said(catalog), codes(reported)) == (shape["says"], shape.get("told", []))
