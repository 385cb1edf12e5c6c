"""The stylesheet of a book has only what epubcheck 4 knows; the cells that it speaks of have a class there."""

from __future__ import annotations

import re

import pytest
from conftest import Maker
from tables import tables

from sphinx_roles.ext.assets import for_books

TABLES = tables(__file__)

PAGE = "# T\n\n```{responsibility-matrix}\n```\n"
DATA = "responsibilities: {n: {assign: {sre: A/R}}, m: {assign: {dev: A/R}}}\n"


@pytest.mark.parametrize(("rule", "made"), TABLES["newer selectors are written out"])
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
    assert book.page("index.xhtml").count('<td class="ro-none">no part </td>') == 2
