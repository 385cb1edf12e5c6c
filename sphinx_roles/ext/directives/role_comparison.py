"""``role-comparison``: a few roles side by side."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.comparison import DEFAULT_FIELDS, MOST, ComparisonQuery, ComparisonReport
from sphinx_roles.analysis.selection import LEAST
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.fields import card_fields
from sphinx_roles.problems import Code
from sphinx_roles.render.comparison import comparison_html, comparison_nodes
from sphinx_roles.render.context import MatrixShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Compare the roles of the argument."""
    view.check_fields(view.options.get("fields", DEFAULT_FIELDS), card_fields())
    data = view.data()
    report = view.run_query(
        view.fill(ComparisonQuery, roles=view.roles_of_argument(), own=view.own_fields), data
    )
    if not isinstance(report, ComparisonReport):
        return []
    if not view.check_roles(report, report.asked, range(LEAST, MOST + 1), data) or not report.roles:
        return []
    view.check_names((*report.unknown, *report.unknown_letters), data)
    if not report.blocks and not report.attributes and not report.left_out:
        if not report.unknown:
            view.report(Code.EMPTY_VIEW, f"{view.name}: there is nothing to compare")
        return []
    shape = MatrixShape(legend=view.options.get("legend", True))
    title = ("comparison", tuple(column.name for column in report.roles))
    return [view.node(report, shape, (comparison_html, comparison_nodes), title, counted=True)]
