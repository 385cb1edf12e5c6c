"""Tokens of Markdown to nodes: what is allowed is drawn, the rest is reported and stays text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import MutableMapping
from typing import Any, cast

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.mocking import MockInliner
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.warnings_ import MystWarnings
from sphinx.environment import BuildEnvironment

from sphinx_roles.render.markup.allowed import MOST_DEEP, Diagnostics, Links, Roles

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DIRECTIVES = "directives belong on pages"


class DataRenderer(SphinxRenderer):
    """MyST's renderer with the doors shut that lead to files, HTML, targets and directives.

    MyST calls ``render_<token>`` for each token. A method here either makes other nodes than
    MyST would, or refuses the token: one problem, and its text.
    """

    _diagnostics: Diagnostics
    _links: Links
    _roles: Roles
    _text: str

    def equip(self, diagnostics: Diagnostics, links: Links, roles: Roles) -> None:
        """Take the diagnostics, and what judges links and roles."""
        self._diagnostics, self._links, self._roles = diagnostics, links, roles

    def draw(
        self, tokens: list[Token], md_env: MutableMapping[str, Any], text: str, scratch: nodes.document
    ) -> list[nodes.Node]:
        """Return the nodes of one text; nothing of the text before it is left."""
        self.md_env, self._text = md_env, text
        self.document, self.reporter = scratch, scratch.reporter
        # It is in no document, so no node of it keeps the scratch document alive.
        container = self.current_node = nodes.Element()
        self._render_tokens(tokens)
        # MyST 3 takes footnotes out of the tree, for the end of the page.
        for notes in self.md_env.pop("foot_refs", {}).values():
            for token in notes:
                self.render_footnote_reference(token)
        return list(container.children)

    def create_warning(
        self,
        message: str,
        subtype: MystWarnings | str,
        *,
        wtype: str | None = None,
        line: int | None = None,
        append_to: nodes.Element | None = None,
    ) -> None:
        """Report what MyST warns about, at its location in the data."""
        self._diagnostics.quote(message)

    def add_line_and_source_path(self, node: nodes.Element, token: SyntaxTreeNode) -> None:
        """Do nothing: all nodes are stamped at the end."""

    # Blocks

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """Draw a paragraph; one with line breaks is a line block, which every builder knows."""
        content = token.children[0] if token.children else None
        parts = _split_at_breaks(content.children if content else [])
        block: nodes.Element = nodes.paragraph() if len(parts) == 1 else nodes.line_block()
        self.current_node += block
        for part in parts:
            line = block
            if len(parts) > 1:
                line = nodes.line()
                block += line
            with self.current_node_context(line):
                for child in part:
                    self.rules[f"render_{child.type}"](child)

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """Draw a heading as a strong paragraph: the page's outline is the page's."""
        paragraph, strong = nodes.paragraph(), nodes.strong()
        self.current_node += paragraph
        with self.current_node_context(paragraph), self.current_node_context(strong, append=True):
            self.render_children(token)

    def render_hr(self, token: SyntaxTreeNode) -> None:
        line = self._source(token)
        self._diagnostics.refuse("rule", "the line {source}", line)
        self.current_node += nodes.paragraph("", line)

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """Draw a code block; one with a name in braces is a directive."""
        language = token.info.split()[0] if token.info.strip() else "none"
        if language.startswith("{"):
            self._refuse_block(token, "the directive {source}", language, _DIRECTIVES)
        else:
            self.current_node += nodes.literal_block(token.content, token.content, language=language)

    def render_code_block(self, token: SyntaxTreeNode) -> None:
        self.current_node += nodes.literal_block(token.content, token.content, language="none")

    def render_colon_fence(self, token: SyntaxTreeNode) -> None:
        self._refuse_block(token, "the directive {source}", f":::{token.info.strip()}", _DIRECTIVES)

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        self._refuse_html(token.content)
        self.current_node += nodes.paragraph("", token.content.strip())

    def render_table(self, token: SyntaxTreeNode) -> None:
        self._refuse_block(token, "a table")

    def render_footnote_reference(self, token: SyntaxTreeNode) -> None:
        self._refuse_footnote(token)
        start = len(self.current_node)
        self.render_children(token)
        label = nodes.Text(f"[^{token.meta['label']}]: ")
        notes = self.current_node.children[start:]
        if notes and isinstance(notes[0], nodes.paragraph):
            notes[0].insert(0, label)
        else:
            self.current_node.insert(start, nodes.paragraph("", "", label))

    def render_myst_target(self, token: SyntaxTreeNode) -> None:
        self._refuse_block(token, "the target {source}", token.content)

    def render_substitution_block(self, token: SyntaxTreeNode) -> None:
        self._refuse_block(token, "the substitution {source}", token.content)

    def render_math_block(self, token: SyntaxTreeNode) -> None:
        self._refuse_block(token, "the formula {source}", token.content.strip())

    render_math_block_label = render_math_block
    render_amsmath = render_math_block

    # Inlines

    def render_softbreak(self, token: SyntaxTreeNode) -> None:
        self.current_node += nodes.Text("\n")

    # One at the top of a paragraph made lines of it.
    render_hardbreak = render_softbreak

    def render_code_inline(self, token: SyntaxTreeNode) -> None:
        self.current_node += nodes.literal(token.content, token.content)

    def render_html_inline(self, token: SyntaxTreeNode) -> None:
        """Draw a line break, which tables in Markdown cannot write otherwise; refuse all else."""
        if _BREAK.fullmatch(token.content):
            self.current_node += nodes.Text("\n")
        else:
            self._refuse_html(token.content)
            self.current_node += nodes.Text(token.content)

    def render_image(self, token: SyntaxTreeNode) -> None:
        source = self.md.normalizeLinkText(str(token.attrs.get("src", "")))
        instead = "a role takes one in its `image`"
        self._diagnostics.refuse(f"image {source}", "the image {source}", source, instead)
        self.current_node += nodes.Text(self.renderInlineAsText(token.children) or source)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Draw a link where it may lead there, else just what it holds."""
        inner = nodes.Element()
        with self.current_node_context(inner):
            self.render_children(token)
        href = str(token.attrs.get("href", ""))
        self.current_node += self._links.link(href, inner.children, str(token.attrs.get("title", "")))

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        name, text = token.meta["name"], token.content
        rawsource = f"{{{name}}}`{text}`"
        inliner = MockInliner(self)
        self.current_node += self._roles.run(name, rawsource, text, inliner, self.language_module_rst)

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        self._refuse_footnote(token)
        self.current_node += nodes.Text(f"[^{token.meta['label']}]")

    def render_substitution_inline(self, token: SyntaxTreeNode) -> None:
        self._refuse_inline(token, "substitution", *self.md_config.sub_delimiters, repeat=2)

    def render_math_inline(self, token: SyntaxTreeNode) -> None:
        self._refuse_inline(token, "formula", "$", "$")

    render_math_single = render_math_inline

    def render_math_inline_double(self, token: SyntaxTreeNode) -> None:
        self._refuse_inline(token, "formula", "$", "$", repeat=2)

    # Refusals

    def _refuse_block(self, token: SyntaxTreeNode, thing: str, *given: str) -> None:
        line = token.map[0] - 1 if token.map else 0
        self._diagnostics.refuse(" ".join((thing, *given)), thing, *given, line=line)
        if self._diagnostics.of_page and _DIRECTIVES in given:
            return
        source = self._source(token)
        self.current_node += nodes.literal_block(source, source, language="none")

    def _source(self, token: SyntaxTreeNode) -> str:
        if not token.map:
            return token.content
        lines = self._text.split("\n")[token.map[0] - 1 : token.map[1] - 1]  # from 1, without the last
        return textwrap.dedent("\n".join(lines)).strip("\n")

    def _refuse_inline(
        self, token: SyntaxTreeNode, kind: str, before: str, after: str, *, repeat: int = 1
    ) -> None:
        self._diagnostics.refuse(f"{kind} {token.content}", "the {kind} {source}", token.content, kind=kind)
        self.current_node += nodes.Text(f"{before * repeat}{token.content}{after * repeat}")

    def _refuse_footnote(self, token: SyntaxTreeNode) -> None:
        label = f"[^{token.meta['label']}]"
        self._diagnostics.refuse("footnote", "the footnote {source}", label, "rows have `notes`")

    def _refuse_html(self, html: str) -> None:
        first = html.strip().splitlines()[0]
        instead = "Markdown has marks for bold, code and lists"
        self._diagnostics.refuse("html", "the HTML {source}", first, instead)


def _split_at_breaks(tokens: list[SyntaxTreeNode]) -> list[list[SyntaxTreeNode]]:
    parts: list[list[SyntaxTreeNode]] = [[]]
    for token in tokens:
        if token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.fullmatch(token.content)):
            parts.append([])
        elif parts[-1] or token.type != "softbreak":  # a break written as <br> keeps its line's end
            parts[-1].append(token)
    return parts


# What a project switched on for its pages holds for the data, too, where it only makes text finer or
# adds a harmless form. What it switched on and the data may not use is read, to be reported.
_ADOPTED = {"smartquotes", "replacements", "linkify", "gfm_autolink", "deflist"}
_WATCHED = {"substitution", "dollarmath", "amsmath"}

# Just words to who writes data: "% of requests" is no comment, "+++" no break, "---" no front matter.
_OFF = ["front_matter", "myst_line_comment", "myst_block_break", "wordcount"]


class Markdown:
    """The parser of one page for Markdown of the data."""

    def __init__(
        self,
        env: BuildEnvironment,
        diagnostics: Diagnostics,
        links: Links,
        roles: Roles,
        scratch: nodes.document,
    ) -> None:
        self._md = create_md_parser(_config(env), cast("Any", DataRenderer))
        self._md.disable(_OFF, ignoreInvalid=True)
        # Beyond this it drops what it reads; the renderer's own measure is lower, and reports.
        self._md.options["maxNesting"] = 2 * MOST_DEEP
        # MarkdownIt leaves "[x](javascript:…)" as it is, without a word. Links judges all addresses.
        setattr(self._md, "validateLink", lambda url: True)  # noqa: B010 (mypy: no assigning to a method)
        self._renderer = cast("DataRenderer", self._md.renderer)
        # Costs milliseconds, so it is done once; `draw` gives each text a fresh start.
        self._renderer.setup_render({**self._md.options, "document": scratch}, {})
        self._renderer.equip(diagnostics, links, roles)

    def block(self, text: str, scratch: nodes.document) -> list[nodes.Node]:
        """Return the body nodes of ``text``."""
        md_env: dict[str, Any] = {}
        return self._renderer.draw(self._md.parse(text, md_env), md_env, text, scratch)


def _config(env: BuildEnvironment) -> MdParserConfig:
    # Only a project that set up MyST (or MyST-NB) has this.
    project = getattr(env, "myst_config", None)
    enabled = set(getattr(project, "enable_extensions", ()))
    if MarkdownIt("commonmark").linkify is None:  # its library is not installed
        enabled.discard("linkify")
    config = MdParserConfig(enable_extensions=enabled & (_ADOPTED | _WATCHED) | {"colon_fence"})
    for name in ("sub_delimiters", "dmath_allow_space", "dmath_allow_digits", "dmath_double_inline"):
        if hasattr(project, name):
            setattr(config, name, getattr(project, name))
    return config
