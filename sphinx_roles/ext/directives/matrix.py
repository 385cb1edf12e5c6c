"""``responsibility-matrix``: rows by roles."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.ext.directives.base import ViewDirective, titled
from sphinx_roles.fields import row_fields
from sphinx_roles.problems import Code
from sphinx_roles.render.matrix import draw_matrix
from sphinx_roles.render.shapes import MatrixShape

_UNUSED = {"list": ("transpose", "totals", "header", "short"), "letters": ("transpose", "short")}
_SELECTION = ("role", "rows", "sections", "tags", "kinds", "letters")


def responsibility_matrix(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected rows and roles."""
    options, data = view.options, view.data()
    query = view.fill(
        MatrixQuery,
        # What this layout does not draw is no fact.
        abbr=options.get("short", False),
        details=options.get("details") != "none",
        meanings=options.get("legend", True),
        own=view.own_fields,
        edit=view.edit,
        anchors=view.is_target(data),
    )
    report = view.run_query(query, data)
    view.check_names(report.unknown)
    if report.missing_fields:
        view.check_fields(report.missing_fields, row_fields(), view.catalogs[0].rows)
    if report.left_out:
        message = (
            "the rows of {names!r} have other letters than the first ones, and are left out; "
            "a view of each scheme names its matrices with `:matrix:`"
        )
        view.report(message, names=report.left_out)
    view.check_empty(report, "no responsibility is selected")
    if not (report.columns or report.not_found) and options.keys() & {"roles", "without"}:
        view.report("no role is selected", "", Code.EMPTY_VIEW)
    caption = view.caption()
    if caption and not (data.file or data.body) and _is_file_name(caption):
        view.report("{text!r} is the title; to read a file, write ':file: {text}'", caption, text=caption)
    # The caption is the author's text; it is translated like a name of the data.
    report = structs.replace(report, name=caption or report.name)
    layout = options.get("layout", "grid")
    turned = bool(options.get("transpose")) and layout == "grid"
    for name in _UNUSED.get(layout, ("totals",) if turned else ()):
        if options.get(name):
            beside = "transpose" if turned else f"layout: {layout}"
            view.report_idle(name, beside=repr(beside))
    shape = view.fill(
        MatrixShape,
        transpose=turned,
        unfolded=options.get("details") == "open",
        download=view.file_name(report.name, "matrix") if options.get("download") else "",
        header=view.text("header") or "",
    )
    counted = shape.layout != "list"
    node = view.node(report, shape, draw_matrix, titled(report.name, "matrix"), counted=counted)
    if query.anchors:
        # The best target is the author's choice, then a whole matrix, then a selection of rows.
        rank = 0 if options.get("target") else 2 if any(options.get(name) for name in _SELECTION) else 1
        rows = report.rows
        things = [(row.key, row.id, str(row.name), rank) for row in rows]
        view.register_targets(node, "responsibility", things, [(row.key, row.aliases) for row in rows])
    return [node]


def _is_file_name(caption: str) -> bool:
    if "." not in caption or len(caption.split()) > 1:
        return False
    # Imported here, as a page whose catalog has not changed reads no file.
    from sphinx_roles.catalog.formats import format_of

    return format_of(caption) is not None
