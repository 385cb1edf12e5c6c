"""Letters in the entry of a role: each reaches its responsibility, or is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from random_catalogs import plain_catalogs, some
from reading.cases import cases

from sphinx_roles.catalog.load import read_body, read_catalog, read_role
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location

ROWS = "responsibilities: {deploy: , test: {name: Test it}, run: {assign: {ops: A}}}\n"


def read(roles: str, rows: str = ROWS, settings: Settings | None = None) -> tuple[Catalog, list[str]]:
    catalog, problems = read_body(
        f"roles: {roles}\n{rows}", Location("f"), settings or Settings(), format="yaml"
    )
    return catalog, [f"{one.location.line}:{one.location.column} {one.code}: {one.text}" for one in problems]


def held(catalog: Catalog) -> dict[str, str]:
    return {
        f"{row.id} {one.role} {one.when}".strip(): "/".join(one.letters) or f"? {one.unread}"
        for row in catalog.rows
        for one in row.assign
    }


RUN = {"run ops": "A"}


@pytest.mark.parametrize(("roles", "letters"), cases("role_letters", "letters of a role reach their rows"))
def test_letters_of_a_role_reach_their_rows(roles: str, letters: dict[str, str]) -> None:
    catalog, reported = read(roles)
    assert held(catalog) == letters | RUN
    assert (reported, dict(catalog.roles["dev"].own)) == ([], {})


@pytest.mark.parametrize(
    ("roles", "letters"), cases("role_letters", "roles define responsibilities where no file does")
)
def test_roles_define_responsibilities_where_no_file_does(roles: str, letters: dict[str, str]) -> None:
    catalog, reported = read(roles, "")
    assert (held(catalog), reported) == (letters, [])


@pytest.mark.parametrize(
    ("roles", "letters", "told"), cases("role_letters", "what is not understood is reported once")
)
def test_what_is_not_understood_is_reported_once(roles: str, letters: dict[str, str], told: str) -> None:
    catalog, reported = read(roles)
    assert held(catalog) == letters | RUN
    assert [one[: len(told)] for one in reported] == [told]


@pytest.mark.parametrize(
    ("roles", "told"), cases("role_letters", "what may be something else stays and is reported")
)
def test_what_may_be_something_else_stays_and_is_reported(roles: str, told: str) -> None:
    catalog, reported = read(roles, "")
    assert catalog.rows == ()
    assert catalog.roles["dev"].own
    assert [one[: len(told)] for one in reported] == [told]


def test_a_section_gives_no_letters() -> None:
    rows = "responsibilities: {s: {responsible: dev, rows: {deploy: }}}"
    assert read("{dev: }", rows)[1] == [
        "2:24 unknown-key: 'responsible' is no key of a section; it takes id, matrix, name, rows, summary"
    ]


@pytest.mark.parametrize("fields", ["wing: A", "participants: [Ann, Bo]", "rhythm: monthly", "r: some text"])
def test_fields_of_ones_own_stay_what_they_are(fields: str) -> None:
    catalog, reported = read(f"{{dev: {{{fields}, responsible: deploy}}, ops: }}")
    assert (reported, len(catalog.roles["dev"].own)) == ([], 1)


def test_a_declared_field_is_no_letter() -> None:
    settings = Settings(fields={"responsible": "Head"})
    catalog, reported = read("{dev: {responsible: deploy}, ops: }", settings=settings)
    assert (catalog.roles["dev"].own, reported) == ({"responsible": "deploy"}, [])


def test_the_matrix_of_a_row_says_what_its_letters_are() -> None:
    rows = "matrices: {m: {scheme: DACI}, n: }\nresponsibilities: [{name: plan, matrix: m}, {name: plan, matrix: n}]"
    catalog, reported = read("{dev: {D: m/plan, R: n/plan}, ops: {A: plan}}", rows)
    assert [row.assign[0].letters for row in catalog.rows] == [("D",), ("R",)]
    told = "1:47 unknown-responsibility: 'plan' is the name of 2 responsibilities; say which one as matrix/id"
    assert reported == [told]


def test_rows_of_tables_and_other_files_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("roles: {dev: {R: [Ship, plan]}, ops: }\n")
    (tmp_path / "b.csv").write_text("Task,Ops\nShip,A\n")
    (tmp_path / "c.yaml").write_text("responsibilities: [plan]\n")
    catalog, problems = read_catalog(
        [Source(tmp_path / name, name) for name in ("a.yaml", "b.csv", "c.yaml")]
    )
    assert held(catalog) == {"ship ops": "A", "ship dev": "R", "plan dev": "R"}
    assert problems == ()


def test_letters_for_what_could_not_be_read_are_no_second_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("roles: {dev: {R: [ship, plan], informed: [run]}}\n")
    catalog, problems = read_catalog([Source(tmp_path / name, name) for name in ("a.yaml", "b.yaml")])
    assert (catalog.rows, dict(catalog.roles["dev"].own)) == ((), {})
    assert [str(one.code) for one in problems] == ["missing-file"]


def test_the_body_of_a_card_gives_no_letters() -> None:
    catalog, problems = read_role("name: Dev\nresponsible: [deploy]\n", Location("page.md", 3))
    assert catalog.rows == ()
    assert [str(one.location) for one in problems] == ["page.md:4:15"]


@some(40)
@given(data=plain_catalogs())
def test_the_same_letters_from_both_sides(data: dict[str, object]) -> None:
    # A letter of a scheme of its own is none of the built-in one, by which the other side is read.
    plain = {key: value for key, value in data.items() if key != "schemes"}
    catalog, _ = read_body(json.dumps(plain), Location("f"), format="json")
    roles: dict[str, dict[str, dict[str, list[dict[str, str]]]]] = {
        f"x-{role}": {"assign": {}} for role in catalog.roles
    }
    wanted = set()
    for number, row in enumerate(catalog.rows):
        for one in row.assign:
            if one.letters:
                letters = {"letters": "/".join(one.letters), "when": one.when}
                roles[f"x-{one.role}"]["assign"].setdefault(f"row-{number}", []).append(letters)
                wanted |= {(f"row-{number}", f"x-{one.role}", letter, one.when) for letter in one.letters}
    rows = [{"id": f"row-{number}", "name": f"Row {number}"} for number, _ in enumerate(catalog.rows)]
    text = json.dumps({"roles": roles, "responsibilities": rows})
    again, _ = read_body(text, Location("f"), format="json")
    found = {
        (row.id, one.role, letter, one.when)
        for row in again.rows
        for one in row.assign
        for letter in one.letters
    }
    assert found == wanted
