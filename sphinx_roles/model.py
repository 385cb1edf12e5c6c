"""The records that a catalog consists of, and the texts in them.

No control of the direction of writing reaches beyond its text. Source: Unicode Standard Annex 9, section 2:
embeddings and overrides last until U+202C, isolates until U+2069, and otherwise to the end of the paragraph,
which here may hold other people's texts as well.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Self, TypeVar

from msgspec import Struct, field, structs

from sphinx_roles.owners import Ownership
from sphinx_roles.problems import Location, Problem

Derived = TypeVar("Derived")

_CLOSER = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


def close_isolates(text: str) -> str:
    """Return a text that closes what it opens, and drops a closing control that has nothing to close.

    Marks of direction (U+200E, U+200F, U+061C) have no reach and stay as they are.
    """
    if text.isascii() or _CONTROL.search(text) is None:
        return text
    open_: list[str] = []
    kept = []
    for char in text:
        if char in _CLOSER:
            open_.append(_CLOSER[char])
        elif char in ("\u202c", "\u2069"):
            if char not in open_:
                continue
            # An isolate also ends the embeddings inside it, but no embedding an isolate.
            if char == "\u202c" and open_[-1] != char:
                continue
            while open_.pop() != char:
                pass
        kept.append(char)
    return "".join([*kept, *reversed(open_)])


IN_THE_DATA = Location("")
"""Where a text is of which no more is known, as of one that has been pickled: it is no word of ours."""


class Text(str):
    """A plain string of the data that knows its ``location`` in the data (None where it was made up).

    It turns no other text around: what it opens of the controls of direction, it closes.
    """

    __slots__ = ("location",)
    location: Location | None

    def __new__(cls, value: str = "", location: Location | None = None) -> Self:
        # Tens of thousands are made, and most have nothing to close.
        text = str.__new__(cls, value if value.isascii() else close_isolates(value))
        text.location = location
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        # What is pickled is a page that has been drawn: of a location, it only asks whether there is one.
        return type(self), (str(self),) if self.location is None else (str(self), IN_THE_DATA)


class Prose(Text):
    """A string of the data in the data's markup (Markdown, or reStructuredText)."""

    __slots__ = ()


def location_of(thing: object) -> Location | None:
    """Return the location of the first text in a value that knows one."""
    if isinstance(thing, Text):
        return thing.location
    inside: Iterable[object] = ()
    if isinstance(thing, Mapping):
        inside = (one for pair in thing.items() for one in pair)
    elif isinstance(thing, list | tuple):
        inside = thing
    return next((location for one in inside if (location := location_of(one)) is not None), None)


# "C", "C++" and "C#" are three names, and ".NET" and "NET" are two; a dot in a path is only between words.
# It gives nothing back: a dot fits twice, and a row of dots would be tried in all ways.
_GAP = r"(?:[^\w+#.]|_|(?<=\S)\.|\.(?![^\W\d_]))++"
# Between digits it says something: 1.1 is not 11.
_PUNCTUATION = re.compile(rf"((?<=\d){_GAP}(?=\d))|{_GAP}")
_SPELT = str.maketrans({"+": "p", "#": "sharp", ".": "dot"})


def _joint(between: re.Match[str]) -> str:
    return "-" if between[1] else ""


def fold(text: str) -> str:
    """Bring a name to the form in which names are compared: no case, punctuation or spacing.

    What is between digits is only like any other: "Phase 1.1" is "phase 1-1", and not "Phase 11".
    A name of punctuation alone ("+++") is only spaces and case away from itself.
    """
    plain = text.lower() if text.isascii() else _normal(text)
    # Most ids are ready, and tens of thousands of names are compared.
    return plain if plain.isalnum() else _PUNCTUATION.sub(_joint, plain) or plain.strip()


def identify(text: str) -> str:
    """Make an id from a name: words joined by hyphens, fit for a link and an HTML id.

    Letters of every script are kept ("管理者" is a fine id); a name without any gives ``""``.
    """
    return _PUNCTUATION.sub("-", _normal(text)).translate(_SPELT).strip("-")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("♯", "#")


_FINE = re.compile(r"[\w.+#-]+")
_LONGEST_ID = 200


def id_of(key: str) -> str:
    """Return the id of a key: itself, or one made from it where it has blanks or the like."""
    key = key.strip()
    return key if _FINE.fullmatch(key) else identify(key[:_LONGEST_ID]) or " ".join(key.split())


def id_of_name(name: str) -> str:
    """Make the id of something that has only a name."""
    return identify(name[:_LONGEST_ID]) or " ".join(name.split())


LINKS = "a link leads to http://, https://, mailto:, tel: or a document of the project"
"""What a link may lead to, for messages."""
WEB = re.compile(r"https?://[^/\s]|(?:mailto|tel):[^/\s]", re.IGNORECASE)
NO_DOCUMENT = re.compile(r'[:\\<>"|?*\x00-\x1f\x7f]|^//')
"""A scheme, a server, a path of Windows and what hides in control characters are no documents."""


class Link(Struct, frozen=True, array_like=True, gc=False):
    """A named link: ``url`` is http(s), mailto, tel or the path of a document."""

    text: Text
    url: Text


class Proficiency(Struct, frozen=True, array_like=True, gc=False):
    """A skill that a role or level asks for, or that a person has.

    ``step`` is the step of its scale, a number or a word, None where unsaid. ``criteria`` say in words
    what it takes there.
    """

    skill: str
    step: Text | None = None
    criteria: tuple[Prose, ...] = ()


class Holder(Struct, frozen=True, array_like=True, gc=False):
    """A person who holds a role. ``capacity`` is the data's ``as``: lead, deputy, shadow."""

    name: Text
    handle: Text | None = None
    capacity: Text | None = None
    since: Text | None = None
    until: Text | None = None
    acting: bool = False
    link: Text | None = None
    org: Text | None = None
    email: Text | None = None
    skills: tuple[Proficiency, ...] = ()
    """Shown only by the view that compares them with what a role asks for."""


class Interaction(Struct, frozen=True, array_like=True, gc=False):
    """A counterpart of a role: a role's id where the data names one, and what they do together.

    ``mode`` is how ("collaboration", "X as a service"), ``until`` how long.
    """

    role: str | None = None
    text: Prose | None = None
    mode: Text | None = None
    until: Text | None = None


class Level(Struct, frozen=True, array_like=True, gc=False):
    """A step of a role's ladder. ``after`` is the id of the level before it, ``track`` its branch.

    ``equals`` are levels of the same rank on another track, or of another role ("sre/senior").
    ``extends`` is the level whose duties and skills this one takes over; they are among its own here.
    """

    id: str
    name: Text
    after: Text | None = None
    track: Text | None = None
    summary: Prose | None = None
    duties: tuple[Prose, ...] = ()
    skills: tuple[Proficiency, ...] = ()
    equals: tuple[Text, ...] = ()
    extends: Text | None = None


KINDS = ("role", "team", "person", "external", "agent")
"""What sort of thing a role is; an agent is a program that does work by itself."""


class Role(Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """Somebody who can take part in a responsibility. References to other roles are ids."""

    id: str
    name: Text
    location: Location
    abbr: Text | None = None
    aliases: tuple[Text, ...] = ()
    kind: str = "role"
    """One of `KINDS`."""
    part_of: Text | None = None
    family: Text | None = None
    grade: Text | None = None
    tagline: Prose | None = None
    summary: Prose | None = None
    description: Prose | None = None
    duties: tuple[Prose, ...] = ()
    not_duties: tuple[Prose, ...] = ()
    requirements: tuple[Prose, ...] = ()
    decisions: tuple[Prose, ...] = ()
    skills: tuple[Proficiency, ...] = ()
    tools: tuple[Text, ...] = ()
    metrics: tuple[Prose, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    reports_to: Text | None = None
    """The id of a role, or a free text where no role answers to it."""
    extends: str | None = None
    next: tuple[Text, ...] = ()
    """Ids of roles, or free texts where no role answers to them."""
    levels: tuple[Level, ...] = ()
    holders: tuple[Holder, ...] | None = None
    """None: not recorded. Empty: nobody holds it."""
    past_holders: tuple[Holder, ...] = ()
    open: Prose | None = None
    """An invitation to get in touch; empty for the standard wording."""
    status: Text | None = None
    """``active``, ``vacant``, ``absent``, ``acting``, ``draft``, ``deprecated`` or a free text."""
    covered_by: str | None = None
    contact: Prose | None = None
    handles: tuple[Text, ...] = ()
    """What owners files and service catalogs call it: ``@acme/sre``, ``group:default/sre``."""
    icon: Text | None = None
    image: Text | None = None
    alt: Text | None = None
    color: Text | None = None
    links: tuple[Link, ...] = ()
    tags: tuple[Text, ...] = ()
    maintainer: Text | None = None
    reviewed: datetime.date | None = None
    review_by: datetime.date | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the team's own, by key, declared or not."""


class Participation(Struct, frozen=True, array_like=True, kw_only=True):
    """How a role can take part: a letter of a scheme, and what it means there."""

    letter: str
    name: Text
    meaning: Text = Text()
    words: tuple[str, ...] = ()
    """Whole words that mean the letter in a table, in any language."""
    min: int = 0
    max: int | None = None
    """How many roles must at least and may at most hold it in a row; None: no limit."""
    decides: bool = False
    does: bool = False
    advises: bool = False
    """Is asked (Consulted). Neither this nor ``informed`` makes a role responsible."""
    informed: bool = False
    omitted: bool = False
    """Is left out on purpose: whoever holds the letter takes no part."""
    color: Text | None = None
    """``#rrggbb``; None: the stylesheet's colour for its place in the scheme."""
    shape: str = "square"
    """``square``, ``circle``, ``outline`` or ``dashed``: letters differ by more than their hue."""


class Scheme(Struct, frozen=True, array_like=True, kw_only=True):
    """A set of participations. ``together`` lists the letters that may share a cell ("A/R")."""

    id: str
    name: Text
    participations: tuple[Participation, ...]
    together: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, letter: str) -> Participation:
        for participation in self.participations:
            if participation.letter == letter:
                return participation
        raise KeyError(letter)

    @property
    def letters(self) -> tuple[str, ...]:
        """All letters, in the scheme's order."""
        return tuple(p.letter for p in self.participations)

    @property
    def shown(self) -> list[Participation]:
        """All of them in the order of every view: what decides first, then as the scheme has them."""
        return sorted(self.participations, key=lambda p: not p.decides)

    @property
    def deciding(self) -> tuple[str, ...]:
        """The letters that answer for a row: A in RACI."""
        return tuple(p.letter for p in self.participations if p.decides)

    def deciding_first(self, letters: Iterable[str]) -> tuple[str, ...]:
        """Return letters as people write them: "A/R"."""
        deciding = self.deciding
        return tuple(sorted(letters, key=lambda letter: letter not in deciding))

    @property
    def doing(self) -> tuple[str, ...]:
        """The letters that do the work: R in RACI."""
        return tuple(p.letter for p in self.participations if p.does)


class Assignment(Struct, frozen=True, array_like=True, gc=False):
    """A role takes part in a row. ``letters`` are in the order of the scheme.

    ``when`` is the condition ("production"; empty: always), ``at`` the place as
    ``line << 12 | column`` in the row's file: tens of thousands of these are alive at once.
    ``unread`` is the text of a cell that could not be understood; it has no letters then.
    """

    role: str
    letters: tuple[str, ...]
    when: str = ""
    until: datetime.date | None = None
    note: Prose | None = None
    at: int = 0
    file: str = ""
    unread: str = ""

    @property
    def location(self) -> Location:
        """The place of the letters in the data; columns end at 4,095."""
        return Location(self.file, self.at >> 12, self.at & 0xFFF)


def limits(when: str, until: datetime.date | None) -> str:
    """Return what is in brackets behind letters: the condition, and the last day on which they hold."""
    return ", ".join(filter(None, (when, f"until {until}" if until else "")))


class Responsibility(Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """A row: something that has to be done, decided or delivered, and who takes part."""

    id: str
    name: Text
    location: Location
    aliases: tuple[Text, ...] = ()
    """What it was or is also called: links by these names still lead to it."""
    matrix: str = ""
    section: str = ""
    kind: Text | None = None
    summary: Prose | None = None
    done_when: Prose | None = None
    links: tuple[Link, ...] = ()
    frequency: Text | None = None
    covers: tuple[Text, ...] = ()
    """Patterns of the repository's files, and entities of a service catalog, such as ``component:api``."""
    tags: tuple[Text, ...] = ()
    assign: tuple[Assignment, ...] = ()
    notes: tuple[Prose, ...] = ()
    separate: bool = False
    """Deciding and doing must lie with different roles and people."""
    status: Text | None = None
    maintainer: Text | None = None
    reviewed: datetime.date | None = None
    review_by: datetime.date | None = None
    unsure: tuple[str, ...] = ()
    """The roles that what could not be read of it may name, ``""`` for any: they may take part in it."""
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        """Whether some of it could not be read, as is reported: what seems to be missing may be there."""
        return bool(self.unsure)

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the row: (matrix, section, id)."""
        return self.matrix, self.section, self.id

    @property
    def target(self) -> str:
        """What links to the row lead to: matrix, section and id, on three lines."""
        return "\n".join(self.key)


class Section(Struct, frozen=True, array_like=True, gc=False):
    """A named group of rows in a matrix; same-named sections of several files are one."""

    id: str
    name: Text
    matrix: str = ""
    summary: Prose | None = None
    location: Location | None = None


class Matrix(Struct, frozen=True, array_like=True):
    """A titled set of rows under one scheme; ``roles`` is the order of its columns where given."""

    id: str
    name: Text
    scheme: str
    roles: tuple[str, ...] = ()
    summary: Prose | None = None
    location: Location | None = None
    unsure: bool = False
    """Its scheme is not known, as is reported: another one stands in, and what its letters mean is open."""


class SkillLevel(Struct, frozen=True, array_like=True, gc=False):
    """What a step of a scale means for one skill."""

    step: Text
    criteria: tuple[Prose, ...] = ()


class Skill(Struct, frozen=True, array_like=True, gc=False):
    """A skill; ``scale`` is the id of its scale, empty where it has none."""

    id: str
    name: Text
    summary: Prose | None = None
    scale: str = ""
    levels: tuple[SkillLevel, ...] = ()
    location: Location | None = None
    family: Text | None = None
    """The group under which it is listed."""


class Scale(Struct, frozen=True, array_like=True):
    """The steps of a skill, lowest first."""

    id: str
    steps: tuple[Text, ...]


class Acceptance(Struct, frozen=True, array_like=True):
    """A finding that the team knows and lives with, for good or ``until`` a day (inclusive)."""

    rule: Text
    on: Text
    reason: Text | None = None
    until: datetime.date | None = None
    location: Location | None = None


def level_title(name: str, role: str) -> str:
    """Return the name of a level with that of its role, unless that is in it."""
    if not role or role.casefold() in name.casefold():
        return name
    # One pair of brackets is easier to read than two.
    return f"{name[:-1]}, {role})" if name.endswith(")") and "(" in name else f"{name} ({role})"


def role_names(role: Role) -> Iterator[str]:
    """Yield the name, the abbreviation and the aliases of a role."""
    yield role.name
    if role.abbr:
        yield role.abbr
    yield from role.aliases


def level_names(roles: Mapping[str, Role]) -> Iterator[str]:
    """Return the levels of all roles, as one of another role is written."""
    return (f"{role.id}/{level.id}" for role in roles.values() for level in role.levels)


def _slashes(text: str) -> Iterable[int]:
    """Return where a name may be parted from its place. No name has more: each is looked for by itself."""
    return islice((place for place, sign in enumerate(text) if sign == "/"), 16)


def _key(make: Callable[[Catalog], Derived]) -> str:
    return f"{make.__module__}.{make.__qualname__}"


_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


def parents_first(keys: Iterable[str], parents: Mapping[str, str | None]) -> list[str]:
    """Return keys in their order, but each one after its parent where that is among them."""
    waiting, ordered = dict.fromkeys(keys), list[str]()
    for key in [*waiting]:
        chain, one = list[str](), key
        while one in waiting:
            del waiting[one]
            chain.append(one)
            one = parents.get(one) or ""
        ordered += reversed(chain)
    return ordered


class Catalog(Struct, frozen=True, array_like=True, kw_only=True, dict=True):
    """All data of a project. Mappings keep the order of the data: file by file, top to bottom.

    A row without a matrix of its own belongs to the matrix ``""``, which is always there.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    rows: tuple[Responsibility, ...] = ()
    sections: Mapping[tuple[str, str], Section] = field(default_factory=dict)
    """By (matrix, section), in the order of their first rows."""
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    """The built-in ones and the data's."""
    skills: Mapping[str, Skill] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()
    files: tuple[str, ...] = ()
    """The files that were read, as they are shown."""
    problems: tuple[Problem, ...] = ()
    """What reading has reported of them."""
    today: datetime.date | None = None
    """The day by which "overdue" is judged; None: nothing is."""
    owners: tuple[Ownership, ...] = ()
    """What the owners files beside it say, where conf.py names some, and who decided by decision records."""
    covering: tuple[Ownership, ...] = ()
    """The rules by which the rows of owners files cover a path, where such a file is a source of the data."""

    @property
    def incomplete(self) -> bool:
        """True where some of the data could not be read."""
        return any(problem.leaves_unread for problem in self.problems)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The kinds of things that may be missing for a mistake that is reported."""
        return frozenset(thing for problem in self.problems for thing in problem.hides)

    @cached_property
    def misplaced(self) -> bool:
        """True where something may be missing where a view looks for it, as is reported."""
        return any(row.unsure for row in self.rows) or any(one.misplaces for one in self.problems)

    def is_past(self, day: datetime.date | None) -> bool:
        """Return True for a day before today."""
        return day is not None and self.today is not None and day < self.today

    def has_left(self, holder: Holder) -> bool:
        """Return True for one whose last day, or month, has passed; another text is neither."""
        day = holder.until or ""
        # Days and months are in the order of their texts.
        return bool(_DAY.fullmatch(day)) and self.today is not None and day < str(self.today)[: len(day)]

    @property
    def current(self) -> Catalog:
        """The catalog as it is today: what has ended is left out, and who has left is a past holder."""
        return self._current or self

    @cached_property
    def _current(self) -> Catalog | None:
        """None where nothing has ended, as nearly always."""
        rows = {
            row.key: structs.replace(row, assign=tuple(a for a in row.assign if not self.is_past(a.until)))
            for row in self.rows
            if [a for a in row.assign if a.until is not None and self.is_past(a.until)]
        }
        roles = {}
        for key, role in self.roles.items():
            if gone := tuple(filter(self.has_left, role.holders or ())):
                held = tuple(one for one in role.holders or () if one not in gone)
                roles[key] = structs.replace(role, holders=held, past_holders=(*gone, *role.past_holders))
        if not (rows or roles):
            return None
        left = tuple(rows.get(row.key, row) for row in self.rows)
        return structs.replace(self, rows=left, roles={**self.roles, **roles})

    def find_role(self, text: str) -> Role | None:
        """Find a role by id, name, abbreviation or alias; case, punctuation and spacing do not count."""
        found = self.roles.get(text)
        if found is None:
            key = self._names.get(fold(text))
            found = self.roles[key] if key is not None else None
        return found

    def other_names(self, role: Role) -> tuple[str, ...]:
        """Return the aliases that lead to a role: no other one has them."""
        return tuple(str(name) for name in role.aliases if self.find_role(name) is role)

    def find_level(self, text: str) -> tuple[Role, Level] | None:
        """Find a level by its role and its own id or name: ``sre/senior``."""
        for slash in _slashes(text):
            role, wanted = self.find_role(text[:slash]), fold(text[slash + 1 :])
            for level in role.levels if role is not None and wanted else ():
                if wanted in (fold(level.id), fold(level.name)):
                    assert role is not None
                    return role, level
        return None

    def find_skill(self, text: str) -> Skill | None:
        """Find a skill by its id or name; case, punctuation and spacing do not count."""
        wanted = fold(text)
        named = (one for one in self.skills.values() if wanted in (fold(one.id), fold(one.name)))
        return self.skills.get(text) or next(named, None)

    def find_row(self, text: str) -> Responsibility | None:
        """Find a row by what `find_rows` looks for, where that is unique."""
        rows = self.find_rows(text)
        return rows[0] if len(rows) == 1 else None

    def find_rows(self, text: str) -> Sequence[Responsibility]:
        """Find rows by id or name; where that is none or several, by ``matrix/id`` or ``section/id`` as well.

        An alias is looked at where no row has that id or name.
        """
        rows = self._rows.get(fold(text), [])
        for slash in _slashes(text) if len(rows) != 1 else ():
            named, place = self._rows.get(fold(text[slash + 1 :]), ()), fold(text[:slash])
            if found := [row for row in named if place in self._places(row)]:
                return found
        return rows

    def _places(self, row: Responsibility) -> set[str]:
        """Return what the matrix and the section of a row are called."""
        matrix, section = self.matrices[row.matrix], self.sections.get((row.matrix, row.section))
        names = (row.matrix, matrix.name, row.section, section.name if section else None)
        return {fold(name) for name in names if name}

    def scheme_of(self, row: Responsibility) -> Scheme:
        """Return the scheme of the row's matrix."""
        return self.schemes[self.matrices[row.matrix].scheme]

    def tags(self) -> Iterator[Text]:
        """Yield the tags of all roles and rows, as often as they are given."""
        for role in self.roles.values():
            yield from role.tags
        for row in self.rows:
            yield from row.tags

    def role_names(self) -> Iterator[str]:
        """Yield everything that a role answers to, for "did you mean"."""
        for role in self.roles.values():
            yield role.id
            yield from role_names(role)

    def derived(self, make: Callable[[Catalog], Derived]) -> Derived:
        """Return what a function or class makes of the catalog, as an index; it is made once, and kept."""
        # A frozen Struct with a __dict__ may still keep what is derived from its fields.
        key = _key(make)
        if key not in self.__dict__:
            self.__dict__[key] = make(self)
        found: Derived = self.__dict__[key]
        return found

    def known(self, make: Callable[[Catalog], Derived]) -> Derived | None:
        """Return what `derived` keeps; None where nobody has asked for it."""
        return self.__dict__.get(_key(make))

    def keep(self, make: Callable[[Catalog], Derived], found: Derived) -> None:
        """Let `derived` return what it would make, where that is known without making it."""
        self.__dict__[_key(make)] = found

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for role in self.roles.values():
            names.setdefault(fold(role.id), role.id)
        for role in self.roles.values():
            for name in role_names(role):
                names.setdefault(fold(name), role.id)
        return names

    @cached_property
    def _rows(self) -> dict[str, list[Responsibility]]:
        rows: dict[str, list[Responsibility]] = {}
        for row in self.rows:
            for key in {fold(row.id), fold(row.name)}:
                rows.setdefault(key, []).append(row)
        named = {*rows}
        for row in self.rows:
            for key in {*map(fold, row.aliases)} - named if row.aliases else ():
                rows.setdefault(key, []).append(row)
        return rows
