"""``role-comparison`` under every builder: a table with verdicts, a sentence, and mistakes told once."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from conftest import Build, Maker

HANDBOOK = "comparison"


def views(html: str) -> list[str]:
    """The markup of each comparison on a page."""
    parts = html.split('<div class="ro ro-matrix ro-comparison">')[1:]
    return [part.split('<div class="ro ')[0] for part in parts]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(view: str) -> dict[str, list[str]]:
    """The cells of each row by its head, as text."""
    found = re.findall(
        r'<tr(?: class="ro-alike")?><th scope="row"(?: colspan="2")?>(.*?) </th>(.*?)</tr>', view, re.DOTALL
    )
    return {
        text(re.sub(r'(<div>| <span class="ro-inside">).*', "", head, flags=re.DOTALL)):
            [text(re.sub(r'<b class="ro-whose">.*?</b>', "", cell)) for cell in re.findall(r"<td[^>]*>(.*?) </td>", cells, re.DOTALL)]
        for head, cells in found
    }  # fmt: skip


def test_each_row_has_a_verdict_and_the_sentence_counts_them(built: Build) -> None:
    view = views(built("html").page())[0]
    assert "Of 17 responsibilities: 6 shared, 3 only DevOps, 4 only SRE and 4 only Platform." in view
    verdicts = re.findall(
        r'<b class="ro-judged ro-is-([a-z-]+)"><i aria-hidden="true">([^<]+)</i> ([^<]+)</b>', view
    )
    assert Counter(word for _, _, word in verdicts) == {
        "shared": 6, "only DevOps": 3, "only SRE": 4, "only Platform": 4
    }  # fmt: skip
    assert {(kind, sign) for kind, sign, _ in verdicts} == {("shared", "∩"), ("only", "◐")}
    assert view.count("2 in common, ") == 3


def test_every_verdict_has_its_word_its_sign_and_its_meaning(built: Build) -> None:
    view = views(built("html").page())[3]
    found = {head: cells for head, cells in rows(view).items() if head in (
        "Clash", "Over", "Told", "None of them", "Alike draft", "A database"
    )}  # fmt: skip
    assert {head: cells[0] for head, cells in found.items()} == {
        "Clash": "! contested", "Over": "→ handed over", "Told": "○ involved = the same",
        "None of them": "– nobody", "Alike draft": "∩ shared = the same", "A database": "→ handed over",
    }  # fmt: skip
    assert found["Over"][1] == "Responsible under protest"
    assert "<em>protest</em>" in view
    meanings = view.split("What the verdicts mean")[1]
    assert re.findall(r"<dt>(.*?) </dt>", meanings) == [
        "shared",
        "contested",
        "handed over",
        "involved",
        "nobody",
    ]
    assert "Of 6 responsibilities: 1 shared, 1 contested, 2 handed over, 1 involved and 1 nobody." in view


def test_two_schemes_are_two_tables_each_with_its_legend(built: Build) -> None:
    pair = views(built("html").page())[3]
    assert re.findall(r'<caption id="[^"]*" class="ro-hidden">(.*?) </caption>', pair) == [
        "Comparison of Lead &amp; &lt;Head&gt; and Owner (RACI)", "Comparison of Lead &amp; &lt;Head&gt; and Owner (DACI)"
    ]  # fmt: skip
    assert [" ".join(key) for key in re.findall(r'<span class="ro-key"><b [^>]*="(.)"></b> ([^<]*)', pair)] == [
        "A Accountable", "R Responsible", "I Informed", "A Approver", "D Driver"
    ]  # fmt: skip
    assert pair.count("About the roles") == 1


def test_fields_are_side_by_side(built: Build) -> None:
    page = views(built("html").page())
    tagline = ["The bridge-builders", "The reliability gurus", "The toolsmiths"]
    assert rows(page[0])["Tagline"] == tagline
    six = rows(page[2])
    assert six["Cost centre"] == ["42", *["not said"] * 5]
    assert six["Open"] == ["This role is open: get in touch.", "Come here .", *["not said"] * 4]
    assert six["Links"] == ["Guide", *["not said"] * 5]
    assert 'Lead &amp; &lt;Head&gt; <span class="ro-abbr">LH</span></span> </th>' in page[2]


def test_only_differences_leave_out_what_is_the_same(built: Build) -> None:
    view = views(built("html").page())[1]
    assert "Of 4 responsibilities: 4 only DevOps." in view
    assert list(rows(view)) == [
        "Tagline", "Deployment automation", "Build pipelines", "Release coordination", "Deploys at night"
    ]  # fmt: skip


def test_a_table_has_a_caption_heads_and_a_named_region(built: Build) -> None:
    for view in views(built("html").page()):
        tables = view.count("<table")
        assert (
            view.count("<caption id=") == view.count('role="region" tabindex="0" aria-labelledby=') == tables
        )
        captions = re.findall(r'aria-labelledby="([^"]*)"><table[^>]*><caption id="([^"]*)"', view)
        assert len(captions) == tables
        assert all(one == other for one, other in captions)
        head = re.findall(r"<thead>(.*?)</thead>", view)[0]
        assert head.count("<th") == head.count('<th scope="col"')
        assert "<td> </td>" not in view
        assert " style=" not in view


MANY = """\
roles: {a: {name: Ana, tagline: One}, b: {name: Bo}, c: {name: Cy}, d: {name: Di}, x: {name: Xi}}
responsibilities:
  r1: {assign: {a: A/R, b: C}}
  r2: {assign: {a: A, b: R}}
  r3: {assign: {c: A/R}}
  n1: {assign: {x: A/R}}
  n2: {assign: {x: A/R}}
  n3: {assign: {x: A/R}}
  n4: {assign: {x: A/R}}
"""


def test_rows_of_nobody_are_folded_and_many_pairs_are_half_a_table(project: Maker) -> None:
    view = (
        project({"index.rst": "Page\n====\n\n.. role-comparison:: a, b, c, d\n", "roles.yaml": MANY})
        .build("html", strict=True)
        .page()
    )
    table, rest = view.split("</table>", 1)
    assert [name for name in ("r1", "r2", "r3", "n1", "n4") if f">{name} <span" in table] == [
        "r1",
        "r2",
        "r3",
    ]
    assert "<summary>None of them: 4. </summary>" in rest
    assert all(f"<li>{name}</li>" in rest for name in ("n1", "n2", "n3", "n4"))
    half = rest[rest.index("<table") : rest.index("</table>")]
    assert re.findall(r'<th scope="row">(\w+) </th>', half) == ["Bo", "Cy", "Di"]
    assert half.count("<td") == 9
    assert '<td class="ro-heat ro-heat-3"><b>1</b> <small>0.50</small> </td>' in half
    assert "Jaccard index 0" not in rest


def test_ids_are_unique_in_a_single_page(built: Build) -> None:
    for builder in ("html", "singlehtml"):
        ids = Counter(re.findall(r' id="([^"]*)"', built(builder).page()))
        assert [ident for ident, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("builder", ["text", "xml"])
def test_what_a_row_means_is_below_the_table_or_list(builder: str, project: Maker) -> None:
    """HTML folds it under the name of the row."""
    data = MANY.replace("r1: {assign", "r1: {done_when: all have it, assign")
    built = project({"index.rst": "Page\n====\n\n.. role-comparison:: a, b\n", "roles.yaml": data})
    page = built.build(builder, strict=True).page("index.txt" if builder == "text" else "index.xml")
    assert " ".join(re.sub(r"<[^>]*>|[*]", " ", page).split()).count("Done when: all have it") == 1


def test_a_terminal_has_lists_with_the_verdicts(built: Build) -> None:
    found = " ".join(built("text").page("index.txt").split())
    assert "**Tagline** DevOps Engineer: The bridge-builders Site Reliability Engineer:" in found
    assert "**Clash** – Accountable: Lead & <Head>, Owner (vacant) **Verdict:** contested" in found
    assert "**Verdict:** shared (the same)" in found
    assert "Lead & <Head>: under *protest*" in found
    assert "Of 17 responsibilities: 6 shared, 3 only DevOps, 4 only SRE and 4 only Platform." in found
    assert "LH and Owner: 4 in common, 0 only LH, 0 only Owner; Jaccard index 1.00" in found


def test_paper_has_a_table_for_few_roles_and_lists_for_many(built: Build) -> None:
    tex = built("latex").page("handbook.tex")
    assert len(re.findall(r"\\(?:sphinxcaption|caption)\{Comparison of", tex)) == 4
    # What the typewriter's signs say is said in words: pdfLaTeX knows none of them.
    assert not set("≠∩◐○→") & set(tex)
