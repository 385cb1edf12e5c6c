"""A large grid is in blocks, of which a browser draws those in view; a reader has it as one table all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.chromium import Browser, start
from browser.looks import SETTINGS, Look, build

pytestmark = pytest.mark.browser

ROWS, ROLES, SECTIONS = 300, 26, 3
LETTERS = ("A/R", "R", "C (at night)", "I", "", "", "")
PLAIN = Look("alabaster", "light")


def catalog() -> str:
    """Letters, pairs, conditions, and cells without any; three sections of a hundred rows."""
    lines = ["roles:", *(f"  role{n}: {{name: Role number {n}}}" for n in range(ROLES)), "responsibilities:"]
    for row in range(ROWS):
        if row % (ROWS // SECTIONS) == 0:
            lines += [f"  section{row}:", f"    name: Section from {row}", "    rows:"]
        cells = ((n, LETTERS[(row * 5 + n * 3) % len(LETTERS)]) for n in range(ROLES))
        assign = ", ".join(f"role{n}: {letter}" for n, letter in cells if letter)
        lines.append(f"      row{row}: {{name: Approve change {row:03}, assign: {{{assign}}}}}")
    return "\n".join(lines) + "\n"


def write_large(theme: str, folder: Path) -> None:
    """Build a page with a large grid."""
    (folder / "index.md").write_text("# Page\n\n```{responsibility-matrix}\n```\n\nThe end.\n", "utf-8")
    (folder / "roles.yaml").write_text(catalog(), "utf-8")
    conf = f'extensions = ["myst_parser", "sphinx_roles"]\nhtml_theme = {theme!r}\n{SETTINGS.get(theme, "")}'
    (folder / "conf.py").write_text(conf, "utf-8")
    build(theme, "", folder / "built", folder)


@pytest.fixture(scope="session")
def large(chromium: Browser, once: Callable[..., Path]) -> Callable[..., Browser]:
    """Return ``large(look, width)``, which opens a page with a large grid."""

    def large(look: Look, width: int = 1400, *, media: str = "", at: str = "") -> Browser:
        folder = once(f"large-{look.theme}", lambda folder: write_large(look.theme, folder))
        page = folder / "built" / "html" / "index.html"
        chromium.open(page, look, width, media)
        if at:
            chromium.driver.get("about:blank")
            chromium.driver.get(f"{page.as_uri()}#{at}")
            chromium.rest()
        return chromium

    return large


_COLUMNS = """
const row = [...document.querySelectorAll(".ro-blocks > tbody > tr[id]")].at(arguments[0]);
row.scrollIntoView({block: "center"});
const middle = (cell) => (cell.getBoundingClientRect().left + cell.getBoundingClientRect().right) / 2;
const heads = document.querySelector(".ro-blocks > thead > tr").cells;
return [...row.cells].map((cell, n) => Math.abs(middle(cell) - middle(heads[n])));
"""
_DRAWN = """
return [...document.querySelectorAll(".ro-blocks > tbody")]
    .map((body) => body.rows[0].cells[0].checkVisibility({contentVisibilityAuto: true}));
"""


@pytest.mark.parametrize("width", [1400, 390])
def test_columns_of_all_blocks_are_in_line(large: Callable[..., Browser], look: Look, width: int) -> None:
    browser = large(look, width)
    for row in (0, ROWS // 2, ROWS - 1):
        browser.run(_COLUMNS, row)
        browser.rest()
        gaps = browser.run(_COLUMNS, row)
        assert len(gaps) == ROLES + 1
        assert max(gaps) <= 1, row
    assert browser.ask("widens") <= 0
    assert browser.ask("cutHeads") == []


def test_only_what_is_near_is_drawn(large: Callable[..., Browser], look: Look) -> None:
    browser = large(look)
    browser.rest()
    drawn = browser.run(_DRAWN)
    assert drawn[0]
    assert sum(drawn) <= len(drawn) / 2
    assert browser.count(".ro-cross") == 0


def test_a_link_lands_on_a_row_deep_down(large: Callable[..., Browser], look: Look) -> None:
    browser = large(look, at="responsibility-row250")
    top, bottom, head, height = browser.run(
        "const box = (s) => document.querySelector(s).getBoundingClientRect(), row = box(':target');"
        "return [row.top, row.bottom, box('.ro-blocks > thead').bottom, innerHeight]"
    )
    assert head - 1 <= top < bottom <= height


def test_heads_and_names_stay_in_view_to_the_end(large: Callable[..., Browser], look: Look) -> None:
    for width in (1400, 390):
        browser = large(look, width)
        browser.run("document.documentElement.style.scrollBehavior = 'auto'")
        for _ in range(3):
            browser.run("[...all('.ro-blocks tr[id]')].at(-1).scrollIntoView({block: 'nearest'})")
            browser.rest()
        browser.run("document.querySelector('.ro-scroll').scrollLeft = 40")
        head, region, name, left = browser.run(
            "const box = (e) => e.getBoundingClientRect(), region = box(document.querySelector('.ro-scroll'));"
            "return [box(document.querySelector('.ro-blocks > thead')).top, region.top,"
            " box([...all('.ro-blocks tr[id] > th')].at(-1)).left, region.left]"
        )
        assert max(region, 0) - 1 <= head <= max(region, 0) + 90
        assert 0 <= name - left <= 2


def test_it_is_one_table_to_whoever_hears_it(large: Callable[..., Browser]) -> None:
    """Rows that are not drawn are there as well, in a browser that a screen reader has asked for its tree."""
    page = large(PLAIN).driver.current_url
    hearing = start("--force-renderer-accessibility")
    hearing.driver.get(page)
    hearing.rest()
    nodes = hearing.command("Accessibility.getFullAXTree")["nodes"]
    hearing.driver.quit()
    heard = [(one["role"]["value"], one["name"]["value"]) for one in nodes if not one["ignored"]]
    assert [name for role, name in heard if role == "table"] == ["Responsibility matrix"]
    roles = Counter(role for role, _ in heard)
    assert (roles["row"], roles["columnheader"]) == (ROWS + SECTIONS + 1, ROLES + 1)
    assert (roles["rowheader"], roles["cell"]) == (ROWS + SECTIONS, ROWS * ROLES)
    assert large(PLAIN).axe() == []


def test_it_is_copied_whole(large: Callable[..., Browser]) -> None:
    browser = large(PLAIN)
    browser.run("getSelection().selectAllChildren(document.querySelector('.ro-blocks'))")
    browser.rest()
    text = str(browser.run("return getSelection().toString()"))
    lines = [line for line in text.split("\n") if "Approve" in line]
    assert len(lines) == ROWS
    assert {line.count("\t") for line in lines} == {ROLES}
    cells = lines[-1].split("\t")[1:]
    wanted = [LETTERS[((ROWS - 1) * 5 + n * 3) % len(LETTERS)] for n in range(ROLES)]
    words = {"A/R": "Accountable Responsible", "R": "Responsible", "I": "Informed", "": "no part"}
    assert [cell.strip() for cell in cells] == [words.get(one, "Consulted (at night)") for one in wanted]


def test_paper_has_one_table_with_all_rows(large: Callable[..., Browser], look: Look) -> None:
    browser = large(look, 800, media="print")
    boxes = browser.run(
        "return ['thead', 'tbody', 'tr']"
        ".map((e) => getComputedStyle(document.querySelector('.ro-blocks ' + e)).display)"
    )
    assert boxes == ["table-header-group", "table-row-group", "table-row"]
    assert all(browser.run(_DRAWN))
    assert browser.ask("widens") <= 0
    assert browser.ask("paper") == []


_SET = """
document.querySelector(".ro-filter > button")?.click();
const field = document.querySelectorAll(".ro-filter > :is(input, select)")[arguments[0]];
field.value = arguments[1];
field.dispatchEvent(new Event("input", {bubbles: true}));
"""
_SEEN = """
return [...document.querySelectorAll(".ro-blocks > tbody > tr[id]")].filter((row) => row.checkVisibility())
    .map((row) => row.cells[0].textContent.trim().slice(-3));
"""


def test_the_script_works_across_blocks(large: Callable[..., Browser]) -> None:
    browser = large(PLAIN)
    whole = browser.run("return document.querySelector('.ro-blocks').offsetHeight")
    browser.run(_SET, 0, "change 250")
    browser.rest()
    assert browser.run(_SEEN) == ["250"]
    # Its section is named above it, and no room is kept for what is not there.
    bands = (
        "return all('.ro-band').filter((one) => one.checkVisibility()).map((one) => one.textContent.trim())"
    )
    assert browser.run(bands) == ["Section from 200"]
    assert browser.run("return document.querySelector('.ro-blocks').offsetHeight") < whole / 10
    browser.run(_SET, 0, "")
    browser.run(_SET, 1, "Role number 3")
    assert browser.run("return all('.ro-mine').length") == ROWS + 1
    browser.run(_SET, 2, "R")
    held = [f"{row:03}" for row in range(ROWS) if "R" in LETTERS[(row * 5 + 9) % len(LETTERS)]]
    assert browser.run(_SEEN) == held
    browser.run(_SET, 2, "")
    browser.run("const last = document.querySelector('tr[id]'); last.cells[0].append('zz')")
    browser.run(_SET, 3, "name")
    sizes = browser.run("return all('.ro-blocks > tbody').map((body) => body.rows.length)")
    browser.run(_SET, 3, "")
    assert browser.run("return all('.ro-blocks > tbody').map((body) => body.rows.length)") == sizes
    assert [row for row in browser.run(_SEEN) if row.isdecimal()] == [f"{row:03}" for row in range(1, ROWS)]
    browser.run("localStorage.clear()")
