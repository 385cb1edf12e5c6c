"""Stylesheets: on pages that show a view, once, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import Look

pytestmark = pytest.mark.browser


def test_a_page_without_a_view_has_nothing_of_ours(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "index", extensions="")
    assert [name for name in browser.ask("sheets") if "roles" in name or "design" in name] == []
    assert browser.count("script[src*=roles]") == 0


def test_cards_have_their_look_without_sphinx_design(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "twice", extensions="")
    sheets = browser.ask("sheets")
    assert [name for name in sheets if "roles" in name or "design" in name] == ["sphinx-roles.css"]
    assert browser.run("return getComputedStyle(document.querySelector('.sd-card')).position") == "relative"


def test_beside_sphinx_design_there_is_one_sheet_of_it(surf: Callable[..., Any], look: Look) -> None:
    sheets = surf(look, "twice").ask("sheets")
    assert sheets.count("sphinx-roles.css") == 1
    assert len([name for name in sheets if re.match(r"sphinx-design|sd_|style\.min", name)]) == 1


def test_the_look_is_the_same_with_and_without(surf: Callable[..., Any]) -> None:
    size = "return all('.ro-card').map((card) => [card.offsetWidth, card.offsetHeight])"
    look = Look("alabaster", "light")
    assert surf(look, "twice", extensions="").run(size) == surf(look, "twice").run(size)


def test_a_project_without_a_view_has_no_file_and_no_byte_more(project: Callable[..., Any]) -> None:
    page = {"index.rst": "Title\n=====\n\nText.\n"}
    with_us, without = project(page).build(), project(page, extensions=[]).build()
    assert [name for name in with_us.files() if "roles" in name] == []
    assert with_us.page() == without.page()
