"""`role-index`: its groups under every builder, the words that lead to them, and mistakes told once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, title, toctree

DATA = """\
roles:
  dev:
    name: Dev & <co>
    tagline: Writes *it*
    family: Delivery & more
    part_of: crew
    tags: [a, b c]
    grade: 10
    holders: [Ana, {name: Bo, email: bo@example.com}]
    levels: {one: {name: First}, two: {name: Second}}
  ops: {name: Öps, abbr: O, family: Run, grade: 9, status: vacant, tags: [B c], part_of: Others & all, levels: {1: {name: First}}}
  crew: {kind: team, name: The <crew>}
  "2": {name: 2nd line}
"""
BY = {
    "family": [("Delivery & more", ["Dev & <co>"]), ("Run", ["Öps O vacant"]), ("Others", ["The <crew> team", "2nd line"])],
    "part_of": [("The <crew>", ["The <crew> team", "Dev & <co>"]), ("Others & all", ["Öps O vacant"]), ("Others", ["2nd line"])],
    "tag": [("a", ["Dev & <co>"]), ("b c", ["Dev & <co>", "Öps O vacant"]), ("Others", ["The <crew> team", "2nd line"])],
    "kind": [("Role", ["Dev & <co>", "Öps O vacant", "2nd line"]), ("Team", ["The <crew> team"])],
    "grade": [("9", ["Öps O vacant"]), ("10", ["Dev & <co>"]), ("Others", ["The <crew> team", "2nd line"])],
    "level": [("First", ["Dev & <co>", "Öps O vacant"]), ("Second", ["Dev & <co>"]), ("Others", ["The <crew> team", "2nd line"])],
    "alphabet": [("2", ["2nd line"]), ("D", ["Dev & <co>"]), ("O", ["Öps O vacant"]), ("T", ["The <crew> team"])],
}  # fmt: skip
SETTINGS: dict[str, Any] = {"project": "Handbook", "copyright": "us", "version": "1"}


def sources(suffix: str = "rst") -> dict[str, str]:
    """A page for each grouping; the first one has ladders and cards, so that names are links."""
    pages = {
        f"{by}.{suffix}": title(by, suffix)
        + directive("role-index", "", {"by": by, "name": f"by {by}", "fields": "tagline, holders"}, suffix)
        for by in BY
    }
    body = directive("role-cards", "", {}, suffix) + directive("role-ladder", "dev", {}, suffix)
    body += directive("role-index", "", {}, suffix) + directive("role-index", "dev", {"words": "no"}, suffix)
    return {
        f"index.{suffix}": title("Roles", suffix) + toctree("*", suffix) + body,
        **pages,
        "roles.yaml": DATA,
    }


@IN_EACH_BUILDER
def test_they_build_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def words(html: str) -> str:
    """Return the words of some HTML."""
    plain = re.sub(r'<a class="headerlink".*?</a>|<[^>]*>', "", html)
    return " ".join(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


@pytest.mark.parametrize("by", BY)
def test_the_groups(by: str, built: Build) -> None:
    page = built("html").page(f"{by}.html")
    groups = re.findall(
        r'<div class="ro-group" id="([^"]+)"><p class="ro-band-name">(.*?)</p>(.*?)</ul>', page, re.DOTALL
    )
    lines = [
        (words(name), [words(line) for line in re.findall(r"<li><div>(.*?)</div>", inner)])
        for _, name, inner in groups
    ]
    assert lines == BY[by]
    anchors = re.findall(r'<p class="ro-words"><a href="#role-index">All</a> (.*?)</p>', page)[0]
    assert re.findall(r'href="#([^"]+)"', anchors) == [anchor for anchor, _, _ in groups]
    assert [int(count) for count in re.findall(r'ro-detail">(\d+)', anchors)] == [
        len(some) for _, some in BY[by]
    ]
    assert "Held by: Ana; Bo" in words(page)
    assert "bo@example.com" not in page


def test_lines_lead_to_roles_and_levels(built: Build) -> None:
    assert 'href="index.html#role-dev-two"' in built("html").page("level.html")
    assert (
        'href="index.html#role-crew"'
        in built("html").page("part_of.html").partition("ro-group")[2].partition("</p>")[0]
    )
    page = built("html").page()
    assert page.count('class="ro-words"') == 1
    assert len(re.findall(r' id="role-index(?:-2)?"', page)) == 2
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len({*ids})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"by": "famly"}, "index.rst:5:4: WARNING: role-index: the option 'by' is 'famly'; expected one of "),
        ({"families": "Rum"}, "index.rst:5:15: WARNING: role-index: no family 'Rum'; did you mean 'Run'? [roles.option]"),
        ({"fields": "taglin"}, "index.rst:5:13: WARNING: role-index: no field 'taglin'; "),
        ({"kinds": "agent"}, "index.rst:4:4: WARNING: role-index: no role is selected [roles.empty-view]"),
        ({"roles": "dvo, ops"}, "index.rst:5:12: WARNING: role-index: no role 'dvo'; did you mean 'dev'? [roles.unknown-role]"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_warning(project: Maker, options: dict[str, str], expected: str) -> None:
    files = {
        "index.rst": title("Roles", "rst") + directive("role-index", "", options, "rst"),
        "roles.yaml": DATA,
    }
    warnings = project(files).build().warnings
    assert len(warnings) == 1
    assert warnings[0].startswith(expected)
