"""``responsibility-matrix``: rows by roles."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.matrix import MatrixQuery, MatrixReport
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.fields import row_fields
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.context import MatrixShape
from sphinx_roles.render.matrix import matrix_html
from sphinx_roles.render.matrix_nodes import matrix_nodes

_SELECTION = ("role", "rows", "sections", "tags", "kinds", "letters")


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected rows and roles."""
    options, data = view.options, view.data()
    query = view.fill(
        MatrixQuery,
        # What this layout does not draw is no fact.
        abbr=options.get("short", False),
        statuses=options.get("layout", "grid") == "grid",
        details=options.get("details") != "none",
        meanings=options.get("legend", True),
        own=view.own_fields,
        edit=view.edit,
        anchors=view.is_target(data),
    )
    report = view.run_query(query, data)
    if not isinstance(report, MatrixReport):
        return []
    view.check_names(report.unknown, data)
    view.check_fields(report.unknown_fields, row_fields())
    view.check_empty(report, "responsibility")
    if report.left_out:
        names = ", ".join(map(repr, report.left_out))
        message = f"{view.name}: the rows of {names} have other letters than the first ones, and are left out"
        view.report(Code.OPTION, f"{message}; a view of each scheme names its matrices with `:matrix:`")
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
    if query.anchors:
        # The best target is the author's choice, then a whole matrix, then a selection of rows.
        rank = 0 if options.get("target") else 2 if any(options.get(name) for name in _SELECTION) else 1
        things = ((row.key, row.id, str(row.name), rank) for row in report.rows)
        view.register_targets(node, "responsibility", things, ((row.key, row.aliases) for row in report.rows))
    return [node]
