"""What the parts of a workbook's archive say before they are unpacked into cells: how much there is.

A few kilobytes can hold gigabytes of text, or merge all cells of a sheet, of which openpyxl makes an
object each.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from sphinx_roles.catalog.sources import Limits

# A workbook is a packed archive: what it unpacks to counts.
_UNPACKED = 2
_SHEETS = "xl/worksheets/"
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CORNER = rb"([A-Za-z]{1,3})(\d{1,7})"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']" + _CORNER + rb":" + _CORNER)
# A formula is computed by whoever saves the file; some programs leave that to the next one. An empty value is
# a result only where the cell holds a text.
_UNSOLVED = re.compile(
    rb"<c\s(?:(?P<text>[^<>]*\bt=\"str\")|(?![^<>]*\bt=\"str\"))[^<>]*>"
    rb"\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)(?!\s*<v\b(?(text)|[^<>]*>[^<]))"
)


class TooLargeError(Exception):
    """A workbook goes beyond a limit; the message is a sentence."""


def unsolved_in(data: bytes, limits: Limits) -> int:
    """Look through a workbook, and count the formulas that have no result beside them.

    TooLargeError where it is too large, BadZipFile where it is none.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = sum(one.file_size for one in archive.infolist())
        most = limits.size * _UNPACKED
        if max(size, len(data)) > most:
            raise TooLargeError(f"the workbook unpacks to {size} bytes; {most} are read")
        cells = formulas = 0
        for context in _sheets(archive):
            cells += len(_CELL.findall(context)) + sum(map(_area, _MERGED.findall(context)))
            formulas += len(_UNSOLVED.findall(context))
    if cells > limits.nodes:
        raise TooLargeError(f"the workbook has {cells} cells, merged ones counted; {limits.nodes} are read")
    return formulas


def _sheets(archive: zipfile.ZipFile) -> Iterator[bytes]:
    for one in archive.infolist():
        if one.filename.lower().startswith(_SHEETS) and one.filename.lower().endswith(".xml"):
            yield archive.read(one)


def _area(corners: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = corners
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
