"""The responsibility matrix, and how it is drawn as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from docutils.utils import column_width

from sphinx_roles.analysis.cards import Field, plain_field
from sphinx_roles.analysis.matrix import Band, Cell, Column, MatrixReport, Row, matrix_csv
from sphinx_roles.analysis.selection import Part
from sphinx_roles.render.cards import draw_field
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.labels import Badges
from sphinx_roles.render.matrix_nodes import MatrixNodes
from sphinx_roles.render.matrix_parts import Matrix, blocks
from sphinx_roles.render.shapes import MatrixShape
from sphinx_roles.render.to_html import SHORT, HtmlContext
from sphinx_roles.render.widths import (
    TEXTS,
    condition_numbers,
    field_width,
    head_lines,
    is_crowded,
    width_classes,
    worded_class,
)

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
_MANY, _MOST = 7, 15
"""More columns have turned heads on paper, and more than these have smaller letters as well."""


def drawer(matrix: MatrixReport, title: str, shape: MatrixShape, context: Context[Inline]) -> Matrix[Inline]:
    """Return what draws a matrix in a kind of output."""
    kind: Any = MatrixHtml if context.html else MatrixNodes
    made: Matrix[Inline] = kind(matrix, title, shape, context)
    return made


def draw_matrix(whole: MatrixReport, shape: MatrixShape, context: Context[Inline]) -> list[Inline]:
    """Return the summary of the whole matrix, its legend, and a table or list for each of its parts."""
    frame = drawer(whole, "", shape, context)
    about = context.element("div", context.blocks(whole.summary), "ro-summary") if whole.summary else []
    legend = frame.legend() if shape.legend and whole.legend else []
    tables = [drawer(part, name, shape, context) for name, part in blocks(whole, shape, context)]
    above = [*about, *legend, *frame.button()] if context.html else about
    if context.html and len(tables) == 1:
        tables[0].above, above = above, []
    for number, table in enumerate(tables):
        # Blocks of columns repeat the rows, and an id is once on a page.
        table.targets = not number or shape.split == "sections"
        above += table.table_or_list()
    return context.view("ro-matrix", [*above, *([] if context.html else legend), *frame.end()])


class MatrixHtml(Matrix[str]):
    """Writes one table or list."""

    context: HtmlContext

    def __init__(self, matrix: MatrixReport, title: str, shape: MatrixShape, context: HtmlContext) -> None:
        super().__init__(matrix, title, shape, context)
        self.names = {p.letter: context.text(p.name) for p in matrix.legend}
        self.badges = Badges(matrix.legend, context.labels, self.names)
        self.as_list = False
        self.corner = self.corner_head(self.first)

    def table_or_list(self) -> list[str]:
        """Draw in the layout of the shape."""
        layouts: dict[str, Callable[[], str]] = {"letters": self.letters, "list": self.listing}
        if self.shape.transpose:
            layouts["grid"] = self.transposed
        return [layouts.get(self.shape.layout, self.grid)()]

    # Around the table

    def legend(self) -> list[str]:
        """The letters that occur and their names; their meanings folded below."""
        keys = "".join(self.badges.key[p.letter] for p in self.matrix.legend)
        label = escape(self.labels.legend)
        if not any(p.meaning for p in self.matrix.legend):
            return [f'<div class="ro-legend" role="group" aria-label="{label}">{keys}</div>']
        meanings = "".join(
            f"<dt>{self.names[p.letter]}</dt><dd>{self.context.text(p.meaning)}</dd>"
            for p in self.matrix.legend
        )
        return [
            f'<details class="ro-legend" aria-label="{label}"><summary>{keys}</summary>'
            f'<dl class="simple">{meanings}</dl></details>'
        ]

    def button(self) -> list[str]:
        """What opens the filter, with the words that the script needs, in its order.

        It is on the page, as a browser lays out a page again for what a script puts there. The stylesheet
        hides it where no script runs.
        """
        labels, shape = self.labels, self.shape
        turned = shape.transpose or shape.layout == "list"
        if not self.context.runs_script or turned or len(self.matrix.rows) < _FILTERED:
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
        return [
            f'<div class="ro-filter" data-ro-words="{escape("|".join(words))}">'
            f'<button type="button">{escape(labels.filter_rows)}</button></div>'
        ]

    def end(self) -> list[str]:
        """Link to the matrix as CSV."""
        if not self.shape.download:
            return []
        labels = self.labels
        group = labels.row_head(*self.matrix.group) if self.matrix.group[0] else labels.section
        text = matrix_csv(self.matrix, self.first, group, self.field_heads)
        return self.context.download(self.shape.download, text)

    def table(
        self, kind: str, head: str, body: str, foot: str = "", width: str = "", before: str = ""
    ) -> str:
        """Wrap a table in the region that scrolls it, keyboard included; ``width`` says where it fits."""
        ident = self.context.unique("caption")
        above, caption = self.context.titled(self.title, "".join(self.above), ident)
        rows = len(self.matrix.columns) if kind == "turned" else len(self.matrix.rows)
        short = " ro-short" if rows <= SHORT else ""
        return (
            f'{above}{before}<div class="ro-scroll{short}{width}" role="region" tabindex="0" '
            f'aria-labelledby="{ident}">'
            f'<table class="ro-table ro-{kind}{self.cross(kind, rows)}">'
            f"{caption}<thead>{head}</thead>{body}{foot}</table></div>"
        )

    # Fields beside the letters

    def field_columns(self) -> str:
        """The heads of these columns, with their widths as classes."""
        pairs = zip(self.field_heads, self.field_widths(), strict=True)
        return "".join(
            f'<th scope="col" class="ro-field ro-f{width}">{escape(head)}</th>' for head, width in pairs
        )

    def field_widths(self) -> list[int]:
        """The steps of the widths of these columns."""
        rows = [list(map(plain_field, row.fields)) for row in self.matrix.rows]
        return [field_width(head, (row[at] for row in rows)) for at, head in enumerate(self.field_heads)]

    def field_cell(self, field: Field | None, whose: str = "") -> str:
        """What a row has of a field, in a cell; ``whose`` names its column, where a row is a list."""
        if field is None:
            return self.badges.none(self.labels.unsaid)
        return f'<td class="ro-field">{whose}<div>{self.field(field)}</div></td>'

    def field(self, field: Field) -> str:
        """Return what a field of a row holds."""
        return "".join(draw_field(field, self.context))

    def field_cells(self, row: Row) -> str:
        colon = self.labels.colon
        heads = (self.whose(escape(colon.format(label=head))) for head in self.field_heads)
        return "".join(map(self.field_cell, row.fields, heads))

    def whose(self, name: str) -> str:
        """Name the column of a cell, for phones, on which a row is a list of its cells."""
        return f'<span class="ro-whose">{name}</span> ' if self.as_list else ""

    @staticmethod
    def named_cells(held: Iterable[int], cells: Sequence[str], whose: Sequence[str]) -> str:
        """The cells of a row; ``whose`` has the names of their columns, where a row is a list on a phone."""
        if not any(whose):
            return "".join([cells[number] for number in held])
        pairs = zip(held, whose, strict=True)
        return "".join(
            f"{cells[number].removesuffix('</td>')} {name}</td>" if number else cells[number]
            for number, name in pairs
        )

    def field_rows(self, rows: Sequence[Row], whose: Sequence[str]) -> str:
        """A body with a row for each field, where the responsibilities are across."""
        lines = ""
        for at, head in enumerate(self.field_heads):
            cells = "".join(map(self.field_cell, (row.fields[at] for row in rows), whose))
            lines += f'<tr><th scope="row">{escape(head)}</th>{cells}</tr>'
        return f"<tbody>{lines}</tbody>" if lines else ""

    def corner_head(self, word: str) -> str:
        """The head of the first column, which stays in view with it."""
        return f'<th scope="col" class="ro-corner">{escape(word)}</th>'

    def cross(self, kind: str, rows: int) -> str:
        """The classes of a table whose columns answer to the pointer, and of one that is wide for paper."""
        kinds = {"grid": len(self.matrix.columns), "letters": len(self.matrix.legend)}
        kinds = {kind: count + len(self.matrix.fields) for kind, count in kinds.items()}
        columns = kinds.get(kind.partition(" ")[0], 0) + 1
        fits = 1 < columns <= _CROSS_COLUMNS and columns * rows <= _CROSS_CELLS
        wide = len(self.matrix.rows) if kind == "turned" else kinds["grid"] if "grid" in kind else 0
        return (
            (" ro-cross" if fits else "")
            + (" ro-many" if wide > _MANY else "")
            + (" ro-most" if wide > _MOST else "")
        )

    def bands(self, width: int, row: Callable[[Row, Band], str]) -> str:
        """One table body a section, headed by its name."""
        return "".join(
            f"<tbody>{self.band_head(band, width)}{''.join([row(r, band) for r in band.rows])}</tbody>\n"
            for band in self.matrix.bands
        )

    def blocks(self, width: int, row: Callable[[Row, Band], str]) -> str:
        """Table bodies of at most `BLOCK` rows, each with the class of how many quarters of it they have.

        The first one of a section has its head; the others go on with it.
        """
        made = []
        for band in self.matrix.bands:
            for start in range(0, len(band.rows) or 1, BLOCK):
                rows = [row(one, band) for one in band.rows[start : start + BLOCK]]
                goes_on, head = (" ro-on", "") if start else ("", self.band_head(band, width))
                size = -(-len(rows) * 4 // BLOCK)
                made.append(f'<tbody class="ro-b{size}{goes_on}">{head}{"".join(rows)}</tbody>')
        return "".join(made)

    def band_head(self, band: Band, width: int) -> str:
        inner = escape(self.context.band(band) or "") + self.about(band)
        return self.own_head(inner, width) if inner else ""

    def about(self, band: Band) -> str:
        """What is said of a band's matrix, where a view has several, and of its section."""
        texts = (self.context.inline(text) for text in (band.about, band.summary) if text)
        return "".join(f' <small class="ro-about">{text}</small>' for text in texts)

    def own_head(self, inner: str, width: int) -> str:
        """The head of a band."""
        return f'<tr class="ro-band"><th scope="rowgroup" colspan="{width}"><span>{inner}</span></th></tr>'

    # The head of a row

    def open(self, row: Row, band: Band) -> str:
        """Begin a table row with its head."""
        ident, name = self.row_head(row, band, of_table=True)
        return f'<tr{ident}><th scope="row">{name}</th>'

    def row_head(self, row: Row, band: Band, *, of_table: bool = False) -> tuple[str, str]:
        """Return the id attribute of the row, where links lead to it, and its name with all that is there.

        That is its status, the fold where there is more to say, and its links.
        """
        anchor = self.context.anchor(row.key) if self.targets else ""
        name = self.context.text(row.name)
        message = "".join([name, *self.marks(row)])
        if row.has_details:
            opened = ' open="open"' if self.shape.unfolded else ""
            message = f"<summary>{message}</summary> <div>{' '.join(self.details(row))}</div>"
            message = f'<details class="ro-more"{opened}>{message}</details>'
        aliases = self.context.aliases(row.key) if anchor else ""
        tools = self.context.tools(row.edit, name, anchor, of_row=of_table)
        return f' id="{anchor}"' if anchor else "", aliases + tools + message

    def part(self, part: Part) -> list[str]:
        return [self.badges.part(part)]

    def cell(self, cell: Cell) -> list[str]:
        return [" ".join(map(self.badges.part, cell.parts))]

    # Roles as columns

    def grid(self) -> str:
        """Responsibilities down, roles across, letters in the cells."""
        shown = [self.shown_head(column) for column in self.matrix.columns]
        _, lines = head_lines(shown)
        heads = "".join(
            f'<th scope="col">{turnable("".join(head), number)}</th>'
            for head, number in zip(self.role_heads(), lines, strict=True)
        )
        large, labels, fields = self.is_large(), self.labels, self.field_widths()
        beside, badges, worded = sum(fields), self.badges, ""
        if not large and not self.context.for_book:
            worded = worded_class(self.matrix, self.first, shown, labels, beside)
        if worded:
            badges = self.numbered()
        width = width_classes(
            self.matrix, self.first, shown, labels, beside, even=large, numbered=bool(worded)
        )
        width += " ro-texts" if fields else ""
        # So many columns of letters share the width of a phone, without the names of rows beside them.
        width += " ro-stacked" if not fields and 5 <= len(shown) <= 12 else ""
        # A column is as wide as its longest word, unless that has no end: an address.
        width += " ro-long" if TEXTS[-1] in fields else ""
        self.as_list = bool(fields) and "ro-few" not in width and not self.context.for_book
        width += " ro-listed" if self.as_list else ""
        # A large matrix has tens of thousands of cells and a dozen distinct ones. In a book, and where
        # words are beside it, a badge is an element of its own.
        drawn = badges.cell if self.context.for_book or self.as_list else badges.plain_cell
        cells = [drawn(cell) for cell in self.matrix.cells]
        whose = [self.whose(self.context.text(column.name)) for column in self.matrix.columns]

        def row(row: Row, band: Band) -> str:
            letters = self.named_cells(row.cells, cells, whose)
            return f"{self.open(row, band)}{letters}{self.field_cells(row)}</tr>"

        bodies = self.blocks if large else self.bands
        body = bodies(len(self.matrix.columns) + len(self.matrix.fields) + 1, row)
        heads += self.field_columns()
        kind = "grid ro-blocks" if large else f"grid {worded}".rstrip()
        head, before = f"<tr>{self.corner}{heads}</tr>", self.conditions(badges, worded)
        return self.table(kind, head, body, self.totals(), f" {width}".rstrip(), before)

    def numbered(self) -> Badges:
        """Badges with numbers for conditions, which a table shows that has no room for their words."""
        numbers = condition_numbers(self.matrix, self.labels)
        return Badges(self.matrix.legend, self.labels, self.names, numbers)

    def conditions(self, badges: Badges, worded: str) -> str:
        """What the numbers mean, for eyes, where a table shows them: words are in its cells all the same."""
        if not badges.numbers:
            return ""
        listed = " ro-listed" if self.as_list else ""
        keys = "".join(
            f'<span class="ro-key"><span data-ro-step="{number}">{escape(text)}</span></span>'
            for text, number in badges.numbers.items()
        )
        return f'<div class="ro-legend ro-conditions{listed} {worded}" aria-hidden="true">{keys}</div>'

    def is_large(self) -> bool:
        """Return whether the browser is to lay out only the rows that are in view.

        A book has no browser, and columns of texts have no width that is known beforehand.
        """
        cells = len(self.matrix.columns) * len(self.matrix.rows)
        return cells >= LARGE and not self.matrix.fields and not self.context.for_book

    def shown_head(self, column: Column) -> str:
        """What the head of a column says, without markup; a mark is a bit wider than its word."""
        name = column.abbr if self.shape.short and column.abbr else column.name
        mark = f" {self.labels.named(column.status)}--" if column.status else ""
        return self.context.plain(name) + mark

    def totals(self) -> str:
        """How many rows hold each letter, for each column."""
        if not self.matrix.totals:
            return ""
        counts = ""
        for column, head in zip(self.matrix.totals, self.matrix.columns, strict=True):
            pairs = zip(self.matrix.legend, column, strict=True)
            found = (f"{self.badges.badge[p.letter]} {n}" for p, n in pairs if n)
            cell = " ".join(f'<span class="ro-count">{count}</span>' for count in found)
            counts += f"<td>{cell and self.whose(self.context.text(head.name))}{cell or '0'}</td>"
        total, blank = escape(self.labels.total), "<td></td>" * len(self.matrix.fields)
        return f'<tfoot><tr><th scope="row">{total}</th>{counts}{blank}</tr></tfoot>'

    def transposed(self) -> str:
        """Roles down, responsibilities across, under the names of their sections."""
        rows = [(row, band) for band in self.matrix.bands for row in band.rows]
        names = [self.context.band(band) for band in self.matrix.bands]
        named = any(names) or any(map(self.about, self.matrix.bands))
        groups = "".join(
            f'<th scope="colgroup" colspan="{len(band.rows)}">{escape(name or "")}{self.about(band)}</th>'
            for name, band in zip(names, self.matrix.bands, strict=True)
        )
        corner = self.corner_head(self.header or self.labels.role)
        row_heads = (self.row_head(row, band) for row, band in rows)
        heads = ""
        for (ident, name), (row, _) in zip(row_heads, rows, strict=True):
            # What folds below a name has no place in a line of text.
            head = name if row.has_details else turnable(name, _lines(row.name, row.status))
            heads += f'<th scope="col"{ident}>{head}</th>'
        # A cell that spans both rows would move the names by a column where they are copied as text.
        above = f'<tr><td class="ro-corner"></td>{groups}</tr>' if named else ""
        head = f"{above}<tr>{corner}{heads}</tr>"
        self.as_list = len(rows) > _BESIDE and not self.context.for_book
        crowded = self.as_list and is_crowded(self.matrix, self.labels)
        badges = self.numbered() if crowded else self.badges
        cells = [badges.cell(cell) for cell in self.matrix.cells]
        whose = [self.whose(self.context.text(row.name)) for row, _ in rows]
        body = ""
        for number, role in enumerate(map("".join, self.role_heads())):
            held = [row.cells[number] for row, _ in rows]
            body += f'<tr><th scope="row">{role}</th>{self.named_cells(held, cells, whose)}</tr>'
        fields = self.field_rows([row for row, _ in rows], whose)
        width = " ro-listed" if self.as_list else ""
        before = self.conditions(badges, "ro-across")
        return self.table("turned", head, f"<tbody>{body}</tbody>{fields}", "", width, before)

    # Letters as columns

    def letters(self) -> str:
        """Responsibilities down, letters across, names of roles in the cells."""
        shown = self.matrix.legend
        heads = "".join(f'<th scope="col">{self.badges.key[p.letter]}</th>' for p in shown)
        nobody = self.badges.none(self.labels.nobody)
        some_unread = any(part.unread for cell in self.matrix.cells for part in cell.parts)
        if some_unread:
            heads += f'<th scope="col">{escape(self.labels.unread)}</th>'

        def row(row: Row, band: Band) -> str:
            held = ["".join(self.holders(p.letter, row)) for p in shown]
            # On a phone a row is a list, in which the letter is before its roles.
            cells = "".join(
                f"<td>{self.badges.badge[p.letter]} {inner}</td>" if inner else nobody
                for p, inner in zip(shown, held, strict=True)
            )
            if some_unread:
                unread = "".join(self.unread(row))
                cells += f"<td>{unread}</td>" if unread else self.badges.none(self.labels.none)
            return f"{self.open(row, band)}{cells}{self.field_cells(row)}</tr>"

        body = self.bands(len(shown) + 1 + some_unread + len(self.matrix.fields), row)
        heads += self.field_columns()
        foot = self.letter_totals(some_unread)
        return self.table("letters", f"<tr>{self.corner}{heads}</tr>", body, foot, " ro-fixed ro-listed")

    def letter_totals(self, some_unread: bool) -> str:
        """For each letter, in how many rows each role holds it."""
        if not self.matrix.totals:
            return ""
        cells = ""
        for place in range(len(self.matrix.legend)):
            pairs = zip(self.linked, self.matrix.totals, strict=True)
            held = self.listed([*name, f" {counts[place]}"] for name, counts in pairs if counts[place])
            cells += f"<td>{''.join(held) or '0'}</td>"
        cells += self.badges.none(self.labels.none) if some_unread else ""
        cells += "<td></td>" * len(self.matrix.fields)
        return f'<tfoot><tr><th scope="row">{escape(self.labels.total)}</th>{cells}</tr></tfoot>'

    def listing(self) -> str:
        """A list: each responsibility, and who takes part with which letter."""
        parts = []
        for band in self.matrix.bands:
            if head := escape(self.context.band(band) or "") + self.about(band):
                parts.append(f'<p class="ro-band-name">{head}</p>')
            # What is copied is a line for each row, with a tab between its parts.
            items = ("\t".join(self.item(row, band)) for row in band.rows)
            parts.append(f'<dl class="simple ro-list"><div>{"</div><div>".join(items)}</div></dl>')
        return f'<p class="ro-caption">{escape(self.title)}</p>{"".join([*self.above, *parts])}'

    def item(self, row: Row, band: Band) -> Iterator[str]:
        ident, name = self.row_head(row, band)
        yield f"<dt{ident}>{name}</dt>"
        # Letters of the same roles are in one line.
        lines: dict[str, list[str]] = {}
        for p in self.matrix.legend:
            if any(p.letter in self.matrix.cells[number].letters for number in row.cells):
                held = "".join(self.holders(p.letter, row))
                lines.setdefault(held, []).append(self.badges.badge[p.letter])
        for held, badges in lines.items():
            yield f'<dd><span class="ro-held">{_COMMA.join(badges)}{_COLON}</span>{held}</dd>'
        if unread := self.unread(row):
            yield f"<dd>{_COLON}{''.join(unread)}</dd>"
        for head, field in zip(self.field_heads, row.fields, strict=True):
            if field is not None:
                label = escape(self.labels.colon.format(label=head))
                yield f'<dd class="ro-field"><b>{label}</b> <div>{self.field(field)}</div></dd>'


def _lines(name: str, status: str | None) -> int:
    """Return how many lines a head has where it is turned."""
    return min(3, 1 + (column_width(name) - 1) // 25 + bool(status))


def turnable(inner: str, lines: int) -> str:
    """Return what is in a head in a box that paper can turn."""
    return f'<span class="ro-head{f" ro-head-{lines}" if lines > 1 else ""}">{inner}</span>'
