"""Tables with a column for each role and letters in the cells; and what rows of every layout share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from sphinx_roles.catalog.nodes import ScalarNode
from sphinx_roles.catalog.tables import (
    Cell,
    Grid,
    Row,
    Table,
    TableReading,
    below,
    cell_in,
    filled,
    letter_text,
    quoted,
)
from sphinx_roles.catalog.tables.columns import Columns, role_head
from sphinx_roles.inline import marks_in, name_of
from sphinx_roles.model import fold

_AS_ABOVE = frozenset(('"', "''", "”", "〃", "″", "ditto", "idem", "dito", "as above"))
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.I)
# Bare addresses, which are no links in CommonMark, are among them.
_LINKS = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()\s<>]+)>?[^()]*\)|<?((?:https?://|mailto:)[^\s<>,;]+)>?")


def is_as_above(cell: Cell) -> bool:
    """Return whether a name or section repeats the one above: blank, or a ditto mark."""
    return not cell.text or cell.text.casefold() in _AS_ABOVE


def name_scalar(cell: Cell) -> ScalarNode:
    """Return a name as data: plain text without its footnote mark."""
    return ScalarNode(name_of(cell.text), cell.at, False)


def prose(cell: Cell) -> str:
    """Return the text of a cell with its markup; breaks are lines, comments are gone."""
    return _BREAK.sub("\n", _COMMENT.sub("", cell.raw)).strip()


def start_row(cell: Cell, section: ScalarNode | None) -> Row:
    """Make a row with a name, and with the link that is on the name."""
    row = Row(name_scalar(cell), [], section)
    if cell.link:
        row.links.append((row.name.text, ScalarNode(cell.link, cell.at, False)))
    return row


def add_fields(row: Row, fields: list[tuple[int, str]], cells: list[Cell], head: list[Cell]) -> None:
    """Add what further columns, as (index, field), say about a row."""
    for i, key in fields:
        cell = cell_in(cells, i)
        if cell is None or not cell.text or not (text := prose(cell)):
            continue
        if key != "links":
            row.fields.append((key, ScalarNode(text, cell.at, False)))
            continue
        found = [(m[1] or m[3], m[2] or m[3]) for m in _LINKS.finditer(text)]
        found = found or [(cell.text if cell.link else head[i].text, cell.link or cell.text)]
        row.links += [(name, ScalarNode(address, cell.at, False)) for name, address in found]


FIGURE = re.compile(r"\((\d{1,3})\)")


def add_footnotes(
    row: Row, name: Cell | None, letters: list[Cell], grid: Grid, reading: TableReading
) -> None:
    """Add, as notes, the footnotes that the name and the letters of a row point at."""
    marks = dict.fromkeys(marks_in(name.raw) if name is not None and name.raw else ())
    for mark in marks:
        _check_mark(mark, name, grid, reading)
    # Most cells are blank, or nothing but letters.
    for cell in (cell for cell in letters if cell.raw and not cell.raw.replace("/", "").isalpha()):
        # A figure in brackets is a condition, and a mark as well where a text below has it.
        marks.update(dict.fromkeys(one for one in FIGURE.findall(cell.raw) if one in grid.footnotes))
        for mark in marks_in(cell.raw, letters=True):
            marks.setdefault(mark)
            if reading.letters(cell).parts:
                _check_mark(mark, cell, grid, reading)
    row.fields += [("notes", grid.footnotes[mark]) for mark in marks if mark in grid.footnotes]


def _check_mark(mark: str, cell: Cell | None, grid: Grid, reading: TableReading) -> None:
    """Report a mark without a text, which may limit what it is at."""
    if cell is not None and mark not in grid.footnotes and mark not in reading.marks:
        message = "the mark {mark!r} at {cell!r} has no text below the table; it is left out"
        reading.guess(message, cell.at, {"mark": mark, "cell": cell.text})
        reading.marks.add(mark)


def report_notes(cells: list[Cell], grid: Grid, reading: TableReading) -> None:
    """Report the footnotes that heads or sections point at: there is no row that they are a note of."""
    for cell in (cell for cell in cells if cell.raw):
        for mark in marks_in(cell.raw, letters=True) if grid.footnotes else ():
            if (note := grid.footnotes.get(mark)) is not None:
                message = "the note of {cell!r} ({note!r}) has no place in a matrix; it is left out"
                about = {"cell": cell.text, "note": note.text}
                reading.report(message, cell.at, about)
        for mark in marks_in(cell.raw):
            _check_mark(mark, cell, grid, reading)


def read_wide(
    head: list[Cell], body: list[list[Cell]], columns: Columns, grid: Grid, reading: TableReading
) -> Table:
    """Read a table whose columns are roles and whose cells are letters."""
    heads = [ScalarNode(role_head(name_of(head[i].text), reading), head[i].at, False) for i in columns.roles]
    report_notes([head[i] for i in columns.roles], grid, reading)
    work = _Wide(head, columns, grid, reading, Table(heads, [], grid.at))
    work.read(body)
    return work.table


class _Wide(Struct):
    head: list[Cell]
    columns: Columns
    grid: Grid
    reading: TableReading
    table: Table
    section: ScalarNode | None = None
    open_section: ScalarNode | None = None
    """A section that has no row yet."""
    read_rows: list[tuple[Row, list[Cell]]] = field(default_factory=list)

    def read(self, body: list[list[Cell]]) -> None:
        """Read all rows, top to bottom."""
        for row, title in _with_sections(body, self.head, self.columns, self.reading):
            if title is not None:
                self._close_section()
                self.section = self.open_section = name_scalar(title)
                report_notes([title], self.grid, self.reading)
            elif row:
                self._read_row(row)
        self._close_section()
        report_surplus(self.read_rows, len(self.head), self.reading)

    def _close_section(self) -> None:
        if self.open_section is not None:
            message, about = "section {section!r} has no rows", {"section": self.open_section.text}
            self.reading.report(message, self.open_section.at, about)
            self.open_section = None

    def _read_row(self, cells: list[Cell]) -> None:
        name = cell_in(cells, self.columns.name)
        if (group := cell_in(cells, self.columns.section)) is not None and not is_as_above(group):
            self.section = name_scalar(group)
        letters = self._letters(cells)
        row = self._row_for(name, letters, cells)
        if row is None:
            return
        self.open_section = None
        row.cells += letters
        add_fields(row, self.columns.fields, cells, self.head)
        roles = [cells[i] for i in self.columns.roles if i < len(cells)]
        add_footnotes(row, name, roles, self.grid, self.reading)
        row.partial = row.partial or any(i < len(cells) and cells[i].text for i in self.columns.unread)
        self.read_rows.append((row, cells))

    def _row_for(
        self, name: Cell | None, letters: list[tuple[int, ScalarNode]], cells: list[Cell]
    ) -> Row | None:
        """Return the row that cells belong to: a new one, or the one above where the name is blank."""
        if name is not None and not is_as_above(name):
            self.table.rows.append(start_row(name, self.section))
            return self.table.rows[-1]
        at = name.at if name is not None else cells[0].at
        above = self.table.rows[-1] if self.table.rows else None
        if above is None or above.section is not self.section:
            if any(i not in self.columns.silent and cell.text for i, cell in enumerate(cells)):
                message = "a row of {cells} has no name, and there is none above it"
                self.reading.report(message, at, cells=quoted(cells))
            return None
        if {i for i, _ in letters} & {i for i, _ in above.cells}:
            # A merged cell of two full rows: both are rows of that name.
            again = Row(ScalarNode(above.name.text, at, False), [], self.section)
            self.table.rows.append(again)
            return again
        return above

    def _letters(self, cells: list[Cell]) -> list[tuple[int, ScalarNode]]:
        letters, width = self.reading.letters, len(cells)
        found = []
        for index, i in enumerate(self.columns.roles):
            if i < width and (cell := cells[i]).text and not letters(cell).none:
                found.append((index, ScalarNode(name_of(letter_text(cell)), cell.at, False)))
        return found


def report_surplus(rows: list[tuple[Row, list[Cell]]], heads: int, reading: TableReading) -> None:
    """Report once the cells beyond the heads; who takes part in their rows is not known."""
    found = [(row, cells, more[0]) for row, cells in rows if (more := filled(cells[heads:]))]
    for row, _, _ in found:
        row.partial = True
    for row, cells, first in found[:1]:
        message = "row {row!r} has {cells} cells under {heads} heads; {surplus!r} is left out"
        if len(found) > 1:
            message = (
                "row {row!r} has {cells} cells under {heads} heads; "
                "{surplus!r} is left out, and so is what is there in {more} more rows"
            )
        values = {"cells": len(cells), "heads": heads, "more": len(found) - 1}
        about = {"row": row.name.text}
        reading.report(message, first.at, about, surplus=first.text, **values)


def _with_sections(
    body: list[list[Cell]], head: list[Cell], columns: Columns, reading: TableReading
) -> Iterator[tuple[list[Cell], Cell | None]]:
    """Yield (row, title): a title where the row only names a section.

    A bold name, a row cut short or a merged cell is a sure sign; in a table without any, a name
    with blanks beside it starts a section when another kind of row follows.
    """
    folded = [fold(cell.text) for cell in head]
    found = [_lone_cell(row, folded, columns, reading) for row in body]
    names = below(body, columns.name)
    bold_is_usual = sum(cell.bold for cell in names) > len(names) / 2
    sure = [
        cell is not None
        and (
            len(row) < len(head) or (cell.bold and not bold_is_usual) or len(_filled_cells(row, columns)) > 1
        )
        for cell, row in zip(found, body, strict=True)
    ]
    guess = not any(sure) and columns.section is None
    for i, (row, cell) in enumerate(zip(body, found, strict=True)):
        followed = i + 1 < len(body) and found[i + 1] is None
        yield row, cell if sure[i] or (guess and followed) else None


def _filled_cells(row: list[Cell], columns: Columns) -> list[tuple[int, Cell]]:
    return [(i, cell) for i, cell in enumerate(row) if cell.text and i not in columns.silent]


def _lone_cell(row: list[Cell], head: list[str], columns: Columns, reading: TableReading) -> Cell | None:
    """Return the only cell of a row that says anything, where it can be the name of a section."""
    telling = _filled_cells(row, columns)
    if not telling:
        # The name of the section may be in the column of numbers.
        telling = [(i, cell) for i, cell in enumerate(row) if cell.text and not cell.text[0].isdigit()]
    if not telling:
        return None
    index, cell = telling[0]
    # A merged cell may be exported into each of its columns, and heads may be repeated beside it.
    merged = len(telling) >= max(3, len(head) - 1) and len({cell.text for _, cell in telling}) == 1
    alone = len(telling) == 1 and index not in [i for i, _ in columns.fields]
    if not (alone or merged or (len(row) > 2 and repeats(row, head, 1))):
        return None
    if reading.is_blank(cell) or is_as_above(cell):
        return None
    # Beside a blank name, a short text is a letter (or was meant to be one).
    short = len(cell.text) < 4 and not cell.bold
    return None if index in columns.roles and (short or reading.holds_letters(cell)) else cell


def repeats(row: list[Cell], head: list[str], start: int) -> bool:
    """Return whether a row repeats the head from a column on."""
    return len(row) == len(head) and all(
        fold(cell.text) == text for cell, text in zip(row[start:], head[start:], strict=True)
    )
