"""``skill-gap``: what a person can do, beside what a role or level asks for."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.role_path import GapQuery, PathReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.ends import check_ends, show
from sphinx_roles.problems import Code
from sphinx_roles.render.context import PathShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Compare the person and the role of the argument."""
    data = Data(catalog=view.options.get("catalog", ""))
    report = view.run_query(view.fill(GapQuery, ends=view.roles_of_argument()), data)
    if not isinstance(report, PathReport):
        return []
    if report.asked != 2:
        wanted = "expected the name of a person who holds a role, and of a role or level"
        view.report(Code.OPTION, f"{view.name}: {wanted}")
        return []
    check_ends(view, report.unknown_roles, data)
    catalog, _ = view.domain.registry.catalog(data)
    if catalog is not None:
        people = {str(one.name): one for role in catalog.roles.values() for one in role.holders or ()}
        for name in report.unknown:
            view.unknown(Code.OPTION, "holder", name, people)
    if report.start is None:
        return []
    return show(view, report, PathShape())
