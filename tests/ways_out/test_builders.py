"""In every builder that needs no other tool, every word is there and every letter is under its role."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from ways_out.views import TABLES, VIEWS, checked, files, missing

ONE_FILE = {"latex": "ways.tex", "texinfo": "ways.texi", "man": "ways.1"}


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "text", "latex", "texinfo", "man", "xml"])
def test_every_word_is_there(builder: str, project: Callable[..., Any]) -> None:
    built = project(files()).build(builder)
    if builder in ONE_FILE:
        text = _plain(
            next(path.read_text("utf-8") for path in built.out.iterdir() if path.name == ONE_FILE[builder])
        )
        assert missing(text) == []
        return
    suffix = {"text": "txt", "epub": "xhtml", "xml": "xml"}.get(builder, "html")
    for view in VIEWS:
        page = built.page(f"{'index' if builder == 'singlehtml' else view}.{suffix}")
        if builder == "text":
            page = f"{page}\n{_unwrapped(page)}"
        assert (view, missing(_plain(page), (view,), flat=builder in ("text", "xml"))) == (view, [])


def test_a_table_of_texinfo_has_its_title_above_it_and_no_link_in_its_heads(
    project: Callable[..., Any],
) -> None:
    """A title in a table is set behind the text before it, and a link in a head is wider than its column."""
    info = (project(files()).build("texinfo").out / ONE_FILE["texinfo"]).read_text("utf-8")
    tables = re.findall(r"(.*)\n\s*@multitable.*?@headitem(.*?)@item", info, re.DOTALL)
    assert tables
    assert [heads for _, heads in tables if "@ref" in heads] == []
    assert "heading " in info.partition("@multitable")[0].strip().splitlines()[-1]


def test_no_row_of_latex_is_taller_than_a_page(project: Callable[..., Any]) -> None:
    """LaTeX breaks no row, and what is below the page is lost: the row goes on in rows under its name."""
    roles = [f"Head of {n}" for n in range(40)]
    held = ", ".join(f"{role}: C (EU)" for role in roles)
    data = f"roles: {roles}\nresponsibilities:\n  Deploy: {{assign: {{{held}}}}}\n"
    source = {"index.md": "# T\n\n```{responsibility-matrix}\n```\n", "roles.yaml": data}
    tex = project({**source, "conf.py": files()["conf.py"] + "roles_catalog = 'roles.yaml'\n"}).build("latex")
    text = (tex.out / ONE_FILE["latex"]).read_text("utf-8")
    rows = [row for row in text.split("sphinxhline") if "Head of" in row]
    assert [row.count("Head of") > 12 for row in rows] == [False] * len(rows)
    assert len(rows) > 3
    assert all("… Deploy" in row for row in rows[1:])
    assert re.findall(r"Head of (\d+) \(EU\)", re.sub(r"\s+", " ", _plain(text))) == [
        str(n) for n in range(40)
    ]


def test_translators_see_every_word(project: Callable[..., Any]) -> None:
    built = project(files()).build("gettext")
    catalogs = "".join(path.read_text("utf-8") for path in built.out.glob("*.pot"))
    assert missing(_plain(catalogs)) in ([], ["big ones"])


def test_every_letter_is_under_its_role(project: Callable[..., Any]) -> None:
    """As nodes, from which text, LaTeX, Texinfo, manuals and foreign builders are made."""
    built = project(files()).build("xml")
    for view in TABLES:
        page = ElementTree.fromstring(built.page(f"{view}.xml"))
        rows = [["".join(cell.itertext()).strip() for cell in row] for row in page.iter("row")]
        assert (view, checked(rows, view)) == (view, [])


def test_every_letter_is_under_its_role_in_html(project: Callable[..., Any]) -> None:
    built = project(files()).build("html")
    for view in TABLES:
        # Whose letters they are is only written where a row is read as a list, on a phone.
        page = re.sub(r'<span class="ro-whose">.*?</span>', "", built.page(f"{view}.html"))
        rows = [
            [_plain(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
        ]
        rows = [
            [re.sub(r"^¶|\s+(users have it|Done when:).*", "", cell).strip() for cell in row] for row in rows
        ]
        assert (view, checked(rows, view)) == (view, [])


def _unwrapped(page: str) -> str:
    """Return the cells of the tables of a text, each on a line of its own."""
    cells = []
    for row in re.split(r"^\+[-=+]+\+$|^\|=[=|]*\|$", page, flags=re.MULTILINE):
        lines = [line.strip("|").split("|") for line in row.splitlines() if line.startswith("|")]
        cells += [" ".join(part.strip() for part in cell) for cell in zip(*lines, strict=False)]
    return "\n".join(cells)


def _plain(text: str) -> str:
    """Return a text without the markup of any of the formats."""
    return re.sub(r"<[^>]*>|\\sphinx\w+|[{}|+*]|@\w+|\\f.|\\-", " ", text)
