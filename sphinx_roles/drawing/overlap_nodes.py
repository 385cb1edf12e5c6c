"""The overlap of roles as plain docutils nodes: numbered lists, and in LaTeX the circles too."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.overlap import Item, OverlapReport, Region
from sphinx_roles.drawing.cards_nodes import paragraph
from sphinx_roles.drawing.overlap_words import about, is_drawn, told, who
from sphinx_roles.drawing.pen import NodePen
from sphinx_roles.drawing.shape import OverlapShape
from sphinx_roles.drawing.venn_tikz import venn_tikz

__all__ = ["overlap_nodes"]


def overlap_nodes(report: OverlapReport, shape: OverlapShape, pen: NodePen) -> list[nodes.Node]:
    """Return a heading, the picture where there is one, what counts, and the list of each region."""
    said = told(report, pen)
    made: list[nodes.Node] = [nodes.rubric("", said.title)]
    notes = [about(report, pen)]
    if pen.format == "latex" and is_drawn(report, shape.layout):
        made.append(pen.tikz(venn_tikz(report, list(said.names), pen.tex)))
        notes.append(pen.words.overlap_key)
    if any(notes):
        made.append(paragraph([nodes.Text(" ".join(filter(None, notes)))]))
    items = (_region(region, said.names, pen) for region in report.regions)
    return [*made, nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")]


def _region(region: Region, names: tuple[str, ...], pen: NodePen) -> nodes.list_item:
    count = pen.words.overlap_count.format(count=len(region.items))
    head = paragraph([nodes.strong("", who(region, names, pen.words)), nodes.Text(f" {count}")])
    if not region.items:
        return nodes.list_item("", head, paragraph([nodes.emphasis("", pen.words.overlap_none)]))
    rows = (nodes.list_item("", paragraph(_item(item, pen))) for item in region.items)
    return nodes.list_item("", head, nodes.bullet_list("", *rows, bullet="-"))


def _item(item: Item, pen: NodePen) -> list[nodes.Node]:
    status = [nodes.Text(f" ({pen.words.named(item.status)})")] if item.status else []
    return [pen.row(item.key, pen.plain(item.name)), *status]
