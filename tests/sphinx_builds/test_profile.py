"""`role-profile`: its sections under every builder, its headings, and where links lead."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, title, toctree

DATA = """\
skills: {run: {name: Run, levels: {1: Starts it}}}
matrices: {one: {name: One}, two: {name: Two, scheme: RASCI}}
roles:
  dev:
    name: Dev & <co>
    abbr: D
    tagline: Writes *it*
    description: A longer text.
    duties: [Writes]
    not_duties: [Sells & more]
    decisions: Which *tools*
    interactions: {ops: On *call*}
    tools: [make]
    holders: [Ana, {name: Bo, email: bo@example.com}]
    past_holders: [{name: Old, until: 2020}]
    levels: {one: {name: First}, two: {name: Second, skills: {run: 1}}}
  ops: {name: Ops, covered_by: dev, status: vacant}
  qa: {name: Tester}
responsibilities:
  - {name: Deploy & go, matrix: one, assign: {dev: "A (at night)", ops: R, qa: C}}
  - {name: Review, matrix: one, assign: {dev: R, ops: A/R}}
  - {name: Buy, matrix: one, assign: {dev: C, ops: A}}
  - {name: Twice, matrix: one, assign: {qa: A, ops: A}}
  - {name: Sell, matrix: two, assign: {dev: I, qa: A/R}}
"""
OLD = DATA.replace("Writes *it*", "Wrote it").replace("dev: R, ops: A/R", "dev: A/R")
VIEWS: list[tuple[str, dict[str, str]]] = [
    ("D", {"since": "old", "name": "whole", "class": "wide"}),
    ("qa", {}),
    ("Dev & <co>", {"sections": "overlaps, glance", "fields": "family, tagline", "email": ""}),
]
SETTINGS: dict[str, Any] = {
    "extensions": ["sphinx_roles", "sphinx.ext.autosectionlabel"],
    "project": "Handbook",
    "copyright": "us",
    "version": "1",
    "roles_catalog": {"now": "roles.yaml", "old": "old.yaml"},
    "roles_edit_url": "https://example.com/{path}#L{line}",
}


def sources(suffix: str = "rst") -> dict[str, str]:
    """A page with several profiles, one with nothing else, and one that links to them."""
    link, ref = (
        (":org:role:`{}`", ":ref:`whole`") if suffix == "rst" else ("{{org:role}}`{}`", "{ref}`whole`")
    )
    links = " ".join([*map(link.format, ("dev", "ops", "dev/two")), ref])
    shown = "".join(directive("role-profile", name, options, suffix) for name, options in VIEWS)
    named = title("Ops", suffix) + directive("role-profile", "ops", {}, suffix)
    pages = "links\nsome\nnamed\nalone\nflat"
    return {
        f"index.{suffix}": title("Roles", suffix) + toctree(pages, suffix),
        f"links.{suffix}": title("Links", suffix) + directive("role-cards", "", {}, suffix) + links + "\n",
        f"some.{suffix}": title("Some", suffix) + shown,
        f"named.{suffix}": named,
        f"alone.{suffix}": directive("role-profile", "qa", {"no-index": ""}, suffix),
        f"flat.{suffix}": directive(
            "role-profile", "dev", {"contents": "no", "no-index": "", "since": "old"}, suffix
        ),
        "roles.yaml": DATA,
        "old.yaml": OLD,
    }


@IN_EACH_BUILDER
def test_they_build_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def headings(page: str) -> list[tuple[str, str]]:
    """Return the level and the words of each heading."""
    found = re.findall(r"<h(\d)>(.*?)<a class=\"headerlink\"", page)
    return [(level, re.sub(r"<[^>]*>", "", words)) for level, words in found]


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_sections_are_headings_of_the_page(suffix: str, built: Build) -> None:
    of_dev = ["Description", "Responsibilities", "Works with", "Decides", "Does not do", "Skills", "Levels",
              "Tools and measures", "Held by", "Overlaps with other roles", "What changed"]  # fmt: skip
    page = built("html", suffix).page("some.html")
    assert headings(page) == [
        ("1", "Some"), ("2", "Dev &amp; &lt;co&gt;"), *(("3", name) for name in of_dev),
        ("2", "Tester"), *(("3", name) for name in ("Responsibilities", "Works with", "Overlaps with other roles", "Open findings")),
        ("2", "Dev &amp; &lt;co&gt;"), ("3", "Overlaps with other roles"),
    ]  # fmt: skip
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len({*ids})
    assert {"role-dev", "role-dev-2", "role-dev-not-duties", "role-dev-two"} <= {*ids}
    # Under the name of the role, the sections follow at once; alone, the name is the title of the page.
    assert headings(built("html", suffix).page("named.html"))[:2] == [("1", "Ops"), ("2", "Responsibilities")]
    assert headings(built("html", suffix).page("alone.html"))[0] == ("1", "Tester")
    contents = built("html", suffix).page()
    assert 'href="alone.html">Tester</a>' in contents
    assert 'href="some.html#role-dev">Dev &amp; &lt;co&gt;</a>' in contents


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_sections_in_one_view_are_headings_outside_the_contents(suffix: str, built: Build) -> None:
    page = built("html", suffix).page("flat.html")
    heads = re.findall(r'<section id="role-dev-[^"]*"><h2 class="rubric">(.*?)<a class="headerlink"', page)
    assert heads == [words for level, words in headings(built("html", suffix).page("some.html"))[2:13]]
    assert "flat.html#" not in built("html", suffix).page()


def test_links_lead_to_profiles_before_cards(built: Build) -> None:
    page = built("html").page("links.html")
    assert 'href="some.html#role-dev"' in page
    assert 'href="named.html#role-ops"' in page
    assert 'href="some.html#role-dev-two"' in page
    assert 'href="some.html#role-dev"><span class="std std-ref">Dev &amp; &lt;co&gt;</span>' in page


def section(text: str, name: str) -> str:
    """Return the first section of that name of a text."""
    return re.split(r"\n[^\n]+\n[=*-]{3,}\n", text.partition(f"\n{name}\n")[2].partition("\n")[2])[0].strip()


def test_what_is_computed(built: Build) -> None:
    text = re.sub(r"(?<=\w)\n +(?=\w)|(?<=,)\n +", " ", built("text").page("some.txt"))
    assert section(text, "Responsibilities").split("\n\n") == [
        "Duties:\n   * Writes", "Accountable (A):\n   * Deploy & go (at night, One)", "Responsible (R):\n   * Review (One)",
        "Consulted (C):\n   * Buy (One)", "Informed (I):\n   * Sell (Two)",
    ]  # fmt: skip
    assert section(text, "Works with").split("\n\n") == [
        "Ops: On *call*", "Answer for its work:\n   * Ops (1): Review (One)",
        "Do what it answers for:\n   * Ops (1): Deploy & go (One)", "Are asked by it:\n   * Tester (1): Deploy & go (One)",
        "Ask it:\n   * Ops (1): Buy (One)", "Tell it:\n   * Tester (1): Sell (Two)",
    ]  # fmt: skip
    assert "Stands in for:\n   Ops" in section(text, "Held by")
    assert " ".join(section(text, "Overlaps with other roles").split()) == (
        "* Dev & <co> and Ops: 2 in common, 0 only Dev & <co>, 2 only Ops; Jaccard index 0.50"
    )
    assert "Wrote it" in section(text, "What changed")
    assert "bo@example.com" not in text


def test_a_page_that_only_links_follows(project: Maker) -> None:
    files = {
        "index.rst": title("Links", "rst") + ":org:role:`dev`\n\n" + toctree("*", "rst"),
        "cards.rst": title("Cards", "rst") + directive("role-cards", "", {}, "rst"),
        "roles.yaml": DATA,
    }
    book = project(files)
    assert 'href="cards.html#role-dev"' in book.build().page()
    book.write("profile.rst", directive("role-profile", "dev", {}, "rst"))
    assert 'href="profile.html#role-dev"' in book.build().page()
    book.write("profile.rst", title("Nothing", "rst"))
    assert 'href="cards.html#role-dev"' in book.build().page()


@pytest.mark.parametrize(
    ("argument", "options", "expected"),
    [
        ("dvo", {}, "index.rst:4:19: WARNING: role-profile: no role 'dvo'; did you mean 'dev'? [roles.unknown-role]"),
        ("", {}, "index.rst:4:4: WARNING: role-profile: expected the name of a role [roles.option]"),
        ("dev", {"sections": "skils, glance"}, "index.rst:5:4: WARNING: role-profile: the option 'sections' is 'skils'; "
         "expected some of glance, description, responsibilities, counterparts, decisions, not-duties, skills, ladder, "
         "tools, holders, overlaps, findings, variant, changes; did you mean 'skills'? [roles.option]"),
        ("qa", {"sections": "ladder, glance"}, "index.rst:4:4: WARNING: role-profile: none of the sections has anything to say [roles.empty-view]"),
        ("dev", {"fields": "taglin"}, "no field 'taglin'"),
        ("dev", {"since": "odl"}, "index.rst:5:12: WARNING: role-profile: no catalog 'odl'; did you mean 'old'? [roles.unknown-catalog]"),
        ("dev", {"catalog": "odl", "since": "old"}, "index.rst:5:4: WARNING: role-profile: no catalog 'odl'; did you mean 'old'? [roles.unknown-catalog]"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_warning(
    project: Maker, argument: str, options: dict[str, str], expected: str
) -> None:
    files = {
        "index.rst": title("Roles", "rst") + directive("role-profile", argument, options, "rst"),
        "roles.yaml": DATA,
        "old.yaml": OLD,
    }
    warnings = project(files, **SETTINGS).build().warnings
    assert len(warnings) == 1
    assert expected in warnings[0]


@pytest.mark.parametrize("view", ["role-profile a", "role-comparison a b", "role-index", "role-cards a"])
def test_remarks_have_a_line_each(project: Maker, view: str) -> None:
    name, _, argument = view.partition(" ")
    options = {} if name == "role-profile" else {"fields": "interactions"}
    data = "roles: {a: {interactions: {b: Asks., c: Tells.}}, b: {}, c: {}}"
    book = project(
        {"index.rst": title("Roles", "rst") + directive(name, argument, options, "rst"), "roles.yaml": data}
    )
    html = re.sub(r"<(?!br)[^>]*>", "", book.build(strict=True).page())
    text = book.build("text", strict=True).page("index.txt")
    assert "b: Asks.<br />c: Tells." in html
    assert ".;" not in text
    assert re.search(r"\n[ |]*\* +b: Asks\.", text)
    assert re.search(r"\n[ |]*\* +c: Tells\.", text)


_VARIANT = """\
roles:
  dev: {name: Developer, tagline: Writes it, tools: [make], holders: [{name: Bo, email: bo@example.com}]}
  lead: {name: Lead <dev>, extends: dev, tools: [just]}
responsibilities:
  - {name: Deploy, assign: {dev: R, lead: A}}
  - {name: Plan, assign: {dev: R, lead: R}}
"""


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_what_differs_from_the_role_that_it_extends(project: Maker, builder: str) -> None:
    page = (
        "Lead\n====\n\n.. role-profile:: lead\n\nDev\n===\n\n.. role-profile:: dev\n   :sections: variant\n"
    )
    made = project({"index.rst": page, "roles.yaml": _VARIANT})
    built = made.build(builder)
    suffix = {"html": ".html", "text": ".txt", "latex": ".tex"}[builder]
    found = b"".join(built.files(suffix).values()).decode()
    assert found.count("What differs from the role that it extends") >= 1
    if builder == "html":
        section = found.partition('id="role-lead-variant"')[2].partition("</section>")[0]
        assert "Deploy" in section
        assert "just" in section
        assert "Plan" not in section
        assert "Writes it" not in section
        assert "bo@example.com" not in found
        # The parent has no such section, and says so where nothing else was asked for.
        assert ["none of the sections" in one for one in built.warnings] == [True]
        same = _VARIANT.replace("lead: A", "lead: R").replace(", tools: [just]", "")
        made.write("roles.yaml", same)
        assert 'id="role-lead-variant"' not in made.build(builder).page()
