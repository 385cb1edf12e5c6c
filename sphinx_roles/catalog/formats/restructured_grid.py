"""Grid tables of reStructuredText: cells between bars and rules, which may span rows and columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from heapq import heappop, heappush

from msgspec import Struct, field

from sphinx_roles.catalog.formats.restructured_cells import Page, Piece, Plan, indent

_BORDER = re.compile(r"\s*\+(?:[-=]+\+)+")
_HEAD_RULE = re.compile(r"\+=[=+]*\+\s*")
_RULE = frozenset("-+")
_BARS = frozenset("|+")


def is_grid_border(line: str) -> bool:
    """Tell whether a line is the border of a grid table."""
    return _BORDER.fullmatch(line) is not None


def read_grid_table(page: Page, start: int, stop: int) -> tuple[Plan | None, int]:
    """Read the table whose border is the line ``start``; return it and the line after it."""
    left = indent(page.lines[start])
    end = start
    for i in range(start, stop):
        line = page.lines[i]
        if not line or indent(line) < left:
            break
        if line[left : left + 1] in _BARS:
            end = i + 1
    width = len(page.lines[start]) - left
    box = [page.lines[i][left:].ljust(width) for i in range(start, end)]
    if not is_grid_border(page.lines[end - 1]) or len(box) < 2:
        page.report("the table has no border below its last row, expected one like the first", end - 1, left)
        box.append(box[0])
    return _Drawing(page, box, start, left).plan(), end


class _Drawing(Struct):
    page: Page
    box: list[str]
    line: int
    left: int
    heads: int = 0
    reported: bool = False
    done: dict[int, int] = field(default_factory=dict)

    def plan(self) -> Plan | None:
        """Find the cells; a place where the borders do not meet is told once, the rest is read."""
        for i, text in enumerate(self.box):
            if _HEAD_RULE.fullmatch(text):
                self.heads = self.heads or (i if i < len(self.box) - 1 else 0)
                self.box[i] = text.replace("=", "-")
        areas = self._areas()
        if not areas:
            return None
        tops = sorted({area[0] for area in areas})
        lefts = sorted({area[1] for area in areas})
        pieces = [self._piece(area, tops, lefts) for area in areas]
        heads = sum(top < self.heads for top in tops)
        return Plan(pieces, len(lefts), heads, self.page.at(self.line, self.left))

    def _areas(self) -> list[tuple[int, int, int, int]]:
        """Return (top, left, bottom, right) of each cell, by following the corners."""
        found = []
        corners = [(0, 0)]
        while corners:
            top, left = corner = heappop(corners)
            while corners and corners[0] == corner:
                heappop(corners)
            inside = top < len(self.box) - 1 and left < len(self.box[0]) - 1
            # A corner may lie on the edge of a cell that began above it or to its left.
            if not inside or top < self.done.get(left, 0):
                continue
            if area := self._area(top, left):
                found.append((top, left, *area))
                bottom, right = area
                self.done.update(dict.fromkeys(range(left, right), bottom))
            else:
                bottom, right = self._next_corners(top, left)
                self._report(top, left, right)
            heappush(corners, (top, right))
            heappush(corners, (bottom, left))
        return found

    def _area(self, top: int, left: int) -> tuple[int, int] | None:
        """Return the bottom and right of the smallest closed box at a corner."""
        for right in range(left + 1, len(self.box[0])):
            if self.box[top][right] not in _RULE:
                return None
            if self.box[top][right] == "+" and (bottom := self._bottom(top, left, right)):
                return bottom, right
        return None

    def _bottom(self, top: int, left: int, right: int) -> int:
        for bottom in range(top + 1, len(self.box)):
            line = self.box[bottom]
            if line[left] not in _BARS or line[right] not in _BARS:
                return 0
            if line[left] == line[right] == "+" and _RULE.issuperset(line[left:right]):
                return bottom
        return 0

    def _next_corners(self, top: int, left: int) -> tuple[int, int]:
        right = self.box[top].find("+", left + 1)
        below = (i for i in range(top + 1, len(self.box)) if self.box[i][left] == "+")
        return next(below, len(self.box)), right if right > 0 else len(self.box[0])

    def _report(self, top: int, left: int, right: int) -> None:
        """Tell where the border of a cell breaks off; the cells beside it follow from that."""
        if self.reported:
            return
        self.reported = True
        y, x, message = top, left, "the cell that begins here is not closed"
        for i in range(top + 1, len(self.box)):
            wrong = [edge for edge in (left, right) if self.box[i][edge : edge + 1] not in _BARS]
            if wrong:
                y, x = i, wrong[0]
                message = f"{self.box[y][x : x + 1]!r} stands in the border of a cell"
                break
        line = min(self.line + y, len(self.page.lines) - 1)
        column, end = self.left + x, len(self.page.lines[line].rstrip())
        if column > end:
            # The lines of the box are filled up with blanks.
            column, message = end, "the line ends before the border of a cell"
        self.page.report(f"{message}, expected '|' or '+' in line with the corners above", line, column)

    def _piece(self, area: tuple[int, int, int, int], tops: list[int], lefts: list[int]) -> Piece:
        top, left, bottom, right = area
        first, last = self.line + top + 1, self.line + bottom
        start, stop = self.left + left + 1, self.left + right
        lines = [(i, start, stop) for i in range(first, last)] or [(first - 1, start, start)]
        piece = self.page.piece(lines, bisect_left(tops, top), bisect_left(lefts, left))
        piece.high = bisect_left(tops, bottom) - piece.row
        piece.wide = bisect_left(lefts, right) - piece.column
        return piece
