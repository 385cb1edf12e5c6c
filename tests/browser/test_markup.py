"""What a page says to a reader who does not see it, and to a strict server. One theme shows it for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import PAGES, Look

pytestmark = pytest.mark.browser

PLAIN = Look("alabaster", "light")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, surf: Callable[..., Any]) -> Any:
    return surf(PLAIN, request.param)


@pytest.fixture(params=[name for name in PAGES if name not in ("cards", "audit", "changes")])
def tables(request: pytest.FixtureRequest, surf: Callable[..., Any]) -> Any:
    return surf(PLAIN, request.param)


@pytest.fixture(
    params=[name for name in PAGES if name not in ("cards", "skills", "profile", "audit", "changes")]
)
def lettered(request: pytest.FixtureRequest, surf: Callable[..., Any]) -> Any:
    return surf(PLAIN, request.param)


def test_a_table_has_one_caption_which_names_its_region(tables: Any) -> None:
    reported = tables.ask("captions")
    assert reported
    assert {tuple(one) for one in reported} == {(1, True, "region", 0, True)}


def test_every_head_has_a_scope(tables: Any) -> None:
    assert tables.ask("headsWithoutScope") == []
    # Each row begins with its head and has no other; a section heads its own body with one that spans it.
    assert tables.ask("rowsWithoutHead") == []
    assert tables.ask("bandsOutOfPlace") == []
    assert tables.ask("unevenTables") == []


def test_a_letter_is_for_eyes_and_its_word_for_ears(lettered: Any) -> None:
    badges = lettered.ask("words")
    assert badges
    for letter, word, drawn, size, width in badges:
        # The word is the text, and has no size; what is drawn before it has no text of its own.
        assert word[0] == letter
        assert (drawn, size) == (f'"{letter}" / ""', "0px")
        assert 18 <= width <= 30
    assert {word for _, word, *_ in badges} <= {"Responsible", "Accountable", "Consulted", "Informed"}
    # Elsewhere a badge stands beside its word, and none needs a pointer to be understood.
    assert lettered.count("[data-ro]:empty") == lettered.count(".ro-key > [data-ro]")
    assert lettered.count("[data-ro][title], [data-ro]:not(td) *, td[data-ro] > :not([data-ro])") == 0


def test_no_cell_is_empty(tables: Any) -> None:
    assert tables.count(".ro-table td") > 0
    assert tables.count(".ro-table :is(td:not(.ro-corner), th:not([scope=colgroup])):empty") == 0


def test_letters_differ_by_shape_as_well(surf: Callable[..., Any]) -> None:
    shapes = surf(PLAIN, "matrix").ask("legendLooks")
    assert len(shapes) == len(set(shapes)) == 4


def test_the_legend_comes_before_what_it_explains(lettered: Any) -> None:
    # An overlap has no letters; a comparison also folds what its verdicts mean.
    assert lettered.count(".ro-matrix > .ro-legend:not(.ro-verdicts, .ro-conditions)") == lettered.count(
        ".ro-matrix:not(.ro-overlap)"
    )
    assert lettered.ask("legendsAfterTables") == 0


def test_a_finding_says_its_severity_in_words(surf: Callable[..., Any]) -> None:
    words = "return all('.ro-severity').map((e) => e.lastChild.textContent.trim())"
    assert set(surf(PLAIN, "audit").run(words)) == {"Error", "Warning", "Hint"}


def test_a_picture_is_named_and_described_and_a_list_beside_it_has_its_links(
    surf: Callable[..., Any],
) -> None:
    pictures = surf(PLAIN, "compare").ask("pictures")
    assert len(pictures) == 3
    assert {tuple(one) for one in pictures} == {("img", 2, True, 0, True)}


def test_what_is_heard_of_a_table(surf: Callable[..., Any]) -> None:
    """Tables have rows, heads and cells; nothing in a head is a table of its own, and a mark is part of its name."""
    nodes = surf(PLAIN, "matrix").command("Accessibility.getFullAXTree")["nodes"]
    heard = [(one["role"]["value"], one["name"]["value"]) for one in nodes if not one["ignored"]]
    assert [role for role, _ in heard if "Layout" in role] == []
    assert [name for role, name in heard if role in ("region", "table")] == 2 * [
        "Responsibilities of DevOps, SRE and Platform"
    ]
    heads = ["Responsibility", "DevOps Engineer", "Site Reliability Engineer", "Platform Engineer vacant"]
    assert [name for role, name in heard if role == "columnheader"] == heads
    assert "Accountable Responsible" in [name for role, name in heard if role == "cell"]


def test_no_head_has_another_name_than_is_seen(tables: Any) -> None:
    """A short name for ears is for a long head alone, and a tip is for nobody."""
    assert tables.count(".ro th[title]") == 0
    assert (
        tables.run(
            "return all('.ro th[abbr]').filter((e) => e.textContent.trim().length <= e.abbr.length).length"
        )
        == 0
    )


def test_ids_are_unique_and_lead_somewhere(page: Any) -> None:
    assert page.ask("doubled") == []
    assert page.ask("unnamed") == page.ask("lostLinks") == []


def test_nothing_is_inline(page: Any) -> None:
    assert page.ask("inline") == []


def test_what_themes_would_spoil_is_avoided(page: Any) -> None:
    """Boxed definition lists, blown-up legends, heads out of turn, links in a summary, zebra."""
    assert page.count(".ro") > 0
    assert page.ask("spoiled") == []
    assert page.count(".ro summary :is(a, button, input), .ro a a, .ro p :is(p, dl, ul)") == 0
    assert page.count(".ro [role=list] > :not([role=listitem]), .ro table.docutils") == 0


def test_a_copied_table_has_each_letter_once_as_its_word(surf: Callable[..., Any]) -> None:
    text = surf(PLAIN, "matrix").ask("copied", ".ro-table tbody")
    assert "Build pipelines" in text
    assert "Responsible" in text.split()
    assert "R" not in text.split()
    # An empty cell comes along: else the next letter would be under another role.
    assert "no part" in text


def test_lines_of_a_copied_cell_are_words_apart(surf: Callable[..., Any]) -> None:
    text = surf(PLAIN, "compare").ask("copied", ".ro-comparison")
    assert "Continuous delivery Expert Automation Expert" in text
    assert "short, visible and dull. Brings developers" in text
    assert "until 31\xa0Mar\xa02027) until the move is done" in text


def test_a_large_table_does_not_look_at_each_cell(project: Callable[..., Any]) -> None:
    """Columns answer to the pointer where that is cheap."""

    def page(columns: int) -> str:
        head = ",".join(["Task", *(f"Role {n}" for n in range(columns))])
        body = "".join(f"   Task {n}{',R' * columns}\n" for n in range(12))
        text = f"Title\n=====\n\n.. responsibility-matrix::\n\n   {head}\n{body}"
        return str(project({"index.rst": text}).build().page())

    assert "ro-cross" in page(3)
    assert "ro-cross" not in page(20)


def test_blocks_of_columns_repeat_no_id_and_no_name(project: Callable[..., Any]) -> None:
    data = "roles: {a: {}, b: {}, c: {}}\nresponsibilities: {one: {assign: {a: A, b: R, c: C}}}\n"
    text = "Title\n=====\n\n.. responsibility-matrix:: Name\n   :split: 2\n"
    html = project({"index.rst": text, "roles.yaml": data}).build().page()
    assert html.count("<table") == 2
    assert html.count(' id="responsibility-one"') == html.count('href="#responsibility-one"') == 1
    assert "Name (1/2)" in html
    assert "Name (2/2)" in html
