"""CSV and TSV: the cells of the csv module, each with its line and column."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading.cases import cases

from sphinx_roles.catalog.formats.delimited import read_csv
from sphinx_roles.catalog.nodes import ReadContext, as_lines
from sphinx_roles.catalog.tables import Grid
from sphinx_roles.catalog.tables.interpret import read_grids
from sphinx_roles.problems import Code, Location, Problem


def grid_of(text: str, delimiter: str | None = None, line: int = 1, column: int = 1) -> Grid:
    context = ReadContext("raci.csv", [], line, column)
    (grid,) = read_csv(text, context, delimiter)
    assert context.problems == []
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.raw for cell in row] for row in grid.rows]


def locations(grid: Grid) -> list[list[tuple[int, int]]]:
    return [[(cell.at >> 12, cell.at & 0xFFF) for cell in row] for row in grid.rows]


def test_every_cell_knows_its_place() -> None:
    grid = grid_of('Task,PM, Dev\n"Plan, build",A,"R"\n"two\nlines",C , I\nlast,R,A\n')
    assert texts(grid) == [
        ["Task", "PM", " Dev"], ["Plan, build", "A", "R"], ["two\nlines", "C ", " I"], ["last", "R", "A"],
    ]  # fmt: skip
    assert locations(grid) == [
        [(1, 1), (1, 6), (1, 10)],
        [(2, 2), (2, 15), (2, 18)],
        [(3, 2), (4, 8), (4, 12)],
        [(5, 1), (5, 6), (5, 8)],
    ]


def test_places_inside_a_directive() -> None:
    grid = grid_of('Task,PM\n"a\nb",R\n', line=10, column=4)
    assert locations(grid) == [[(10, 4), (10, 9)], [(11, 5), (12, 7)]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor(end: str) -> None:
    grid = grid_of(end.join(["Task,PM", "a\u2028b,R", "", '"c\x85d",A']))
    assert [row[0].at >> 12 for row in grid.rows] == [1, 2, 4]
    assert grid.rows[2][0].raw == "c\x85d"


@pytest.mark.parametrize(("text", "first"), cases("delimited", "the delimiter is found"))
def test_the_delimiter_is_found(text: str, first: list[str]) -> None:
    assert texts(grid_of(text))[0] == first


def test_the_line_of_excel_counts_as_a_line() -> None:
    assert locations(grid_of("sep=;\r\nTask;PM\r\n")) == [[(2, 1), (2, 6)]]


@pytest.mark.parametrize(("text", "row"), cases("delimited", "stray quotes"))
def test_stray_quotes(text: str, row: list[str]) -> None:
    assert texts(grid_of(f"x,y\n{text}\n", delimiter=","))[1] == row


@pytest.mark.parametrize("rest", ["", 'c,"d"\n', 'c,d\n"e",f\n'])
def test_an_unclosed_quote_is_told_once_and_the_rest_is_read(rest: str) -> None:
    context = ReadContext("raci.csv", [])
    (grid,) = read_csv('Task,PM\na, "b\n' + rest, context)
    assert context.problems == [
        Problem(
            Code.SYNTAX,
            "a quote opens here and is never closed, expected a second one at the end of the field",
            Location("raci.csv", 2, 4),
        )
    ]
    assert texts(grid)[1] == ["a", "b"]
    assert len(grid.rows) == 2 + rest.count("\n")


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n,,\n", "sep=;", "\ufeff"])
def test_a_file_without_text_has_no_grid(text: str) -> None:
    assert read_csv(text, ReadContext("raci.csv", [])) == []


_CELL = st.text(st.sampled_from('ab ,;"\n\r|\tAé\u2028'), max_size=6)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=4), min_size=1, max_size=4), st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([["head", "head"], *rows])
    grid = grid_of(stream.getvalue(), delimiter=delimiter)
    assert texts(grid)[1:] == [[as_lines(cell) for cell in row] for row in rows]
    lines = as_lines(stream.getvalue()).split("\n")
    for row in grid.rows:
        for cell in row:
            # The place is that of the first character, also behind a quote.
            first = cell.raw.lstrip(" \t")[:1]
            if first and first not in '\r\n"\u2028':
                assert lines[(cell.at >> 12) - 1][(cell.at & 0xFFF) - 1] == first


@given(st.one_of(st.text(), st.text(st.sampled_from('ab,"\n\r;| \t'))))
def test_any_text_is_read(text: str) -> None:
    read_csv(text, ReadContext("raci.csv", []))


@pytest.mark.parametrize(("text", "reported"), cases("delimited", "two separators are reported"))
def test_two_separators_are_reported(text: str, reported: str) -> None:
    context = ReadContext("a.csv", [])
    read_grids(read_csv(text, context), context)
    found = [f"{p.location.line}:{p.location.column} {p.text}" for p in context.problems]
    assert len(found) == bool(reported)
    place, _, words = reported.partition(" ")
    assert all(one.startswith(place) and words in one for one in found)
