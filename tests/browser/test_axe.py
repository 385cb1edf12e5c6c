"""axe finds nothing wrong inside a view, in any look and at any width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import PAGES, Look

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
    browser = surf(look, page, 1400)
    browser.run(_OPEN)
    assert wrong(browser.axe(), look) == []


@pytest.mark.parametrize("page", ["cards", "matrix", "turned", "compare"])
def test_nothing_is_wrong_on_a_phone(surf: Callable[..., Any], look: Look, page: str) -> None:
    assert wrong(surf(look, page, 390).axe(), look) == []


def test_a_fault_would_be_found(surf: Callable[..., Any]) -> None:
    browser = surf(Look("alabaster", "light"), "matrix")
    browser.run("document.querySelector('.ro tbody th[scope=row]').style.color = '#ddd'")
    assert [item["id"] for item in browser.axe()] == ["color-contrast"]
