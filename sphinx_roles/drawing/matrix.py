"""The responsibility matrix as a view: its shape, and the two ways to draw it."""

from __future__ import annotations

from docutils import nodes
from msgspec import Struct, structs

from sphinx_roles.analysis.matrix import MatrixReport
from sphinx_roles.drawing.matrix_html import matrix_html
from sphinx_roles.drawing.matrix_nodes import matrix_nodes
from sphinx_roles.drawing.pen import HtmlPen, NodePen
from sphinx_roles.drawing.shape import MatrixShape
from sphinx_roles.drawing.view import view

__all__ = ["blocks", "responsibility_matrix"]


class responsibility_matrix(view):
    """Responsibilities by roles; see `view` for the children."""

    def html(self, pen: HtmlPen) -> str:
        """Write one table, or one for each section or block of columns."""
        report, shape = self.report, self["shape"]
        return matrix_html(report, blocks(report, shape), shape, pen)

    def lower(self, pen: NodePen) -> list[nodes.Node]:
        """Make tables where they fit, else lists."""
        report, shape = self.report, self["shape"]
        return matrix_nodes(report, blocks(report, shape), shape, pen)


def blocks(matrix: MatrixReport, shape: MatrixShape) -> list[MatrixReport]:
    """Split a matrix by sections, or into blocks of as many columns as the shape says."""
    if shape.split == "sections" and matrix.bands:
        return [
            structs.replace(matrix, bands=(structs.replace(band, name=None),), name=band.name or matrix.name)
            for band in matrix.bands
        ]
    if shape.split.isdecimal():
        return column_blocks(matrix, int(shape.split))
    return [matrix]


def column_blocks(matrix: MatrixReport, width: int) -> list[MatrixReport]:
    """Cut a matrix into matrices of at most ``width`` roles that repeat the rows."""
    if width < 1 or len(matrix.columns) <= width:
        return [matrix]
    return [_columns(matrix, start, start + width) for start in range(0, len(matrix.columns), width)]


def _columns(matrix: MatrixReport, start: int, end: int) -> MatrixReport:
    def cut(thing: Struct, **changes: tuple[object, ...]) -> Struct:
        return structs.replace(thing, **changes)

    bands = tuple(
        cut(band, rows=tuple(cut(row, cells=row.cells[start:end]) for row in band.rows))
        for band in matrix.bands
    )
    return structs.replace(
        matrix, columns=matrix.columns[start:end], totals=matrix.totals[start:end], bands=bands
    )
