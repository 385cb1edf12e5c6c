"""``role-comparison``: a few roles side by side."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.comparison import DEFAULT_FIELDS, MOST, ComparisonQuery, ComparisonReport
from sphinx_roles.analysis.role_path import PathQuery, PathReport
from sphinx_roles.analysis.selection import LEAST, find_roles
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.ends import check_ends, show
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code
from sphinx_roles.render.comparison import comparison_html, comparison_nodes
from sphinx_roles.render.context import MatrixShape, PathShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Compare the roles of the argument, or two levels as ``role/level``."""
    if any("/" in name for name in find_roles(view.roles_of_argument(), _catalog(view))[1]):
        return _levels(view)
    data = view.data()
    query = view.fill(
        ComparisonQuery,
        roles=view.roles_of_argument(),
        fields=view.card_fields(DEFAULT_FIELDS),
        own=view.own_fields,
    )
    report = view.run_query(query, data)
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


_OF_ROLES = ("matrix", "rows", "sections", "tags", "letters", "fields", "legend")


def _catalog(view: ViewDirective) -> Catalog:
    return view.domain.registry.catalog(Data(catalog=view.options.get("catalog", "")))[0] or Catalog()


def _levels(view: ViewDirective) -> list[nodes.Node]:
    """Compare two levels: what is added, deepened and dropped."""
    data = view.data()
    for name in view.written:
        if name in _OF_ROLES:
            message = f"{view.name}: the option {name!r} does nothing where levels are compared"
            view.report(Code.OPTION, message, name)
    report = view.run_query(PathQuery(ends=view.roles_of_argument(), nearest=0), data)
    if not isinstance(report, PathReport):
        return []
    check_ends(view, report.unknown_roles, data)
    if report.unknown_roles:
        return []
    if report.goal is None:
        view.report(Code.OPTION, f"{view.name}: expected the names of two levels, found {report.asked}")
        return []
    shape = PathShape(levels=True, same=not view.options.get("only-differences", False))
    return show(view, report, shape)
