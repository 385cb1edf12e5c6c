"""The tree to records: every coercion of the data format, and one wrong value costing only itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from reading.cases import cases

from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.nodes import hex_color
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert.plain_data import plain_catalog
from sphinx_roles.model import Catalog, Prose, Text
from sphinx_roles.problems import Code, Location, misspelt

CASES: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_name("records.yaml").read_text("utf-8"))
SETTINGS = Settings(fields={"cost_center": "Cost centre"})


def read(text: str, format: str = "yaml") -> tuple[Catalog, list[str]]:
    catalog, problems = read_body(text, Location("f"), SETTINGS, format=format)
    return catalog, [f"{one.location.line}:{one.location.column} {one.code}: {one.text}" for one in problems]


def role(fields: str) -> tuple[Any, list[str]]:
    catalog, reported = read("roles:\n  x: {" + fields + "}\n  other: {name: Other Role}\n")
    return catalog.roles["x"], reported


def row(fields: str) -> tuple[Any, list[str]]:
    catalog, reported = read("roles: {x: , other: }\nresponsibilities:\n  r: {" + fields + "}\n")
    return catalog.rows[0], reported


def said(value: Any) -> str:
    """Return plain data as a text, in which the order of keys counts."""
    return json.dumps(value, default=str)


@pytest.mark.parametrize("case", CASES["of roles"], ids=lambda case: case[0])
def test_fields_of_a_role(case: list[Any]) -> None:
    fields, expected, told = [*case, []][:3]
    catalog, reported = read("roles:\n  x: {" + fields + "}\n  other: {name: Other Role}\n")
    assert (said(plain_catalog(catalog).data["roles"]["x"]), reported) == (said(expected), told)


@pytest.mark.parametrize("case", CASES["of rows"], ids=lambda case: case[0])
def test_fields_of_a_row(case: list[Any]) -> None:
    fields, expected, told = [*case, []][:3]
    catalog, reported = read("roles: {x: , other: }\nresponsibilities:\n  r: {" + fields + "}\n")
    found = plain_catalog(catalog).data["responsibilities"]["r"]
    assert (said(found), reported) == (said(expected), told)


@pytest.mark.parametrize("case", CASES["of files"], ids=lambda case: case[0][:40])
def test_a_file(case: list[Any]) -> None:
    text, expected, told = [*case, []][:3]
    catalog, reported = read(text)
    found = plain_catalog(catalog).data
    assert (said({key: found[key] for key in expected}), reported) == (said(expected), told)


def test_texts_know_their_place_and_markup() -> None:
    record, _ = role("summary: A *b*, abbr: X")
    assert type(record.summary) is Prose
    assert type(record.abbr) is Text
    assert (str(record.summary.location), str(record.abbr.location)) == ("f:2:16", "f:2:29")


@pytest.mark.parametrize(("written", "holder"), cases("schema", "holders"))
def test_holders(written: str, holder: dict[str, Any]) -> None:
    several = written.startswith("'Ana <")
    for text in [written] * (not several) + [f"[{written}]"] * (not written.startswith(("{Ana", "{cy"))):
        record, reported = role(f"holders: {text}")
        assert not reported
        (one,) = record.holders
        assert {key: getattr(one, key) for key in holder} == holder


def test_an_assignment_knows_its_place() -> None:
    record, _ = row("assign: {x: A, other: {note: so, letters: R}}")
    assert [str(one.location) for one in record.assign] == ["f:3:19", "f:3:49"]
    assert record.assign[1].note == "so"


def test_a_scheme_changes_only_what_it_names() -> None:
    catalog, reported = read(
        "schemes:\n"
        "  raci: {letters: {A: {name: Owner, words: [Boss], color: red}, X: Extra}}\n"
        "  HOUSE: {name: House rules, letters: {L: {name: Lead, max: 1, decides: true, shape: circle}, D: Does}}\n"
    )
    assert not reported
    raci, house = catalog.schemes["RACI"], catalog.schemes["HOUSE"]
    assert raci.letters == ("R", "A", "C", "I", "X")
    assert (raci["A"].name, raci["A"].words, raci["A"].color, raci["A"].max, raci["A"].decides) == (
        "Owner", ("Boss",), "#ff0000", 1, True,
    )  # fmt: skip
    assert raci["X"].name == "Extra"
    assert (house.name, house.letters, house.deciding) == ("House rules", ("L", "D"), ("L",))


@pytest.mark.parametrize("format", ["json", "toml"])
def test_other_formats_give_the_same_records(format: str) -> None:
    texts = {
        "json": '{"roles": {"x": {"name": "X", "holders": [{"name": "Ana", "acting": true}]}},'
        ' "responsibilities": {"r": {"assign": {"x": "A"}}}}',
        "toml": '[roles.x]\nname = "X"\n[[roles.x.holders]]\nname = "Ana"\nacting = true\n'
        '[responsibilities.r.assign]\nx = "A"\n',
    }
    catalog, reported = read(texts[format], format)
    assert not reported
    assert catalog.roles["x"].name == "X"
    assert catalog.roles["x"].holders is not None
    assert catalog.roles["x"].holders[0].acting
    assert [(one.role, one.letters) for one in catalog.rows[0].assign] == [("x", ("A",))]


@pytest.mark.parametrize(("word", "meant"), cases("schema", "slips of the pen"))
def test_slips_of_the_pen(word: str, meant: str | None) -> None:
    assert misspelt(word, ("summary", "name", "tools", "done_when", "as", "abbr")) == meant


@pytest.mark.parametrize(
    ("text", "value"), [("#ABC", "#aabbcc"), ("#12", None), ("Grey", "#808080"), ("", None)]
)
def test_colors(text: str, value: str | None) -> None:
    assert hex_color(text) == value


def test_every_problem_of_the_enum_has_a_sentence() -> None:
    assert all(code.sentence.endswith(".") for code in Code)
