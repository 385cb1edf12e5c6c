"""`role-map` under every builder: the picture, the lists, and mistakes told once."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Maker
from pages import IN_EACH_BUILDER, directive, title

DATA = """\
roles:
  head: {name: Head & <co>}
  crew: {name: Crew, kind: team, reports_to: head}
  dev: {part_of: crew, status: vacant, covered_by: ops, interactions: {ops: {mode: help & <co>, until: May, text: "Asks *often*"}}}
  ops: {part_of: crew, reports_to: Board <x>, holders: [{name: Bo, acting: true}]}
responsibilities: {x: {assign: {dev: R, ops: A}}}
"""
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}), ("Map <one>", {"root": "crew", "show": "parts, works-with"}), ("", {"layout": "list"}),
)  # fmt: skip
SETTINGS: dict[str, Any] = {"project": "Handbook", "copyright": "us", "version": "1"}


def page(suffix: str = "rst", views: tuple[tuple[str, dict[str, str]], ...] = VIEWS) -> dict[str, str]:
    shown = "".join(directive("role-map", argument, options, suffix) for argument, options in views)
    return {f"index.{suffix}": title("Map", suffix) + shown}


@IN_EACH_BUILDER
def test_every_builder_says_who_stands_where(builder: str, suffix: str, project: Maker) -> None:
    made = project(
        {**page(suffix), "roles.yaml": DATA}, extensions=["myst_parser", "sphinx_roles"],
        source_suffix={".rst": "restructuredtext", ".md": "markdown"}, **SETTINGS,
    )  # fmt: skip
    text = b"".join(made.build(builder, strict=True).files().values()).decode("utf-8", "ignore")
    # The mode, until when and on what stand in the data, the rest is a sentence of ours.
    for word in ("Crew", "Board", "May", "Asks") if builder != "gettext" else ("Crew", "Board", "Asks"):
        assert word in text
    assert "<co>" not in text or builder in ("text", "man", "texinfo", "gettext", "latex", "pseudoxml")


def pictures(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg .*?</svg>", html, re.DOTALL)]


def test_the_picture_says_what_it_is(project: Maker) -> None:
    html = project({**page(), "roles.yaml": DATA}).build(strict=True).page()
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


def test_latex_draws_it_and_an_epub_has_a_file(project: Maker) -> None:
    made = project({**page(), "roles.yaml": DATA}, **SETTINGS)
    tex = made.build("latex", strict=True).page("handbook.tex")
    assert tex.count(r"\begin{tikzpicture}") == 2
    assert r"\textbf{Head \& \textless{}co\textgreater{}}" in tex
    files = made.build("epub", strict=True).files(".svg")
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
    html = project({**page(views=(("", {}),)), "roles.yaml": data}).build(strict=True).page()
    assert len(pictures(html)) == drawn
    assert f"<b>r{count - 1}</b>" in html


MISTAKES = [
    ({"root": "heed"}, "index.rst:5:11: WARNING: role-map: no role 'heed'; did you mean 'head'? [roles.unknown-role]", False),
    ({"show": "report"}, "index.rst:5:4: WARNING: role-map: the option 'show' is 'report'; expected some of reports, parts, works-with; did you mean 'reports'? [roles.option]", True),
    ({"roles": "dev, opps"}, "index.rst:5:17: WARNING: role-map: no role 'opps'; did you mean 'ops'? [roles.unknown-role]", True),
    ({"families": "x"}, "index.rst:5:15: WARNING: role-map: no family 'x' [roles.option]", False),
    ({"kinds": "agent"}, "index.rst:4:4: WARNING: role-map: no role is selected [roles.empty-view]", False),
    ({"depth": "all"}, "index.rst:5:4: WARNING: role-map: the option 'depth' is 'all'; expected a whole number from 0 on [roles.option]", True),
]  # fmt: skip


@pytest.mark.parametrize(("options", "expected", "drawn"), MISTAKES, ids=[one[1][28:70] for one in MISTAKES])
def test_a_mistake_is_told_once(options: dict[str, str], expected: str, drawn: bool, project: Maker) -> None:
    built = project({**page(views=(("", options),)), "roles.yaml": DATA}).build()
    assert built.warnings == [expected]
    assert ("<svg" in built.page()) == drawn
