"""How wide a grid of letters is, as classes: a stylesheet can ask for a width, and can count nothing.

A table knows from which width of its surroundings on it is whole (``ro-w38``), below which its heads are
turned (``ro-t44``), how many columns it has (``ro-n12``), and how long a turned head is (``ro-h9``). All but
the count are in `em` of the text around the table, and each is one of few steps: a rule of the stylesheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from docutils.utils import column_width

from sphinx_roles.analysis.matrix import MatrixReport

Limits: TypeAlias = Sequence[Sequence[str]]
"""Under which conditions the assignments of each cell of a matrix hold."""

WHOLE = (*range(12, 50, 2), 54, 60, 68, 80, 100)
TURNED = (*range(20, 42, 4), 42, *range(44, 64, 4), 72, 84, 100)
LENGTHS = (5, 7, 9, 11, 13, 16, 18)
LEAST = (2, 3, 4, 5, 6, 8, 10)
COUNTS = range(1, 25)
"""The steps that the stylesheet has rules for."""

_NAMES, _TURNED_NAMES = 11.5, 7.6
"""The least width of the first column, beside heads that are straight and that are turned."""
TEXTS = (4, 5, 6, 7, 8, 9)
"""The least width of a column of texts with its padding: what the longest word needs, up to the last."""
APART = 0.5
"""How much further the first of them is from the letters."""
_SMALL, _BOLD, _MARGIN = 0.49, 0.53, 0.5
"""The width of a sign in such a column, of one in its head, and its padding."""
_BADGE, _SIGN, _LINE, _PAD = 1.5, 0.54, 1.06, 1.25
"""The least of a column, the width of a sign, the height of a line of a turned head, and padding."""
_TURNED_SIGN = 0.61
"""The width of a sign of a turned head in a wide font: where a line is too long, the next one is cut off."""
_SHARED, _PHONE = 3, 10.0
"""Up to so many roles, and so much width beside the names, columns share the width of a phone."""
_NAMES_SHARE = 0.43
"""What names have of that width."""
_CONDITION = 0.85
"""How much of a width that is enough for a word, as it is for a grid to be called whole, the word has."""
_NUMBERED = 1.9
"""The width of a badge with the number of its condition beside it."""
_ACROSS, _PAGE = 7, 40.0
"""From so many responsibilities across, their names are turned; the width that a page has in most themes."""
_LONGEST, _FEW = 28, 13
"""Signs in a line of a turned head; up to so many columns, a head has room for two lines."""
_WIDE_SIGNS = 10
"""What a line has of a script of East Asia, which is broken between any two of its signs."""


def signs(text: str) -> int:
    """Return how many signs wide a text is: one of East Asia has the width of two."""
    # Most texts are ASCII, and docutils looks up each sign.
    return len(text) if text.isascii() else column_width(text)


def head_lines(names: Sequence[str]) -> tuple[int, list[int]]:
    """Return how many signs a line of turned heads has, and how many lines each has.

    A word is broken only where it is longer than any line.
    """
    wholes = max(map(signs, names), default=1)
    words = max(map(_longest, names), default=1)
    halves = wholes // 2 + 4 if len(names) <= _FEW else wholes
    length = max(min(max(words, halves), wholes, _LONGEST), 1)
    return length, [_lines(name, length) for name in names]


def _lines(name: str, length: int) -> int:
    """Return how many lines a name has, broken between words."""
    lines, room = 1, length
    for word in name.split():
        size = signs(word)
        if size > room and room < length:
            lines, room = lines + 1, length
        more = max(size - 1, 0) // length
        lines, room = lines + more, room + more * length - size - 1
    return lines


def _longest(name: str) -> int:
    """Return the width of the longest part of a name that is not to be broken."""
    words = name.split()
    sizes = (signs(word) for word in words)
    pairs = zip(sizes, words, strict=True)
    return max((size if size <= len(word) else min(size, _WIDE_SIGNS) for size, word in pairs), default=1)


def width_classes(
    matrix: MatrixReport,
    corner: str,
    names: Sequence[str],
    limits: Limits,
    beside: float,
    *,
    even: bool = False,
    numbered: bool = False,
) -> str:
    """Return the classes of a grid with these heads; none says that it is whole if it fits nowhere.

    ``beside`` is the width of what else is in a row. Where conditions are ``numbered``, turned columns need
    no room for their words. Where columns are to be ``even``, one more class says what the longest word in
    any cell needs (``ro-c3``).
    """
    least = [count * 0.8 * _SIGN for count in _least(matrix, limits)]
    widest = max(least, default=0) if even else 0
    least = [max(one, widest) for one in least]
    turned = [min(one, _NUMBERED) for one in least] if numbered else least
    found = [
        *column_classes(corner, names, turned, least, beside),
        "ro-few" if _are_few(names, beside) else "",
        _step("c", widest + 0.3, LEAST) or f"ro-c{LEAST[-1]}" if widest else "",
    ]
    return " ".join(filter(None, found))


def worded_class(
    matrix: MatrixReport, corner: str, names: Sequence[str], limits: Limits, beside: float = 0
) -> str:
    """Return the class below whose width the words of conditions have no room, so that numbers are for them.

    It is empty where they need no more than what else is in their columns.
    """
    words = condition_widths(matrix, limits)
    need = _whole(corner, names, words, beside)
    if need == _whole(corner, names, [min(one, _NUMBERED) for one in words], beside):
        return ""
    if _are_few(names, beside):
        there = len(names) * (max(words) + 0.2) + beside
        need = max(need, min(there / (1 - _NAMES_SHARE), 30))
    return wider_class(need)


def is_crowded(matrix: MatrixReport, limits: Limits) -> bool:
    """Whether conditions of rows that are across, and turned, are numbers: their words fit no usual page."""
    rows, sizes = matrix.rows, _signs(matrix, limits)
    if len(rows) < _ACROSS:
        return False
    words = [_CONDITION * 0.8 * _SIGN * max((sizes[at] for at in row.cells), default=0) for row in rows]
    return any(words) and _NAMES + sum(max(_NUMBERED, word) + 0.3 for word in words) > _PAGE


def wider_class(need: float) -> str:
    """Return the class below whose width there is less than is needed."""
    return _step("t", need, TURNED) or f"ro-t{TURNED[-1]}"


def condition_widths(matrix: MatrixReport, limits: Limits) -> list[float]:
    """Return how wide the longest word in each column is that is no badge."""
    return [count * _CONDITION * 0.8 * _SIGN for count in _least(matrix, limits)]


def condition_numbers(matrix: MatrixReport, limits: Limits) -> dict[str, int]:
    """Return a number for each text of conditions in the cells, in the order of the rows."""
    if not any(map(any, limits)):
        return {}
    shown = dict.fromkeys(number for row in matrix.rows for number in row.cells)
    texts = (text for number in shown for text in limits[number])
    return {text: number for number, text in enumerate(dict.fromkeys(filter(None, texts)), 1)}


def _are_few(names: Sequence[str], beside: float) -> bool:
    """Whether columns share the width of a phone."""
    return len(names) <= _SHARED and _BADGE * len(names) + beside <= _PHONE


def _whole(corner: str, names: Sequence[str], cells: Sequence[float], beside: float) -> float:
    """Return the width of a grid whose heads are turned, and whose columns need so much."""
    _, lines = head_lines(names)
    first = max(_TURNED_NAMES, 0.48 * max(map(signs, corner.split()), default=1) + 0.9)
    columns = (max(_BADGE, _LINE * count, cell + 0.3) for count, cell in zip(lines, cells, strict=True))
    return first + beside + sum(columns)


def column_classes(
    corner: str, names: Sequence[str], turned: Sequence[float], straight: Sequence[float], beside: float = 0
) -> list[str]:
    """Return the classes of a grid with these heads, whose columns need so much turned and straight."""
    length, _ = head_lines(names)
    return [
        "ro-free",
        _step("w", _whole(corner, names, turned, beside), WHOLE),
        wider_class(straight_width(names, straight) + beside),
        f"ro-n{min(len(names), COUNTS[-1])}",
        length_class(length),
    ]


def straight_width(names: Sequence[str], cells: Sequence[float]) -> float:
    """Return the width of a grid whose heads are straight, and whose columns need so much."""
    pairs = zip(names, cells, strict=True)
    return _NAMES + sum(max(4.6, max(head_width(name), cell) + _PAD) for name, cell in pairs)


def head_width(name: str) -> float:
    """Return the least width of a straight head."""
    return _longest(name) * _SIGN


def words_width(text: str) -> float:
    """Return the width of the longest word of a cell."""
    return _SIGN * max(map(signs, text.split()), default=0)


def field_width(head: str, texts: Iterable[str]) -> int:
    """Return the step of a column of texts; a browser breaks words at hyphens."""
    words = (word for text in texts for word in text.replace("-", "- ").split())
    longest = max(map(signs, words), default=0)
    need = max(_SMALL * longest, _BOLD * max(map(signs, head.split()), default=0)) + _MARGIN
    return next((step for step in TEXTS if step >= need), TEXTS[-1])


def length_class(length: int) -> str:
    """Return the class for the length of turned heads, in signs."""
    return _step("h", length * _TURNED_SIGN + 0.4, LENGTHS) or f"ro-h{LENGTHS[-1]}"


def _step(kind: str, size: float, steps: Iterable[int]) -> str:
    """Return the class of the first step that is no smaller."""
    return next((f"ro-{kind}{step}" for step in steps if step >= size), "")


def _least(matrix: MatrixReport, limits: Limits) -> list[int]:
    """Return, for each column, how many signs its longest word has that is no badge."""
    sizes = _signs(matrix, limits)
    if not any(sizes):
        return [0] * len(matrix.columns)
    columns = zip(*(row.cells for row in matrix.rows), strict=True)
    return [max((sizes[number] for number in set(column)), default=0) for column in columns]


def _signs(matrix: MatrixReport, limits: Limits) -> list[int]:
    """Return how many signs the longest word of each cell has; conditions are in brackets."""
    found = []
    for cell, when in zip(matrix.cells, limits, strict=True):
        texts = [f"({text})" for text in when if text] + [part.unread for part in cell.parts]
        found.append(max((signs(word) for text in texts for word in text.split()), default=0))
    return found
