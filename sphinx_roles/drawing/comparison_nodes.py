"""Roles side by side as plain docutils nodes: a table where it fits, else lists."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_roles.analysis.comparison import Attribute, Block, ComparisonReport, Links, Value
from sphinx_roles.analysis.matrix import Band, Row
from sphinx_roles.analysis.verdicts import Verdict
from sphinx_roles.drawing.cards_nodes import field_nodes, paragraph
from sphinx_roles.drawing.comparison_blocks import abbreviation, blocks, short_names, title
from sphinx_roles.drawing.comparison_words import attribute_label, is_standard, pairs, summing_up, verdict
from sphinx_roles.drawing.matrix_nodes import NARROW, MatrixNodes
from sphinx_roles.drawing.pen import NodePen
from sphinx_roles.drawing.shape import MatrixShape

__all__ = ["comparison_nodes"]


def comparison_nodes(report: ComparisonReport, shape: MatrixShape, pen: NodePen) -> list[nodes.Node]:
    """Return a table or lists for each scheme, the sentence, and what the roles have in common."""
    names = short_names(report, pen)
    made: list[nodes.Node] = []
    for number, block in enumerate(blocks(report)):
        drawer = _ComparisonNodes(report, block, shape, pen, names, first=not number)
        made += drawer.drawn()
        if shape.legend and block.matrix.legend:
            made += drawer.legend()
    if sentence := summing_up(report, names, pen.words):
        made.append(paragraph([nodes.Text(sentence)]))
    if told := pairs(report, names, pen.words):
        items = (nodes.list_item("", paragraph([nodes.Text(pair)])) for pair in told)
        made += [nodes.rubric("", pen.words.in_common), nodes.bullet_list("", *items, bullet="-")]
    return made


class _ComparisonNodes(MatrixNodes):
    """The table or lists of one scheme; the first of several has the fields of the roles."""

    def __init__(
        self, report: ComparisonReport, block: Block, shape: MatrixShape, pen: NodePen,
        names: tuple[str, ...], *, first: bool,
    ) -> None:  # fmt: skip
        super().__init__(block.matrix, shape, pen)
        self.report, self.block, self.names = report, block, names
        self.attributes = report.attributes if first else ()
        self.verdicts = dict(zip(map(id, block.matrix.rows), block.verdicts, strict=True))

    def caption(self) -> str:
        """The roles that are compared."""
        return title(self.report, self.block, self.pen)

    def drawn(self) -> list[nodes.Node]:
        """A table, or lists where the format or the roles leave no room for one."""
        if self.pen.format in NARROW or len(self.names) > min(4, self.pen.max_columns):
            return [nodes.rubric("", self.caption()), *self.lists()]
        words: list[list[nodes.Node]] = [[nodes.Text(self.corner)], [nodes.Text(self.pen.words.verdict)]]
        rows = [*map(self.attribute, self.attributes), *self.band_rows(len(self.names) + 1, self.cells)]
        return self.table([*words, *self.short_heads()], rows, [14, 10, *(16 for _ in self.names)])

    def short_heads(self) -> Iterator[list[nodes.Node]]:
        """The heads of the roles, with the abbreviations that their verdicts use."""
        for column, head in zip(self.report.roles, self.role_heads(), strict=True):
            short = abbreviation(column, self.pen)
            yield [*head, nodes.Text(f" ({short})")] if short else head

    def cells(self, row: Row) -> Iterator[nodes.entry]:
        """The verdict on a row, and its letters with their notes."""
        yield self.entry([nodes.Text(self.judged(self.verdicts[id(row)]))])
        for column, number in zip(self.matrix.columns, row.cells, strict=True):
            entry = self.entry(self.cell(self.matrix.cells[number]))
            entry += self.notes(row, column.role)
            yield entry

    def notes(self, row: Row, role: str, before: str = "") -> list[nodes.Node]:
        said = (remark.text for remark in row.remarks if remark.role == role)
        return [paragraph([nodes.Text(before), *self.pen.inline(text)]) for text in said]

    def judged(self, found: Verdict) -> str:
        word = verdict(found, self.names, self.pen.words)
        return f"{word} ({self.mark(found.same)})" if found.kind in ("shared", "passive") else word

    def mark(self, same: bool) -> str:
        return self.pen.words.same if same else self.pen.words.differs

    def attribute(self, attribute: Attribute) -> nodes.row:
        cells = (nodes.entry("", *self.value(value)) for value in attribute.values)
        label = attribute_label(attribute, self.pen.words)
        mark = self.entry([nodes.Text(self.mark(attribute.same))])
        return nodes.row("", self.entry([nodes.strong("", label)]), mark, *cells)

    def value(self, value: Value | None) -> list[nodes.Node]:
        if value is None:
            return [paragraph([nodes.Text("–")])]
        if isinstance(value, Links):
            links = [node for link in value.links for node in (nodes.Text(", "), self.pen.link(link))][1:]
            return [paragraph(links)]
        if is_standard(value):
            return [paragraph([nodes.Text(self.pen.words.open)])]
        return field_nodes(value, self.pen)

    # Without room for a table

    def lists(self) -> Iterator[nodes.Node]:
        """The fields by role, then the rows with who takes part, and the verdict."""
        for attribute in self.attributes:
            head = f"{attribute_label(attribute, self.pen.words)} ({self.mark(attribute.same)})"
            yield paragraph([nodes.strong("", head)])
            fields = (
                nodes.field("", nodes.field_name("", name), nodes.field_body("", *self.value(value)))
                for name, value in zip(self.full_names(), attribute.values, strict=True)
            )
            yield nodes.field_list("", *fields)
        for band in self.matrix.bands:
            if band.name is not None:
                yield paragraph([nodes.strong("", "", self.pen.text(band.name))])
            yield nodes.bullet_list("", *(self.item(row, band) for row in band.rows), bullet="-")

    def full_names(self) -> Iterator[str]:
        return (self.pen.plain(column.name) for column in self.report.roles)

    def item(self, row: Row, band: Band) -> nodes.list_item:
        """A row with who takes part, as the matrix lists it, and the verdict."""
        made = super().item(row, band)
        made += self.labelled(self.pen.words.verdict, [nodes.Text(self.judged(self.verdicts[id(row)]))])
        for column in self.matrix.columns:
            made += self.notes(row, column.role, f"{self.pen.plain(column.name)}: ")
        return made
