"""``responsibility-matrix``: rows by roles."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.matrix import MatrixQuery, MatrixReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import Options, Reader, Wrong, choice, count, flag, names, text
from sphinx_roles.ext.directives.roles import report_unknown
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.context import MatrixShape
from sphinx_roles.render.matrix import matrix_html
from sphinx_roles.render.matrix_nodes import matrix_nodes


def split(value: str) -> str:
    """Take ``sections``, or a number of columns."""
    message = value.strip().casefold()
    if message == "sections":
        return message
    try:
        return str(count(message))
    except Wrong:
        raise Wrong(f"{value!r}; expected 'sections' or a number of columns") from None


class ResponsibilityMatrix(ViewDirective):
    """Responsibilities down, roles across, letters in the cells; the argument is the caption."""

    directive = "responsibility-matrix"
    drawings = (matrix_html, matrix_nodes)
    readers: ClassVar[dict[str, Reader]] = {
        # What is asked
        "file": text,
        "scheme": text,
        "matrix": text,
        "role": text,
        "when": text,
        "roles": names,
        "without": names,
        "rows": names,
        "sections": names,
        "tags": names,
        "kinds": names,
        "letters": names,
        "transposed-data": flag,
        # How it is drawn
        "layout": choice("grid", "letters", "list"),
        "split": split,
        "transpose": flag,
        "legend": flag,
        "totals": flag,
        "details": choice("folded", "open", "none"),
        "header": text,
        "short": flag,
        "download": flag,
        "edit": flag,
        "target": flag,
        "no-index": flag,
    }

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask for the matrix, and leave it."""
        data = self.matrix_data(options)
        report = self.run_query(self.query(options), data)
        if not isinstance(report, MatrixReport):
            return []
        catalog, _ = self.domain.registry.catalog(data)
        assert catalog is not None
        for name in report.unknown:
            report_unknown(self, name, options, catalog)
        if not any(True for _ in report.rows):
            self.report_empty(report, "responsibility")
            return []
        if self.arguments:
            # The caption is the author's text; it is translated like a name of the data.
            report = structs.replace(report, name=Text(self.arguments[0].strip(), self.location()))
        node = self.create_view_node(report, self.shape(options), options)
        if not (data.island or data.catalog or options("no-index")):
            self.register_targets(node, "responsibility", self.targets(report, options))
        return [node]

    def matrix_data(self, options: Options) -> Data:
        """Return what the view is about, and what is said of a table that cannot say it."""
        data = self.data(options, scheme=options("scheme"), transpose=options("transposed-data"))
        scheme = options("scheme")
        known = self.domain.registry.main.schemes
        if scheme and not data.island and scheme not in known:
            self.unknown(Code.UNKNOWN_SCHEME, "scheme", scheme, known)
        elif scheme and not data.island:
            wanted = "expected a table in the body, or `:file:`, that the scheme is for"
            self.report(
                Code.OPTION, f"{self.name}: the option 'scheme' does nothing here; {wanted}", "scheme"
            )
        return data

    def query(self, options: Options) -> MatrixQuery:
        """Return what the options ask."""
        same = (
            "matrix",
            "role",
            "when",
            "roles",
            "without",
            "rows",
            "sections",
            "tags",
            "kinds",
            "letters",
            "totals",
        )
        given = {name: value for name in same if (value := options(name)) is not None}
        edit = options("edit", bool(self.config.roles_edit_url))
        return MatrixQuery(
            # What this layout does not draw is no fact.
            abbr=bool(options("short")),
            statuses=options("layout", "grid") == "grid",
            details=options("details") != "none",
            meanings=options("legend", True),
            edit=edit,
            **given,
        )

    def shape(self, options: Options) -> MatrixShape:
        """Return how it is drawn."""
        same = ("layout", "split", "transpose", "legend", "header", "short", "download")
        given = {name: value for name in same if (value := options(name)) is not None}
        return MatrixShape(unfolded=options("details") == "open", **given)

    def targets(self, report: MatrixReport, options: Options) -> list[tuple[str, str, str, int]]:
        """Each row with its rank: the author's choice, a whole matrix, a selection of rows."""
        selected = ("role", "rows", "sections", "tags", "kinds", "letters")
        rank = 0 if options("target") else 2 if any(options(name) for name in selected) else 1
        return [
            (f"{band.matrix}\n{band.section}\n{row.id}", row.id, str(row.name), rank)
            for band in report.bands
            for row in band.rows
        ]
