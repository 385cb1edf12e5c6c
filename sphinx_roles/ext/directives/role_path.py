"""``role-path``: from one role or level to another."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.role_path import PathQuery, PathReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.ends import check_ends, check_letters, show
from sphinx_roles.problems import Code
from sphinx_roles.render.context import PathShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the way between the roles or levels of the argument."""
    data = Data(catalog=view.options.get("catalog", ""))
    report = view.run_query(view.fill(PathQuery, ends=view.roles_of_argument()), data)
    if not isinstance(report, PathReport):
        return []
    check_ends(view, report.unknown_roles, data)
    check_letters(view, data)
    if report.unknown_roles:
        return []
    if report.start is None:
        wanted = "expected the names of one or two roles, or of levels as role/level"
        view.report(Code.OPTION, f"{view.name}: {wanted}, found {report.asked}")
        return []
    return show(view, report, PathShape())
