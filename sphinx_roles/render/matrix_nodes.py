"""The responsibility matrix as plain docutils nodes, for paper and terminals.

No cell spans columns (the man page writer cannot), and no letter is shown by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from docutils import nodes
from docutils.utils import column_width

from sphinx_roles.analysis.cards import Field
from sphinx_roles.analysis.matrix import Band, Cell, Row
from sphinx_roles.analysis.selection import Part
from sphinx_roles.render.cards import draw_field
from sphinx_roles.render.labels import limits
from sphinx_roles.render.matrix_parts import Matrix
from sphinx_roles.render.to_nodes import NARROW, NodeContext, paragraph

_LINE = 80
"""So many characters are in a line on a terminal."""


def _longest_words(heads: list[list[nodes.Node]], rows: list[nodes.row]) -> list[int]:
    """Return how many characters the longest word of each column has."""
    longest = [max(len(word) for node in head for word in node.astext().split()) for head in heads]
    for row in rows:
        for place, entry in enumerate(row.children):
            longest[place] = max([longest[place], *map(column_width, entry.astext().split())])
    return longest


class MatrixNodes(Matrix[nodes.Node]):
    """Makes one table or list."""

    context: NodeContext

    def table_or_list(self) -> list[nodes.Node]:
        """What the author asked for, where it fits: a terminal has no room for a grid of roles."""
        shape, context = self.shape, self.context
        if shape.layout == "list" or context.in_cell:
            return self.listing()
        columns = len(self.matrix.columns) + len(self.field_heads)
        if shape.layout == "letters" or not context.roomy(columns):
            return self.letters()
        if shape.transpose and len(self.matrix.rows) <= context.max_columns:
            return self.transposed()
        return self.grid()

    # Around the table

    def legend(self) -> list[nodes.Node]:
        """One line: each letter and its name, with its meaning where there is one."""
        made: list[nodes.Node] = []
        for p in self.matrix.legend:
            meaning = f" ({self.context.plain(p.meaning).rstrip('.')})" if p.meaning else ""
            made += [nodes.Text("; ") if made else nodes.Text(""), nodes.strong("", p.letter)]
            made.append(nodes.Text(f" {self.context.plain(p.name)}{meaning}"))
        return [paragraph(*made)]

    def end(self) -> list[nodes.Node]:
        """What the rows mean, which HTML folds under each of them."""
        detailed = ((row.name, self.details(row)) for row in self.matrix.rows if row.has_details)
        return self.context.definitions(self.labels.details, detailed)

    def entry(self, inner: Iterable[nodes.Node]) -> nodes.entry:
        return nodes.entry("", paragraph(*inner))

    def field_entries(self, row: Row) -> Iterator[nodes.entry]:
        """What a row has of the fields that have columns."""
        for field in row.fields:
            yield nodes.entry("", *self.field(field))

    def field(self, field: Field | None) -> list[nodes.Node]:
        return draw_field(field, self.context) if field is not None else [paragraph("–")]

    def field_columns(self) -> list[list[nodes.Node]]:
        return [[nodes.Text(head)] for head in self.field_heads]

    def band_rows(self, width: int, cells: Callable[[Row], Iterable[nodes.entry]]) -> list[nodes.row]:
        """The rows of all sections, each headed by a row that holds only its name."""
        rows = []
        for band in self.matrix.bands:
            if head := self.band_head(band):
                rows.append(nodes.row("", nodes.entry("", *head), *(nodes.entry() for _ in range(width))))
            rows += [nodes.row("", self.head(row, band), *cells(row)) for row in band.rows]
        return rows

    def band_head(self, band: Band) -> list[nodes.Node]:
        """The name of a band, and what is said of its matrix and its section."""
        name = self.context.band(band)
        about = (paragraph(*self.context.prose(text)) for text in (band.about, band.summary) if text)
        return [*([paragraph(nodes.strong("", name))] if name else []), *about]

    def head(self, row: Row, band: Band) -> nodes.entry:
        return self.entry([*self.context.target(row.key), self.context.text(row.name), *self.marks(row)])

    # Roles as columns

    def grid(self) -> list[nodes.Node]:
        """Responsibilities down, roles across, letters in the cells."""

        def cells(row: Row) -> Iterator[nodes.entry]:
            letters = (self.entry(self.cell(self.matrix.cells[number])) for number in row.cells)
            return chain(letters, self.field_entries(row))

        rows = self.band_rows(len(self.matrix.columns) + len(self.field_heads), cells)
        if self.matrix.totals:
            rows.append(self.totals())
        widths = [24, *(8 for _ in self.matrix.columns), *(14 for _ in self.field_heads)]
        heads: list[list[nodes.Node]] = [[nodes.Text(self.first)], *self.role_heads()]
        return self.context.table(self.title, [*heads, *self.field_columns()], rows, widths)

    def totals(self) -> nodes.row:
        def counts(column: tuple[int, ...]) -> str:
            pairs = zip(self.matrix.legend, column, strict=True)
            return ", ".join(f"{p.letter} {n}" for p, n in pairs if n) or "0"

        cells = (self.entry([nodes.Text(counts(column))]) for column in self.matrix.totals)
        blank = (nodes.entry() for _ in self.field_heads)
        return nodes.row("", self.entry([nodes.strong("", self.labels.total)]), *cells, *blank)

    def cell(self, cell: Cell) -> list[nodes.Node]:
        """Letters in bold, conditions after them, a dash for no part."""
        if not cell.parts:
            return [nodes.Text("–")]
        return self.context.joined((self.part(part, nodes.strong) for part in cell.parts), "; ")

    def part(self, part: Part, *kinds: type[nodes.TextElement]) -> list[nodes.Node]:
        letters = [nodes.Text("/".join(part.letters) or part.unread)]
        shown = self.context.element("", letters, "", *(kinds if part.letters else ()))
        return [*shown, *self.context.aside(limits(part, self.labels))]

    def transposed(self) -> list[nodes.Node]:
        """Roles down, responsibilities across."""
        rows = [(row, band) for band in self.matrix.bands for row in band.rows]
        # A head is on every page of a long table, and a target once in a book.
        targets = [target for row, _ in rows for target in self.context.target(row.key)]
        above = [
            node for band in self.matrix.bands if band.about or band.summary for node in self.band_head(band)
        ]
        names = ((self.context.band(band), self.context.plain(row.name)) for row, band in rows)
        colon = self.labels.colon
        heads: list[list[nodes.Node]] = [
            [nodes.Text(f"{colon.format(label=band)} {name}" if band else name)] for band, name in names
        ]
        body = [
            nodes.row(
                "",
                self.entry(name),
                *(self.entry(self.cell(self.matrix.cells[row.cells[place]])) for row, _ in rows),
            )
            for place, name in enumerate(self.role_heads())
        ]
        for at, head in enumerate(self.field_heads):
            entries = (nodes.entry("", *self.field(row.fields[at])) for row, _ in rows)
            body.append(nodes.row("", self.entry([nodes.strong("", head)]), *entries))
        heads.insert(0, [nodes.Text(self.header or self.labels.role)])
        return [*targets, *above, *self.context.table(self.title, heads, body, [16, *(8 for _ in rows)])]

    # Letters as columns

    def letters(self) -> list[nodes.Node]:
        """Responsibilities down, letters across, names of roles in the cells."""
        shown = self.matrix.legend
        heads: list[list[nodes.Node]] = [[nodes.Text(self.context.plain(p.name))] for p in shown]
        if some_unread := any(map(self.unread, self.matrix.rows)):
            heads.append([nodes.Text(self.labels.unread)])

        def cells(row: Row) -> Iterator[nodes.entry]:
            columns = [*(self.holders(p.letter, row) for p in shown)]
            columns += [self.unread(row)] if some_unread else []
            letters = (self.entry(inner or [nodes.Text("–")]) for inner in columns)
            return chain(letters, self.field_entries(row))

        heads += self.field_columns()
        rows = self.band_rows(len(heads), cells)
        if self.matrix.totals:
            rows.append(self.letter_totals(len(heads)))
        heads.insert(0, [nodes.Text(self.first)])
        widths = [24, *(16 for _ in heads[1:])]
        if self.context.format in NARROW:
            least = _longest_words(heads, rows)
            spare = _LINE - sum(least) - 3 * len(heads) - 1
            # A list has no place for totals, nor for a head of the author's.
            if spare < 0 and not self.matrix.totals and not self.shape.header:
                return self.listing()
            widths = [width + max(spare, 0) // len(heads) for width in least]
        return self.context.table(self.title, heads, rows, widths)

    def letter_totals(self, width: int) -> nodes.row:
        """For each letter, in how many rows each role holds it."""
        names = [self.context.plain(column.name) for column in self.matrix.columns]
        by_letter = zip(*self.matrix.totals, strict=True)
        held = ([f"{name} {n}" for name, n in zip(names, counts, strict=True) if n] for counts in by_letter)
        texts = [", ".join(one) or "0" for one in held]
        cells = (self.entry([nodes.Text(text)]) for text in (*texts, *[""] * (width - len(texts))))
        return nodes.row("", self.entry([nodes.strong("", self.labels.total)]), *cells)

    def listing(self) -> list[nodes.Node]:
        """A list: each responsibility, and who takes part with which letter."""
        made: list[nodes.Node] = [nodes.rubric("", self.title)]
        for band in self.matrix.bands:
            made += self.band_head(band)
            made.append(nodes.bullet_list("", *(self.item(row, band) for row in band.rows), bullet="-"))
        return made

    def item(self, row: Row, band: Band) -> nodes.list_item:
        parts = [
            *self.context.target(row.key),
            nodes.strong("", "", self.context.text(row.name)),
            *self.marks(row),
        ]
        held = [(self.context.plain(p.name), self.holders(p.letter, row)) for p in self.matrix.legend]
        held.append((self.labels.unread, self.unread(row)))
        lines = [[nodes.Text(f"{word} "), *names] for word, names in held if names]
        parts += [nodes.Text(": "), *self.context.joined(lines, "; ")] if lines else []
        return nodes.list_item("", paragraph(*parts), *self.field_list(row))

    def field_list(self, row: Row) -> list[nodes.Node]:
        """The fields that a table would have columns for."""
        pairs = zip(self.field_heads, row.fields, strict=True)
        return self.context.fields(([nodes.Text(head)], self.field(one)) for head, one in pairs if one)
