"""A table as it stands in a file: cells of text with their places, not yet understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from sphinx_roles.catalog.letters import LetterReader, Letters
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode, pack
from sphinx_roles.catalog.schemes import BUILT_IN, DEFAULT_SCHEME
from sphinx_roles.catalog.text import inline_text, plain, read_inline
from sphinx_roles.model import Scheme


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
    caption, else the nearest heading above. ``footnotes`` are what the file
    says elsewhere about the marks (``^1``, ``*``) in the cells. ``lines`` are the first and the last
    line that the table takes, where its format has lines for it.
    """

    rows: list[list[Cell]]
    at: int
    name: ScalarNode | None = None
    headed: bool = False
    footnotes: dict[str, ScalarNode] = field(default_factory=dict)
    lines: tuple[int, int] = (0, 0)


def cell_at(raw: str, line: int, column: int, references: Mapping[str, Any] | None = None) -> Cell:
    """Make a cell of the text that starts at a place; the place moves on to its first visible character."""
    margin = len(raw) - len(raw.lstrip(" \t\u00a0"))
    found = read_inline(raw, references) if references and "[" in raw else inline_text(raw)
    return Cell(found.line, pack(line, column + margin), raw, found.link, found.bold)


class Row(Struct):
    """A responsibility and its cells, as (index of the head, text); blank cells are left out.

    ``section`` is the name of its section or None. ``fields`` holds what further columns say
    (``summary``, ``notes``, ``frequency`` …), by the model's names; ``links`` are (text, url).
    """

    name: ScalarNode
    cells: list[tuple[int, ScalarNode]]
    section: ScalarNode | None = None
    fields: list[tuple[str, ScalarNode]] = []
    links: list[tuple[str, ScalarNode]] = []
    partial: bool = False
    """Some of its cells could not be read, as has been reported."""


class Table(Struct):
    """A table of roles (``heads``) by responsibilities (``rows``), turned that way where it was not.

    ``name`` is its caption, else the nearest heading above it; None where there is neither.
    ``scheme`` is the scheme that its source names, if any.
    """

    heads: list[ScalarNode]
    rows: list[Row]
    at: int
    name: ScalarNode | None = None
    scheme: str | None = None


_NOTHING: Mapping[str, str] = MappingProxyType({})
_LINE = re.compile(r"<br\s*/?>|[\r\n]", re.I)
_BULLET = re.compile(r"^\s*[-*•+]\s+(?=\S)")


class TableOptions(Struct, frozen=True, kw_only=True):
    """What is known of a table before it is read.

    ``scheme`` is what its source names, if any; ``default`` holds where nothing else does.
    ``columns`` says what a column is, by its head: a kind (see `columns.KINDS`), a declared
    field, or the name of the role that it stands for; a user knows it as ``columns_by``.
    ``fields`` are the team's declared fields (key → label), ``roles`` the folded names of the roles
    that are known from elsewhere.
    """

    scheme: str | None = None
    schemes: Mapping[str, Scheme] = BUILT_IN
    default: str = DEFAULT_SCHEME
    transpose: bool | None = None
    columns: Mapping[str, str] = _NOTHING
    columns_by: str = "columns"
    fields: Mapping[str, str] = _NOTHING
    roles: frozenset[str] = frozenset()
    fill_down: bool = False
    """A blank cell means what stands above it, in columns of letters too."""
    readers: dict[str, LetterReader] = field(default_factory=dict)
    """The readers of letters that have been made, by scheme: a file may have hundreds of tables."""

    def reader(self, name: str) -> LetterReader:
        """Return the reader of a scheme; of the first one where there is none of that name."""
        found = self.readers.get(name)
        if found is None:
            scheme = self.schemes.get(name) or next(iter(self.schemes.values()))
            found = self.readers[name] = LetterReader(scheme)
        return found


class TableReading(Struct):
    """The work on one table. ``guessed`` is the scheme that it names itself, ``title`` its own name."""

    context: ReadContext
    options: TableOptions
    reader: LetterReader
    guessed: str | None = None
    title: ScalarNode | None = None

    def letters(self, cell: Cell) -> Letters:
        """Read a cell as letters."""
        return self.reader.read(cell.text if cell.text == cell.raw else letter_text(cell))

    def holds_letters(self, cell: Cell) -> bool:
        """Tell whether a cell is letters of the scheme and nothing else."""
        letters = self.letters(cell)
        return bool(letters.parts) and not letters.unknown

    def is_blank(self, cell: Cell) -> bool:
        """Tell whether a cell names nobody: blank, a dash, "N/A"."""
        return self.letters(cell).none

    def share_of_letters(self, cells: list[Cell]) -> float:
        """Return which part of the cells that say something are letters."""
        telling = [cell for cell in cells if not self.is_blank(cell)]
        return sum(map(self.holds_letters, telling)) / len(telling) if telling else 0.0


def filled(row: list[Cell]) -> list[Cell]:
    """Return the cells of a row that hold any text."""
    return [cell for cell in row if cell.text]


def letter_text(cell: Cell) -> str:
    """Return the letters of a cell as written, on one line; lines of it are kept apart by commas."""
    if cell.text == cell.raw or _LINE.search(cell.raw) is None:
        return cell.text
    lines = (plain(_BULLET.sub("", line)) for line in _LINE.split(cell.raw))
    return ", ".join(line for line in lines if line)


def quoted(cells: list[Cell], most: int = 3) -> str:
    """List the texts of the first few cells for a message."""
    texts = [repr(cell.text) for cell in filled(cells)]
    return ", ".join(texts[:most]) + (", …" if len(texts) > most else "")
