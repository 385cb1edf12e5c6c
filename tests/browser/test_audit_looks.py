"""The audit in a browser: nothing for axe to find, nothing that sticks out, no colour alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import Look
from browser.test_axe import wrong

pytestmark = pytest.mark.browser

_OPEN = "document.querySelectorAll('.ro details').forEach((fold) => { fold.open = true })"


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_is_wrong_with_the_audit(surf: Callable[..., Any], look: Look, width: int) -> None:
    browser = surf(look, "audit", width)
    browser.run(_OPEN)
    assert wrong(browser.axe(), look) == []


@pytest.mark.parametrize("width", [390, 320])
def test_no_finding_is_wider_than_a_phone(surf: Callable[..., Any], look: Look, width: int) -> None:
    browser = surf(look, "audit", width)
    browser.run(_OPEN)
    out = "[...document.querySelectorAll('.ro-audit *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)"
    assert browser.run(f"return {out}.map((e) => e.outerHTML.slice(0, 80))") == []


def test_each_finding_says_its_severity_in_words(surf: Callable[..., Any]) -> None:
    browser = surf(Look("alabaster", "light"), "audit")
    words = browser.run(
        "return [...document.querySelectorAll('.ro-severity')].map((e) => e.lastChild.textContent.trim())"
    )
    assert set(words) == {"Error", "Warning", "Hint"}
