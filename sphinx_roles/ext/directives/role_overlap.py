"""``role-overlap``: which rows roles do together, and which alone."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_roles.analysis.overlap import MOST, OverlapQuery, OverlapReport
from sphinx_roles.ext.directives.options import Options, Reader, choice
from sphinx_roles.ext.directives.roles import FewRolesDirective
from sphinx_roles.problems import Code
from sphinx_roles.render.context import OverlapShape
from sphinx_roles.render.overlap import overlap_html, overlap_nodes


class RoleOverlap(FewRolesDirective):
    """Circles for two or three roles, a table for four to twelve, and a list of each region."""

    directive = "role-overlap"
    drawings = (overlap_html, overlap_nodes)
    most = MOST
    readers: ClassVar[dict[str, Reader]] = {
        **FewRolesDirective.readers,
        "layout": choice("picture", "table", "list"),
    }

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask for the overlap, and leave it."""
        data = self.data(options)
        report = self.run_query(OverlapQuery(roles=self.roles(), **self.selection(options)), data)
        if not isinstance(report, OverlapReport) or not self.enough(report, data, options):
            return []
        if not report.others and not any(region.items for region in report.regions):
            if not report.unknown:
                self.report(Code.EMPTY_VIEW, f"{self.name}: no responsibility is selected")
            return []
        return [self.create_view_node(report, OverlapShape(layout=options("layout", "picture")), options)]
