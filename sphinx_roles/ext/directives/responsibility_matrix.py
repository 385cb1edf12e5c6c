"""``responsibility-matrix``: rows by roles."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.matrix import MatrixQuery, MatrixReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.fields import row_fields
from sphinx_roles.model import Text
from sphinx_roles.render.context import MatrixShape
from sphinx_roles.render.matrix import matrix_html
from sphinx_roles.render.matrix_nodes import matrix_nodes

_SELECTION = ("role", "rows", "sections", "tags", "kinds", "letters")


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected rows and roles."""
    options, data = view.options, view.data()
    _check_fields(view, data)
    query = view.fill(
        MatrixQuery,
        # What this layout does not draw is no fact.
        abbr=options.get("short", False),
        statuses=options.get("layout", "grid") == "grid",
        details=options.get("details") != "none",
        meanings=options.get("legend", True),
        own=view.own_fields,
        edit=view.edit,
    )
    report = view.run_query(query, data)
    if not isinstance(report, MatrixReport):
        return []
    view.check_names(report.unknown, data)
    view.check_empty(report, "responsibility")
    if report.shows_nothing:
        return []
    if view.arguments:
        # The caption is the author's text; it is translated like a name of the data.
        report = structs.replace(report, name=Text(view.arguments[0].strip(), view.location()))
    more: dict[str, Any] = {
        "download": view.file_name(report.name, "matrix") if options.get("download") else ""
    }
    if header := options.get("header"):
        more["header"] = Text(header, view.location("header"))
    shape = view.fill(MatrixShape, unfolded=options.get("details") == "open", **more)
    title = ("", (report.name,)) if report.name else ("matrix", ())
    counted = shape.layout != "list"
    node = view.node(report, shape, (matrix_html, matrix_nodes), title, counted=counted)
    if not (data.island or data.catalog or options.get("no-index")):
        # The best target is the author's choice, then a whole matrix, then a selection of rows.
        rank = 0 if options.get("target") else 2 if any(options.get(name) for name in _SELECTION) else 1
        things = ((row.key, row.id, str(row.name), rank) for row in report.rows)
        view.register_targets(node, "responsibility", things, ((row.key, row.aliases) for row in report.rows))
    return [node]


def _check_fields(view: ViewDirective, data: Data) -> None:
    """Report fields that rows do not have, and leave them out."""
    catalog, _ = view.domain.registry.catalog(data)
    own = {key for row in catalog.rows for key in row.own} if catalog is not None else set()
    known = {*row_fields(), *own, *view.config.roles_fields}
    for option, also in (("fields", ()), ("columns", ()), ("group-by", ("section",))):
        asked = view.options.get(option, ())
        listed = (asked,) if isinstance(asked, str) else asked
        view.check_fields(listed, {*known, *also})
        if option in view.options and not {*known, *also}.issuperset(listed):
            kept = tuple(name for name in listed if name in known)
            view.options[option] = kept if option != "group-by" else ""
