"""The overlap of roles as a view: a picture or a table, and its numbered lists."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.drawing.overlap_html import overlap_html
from sphinx_roles.drawing.overlap_nodes import overlap_nodes
from sphinx_roles.drawing.pen import HtmlPen, NodePen
from sphinx_roles.drawing.view import view

__all__ = ["role_overlap"]


class role_overlap(view):
    """Which roles do which rows; see `view` for the children."""

    def html(self, pen: HtmlPen) -> str:
        """Write circles for two or three roles, else a table, and the lists."""
        return overlap_html(self.report, self["shape"], pen)

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Make the lists; LaTeX has the circles as well."""
        return overlap_nodes(self.report, self["shape"], pen)
