"""``role-index``: all roles, a line each, in groups."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.cards import INDEX_FIELDS, CardsQuery, IndexQuery, IndexReport
from sphinx_roles.ext.directives.base import ViewDirective, listed
from sphinx_roles.render.cards import role_index_html, role_index_nodes
from sphinx_roles.render.context import IndexShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected roles."""
    if view.arguments:
        view.options["roles"] = (*listed(view.arguments[0]), *view.options.get("roles", ()))
    data = view.data()
    cards = view.fill(CardsQuery, fields=view.card_fields(INDEX_FIELDS), asked=True, own=view.own_fields)
    report = view.run_query(view.fill(IndexQuery, cards=cards), data)
    if not isinstance(report, IndexReport):
        return []
    view.check_names(report.unknown, data)
    view.check_empty(report, "role")
    if report.shows_nothing:
        return []
    node = view.node(report, view.fill(IndexShape), (role_index_html, role_index_nodes), ("roles", ()))
    node["anchors"][""], node["kind"] = view.anchor("role-index", node), "role-index"
    return [node]
