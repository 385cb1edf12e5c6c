"""Shapes of rows that other tools and people write: each has the same letters, or is reported."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from random_catalogs import plain_catalogs, some
from reading.cases import cases

from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.fields import FOREIGN
from sphinx_roles.model import Catalog, Responsibility
from sphinx_roles.problems import Location

ROLES = "roles: {dev: {name: Developer}, ops: {name: 'Operations, Berlin'}, qa: , driver: {name: Driver}}\n"
DACI = "matrices: {m: {scheme: DACI}}\n"


def read(row: str, head: str = ROLES) -> tuple[Responsibility, list[str]]:
    catalog, problems = read_body(f"{head}responsibilities:\n  Deploy: {row}\n", Location("f"), format="yaml")
    return catalog.rows[0], [f"{one.location.column} {one.code}: {one.text}" for one in problems]


def held(row: Responsibility) -> dict[str, str]:
    return {
        f"{one.role} {one.when}".strip(): "/".join(one.letters) or f"? {one.unread}" for one in row.assign
    }


@pytest.mark.parametrize(("row", "letters"), cases("row_shapes", "other shapes are read"))
def test_other_shapes_are_read(row: str, letters: Mapping[str, str]) -> None:
    found, reported = read(row, DACI + ROLES)
    assert held(found) == letters
    assert (reported, found.partial, dict(found.own)) == ([], False, {})


@pytest.mark.parametrize(
    ("row", "letters"), cases("row_shapes", "other shapes define roles where nothing does")
)
def test_other_shapes_define_roles_where_nothing_does(row: str, letters: Mapping[str, str]) -> None:
    found, reported = read(row, "")
    assert (held(found), reported) == (letters, [])


@pytest.mark.parametrize(
    ("row", "letters", "text"),
    cases("row_shapes", "what holds letters or people and is not understood is reported"),
)
def test_what_holds_letters_or_people_and_is_not_understood_is_reported(
    row: str, letters: Mapping[str, str], text: str
) -> None:
    found, reported = read(row)
    assert held(found) == letters
    assert reported[0].startswith(text)
    assert found.partial or letters == {"dev": "R"}


@pytest.mark.parametrize("row", cases("row_shapes", "fields of ones own stay what they are"))
def test_fields_of_ones_own_stay_what_they_are(row: str) -> None:
    found, reported = read(row)
    assert reported == []
    assert found.own
    assert set(held(found)) <= {"dev"}


def test_a_letter_of_another_scheme_is_reported_where_no_role_is_defined() -> None:
    found, reported = read("{R: Dev, S: QA, size: S}", "")
    assert (held(found), found.partial, found.own["size"]) == ({"Dev": "R"}, True, "S")
    assert reported == ["20 unknown-letter: 'S' is no letter of RACI, which has R, A, C, I"]


def test_a_declared_field_is_neither_a_letter_nor_a_word_of_others() -> None:
    text = ROLES + "responsibilities: {x: {responsible: me, owner: you, description: it, assign: {dev: R}}}"
    settings = Settings(fields=dict.fromkeys(("responsible", "owner", "description"), ""))
    catalog, problems = read_body(text, Location("f"), settings, format="yaml")
    assert problems == ()
    assert (catalog.rows[0].own, catalog.rows[0].summary) == (
        {"responsible": "me", "owner": "you", "description": "it"},
        None,
    )


@pytest.mark.parametrize(("row", "field", "value"), cases("row_shapes", "words of other formats in a row"))
def test_words_of_other_formats_in_a_row(row: str, field: str, value: Any) -> None:
    found, reported = read(row)
    kept = tuple(value) if isinstance(value, list) else value
    assert (getattr(found, field), reported) == (kept, [])


@pytest.mark.parametrize(
    ("fields", "field", "value", "text"), cases("row_shapes", "words of other formats in a role")
)
def test_words_of_other_formats_in_a_role(fields: str, field: str, value: Any, text: str) -> None:
    catalog, problems = read_body(f"roles: {{x: {{{fields}}}, qa: }}", Location("f"), format="yaml")
    kept = tuple(value) if isinstance(value, list) else value
    assert getattr(catalog.roles["x"], field) == kept
    assert [one.text[: len(text)] for one in problems] == ([text] if text else [])


def test_members_are_holders() -> None:
    catalog, problems = read_body(
        "roles: {x: {members: [Ann, {name: Bo, as: deputy}]}}", Location("f"), format="yaml"
    )
    holders = catalog.roles["x"].holders or ()
    assert ([(one.name, one.capacity) for one in holders], problems) == (
        [("Ann", None), ("Bo", "deputy")],
        (),
    )


def _rows(catalog: Catalog, shape: Callable[[Responsibility], dict[str, Any]]) -> str:
    """Write the rows of a catalog that have letters and nothing else, each in one shape."""
    rows = [{"id": f"row-{n}", **shape(row)} for n, row in enumerate(catalog.rows)]
    return json.dumps({"roles": {f"x-{key}": None for key in catalog.roles}, "responsibilities": rows})


def _by_role(row: Responsibility) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in row.assign:
        if one.letters:
            found.setdefault(f"x-{one.role}", []).append({"letters": "/".join(one.letters), "when": one.when})
    return found


def _by_letter(row: Responsibility, name: Callable[[str], str], text: bool) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for one in row.assign:
        role = f"x-{one.role}"
        held = {"role": role, "when": one.when} if one.when else role
        if one.when.replace(" ", "").isalnum() and text:
            held = f"{role} ({one.when})"
        for letter in one.letters:
            found.setdefault(name(letter), []).append(held)
    fit = text and all(isinstance(one, str) for roles in found.values() for one in roles)
    return {key: ", ".join(roles) if fit else roles for key, roles in found.items()}


def _word(letter: str) -> str:
    return {"R": "responsible", "A": "Accountable", "C": "consulted", "I": "informed"}[letter]


SHAPES: dict[str, Callable[[Responsibility], dict[str, Any]]] = {
    "roles under assign": lambda row: {"assign": _by_role(row)},
    "roles in the row": lambda row: _by_role(row),
    "a list under assign": lambda row: {"assign": [{one: given} for one, given in _by_role(row).items()]},
    "letters in the row": lambda row: _by_letter(row, str, False),
    "words in the row": lambda row: _by_letter(row, _word, False),
    "letters under assign": lambda row: {"assign": _by_letter(row, str, True)},
    "words under assign": lambda row: {"assign": _by_letter(row, _word, True)},
}  # fmt: skip


def _letters(catalog: Catalog) -> list[set[tuple[str, str, str]]]:
    return [
        {(one.role.removeprefix("x-"), letter, one.when) for one in row.assign for letter in one.letters}
        for row in catalog.rows
    ]


@some(40)
@given(data=plain_catalogs())
def test_every_shape_reads_back_the_same_letters(data: Any) -> None:
    # The shapes are those of RACI as it is.
    catalog, _ = read_body(json.dumps({**data, "schemes": {}}), Location("f"), format="json")
    for shape, write in SHAPES.items():
        again, _ = read_body(_rows(catalog, write), Location("f"), format="json")
        assert (shape, _letters(again)) == (shape, _letters(catalog))


def test_the_docs_name_each_word_of_other_formats() -> None:
    page = (Path(__file__).parents[2] / "docs/data-format.md").read_text("utf-8")
    rows = [line.split("|")[2:4] for line in page.split("\n") if line.startswith("|")]
    told = {word.strip(" `"): key.strip(" `") for words, key in rows for word in words.split(",")}
    assert {word: told.get(word) for words in FOREIGN.values() for word in words} == {
        word: key for words in FOREIGN.values() for word, key in words.items()
    }
