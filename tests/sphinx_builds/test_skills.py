"""`skill-matrix` and `role-path` under every builder, links to skills, and mistakes told once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, others_than, read_after, title, toctree

DATA = """\
scales: {craft: [Low, Mid, <High>]}
skills:
  run: {name: Run & <keep>, scale: craft, family: Ops & co, summary: "Keeps *it* 1 < 2", levels: {Low: "One < all", 3: All}}
  talk: {name: Talk}
roles:
  dev: {name: Dev & <co>, skills: {run: Low, talk: Well}}
  ops: {holders: [{name: Ana <Lo>, skills: {run: Low}}], skills: {run: 3}, levels: {one: {name: First <1>}, two: {name: Second, extends: one, duties: [Asks & hears], skills: {run: Mid, talk: [Listens *well*]}}}}
  none: {}
responsibilities:
  go: {name: Go & <come>, assign: {dev: A/R, ops: C}}
  come: {assign: {ops: R, dev: I}}
"""
VIEWS: list[tuple[str, str, dict[str, str]]] = [
    ("skill-matrix", "Skills <here>", {"download": ""}),
    ("skill-matrix", "", {"role": "ops", "details": "open"}),
    ("skill-matrix", "", {"transpose": "", "roles": "dev, ops/two"}),
    ("role-path", "dev ops", {}),
    ("role-path", "ops/one, ops/two", {"nearest": "1"}),
    ("role-path", "dev", {}),
    ("role-ladder", "ops", {}),
    ("role-ladder", "ops", {"layout": "table", "no-index": ""}),
    ("role-comparison", "ops/one ops/two", {}),
    ("skill-cards", "", {}),
    ("skill-gap", "Ana <Lo> ops/two", {}),
]
LINKS = {
    "rst": "\nSee :org:role:`ops/one`, :org:skill:`run`, :org:skill:`this <talk>` and :any:`talk`.\n",
    "md": "\nSee {org:role}`ops/one`, {org:skill}`run`, {org:skill}`this <talk>` and {any}`talk`.\n",
}


def sources(suffix: str = "rst") -> dict[str, str]:
    """A page with the views, and one that links to skills."""
    shown = "".join(directive(*view, suffix) for view in VIEWS)
    return {
        f"index.{suffix}": title("Skills", suffix) + toctree("again", suffix) + shown,
        f"again.{suffix}": title("Again", suffix) + LINKS[suffix],
        "roles.yaml": DATA,
    }


SETTINGS: dict[str, Any] = {"project": "Handbook", "copyright": "us", "version": "1"}


@IN_EACH_BUILDER
def test_they_build_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def test_every_cell_says_its_step_in_words(built: Build) -> None:
    page = built("html").page()
    first = page.partition("Skills &lt;here&gt;")[2].partition("</table>")[0]
    assert re.findall(r'<td class="ro-heat ro-heat-(\d)"><span>([^<]*)</span>', first) == [
        ("1", "Low"), ("5", "&lt;High&gt;"), ("0", "Well"),
    ]  # fmt: skip
    assert '<th scope="rowgroup" colspan="3"><span>Ops &amp; co</span>' in first
    assert "<b>" not in re.sub(r"<b [^>]*>", "", first)


def test_a_table_of_few_columns_has_a_form_for_phones(built: Build) -> None:
    page, (style,) = built("html").page(), built("html").out.rglob("sphinx-roles.css")
    assert (
        re.findall(r'<table class="ro-table (ro-\w+) ro-skills([^"]*)"', page)
        == [("ro-grid", " ro-stepped")] * 3
    )
    assert "table.ro-stepped" in style.read_text("utf-8")


def test_skills_are_links_and_in_the_inventory(built: Build) -> None:
    output = built("html")
    again = output.page("again.html")
    entry = re.search(r'<div class="ro-rung" id="(skill-talk[-\d]*)">', output.page())
    assert entry is not None
    assert again.count(f'href="index.html#{entry[1]}"') == 2
    assert re.search(r'href="index.html#skill-run-\d"><span class="[^"]*">Run &amp; &lt;keep&gt;', again)
    assert "org:skill" in output.page("searchindex.js")
    # An entry is a better target than a row.
    assert 'href="index.html#role-ops-one"' in again
    assert "First &lt;1&gt; (ops)" in again


def test_a_table_is_a_file(built: Build) -> None:
    output = built("html")
    href = re.search(r'href="([^"]*\.csv)" download', output.page())
    assert href is not None
    text = output.page(href[1])
    assert text.lstrip("\ufeff").splitlines()[:2] == [
        "Family,Skill,Dev & <co>,ops", "Ops & co,Run & <keep>,Low,<High>",
    ]  # fmt: skip


def test_a_ladder_shows_what_a_level_adds(built: Build) -> None:
    text = built("text").page("index.txt")
    ladder = text.partition("Levels of ops")[2].partition("Levels of ops")[2].partition("Levels of ops")[0]
    assert "**First <1>**\n\nSkills:\n   * Run & <keep> (<High>)" in ladder
    assert "As First <1>, and:\n\nDuties:\n   * Asks & hears" in ladder
    assert "* Run & <keep> (<High> → Mid)\n\n   * Talk\n\n     * Listens *well*" in ladder
    assert "There is no" not in ladder


def test_a_comparison_of_levels_and_a_gap(built: Build) -> None:
    text = built("text").page("index.txt")
    levels = text.partition("From First <1> (ops) to Second (ops)")[2].partition("From First")[2]
    assert "**Added**\n\n* Talk" in levels
    gap = text.partition("-[ From Ana <Lo> to Second (ops) ]-")[2]
    assert "**To deepen**\n\n* Run & <keep> (Low → Mid)" in gap


def test_a_skill_says_who_needs_it(built: Build) -> None:
    entries = built("text").page("index.txt").partition("-[ Run & <keep> (Ops & co) ]-")[2]
    steps = re.findall(r"(?m)^(\S[^\n]*):\n   (.*)", entries.partition("-[ Talk ]-")[0])
    assert steps == [
        ("Low", "* One < all"), ("Mid", "**Needed by:** Second (ops)"), ("<High>", "* All"),
    ]  # fmt: skip


def test_nobody_is_told_what_a_person_can_do(project: Maker) -> None:
    page = title("People", "rst") + directive("role-cards", "", {"fields": "holders", "email": ""}, "rst")
    person = "{name: Ana, email: a@example.com, skills: {secret: Zqone, other: [Zqtwo]}}"
    data = f"roles: {{ops: {{holders: [{person}], past_holders: [{person}], skills: [talk]}}}}\n"
    page += directive("skill-cards", "", {}, "rst") + directive("skill-matrix", "", {"empty": ""}, "rst")
    made = project({"index.rst": page, "roles.yaml": data}, roles_export=True, **SETTINGS)
    output = made.build(strict=True)
    assert "a@example.com" in output.page()
    for text in output.files(".html", ".js", ".json").values():
        assert b"zq" not in text.lower()
        assert b"secret" not in text


def test_a_path_says_what_is_to_be_done(built: Build) -> None:
    text = built("text").page("index.txt")
    assert "What makes the difference: Run & <keep>" in " ".join(text.split())
    assert "* Run & <keep> (Low → <High>)" in text
    assert "**Responsibilities that go**\n\n* Go & <come> (A/R)" in text
    assert "**Duties that come**\n\n* Asks & hears" in text


# What a directive is given, what is told of it, and whether there is still something to draw.
MISTAKES: list[tuple[str, str, dict[str, str], str, bool]] = [
    ("skill-matrix", "", {"roles": "dev, opps"}, "no role 'opps'; did you mean 'ops'? [roles.unknown-role]", True),
    ("skill-matrix", "", {"roles": "dev, ops/too"},
     "no role or level 'ops/too'; did you mean 'ops/two'? [roles.unknown-role]", True),
    ("skill-matrix", "", {"role": "ops", "roles": "dev"}, "the option 'roles' does nothing beside 'role' [roles.option]", True),
    ("skill-matrix", "", {"role": "dev"}, "the role 'dev' has no levels [roles.empty-view]", False),
    ("skill-matrix", "", {"role": "develop"}, "no role 'develop'; did you mean 'dev'? [roles.unknown-role]", False),
    ("skill-matrix", "", {"skills": "run, tolk"}, "no skill 'tolk'; did you mean 'talk'? [roles.unknown-skill]", True),
    ("skill-matrix", "", {"skill-families": "Ops and co"}, "no family of skills 'Ops and co'; did you mean 'Ops & co'? [roles.option]", False),
    ("skill-matrix", "", {"tags": "x"}, "no tag 'x' [roles.option]", False),
    ("skill-matrix", "", {"catalog": "x"}, "no catalog 'x' [roles.unknown-catalog]", False),
    ("role-path", "", {}, "one or two roles, or of levels as role/level, found 0 [roles.option]", False),
    ("role-path", "dev dev", {}, "one or two roles, or of levels as role/level, found 1 [roles.option]", False),
    ("role-path", "dev opz", {}, "no role 'opz'; did you mean 'ops'? [roles.unknown-role]", False),
    ("role-path", "dev ops", {"nearest": "few"}, "'few'; expected a whole number from 0 on [roles.option]", True),
    ("role-path", "dev ops", {"letters": "Q"}, "no letter 'Q'; expected some of R, A, C, I [roles.unknown-letter]", True),
    ("role-ladder", "", {}, "role-ladder: expected the name of a role [roles.option]", False),
    ("role-ladder", "opps", {}, "no role 'opps'; did you mean 'ops'? [roles.unknown-role]", False),
    ("role-ladder", "ops/one", {}, "no role 'ops/one'; did you mean 'ops'? [roles.unknown-role]", False),
    ("role-ladder", "dev", {}, "the role 'dev' has no levels [roles.empty-view]", False),
    ("role-ladder", "ops", {"levels": "one, too"}, "no level 'too'; did you mean 'two'? [roles.option]", True),
    ("role-ladder", "ops", {"tracks": "people"}, "no track 'people' [roles.option]", True),
    ("role-comparison", "ops/one ops/too", {}, "no role or level 'ops/too'; did you mean 'ops/two'? [roles.unknown-role]", False),
    ("role-comparison", "ops/one, ops/two, dev", {}, "expected the names of two levels, found 3 [roles.option]", False),
    ("role-comparison", "ops/one, ops/two", {"fields": "tools"}, "'fields' does nothing where levels are compared [roles.option]", True),
    ("skill-cards", "run, tolk", {}, "no skill 'tolk'; did you mean 'talk'? [roles.unknown-skill]", True),
    ("skill-cards", "", {"families": "x"}, "no family of skills 'x' [roles.option]", False),
    ("skill-gap", "Ana", {}, "expected the name of a person who holds a role, and of a role or level [roles.option]", False),
    ("skill-gap", "Ana <Li>, ops", {}, "no holder 'Ana <Li>'; did you mean 'Ana <Lo>'? [roles.option]", False),
    ("skill-gap", "ops, Ana <Lo>", {}, "expected the name of a person who holds a role, and of a role or level [roles.option]", False),
    ("skill-gap", "Ana <Lo>, opps", {}, "no role 'opps'; did you mean 'ops'? [roles.unknown-role]", False),
    ("role-path", "none", {"nearest": "0"}, "no skills are recorded, and nothing differs [roles.empty-view]", False),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_mistake_is_one_warning_and_the_page_stays_whole(suffix: str, project: Maker) -> None:
    link = {"rst": ":org:skill:`rum` :org:role:`ops/too`", "md": "{org:skill}`rum` {org:role}`ops/too`"}
    index = title("All", suffix) + toctree("*", suffix) + link[suffix] + "\n"
    files = {"roles.yaml": DATA, f"index.{suffix}": index}
    rest = others_than(MISTAKES, suffix, project, files, 'class="ro ro-matrix', SETTINGS)
    assert [line.partition("WARNING: ")[2] for line in rest] == [
        "no skill 'rum'; did you mean 'run'? [roles.ref]",
        "no role 'ops/too'; did you mean 'ops/two'? [roles.ref]",
    ]


def test_a_page_is_read_again_when_what_it_shows_changes(project: Maker) -> None:
    files = sources()
    read_after(
        project(files, **SETTINGS),
        files,
        ("roles.yaml", "none: {}", "none: {tagline: New}", []),
        ("roles.yaml", "run: Mid", "run: 3", ["index"]),
    )
