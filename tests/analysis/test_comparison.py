"""Roles side by side: fields, verdicts, and counts that agree with the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import permutations

import pytest
from catalogs import assign, catalog, role, row
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.comparison import VERDICTS, ComparisonQuery, ComparisonReport
from sphinx_roles.analysis.report import digest, walk
from sphinx_roles.analysis.selection import find_roles
from sphinx_roles.catalog.load import read_body
from sphinx_roles.cli.quickstart import demo_data
from sphinx_roles.model import (
    Assignment,
    Catalog,
    Holder,
    Link,
    Matrix,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Text,
)
from sphinx_roles.problems import Location

PAIR = ("a", "b")


def kinds(report: ComparisonReport) -> dict[str, str]:
    """The verdict of each row, with the role of an ``only`` and a mark where all are the same."""
    return {
        found.id: verdict.kind
        + (f" {report.roles[verdict.role].role}" if verdict.role >= 0 else "")
        + ("=" if verdict.same else "")
        for block in report.blocks
        for found, verdict in zip(block.matrix.rows, block.verdicts, strict=True)
    }


def judged(*given: Responsibility, scheme: str = "RACI", roles: tuple[str, ...] = PAIR) -> list[str]:
    found = catalog(*given, roles=tuple(map(role, roles)))
    found = structs.replace(found, matrices={"": Matrix("", Text(), scheme)})
    return list(kinds(ComparisonQuery(roles=roles).report(found)).values())


@pytest.mark.parametrize(
    ("letters", "verdict"),
    [
        ({"a": "A/R", "b": "R"}, "shared"),
        ({"a": "R", "b": "R"}, "shared="),
        ({"a": "A/R", "b": "A/R"}, "contested"),
        ({"a": "A", "b": "A/R"}, "contested"),
        ({"a": "R", "b": "A"}, "handed-over"),
        ({"a": "A", "b": "R"}, "handed-over"),
        ({"a": "R/C", "b": "A/I"}, "handed-over"),
        ({"a": "A/R", "b": "C"}, "only a"),
        ({"a": "I", "b": "R"}, "only b"),
        ({"b": "A"}, "only b"),
        ({"a": "C", "b": "I"}, "passive"),
        ({"a": "C", "b": "C"}, "passive="),
        ({"a": "I"}, "passive"),
        ({"c": "A/R"}, "nobody="),
        ({}, "nobody="),
    ],
)
def test_verdicts_on_two_roles(letters: dict[str, str], verdict: str) -> None:
    assert judged(row("x", letters)) == [verdict]


@pytest.mark.parametrize(
    ("letters", "verdict"),
    [
        ({"a": "R", "b": "R", "c": "A"}, "handed-over"),
        ({"a": "R", "b": "A/R", "c": "C"}, "shared"),
        ({"a": "R", "b": "A", "c": "A"}, "contested"),
        ({"c": "A/R", "a": "I"}, "only c"),
        ({"a": "R", "b": "R", "c": "R"}, "shared="),
        ({"a": "R", "b": "R"}, "shared"),
    ],
)
def test_verdicts_on_three_roles(letters: dict[str, str], verdict: str) -> None:
    assert judged(row("x", letters), roles=("a", "b", "c")) == [verdict]


@pytest.mark.parametrize(
    ("first", "second", "letters", "verdict"),
    [
        ("production", "staging", ("A/R", "A/R"), "shared"),
        ("Production", "production", ("A/R", "A/R"), "contested"),
        ("production", "", ("A/R", "A/R"), "contested"),
        ("", "", ("A/R", "A/R"), "contested"),
        ("production", "staging", ("R", "A"), "shared"),
        ("production", "", ("R", "A"), "handed-over"),
        ("production", "staging", ("R", "R"), "shared"),
    ],
)
def test_only_conditions_that_can_hold_at_once_meet(
    first: str, second: str, letters: tuple[str, str], verdict: str
) -> None:
    found = row("x", (assign("a", letters[0], when=first), assign("b", letters[1], when=second)))
    assert judged(found) == [verdict]


def test_a_condition_and_an_end_make_a_difference() -> None:
    one = row("one", (assign("a", "R", when="production"), assign("b", "R")))
    two = row("two", (assign("a", "R", until=date(2027, 3, 31)), assign("b", "R")))
    assert judged(one, two) == ["shared", "shared"]


@pytest.mark.parametrize(
    ("scheme", "letters", "verdict"),
    [
        ("DACI", {"a": "D", "b": "A"}, "handed-over"),
        ("DACI", {"a": "C", "b": "A"}, "only b"),
        ("MARK", {"a": "X", "b": "X"}, "shared="),
        ("MARK", {"a": "X"}, "only a"),
        ("DRI", {"a": "DRI", "b": "DRI"}, "contested"),
        ("MOCHA", {"a": "O", "b": "H"}, "shared"),
        ("RAPID", {"a": "R", "b": "I"}, "passive"),
        ("RASCI", {"a": "S"}, "passive"),
        ("CAIRO", {"a": "O"}, "nobody"),
        ("CAIRO", {"a": "O", "b": "I"}, "passive"),
        ("CAIRO", {"a": "O", "b": "R"}, "only b"),
    ],
)
def test_letters_mean_what_their_scheme_says(scheme: str, letters: dict[str, str], verdict: str) -> None:
    assert judged(row("x", letters), scheme=scheme) == [verdict]


def test_an_unread_cell_counts_as_no_part() -> None:
    unread = Assignment("b", (), unread="?")
    assert judged(row("x", (assign("a", "R"), unread)), row("y", (unread,))) == ["only a", "nobody"]


def test_two_schemes_are_two_blocks_and_one_count() -> None:
    found = catalog(row("x", {"a": "A/R"}), row("y", {"a": "D", "b": "A"}, matrix="d"))
    found = structs.replace(found, matrices={**found.matrices, "d": Matrix("d", Text("Decisions"), "DACI")})
    report = ComparisonQuery(roles=PAIR).report(found)
    assert [str(block.scheme) for block in report.blocks] == ["RACI", "DACI"]
    assert [[letter.letter for letter in block.matrix.legend] for block in report.blocks] == [
        ["A", "R"],
        ["A", "D"],
    ]
    assert kinds(report) == {"x": "only a", "y": "handed-over"}
    assert [(count.kind, count.rows) for count in report.counts] == [("only", 1), ("handed-over", 1)]
    assert [(p.shared, p.only_left, p.only_right) for p in report.similarities] == [(1, 1, 0)]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_each_row_counts_by_the_letters_of_its_own_scheme(order: tuple[int, ...]) -> None:
    rows = (
        row("x", {"a": "A", "b": "R"}),
        row("z", {"a": "C", "b": "I"}),
        row("y", {"a": "D", "b": "C"}, matrix="n"),
    )
    found = catalog(*(rows[place] for place in order))
    found = structs.replace(found, matrices={**found.matrices, "n": Matrix("n", Text(), "DACI")})
    (pair,) = ComparisonQuery(roles=PAIR).report(found).similarities
    assert (pair.shared, pair.only_left, pair.only_right, pair.index) == (1, 1, 0, 0.5)


def demo() -> Catalog:
    return read_body(demo_data(), Location("roles.yaml"), format="yaml")[0]


def test_the_demo() -> None:
    report = ComparisonQuery(roles=("devops sre platform",)).report(demo())
    assert [(c.kind, c.role, c.rows) for c in report.counts] == [
        ("shared", -1, 6), ("only", 0, 3), ("only", 1, 4), ("only", 2, 4)
    ]  # fmt: skip
    assert [(p.left, p.right, p.shared) for p in report.similarities] == [
        ("devops", "sre", 2), ("devops", "platform", 2), ("sre", "platform", 2)
    ]  # fmt: skip
    notes = [
        remark.text for block in report.blocks for found in block.matrix.rows for remark in found.remarks
    ]
    assert notes == ["whoever breaks staging is the one to hear of it"]


ROWS = (
    row("same", {"a": "R", "b": "R"}, section="one", tags=(Text("t"),)),
    row("other", {"a": "A/R", "b": "I"}, section="one"),
    row("none", {"c": "A/R"}, section="two"),
    row("clash", {"a": "A", "b": "A"}, section="two", tags=(Text("t"),)),
)


@pytest.mark.parametrize(
    ("query", "expected", "left_out"),
    [
        (ComparisonQuery(roles=PAIR), ["same", "other", "none", "clash"], 0),
        (ComparisonQuery(roles=PAIR, only_differences=True), ["other", "clash"], 2),
        (ComparisonQuery(roles=PAIR, sections=("One",)), ["same", "other"], 0),
        (ComparisonQuery(roles=PAIR, sections=("one",), only_differences=True), ["other"], 1),
        (ComparisonQuery(roles=PAIR, tags=("t",)), ["same", "clash"], 0),
        (ComparisonQuery(roles=PAIR, rows=("clash", "same")), ["clash", "same"], 0),
        (ComparisonQuery(roles=PAIR, letters=("i",)), ["other"], 0),
        (ComparisonQuery(roles=PAIR, letters=("Accountable",)), ["other", "clash"], 0),
        (ComparisonQuery(roles=PAIR, letters=("X",)), ["same", "other", "none", "clash"], 0),
        (ComparisonQuery(roles=PAIR, matrix="nowhere"), [], 0),
    ],
)
def test_selection_of_rows(query: ComparisonQuery, expected: list[str], left_out: int) -> None:
    # The rows of a matrix stand together by their sections, wherever the first of them was asked for.
    report = query.report(catalog(*ROWS))
    assert list(kinds(report)) == expected
    assert report.left_out == left_out
    assert report.unknown == (("nowhere",) if query.matrix else ())
    assert report.unknown_letters == (("X",) if "X" in query.letters else ())


def test_the_legend_is_of_the_rows_that_are_shown() -> None:
    query = ComparisonQuery(roles=PAIR, sections=("one",), only_differences=True)
    (block,) = query.report(catalog(ROWS[0], row("told", {"a": "C", "b": "I"}, section="one"))).blocks
    assert [letter.letter for letter in block.matrix.legend] == ["C", "I"]


def test_cells_and_letters_are_of_the_rows_that_differ() -> None:
    rows = row("same", {"a": "C", "b": "C"}), row("lone", {"a": "I"}), row("other", {"a": "A", "b": "R"})
    query = ComparisonQuery(roles=PAIR, only_differences=True)
    (block,) = query.report(catalog(*rows)).blocks
    # A cell that only "same" has would be drawn with a letter of no legend.
    assert [cell.letters for cell in block.matrix.cells] == [(), ("I",), ("A",), ("R",)]
    assert [shown.cells for shown in block.matrix.rows] == [(1, 0), (2, 3)]
    assert [letter.letter for letter in block.matrix.legend] == ["A", "R", "I"]


def test_similarity_is_of_all_rows_shown_or_not() -> None:
    every = ComparisonQuery(roles=PAIR).report(catalog(*ROWS)).similarities
    assert ComparisonQuery(roles=PAIR, only_differences=True).report(catalog(*ROWS)).similarities == every
    assert [(p.shared, p.only_left, p.only_right) for p in every] == [(2, 1, 0)]


def fielded() -> Catalog:
    skills = (Proficiency("x", Text("Expert")), Proficiency("y"))
    links = (Link(Text("Guide"), Text("https://example.com")),)
    shared = {"family": Text("Delivery"), "links": links}
    own = {"cost": Prose("42")}
    return catalog(
        roles=(
            role("a", tagline=Prose("One"), skills=skills, open=Prose(""), own=own, **shared),
            role("b", tagline=Prose("Two"), skills=skills[::-1], holders=(Holder(Text("Bo"), email=Text("b@x")),),
                 **shared),
        )
    )  # fmt: skip


def test_fields_are_those_asked_for_in_order() -> None:
    query = ComparisonQuery(
        roles=PAIR, fields=("links", "skills", "tagline", "grade", "open", "cost", "skills"), own=(("cost", "Cost"),)
    )  # fmt: skip
    report = query.report(fielded())
    assert [(a.key, a.label, a.same) for a in report.attributes] == [
        ("links", "", True), ("skills", "", True), ("tagline", "", False), ("open", "", False), ("cost", "Cost", False),
    ]  # fmt: skip
    assert report.attributes[3].values[1] is None
    only = structs.replace(query, only_differences=True).report(fielded())
    assert [a.key for a in only.attributes] == ["tagline", "open", "cost"]


def test_nobodys_email_leaves_the_data() -> None:
    report = ComparisonQuery(roles=PAIR, fields=("holders",)).report(fielded())
    assert "b@x" not in map(str, walk(report))
    assert report.attributes[0].values[0] is None


def test_names_that_lead_nowhere() -> None:
    report = ComparisonQuery(roles=(*PAIR, "zz"), sections=("three",)).report(catalog(*ROWS))
    assert (report.unknown_roles, report.unknown) == (("zz",), ("three",))
    nobody = ComparisonQuery(roles=("zz", "yy")).report(catalog(*ROWS))
    assert (nobody.roles, nobody.unknown_roles) == ((), ("zz", "yy"))


def test_of_a_role_alone_nothing_is_a_fact() -> None:
    query = ComparisonQuery(roles=("a", "zz"))
    (report,) = {query.report(catalog(*rows)) for rows in (ROWS, ROWS[1:])}
    assert (report.roles, report.asked, report.unknown_roles) == ((), 2, ("zz",))


def test_all_that_is_drawn_is_in_the_digest() -> None:
    query = ComparisonQuery(roles=PAIR, fields=("tagline",))
    before = digest(query.report(catalog(*ROWS)))
    assert digest(query.report(catalog(*ROWS))) == before
    noted = structs.replace(ROWS[1], assign=(assign("a", "A/R", note=Prose("why")), assign("b", "I")))
    for changed in (
        catalog(ROWS[0], noted, *ROWS[2:]),
        catalog(ROWS[0], structs.replace(ROWS[1], assign=(assign("a", "A/R"), assign("b", "C"))), *ROWS[2:]),
        catalog(*ROWS[1:]),
        catalog(*ROWS, roles=(role("a", tagline=Prose("New")),)),
        catalog(*ROWS, roles=(role("a", abbr=Text("AA")),)),
        catalog(*ROWS, roles=(role("a", status=Text("vacant")),)),
    ):
        assert digest(query.report(changed)) != before
    unseen = catalog(*ROWS, roles=(role("a", grade=Text("senior")), role("d")))
    assert digest(query.report(unseen)) == before


CELL = st.tuples(st.sampled_from(["R", "A", "A/R", "C", "I", "C/I"]), st.sampled_from(["", "x", "y"]))
GIVEN = st.lists(st.dictionaries(st.sampled_from("abcd"), CELL, max_size=4), max_size=20)
ASKED = st.lists(st.sampled_from("abcd"), min_size=2, max_size=4, unique=True)


@settings(deadline=None)  # a busy machine is no fault
@given(GIVEN, ASKED, st.booleans())
def test_every_row_has_one_verdict_and_the_counts_add_up(
    given: list[dict[str, tuple[str, str]]], asked: list[str], only: bool
) -> None:
    rows = [
        row(f"row{n}", tuple(assign(who, letters, when=when) for who, (letters, when) in cells.items()))
        for n, cells in enumerate(given)
    ]
    found = catalog(*rows, roles=tuple(map(role, "abcd")))
    report = ComparisonQuery(roles=tuple(asked), only_differences=only).report(found)
    verdicts = [verdict for block in report.blocks for verdict in block.verdicts]
    shown = [shown for block in report.blocks for shown in block.matrix.rows]
    assert len(verdicts) == len(shown) == len(rows) - report.left_out
    assert {verdict.kind for verdict in verdicts} <= set(VERDICTS)
    counted = Counter((verdict.kind, verdict.role) for verdict in verdicts)
    assert counted == {(count.kind, count.role): count.rows for count in report.counts}
    assert len(report.counts) == len(counted)
    assert all(not verdict.same for verdict in verdicts) or not only


@settings(deadline=None)  # a busy machine is no fault
@given(GIVEN, st.permutations("abcd"))
def test_the_order_of_the_roles_changes_no_verdict(
    given: list[dict[str, tuple[str, str]]], order: list[str]
) -> None:
    rows = [
        row(f"row{n}", tuple(assign(who, letters, when=when) for who, (letters, when) in cells.items()))
        for n, cells in enumerate(given)
    ]
    found = catalog(*rows, roles=tuple(map(role, "abcd")))
    straight = ComparisonQuery(roles=tuple("abcd")).report(found)
    assert kinds(ComparisonQuery(roles=tuple(order)).report(found)) == kinds(straight)


@pytest.mark.parametrize("word", ["prose", "-", "Site"])
def test_a_page_of_prose_is_no_list_of_names_that_takes_minutes(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is looked for in no more words than the longest one can have."""
    found = catalog(roles=(role("sre", name="Site & Reliability Engineer"), role("ops")))
    find, tried = Catalog.find_role, [0]

    def counting(self: Catalog, text: str) -> Role | None:
        tried.append(len(text))
        return find(self, text)

    monkeypatch.setattr(Catalog, "find_role", counting)
    names, lost = find_roles((" ".join([*[word] * 2000, "Site & - Reliability engineer", "ops"]),), found)
    assert ([one.id for one in names], len(lost)) == (["sre", "ops"], 1)
    assert sum(tried) < 10_000_000


@pytest.mark.parametrize(("old", "new"), [("name: Em", "name: Other"), ("summary: Why", "summary: What for")])
def test_what_a_comparison_does_not_show_is_no_fact_of_it(old: str, new: str) -> None:
    data = (
        "matrices: {m: {name: Em, summary: Why}}\nresponsibilities: {x: {matrix: m, assign: {a: A/R, b: C}}}"
    )
    before, after = (
        ComparisonQuery(roles=PAIR).report(read_body(text, Location("roles.yaml"), format="yaml")[0])
        for text in (data, data.replace(old, new))
    )
    assert digest(before) == digest(after)
