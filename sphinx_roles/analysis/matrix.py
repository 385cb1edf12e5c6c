"""The responsibility assignment matrix: rows by roles, a cell for each pair."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.model import Catalog, Link, Prose, Text


class Column(Struct, frozen=True, gc=False):
    """A role of the matrix. ``status`` is empty for an active role."""

    role: str
    name: Text
    abbr: Text | None = None
    status: str = ""


class Letter(Struct, frozen=True, gc=False):
    """What a reader is told of a letter. ``means`` is what colours it, unless it has a colour of its own."""

    letter: str
    name: Text
    meaning: Text
    shape: str
    means: str
    color: str = ""


class Part(Struct, frozen=True, gc=False):
    """Letters under one condition; ``unread`` is a text that could not be understood."""

    letters: tuple[str, ...]
    when: str = ""
    until: date | None = None
    unread: str = ""


class Cell(Struct, frozen=True, gc=False):
    """What one role does in one row; no parts: it has no part."""

    parts: tuple[Part, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """Every letter of the cell, under whichever condition."""
        return tuple(letter for part in self.parts for letter in part.letters)


class Note(Struct, frozen=True, gc=False):
    """A remark on one assignment, told under its row."""

    role: str
    name: Text
    part: Part
    text: Prose


class Row(Struct, frozen=True, gc=False, kw_only=True):
    """A row. ``cells`` are indices into `MatrixReport.cells`, one for each column."""

    id: str
    name: Text
    cells: tuple[int, ...]
    summary: Prose | None = None
    done_when: Prose | None = None
    frequency: Text | None = None
    status: Text | None = None
    links: tuple[Link, ...] = ()
    notes: tuple[Prose, ...] = ()
    remarks: tuple[Note, ...] = ()
    edit: Edit | None = None

    @property
    def reported(self) -> bool:
        """True where there is more to say of the row than its name and its cells."""
        return bool(
            self.summary or self.done_when or self.frequency or self.links or self.notes or self.remarks
        )


class Band(Struct, frozen=True):
    """The rows of one section of a matrix; the rows without a section have no name."""

    matrix: str
    section: str
    rows: tuple[Row, ...]
    name: Text | None = None
    summary: Prose | None = None


class MatrixReport(Report, frozen=True, kw_only=True):
    """A matrix as it is shown. ``cells`` are its distinct cells; the first is the empty one.

    ``legend`` are the scheme's participations that occur. ``totals`` has, for each column,
    how many rows hold each letter of ``legend``.
    """

    id: str
    name: Text | None
    summary: Prose | None
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    cells: tuple[Cell, ...]
    legend: tuple[Letter, ...]
    totals: tuple[tuple[int, ...], ...] = ()

    @property
    def rows(self) -> Iterable[Row]:
        """All rows, band by band."""
        return (row for band in self.bands for row in band.rows)


class MatrixQuery(Struct, frozen=True, kw_only=True):
    """Which rows and roles; every selection left empty selects all."""

    matrix: str = ""
    """Id or name of a matrix; empty: all rows, which must then share one scheme."""
    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    """Only rows in which a shown role holds one of these."""
    when: str = ""
    """Only assignments under this condition, and those without any."""
    role: str = ""
    """The view of one role: only rows in which it takes part, its column first."""
    abbr: bool = True
    """Roles are shown by their abbreviations, too."""
    statuses: bool = True
    """Columns are roles, whose heads tell of a role that is not there."""
    totals: bool = False
    details: bool = True
    meanings: bool = True
    """What the letters mean is told, in a legend."""
    edit: bool = False

    def report(self, catalog: Catalog) -> MatrixReport:
        """Lay the selected rows out by their roles."""
        # Imported here, as a build without a change only knows what was asked.
        from sphinx_roles.analysis.matrix_layout import Layout

        return Layout(catalog, self).matrix()
