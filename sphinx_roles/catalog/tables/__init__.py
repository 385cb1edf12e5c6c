"""A table as it is in a file, cells with their places, and what it is read as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from sphinx_roles.catalog.letters import BUILT_IN, DEFAULT_SCHEME, LetterReader, Letters
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode, pack
from sphinx_roles.inline import inline_text, plain, read_inline
from sphinx_roles.model import Scheme, fold
from sphinx_roles.problems import NOTHING, About, Code, Given


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
    says elsewhere about the marks (``^1``, ``*``) in the cells. ``parent`` is the heading one level above
    the nearest one. ``lines`` are the first and the last
    line that the table takes, where its format has lines for it. ``legend`` are texts around it that
    explain letters, in the file ``legend_in`` where that is another one.
    """

    rows: list[list[Cell]]
    at: int
    name: ScalarNode | None = None
    headed: bool = False
    footnotes: dict[str, ScalarNode] = field(default_factory=dict)
    parent: ScalarNode | None = None
    lines: tuple[int, int] = (0, 0)
    legend: list[ScalarNode] = []
    legend_in: str = ""


def cell_at(raw: str, at: int, references: Mapping[str, Any] | None = None) -> Cell:
    """Make a cell of the text that starts at a place; the place moves on to its first visible character."""
    if raw.isalnum() and raw.isascii():
        # A blank cell of a workbook is "NaN" to pandas, and so in the Markdown of markitdown 0.1.9.
        return Cell(raw, at, raw) if raw not in ("NaN", "nan") else Cell("", at)
    margin = len(raw) - len(raw.lstrip(" \t\u00a0"))
    found = read_inline(raw, references) if references and "[" in raw else inline_text(raw)
    return Cell(found.line, pack(at >> 12, (at & 0xFFF) + margin), raw, found.link, found.bold)


class Row(Struct):
    """A responsibility and its cells, as (index of the head, text); blank cells are left out.

    ``section`` is the name of its section or None. ``fields`` holds what further columns say
    (``summary``, ``notes``, ``frequency`` …), by the model's names; ``links`` are (text, url). ``partial``
    says that letters of it were reported as unread: who takes part is not known.
    """

    name: ScalarNode
    cells: list[tuple[int, ScalarNode]]
    section: ScalarNode | None = None
    fields: list[tuple[str, ScalarNode]] = []
    links: list[tuple[str, ScalarNode]] = []
    partial: bool = False


class Table(Struct):
    """A table of roles (``heads``) by responsibilities (``rows``), turned that way where it was not.

    ``name`` is its caption, else the nearest heading above it; None where there is neither.
    ``scheme`` is the scheme that its source names, if any. ``holders`` are (index of the head, person).
    """

    heads: list[ScalarNode]
    rows: list[Row]
    at: int
    name: ScalarNode | None = None
    scheme: str | None = None
    holders: list[tuple[int, ScalarNode]] = []


_NOTHING: Mapping[str, str] = MappingProxyType({})
_LINE = re.compile(r"<br\s*/?>|[\r\n]", re.I)
BULLET = re.compile(r"^\s*[-*•+]\s+(?=\S)")


class TableOptions(Struct, frozen=True, kw_only=True):
    """What is known of a table before it is read.

    ``scheme`` is what its source names, if any; ``default`` holds where nothing else does.
    ``columns`` says what a column is, by its head: a kind (see `KINDS`), a declared
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
    """A blank cell means what is above it, in columns of letters too."""
    of_answers: bool = False
    readers: dict[str, LetterReader] = field(default_factory=dict)
    """The readers of letters that have been made, by scheme: a file may have hundreds of tables."""

    def reader(self, name: str) -> LetterReader:
        """Return the reader of a scheme; of the first one where there is none of that name."""
        found = self.readers.get(name)
        if found is None:
            scheme = self.schemes.get(name) or next(iter(self.schemes.values()))
            found = self.readers[name] = LetterReader(scheme)
        return found


class Neighbours(Struct, frozen=True):
    """What the tables of a file say of each other.

    ``roles`` and ``responsibilities`` are those of tables whose corner says which is which; ``repeated`` is
    in the first columns of several tables, and not in the heads of several.
    """

    roles: frozenset[str] = frozenset()
    responsibilities: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()


class TableReading(Struct):
    """The work on one table. ``guessed`` is the scheme that it names itself, ``title`` its own name."""

    context: ReadContext
    options: TableOptions
    reader: LetterReader
    guessed: str | None = None
    title: ScalarNode | None = None
    neighbours: Neighbours = Neighbours()
    marks: set[str] = field(default_factory=set)
    """Marks without a text that have been reported."""

    def report(self, message: str, at: int, about: About = NOTHING, /, **values: Given) -> None:
        """Note what cannot be understood."""
        self.context.report(Code.TABLE, message, at, about, **values)

    def guess(self, message: str, at: int, about: About = NOTHING, /, **values: Given) -> None:
        """Note what can be read in two ways."""
        self.context.report(Code.GUESS, message, at, about, **values)

    def said_of(self, head: str) -> str | None:
        """Return what ``columns`` says of a head."""
        folded = fold(head)
        return next((kind for name, kind in self.options.columns.items() if fold(name) == folded), None)

    def letters(self, cell: Cell) -> Letters:
        """Read a cell as letters."""
        return self.reader.read(cell.text if cell.text == cell.raw else letter_text(cell))

    def holds_letters(self, cell: Cell) -> bool:
        """Return whether a cell is letters of the scheme and nothing else."""
        letters = self.letters(cell)
        return bool(letters.parts) and not letters.unknown

    def is_blank(self, cell: Cell) -> bool:
        """Return whether a cell names nobody: blank, a dash, "N/A"."""
        return self.letters(cell).none

    def share_of_letters(self, cells: list[Cell]) -> float:
        """Return which part of the cells that say something are letters."""
        telling = [cell for cell in cells if not self.is_blank(cell)]
        return sum(map(self.holds_letters, telling)) / len(telling) if telling else 0.0


def cell_in(row: list[Cell], index: int | None) -> Cell | None:
    """Return the cell of a column; None where there is no such column, or the row is shorter."""
    return row[index] if index is not None and index < len(row) else None


def below(body: list[list[Cell]], index: int) -> list[Cell]:
    """Return the cells of a column that hold any text."""
    return [row[index] for row in body if index < len(row) and row[index].text]


def filled(row: list[Cell]) -> list[Cell]:
    """Return the cells of a row that hold any text."""
    return [cell for cell in row if cell.text]


def letter_text(cell: Cell) -> str:
    """Return the letters of a cell as written, on one line; lines of it are kept apart by commas."""
    if cell.text == cell.raw or _LINE.search(cell.raw) is None:
        return cell.text
    lines = (plain(BULLET.sub("", line)) for line in _LINE.split(cell.raw))
    return ", ".join(line for line in lines if line)


def quoted(cells: list[Cell]) -> str:
    """List the texts of the first three cells for a message."""
    return listed([cell.text for cell in filled(cells)])


def listed(texts: list[str]) -> str:
    """List the first three of some texts, of a long one its beginning."""
    short = (text if len(text) <= _LONGEST_LISTED else f"{text[:_LONGEST_LISTED]}…" for text in texts[:3])
    return ", ".join(map(repr, short)) + (", …" if len(texts) > 3 else "")


_LONGEST_LISTED = 60


class CellLines(SequenceNode):
    """The lines of a cell: several things in a list, and one ``text`` in any other field."""

    text: str = ""


_POINT = re.compile(r"^\s*[-*+•]\s+")
"""As `BULLET`, and a point of a list that says nothing."""


def records_of(grid: Grid, index: int = 0) -> SequenceNode:
    """Return the rows of a table as records; the row ``index`` has their keys.

    A cell without a head is under the number of its column, so that it is among what is left out.
    """
    heads = {i: ScalarNode(one.text, one.at, False) for i, one in enumerate(grid.rows[index]) if one.text}
    rows: list[Node] = [
        MappingNode(
            [
                (heads.get(i) or ScalarNode(str(i + 1), cell.at, False), _value(cell))
                for i, cell in enumerate(row)
                if cell.text
            ],
            row[0].at,
        )
        for row in grid.rows[index + 1 :]
    ]
    return SequenceNode(rows, grid.at)


def _value(cell: Cell) -> Node:
    lines = [inline_text(_POINT.sub("", line)).line for line in _LINE.split(cell.raw)]
    nodes: list[Node] = [ScalarNode(line, cell.at, False) for line in lines if line.strip()]
    if len(nodes) > 1:
        return CellLines(nodes, cell.at, text=cell.text)
    # Only a truth value is more than a text.
    return ScalarNode(cell.text, cell.at, fold(cell.text) in ("true", "false"))
