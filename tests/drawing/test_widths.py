"""From which width on a grid is shown whole, and how its heads are broken."""

from __future__ import annotations

import datetime
import re
from importlib import resources
from pathlib import Path

import pytest

from sphinx_roles.analysis.matrix import Band, Cell, Column, MatrixReport, Row
from sphinx_roles.analysis.selection import Letter, Part
from sphinx_roles.model import Text
from sphinx_roles.render.labels import Badges, Labels, limits_of
from sphinx_roles.render.widths import (
    COUNTS,
    LEAST,
    LENGTHS,
    TEXTS,
    TURNED,
    WHOLE,
    head_lines,
    straight_width,
    wider_class,
    width_classes,
    words_width,
)  # fmt: skip


def classes(names: list[str], *parts: Part, numbered: bool = False) -> dict[str, int]:
    """Return the steps of a grid of one row, whose first cell has the parts."""
    matrix = MatrixReport(
        id="",
        name=None,
        summary=None,
        columns=tuple(Column(role=name, name=Text(name)) for name in names),
        bands=(
            Band(
                matrix="", section="", rows=(Row(id="x", name=Text("X"), cells=(1, *(0 for _ in names[1:]))),)
            ),
        ),
        cells=(Cell(), Cell(parts)),
        legend=(),
    )
    found = width_classes(
        matrix, "Responsibility", names, limits_of(matrix.cells, Labels()), 0, numbered=numbered
    ).split()
    assert found.pop(0) == "ro-free"
    return {name[3]: int(name[4:]) for name in found}


@pytest.mark.parametrize(
    ("names", "length", "lines"),
    [
        (["SRE"], 3, [1]),
        (["Head of Infrastructure", "SRE"], 15, [2, 1]),
        (["Datenschutzbeauftragte"], 22, [1]),
        ([f"Customer Success Manager {n}" for n in range(20)], 27, [1] * 20),
        (["One two three four five six seven eight nine ten", *"abcdefghijklmn"], 28, [2, *[1] * 14]),
        (["開発責任者 運用責任者"], 14, [2]),
        (["Informationssicherheitsmanagementbeauftragter", "SRE"], 28, [2, 1]),
        (["サイト信頼性エンジニア", "CTO"], 15, [2, 1]),
    ],
)
def test_heads_are_broken_between_words(names: list[str], length: int, lines: list[int]) -> None:
    assert head_lines(names) == (length, lines)


def test_heads_of_five_roles_are_straight_beside_the_sidebar_of_a_theme() -> None:
    """Also where the words of steps below them have no room, and cells show numbers."""
    names = [
        "Product Owner",
        "Head of Engineering",
        "Technical Lead",
        "Developer",
        "Site Reliability Engineer",
    ]
    assert wider_class(straight_width(names, [0] * 5)) == "ro-t44"
    assert wider_class(straight_width(names, [words_width("Practitioner")] * 5)) == "ro-t52"


def test_a_column_more_needs_more_room_and_so_does_a_condition() -> None:
    few, more = classes(["Developer"] * 4, Part(("A",))), classes(["Developer"] * 12, Part(("A",)))
    assert (few["n"], more["n"]) == (4, 12)
    assert few["w"] < more["w"] <= 38
    assert few["t"] < more["t"]
    limited = classes(["Developer"] * 12, Part(("A",), when="regulated"))
    assert limited["w"] > more["w"]
    # A number in its place needs less.
    numbered = classes(["Developer"] * 12, Part(("A",), when="regulated"), numbered=True)
    assert numbered["w"] < limited["w"]


def test_a_turned_head_has_room_for_letters_of_a_wide_font() -> None:
    """Bold ones have 0.61 em on average, at 0.92 of the size; the next line would be cut off."""
    for signs in (8, 17, 24, 28):
        assert classes(["x" * signs] * 20, Part(("A",)))["h"] >= 0.61 * signs


def test_twenty_roles_are_whole_beside_the_sidebar_of_every_theme() -> None:
    """The narrowest of the eight is alabaster, with 660 pixels in a font of 17."""
    assert classes([f"Site Reliability Engineer {n % 9}" for n in range(20)], Part(("A",)))["w"] <= 660 / 17


def test_a_name_that_can_be_broken_anywhere_needs_no_more_than_a_line_of_five_signs() -> None:
    names = ["サイト信頼性エンジニア", "デブオプスエンジニア", "最高技術責任者", "CTO"]
    assert classes(names)["t"] <= classes(["abcdefghij"] * 4)["t"]


def test_what_fits_nowhere_is_not_called_whole() -> None:
    assert "w" not in classes(["Developer"] * 90, Part(("A",)))


def test_the_stylesheet_has_a_rule_for_every_step() -> None:
    css = (resources.files("sphinx_roles") / "static" / "sphinx-roles.css").read_text("utf-8")
    for kind, steps in (
        ("w", WHOLE),
        ("t", TURNED),
        ("n", COUNTS),
        ("h", LENGTHS),
        ("f", TEXTS),
        ("c", LEAST),
    ):
        assert [int(n) for n in re.findall(rf"[ \n]\.ro-{kind}(\d+) {{", css)] == list(steps)
    for kind, limit in (("w", "min-width: {}em"), ("t", "max-width: {}em")):
        for step in WHOLE if kind == "w" else TURNED:
            edge = step if kind == "w" else f"{step - 0.01:.2f}"
            assert f"@container ({limit.format(edge)}) {{ .ro-{kind}{step} {{" in css


def test_every_public_custom_property_is_told_in_the_docs() -> None:
    css = (resources.files("sphinx_roles") / "static" / "sphinx-roles.css").read_text("utf-8")
    page = Path(__file__).parents[2] / "docs" / "how-to" / "look.md"
    told = set(re.findall(r"`(--sphinx-roles-\w+)`", page.read_text("utf-8")))
    assert told == set(re.findall(r"var\((--sphinx-roles-\w+)", css))


def test_no_line_breaks_within_a_day() -> None:
    part = Part(("A",), Text("night"), datetime.date(2027, 3, 31))
    legend = (Letter("A", Text("Accountable"), Text(""), "circle", "decides"),)
    html = Badges(legend, Labels(), {"A": "Accountable"}).part(part)
    assert html.endswith("(night, until 31\u00a0Mar\u00a02027)</span></span>")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (datetime.date(2027, 3, 1), "1\u00a0Mar\u00a02027"),
        ("2027-03-01", "1\u00a0Mar\u00a02027"),
        ("2027-03", "Mar\u00a02027"),
        *((text, text) for text in ("2027", "2027-13", "2027-02-30", "spring 2027", "20270301", "")),
    ],
)
def test_days_and_months_are_as_the_language_writes_them(given: datetime.date | str, shown: str) -> None:
    assert Labels().day(given) == shown


def test_a_day_is_in_the_language_of_the_words() -> None:
    words = {"d\u00a0MMM\u00a0y": "y年M月d日", "en": "ja"}
    assert Labels().translated(lambda text: words.get(text, text)).day("2027-03-31") == "2027年3月31日"
