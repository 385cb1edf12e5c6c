"""Everything said about a text of the data points at the data, and one page does not see another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.transforms import SphinxTransform

from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Code, Location, Problem
from sphinx_roles.render.markup import Renderer, renderer_for

LATER = [
    ("[x](nowhere.md)", "`x <nowhere>`_", "unknown document: '/nowhere' [ref.doc]"),
    ("[x](nowhere.md#a)", "`x <nowhere#a>`_", "no document 'nowhere' [roles.ref]"),
    (
        "[x](guide/other.md#a)",
        "`x <guide/other#a>`_",
        "the document 'guide/other' has no anchor 'a' [roles.ref]",
    ),
    ("[x](#nope)", "`x <#nope>`_", "'any' reference target not found: nope [ref.any]"),
    ("{ref}`x <nope>`", ":ref:`x <nope>`", "undefined label: 'nope' [ref.ref]"),
    ("{term}`nope`", ":term:`nope`", "term not in glossary: 'nope' [ref.term]"),
    ("{org:role}`nope`", ":org:role:`nope`", "org:role reference target not found: nope [ref.role]"),
]


@pytest.mark.parametrize("page", ["rst", "md"])
@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_what_sphinx_says_later_points_at_the_data(probe: Any, markup: str, page: str) -> None:
    texts = [
        Prose(f"a\n\nb {row[markup == 'rst']}", Location("data/../roles.yaml", line, 7))
        for line, row in enumerate(LATER, 1)
    ]
    built = probe(texts, markup, page=page)
    file = built.app.srcdir / "roles.yaml"
    assert sorted(built.warnings) == sorted(
        # With a column, where it is ours to say.
        f"data/../roles.yaml:{line}:7: WARNING: {message}"
        if "roles." in message
        else f"{file}:{line}: WARNING: {message}"
        for line, (*_, message) in enumerate(LATER, 1)
    )


def test_an_unknown_language_is_told_at_the_data(probe: Any) -> None:
    built = probe([Prose("```nope\nx\n```", Location("roles.yaml", 12))])
    assert len(built.warnings) == 1
    assert built.warnings[0].startswith(f"{built.app.srcdir / 'roles.yaml'}:12: WARNING: Pygments lexer name")


@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_all_nodes_know_their_place(probe: Any, markup: str) -> None:
    text = "Some *text*\n\n- a `b <https://e.org>`_\n- c\n\n> quote\n\nend <https://e.org>"
    built = probe([Prose(text, Location("roles.yaml", 3, 9))], markup)
    found = list(built.drawn[0].findall(nodes.Element))[1:]
    assert len(found) > 8
    assert {(node.source, node.line) for node in found} == {(str(built.app.srcdir / "roles.yaml"), 3)}


def test_a_text_without_a_place_belongs_to_the_page(probe: Any) -> None:
    built = probe([Prose("<b>")])
    assert [warning.split(" WARNING")[0] for warning in built.warnings] == ["index.rst:1:1:"]


def test_the_same_problem_is_told_once_on_a_page(probe: Any) -> None:
    text = Prose("<b>bold</b> and <i>", Location("roles.yaml", 3, 9))
    built = probe([text, text, Prose(text, Location("roles.yaml", 4, 9))])
    assert [warning.split(" ")[0] for warning in built.warnings] == ["roles.yaml:3:9:", "roles.yaml:4:9:"]


def test_a_page_cannot_change_what_the_data_means(probe: Any) -> None:
    page = """Page
====

.. role:: sub(raw)
   :format: html

.. default-role:: sub

.. |x| replace:: REPLACED

:sub:`<i>`

.. probe::
"""
    texts = [Prose(":sub:`<b>`"), Prose("`<b>`"), Prose("|x|"), Prose("PEP 8 un*likely*"), Prose("*x*")]
    conf = "[restructuredtext parser]\npep_references: yes\ncharacter_level_inline_markup: yes\n"
    built = probe(texts, "rst", files={"index.rst": page, "docutils.conf": conf})
    assert "<i>" in built.html  # the page's own
    assert "<b>" not in built.html
    assert "REPLACED" not in built.html
    assert built.drawn[1].children[0].children[0].tagname == "title_reference"
    assert [type(node) for node in built.drawn[3].findall(nodes.reference)] == []
    assert built.drawn[3].astext() == "PEP 8 un*likely*"


def test_one_renderer_a_page_and_markup(probe: Any) -> None:
    seen: list[tuple[Renderer, ...]] = []

    class Look(Directive):
        def run(self) -> list[nodes.Node]:
            document = self.state.document
            seen.append(
                tuple(
                    renderer_for(document, markup) for markup in ("markdown", "markdown", "rst", "markdown")
                )
            )
            return []

    files = {"two.rst": ":orphan:\n\nTwo\n===\n\n.. look::\n", "index.rst": "Page\n====\n\n.. look::\n"}
    probe([], files=files, setup=lambda app: app.add_directive("look", Look))
    (first, again, other, last), (elsewhere, *_) = seen
    assert first is again is last
    assert other is not first
    assert elsewhere is not first
    assert (first.markup, other.markup, first.docname, elsewhere.docname) == (
        "markdown",
        "rst",
        "index",
        "two",
    )


def test_problems_go_where_they_are_wanted(probe: Any) -> None:
    reported: list[Problem] = []

    class Look(Directive):
        def run(self) -> list[nodes.Node]:
            Renderer(self.state.document, report=reported.append).block(
                Prose("{org:rol}`x`", Location("r.yaml", 2, 3))
            )
            return []

    built = probe(
        [],
        files={"index.rst": "Page\n====\n\n.. look::\n"},
        setup=lambda app: app.add_directive("look", Look),
    )
    assert built.warnings == []
    assert [(problem.code, problem.location) for problem in reported] == [
        (Code.MARKUP, Location("r.yaml", 2, 3))
    ]
    assert "'{org:rol}`…`'" in reported[0].text
    assert "did you mean 'org:role'?" in reported[0].text


class Translated(SphinxTransform):
    """Does what a view node does when Sphinx hands it a translation."""

    default_priority = 20

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.container)):
            translation = Prose("*über* {term}`SLO` <b>", Location("roles.yaml", 5, 1))
            node.children = []
            node.extend(renderer_for(self.document, "markdown").block(translation))


@pytest.mark.parametrize("page", ["rst", "md"])
def test_a_translation_is_read_in_the_markup_of_the_data(probe: Any, page: str) -> None:
    built = probe(
        [Prose("*over*", Location("roles.yaml", 5, 1))],
        page=page,
        setup=lambda app: app.add_transform(Translated),
    )
    assert '<p><em>über</em> <a class="reference internal" href="#term-SLO">' in built.html
    assert [warning.split(" is shown")[0] for warning in built.warnings] == [
        "roles.yaml:5:1: WARNING: the HTML '<b>'"
    ]


def test_sphinx_leaves_the_texts_to_the_views(probe: Any) -> None:
    texts = [Prose("one *two*\n\n- three\n\n```\nfour\n```\n\nfive\\\nsix")]
    built = probe(texts, builder="gettext")
    catalog = Path(built.app.outdir, "index.pot").read_text(encoding="utf-8")
    assert "Section" in catalog
    assert not [word for word in ("one", "three", "four", "five", "six") if word in catalog]


def test_pages_read_side_by_side_are_the_same(probe: Any) -> None:
    texts = [Prose("*a* <b>", Location("roles.yaml", 2)), Prose("[x](guide/other.md#deep) {ref}`local`")]
    pages = {f"p{number}.rst": f":orphan:\n\nP\n=\n\n.. probe::\n\n{number}\n" for number in range(8)}

    def read(parallel: int) -> dict[str, str]:
        built = probe(texts, files=pages, parallel=parallel)
        return {path.name: path.read_text() for path in Path(built.app.outdir).glob("*.html")}

    assert read(0) == read(2)


def test_a_link_of_the_data_has_no_words_of_its_own(probe: Any) -> None:
    class Look(Directive):
        def run(self) -> list[nodes.Node]:
            renderer = renderer_for(self.state.document, "markdown")
            urls = ("https://e.org", "guide/other", "secret.txt")
            return [
                nodes.paragraph("", "", renderer.link(Text(url, Location("roles.yaml", line))))
                for line, url in enumerate(urls, 1)
            ]

    built = probe(
        [],
        files={"index.rst": "Page\n====\n\n.. look::\n"},
        setup=lambda app: app.add_directive("look", Look),
    )
    assert [warning.split(" is shown")[0] for warning in built.warnings] == [
        "roles.yaml:3:1: WARNING: the link to the local file 'secret.txt'"
    ]
    assert '<a class="reference external" href="https://e.org"><span></span></a>' in built.html
    assert '<a class="reference internal" href="guide/other.html"><span class="doc"></span></a>' in built.html
