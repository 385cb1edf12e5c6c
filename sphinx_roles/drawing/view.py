"""The one node that a view is while Sphinx reads: few children, and the report."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_roles.drawing.pen import HtmlPen, NodePen

__all__ = ["roles_view", "view"]


class roles_view(nodes.General, nodes.Element):
    """A view of the data.

    It stands in the tree as::

        <view report="Matrix" shape="..." anchors="...">
            <texts> every plain text, for search and translation
            <rich_text> a text in markup, already parsed
            <link> the reference of an address, already resolved when it is written

    Every one of Sphinx's forty-odd walks over the tree pays for each node in it, so the
    letters are data in the report, and `html` writes the view in one pass.
    """

    def html(self, pen: HtmlPen) -> str:
        """Return the whole view as HTML."""
        raise NotImplementedError

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Return the view as plain docutils nodes."""
        raise NotImplementedError

    def starttag(self, quoteattr: Any = None) -> str:
        """Name the node without its report, which is no text."""
        return f"<{self.tagname}>"


view = roles_view
"""Sphinx finds a visitor by the name of the class or of a base: it must be nobody else's."""
