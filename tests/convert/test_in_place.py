"""Tables on a page become the bodies of directives; the rest stays byte for byte."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from msgspec import structs

from sphinx_roles.catalog.load import catalog_of
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert import in_place
from sphinx_roles.convert.in_place import Page, changed_page

TABLE = "| Task | Host | Trainer |\n|---|---|---|\n| Book a room | A | R |\n| Choose | **A/R** | - |\n"


def markdown(text: str) -> Page:
    return changed_page(text, "page.md", "markdown", Settings())


def restructured(text: str) -> Page:
    return changed_page(text, "page.rst", "rst", Settings())


def test_a_table_gets_a_fence() -> None:
    page = markdown(f"# A\n\ntext  \n\n{TABLE}\n[x]: y\n")
    assert page.text == f"# A\n\ntext  \n\n```{{responsibility-matrix}}\n{TABLE}```\n\n[x]: y\n"
    assert page.changed == ["page.md:5: the table is a responsibility-matrix"]
    assert page.kept == []


def test_twice_is_once() -> None:
    page = markdown(f"# A\n\n{TABLE}")
    assert markdown(page.text) == Page(page.text)
    colons = f":::{{responsibility-matrix}} A\n{TABLE}:::\n"
    assert markdown(colons) == Page(colons)


def test_line_ends_and_the_end_of_the_file_stay() -> None:
    text = TABLE.replace("\n", "\r\n").rstrip()
    assert (
        markdown(f"A\u2028b\r\n\r\n{text}").text
        == f"A\u2028b\r\n\r\n```{{responsibility-matrix}}\r\n{text}\r\n```"
    )


@pytest.mark.parametrize(
    "around",
    ["Table: Who does what\n\n{}", "{}\nTable: Who does what\n", "{}\nTable: Who does what {{#raci}}\n"],
)
def test_a_caption_is_the_argument(around: str) -> None:
    page = markdown("a\n\n" + around.format(TABLE) + "\nb\n")
    label = ":name: raci\n" if "#" in around else ""
    assert page.text == f"a\n\n```{{responsibility-matrix}} Who does what\n{label}{TABLE}```\n\nb\n"


def test_a_heading_stays_a_heading() -> None:
    assert markdown(f"## Who does what\n\n{TABLE}").text.startswith(
        "## Who does what\n\n```{responsibility-matrix}\n|"
    )


def test_a_table_directive_changes_its_name() -> None:
    page = markdown(f":::{{table}} Who\n:name: raci\n:align: left\n\n{TABLE}:::\n")
    assert page.text == f":::{{responsibility-matrix}} Who\n:name: raci\n\n{TABLE}:::\n"
    assert page.kept == ["page.md:5: the option 'align' of the table is left out"]


def test_a_caption_between_two_tables_is_that_of_one() -> None:
    page = markdown(f"{TABLE}\nTable: One\n\n{TABLE}\nTable: Two\n")
    assert [line for line in page.text.splitlines() if "{" in line] == [
        "```{responsibility-matrix} One", "```{responsibility-matrix} Two",
    ]  # fmt: skip


def test_tables_after_a_table_directive_are_changed_too() -> None:
    page = markdown(f"```{{table}} Who\n\n{TABLE}```\n\n## More\n\n{TABLE}")
    assert len(page.changed) == 2
    assert page.text.count("{responsibility-matrix}") == 2


def test_the_mark_of_the_encoding_stays_in_front() -> None:
    assert markdown(f"\ufeff{TABLE}").text == f"\ufeff```{{responsibility-matrix}}\n{TABLE}```\n"


def test_in_lists_and_quotes() -> None:
    inner = "".join(f"   {line}\n" for line in TABLE.splitlines())
    page = markdown(f"1. One\n\n{inner}\n2. Two\n")
    assert page.text == f"1. One\n\n   ```{{responsibility-matrix}}\n{inner}   ```\n\n2. Two\n"
    quoted = "".join(f"> {line}\n" for line in TABLE.splitlines())
    assert markdown(quoted).text == f"> ```{{responsibility-matrix}}\n{quoted}> ```\n"


def test_code_in_a_cell_does_not_end_the_fence() -> None:
    text = TABLE.replace("Choose", "Run ```x```")
    assert markdown(text).text == f"````{{responsibility-matrix}}\n{text}````\n"


def test_a_scheme_that_the_heading_named_is_said() -> None:
    table = "| Task | Ops | Dev |\n|---|---|---|\n| Ship | A | D |\n"
    page = markdown(f"## Ship it (DACI)\n\n{table}")
    assert page.text == f"## Ship it (DACI)\n\n```{{responsibility-matrix}}\n:scheme: DACI\n{table}```\n"


def test_what_leans_on_the_page_is_left_alone() -> None:
    text = TABLE.replace("Book a room", "Book[^1]") + "\n[^1]: A large one.\n"
    page = markdown(text)
    assert page.text == text
    assert "footnote" in page.kept[0]


@pytest.mark.parametrize(
    "text",
    ["| Word | Means |\n|---|---|\n| R | does it |\n| A | answers |\n", f"```md\n{TABLE}```\n", f"<!--\n{TABLE}-->\n",
     "| City | Price |\n|---|---|\n| Bonn | 7 |\n| Rome | 9 |\n", ""],
)  # fmt: skip
def test_other_tables_stay(text: str) -> None:
    assert markdown(text) == Page(text)


def test_several_tables_of_a_page() -> None:
    page = markdown(f"{TABLE}\n- - -\n\n{TABLE}")
    wrapped = f"```{{responsibility-matrix}}\n{TABLE}```\n"
    assert page.text == f"{wrapped}\n- - -\n\n{wrapped}"
    assert page.changed == [f"page.md:{line}: the table is a responsibility-matrix" for line in (1, 8)]


GRID = """\
Who
===

* item

  +-------+-----+
  | Task  | Dev |
  +=======+=====+
  | Build | A/R |
  +-------+-----+

after
"""


def test_a_grid_table_in_a_list() -> None:
    page = restructured(GRID)
    lines = GRID.splitlines(keepends=True)
    table = "".join(f"   {line}" for line in lines[5:10])
    assert page.text == f"{''.join(lines[:5])}  .. responsibility-matrix::\n\n{table}{''.join(lines[10:])}"
    assert restructured(page.text) == Page(page.text)


def test_a_list_table_is_the_body() -> None:
    text = dedent(
        """\
        .. list-table:: Who
           :header-rows: 1
           :name: raci

           * - Task
             - Dev
           * - Build
             - A

        after
        """
    )
    assert restructured(text).text == dedent(
        """\
        .. responsibility-matrix:: Who
           :name: raci

           .. list-table::
              :header-rows: 1

              * - Task
                - Dev
              * - Build
                - A

        after
        """
    )


def test_a_table_directive_around_a_simple_table() -> None:
    text = ".. table:: Who\n   :align: left\n\n   ===== ===\n   Task  Dev\n   ===== ===\n   Build A\n   ===== ===\n"
    page = restructured(text)
    assert page.text == text.replace("table::", "responsibility-matrix::", 1).replace("   :align: left\n", "")
    assert page.kept == ["page.rst:4: the option 'align' of the table is left out"]


@pytest.mark.parametrize(
    ("table", "unread"),
    [
        ("| Task | PM | pm |\n|---|---|---|\n| Plan | A | C |\n", "'C' would not be shown"),
        (
            "| Task | PM | |\n|---|---|---|\n| Plan | A | R |\n| Build | R | A |\n",
            "'R', 'A' would not be shown",
        ),
    ],
)
def test_a_table_of_which_a_cell_would_be_lost_is_left_alone(table: str, unread: str) -> None:
    page = markdown(table)
    assert page.text == table
    (sentence,) = page.kept
    assert sentence.startswith(f"page.md:1: left as it is: {unread}")


@pytest.mark.parametrize(
    "table",
    [
        "| Deploys |  |\n|---|---|\n| Lead | A |\n| Dev | R |\n",
        "| **Ops** | |\n|---|---|\n| **Ops** Lead | A |\n| **Ops** Team | R |\n",
    ],
)
def test_one_activity_a_table_is_changed(table: str) -> None:
    assert markdown(table).text == f"```{{responsibility-matrix}}\n{table}```\n"


ACROSS = "| | Plan | Ship |\n|---|---|---|\n| Host | A | R |\n| Trainer | R | A |\n"


def test_transposed_tables_say_so() -> None:
    page = changed_page(ACROSS, "page.md", "markdown", Settings(), transpose=True)
    assert page.text == f"```{{responsibility-matrix}}\n:transposed-data:\n{ACROSS}```\n"
    rst = ".. list-table:: Who\n   :header-rows: 1\n\n   * - x\n     - Plan\n   * - Host\n     - A\n   * - Dev\n     - R\n"
    page = changed_page(rst, "page.rst", "rst", Settings(), transpose=True)
    assert page.text.startswith(
        ".. responsibility-matrix:: Who\n   :transposed-data:\n\n   .. list-table::\n"
    )
    assert page.kept == []


CELLS = (
    "| Task | Host | Note | # |\n|---|---|---|---|\n| Book a room | A (spring), R | early & often | 1.2 |\n"
    "| Choose | {} | **x** | 3 |\n"
)


@pytest.mark.parametrize("cell", ["A/R", "-", "n/a", "", "Zed", "`R`", "a, c"])
def test_cells_that_are_read_in_another_form_are_read(cell: str) -> None:
    page = markdown(CELLS.format(cell))
    assert page.changed == ["page.md:1: the table is a responsibility-matrix"]
    assert page.kept == []


def test_each_cell_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(drafts: list[Any], settings: Settings, problems: list[Any]) -> object:
        catalog, found = real(drafts, settings, problems)
        rows = [structs.replace(row, assign=row.assign[1:]) for row in catalog.rows]
        return structs.replace(catalog, rows=tuple(rows)), found

    real = catalog_of
    monkeypatch.setattr(in_place, "catalog_of", forgetful)
    monkeypatch.setattr(in_place, "read_body", lambda *given, **more: pytest.fail("it is refused before"))
    page = markdown(TABLE)
    assert page.text == TABLE
    (sentence,) = page.kept
    assert sentence.startswith("page.md:1: left as it is: 'A', 'A/R' would not be shown")
