"""Workbooks of Excel: each sheet as a grid of cells, read through openpyxl where that is installed."""

from __future__ import annotations

import datetime
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from sphinx_roles.catalog.nodes import ReadContext, pack
from sphinx_roles.catalog.sources import Limits
from sphinx_roles.catalog.tables.table import Cell, Grid
from sphinx_roles.exchange.workbook_parts import TooLargeError, unsolved_in
from sphinx_roles.problems import Code, Problem

_LETTERS = 4


class Page(Struct):
    """One sheet of a workbook: its name, its table, and what of it is left out."""

    name: str
    context: ReadContext
    grid: Grid | None
    left_out: list[str]


def read_workbook(path: Path, shown: str, problems: list[Problem], limits: Limits) -> list[Page]:
    """Read all sheets that are not hidden. The place of a cell is its row and column."""
    reported = ReadContext(shown, problems, limits=limits)
    if find_spec("openpyxl") is None:
        message = (
            "reading a workbook needs openpyxl: pip install 'sphinx-role-cards[xlsx]'; or save it as CSV"
        )
        reported.report(Code.UNKNOWN_FORMAT, message, pack(1, 1))
        return []
    book, unsolved = _opened(path, reported)
    if book is None:
        return []
    pages = []
    if unsolved:
        some = f"{unsolved} formulas have" if unsolved > 1 else "a formula has"
        message = f"{some} no result in the file: open it in a spreadsheet, and save it"
        pages.append(Page("", reported, None, [message]))
    for page in book.worksheets:
        name = f"{shown} [{page.title}]" if len(book.worksheets) > 1 else shown
        context = ReadContext(name, problems, limits=limits)
        if page.sheet_state != "visible":
            pages.append(Page(page.title, context, None, [f"the hidden sheet {page.title!r}"]))
            continue
        try:
            pages.append(_page(page, context))
        except TooLargeError as error:
            context.report(Code.TOO_LARGE, str(error), pack(1, 1))
    return pages


def _opened(path: Path, reported: ReadContext) -> tuple[Any, int]:
    """Open a workbook, and count its formulas without a result; None, and told, where it cannot be read."""
    # By its name: it has no types, and is not always there.
    load_workbook = import_module("openpyxl").load_workbook
    try:
        data = path.read_bytes()
        unsolved = unsolved_in(data, reported.limits)
        return load_workbook(BytesIO(data), data_only=True), unsolved
    except TooLargeError as error:
        reported.report(Code.TOO_LARGE, str(error), pack(1, 1))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        reported.report(Code.UNREADABLE_FILE, f"{reported.file!r} cannot be read: {reason}", pack(1, 1))
    except Exception as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        reported.report(Code.SYNTAX, f"this is no workbook that can be read: {reason}", pack(1, 1))
    return None, 0


def _page(page: Any, context: ReadContext) -> Page:
    left_out = []
    lines = _Lines(context.limits.nodes)
    comments = 0
    for cell in _given(page):
        comments += getattr(cell, "comment", None) is not None
        if (made := _cell(cell)).text:
            lines.row(cell.row, cell.column)[-1] = made
    _fill_merged(page, lines)
    if comments:
        left_out.append(
            f"{comments} comment{'s' if comments > 1 else ''} on cells of the sheet {page.title!r}"
        )
    rows = [lines.rows[number] for number in sorted(lines.rows)]
    return Page(page.title, context, Grid(rows, rows[0][0].at) if rows else None, left_out)


def _given(page: Any) -> list[Any]:
    """Return the cells that the file has, in order.

    ``iter_rows`` would make all cells up to the last one, of which there are 17 billion where that
    has been touched by mistake.
    """
    cells = page._cells
    return [cells[location] for location in sorted(cells)]


def _cell(cell: Any) -> Cell:
    text = _text(cell.value)
    link = getattr(cell, "hyperlink", None)
    target = getattr(link, "target", None) if link is not None else None
    bold = bool(text) and bool(getattr(getattr(cell, "font", None), "b", False))
    at = pack(cell.row, cell.column)
    # What is written in a cell is no markup; a line break in it stands between its lines.
    return Cell(" ".join(text.split()), at, text, str(target) if target else None, bold)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


class _Lines(Struct):
    """The rows of a sheet by their numbers; those that say nothing are left out."""

    most: int
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    count: int = 0

    def row(self, number: int, width: int) -> list[Cell]:
        """Return a row, with cells up to a column. TooLargeError where these are too many."""
        row = self.rows.setdefault(number, [])
        self.count += max(0, width - len(row))
        if self.count > self.most:
            raise TooLargeError(f"the sheet spans more than {self.most} cells in the rows that hold a text")
        row += [Cell("", pack(number, column)) for column in range(len(row) + 1, width + 1)]
        return row


def _fill_merged(page: Any, lines: _Lines) -> None:
    """Let letters and names that are merged over several rows hold in all of them."""
    for area in page.merged_cells.ranges:
        first = lines.rows.get(area.min_row, [])[area.min_col - 1 : area.min_col]
        text = first[0].text if first else ""
        if not text or (len(text) > _LETTERS and area.min_col != area.max_col):
            continue
        for number in range(area.min_row, area.max_row + 1):
            row = lines.row(number, area.max_col)
            for index in range(area.min_col - 1, area.max_col):
                row[index] = Cell(text, row[index].at, first[0].raw, first[0].link, first[0].bold)
