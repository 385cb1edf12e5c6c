"""``responsibility-changes`` under every builder: sentences with links, and mistakes told once."""

from __future__ import annotations

import re

import pytest
from conftest import Build, Maker

HANDBOOK = "changes"


def views(html: str) -> list[str]:
    """The markup of each view on a page."""
    parts = html.split('<div class="ro ro-changes">')[1:]
    return [re.split(r"</div>\n(?:</div>\n)?(?:<div|<span|</section>)", part)[0] for part in parts]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html.replace("</p>", "</p> ")).split())


def items(view: str) -> list[str]:
    """The sentences of a view, each with its sign."""
    found = re.findall(
        r'<li class="ro-is-\w+(?: ro-again)?">(.*?)(?:<details|<div class="ro-told"|</div></li>)',
        view,
        re.DOTALL,
    )
    return [text(item.replace("</i>", "</i> ")) for item in found]


def test_the_sentences(built: Build) -> None:
    view = views(built("html").page())[0]
    # The name of what a change is about again steps back.
    assert view.count(" ro-again") == 3
    assert items(view) == [
        "− Gone removed: DevOps Engineer (responsible)",
        "+ Section Run added",
        "→ Deploys &amp; releases moved from no section to Run",
        "→ Deploys &amp; releases: accountable moved from DevOps Engineer to Platform &lt;Engineer&gt;",
        "− Deploys &amp; releases: Support no longer informed",
        "± Deploys &amp; releases: purpose changed",
        "+ Deploys &amp; releases: tags added: daily",
        "+ Alerts added: DevOps Engineer (accountable)",
        "+ DevOps Engineer: Cost centre added",
        "+ Platform &lt;Engineer&gt; added",
        "+ Support: tagline added",
        "→ Bo moved from DevOps Engineer to Platform &lt;Engineer&gt;",
    ]


def test_roles_and_rows_are_links_to_where_they_are_shown(built: Build) -> None:
    view = views(built("html").page())[0]
    assert (
        '<b><a class="reference internal" href="data.html#responsibility-deploys">Deploys &amp; releases</a></b>'
        in view
    )
    assert '<a class="reference internal" href="data.html#role-platform">' in view
    # What is gone has no place.
    assert "<b>Gone</b>" in view
    assert re.search(
        '<reference internal="[1T].*" refuri="data#role-platform">', built("xml").page("index.xml")
    )


def test_a_text_that_changed_is_below_its_sentence(built: Build) -> None:
    view = views(built("html").page())[0]
    assert "<summary>Before and now</summary>" in view
    assert '<del class="ro-del"><b>Before:</b> <p>By <em>hand</em></p></del>' in view.replace("\n", "")
    assert '<ins class="ro-ins"><b>Now:</b> <p>By a <em>robot</em></p></ins>' in view.replace("\n", "")
    assert (
        '<div class="ro-told"><ins class="ro-ins"><b>Now:</b> <p>First to <em>know</em></p></ins></div>'
        in view
    )
    assert "<del" not in views(built("html").page())[4]
    assert "*Before:* By *hand*" in built("text").page("index.txt")


def test_undeclared_fields_and_empty_views(built: Build) -> None:
    page = built("html").page()
    assert "salary" not in page
    assert "much" not in page
    shown = views(page)
    assert text(shown[2]) == "Changes from today to today All as it was."
    assert text(shown[3]) == "Changes from today to today Nothing has changed."


def test_selections_captions_and_files(built: Build) -> None:
    shown = views(built("html").page())
    assert text(shown[1]).startswith("Who &lt;moved&gt;")
    assert "ro-facts" not in shown[1]
    assert len(items(shown[1])) == 3
    assert all("Platform" in item for item in items(shown[4]))
    assert '<div class="wide">' in built("html").page()
    assert "Changes from table.csv to today" in text(shown[5]).replace("/table", "table")
    assert items(shown[6]) == ["+ Operator added", "− Support removed"]


def test_how_much_changed(built: Build) -> None:
    facts = re.findall(r'<span class="ro-fact">(\w+) <b>(\d+)</b>', views(built("html").page())[0])
    assert facts == [
        ("Letters", "2"), ("Responsibilities", "4"), ("Roles", "1"), ("People", "1"), ("Descriptions", "4")
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "shown"), [("en", "purpose"), ("de", "„Zweck“")])
def test_a_field_is_called_in_the_language_of_the_page(language: str, shown: str, project: Maker) -> None:
    files = {"index.rst": "Page\n====\n\n.. responsibility-changes:: old.yaml\n"}
    files |= {name: f"roles: {{sre: {{summary: {name}}}}}" for name in ("roles.yaml", "old.yaml")}
    text = project(files, language=language).build("text").page("index.txt")
    assert f"sre: {shown} " in text
