"""YAML as a person likes to edit it."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from random_catalogs import as_found, prose, without_locations, words

from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert.output import comments_of, written
from sphinx_roles.convert.plain_data import plain_catalog, yaml_text
from sphinx_roles.model import Prose
from sphinx_roles.problems import Location

TIDY = """\
format: 1

roles:
  sre:
    name: Site Reliability Engineer
    abbr: SRE
    summary: |
      Keeps it up.

      - And fast.
    duties:
      - Turns "it feels slow" into an objective.
      - >
        Leads when something breaks, and sees that we learn from it, and that those who were woken
        up in the night sleep longer on the next morning.
    skills: {slo: Expert}
    holders: [Ana, {name: Bo, as: lead, acting: true}]
    tags: [on call, 'no']

  dev: {name: Developer}
  lead: {extends: dev, summary: Leads.}

matrices:
  ops: {name: Operations, scheme: RACI}

responsibilities:
  deploys: {assign: {sre: A, dev: R}}

  run:
    name: Running
    matrix: ops
    rows:
      alerts:
        name: 'Alerts: all'
        done_when: somebody answers
        assign:
          sre: A/R (production)
          dev: {letters: C, until: 2027-03-31, note: until we are three}
        review_by: 2027-01-01

      access: {assign: {dev: Q}}

accepted:
  - {rule: no-backup, 'on': deploys, until: 2027-06-30}
"""


def test_it_is_written_as_a_person_would() -> None:
    catalog, problems = read_body(TIDY, Location("roles.yaml"), format="yaml")
    assert [str(problem.code) for problem in problems] == ["unknown-letter"]
    assert written(catalog, "yaml", Settings()).text == TIDY


@pytest.mark.parametrize(
    "text",
    ["no", "On", "y", "null", "~", "1e3", "0x1f", "0o7", "012", "1_000", "12:30", "2026-02-01", "2026-2-1 10:00", "-5",
     ".5", ".inf", "", " a", "a ", "a: b", "a #b", "#a", "- a", "a:", "'a'", "*a", "&a", "!a", "|", "%a", "@a", "`a`",
     "{a", "[a", "=", "<<", "---", "a\u2028b", "a\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
     "\ufeffa", "a\tb", "a\nb", 'say "a"', "a\\b"],
)  # fmt: skip
def test_what_yaml_would_misread_is_quoted(text: str) -> None:
    written = yaml_text({"k": text, "l": [text]})
    assert yaml.safe_load(written) == {"k": text, "l": [text]}


@pytest.mark.parametrize("text", ["y", "N", "1e3", "0o7", "2.e-1"])
def test_what_another_version_of_yaml_would_misread_is_quoted(text: str) -> None:
    assert yaml_text({"k": [text]}) == f"k:\n  - '{text}'\n"


PLAIN = "Ana|a-b|A/R|A (production)|2026-02|v1.2.3|C++|C#|it's|a, b|né|-x|12a"


@pytest.mark.parametrize("text", PLAIN.split("|"))
def test_what_needs_no_quotes_has_none(text: str) -> None:
    assert yaml_text({"k": text}) == f"k: {text}\n"


@given(words)
def test_any_text_comes_back(text: str) -> None:
    for data in ({"k": {text: text}}, {"k": {text: {text: [text]}}}, {"k": [{text: text}, text]}):
        assert yaml.safe_load(yaml_text(data)) == data


@given(prose)
def test_any_prose_comes_back(text: str) -> None:
    read = yaml.safe_load(yaml_text({"roles": {"a": {"summary": Prose(text)}}}))
    assert read["roles"]["a"]["summary"].strip("\n").rstrip() == text.strip("\n").rstrip()


def test_a_line_end_of_unicode_comes_back() -> None:
    catalog = as_found({"responsibilities": {"x": {"done_when": f"{'A ' * 20}a\u2028b"}}})
    assert written(catalog, "yaml", Settings()).lost == ()


def test_a_doubt_stands_above_what_it_is_about() -> None:
    text = "| Task | Dev | Old |\n|---|---|---|\n| Build | Q | |\n| Ship | А | x y z |\n"
    catalog, problems = read_body(text, Location("raci.md"), format="markdown")
    plain = plain_catalog(catalog)
    comments, others = comments_of(plain, problems)
    lines = yaml_text(plain.data, comments, others).splitlines()
    build = next(i for i, line in enumerate(lines) if "build:" in line)
    assert lines[build - 1] == "  # 'Q' is no letter of RACI, which has R, A, C, I (raci.md:3:11)"
    ship = next(i for i, line in enumerate(lines) if "ship:" in line)
    assert "is read as the letter 'A'" in lines[ship - 1]
    assert lines[0].startswith("# column 'Old' holds no letters")


@pytest.mark.parametrize("field", ["duties", "next", "tools", "skills", "interactions", "links"])
def test_a_sign_that_is_meant_stays(field: str) -> None:
    parent = {"url": "x", "text": "y"} if field == "links" else "y"
    child = [{"url": "x", "text": "+ -a"}] if field == "links" else ["+ -a", "+ b", "- y"]
    roles = {"p": {field: [parent]}, "c": {"extends": "p", field: child}}
    catalog = as_found({"roles": roles})
    again = as_found(json.loads(written(catalog, "json", Settings()).text))
    assert without_locations(again) == without_locations(catalog)
    assert "'-a'" in repr(without_locations(catalog.roles["c"]))


def test_what_a_parent_says_is_not_said_again() -> None:
    roles = {
        "a": {"summary": "x", "duties": ["y"], "own": "z", "kind": "team"},
        "b": {"extends": "a", "duties": [], "kind": "role"},
    }
    catalog = as_found({"roles": roles})
    assert plain_catalog(catalog).data["roles"]["b"] == {"extends": "a", "duties": [], "kind": "role"}
