"""The audit as a view: a list of findings, the worst first."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.drawing.audit_html import audit_html
from sphinx_roles.drawing.audit_nodes import audit_nodes
from sphinx_roles.drawing.pen import HtmlPen, NodePen
from sphinx_roles.drawing.view import view

__all__ = ["responsibility_audit"]


class responsibility_audit(view):
    """Findings of the audit; see `view` for the children."""

    def html(self, pen: HtmlPen) -> str:
        """Write the list, and fold what goes beyond the first screen."""
        return audit_html(self.report, self["shape"], pen)

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Make plain lists: paper does not fold."""
        return audit_nodes(self.report, self["shape"], pen)
