"""Who is who, what a person holds, decides and does, and what falls free when one leaves."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.role_holders import HoldersEntry, HoldersQuery
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.catalog.load import read_body
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location

DATA = """\
roles:
  ops: {name: Operations, kind: team, contact: "#ops", holders: [Cleo]}
  sre:
    part_of: ops
    tags: [x]
    holders: [{name: Ana Lee, handle: "@ana", as: lead, email: a@example.com}, Bo <bo@example.com>]
    past_holders: [{name: Cleo, until: 2025}, Dan]
    contact: "Call <sre@example.com>"
    links: [{text: On-call, url: "https://example.com/on-call"}]
  dev: {part_of: Delivery, holders: [{name: Ana, handle: "@ana", acting: true}]}
  boss: {holders: [Eve], covered_by: sre}
  plat: {status: vacant, covered_by: sre, open: "Talk to *Ana*."}
  free: {holders: []}
  kim: {name: Kim, kind: person, contact: desk 3}
  quiet: {}
responsibilities:
  deploys: {assign: {dev: A/R, sre: C}}
  alerts: {assign: {sre: A (day), dev: {letters: R, until: 2026-05-31}, kim: I}}
  costs: {assign: {plat: R, boss: A}}
  night: {assign: {dev: A (night), sre: A (day), kim: R}}
  both: {assign: {kim: A/R, free: R}}
"""
DAY = datetime.date(2026, 5, 1)


def catalog(data: str = DATA, today: datetime.date | None = DAY) -> Catalog:
    read, problems = read_body(data, Location("roles.yaml"))
    assert problems == ()
    return structs.replace(read, today=today)


def people(holders: str) -> dict[str, list[str]]:
    """The people of a catalog by id, with the names that their entries give."""
    index = catalog(f"roles: {{a: {{holders: [{holders}]}}, b: {{past_holders: [Ana]}}}}\n").derived(
        PeopleIndex
    )
    return {key: [str(p.holder.name) for p in (*one.posts, *one.past)] for key, one in index.people.items()}


@pytest.mark.parametrize(
    ("holders", "found"),
    [
        ("Ana", {"ana": ["Ana", "Ana"]}),
        ("{name: Ana, handle: '@lee'}", {"lee": ["Ana", "Ana"]}),
        ("{name: Ana Lee, handle: '@ana'}", {"ana": ["Ana Lee", "Ana"]}),
        ("{name: Ana, handle: '@a'}, {name: Ana, handle: b}", {"a": ["Ana"], "b": ["Ana"], "ana": ["Ana"]}),
        ("ANA, Anna", {"ana": ["ANA", "Ana"], "anna": ["Anna"]}),
        ("A+, A p", {"ap": ["A+"], "a-p": ["A p"], "ana": ["Ana"]}),
        ("C+, cp", {"cp": ["C+"], "cp-2": ["cp"], "ana": ["Ana"]}),
    ],
)
def test_a_person_is_known_by_handle_else_by_name(holders: str, found: dict[str, list[str]]) -> None:
    assert people(holders) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@ana", "ana"), ("ANA", "ana"), ("Ana Lee", "ana"), ("bo", "bo"), ("kim", "kim"), ("Kim", "kim"),
        ("sre", None), ("", None), ("Dan", "dan"), ("bo@example.com", None),
    ],
)  # fmt: skip
def test_a_person_is_found(text: str, found: str | None) -> None:
    person = catalog().derived(PeopleIndex).find(text)
    assert (person.id if person else None) == found


def test_an_id_means_one_person() -> None:
    index = PeopleIndex(
        catalog("roles: {a: {holders: [C+, cp, {name: A, handle: x}, {name: A, handle: y}, a]}}\n")
    )
    assert all(index.find(ident) is person for ident, person in index.people.items())
    assert list(index.people) == ["cp", "cp-2", "x", "y", "a"]


def entries(**query: Any) -> dict[str, HoldersEntry]:
    """The entries of a query by their names."""
    report = HoldersQuery(**query).report(catalog())
    return {str(one.name): one for one in (*report.entries, *report.former)}


def shown(**query: Any) -> dict[str, list[str]]:
    """Each entry with the people and roles in it."""
    return {
        name: [f"{held.person} {held.role.role}" for held in (*(one.held or ()), *one.past)]
        for name, one in entries(**query).items()
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Cleo": ["cleo ops"], "Ana Lee": ["ana sre", "ana dev"], "Bo": ["bo sre"], "Eve": ["eve boss"], "Kim": []}),
        ({"past": True, "roles": ("sre", "dev")},
         {"Ana Lee": ["ana sre", "ana dev"], "Bo": ["bo sre"], "Cleo": ["cleo sre"], "Dan": ["dan sre"]}),
        ({"tags": ("x",), "sort": "name"}, {"Ana Lee": ["ana sre"], "Bo": ["bo sre"]}),
        ({"person": ("Dan", "@ANA")}, {"Ana Lee": ["ana sre", "ana dev"], "Dan": ["dan sre"]}),
        ({"by": "role", "past": True, "without": ("ops", "plat", "quiet", "free", "boss")},
         {"sre": ["ana sre", "bo sre", "cleo sre", "dan sre"], "dev": ["ana dev"]}),
        ({"by": "role", "kinds": ("person",)}, {"Kim": ["kim kim"]}),
        ({"by": "team"}, {"Operations": ["cleo ops", "ana sre", "bo sre"], "Delivery": ["ana dev"],
                          "": ["eve boss", "kim kim"]}),
    ],
)  # fmt: skip
def test_entries_are_by_person_role_or_team(query: dict[str, Any], found: dict[str, list[str]]) -> None:
    assert shown(**query) == found
    assert list(shown(**query)) == list(found)


def test_what_is_open_is_listed() -> None:
    report = HoldersQuery().report(catalog())
    assert [(one.role.role, one.open) for one in report.vacancies] == [
        ("plat", "Talk to *Ana*."),
        ("free", None),
    ]
    assert [one.held for one in entries(by="role", roles=("plat", "free", "quiet")).values()] == [
        (),
        (),
        None,
    ]


def test_at_night_one_calls_who_is_there() -> None:
    vacant = entries(by="role")["plat"]
    assert [one.role.role for one in vacant.contacts] == ["sre"]
    assert [link.url for link in vacant.contacts[0].links] == ["https://example.com/on-call"]
    assert vacant.contacts[0].contact == "Call [e-mail]"
    assert [held.person for held in vacant.deputies[0].covering] == ["ana", "bo"]


def test_who_stands_in_is_who_is_there_to_ask() -> None:
    """As in ``{org:who}``: who covers a role may be away, too."""
    chain = catalog("roles: {sre: {contact: Call us, holders: Ana}, po: {holders: [], covered_by: sre},"
        " dev: {holders: Dana, status: absent, covered_by: po}, qa: {holders: Kim, covered_by: po}}")  # fmt: skip
    report = HoldersQuery(by="role").report(chain)
    assert {one.key: (one.deputies[0].cover.role, [two.role.role for two in one.contacts]) for one in report.entries
            if one.deputies and one.deputies[0].cover} == {
        "po": ("sre", ["sre"]), "dev": ("sre", ["sre"]), "qa": ("po", []),
    }  # fmt: skip
    people = {one.key: [role.role for role in one.stands_in] for one in HoldersQuery().report(chain).entries}
    assert people == {"ana": ["po", "dev"], "dana": [], "kim": []}


def test_no_address_leaves_unasked() -> None:
    queries: list[dict[str, Any]] = [
        {},
        {"by": "role"},
        {"by": "team"},
        {"person": ("Ana",), "leaving": True},
    ]
    for query in queries:
        assert "example.com'" not in str(HoldersQuery(**query).report(catalog()))
        assert "@example.com" not in str(HoldersQuery(**query).report(catalog()))
    assert "a@example.com" in str(HoldersQuery(email=True).report(catalog()))


def test_rows_are_by_the_letters_held_together() -> None:
    """As in a profile; what one answers for while a role is away is there, as in ``{org:who}``."""
    ana = entries(person=("Ana",), responsibilities=True)["Ana Lee"]
    assert [(", ".join(one.names), [row.name for row in one.rows]) for one in ana.letters] == [
        ("Accountable", ["alerts", "night", "night"]), ("Accountable, Responsible", ["deploys"]),
        ("Responsible", ["alerts", "costs"]),
    ]  # fmt: skip
    rows = [row for one in ana.letters for row in one.rows]
    assert {row.name: [one.role for one in row.meanwhile] for row in rows if row.meanwhile} == {
        "costs": ["plat"]
    }
    asked = entries(person=("Ana",), responsibilities=True, letters=("C",))["Ana Lee"]
    assert [(", ".join(one.names), [row.name for row in one.rows]) for one in asked.letters] == [
        ("Consulted", ["deploys"])
    ]


def leaving(name: str, today: datetime.date | None = DAY) -> tuple[list[str], dict[str, list[str]]]:
    report = HoldersQuery(person=(name,), leaving=True).report(catalog(today=today))
    found = report.entries[0].leaving
    assert found is not None
    return [one.role for one in found.roles], {str(row.name): [*map(str, row.letters)] for row in found.rows}


@pytest.mark.parametrize(
    ("name", "roles", "rows"),
    [
        ("Ana", ["dev"], {"deploys": ["Accountable", "Responsible"], "alerts": ["Responsible"], "night": ["Accountable"]}),
        ("Bo", [], {}),
        ("Eve", ["boss"], {}),
        ("Cleo", ["ops"], {}),
        ("Kim", [], {"night": ["Responsible"], "both": ["Accountable", "Responsible"]}),
    ],
)  # fmt: skip
def test_what_falls_free(name: str, roles: list[str], rows: dict[str, list[str]]) -> None:
    assert leaving(name) == (roles, rows)


def test_a_condition_in_other_letters_is_the_same_one() -> None:
    """As in the audit and the matrix: who holds the letter at "night" is there at "Night" as well."""
    data = """\
roles: {a: {holders: [Ana]}, b: {holders: [Bo]}}
responsibilities: {x: {assign: {a: R (On call), b: R (on-call)}}, y: {assign: {a: A (Night), b: A (day)}}}
"""
    asked = HoldersQuery(person=("Ana",), leaving=True, responsibilities=True, letters=("R",))
    (entry,) = asked.report(catalog(data)).entries
    assert entry.leaving is not None
    assert [row.name for row in entry.leaving.rows] == ["y"]
    two = data.replace("a: {h", "c: {holders: [Ana]}, a: {h").replace("{a: R", "{c: R (ON CALL), a: R")
    (letter,) = asked.report(catalog(two)).entries[0].letters
    assert [[role.role for role in row.roles] for row in letter.rows] == [["c", "a"]]


def test_what_is_over_falls_free_no_more() -> None:
    assert "alerts" not in leaving("Ana", datetime.date(2026, 6, 1))[1]


LETTERS = st.lists(
    st.sampled_from(["a: A", "b: A", "c: R", "a: R", "b: R (x)", "c: A (x)", "d: R", "e: A"]), max_size=6
)


@given(LETTERS, st.sampled_from(["Ana", "Bo"]))
def test_what_falls_free_is_what_had_somebody_and_has_nobody(letters: list[str], name: str) -> None:
    """A second opinion: cross the person out of the data, and compare who is left for each letter."""
    rows = "\n".join(f"  r{n}: {{assign: {{{letter}}}}}" for n, letter in enumerate(letters))
    roles = (
        "{a: {holders: [Ana]}, b: {holders: [Ana, Bo]}, c: {holders: [Bo]}, d: {holders: [], covered_by: a},"
        " e: {holders: [], covered_by: d}}"
    )
    data = f"roles: {roles}\nresponsibilities:\n{rows}\n"
    if not letters:
        return
    found = HoldersQuery(person=(name,), leaving=True).report(catalog(data)).entries[0].leaving
    assert found is not None
    # Ana alone stands in for d, and so for e.
    alone = {"Ana": ("a", "d", "e"), "Bo": ("c",)}[name]
    expected = [f"r{n}" for n, letter in enumerate(letters) if letter.startswith(alone)]
    assert [str(row.name) for row in found.rows] == expected
