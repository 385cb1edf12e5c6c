"""``responsibility-changes`` under every builder: sentences with links, and mistakes told once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, others_than, read_after, title, toctree

OLD = """\
roles:
  devops: {name: DevOps Engineer, holders: [Ana, Bo]}
  support: {name: Support}
responsibilities:
  deploys: {name: "Deploys & releases", summary: By *hand*, assign: {devops: A/R, support: I}}
  gone: {name: Gone, assign: {devops: R}}
"""
NEW = """\
roles:
  devops: {name: DevOps Engineer, holders: [Ana], cost: "42", salary: much}
  platform: {name: "Platform <Engineer>", holders: [Bo]}
  support: {name: Support, tagline: First to *know*}
responsibilities:
  Run:
    summary: What runs
    rows:
      deploys: {name: "Deploys & releases", summary: By a *robot*, tags: [daily], assign: {platform: A, devops: R}}
      alerts: {name: Alerts, assign: {devops: A}}
"""
TABLE = "Task,DevOps Engineer,Support\nDeploys & releases,R,A\n"
VIEWS = [
    ("2025 today", {}),
    ("2025", {"only": "letters, people", "caption": "Who <moved>", "counts": "no"}),
    ("today today", {"empty": "All as it was."}),
    ("today, today", {}),
    ("2025", {"catalog": "today", "roles": "platform", "texts": "no", "name": "moves", "class": "wide"}),
    ("/table.csv today", {"sections": "Run", "tags": "daily"}),
    ("2025 plan.yaml", {"only": "roles"}),
]
SETTINGS: dict[str, Any] = {
    "project": "Handbook", "copyright": "us", "version": "1", "roles_fields": {"cost": "Cost centre"},
    "roles_catalog": {"today": "roles.yaml", "2025": "old.yaml"},
}  # fmt: skip
PLAN = "roles: {devops: {name: DevOps Engineer}, ops: {name: Operator}}\n"


def sources(suffix: str = "rst", views: list[tuple[str, dict[str, str]]] = VIEWS) -> dict[str, str]:
    shown = "".join(directive("responsibility-changes", *view, suffix) for view in views)
    others = directive("role-cards", "", {}, suffix) + directive("responsibility-matrix", "", {}, suffix)
    return {
        f"index.{suffix}": title("Changes", suffix) + shown + toctree("data", suffix),
        f"data.{suffix}": title("Data", suffix) + others,
        "roles.yaml": NEW, "old.yaml": OLD, "table.csv": TABLE, "plan.yaml": PLAN,
    }  # fmt: skip


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


@IN_EACH_BUILDER
def test_it_builds_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def test_both_markups_give_the_same(built: Build) -> None:
    one, other = (views(built("html", suffix).page()) for suffix in ("rst", "md"))
    assert len(one) == len(VIEWS)
    assert one == other
    assert built("text", "rst").page("index.txt") == built("text", "md").page("index.txt")


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


# What a directive is given, what is told of it, and whether there is still something to draw.
MISTAKES: list[tuple[str, str, dict[str, str], str, bool]] = [
    ("responsibility-changes", "", {}, "expected one or two names of catalogs or paths of files, found 0 [roles.option]", False),
    ("responsibility-changes", "a b c", {}, "expected one or two names of catalogs or paths of files, found 3 [roles.option]", False),
    ("responsibility-changes", "2052 today", {}, "no catalog '2052'; did you mean '2025'? [roles.unknown-catalog]", False),
    ("responsibility-changes", "2025 tody", {}, "no catalog 'tody'; did you mean 'today'? [roles.unknown-catalog]", False),
    ("responsibility-changes", "2025 plam.yaml", {}, "no file 'plam.yaml'; did you mean 'plan.yaml'? [roles.missing-file]", False),
    ("responsibility-changes", "2025 today", {"catalog": "2025"}, "the argument names both sides already [roles.option]", True),
    ("responsibility-changes", "2025", {"only": "letters, peple"}, "did you mean 'people'? [roles.option]", True),
    ("responsibility-changes", "2025", {"roles": "devop"}, "no role 'devop'; did you mean 'devops'? [roles.unknown-role]", True),
    ("responsibility-changes", "2025", {"sections": "runn"}, "no section 'runn'; did you mean 'Run'? [roles.option]", True),
    ("responsibility-changes", "2025", {"matrix": "x"}, "no matrix 'x' [roles.unknown-matrix]", True),
    ("responsibility-changes", "2025", {"ony": "rows"}, "did you mean 'only'? [roles.option]", True),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_mistake_is_one_warning_and_the_page_stays_whole(suffix: str, project: Maker) -> None:
    files = {"roles.yaml": NEW, "old.yaml": OLD, "plan.yaml": PLAN}
    assert others_than(MISTAKES, suffix, project, files, "ro-changes", SETTINGS) == []


def test_a_page_is_read_again_exactly_when_what_it_shows_changes(project: Maker) -> None:
    files = sources(views=[("2025 today", {"only": "letters"}), ("plan.yaml today", {"only": "roles"})])
    files["data.rst"] = title("Data", "rst")
    read_after(
        project(files, **SETTINGS),
        files,
        ("roles.yaml", "By a *robot*", "By a machine", []),
        ("old.yaml", "By *hand*", "By hand", []),
        ("old.yaml", "support: I", "support: C", ["index"]),
        ("roles.yaml", "devops: R}", "devops: C}", ["index"]),
        ("plan.yaml", "Operator", "Operators", ["index"]),
        ("plan.yaml", "name: Operators", "tagline: Operates, name: Operators", []),
    )


def test_its_texts_can_be_translated(built: Build) -> None:
    pot = built("gettext").page("index.pot")
    for message in ("By *hand*", "By a *robot*", "Who <moved>", "All as it was."):
        assert f'msgid "{message}"' in pot


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_side_by_side_it_is_the_same(builder: str, project: Maker, built: Build) -> None:
    four = project(sources(), **SETTINGS).build(builder, parallel=4, strict=True)
    assert four.files(".html", ".tex") == built(builder).files(".html", ".tex")


@pytest.mark.parametrize(("language", "shown"), [("en", "purpose"), ("de", "“Zweck”")])
def test_a_field_is_called_in_the_language_of_the_page(language: str, shown: str, project: Maker) -> None:
    files = {"index.rst": "Page\n====\n\n.. responsibility-changes:: old.yaml\n"}
    files |= {name: f"roles: {{sre: {{summary: {name}}}}}" for name in ("roles.yaml", "old.yaml")}
    text = project(files, language=language).build("text").page("index.txt")
    assert f"sre: {shown} " in text
