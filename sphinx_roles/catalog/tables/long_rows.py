"""Several names of roles in one cell, where a name may itself hold a slash, a comma or brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from sphinx_roles.catalog.nodes import ScalarNode
from sphinx_roles.catalog.schemes import BUILT_IN
from sphinx_roles.catalog.tables.columns import FIELDS, kind_of, report_unused
from sphinx_roles.catalog.tables.legend import reads_as
from sphinx_roles.catalog.tables.table import (
    Cell,
    Grid,
    Row,
    Table,
    TableReading,
    filled,
    letter_text,
)
from sphinx_roles.catalog.tables.wide_rows import (
    add_field,
    add_footnotes,
    is_as_above,
    name_scalar,
    start_row,
)
from sphinx_roles.catalog.text import name_of, plain
from sphinx_roles.model import fold, identify
from sphinx_roles.problems import Code, closest

_FIRM = re.compile(r"<br\s*/?>|[;\r\n；]", re.I)
_COMMA = re.compile(r"[,，、](?![^()]*\))")
_DIVIDING = re.compile(r"[,，、/()]")
_SPACED_SLASH = re.compile(r"\s+/\s+")
_SLASH = re.compile(r"/")
_CONDITION = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<when>[^()]+)\)")
_BULLET = re.compile(r"^\s*[-*•]\s+(?=\S)")
_MARKS = {"☒", "●", "y", "true", "1"} | {
    word.casefold() for part in BUILT_IN["MARK"].participations for word in (part.letter, *part.words)
}
_NO_MARKS = frozenset(("✗", "✘", "❌", "☐", "⬜", "○", "no", "n", "false", "0", "nein", "non"))


class RoleNames:
    """Splits cells into the names of roles.

    A semicolon or a line break always stands between names. A comma does where there is neither,
    unless the whole is a name that stands alone elsewhere. A slash does only between two names
    that stand alone elsewhere, or with blanks around it: "Support/Operations Lead" is one role.
    """

    def __init__(self, cells: list[Cell], reading: TableReading) -> None:
        self._reading = reading
        self._names = set(reading.options.roles)
        cut = [[piece for _, piece in self._cut(cell.raw, _FIRM)] for cell in cells]
        alone = {fold(plain(piece)) for pieces in cut for piece in pieces if not _DIVIDING.search(piece)}
        self._names |= alone
        # With what stands alone known, the commas can be read, and with those the slashes.
        lists = [pieces[0] for pieces in cut if len(pieces) == 1 and not self._is_name(pieces[0])]
        listed = [piece for text in lists for _, piece in self._cut(text, _COMMA)]
        self._names |= {fold(plain(piece)) for piece in listed if not _DIVIDING.search(piece)}

    def split(self, cell: Cell) -> Iterator[tuple[str, str, int]]:
        """Yield (name, condition, place) for each role in a cell; dashes and blanks are nobody."""
        for start, raw in self._pieces(cell.raw):
            text = name_of(plain(_BULLET.sub("", raw)))
            if not text or self._reading.reader.read(text).none:
                continue
            # Beyond the first line of a cell its columns are not known.
            offset = 0 if re.search(r"[\r\n]", cell.raw[:start]) else start
            lead = len(cell.raw) - len(cell.raw.lstrip(" \t\u00a0"))
            name, when = self._condition(text)
            yield name, when, cell.at + max(offset - lead, 0)

    def _pieces(self, raw: str) -> Iterator[tuple[int, str]]:
        firm = list(self._cut(raw, _FIRM))
        for start, piece in firm:
            parts = [(0, piece)]
            if self._is_name(piece):
                pass
            elif len(firm) == 1 and _COMMA.search(piece):
                parts = list(self._cut(piece, _COMMA))
            for offset, part in parts:
                yield from ((start + offset + more, name) for more, name in self._slashed(part))

    def _slashed(self, piece: str) -> Iterator[tuple[int, str]]:
        for separator in (_SPACED_SLASH, _SLASH):
            parts = list(self._cut(piece, separator))
            apart = separator is _SPACED_SLASH or all(self._is_name(part) for _, part in parts)
            if len(parts) > 1 and apart and not self._is_name(piece):
                yield from parts
                return
        yield 0, piece

    def _condition(self, text: str) -> tuple[str, str]:
        """Split "SRE (production)" where SRE is a role and the whole is not."""
        match = _CONDITION.fullmatch(text)
        if match and not self._is_name(text) and self._is_name(match["name"]):
            return match["name"], match["when"].strip()
        return text, ""

    def _is_name(self, piece: str) -> bool:
        return fold(plain(piece)) in self._names

    def _cut(self, raw: str, separator: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """Yield (offset, piece) without blanks around the pieces; blank ones are left out."""
        start = 0
        for match in (*separator.finditer(raw), None):
            piece = raw[start : match.start() if match else len(raw)]
            if bare := piece.strip():
                yield start + piece.index(bare), bare
            start = match.end() if match else start


class LongPlan(Struct):
    """The columns of a long table. ``letters`` are (index, letter) of columns of role names.

    Where each row is one assignment, ``role`` and ``letter`` are its columns instead. With a ``role`` and
    ``letters``, these hold marks; ``marked`` tables without a role cannot be read.
    """

    name: int
    letters: list[tuple[int, str]] = field(default_factory=list)
    role: int | None = None
    letter: int | None = None
    when: int | None = None
    section: int | None = None
    fields: list[tuple[int, str]] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    """Columns beside those of letters that nothing explains."""
    unused: list[tuple[int, str | None]] = field(default_factory=list)
    """Columns, and what they are, that this layout has no place for."""
    marked: bool = False

    def names(self) -> list[int]:
        """Return the columns whose cells are names of roles."""
        return [i for i, _ in self.letters] if self.role is None else [self.role]


def plan_long(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> LongPlan | None:
    """Return the plan of a long table; None where the table is not one."""
    kinds = [kind_of(cell.text, reading) for cell in head]
    below = [[row[i] for row in body if i < len(row) and row[i].text] for i in range(len(head))]
    plan = _plan_assignments(kinds, below, reading) or _plan_letters(head, kinds, below, reading)
    if plan is not None:
        plan.section = kinds.index("section") if "section" in kinds else None
        plan.when = kinds.index("when") if "when" in kinds else None
        known = (*FIELDS, *reading.options.fields)
        plan.fields = [(i, kind) for i, kind in enumerate(kinds) if kind in known and i != plan.letter]
        used = {plan.name, plan.role, plan.letter, plan.section, *plan.others}
        used |= {plan.when if plan.letter is not None else None}
        used |= {i for i, _ in (*plan.letters, *plan.fields)}
        rest = [i for i, cell in enumerate(head) if i not in used and cell.text and below[i]]
        plan.unused = [(i, kinds[i]) for i in rest if kinds[i] not in ("number", "skip")]
    return plan


def _plan_assignments(
    kinds: list[str | None], below: list[list[Cell]], reading: TableReading
) -> LongPlan | None:
    if kinds.count("role") != 1 or "name" not in kinds:
        return None
    name, role = kinds.index("name"), kinds.index("role")
    # Under "Responsibility" or "Type" there may stand letters as well.
    free = [i for i, kind in enumerate(kinds) if kind in (None, "kind", "name") and i != name and below[i]]
    lettered = [i for i in free if reading.share_of_letters(below[i]) >= 0.5]
    if "letters" in kinds:
        lettered = [kinds.index("letters")]
    return LongPlan(name, role=role, letter=lettered[0]) if len(lettered) == 1 else None


def _plan_letters(
    head: list[Cell], kinds: list[str | None], below: list[list[Cell]], reading: TableReading
) -> LongPlan | None:
    scheme = reading.reader.scheme
    letters = [
        (i, letter)
        for i, cell in enumerate(head)
        if kinds[i] in (None, "letters") and (letter := reads_as(reading.reader, cell.text))
    ]
    columns = {i for i, _ in letters}
    role = kinds.index("role") if "role" in kinds else None
    marks = [_mark(cell, letter, reading) for i, letter in letters for cell in below[i]]
    marked = bool(any(marks)) and 2 * sum(map(bool, marks)) >= sum(mark != "" for mark in marks)
    cells = [cell for i in columns for cell in below[i]]
    sure = marked and role is not None
    if not sure and (len(letters) < min(2, len(scheme.letters)) or reading.share_of_letters(cells) >= 0.5):
        return None
    free = [i for i in range(len(head)) if i not in columns]
    named = [i for i in free if kinds[i] == "name"] or [i for i in free if kinds[i] in (None, "id")]
    others = [i for i in free if i not in named[:1] and kinds[i] is None and head[i].text]
    unsure = len(others) >= len(letters) or (others and not _are_words(head, columns))
    if not named or (unsure and not sure):
        return None
    return LongPlan(named[0], letters, role=role if marked else None, others=others, marked=marked)


def _mark(cell: Cell, letter: str, reading: TableReading) -> str | None:
    """Return the letter, with its condition, where a cell under its head holds a mark or the letter itself.

    Nothing where it names nobody; None for any other text.
    """
    text, _, when = name_of(letter_text(cell)).partition("(")
    mark, when = text.strip(" []").casefold(), when.rstrip(" )")
    if mark in _MARKS or (mark and reads_as(reading.reader, text) == letter):
        return f"{letter} ({when})" if when else letter
    return "" if reading.is_blank(cell) or mark in _NO_MARKS else None


def _are_words(head: list[Cell], columns: set[int]) -> bool:
    # "Responsible" is sure to be a letter, "A" might be the name of a role as well.
    return all(len(head[i].text) > 3 for i in columns)


def read_long(
    head: list[Cell], body: list[list[Cell]], plan: LongPlan, grid: Grid, reading: TableReading
) -> Table | None:
    """Read a long table; its heads are the role names in the order in which they come.

    None, and reported, where there are marks under the letters and no column says whose they are.
    """
    if plan.marked and plan.role is None:
        message = "the cells under {heads} hold marks, but no column names the role; "
        message += "say with `{option}` which one is a `role`"
        heads = [head[i].text for i, _ in plan.letters]
        reading.context.report(Code.TABLE, message, grid.at, heads=heads, option=reading.options.columns_by)
        return None
    _keep_others(head, body, plan, reading)
    cells = [row[i] for row in body for i in plan.names() if i < len(row)]
    work = _Long(head, plan, grid, reading, RoleNames(cells, reading), Table([], [], grid.at))
    for row in body:
        if [fold(c.text) for c in row] != [fold(c.text) for c in head]:
            work.read_row(row)
    work.finish()
    return work.table


def _keep_others(head: list[Cell], body: list[list[Cell]], plan: LongPlan, reading: TableReading) -> None:
    """Report columns that are neither letters nor known, and keep what they say as fields."""
    scheme = reading.reader.scheme
    names = [participation.name for participation in scheme.participations]
    for i in plan.others:
        text, message = head[i].text, "head {head!r} is no letter of {scheme}, expected {letters}"
        values = {"scheme": scheme.name, "letters": names, "nearest": closest(text, names)}
        reading.context.report(Code.TABLE, message, head[i].at, {"head": text}, **values)
    for i, kind in plan.unused:
        # A second column of names ("Deliverable" beside "Task") is kept without a word.
        if kind != "name":
            report_unused(head[i], [row[i] for row in body if i < len(row)], reading)
    for i in (*plan.others, *(i for i, _ in plan.unused)):
        if key := identify(head[i].text).replace("-", "_"):
            plan.fields.append((i, key))


class _Entry(Struct):
    """One role in one row: its letters as written, and where."""

    at: int
    texts: list[str] = field(default_factory=list)


class _Long(Struct):
    head: list[Cell]
    plan: LongPlan
    grid: Grid
    reading: TableReading
    names: RoleNames
    table: Table
    section: ScalarNode | None = None
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    entries: dict[int, dict[int, _Entry]] = field(default_factory=dict)
    """Row by row, the roles in it."""

    def read_row(self, cells: list[Cell]) -> None:
        """Read one line of the table."""
        name, telling = self._get(cells, self.plan.name), filled(cells)
        if self.plan.section is not None:
            if (group := self._get(cells, self.plan.section)) is not None and not is_as_above(group):
                self.section = name_scalar(group)
        elif telling == [name] and (len(cells) < len(self.head) or telling[0].bold):
            self.section = name_scalar(telling[0])
            return
        row = self._row_for(name, cells)
        if row is None:
            return
        entries = self.entries.setdefault(id(row), {})
        for text, cell, place in self._assignments(cells, row):
            if not cell.text and self.plan.role is not None:
                row.partial = True
                message = "a row of {letters} names no role"
                self.reading.context.report(Code.TABLE, message, place or cell.at, letters=text)
            for role, when, at in self.names.split(cell):
                letters = f"{text} ({when})" if when else text
                self._assign(row, entries, ScalarNode(role, at, False), letters, place or at)
        for i, key in self.plan.fields:
            if (more := self._get(cells, i)) is not None and more.text:
                add_field(row, key, more, self.head[i].text)
        add_footnotes(row, telling, self.grid)
        unread = [*self.plan.others, *(i for i, kind in self.plan.unused if kind != "name")]
        row.partial |= any((more := self._get(cells, i)) is not None and more.text for i in unread)

    def _get(self, cells: list[Cell], index: int | None) -> Cell | None:
        return cells[index] if index is not None and index < len(cells) else None

    def _row_for(self, name: Cell | None, cells: list[Cell]) -> Row | None:
        if name is None or is_as_above(name):
            if not self.table.rows:
                message = "a row has no name, and there is none above it"
                self.reading.context.report(Code.TABLE, message, name.at if name else cells[0].at)
                return None
            return self.table.rows[-1]
        key = (fold(self.section.text) if self.section else "", fold(name.text))
        row = self.rows.get(key) if self.plan.role is not None else None
        if row is None:
            row = self.rows[key] = start_row(name, self.section)
            self.table.rows.append(row)
        return row

    def _assignments(self, cells: list[Cell], row: Row) -> Iterator[tuple[str, Cell, int]]:
        """Yield (letters, cell of role names, place of the letters or 0) for one line."""
        role, letter = self._get(cells, self.plan.role), self._get(cells, self.plan.letter)
        if letter is not None and role is not None:
            text, when = name_of(letter_text(letter)), self._get(cells, self.plan.when)
            if not self.reading.is_blank(letter):
                yield (f"{text} ({when.text})" if when is not None and when.text else text), role, letter.at
        elif self.plan.letter is None:
            for i, text in self.plan.letters:
                if (cell := self._get(cells, i)) is None or self.plan.role is None:
                    yield from [(text, cell, 0)] if cell is not None else []
                elif (mark := _mark(cell, text, self.reading)) is None:
                    row.partial = True
                    message = "{text!r} under {head!r} is not a mark, as the others are"
                    about = {"text": cell.text, "head": self.head[i].text}
                    self.reading.context.report(Code.TABLE, message, cell.at, about)
                elif mark and role is not None:
                    yield mark, role, cell.at

    def _assign(
        self, row: Row, entries: dict[int, _Entry], role: ScalarNode, letters: str, location: int
    ) -> None:
        index = self.heads.setdefault(fold(role.text), len(self.table.heads))
        if index == len(self.table.heads):
            self.table.heads.append(role)
        entry = entries.setdefault(index, _Entry(location))
        if letters in entry.texts:
            message = "{role!r} has {letters!r} for {row!r} twice"
            about = {"role": role.text, "row": row.name.text}
            self.reading.context.report(Code.DUPLICATE_ASSIGNMENT, message, location, about, letters=letters)
        else:
            entry.texts.append(letters)

    def finish(self) -> None:
        """Write the collected letters into the rows."""
        for row in self.table.rows:
            for index, entry in sorted(self.entries.get(id(row), {}).items()):
                plain = not any(c in text for text in entry.texts for c in "(,")
                row.cells.append(
                    (index, ScalarNode(("/" if plain else ", ").join(entry.texts), entry.at, False))
                )
