"""``role-cards``: a grid of roles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from docutils import nodes

from sphinx_roles.analysis.cards import DEFAULT_FIELDS, Cards, CardsQuery
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import Options, Reader, choice, counts, flag, names, some, text
from sphinx_roles.ext.directives.roles import check_fields
from sphinx_roles.log import report
from sphinx_roles.model import Text
from sphinx_roles.problems import Code, Problem
from sphinx_roles.render.cards import cards_html, cards_nodes
from sphinx_roles.render.context import CardsShape

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")


class CardsDirective(ViewDirective):
    """What one card and many have in common."""

    drawings = (cards_html, cards_nodes)
    readers: ClassVar[dict[str, Reader]] = {
        "file": text,
        "fields": names,
        "without-fields": names,
        "email": flag,
        "edit": flag,
        "no-index": flag,
    }

    def show(self, query: CardsQuery, data: Data, shape: CardsShape, options: Options) -> list[nodes.Node]:
        """Ask for the cards, and leave them."""
        report = self.run_query(query, data)
        if not isinstance(report, Cards):
            return []
        catalog, _ = self.domain.registry.catalog(data)
        assert catalog is not None
        for name in report.unknown:
            self.unknown(Code.UNKNOWN_ROLE, "role", name, list(catalog.role_names()))
        if not report.cards:
            self.report_empty(report, "role")
            return []
        node = self.create_view_node(report, shape, options)
        for card in report.cards:
            if card.image and (image := self.picture(card.image, card.alt)) is not None:
                node += image
        if not (data.island or data.catalog or options("no-index")):
            self.register_targets(
                node, "role", ((card.role, card.role, str(card.name), 1) for card in report.cards)
            )
        return [node]

    def fields(self, options: Options) -> tuple[str, ...]:
        """Return the fields to show, in order; one that no role can have is told."""
        asked = options("fields", DEFAULT_FIELDS)
        without = options("without-fields", ())
        check_fields(self, (*asked, *without))
        return tuple(name for name in asked if name not in without)

    def query(self, options: Options, **more: object) -> CardsQuery:
        """Return what the options ask."""
        return CardsQuery(
            fields=self.fields(options),
            own=tuple(sorted(self.config.roles_fields.items())),
            email=bool(options("email")),
            edit=options("edit", bool(self.config.roles_edit_url)),
            **more,  # type: ignore[arg-type]
        )

    def picture(self, uri: Text, alt: Text | None) -> nodes.image | None:
        """Return a picture that Sphinx copies, as a child of the view; None where it cannot be one."""
        path = Path(self.env.srcdir, uri.lstrip("/"))
        # Not `Path.resolve`: a link that leads to itself is an error there, in older versions of Python.
        inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.env.srcdir))
        if path.suffix.lower() not in _PICTURES or not inside or not path.is_file():
            # The page is read again when the picture comes.
            self.env.note_dependency(str(path))
            expected = f"expected a file in the source folder that ends in {', '.join(_PICTURES)}"
            location = uri.location or self.location()
            report(Problem(Code.IMAGE, f"no picture {str(uri)!r}; {expected}", location))
            return None
        image = nodes.image("", uri=f"/{uri.lstrip('/')}", alt=str(alt or ""), classes=["sd-card-img-top"])
        image["roles-image"] = str(uri)
        self.set_source_info(image)
        return image


class RoleCards(CardsDirective):
    """Cards of all roles, or of those that the options or the argument name."""

    directive = "role-cards"
    readers: ClassVar[dict[str, Reader]] = {
        **CardsDirective.readers,
        "roles": names,
        "without": names,
        "tags": names,
        "families": names,
        "statuses": names,
        "kinds": some("role", "team", "person", "external"),
        "sort": choice("name", "family", "grade"),
        "columns": counts(4, 12),
    }

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask for the selected roles."""
        same = ("roles", "without", "tags", "families", "kinds", "statuses", "sort")
        given = {name: value for name in same if (value := options(name)) is not None}
        if self.arguments:
            given["roles"] = (*names(self.arguments[0]), *given.get("roles", ()))
        columns = options("columns", (1, 1, 2, 3))
        # One number is meant for wide screens: a phone has one column, and a tablet at most two.
        columns = columns if len(columns) == 4 else (1, min(2, *columns), *columns, *columns)
        return self.show(
            self.query(options, **given), self.data(options), CardsShape(columns=columns), options
        )
