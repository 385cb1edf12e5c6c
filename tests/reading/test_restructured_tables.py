"""Tables of reStructuredText as grids: grid and simple tables, list-table and csv-table."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.cases import cases

from sphinx_roles.catalog.formats.restructured import read_restructured
from sphinx_roles.catalog.load import format_of_body, read_body
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.tables import Grid
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location, Problem


def read(text: str, **options: Any) -> tuple[list[Grid], list[str]]:
    problems: list[Problem] = []
    found = read_restructured(dedent(text).lstrip("\n"), ReadContext("page.rst", problems, **options))
    return found, [f"{one.location.line}:{one.location.column} {one.code}" for one in problems]


def one_grid(text: str, **options: Any) -> Grid:
    grids, reported = read(text, **options)
    assert reported == []
    (grid,) = grids
    return grid


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in one_grid(text).rows]


def locations(grid: Grid) -> list[list[tuple[int, int]]]:
    return [[(cell.at >> 12, cell.at & 0xFFF) for cell in row] for row in grid.rows]


GRID, SIMPLE, LIST, CSV, PIPE, GROUPED, WIDE = cases("restructured_tables", "pages")
ROWS = [
    ["Task", "Product manager", "Dev"],
    ["Planning"],
    ["Write a story", "A", "R"],
    ["Deploy the new release", "", "A/R"],
]


FORMS = {"grid": GRID, "simple": SIMPLE, "list": LIST, "csv": CSV}


def body(text: str) -> tuple[Catalog, tuple[Problem, ...]]:
    return read_body(dedent(text).strip("\n"), Location("page.rst", 10, 4))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_rows(form: str) -> None:
    grid = one_grid(FORMS[form])
    assert [[cell.text for cell in row] for row in grid.rows] == ROWS
    assert grid.headed
    assert grid.rows[2][1].bold
    assert (grid.name and grid.name.text) == (None if form in ("grid", "simple") else "Delivery")


def test_places() -> None:
    assert locations(one_grid(GRID)) == [
        [(2, 3), (2, 19), (2, 29)], [(5, 3)], [(7, 3), (7, 19), (7, 29)], [(9, 3), (9, 18), (9, 29)],
    ]  # fmt: skip
    assert locations(one_grid(SIMPLE)) == [
        [(2, 1), (2, 25), (2, 34)], [(5, 1)], [(7, 1), (7, 25), (7, 34)], [(8, 1), (8, 25), (8, 34)],
    ]  # fmt: skip
    assert locations(one_grid(LIST)) == [
        [(5, 8), (6, 8), (8, 8)], [(9, 8)], [(10, 8), (11, 8), (12, 8)], [(13, 8), (15, 7), (16, 8)],
    ]  # fmt: skip
    assert locations(one_grid(CSV)) == [
        [(2, 13), (2, 20), (2, 38)], [(5, 4)], [(6, 4), (6, 19), (6, 26)], [(7, 5), (8, 18), (8, 20)],
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_line_of_a_body_is_shifted(form: str) -> None:
    here = [location for row in locations(one_grid(FORMS[form])) for location in row]
    there = [location for row in locations(one_grid(FORMS[form], line=21, column=5)) for location in row]
    assert there == [(line + 20, column + 4) for line, column in here]


@pytest.mark.parametrize(("text", "rows"), cases("restructured_tables", "cells"))
def test_cells_that_span_rows_and_columns_or_are_blank(text: str, rows: list[list[str]]) -> None:
    assert texts(text) == rows


def test_tables_without_a_marked_head() -> None:
    grid = one_grid("+------+----+\n| Task | PM |\n+------+----+\n| Ship | A  |\n+------+----+\n")
    assert not grid.headed
    grid = one_grid("====  ==\nTask  PM\nShip  A\n====  ==\n")
    assert not grid.headed
    assert [[cell.text for cell in row] for row in grid.rows] == [["Task", "PM"], ["Ship", "A"]]
    assert not one_grid(".. list-table::\n\n   * - Task\n     - PM\n   * - Ship\n     - A\n").headed
    assert not one_grid(".. csv-table::\n\n   Task, PM\n   Ship, A\n").headed


def test_paragraphs_of_a_cell_stay_lines() -> None:
    (_, (text, _)) = cases("restructured_tables", "cells")
    assert one_grid(text).rows[2][2].raw == "a\nb"


# Without its last column, which has no group of heads over several.
STACKED = "\n".join(line[: -len("+------")] if line.strip() else "" for line in GROUPED.split("\n"))


@pytest.mark.parametrize(("text", "roles"), [(STACKED, ["PM", "Dev"]), (GROUPED, ["PM", "Dev", "QA"])])
def test_of_two_rows_of_heads_the_groups_are_left_out_and_reported_once(text: str, roles: list[str]) -> None:
    (grid,), reported = read(text)
    assert [cell.text for cell in grid.rows[0]] == ["Task", *roles]
    assert [cell.text for cell in grid.rows[1]] == ["Ship", "A", "R", "I"][: len(roles) + 1]
    assert reported == ["2:10 table"]


@pytest.mark.parametrize(
    "text", cases("restructured_tables", "groups that span nothing are left out and reported")
)
def test_groups_that_span_nothing_are_left_out_and_reported(text: str) -> None:
    catalog, (problem,) = body(text)
    assert problem.text.startswith("row 'Task', 'Team', 'Rest' is above the head ('Task', 'PM', 'Dev', …)")
    assert [(one.role, *one.letters) for one in catalog.rows[0].assign] == [
        ("pm", "A"), ("dev", "R"), ("qa", "I"),
    ]  # fmt: skip


def test_a_head_over_all_columns_is_the_name() -> None:
    grid = one_grid("====  ==\nDelivery\n--------\nTask  PM\n====  ==\nShip  A\n====  ==\n")
    assert grid.name
    assert (grid.name.text, grid.name.at >> 12) == ("Delivery", 2)
    assert [cell.text for cell in grid.rows[0]] == ["Task", "PM"]


@pytest.mark.parametrize("table", [GRID, SIMPLE], ids=["grid", "simple"])
def test_a_table_directive_names_its_table(table: str) -> None:
    inner = "".join(f"   {line}\n" if line else "\n" for line in table.strip("\n").split("\n"))
    (named, bare), reported = read(f".. table:: Who does\n   *what*\n   :widths: auto\n\n{inner}\n{table}")
    assert reported == []
    assert named.name
    assert (named.name.text, named.name.at >> 12, named.name.at & 0xFFF) == ("Who does what", 1, 12)
    assert bare.name is None
    assert [[cell.text for cell in row] for row in named.rows] == ROWS


def test_a_table_without_a_caption_is_called_as_the_heading_above_it() -> None:
    grids, reported = read(*cases("restructured_tables", "headings and captions"))
    assert reported == []
    names = [(grid.name.text, grid.name.at >> 12, grid.name.at & 0xFFF) for grid in grids if grid.name]
    assert names == [("Team", 2, 2), ("Caption", 14, 12), ("Who does what", 11, 1)]


@pytest.mark.parametrize(("written", "text", "link"), cases("restructured_tables", "markup is taken away"))
def test_markup_is_taken_away(written: str, text: str, link: str | None) -> None:
    page = f".. list-table::\n\n   * - {written}\n     - x\n\n.. _Deploy it: https://x.org/it\n"
    cell = one_grid(page).rows[0][0]
    assert (cell.text, cell.link) == (text, link)


def test_the_fields_and_footnotes_of_a_row() -> None:
    (text,) = cases("restructured_tables", "footnotes")
    catalog, problems = body(text)
    assert problems == ()
    row, second = catalog.rows
    assert (str(row.name), [str(note) for note in second.notes]) == ("Ship", ["Always."])
    assert [(link.text, link.url) for link in row.links] == [
        ("Ship", "https://x.org"), ("How", "https://x.org/how"),
    ]  # fmt: skip
    assert [str(note) for note in row.notes] == ["see {ref}`x`", "Only on Mondays."]


def test_lines_of_a_cell_that_stay_lines() -> None:
    grid = one_grid(
        "+------+-----+\n| Task | - A |\n|      | - R |\n+------+-----+\n| | x  | y   |\n| | z  |     |\n+------+-----+\n"
    )
    assert [[cell.raw for cell in row] for row in grid.rows] == [["Task", "- A\n- R"], ["x\nz", "y"]]


def test_wide_and_combining_characters() -> None:
    grids, reported = read(WIDE)
    assert reported == []
    names = [f"{one.text} {one.at >> 12}:{one.at & 0xFFF}" for grid in grids if (one := grid.name)]
    assert names == ["任務一覧 1:1", "任務一覧 1:1", "責任分担 20:12", "責任 任務 26:17", "責任 32:16"]
    assert [[[cell.text for cell in row] for row in grid.rows] for grid in grids] == [
        [["任務", "開発", "ｶﾅ"], ["部署🚀", "A", "责任"], ["x́ý", "R", "A"]],
        [["任務", "開発"], ["合計"], ["配備", "A/R"]],
        [["任務", "開"]],
        [["作業", "開発"]],
        [["作業", "開発"], ["配備", "A/R"]],
    ]
    assert "\0" not in repr(grids)
    source = WIDE.lstrip("\n").split("\n")
    for cell in (cell for grid in grids for row in grid.rows for cell in row):
        assert source[(cell.at >> 12) - 1].startswith(cell.text, (cell.at & 0xFFF) - 1)


def test_delimiters() -> None:
    for delim, written in ((";", ";"), ("tab", "\t"), ("0x7C", "|"), ("space", " ")):
        text = f".. csv-table::\n   :delim: {delim}\n   :header-rows: 1\n\n   Task{written}PM\n   Ship{written}A\n"
        grid = one_grid(text)
        assert [[cell.text for cell in row] for row in grid.rows] == [["Task", "PM"], ["Ship", "A"]]
        assert grid.headed


@pytest.mark.parametrize("text", cases("restructured_tables", "what is no table"))
def test_what_is_no_table(text: str) -> None:
    assert read(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "reported", "kept"),
    cases("restructured_tables", "what is broken is told once and the rest is read"),
)
def test_what_is_broken_is_told_once_and_the_rest_is_read(text: str, reported: list[str], kept: str) -> None:
    *grids, last = read(f"{text}\nMore\n====\n\n==  ==\nx   y\n==  ==\n")[0]
    assert (last.name and last.name.text, [cell.text for cell in last.rows[0]]) == ("More", ["x", "y"])
    _, problems = read(text)
    assert problems == reported
    assert "".join(cell.text for grid in grids for row in grid.rows for cell in row) == kept


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (GRID.strip(), "rst"),
        (SIMPLE.strip(), "rst"),
        (LIST.strip(), "rst"),
        (CSV.strip(), "rst"),
        (".. rst-class:: wide\n\n====  ==\n", "rst"),
        ("R = does it\n\n====  ==\nTask  PM\n====  ==\n", "rst"),
        ("+------+---+\n| Task | P |\n+------+---+\n| -    | - |\n+------+---+\n", "rst"),
        (PIPE.strip(), "markdown"),
        ("| a |\n|---|\n+ x\n", "markdown"),
        ("ship:\n  summary: |\n    +---+\n    | a |\n    +---+\n", "yaml"),
        ("Task,PM\nShip,A\n", "csv"),
        ("Title\n=====\n", "csv"),
    ],
)
def test_the_format_of_a_body_is_looked_at(text: str, form: str) -> None:
    assert format_of_body(text) == form


def test_problems_of_letters_stand_at_their_cell() -> None:
    _, problems = body(
        "====  ===  ===\nTask  PM   Dev\n====  ===  ===\nShip  A    Q\nTest  R    A\n====  ===  ===\n"
    )
    assert [str(one.location) for one in problems] == ["page.rst:13:15"]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*FORMS.values()]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6), st.text(
        alphabet=st.sampled_from("aR+-=| \n\t*:.`_\\[]<>\",#任\x00"), max_size=5)), min_size=1, max_size=4),
)  # fmt: skip
def test_a_mutated_table_never_raises(text: str, edits: list[tuple[int, int, str]]) -> None:
    text = dedent(text).strip("\n")
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    problems: list[Problem] = []
    lines = text.count("\n") + 1
    for grid in read_restructured(text, ReadContext("f", problems)):
        assert grid.rows
        assert all(1 <= cell.at >> 12 <= lines and cell.at & 0xFFF for row in grid.rows for cell in row)
    assert all(1 <= one.location.line <= lines and one.location.column for one in problems)
    read_body(text, Location("f", 3, 5))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA+-=| \n*:.`_\\"), max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_body(text, Location("f"), format="rst")


def test_parsers_are_loaded_for_the_tables_that_need_them() -> None:
    code = f"""
import sys
from sphinx_roles.catalog.load import read_body
from sphinx_roles.problems import Location

assert "sphinx_roles.catalog.tables" not in sys.modules

def loaded(text):
    assert read_body(text, Location("f"))[0].rows
    return sorted({{"docutils", "markdown_it", "myst_parser", "sphinx"}} & set(sys.modules))

assert loaded("Ship it:\\n  assign: {{ops: A/R, dev: -, qa: C (in production)}}") == []
assert loaded("Task,Ops,Dev\\nShip it,A/R,-\\nTest it,n/a,R") == []
assert loaded({PIPE!r}) == ["markdown_it"]
assert loaded({SIMPLE!r}) == ["docutils", "markdown_it"]
"""
    subprocess.run([sys.executable, "-c", code], check=True)


MYST = {
    "list": """
        ```{list-table} Who
        :header-rows: 1

        * - Task
          - SRE
          - Dev
        * - [Ship](https://x.org/a_b) `it`
          - **A**
          - R
        * - Build
          - Q
        ```
        """,
    "csv": """
        :::{csv-table} Who
        :header: Task, SRE, Dev
        [Ship](https://x.org/a_b) `it`,**A**,R
        Build,Q
        :::
        """,
}


@pytest.mark.parametrize(("form", "at"), [("list", "page.rst:20:8"), ("csv", "page.rst:13:10")])
def test_a_table_of_myst_is_the_body(form: str, at: str) -> None:
    """Its cells are Markdown, and mean what they do in a table of pipes."""
    catalog, problems = body(MYST[form])
    assert [f"{one.location} {one.code}" for one in problems] == [f"{at} unknown-letter"]
    ship, build = catalog.rows
    assert (ship.name, ship.links[0].url, build.name) == ("Ship it", "https://x.org/a_b", "Build")
    assert [one.letters for one in ship.assign] == [("A",), ("R",)]
    assert catalog.matrices[ship.matrix].name == "Who"


def test_what_is_wrong_in_a_table_of_myst_has_its_place() -> None:
    wrong = "````{list-table}\n:header-row: 1\n\ntext\n* - a\n```\n````\n"
    assert read(wrong)[1] == ["2:2 option", "4:1 syntax"]
    assert read("```{list-table} Nothing\n```\n")[1] == ["1:1 table"]
