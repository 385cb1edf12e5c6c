"""Roles side by side as a view."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.drawing.comparison_html import comparison_html
from sphinx_roles.drawing.comparison_nodes import comparison_nodes
from sphinx_roles.drawing.pen import HtmlPen, NodePen
from sphinx_roles.drawing.view import view

__all__ = ["role_comparison"]


class role_comparison(view):
    """The fields of a few roles, and their rows with a verdict; see `view` for the children."""

    def html(self, pen: HtmlPen) -> str:
        """Write a table for each scheme, in the look of the matrix."""
        return comparison_html(self.report, self["shape"], pen)

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Make tables where they fit, else lists."""
        return comparison_nodes(self.report, self["shape"], pen)
