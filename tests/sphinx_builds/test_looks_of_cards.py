"""Cards: what a role does in the matrix, words for several fields, and places that all cards of a grid have."""

from __future__ import annotations

import re

import pytest
from conftest import Maker
from tables import tables

TABLES = tables(__file__)

ROWS = "\n".join(f"  r{number}: {{name: Row {number}, assign: {{dev: A/R, ops: C}}}}" for number in range(7))
DATA = f"""\
roles:
  dev: {{name: Developer, tagline: Makes, summary: Why, tools: [Git], cost: 5, contact: a channel}}
  ops: {{name: Operator, summary: Because, holders: [Ana], skills: {{night: Expert}}, duties: [Wakes up]}}
responsibilities:
{ROWS}
"""
SETTINGS = {"roles_catalog": "roles.yaml", "roles_fields": {"cost": "Cost centre"}}


@pytest.mark.parametrize(("options", "heads"), TABLES["a word is for several fields"])
def test_a_word_is_for_several_fields(project: Maker, options: str, heads: list[str]) -> None:
    page = f".. role-cards::\n   {options}\n"
    built = project({"index.rst": page, "roles.yaml": DATA}, **SETTINGS).build()
    assert built.warnings == []
    found = re.findall("<dt>(.*?) </dt>", built.page())
    assert set(found) == set(heads)
    # A field has one place on all cards, in the order asked for.
    places = re.findall(r'ro-n(\d+)"><dt>(.*?) </dt>', built.page())
    assert {(int(place), name) for place, name in places} == set(enumerate(heads, 1))


@pytest.mark.parametrize(("view", "expected"), TABLES["so it is in other views"])
def test_so_it_is_in_other_views(project: Maker, view: str, expected: str) -> None:
    built = project({"index.rst": f".. {view}\n", "roles.yaml": DATA}, **SETTINGS).build()
    assert built.warnings == []
    assert expected in built.page()


@pytest.mark.parametrize("builder", ["html", "text"])
def test_what_a_role_answers_for_is_on_its_card(project: Maker, builder: str) -> None:
    built = project({"index.rst": ".. role-card:: dev\n", "roles.yaml": DATA}, **SETTINGS).build(builder)
    text = " ".join(
        re.sub("<[^>]*>", "", built.page("index.html" if builder == "html" else "index.txt")).split()
    )
    said = "Accountable and Responsible for 7: Row 0, Row 1, Row 2, Row 3, Row 4 and 2 more"
    assert said in re.sub(r"(?<=and)  +| +(?=Responsible)", " ", text)


@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_matrix_says_which_condition_was_chosen(project: Maker, builder: str) -> None:
    page = ".. responsibility-matrix:: Who\n   :when: night\n   :width: page\n"
    rows = "roles: {dev: {}}\nresponsibilities:\n  on: {assign: {dev: A/R (night)}}\n"
    built = project({"index.rst": page, "roles.yaml": rows}, **SETTINGS).build(builder)
    assert built.warnings == []
    assert "Who (night)" in built.page("index.html" if builder == "html" else "index.txt")


@pytest.mark.parametrize(("roles", "columns"), [(2, 2), (3, 3), (4, 2), (5, 3)])
def test_no_place_of_a_row_is_empty_where_cards_can_be_two_by_two(
    project: Maker, roles: int, columns: int
) -> None:
    data = "roles:\n" + "".join(f"  r{number}: {{summary: Why}}\n" for number in range(roles))
    page = project({"index.rst": ".. role-cards::\n", "roles.yaml": data}).build().page()
    assert f"sd-row-cols-lg-{columns} " in page
