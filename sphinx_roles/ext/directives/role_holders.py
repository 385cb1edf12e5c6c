"""``role-holders``: who holds what."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.people import PeopleIndex
from sphinx_roles.analysis.role_holders import PERSON, HoldersQuery, HoldersReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective, listed, side_by_side
from sphinx_roles.problems import Code
from sphinx_roles.render.context import HoldersShape
from sphinx_roles.render.role_holders import role_holders_html, role_holders_nodes


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show who holds the selected roles."""
    if view.arguments:
        view.options["roles"] = (*listed(view.arguments[0]), *view.options.get("roles", ()))
    options, data = view.options, Data(catalog=view.options.get("catalog", ""))
    by = _by(view)
    person = "person" in options
    query = view.fill(
        HoldersQuery,
        by=by,
        # What one person does is the point of that person's entry; of many, it would hide who they are.
        responsibilities=options.get("responsibilities", person or "letters" in options),
        leaving=by == PERSON and options.get("leaving", person),
    )
    report = view.run_query(query, data)
    if not isinstance(report, HoldersReport):
        return []
    _check(view, report, data)
    if report.shows_nothing:
        return []
    names = tuple(one.name for one in (*report.entries, *report.former)) if person else ()
    titled = len(names) != 1 or not view.is_named_above(names[0])
    columns = side_by_side(options.get("columns"))
    shape = view.fill(HoldersShape, grid=not person, titled=titled, columns=columns)
    title = ("", names) if len(names) == 1 else ("holders", ())
    drawings = role_holders_html, role_holders_nodes
    counted = shape.layout == "table" and bool(report.entries or report.former)
    node = view.node(report, shape, drawings, title, counted=counted)
    if by == PERSON and view.is_target(data):
        # The best target is the author's choice, then where somebody still holds something.
        ranks = ((report.entries, 0 if person else 1), (report.former, 0 if person else 2))
        found = ((one, rank) for entries, rank in ranks for one in entries)
        view.register_targets(
            node, "person", ((one.key, one.key, str(one.name), rank) for one, rank in found)
        )
    return [node]


def _by(view: ViewDirective) -> str:
    """Return what there is an entry for; report options that are for people alone."""
    by: str = view.options.get("by", PERSON)
    if by == PERSON:
        return by
    if "person" in view.options:
        view.report(Code.OPTION, f"{view.name}: the option 'by' does nothing beside 'person'", "by")
        return PERSON
    if view.options.get("leaving"):
        message = f"{view.name}: the option 'leaving' does nothing beside 'by: {by}'"
        view.report(Code.OPTION, message, "leaving")
    return by


def _check(view: ViewDirective, report: HoldersReport, data: Data) -> None:
    view.check_names(report.unknown, data)
    catalog, _ = view.domain.registry.catalog(data)
    for letter in report.unknown_letters:
        view.unknown_letter(letter, [catalog] if catalog is not None else [])
    for name in report.unknown_people:
        index = PeopleIndex.of(catalog) if catalog is not None else None
        several = index.namesakes(name) if index else []
        if len(several) > 1:
            names = ", ".join(str(one.handle or one.id) for one in several)
            message = f"{view.name}: several people are called {name!r}; expected one of {names}"
            view.report(Code.OPTION, message, name)
        else:
            view.unknown(Code.OPTION, "person", name, index.words() if index else ())
    if report.shows_nothing and not (report.unknown or report.unknown_people or view.broken):
        view.report(Code.EMPTY_VIEW, f"{view.name}: no holder is recorded for what is selected")
