"""The circles: every number stands in its own region, and the picture is sound SVG and TikZ."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from sphinx_roles.analysis.assignments import ListedRow
from sphinx_roles.analysis.overlap import OverlapReport, Region, RoleSet
from sphinx_roles.model import Text
from sphinx_roles.render.overlap import (
    RADIUS,
    WIDTH,
    Description,
    Venn,
    layout,
    venn_svg,
    venn_tikz,
)
from sphinx_roles.render.picture import width

REGIONS = {2: [(0, 1), (0,), (1,)], 3: [(0, 1), (0, 2), (1, 2), (0, 1, 2), (0,), (1,), (2,)]}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("&")</script>'


def overlap(*names: str, color: str = "") -> OverlapReport:
    """Roles of these names; region number *n* has *n* rows."""
    sets = tuple(RoleSet(f"r{n}", Text(name), 1, color=color) for n, name in enumerate(names))
    regions = tuple(
        Region(number, roles, (ListedRow("", Text("x")),) * number)
        for number, roles in enumerate(REGIONS[len(names)], 1)
    )
    return OverlapReport(sets=sets, regions=regions)


def words(*names: str) -> Description:
    return Description(names, f"Overlap of {names[0]}", "1: all (1)")


def depth(venn: Venn, circle: int, x: float, y: float) -> float:
    """How far a point is inside a circle; below 0 for outside."""
    return RADIUS - math.dist((x, y), (venn.circles[circle].x, venn.circles[circle].y))


@pytest.mark.parametrize("count", [2, 3])
def test_numbers_stand_in_their_regions(count: int) -> None:
    report = overlap(*"ABC"[:count])
    venn = layout(report)
    for region, spot in zip(report.regions, venn.spots, strict=True):
        assert (spot.number, spot.count) == (region.number, region.number)
        # The ring above the point and the count below it, corners and all.
        corners = [(dx, dy) for dx in (-11, 11) for dy in (-24, 19)]
        for dx, dy in corners:
            for circle in range(count):
                inside = depth(venn, circle, spot.x + dx, spot.y + dy)
                assert inside > 0 if circle in region.roles else inside < 0


@pytest.mark.parametrize("count", [2, 3])
def test_names_stand_outside_and_in_the_picture(count: int) -> None:
    venn = layout(overlap(*"ABC"[:count]))
    for circle in venn.circles:
        near = circle.name_y
        assert all(depth(venn, n, circle.name_x, near) < 0 for n in range(count))
        assert abs(circle.name_x) + circle.room / 2 <= WIDTH / 2
    for left, right in pairwise(c for c in venn.circles if not c.below):
        assert left.name_x + left.room / 2 <= right.name_x - right.room / 2


def test_a_long_word_is_broken_before_it_is_squeezed_too_much() -> None:
    names = "Informationssicherheitsmanagementbeauftragter", "Platform Engineer"
    texts = list(ElementTree.fromstring(venn_svg(overlap(*names), words(*names), "x")).iter(f"{SVG}text"))
    assert "".join((one.text or "").rstrip("-") for one in texts).startswith(names[0])
    assert all(width(one.text or "") <= 1.15 * float(one.get("textLength", "inf")) for one in texts)


def test_the_picture_in_a_page() -> None:
    names = ("DevOps Engineer", "Site Reliability Engineer", "Platform Engineer")
    svg = venn_svg(overlap(*names), words(*names), "roles-1")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby", "").split()
    assert [one.get("id") for tag in ("title", "desc") for one in root.findall(f"{SVG}{tag}")] == named
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts[:4] == ["DevOps Engineer", "Site Reliability", "Engineer", "Platform Engineer"]
    assert texts[4:] == [text for n in range(1, 8) for text in (str(n), str(n))]
    sets = [element for element in root.iter(f"{SVG}circle") if "ro-set" in (element.get("class") or "")]
    assert len({element.get("stroke-dasharray") for element in sets}) == 3
    assert "<style" not in svg
    assert " style=" not in svg
    assert "#" not in svg
    assert {element.get("fill") for element in root.iter() if element.get("fill")} == {"currentColor", "none"}


def test_a_role_has_its_own_colour() -> None:
    report = overlap("A", "B", color="#0B63b5")
    assert 'class="ro-set ro-tone-0b63b5"' in venn_svg(report, words("A", "B"), "x")
    assert 'stroke="#0B63b5"' in venn_svg(report, words("A", "B"), "")
    assert "red,11;green,99;blue,181" in venn_tikz(report, ["A", "B"], str)
    # LaTeX does not know the colours of the web by name.
    assert "teal" not in venn_tikz(overlap("A", "B", color="teal"), ["A", "B"], str)


def test_a_file_needs_no_page() -> None:
    file = venn_svg(overlap("A", "B"), words("A", "B"), "")
    root = ElementTree.fromstring(file)
    assert "currentColor" not in file
    assert "class=" not in file
    paper = root.find(f"{SVG}rect")
    assert paper is not None
    box = (root.get("viewBox") or "").split()
    assert [paper.get(name) for name in ("x", "y", "width", "height")] == box


@pytest.mark.parametrize("ident", ["x", ""])
def test_names_are_text_and_no_markup(ident: str) -> None:
    root = ElementTree.fromstring(venn_svg(overlap(HOSTILE, "B"), words(HOSTILE, "B"), ident))
    assert not [element for element in root.iter() if "script" in element.tag]
    assert HOSTILE in "".join(element.text or "" for element in root.iter(f"{SVG}text"))


def test_a_word_that_is_too_wide_is_squeezed_into_its_room() -> None:
    svg = venn_svg(
        overlap("Qualitätssicherungsbeauftragter", "B"), words("Qualitätssicherungsbeauftragter", "B"), "x"
    )
    assert re.findall(r'textLength="(\d+)"', svg) == ["168"]


def test_more_lines_make_a_taller_picture() -> None:
    def top(name: str) -> float:
        root = ElementTree.fromstring(venn_svg(overlap(name, "B"), words(name, "B"), ""))
        return float((root.get("viewBox") or "").split()[1])

    assert top("One") - top("A rather long name of a role") == 19


def test_tikz() -> None:
    tex = venn_tikz(overlap("R&D", "B", "C"), ["R&D", "B", "C"], lambda text: text.replace("&", r"\&"))
    assert tex.count(r"\draw[") == 3
    assert tex.count(r"\node[") == 3 + 2 * 7
    assert r"{\hskip0pt R\&D}" in tex
    assert tex.count("{") == tex.count("}")
    assert len(set(re.findall(r"fill opacity=0.12, ([^\]]*)\]", tex))) == 3
