"""All that can be wrong with what a user wrote, and its location.

Bad data is a value here, never an exception: reading and drawing go on, and
every problem is reported once, as a Sphinx warning or by the command line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Self, TypeAlias

from msgspec import Struct


class Location(Struct, frozen=True, array_like=True, gc=False):
    """A point in a file: ``line`` and ``column`` count from 1, columns in characters.

    ``file`` is the path as it is shown: relative to the source folder, with slashes.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


CONF = Location("conf.py")
"""The location of a setting of which no more is known."""


class Code(StrEnum):
    """What can be wrong. The value is the warning's subtype: ``roles.<value>``."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    # Files
    MISSING_FILE = "missing-file", "A file that the configuration or a directive names is not there."
    UNREADABLE_FILE = "unreadable-file", "A file cannot be read: a folder, no permission, a broken link."
    UNKNOWN_FORMAT = "unknown-format", "The suffix of a file is of none of the formats that are read."
    ENCODING = "encoding", "A file is neither UTF-8 nor UTF-16 with a byte order mark."
    SYNTAX = "syntax", "The text breaks the rules of its format (YAML, JSON, TOML, CSV, Markdown)."
    TOO_LARGE = "too-large", "A file, its nesting or its aliases go beyond the limit for reading."
    NO_DATA = "no-data", "A named file is empty or holds none of the keys or tables that are read."
    OWNERS = "owners", "A line or record of an owners file is not one that its host reads."
    LEFT_OUT = (
        "left-out",
        "A file of another tool holds what has no place here. That is no mistake, and no warning.",
    )
    # Shapes
    FORMAT = "format", "The `format` of a file is not one that this version reads."
    UNKNOWN_KEY = "unknown-key", "A key is not known where it is used."
    REPEATED_KEY = "repeated-key", "A key is there twice in one mapping; the first one is used."
    WRONG_TYPE = "wrong-type", "A value has another shape than its field: a list where a text is expected."
    WRONG_VALUE = "wrong-value", "A value is not one of those that its field takes."
    TABLE = "table", "A table cannot be understood as roles, responsibilities and letters."
    GUESS = "guess", "A table can be read in two ways; the message says how it is read, and what turns that."
    # References and identity
    UNKNOWN_ROLE = "unknown-role", "A reference names a role that no file defines."
    PERSON_AS_ROLE = "person-as-role", "A holder's name is where a role should be."
    AMBIGUOUS_ROLE = "ambiguous-role", "Two roles answer to one id, name, abbreviation or alias."
    DUPLICATE_ROLE = "duplicate-role", "One role is defined at two places that disagree."
    UNKNOWN_LETTER = "unknown-letter", "A letter is not one of the scheme's."
    LOOK_ALIKE_LETTER = (
        "look-alike-letter",
        "A letter of another script looks like one of the scheme's, and is read as that.",
    )
    UNKNOWN_SCHEME = (
        "unknown-scheme",
        "A scheme is neither built in nor defined in the data, or has no letters.",
    )
    UNKNOWN_MATRIX = "unknown-matrix", "A matrix is named that no file defines."
    UNKNOWN_SKILL = "unknown-skill", "A skill is used that `skills` does not define."
    UNKNOWN_PROFICIENCY = "unknown-proficiency", "A proficiency is not a step of the skill's scale."
    UNKNOWN_RESPONSIBILITY = (
        "unknown-responsibility",
        "A reference names a responsibility that no file defines, or that several share.",
    )
    CONFLICTING_ASSIGNMENT = (
        "conflicting-assignment",
        "Two places give one role different letters for one responsibility; the first one is used.",
    )
    DUPLICATE_ASSIGNMENT = "duplicate-assignment", "The same assignment is there twice."
    DUPLICATE_RESPONSIBILITY = (
        "duplicate-responsibility",
        "The same responsibility is there twice in one section of a matrix.",
    )
    SHEET = (
        "sheet",
        "A sheet of a survey lacks rows, answers nothing or a row again, or has letters of another scheme.",
    )
    ACCEPTED_NOTHING = "accepted-nothing", "What is accepted has a rule or a name that is not there."
    REPORTS_IN_A_CIRCLE = "reports-in-a-circle", "A chain of `reports_to` leads back to its start."
    PARTS_IN_A_CIRCLE = "parts-in-a-circle", "A chain of `part_of` leads back to its start."
    EXTENDS_IN_A_CIRCLE = "extends-in-a-circle", "A chain of `extends` leads back to its start."
    COVER_IN_A_CIRCLE = "cover-in-a-circle", "A chain of `covered_by` leads back to its start."
    # Configuration and directives
    CONFIG = "config", "A value in conf.py is not one that its setting takes."
    OPTION = "option", "An option or argument of a directive is not one that it takes."
    UNKNOWN_CATALOG = "unknown-catalog", "A directive names a catalog that conf.py does not."
    EMPTY_VIEW = "empty-view", "A directive selects nothing that could be shown."
    NOBODY = "nobody", "A page asks who holds a letter that nobody holds."
    # Text in data
    MARKUP = "markup", "Text in the data uses markup that cannot be read or is not allowed there."
    IMAGE = "image", "An image is missing, or is no image file inside the source folder."
    # References from the pages
    REF = "ref", "A page refers to a role, responsibility or skill that is not there."


HINTS = frozenset({Code.LEFT_OUT})
"""What is no mistake: a build reports it without a warning, and nothing fails for it."""


def mistaken(problems: Iterable[Problem]) -> bool:
    """Return whether any problem is a mistake."""
    return any(problem.code not in HINTS for problem in problems)


UNREAD = frozenset(
    {
        Code.CONFIG,
        Code.MISSING_FILE,
        Code.UNREADABLE_FILE,
        Code.UNKNOWN_FORMAT,
        Code.ENCODING,
        Code.SYNTAX,
        Code.TOO_LARGE,
        Code.NO_DATA,
        Code.FORMAT,
        Code.TABLE,
    }
)
"""Problems that leave data unread: what seems to be missing may be there."""

_GIVEN_BY: Mapping[str, tuple[str, ...]] = {
    "role": ("roles", "id", "name", "abbr", "aliases"),
    "role or level": ("roles", "id", "name", "abbr", "aliases", "levels"),
    "responsibility": ("responsibilities", "rows", "id", "name", "aliases"),
    "person": ("roles", "holders", "past_holders"),
    "skill": ("roles", "skills"),
    "tag": ("roles", "responsibilities", "rows", "tags"),
    "kind": ("responsibilities", "rows", "kind"),
    "family": ("roles", "family"),
    "status": ("roles", "status"),
    "section": ("responsibilities", "rows", "section"),
    "matrix": ("matrices", "matrix"),
    "condition": ("responsibilities", "rows", "when"),
}
"""Keys of the data that give things their names, by what a view or a page calls such a thing."""

Value: TypeAlias = "str | int | tuple[str, ...] | Phrase"
"""What fills a slot of a message; several texts are listed with commas."""
Given: TypeAlias = "str | int | Iterable[str] | Phrase"
About: TypeAlias = Mapping[str, str | Iterable[str]]
NOTHING: About = MappingProxyType({})

FOR_OTHERS = (
    "{key!r} is what `sphinx-roles export` writes for others to read, and is not read back; "
    "`sphinx-roles convert` writes data to edit"
)
"""What is reported of our own JSON, and of the table of roles in our own Markdown."""
NO_ANSWER = "no row of the sheet is answered by a letter"
"""What is reported of a sheet of a survey that came back as it was sent."""
NEAREST = "; did you mean {nearest!r}?"
_CLAUSES = re.compile(r"(?=; )")
_OURS = frozenset({"expected", "kind", "record", "takes", "thing", "what"})
"""Slots for our own words, which are translated unless they are quoted; what fills the others is data."""


class Phrase(Struct, frozen=True):
    """A sentence, or a part that fills a slot of another one.

    ``message`` is a template of `str.format`, which ``values`` fill; without any, it is the sentence
    itself, whatever braces it holds. Clauses begin with "; ", and are translated one by one.

    The value ``nearest`` is a name that may have been meant: a question at the end of the sentence,
    unless the message has a slot for it.
    """

    message: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, message: str, /, **values: Given) -> Self:
        """Make a phrase of a template and what fills its slots."""
        return cls(message, tuple((slot, _plain(value)) for slot, value in values.items()))

    def filled(self, translate: Callable[[str], str] = str, other: object = None) -> str:
        """Make the text. ``translate`` gets each template before it is filled."""
        message = _worded(_CLAUSES.split(self.message), translate)
        if not self.values and other is None:
            return message
        ours = {slot for slot in _OURS if f"{{{slot}}}" in self.message}
        values = {slot: _shown(value, translate, slot in ours) for slot, value in self.values}
        if values.get("nearest") and "{nearest" not in self.message:
            message += translate(NEAREST)
        return message.format(**{"other": other, **values})

    def changed(self, change: Callable[[str], str]) -> Phrase:
        """Return the phrase with each text in its values changed."""
        return Phrase(self.message, tuple((slot, _changed(value, change)) for slot, value in self.values))

    def __str__(self) -> str:
        return self.filled()


def _changed(value: Value, change: Callable[[str], str]) -> Value:
    if isinstance(value, Phrase):
        return value.changed(change)
    return (
        change(value)
        if isinstance(value, str)
        else _plain(map(change, value))
        if isinstance(value, tuple)
        else value
    )


def _worded(clauses: list[str], translate: Callable[[str], str]) -> str:
    """Translate as many clauses at once as are known together."""
    for end in range(len(clauses), 0, -1):
        text = "".join(clauses[:end])
        if (found := translate(text)) != text or end == 1:
            return found + (_worded(clauses[end:], translate) if clauses[end:] else "")
    return ""


def _shown(value: Value, translate: Callable[[str], str], ours: bool) -> object:
    if isinstance(value, Phrase):
        return value.filled(translate)
    if isinstance(value, tuple):
        return _Listed(value)
    return translate(value) if ours and isinstance(value, str) and value else value


class Problem(Struct, frozen=True):
    """One mistake, and what it is about.

    ``message`` and ``values`` are those of a `Phrase`. ``names`` are what the problem is about: by each of
    them it can be found and accepted. ``other`` is a second place, which fills the slot ``{other}``.
    """

    code: Code
    message: str
    location: Location
    names: tuple[str, ...] = ()
    values: tuple[tuple[str, Value], ...] = ()
    other: Location | None = None

    @classmethod
    def of(
        cls,
        code: Code,
        message: str | Phrase,
        location: Location | None,
        about: About = NOTHING,
        other: Location | None = None,
        /,
        **values: Given,
    ) -> Self:
        """Make a problem: what it is ``about`` fills slots as ``values`` do, and gives it its names."""
        names = (name for one in about.values() for name in ([one] if isinstance(one, str) else one))
        given = dict(message.values) if isinstance(message, Phrase) else {}
        filling = tuple((slot, _plain(value)) for slot, value in {**given, **about, **values}.items())
        template = message.message if isinstance(message, Phrase) else message
        distinct = tuple(dict.fromkeys(map(str, names)))
        return cls(code, template, location or Location(""), distinct, filling, other)

    @property
    def phrase(self) -> Phrase:
        """The sentence, which is not yet in any language."""
        other = () if self.other is None else (("other", str(self.other)),)
        return Phrase(self.message, (*self.values, *other))

    @property
    def top_key(self) -> str:
        """The key that is meant where an unknown one is at the top of a file, as far as that is known."""
        values = dict(self.values)
        at_top = self.code is Code.UNKNOWN_KEY and "known" in values and "record" not in values
        return str(values.get("nearest") or values["key"]) if at_top else ""

    @property
    def leaves_unread(self) -> bool:
        """True where data is not read for it: what seems to be missing may be there."""
        return self.code in UNREAD or self.top_key in ("roles", "responsibilities")

    @property
    def hides(self) -> frozenset[str]:
        """The kinds of things that may be missing for it."""
        values, unread = dict(self.values), self.code in UNREAD
        keys = values.get("field"), values.get("nearest")
        return frozenset(
            thing for thing, given in _GIVEN_BY.items() if unread or any(key in given for key in keys)
        )

    @property
    def misplaces(self) -> bool:
        """True where a thing may be missing for it where a view looks for that thing."""
        known = self.code in (Code.UNKNOWN_MATRIX, Code.UNKNOWN_LETTER) or "section" in dict(self.values)
        return known or bool(self.hides)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.sentence()

    @property
    def lasting(self) -> str:
        """The sentence without lines and columns, which stays the same when lines move."""
        return self.sentence(other=self.other.file if self.other else None)

    def sentence(self, translate: Callable[[str], str] = str, other: str | None = None) -> str:
        """Make the sentence. ``translate`` gets each template before it is filled."""
        shown = self.other if other is None else other
        return Phrase(self.message, self.values).filled(translate, shown)

    def __str__(self) -> str:
        return f"{self.location}: {self.text} [roles.{self.code}]"


def _plain(value: Given) -> Value:
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, int | Phrase) else tuple(map(str, value))


class _Listed(tuple[str, ...]):
    """Texts as a sentence shows them: ``{names}`` lists them, ``{names!r}`` in quotes."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)

    def __repr__(self) -> str:
        return ", ".join(map(repr, self))


SLIP = 0.8
"""How near a name is to the one that is meant, even where what could not be read may hold the name."""


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word closest to ``word``, ``""`` where none is at least as near as ``cutoff``.

    Case is passed over, so that ``Sre`` finds ``sre``.
    """
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    wanted = word.casefold()
    # Of names that are as near, such as `roles` and `rules` to `rloes`, one with the same letters is meant.
    swapped = [name for name in folded if sorted(name) == sorted(wanted)]
    pools = (difflib.get_close_matches(wanted, names, n=1, cutoff=cutoff) for names in (swapped, folded))
    close = next(filter(None, pools), [])
    return folded[close[0]] if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word closest to ``word``, else ``""``."""
    found = closest(word, known)
    return NEAREST.format(nearest=found) if found else ""


_LONGEST = 40


@lru_cache(maxsize=4096)
def misspelt(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that is one letter away, or two with the same first letter, or the plural.

    A swap of neighbours counts as one. A short word is two letters away from too much:
    ``goals`` is not a slip for ``tools``.
    """
    if not 2 < len(word) <= _LONGEST:
        return None
    folded = word.casefold().replace("-", "_").replace(" ", "_")
    if (plural := f"{folded[:-1]}ies") in known and folded[-1] == "y":
        return plural
    best: tuple[int, str] | None = None
    for name in known:
        if abs(len(name) - len(folded)) > 2:
            continue
        distance = _distance(folded, name)
        near = distance < 2 or (distance == 2 and folded[:1] == name[:1] and len(folded) > 3)
        if near and (best is None or distance < best[0]):
            best = distance, name
    return best[1] if best else None


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
