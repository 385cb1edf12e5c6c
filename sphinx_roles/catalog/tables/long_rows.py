"""Tables with the names of roles in their cells: below letters, beside letters, or below a responsibility."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from sphinx_roles.catalog.letters import WORDS, Letters
from sphinx_roles.catalog.nodes import ScalarNode
from sphinx_roles.catalog.tables import (
    BULLET,
    Cell,
    Grid,
    Row,
    Table,
    TableReading,
    below,
    cell_in,
    filled,
    letter_text,
    quoted,
    wide_rows,
)
from sphinx_roles.catalog.tables.columns import (
    FIELDS,
    MARKS,
    NO_MARKS,
    heads_letters,
    kind_of,
    kinds_of,
    own_key,
    report_blank_head,
    report_nameless,
    report_unknown,
    report_unused,
    role_head,
    sounds_like_a_role,
)
from sphinx_roles.inline import name_of, plain
from sphinx_roles.model import fold
from sphinx_roles.problems import Code, Phrase, closest

_FIRM = re.compile(r"<br\s*/?>|\\?\||[;\r\n；]", re.I)
_COMMA = re.compile(r"[,，、](?![^()]*\))")
_DIVIDING = re.compile(r"[,，、/()]|\s\+\s")
_SPACED_SLASH = re.compile(r"\s+[/+]\s+")
_SLASH = re.compile(r"/")
_CONDITION = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<when>[^()]+)\)")
_CODE = re.compile(r"(`+)[^`]+\1")
_BRACKETS = re.compile(r"(\s*\[)([^\[\]]*,[^\[\]]*)\]\s*")
_OWNERS = frozenset(WORDS["owners"])
_PEOPLE = frozenset(WORDS["people"])
_OF_PEOPLE = re.compile(
    r"\Aroles?[\s_]+|[\s_]+(?:part(?:y|ies)|persons?|people|teams?|roles?|individuals?|units?)\Z", re.I
)

_WORD = re.compile(r"\w+")
_JOINED = re.compile(r"[^\w(]|_")
_BESIDE = re.compile(r".*\w.*\((\w{1,2})\)\s*", re.S)


class RoleNames:
    """Splits cells into the names of roles.

    A semicolon, a bar or a line break is always between names. A comma does where there is neither,
    unless the whole is a name with a cell of its own elsewhere. A slash does only between two names
    with cells of their own elsewhere, or with blanks around it, as a plus does: "Support/Operations Lead" is
    one role. Nothing within code is between names. Brackets around a list say nothing.
    """

    def __init__(self, cells: list[Cell], reading: TableReading) -> None:
        self._reading = reading
        self._names = set(reading.options.roles)
        texts = [inner[2] if (inner := _BRACKETS.fullmatch(cell.raw)) else cell.raw for cell in cells]
        cut = [[piece for _, piece in self._cut(text, _FIRM)] for text in texts]
        alone = {fold(plain(piece)) for pieces in cut for piece in pieces if not _DIVIDING.search(piece)}
        self._names |= alone
        # By the names with a cell of their own the commas are read, and by those the slashes.
        lists = [pieces[0] for pieces in cut if len(pieces) == 1 and not self._is_name(pieces[0])]
        listed = [piece for text in lists for _, piece in self._cut(text, _COMMA)]
        self._names |= {fold(plain(piece)) for piece in listed if not _DIVIDING.search(piece)}

    def split(self, cell: Cell, notes: Container[str] = ()) -> Iterator[tuple[str, str, int]]:
        """Yield (name, condition, place) for each role in a cell; dashes and blanks are nobody.

        ``notes`` are the marks that the table explains.
        """
        whole, inside = cell.raw, 0
        if listed := _BRACKETS.fullmatch(whole):
            whole, inside = listed[2], len(listed[1])
        for first, raw in self._pieces(whole):
            start = first + inside
            text = name_of(plain(BULLET.sub("", raw)), notes)
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
            whole = len(firm) > 1 or self._is_name(piece)
            for offset, part in [(0, piece)] if whole else self._cut(piece, _COMMA):
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
        if match and match["when"].strip().startswith(("https://", "http://")):
            # Notion exports the name of a page with its address.
            return match["name"], ""
        if match and not self._is_name(text) and self._is_name(match["name"]):
            return match["name"], match["when"].strip()
        return text, ""

    def _is_name(self, piece: str) -> bool:
        return fold(plain(piece)) in self._names

    def _cut(self, raw: str, separator: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """Yield (offset, piece) without blanks around the pieces; blank ones are left out."""
        start = 0
        code = [match.span() for match in _CODE.finditer(raw)]
        for match in (*separator.finditer(raw), None):
            if match and any(first < match.start() < last for first, last in code):
                continue
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
    guessed: int | None = None
    """The column whose letter is a guess."""

    def names(self) -> list[int]:
        """Return the columns whose cells are names of roles."""
        return [i for i, _ in self.letters] if self.role is None else [self.role]


def plan_long(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> LongPlan | None:
    """Return the plan of a long table; None where the table is not one."""
    cells = [below(body, i) for i in range(len(head))]
    kinds = kinds_of(head, cells, reading)
    if _is_of_areas(head, kinds, cells, reading):
        kinds[0] = "name"
    plan = _plan_assignments(head, kinds, cells, reading) or _plan_letters(head, kinds, cells, reading)
    if plan is not None and kinds[0] == "role" and fold(head[plan.name].text) in _PEOPLE:
        # Roles with those who hold them, and counts that look like marks, as our own export has them.
        return None
    if plan is not None:
        plan.section = kinds.index("section") if "section" in kinds else None
        plan.when = kinds.index("when") if "when" in kinds else None
        known = (*FIELDS, *reading.options.fields)
        plan.fields = [(i, kind) for i, kind in enumerate(kinds) if kind in known and i != plan.letter]
        used = {plan.name, plan.role, plan.letter, plan.section, *plan.others}
        used |= {plan.when if plan.letter is not None else None}
        used |= {i for i, _ in (*plan.letters, *plan.fields)}
        rest = [i for i in range(len(head)) if i not in used and cells[i]]
        plan.unused = [(i, kinds[i]) for i in rest if kinds[i] not in ("number", "skip")]
    return plan


def _is_of_areas(
    head: list[Cell], kinds: list[str | None], below: list[list[Cell]], reading: TableReading
) -> bool:
    """Return whether sections are the rows: each is there once, and those who have letters are next to it."""
    if kinds[:1] != ["section"] or "name" in kinds or len(head) < 2:
        return False
    names, beside = [fold(cell.text) for cell in below[0]], head[1].text
    is_letter = fold(beside) in _OWNERS or letter_of_head(beside, reading) is not None
    return is_letter and len(set(names)) == len(names)


def _plan_assignments(
    head: list[Cell], kinds: list[str | None], below: list[list[Cell]], reading: TableReading
) -> LongPlan | None:
    if kinds.count("role") != 1 or "name" not in kinds:
        return None
    name, role = kinds.index("name"), kinds.index("role")
    named = [i for i, kind in enumerate(kinds) if kind == "name" and reading.share_of_letters(below[i]) < 0.5]
    if "section" not in kinds and len(named) > 1 and _count(below[name]) < _count(below[named[1]]):
        # "Process" before "Task": a process of several tasks is a section.
        kinds[name], name = "section", named[1]
    # Under "Responsibility" or "Type" there may be letters as well.
    free = [i for i, kind in enumerate(kinds) if kind in (None, "kind", "name") and i != name and below[i]]
    free = [i for i in free if head[i].text]
    lettered = [i for i in free if reading.share_of_letters(below[i]) >= 0.5]
    if "letters" in kinds:
        lettered = [kinds.index("letters")]
    elif max(reading.share_of_letters(below[i]) for i in (name, role)) >= 0.5:
        return None
    if len(lettered) != 1:
        return None
    guessed = lettered[0] if kinds[lettered[0]] is None else None
    return LongPlan(name, role=role, letter=lettered[0], guessed=guessed)


def _count(cells: list[Cell]) -> int:
    return len({fold(cell.text) for cell in cells})


def _plan_letters(
    head: list[Cell], kinds: list[str | None], below: list[list[Cell]], reading: TableReading
) -> LongPlan | None:
    scheme = reading.reader.scheme
    letters = [
        (i, letter)
        for i, cell in enumerate(head)
        if kinds[i] in (None, "letters") and (letter := letter_of_head(cell.text, reading))
    ]
    guessed = _owners(head, kinds, letters, reading)
    if guessed is not None:
        letters = sorted([*letters, guessed])
    columns = {i for i, _ in letters}
    marks = [mark_of(cell, letter, reading) for i, letter in letters for cell in below[i]]
    marked = bool(any(marks)) and 2 * sum(map(bool, marks)) >= sum(mark != "" for mark in marks)
    role = kinds.index("role") if "role" in kinds else _role_beside(head, kinds, columns) if marked else None
    cells = [cell for i in columns for cell in below[i]]
    free = [i for i in range(len(head)) if i not in columns]
    lettered = any(kinds[i] != "name" and reading.share_of_letters(below[i]) >= 0.5 for i in free)
    # "I" under "Informed" is a mark, but one of many letters where they are in other columns, too.
    sure = marked and role is not None and not lettered
    single = len(letters) == 1 and "name" in kinds and bool(cells) and not lettered
    few = len(letters) < min(2, len(scheme.letters)) and not single
    if single and not marked and kinds[0] == "role":
        # It says who has a role, and not a matrix: "Role | Owner | Responsibilities".
        return None
    if not sure and (few or reading.share_of_letters(cells) >= 0.5):
        return None
    if not _are_words(head, columns) and all(map(reading.is_blank, cells)):
        # "A" above nothing is rather the letter of whoever is before it.
        return None
    free = [i for i in free if i != role]
    named = [i for i in free if kinds[i] == "name"] or [i for i in free if kinds[i] in (None, "id")]
    others = [i for i in free if i not in named[:1] and kinds[i] is None and head[i].text]
    # Where all letters of the scheme are there, any number of columns may be beside them.
    part = len({one for _, some in letters for one in some.split("/")}) < len(scheme.letters) and not single
    unsure = (part and len(others) >= len(letters)) or (others and not _are_words(head, columns))
    if not named or (unsure and not sure):
        return None
    # A letter that `columns` says is none that may be read otherwise.
    text = head[letters[0][0]].text
    bare = text.isupper() and {*map(len, _WORD.findall(text))} == {1} and text not in reading.options.columns
    if guessed is None and single and bare:
        # "C" may as well be the name of a role, and what is below it unreadable.
        guessed = letters[0]
    column = guessed[0] if guessed is not None else None
    marks_of = role if marked else None
    return LongPlan(named[0], letters, role=marks_of, others=others, marked=marked, guessed=column)


def _role_beside(head: list[Cell], kinds: list[str | None], letters: set[int]) -> int | None:
    """Return the only column beside ``letters`` whose head sounds like a role: "Owning squad"."""
    found = [i for i, kind in enumerate(kinds) if kind is None and i not in letters]
    found = [i for i in found if sounds_like_a_role(head[i].text)]
    return found[0] if len(found) == 1 else None


def letter_of_head(head: str, reading: TableReading) -> str | None:
    """Return the letter that a head means, or that ``columns`` says: ``Responsible party`` is R.

    ``Responsável (R)`` is in a language that is not known, and says so itself. ``A, R`` and "Accountable and
    Responsible" are two letters, as "R/A"; "CI" may be the name of a role.
    """
    text = role_head(head, reading)
    spelt = [text, _OF_PEOPLE.sub("", text), *(found.groups() if (found := _BESIDE.fullmatch(text)) else ())]
    one = next((letter for word in spelt if (letter := reading.reader.letter_of(word))), None)
    match reading.reader.read(text):
        case Letters(parts=((letters, ""),), unknown=()) if not one and _JOINED.search(text):
            return "/".join(letters)
    return one


def lacks_rows(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> bool:
    """Return whether roles have texts, or nothing but marks, under the heads of letters; report it."""
    letters = [(i, letter) for i, cell in enumerate(head) if (letter := letter_of_head(cell.text, reading))]
    if len(letters) < 2 or kind_of(head[0].text, reading) != "role":
        return False
    marks = [mark_of(cell, letter, reading) for i, letter in letters for cell in below(body, i)]
    if any(marks) and None not in marks and len(letters) == len([cell for cell in head[1:] if cell.text]):
        report_nameless(head[letters[0][0]], reading)
        return True
    if None not in marks or any(marks) or any(heads_letters(cell.text, reading) for cell in head):
        return False
    message = "below the head {head!r} are roles, but the cells under {cells} are no letters"
    message += "; if these are roles, a first head such as 'Task' says so"
    cells = quoted([head[i] for i, _ in letters])
    reading.report(message, head[0].at, {"head": head[0].text}, cells=cells)
    return True


def is_owner(head: str, reading: TableReading) -> bool:
    """Return whether names are below a head, of those who answer for something: "Owner(s)", "Accountable"."""
    return fold(head) in _OWNERS or letter_of_head(head, reading) is not None


def _owners(
    head: list[Cell], kinds: list[str | None], letters: list[tuple[int, str]], reading: TableReading
) -> tuple[int, str] | None:
    """Return the column of owners, and the letter that they are taken to have."""
    letter = reading.reader.letter_of("owner") or ("A" if "A" in reading.reader.scheme.letters else "")
    found = [i for i, cell in enumerate(head) if kinds[i] is None and fold(cell.text) in _OWNERS]
    if not letter or len(found) != 1 or any(letter in other.split("/") for _, other in letters):
        return None
    return None if found[0] in [i for i, _ in letters] else (found[0], letter)


def mark_of(cell: Cell, letter: str, reading: TableReading) -> str | None:
    """Return the letter, with its condition, where a cell under its head holds a mark or the letter itself.

    Nothing where it names nobody; None for any other text.
    """
    text, _, when = name_of(letter_text(cell)).partition("(")
    mark, when = text.strip(" []").casefold(), when.rstrip(" )")
    if mark in MARKS or (mark and reading.reader.letter_of(text) == letter):
        return f"{letter} ({when})" if when else letter
    return "" if reading.is_blank(cell) or mark in NO_MARKS else None


def _are_words(head: list[Cell], columns: set[int]) -> bool:
    # "Responsible" is sure to be a letter, "A" might be the name of a role as well; 批准 is a word.
    return all(len(head[i].text) > 3 or head[i].text >= "\u2e80" for i in columns)


def read_long(
    head: list[Cell], body: list[list[Cell]], plan: LongPlan, grid: Grid, reading: TableReading
) -> Table | None:
    """Read a long table; its heads are the role names in the order in which they come.

    None, and reported, where there are marks under the letters and no column says whose they are.
    """
    if plan.marked and plan.role is None:
        message = "the cells under {heads} hold marks, but no column names the role"
        message += "; say with `{option}` which one is a `role`"
        heads = [head[i].text for i, _ in plan.letters]
        reading.report(message, grid.at, heads=heads, option=reading.options.columns_by)
        return None
    if plan.guessed is not None:
        letter = dict(plan.letters).get(plan.guessed) or Phrase("that of the letters")
        message = "the head {head!r} is read as {letter}; `{option}` says which letter, or what else, it is"
        about, option = {"head": head[plan.guessed].text}, reading.options.columns_by
        reading.guess(message, head[plan.guessed].at, about, letter=letter, option=option)
    _keep_others(head, body, plan, reading)
    return _table_of(head, body, plan, grid, reading)


def _table_of(
    head: list[Cell], body: list[list[Cell]], plan: LongPlan, grid: Grid, reading: TableReading
) -> Table:
    cells = [row[i] for row in body for i in plan.names() if i < len(row)]
    work = _Long(head, plan, grid, reading, RoleNames(cells, reading), Table([], [], grid.at))
    for row in body:
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
        reading.report(message, head[i].at, {"head": text}, **values)
    report_unknown([i for i, kind in plan.unused if kind == "figures"], head, body, reading)
    for i, kind in plan.unused:
        # A second column of names ("Deliverable" beside "Task") is kept without a word.
        if not head[i].text:
            report_blank_head(i, below(body, i), reading)
        elif kind not in ("name", "figures"):
            report_unused(head[i], below(body, i), reading)
    for i in (*plan.others, *(i for i, _ in plan.unused)):
        if key := own_key(head[i]):
            plan.fields.append((i, key))


class PartyTable(Struct):
    """Responsibilities, each above the parties that have letters for it, as (name, party, letters).

    ``titled``: the responsibility is the title of the table. ``sure``: it can be nothing else.
    """

    rows: list[tuple[Cell, Cell, Cell]]
    grid: Grid
    reading: TableReading
    titled: bool = False
    sure: bool = True


def party_rows(rows: list[list[Cell]], grid: Grid, reading: TableReading) -> PartyTable | None:
    """Return the rows of a table of parties below a responsibility; None where a table is another one."""
    if len(rows) < 2 or max(map(len, rows)) != 2 or not rows[0][0].text:
        return None
    kind, title, heads = kind_of(rows[0][0].text, reading), reading.title, filled(rows[0])
    if kind == "role" and title is not None and (len(heads) == 1 or heads_letters(heads[1].text, reading)):
        found = PartyTable([], grid, reading, titled=True)
        activity, body = Cell(title.text, title.at), rows[1:]
    elif kind is None and len(heads) == 1:
        # A line alone above the parties is no title.
        titled = title is not None and title.at == rows[0][0].at
        found, activity, body = PartyTable([], grid, reading, titled), rows[0][0], rows[1:]
    else:
        return None
    two = [row for row in body if len(filled(row)) == 2]
    parties = {fold(row[0].text) for row in two} | reading.options.roles
    bold_tells = not any(row[0].bold for row in two)
    for i, row in enumerate(body):
        name, following = row[0], body[i + 1] if i + 1 < len(body) else []
        if len(filled(row)) == 2:
            found.rows.append((activity, name, row[1]))
        elif not name.text:
            return None
        elif fold(name.text) not in parties and following:
            if name.bold and bold_tells:
                activity = name
            elif len(filled(following)) == 2 or fold(following[0].text) in parties:
                # A party without a letter looks the same.
                activity, found.sure = name, False
    pairs = [(party, letters) for _, party, letters in found.rows]
    # Below a title there may be a head.
    if not pairs or reading.share_of_letters([letters for _, letters in pairs]) < 0.5:
        return None
    (name, first), known = pairs[0], reading.options.roles
    is_head = not (reading.letters(first).parts or reading.is_blank(first))
    party = kind_of(name.text, reading) is None and (
        fold(name.text) in known or sounds_like_a_role(name.text)
    )
    return None if is_head and not party else found


def read_parties(tables: list[PartyTable]) -> Table:
    """Read tables of parties as one; where their headings differ, these are sections."""
    first = tables[0]
    reading, at = first.reading, first.grid.at
    titles = dict.fromkeys(t.reading.title.text for t in tables if t.reading.title and not t.titled)
    body, footnotes = [], {}
    for table in tables:
        title = table.reading.title if len(titles) > 1 and not table.titled else None
        section = Cell(title.text, title.at) if title is not None else Cell("", at)
        body += [[*row, section] for row in table.rows]
        footnotes.update(table.grid.footnotes)
    counts = Counter(
        fold(party.text) for table in tables for party in {row[1].text: row[1] for row in table.rows}.values()
    )
    known = [
        fold(row[1].text) in reading.options.roles
        or counts[fold(row[1].text)] > 1
        or sounds_like_a_role(row[1].text)
        for table in tables
        for row in table.rows
    ]
    if not all(table.sure for table in tables) or 2 * sum(known) < len(known):
        name = first.rows[0][0]
        message = "the table is read as the responsibility {name!r} with roles below it"
        message += "; say with `{option}` what {name!r} is"
        option = reading.options.columns_by
        reading.guess(message, name.at, {"name": name.text}, option=option)
    plan = LongPlan(0, role=1, letter=2, section=3 if len(titles) > 1 else None)
    head = [Cell("", at) for _ in range(4)]
    made = _table_of(head, body, plan, replace(first.grid, footnotes=footnotes), reading)
    parents = {table.grid.parent.text if table.grid.parent else "" for table in tables}
    made.name = reading.title if len(titles) == 1 else first.grid.parent if len(parents) == 1 else None
    made.scheme = reading.options.scheme or reading.guessed
    return made


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
    read_rows: list[tuple[Row, list[Cell]]] = field(default_factory=list)
    shared: bool = False
    """That several have the letters of one head is reported."""

    def read_row(self, cells: list[Cell]) -> None:
        """Read one line of the table."""
        name, telling = cell_in(cells, self.plan.name), filled(cells)
        if self.plan.section is not None:
            if (group := cell_in(cells, self.plan.section)) is not None and not wide_rows.is_as_above(group):
                self.section = wide_rows.name_scalar(group)
        elif telling == [name] and (len(cells) < len(self.head) or telling[0].bold):
            self.section = wide_rows.name_scalar(telling[0])
            return
        row = self._row_for(name, cells)
        if row is None:
            return
        entries = self.entries.setdefault(id(row), {})
        for text, cell, place in self._assignments(cells, row):
            if not cell.text and self.plan.role is not None:
                row.partial = True
                self.reading.report("a row of {letters} names no role", place or cell.at, letters=text)
            roles = [*self.names.split(cell, self.grid.footnotes)]
            if len(roles) > 1 and "/" in text and self.plan.role is None and not self.shared:
                self.shared = True
                message = "{roles} are below two letters, and each is read as {letters}"
                message += "; a column for each letter says who has which"
                about = {"roles": [name for name, _, _ in roles]}
                self.reading.guess(message, cell.at, about, letters=text)
            for role, when, at in roles:
                letters = f"{text} ({when})" if when else text
                self._assign(row, entries, ScalarNode(role, at, False), letters, place or at)
        wide_rows.add_fields(row, self.plan.fields, cells, self.head)
        used = [self.plan.letter, self.plan.role, *(i for i, _ in self.plan.letters)]
        marked = [cells[i] for i in used if i is not None and i < len(cells)]
        wide_rows.add_footnotes(row, name, marked, self.grid, self.reading)
        self.read_rows.append((row, cells))
        unread = [*self.plan.others, *(i for i, kind in self.plan.unused if kind not in ("name", "figures"))]
        row.partial |= any((more := cell_in(cells, i)) is not None and more.text for i in unread)

    def _row_for(self, name: Cell | None, cells: list[Cell]) -> Row | None:
        if name is None or wide_rows.is_as_above(name):
            if not self.table.rows:
                message = "a row has no name, and there is none above it"
                self.reading.report(message, name.at if name else cells[0].at)
                return None
            return self.table.rows[-1]
        key = (fold(self.section.text) if self.section else "", fold(name.text))
        row = self.rows.get(key) if self.plan.role is not None else None
        if row is None:
            row = self.rows[key] = wide_rows.start_row(name, self.section)
            self.table.rows.append(row)
        return row

    def _assignments(self, cells: list[Cell], row: Row) -> Iterator[tuple[str, Cell, int]]:
        """Yield (letters, cell of role names, place of the letters or 0) for one line."""
        role, letter = cell_in(cells, self.plan.role), cell_in(cells, self.plan.letter)
        if letter is not None and role is not None:
            text, when = name_of(letter_text(letter)), cell_in(cells, self.plan.when)
            if not self.reading.is_blank(letter):
                yield (f"{text} ({when.text})" if when is not None and when.text else text), role, letter.at
        elif self.plan.letter is None:
            for i, text in self.plan.letters:
                if (cell := cell_in(cells, i)) is None or self.plan.role is None:
                    yield from [(text, cell, 0)] if cell is not None else []
                elif (mark := mark_of(cell, text, self.reading)) is None:
                    row.partial = True
                    message = "{text!r} under {head!r} is not a mark, as the others are"
                    about = {"text": cell.text, "head": self.head[i].text}
                    self.reading.report(message, cell.at, about)
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
        wide_rows.report_surplus(self.read_rows, len(self.head), self.reading)
        for row in self.table.rows:
            for index, entry in sorted(self.entries.get(id(row), {}).items()):
                plain = not any(c in text for text in entry.texts for c in "(,")
                row.cells.append(
                    (index, ScalarNode(("/" if plain else ", ").join(entry.texts), entry.at, False))
                )
