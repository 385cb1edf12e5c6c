"""``role-card``: one role."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.ext.directives.options import Options
from sphinx_roles.ext.directives.role_cards import CardsDirective
from sphinx_roles.problems import Code
from sphinx_roles.render.context import CardsShape


class RoleCard(CardsDirective):
    """A card of the role that the argument names, or that the body describes in YAML."""

    directive = "role-card"

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask for the role."""
        data = self.data(options)
        if data.body:
            data = structs.replace(data, role=True)
        elif not self.arguments:
            self.report(Code.OPTION, f"{self.name}: expected the id of a role, or a body that describes one")
            return []
        catalog, _ = self.domain.registry.catalog(data)
        roles = (next(iter(catalog.roles), ""),) if data.role and catalog else tuple(self.arguments)
        return self.show(self.query(options, roles=roles), data, CardsShape(grid=False), options)
