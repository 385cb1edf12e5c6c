"""For any two catalogs: one edit is one change, and nothing is told exactly where nothing differs."""

from __future__ import annotations

import datetime
from typing import Any

from catalogs import HERE, catalog
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.diff.change import sentence
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.model import (
    Assignment,
    Catalog,
    Holder,
    Level,
    Link,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Section,
    Text,
)

WORDS = ("Alpha", "Beta", "Gamma", "Delta")
text = st.sampled_from(WORDS).map(Text)
prose = st.sampled_from(WORDS).map(Prose)
maybe_text = st.none() | text
texts = st.lists(text, max_size=3, unique=True).map(tuple)
proses = st.lists(prose, max_size=3).map(tuple)
days = st.none() | st.sampled_from([datetime.date(2026, 1, day) for day in (1, 2)])
links = st.lists(
    st.builds(Link, text, st.sampled_from([Text("https://a.example"), Text("guide")])), max_size=2
).map(tuple)
skills = st.lists(st.sampled_from("xyz"), max_size=2, unique=True).flatmap(
    lambda names: st.tuples(*(st.builds(Proficiency, st.just(name), maybe_text) for name in names))
)
holder = st.builds(
    Holder, text, capacity=maybe_text, since=maybe_text, acting=st.booleans(), email=maybe_text
)
holders = st.none() | st.lists(holder, max_size=3, unique_by=lambda one: one.name).map(tuple)
levels = st.lists(st.sampled_from("123"), max_size=2, unique=True).flatmap(
    lambda ids: st.tuples(
        *(
            st.builds(Level, st.just(i), text, maybe_text, maybe_text, duties=proses, skills=skills)
            for i in ids
        )
    )
)
own = st.dictionaries(st.sampled_from(["cost", "site"]), prose | proses.filter(bool), max_size=2)
IDS = ("a", "b", "c", "d")


def role(ident: str) -> st.SearchStrategy[Role]:
    return st.builds(
        Role, id=st.just(ident), name=st.sampled_from([Text(f"{ident} {word}") for word in WORDS]),
        location=st.just(HERE), abbr=maybe_text, kind=st.sampled_from(["role", "team"]), family=maybe_text,
        tagline=st.none() | prose, duties=proses, skills=skills, tools=texts, reports_to=st.none() | st.sampled_from(IDS).map(Text),
        covered_by=st.none() | st.sampled_from(IDS), levels=levels, holders=holders, past_holders=st.just(()),
        status=maybe_text, links=links, tags=texts, reviewed=days, own=own,
    )  # fmt: skip


LETTERS = st.sampled_from([("R",), ("A",), ("R", "A"), ("C",), ("I",)])


def row(ident: str, roles: list[str]) -> st.SearchStrategy[Responsibility]:
    one = st.builds(
        Assignment, st.sampled_from(roles), LETTERS, st.sampled_from(["", "x", "y"]), days, st.none() | prose
    )
    return st.builds(
        Responsibility, id=st.just(ident), name=st.sampled_from([Text(f"{ident} {word}") for word in WORDS]),
        location=st.just(HERE), section=st.sampled_from(["", "one", "two"]), kind=maybe_text, summary=st.none() | prose,
        links=links, tags=texts, notes=proses, separate=st.booleans(), review_by=days, own=own,
        assign=st.lists(one, max_size=4, unique_by=lambda one: (one.role, one.when)).map(tuple),
    )  # fmt: skip


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Roles and rows of a few names, so that two of them have much in common."""
    ids = draw(st.permutations(IDS))[: draw(st.integers(1, 4))]
    rows = [draw(row(f"r{n}", list(ids))) for n in draw(st.permutations(range(4)))[: draw(st.integers(0, 4))]]
    return catalog(*rows, roles=tuple(draw(role(ident)) for ident in ids))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Catalog, Catalog]:
    """A catalog, and what it became: one role or row drawn anew, gone, or in another place."""
    old = draw(catalogs())
    roles, rows = dict(old.roles), list(old.rows)
    what = draw(st.sampled_from(["role", "row", "gone", "order"]))
    if what == "role":
        ident = draw(st.sampled_from(sorted(roles)))
        roles[ident] = draw(role(ident))
    elif what == "row":
        ident = draw(st.sampled_from(["r0", "r1", "r2", "r3"]))
        rows = [one for one in rows if one.id != ident]
        rows.insert(draw(st.integers(0, len(rows))), draw(row(ident, sorted(roles))))
    elif what == "gone":
        rows = rows[1:]
    else:
        rows = list(draw(st.permutations(rows)))
    return old, catalog(*rows, roles=tuple(roles.values()))


def reported(old: Catalog, new: Catalog) -> list[str]:
    report = ChangesQuery(undeclared=True).changes(old, new)
    return [sentence(one) for group in report.groups for one in group.changes]


def facts(found: Catalog) -> dict[str, Any]:
    """All that a view can draw: no places, and of rows their order inside a section only."""
    rows: dict[tuple[str, str], list[Any]] = {}
    for one in found.rows:
        assigned = {(a.role, a.when): (frozenset(a.letters), a.until, a.note) for a in one.assign}
        fields = {
            name: getattr(one, name)
            for name in one.__struct_fields__
            if name not in ("assign", "location", "own")
        }
        rows.setdefault(one.key[:2], []).append((fields, assigned, bare(one.own)))
    return {
        "roles": [
            {**{name: getattr(one, name) for name in one.__struct_fields__ if name not in ("location", "own", "skills", "levels", "holders")},
             "own": bare(one.own), "skills": {s.skill: s.step for s in one.skills}, "order": [s.skill for s in one.skills],
             "levels": [(structs.replace(level, skills=()), {s.skill: s.step for s in level.skills}) for level in one.levels],
             "holders": one.holders and sorted(one.holders, key=repr) if one.holders else one.holders}
            for one in found.roles.values()
        ],
        "rows": rows,
        "sections": [structs.replace(one, location=None) for one in found.sections.values()],
    }  # fmt: skip


def bare(given: Any) -> Any:
    return {key: value if isinstance(value, tuple) else (value,) for key, value in given.items()}


@settings(max_examples=20)
@given(catalogs())
def test_a_catalog_has_not_changed_against_itself(found: Catalog) -> None:
    assert reported(found, found) == []


@settings(max_examples=50)
@given(pairs())
def test_nothing_is_told_exactly_where_nothing_that_is_drawn_differs(pair: tuple[Catalog, Catalog]) -> None:
    old, new = pair
    assert bool(reported(old, new)) == (facts(old) != facts(new))
    assert len(reported(old, new)) == len(reported(new, old))


@settings(max_examples=20)
@given(catalogs(), st.data())
def test_one_field_is_one_change_of_that_field(found: Catalog, data: st.DataObject) -> None:
    ident = data.draw(st.sampled_from(sorted(found.roles)))
    old = found.roles[ident]
    field = data.draw(st.sampled_from(["abbr", "family", "tagline", "status", "kind", "covered_by"]))
    value = data.draw(st.sampled_from(IDS if field == "covered_by" else ("team", "person")))
    value = Prose(value) if field == "tagline" else value if field in ("kind", "covered_by") else Text(value)
    new = structs.replace(found, roles={**found.roles, ident: structs.replace(old, **{field: value})})
    changes = [one for group in ChangesQuery().changes(found, new).groups for one in group.changes]
    assert [one.field for one in changes] == ([field] if getattr(old, field) != value else [])


@settings(max_examples=20)
@given(catalogs(), st.data())
def test_a_letter_that_is_given_is_told_and_nothing_else(found: Catalog, data: st.DataObject) -> None:
    if not found.rows:
        return
    at = data.draw(st.integers(0, len(found.rows) - 1))
    ident = data.draw(st.sampled_from(sorted(found.roles)))
    row = found.rows[at]
    kept = tuple(one for one in row.assign if one.role != ident)
    names = found.roles[ident].name
    rows = [
        structs.replace(row, assign=kept),
        structs.replace(row, assign=(*kept, Assignment(ident, ("C",)))),
    ]
    without, having = (
        structs.replace(found, rows=(*found.rows[:at], one, *found.rows[at + 1 :])) for one in rows
    )
    assert reported(without, having) == [f"{row.name}: {names} became consulted"]
    assert reported(having, without) == [f"{row.name}: {names} no longer consulted"]


@settings(max_examples=20)
@given(catalogs(), st.data())
def test_a_row_that_is_added_moved_or_renamed_is_one_change(found: Catalog, data: st.DataObject) -> None:
    sections = {("", name): Section(name, Text(name.title())) for name in ("one", "two", "new")}
    found = structs.replace(found, sections=sections)
    fresh = Responsibility(id="zzz", name=Text("Quite another"), location=HERE, section="new")
    more = structs.replace(found, rows=(*found.rows, fresh))
    assert reported(found, more) == ["Quite another added"]
    assert reported(more, found) == ["Quite another removed"]
    named = structs.replace(fresh, name=Text("Another one"))
    assert reported(more, structs.replace(more, rows=(*found.rows, named))) == [
        "Quite another renamed to Another one"
    ]
    moved = structs.replace(fresh, section="one")
    assert reported(more, structs.replace(more, rows=(*found.rows, moved))) == [
        "Quite another moved from New to One"
    ]
