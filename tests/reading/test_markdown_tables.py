"""Pipe tables of Markdown as grids: which lines are tables, their cells, places and names."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # Without outer bars
        ("Task | PM | Dev\n--- | --- | ---\n**Planning**\na | A |\nb || R\n", [["Planning"], ["a", "A"], ["b", "", "R"]]),
        # An empty line or a comment is between rows
        (f"{TABLE}\n| b | A |\n<!-- more -->\n| c | R |\n\ntext | more\n", [["a", "R"], ["b", "A"], ["c", "R"]]),
        # A row is broken over two lines
        ("| Task | PM | Dev |\n|---|---|---|\n| Deploy the\nnew release | A | R |\n| b | A |\nR |\n",
         [["Deploy the new release", "A", "R"], ["b", "A", "R"]]),
        # Text right under a table is a row, as in Markdown
        (f"{TABLE}R = does it\n", [["a", "R"], ["R = does it"]]),
        # What ends a table
        (f"{TABLE}# Heading\n", [["a", "R"]]),
        (f"{TABLE}- point\n", [["a", "R"]]),
        (f"{TABLE}[^1]: note\n", [["a", "R"]]),
        (f"{TABLE}[doc]: x.md\n", [["a", "R"]]),
        (f"- item\n\n  {TABLE}".replace("\n|", "\n  |") + "| b | A |\n", [["a", "R"]]),
        (f"{TABLE}<!--\n| b | A |\n-->\n| c | R |\n", [["a", "R"], ["c", "R"]]),
        (f"{TABLE}\n    | b | A |\n", [["a", "R"]]),
    ],
)  # fmt: skip
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


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{TABLE}```\n",
        f"~~~~ md\n~~~\n{TABLE}~~~~\n",
        f"````{{responsibility-matrix}}\n{TABLE}````\n",
        f"<!--\n{TABLE}-->\n",
        f"text\n\n<!-- a --> <!-- b\n{TABLE}\n--> end\n",
        "    | Task | PM |\n    |---|---|\n    | a | R |\n",
        "| Task | PM |\n\n|---|---|\n",
        "no table\n---\n",
        f"---\nx: |\n{TABLE}---\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert read_markdown(text, ReadContext("f", [])) == []


def test_text_after_code_and_comments_is_read_again() -> None:
    text = f"```\ncode\n```\n<!-- a\nb -->\n\n{TABLE}"
    assert len(read_markdown(text, ReadContext("f", []))) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"# One\n\n## Two: *both*\n\ntext\n\n{TABLE}", "Two: both"),
        (f"Release #1\n==========\n\n{TABLE}", "Release #1"),
        (f"## Closed ##\n\n{TABLE}", "Closed"),
        (f"# One\n\nTable: Delivery\n\n{TABLE}", "Delivery"),
        (f"# One\n\n{TABLE}\nTable: Delivery\n", "Delivery"),
        (f"# One\n\n```{{table}} Delivery\n:align: center\n{TABLE}```\n", "Delivery"),
        (f"# One\n\n:::{{table}} Delivery\n{TABLE}:::\n", "Delivery"),
        (TABLE, None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    (grid,) = read_markdown(text, ReadContext("f", []))
    assert (grid.name and grid.name.text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"# H\n\nTable: One\n\n{TABLE}\nTable: Two\n\n{TABLE}", ["One", "Two"]),
        (f"# H\n\n{TABLE}\nTable: One\n\n{TABLE}\nTable: Two\n", ["One", "Two"]),
        (f"# H\n\n{TABLE}\n: One\n\n{TABLE}", ["One", "H"]),
        (f"# One\n{TABLE}\n# Two\n\n{TABLE}\ntext\n\n{TABLE}", ["One", "Two", "Two"]),
        (f"# H\n{TABLE}\n{TABLE}", ["H", "H"]),
    ],
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\nb: 2\n---\ntext\n", ("a: 1\nb: 2\n", 4)),
        ("---\r\na: 1\r\n...\r\ntext", ("a: 1\n", 3)),
        ("\ufeff---\na: 1\n---\n", ("a: 1\n", 3)),
        ("---\n---\n", ("", 2)),
        ("---\na: 1\n", ("", 0)),
        ("\n---\na: 1\n---\n", ("", 0)),
        ("", ("", 0)),
        ("# text", ("", 0)),
    ],
)
def test_front_matter(text: str, expected: tuple[str, int]) -> None:
    assert front_matter(text) == expected


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
    [
        (HTML, ["1:1 table: the table in HTML with 'R', 'A/C' is not read; a table of pipes is"]),
        (f"| Task | Dev |\n|---|---|\n| Plan | A |\n\n{HTML}", ["5:1 table: the table in HTML with 'R', 'A/C' is not read; a table of pipes is"]),
        (":::{list-table} Who\n:header-rows: 1\n\n* - Task\n  - Dev\n* - Plan\n  - **A**\n:::\n", ["1:1 table: the list-table with 'A' is not read; a table of pipes is"]),
        ("# A\n\n```{csv-table}\n:header: Task, Dev\n\nPlan, A/R\nBuild, R\n```\n", ["3:1 table: the csv-table with 'A/R', 'R' is not read; a table of pipes is"]),
        ("```{list-table}\n* - Plain\n  - words\n```\n", []),
        ("````md\n```{list-table}\n* - A\n  - R\n```\n````\n", []),
        (f"```\n{HTML}```\n", []),
        (HTML.replace("<b>R</b>", "120 km").replace("A/C", "130 km"), []),
        ("<table " * 20_000, []),
        ("<table><td>A" * 5_000, ["1:1 table: the table in HTML with 'A', 'A', 'A', … is not read; a table of pipes is"]),
    ],
)  # fmt: skip
def test_another_table_with_letters_is_reported(text: str, told: list[str]) -> None:
    context = ReadContext("f", [])
    read_markdown(text, context)
    assert [
        f"{one.location.line}:{one.location.column} {one.code}: {one.text}" for one in context.problems
    ] == told
