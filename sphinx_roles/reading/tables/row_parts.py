"""What of a row is alike in every layout: its name, fields, links and footnotes."""

from __future__ import annotations

import re

from sphinx_roles.reading.plain_text import link_in, marks_in, name_of
from sphinx_roles.reading.tables.cells import Cell, Grid
from sphinx_roles.reading.tables.table import Row
from sphinx_roles.reading.tree import Scalar

__all__ = ["add_field", "add_footnotes", "is_as_above", "name_scalar", "prose", "start_row"]

_AS_ABOVE = frozenset(('"', "''", "”", "〃", "″", "ditto", "idem", "dito", "as above"))
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.I)
_LINKS = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()\s<>]+)>?[^()]*\)|<?((?:https?://|mailto:)[^\s<>,;]+)>?")


def is_as_above(cell: Cell | None) -> bool:
    """Tell whether a name or section repeats the one above: blank, or a ditto mark."""
    return cell is None or not cell.text or cell.text.casefold() in _AS_ABOVE


def name_scalar(cell: Cell) -> Scalar:
    """Return a name as data: plain text without its footnote mark."""
    return Scalar(name_of(cell.text), cell.at, False)


def prose(cell: Cell) -> str:
    """Return the text of a cell with its markup; breaks are lines, comments are gone."""
    return _BREAK.sub("\n", _COMMENT.sub("", cell.raw)).strip()


def start_row(cell: Cell, section: Scalar | None) -> Row:
    """Make a row with a name, and with the link that stands on the name."""
    row = Row(name_scalar(cell), [], section, [], [])
    if cell.link:
        row.links.append((row.name.text, Scalar(cell.link, cell.at, False)))
    return row


def add_field(row: Row, key: str, cell: Cell, head: str, references: dict[str, str]) -> None:
    """Add what a further column says about a row."""
    text = prose(cell)
    if not text:
        return
    if key != "links":
        row.fields.append((key, Scalar(text, cell.at, False)))
        return
    found = [(m[1] or m[3], m[2] or m[3]) for m in _LINKS.finditer(text)]
    if not found:
        address = link_in(cell.raw, references)
        found = [(cell.text if address else head, address or cell.text)]
    row.links += [(name, Scalar(address, cell.at, False)) for name, address in found]


def add_footnotes(row: Row, cells: list[Cell], grid: Grid) -> None:
    """Add, as notes, the footnotes that the name and the letters of a row point at."""
    if not grid.footnotes:
        return
    for mark in dict.fromkeys(mark for cell in cells if cell.raw for mark in marks_in(cell.raw)):
        note = grid.footnotes.get(mark)
        if note is not None:
            row.fields.append(("notes", note))
