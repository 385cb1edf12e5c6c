"""``responsibility-audit``, ``-changes`` and ``-agreement``: what rules, two states or several people say."""

from __future__ import annotations

from pathlib import PurePosixPath

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.agreement import AgreementQuery
from sphinx_roles.analysis.audit.query import AuditQuery
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.audit.settings import SEVERITIES
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.catalogs import Data, Sheets
from sphinx_roles.ext.directives.base import ViewDirective, titled
from sphinx_roles.ext.directives.options import listed
from sphinx_roles.model import Text
from sphinx_roles.problems import Code, closest
from sphinx_roles.render.agreement import draw_agreement
from sphinx_roles.render.audit import draw_audit, draw_changes
from sphinx_roles.render.shapes import AgreementShape, AuditShape, ChangesShape


def responsibility_audit(view: ViewDirective) -> list[nodes.Node]:
    """Show what the rules find."""
    data = view.data()
    report = view.run_query(view.fill(AuditQuery, edit=view.edit), data)
    for name in report.unknown:
        if name in view.options.get("rules", ()):
            view.unknown(Code.OPTION, "rule", [name], load_rules())
        elif name in view.options.get("severities", ()):
            known = [word for word in SEVERITIES if len(word) > 1]
            message, near = "no {kind} {name!r}; expected some of {known}", closest(name, known)
            view.report(message, name, kind="severity", name=name, known=known, nearest=near)
        else:
            view.check_names([name])
    report = structs.replace(report, name=view.caption() or report.name)
    shape = AuditShape(linked=not (data.standalone or data.catalog))
    return [view.node(report, shape, draw_audit, titled(report.name))]


def responsibility_changes(view: ViewDirective) -> list[nodes.Node]:
    """Compare the two catalogs or files that the argument names."""
    words = _sides(view)
    before, after = (_data(view, word) for word in words)
    view.check_table_options(before.standalone or after.standalone)
    report = view.run_query(view.fill(ChangesQuery, own=view.own_fields), after, before, words)
    view.check_names(report.unknown)
    report = structs.replace(
        report,
        old=Text(words[0]),
        new=Text(words[1] or next(iter(view.domain.registry.catalogs), "")) or None,
        name=view.text("caption"),
        empty=view.text("empty"),
    )
    shape = view.fill(ChangesShape)
    return [view.node(report, shape, draw_changes, titled(report.name))]


def _sides(view: ViewDirective) -> tuple[str, str]:
    """Return the words for both sides; the second one is empty for the main catalog."""
    argument = " ".join(view.arguments).replace("\n", " ").strip()
    whole = "," in argument or argument in view.domain.registry.catalogs
    words = listed(argument) if whole else tuple(argument.split())
    if not 1 <= len(words) <= 2:
        view.refuse(
            "expected one or two names of catalogs or paths of files, found {count}", count=len(words)
        )
    if len(words) == 2 and view.options.get("catalog"):
        view.report("the argument names both sides already", "catalog")
    return words[0], words[1] if len(words) == 2 else view.options.get("catalog", "")


def _data(view: ViewDirective, word: str) -> Data:
    """Return what a word names: a catalog of conf.py, else a file, as `:file:` names it."""
    if word and word not in view.domain.registry.catalogs and (PurePosixPath(word).suffix or "/" in word):
        return Data(file=view.env.relfn2path(word)[0], **view.table_options())
    return Data(catalog=word)


def responsibility_agreement(view: ViewDirective) -> list[nodes.Node]:
    """Show where the people whose files the argument names disagree."""
    words = view.arguments[0] if view.arguments else ""
    # Names are between commas or line ends, else between blanks.
    files = listed(words) if "," in words or "\n" in words.strip() else words.split()
    if not files:
        view.refuse("expected files that people have filled in, or a glob")
    sheets = Sheets(tuple(view.env.relfn2path(file)[0] for file in files), view.location())
    # What this layout does not draw is no fact.
    query = view.fill(AgreementQuery, listed=view.options.get("layout") == "list")
    report = view.run_query(query, view.catalog_data, sheets=sheets)
    view.check_names(report.unknown)
    message = "nobody has answered a responsibility of the catalog"
    if report.people:
        message = "nobody has answered a responsibility that is selected"
        # What is wrong with a sheet that has answers says nothing of those.
        view.mistaken = False
    view.check_empty(report, message)
    if report.elsewhere:
        message = (
            "answers about {names!r} are in letters of another scheme, and not shown; 'matrix' names one"
        )
        view.report(message, "", Code.SHEET, names=report.elsewhere)
    shape = view.fill(AgreementShape, caption=view.text("caption"))
    # Paper has a list, so it is no table in the count of a book.
    return [view.node(report, shape, draw_agreement, titled(shape.caption, "agreement"))]
