"""Contrast, computed: axe passes over what it cannot compute."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
from browser.looks import Look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["matrix", "cards", "layouts", "turned"])
def test_text_is_readable(surf: Callable[..., Any], look: Look, page: str) -> None:
    texts = surf(look, page).ask("texts")
    assert len(texts) > 20
    # The colour of links is the theme's: 4.19 to 1 in one of them.
    least = {True: 4.1 if look.theme == "sphinx_rtd_theme" else 4.5, False: 4.5}
    assert [(name, contrast) for name, link, contrast in texts if contrast < least[link]] == []


def test_letters_are_readable_and_badges_are_seen(surf: Callable[..., Any], look: Look) -> None:
    reported = surf(look, "matrix").ask("badges")
    assert len(reported) > 20
    assert [one for one in reported if one[1] < 4.5 or one[2] < 3] == []


def test_what_is_faint_is_still_seen(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix")
    assert min(browser.ask("dashes")) >= 4.5
    browser.run("all('.ro-tools').forEach((e) => { e.style.opacity = 1 })")
    assert min(browser.ask("tools")) >= 4.5


def test_a_letter_is_readable_on_any_colour(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix")
    for color in ("#fde047", "#000", "#fff", "#808080", "#757575", "#0f766e", "#ff8c00"):
        browser.run("document.documentElement.style.setProperty('--sphinx-roles-does', arguments[0])", color)
        assert min(browser.ask("letters", ".ro-does")) >= 4.5, color


def test_a_project_may_set_colours(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix")
    browser.run("document.documentElement.style.setProperty('--sphinx-roles-background', 'rgb(1, 2, 3)')")
    assert browser.ask("background", ".ro-scroll") == [1, 2, 3, 1]


def careless(context: str) -> list[str]:
    """Return what a stylesheet asks of the theme, of the reader's system, or of the root of the page."""
    rules = re.sub(r"/\*.*?\*/", "", context, flags=re.DOTALL)
    names = r"\drem\b|@import|url\(|light-dark|prefers-color-scheme|data-theme|\.wy-|\.rst-|\.md-|\.bd-|\.yue|#content"
    # Each promise is in the comment at the top of the sheet, the colours of letters by the end of their names.
    told = context[: context.index("*/")]
    promised = set(re.findall(r"--sphinx-[\w-]+", rules))
    return [
        *re.findall(names, rules),
        *(name for name in promised if name not in told and f"-{name.rpartition('-')[2]}" not in told),
    ]


def test_the_sheet_names_no_theme_and_no_root_size() -> None:
    """Only `--sphinx-roles-*` is promised, and a root em is 20 pixels in one theme."""
    sheet = (resources.files("sphinx_roles") / "static" / "sphinx-roles.css").read_text("utf-8")
    assert careless(sheet) == []
    for planted in ("font-size: 1rem", "color: light-dark(#000, #fff)", "--sphinx-new: 1", "@import 'x.css'"):
        assert careless(f"{sheet} .ro {{ {planted} }}") != [], planted
    assert careless(f"{sheet} @media (prefers-color-scheme: dark) {{}}") != []
