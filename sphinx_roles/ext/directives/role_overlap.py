"""``role-overlap``: which rows roles do together, and which alone."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.overlap import MOST, OverlapQuery, OverlapReport
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.roles import enough, roles
from sphinx_roles.problems import Code
from sphinx_roles.render.context import OverlapShape
from sphinx_roles.render.overlap import overlap_html, overlap_nodes


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show where the roles of the argument meet."""
    data = view.data
    report = view.run_query(view.fill(OverlapQuery, roles=roles(view)), data)
    if not isinstance(report, OverlapReport) or not enough(view, report, data, MOST):
        return []
    if not report.others and not any(region.items for region in report.regions):
        if not report.unknown:
            view.report(Code.EMPTY_VIEW, f"{view.name}: no responsibility is selected")
        return []
    return [view.node(report, view.fill(OverlapShape), (overlap_html, overlap_nodes))]
