"""Roles, levels or people side by side: ``role-comparison``, ``-overlap``, ``-path`` and ``skill-gap``."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.comparison import DEFAULT_FIELDS, ComparisonQuery
from sphinx_roles.analysis.comparison import MOST as MOST_COMPARED
from sphinx_roles.analysis.levels import GapQuery, PathQuery, PathReport
from sphinx_roles.analysis.overlap import MOST as MOST_OVERLAPPING
from sphinx_roles.analysis.overlap import OverlapQuery
from sphinx_roles.analysis.selection import find_roles, unknown_letters
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.problems import Code
from sphinx_roles.render.comparison import draw_comparison
from sphinx_roles.render.levels import draw_path
from sphinx_roles.render.overlap import draw_overlap
from sphinx_roles.render.shapes import MatrixShape, OverlapShape, PathShape


def role_comparison(view: ViewDirective) -> list[nodes.Node]:
    """Compare the roles of the argument, or two levels as ``role/level``."""
    roles = view.roles_of_argument()
    if any("/" in name for name in find_roles(roles, view.catalog(view.catalog_data))[1]):
        return _levels(view)
    data = view.data()
    query = view.fill(
        ComparisonQuery, roles=roles, fields=view.card_fields(DEFAULT_FIELDS), own=view.own_fields
    )
    report = view.run_query(query, data)
    view.check_count(report.asked, MOST_COMPARED)
    view.check_roles(report.unknown_roles, stop=not report.roles)
    view.check_names((*report.unknown, *report.unknown_letters))
    view.check_empty(report, "there is nothing to compare")
    shape = MatrixShape(legend=view.options.get("legend", True))
    title = ("comparison", tuple(column.name for column in report.roles))
    return [view.node(report, shape, draw_comparison, title, counted=True)]


_OF_ROLES = ("matrix", "rows", "sections", "tags", "letters", "fields", "legend")


def _levels(view: ViewDirective) -> list[nodes.Node]:
    """Compare two levels: what is added, deepened and dropped."""
    data = view.data()
    for name in view.written:
        if name in _OF_ROLES:
            view.report("the option {option!r} does nothing where levels are compared", name, option=name)
    report = view.run_query(PathQuery(ends=view.roles_of_argument(), nearest=0), data)
    view.check_roles(report.unknown_roles, levels=True)
    if report.goal is None:
        view.refuse("expected the names of two levels, found {count}", count=report.asked)
    return _path(view, report, PathShape(levels=True, same=not view.options.get("only-differences", False)))


def _path(view: ViewDirective, report: PathReport, shape: PathShape) -> list[nodes.Node]:
    view.check_empty(report, "no skills are recorded, and nothing differs")
    ends = tuple(end.name for end in (report.start, report.goal) if end is not None)
    title = ("path_between" if len(ends) > 1 else "path_nearest", ends)
    return [view.node(report, shape, draw_path, title)]


def role_overlap(view: ViewDirective) -> list[nodes.Node]:
    """Show where the roles of the argument meet."""
    report = view.run_query(view.fill(OverlapQuery, roles=view.roles_of_argument()), view.data())
    view.check_count(report.asked, MOST_OVERLAPPING)
    view.check_roles(report.unknown_roles, stop=not report.sets)
    view.check_names((*report.unknown, *report.unknown_letters))
    view.check_empty(report, "no responsibility is selected")
    title = ("overlap", tuple(role.name for role in report.sets))
    return [view.node(report, view.fill(OverlapShape), draw_overlap, title)]


def role_path(view: ViewDirective) -> list[nodes.Node]:
    """Show the way between the roles or levels of the argument."""
    report = view.run_query(view.fill(PathQuery, ends=view.roles_of_argument()), view.catalog_data)
    catalog = view.catalogs[0]
    if catalog.rows:
        schemes = [catalog.scheme_of(row) for row in catalog.rows]
        for letter in unknown_letters(view.options.get("letters", ()), schemes):
            view.unknown_letter(letter)
    view.check_roles(report.unknown_roles, levels=True)
    if report.start is None:
        message = "expected the names of one or two roles, or of levels as role/level, found {count}"
        view.refuse(message, count=report.asked)
    return _path(view, report, PathShape())


def skill_gap(view: ViewDirective) -> list[nodes.Node]:
    """Compare the person and the role of the argument."""
    report = view.run_query(view.fill(GapQuery, ends=view.roles_of_argument()), view.catalog_data)
    catalog = view.catalogs[0]
    people = catalog.derived(PeopleIndex)
    turned = report.unknown and any(people.find(name) for name in report.unknown_roles)
    if report.asked != 2 or turned:
        view.refuse("expected the name of a person who holds a role, and of a role or level")
    view.check_roles(report.unknown_roles, levels=True, stop=False)
    holders = (str(one.name) for role in catalog.roles.values() for one in role.holders or ())
    view.unknown(Code.OPTION, "holder", report.unknown, holders)
    if report.start is None:
        return []
    return _path(view, report, PathShape())
