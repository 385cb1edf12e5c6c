"""The way from a text of the data to nodes of a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_roles.log import report
from sphinx_roles.problems import Problem
from sphinx_roles.render.markup.allowed import DataReporter, Diagnostics, Links, Roles, finish, is_too_deep

if TYPE_CHECKING:
    from sphinx_roles.render.markup.markdown import Markdown
    from sphinx_roles.render.markup.restructured import ReStructuredText


# What may be inside a word: all but ASCII punctuation (save "%"), controls, spaces that are not the space
# bar's, marks that cannot be seen, "§" (a section reference to MyST) and what is no character.
# Curly quotes, dashes and the ellipsis are final: smart quotes make them, and leave them alone.
_IN_WORD = (
    r"[^\x00-$&-/:-@\[-`{-\xa0\xa7\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u2012\u2015-\u2017\u201b\u201f-\u2025\u2027-\u206f\u3000\ud800-\udfff\ufeff\ufff0-\uffff"
    r"\U000e0000-\U0010ffff]"
)
# What that leaves of ASCII: most texts need no more, and all of it takes a while to compile.
_IN_ASCII_WORD = "[0-9A-Za-z%]"


def _compile(enumerator: str, in_word: str) -> re.Pattern[str]:
    # "(c)" and its like become signs; an enumerator at the start makes a list.
    return re.compile(
        rf"""
        (?!{enumerator}[.)](?:[ ]|$))
        (?=[^\W_])                                  # a letter or a digit: no mark of a block
        {in_word}+
        (?:
            [ /-]{in_word}+                        # the next word; on-call; CI/CD
          | (?<=[0-9])[.,](?=[0-9]){in_word}+      # 99.9 and 1,000, but no example.com
          | \+*\)*[.,:;!?]?\)*                      # the end of a word: one mark, so no "..", "::"
            [ ](?:[-&/+][ ])?                       # a space, or a sign between spaces
            (?:\((?!(?i:c|r|p|tm)\)))?
            {in_word}+
        )*+
        \+*\)*[.,:;!?]?\)*
        """,
        re.VERBOSE,
    )


# Compiled for the first text: that takes longer than a page without one has to spare.
_ENUMERATORS = {"markdown": r"\d+", "rst": r"(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)"}


@cache
def _plain(markup: str, ascii_only: bool) -> Callable[[str], re.Match[str] | None]:
    return _compile(_ENUMERATORS[markup], _IN_ASCII_WORD if ascii_only else _IN_WORD).fullmatch


def is_plain(text: str, markup: str) -> bool:
    """Return True when ``text`` in ``markup`` (``markdown`` or ``rst``) is one paragraph of just itself.

    That is what the parser of the markup gives, with all extensions of MyST, and what smart
    quotes leave unchanged. False only means that the parser has to be asked.
    """
    return _plain(markup, text.isascii())(text) is not None


_KEPT = "sphinx_roles.markup"
# Emphasis in emphasis is as deep as a simple text goes.
_MOST_SIMPLE = 3
_SIMPLE = {"em_open": nodes.emphasis, "strong_open": nodes.strong}


class Renderer:
    """Draws texts of the data on the page that is being read.

    ``document`` is the page's; only its settings are used, so a copy made by a transform will
    do. ``markup`` is that of the data, whatever the page is written in.
    """

    def __init__(
        self,
        document: nodes.document,
        markup: str = "markdown",
        report: Callable[[Problem], None] = report,
    ) -> None:
        env = cast("BuildEnvironment", document.settings.env)
        self.docname = env.docname
        self.markup = markup
        self._settings = _settings(document)
        self._diagnostics = Diagnostics(env, self.docname, report)
        self._reporter = DataReporter(self._diagnostics)
        self._links = Links(env, self.docname, self._diagnostics)
        self._env = env

    @cached_property
    def _parser(self) -> Markdown | ReStructuredText:
        # Most pages hold no text with markup, and most projects of one kind never need the other.
        roles = Roles(self._env.config, self._diagnostics, self.markup)
        if self.markup == "rst":
            from sphinx_roles.render.markup.restructured import ReStructuredText

            return ReStructuredText(self._diagnostics, self._links, roles, self._scratch())
        from sphinx_roles.render.markup.markdown import Markdown

        return Markdown(self._env, self._diagnostics, self._links, roles, self._scratch())

    def link(self, url: str) -> nodes.Node:
        """Return a wordless reference to an address or document, an inline where it may not lead there."""
        self._diagnostics.begin(url)
        return finish(self._links.link(url, [nodes.inline()]), self._diagnostics)[0]

    def block(self, text: str) -> list[nodes.Node]:
        """Return ``text`` as body nodes: paragraphs, lists and the like."""
        self._diagnostics.begin(text)
        if is_plain(text, self.markup):
            return finish([_paragraph(text)], self._diagnostics)
        if self.markup == "markdown" and (inner := simple_nodes(text)) is not None:
            return finish([nodes.paragraph("", "", *inner)], self._diagnostics)
        stripped = textwrap.dedent(str(text)).strip("\n").rstrip()
        try:
            found = self._parser.block(stripped, self._scratch())
            too_deep = is_too_deep(found)
        except RecursionError:
            too_deep = True
        if too_deep:
            self._diagnostics.report("the text is nested too deeply, and is shown as it is written")
            found = [_paragraph(stripped)]
        return finish(found, self._diagnostics)

    def _scratch(self) -> nodes.document:
        # What parsers and roles note in a document (targets, ids, references) ends with the text.
        scratch = nodes.document(self._settings, self._reporter, source=self._diagnostics.source)
        scratch.note_source(self._diagnostics.source, self._diagnostics.location.line)
        return scratch


def renderer_for(document: nodes.document, markup: str) -> Renderer:
    """Return the renderer of the page that is being read, the same one for all its texts in a markup.

    ``document`` is at hand in a directive (``self.state.document``) and in a transform (``node.document``).
    """
    env = document.settings.env
    # Sphinx empties this between pages.
    kept: dict[str, Renderer] = env.temp_data.setdefault(_KEPT, {})
    renderer = kept.get(markup)
    if renderer is None or renderer.docname != env.docname:
        renderer = kept[markup] = Renderer(document, markup)
    return renderer


def _settings(document: nodes.document) -> Any:
    settings = document.settings.copy()
    # No text of the data reads a file or writes HTML, whatever a role tries.
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    # A docutils.conf speaks of pages: the data means the same in every project.
    settings.character_level_inline_markup = False
    return settings


def _paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph(str(text), str(text))


def simple_nodes(text: str) -> list[nodes.Node] | None:
    """Return the inline nodes of a text in Markdown with no more than emphasis and code; None for any other.

    MyST would make the same of it, in ten times as long.
    """
    # Imported here, as a project without a view reads no marks.
    from sphinx_roles.inline import inline_tokens

    tokens = inline_tokens(text)
    # What is plain without its marks holds nothing that an extension or the start of a block could be.
    if not is_plain("".join(token.content for token in tokens), "markdown"):
        return None
    open_nodes: list[nodes.Element] = [nodes.Element()]
    for token in tokens:
        if token.nesting < 0:
            open_nodes.pop()
        elif len(open_nodes) < _MOST_SIMPLE and (node := _SIMPLE.get(token.type)):
            open_nodes.append(node())
            open_nodes[-2] += open_nodes[-1]
        elif token.type == "code_inline":
            open_nodes[-1] += nodes.literal(token.content, token.content)
        elif token.type != "text":
            return None
        elif token.content:
            open_nodes[-1] += nodes.Text(token.content)
    return list(open_nodes[0].children)
