"""Simple tables of reStructuredText: columns under a border of equals signs."""

from __future__ import annotations

import re

from msgspec import Struct, field

from sphinx_roles.catalog.formats.restructured_cells import Page, Piece, Plan, indent
from sphinx_roles.problems import Code

_BORDER = re.compile(r"\s*=+(?: +=+)+")
_UNDERLINE = re.compile(r"-[ -]*")


def is_simple_border(line: str) -> bool:
    """Tell whether a line is the border of a simple table with more than one column."""
    return _BORDER.fullmatch(line) is not None


def read_simple_table(page: Page, start: int, stop: int) -> tuple[Plan | None, int]:
    """Read the table whose border is the line ``start``; return it and the line after it."""
    left = indent(page.lines[start])
    rules = []
    end = start + 1
    for i in range(start + 1, stop):
        line = page.lines[i]
        if line and indent(line) < left and not line.strip().startswith("="):
            break
        end = i + 1
        if set(line.strip()) in ({"="}, {"=", " "}):
            rules.append(i)
            if len(rules) == 2 or i + 1 == stop or not page.lines[i + 1]:
                break
    if not rules or rules[-1] != end - 1:
        page.report("the table has no border below its last row, expected one like this", start, left)
        rules.append(end)
    columns = [match.span() for match in re.finditer("=+", page.lines[start])]
    work = _Rows(page, columns)
    work.read(start + 1, rules[0])
    heads = work.row if len(rules) == 2 else 0
    if len(rules) == 2:
        work.read(rules[0] + 1, rules[1])
    plan = Plan(work.pieces, len(columns), heads, page.at(start, left))
    return (plan if work.pieces else None), end


class _Rows(Struct):
    page: Page
    columns: list[tuple[int, int]]
    row: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def read(self, start: int, stop: int) -> None:
        """Read the rows between two borders; a line without a first cell goes on with the row above."""
        first, last = self.columns[0]
        begun = start
        for i in range(start, stop):
            line = self.page.lines[i]
            if _UNDERLINE.fullmatch(line[first:]) and not line[:first].strip():
                self._add(begun, i, self._spans(i))
                begun = i + 1
            elif line[first:last].strip() and any(self.page.lines[begun:i]):
                self._add(begun, i, [])
                begun = i
        self._add(begun, stop, [])

    def _spans(self, i: int) -> list[tuple[int, int]]:
        """Return the columns that each stroke under a row covers: (first, after the last)."""
        starts = [start for start, _ in self.columns]
        found = []
        for stroke in re.finditer("-+", self.page.lines[i]):
            start, end = stroke.span()
            under = [n for n, (one, _) in enumerate(self.columns) if start <= one < end]
            if start not in starts:
                message = (
                    "a stroke under a row begins between two columns, expected it below the start of one"
                )
                self.page.report(message, i, start)
                return []
            found.append((under[0], under[-1] + 1))
        return found

    def _add(self, start: int, stop: int, spans: list[tuple[int, int]]) -> None:
        lines = [i for i in range(start, stop) if self.page.lines[i]]
        if not lines:
            return
        lines = list(range(lines[0], lines[-1] + 1))
        merged = self._merged(lines, spans)
        for n, after in merged:
            left = self.columns[n][0]
            right = self.columns[after][0] if after < len(self.columns) else None
            area = [(i, left, len(self.page.lines[i]) if right is None else right) for i in lines]
            piece = self.page.piece(area, self.row, n)
            piece.wide = after - n
            self.pieces.append(piece)
        self.row += 1

    def _merged(self, lines: list[int], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the columns of each cell of a row; a text that runs over a gap is told, and kept whole."""
        ends = {after for _, after in spans}
        inside = {n for first, after in spans for n in range(first + 1, after)}
        cuts = [0]
        for n in range(1, len(self.columns)):
            if n in inside and n not in ends:
                continue
            gap = self.columns[n - 1][1], self.columns[n][0]
            over = next((i for i in lines if self.page.lines[i][slice(*gap)].strip("\0 ")), None)
            if over is None:
                cuts.append(n)
                continue
            text = self.page.lines[over].replace("\0", "").strip()
            message = f"the text {text!r} runs over the gap between two columns"
            expected = "expected a blank here, or a stroke of '-' under the columns that it spans"
            self.page.report(f"{message}, {expected}", over, gap[0], Code.TABLE)
        return list(zip(cuts, [*cuts[1:], len(self.columns)], strict=True))
