"""CSV and TSV as a grid of cells that know their line and column.

The csv module of the standard library reads the same dialects, but knows no columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_roles.catalog.formats import printable
from sphinx_roles.catalog.nodes import ReadContext, pack, unpack
from sphinx_roles.catalog.tables import Cell, Grid, cell_at
from sphinx_roles.formulas import unguarded
from sphinx_roles.problems import Code, Problem

_DELIMITERS = (",", ";", "\t", "|")
_UNUSUAL = re.compile(r"[!#$%^:~§¦¬]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\r\n|\n|\r|\Z)', re.I)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
# How much of a file is read to find its delimiter.
_SAMPLE, _SAMPLE_LINES = 20_000, 50


def read_csv(text: str, context: ReadContext, delimiter: str | None = None) -> list[Grid]:
    """Read comma-separated values, or what another sign separates."""
    where = {"line": context.line, "column": context.column}
    return read_delimited(
        printable(text, context), context.file, context.problems, **where, delimiter=delimiter
    )


def read_tsv(text: str, context: ReadContext) -> list[Grid]:
    """Read tab-separated values."""
    return read_csv(text, context, "\t")


def read_delimited(
    text: str,
    file: str,
    problems: list[Problem],
    *,
    line: int = 1,
    column: int = 1,
    delimiter: str | None = None,
) -> list[Grid]:
    """Read delimiter-separated values; the first character is at ``line`` and ``column``.

    Every line is shifted by ``column``, as in the body of a directive. Without a ``delimiter``
    it is given by Excel's first line ``sep=;``, or by looking: a usual one, else any sign that fits.
    A file without text has no grid.
    """
    start = 1 if text.startswith("\ufeff") else 0
    if named := _SEPARATOR_LINE.match(text, start):
        start, delimiter = named.end(), named[1]
        line += 1
    used = delimiter or _sniff(text[start : start + _SAMPLE])
    scanner = _Scanner(text, used, file, problems, line, column)
    rows = [row for row in scanner.rows(start) if row]
    if delimiter is None:
        rows = _report_mixed(rows, used, ReadContext(file, problems))
    return [Grid(rows, rows[0][0].at)] if any(cell.text for row in rows for cell in row) else []


def _sniff(sample: str) -> str:
    """Return the delimiter that cuts the most lines into the same number of cells."""
    lines = [text for text in _LINE_END.split(_QUOTED.sub("", sample)) if text.strip()][:_SAMPLE_LINES]
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


def _report_mixed(rows: list[list[Cell]], used: str, context: ReadContext) -> list[list[Cell]]:
    """Report rows that another usual delimiter would cut as well; return those that are cut."""
    head, body = (rows[0], rows[1:]) if rows else ([], [])
    uncut: set[int] = set()
    for other in (sign for sign in _DELIMITERS if sign != used and body):
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


def _cell(raw: str, line: int, column: int) -> Cell:
    # An apostrophe before "=" keeps a spreadsheet from computing the cell, and is no part of it.
    return cell_at(unguarded(raw), line, column) if "'" in raw[:1] else cell_at(raw, line, column)


class _Scanner:
    """Walks over the text row by row; ``line`` is the line that a row starts on."""

    def __init__(
        self, text: str, delimiter: str, file: str, problems: list[Problem], line: int, column: int
    ) -> None:
        self.text, self.delimiter, self.file, self.problems = text, delimiter, file, problems
        self.line, self.column = line, column
        self.line_start = 0
        self.end_of_field = re.compile(rf"{re.escape(delimiter)}|\r\n|\n|\r|\Z")
        self.closing = re.compile(rf'"[^\S\r\n{re.escape(delimiter)}]*(?={re.escape(delimiter)}|[\r\n]|\Z)')
        blanks = "" if delimiter == "\t" else r"\t"
        self.opening = re.compile(rf'[ {blanks}]*"')

    def rows(self, start: int) -> Iterator[list[Cell]]:
        """Yield each row; an empty line is a row without cells."""
        text, position = self.text, start
        while position < len(text):
            self.line_start = position
            end = _LINE_END.search(text, position)
            stop, after = (end.start(), end.end()) if end else (len(text), len(text))
            if text.find('"', position, stop) < 0:
                yield self._bare_row(text[position:stop])
                position = after
                self.line += 1
            else:
                row, position = self._quoted_row(position)
                yield row

    def _bare_row(self, line: str) -> list[Cell]:
        cells, column = [], self.column
        for raw in line.split(self.delimiter) if line else ():
            cells.append(_cell(raw, self.line, column))
            column += len(raw) + 1
        return cells

    def _quoted_row(self, position: int) -> tuple[list[Cell], int]:
        """Read a row with quotes in it; return it and where the next one starts."""
        cells: list[Cell] = []
        while True:
            line, column = self.line, self.column + position - self.line_start
            opening = self.opening.match(self.text, position)
            if opening:
                raw, position = self._quoted_field(opening.end())
                column += opening.end() - opening.start()
            else:
                end = self._end(position)
                raw, position = self.text[position : end.start()], end.start()
            cells.append(_cell(raw, line, column))
            end = self._end(position)
            position = end.end()
            if end[0] != self.delimiter:
                self.line += bool(end[0])
                return cells, position

    def _end(self, position: int) -> re.Match[str]:
        end = self.end_of_field.search(self.text, position)
        assert end is not None  # The pattern takes the end of the text as well.
        return end

    def _quoted_field(self, start: int) -> tuple[str, int]:
        """Return the text of a field whose quote opened before ``start``, and where it ends."""
        position = start
        while (quote := self.text.find('"', position)) >= 0:
            if self.text.startswith('""', quote):
                position = quote + 2
                continue
            if closing := self.closing.match(self.text, quote):
                self._count_lines(start, quote)
                return self.text[start:quote].replace('""', '"'), closing.end()
            later = self.closing.search(self.text, quote + 1, self._end_of_line(quote))
            if self._opens_another(start, quote):
                break
            if later is None and not _LINE_END.search(self.text, start, quote):
                # A closed quote with more text behind it: "A" or B
                end = self._end(quote).start()
                return self.text[start:quote].replace('""', '"') + self.text[quote + 1 : end], end
            position = quote + 1
        at = pack(self.line, self.column + start - 1 - self.line_start)
        text = "a quote opens here and is never closed, expected a second one at the end of the field"
        self.problems.append(Problem(Code.SYNTAX, text, unpack(self.file, at)))
        end = self._end(start).start()
        return self.text[start:end], end

    def _opens_another(self, start: int, quote: int) -> bool:
        """Return whether a quote on a later line opens a field: then the first one was not closed."""
        before = self.text[quote - 1]
        return before in (self.delimiter, "\r", "\n") and bool(_LINE_END.search(self.text, start, quote))

    def _end_of_line(self, position: int) -> int:
        end = _LINE_END.search(self.text, position)
        return end.start() if end else len(self.text)

    def _count_lines(self, start: int, stop: int) -> None:
        for end in _LINE_END.finditer(self.text, start, stop):
            self.line += 1
            self.line_start = end.end()
