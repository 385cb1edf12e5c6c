"""The inline markup of reStructuredText in the data: no targets, substitutions or footnotes, few roles."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states
from docutils.utils import unescape

from sphinx_roles.markup.links import Links
from sphinx_roles.markup.roles import Roles
from sphinx_roles.markup.telling import Teller

__all__ = ["DataInliner"]


class DataInliner(states.Inliner):
    """docutils' inliner; what it may not draw is told, and stays as it is written."""

    def __init__(self, teller: Teller, links: Links, roles: Roles) -> None:
        super().__init__()
        self._teller, self._links, self._roles = teller, links, roles
        # docutils calls these with the inliner before the match.
        cls = type(self)
        self.dispatch: Any = {
            **states.Inliner.dispatch,
            "_`": cls.refuse_target,
            "|": cls.refuse_substitution,
            "]_": cls.refuse_whole,
            "_": cls.refuse_whole,
            "__": cls.refuse_whole,
        }

    def init_customizations(self, settings: Any) -> None:
        """Take docutils' patterns: it makes them only for a class of its own."""
        plain: Any = states.Inliner()
        plain.init_customizations(settings)
        self.patterns = plain.patterns
        self.start_string_prefix = plain.start_string_prefix
        self.end_string_suffix = plain.end_string_suffix
        # "PEP 8" in a sentence is no link, whatever a docutils.conf says of pages.
        self.implicit_dispatch: Any = [(self.patterns.uri, self.standalone_uri)]

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Run an allowed role. A text without one is a title, whatever the page's default role is."""
        found = self._roles.run(role or "title-reference", rawsource, text, self, self.language)
        return found, []

    def problematic(self, text: str, rawsource: str, message: nodes.system_message) -> Any:
        """Keep as text what cannot be read; the message has been told."""
        return nodes.Text(unescape(text, True))

    def phrase_ref(self, before: str, after: str, rawsource: str, escaped: str, text: Any = None) -> Any:
        """Draw ```text <address>`_``; there are no targets for other references to lead to."""
        match = self.patterns.embedded_link.search(escaped)
        if not match:
            return before, self._refuse("reference", unescape(rawsource, True)), after, []
        label = unescape(escaped[: match.start(0)])
        address = unescape(match.group(2))
        if address.endswith("_") and not self.patterns.uri.match(address):
            return before, self._refuse("reference", unescape(rawsource, True)), after, []
        address = self.adjust_uri("".join(address.split()))
        inner: list[nodes.Node] = [nodes.Text(label)] if label else []
        if not inner and ":" in address:
            inner = [nodes.Text(address)]
        return before, self._links.link(address, inner), after, []

    def standalone_uri(self, match: re.Match[str], lineno: int) -> Any:
        """Draw an address in the text as a link if it is of the web or mail: "data:x" is no link."""
        found: Any = super().standalone_uri(match, lineno)
        address = found[0]["refuri"]
        if address.lower().startswith(("http://", "https://", "mailto:")):
            return self._links.link(address, found[0].children)
        return [nodes.Text(unescape(match.group("whole"), True))]

    def refuse_whole(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse what one match is: ``name_``, ``name__``, ``[1]_``."""
        whole = match.group("whole")
        kind = "footnote" if whole.startswith("[") else "reference"
        string = match.string
        return string[: match.start("whole")], self._refuse(kind, whole), string[match.end("whole") :], []

    def refuse_target(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse ``_`name```."""
        return self._refuse_object(match, lineno, self.patterns.target, nodes.target)

    def refuse_substitution(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse ``|name|``."""
        return self._refuse_object(
            match, lineno, self.patterns.substitution_ref, nodes.substitution_reference
        )

    def _refuse_object(self, match: re.Match[str], lineno: int, end: Any, node: Any) -> Any:
        found: Any
        before, found, remaining, _, _ = self.inline_obj(match, lineno, end, node)
        if found and isinstance(found[0], node):
            kind = "target" if node is nodes.target else "substitution"
            found = self._refuse(kind, found[0].rawsource)
        return before, found, remaining, []

    def _refuse(self, kind: str, source: str) -> list[nodes.Node]:
        # A footnote and its mark are one mistake, as are a substitution and its definition.
        key = f"{kind} {source}" if kind == "reference" else kind
        self._teller.refuse(key, f"the {kind} {source!r}")
        return [nodes.Text(source)]
