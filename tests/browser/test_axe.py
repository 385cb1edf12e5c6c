"""axe finds nothing wrong inside a view, in any look and at any width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import PAGES, Look
from browser.test_contrast import unread

pytestmark = pytest.mark.browser

_OPEN = "document.querySelectorAll('.ro details').forEach((fold) => { fold.open = true })"
_LINKS = {
    "sphinx_rtd_theme": ("color-contrast", "link-in-text-block"),
    "sphinx_immaterial": ("link-in-text-block",),
}
"""What these themes do to every link of a page: 4.19 to 1 on its own page; no underline in running text."""


def wrong(found: list[dict[str, Any]], look: Look) -> list[str]:
    """Name what is wrong, but for what the theme does to every link."""
    return [
        f"{item['id']}: {node['html'][:200]}"
        for item in found
        for node in item["nodes"]
        if item["id"] not in _LINKS.get(look.theme, ()) or not node["html"].startswith(("<a ", "<abbr "))
    ]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wrong(surf: Callable[..., Any], look: Look, page: str) -> None:
    """On a large screen with all that folds open, on smaller ones, on paper, and in forced colours."""
    browser = surf(look, page, 1400)
    browser.run(_OPEN)
    found = {"large": wrong(browser.axe(), look)}
    browser.resize(390)
    found["phone"] = wrong(browser.axe(), look)
    # At other widths, contrast is asked of our own probe, which takes a twentieth of the time, and has an answer
    # where axe has none.
    for width in (800, 320) if look.mode == "light" else ():
        browser.resize(width)
        found[f"{width}"] = wrong(browser.axe("color-contrast"), look)
        found[f"pale at {width}"] = unread(browser, look)
    browser.media("print")
    found["paper"] = wrong(browser.axe(), look)
    browser.media(forced_colors="active")
    # Of forced colours axe knows the background alone, and takes the page's own for the text.
    found["forced"] = wrong(browser.axe("color-contrast"), look)
    found["pale"] = [name for name, _, contrast in browser.ask("texts") if contrast < 4.5]
    assert {where: what for where, what in found.items() if what} == {}


def test_a_fault_would_be_found(surf: Callable[..., Any]) -> None:
    browser = surf(Look("alabaster", "light"), "matrix")
    # Without a background of its own, a cell is as dark as light text needs.
    browser.run(
        "document.querySelector('.ro tbody th[scope=row]').style.cssText = 'color: #ddd; background: #fff'"
    )
    assert [item["id"] for item in browser.axe()] == ["color-contrast"]
