"""``role-ladder``: the levels of a role."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.ladder import LadderQuery, LadderReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.ends import level_targets
from sphinx_roles.problems import Code
from sphinx_roles.render.context import LadderShape
from sphinx_roles.render.ladder import ladder_html, ladder_nodes


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the levels of the role of the argument."""
    if not view.arguments:
        view.report(Code.OPTION, f"{view.name}: expected the name of a role")
        return []
    data = Data(catalog=view.options.get("catalog", ""))
    name = " ".join(view.arguments[0].split())
    # A table has no room for "as that one, and".
    whole = view.options.get("whole", view.options.get("layout") == "table")
    report = view.run_query(view.fill(LadderQuery, role=name, whole=whole), data)
    if not isinstance(report, LadderReport):
        return []
    _check(view, report, data)
    wrong = report.unknown_roles or report.unknown or report.unknown_tracks
    if report.shows_nothing:
        if not wrong and not view.broken:
            view.report(Code.EMPTY_VIEW, f"{view.name}: the role {name!r} has no levels")
        return []
    title = ("ladder_of", (report.role.name,) if report.role else ())
    node = view.node(report, view.fill(LadderShape), (ladder_html, ladder_nodes), title)
    if view.is_target(data):
        rank = 2 if view.options.get("levels") or view.options.get("tracks") else 1
        view.register_targets(node, "role", level_targets(report, rank))
    return [node]


def _check(view: ViewDirective, report: LadderReport, data: Data) -> None:
    catalog, _ = view.domain.registry.catalog(data)
    if catalog is None:
        return
    for name in report.unknown_roles:
        view.unknown(Code.UNKNOWN_ROLE, "role", name, catalog.role_names())
    role = catalog.find_role(report.role.role) if report.role else None
    if role is not None:
        for name in report.unknown:
            words = (word for level in role.levels for word in (level.id, str(level.name)))
            view.unknown(Code.OPTION, "level", name, words)
        for name in report.unknown_tracks:
            view.unknown(Code.OPTION, "track", name, [str(one.track) for one in role.levels if one.track])
