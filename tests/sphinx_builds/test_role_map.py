"""`role-map` under every builder: the picture, the lists, and mistakes told once."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from conftest import Build, Maker

HANDBOOK = "role_map"


def pictures(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg .*?</svg>", html, re.DOTALL)]


def test_the_picture_says_what_it_is(built: Build) -> None:
    html = built("html").page()
    one, other = pictures(html)
    assert one.get("role") == "img"
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    for picture in (one, other):
        texts = ["".join(part.itertext()) for part in picture if part.tag.endswith(("title", "desc"))]
        named = str(picture.get("aria-labelledby")).split()
        assert len(texts) == len(named) == 2
        assert set(named) <= set(ids)
    assert {text.text for text in one.iter("{http://www.w3.org/2000/svg}text")} == {
        "Board <x>", "Head & <co>", "Crew", "team", "dev", "vacant", "ops", "acting", "1",
    }  # fmt: skip
    assert html.count('stroke-dasharray="5 4"') == 2
    assert html.count('stroke-dasharray="1.5 3"') == 2
    assert ' style="' not in "".join(re.findall(r'<div class="ro ro-map">.*?</ol></div>', html, re.DOTALL))


def test_latex_draws_it_and_an_epub_has_a_file(built: Build) -> None:
    tex = built("latex").page("handbook.tex")
    assert tex.count(r"\begin{tikzpicture}") == 2
    assert r"\textbf{Head \& \textless{}co\textgreater{}}" in tex
    files = built("epub").files(".svg")
    assert len(files) == 2
    for data in files.values():
        assert b"currentColor" not in data
        assert b"Canvas" not in data
        ElementTree.fromstring(data)


@pytest.mark.parametrize(("count", "drawn"), [(60, 1), (61, 0)])
def test_more_than_sixty_roles_are_a_list_alone(count: int, drawn: int, project: Maker) -> None:
    data = "roles:\n" + "".join(
        f"  r{number}: {{reports_to: {f'r{(number - 1) // 3}' if number else '~'}}}\n"
        for number in range(count)
    )
    html = project({"index.rst": "Map\n===\n\n.. role-map::\n", "roles.yaml": data}).build(strict=True).page()
    assert len(pictures(html)) == drawn
    assert f"<b>r{count - 1}</b>" in html


def test_pairs_that_are_less_than_those_in_the_picture_are_folded(project: Maker) -> None:
    """Twenty roles beside each other, of whom each shares a row with the first, and two of them one more."""
    rows = [f"  w{n}: {{assign: {{r0: A, r{n}: R}}}}\n" for n in (*range(1, 20), 19)]
    rows[-1] = rows[-1].replace("w19", "more")
    data = "roles:\n" + "".join(f"  r{n}: {{}}\n" for n in range(20)) + "responsibilities:\n" + "".join(rows)
    page = "Map\n===\n\n.. role-map::\n\n.. role-map::\n   :layout: list\n"
    made = project({"index.rst": page, "roles.yaml": data})
    for view in made.build(strict=True).page().split('<div class="ro ro-map"')[1:]:
        listed, _, folded = view.partition('<ol class="simple ro-ties">')[2].partition("<summary>")
        drawn = len(re.findall(r'<path d="M[^"]*Q', view)) or 15
        assert listed.count("<li>") in (drawn, drawn + 1)
        assert f"More pairs: {19 - listed.count('<li>')}</summary>" in folded
        assert listed.startswith("<li><b>r0 and r19</b>")
    assert made.build("text").page("index.txt").count("More pairs") == 0
