"""The JSON Schema of a catalog takes what the readers take, field by field, and refuses what they refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sphinx_roles import model
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.audit.settings import check_rules
from sphinx_roles.catalog.formats.trees import read_yaml
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode, SequenceNode
from sphinx_roles.catalog.records import known_keys
from sphinx_roles.catalog.schema import TOP_KEYS, has_our_keys
from sphinx_roles.export.schemas import catalog_schema, descriptions, facts_schema, role_schema
from sphinx_roles.problems import Code, Location

SCHEMA = catalog_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
ROOT = Path(__file__).parents[2]
# What a schema can know; who is known to whom is the readers' alone.
SHAPES = {Code.WRONG_TYPE, Code.WRONG_VALUE, Code.UNKNOWN_KEY, Code.FORMAT}

# The same for names that lead nowhere inside a record, letters in the place of a name, and slips in a team's own field.
BEYOND = re.compile(
    r"no scale is called|has no level|is no letter of|is the name of .* here|has letters as a responsibility has"
    r"|declare your own fields|such as an emoji|names itself in|but extends no role"
    # Another file may have some.
    r"|section .* has no rows"
)

# For each record, a catalog around a mapping of its fields, and the fields that make it whole.
AROUND: dict[type, tuple[Any, dict[str, Any]]] = {
    model.Role: (lambda body: {"roles": {"x": body}}, {}),
    model.Responsibility: (lambda body: {"responsibilities": {"x": body}}, {}),
    model.Section: (lambda body: {"responsibilities": {"x": body}}, {"rows": {}}),
    model.Matrix: (lambda body: {"matrices": {"x": body}}, {}),
    model.Skill: (lambda body: {"skills": {"x": body}}, {}),
    model.Level: (lambda body: {"roles": {"x": {"levels": {"y": body}}}}, {}),
    model.Holder: (lambda body: {"roles": {"x": {"holders": [body]}}}, {"name": "Ana"}),
    model.Link: (lambda body: {"roles": {"x": {"links": [body]}}}, {"url": "https://example.com"}),
    model.Interaction: (lambda body: {"roles": {"x": {"interactions": [body]}}}, {"text": "asks"}),
    model.Participation: (lambda body: {"schemes": {"X": {"letters": {"R": body}}}}, {}),
    model.Acceptance: (lambda body: {"accepted": [body]}, {"rule": "no-backup", "on": "x"}),
}
ALSO: dict[type, list[str]] = {model.Role: ["assign"], model.Responsibility: [], model.Section: ["rows"]}

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 3, -1, 2.5, 10**9, "", " ", "words", "role", "Role", "person", "square", "active",
    "inherit", "task", "true", "17", "teal", "TEAL", "tealy", "#fff", "#fffff", "#A0b1c2", "2027-03-31",
    "2027-03", "2027-3-1", "2027-13", "2027-03-32", "2027", "2027-03-31T10:00:00Z", "0000-01-01", "A/R", "[x](y)",
    [], ["one"], ["one", "two"], [["one"]], [["one", "two"]], [None], ["", "x"], [{}], [{"a": "b"}],
    [{"a": "b", "c": "d"}], [{"name": "Ana"}], [{"name": "Ana", "nme": "x"}], [{"id": "x", "name": ["a", "b"]}],
    [{"handle": "@ana"}], [{"url": "x"}], [{"url": None}], [{"text": "x"}], [{"text": "x", "url": "y"}],
    [{"role": "x", "text": "y"}], [{"x": {"name": "y"}}], [{"x": None}], [{"name": None}], [{"id": ""}],
    {}, {"a": "b"}, {"a": None}, {"a": []}, {"a": ["b"]}, {"a": ["b", "c"]}, {"a": {"b": "c"}}, {"a": {}},
    {"a": {"name": "b"}}, {"a": {"since": "b"}}, {"name": "x"}, {"name": "x", "since": "y"}, {"since": "y"},
    {"url": "x"}, {"url": "x", "text": "y"}, {"text": "x"}, {"role": "x"}, {"role": "x", "text": "y", "z": 1},
    {"x": {"rows": {}}}, {"x": {"name": "y", "assign": {"r": "A"}}}, {"letters": "A/R"}, {"": "x"},
    {"a": {"letters": "A", "when": "x"}}, {"a": {"when": "x"}}, {"a": {"letters": ["A", "R"]}},
    {"a": [{"letters": "A"}, "R"]}, {"a": [["A"]]}, {"a": {"letters": "A", "untl": "2027-01"}},
)  # fmt: skip


def reported(catalog: Any) -> list[str]:
    """What the readers and the audit say of the shapes of a catalog."""
    found, problems = read_body(json.dumps(catalog), Location("roles.json"), format="json")
    all_told = (*problems, *check_rules(found.rules))
    return [str(one) for one in all_told if one.code in SHAPES and not BEYOND.search(one.text)]


def flaws(catalog: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(catalog)]


def is_only_in_one(value: Any) -> bool:
    """Tell whether somewhere a list holds one value or none, in the place of which the value itself may stand."""
    if isinstance(value, list):
        return len(value) <= 1 or any(map(is_only_in_one, value))
    return isinstance(value, dict) and any(map(is_only_in_one, value.values()))


def fields() -> Iterator[tuple[Any, str]]:
    for record in AROUND:
        for key in known_keys(record, ALSO.get(record, ())):
            yield record, key


def untidy(record: type, key: str, value: Any) -> bool:
    """Forms that the readers take, and that the schema leaves out for the sake of clear completion."""
    return (
        is_only_in_one(value)  # a list of one, where only one value can stand
        or (isinstance(value, str) and not value.strip())  # an empty text, which is none
        or (isinstance(value, str) and value != value.lower())  # words of a set in capitals
        or (isinstance(value, str) and value.isdecimal())  # a whole number in quotes
        or ("rule" in key and value == {"a": None})  # an unknown rule or limit of which nothing is said
        or (key == "the words of a rule" and not isinstance(value, str))  # any shape at all
        or (isinstance(value, dict) and {"id", "name"} & value.keys() != set())  # one entry without its key
    )


@pytest.mark.parametrize(("record", "key"), list(fields()), ids=lambda part: getattr(part, "__name__", part))
def test_schema_and_readers_agree(record: type, key: str) -> None:
    wrap, whole = AROUND[record]
    differing = []
    for value in VALUES:
        catalog = wrap({**whole, key: value})
        wrong, refused = reported(catalog), flaws(catalog)
        if bool(wrong) != bool(refused) and not (refused and untidy(record, key, value)):
            differing.append((value, wrong, refused))
    assert differing == []


def cell(value: Any) -> Any:
    return {"responsibilities": {"x": {"assign": {"r": value}}}}


PARTS: dict[str, Any] = {
    **{key: (lambda value, key=key: {key: value}) for key in TOP_KEYS},
    "an entry in a list": lambda value: {"roles": [value]},
    "a row in a list": lambda value: {"responsibilities": [value]},
    "a row in a section": lambda value: {"responsibilities": {"x": {"rows": {"y": value}}}},
    "a row in a list in a section": lambda value: {"responsibilities": {"x": {"rows": [value]}}},
    "a matrix in a list": lambda value: {"matrices": [value]},
    "a level in a list": lambda value: {"roles": {"x": {"levels": [value]}}},
    "what a role does": cell,
    "the condition": lambda value: cell({"letters": "A", "when": value}),
    "the last day": lambda value: cell({"letters": "A", "until": value}),
    "the letters": lambda value: cell({"letters": value}),
    "a scale": lambda value: {"scales": {"x": value}},
    "the steps of a scale": lambda value: {"scales": {"x": {"steps": value}}},
    "a scheme": lambda value: {"schemes": {"X": value}},
    "the letters of a scheme": lambda value: {"schemes": {"X": {"letters": value}}},
    "a letter": lambda value: {"schemes": {"X": {"letters": {"R": value}}}},
    "a letter in a list": lambda value: {"schemes": {"X": {"letters": [value]}}},
    "letters together": lambda value: {"schemes": {"RACI": {"together": value}}},
    "the severity of a rule": lambda value: {"rules": {"many-consulted": value}},
    "a limit of a rule": lambda value: {"rules": {"many-consulted": {"most": value}}},
    "the words of a rule": lambda value: {"rules": {"generic-role": {"words": value}}},
}


@pytest.mark.parametrize("part", PARTS)
def test_schema_and_readers_agree_on_what_is_around_records(part: str) -> None:
    differing = []
    more = ({"severity": "hint"}, {"severity": "hnt"}, [{"letter": "R", "max": 1}], 1)
    for value in (*VALUES, "A/R", "off", "hint", "hnt", *more):
        catalog = PARTS[part](value)
        wrong, refused = reported(catalog), flaws(catalog)
        if bool(wrong) != bool(refused) and not (refused and untidy(object, part, value)):
            differing.append((value, wrong, refused))
    assert differing == []


def plain(node: Any) -> Any:
    """Return a tree of the readers as an editor's parser has it: YAML 1.2, where a day is a text."""
    if isinstance(node, ScalarNode):
        if not node.plain:
            return node.text
        return None if node.absent else _of_core(node.text)
    if isinstance(node, SequenceNode):
        return [plain(one) for one in node.nodes]
    return {key.text: plain(value) for key, value in node.pairs}


def _of_core(text: str) -> Any:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for kind, shape in ((int, r"[-+]?[0-9]+"), (float, r"[-+]?[0-9]*\.?[0-9]+(e[-+]?[0-9]+)?")):
        if re.fullmatch(shape, text, re.I):
            return kind(text)
    return text


def catalogs() -> dict[str, str]:
    """Every whole catalog of the documentation, the demo and the tests, and each example on a page."""
    found = {}
    for folder in ("docs", "sphinx_roles/cli/demo", "tests"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            if path.parent.name != "_ext" and "_build" not in path.parts:
                found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
    for path in sorted((ROOT / "docs").rglob("*.md")):
        blocks = re.findall(r"^```yaml\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
        for number, block in enumerate(blocks, 1):
            if "\n  script:\n" not in block:  # a job called roles
                found[f"{path.relative_to(ROOT).as_posix()}, example {number}"] = block
    return found


def documents(text: str) -> list[Any]:
    return [plain(node) for node in read_yaml(text, ReadContext("x", [])) if has_our_keys(node)]


def test_there_are_examples() -> None:
    found = [name for name, text in catalogs().items() if documents(text)]
    assert len(found) > 10
    assert {"docs/roles.yaml", "sphinx_roles/cli/demo/roles.yaml", "docs/data-format.md, example 1"} <= set(
        found
    )


@pytest.mark.parametrize("name", [name for name, text in catalogs().items() if documents(text)])
def test_every_example_is_valid(name: str) -> None:
    assert [flaw for document in documents(catalogs()[name]) for flaw in flaws(document)] == []


MISTAKES = {
    "a key at the top": "role: {sre: {}}",
    "a key of a matrix": "matrices: {m: {schema: RACI}}",
    "a key of a holder": "roles: {sre: {holders: [{name: Ana, sinc: 2026}]}}",
    "a kind of role": "roles: {sre: {kind: squad}}",
    "a list for a text": "roles: {sre: {name: [a, b]}}",
    "a day": "responsibilities: {x: {review_by: next week}}",
    "a colour in no quotes": "roles: {sre: {color: greenish}}",
    "an assignment without letters": "responsibilities: {x: {assign: {sre: {when: production}}}}",
    "a section in a section": "responsibilities: {x: {rows: {y: {rows: {}}}}}",
    "a list for assign": "responsibilities: {x: {assign: [sre]}}",
    "a key of an assignment": "responsibilities: {x: {assign: {sre: {letters: A, untill: 2027-01}}}}",
    "a rule": "rules: {no-acountable: off}",
    "a severity": "rules: {no-accountable: warn}",
    "a limit": "rules: {many-consulted: {least: 3}}",
    "an acceptance of nothing": "accepted: [{rule: no-backup}]",
    "a truth value": "responsibilities: {x: {separate: maybe}}",
    "a number": "schemes: {RACI: {letters: {A: {max: one}}}}",
    "a version": "format: 2",
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_caught(name: str) -> None:
    (document,) = map(plain, read_yaml(MISTAKES[name], ReadContext("x", [])))
    assert flaws(document)


def test_the_schemas_are_schemas() -> None:
    for schema in (SCHEMA, role_schema()):
        Draft202012Validator.check_schema(schema)
        used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
        assert used <= set(schema["$defs"])


@pytest.mark.parametrize("record", AROUND)
def test_every_field_is_described_and_no_other(record: Any) -> None:
    assert set(descriptions()[record.__name__]) == set(known_keys(record, ALSO.get(record, ())))


def test_every_top_level_key_is_described_and_no_other() -> None:
    assert set(descriptions()["top"]) == set(TOP_KEYS)
    exported = facts_schema()["$defs"]
    for name in set(descriptions()) - {"top", "computed", *(record.__name__ for record in AROUND)}:
        assert set(descriptions()[name]) <= set(exported[name]["properties"]), name


def test_an_editor_can_complete() -> None:
    role = SCHEMA["$defs"]["role"]["properties"]
    assert role["kind"]["enum"] == ["role", "team", "person", "external", "agent", None]
    assert role["kind"]["description"].startswith("What sort")
    assert "vacant" in role["status"]["anyOf"][0]["enum"]
    rules = SCHEMA["$defs"]["rules"]["properties"]
    assert set(rules) == set(load_rules())
    assert rules["many-consulted"]["anyOf"][1]["properties"]["most"]["default"] == 4


def test_a_file_of_one_role() -> None:
    validator = Draft202012Validator(role_schema())
    assert validator.is_valid({"name": "SRE", "holders": ["Ana"], "cost_center": 7})
    assert not validator.is_valid({"name": "SRE", "kind": "squad"})


def test_a_json_file_may_name_its_schema() -> None:
    catalog = {"$schema": "./catalog.schema.json", "roles": {"sre": {}}}
    assert reported(catalog) == flaws(catalog) == []
    assert reported({"$schemas": "x", "roles": {}}) != []
