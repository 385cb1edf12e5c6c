"""What changed as a view: sentences, in groups."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.drawing.changes_html import changes_html
from sphinx_roles.drawing.changes_nodes import changes_nodes
from sphinx_roles.drawing.pen import HtmlPen, NodePen
from sphinx_roles.drawing.view import view

__all__ = ["responsibility_changes"]


class responsibility_changes(view):
    """What moved between two catalogs; see `view` for the children."""

    def html(self, pen: HtmlPen) -> str:
        """Write a list for each section, then of roles, people and the rest."""
        return changes_html(self.report, self["shape"], pen)

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Make plain lists: paper does not fold."""
        return changes_nodes(self.report, self["shape"], pen)
