"""The responsibility matrix as plain docutils nodes, for paper and terminals.

No cell spans columns (the man page writer cannot), and no letter is told by colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docutils import nodes

from sphinx_roles.analysis.matrix import Band, Cell, MatrixReport, Part, Row
from sphinx_roles.drawing.pen import NodePen
from sphinx_roles.drawing.shape import MatrixShape
from sphinx_roles.model import Text

__all__ = ["NARROW", "MatrixNodes", "matrix_nodes"]

NARROW = ("text", "man")
"""Formats for a terminal, where a grid of roles is squeezed until its heads break."""


def matrix_nodes(
    whole: MatrixReport, parts: list[MatrixReport], shape: MatrixShape, pen: NodePen
) -> list[nodes.Node]:
    """Return a table or list for each part, then the legend of all, and what the rows mean."""
    frame = MatrixNodes(whole, shape, pen)
    about = pen.block(whole.summary) if whole.summary else []
    tables = [node for part in parts for node in MatrixNodes(part, shape, pen).table_or_list()]
    legend = frame.legend() if shape.legend and whole.legend else []
    return [*about, *tables, *legend, *frame.details()]


class MatrixNodes:
    """Makes one table or list."""

    def __init__(self, matrix: MatrixReport, shape: MatrixShape, pen: NodePen) -> None:
        self.matrix, self.shape, self.pen = matrix, shape, pen
        self.corner = shape.header or pen.words.responsibility

    def table_or_list(self) -> list[nodes.Node]:
        """What the author asked for, where it fits: a terminal has no room for a grid of roles."""
        shape, pen = self.shape, self.pen
        if shape.layout == "list":
            return self.listing()
        if shape.layout == "letters" or pen.format in NARROW or len(self.matrix.columns) > pen.max_columns:
            return self.letters()
        if shape.transpose and len(list(self.matrix.rows)) <= pen.max_columns:
            return self.transposed()
        return self.grid()

    # Around the table

    def legend(self) -> list[nodes.Node]:
        """One line: each letter and its name, with its meaning where there is one."""
        told: list[nodes.Node] = []
        for p in self.matrix.legend:
            meaning = f" ({self.pen.plain(p.meaning).rstrip('.')})" if p.meaning else ""
            told += [nodes.Text("; ") if told else nodes.Text(""), nodes.strong("", p.letter)]
            told.append(nodes.Text(f" {self.pen.plain(p.name)}{meaning}"))
        return [nodes.paragraph("", "", *told)]

    def details(self) -> list[nodes.Node]:
        """What the rows mean, which HTML folds under each of them."""
        told = [row for row in self.matrix.rows if row.told]
        if not told:
            return []
        items = (
            nodes.definition_list_item(
                "", nodes.term("", "", self.pen.text(row.name)), nodes.definition("", *self.told(row))
            )
            for row in told
        )
        return [nodes.rubric("", self.pen.words.details), nodes.definition_list("", *items)]

    def told(self, row: Row) -> Iterator[nodes.Node]:
        words = self.pen.words
        if row.summary:
            yield from self.pen.block(row.summary)
        if row.done_when:
            yield self.labelled(words.done_when, self.pen.inline(row.done_when))
        if row.frequency:
            yield self.labelled(words.frequency, [self.pen.text(row.frequency)])
        if row.links:
            yield self.labelled(words.links, _joined([self.pen.link(link)] for link in row.links))
        for note in row.notes:
            yield from self.pen.block(note)
        for remark in row.remarks:
            who = f"{self.pen.plain(remark.name)} {self.part(remark.part)}: "
            yield nodes.paragraph("", "", nodes.Text(who), *self.pen.inline(remark.text))

    def labelled(self, label: str, inner: Iterable[nodes.Node]) -> nodes.Node:
        label = self.pen.words.colon.format(label=label)
        return nodes.paragraph("", "", nodes.strong("", label), nodes.Text(" "), *inner)

    def caption(self) -> str:
        """The title of the table."""
        return self.pen.plain(self.matrix.name) if self.matrix.name else self.pen.words.matrix

    def table(
        self, heads: list[list[nodes.Node]], rows: list[nodes.row], widths: list[int]
    ) -> list[nodes.Node]:
        """A table with a title and a head; the widths are shares, at least a head's longest word."""
        longest = [
            max([3, *(len(word) for node in head for word in node.astext().split())]) for head in heads
        ]
        widths = [max(pair) for pair in zip(widths, longest, strict=True)]
        head = nodes.thead("", nodes.row("", *(self.entry(head) for head in heads)))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), head, cols=len(heads))
        group += nodes.tbody("", *rows)
        table = nodes.table("", *self.table_title(), group)
        # Without this class LaTeX cannot break a table over pages, and loses the rows that find no place.
        table["classes"].append("longtable")
        above = (
            [nodes.paragraph("", "", nodes.strong("", self.caption()))] if self.pen.format == "man" else []
        )
        return [*above, *self.pen.columns(widths), table]

    def table_title(self) -> list[nodes.Node]:
        """The title inside a table; a manual would make a section of it, and has it above."""
        return [] if self.pen.format == "man" else [nodes.title("", self.caption())]

    def entry(self, inner: Iterable[nodes.Node]) -> nodes.entry:
        return nodes.entry("", nodes.paragraph("", "", *inner))

    def band_rows(self, width: int, cells: Callable[[Row], Iterable[nodes.entry]]) -> list[nodes.row]:
        """The rows of all sections, each headed by a row that holds only its name."""
        rows = []
        for band in self.matrix.bands:
            if band.name is not None:
                rows.append(nodes.row("", self.band_head(band), *(nodes.entry() for _ in range(width))))
            rows += [nodes.row("", self.head(row, band), *cells(row)) for row in band.rows]
        return rows

    def band_head(self, band: Band) -> nodes.entry:
        entry = self.entry([nodes.strong("", "", self.pen.text(band.name or Text()))])
        if band.summary:
            entry += nodes.paragraph("", "", *self.pen.inline(band.summary))
        return entry

    def head(self, row: Row, band: Band) -> nodes.entry:
        return self.entry([*self.target(row, band), self.pen.text(row.name), *self.status(row.status)])

    def target(self, row: Row, band: Band) -> list[nodes.Node]:
        return self.pen.target(f"{band.matrix}\n{band.section}\n{row.id}")

    def status(self, status: str | None) -> list[nodes.Node]:
        return [nodes.Text(f" ({self.pen.words.named(status)})")] if status else []

    # Roles as columns

    def grid(self) -> list[nodes.Node]:
        """Responsibilities down, roles across, letters in the cells."""

        def cells(row: Row) -> Iterator[nodes.entry]:
            return (self.entry(self.cell(self.matrix.cells[number])) for number in row.cells)

        rows = self.band_rows(len(self.matrix.columns), cells)
        if self.matrix.totals:
            rows.append(self.totals())
        return self.table(
            [[nodes.Text(self.corner)], *self.role_heads()], rows, [24, *(8 for _ in self.matrix.columns)]
        )

    def role_heads(self) -> list[list[nodes.Node]]:
        heads = []
        for column in self.matrix.columns:
            short = self.shape.short and column.abbr
            name = self.pen.plain(column.abbr if short and column.abbr else column.name)
            heads.append([self.pen.role(column.role, name), *self.status(column.status)])
        return heads

    def totals(self) -> nodes.row:
        def told(column: tuple[int, ...]) -> str:
            pairs = zip(self.matrix.legend, column, strict=True)
            return " ".join(f"{p.letter} {n}" for p, n in pairs if n) or "0"

        cells = (self.entry([nodes.Text(told(column))]) for column in self.matrix.totals)
        return nodes.row("", self.entry([nodes.strong("", self.pen.words.total)]), *cells)

    def cell(self, cell: Cell) -> list[nodes.Node]:
        """Letters in bold, conditions after them, a dash for no part."""
        if not cell.parts:
            return [nodes.Text("–")]
        made: list[nodes.Node] = []
        for part in cell.parts:
            if made:
                made.append(nodes.Text("; "))
            made.append(nodes.strong("", "/".join(part.letters)) if part.letters else nodes.Text(part.unread))
            made += [nodes.Text(f" ({limits})")] if (limits := self.limits(part)) else []
        return made

    def part(self, part: Part) -> str:
        limits = self.limits(part)
        return ("/".join(part.letters) or part.unread) + (f" ({limits})" if limits else "")

    def limits(self, part: Part) -> str:
        until = self.pen.words.until.format(date=part.until.isoformat()) if part.until else ""
        return ", ".join(filter(None, (part.when, until)))

    def transposed(self) -> list[nodes.Node]:
        """Roles down, responsibilities across."""
        rows = [(row, band) for band in self.matrix.bands for row in band.rows]
        # A head stands on every page of a long table, and a target once in a book.
        targets = [target for row, band in rows for target in self.target(row, band)]
        heads = [[self.pen.text(row.name)] for row, _ in rows]
        body = [
            nodes.row(
                "",
                self.entry(name),
                *(self.entry(self.cell(self.matrix.cells[row.cells[place]])) for row, _ in rows),
            )
            for place, name in enumerate(self.role_heads())
        ]
        heads.insert(0, [nodes.Text(self.pen.words.role)])
        return [*targets, *self.table(heads, body, [16, *(8 for _ in rows)])]

    # Letters as columns

    def letters(self) -> list[nodes.Node]:
        """Responsibilities down, letters across, names of roles in the cells."""
        shown = self.matrix.legend
        heads: list[list[nodes.Node]] = [[nodes.Text(self.pen.plain(p.name))] for p in shown]
        if some_unread := any(map(self.unread, self.matrix.rows)):
            heads.append([nodes.Text(self.pen.words.unread)])

        def cells(row: Row) -> Iterator[nodes.entry]:
            told = [
                *(self.joined(p.letter, row) for p in shown),
                *([self.unread(row)] if some_unread else []),
            ]
            return (self.entry(inner or [nodes.Text("–")]) for inner in told)

        rows = self.band_rows(len(heads), cells)
        if self.matrix.totals:
            rows.append(self.letter_totals(len(heads)))
        return self.table([[nodes.Text(self.corner)], *heads], rows, [24, *(16 for _ in heads)])

    def letter_totals(self, width: int) -> nodes.row:
        """For each letter, in how many rows each role holds it."""
        names = [self.pen.plain(column.name) for column in self.matrix.columns]
        told = [
            ", ".join(f"{name} {counts[place]}" for name, counts in pairs if counts[place]) or "0"
            for place in range(len(self.matrix.legend))
            for pairs in [list(zip(names, self.matrix.totals, strict=True))]
        ]
        told += [""] * (width - len(told))
        return nodes.row(
            "",
            self.entry([nodes.strong("", self.pen.words.total)]),
            *(self.entry([nodes.Text(t)]) for t in told),
        )

    def unread(self, row: Row) -> list[nodes.Node]:
        """The texts of a row's cells that could not be understood, with the roles they stand under."""
        return _joined(
            [self.pen.role(column.role, self.pen.plain(column.name)), nodes.Text(f": {self.part(part)}")]
            for column, number in zip(self.matrix.columns, row.cells, strict=True)
            for part in self.matrix.cells[number].parts
            if part.unread
        )

    def joined(self, letter: str, row: Row) -> list[nodes.Node]:
        """The roles that hold ``letter`` in ``row``, as links."""
        found = []
        for column, number in zip(self.matrix.columns, row.cells, strict=True):
            parts = [part for part in self.matrix.cells[number].parts if letter in part.letters]
            if parts:
                limits = "; ".join(filter(None, map(self.limits, parts)))
                after = [nodes.Text(f" ({limits})")] if limits else []
                found.append([self.pen.role(column.role, self.pen.plain(column.name)), *after])
        return _joined(found)

    def listing(self) -> list[nodes.Node]:
        """A list: each responsibility, and who takes part with which letter."""
        made: list[nodes.Node] = [nodes.rubric("", self.caption())]
        for band in self.matrix.bands:
            if band.name is not None:
                made += self.band_head(band).children
            made.append(nodes.bullet_list("", *(self.item(row, band) for row in band.rows), bullet="-"))
        return made

    def item(self, row: Row, band: Band) -> nodes.list_item:
        parts = [
            *self.target(row, band),
            nodes.strong("", "", self.pen.text(row.name)),
            *self.status(row.status),
        ]
        between = ": "
        for p in self.matrix.legend:
            if names := self.joined(p.letter, row):
                parts += [nodes.Text(f"{between}{self.pen.plain(p.name)} "), *names]
                between = "; "
        if unread := self.unread(row):
            parts += [nodes.Text(f"{between}{self.pen.words.unread} "), *unread]
        return nodes.list_item("", nodes.paragraph("", "", *parts))


def _joined(parts: Iterable[list[nodes.Node]]) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for part in parts:
        made += [nodes.Text(", "), *part] if made else part
    return made
