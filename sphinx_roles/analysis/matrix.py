"""The responsibility assignment matrix: rows by roles, a cell for each pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.addresses import without_addresses
from sphinx_roles.analysis import field_values, selection
from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.csv_cells import csv_text
from sphinx_roles.fields import row_fields
from sphinx_roles.model import (
    Assignment,
    Catalog,
    Link,
    Prose,
    Responsibility,
    Role,
    Scheme,
    Text,
    fold,
    limits,
)


class Column(Struct, frozen=True, gc=False):
    """A role of the matrix. ``status`` is empty for an active role."""

    role: str
    name: Text
    abbr: Text | None = None
    status: str = ""


class Cell(Struct, frozen=True, gc=False):
    """What one role does in one row; no parts: it has no part."""

    parts: tuple[selection.Part, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """Every letter of the cell, under whichever condition."""
        return tuple(letter for part in self.parts for letter in part.letters)


class Note(Struct, frozen=True, gc=False):
    """A remark on one assignment, shown under its row."""

    role: str
    name: Text
    part: selection.Part
    text: Prose


class Row(Struct, frozen=True, gc=False, kw_only=True):
    """A row. ``cells`` are indices into `MatrixReport.cells`, one for each column."""

    id: str
    name: Text
    cells: tuple[int, ...]
    key: str = ""
    """What links to it lead to: matrix, section and id on three lines."""
    aliases: tuple[str, ...] = ()
    fields: tuple[field_values.Field | None, ...] = ()
    """What it has of each of `MatrixReport.fields`."""
    more: tuple[field_values.Field, ...] = ()
    """What it has of further fields, shown under it."""
    overdue: bool = False
    summary: Prose | None = None
    done_when: Prose | None = None
    frequency: Text | None = None
    status: Text | None = None
    links: tuple[Link, ...] = ()
    covers: tuple[str, ...] = ()
    notes: tuple[Prose, ...] = ()
    remarks: tuple[Note, ...] = ()
    edit: Edit | None = None

    @property
    def has_details(self) -> bool:
        """True where there is more to say of the row than its name and its cells."""
        texts = self.summary, self.done_when, self.frequency, self.links, self.covers, self.notes
        return any((*texts, self.remarks, self.more))


class Band(Struct, frozen=True):
    """The rows of one section of a matrix; the rows without a section have no name.

    Where a report has rows of several matrices, ``title`` names that of these rows (empty for one that has
    no name), and ``about`` is its summary, once. Rows below a section that are in none have an empty title.
    """

    matrix: str
    section: str
    rows: tuple[Row, ...]
    name: Text | None = None
    summary: Prose | None = None
    title: Text | None = None
    about: Prose | None = None
    unsaid: bool = False
    """The rows are grouped by a field, which these have not."""


class MatrixReport(Report, frozen=True, kw_only=True):
    """A matrix as it is shown. ``cells`` are its distinct cells; the first is the empty one.

    ``name`` and ``summary`` are those of the only matrix; of several, each band has its own.

    ``legend`` are the scheme's participations that occur, what decides first. ``totals`` has, for each
    column, how many rows hold each letter of ``legend``.
    """

    id: str
    name: Text | None
    summary: Prose | None
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    cells: tuple[Cell, ...]
    legend: tuple[selection.Letter, ...]
    totals: tuple[tuple[int, ...], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """The fields of rows that are columns beside the letters: key, and label if it is the team's own."""
    group: tuple[str, str] = ("", "")
    """The field by which rows are grouped, in the same way; empty: sections."""
    missing_fields: tuple[str, ...] = ()
    """What was asked for and is no field that any row has, nor one that is declared."""
    left_out: tuple[str, ...] = ()
    """Matrices, by name or id, whose rows are selected, but have another scheme than the first one."""

    @property
    def shows_nothing(self) -> bool:
        """True where no row is selected."""
        return not any(band.rows for band in self.bands)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, band by band."""
        return tuple(row for band in self.bands for row in band.rows)


DETAILS = ("summary", "done_when", "frequency", "links", "covers", "notes")
"""What is shown under a row where nothing else is asked for."""


class MatrixQuery(selection.RowSelection, frozen=True, kw_only=True):
    """Which rows and roles; every selection left empty selects all. Rows of all matrices share one scheme."""

    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    """Only rows in which a shown role holds one of these."""
    when: str = ""
    """Only assignments under this condition, and those without any."""
    role: str = ""
    """The view of one role: only rows in which it takes part, its column first."""
    abbr: bool = True
    """Roles are shown by their abbreviations, too."""
    totals: bool = False
    details: bool = True
    fields: tuple[str, ...] = DETAILS
    """What is shown under a row."""
    columns: tuple[str, ...] = ()
    """Fields that have columns beside the letters, and are not shown again."""
    group_by: str = ""
    """A field whose values head the bands; empty: the section."""
    own: tuple[tuple[str, str], ...] = ()
    """The team's own fields and their labels."""
    meanings: bool = True
    """What the letters mean is in the legend."""
    edit: bool = False
    anchors: bool = False
    """Links lead to the rows, by their other names, too."""

    @classmethod
    def of(cls, rows: selection.RowSelection, **more: Any) -> MatrixQuery:
        """Return a query for the rows that another one selects."""
        return cls(matrix=rows.matrix, rows=rows.rows, sections=rows.sections, tags=rows.tags, **more)

    def report(self, catalog: Catalog) -> MatrixReport:
        """Lay the selected rows out by their roles."""
        unknown = self._missing_fields(catalog)
        if not unknown:
            return _Layout(catalog, self).matrix()
        known = structs.replace(
            self,
            columns=tuple(key for key in self.columns if key not in unknown),
            fields=tuple(key for key in self.fields if key not in unknown),
            group_by="" if self.group_by in unknown else self.group_by,
        )
        return structs.replace(_Layout(catalog, known).matrix(), missing_fields=unknown)

    def _missing_fields(self, catalog: Catalog) -> tuple[str, ...]:
        grouped = () if self.group_by in ("", "section") else (self.group_by,)
        asked = [key for key in (*self.columns, *self.fields, *grouped) if key not in DETAILS]
        if not asked:
            return ()
        known = {
            *row_fields(),
            *(key for key, _ in self.own),
            *(key for row in catalog.rows for key in row.own),
        }
        return tuple(dict.fromkeys(key for key in asked if key not in known))


class _Layout:
    """The work of one query: select, then number the distinct cells."""

    def __init__(self, catalog: Catalog, query: MatrixQuery) -> None:
        self.catalog = catalog
        self.query = query
        self.unknown: list[str] = []
        self.left_out: tuple[str, ...] = ()
        self.cells: list[Cell] = [Cell()]
        self.numbers: dict[Cell, int] = {Cell(): 0}
        # Most cells of a large matrix are one letter without a condition.
        self.plain: dict[tuple[str, ...], int] = {(): 0}
        self.scheme: Scheme | None = None
        asked = [key for key in query.fields if key not in query.columns] if query.details else []
        self.details = {key for key in asked if key in DETAILS}
        self.further = [key for key in asked if key not in DETAILS]

    def matrix(self) -> MatrixReport:
        query, catalog = self.query, self.catalog
        chosen = self._matrix_id()
        rows = self._rows(chosen)
        columns = self._columns(rows, chosen)
        index = {role.id: number for number, role in enumerate(columns)}
        first = (rows or catalog.rows)[:1]
        shown = chosen if chosen is not None else next((row.matrix for row in first), "")
        entry = catalog.matrices.get(shown)
        scheme = self.scheme = catalog.schemes[entry.scheme] if entry else None
        if query.tags:
            tags = (tag for row in catalog.rows for tag in row.tags)
            self.unknown += selection.unknown_words(query.tags, tags)
        if query.kinds:
            self.unknown += selection.unknown_words(query.kinds, (row.kind for row in catalog.rows))
        if query.when:
            said = (a.when for row in catalog.rows for a in row.assign)
            self.unknown += selection.unknown_words([query.when], said)
        if scheme and query.letters:
            known = [scheme] if chosen is not None else map(catalog.scheme_of, catalog.rows)
            self.unknown += selection.unknown_letters(query.letters, known)
        bands = self._bands(rows, columns, index)
        only = entry if all(band.title is None for band in bands) else None
        used = {letter for cell in self.cells for letter in cell.letters}
        legend = selection.legend_of(scheme, used, meanings=query.meanings) if scheme else ()
        return MatrixReport(
            id=shown,
            name=only.name if only and only.name else None,
            summary=only.summary if only else None,
            columns=tuple(map(self._column, columns)),
            bands=bands,
            cells=tuple(self.cells),
            legend=legend,
            totals=letter_totals(bands, self.cells, columns, legend) if query.totals else (),
            fields=tuple((key, dict(query.own).get(key, "")) for key in query.columns),
            group=(query.group_by, dict(query.own).get(query.group_by, "")),
            unknown=tuple(self.unknown),
            left_out=self.left_out,
        )

    def _column(self, role: Role) -> Column:
        abbr = role.abbr if self.query.abbr else None
        return Column(role.id, role.name, abbr, selection.shown_status(role))

    def _matrix_id(self) -> str | None:
        """Return the id of the matrix that the query names; None: every matrix."""
        if not self.query.matrix:
            return None
        wanted = fold(self.query.matrix)
        for entry in self.catalog.matrices.values():
            if wanted in (fold(entry.id), fold(entry.name)) and (entry.id or entry.name):
                return entry.id
        self.unknown.append(self.query.matrix)
        return None

    def _rows(self, matrix: str | None) -> list[Responsibility]:
        query = self.query
        rows: Sequence[Responsibility] = self.catalog.rows
        if matrix is not None:
            rows = [row for row in rows if row.matrix == matrix]
        if query.rows:
            rows = self._named(query.rows, rows)
        if query.sections:
            wanted = {fold(name) for name in query.sections}
            sections = self.catalog.sections.values()
            self.unknown += selection.unknown_words(
                query.sections, (name for s in sections for name in (s.id, s.name))
            )
            rows = [row for row in rows if wanted & self._section_names(row)]
        if query.tags:
            tags = {fold(tag) for tag in query.tags}
            rows = [row for row in rows if tags & {fold(tag) for tag in row.tags}]
        if query.kinds:
            kinds = {fold(kind) for kind in query.kinds}
            rows = [row for row in rows if row.kind and fold(row.kind) in kinds]
        if query.matrix and matrix is None:
            # Only now: that the matrix is unknown must not hide other names that lead nowhere.
            return []
        rows = [row for row in rows if self._takes_part(row)]
        # Letters have a meaning only inside one scheme.
        matrices = self.catalog.matrices
        alike = [row for row in rows if matrices[row.matrix].scheme == matrices[rows[0].matrix].scheme]
        kept = {row.matrix for row in alike}
        # Rows of no matrix cannot be asked for by its name: then others have a view of their own.
        others = (matrices[row.matrix] for row in rows if row.matrix not in kept and "" not in kept)
        self.left_out = tuple(dict.fromkeys(str(one.name or one.id or one.scheme) for one in others))
        return alike

    def _named(self, names: Iterable[str], rows: Sequence[Responsibility]) -> list[Responsibility]:
        """Rows by id or name, in the order asked for."""
        found: dict[int, Responsibility] = {}
        among = set(map(id, rows))
        for name in names:
            matches = {id(row): row for row in self.catalog.find_rows(name) if id(row) in among}
            found |= matches
            if not matches:
                self.unknown.append(name)
        return [*found.values()]

    def _section_names(self, row: Responsibility) -> set[str]:
        section = self.catalog.sections.get((row.matrix, row.section))
        return {fold(section.id), fold(section.name)} if section else set()

    def _takes_part(self, row: Responsibility) -> bool:
        query = self.query
        if query.role:
            role = self.catalog.find_role(query.role)
            if role is not None and not any(a.role == role.id and a.letters for a in self._counting(row)):
                return False
        if query.letters:
            asked = selection.counted(query.letters, self.catalog.scheme_of(row))
            only = self._role_ids(query.roles)
            counting = self._counting(row)
            return any(asked.intersection(a.letters) and (not only or a.role in only) for a in counting)
        return True

    def _counting(self, row: Responsibility) -> Iterable[Assignment]:
        return (a for a in row.assign if not self.catalog.is_past(a.until))

    def _role_ids(self, names: Iterable[str]) -> list[str]:
        return [role.id for name in names if (role := self.catalog.find_role(name)) is not None]

    def _columns(self, rows: Sequence[Responsibility], matrix: str | None) -> list[Role]:
        """The roles to show: those asked for, else the matrix's own and all that take part.

        One matrix may say in which order; of several, none speaks for the others.
        """
        query, catalog = self.query, self.catalog
        names = [*query.roles, *query.without, *([query.role] if query.role else [])]
        self.unknown += [name for name in names if catalog.find_role(name) is None]
        if query.roles:
            chosen = list(dict.fromkeys(self._role_ids(query.roles)))
        else:
            taking = {a.role for row in rows for a in row.assign}
            shown = {matrix} if matrix is not None else {row.matrix for row in rows}
            own = dict.fromkeys(role for one in shown for role in catalog.matrices[one].roles)
            order = [*own, *catalog.roles] if len(shown) == 1 else catalog.roles
            known = (role for role in order if role in catalog.roles and (role in taking or role in own))
            chosen = list(dict.fromkeys(known))
        without = set(self._role_ids(query.without))
        if query.role and (one := catalog.find_role(query.role)) is not None:
            chosen = [one.id, *(role for role in chosen if role != one.id)]
        return [catalog.roles[role] for role in chosen if role not in without]

    def _bands(
        self, rows: Sequence[Responsibility], columns: Sequence[Role], index: dict[str, int]
    ) -> tuple[Band, ...]:
        if self.query.group_by not in ("", "section"):
            return self._groups([(row, self._row(row, len(columns), index)) for row in rows])
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            groups.setdefault((row.matrix, row.section), []).append(self._row(row, len(columns), index))
        several = len({matrix for matrix, _ in groups}) > 1
        bands: list[Band] = []
        seen: set[str] = set()
        for key, members in groups.items():
            section, entry = self.catalog.sections.get(key), self.catalog.matrices[key[0]]
            band = Band(*key, tuple(members))
            if section is not None:
                band = structs.replace(band, name=section.name, summary=section.summary)
            if several:
                about = None if entry.id in seen else entry.summary
                band = structs.replace(band, title=entry.name or Text(entry.id), about=about)
                seen.add(entry.id)
            elif bands and section is None:
                # Below a section, its rows would seem to be in that.
                band = structs.replace(band, title=Text())
            bands.append(band)
        return tuple(bands)

    def _groups(self, rows: Sequence[tuple[Responsibility, Row]]) -> tuple[Band, ...]:
        """Return a band for each value of the field by which rows are grouped; rows without one come last."""
        query, groups = self.query, dict[str, list[Row]]()
        firsts: dict[str, field_values.Field | None] = {}
        for row, shown in rows:
            field = field_values.row_field(without_addresses(row), query.group_by, query.own, self.catalog)
            value = field_values.plain_field(field)
            firsts.setdefault(value, field)
            groups.setdefault(value, []).append(shown)
        days = any(isinstance(field, field_values.Day) for field in firsts.values())
        # Values are as the data has them, days in their order.
        order = sorted(groups, key=lambda value: (not value, value if days else ""))
        return tuple(
            Band("", "", tuple(groups[value]), _band_name(firsts[value], value), unsaid=not value)
            for value in order
        )

    def _row(self, row: Responsibility, width: int, index: dict[str, int]) -> Row:
        cells = [0] * width
        several: dict[int, list[Assignment]] = {}
        remarks: list[Note] = []
        when, plain = self.query.when, self.plain
        for assignment in row.assign:
            place = index.get(assignment.role)
            if place is None or (when and assignment.when and fold(assignment.when) != fold(when)):
                continue
            if assignment.when or assignment.until or assignment.unread or cells[place] or place in several:
                several.setdefault(place, []).append(assignment)
            else:
                number = plain.get(letters := assignment.letters)
                if number is None:
                    number = plain[letters] = self._number(Cell((selection.Part(self._lead(letters)),)))
                cells[place] = number
            if assignment.note is not None:
                role = self.catalog.roles[assignment.role]
                remarks.append(Note(role.id, role.name, self._part(assignment), assignment.note))
        for place, parts in several.items():
            before = self.cells[cells[place]].parts
            cells[place] = self._number(Cell((*before, *map(self._part, parts))))
        asked = self.details
        shown = without_addresses(row) if self.query.details or self.query.columns else row
        more = [field for field in self._fields(shown, self.further) if field is not None]
        return Row(
            id=row.id,
            name=row.name,
            key=row.target,
            aliases=tuple(map(str, row.aliases)) if self.query.anchors else (),
            cells=tuple(cells),
            fields=tuple(self._fields(shown, self.query.columns)),
            more=tuple(field_values.with_reviewers(more)) if more else (),
            overdue="review_by" in self.further and self.catalog.is_past(row.review_by),
            summary=row.summary if "summary" in asked else None,
            done_when=row.done_when if "done_when" in asked else None,
            frequency=shown.frequency if "frequency" in asked else None,
            status=shown.status if "status" not in self.query.columns else None,
            links=shown.links if "links" in asked else (),
            covers=tuple(map(str, shown.covers)) if "covers" in asked else (),
            notes=row.notes if "notes" in asked else (),
            remarks=tuple(remarks) if self.query.details else (),
            edit=Edit(row.location.file, row.location.line) if self.query.edit else None,
        )

    def _fields(self, row: Responsibility, keys: Iterable[str]) -> list[field_values.Field | None]:
        return [field_values.row_field(row, key, self.query.own, self.catalog) for key in keys]

    def _lead(self, letters: tuple[str, ...]) -> tuple[str, ...]:
        return self.scheme.deciding_first(letters) if self.scheme else letters

    def _part(self, a: Assignment) -> selection.Part:
        # Without totals, the day that is shown is the same before and after it.
        ended = self.query.totals and self.catalog.is_past(a.until)
        return selection.part_of(a, self._lead(a.letters), ended=ended)

    def _number(self, cell: Cell) -> int:
        number = self.numbers.get(cell)
        if number is None:
            number = self.numbers[cell] = len(self.cells)
            self.cells.append(cell)
        return number


def letter_totals(
    bands: Iterable[Band],
    cells: Sequence[Cell],
    columns: Sequence[object],
    legend: Sequence[selection.Letter],
) -> tuple[tuple[int, ...], ...]:
    """Return for each column how many rows of ``bands`` hold each letter of ``legend``."""
    held = [{letter for part in cell.parts if not part.ended for letter in part.letters} for cell in cells]
    counts = [dict.fromkeys((p.letter for p in legend), 0) for _ in columns]
    for band in bands:
        for row in band.rows:
            for place, number in enumerate(row.cells):
                for letter in held[number]:
                    counts[place][letter] += 1
    return tuple(tuple(count.values()) for count in counts)


def of_band(matrix: MatrixReport, band: Band) -> MatrixReport:
    """Return a matrix with one of its bands alone, which then needs no name."""
    totals = matrix.totals and letter_totals((band,), matrix.cells, matrix.columns, matrix.legend)
    unnamed = structs.replace(band, name=None, title=None, unsaid=False)
    return structs.replace(matrix, bands=(unnamed,), totals=totals)


def in_columns(matrix: MatrixReport, width: int) -> list[MatrixReport]:
    """Return a matrix in parts of so many columns; the last one has the fields beside the letters."""
    starts = range(0, len(matrix.columns), width)
    return [_part(matrix, slice(at, at + width), fields=at == starts[-1]) for at in starts]


def _part(matrix: MatrixReport, part: slice, *, fields: bool) -> MatrixReport:
    def cut(row: Row) -> Row:
        return structs.replace(row, cells=row.cells[part], fields=row.fields if fields else ())

    return structs.replace(
        matrix,
        columns=matrix.columns[part],
        totals=matrix.totals[part],
        fields=matrix.fields if fields else (),
        bands=tuple(structs.replace(band, rows=tuple(map(cut, band.rows))) for band in matrix.bands),
    )


def matrices(query: MatrixQuery, catalog: Catalog) -> tuple[list[MatrixReport], tuple[str, ...]]:
    """Ask for a matrix under each scheme, and return them with the names that lead nowhere in any.

    Letters have a meaning only inside one scheme. Matrices without a row are left out, but for
    the last one.
    """
    groups: dict[str, list[Responsibility]] = {}
    for row in catalog.rows:
        groups.setdefault(catalog.matrices[row.matrix].scheme, []).append(row)
    parts = [structs.replace(catalog, rows=tuple(rows)) for rows in groups.values()]
    reports = [query.report(part) for part in (parts if len(parts) > 1 else [catalog])]
    unknown = [name for name in reports[0].unknown if all(name in other.unknown for other in reports)]
    reports = [structs.replace(report, unknown=()) for report in reports]
    return [report for report in reports if report.bands] or reports[:1], tuple(dict.fromkeys(unknown))


def scheme_of(report: MatrixReport, catalog: Catalog) -> Scheme:
    """Return the scheme of a matrix that has been asked for."""
    return catalog.schemes[catalog.matrices[report.id].scheme]


def _band_name(field: field_values.Field | None, value: str) -> Text:
    """Return the value of a field as the name of a band, at its place in the data."""
    text: Text | None = field.text if isinstance(field, field_values.Prosaic) else None
    if isinstance(field, field_values.Chips) and len(field.items) == 1:
        text = field.items[0].name
    return text if text is not None else Text(value)


def matrix_csv(report: MatrixReport, header: str, section: str, heads: Sequence[str] = ()) -> str:
    """Return a table with the bands (where there are any), the rows and a column for each role and field.

    ``header`` and ``section`` are the heads of the first columns, ``heads`` those of the fields.
    """
    names = [": ".join(filter(None, (band.title, band.name))) for band in report.bands]
    named = any(names)
    cells = [
        ", ".join(
            ("/".join(part.letters) or part.unread) + (f" ({limited})" if limited else "")
            for part in cell.parts
            for limited in (limits(part.when, part.until),)
        )
        for cell in report.cells
    ]
    columns = [column.name for column in report.columns]
    rows = [[*([section] if named else []), header, *columns, *heads]]
    # Below a name, a blank one would be read as the same.
    for name, band in sorted(zip(names, report.bands, strict=True), key=lambda one: bool(one[0])):
        before = [name] if named else []
        for row in band.rows:
            fields = map(field_values.plain_field, row.fields)
            rows.append([*before, row.name, *(cells[number] for number in row.cells), *fields])
    return csv_text(rows)
