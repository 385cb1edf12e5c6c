"""Workbooks of Excel: each sheet as a grid of cells, read through openpyxl where that is installed."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct

from sphinx_roles.problems import Code, Problem
from sphinx_roles.reading.settings import Limits
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tables.cells import Cell, Grid
from sphinx_roles.reading.tree import pack

__all__ = ["Page", "read_workbook"]

# A workbook is a packed archive: what it unpacks to counts.
_UNPACKED = 8
_LETTERS = 4


class Page(Struct):
    """One sheet of a workbook: its name, its table, and what of it is left out."""

    name: str
    sheet: Sheet
    grid: Grid | None
    left_out: list[str]


def read_workbook(path: Path, shown: str, problems: list[Problem], limits: Limits) -> list[Page]:
    """Read all sheets that are not hidden. The place of a cell is its row and column."""
    told = Sheet(shown, problems, limits=limits)
    if find_spec("openpyxl") is None:
        said = "reading a workbook needs openpyxl: pip install 'sphinx-role-cards[xlsx]'; or save it as CSV"
        told.tell(Code.UNKNOWN_FORMAT, said, pack(1, 1))
        return []
    book = _opened(path, told)
    if book is None:
        return []
    pages = []
    for page in book.worksheets:
        name = f"{shown} [{page.title}]" if len(book.worksheets) > 1 else shown
        sheet = Sheet(name, problems, limits=limits)
        if page.sheet_state != "visible":
            pages.append(Page(page.title, sheet, None, [f"the hidden sheet {page.title!r}"]))
            continue
        pages.append(_page(page, sheet))
    return pages


def _opened(path: Path, told: Sheet) -> Any:
    """Open a workbook; None, and told, where it is none or too large."""
    # By its name: it has no types, and is not always there.
    load_workbook = import_module("openpyxl").load_workbook
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(one.file_size for one in archive.infolist())
        if max(size, len(data)) > told.limits.size * _UNPACKED:
            said = f"the workbook unpacks to {size} bytes; {told.limits.size * _UNPACKED} are read"
            told.tell(Code.TOO_LARGE, said, pack(1, 1))
            return None
        return load_workbook(BytesIO(data), data_only=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        told.tell(Code.UNREADABLE_FILE, f"{told.file!r} cannot be read: {reason}", pack(1, 1))
    except Exception as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        told.tell(Code.SYNTAX, f"this is no workbook that can be read: {reason}", pack(1, 1))
    return None


def _page(page: Any, sheet: Sheet) -> Page:
    left_out = []
    rows: list[list[Cell]] = []
    comments = 0
    for line in page.iter_rows():
        row = [_cell(cell) for cell in line]
        comments += sum(getattr(cell, "comment", None) is not None for cell in line)
        while row and not row[-1].text:
            row.pop()
        rows.append(row)
    _fill_merged(page, rows)
    if comments:
        left_out.append(
            f"{comments} comment{'s' if comments > 1 else ''} on cells of the sheet {page.title!r}"
        )
    rows = [row for row in rows if row]
    return Page(page.title, sheet, Grid(rows, rows[0][0].at) if rows else None, left_out)


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


def _fill_merged(page: Any, rows: list[list[Cell]]) -> None:
    """Let letters and names that are merged over several rows hold in all of them."""
    for area in page.merged_cells.ranges:
        first = next(_cells(rows, area.min_row, area.min_row, area.min_col, area.min_col), None)
        if first is None or not first.text or (len(first.text) > _LETTERS and area.min_col != area.max_col):
            continue
        for number in range(area.min_row, area.max_row + 1):
            row = rows[number - 1]
            while len(row) < area.max_col:
                row.append(Cell("", pack(number, len(row) + 1)))
            for index in range(area.min_col - 1, area.max_col):
                row[index] = Cell(first.text, row[index].at, first.raw, first.link, first.bold)


def _cells(rows: list[list[Cell]], top: int, bottom: int, left: int, right: int) -> Iterator[Cell]:
    for row in rows[top - 1 : bottom]:
        yield from row[left - 1 : right]
