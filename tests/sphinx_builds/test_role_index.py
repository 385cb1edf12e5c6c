"""`role-index`: its groups under every builder, the words that lead to them, and mistakes told once."""

from __future__ import annotations

import re

import pytest
from conftest import Build

HANDBOOK = "role_index"
BY = {
    "family": [("Delivery & more", ["Dev & <co>"]), ("Run", ["Öps O vacant"]), ("Others", ["The <crew> team", "2nd line"])],
    "part_of": [("The <crew>", ["The <crew> team", "Dev & <co>"]), ("Others & all", ["Öps O vacant"]), ("Others", ["2nd line"])],
    "tag": [("a", ["Dev & <co>"]), ("b c", ["Dev & <co>", "Öps O vacant"]), ("Others", ["The <crew> team", "2nd line"])],
    "kind": [("Role", ["Dev & <co>", "Öps O vacant", "2nd line"]), ("Team", ["The <crew> team"])],
    "grade": [("9", ["Öps O vacant"]), ("10", ["Dev & <co>"]), ("Others", ["The <crew> team", "2nd line"])],
    "level": [("First", ["Dev & <co>", "Öps O vacant"]), ("Second", ["Dev & <co>"]), ("Others", ["The <crew> team", "2nd line"])],
    "alphabet": [("2", ["2nd line"]), ("D", ["Dev & <co>"]), ("O", ["Öps O vacant"]), ("T", ["The <crew> team"])],
}  # fmt: skip


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


def test_ids_are_unique(built: Build) -> None:
    ids = re.findall(r' id="([^"]+)"', built("html").page())
    assert len(ids) == len({*ids})
