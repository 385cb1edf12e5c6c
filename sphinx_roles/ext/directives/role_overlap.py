"""``role-overlap``: which rows roles do together, and which alone."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.overlap import MOST, OverlapQuery, OverlapReport
from sphinx_roles.analysis.selection import LEAST
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.problems import Code
from sphinx_roles.render.context import OverlapShape
from sphinx_roles.render.overlap import overlap_html, overlap_nodes


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show where the roles of the argument meet."""
    data = view.data()
    report = view.run_query(view.fill(OverlapQuery, roles=view.roles_of_argument()), data)
    if not isinstance(report, OverlapReport):
        return []
    if not view.check_roles(report, report.asked, range(LEAST, MOST + 1), data) or not report.sets:
        return []
    view.check_names((*report.unknown, *report.unknown_letters), data)
    if not report.others and not any(region.items for region in report.regions):
        if not report.unknown:
            view.report(Code.EMPTY_VIEW, f"{view.name}: no responsibility is selected")
        return []
    title = ("overlap", tuple(role.name for role in report.sets))
    return [view.node(report, view.fill(OverlapShape), (overlap_html, overlap_nodes), title)]
