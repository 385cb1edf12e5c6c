"""``role-holders`` and ``role-map``: the organization, its people and its lines."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.role_holders import PERSON, HoldersQuery, HoldersReport
from sphinx_roles.analysis.role_map import MapQuery
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.ext.directives.base import ViewDirective, titled
from sphinx_roles.ext.directives.options import side_by_side
from sphinx_roles.problems import Code
from sphinx_roles.render.role_holders import draw_holders
from sphinx_roles.render.role_map import draw_map
from sphinx_roles.render.shapes import HoldersShape, MapShape


def role_holders(view: ViewDirective) -> list[nodes.Node]:
    """Show who holds the selected roles."""
    view.add_roles_of_argument()
    options, data = view.options, view.catalog_data
    by, person = _by(view), "person" in options
    query = view.fill(
        HoldersQuery,
        by=by,
        # What one person does is the point of that person's entry; of many, it would hide who they are.
        responsibilities=options.get("responsibilities", person or "letters" in options),
        leaving=by == PERSON and options.get("leaving", person),
    )
    report = view.run_query(query, data)
    _check(view, report)
    names = tuple(one.name for one in (*report.entries, *report.former)) if person else ()
    alone = len(names) == 1
    shape = view.fill(
        HoldersShape,
        grid=not person,
        titled=not (alone and view.is_named_above(names[0])),
        columns=side_by_side(options.get("columns")),
    )
    title = ("", names) if alone else ("holders", ())
    counted = shape.layout == "table" and bool(report.entries or report.former)
    node = view.node(report, shape, draw_holders, title, counted=counted)
    if by == PERSON and view.is_target(data):
        # The best target is the author's choice, then where somebody still holds something.
        ranks = ((report.entries, 0 if person else 1), (report.former, 0 if person else 2))
        found = ((one.key, one.key, str(one.name), rank) for entries, rank in ranks for one in entries)
        view.register_targets(node, "person", found)
    return [node]


def _by(view: ViewDirective) -> str:
    """Return what there is an entry for; report options that are for people alone."""
    by: str = view.options.get("by", PERSON)
    if by != PERSON and "person" in view.options:
        view.report_idle("by", beside="'person'")
        return PERSON
    if by != PERSON and view.options.get("leaving"):
        view.report_idle("leaving", beside=f"'by: {by}'")
    layout = view.options.get("layout")
    if layout == "table" and "columns" in view.options:
        view.report_idle("columns", beside=f"'layout: {layout}'")
    return by


def _check(view: ViewDirective, report: HoldersReport) -> None:
    """Report names that lead nowhere or to several people."""
    view.check_names(report.unknown)
    for letter in report.unknown_letters:
        view.unknown_letter(letter)
    people = view.catalogs[0].derived(PeopleIndex)
    for name in report.unknown_people:
        several = people.namesakes(name)
        if len(several) > 1:
            message = "several people are called {name!r}; expected one of {rows}"
            rows = [str(one.handle or one.id) for one in several]
            view.report(message, name, name=name, rows=rows)
        else:
            view.unknown(Code.OPTION, "person", [name], people.words())
    view.check_empty(report, "no holder is recorded for what is selected")


def role_map(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected roles, each under the one that it reports to or is part of."""
    report = view.run_query(view.fill(MapQuery), view.data())
    view.check_names(report.unknown)
    view.check_roles(report.unknown_roles)
    view.check_empty(report, "no role is selected")
    shape = view.fill(MapShape, caption=view.caption())
    return [view.node(report, shape, draw_map, titled(shape.caption, "role_map"))]
