"""``role-card``: one role."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.role_cards import show
from sphinx_roles.problems import Code
from sphinx_roles.render.context import CardsShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the role of the body, or that of the argument."""
    data = view.data()
    if data.body:
        if view.arguments:
            message = "the argument does nothing beside a body, which describes the role"
            view.report(Code.OPTION, f"{view.name}: {message}", view.arguments[0])
        data = structs.replace(data, role=True)
        catalog, _ = view.domain.registry.catalog(data)
        view.options["roles"] = (next(iter(catalog.roles), ""),) if catalog else ()
    elif view.arguments:
        view.options["roles"] = tuple(view.arguments)
    else:
        view.report(Code.OPTION, f"{view.name}: expected the id of a role, or a body that describes one")
        return []
    return show(view, data, CardsShape(grid=False))
