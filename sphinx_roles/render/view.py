"""The one node that a view is while Sphinx reads: few children, and the report."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any, TypeAlias

from docutils import nodes

from sphinx_roles.render.context import HtmlContext, NodeContext

Drawings: TypeAlias = tuple[
    Callable[[Any, Any, HtmlContext], str], Callable[[Any, Any, NodeContext], list[nodes.Node]]
]
"""What draws a report in a shape, as HTML and as nodes; a page is pickled with the names of both."""


class LazyReport:
    """A report that is pickled with its page as one piece, which stays folded until it is drawn.

    Sphinx loads the first page of a project in every build, for its toctrees. What loads a page but
    does not draw it is not to make tens of thousands of records.
    """

    __slots__ = ("_pickled", "_report")

    def __init__(self, report: Any) -> None:
        self._report, self._pickled = report, b""

    def load(self) -> Any:
        """Return the report."""
        if self._pickled:
            # As trusted as the page that it came with.
            self._report, self._pickled = pickle.loads(self._pickled), b""  # noqa: S301
        return self._report

    def __getstate__(self) -> bytes:
        return self._pickled or pickle.dumps(self._report, pickle.HIGHEST_PROTOCOL)

    def __setstate__(self, folded: bytes) -> None:
        self._report, self._pickled = None, folded


class roles_view(nodes.General, nodes.Element):
    """A view of the data: one class for all, as docutils knows node classes by their own names.

    Its form in the tree::

        <roles_view report="a Folded one" shape="..." drawings="(cards_html, cards_nodes)" anchors="...">
            <roles_texts> every plain text, for search and translation
            <roles_rich_text> a text in markup, already parsed
            <roles_link> the reference of an address, already resolved when it is written

    Every one of Sphinx's forty-odd walks over the tree pays for each node in it, so the
    letters are data in the report, and `html` writes the view in one pass.
    """

    def html(self, context: HtmlContext) -> str:
        """Return the whole view as HTML."""
        drawn: str = self["drawings"][0](self["report"].load(), self["shape"], context)
        return drawn

    def lower(self, context: NodeContext) -> list[nodes.Node]:
        """Return the view as plain docutils nodes."""
        drawn: list[nodes.Node] = self["drawings"][1](self["report"].load(), self["shape"], context)
        return drawn

    def starttag(self, quoteattr: Any = None) -> str:
        """Name the node without its report, which is no text."""
        return f"<{self.tagname}>"
