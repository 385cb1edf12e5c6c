"""The keyboard, the pointer, paper, and forced colours."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import start
from browser.looks import SETTINGS, Look, build
from tagged_pdf import cells_with_text

pytestmark = pytest.mark.browser

TAB = ("Tab", 9)
ROW = ".ro-table tbody tr:nth-child(2)"


def test_a_table_scrolls_by_keyboard(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "wide", 390)
    browser.run("document.querySelector('.ro-scroll').focus()")
    browser.press("ArrowRight", 39)
    browser.wait("document.querySelector('.ro-scroll').scrollLeft > 0")


def test_focus_is_seen(surf: Callable[..., Any], look: Look) -> None:
    """Whatever takes the focus in a view has a ring that stands out from the page."""
    browser = surf(look, "matrix", 1400)
    browser.run("document.querySelector('.ro-legend summary').focus()")
    for _ in range(9):
        browser.press(*TAB)
        reported = browser.ask("focus")
        assert reported, "the focus has left the view"
        name, style, width, contrast = reported
        assert (style != "none", width >= 2, contrast >= 3) == (True, True, True), name


@pytest.mark.parametrize("page", ["matrix", "cards", "compare"])
def test_the_keyboard_goes_through_a_page_in_its_order(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    """To every link, field, fold and region that scrolls, once, and out again."""
    browser = surf(look, page, 1400)
    stops = browser.ask("stops")
    assert len(stops) > 10
    browser.ask("follow")
    browser.run("all('*')[arguments[0]].focus()", stops[0])
    walked: list[int] = []
    # Between two views, it goes through what is of the page.
    for _ in range(0, 2 * len(stops) + 8, 8):
        browser.press(*TAB, 8)
        walked = browser.ask("followed")
        if len([stop for stop in walked if stop >= 0]) >= len(stops) and walked[-1] != stops[-1]:
            break
    ours = [at for at, stop in enumerate(walked) if stop >= 0][: len(stops)]
    assert [walked[at] for at in ours] == stops
    # Then something of the page, or its end.
    assert walked[ours[-1] + 1 : ours[-1] + 2] in ([-1], [])


def test_focus_is_not_hidden_below_what_stays_in_view(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "wide", 600)
    browser.ask("behindTheNames", 3, 2)
    browser.rest()
    assert browser.ask("focusIsOnTop")


def test_the_row_and_the_column_under_the_pointer_are_marked(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix", 1400)
    browser.point(*browser.ask("corner", f"{ROW} > :nth-child(3)"))
    marked = browser.ask("marked")
    assert [row[2] for row in marked] == [True] * len(marked)
    assert sum(all(row) for row in marked) == 1
    assert not any(row[1] for row in marked if not all(row))


def test_the_links_of_a_row_show_under_the_pointer_and_with_the_focus(
    surf: Callable[..., Any], look: Look
) -> None:
    browser = surf(look, "matrix", 1400)

    def seen() -> str:
        return str(browser.run(f"return getComputedStyle(document.querySelector('{ROW} .ro-tools')).opacity"))

    browser.point(1, 1)
    assert seen() == "0"
    browser.point(*browser.ask("corner", f"{ROW} > td"))
    assert seen() == "1"
    browser.point(1, 1)
    browser.run(f"document.querySelector('{ROW} :is(a.ro-tools, .ro-tools a)').focus()")
    assert seen() == "1"


_HIDDEN_NAMES = """
const box = (e) => e.getBoundingClientRect(), range = document.createRange();
return all("[scope=row]:has(.ro-edit)").filter((head) => {
  const link = box(head.querySelector(".ro-edit")), walk = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
  for (let text; text = walk.nextNode();) {
    range.selectNodeContents(text);
    if (text.parentNode.matches(".ro-edit") || !text.data.trim()) continue;
    for (const line of range.getClientRects())
      if (line.right > link.left + 1 && line.left < link.right - 1 && line.bottom > link.top + 4 && line.top < link.bottom - 4)
        return true;
  }
}).map((head) => head.textContent);
"""


def test_a_finger_sees_the_edit_links_of_rows_beside_their_names(
    handbook: Callable[[str, str], Path],
) -> None:
    """Where nothing hovers, they are always there."""
    settings = "primaryHoverType=1,availableHoverTypes=1,primaryPointerType=2,availablePointerTypes=2"
    browser = start(f"--blink-settings={settings}")
    browser.open(handbook("alabaster", "sphinx_design") / "matrix.html", Look("alabaster", "light"), 390)
    seen = browser.run(
        "return all('[scope=row] .ro-edit').map((e) => getComputedStyle(e.parentNode).opacity)"
    )
    hidden = browser.run(_HIDDEN_NAMES)
    broken = []
    for width in (1400, 390, 320):
        browser.open(handbook("alabaster", "sphinx_design") / "wide.html", Look("alabaster", "light"), width)
        broken += browser.ask("brokenWords", ".ro-free [scope=row]")
    browser.driver.quit()
    assert set(seen) == {"1"}
    assert hidden == []
    # "Documentation" is not broken to make room for one.
    assert broken == []


_LINK = """
const row = document.querySelector("tbody tr"), link = row.cells[0].firstChild, box = link.getBoundingClientRect();
const cell = row.cells[0].getBoundingClientRect(), drawn = getComputedStyle(link, "::before").content;
return [drawn, getComputedStyle(link).opacity, box.width, box.height,
  box.left > cell.left + cell.width / 2 && box.right <= cell.right && box.top >= cell.top && box.bottom <= cell.bottom];
"""


def test_the_link_of_a_row_is_one_element_where_it_is_alone(
    chromium: Any, tmp_path: Path, theme: Look
) -> None:
    """Where rows have no link to their source: its sign is drawn, so that a page has fewer nodes."""
    files = {
        "conf.py": f'extensions = ["sphinx_roles"]\nhtml_theme = "{theme.theme}"\n{SETTINGS.get(theme.theme, "")}',
        "index.rst": "Page\n====\n\n.. responsibility-matrix::\n",
        "roles.yaml": "roles: {sre: SRE}\nresponsibilities: {ships: {name: Ships, assign: {sre: A/R}}}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    page = build(theme.theme, "", tmp_path / "out", tmp_path) / "index.html"
    chromium.open(page, theme, 1400)
    assert chromium.run("return all('.ro-table [scope=row] *').map((e) => e.className)") == [
        "headerlink ro-tools"
    ]
    nodes = chromium.command("Accessibility.getFullAXTree")["nodes"]
    assert "Link to Ships" in {
        one["name"]["value"] for one in nodes if one.get("role", {}).get("value") == "link"
    }
    chromium.point(1, 1)
    assert chromium.run(_LINK) == ['"¶" / ""', "0", 24, 24, True]
    chromium.point(*chromium.ask("corner", ".ro-table tbody td"))
    assert chromium.run(_LINK) == ['"¶" / ""', "1", 24, 24, True]
    chromium.point(1, 1)
    chromium.run("document.querySelector('a.ro-tools').focus()")
    assert chromium.run(_LINK)[1] == "1"
    assert chromium.axe() == []


@pytest.mark.parametrize("page", ["matrix", "cards", "wide"])
def test_paper_is_white(surf: Callable[..., Any], look: Look, page: str) -> None:
    """Also from a dark page, whose own colours some themes print."""
    assert surf(look, page, 800, media="print").ask("paper") == []


def test_a_table_on_paper_begins_where_it_stands(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix", 800, media="print")
    breaks = browser.run(
        "return all('.ro-table, .ro-legend dl').map((e) => getComputedStyle(e))"
        ".flatMap((e) => [e.breakInside, e.breakBefore])"
    )
    assert set(breaks) == {"auto"}


def test_paper_shows_all(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix", 800, media="print")
    assert browser.count(".ro-legend b") == 4
    assert browser.run("return all('.ro-more > div').every((e) => e.offsetHeight > 5)")
    assert browser.run("return all('.ro-tools').every((e) => getComputedStyle(e).display === 'none')")
    assert browser.run(
        "return all('.ro-scroll').map((e) => getComputedStyle(e)).every((s) => s.overflow === 'visible'"
        " && s.maxHeight === 'none') && all('.ro-table th').every((e) => getComputedStyle(e).position === 'static')"
    )
    # A head that is a header group comes again on each sheet.
    assert browser.run("return getComputedStyle(document.querySelector('.ro-table thead')).display") == (
        "table-header-group"
    )
    assert browser.ask("widens") <= 0


def test_forced_colours_keep_the_outlines(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix")
    browser.media(forced_colors="active")
    reported = browser.ask("badges")
    assert reported
    assert [one for one in reported if one[1] < 4.5 or one[2] < 3 or one[3] == "none"] == []
    browser = surf(look, "compare")
    browser.media(forced_colors="active")
    lines = browser.ask("strokes")
    browser.media()
    assert len(lines) > 20
    assert [one for one in lines if one[1] < 3] == []


SELECT = """
const range = document.createRange(), box = document.createElement("div");
range.selectNode(document.querySelector(arguments[0]));
getSelection().removeAllRanges(); getSelection().addRange(range);
box.contentEditable = true; box.id = "pasted";
document.body.append(box);
"""
FOLDED = """
return [...document.querySelectorAll(arguments[0] + " details:not([open]) > div")].map(one => one.textContent.trim());
"""
CELLS = """
const table = document.querySelector(arguments[0]).cloneNode(true);
table.querySelectorAll(".ro-hidden, .ro-letters td > [data-ro], .ro-whose").forEach(word => word.remove());
return [...table.rows].map(row => [...row.cells].map(cell => cell.textContent.replace(/\\s+/g, "")));
"""


@pytest.mark.parametrize(
    ("page", "table"), [("matrix", ".ro-table"), ("layouts", ".ro-letters"), ("compare", ".ro-compare")]
)
def test_a_copied_table_has_every_cell(surf: Callable[..., Any], look: Look, page: str, table: str) -> None:
    """What a spreadsheet takes from the clipboard has each letter under its role: no cell is left out.

    Of a row that is folded, it has the name alone, as it is seen.
    """
    browser = surf(look, page, 1400)
    browser.run(SELECT, table)
    browser.press("c", 67, command="copy")
    browser.run("document.querySelector('#pasted').focus()")
    browser.press("v", 86, command="paste")
    shown, pasted = browser.run(CELLS, table), browser.run(CELLS, "#pasted table")
    assert [len(row) for row in pasted] == [len(row) for row in shown]
    assert [row[1:] for row in pasted][1:] == [row[1:] for row in shown][1:]
    text = str(browser.run("return document.querySelector('#pasted').textContent"))
    folded = browser.run(FOLDED, table)
    assert [one for one in folded if one in text] == []
    assert folded or page != "matrix"


def test_a_printed_table_is_tagged_with_its_words(surf: Callable[..., Any], look: Look) -> None:
    """Whoever hears a PDF hears the letters of each cell."""
    pikepdf = pytest.importorskip("pikepdf")
    browser = surf(look, "matrix", 1400)
    printed = browser.command("Page.printToPDF", generateTaggedPDF=True)
    with pikepdf.open(io.BytesIO(base64.b64decode(printed["data"]))) as pdf:
        cells = list(cells_with_text(pdf.Root.StructTreeRoot))
    assert cells
    assert all(cells), f"{cells.count(False)} of {len(cells)} cells say nothing"


def test_views_have_room_beside_each_other_on_a_phone(chromium: Any, tmp_path: Path, theme: Look) -> None:
    """In the cells of a table, which are as wide as what is in them, and in two columns of a grid."""
    files = {
        "conf.py": f'extensions = ["sphinx_roles", "sphinx_design"]\nhtml_theme = "{theme.theme}"\n{SETTINGS.get(theme.theme, "")}',
        "index.rst": (
            "Page\n====\n\n.. list-table::\n\n   * - .. role-card:: sre\n     - .. responsibility-matrix::\n\n"
            ".. grid:: 2\n\n   .. grid-item::\n\n      Words.\n\n   .. grid-item::\n\n      .. role-overlap:: sre dev\n"
        ),
        "roles.yaml": (
            "roles: {sre: {name: SRE, summary: Keeps it up.}, dev: Developer}\n"
            "responsibilities: {ships: {name: Ships, assign: {sre: A/R, dev: C}}}\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    page = build(theme.theme, "", tmp_path / "out", tmp_path) / "index.html"
    chromium.open(page, theme, 390)
    assert chromium.ask("widens") <= 0
    assert chromium.run("return all('.ro-card').map((e) => e.offsetWidth > 90)") == [True]
    within = "const view = document.querySelector('.ro-overlap'), {right} = view.parentNode.getBoundingClientRect(); "
    assert chromium.run(f"{within}return view.getBoundingClientRect().right - right") <= 1
