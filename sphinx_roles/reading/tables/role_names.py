"""Several names of roles in one cell, where a name may itself hold a slash, a comma or brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_roles.model import fold
from sphinx_roles.reading.plain_text import name_of, plain
from sphinx_roles.reading.tables.cells import Cell
from sphinx_roles.reading.tables.reading import TableReading

__all__ = ["RoleNames"]

_FIRM = re.compile(r"<br\s*/?>|[;\r\n；]", re.I)
_COMMA = re.compile(r"[,，、](?![^()]*\))")
_DIVIDING = re.compile(r"[,，、/()]")
_SPACED_SLASH = re.compile(r"\s+/\s+")
_SLASH = re.compile(r"/")
_CONDITION = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<when>[^()]+)\)")
_BULLET = re.compile(r"^\s*[-*•]\s+(?=\S)")


class RoleNames:
    """Splits cells into the names of roles.

    A semicolon or a line break always stands between names. A comma does where there is neither,
    unless the whole is a name that stands alone elsewhere. A slash does only between two names
    that stand alone elsewhere, or with blanks around it: "Support/Operations Lead" is one role.
    """

    def __init__(self, cells: list[Cell], reading: TableReading) -> None:
        self._reading = reading
        self._names = set(reading.options.roles)
        cut = [[piece for _, piece in self._cut(cell.raw, _FIRM)] for cell in cells]
        alone = {fold(plain(piece)) for pieces in cut for piece in pieces if not _DIVIDING.search(piece)}
        self._names |= alone
        # With what stands alone known, the commas can be read, and with those the slashes.
        lists = [pieces[0] for pieces in cut if len(pieces) == 1 and not self._is_name(pieces[0])]
        listed = [piece for text in lists for _, piece in self._cut(text, _COMMA)]
        self._names |= {fold(plain(piece)) for piece in listed if not _DIVIDING.search(piece)}

    def split(self, cell: Cell) -> Iterator[tuple[str, str, int]]:
        """Yield (name, condition, place) for each role in a cell; dashes and blanks are nobody."""
        for start, raw in self._pieces(cell.raw):
            text = name_of(plain(_BULLET.sub("", raw)))
            if not text or self._reading.reader.read(text).none:
                continue
            # Beyond the first line of a cell its columns are not known.
            offset = 0 if re.search(r"[\r\n]", cell.raw[:start]) else start
            lead = len(cell.raw) - len(cell.raw.lstrip(" \t\u00a0"))
            name, when = self._condition(text)
            yield name, when, cell.at + max(offset - lead, 0)

    def _pieces(self, raw: str) -> Iterator[tuple[int, str]]:
        firm = list(self._cut(raw, _FIRM))
        for start, piece in firm:
            parts = [(0, piece)]
            if self._is_name(piece):
                pass
            elif len(firm) == 1 and _COMMA.search(piece):
                parts = list(self._cut(piece, _COMMA))
            for offset, part in parts:
                yield from ((start + offset + more, name) for more, name in self._slashed(part))

    def _slashed(self, piece: str) -> Iterator[tuple[int, str]]:
        for separator in (_SPACED_SLASH, _SLASH):
            parts = list(self._cut(piece, separator))
            apart = separator is _SPACED_SLASH or all(self._is_name(part) for _, part in parts)
            if len(parts) > 1 and apart and not self._is_name(piece):
                yield from parts
                return
        yield 0, piece

    def _condition(self, text: str) -> tuple[str, str]:
        """Split "SRE (production)" where SRE is a role and the whole is not."""
        match = _CONDITION.fullmatch(text)
        if match and not self._is_name(text) and self._is_name(match["name"]):
            return match["name"], match["when"].strip()
        return text, ""

    def _is_name(self, piece: str) -> bool:
        return fold(plain(piece)) in self._names

    def _cut(self, raw: str, separator: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """Yield (offset, piece) without blanks around the pieces; blank ones are left out."""
        start = 0
        for match in (*separator.finditer(raw), None):
            piece = raw[start : match.start() if match else len(raw)]
            if bare := piece.strip():
                yield start + piece.index(bare), bare
            start = match.end() if match else start
