"""Which roles do which rows: regions, their numbers, and that they part what is done."""

from __future__ import annotations

import pytest
from catalogs import assign, catalog, delivery, role, row
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.overlap import OverlapQuery, OverlapReport
from sphinx_roles.analysis.report import digest, walk
from sphinx_roles.catalog.load import read_body
from sphinx_roles.cli.quickstart import demo_data
from sphinx_roles.model import Catalog, Matrix, Text
from sphinx_roles.problems import Location

THREE = ("devops", "sre", "platform")


def regions(report: OverlapReport) -> dict[tuple[str, ...], list[str]]:
    """Names of rows by the roles that do them."""
    return {
        tuple(report.sets[place].role for place in region.roles): [str(item.name) for item in region.items]
        for region in report.regions
    }


def numbers(report: OverlapReport) -> list[tuple[int, tuple[int, ...]]]:
    return [(region.number, region.roles) for region in report.regions]


@pytest.fixture(scope="module")
def demo() -> Catalog:
    return read_body(demo_data(), Location("roles.yaml"), format="yaml")[0]


@pytest.mark.parametrize("roles", [("devops sre platform",), ("DevOps", "SRE", "Platform Engineer"), THREE])
def test_the_demo_shares_six_in_the_first_three_regions(demo: Catalog, roles: tuple[str, ...]) -> None:
    report = OverlapQuery(roles=roles).report(demo)
    assert [[str(item.name) for item in region.items] for region in report.regions[:4]] == [
        ["Continuous monitoring & alerting", "Continuous improvement"],
        ["Deployment automation", "Cloud infrastructure management"],
        ["Capacity planning", "Performance optimisation"],
        [],
    ]
    assert report.others == 0
    assert report.letters == ("Accountable", "Responsible")


def test_numbers_of_three_roles_follow_the_figure(demo: Catalog) -> None:
    report = OverlapQuery(roles=THREE).report(demo)
    expected = [(0, 1), (0, 2), (1, 2), (0, 1, 2), (0,), (1,), (2,)]
    assert numbers(report) == list(enumerate(expected, 1))


def test_two_roles_have_three_regions() -> None:
    report = OverlapQuery(roles=("devops", "platform")).report(delivery())
    assert numbers(report) == [(1, (0, 1)), (2, (0,)), (3, (1,))]
    assert regions(report) == {
        ("devops", "platform"): ["Deploys"], ("devops",): [], ("platform",): ["Capacity"]
    }  # fmt: skip
    assert report.others == 1
    assert [found.rows for found in report.sets] == [1, 2]


def test_more_roles_have_only_regions_with_rows_largest_first() -> None:
    found = catalog(
        row("one", {"a": "A/R"}), row("two", {"b": "R", "c": "A"}), row("three", {"b": "R", "c": "R"}),
        row("four", {"a": "R", "d": "R"}), row("five", {"d": "I"}),
    )  # fmt: skip
    report = OverlapQuery(roles=("a", "b", "c", "d")).report(found)
    assert numbers(report) == [(1, (1, 2)), (2, (0, 3)), (3, (0,))]
    assert report.others == 1


@pytest.mark.parametrize(
    ("letters", "together", "names"),
    [
        ((), ["Deploys"], ["Accountable", "Responsible"]),
        (("R",), ["Deploys"], ["Responsible"]),
        (("A",), [], ["Accountable"]),
        (("responsible", "c"), ["Deploys", "Alerts"], ["Responsible", "Consulted"]),
        (("R", "x"), ["Deploys"], ["Responsible"]),
    ],
)
def test_letters_that_count(letters: tuple[str, ...], together: list[str], names: list[str]) -> None:
    with_platform = OverlapQuery(roles=("devops", "platform"), letters=letters).report(delivery())
    with_sre = OverlapQuery(roles=("devops", "sre"), letters=letters).report(delivery())
    found = [*with_platform.regions[0].items, *with_sre.regions[0].items]
    assert [str(item.name) for item in found] == together
    assert list(map(str, with_sre.letters)) == names
    assert with_sre.unknown_letters == tuple(letter for letter in letters if letter == "x")


def test_letters_that_no_scheme_has_are_as_if_not_asked() -> None:
    report = OverlapQuery(roles=("devops", "platform"), letters=("X",)).report(delivery())
    assert report.unknown_letters == ("X",)
    assert regions(report) == regions(OverlapQuery(roles=("devops", "platform")).report(delivery()))


def test_each_row_counts_by_its_own_scheme() -> None:
    found = catalog(row("deploys", {"a": "A/R", "b": "C"}), row("database", {"a": "C", "b": "D"}, matrix="d"))
    daci = structs.replace(
        found, matrices={**found.matrices, "d": Matrix("d", Text("Decisions"), "DACI")}
    )  # fmt: skip
    report = OverlapQuery(roles=("a", "b")).report(daci)
    assert regions(report) == {("a", "b"): [], ("a",): ["Deploys"], ("b",): ["Database"]}
    assert report.letters == ("Accountable", "Responsible", "Approver", "Driver")


def test_a_scheme_in_which_no_letter_does_counts_all() -> None:
    found = catalog(row("deploys", {"a": "X", "b": "X"}))
    mark = structs.replace(found, matrices={"": Matrix("", Text(), "MARK")})
    assert regions(OverlapQuery(roles=("a", "b")).report(mark))["a", "b"] == ["Deploys"]


def test_an_unread_cell_counts_as_nothing() -> None:
    found = catalog(
        row("deploys", (assign("a", "R"), structs.replace(assign("b", ""), letters=(), unread="?")))
    )
    assert regions(OverlapQuery(roles=("a", "b")).report(found))["a",] == ["Deploys"]


@pytest.mark.parametrize(
    ("query", "unknown_roles", "unknown"),
    [
        (OverlapQuery(roles=("devops", "seven")), ("seven",), ()),
        (OverlapQuery(roles=("devops sree",)), ("sree",), ()),
        (OverlapQuery(roles=("nobody",)), ("nobody",), ()),
        (OverlapQuery(roles=("devops", "sre"), sections=("Runn",)), (), ("Runn",)),
        (OverlapQuery(roles=("devops", "sre"), matrix="other", rows=("x",)), (), ("other", "x")),
        (OverlapQuery(roles=("devops", "sre"), rows=("x", "alerts")), (), ("x",)),
        (OverlapQuery(roles=()), (), ()),
    ],
)
def test_names_that_lead_nowhere(
    query: OverlapQuery,
    unknown_roles: tuple[str, ...],
    unknown: tuple[str, ...],
) -> None:
    report = query.report(delivery())
    assert (report.unknown_roles, report.unknown) == (unknown_roles, unknown)


def test_a_misspelt_name_of_several_words_is_one_mistake() -> None:
    found = catalog(
        row("x", {"sre": "R"}), roles=(role("sre", name="Site Reliability Engineer"), role("devops"))
    )
    asked = ("devops Site Reliabilty Enginer",)
    assert OverlapQuery(roles=asked).report(found).unknown_roles == ("Site Reliabilty Enginer",)
    right = OverlapQuery(roles=("Site Reliability Engineer devops",)).report(found)
    assert [found.role for found in right.sets] == ["sre", "devops"]


def test_a_role_asked_for_twice_counts_once() -> None:
    assert len(OverlapQuery(roles=("devops", "DevOps", "sre")).report(delivery()).sets) == 2


def test_every_text_can_be_translated_and_changes_the_digest() -> None:
    query = OverlapQuery(roles=("devops", "sre"))
    report = query.report(delivery())
    assert {"DEVOPS", "SRE", "Deploys", "Alerts", "Responsible"} <= set(map(str, walk_texts(report)))
    before = digest(report)
    found = delivery()
    assert digest(query.report(found)) == before
    colored = {**found.roles, "sre": structs.replace(found.roles["sre"], color=Text("#ff0000"))}
    renamed = (structs.replace(found.rows[0], name=Text("Releases")), *found.rows[1:])
    handed = (structs.replace(found.rows[1], assign=(assign("devops", "R"),)), *found.rows[2:])
    for changed in (
        structs.replace(found, roles=colored),
        structs.replace(found, rows=renamed),
        structs.replace(found, rows=(found.rows[0], *handed)),
    ):
        assert digest(query.report(changed)) != before


def test_of_a_role_alone_nothing_is_a_fact() -> None:
    query = OverlapQuery(roles=("a", "gone"))
    (report,) = {
        query.report(catalog(row("row", {"a": letters}), roles=(role("a", name=Text(name)),)))
        for letters, name in (("R", "One"), ("A", "Another"))
    }
    assert (report.sets, report.asked, report.unknown_roles) == ((), 2, ("gone",))


def walk_texts(report: OverlapReport) -> list[Text]:
    return [thing for thing in walk(report) if isinstance(thing, Text)]


LETTERS = st.sampled_from(["R", "A", "A/R", "C", "I"])
ROWS = st.lists(st.dictionaries(st.sampled_from("abcdef"), LETTERS, max_size=5), max_size=25)
ROLES = st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6, unique=True)


@settings(deadline=None)  # a busy machine is no fault
@given(ROWS, ROLES)
def test_regions_part_what_is_done(rows: list[dict[str, str]], asked: list[str]) -> None:
    found = catalog(
        *(row(f"row {number}", given) for number, given in enumerate(rows)), roles=tuple(map(role, "abcdef"))
    )
    report = OverlapQuery(roles=tuple(asked)).report(found)
    placed = [item.key for region in report.regions for item in region.items]
    does = {
        f"\n\nrow {number}": {
            who for who, letters in given.items() if who in asked and set(letters) & set("RA")
        }
        for number, given in enumerate(rows)
    }
    assert sorted(placed) == sorted(key for key, who in does.items() if who)
    assert report.others == len(rows) - len(placed)
    for region in report.regions:
        for item in region.items:
            assert does[item.key] == {asked[place] for place in region.roles}
    for place, shown in enumerate(report.sets):
        assert shown.rows == sum(len(r.items) for r in report.regions if place in r.roles)
        assert shown.rows == sum(shown.role in who for who in does.values())
    assert [region.number for region in report.regions] == list(range(1, len(report.regions) + 1))


def test_that_a_role_is_away_is_no_fact_of_an_overlap() -> None:
    rows = (row("x", {"a": "A/R", "b": "C"}), row("y", {"b": "A/R"}))
    here, away = (
        OverlapQuery(roles=("a", "b")).report(catalog(*rows, roles=(role("a", status=status), role("b"))))
        for status in (None, Text("vacant"))
    )
    assert digest(here) == digest(away)
