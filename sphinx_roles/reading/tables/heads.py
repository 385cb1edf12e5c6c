"""The head of a table: which row it is, and what above it is a title."""

from __future__ import annotations

from sphinx_roles.model import fold
from sphinx_roles.reading.letters import LetterReader
from sphinx_roles.reading.tables.cells import Cell, Grid
from sphinx_roles.reading.tables.columns import kind_of
from sphinx_roles.reading.tables.head_words import KIND_OF_HEAD
from sphinx_roles.reading.tables.legend import is_legend_title
from sphinx_roles.reading.tables.reading import TableReading, filled, quoted
from sphinx_roles.reading.tree import Scalar

__all__ = ["split_head", "title_of"]

# A title, a date and a version may stand above the head of an exported sheet, but no page of text.
_DEEPEST = 12


def title_of(grid: Grid, reader: LetterReader) -> Scalar | None:
    """Return the name of a table: what its file says, else a line alone above its head."""
    if grid.name is not None or grid.headed:
        return grid.name
    for row in grid.rows[: _head_index(grid.rows, False, reader)]:
        if len(cells := filled(row)) == 1 and not is_legend_title(cells[0].text):
            return Scalar(cells[0].text, cells[0].at, False)
    return None


def _head_index(rows: list[list[Cell]], headed: bool, reader: LetterReader) -> int:
    """Return the row of the heads: one that begins with a known head, else the first full one."""
    if headed or not rows:
        return 0
    widest = max(len(filled(row)) for row in rows)
    full = -1
    for i, row in enumerate(rows[:_DEEPEST]):
        cells = filled(row)
        if len(cells) < 2:
            continue
        lettered = sum(bool(reader.read(cell.text).parts) for cell in cells[1:]) >= 0.5 * (len(cells) - 1)
        known = fold(cells[0].text) in KIND_OF_HEAD and len(cells) >= 0.6 * widest
        if known and (full < 0 or not lettered):
            return i
        # The corner is often blank, or not there at all.
        lacking = not row[0].text or (len(row) < widest and not lettered)
        if full < 0 and len(cells) + lacking >= 0.75 * widest:
            full = i
    return max(full, 0)


def split_head(
    rows: list[list[Cell]], headed: bool, reading: TableReading
) -> tuple[list[Cell], list[list[Cell]]] | None:
    """Return the head and the rows under it; None, and told, where the first row is data already."""
    if not rows:
        return None
    index = _head_index(rows, headed, reading.reader)
    head, body = list(rows[index]), rows[index + 1 :]
    if _is_data(head, body, reading):
        text = f"the first row {quoted(head)} holds letters, expected a head with the names of the roles"
        reading.tell(text, head[0].at)
        return None
    return _with_corner(head, body, reading), body


def _is_data(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> bool:
    """Tell whether a row of letters has more rows of letters below it: then it is no head."""
    if not head or kind_of(head[0].text, reading) is not None:
        return False
    if reading.share_of_letters(head[1:]) < 0.5:
        return False
    below = [cell for row in body for cell in row[1:] if cell.text]
    # Under the heads R, A, C and I stand names.
    return not below or reading.share_of_letters(below) >= 0.5


def _with_corner(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> list[Cell]:
    """Put the missing corner before heads that are one cell shorter than all rows."""
    long = [row for row in body if len(row) == len(head) + 1 and row[-1].text]
    shifted = len(long) >= 1 and len(long) == sum(len(row) > 1 for row in body)
    if shifted and kind_of(head[0].text, reading) is None:
        first, under = [row[0] for row in long], [row[1] for row in long]
        if reading.share_of_letters(first) < 0.5 <= reading.share_of_letters(under):
            return [Cell("", head[0].at), *head]
    return head
