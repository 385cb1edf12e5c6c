"""What is called plain is what both parsers and smart quotes leave alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document, smartquotes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, make_document
from myst_parser.parsers.mdit import create_md_parser
from tables import tables

from sphinx_roles.render.markup import _ENUMERATORS, _IN_ASCII_WORD, _IN_WORD, _compile, is_plain

TABLES = tables(__file__)

EXTENSIONS = {
    "amsmath", "attrs_block", "attrs_image", "attrs_inline", "colon_fence", "deflist", "dollarmath",
    "fieldlist", "html_admonition", "html_image", "replacements", "smartquotes", "strikethrough",
    "substitution", "tasklist",
}  # fmt: skip
if MarkdownIt("commonmark").linkify is not None:
    EXTENSIONS.add("linkify")


@pytest.mark.parametrize("text", TABLES["most texts are plain"])
@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_most_texts_are_plain(text: str, markup: str) -> None:
    assert is_plain(text, markup)


@pytest.mark.parametrize("text", TABLES["what could be markup is not plain"])
@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_what_could_be_markup_is_not_plain(text: str, markup: str) -> None:
    assert not is_plain(text, markup)


@pytest.mark.parametrize("text", ["a. b", "A) b", "i. b", "MIX. b", "mix) b", "I."])
def test_an_enumerator_makes_a_list_in_restructuredtext_only(text: str) -> None:
    assert not is_plain(text, "rst")
    assert is_plain(text, "markdown")


MARKDOWN = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), DocutilsRenderer)
RST = Parser()
SETTINGS = get_default_settings(Parser)
SETTINGS.report_level = SETTINGS.halt_level = 5

WORDS = [
    "a",
    "i",
    "Mix",
    "mix",
    "IV",
    "c",
    "tm",
    "12",
    "1",
    "9",
    "SRE",
    "http",
    "mailto",
    "PEP 8",
    "é",
    "ß",
    "管理",
    "C",
]
JOINTS = [
    " ", "  ", "-", " - ", "--", "/", "//", ".", ". ", "..", "...", ",", ", ", ",,", ":", ": ", "::", ";",
    "; ", "!", "! ", "?", "? ", "(", " (", ")", ") ", ").", "&", " & ", "&amp;", "+", "+ ", "+-", "%", " % ",
    "'", '"', "*", "_", "`", "|", "<", ">", "[", "]", "{", "}", "#", "$", "~", "=", "@", "\\", "^", "\n",
    "\t", "’", "…", "–", "\u2028", "\x85", "\xa0", "\u3000", "、", "·", "•", "§", "\xad",
]  # fmt: skip
PIECES = st.sampled_from(WORDS) | st.sampled_from(WORDS) | st.sampled_from(JOINTS)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=9).map("".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).flatmap(
        lambda words: st.lists(st.sampled_from(JOINTS), min_size=len(words), max_size=len(words)).map(
            lambda joints: "".join(word + joint for word, joint in zip(words, joints, strict=True)).strip()
        )
    ),
    st.text(max_size=12),
)
SEEN: Counter[bool] = Counter()


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def check_against_both_parsers(text: str) -> None:
    plain = {markup: is_plain(text, markup) for markup in ("markdown", "rst")}
    SEEN[any(plain.values())] += 1
    if plain["markdown"]:
        assert _is_one_paragraph(_markdown(text), text)
    if plain["rst"]:
        assert _is_one_paragraph(_restructuredtext(text), text)
    if any(plain.values()):
        assert smartquotes.smartyPants(text, "qDe") == text


def test_both_parsers_agree_on_what_is_plain() -> None:
    SEEN.clear()
    check_against_both_parsers()
    # A look that finds nothing plain would agree with everything.
    assert SEEN[True] > 40


def _markdown(text: str) -> nodes.document:
    document: Any = make_document()
    document.settings.report_level = 5
    MARKDOWN.options["document"] = document
    MARKDOWN.render(text)
    found: nodes.document = document
    return found


def _restructuredtext(text: str) -> nodes.document:
    document = new_document("", SETTINGS)
    RST.parse(text, document)
    return document


def _is_one_paragraph(document: nodes.document, text: str) -> bool:
    found = [node for node in document.children if not isinstance(node, nodes.substitution_definition)]
    if len(found) != 1 or not isinstance(found[0], nodes.paragraph):
        return False
    return found[0].astext() == text and all(isinstance(child, nodes.Text) for child in found[0])


BOTH = [
    [_compile(enumerator, in_word) for in_word in (_IN_WORD, _IN_ASCII_WORD)]
    for enumerator in _ENUMERATORS.values()
]


@settings(max_examples=300)
@given(st.text(st.characters(max_codepoint=0x7F), max_size=20) | st.text("aZ0% (c).,-+/:i1\n", max_size=20))
def test_ascii_is_looked_at_as_all_else_is(text: str) -> None:
    for pair in BOTH:
        general, ascii_only = (pattern.fullmatch(text) for pattern in pair)
        assert (general is None) == (ascii_only is None)
