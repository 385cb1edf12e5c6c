"""``responsibility-agreement``: where people who filled in a matrix by themselves disagree."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.agreement import AgreementQuery, AgreementReport
from sphinx_roles.catalogs import Data, Sheets
from sphinx_roles.ext.directives.base import ViewDirective, listed
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.agreement import agreement_html, agreement_nodes
from sphinx_roles.render.context import AgreementShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the answers of the files that the argument names."""
    words = _files(view)
    if not words:
        view.report(Code.OPTION, f"{view.name}: expected files that people have filled in, or a glob")
        return []
    sheets = Sheets(tuple(view.env.relfn2path(word)[0] for word in words), view.location())
    data = Data(catalog=view.options.get("catalog", ""))
    report = view.run_query(view.fill(AgreementQuery), data, sheets=sheets)
    if not isinstance(report, AgreementReport):
        return []
    view.check_names(report.unknown, data)
    if report.shows_nothing:
        if not (report.unknown or view.broken):
            view.report(Code.EMPTY_VIEW, f"{view.name}: nobody has answered a responsibility of the catalog")
        return []
    if report.elsewhere:
        names = ", ".join(map(repr, report.elsewhere))
        message = f"answers about {names} are in letters of another scheme, and not shown; 'matrix' names one"
        view.report(Code.SHEET, f"{view.name}: {message}")
    caption = Text(text, view.location("caption")) if (text := view.options.get("caption")) else None
    shape = view.fill(AgreementShape, caption=caption)
    title = ("", (caption,)) if caption else ("agreement", ())
    # Paper has a list, so it is no table in the count of a book.
    return [view.node(report, shape, (agreement_html, agreement_nodes), title)]


def _files(view: ViewDirective) -> tuple[str, ...]:
    """Return what is between commas or line ends, else between blanks."""
    words = view.arguments[0] if view.arguments else ""
    return listed(words) if "," in words or "\n" in words.strip() else tuple(words.split())
