"""Workbooks of Excel: each sheet as a grid of cells, read through openpyxl where that is installed."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from sphinx_roles.catalog.nodes import TOP, ReadContext, pack
from sphinx_roles.catalog.sources import Limits
from sphinx_roles.catalog.tables import Cell, Grid
from sphinx_roles.catalog.tables.legends import take_beside
from sphinx_roles.problems import Code, Phrase, Problem

_LETTERS = 4


class Page(Struct):
    """One sheet of a workbook: its name, its table, and what of it is left out."""

    name: str
    context: ReadContext
    grid: Grid | None
    left_out: list[Phrase]


class _TooLargeError(Exception):
    """A workbook goes beyond a limit; the message is a sentence."""


def read_workbook(
    path: Path, shown: str, problems: list[Problem], limits: Limits, *, hidden: bool = False
) -> list[Page]:
    """Read all sheets, rows and columns that are shown, and with ``hidden`` all others as well.

    The place of a cell is its row and column.
    """
    top = ReadContext(shown, problems, limits=limits)
    if find_spec("openpyxl") is None:
        message = (
            "reading a workbook needs openpyxl: pip install 'sphinx-role-cards[xlsx]'; or save it as CSV"
        )
        top.report(Code.UNKNOWN_FORMAT, message, TOP)
        return []
    book, unsolved = _opened(path, top)
    if book is None:
        return []
    pages = []
    if unsolved:
        one = "a formula has no result in the file: open it in a spreadsheet, and save it"
        several = "{count} formulas have no result in the file: open it in a spreadsheet, and save it"
        gone = Phrase.of(several, count=unsolved) if unsolved > 1 else Phrase(one)
        pages.append(Page("", top, None, [gone]))
    for page in book.worksheets:
        name = f"{shown} [{page.title}]" if len(book.worksheets) > 1 else shown
        context = ReadContext(name, problems, limits=limits)
        if page.sheet_state != "visible" and not hidden:
            pages.append(
                Page(page.title, context, None, [Phrase.of("the hidden sheet {sheet!r}", sheet=page.title)])
            )
            continue
        try:
            pages.append(_page(page, context, hidden))
        except _TooLargeError as error:
            context.report(Code.TOO_LARGE, error.args[0], TOP)
    return pages


def _opened(path: Path, top: ReadContext) -> tuple[Any, int]:
    """Open a workbook, and count its formulas without a result; None, and reported, where that fails."""
    # By its name: it has no types, and is not always there.
    load_workbook = import_module("openpyxl").load_workbook
    try:
        data = path.read_bytes()
        unsolved = _unsolved_in(data, top.limits)
        # openpyxl warns of what it does not know, such as lists of letters to choose from.
        with warnings.catch_warnings(action="ignore"):
            return load_workbook(_as_openpyxl_knows_it(data), data_only=True, rich_text=True), unsolved
    except _TooLargeError as error:
        top.report(Code.TOO_LARGE, error.args[0], TOP)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = "{path!r} cannot be read: {reason}"
        top.report(Code.UNREADABLE_FILE, message, TOP, path=top.file, reason=reason)
    except Exception as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        message = "this is no workbook that can be read: {reason}"
        top.report(Code.SYNTAX, message, TOP, reason=reason)
    return None, 0


# What the parts of the archive say before they are unpacked into cells: a few kilobytes can hold
# gigabytes of text, or merge all cells of a sheet, of which openpyxl makes an object each.

_UNPACKED = 2
"""By so much the unpacked archive may be larger than a file."""
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CORNER = rb"[A-Za-z]{1,3}\d{1,7}"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"'](" + _CORNER + rb":" + _CORNER + rb")")
# A formula is computed by whoever saves the file; some programs leave that to the next one, and some of
# those write an empty result.
_UNSOLVED = re.compile(
    rb"<c\s(?:(?P<text>[^<>]*\bt=\"str\")|(?![^<>]*\bt=\"str\"))[^<>]*>"
    rb"\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)(?!\s*<v\b(?(text)|[^<>]*>[^<]))"
)


def _unsolved_in(data: bytes, limits: Limits) -> int:
    """Count the formulas of a workbook without a result; _TooLargeError, or BadZipFile."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        size = sum(one.file_size for one in parts)
        most = limits.size * _UNPACKED
        if max(size, len(data)) > most:
            message = "the workbook unpacks to {size} bytes; {most} are read"
            raise _TooLargeError(Phrase.of(message, size=size, most=most))
        cells = formulas = 0
        for name in (one.filename for one in parts):
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                data = archive.read(name)
                cells += len(_CELL.findall(data)) + sum(map(_area, _MERGED.findall(data)))
                formulas += len(_UNSOLVED.findall(data))
    if cells > limits.nodes:
        message = "the workbook has {cells} cells, merged ones counted; {most} are read"
        raise _TooLargeError(Phrase.of(message, cells=cells, most=limits.nodes))
    return formulas


_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def _as_openpyxl_knows_it(data: bytes) -> BytesIO:
    """Return a workbook with the names of "Excel Workbook" in place of those of "Strict Open XML"."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        top = "_rels/.rels"
        if top not in archive.namelist() or _STRICT not in archive.read(top):
            return BytesIO(data)
        with zipfile.ZipFile(made, "w") as changed:
            for name in archive.namelist():
                names = rb"http://schemas.openxmlformats.org/\1/2006/"
                changed.writestr(name, _NAMES.sub(names, archive.read(name)))
    return made


def _area(corners: bytes) -> int:
    bounds = import_module("openpyxl.utils").range_boundaries(corners.decode())
    left, top, right, bottom = map(int, bounds)
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


# Cells


def _page(page: Any, context: ReadContext, hidden: bool) -> Page:
    lines = _Lines(context.limits.nodes)
    comments = struck = unseen = 0
    # ``iter_rows`` would make all cells up to the last one, of which there are 17 billion where that
    # has been touched by mistake.
    for location in sorted(page._cells):
        cell = page._cells[location]
        comments += getattr(cell, "comment", None) is not None
        made = _cell(cell)
        # Such a number format shows nothing, whatever is in the cell.
        blanked = str(getattr(cell, "number_format", "")).strip() == ";;;"
        if made.text and not hidden and blanked:
            unseen += 1
        elif made.text:
            struck += any(through and text.strip() for text, through in _pieces(cell))
            lines.row(cell.row, cell.column)[-1] = made
    _fill_merged(page, lines)
    gone = [] if hidden else list(_leave_out_hidden(page, lines))
    rows = [
        lines.rows[number] for number in sorted(lines.rows) if any(cell.text for cell in lines.rows[number])
    ]
    gone += _counted(unseen, page.title, *_HIDDEN_CELLS)
    gone += _counted(comments, page.title, *_COMMENTS)
    gone += _counted(struck, page.title, *_STRUCK)
    return Page(page.title, context, take_beside(Grid(rows, rows[0][0].at)) if rows else None, gone)


def _leave_out_hidden(page: Any, lines: _Lines) -> Iterator[Phrase]:
    """Take away the rows and columns that are not shown, and say how many held a text.

    A filter hides its rows. What is hidden is often not for everybody.
    """
    texts = {number: {i for i, cell in enumerate(row, 1) if cell.text} for number, row in lines.rows.items()}
    unseen = [number for number in texts if _is_hidden(page.row_dimensions.get(number), "height")]
    rows = [number for number in unseen if lines.rows.pop(number) and texts.pop(number)]
    dimensions = page.column_dimensions.items()
    spans = (
        # Columns side by side that are alike are kept as one.
        range(one.min or _number(name), (one.max or _number(name)) + 1)
        for name, one in dimensions
        if _is_hidden(one, "width")
    )
    held = set().union(*texts.values())
    columns = {number for span in spans for number in held if number in span}
    for number, row in lines.rows.items():
        lines.rows[number] = [cell for i, cell in enumerate(row, 1) if i not in columns]
    yield from _counted(len(rows), page.title, *_HIDDEN_ROWS)
    yield from _counted(len(columns), page.title, *_HIDDEN_COLUMNS)


_COMMENTS = ("1 comment on cells of the sheet {sheet!r}", "{count} comments on cells of the sheet {sheet!r}")
_STRUCK = (
    "the line through 1 cell of the sheet {sheet!r}",
    "the line through {count} cells of the sheet {sheet!r}",
)
_HIDDEN_ROWS = (
    "1 hidden row of the sheet {sheet!r} (--hidden reads them)",
    "{count} hidden rows of the sheet {sheet!r} (--hidden reads them)",
)
_HIDDEN_COLUMNS = (
    "1 hidden column of the sheet {sheet!r} (--hidden reads them)",
    "{count} hidden columns of the sheet {sheet!r} (--hidden reads them)",
)
_HIDDEN_CELLS = (
    "1 hidden cell of the sheet {sheet!r} (--hidden reads them)",
    "{count} hidden cells of the sheet {sheet!r} (--hidden reads them)",
)


def _counted(count: int, sheet: str, one: str, several: str) -> list[Phrase]:
    """Return what is said of one or several things of a sheet; nothing of none."""
    values = {"count": count} if count > 1 else {}
    return [Phrase.of(several if count > 1 else one, sheet=sheet, **values)] if count else []


def _is_hidden(dimension: Any, size: str) -> bool:
    return dimension is not None and bool(dimension.hidden or getattr(dimension, size) == 0)


def _number(letters: str) -> int:
    return int(import_module("openpyxl.utils").column_index_from_string(letters))


def _cell(cell: Any) -> Cell:
    text = "".join(text for text, _ in _pieces(cell)).strip()
    target = getattr(getattr(cell, "hyperlink", None), "target", None)
    bold = bool(text) and bool(getattr(getattr(cell, "font", None), "b", False))
    # What is written in a cell is no markup; a line break in it is between its lines.
    return Cell(
        " ".join(text.split()), pack(cell.row, cell.column), text, str(target) if target else None, bold
    )


# Marks that these fonts draw: "R" of Wingdings 2 is a ticked box, and nobody is Responsible.
_DRAWN = {
    "Wingdings": {"ü": "✓", "þ": "☑", "û": "✗", "ý": "☒", "x": "☒", "o": "☐", "¨": "☐"},
    "Wingdings 2": {"P": "✓", "R": "☑", "O": "✗", "S": "✗", "Q": "☒", "T": "☒", "£": "☐"},
    "Webdings": {"a": "✓", "r": "✗", "c": "☐"},
}


def _pieces(cell: Any) -> Iterator[tuple[str, bool]]:
    """Yield what is shown of a cell, and whether a line is through it, for each font in it."""
    form = str(getattr(cell, "number_format", ""))
    value, font = cell.value, getattr(cell, "font", None)
    # Text of several fonts is a list: of texts in the font of the cell, and of others with one of their own.
    for part in value if isinstance(value, list) else [value]:
        own = getattr(part, "font", None) or font
        text = _text(part, form)
        drawn = _DRAWN.get(str(getattr(own, "rFont", None) or getattr(own, "name", "")))
        if drawn and len(mark := text.strip()) == 1 and mark <= "\xff":
            text = text.replace(mark, drawn.get(mark, "\N{REPLACEMENT CHARACTER}"))
        yield text, bool(getattr(own, "strike", False))


_PERCENT = re.compile(r"0(?:\.(0+))?(\s?%)")
# What XML cannot hold or would change is written by its number: the ends of lines of Windows above all
# (ECMA-376, part 1, ST_Xstring). openpyxl leaves that as it is, unless it is an underscore.
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff](?=_x[0-9A-Fa-f]{4}_))_")


def _text(value: Any, form: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)) and (percent := _PERCENT.search(form)):
        return f"{100 * value:.{len(percent[1] or '')}f}{percent[2]}"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and (word := _word(value, form)):
        return word
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    return _ESCAPED.sub(_unescaped, text).replace("\r\n", "\n")


_SECTION = re.compile(
    r"(?:\[(?:(?P<sign><=|>=|<>|[=<>])(?P<number>-?\d+(?:\.\d+)?)|[^\]]*)\])*"
    r"(?P<rest>(?:\"[^\"]*\"|\\.|[^;\"\\])*);?"
)
_WORDS = re.compile(r"(?:\"[^\"]*\"|\\.)+")
_HOLDS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def _word(value: float, form: str) -> str:
    """Return the text that a number format shows in place of a number, as in ``[=1]"R";[=2]"A"``."""
    sections = [one for one in _SECTION.finditer(form) if one[0]] if re.search(r"[\"\\]", form) else []
    if not sections:
        return ""
    if any(one["sign"] for one in sections):
        signs = ((one, _HOLDS.get(one["sign"] or ""), float(one["number"] or 0)) for one in sections)
        chosen = next((one for one, holds, number in signs if holds is None or holds(value, number)), None)
    else:
        # Those for what is more and less than nothing, and for nothing.
        place = 1 if value < 0 else 0 if value else 2
        chosen = sections[place if place < len(sections) else 0]
    return re.sub(r"[\"\\]", "", chosen["rest"]) if chosen and _WORDS.fullmatch(chosen["rest"]) else ""


def _unescaped(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char == "_" or char.isspace() else "\N{REPLACEMENT CHARACTER}"


class _Lines(Struct):
    """The rows of a sheet by their numbers; those that say nothing are left out."""

    most: int
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    count: int = 0

    def row(self, number: int, width: int) -> list[Cell]:
        """Return a row, with cells up to a column. _TooLargeError where these are too many."""
        row = self.rows.setdefault(number, [])
        self.count += max(0, width - len(row))
        if self.count > self.most:
            message = "the sheet spans more than {most} cells in the rows that hold a text"
            raise _TooLargeError(Phrase.of(message, most=self.most))
        row += [Cell("", pack(number, column)) for column in range(len(row) + 1, width + 1)]
        return row


def _fill_merged(page: Any, lines: _Lines) -> None:
    """Let letters and names that are merged over several rows hold in all of them."""
    for area in page.merged_cells.ranges:
        above = lines.rows.get(area.min_row, [])
        first = above[area.min_col - 1 : area.min_col]
        text = first[0].text if first else ""
        # A text over several columns in front of all others is a title or a section: "RACI".
        over = area.min_col != area.max_col
        title = over and not any(cell.text for cell in above[: area.min_col - 1])
        if not text or title or (len(text) > _LETTERS and over):
            continue
        for number in range(area.min_row, area.max_row + 1):
            row = lines.row(number, area.max_col)
            for index in range(area.min_col - 1, area.max_col):
                row[index] = Cell(text, row[index].at, first[0].raw, first[0].link, first[0].bold)
