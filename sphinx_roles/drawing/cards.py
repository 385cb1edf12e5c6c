"""Role cards as a view: one card, or a grid of them."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.drawing.cards_html import cards_html
from sphinx_roles.drawing.cards_nodes import card_nodes
from sphinx_roles.drawing.pen import HtmlPen, NodePen
from sphinx_roles.drawing.view import view

__all__ = ["role_cards"]


class role_cards(view):
    """Cards of roles; see `view` for the children."""

    def html(self, pen: HtmlPen) -> str:
        """Write the cards in the classes of sphinx-design, so that they sit beside an author's own."""
        return cards_html(self.report, self["shape"], pen)

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Make a headed block of each card."""
        return [node for card in self.report.cards for node in card_nodes(card, pen)]
