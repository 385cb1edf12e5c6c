"""Whether each cell of a table is in the catalog that was read of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.nodes import pack
from sphinx_roles.catalog.tables import KIND_OF_HEAD, Cell, Grid, filled
from sphinx_roles.catalog.tables.heads import DEEPEST
from sphinx_roles.catalog.tables.legends import is_legend_title, is_titled_legend
from sphinx_roles.inline import plain
from sphinx_roles.model import Assignment, Catalog, Text, fold
from sphinx_roles.problems import Location

_NUMBER = re.compile(r"[#(]?\d+(?:[.-]\d+)*[.):]?")
_PARTS = re.compile(r"\s*(?:[,;/&+\n]|\band\b|\bund\b|\bet\b|\by\b|\([^()]*\))\s*")
_LEGEND = re.compile(r"(?:^|[\s,;(])\w{1,2}\s*[=:]")


class CellCheck:
    """Compares the cells of tables with a catalog that was read of them, whatever the reader took them for.

    Letters must be held by a role at the very place of the cell, or by one that is named in its row. Of other
    texts it is enough that the catalog has them anywhere, as roles, rows, sections and fields are known by
    their names.
    """

    def __init__(self, catalog: Catalog) -> None:
        schemes = [
            catalog.schemes[key] for key in dict.fromkeys(one.scheme for one in catalog.matrices.values())
        ]
        self._readers = [LetterReader(scheme) for scheme in schemes]
        letters = (one for scheme in schemes for one in scheme.participations)
        self._words = {fold(word) for one in letters for word in (one.letter, one.name)}
        self._held: set[tuple[str, int]] = set()
        self._joined: dict[tuple[str, str], set[str]] = {}
        names = {key: fold(role.name) for key, role in catalog.roles.items()}
        for row in catalog.rows:
            file = row.location.file
            self._held.update((one.file or file, one.at) for one in row.assign)
            name = fold(row.name)
            for one in row.assign:
                self._joined.setdefault((name, names[one.role]), set()).update(one.letters)
        records = (catalog.roles, catalog.rows, catalog.sections, catalog.matrices)
        found = list(_texts_in(records))
        named = {role.name.location for role in catalog.roles.values() if isinstance(role.name, Text)}
        named |= {row.name.location for row in catalog.rows if isinstance(row.name, Text)}
        self._places = {text.location for text in found if isinstance(text, Text)}
        self._fields = self._places - named
        self._texts = {fold(plain(text)) for text in found}
        places = ((one.location.file, one.location) for one in catalog.roles.values())
        self._roles = {(file, pack(place.line, place.column)) for file, place in places}

    def unread(self, grid: Grid, file: str) -> list[Cell]:
        """Return the cells below the head of a table that say something which the catalog does not."""
        # Roles that are named in one row, right of its first cell, are its head, below a title.
        named = [
            i
            for i, row in enumerate(grid.rows)
            if row and any((file, cell.at) in self._roles for cell in row[1:])
        ]
        head = named[0] if len(named) == 1 and named[0] < DEEPEST else 0
        above = {cell.text for cell in grid.rows[head]}
        # Below roles that go over several columns, letters are heads, too: "Task" is in front of them.
        body = grid.rows[head + 1 :]
        body = body[1:] if body and fold(body[0][0].text) in KIND_OF_HEAD else body
        return [
            cell
            for row in body
            if {cell.text for cell in row} != above and not self._is_legend(row)
            for cell in row
            if cell.text and not self._is_read(cell, row, file)
        ]

    def is_lettered(self, text: str) -> bool:
        """Return whether a text is nothing but letters."""
        return any((read := reader.read(text)).parts and not read.unknown for reader in self._readers)

    def _is_legend(self, row: list[Cell]) -> bool:
        first, *rest = filled(row) or row
        return (
            {fold(cell.text) for cell in row} <= {*self._words, ""}
            or bool(_LEGEND.search(first.text))
            or (is_titled_legend(row) if rest else is_legend_title(first.text))
            # "R", and beside it a sentence on what it means.
            or (len(rest) == 1 and self.is_lettered(first.text) and not self.is_lettered(rest[0].text))
        )

    def _is_read(self, cell: Cell, row: list[Cell], file: str) -> bool:
        if (file, cell.at) in self._held:
            return True
        place, text = Location(file, cell.at >> 12, cell.at & 0xFFF), cell.text
        lettered = self.is_lettered(text) and cell is not row[0]
        if place in (self._fields if lettered else self._places):
            return True
        # A mark under a letter, "x" or a tick, is no letter itself.
        if (lettered or len(text) < _MARK) and self._is_joined(text, row):
            return True
        if lettered:
            return False
        # It may name nobody, count the rows, or be said elsewhere, whole or part by part.
        if _NUMBER.fullmatch(text) or any(reader.read(text).none for reader in self._readers):
            return True
        return fold(text) in self._texts or all(
            fold(part) in self._texts for part in _PARTS.split(text) if part
        )

    def _is_joined(self, text: str, row: list[Cell]) -> bool:
        """Return whether letters join a row and a role that a line names: one assignment a line, say."""
        letters = {
            letter for reader in self._readers for part, _ in reader.read(text).parts for letter in part
        }
        names = [fold(cell.text) for cell in row if cell.text]
        pairs = (self._joined.get((one, other)) for one in names for other in names)
        return any(letters.issubset(held) for held in pairs if held)


_MARK = 4


def _texts_in(value: Any) -> Iterator[str]:
    """Yield all texts in records but those of assignments, which are ids and letters."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        yield from (text for one in value if type(one) is not Assignment for text in _texts_in(one))
    elif isinstance(value, Struct):
        yield from (text for name in value.__struct_fields__ for text in _texts_in(getattr(value, name)))
    elif isinstance(value, Mapping):
        yield from _texts_in(tuple(value.values()))
