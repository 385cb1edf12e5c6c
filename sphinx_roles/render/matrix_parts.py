"""What both drawings of a matrix share: names, what a row means, who holds a letter, and how it is split."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.cards import Bullets, Field, Prosaic
from sphinx_roles.analysis.matrix import Cell, MatrixReport, Row, letter_totals
from sphinx_roles.analysis.selection import Part
from sphinx_roles.render.cards import draw_field
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.labels import Labels, limits
from sphinx_roles.render.shapes import MatrixShape


class Matrix(ABC, Generic[Inline]):
    """Draws one table or list."""

    def __init__(
        self, matrix: MatrixReport, title: str, shape: MatrixShape, context: Context[Inline]
    ) -> None:
        self.matrix, self.title, self.shape, self.labels = matrix, title, shape, context.labels
        self.above: list[Inline] = []
        """What explains the table, below its title; HTML alone has it there."""
        self.targets = True
        """Links to rows lead here."""
        # The author's head is that of the first column, whose names are roles where the matrix is turned.
        self.header = self.labels.word(shape.header)
        self.first = (not shape.transpose and self.header) or self.labels.responsibility
        self.field_heads = [self.labels.row_head(*one) for one in matrix.fields]
        self.linked = [[context.role(one.role, context.text(one.name))] for one in matrix.columns]
        # Rows are many, and the distinct cells few.
        self.held = {p.letter: dict(_held(p.letter, matrix, self.labels)) for p in matrix.legend}
        self.context = context

    @abstractmethod
    def legend(self) -> list[Inline]:
        """Return the letters that occur, their names and their meanings."""

    @abstractmethod
    def table_or_list(self) -> list[Inline]:
        """Draw in the layout of the shape."""

    def button(self) -> list[Inline]:
        """Return what opens the filter, which HTML alone has."""
        return []

    @abstractmethod
    def end(self) -> list[Inline]:
        """Return what is below all tables of a matrix."""

    @abstractmethod
    def part(self, part: Part) -> list[Inline]:
        """Return the letters of an assignment, with its condition."""

    @abstractmethod
    def cell(self, cell: Cell) -> list[Inline]:
        """Return the letters of a cell."""

    def role_heads(self) -> Iterable[list[Inline]]:
        """Yield the names of the columns, linked to their roles, with what is unusual about them."""
        context = self.context
        for column in self.matrix.columns:
            name = context.plain(column.name)
            short = context.plain(column.abbr) if self.shape.short and column.abbr else name
            head = context.role(column.role, context.shortened(short, name))
            yield [head, *context.status_marks(column.status)]

    def marks(self, row: Row) -> list[Inline]:
        """Return what is unusual about a row: its status, and that its review is overdue."""
        return [*self.context.status_marks(row.status), *self.context.overdue(late=row.overdue)]

    def holders(self, letter: str, row: Row) -> list[Inline]:
        """Return the roles that hold a letter in a row, with their conditions; none for nobody."""
        held = self.held[letter]
        return self.listed(
            [*self.role(place), *self.context.aside(held[number], "ro-when")]
            for place, number in enumerate(row.cells)
            if number in held
        )

    def unread(self, row: Row) -> list[Inline]:
        """Return the texts of a row's cells that could not be understood, with their roles."""
        return self.listed(
            [*self.role(place), self.context.words(": "), *self.part(part)]
            for place, number in enumerate(row.cells)
            for part in self.matrix.cells[number].parts
            if part.unread
        )

    def role(self, place: int) -> list[Inline]:
        """Return the name of a role, linked to it."""
        return self.context.copied(self.linked[place])

    def listed(self, names: Iterable[Sequence[Inline]]) -> list[Inline]:
        """Return names: a line breaks between two of them, rather than within one."""
        return self.context.joined((self.context.element("span", name, "ro-who") for name in names), ", ")

    def details(self, row: Row) -> list[Inline]:
        """Return what the row means, when it is done, how often, and what was remarked."""
        context, labels = self.context, self.labels
        made = context.blocks(row.summary) if row.summary else []
        if row.done_when:
            made += self.labelled(labels.done_when, context.prose(row.done_when))
        if row.frequency:
            made += self.labelled(labels.frequency, [context.text(row.frequency)])
        if row.links:
            links = ([context.link(link)] for link in row.links)
            made += self.labelled(labels.links, context.joined(links, ", "))
        if row.covers:
            texts = (
                (one, context.element("code", [context.words(one)], "ro-cover", nodes.literal))
                for one in row.covers
            )
            covers = ([context.linked(context.source(one), text[0])] for one, text in texts)
            made += self.labelled(labels.covers, context.joined(covers, ", "))
        for note in row.notes:
            made += context.blocks(note)
        for field in row.more:
            made += self.detail(field)
        for one in row.remarks:
            who = [context.text(one.name), context.words(" "), *self.part(one.part), context.words(": ")]
            made += context.line([*who, *context.prose(one.text)])
        return made

    def detail(self, field: Field) -> list[Inline]:
        """Return a field under its label; a list of texts is below it."""
        context, inner = self.context, draw_field(field, self.context)
        label = self.label(self.labels.row_head(field.key, field.label))
        if context.html and isinstance(field, Bullets):
            return context.element("", [*context.led(label, [], "p"), *inner])
        if context.html and isinstance(field, Prosaic):
            inner = context.prose(field.text)
        return context.led(label, inner, "p")

    def label(self, label: str) -> list[Inline]:
        """Return a label in bold, with its colon."""
        return self.context.strong([self.context.words(self.labels.colon.format(label=label))])

    def labelled(self, label: str, inner: Sequence[Inline]) -> list[Inline]:
        """Return a paragraph that begins with its label."""
        return self.context.line([*self.label(label), self.context.words(" "), *inner])


def _held(letter: str, matrix: MatrixReport, labels: Labels) -> Iterator[tuple[int, str]]:
    """Yield the number of each cell that has a letter, and the conditions under which it has it."""
    for number, cell in enumerate(matrix.cells):
        if parts := [part for part in cell.parts if letter in part.letters]:
            yield number, "; ".join(filter(None, [limits(part, labels) for part in parts]))


def blocks(
    matrix: MatrixReport, shape: MatrixShape, context: Context[Inline]
) -> list[tuple[str, MatrixReport]]:
    """Split a matrix by sections, or into blocks of as many columns as the shape says, with their titles."""
    chosen = f" ({context.labels.word(shape.when)})" if shape.when else ""
    name = (context.plain(matrix.name) if matrix.name else context.labels.matrix) + chosen
    if shape.split == "sections" and matrix.bands:
        return [
            (
                (
                    context.named(matrix.name, band.title, band.name)
                    or (context.labels.unsaid if band.unsaid else context.labels.matrix)
                )
                + chosen,
                structs.replace(
                    matrix,
                    bands=(structs.replace(band, name=None, title=None, unsaid=False),),
                    totals=matrix.totals
                    and letter_totals((band,), matrix.cells, matrix.columns, matrix.legend),
                ),
            )
            for band in matrix.bands
        ]
    if shape.split.isdecimal() and 0 < (width := int(shape.split)) < (whole := len(matrix.columns)):
        parts = [_cut(matrix, slice(start, start + width)) for start in range(0, whole, width)]
        # What is beside the letters is there once, at the end.
        parts = [*map(_without_fields, parts[:-1]), parts[-1]]
        return [(f"{name} ({number}/{len(parts)})", part) for number, part in enumerate(parts, 1)]
    return [(name, matrix)]


def _without_fields(matrix: MatrixReport) -> MatrixReport:
    bands = []
    for band in matrix.bands:
        rows = (structs.replace(row, fields=()) for row in band.rows)
        bands.append(structs.replace(band, rows=tuple(rows)))
    return structs.replace(matrix, fields=(), bands=tuple(bands))


def _cut(matrix: MatrixReport, part: slice) -> MatrixReport:
    """Return the matrix with some of its columns; the rows are all there."""
    bands = []
    for band in matrix.bands:
        rows = (structs.replace(row, cells=row.cells[part]) for row in band.rows)
        bands.append(structs.replace(band, rows=tuple(rows)))
    columns, totals = matrix.columns[part], matrix.totals[part]
    return structs.replace(matrix, columns=columns, totals=totals, bands=tuple(bands))
