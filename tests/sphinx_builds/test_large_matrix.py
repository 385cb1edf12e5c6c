"""A large grid as HTML: one table in blocks of rows, with few elements; books and small ones are as they were."""

from __future__ import annotations

import re

import pytest
from conftest import Maker

from sphinx_roles.render.matrix import BLOCK, LARGE

ROLES = 40
PAGE = {"index.rst": "Title\n=====\n\n.. responsibility-matrix::\n"}


def catalog(rows: int) -> str:
    """A third of the cells have letters, one in ten of these two; the sections have 30 rows."""
    lines = ["roles:", *(f"  role{n}: {{name: Role {n}}}" for n in range(ROLES)), "responsibilities:"]
    for row in range(rows):
        lines += [f"  section{row}:", "    rows:"] if row % 30 == 0 else []
        assign = ", ".join(
            f"role{n}: {'A/R' if n % 10 == 0 else 'C'}" for n in range(ROLES) if (n + row) % 3 == 0
        )
        lines.append(f"      row{row}: {{name: Row {row}, assign: {{{assign}}}}}")
    return "\n".join(lines) + "\n"


def nodes(html: str) -> int:
    """Return how many elements and texts there are."""
    return len(re.findall(r"<[a-z]", html)) + len(re.findall(r">[^<]+", html))


def table(page: str) -> str:
    return page[page.index("<table") : page.index("</table>")]


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_a_large_grid_is_one_table_in_blocks(project: Maker, builder: str) -> None:
    rows = LARGE // ROLES
    built = project({**PAGE, "roles.yaml": catalog(rows)}).build(builder, strict=True)
    page = table(built.page())
    bodies = re.findall(r"<tbody.*?</tbody>", page, re.DOTALL)
    assert [body.count("<tr id=") for body in bodies][:4] == [BLOCK, BLOCK, 30 - 2 * BLOCK, BLOCK]
    assert sum(body.count("<tr id=") for body in bodies) == rows
    # The blocks of a section go on with it; the first has its head.
    assert ['ro-on"' in body for body in bodies] == ["ro-band" not in body for body in bodies]
    bare = re.sub(r"<(?!/?(?:t[rdh]|tbody|thead|table)\b)[^>]*>", "", page).replace("Accountable ", "")
    assert nodes(page) <= 1.1 * nodes(bare)
    assert "<td>no part </td>" in page
    assert '<td class="ro-decides" data-ro="A">Accountable <b class="ro-does" data-ro="R">' in page


@pytest.mark.parametrize(("builder", "rows"), [("html", LARGE // ROLES - 1), ("epub", LARGE // ROLES)])
def test_a_small_one_and_a_book_have_a_body_a_section(project: Maker, builder: str, rows: int) -> None:
    handbook = project({**PAGE, "roles.yaml": catalog(rows)}, copyright="us", version="1")
    built = handbook.build(builder, strict=True)
    page = table(built.page("index.xhtml" if builder == "epub" else "index.html"))
    assert page.count("<tbody>") == -(-rows // 30)
    assert "ro-blocks" not in page
    style = (built.out / "_static/sphinx-roles.css").read_text("utf-8")
    assert ("content-visibility: auto" in style) == (builder == "html")


def test_the_stylesheet_has_a_rule_for_each_class_of_sphinx_design(project: Maker) -> None:
    built = project({"index.rst": ".. role-cards::\n", "roles.yaml": catalog(3)}).build()
    style = (built.out / "_static/sphinx-roles.css").read_text("utf-8")
    named = {name for names in re.findall(r'class="([^"]*)"', built.page()) for name in names.split()}
    # sphinx-design itself has no rule for its narrowest step.
    drawn = {name for name in named if name.startswith("sd-") and "-xs-" not in name}
    assert {name for name in drawn if not re.search(rf"\.{name}(?![\w-])", style)} == set()
    assert ".sd-btn" not in style
