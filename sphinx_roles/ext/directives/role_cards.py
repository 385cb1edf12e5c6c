"""``role-cards``: a grid of roles."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.cards import DEFAULT_FIELDS, Cards, CardsQuery
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective, listed, side_by_side
from sphinx_roles.render.cards import cards_html, cards_nodes
from sphinx_roles.render.context import CardsShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected roles."""
    if view.arguments:
        view.options["roles"] = (*listed(view.arguments[0]), *view.options.get("roles", ()))
    return show(view, view.data(), CardsShape(columns=side_by_side(view.options.get("columns"))))


def show(view: ViewDirective, data: Data, shape: CardsShape) -> list[nodes.Node]:
    """Run the query that the options make, and return the cards."""
    query = view.fill(
        CardsQuery,
        fields=view.card_fields(DEFAULT_FIELDS),
        asked="fields" in view.options,
        own=view.own_fields,
        edit=view.edit,
        anchors=view.is_target(data),
    )
    report = view.run_query(query, data)
    if not isinstance(report, Cards):
        return []
    view.check_names(report.unknown, data)
    view.check_empty(report, "role")
    if report.shows_nothing:
        return []
    title = ("", tuple(card.name for card in report.cards) if len(report.cards) == 1 else ())
    shape = structs.replace(shape, fields=query.fields)
    node = view.node(report, shape, (cards_html, cards_nodes), title)
    for card in report.cards:
        if card.image:
            view.add_picture(node, card.image, card.alt)
    if query.anchors:
        things = ((card.role, card.role, str(card.name), 1) for card in report.cards)
        view.register_targets(node, "role", things, ((card.role, card.aliases) for card in report.cards))
    return [node]
