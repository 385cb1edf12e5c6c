"""The stylesheet of a book has only what epubcheck 4 knows; the cells that it speaks of have a class there."""

from __future__ import annotations

import re

import pytest
from conftest import Maker

from sphinx_roles.ext.assets import for_books

PAGE = "# T\n\n```{responsibility-matrix}\n```\n"
DATA = "responsibilities: {n: {assign: {sre: A/R}}, m: {assign: {dev: A/R}}}\n"


@pytest.mark.parametrize(
    ("rule", "made"),
    [
        (".a :is(p, li) { x: y }", ".a p, .a li { x: y }"),
        (".a:is(b) { x: y }", "b.a { x: y }"),
        ("dt:is(dt, .b) { x: y }", "dt, dt.b { x: y }"),
        (".a:not(.b, .c) > d { x: y }", ".a:not(.b):not(.c) > d { x: y }"),
        ("td:is(.in, :not(:has(*)))::before { x: y }", "td.in::before, td.ro-none::before { x: y }"),
        (".a, .b:has(c) { x: y }", ".a { x: y }"),
        (".b:has(c) { x: y }", ""),
        (".a:dir(rtl) { x: y }", ""),
        (".a:lang(ar) { direction: rtl; x: y }", ""),
        ("@media print { .a { direction: rtl } .b { x: y } }", "@media print { .b { x: y } }"),
        (".a { flex-direction: row; x: y }", ".a { flex-direction: row; x: y }"),
        (".b:not(.c *) { x: y }", ""),
        (".a { unicode-bidi: isolate; x: y }", ".a { x: y }"),
        (".a { --b: ; x: y }", ".a { x: y }"),
        (
            "@media print { .a :is(p, li) { x: y } .b:has(c) { x: y } }",
            "@media print { .a p, .a li { x: y } }",
        ),
    ],
)
def test_newer_selectors_are_written_out(rule: str, made: str) -> None:
    assert " ".join(for_books(rule).split()) == made


def test_a_book_has_the_older_stylesheet(project: Maker) -> None:
    built = project(
        {"index.md": PAGE, "roles.yaml": DATA, "conf.py": 'extensions = ["myst_parser", "sphinx_roles"]\n'}
    )
    book = built.build("epub")
    css = book.page("_static/sphinx-roles.css")
    assert (
        re.findall(r":is\(|:where\(|:dir\(|:has\(|:not\([^)]*[, >+~]|unicode-bidi|[ {;]direction:", css) == []
    )
    assert "td.ro-none::before" in css
    assert book.page("index.xhtml").count('<td class="ro-none">no part</td>') == 2
