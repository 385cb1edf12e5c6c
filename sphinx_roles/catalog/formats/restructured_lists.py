"""The directives ``list-table`` and ``csv-table`` of reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_roles.catalog.formats.delimited import read_delimited
from sphinx_roles.catalog.formats.restructured_cells import Page, Piece, Plan, flowed, indent
from sphinx_roles.catalog.nodes import ScalarNode
from sphinx_roles.problems import Code

_ROW = re.compile(r"(?P<margin>\s*)[*+•-](?P<gap>\s+|$)")
_NAMED_DELIMITERS = {"tab": "\t", "space": " "}
_CODED = re.compile(r"(?:0x|x|\\x|U\+|u|\\u)(?P<hex>[0-9a-fA-F]{1,5})|(?P<number>\d{2,6})")


def head_rows(options: Mapping[str, ScalarNode], page: Page) -> int:
    """Return how many rows are heads."""
    given = options.get("header-rows")
    if given is None:
        return 0
    if given.text.isdecimal() and len(given.text) < 5:
        return int(given.text)
    page.context.report(Code.OPTION, f"header-rows is a number of rows, not {given.text!r}", given.at)
    return 0


def read_list_table(page: Page, start: int, stop: int, heads: int, at: int) -> Plan | None:
    """Read the points of a list as rows, and the points in each as its cells."""
    cells: list[tuple[int, int, list[tuple[int, int, int]]]] = []
    outer = inner = row = -1
    column = 0
    cell: list[tuple[int, int, int]] = []
    reported = False
    for i in range(start, stop):
        line = page.lines[i]
        point = _ROW.match(line)
        left = indent(line)
        if point and (outer < 0 or left <= outer):
            outer, inner, row, column = left, -1, row + 1, 0
            line = " " * point.end() + line[point.end() :]
            point, left, cell = _ROW.match(line), indent(line), []
        if point and row >= 0 and left > outer and (inner < 0 or left <= inner):
            inner = left
            cell = [(i, min(point.end(), len(line)), len(line))]
            cells.append((row, column, cell))
            column += 1
        elif line.strip() and (not cell or left <= inner):
            if not reported:
                message = f"{page.source[i].strip()!r} is no cell of the list"
                page.report(
                    f"{message}, expected '* - ' before the first of a row and '- ' before others", i, left
                )
            reported = True
        elif cell:
            cell.append((i, left, len(line)))
    pieces = [page.piece(area, at_row, at_column) for at_row, at_column, area in cells]
    width = max((one.column + 1 for one in pieces), default=0)
    return Plan(pieces, width, min(heads, row), at) if pieces else None


def read_csv_table(
    page: Page, start: int, stop: int, options: Mapping[str, ScalarNode], at: int
) -> Plan | None:
    """Read the lines of CSV; a file that it names instead is told, not read."""
    for key in ("file", "url"):
        if given := options.get(key):
            message = f"the {key} {given.text!r} of a csv-table is not read"
            page.context.report(
                Code.OPTION, f"{message}, expected its rows here, or :file: on the view", given.at
            )
    if (quote := options.get("quote")) and quote.text != '"':
        page.context.report(Code.OPTION, f"the quote {quote.text!r} is not read, expected '\"'", quote.at)
    delimiter = _delimiter(options.get("delim"), page)
    left = min((indent(line) for line in page.source[start:stop] if line), default=0)
    text = "\n".join(line[left:] for line in page.source[start:stop])
    rows: list[list[Piece]] = []
    if head := options.get("header"):
        rows += _rows(page, head.text, head.at >> 12, head.at & 0xFFF, delimiter, 0)[:1]
    heads = len(rows) + head_rows(options, page)
    rows += _rows(page, text, page.context.line + start, page.context.column + left, delimiter, len(rows))
    pieces = [piece for row in rows for piece in row]
    width = max(map(len, rows), default=0)
    return Plan(pieces, width, min(heads, len(rows)), at) if pieces else None


def _rows(page: Page, text: str, line: int, column: int, delimiter: str, first: int) -> list[list[Piece]]:
    context = page.context
    grids = read_delimited(
        text, context.file, context.problems, line=line, column=column, delimiter=delimiter
    )
    return [
        [Piece(first + i, n, flowed(cell.raw.split("\n")), cell.at) for n, cell in enumerate(row)]
        for i, row in enumerate(grids[0].rows if grids else ())
    ]


def _delimiter(given: ScalarNode | None, page: Page) -> str:
    if given is None or given.text == ",":
        return ","
    if given.text in _NAMED_DELIMITERS:
        return _NAMED_DELIMITERS[given.text]
    if len(given.text) == 1:
        return given.text
    if match := _CODED.fullmatch(given.text):
        code = int(match["hex"], 16) if match["hex"] else int(match["number"])
        if 0 < code < 0xD800 and chr(code) not in '"\r\n':
            return chr(code)
    message = f"delim is one character, 'tab', 'space' or the number of a character, not {given.text!r}"
    page.context.report(Code.OPTION, message, given.at)
    return ","
