"""Markdown of the data, read by MyST's parser as a library: MyST itself is never set up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from sphinx.environment import BuildEnvironment

from sphinx_roles.markup.finish import MOST_DEEP
from sphinx_roles.markup.links import Links
from sphinx_roles.markup.markdown_nodes import DataRenderer
from sphinx_roles.markup.roles import Roles
from sphinx_roles.markup.telling import Teller

__all__ = ["Markdown"]

# What a project switched on for its pages holds for the data, too, where it only makes text finer or
# adds a harmless form. What it switched on and the data may not use is read, to be told.
_ADOPTED = {"smartquotes", "replacements", "linkify", "gfm_autolink", "deflist"}
_WATCHED = {"substitution", "dollarmath", "amsmath"}

# Just words to who writes data: "% of requests" is no comment, "+++" no break, "---" no front matter.
_OFF = ["front_matter", "myst_line_comment", "myst_block_break", "wordcount"]


class Markdown:
    """The parser of one page for Markdown of the data."""

    def __init__(
        self, env: BuildEnvironment, teller: Teller, links: Links, roles: Roles, scratch: nodes.document
    ) -> None:
        self._md = create_md_parser(_config(env), cast("Any", DataRenderer))
        self._md.disable(_OFF, ignoreInvalid=True)
        # Beyond this it drops what it reads; the renderer's own measure is lower, and tells.
        self._md.options["maxNesting"] = 2 * MOST_DEEP
        # MarkdownIt leaves "[x](javascript:…)" as it is, without a word. Links judges all addresses.
        setattr(self._md, "validateLink", lambda url: True)  # noqa: B010 (mypy: no assigning to a method)
        self._renderer = cast("DataRenderer", self._md.renderer)
        # Costs milliseconds, so it is done once; `draw` gives each text a fresh start.
        self._renderer.setup_render({**self._md.options, "document": scratch}, {})
        self._renderer.equip(teller, links, roles)

    def inline(self, text: str, scratch: nodes.document) -> list[nodes.Node]:
        """Return the inline nodes of ``text``."""
        return self._render(self._md.parseInline, text, scratch)

    def block(self, text: str, scratch: nodes.document) -> list[nodes.Node]:
        """Return the body nodes of ``text``."""
        return self._render(self._md.parse, text, scratch)

    def _render(
        self, parse: Callable[[str, Any], Sequence[Token]], text: str, scratch: nodes.document
    ) -> list[nodes.Node]:
        md_env: dict[str, Any] = {}
        return self._renderer.draw(list(parse(text, md_env)), md_env, text, scratch)


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
