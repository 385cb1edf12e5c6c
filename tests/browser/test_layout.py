"""Nothing sticks out, nothing is cut off, and what should stay in view stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import PAGES, Look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", PAGES)
def test_a_view_never_makes_the_page_wider(surf: Callable[..., Any], look: Look, page: str) -> None:
    for width in (320, 390, 800):
        browser = surf(look, page, width)
        assert browser.ask("sticksOut") == [], width
        assert browser.ask("widens") <= 0, width


LISTING = '<div class="highlight"><pre style="overflow: auto"></pre></div>'


def test_a_listing_beside_a_view_scrolls_by_itself(surf: Callable[..., Any], look: Look) -> None:
    """In Furo, a page whose box need not scroll was as wide on a phone as its longest line of code."""
    browser = surf(look, "matrix", 390)
    browser.run(
        "document.querySelector('.ro').insertAdjacentHTML('afterend', arguments[0]);"
        "document.querySelector('.ro + div pre').textContent = 'word '.repeat(60)",
        LISTING,
    )
    assert browser.run("return document.documentElement.scrollWidth - innerWidth") <= 0


def test_three_roles_fit_beside_each_other(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "matrix", 1400)
    assert browser.ask("hidden") == [0]
    # And are equally wide, where no word of a head needs more than its share.
    browser.run("document.body.style.fontSize = '14px'")
    widths = browser.run("return all('.ro-table thead th').slice(1).map((e) => e.offsetWidth)")
    assert max(widths) - min(widths) <= 2


@pytest.mark.parametrize(("page", "width"), [("wide", 1400), ("skills", 1400), ("matrix", 390)])
def test_a_grid_is_seen_whole_where_its_columns_fit(
    surf: Callable[..., Any], look: Look, page: str, width: int
) -> None:
    """Fourteen roles beside the sidebar of any theme, three on a phone: nothing scrolls, and no word breaks."""
    browser = surf(look, page, width)
    regions = "all('.ro-free').map((e) => [e.scrollWidth - e.clientWidth, getComputedStyle(e).overflowX])"
    assert {tuple(one) for one in browser.run(f"return {regions}")} == {(0, "clip")}
    assert browser.ask("cutHeads") == []
    assert browser.ask("widens") <= 0


def test_a_column_of_texts_has_room_for_its_words(surf: Callable[..., Any], look: Look) -> None:
    """One beside three roles on a phone as well, four beside five roles on a large screen."""
    for width in (1400, 500, 390):
        browser = surf(look, "texts", width)
        assert browser.count("th.ro-field") == 1 + 4
        assert browser.ask("brokenWords", ".ro-field") == [], width
        # The third matrix of the page has no column of texts.
        one, four, _ = browser.ask("hidden")
        assert one == 0, width
        assert four == 0 or width < 1400


@pytest.mark.parametrize("page", ["layouts", "compare"])
def test_letters_and_comparisons_never_scroll_sideways(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    for width in (1400, 320, 390):
        browser = surf(look, page, width)
        assert browser.count(".ro-fixed") >= 1
        assert browser.ask("wider", ".ro-fixed") == [], width
        # All roles that are compared are seen.
        assert browser.ask("outOfTable") == [], width
        if page == "compare" and width > 320:
            assert browser.ask("brokenWords", ".ro-compare :is(tbody, thead) :is(th, td)") == [], width
    if page == "compare":
        # On a phone a verdict is under the name of its row, and the letters are under both.
        gaps = browser.ask("aboveEachOther")
        assert gaps
        assert all(-1 <= gap <= 2 for pair in gaps for gap in pair)
    else:
        # A row is a list there, with the letter before its roles.
        assert browser.run("return document.querySelector('.ro-letters td b').offsetWidth") > 0


_CONDITIONS = """
return all(".ro-scroll:has([data-ro-step])").map((region) => {
    const whens = [...region.querySelectorAll("[data-ro-step]")], key = region.previousElementSibling;
    const numbered = whens.filter((one) => getComputedStyle(one).fontSize === "0px").length;
    const said = Object.fromEntries([...key.querySelectorAll("[data-ro-step]")].map((e) => [e.dataset.roStep, e.textContent]));
    return [
        numbered && numbered / whens.length, key.offsetHeight > 0, region.scrollWidth - region.clientWidth,
        whens.filter((one) => one.textContent !== `(${said[one.dataset.roStep]})`).length,
        whens.filter((one) => one.getBoundingClientRect().right > one.closest("td").getBoundingClientRect().right + 1).length,
    ];
})
"""


def test_conditions_are_numbers_where_their_words_have_no_room(surf: Callable[..., Any], look: Look) -> None:
    """Twelve roles are seen whole beside the sidebar of any theme, and on a phone no word is broken."""
    browser = surf(look, "conditions", 1400)
    (whole, *_), *others, (turned, *_) = browser.run(_CONDITIONS)
    assert (whole, turned, len(others)) == (1, 1, 2)
    for width in (1400, 1100, 800, 500, 390, 320):
        browser = surf(look, "conditions", width)
        twelve, three, compared, across = browser.run(_CONDITIONS)
        for numbered, explained, wider, wrong, out in (twelve, three, compared, across):
            assert numbered in (0, 1)
            assert explained == bool(numbered)
            assert (wrong, out) == (0, 0)
            assert wider == 0 or width < 1400
        assert browser.ask("brokenWords", ".ro-table tbody .ro-when") == [], width
        assert three[2] == 0
    # Where there is room, the words are there; on paper always.
    assert [one[0] for one in others[:1]] == [0]
    assert {tuple(one[:2]) for one in surf(look, "conditions", media="print").run(_CONDITIONS)} == {
        (0, False)
    }


def test_opinions_on_the_roles_of_a_row_are_in_line(surf: Callable[..., Any], look: Look) -> None:
    lefts = "all('.ro-agreement dd>.ro-opinion:nth-child(2)').map((e) => Math.round(e.getBoundingClientRect().left))"
    found = surf(look, "compare", 1400).run(f"return {lefts}")
    assert len(found) > 5
    assert len(set(found)) == 1


def test_who_holds_what_is_seen_whole_on_a_phone(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "skills", 390)
    wider = "all('.ro-scroll:has(>.ro-people)').map((e) => e.scrollWidth - e.clientWidth)"
    assert browser.run(f"return {wider}") == [0]
    # No date is broken.
    lines = (
        "all('.ro-people .ro-detail').map((e) => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight))"
    )
    found = browser.run(f"return {lines}")
    assert found
    assert max(found) < 1.5


def test_steps_of_a_legend_do_not_cover_each_other(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "skills", 320)
    boxes = (
        "all('.ro-legend>.ro-key:has(>.ro-heat)').map((key) => [...key.children].map((e) => e.getBoundingClientRect()))"
        ".map((all) => all.filter((one) => all.some((other) => other.top > one.top && other.top < one.bottom)).length)"
    )
    found = browser.run(f"return {boxes}")
    assert len(found) > 1
    assert set(found) == {0}


def test_no_link_of_the_theme_covers_a_view_on_paper(surf: Callable[..., Any], look: Look) -> None:
    seen = "all('.skip-to-content').filter((e) => e.offsetWidth).length"
    assert surf(look, "matrix", media="print").run(f"return {seen}") == 0


@pytest.mark.parametrize("page", ["matrix", "wide"])
def test_lines_and_badges_are_alike_in_all_cells_on_paper(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    """Also in a cell that is its badge, whose word is there and not seen."""
    lines, sizes = surf(look, page, media="print").run("""
        const drawn = (e) => getComputedStyle(e, '::before');
        return [all('.ro-grid tbody td').map((e) => getComputedStyle(e).borderTopColor),
            all('.ro-grid tbody [data-ro]').map((e) => [drawn(e).fontSize, drawn(e).blockSize].join())]
    """)
    assert (len(set(lines)), len(set(sizes))) == (1, 1)


def test_an_edge_fades_only_where_there_is_more(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "wide", 390)
    edge = "return parseFloat(getComputedStyle(document.querySelector('.ro-scroll')).getPropertyValue('--ro-edge'))"
    assert browser.run(edge) > 20
    browser.ask("scrolled", 4000, 0)
    browser.rest()
    assert browser.run(edge) < 1
    assert surf(look, "matrix", 1400).run(edge) == 0


@pytest.mark.parametrize(
    ("page", "width"),
    [
        ("wide", 1400),
        ("matrix", 800),
        ("matrix", 390),
        ("conditions", 390),
        ("compare", 1400),
        ("compare", 390),
    ],
)
def test_heads_stay_at_the_top_of_the_window(
    surf: Callable[..., Any], look: Look, page: str, width: int
) -> None:
    """Below whatever the theme keeps there, right below it, and covered by nothing."""
    browser = surf(look, page, width)
    browser.ask("intoTable")
    browser.rest()
    top, above, seen = browser.ask("headInWindow")
    assert 0 <= top <= (90 if width == 1400 else 130)
    assert (above, seen) == (False, True)


_COUNTED = """
const cell = document.querySelector(".ro-free tbody tr:not(.ro-band) td");
cell.innerHTML = '<span class="ro-count"><b class="ro-does" data-ro="R">Responsible</b> 10</span>';
return [cell.offsetWidth, cell.firstChild.offsetHeight];
"""


def test_two_digits_are_beside_their_letter(surf: Callable[..., Any], look: Look) -> None:
    """A total of fourteen columns dropped below its letter in every theme."""
    width, height = surf(look, "wide", 1400).run(_COUNTED)
    assert height < 30 or width < 37


def test_twelve_roles_share_a_phone(surf: Callable[..., Any], look: Look) -> None:
    """All columns are seen, each below the whole of its head, and the name of a row is above its letters."""
    for width in (390, 340):
        browser = surf(look, "conditions", width)
        assert browser.run("return document.querySelector('.ro-stacked thead tr').cells.length") == 13
        names, lefts, wider, cut = browser.ask("stacked")
        assert (names, wider <= 1, cut) == ([0], True, [])
        assert all(abs(head - cell) <= 1 for head, cell in lefts)


def test_a_link_lands_below_the_header(surf: Callable[..., Any], theme: Look) -> None:
    browser = surf(theme, "cards", 800)
    address = browser.driver.current_url
    browser.driver.get("about:blank")
    browser.driver.get(f"{address}#role-platform")
    # Until it has scrolled, at once or by and by.
    browser.wait("scrollY > 0")
    browser.rest()
    top, seen = browser.run(
        "const card = document.querySelector(':target'), { left, top } = card.getBoundingClientRect();"
        "return [top, card.contains(document.elementFromPoint(left + 30, top + 8))]"
    )
    assert seen
    assert 0 <= top < 900


def test_letters_stand_on_the_line_of_their_row(surf: Callable[..., Any], look: Look) -> None:
    gaps = surf(look, "matrix", 1400).ask("fromTheLine")
    assert len(gaps) > 5
    assert max(gaps) <= 3


def test_cards_of_a_row_are_equally_high(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "cards", 1400)
    heights = browser.run("return [...all('.sd-row')[0].children].map((e) => e.firstChild.offsetHeight)")
    assert len(heights) == 3
    assert len(set(heights)) == 1


@pytest.mark.parametrize("page", ["cards", "compare"])
def test_a_word_of_sixty_letters_stays_in_its_box(surf: Callable[..., Any], look: Look, page: str) -> None:
    browser = surf(look, page, 1400)
    wide = browser.run("""
        all(".ro-card :is(p, li, .ro-cover), .ro-regions :is(dt>span, dt a, li)").forEach((e) => e.append(" " + "Bindewort".repeat(7)));
        return all(".ro-card, .ro-regions>div").map((e) => e.scrollWidth - e.clientWidth)
    """)
    assert wide
    assert max(wide) <= 0


def test_a_map_is_a_tree_of_names_on_a_phone(surf: Callable[..., Any], look: Look) -> None:
    """A picture that would scroll sideways is away there, with the words about its lines."""
    seen = (
        "return all('.ro-map>:is(.ro-figure, .ro-note, ul)').map((e) => [e.localName, e.checkVisibility()])"
    )
    wide, phone = surf(look, "compare", 1400).run(seen), surf(look, "compare", 390).run(seen)
    assert wide == [["div", True], ["p", True], ["ul", True], ["ul", True]]
    assert phone == [["div", False], ["p", False], ["ul", True], ["ul", True]]


def test_a_view_has_the_width_of_the_page_where_the_theme_allows_it(
    surf: Callable[..., Any], look: Look
) -> None:
    width = "return all('.ro-matrix').map((e) => e.offsetWidth)"
    # On smaller screens, sidebars on both sides leave nothing in some themes.
    for size, least in ((1400, 1), (1920, 1.5)):
        (column, *_), found = surf(look, "wide", size).run(width), surf(look, "broad", size).run(width)
        assert len(found) == 2
        assert min(found) >= least * column
    if look.theme in ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"):
        assert min(surf(look, "broad", 1400).run(width)) > 1.25 * column
    for wide in (1400, 390):
        browser = surf(look, "broad", wide)
        assert browser.ask("sticksOut") == []
        assert browser.ask("widens") <= 0


def test_fields_of_a_row_of_cards_begin_in_one_line(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "cards", 1400)
    heads = "[...all('.sd-row')[0].querySelectorAll('dt')].map((e) => [e.textContent.trim(), Math.round(e.getBoundingClientRect().top)])"
    found: dict[str, list[int]] = {}
    for name, top in browser.run(f"return {heads}"):
        found.setdefault(name, []).append(top)
    assert {name: len(tops) for name, tops in found.items()}["Duties"] == 3
    assert {name: tops for name, tops in found.items() if max(tops) - min(tops) > 1} == {}
    # Levels of skills end below each other, or are below their skill where both have no room in a line.
    for width in (1400, 800):
        levels = surf(look, "cards", width).run("""
            const box = (e) => e.getBoundingClientRect();
            return all('.ro-steps-of>li').map((e) => [box(e.lastChild).right - box(e).right, box(e.lastChild).left - box(e).left]);
        """)
        assert all(abs(right) < 1 or (abs(left) < 1 and right < 0) for right, left in levels), levels
        assert any(abs(right) < 1 for right, _ in levels)


def test_the_first_column_leaves_room_on_a_phone(surf: Callable[..., Any], look: Look) -> None:
    shares = surf(look, "wide", 390).ask("firstColumns")
    assert shares
    assert max(shares) <= 0.48


@pytest.mark.parametrize(("width", "right"), [(390, 120), (320, 150)])
def test_heads_and_names_stay_in_view(surf: Callable[..., Any], look: Look, width: int, right: int) -> None:
    # The table is wider than a phone, but by less than 150 pixels in a theme with narrow margins.
    browser = surf(look, "wide", width)
    before, after = browser.ask("scrolled", 0, 0), browser.ask("scrolled", right, 240)
    assert after["at"] == [right, 240]
    assert after["left"] == before["left"]
    assert max(after["top"]) <= 1
    # They cover what goes by below them.
    assert browser.ask("seenThrough") == []
    # A phone whose whole window is a table cannot be scrolled past it.
    assert browser.ask("high") == []
    assert browser.ask("onTop") == [True, True]


@pytest.mark.parametrize("page", ["matrix", "cards", "compare", "skills", "profile", "changes"])
def test_what_themes_do_to_lists_folds_and_pictures_is_taken_back(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    browser = surf(look, page, 1400)
    for question in ("boxed", "spaced", "smallPictures", "dressed"):
        assert browser.ask(question) == [], question
    # Names of sections stay in view where a table scrolls.
    assert surf(look, page, 390).ask("scrolledAway") == []


def test_two_rows_of_heads_stay_below_each_other(surf: Callable[..., Any], look: Look) -> None:
    # So wide that no theme has room for a list alone.
    gaps = surf(look, "turned", 1100).ask("twoHeads")
    assert all(-1.5 <= gap <= 1.5 for gap in gaps), gaps


def test_from_right_to_left_the_names_stay_right(surf: Callable[..., Any], look: Look) -> None:
    browser = surf(look, "wide", 390)
    browser.run("document.documentElement.dir = document.body.dir = 'rtl'")
    assert browser.ask("scrolled", -150, 0)["right"] <= 1
    # In a language that is written so, with no word of the theme.
    browser = surf(look, "wide", 390)
    browser.run("document.documentElement.lang = 'he'")
    assert browser.ask("scrolled", -150, 0)["right"] <= 1
    # Links to rows are in their rows, and arrows lead to the left.
    browser = surf(look, "layouts", 1400)
    browser.run("document.documentElement.lang = 'he'")
    assert browser.run("return all('.ro-list dt>.ro-tools>a').length") > 3
    assert browser.run(
        "return all('.ro-list dt>.ro-tools>a').every((a) => a.getBoundingClientRect().left"
        " >= a.closest('.ro').getBoundingClientRect().left - 24"
        " && a.getBoundingClientRect().right <= a.closest('.ro').getBoundingClientRect().right)"
    )
    # Beside Latin letters, a number of a legend stays before its words, from which pages without styles part it.
    browser = surf(look, "conditions", 390)
    browser.run("document.documentElement.lang = 'he'")
    bidi = (
        "return all('.ro-conditions [data-ro-step]').map((e) => getComputedStyle(e, '::before').unicodeBidi)"
    )
    assert set(browser.run(bidi)) == {"isolate"}
    assert browser.run(
        "return all('.ro-conditions>.ro-key+.ro-key').every((e) => e.previousSibling.textContent === ' ')"
    )
    browser = surf(look, "compare", 1400)
    browser.run("document.documentElement.lang = 'he'")
    # Pictures begin on the right, and their names are turned back.
    turned = "all('.ro svg, .ro svg text').map((e) => getComputedStyle(e).transform)"
    assert set(browser.run(f"return {turned}")) == {"matrix(-1, 0, 0, 1, 0, 0)"}
    # The hyphen of a broken word of Latin letters is behind it.
    places = browser.run(
        "const text = document.querySelector('.ro svg.ro-venn text'); text.textContent = 'Wort-';"
        "return [0, 4].map((at) => text.getStartPositionOfChar(at).x)"
    )
    assert places[0] < places[1]
    arrow = "getComputedStyle(document.querySelector('.ro-judged>i')).transform"
    assert browser.run(f"return {arrow}").startswith("matrix(-1")


@pytest.mark.parametrize("page", ["cards", "matrix"])
def test_larger_text_is_not_cut_off(surf: Callable[..., Any], look: Look, page: str) -> None:
    browser = surf(look, page, 1000)
    browser.run(
        "document.documentElement.style.fontSize = '200%';"
        "document.body.style.cssText += ';line-height: 1.5; letter-spacing: .12em; word-spacing: .16em'"
    )
    assert browser.ask("cutOff") == []


@pytest.mark.parametrize("page", ["cards", "matrix"])
def test_what_is_pressed_is_large_enough(surf: Callable[..., Any], look: Look, page: str) -> None:
    assert surf(look, page, 390).ask("small") == []


def test_nothing_moves(surf: Callable[..., Any], look: Look) -> None:
    assert surf(look, "matrix").ask("moving") == []


def test_running_text_begins_at_its_margin_and_a_dash_stands_in_the_middle(
    surf: Callable[..., Any], look: Look
) -> None:
    browser = surf(look, "compare", 1400)
    cells = browser.run(
        "return all('.ro-about-roles td:not(.ro-verdict)')"
        ".map((e) => [e.children.length > 0, getComputedStyle(e).textAlign])"
    )
    assert len({has for has, _ in cells}) == 2
    assert {tuple(one) for one in cells} == {(True, "start"), (False, "center")}


@pytest.mark.parametrize("page", ["turned", "texts", "skills"])
def test_a_row_is_a_list_on_a_phone_where_its_columns_would_not_fit(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    """Each cell that says something has the name of its column; on a wide page the head has it, once."""
    browser = surf(look, page, 390)
    found = browser.run(
        "return all('.ro-listed').map((e) => [e.scrollWidth - e.clientWidth,"
        " all('.ro-listed tbody td:has(*)').every((td) => td.querySelector('.ro-whose')?.offsetWidth > 0),"
        " all('.ro-listed tbody td:not(:has(*))').every((td) => !td.offsetWidth),"
        " all('.ro-listed :is(th, td) > *').every((one) => one.getBoundingClientRect().left"
        " >= e.getBoundingClientRect().left)])"
    )
    assert found
    assert all(wider <= 1 and named and quiet and whole for wider, named, quiet, whole in found), found
    # What the filter leaves out is gone there, too.
    rows = "all('.ro-listed tbody tr')"
    assert (
        browser.run(
            f"{rows}.forEach((row) => row.hidden = true); return {rows}.filter((row) => row.offsetHeight).length"
        )
        == 0
    )
    wide = surf(look, page, 1400)
    assert not any(wide.run("return all('.ro-whose').map((one) => one.offsetWidth)"))


_LONG = """
const head = document.querySelector(".ro-grid tbody [scope=row]:has(.ro-tools)"), range = document.createRange();
head.replaceChildren(head.querySelector(".ro-tools"), new Text("Wort".repeat(60)));
range.selectNode(head.lastChild);
return range.getClientRects()[0].top - head.getBoundingClientRect().top;
"""


def test_a_word_longer_than_its_column_begins_on_the_first_line(surf: Callable[..., Any], look: Look) -> None:
    """The link that is in front of it has no width, but is something that a line can end behind."""
    assert surf(look, "matrix", 1400).run(_LONG) < 16


_BESIDE = """
const rows = ".ro-list>div>dd:has(>.ro-held), .ro-listed td:has(>[data-ro]:first-child), .ro-skill-matrix .ro-listed td.ro-heat";
return all(rows).filter((row) => row.offsetHeight).map((row) => {
    const name = row.querySelector(".ro-who, .ro-whose"), range = document.createRange();
    name.textContent = "Wort".repeat(30);
    range.selectNodeContents(name);
    const padding = parseFloat(getComputedStyle(row).paddingTop), [first] = range.getClientRects(), box = row.getBoundingClientRect();
    return [first.top - box.top - padding, row.scrollWidth - row.clientWidth];
});
"""


@pytest.mark.parametrize("page", ["layouts", "turned", "skills"])
def test_a_long_name_begins_beside_its_letter_on_a_phone(
    surf: Callable[..., Any], look: Look, page: str
) -> None:
    """A letter alone on its line looks as if nobody held it; and no name is cut off."""
    found = surf(look, page, 390).run(_BESIDE)
    assert len(found) > 3
    assert all(below < 8 and wider <= 1 for below, wider in found), found


_LISTED = """
const size = (one) => parseFloat(getComputedStyle(one).fontSize);
const [list] = all(".ro-listed:has(>.ro-letters)"), cells = [...list.querySelectorAll("td:has(.ro-who)")];
return [size(list.querySelector(".ro-band>th")) / size(list.querySelector("tbody [scope=row]")), cells.map((cell) => {
    const lines = {};
    for (const box of [...cell.querySelectorAll(".ro-who")].flatMap((who) => [...who.getClientRects()])) {
        const line = Math.round(box.top / 9);
        lines[line] = Math.min(box.left, lines[line] ?? Infinity);
    }
    return Math.max(...Object.values(lines)) - Math.min(...Object.values(lines));
})];
"""


def test_a_list_on_a_phone_has_one_edge_and_larger_names_of_sections(
    surf: Callable[..., Any], look: Look
) -> None:
    """What goes on in the next line is below the first name, and not below the letter or further in."""
    larger, edges = surf(look, "layouts", 320).run(_LISTED)
    assert larger > 1.05
    assert len(edges) > 4
    assert max(edges) <= 2.5


_TURNED = """
all(".ro-turned td").forEach((cell) => cell.replaceChildren("x"));
return all(".ro-turned:has(thead>tr:last-child>th:nth-child(8))").map((table) => {
    const [groups, names] = table.tHead.rows, heads = [...names.cells].slice(1).map((e) => e.getBoundingClientRect().width);
    // A section of one column is as wide as its name.
    return [...groups.cells].slice(1).flatMap((e) => (e.colSpan > 1 ? heads : [0]).splice(0, e.colSpan)).filter(Boolean);
});
"""


def test_columns_that_are_turned_are_equally_wide(surf: Callable[..., Any], look: Look) -> None:
    """Where none of them holds more than one letter; and dots of an overlap are equally far apart."""
    (found,) = surf(look, "turned", 1400).run(_TURNED)
    assert len(found) > 5
    assert max(found) - min(found) <= 1
    browser = surf(look, "compare", 1400)
    heads = "all('.ro-upset thead th:not(.ro-corner, .ro-bars)').map((e) => e.getBoundingClientRect().width)"
    dots = browser.run(f"return {heads}")
    assert max(dots) - min(dots) <= 1


_INSIDE = """
const range = document.createRange(), inner = (cell) => { range.selectNodeContents(cell); return range.getBoundingClientRect(); };
const below = all(".ro-turned td.ro-field:has(*)").map((cell) => [inner(cell), cell.getBoundingClientRect()]);
const firsts = all(".ro-grid tr td:not(.ro-field):has(*) + .ro-field:has(*)").map((cell) => [inner(cell.previousSibling), inner(cell)]);
return [
    below.map(([text, cell]) => text.left - cell.left),
    below.map(([text, cell]) => Math.abs(text.left + text.right - cell.left - cell.right)),
    firsts.map(([letter, text]) => text.left - letter.right),
    all("td.ro-field:not(:has(*))").map((cell) => getComputedStyle(cell).fontSize),
];
"""


def test_fields_keep_apart_from_lines_and_letters(surf: Callable[..., Any], look: Look) -> None:
    """Below names that are across, they are in the middle; a field that a row does not have is a dash alone."""
    from_lines, from_the_middle, _, sizes = surf(look, "turned", 1400).run(_INSIDE)
    assert min(from_lines) >= 3.5
    assert max(from_the_middle) <= 2
    assert set(sizes) == {"0px"}
    _, _, from_letters, sizes = surf(look, "texts", 1400).run(_INSIDE)
    assert min(from_letters) >= 8
    assert set(sizes) == {"0px"}


def test_a_word_in_an_index_is_beside_its_label(surf: Callable[..., Any], theme: Look) -> None:
    gaps = surf(theme, "profile", 1400).run(
        "return all('.ro-group .ro-chips').map((e) => [e, e.previousElementSibling].map((one) => one.getBoundingClientRect().bottom))"
    )
    assert gaps
    assert all(abs(word - label) < 6 for word, label in gaps)


_TOUCHING = """
const blocks = all(".ro-matrix").map((view) => [...view.querySelectorAll(":scope>.ro-scroll")].map((e) => e.getBoundingClientRect()));
return blocks.flatMap((boxes) => boxes.slice(1).map((box, at) => box.top - boxes[at].bottom));
"""


def test_tables_of_a_view_do_not_touch(surf: Callable[..., Any], theme: Look) -> None:
    """Also where a legend that is not shown is between them."""
    between = surf(theme, "turned", 1400).run(_TOUCHING)
    assert len(between) > 2
    assert min(between) > 8


_BY_LEVEL = """
const [role] = all(".ro-card .ro-steps-of>li");
return [120, 150, 180, 220].map((width) => {
    role.closest("ul").style.inlineSize = width + "px";
    const [name, step] = [...role.children].map((e) => e.getBoundingClientRect());
    return Math.abs(name.top - step.top);
});
"""


def test_a_step_is_beside_its_name_which_is_broken_between_words(
    surf: Callable[..., Any], theme: Look
) -> None:
    """A name of two words has two lines before what is at the end of the line leaves it."""
    browser = surf(theme, "cards", 1400)
    browser.run("all('.ro-card .ro-steps-of>li')[0].firstChild.textContent = 'Principal Engineer'")
    assert max(browser.run(_BY_LEVEL)) <= 8


_LABELLED = """
const labels = all(".ro .ro-fields>dt");
for (const label of labels) label.textContent = "Durchführungsverantwortlich";
return labels.map((label) => {
    const text = document.createRange();
    text.selectNodeContents(label);
    const beside = label.nextElementSibling.getBoundingClientRect();
    return [text.getClientRects().length, beside.left - text.getBoundingClientRect().right];
});
"""


def test_a_label_of_one_long_word_is_whole_and_beside_what_it_is_of(
    surf: Callable[..., Any], theme: Look
) -> None:
    """As German has them: it was broken within the word, or lay over what is beside it."""
    found = surf(theme, "profile", 1400).run(_LABELLED)
    assert found
    assert all(lines == 1 and gap > 4 for lines, gap in found), found
