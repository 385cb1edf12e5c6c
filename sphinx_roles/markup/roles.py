"""The inline roles that text in the data may use, and how they are run."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import roles
from sphinx.config import Config

from sphinx_roles.markup.telling import Teller
from sphinx_roles.problems import nearest

__all__ = ["Roles"]

_LINKS = ("org:role", "org:responsibility", "org:skill", "org:who", "ref", "term", "pep", "rfc", "envvar")
_WORDS = (
    "abbr", "kbd", "sub", "sup", "guilabel", "menuselection", "program", "command", "file", "samp",
)  # fmt: skip
# What reStructuredText needs a role for, where Markdown has a mark. `code` would take options.
_MARKS = ("emphasis", "strong", "literal", "subscript", "superscript", "title-reference")

_MARKUP = {"markdown": "{{{}}}`{}`", "rst": ":{}:`{}`"}


class Roles:
    """The roles of a project that text in the data may use: ours, the plain ones, and extlinks."""

    def __init__(self, config: Config, teller: Teller, markup: str) -> None:
        self._told = sorted((*_LINKS, *_WORDS, *getattr(config, "extlinks", ())))
        self._names = frozenset((*self._told, *_MARKS))
        self._teller = teller
        self._written = _MARKUP[markup]

    def run(self, name: str, rawsource: str, text: str, inliner: Any, language: Any) -> list[nodes.Node]:
        """Return what the role makes of ``text``; just the text where it is not allowed or not known."""
        # Names of extlinks have capitals where conf.py gives them some.
        known = name if name in self._names else name.lower()
        if known not in self._names:
            self._refuse(name)
            return [nodes.Text(_unescaped(text))]
        function: Any = roles.role(known, language, 0, inliner.reporter)[0]
        if function is None:
            self._teller.refuse(f"role {name}", f"the role {name!r}, which the project does not have,")
            return [nodes.Text(_unescaped(text))]
        try:
            made, _ = function(known, rawsource, text, 0, inliner)
        except Exception as error:
            # Sphinx fails at "{menuselection}`Save &`". A mistake of our own is no mistake in the data.
            if known.startswith("org:"):
                raise
            self._teller.refuse(f"role {rawsource}", f"the role in {rawsource!r}, which fails ({error}),")
            return [nodes.Text(_unescaped(text))]
        return list(made)

    def _refuse(self, name: str) -> None:
        written = self._written.format(name, "…")
        self._teller.refuse(
            f"role {name}",
            f"the role in {written!r}",
            f"text in the data may use {', '.join(self._told)}{nearest(name, self._names)}",
        )


def _unescaped(text: str) -> str:
    # docutils marks escaped characters by a NUL before them.
    return re.sub(r"\x00(.)", r"\1", text, flags=re.DOTALL)
