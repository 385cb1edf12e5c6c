"""``role-map``: who reports to whom, and who works with whom."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.role_map import MapQuery, MapReport
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.context import MapShape
from sphinx_roles.render.role_map import map_html, map_nodes


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected roles, each under the one that it reports to or is part of."""
    data = view.data()
    report = view.run_query(view.fill(MapQuery), data)
    if not isinstance(report, MapReport):
        return []
    view.check_names(report.unknown, data)
    if report.unknown_root:
        catalog, _ = view.domain.registry.catalog(data)
        view.unknown(Code.UNKNOWN_ROLE, "role", report.unknown_root, catalog.role_names() if catalog else ())
        return []
    view.check_empty(report, "role")
    if report.shows_nothing:
        return []
    caption = Text(view.arguments[0].strip(), view.location()) if view.arguments else None
    title = ("", (caption,)) if caption else ("role_map", ())
    return [view.node(report, view.fill(MapShape, caption=caption), (map_html, map_nodes), title)]
