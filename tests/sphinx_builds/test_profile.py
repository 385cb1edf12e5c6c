"""`role-profile`: its sections under every builder, its headings, and where links lead."""

from __future__ import annotations

import re
import textwrap

import pytest
from conftest import Build, Maker
from pages import directive, title

HANDBOOK = "profile"


def headings(page: str) -> list[tuple[str, str]]:
    """Return the level and the words of each heading."""
    found = re.findall(r"<h(\d)>(.*?)<a class=\"headerlink\"", page)
    return [(level, re.sub(r"<[^>]*>", "", words)) for level, words in found]


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_sections_are_headings_of_the_page(suffix: str, built: Build) -> None:
    of_dev = ["Held by", "Description", "Responsibilities", "Works with", "Decides", "Does not do", "Skills", "Levels",
              "Tools and measures", "Overlaps with other roles", "What changed"]  # fmt: skip
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
    assert headings(built("html", suffix).page("named.html"))[:2] == [("1", "Ops"), ("2", "Held by")]
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


def test_who_names_a_role_is_on_its_page(project: Maker) -> None:
    """A team or a manager has no field for those below, and one role alone may write down how two work together."""
    data = """
        roles:
          head: {}
          crew: {kind: team, reports_to: head}
          dev:
            part_of: crew
            reports_to: head
            interactions: {ops: {mode: X as a service, until: 2027-03, text: Builds it.}, head: Plans.}
          ops: {part_of: crew, interactions: {dev: Runs it.}}
          qa: {reports_to: Board, interactions: {dev: , head: Plans.}}
    """
    pages = "".join(
        f".. role-profile:: {role}\n   :sections: counterparts\n\n" for role in ("head", "crew", "dev", "ops")
    )
    book = project({"index.rst": title("All", "rst") + pages, "roles.yaml": textwrap.dedent(data)})
    parts = re.split(r"\n(?:head|crew|dev|ops)\n=+\n", book.build("text").page("index.txt"))[1:]
    of_head, of_crew, of_dev, of_ops = (section(f"\n{part}", "Works with").split("\n\n") for part in parts)
    assert of_head == ["In their words:\n   * dev: Plans.", "   * qa: Plans.", "Report to it:\n   crew, dev"]
    assert of_crew == ["Are part of it:\n   dev, ops"]
    assert of_dev == [
        "* ops (X as a service, until Mar\xa02027): Builds it.",
        "* head: Plans.",
        "In their words:\n   * ops: Runs it.",
        "   * qa",
    ]
    assert of_ops == [
        "dev: Runs it.",
        "In their words:\n   dev (X as a service, until Mar\xa02027): Builds it.",
    ]
