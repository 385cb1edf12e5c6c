"""The line of a file that an issue is about, with a caret under its place."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from sphinx_roles.reading.decoding import decode
from sphinx_roles.reading.settings import Limits
from sphinx_roles.reading.sheet import Sheet

__all__ = ["Excerpts", "harmless"]

_TAB = 8
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset({"\u200c", "\u200d"})
"""They are written inside words and pictures, and turn nothing round."""


def harmless(text: str) -> str:
    """Return a text that a terminal shows as it is.

    Control characters, which could move the cursor or turn text round, become a visible mark.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    hidden = unicodedata.category(character) in _UNSHOWN and character not in _JOINERS
    return "\N{REPLACEMENT CHARACTER}" if hidden else character


class Excerpts:
    """The lines of files, each read once for a report."""

    def __init__(self, width: int = 100) -> None:
        self.width = width
        self._read: dict[Path, list[str]] = {}

    def at(self, path: Path, line: int, column: int) -> list[str]:
        """Return the line with its number, and the caret below; nothing where there is no such line.

        A line longer than the width is cut around the place. Tabs become blanks, and the caret stands
        in the right place below wide and combining characters.
        """
        lines = self._lines(path)
        if not 0 < line <= len(lines) or not lines[line - 1].strip():
            return []
        number = f"{line:>5} | "
        room, text = self.width - len(number), lines[line - 1]
        if text.isascii() and text.isprintable():
            shown, caret = _cut_plain(text, min(max(column - 1, 0), len(text)), room)
        else:
            shown, caret = _cut(*_cells(text, column, 2 * room), room)
        return [f"{number}{shown}".rstrip(), f"{' ' * (len(number) - 2)}| {' ' * caret}^"]

    def _lines(self, path: Path) -> list[str]:
        if path not in self._read:
            self._read[path] = _lines(path)
        return self._read[path]


def _lines(path: Path) -> list[str]:
    limits = Limits()
    try:
        # What was too large to be read is too large to be shown, and a pipe would never end.
        if not path.is_file() or path.stat().st_size > limits.size:
            return []
        data = path.read_bytes()
    except (OSError, ValueError):
        return []
    text = decode(data, Sheet(str(path), [], limits=limits))
    return text.split("\n") if text is not None else []


def _cells(text: str, column: int, most: int) -> tuple[list[tuple[str, int]], int, bool]:
    """Return the characters up to ``most`` past a column, as they are shown, with their widths.

    Then which of them the column is, and whether that is all of the text.
    """
    cells: list[tuple[str, int]] = []
    reached = 0
    end = max(column, 0) + most
    for character in text[:end]:
        if character == "\t":
            blanks = _TAB - reached % _TAB
            cells.append((" " * blanks, blanks))
        else:
            cells.append((_shown(character), _width(character)))
        reached += cells[-1][1]
    return cells, min(max(column - 1, 0), len(cells)), end >= len(text)


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    if character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut_plain(text: str, at: int, room: int) -> tuple[str, int]:
    """Do what `_cut` does for a text of which each character is one wide."""
    if len(text) <= room:
        return text, at
    start = max(0, min(at - room // 3, len(text) - room + 2))
    end = start + room - 2
    front, back = ("…" if start else ""), ("…" if end < len(text) else "")
    return f"{front}{text[start:end]}{back}", len(front) + at - start


def _cut(cells: list[tuple[str, int]], at: int, whole: bool, room: int) -> tuple[str, int]:
    """Return as much as there is room for around a place, and how far from its start the place is."""
    widths = [width for _, width in cells]
    start, end = 0, len(cells)
    if not whole or sum(widths) > room:
        # A third of the room goes before the place: what is wrong stands at it and after it.
        start, before = _reach(widths, range(at - 1, -1, -1), room // 3)
        start = at - start
        ahead, used = _reach(widths, range(at, len(cells)), room - 2 - before)
        end = at + ahead
        start -= _reach(widths, range(start - 1, -1, -1), room - 2 - before - used)[0]
    shown = "".join(text for text, _ in cells[start:end])
    front, back = ("…" if start else ""), ("…" if end < len(cells) or not whole else "")
    return f"{front}{shown}{back}", len(front) + sum(widths[start:at])


def _reach(widths: list[int], places: range, room: int) -> tuple[int, int]:
    """Return how many of some places fit into the room, and how much of it they take."""
    count = used = 0
    for place in places:
        if used + widths[place] > room:
            break
        used += widths[place]
        count += 1
    return count, used
