"""What the script adds to a matrix: filters, an order, the reader's own role, and addresses that keep all that."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
from browser.chromium import PROBES
from browser.looks import Look

pytestmark = pytest.mark.browser

_SET = """
document.querySelector(".ro-filter > button")?.click();
const field = document.querySelectorAll(".ro-filter > :is(input, select)")[arguments[0]];
field.value = arguments[1];
field.dispatchEvent(new Event("input", {bubbles: true}));
"""
_ROWS = """
return [...document.querySelectorAll(".ro-matrix tbody > tr:not(.ro-band)")]
    .filter((row) => row.checkVisibility()).map((row) => row.cells[0].textContent.replace(/[✎¶]/g, "").trim());
"""
_SEARCH, _ROLE, _LETTER, _SORT = range(4)
_SORTED = "return all('[aria-sort]').map((head) => head.matches('.ro-corner') && head.ariaSort)"
SRE = "Site Reliability Engineer"


@pytest.fixture
def matrix(surf: Callable[..., Any], look: Look) -> Any:
    """The page as it is for who has chosen nothing; what is cleared in one may be there in the next that opens at once."""
    for _ in range(20):
        browser = surf(look, "matrix")
        if not browser.run(
            "const kept = localStorage['sphinx-roles-role']; localStorage.clear(); return kept"
        ):
            return browser
    raise AssertionError("what is kept cannot be cleared")


def put(browser: Any, field: int, value: str) -> list[str]:
    """Fill in a field, and return the rows that are seen."""
    browser.run(_SET, field, value)
    return list(browser.run(_ROWS))


def test_the_fields_are_made_on_first_use(matrix: Any) -> None:
    fields = ".ro-filter > :not(button, output)"
    assert matrix.count(fields) == 0
    matrix.run("document.querySelector('.ro-filter > button').focus()")
    matrix.press(" ", 32)
    assert (matrix.count(".ro-filter > button"), matrix.count(fields)) == (0, 4)
    assert matrix.run("return document.activeElement.type") == "search"


def test_a_page_opens_as_it_was_written(matrix: Any, surf: Callable[..., Any], look: Look) -> None:
    """The script puts nothing into it, which would be laid out once more; without one, no button is dead."""
    seen = "return all('.ro-filter > *').map((one) => [one.localName, one.checkVisibility({visibilityProperty: true})])"
    assert matrix.run(seen) == [["button", True]]
    matrix.command("Network.enable")
    matrix.command("Network.setBlockedURLs", urls=["*sphinx-roles.js*"])
    try:
        assert surf(look, "matrix").run(seen) == [["button", False]]
    finally:
        matrix.command("Network.disable")
    matrix.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        assert surf(look, "matrix").run(seen) == [["button", False]]
    finally:
        matrix.command("Emulation.setScriptExecutionDisabled", value=False)


def test_rows_are_found_by_their_words_and_letters(matrix: Any) -> None:
    whole = matrix.run(_ROWS)
    assert matrix.count(".ro-filter output") == 0
    assert put(matrix, _SEARCH, "LEVEL OBJ") == ["Service level objectives"]
    # A band of which no row is left is not there either.
    assert matrix.run("return all('.ro-band').filter((one) => one.checkVisibility()).length") == 1
    assert (
        matrix.run("return document.querySelector('.ro-filter output').textContent")
        == f"1 of {len(whole)} rows"
    )
    assert put(matrix, _SEARCH, "") == whole
    put(matrix, _ROLE, SRE)
    mine = put(matrix, _LETTER, "R")
    assert "Service level objectives" in mine
    assert "Build pipelines" not in mine
    assert set(mine) < set(put(matrix, _LETTER, "*"))


def test_the_column_of_my_role_is_marked_on_every_page(
    surf: Callable[..., Any], matrix: Any, look: Look
) -> None:
    marked = "return all('.ro-mine').map((cell) => cell.cellIndex)"
    assert matrix.run(marked) == []
    put(matrix, _ROLE, SRE)
    assert set(matrix.run(marked)) == {2}
    again = surf(look, "matrix")
    assert set(again.run(marked)) == {2}
    assert len(again.run(_ROWS)) == len(matrix.run(_ROWS))
    again.run("localStorage.clear()")


def order(browser: Any) -> list[list[str]]:
    """Return what is read of the rows of each section, the head of the section first."""
    words = "return all('tbody').map((one) => [...one.rows].map((row) => row.cells[0].textContent))"
    return list(browser.run(words))


def test_rows_have_an_order(matrix: Any) -> None:
    """It is within each section, whose head stays first; it is announced, kept in the address, and taken back."""
    written = order(matrix)
    put(matrix, _SORT, "name")
    by_name = [[head, *sorted(rows, key=str.casefold)] for head, *rows in written]
    assert (order(matrix), matrix.run(_SORTED)) == (by_name, ["ascending"])
    matrix.driver.refresh()
    matrix.run(PROBES.read_text("utf-8"))
    assert (order(matrix), matrix.run(_SORTED)) == (by_name, ["ascending"])
    put(matrix, _SORT, "")
    assert (order(matrix), matrix.run(_SORTED)) == (written, [])
    assert "?" not in matrix.driver.current_url


@pytest.mark.parametrize(
    ("field", "value", "query"), [(_SEARCH, "plan", "q=plan"), (_LETTER, "R", "letter=R")]
)
def test_an_address_keeps_what_is_chosen(matrix: Any, field: int, value: str, query: str) -> None:
    rows = put(matrix, field, value)
    address = matrix.driver.current_url
    assert address.endswith(f"?{query}")
    matrix.driver.get("about:blank")
    matrix.driver.get(address)
    assert matrix.run(_ROWS) == rows


def test_nothing_is_found_wrong(matrix: Any) -> None:
    put(matrix, _ROLE, SRE)
    assert matrix.axe() == []
    matrix.run("localStorage.clear()")


def test_it_is_small() -> None:
    text = (resources.files("sphinx_roles") / "static" / "sphinx-roles.js").read_text("utf-8")
    assert len(re.sub(r"/\*.*?\*/|\n +|\n", "", text).encode()) <= 4_800
