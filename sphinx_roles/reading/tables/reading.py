"""What the steps of understanding one table share: its options, its scheme, its problems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from sphinx_roles.model import Scheme
from sphinx_roles.problems import Code, Problem
from sphinx_roles.reading.letters import LetterReader, Letters
from sphinx_roles.reading.plain_text import plain
from sphinx_roles.reading.schemes import BUILT_IN, DEFAULT_SCHEME
from sphinx_roles.reading.tables.cells import Cell
from sphinx_roles.reading.tree import Scalar, unpack

__all__ = ["TableOptions", "TableReading", "filled", "letter_text", "quoted"]

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

    file: str
    problems: list[Problem]
    options: TableOptions
    reader: LetterReader
    guessed: str | None = None
    title: Scalar | None = None

    def tell(self, text: str, at: int, code: Code = Code.TABLE) -> None:
        """Note a problem at a packed place."""
        self.problems.append(Problem(code, text, unpack(self.file, at)))

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
