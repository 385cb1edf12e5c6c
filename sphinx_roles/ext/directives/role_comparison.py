"""``role-comparison``: a few roles side by side."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_roles.analysis.comparison import DEFAULT_FIELDS, MOST, ComparisonQuery, ComparisonReport
from sphinx_roles.ext.directives.options import Options, Reader, flag, names
from sphinx_roles.ext.directives.roles import FewRolesDirective, check_fields
from sphinx_roles.problems import Code
from sphinx_roles.render.comparison import comparison_html, comparison_nodes
from sphinx_roles.render.context import MatrixShape


class RoleComparison(FewRolesDirective):
    """The fields of two to six roles, and each row with a verdict."""

    directive = "role-comparison"
    drawings = (comparison_html, comparison_nodes)
    most = MOST
    readers: ClassVar[dict[str, Reader]] = {
        **FewRolesDirective.readers,
        "fields": names,
        "only-differences": flag,
        "legend": flag,
    }

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask for the comparison, and leave it."""
        fields = options("fields", DEFAULT_FIELDS)
        check_fields(self, fields)
        query = ComparisonQuery(
            roles=self.roles(),
            fields=fields,
            own=tuple(sorted(self.config.roles_fields.items())),
            only_differences=bool(options("only-differences")),
            **self.selection(options),
        )
        data = self.data(options)
        report = self.run_query(query, data)
        if not isinstance(report, ComparisonReport) or not self.enough(report, data, options):
            return []
        if not report.blocks and not report.attributes and not report.left_out:
            if not report.unknown:
                self.report(Code.EMPTY_VIEW, f"{self.name}: there is nothing to compare")
            return []
        return [self.create_view_node(report, MatrixShape(legend=options("legend", True)), options)]
