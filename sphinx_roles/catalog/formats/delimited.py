"""CSV and TSV as a grid of cells that know their line and column.

The csv module of the standard library reads the same dialects, but knows no columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sphinx_roles.catalog.nodes import Lines, ReadContext, pack, printable
from sphinx_roles.catalog.tables import Cell, Grid, cell_at
from sphinx_roles.catalog.tables.legends import take_beside
from sphinx_roles.csv_cells import unguarded
from sphinx_roles.problems import Code

_DELIMITERS = (",", ";", "\t", "|")
_UNUSUAL = re.compile(r"[!#$%^:~§¦¬]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\n|\Z)', re.I)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
# How much of a file is read to find its delimiter.
_SAMPLE, _SAMPLE_LINES = 20_000, 50


def read_csv(text: str, context: ReadContext, delimiter: str | None = None) -> list[Grid]:
    """Read comma-separated values, or what another sign separates; a text that says nothing has no grid.

    Without a ``delimiter`` it is given by Excel's first line ``sep=;``, or by looking: a usual one, else any
    sign that fits.
    """
    text, start = printable(text, context), 0
    if named := _SEPARATOR_LINE.match(text):
        start, delimiter = named.end(), named[1]
    used = delimiter or _sniff(text[start : start + _SAMPLE])
    rows = [row for row in _Scanner(text, used, context).rows(start) if row]
    if delimiter is None and len(rows) > 1:
        rows = _report_mixed(rows, used, [sign for sign in _DELIMITERS if sign in text], context)
    return [take_beside(Grid(rows, rows[0][0].at))] if any(cell.text for row in rows for cell in row) else []


read_tsv = partial(read_csv, delimiter="\t")


def _sniff(sample: str) -> str:
    """Return the delimiter that cuts the most lines into the same number of cells."""
    lines = [text for text in _QUOTED.sub("", sample).split("\n") if text.strip()][:_SAMPLE_LINES]
    best, delimiter = (0, 0), ","
    for candidate in _DELIMITERS:
        counts = [text.count(candidate) for text in lines if candidate in text]
        usual = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
        score = (counts.count(usual), usual)
        if score > best:
            best, delimiter = score, candidate
    return delimiter if best[0] == len(lines) else _unusual(lines) or delimiter


def _unusual(lines: list[str]) -> str:
    """Return a sign that is no usual delimiter, but cuts all lines into the same number of cells."""
    first = lines[0] if len(lines) > 1 else ""
    counts = {sign: first.count(sign) for sign in dict.fromkeys(_UNUSUAL.findall(first))}
    alike = [sign for sign, number in counts.items() if all(text.count(sign) == number for text in lines)]
    return max(alike, key=counts.__getitem__, default="")


def _report_mixed(
    rows: list[list[Cell]], used: str, signs: list[str], context: ReadContext
) -> list[list[Cell]]:
    """Report rows that another of some delimiters would cut as well; return those that are cut."""
    head, *body = rows
    uncut: set[int] = set()
    for other in (sign for sign in signs if sign != used):
        first = _count(head, other)
        counts = [_count(row, other) for row in body]
        # A comma may as well be in a name, and between the letters of a cell.
        often = other != "," and 2 * sum(map(bool, counts)) >= len(body)
        about = {"used": used, "separator": other}
        if first and (often or all(number == first for number in counts)):
            message = "the lines can be cut at {separator!r} as well as at {used!r}, and are cut at {used!r}"
            message += "; a first line 'sep={separator}' turns that"
            context.report(Code.GUESS, message, head[0].at, about)
            return rows
        message = "the line holds {separator!r} where others hold {used!r}, and is one cell: {cell!r}"
        for (cell,) in (row for row in body if len(row) == 1 < len(head) == _count(row, other) + 1):
            context.report(Code.SYNTAX, message, cell.at, about, cell=cell.text[:60])
            uncut.add(cell.at)
    return [row for row in rows if row[0].at not in uncut]


def _count(row: list[Cell], sign: str) -> int:
    return sum(cell.raw.count(sign) for cell in row)


def _cell(raw: str, at: int) -> Cell:
    # An apostrophe before "=" keeps a spreadsheet from computing the cell, and is no part of it.
    return cell_at(unguarded(raw) if "'" in raw[:1] else raw, at)


class _Scanner:
    """Walks over the text row by row."""

    def __init__(self, text: str, delimiter: str, context: ReadContext) -> None:
        self.text, self.delimiter, self.context = text, delimiter, context
        self.lines = Lines(text, context)
        sign = re.escape(delimiter)
        self.end_of_field = re.compile(rf"{sign}|\n|\Z")
        self.closing = re.compile(rf'"[^\S\n{sign}]*(?={sign}|\n|\Z)')
        self.opening = re.compile(rf'[ {"" if delimiter == chr(9) else chr(9)}]*"')

    def rows(self, start: int) -> Iterator[list[Cell]]:
        """Yield each row; an empty line is a row without cells."""
        text, position = self.text, start
        while position < len(text):
            stop = self._line_end(position)
            if text.find('"', position, stop) < 0:
                yield self._bare_row(text[position:stop], self.lines.at(position))
                position = stop + 1
            else:
                row, position = self._quoted_row(position)
                yield row

    def _bare_row(self, line: str, at: int) -> list[Cell]:
        cells, number, column = [], at >> 12, at & 0xFFF
        for raw in line.split(self.delimiter) if line else ():
            cells.append(_cell(raw, pack(number, column)))
            column += len(raw) + 1
        return cells

    def _quoted_row(self, position: int) -> tuple[list[Cell], int]:
        """Read a row with quotes in it; return it and where the next one starts."""
        cells: list[Cell] = []
        while True:
            if opening := self.opening.match(self.text, position):
                at = self.lines.at(opening.end())
                raw, position = self._quoted_field(opening.end())
            else:
                at, end = self.lines.at(position), self._end(position).start()
                raw, position = self.text[position:end], end
            cells.append(_cell(raw, at))
            found = self._end(position)
            position = found.end()
            if found[0] != self.delimiter:
                return cells, position

    def _end(self, position: int) -> re.Match[str]:
        end = self.end_of_field.search(self.text, position)
        assert end is not None  # The pattern takes the end of the text as well.
        return end

    def _line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        return end if end >= 0 else len(self.text)

    def _quoted_field(self, start: int) -> tuple[str, int]:
        """Return the text of a field whose quote opened before ``start``, and where it ends."""
        position, first_line = start, self._line_end(start)
        while (quote := self.text.find('"', position)) >= 0:
            if self.text.startswith('""', quote):
                position = quote + 2
                continue
            if closing := self.closing.match(self.text, quote):
                return self.text[start:quote].replace('""', '"'), closing.end()
            if quote > first_line:
                if self.text[quote - 1] in (self.delimiter, "\n"):
                    # It opens another field: the first one was not closed.
                    break
            elif self.closing.search(self.text, quote + 1, first_line) is None:
                # A closed quote with more text behind it: "A" or B
                end = self._end(quote).start()
                return self.text[start:quote].replace('""', '"') + self.text[quote + 1 : end], end
            position = quote + 1
        text = "a quote opens here and is never closed, expected a second one at the end of the field"
        self.context.report(Code.SYNTAX, text, self.lines.at(start - 1))
        end = self._end(start).start()
        return self.text[start:end], end
