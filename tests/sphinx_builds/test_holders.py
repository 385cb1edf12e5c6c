"""`role-holders` under every builder, links to people, and mistakes told once."""

from __future__ import annotations

import re

from conftest import Build

HANDBOOK = "holders"


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
