"""`role-holders` under every builder, links to people, and mistakes told once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, others_than, read_after, title, toctree

DATA = """\
roles:
  sre: {name: Reliability & <co>, holders: [{name: Ana <Lo>, handle: "@ana", as: lead, link: "https://example.com/ana"}, Bo], past_holders: [{name: Cleo, until: 2025}], contact: "Call *us* <sre@example.com>", links: [{text: On-call <rota>, url: "https://example.com/rota"}]}
  dev: {name: Dev, status: acting, part_of: Delivery, holders: [{name: Ana <Lo>, handle: "@ana", acting: true}]}
  plat: {name: Platform, status: vacant, covered_by: sre, open: "Talk to {org:person}`Bo`."}
  boss: {name: Boss, holders: [{name: Sam, handle: s1}, {name: Sam, handle: s2}]}
responsibilities:
  go: {name: Go & <come>, assign: {dev: A/R, sre: C}}
"""
VIEWS: list[tuple[str, str, dict[str, str]]] = [
    ("role-holders", "", {"past": ""}),
    ("role-holders", "", {"by": "role", "past": "", "responsibilities": ""}),
    ("role-holders", "", {"by": "team", "layout": "table"}),
    ("role-holders", "", {"layout": "table", "past": "", "no-index": "", "leaving": ""}),
    ("role-cards", "", {"fields": "holders"}),
]
LINKS = {
    "rst": "\nSee :org:person:`@ana`, :org:person:`her <ana>` and :any:`Cleo`.\n",
    "md": "\nSee {org:person}`@ana`, {org:person}`her <ana>` and {any}`Cleo`.\n",
}
SETTINGS: dict[str, Any] = {"project": "Handbook", "copyright": "us", "version": "1"}


def sources(suffix: str = "rst") -> dict[str, str]:
    """A page with the views, one about a person, and one that links to people."""
    shown = "".join(directive(*view, suffix) for view in VIEWS)
    return {
        f"index.{suffix}": title("People", suffix) + toctree("a*", suffix) + shown,
        f"ana.{suffix}": title("Ana", suffix) + directive("role-holders", "", {"person": "Ana <Lo>"}, suffix),
        f"again.{suffix}": title("Again", suffix) + LINKS[suffix],
        "roles.yaml": DATA,
    }


@IN_EACH_BUILDER
def test_they_build_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def test_people_are_links_and_in_the_inventory(built: Build) -> None:
    output = built("html")
    again, index = output.page("again.html"), output.page()
    # The page about a person is a better target than the list.
    assert again.count('href="ana.html#person-ana"') == 2
    assert 'href="ana.html#person-ana"><span class="xref org org-person">Ana &lt;Lo&gt;</span>' in again
    assert 'href="index.html#person-cleo"' in again
    assert "org:person" in output.page("searchindex.js")
    # Where there is an entry, a card leads to it; the entry leads where the data says.
    card = index.partition('id="role-sre"')[2]
    assert '<a class="reference internal" href="ana.html#person-ana">Ana &lt;Lo&gt;</a>' in card
    entry = output.page("ana.html").partition('id="person-ana"')[2]
    assert 'href="https://example.com/ana">Ana &lt;Lo&gt;</a></p>' in entry


def test_an_entry_says_what_one_person_holds_and_leaves(built: Build) -> None:
    text = built("text").page("ana.txt")
    assert text.partition("-[ Ana <Lo> (@ana) ]-\n\n")[2].split("\n\n") == [
        "Holds:\n   * Reliability & <co> (lead)", "   * Dev (acting)",
        "Deputies and cover:\n   Reliability & <co>: Bo",
        "Stands in for:\n   Platform (vacant)",
        "Contact:\n   Reliability & <co>: Call *us* [e-mail], On-call <rota>",
        "Accountable:\n   Go & <come> (Dev)", "Responsible:\n   Go & <come> (Dev)",
        "Falls free on leaving:\n   * Dev (acting) (no other holder)", "   * Go & <come> (Accountable, Responsible)\n",
    ]  # fmt: skip


def test_nobody_is_told_an_address(built: Build) -> None:
    for text in built("html").files(".html", ".js").values():
        assert b"sre@example.com" not in text


def test_a_cell_with_one_name_is_no_dash(built: Build) -> None:
    table = built("html").page().partition('<table class="ro-table ro-people">')[2].partition("</table>")[0]
    assert set(re.findall("<td>([^<]*)</td>", table)) == {"no part"}
    assert "<div><a " in table


MISTAKES: list[tuple[str, str, dict[str, str], str, bool]] = [
    ("role-holders", "", {"person": "Anna <Lo>"}, "no person 'Anna <Lo>'; did you mean 'Ana <Lo>'? [roles.option]", False),
    ("role-holders", "", {"person": "Sam"}, "several people are called 'Sam'; expected one of s1, s2 [roles.option]", False),
    ("role-holders", "", {"person": "Bo", "by": "role"}, "the option 'by' does nothing beside 'person' [roles.option]", True),
    ("role-holders", "", {"by": "rolle"}, "'rolle'; expected one of person, role, team; did you mean 'role'? [roles.option]", True),
    ("role-holders", "", {"by": "team", "leaving": ""}, "the option 'leaving' does nothing beside 'by: team' [roles.option]", True),
    ("role-holders", "", {"layout": "table", "columns": "2"}, "the option 'columns' does nothing beside 'layout: table' [roles.option]", True),
    ("role-holders", "sre, def", {}, "no role 'def'; did you mean 'dev'? [roles.unknown-role]", True),
    ("role-holders", "", {"tags": "x"}, "no tag 'x' [roles.option]", False),
    ("role-holders", "plat", {"person": "Bo"}, "no holder is recorded for what is selected [roles.empty-view]", False),
    ("role-holders", "", {"letters": "R, Q"}, "no letter 'Q'; expected some of R, A, C, I [roles.unknown-letter]", True),
    ("role-holders", "", {"catalog": "x"}, "no catalog 'x' [roles.unknown-catalog]", False),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_mistake_is_one_warning_and_the_page_stays_whole(suffix: str, project: Maker) -> None:
    link = {"rst": ":org:person:`Boo` :org:person:`Sam`", "md": "{org:person}`Boo` {org:person}`Sam`"}
    index = title("All", suffix) + toctree("*", suffix) + link[suffix] + "\n"
    files = {"roles.yaml": DATA.replace("open: ", "x: "), f"index.{suffix}": index}
    rest = others_than(MISTAKES, suffix, project, files, "ro-holders", SETTINGS)
    assert [line.partition("WARNING: ")[2] for line in rest] == [
        "no person 'Boo'; did you mean 'Bo'? [roles.ref]",
        "several people are called 'Sam'; expected one of s1, s2 [roles.ref]",
    ]


def test_a_page_is_read_again_when_what_it_shows_changes(project: Maker) -> None:
    files = sources()
    read_after(
        project(files, **SETTINGS),
        files,
        ("roles.yaml", "dev: {name: Dev", "dev: {tagline: New, name: Dev", []),
        ("roles.yaml", "until: 2025", "until: 2024", ["index"]),
        ("roles.yaml", "assign: {dev", "assign: {plat: R, dev", ["ana", "index"]),
    )
