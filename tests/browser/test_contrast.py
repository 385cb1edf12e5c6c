"""Contrast, computed: axe passes over what it cannot compute."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
from browser.chromium import PROBES, Browser
from browser.looks import BUTTONS, PAGES, Look

pytestmark = pytest.mark.browser

FOLLOWING = {"furo", "pydata_sphinx_theme", "sphinx_book_theme", "shibuya", "sphinxawesome_theme"}
"""Themes that are dark where the system is."""


def unread(browser: Browser, look: Look) -> list[Any]:
    """Return the texts, letters and lines that do not stand out from what is behind them."""
    # The colour of links is the theme's: 4.19 to 1 in one of them.
    least = {True: 4.1 if look.theme == "sphinx_rtd_theme" else 4.5, False: 4.5}
    return [
        *(one for one in browser.ask("texts") if one[2] < least[one[1]]),
        *(one for one in browser.ask("badges") if one[1] < 4.5 or one[2] < 3),
        *(one for one in browser.ask("strokes") if one[1] < 3),
    ]


@pytest.mark.parametrize("page", PAGES)
def test_text_is_readable_and_letters_and_lines_are_seen(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    browser = surf(look, page)
    assert unread(browser, look) == []
    assert len(browser.ask("texts")) > 20
    assert len(browser.ask("strokes")) > 20 or page != "compare"


@pytest.mark.parametrize("page", ["matrix", "cards", "compare"])
def test_all_is_readable_on_a_dark_system(surf: Callable[..., Any], theme: Look, page: str) -> None:
    """Some themes follow it, and some stay light."""
    surf(theme, page).forget()
    browser = surf(theme, page, system="dark")
    assert unread(browser, theme) == []
    assert (browser.ask("lightness") < 0.2) == (theme.theme in FOLLOWING)


def test_a_theme_is_dark_by_its_own_button(surf: Callable[..., Any], theme: Look) -> None:
    """On a light system, as by the script that switches it in all other tests."""
    if theme.theme not in BUTTONS:
        pytest.skip("the theme is always light")
    switched = surf(Look(theme.theme, "dark"), "matrix").ask("lightness")
    browser = surf(theme, "matrix")
    browser.driver.get(browser.driver.current_url)
    browser.run(PROBES.read_text("utf-8"))
    try:
        for _ in range(3):
            if browser.ask("lightness") > 0.2:
                browser.run("document.querySelector(arguments[0]).click()", BUTTONS[theme.theme])
                browser.rest()
        assert browser.ask("lightness") == pytest.approx(switched) != pytest.approx(1)
        assert unread(browser, theme) == []
    finally:
        browser.run("localStorage.clear()")


NIGHT = "body, .body { background: #26262c !important; color: #ececec !important } a { color: #7ab7ff !important }"


@pytest.mark.parametrize("page", PAGES)
def test_a_dark_page_that_names_no_colours_is_readable(surf: Callable[..., Any], page: str) -> None:
    """In dark mode, piccolo-theme 0.24 and slides of sphinx-revealjs 3.2 leave the browser's own colours light."""
    look = Look("alabaster", "light")
    browser = surf(look, page)
    browser.run("document.head.insertAdjacentHTML('beforeend', `<style>${arguments[0]}</style>`)", NIGHT)
    assert browser.ask("lightness") < 0.2
    assert unread(browser, look) == []


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
    # Sides of a line of text, so that pages from right to left mirror; in a picture, and a gradient, there is no line.
    sides = r"(?:margin|padding|border|inset|float|text-align|clear)[\w-]*:[^;{]*\b(?:left|right)\b|[\s;{-](?:left|right): "
    # Each promise is in the comment at the top of the sheet, the colours of letters by the end of their names.
    told = context[: context.index("*/")]
    promised = set(re.findall(r"--sphinx-[\w-]+", rules))
    return [
        *re.findall(names, rules),
        *re.findall(sides, rules),
        # Four values are those of four sides.
        *re.findall(r"\binset:(?: (?:calc\([^)]*\)|[^\s;]+)){4}", rules),
        *(name for name in promised if name not in told and f"-{name.rpartition('-')[2]}" not in told),
    ]


def test_the_sheet_names_no_theme_and_no_root_size() -> None:
    """Only `--sphinx-roles-*` is promised, and a root em is 20 pixels in one theme."""
    sheet = (resources.files("sphinx_roles") / "static" / "sphinx-roles.css").read_text("utf-8")
    assert careless(sheet) == []
    for planted in (
        "font-size: 1rem",
        "color: light-dark(#000, #fff)",
        "--sphinx-new: 1",
        "@import 'x.css'",
        "margin-left: 0",
        "inset: -3px auto auto calc(100% + 6px)",
    ):
        assert careless(f"{sheet} .ro {{ {planted} }}") != [], planted
    assert careless(f"{sheet} @media (prefers-color-scheme: dark) {{}}") != []
