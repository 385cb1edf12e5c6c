"""Pipe tables of Markdown as grids: which lines are tables, their cells, places and names."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading.cases import cases

from sphinx_roles.catalog.formats.markdown import front_matter, marked, read_markdown
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.tables import Grid


def grids(text: str, line: int = 1, column: int = 1) -> list[Grid]:
    return read_markdown(dedent(text).lstrip("\n"), ReadContext("f", [], line, column))


TABLE = "| Task | PM |\n|---|---|\n| a | R |\n"


def test_cells_and_their_places() -> None:
    (grid,) = grids("# Delivery\n\n| Task | **PM** |   Dev |\n|------|:--:|---:|\n| a \\| b | A |  |  \n")
    assert [[cell.text for cell in row] for row in grid.rows] == [["Task", "PM", "Dev"], ["a | b", "A", ""]]
    assert [[(c.at >> 12, c.at & 0xFFF) for c in row] for row in grid.rows] == [
        [(3, 3), (3, 10), (3, 21)], [(5, 3), (5, 12), (5, 15)],
    ]  # fmt: skip
    assert grid.rows[0][1].bold
    assert grid.headed
    assert grid.name
    assert (grid.name.text, grid.name.at >> 12, grid.name.at & 0xFFF) == ("Delivery", 1, 3)


def test_places_inside_a_directive() -> None:
    (grid,) = grids(TABLE, line=20, column=4)
    assert [(row[1].at >> 12, row[1].at & 0xFFF) for row in grid.rows] == [(20, 13), (22, 10)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor(end: str) -> None:
    (grid,) = read_markdown(f"x\u2028y\x0bz{end}" + TABLE.replace("\n", end), ReadContext("f", []))
    assert [row[0].at >> 12 for row in grid.rows] == [2, 4]


@pytest.mark.parametrize(("text", "rows"), cases("markdown_tables", "the rows below the head", TABLE=TABLE))
def test_the_rows_below_the_head(text: str, rows: list[list[str]]) -> None:
    (grid,) = grids(text)
    assert [[cell.text for cell in row] for row in grid.rows[1:]] == rows


@pytest.mark.parametrize(
    "prefix",
    ["   ", "> ", "> > ", ">", "1. First\n\n    ", "- point\n\n  - point\n\n      "],
    ids=["indented", "quote", "two-quotes", "tight-quote", "numbered-list", "inner-list"],
)
def test_inside_lists_and_quotes(prefix: str) -> None:
    *before, margin = prefix.split("\n")
    text = "".join(f"{line}\n" for line in before) + "".join(
        f"{margin}{line}\n" for line in TABLE.splitlines()
    )
    (grid,) = read_markdown(text, ReadContext("f", []))
    assert [[cell.text for cell in row] for row in grid.rows] == [["Task", "PM"], ["a", "R"]]
    assert grid.rows[0][0].at & 0xFFF == len(margin) + 3


@pytest.mark.parametrize("text", cases("markdown_tables", "what is no table", TABLE=TABLE))
def test_what_is_no_table(text: str) -> None:
    assert read_markdown(text, ReadContext("f", [])) == []


def test_text_after_code_and_comments_is_read_again() -> None:
    text = f"```\ncode\n```\n<!-- a\nb -->\n\n{TABLE}"
    assert len(read_markdown(text, ReadContext("f", []))) == 1


@pytest.mark.parametrize(("text", "name"), cases("markdown_tables", "names", TABLE=TABLE))
def test_names(text: str, name: str | None) -> None:
    (grid,) = read_markdown(text, ReadContext("f", []))
    assert (grid.name and grid.name.text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    cases("markdown_tables", "each of several tables has its caption or heading", TABLE=TABLE),
)
def test_each_of_several_tables_has_its_caption_or_heading(text: str, names: list[str]) -> None:
    assert [grid.name.text for grid in grids(text) if grid.name] == names


def test_the_end_of_a_table_directive_begins_no_code() -> None:
    directive = f"```{{table}} One\n\n{TABLE}```\n"
    found = grids(f"{directive}\n# Two\n\n{TABLE}\n```\n{TABLE}```\n\n```py\nx\n```\n\n# Three\n\n{TABLE}")
    assert [grid.name.text for grid in found if grid.name] == ["One", "Two", "Three"]


def test_a_table_in_a_container_a_footnote_and_the_line_of_a_list_item() -> None:
    inner = "".join(f"    {line}\n" for line in TABLE.splitlines())
    item = TABLE.replace("\n|", "\n  |")
    found = read_markdown(
        f":::{{note}}\n{TABLE}:::\n\n[^1]: note\n\n{inner}\n- {item}\n", ReadContext("f", [])
    )
    assert [[cell.text for cell in grid.rows[0]] for grid in found] == [["Task", "PM"]] * 3
    assert [grid.rows[0][0].at & 0xFFF for grid in found] == [3, 7, 5]


def test_links_without_a_definition_and_code_that_looks_like_a_role() -> None:
    (grid,) = grids(
        "| [SRE][sre] | ``{ref}`x` `` | {ref}`y <z>` |\n|---|---|---|\n| <jo@x.org> | ![a](b) | a&nbsp;b |\n"
    )
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["SRE", "{ref}`x`", "y"],
        ["jo@x.org", "a", "a b"],
    ]
    assert [cell.link for cell in grid.rows[1]] == ["mailto:jo@x.org", None, None]


def test_breaks_in_heads_and_links() -> None:
    (grid,) = grids(
        "| Task<br>or duty | [SRE](roles.md#sre) |\n|---|---|\n| [a][doc] | R |\n\n[doc]: <https://x.org/a>\n"
    )
    assert [cell.text for cell in grid.rows[0]] == ["Task or duty", "SRE"]
    assert grid.rows[0][1].link == "roles.md#sre"
    assert grid.rows[1][0].link == "https://x.org/a"


def test_footnotes_of_the_file() -> None:
    (grid,) = grids(f"{TABLE}\n[^1]: only in *production*\n    and staging\n[^x]: other\n")
    assert {mark: note.text for mark, note in grid.footnotes.items()} == {
        "^1": "only in *production*\nand staging", "^x": "other",
    }  # fmt: skip
    assert (grid.footnotes["^1"].at >> 12, grid.footnotes["^1"].at & 0xFFF) == (5, 7)
    # One may be right below the table.
    assert grids(f"{TABLE}[^1]: note\n")[0].footnotes["^1"].text == "note"


@pytest.mark.parametrize(("text", "expected"), cases("markdown_tables", "front matter"))
def test_front_matter(text: str, expected: list[Any]) -> None:
    assert list(front_matter(text)) == expected


def test_the_marker() -> None:
    assert marked("text\n\n<!-- roles -->\n")
    assert marked("<!--roles-->")
    assert not marked("```\n<!-- roles -->\n```\n")
    assert not marked("<!-- roles of today -->")


@given(st.one_of(st.text(), st.text(st.sampled_from("ab|-: \n>`<!->#*[]()^\\1."))))
def test_any_text_is_read(text: str) -> None:
    read_markdown(text, ReadContext("f", []))
    read_markdown(f"| a | b |\n|---|---|\n{text}", ReadContext("f", []))
    marked(text)
    front_matter(text)


HTML = """<table>
<tr><th>Task</th><th>Dev</th><th>QA</th></tr>
<tr><td>Build</td><td><b>R</b></td>

<td>A/C</td></tr>
</table>
"""


@pytest.mark.parametrize(
    ("text", "told"),
    cases(
        "markdown_tables",
        "another table with letters is reported",
        HTML=HTML,
        TABLES="<table " * 20_000,
        COMMENTS="<table>" + "<!--" * 50_000,
        SIGNS="<table><td>" + "<" * 200_000,
        QUOTES="<table><td a='" * 20_000,
        BLOCKS="<div>\n\n" * 3_000,
        SPANS="<table><tr>" + "<td rowspan=99999 colspan=1000>A</td>" * 2000 + "</tr><tr><td>x" * 2000,
    ),
)
def test_another_table_with_letters_is_reported(text: str, told: list[str]) -> None:
    context = ReadContext("f", [])
    read_markdown(text, context)
    assert [
        f"{one.location.line}:{one.location.column} {one.code}: {one.text}" for one in context.problems
    ] == told


@pytest.mark.parametrize(("text", "tables", "told"), cases("markdown_tables", "tables in html", HTML=HTML))
def test_tables_in_html(text: str, tables: list[Any], told: list[str]) -> None:
    context = ReadContext("f", [])
    found = read_markdown(text, context)
    assert [
        [grid.name and grid.name.text, [[c.text for c in row] for row in grid.rows]] for grid in found
    ] == (tables)
    assert [f"{one.location.line}:{one.location.column} {one.text}" for one in context.problems] == told


def test_cells_of_html_know_their_place_their_link_and_their_lines() -> None:
    (grid,) = read_markdown(
        'text\n\n> <table>\n> <tr><th>Task<th>Dev\n> <tr><td>\n>   <a href="x.md">Ship</a>\n>  <td><p><b>R</b></p><p>A</table>\n',
        ReadContext("f", [], 10, 5),
    )
    assert [[(cell.at >> 12, cell.at & 0xFFF) for cell in row] for row in grid.rows] == [
        [(13, 15), (13, 23)],
        [(15, 24), (16, 18)],
    ]
    assert (grid.rows[1][0].link, grid.rows[1][1].raw) == ("x.md", "<b>R</b><br>A")
    assert (grid.headed, grid.lines) == (True, (12, 16))
