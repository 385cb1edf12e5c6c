"""``role-card``, ``role-cards`` and ``role-index``: roles one by one."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.cards import DEFAULT_FIELDS, INDEX_FIELDS, CardsQuery, IndexQuery
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import side_by_side
from sphinx_roles.render.cards import draw_cards, draw_index
from sphinx_roles.render.shapes import CardsShape, IndexShape

_PAIRED = 2, 4
"""So many cards are two by two, so that no place in a row is empty."""


def role_card(view: ViewDirective) -> list[nodes.Node]:
    """Show the role of the body, or that of the argument."""
    data = view.data()
    if data.body:
        data = structs.replace(data, role=True)
        catalog, problems = view.domain.registry.catalog(data)
        if view.arguments and not problems:
            view.report(
                "the argument does nothing beside a body, which describes the role", view.arguments[0]
            )
        view.options["roles"] = (next(iter(catalog.roles if catalog else ()), ""),)
    elif view.arguments:
        view.options["roles"] = tuple(view.arguments)
    else:
        view.refuse("expected the id of a role, or a body that describes one")
    return _cards(view, data, CardsShape(grid=False))


def role_cards(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected roles."""
    view.add_roles_of_argument()
    return _cards(view, view.data(), CardsShape(columns=side_by_side(view.options.get("columns"))))


def _cards(view: ViewDirective, data: Data, shape: CardsShape) -> list[nodes.Node]:
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
    view.check_names(report.unknown)
    view.check_empty(report, "no role is selected")
    title = ("", tuple(card.name for card in report.cards) if len(report.cards) == 1 else ())
    shape = structs.replace(shape, fields=query.fields)
    if len(report.cards) in _PAIRED and "columns" not in view.options:
        shape = structs.replace(shape, columns=(1, 1, 2, 2))
    node = view.node(report, shape, draw_cards, title)
    for card in report.cards:
        if card.image:
            view.add_picture(node, card.image, card.alt)
    if query.anchors:
        things = ((card.role, card.role, str(card.name), 1) for card in report.cards)
        view.register_targets(node, "role", things, ((card.role, card.aliases) for card in report.cards))
    return [node]


def role_index(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected roles, a line each, in groups."""
    view.add_roles_of_argument()
    cards = view.fill(CardsQuery, fields=view.card_fields(INDEX_FIELDS), asked=True, own=view.own_fields)
    report = view.run_query(view.fill(IndexQuery, cards=cards), view.data())
    view.check_names(report.unknown)
    view.check_empty(report, "no role is selected")
    node = view.node(report, view.fill(IndexShape), draw_index, ("roles", ()))
    node["anchors"][""], node["kind"] = view.anchor("role-index", node), "role-index"
    return [node]
