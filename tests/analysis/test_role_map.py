"""Who stands under whom, and who works with whom."""

from __future__ import annotations

from typing import Any

import pytest
from catalogs import catalog, role, row
from hypothesis import given
from hypothesis import strategies as st

from sphinx_roles.analysis.role_map import MapQuery, MapReport
from sphinx_roles.catalog.load import read_body
from sphinx_roles.model import Holder, Interaction, Prose, Text
from sphinx_roles.problems import Location


def tree(report: MapReport) -> list[tuple[str, str, str]]:
    """The name of each place, that of the one above it, and why it stands there."""
    names = [str(place.name) for place in report.places]
    return [
        (str(place.name), names[place.above] if place.above >= 0 else "", place.relation)
        for place in report.places
    ]


TEAM = (
    role("head"), role("crew", kind="team", reports_to=Text("head")), role("dev", part_of=Text("crew")),
    role("ops", reports_to=Text("dev"), part_of=Text("crew")), role("qa", reports_to=Text("Board")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [("HEAD", "", ""), ("CREW", "HEAD", "reports"), ("DEV", "CREW", "parts"), ("OPS", "DEV", "reports"),
              ("Board", "", ""), ("QA", "Board", "reports")]),
        ({"root": "crew"}, [("CREW", "", ""), ("DEV", "CREW", "parts"), ("OPS", "DEV", "reports")]),
        ({"depth": 0}, [("HEAD", "", ""), ("Board", "", "")]),
        ({"root": "head", "depth": 1}, [("HEAD", "", ""), ("CREW", "HEAD", "reports")]),
        ({"show": ("parts",)}, [("HEAD", "", ""), ("CREW", "", ""), ("DEV", "CREW", "parts"), ("OPS", "CREW", "parts"), ("QA", "", "")]),
        ({"roles": ("ops", "dev")}, [("DEV", "", ""), ("OPS", "DEV", "reports")]),
        ({"without": ("dev",), "show": ("reports",)}, [("HEAD", "", ""), ("CREW", "HEAD", "reports"), ("OPS", "", ""), ("Board", "", ""), ("QA", "Board", "reports")]),
        ({"kinds": ("team",)}, [("CREW", "", "")]),
    ],
)  # fmt: skip
def test_each_role_stands_under_its_manager_or_its_team(
    query: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert tree(MapQuery(**query).report(catalog(roles=TEAM))) == expected


def test_a_lead_may_be_part_of_the_team_that_reports_to_it() -> None:
    roles = (
        role("lead", part_of=Text("crew")), role("crew", kind="team", reports_to=Text("lead")),
    )  # fmt: skip
    report = MapQuery().report(catalog(roles=roles))
    assert tree(report) == [("LEAD", "", ""), ("CREW", "LEAD", "reports")]
    assert report.places[0].part_of == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": Text("absent")}, "absent"), ({"status": Text("active"), "holders": ()}, "vacant"), ({"holders": ()}, "vacant"),
        ({"holders": (Holder(Text("Ana"), acting=True),)}, "acting"), ({"holders": (Holder(Text("Ana")),)}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_vacant_and_acting_posts_are_marked(fields: dict[str, Any], status: str) -> None:
    (place,) = MapQuery().report(catalog(roles=(role("a", **fields),))).places
    assert place.status == status


def test_who_works_with_whom() -> None:
    meets = Interaction("b", Prose("Talks"), Text("help"), Text("May"))
    roles = (
        role("a", interactions=(meets, Interaction(None, Prose("x")), Interaction("a"))),
        role("b"),
        role("c"),
    )
    rows = [
        row("x", {"a": "R", "c": "A"}),
        row("y", {"a": "A/R", "c": "R", "b": "C"}),
        row("z", {"b": "R", "c": "R"}),
    ]
    ties = MapQuery().report(catalog(*rows, roles=roles)).ties
    assert [(tie.one, tie.other, tie.rows) for tie in ties] == [(0, 1, 0), (0, 2, 2), (1, 2, 1)]
    assert ties[0].contacts == (Interaction(None, Prose("Talks"), Text("help"), Text("May")),)
    assert len(MapQuery(least=2).report(catalog(*rows, roles=roles)).ties) == 2
    assert MapQuery(show=("reports",)).report(catalog(*rows, roles=roles)).ties == ()


def test_a_root_that_is_not_there_is_told() -> None:
    report = MapQuery(root="nobody").report(catalog(roles=TEAM))
    assert (report.unknown_roles, report.shows_nothing) == (("nobody",), True)


def test_circles_are_told_once_and_opened() -> None:
    text = "roles:\n  a: {part_of: b}\n  b: {part_of: a}\n  c: {reports_to: d}\n  d: {reports_to: c}\n"
    found, problems = read_body(text, Location("roles.yaml"), format="yaml")
    assert [problem.text for problem in problems] == [
        "part_of leads in a circle: a → b → a", "reports_to leads in a circle: c → d → c",
    ]  # fmt: skip
    assert len(MapQuery().report(found).places) == 4


NAMES = [f"r{number}" for number in range(7)]


@given(st.lists(st.tuples(*[st.sampled_from([None, *NAMES, "Text"])] * 2), min_size=7, max_size=7))
def test_every_role_has_one_place_below_the_one_above_it(above: list[tuple[str | None, str | None]]) -> None:
    lines = "".join(
        f"  {name}: {{reports_to: {manager or '~'}, part_of: {whole or '~'}}}\n"
        for name, (manager, whole) in zip(NAMES, above, strict=True)
    )
    found, _ = read_body(f"roles:\n{lines}", Location("roles.yaml"), format="yaml")
    places = MapQuery().report(found).places
    assert sorted(place.role for place in places if place.role) == NAMES
    assert all(place.above < number for number, place in enumerate(places))


def test_who_stands_in_is_told_though_it_is_not_in_the_map() -> None:
    roles = (role("a", status=Text("vacant"), covered_by="b"), role("b"))
    (place,) = MapQuery(roles=("a",)).report(catalog(roles=roles)).places
    assert place.cover == "B"
