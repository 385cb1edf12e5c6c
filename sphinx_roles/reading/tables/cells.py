"""A table as it stands in a file: cells of text with their places, not yet understood."""

from __future__ import annotations

from msgspec import Struct, field

from sphinx_roles.reading.plain_text import is_bold, link_in, plain
from sphinx_roles.reading.tree import Scalar, pack

__all__ = ["Cell", "Grid", "cell_at"]


class Cell(Struct, gc=False):
    """One cell: ``text`` without markup, ``raw`` as written, ``at`` its first visible character.

    ``link`` is the address of the first link in it; ``bold`` says that all of it is bold.
    """

    text: str
    at: int
    raw: str = ""
    link: str | None = None
    bold: bool = False


class Grid(Struct):
    """The rows of one table, as long as they were written. A row without a cell is left out.

    ``headed`` says that the first row is the head by the rules of its format. ``name`` is the
    caption, else the nearest heading above. ``footnotes`` and ``references`` are what the file
    says elsewhere about the marks (``^1``, ``*``) and link labels in the cells. ``lines`` are the
    first and the last line that the table takes, where its format has lines for it.
    """

    rows: list[list[Cell]]
    at: int
    name: Scalar | None = None
    headed: bool = False
    footnotes: dict[str, Scalar] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    lines: tuple[int, int] = (0, 0)


def cell_at(raw: str, line: int, column: int, references: dict[str, str] | None = None) -> Cell:
    """Make a cell of the text that starts at a place; the place moves on to its first visible character."""
    margin = len(raw) - len(raw.lstrip(" \t\u00a0"))
    at = pack(line, column + margin)
    text = plain(raw)
    # Most cells are a letter or a name and nothing more.
    if text == raw:
        return Cell(text, at, raw)
    return Cell(text, at, raw, link_in(raw, references or {}), is_bold(raw))
