"""What the documentation says of schemas, the export and limits is what there is."""

from __future__ import annotations

import json
import re
import runpy
from argparse import ArgumentParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from sphinx_roles.catalog.sources import Limits
from sphinx_roles.cli import COMMANDS
from sphinx_roles.export.schemas import SITE, facts_schema

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


def test_the_website_has_each_schema_under_the_address_that_it_names(tmp_path: Path) -> None:
    write = runpy.run_path(str(DOCS / "_ext" / "published.py"))["write"]
    write(SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=tmp_path), None)
    written = {path.name: json.loads(path.read_text("utf-8")) for path in tmp_path.iterdir()}
    assert set(written) == {"catalog.schema.json", "role.schema.json", "export.schema.json"}
    assert all(one["$id"] == SITE + name for name, one in written.items())
    reported = re.findall(rf"{SITE}(\w+\.schema\.json)", page("how-to/editor") + page("how-to/export"))
    assert set(reported) == set(written)


@pytest.mark.parametrize("name", ["schema", "export"])
def test_every_option_is_on_the_page_of_commands(name: str) -> None:
    parser = ArgumentParser(add_help=False)
    COMMANDS[name][1](parser)
    (reported,) = re.findall(
        rf"^## `sphinx-roles {name}.*?(?=^## |\Z)", page("command-line"), re.DOTALL | re.MULTILINE
    )
    options = {word for action in parser._actions for word in action.option_strings}
    assert set(re.findall(r"^\| `(--\w+)", reported, re.MULTILINE)) == options
    for action in parser._actions:
        assert all(f"`{choice}`" in reported for choice in action.choices or ())


def test_every_limit_is_on_its_page() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", page("limits"), re.MULTILINE))
    assert {name: int(value.replace(",", "")) for name, value in rows.items()} == {
        name: getattr(Limits(), name) for name in Limits.__struct_fields__
    }


def test_every_key_of_the_export_is_on_its_page() -> None:
    reported = set(re.findall(r"`(\w+)`", page("how-to/export")))
    definitions = facts_schema()["$defs"]
    assert set(definitions["Catalog"]["properties"]) <= reported
    assert set(definitions["Finding"]["properties"]) <= reported
    assert set(definitions["Counts"]["properties"]) <= reported
