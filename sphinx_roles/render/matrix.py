"""The responsibility matrix: a table of roles or of letters, or a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from typing import Generic

from docutils import nodes

from sphinx_roles.analysis.field_values import Bullets, Field, Prosaic, plain_field
from sphinx_roles.analysis.matrix import Band, Cell, MatrixReport, Row, in_columns, matrix_csv, of_band
from sphinx_roles.analysis.selection import Part
from sphinx_roles.render import widths
from sphinx_roles.render.context import Context, Inline, Table
from sphinx_roles.render.field_values import draw_field
from sphinx_roles.render.labels import Badges, limit_words, limits_of
from sphinx_roles.render.shapes import MatrixShape

_COLON = '<span class="ro-colon">: </span>'
_COMMA = '<span class="ro-colon">, </span>'

_CROSS_CELLS, _CROSS_COLUMNS = 2_000, 17
"""Up to this size, the column under the pointer is marked: a browser looks at every cell for it."""
LARGE, BLOCK = 4_000, 12
"""From so many cells on, a grid is in blocks of so many rows, and a browser lays out only what is in view.

At 200 x 20, one table took a browser 3.1 times as long as a bare one, and blocks 0.9 times. A smaller one
opens at once either way, and keeps columns of their own widths.
"""
_FILTERED = 6
"""From so many rows on, a matrix can be filtered."""
_BESIDE = 3
"""So many columns of words fit beside names on a phone; where there are more, a row is a list there."""
_SHARING = 20
"""So many responsibilities across share the width of a page; with more, the table scrolls."""
_MANY, _MOST = 7, 15
"""More columns have turned heads on paper, and more than these have smaller letters as well."""


def draw_matrix(whole: MatrixReport, shape: MatrixShape, context: Context[Inline]) -> list[Inline]:
    """Return the summary of the whole matrix, its legend, and a table or list for each of its parts."""
    tables = [Matrix(part, name, shape, context) for name, part in blocks(whole, shape, context)]
    frame = tables[0] if tables[0].matrix is whole else Matrix(whole, "", shape, context)
    about = context.element("div", context.blocks(whole.summary), "ro-summary") if whole.summary else []
    legend = frame.legend() if shape.legend and whole.legend else []
    above = [*about, *legend, *frame.button()] if context.html else about
    if context.html and len(tables) == 1:
        tables[0].above, above = above, []
    for number, table in enumerate(tables):
        # Blocks of columns repeat the rows, and an id is once on a page.
        table.targets = not number or shape.split == "sections"
        above += table.table_or_list()
    return context.view("ro-matrix", [*above, *([] if context.html else legend), *frame.end()])


class Matrix(Generic[Inline]):
    """Draws one table or list."""

    def __init__(
        self, matrix: MatrixReport, title: str, shape: MatrixShape, context: Context[Inline]
    ) -> None:
        self.matrix, self.shape, self.labels, self.context = matrix, shape, context.labels, context
        self.title, self.rows = [context.words(title)], matrix.rows
        self.above: list[Inline] = []
        """What explains the table, below its title; HTML alone has it there."""
        self.targets = True
        """Links to rows lead here."""
        self.as_list = False
        """A row is a list of its cells on a phone."""
        # The author's head is that of the first column, whose names are roles where the matrix is turned.
        self.header = self.labels.word(shape.header)
        self.first = (not shape.transpose and self.header) or self.labels.responsibility
        self.field_heads = [self.labels.row_head(*one) for one in matrix.fields]
        self.column_names = [context.plain(column.name) for column in matrix.columns]
        self.heads = [
            context.plain(column.abbr) if shape.short and column.abbr else name
            for column, name in zip(matrix.columns, self.column_names, strict=True)
        ]
        """What the columns are called in their heads."""
        # Rows are many, and the distinct cells few.
        self.limits = limits_of(matrix.cells, self.labels)
        self.names = {p.letter: escape(context.plain(p.name)) for p in matrix.legend}
        self.badges = Badges(matrix.legend, context.labels, self.names)

    @cached_property
    def linked(self) -> list[list[Inline]]:
        """The names of roles in cells, linked to them, with what is unusual about them."""
        columns, context = self.matrix.columns, self.context
        return [
            [context.role(one.role, context.text(one.name)), *context.status_marks(one.status)]
            for one in columns
        ]

    @cached_property
    def held(self) -> dict[str, dict[int, str]]:
        """By letter, the cells that have it, each with its condition."""
        held: dict[str, dict[int, str]] = {p.letter: {} for p in self.matrix.legend}
        for number, (cell, limits) in enumerate(zip(self.matrix.cells, self.limits, strict=True)):
            for letter, cells in held.items():
                pairs = zip(cell.parts, limits, strict=True)
                if found := [limit for part, limit in pairs if letter in part.letters]:
                    cells[number] = self.labels.and_apart.join(filter(None, found))
        return held

    def table_or_list(self) -> list[Inline]:
        """Draw in the layout of the shape, where it fits: a terminal has no room for a grid of roles."""
        shape, context = self.shape, self.context
        if shape.layout == "list" or context.in_cell:
            return self.listing()
        if shape.layout == "letters" or not context.roomy(len(self.matrix.columns) + len(self.field_heads)):
            return self.letters()
        if shape.transpose and context.roomy(len(self.rows)):
            return self.transposed()
        return self.grid()

    # Around the table

    def legend(self) -> list[Inline]:
        """The letters that occur, their names and their meanings, which HTML folds."""
        context, shown = self.context, self.matrix.legend
        if not context.html:
            made: list[Inline] = []
            for p in shown:
                meaning = f" ({context.plain(p.meaning).rstrip('.。')})" if p.meaning else ""
                made += [context.words(self.labels.and_apart)] if made else []
                made += context.strong([context.words(p.letter)])
                made.append(context.words(f" {context.plain(p.name)}{meaning}"))
            return context.line(made)
        keys = "".join(self.badges.key[p.letter] for p in shown)
        label = escape(self.labels.legend)
        if not any(p.meaning for p in shown):
            return context.either(f'<div class="ro-legend" role="group" aria-label="{label}">{keys}</div>')
        pairs = [
            f"<dt>{self.names[p.letter]} </dt><dd>{escape(context.plain(p.meaning))} </dd>" for p in shown
        ]
        return context.either(
            f'<details class="ro-legend" aria-label="{label}"><summary>{keys} </summary>'
            f'<dl class="simple">{"".join(pairs)}</dl></details>'
        )

    def button(self) -> list[Inline]:
        """What opens the filter, with the words that the script needs, in its order.

        It is on the page, as a browser lays out a page again for what a script puts there. The stylesheet
        hides it where no script runs.
        """
        labels, shape = self.labels, self.shape
        turned = shape.transpose or shape.layout == "list"
        if not self.context.runs_script or turned or len(self.rows) < _FILTERED:
            return []
        words = (
            labels.my_role,
            labels.all_rows,
            labels.takes_part,
            labels.as_written,
            labels.by_name,
            labels.shown_of,
            labels.copied,
        )
        return self.context.either(
            f'<div class="ro-filter" data-ro-words="{escape("|".join(words))}">'
            f'<button type="button">{escape(labels.filter_rows)}</button></div>'
        )

    def end(self) -> list[Inline]:
        """What the rows mean, which HTML folds under each of them, and its link to the matrix as CSV."""
        context, labels, matrix = self.context, self.labels, self.matrix
        made = self.meanings(self.rows)
        if self.shape.download and context.html:
            group = labels.row_head(*matrix.group) if matrix.group[0] else labels.section
            text = matrix_csv(matrix, self.first, group, self.field_heads)
            made += context.download(self.shape.download, text)
        return made

    def meanings(self, rows: Iterable[Row]) -> list[Inline]:
        """What rows mean, which HTML folds under each of them."""
        detailed = ((row.name, self.details(row)) for row in rows if row.has_details)
        return self.context.definitions(self.labels.details, detailed)

    def table(self, table: Table[Inline]) -> list[Inline]:
        """Return the table with its title, and what explains it."""
        rows = len(self.matrix.columns) if table.look == "ro-turned" else len(self.rows)
        look = table.look + self.cross(table.look, rows)
        whole = table._replace(look=look, caption=self.title, rows=rows, above=self.above)
        return self.context.table(whole)

    def cross(self, look: str, rows: int) -> str:
        """The classes of a table whose columns answer to the pointer, and of one that is wide for paper."""
        kinds = {"ro-grid": len(self.matrix.columns), "ro-letters": len(self.matrix.legend)}
        kinds = {kind: count + len(self.matrix.fields) for kind, count in kinds.items()}
        columns = kinds.get(look.partition(" ")[0], 0) + 1
        fits = 1 < columns <= _CROSS_COLUMNS and columns * rows <= _CROSS_CELLS
        wide = len(self.rows) if look == "ro-turned" else kinds["ro-grid"] if "ro-grid" in look else 0
        return (
            (" ro-cross" if fits else "")
            + (" ro-many" if wide > _MANY else "")
            + (" ro-most" if wide > _MOST else "")
        )

    # Fields beside the letters

    def field_columns(self) -> list[Inline]:
        """The heads of these columns, with their widths as classes."""
        pairs = zip(self.field_heads, self.field_widths(), strict=True)
        return [self.context.th([self.context.words(head)], f"ro-field ro-f{width}") for head, width in pairs]

    def field_widths(self) -> list[int]:
        """The steps of the widths of these columns."""
        rows = [list(map(plain_field, row.fields)) for row in self.rows]
        return [
            widths.field_width(head, (row[at] for row in rows)) for at, head in enumerate(self.field_heads)
        ]

    def field_cell(self, field: Field | None, whose: str = "") -> Inline:
        """What a row has of a field, in a cell; ``whose`` names its column, where a row is a list."""
        context = self.context
        if field is None:
            return context.nothing(self.labels.unsaid, "ro-field")
        inner = context.element("div", draw_field(field, context))
        return context.td([*context.either(whose), *inner], "ro-field")

    def field_cells(self, row: Row) -> list[Inline]:
        """What a row has of the fields that have columns."""
        heads = (self.whose(self.labels.colon.format(label=head)) for head in self.field_heads)
        return list(map(self.field_cell, row.fields, heads))

    def whose(self, name: str) -> str:
        """Name the column of a cell in HTML, for phones, on which a row is a list of its cells."""
        return f'<span class="ro-whose">{escape(name)}</span> ' if self.as_list else ""

    def named_cells(self, held: Iterable[int], cells: Sequence[Inline], whose: Sequence[str]) -> list[Inline]:
        """The cells of a row; ``whose`` has the names of their columns, where a row is a list on a phone."""
        made = self.context.copied([cells[number] for number in held])
        if not self.as_list:
            return made
        pairs = zip(held, made, whose, strict=True)
        return [
            self.context.added(cell, self.context.either(f" {name}")) if number else cell
            for number, cell, name in pairs
        ]

    # Rows and their sections

    def bodies(self, width: int, row: Callable[[Row], Inline], size: int = 0) -> list[Inline]:
        """The rows of each section under its name, in one body or in several of at most ``size`` rows.

        These have the class of how many quarters of it they have; those after the first one go on with it.
        """
        made: list[Inline] = []
        for band in self.matrix.bands:
            head, count = self.band_head(band), len(band.rows) or 1
            for start in range(0, count, size or count):
                rows = [row(one) for one in band.rows[start : start + (size or count)]]
                look = f"ro-b{-(-len(rows) * 4 // size)}{' ro-on' if start else ''}" if size else ""
                made += self.context.body(rows, [] if start else head, width, look)
        return made

    def band_head(self, band: Band) -> list[Inline]:
        """The name of a band, and what is said of its matrix, where a view has several, and its section."""
        context, name = self.context, self.context.band(band)
        made = context.band_name(name) if name else []
        for text in (band.about, band.summary):
            if text:
                small = context.element("small", context.prose(text), "ro-about", nodes.paragraph)
                made += [*context.either(" "), *small]
        return made

    def key(self, row: Row) -> str:
        """What links to a row lead to, where they lead here."""
        return row.key if self.targets else ""

    def open(self, row: Row, cells: Sequence[Inline]) -> Inline:
        """A row of the table with its head."""
        return self.context.tr(self.row_head(row, of_row=True), cells, self.key(row))

    def row_head(self, row: Row, *, of_row: bool = False) -> list[Inline]:
        """The name of a row with its status; in HTML its links, and a fold where there is more to say."""
        context = self.context
        made = [context.text(row.name), *self.marks(row)]
        if not context.html:
            return made
        if row.has_details:
            details = context.joined(([part] for part in self.details(row)), " ")
            made = context.fold(made, details, opened=self.shape.unfolded)
        return [*context.handles(self.key(row), row.name, row.edit, of_row=of_row), *made]

    def marks(self, row: Row) -> list[Inline]:
        """Return what is unusual about a row: its status, and that its review is overdue."""
        if not row.status and not row.overdue:
            return []
        return [*self.context.status_marks(row.status), *self.context.overdue(late=row.overdue)]

    def role_heads(self) -> Iterator[list[Inline]]:
        """Yield the names of the columns, linked to their roles, with what is unusual about them."""
        context = self.context
        columns = zip(self.matrix.columns, self.heads, self.column_names, strict=True)
        for column, head, name in columns:
            linked = context.role(column.role, context.shortened(head, name))
            yield [linked, *context.status_marks(column.status)]

    # Letters

    def part(self, part: Part, *kinds: type[nodes.TextElement], badges: Badges | None = None) -> list[Inline]:
        """The letters of an assignment, with its condition."""
        context = self.context
        if context.html:
            return context.either((badges or self.badges).part(part))
        letters = [context.words("/".join(part.letters) or part.unread)]
        shown = context.element("", letters, "", *(kinds if part.letters else ()))
        return [*shown, *context.aside(limit_words(part, self.labels))]

    def parts(self, cell: Cell, badges: Badges | None = None) -> list[Inline]:
        """The letters of a cell, with their conditions."""
        parts = (self.part(part, nodes.strong, badges=badges) for part in cell.parts)
        return self.context.joined(parts, self.labels.and_apart, " ")

    def distinct(self, badges: Badges, *, plain: bool = False) -> list[Inline]:
        """Each distinct cell; HTML has the badges in it, ``plain`` where the first is the cell itself."""
        context, made = self.context, list[Inline]()
        for cell in self.matrix.cells:
            if not cell.parts:
                made.append(context.nothing(self.labels.none))
            elif plain and context.html:
                made += context.either(badges.plain_cell(cell))
            else:
                made.append(context.td(context.only_line(self.parts(cell, badges))))
        return made

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
            [*self.role(place), self.context.words(self.labels.and_said), *self.part(part)]
            for place, number in enumerate(row.cells)
            for part in self.matrix.cells[number].parts
            if part.unread
        )

    def role(self, place: int) -> list[Inline]:
        """Return the name of a role, linked to it, and what is unusual about it."""
        return self.context.copied(self.linked[place])

    def listed(self, names: Iterable[Sequence[Inline]]) -> list[Inline]:
        """Return names: a line breaks between two of them, rather than within one."""
        return self.context.joined(self.context.element("span", name, "ro-who") for name in names)

    # Roles as columns

    def grid(self) -> list[Inline]:
        """Responsibilities down, roles across, letters in the cells."""
        context, matrix = self.context, self.matrix
        columns = len(matrix.columns)
        # Only the rows that are in view are laid out. A book has no browser for that, and columns of texts
        # have no width that is known beforehand.
        large = context.html and not context.for_book and not matrix.fields
        large = large and columns * len(self.rows) >= LARGE
        worded, classes, lines = self.fitted(large=large) if context.html else ("", [], [1] * columns)
        badges = self.numbered() if worded else self.badges
        # A large matrix has tens of thousands of cells and a dozen distinct ones. In a book, and where
        # words are beside it, a badge is an element of its own.
        cells = self.distinct(badges, plain=not (context.for_book or self.as_list))
        whose = list(map(self.whose, self.column_names)) if self.as_list else []

        def row(row: Row) -> Inline:
            letters = self.named_cells(row.cells, cells, whose)
            return self.open(row, letters + self.field_cells(row) if row.fields else letters)

        boxes = map(context.turnable, self.role_heads(), lines)
        heads = [self.corner(self.first), *map(context.th, boxes), *self.field_columns()]
        bodies = self.bodies(len(heads), row, BLOCK if large else 0)
        look = "ro-grid ro-blocks" if large else f"ro-grid {worded}".rstrip()
        shares = [24, *(8 for _ in matrix.columns), *(14 for _ in self.field_heads)]
        before = self.conditions(badges, worded)
        table = Table(look, heads, bodies, shares, foot=self.totals(), classes=classes, before=before)
        return self.table(table) + self.short_names()

    def short_names(self) -> list[Inline]:
        """What the heads are short for, where no pointer can ask them."""
        context, pairs = self.context, zip(self.heads, self.column_names, strict=True)
        shown = [
            [*context.strong([context.words(head)]), context.words(f" {name}")]
            for head, name in pairs
            if head != name
        ]
        return (
            context.line(context.joined(shown, self.labels.and_apart)) if shown and not context.html else []
        )

    def fitted(self, *, large: bool) -> tuple[str, list[str], list[int]]:
        """Below which width conditions are numbers, which classes fit the grid in, and the lines of heads."""
        matrix, book = self.matrix, self.context.for_book
        shown, steps = self.marked_heads(), self.field_widths()
        beside = sum(steps) + (widths.APART if steps else 0)
        worded = "" if large or book else widths.worded_class(matrix, self.first, shown, self.limits, beside)
        classes = [
            widths.width_classes(
                matrix, self.first, shown, self.limits, beside, even=large, numbered=bool(worded)
            )
        ]
        self.as_list = bool(steps) and "ro-few" not in classes[0] and not book
        # Columns of letters share the width of a phone, and the name of a row is above them; a column is as
        # wide as its longest word, unless that has no end: an address.
        more = {
            "ro-texts": bool(steps),
            "ro-stacked": not steps and 5 <= len(shown) <= 12,
            "ro-long": widths.TEXTS[-1] in steps,
            "ro-listed": self.as_list,
        }
        return worded, classes + [one for one, fits in more.items() if fits], widths.head_lines(shown)[1]

    def corner(self, word: str) -> Inline:
        """The head of the first column, which stays in view with it."""
        return self.context.th([self.context.words(word)], "ro-corner")

    def numbered(self) -> Badges:
        """Badges with numbers for conditions, which a table shows that has no room for their words."""
        numbers = widths.condition_numbers(self.matrix, self.limits)
        return Badges(self.matrix.legend, self.labels, self.names, numbers)

    def conditions(self, badges: Badges, worded: str) -> list[Inline]:
        """What the numbers mean, for eyes, where a table shows them: words are in its cells all the same."""
        if not badges.numbers:
            return []
        listed = " ro-listed" if self.as_list else ""
        # With a blank between them, for what reads pages without styles.
        keys = " ".join(
            f'<span class="ro-key"><span data-ro-step="{number}">{escape(text)}</span></span>'
            for text, number in badges.numbers.items()
        )
        look = f"ro-legend ro-conditions{listed} {worded}"
        return self.context.either(f'<div class="{look}" aria-hidden="true">{keys}</div>')

    def marked_heads(self) -> list[str]:
        """What the heads of columns say, without markup."""
        pairs = zip(self.heads, self.matrix.columns, strict=True)
        return [self.labels.marked(head, one.status) for head, one in pairs]

    def totals(self) -> list[Inline]:
        """How many rows hold each letter, for each column."""
        context, cells = self.context, list[Inline]()
        for column, name in zip(self.matrix.totals, self.column_names, strict=bool(self.matrix.totals)):
            pairs = zip(self.matrix.legend, column, strict=True)
            counts = [
                context.either(
                    f'<span class="ro-count">{self.badges.badge[p.letter]} {n}</span>', f"{p.letter} {n}"
                )
                for p, n in pairs
                if n
            ]
            whose = context.either(self.whose(name)) if counts else []
            shown = context.joined(counts, html=" ") or [context.words("0")]
            cells.append(context.td(context.only_line([*whose, *shown])))
        return self.total_row(cells)

    def total_row(self, cells: list[Inline]) -> list[Inline]:
        """The row of totals; none for none."""
        total = self.context.strong([self.context.words(self.labels.total)], tag="")
        blank = [self.context.td([]) for _ in self.field_heads]
        return [self.context.tr(total, cells + blank)] if self.matrix.totals else []

    def transposed(self) -> list[Inline]:
        """Roles down, responsibilities across, under the names of their sections."""
        context, rows = self.context, self.rows
        self.as_list = context.html and len(rows) > _BESIDE and not context.for_book
        crowded = self.as_list and widths.is_crowded(self.matrix, self.limits)
        badges = self.numbered() if crowded else self.badges
        cells = self.distinct(badges)
        whose = [self.whose(context.plain(row.name)) for row in rows]
        lines = []
        for number, role in enumerate(self.role_heads()):
            held = [row.cells[number] for row in rows]
            lines.append(context.tr(role, self.named_cells(held, cells, whose)))
        bodies, fields = context.body(lines, [], 0), []
        of = [self.whose(self.labels.colon.format(label=context.plain(row.name))) for row in rows]
        for at, head in enumerate(self.field_heads):
            name = context.strong([context.words(head)], tag="")
            shown = list(map(self.field_cell, (row.fields[at] for row in rows), of))
            fields.append(context.tr(name, shown))
        bodies += context.body(fields, [], 0) if fields else []
        groups, above = self.band_names()
        heads = [self.corner(self.header or self.labels.role), *map(context.th, *self.name_heads())]
        classes = ["ro-listed"] if self.as_list else []
        classes += [f"ro-n{len(rows)}"] if self.as_list and len(rows) <= _SHARING else []
        before, shares = self.conditions(badges, "ro-across"), [16, *(8 for _ in rows)]
        return (
            above
            + self.table(
                Table("ro-turned", heads, bodies, shares, classes=classes, before=before, groups=groups)
            )
            + self.short_names()
        )

    def name_heads(self) -> tuple[list[list[Inline]], list[str], list[str]]:
        """The heads of responsibilities that are across, their classes, and what they are targets of."""
        context, heads = self.context, list[list[Inline]]()
        for band in self.matrix.bands:
            name = context.band(band)
            for row in band.rows:
                if context.html:
                    # What folds below a name has no place in a line of text.
                    head = self.row_head(row)
                    lines = min(3, 1 + (widths.signs(row.name) - 1) // 25 + bool(row.status))
                    heads.append(head if row.has_details else context.turnable(head, lines))
                else:
                    word = context.plain(row.name)
                    heads.append([context.words(self.labels.and_said.join(filter(None, (name, word))))])
        return heads, [""] * len(heads), list(map(self.key, self.rows))

    def band_names(self) -> tuple[list[Inline], list[Inline]]:
        """The heads of sections that are across, and what is above the table where it has none."""
        context, bands = self.context, self.matrix.bands
        heads = list(map(self.band_head, bands))
        if not context.html:
            # A head is on every page of a long table, and a target once in a book.
            targets = [target for row in self.rows for target in context.target(row.key)]
            pairs = zip(bands, heads, strict=True)
            return [], targets + [one for band, head in pairs if band.about or band.summary for one in head]
        # A cell that spans both rows would move the names by a column where they are copied as text.
        made = context.either('<td class="ro-corner"></td>')
        for band, head in zip(bands, heads, strict=True):
            made += context.either(f'<th scope="colgroup" colspan="{len(band.rows)}">')
            made += [*head, *context.either(" </th>")]
        return made if any(heads) else [], []

    # Letters as columns

    def letters(self) -> list[Inline]:
        """Responsibilities down, letters across, names of roles in the cells."""
        context, labels, shown = self.context, self.labels, self.matrix.legend
        words = [context.either(self.badges.key[p.letter], context.plain(p.name)) for p in shown]
        unread = any(map(self.unread, self.rows))
        words += [[context.words(labels.unread)]] if unread else []
        self.as_list = context.html and not context.for_book

        def row(row: Row) -> Inline:
            cells = []
            for p in shown:
                held = self.holders(p.letter, row)
                cells.append(self.names_cell(self.lettered(p.letter, held) if held else [], labels.nobody))
            cells += [self.names_cell(self.unread(row), labels.none)] if unread else []
            return self.open(row, cells + self.field_cells(row))

        heads = [self.corner(self.first), *map(context.th, words), *self.field_columns()]
        bodies, foot = self.bodies(len(heads), row), self.letter_totals(unread=unread)
        shares, fits = [24, *(16 for _ in heads[1:])], True
        if context.narrow:
            shares, fits = context.narrow_widths(heads, bodies + foot)
        # A list has no place for a head of the author's.
        if not fits and not self.shape.header:
            return [*self.listing(), *self.total_line()]
        return self.table(
            Table("ro-letters", heads, bodies, shares, foot=foot, classes=("ro-fixed", "ro-listed"))
        )

    def lettered(self, letter: str, names: Sequence[Inline]) -> list[Inline]:
        """Return names behind their letter, which is seen on a phone, where a row is a list of its cells."""
        return [*self.context.either(f"{self.badges.badge[letter]} "), *names]

    def names_cell(self, names: Sequence[Inline], nothing: str) -> Inline:
        context = self.context
        return context.td(context.only_line(names)) if names else context.nothing(nothing)

    def letter_totals(self, *, unread: bool) -> list[Inline]:
        """For each letter, in how many rows each role holds it."""
        context = self.context
        pairs = zip(self.matrix.legend, self.letter_counts(), strict=bool(self.matrix.totals))
        cells = [context.td(context.only_line(self.lettered(p.letter, counts))) for p, counts in pairs]
        return self.total_row([*cells, *([context.nothing(self.labels.none)] if unread else [])])

    def letter_counts(self) -> Iterator[list[Inline]]:
        """Yield for each letter the roles that hold it, each with the number of its rows."""
        for place in range(len(self.matrix.legend) if self.matrix.totals else 0):
            counts = enumerate(column[place] for column in self.matrix.totals)
            # A number is never alone on a line.
            held = self.listed([*self.role(at), self.context.words(f"\u00a0{n}")] for at, n in counts if n)
            yield held or [self.context.words("0")]

    def total_line(self) -> list[Inline]:
        """The totals below a list; none for none."""
        context, counts = self.context, list(self.letter_counts())
        names = [context.plain(p.name) for p in self.matrix.legend]
        total = [*context.strong([context.words(self.labels.total)]), context.words(" – ")]
        return context.line([*total, *self.headed(zip(names, counts, strict=True))]) if counts else []

    def headed(self, parts: Iterable[tuple[str, Sequence[Inline]]]) -> list[Inline]:
        """Each part after its word, all in one line."""
        pairs = ((self.labels.colon.format(label=word), names) for word, names in parts)
        lines = ([self.context.words(f"{word} "), *names] for word, names in pairs)
        return self.context.joined(lines, self.labels.and_apart)

    # As a list

    def listing(self) -> list[Inline]:
        """A list: each responsibility, and who takes part with which letter."""
        context = self.context
        made = [*context.caption(self.title), *self.above]
        for band in self.matrix.bands:
            if head := self.band_head(band):
                made += context.element("p", head, "ro-band-name")
            if not context.html:
                made += context.listed(map(self.item, band.rows))
                continue
            # What is copied is a line for each row, with a tab between its parts.
            rows = (context.element("div", context.joined(self.lines(row), "\t")) for row in band.rows)
            made += context.element("dl", (part for row in rows for part in row), "simple ro-list")
        return made

    def lines(self, row: Row) -> Iterator[list[Inline]]:
        """Yield the name of a row, and who takes part, in HTML."""
        context = self.context
        opened = context.begin("", self.key(row), tag="dt")
        yield [*opened, *self.row_head(row), *context.either(" </dt>")]
        # Letters of the same roles are in one line.
        lines: dict[tuple[Inline, ...], list[str]] = {}
        for p in self.matrix.legend:
            if held := self.holders(p.letter, row):
                lines.setdefault(tuple(held), []).append(self.badges.badge[p.letter])
        for names, badges in lines.items():
            letters = context.either(f'<span class="ro-held">{_COMMA.join(badges)}{_COLON}</span>')
            yield context.element("dd", [*letters, *names])
        if unread := self.unread(row):
            yield context.element("dd", [*context.either(_COLON), *unread])
        for head, field in zip(self.field_heads, row.fields, strict=True):
            if field is not None:
                inner = context.element("div", draw_field(field, context))
                yield context.element("dd", [*self.label(head), context.words(" "), *inner], "ro-field")

    def item(self, row: Row) -> tuple[list[Inline], list[Inline]]:
        """A row with who takes part in one line, and the fields that a table would have columns for."""
        context = self.context
        made = [*context.target(row.key), *context.strong([context.text(row.name)]), *self.marks(row)]
        held = [(context.plain(p.name), self.holders(p.letter, row)) for p in self.matrix.legend]
        held.append((self.labels.unread, self.unread(row)))
        shown = self.headed(one for one in held if one[1])
        made += [context.words(" – "), *shown] if shown else []
        columns = zip(self.field_heads, row.fields, strict=True)
        fields = (([context.words(head)], draw_field(one, context)) for head, one in columns if one)
        return made, context.fields(fields)

    # What a row means

    def details(self, row: Row) -> list[Inline]:
        """Return what the row means, when it is done, how often, and what was remarked."""
        context, labels = self.context, self.labels
        made = context.blocks(row.summary) if row.summary else []
        links = ([context.link(link)] for link in row.links)
        code = (
            (one, context.element("code", [context.words(one)], "ro-cover", nodes.literal))
            for one in row.covers
        )
        covers = ([context.linked(context.source(one), shown[0])] for one, shown in code)
        for label, inner in (
            (labels.done_when, context.prose(row.done_when) if row.done_when else []),
            (labels.frequency, [context.text(row.frequency)] if row.frequency else []),
            (labels.links, context.joined(links)),
            (labels.covers, context.joined(covers)),
        ):
            made += self.labelled(label, inner) if inner else []
        for note in row.notes:
            made += context.blocks(note)
        for field in row.more:
            made += self.detail(field)
        for one in row.remarks:
            who = [context.text(one.name), context.words(" "), *self.part(one.part)]
            made += context.line([*who, context.words(labels.and_said), *context.prose(one.text)])
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


def blocks(
    matrix: MatrixReport, shape: MatrixShape, context: Context[Inline]
) -> list[tuple[str, MatrixReport]]:
    """Split a matrix by sections, or into blocks of as many columns as the shape says, with their titles."""
    labels = context.labels
    chosen = f" ({labels.word(shape.when)})" if shape.when else ""
    if shape.split == "sections" and matrix.bands:
        names = [context.named(matrix.name, band.title, band.name) for band in matrix.bands]
        unnamed = [labels.unsaid if band.unsaid else labels.matrix for band in matrix.bands]
        titles = [(name or other) + chosen for name, other in zip(names, unnamed, strict=True)]
        return list(zip(titles, (of_band(matrix, band) for band in matrix.bands), strict=True))
    title = (context.plain(matrix.name) if matrix.name else labels.matrix) + chosen
    width = int(shape.split) if shape.split.isdecimal() else 0
    if 0 < width < len(matrix.columns):
        parts = in_columns(matrix, width)
        return [(f"{title} ({number}/{len(parts)})", part) for number, part in enumerate(parts, 1)]
    return [(title, matrix)]
