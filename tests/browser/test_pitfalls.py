"""What themes and browsers make of a careless stylesheet or page: each is planted, and the tests' questions find it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser.chromium import PATIENCE, Browser
from browser.looks import HANDBOOK, Look, is_installed
from browser.test_axe import wrong

from sphinx_roles.cli import main

pytestmark = pytest.mark.browser


class Pitfall(NamedTuple):
    """A fault, in a look on a page, and what is asked of the page: ``[]`` where there is none."""

    theme: str
    mode: str
    page: str
    width: int
    plant: str
    asked: Callable[[Browser, Look], Any]
    media: str = ""


def ask(probe: str, *given: object) -> Callable[[Browser, Look], Any]:
    return lambda browser, look: browser.ask(probe, *given)


def axe(browser: Browser, look: Look) -> list[str]:
    return wrong(browser.axe(), look)


def pale(browser: Browser, look: Look) -> list[Any]:
    return [one for one in browser.ask("texts") if one[2] < 4.5]


def swap(old: str, new: str) -> str:
    """Put an element in the place of the first that is found."""
    return f"const old = document.querySelector({old!r}); old.outerHTML = {new!r}.replace('…', old.innerHTML)"


def style(rules: str) -> str:
    return f"document.head.insertAdjacentHTML('beforeend', {f'<style>{rules}</style>'!r})"


PITFALLS = {
    "1 hidden words in a region that is no place for them": Pitfall(
        "furo", "light", "skills", 390,
        style(".ro .ro-scroll { position: static } .ro .ro-hidden { inline-size: 30em !important }"), ask("widens"),
    ),
    "2 a tint behind links": Pitfall(
        "pydata_sphinx_theme", "light", "cards", 1400,
        style(".ro.ro p { background: color-mix(in srgb, currentColor 6%, transparent) !important }"), pale,
    ),
    "3 an article as an item of a list": Pitfall(
        "alabaster", "light", "cards", 1400,
        swap(".ro-card", "<div role=list><article role=listitem>…</article></div>"), axe,
    ),
    "4 a list of definitions that is not simple": Pitfall(
        "alabaster", "light", "cards", 1400, "document.querySelector('.ro dl').classList.remove('simple')", ask("spoiled")
    ),
    "5 a list that is not simple": Pitfall(
        "alabaster", "light", "cards", 1400, "document.querySelector('.ro ul').classList.remove('simple')", ask("spoiled")
    ),
    "6 a legend": Pitfall(
        "alabaster", "light", "matrix", 1400, swap(".ro-legend", "<fieldset><legend>…</legend></fieldset>"), ask("spoiled")
    ),
    "7 a figure, which one theme makes as small as it can": Pitfall(
        "alabaster", "light", "compare", 1400, swap(".ro-figure", "<figure class=ro-figure>…</figure>"), ask("spoiled")
    ),
    "7 a picture as small as its figure": Pitfall(
        "alabaster", "light", "compare", 1400, style(".ro svg.ro-venn { inline-size: 300px }"), ask("smallPictures")
    ),
    "7 a fold that looks like an admonition": Pitfall(
        "sphinx_immaterial", "light", "matrix", 1400,
        style(".ro.ro.ro details { border: 1px solid; box-shadow: 0 0 4px }"), ask("boxed"),
    ),
    "8 borders that collapse": Pitfall(
        "alabaster", "light", "wide", 390, style(".ro.ro table.ro-table { border-collapse: collapse !important }"), ask("seenThrough")
    ),
    "8 a head that rows are seen through": Pitfall(
        "alabaster", "light", "wide", 390, style(".ro.ro.ro table.ro-table th { background: none !important }"), ask("seenThrough")
    ),
    "9 a name of a section that is scrolled away": Pitfall(
        "alabaster", "light", "texts", 390, style(".ro.ro .ro-table th>span { position: static !important }"), ask("scrolledAway")
    ),
    "10 dark paper": Pitfall(
        "pydata_sphinx_theme", "dark", "matrix", 800,
        style("@media print { .ro.ro { background: none; color: inherit !important } }"), ask("paper"), "print",
    ),
    "11 the colours of the system under a theme that was switched": Pitfall(
        "furo", "dark", "matrix", 1400, style(".ro { --ro-bg: light-dark(white, black) !important }"), pale
    ),
    "12 a region as high as the window": Pitfall(
        "alabaster", "light", "wide", 390, style(".ro.ro .ro-scroll { max-block-size: 100vh !important }"), ask("high")
    ),
    "14 spaces of a theme": Pitfall(
        "sphinxawesome_theme", "light", "cards", 1400,
        style(".ro.ro :is(ul, ol, li, dl, dt, dd) { margin: 14px 0 !important }"), ask("spaced"),
    ),
    "16 an id that is there twice": Pitfall(
        "alabaster", "light", "compare", 1400,
        "all('.ro svg').forEach((e) => { e.querySelector('title').id = 'title' })", ask("doubled"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PITFALLS)
def test_it_is_found(surf: Callable[..., Browser], name: str) -> None:
    pitfall = PITFALLS[name]
    look = Look(pitfall.theme, pitfall.mode)
    if not is_installed(look):
        pytest.skip(f"the theme {look.theme} is not installed")
    browser = surf(look, pitfall.page, pitfall.width, media=pitfall.media)
    assert pitfall.asked(browser, look) in ([], 0)
    browser.run(pitfall.plant)
    assert pitfall.asked(browser, look)


SEPARATED = ":orphan:\n\nPlanted\n=======\n\n.. card::\n\n   Head\n   ^^^\n   Body\n   +++\n   Foot\n"


def separators(source: Path, folder: Path) -> list[str]:
    """Build a handbook with sphinx-design, and return its warnings of heads and feet of cards by a line of signs."""
    extensions = "extensions=myst_parser,sphinx_design,sphinx_roles"
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", "-D", extensions]
    command += ["-D", "html_theme=alabaster", "-d", str(folder / "trees"), str(source), str(folder / "html")]
    read = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return [line for line in read.splitlines() if "design" in line or "separator" in line]


@pytest.mark.parametrize("written", [False, True])
def test_no_card_is_parted_by_signs(written: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """13: sphinx-design warns of them; no page that shows our views has them, nor any that quickstart writes."""
    monkeypatch.chdir(tmp_path)
    if written:
        assert main(["quickstart", "book", "--no-build"]) == 0
    else:
        shutil.copytree(HANDBOOK, "book")
    assert separators(Path("book"), tmp_path / "built") == []
    Path("book/planted.rst").write_text(SEPARATED, "utf-8")
    assert len(separators(Path("book"), tmp_path / "built")) == 1


def test_tables_of_others_are_not_asked(surf: Callable[..., Browser]) -> None:
    """15: the wrapper of two themes makes any table of a page fail."""
    browser = surf(Look("furo", "light"), "matrix")
    wide = (
        "<div style='overflow: auto; inline-size: 90px'><table><tr><td>A-table-without-a-head</table></div>"
    )
    browser.run("document.querySelector('.ro').insertAdjacentHTML('beforebegin', arguments[0])", wide)
    assert browser.axe() == []


CHANGES = (
    "document.querySelector('.ro').append('x')",
    "document.querySelector('.ro').classList.add('x')",
    "document.querySelector('.ro td').firstChild.data = 'x'",
    "document.querySelector('.ro-scroll').scrollLeft = 9",
    "document.querySelector('.ro-scroll').focus()",
    "getSelection().selectAllChildren(document.body)",
    "localStorage.setItem('x', 1)",
    "history.replaceState(null, '', '?x')",
    "document.body.dispatchEvent(new Event('input', {bubbles: true}))",
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_that_a_test_has_changed_is_loaded_again(surf: Callable[..., Browser], change: str) -> None:
    """One that nobody has changed is not: it would take most of the time."""
    kept = "return Boolean(window.kept)"
    browser = surf(Look("alabaster", "light"), "wide", 390)
    browser.run("window.kept = true")
    assert surf(Look("alabaster", "light"), "wide", 390).run(kept)
    assert surf(Look("alabaster", "light"), "wide", 800).run(kept)
    surf(Look("alabaster", "light"), "wide", 390).run(change)
    try:
        assert not surf(Look("alabaster", "light"), "wide", 390).run(kept)
    finally:
        browser.run("localStorage.clear()")


def test_a_page_that_was_built_again_is_loaded_again(chromium: Browser, tmp_path: Path) -> None:
    page, look = tmp_path / "page.html", Look("alabaster", "light")
    for text in ("One", "Other"):
        page.write_text(text, "utf-8")
        chromium.open(page, look, 1400)
        assert chromium.run("return document.body.textContent") == text


def test_what_never_happens_is_not_waited_for_without_end(chromium: Browser) -> None:
    from selenium.common.exceptions import TimeoutException

    chromium.driver.get("about:blank")
    chromium.driver.set_script_timeout(1)
    try:
        with pytest.raises(TimeoutException):
            chromium.wait("false")
    finally:
        chromium.driver.set_script_timeout(PATIENCE)
