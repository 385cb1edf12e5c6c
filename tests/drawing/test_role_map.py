"""The picture of a map: no box lies on another, names fit, and all of it is inside."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.analysis.role_map import MapReport, Place, Tie
from sphinx_roles.model import Interaction, Text
from sphinx_roles.render.picture import width, wrapped
from sphinx_roles.render.role_map import layout, map_svg, map_tikz


@st.composite
def reports(draw: st.DrawFn) -> MapReport:
    """Some places, each under one before it or under none, and some ties between them."""
    count = draw(st.integers(1, 40))
    above = [draw(st.integers(-1, number - 1)) for number in range(count)]
    pairs = draw(st.lists(st.tuples(*[st.integers(0, count - 1)] * 2), max_size=20))
    return MapReport(
        places=tuple(
            Place(
                role=f"r{number}",
                name=Text(f"Role {number}"),
                above=one,
                relation="reports" if one >= 0 else "",
            )
            for number, one in enumerate(above)
        ),
        ties=tuple(Tie(one=min(pair), other=max(pair)) for pair in pairs if pair[0] != pair[1]),
    )


@settings(max_examples=60)
@given(reports())
def test_no_box_lies_on_another_and_all_is_inside(report: MapReport) -> None:
    names = [str(place.name) for place in report.places]
    drawing = layout(report, names, [""] * len(names))
    boxes = drawing.boxes
    for number, (x, y) in enumerate(boxes):
        assert drawing.left <= x <= drawing.left + drawing.width - 164
        assert drawing.top <= y <= drawing.top + drawing.height - drawing.box
        assert all(abs(x - left) >= 164 or abs(y - top) >= drawing.box for left, top in boxes[:number])
        if report.places[number].above >= 0:
            assert y > boxes[report.places[number].above][1]
    for number, (*_, (x, y)) in enumerate(drawing.curves):
        assert all(abs(x - a) > 23 or abs(y - b) > 23 for *_, (a, b) in drawing.curves[:number])
        assert drawing.left < x < drawing.left + drawing.width
        assert drawing.top < y < drawing.top + drawing.height
    ElementTree.fromstring(map_svg(report, drawing, "A & B", "<c>", "x"))
    assert map_tikz(report, drawing, str).count("\\node") in (0, len(names) + len(drawing.curves))


def test_no_number_of_a_line_lies_on_a_box() -> None:
    """Between two boxes below each other there is little room for one."""
    places = tuple(
        Place(role=f"r{above}", name=Text("R"), above=above, relation="reports" if above >= 0 else "")
        for above in (-1, 0, 0, 1)
    )
    ties = tuple(Tie(one=one, other=other) for one, other in ((1, 3), (1, 2), (2, 3)))
    drawing = layout(MapReport(places=places, ties=ties), ["R"] * 4, [""] * 4)
    for *_, (x, y) in drawing.curves:
        assert not any(
            -10 < x - left < 174 and -10 < y - top < drawing.box + 10 for left, top in drawing.boxes
        )


def test_a_curve_behind_a_box_is_drawn_only_where_the_data_names_the_pair() -> None:
    """Four below each other: from the first to the last but one, a line would run behind the second."""
    places = (
        Place(role="boss", name=Text("R")),
        *(Place(role="r", name=Text("R"), above=0, relation="reports") for _ in range(9)),
    )
    contact = Interaction(role="r", mode=Text("collaboration"))
    for contacts, drawn in (((), [2]), ((contact,), [1, 2])):
        ties = Tie(one=0, other=9, contacts=contacts, rows=9), Tie(one=1, other=2, rows=1)
        drawing = layout(MapReport(places=places, ties=ties), ["R"] * 10, [""] * 10)
        assert [number for number, *_ in drawing.curves] == drawn


def test_a_page_has_room_for_seven_hundred_points() -> None:
    places = [Place(role="r", name=Text("R"))]
    places += [Place(role=f"r{n}", name=Text("R"), above=0, relation="reports") for n in range(59)]
    report = MapReport(places=tuple(places))
    assert layout(report, ["R"] * 60, [""] * 60).width <= 720


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Site Reliability Engineer", ["Site Reliability", "Engineer"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifff-", "ahrtsgesellschaft"]),
        ("品質保証責任者および試験担当技術者", ["品質保証責任者および", "試験担当技術者"]),
        ("a b " * 40, 3), ("x" * 200, 3), ("", [""]),
    ],
)  # fmt: skip
def test_names_of_any_script_are_wrapped(name: str, lines: list[str] | int) -> None:
    found = wrapped(name, 148, 13.5)
    if isinstance(lines, int):
        assert (len(found), found[-1][-1]) == (lines, "…")
    else:
        assert found == lines


@given(st.text(max_size=60))
def test_wrapped_lines_fit_and_no_mark_is_parted_from_its_letter(name: str) -> None:
    found = wrapped(name, 148, 13.5)
    assert len(found) <= 3
    assert all(
        width(line, 13.5) <= 148 or len(line) < 3 or unicodedata.category(line[1])[0] == "M" for line in found
    )
    assert not any(
        unicodedata.category(line[0])[0] == "M"
        for line in found[1:]
        if line and name.split() and " " not in name
    )


@pytest.mark.parametrize(("members", "drawn"), [(8, 8), (9, 0)])
def test_lines_to_teams_are_no_thicket(members: int, drawn: int) -> None:
    places = [Place(role="team", name=Text("Team"), kind="team"), Place(role="boss", name=Text("Boss"))]
    places += [
        Place(role=f"r{n}", name=Text("R"), above=1, relation="reports", part_of=0) for n in range(members)
    ]
    report = MapReport(places=tuple(places))
    drawing = layout(report, ["R"] * len(places), [""] * len(places))
    assert (len(drawing.parts), drawing.more_parts) == (drawn, not drawn)
