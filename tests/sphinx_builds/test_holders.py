"""`role-holders` under every builder, links to people, and mistakes told once."""

from __future__ import annotations

import re
import textwrap

from conftest import Build, Maker
from pages import title

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
        "Accountable, Responsible:\n   Go & <come> (Dev)",
        "Falls free on leaving:\n   * Dev (acting, no other holder)", "   * Go & <come> (Accountable, Responsible)\n",
    ]  # fmt: skip


def test_nobody_is_told_an_address(built: Build) -> None:
    for text in built("html").files(".html", ".js").values():
        assert b"sre@example.com" not in text


def test_a_cell_with_one_name_is_no_dash(built: Build) -> None:
    table = built("html").page().partition('<table class="ro-table ro-people">')[2].partition("</table>")[0]
    assert set(re.findall("<td>([^<]*) </td>", table)) == {"no part"}
    assert "<div><a " in table


def test_no_card_is_empty(project: Maker) -> None:
    """A team needs no holders of its own; its card had a name and nothing below."""
    data = "roles: {plat: {name: Platform, kind: team}, ana: {kind: person}, dev: {holders: [Ana], part_of: Core}}\n"
    page = (
        "Page\n====\n\n.. role-holders::\n   :by: role\n\n.. role-holders::\n   :by: team\n   :roles: plat\n"
    )
    text = project({"roles.yaml": data, "index.rst": page}).build("text").page("index.txt")
    assert re.findall(r"-\[ (.*) \]-\n\n(.*)\n   (.*)", text) == [
        ("Platform (team)", "Held by:", "not recorded"),
        ("dev", "Held by:", "Ana"),
        ("Platform", "People:", "not recorded"),
    ]


def test_an_open_post_has_a_name_though_it_is_a_person(project: Maker) -> None:
    data = "roles: {gil: {name: Gil, kind: person, status: vacant}, eve: {name: Eve, kind: person, open: Call.}}\n"
    page = "Page\n====\n\n.. role-holders::\n"
    text = project({"roles.yaml": data, "index.rst": page}).build("text").page("index.txt")
    assert re.findall(r"^\* (.*)$", text, re.MULTILINE) == ["Gil: vacant", "Eve: Call."]


def test_a_table_has_the_columns_of_a_card_in_its_order(project: Maker) -> None:
    """The first person had no deputy, so that deputies came last."""
    data = """
        schemes: {own: {letters: {A: {name: Accountable, decides: true}, R: {name: Responsible, does: true}}}}
        matrices: {other: {name: Other, scheme: own}}
        roles:
          head: {holders: [Hedy], contact: desk 1}
          dev: {holders: [Mateo, Ana], status: draft}
          plat: {status: vacant, covered_by: dev, past_holders: [{name: Mateo, until: 2025}]}
        responsibilities: {a: {assign: {head: R}}, b: {assign: {dev: A/R}}, c: {matrix: other, assign: {dev: A}}}
    """
    views = ".. role-holders::\n   :layout: table\n   :past:\n   :responsibilities:\n\n.. role-holders::\n   :person: Mateo\n"
    book = project({"index.rst": title("All", "rst") + views, "roles.yaml": textwrap.dedent(data)})
    page, text = book.build("html").page(), book.build("text").page("index.txt")
    heads = re.findall(r"<th scope=\"col\"[^>]*>(.*?) </th>", page.partition("</thead>")[0])
    assert [re.sub("<[^>]*>", "", one) for one in heads] == [
        "Person", "Holds", "Deputies and cover", "Stands in for", "Contact", "Accountable",
        "Accountable, Responsible", "Responsible", "Held before",
    ]  # fmt: skip
    mateo = text.rpartition("-[ Mateo ]-")[2]
    # Two schemes have one letter in two places.
    assert "\nAccountable:\n   c\n\nAccountable, Responsible:\n   b\n" in mateo
    # That nobody holds a role today is not what it was then.
    assert "Held before:\n   plat (until 2025)\n" in mateo
    assert "Holds:\n   dev (draft)\n" in mateo


def test_a_page_of_one_who_left_has_no_other_head(project: Maker) -> None:
    view = ".. role-holders::\n   :person: Zoe\n"
    book = project(
        {"index.rst": title("All", "rst") + view, "roles.yaml": "roles: {a: {past_holders: [Zoe]}}\n"}
    )
    assert "Formerly" not in book.build("text").page("index.txt")
