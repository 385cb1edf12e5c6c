"""The audit of any catalog: the order of the data does not matter, and counts are right."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from catalogs import assign, catalog, role, row
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.audit.engine import audit, findings_of
from sphinx_roles.analysis.audit.query import AuditQuery
from sphinx_roles.model import Assignment, Catalog, Responsibility

some = settings(max_examples=40, deadline=None)
TODAY = datetime.date(2026, 11, 23)
ROLES = tuple("uvwxyz")

_CELLS = st.builds(
    assign,
    st.sampled_from(ROLES),
    st.sampled_from(["R", "A", "C", "I", "A/R", "C/I", "A/C"]),
    when=st.sampled_from(["", "", "", "day", "night"]),
    until=st.sampled_from([None, None, None, TODAY, TODAY - datetime.timedelta(1)]),
)
_UNREAD = st.builds(lambda name: Assignment(name, (), unread="?"), st.sampled_from(ROLES))


def _cells(*, unread: bool) -> st.SearchStrategy[list[Assignment]]:
    cells = st.one_of(_CELLS, _UNREAD) if unread else _CELLS
    return st.lists(cells, max_size=7, unique_by=lambda one: (one.role, one.when))


@st.composite
def rows(draw: st.DrawFn, *, unread: bool = True) -> list[Responsibility]:
    """Draw up to twelve rows in two sections, with conditions, ends and cells that cannot be read."""
    drawn = draw(st.lists(_cells(unread=unread), max_size=12))
    return [
        row(f"row{n}", tuple(cells), section=draw(st.sampled_from(["", "one", "two"])), separate=n % 3 == 0)
        for n, cells in enumerate(drawn)
    ]


def data(found: list[Responsibility], **more: Any) -> Catalog:
    return catalog(*found, roles=tuple(map(role, ROLES)), today=TODAY, **more)


def reported(found: Catalog) -> Counter[tuple[Any, ...]]:
    """Return what is told, without the order in which it is said."""
    return Counter(
        (f.rule, f.severity, f.subject, f.text, frozenset(i.subject for i in f.items))
        for f in findings_of(found)
    )


@some
@given(rows(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(found: list[Responsibility], chance: Any) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert reported(data(shuffled)) == reported(data(found))


@some
@given(rows(), st.randoms())
def test_the_order_in_a_row_does_not_matter(found: list[Responsibility], chance: Any) -> None:
    shuffled = [structs.replace(r, assign=tuple(chance.sample(r.assign, len(r.assign)))) for r in found]
    assert reported(data(shuffled)) == reported(data(found))


_MISSING = {
    "no-accountable", "no-responsible", "only-passive", "nobody-consulted-or-informed", "no-backup",
    "gap-between-roles", "unused-role", "never-decides-or-does", "only-informed",
}  # fmt: skip
"""Rules that find that something is missing."""


def unsure(one: Assignment) -> bool:
    return not one.letters or (one.until is not None and one.until < TODAY)


@some
@given(rows())
def test_nothing_is_missing_where_a_cell_cannot_be_read(found: list[Responsibility]) -> None:
    rows_ = {r.key for r in found if any(map(unsure, r.assign))}
    roles = {a.role for r in found for a in r.assign if unsure(a)}
    sections = {(r.matrix, r.section) for r in found if r.key in rows_}
    for one in audit(data(found)).findings:
        if one.rule in _MISSING:
            kind, *key = one.subject
            assert tuple(key) not in (rows_ if kind == "row" else sections if kind == "section" else ())
            assert kind != "role" or not roles.intersection(key)


@some
@given(rows())
def test_too_many_are_counted_without_what_cannot_be_read(found: list[Responsibility]) -> None:
    """Where cells that count neither as there nor as missing are emptied, the same roles are too many."""
    emptied = [structs.replace(r, assign=tuple(a for a in r.assign if not unsure(a))) for r in found]
    crowded = {"several-accountable", "many-responsible", "many-consulted", "many-informed", "two-letters"}
    before, after = (
        {(f.rule, f.subject) for f in audit(data(these)).findings if f.rule in crowded}
        for these in (found, emptied)
    )
    assert before == after


@some
@given(rows(unread=False))
def test_the_counts_of_the_view_are_right(found: list[Responsibility]) -> None:
    made = data(found)
    report = AuditQuery().report(made)
    raw = audit(made).findings
    assert (report.rows, report.roles) == (len(found), len(ROLES))
    assert Counter(f.rule for f in raw) == sum(
        (Counter({f.rule: len(f.items) or 1}) for f in report.findings), Counter()
    )
    ranks = [f.severity.rank for f in findings_of(made)]
    assert ranks == sorted(ranks)


@some
@given(rows(unread=False))
def test_a_row_without_a_deciding_letter_is_told(found: list[Responsibility]) -> None:
    """Of the rows that are whole, exactly those without an A in some condition lack one, in one way or other."""
    made = data(found)
    for one in found:
        standing = [a for a in one.assign if a.until is None or a.until >= TODAY]
        if len(standing) < len(one.assign):
            continue
        conditions = {a.when for a in standing if a.when} or {""}
        lacking = any(
            not any("A" in a.letters for a in standing if a.when in ("", condition))
            for condition in conditions
        )
        subjects = {("row", *one.key), ("section", "", one.section)}
        rules = {f.rule for f in audit(made).findings if f.subject in subjects}
        lack = rules & {"no-accountable", "only-passive", "gap-between-roles"}
        assert bool(lack) == lacking
