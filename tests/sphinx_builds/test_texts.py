"""Texts of the data on a page: searched as words, drawn with their marks, and few nodes in the tree."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from conftest import Maker

from sphinx_roles.render.view import roles_rich_text, roles_texts

DATA = """\
roles:
  sre:
    name: Site Reliability Engineer
    summary: Keeps **everything** up, with `make`
    duties: [Answers *loud* alerts, "Writes [the book](https://example.com)"]
"""


@pytest.fixture
def handbook(project: Maker) -> Any:
    return project({"index.rst": "Title\n=====\n\n.. role-cards::\n", "roles.yaml": DATA})


def test_a_few_marks_take_no_nodes(handbook: Any) -> None:
    handbook.build(strict=True)
    document = pickle.loads((handbook.folder / "trees" / "index.doctree").read_bytes())
    (simple,) = document.findall(roles_texts)
    assert simple.astext().splitlines() == [
        "Site Reliability Engineer", "Keeps everything up, with make", "Answers loud alerts"
    ]  # fmt: skip
    # A link is followed by the reader, so it is a reference.
    assert [node.rawsource for node in document.findall(roles_rich_text)] == [
        "Writes [the book](https://example.com)"
    ]


def test_marks_are_drawn(handbook: Any) -> None:
    html = handbook.build(strict=True).page()
    code = '<code class="docutils literal notranslate"><span class="pre">make</span></code>'
    assert f"<p>Keeps <strong>everything</strong> up, with {code}</p>" in html
    assert "Answers <em>loud</em> alerts" in html
    assert "Keeps **everything** up" in handbook.build("text", strict=True).page("index.txt")
    assert "Answers \\sphinxstyleemphasis{loud} alerts" in _tex(handbook.build("latex", strict=True))


def _tex(built: Any) -> str:
    (text,) = built.files(".tex").values()
    return str(text, "utf-8")


def test_search_finds_words_without_their_marks(handbook: Any) -> None:
    index = handbook.build(strict=True).page("searchindex.js")
    assert '"everyth"' in index
    assert '"loud"' in index
