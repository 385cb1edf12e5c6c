"""All that can be wrong with what a user wrote, and the place where it stands.

Bad data is a value here, never an exception: reading and drawing go on, and
every problem is told once, as a Sphinx warning or by the command line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import StrEnum
from typing import Self

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
"""Where a setting stands of which no more is known."""


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
    UNKNOWN_FORMAT = "unknown-format", "The suffix of a file tells none of the formats that are read."
    ENCODING = "encoding", "A file is neither UTF-8 nor UTF-16 with a byte order mark."
    SYNTAX = "syntax", "The text breaks the rules of its format (YAML, JSON, TOML, CSV, Markdown)."
    TOO_LARGE = "too-large", "A file, its nesting or its aliases go beyond the limit for reading."
    NO_DATA = "no-data", "A named file is empty or holds none of the keys or tables that are read."
    # Shapes
    FORMAT = "format", "The `format` of a file is not one that this version reads."
    UNKNOWN_KEY = "unknown-key", "A key is not known where it stands."
    REPEATED_KEY = "repeated-key", "A key stands twice in one mapping; the first one is used."
    WRONG_TYPE = "wrong-type", "A value has another shape than its field: a list where a text is expected."
    WRONG_VALUE = "wrong-value", "A value is not one of those that its field takes."
    TABLE = "table", "A table cannot be understood as roles, responsibilities and letters."
    # References and identity
    UNKNOWN_ROLE = "unknown-role", "A reference names a role that no file defines."
    PERSON_AS_ROLE = "person-as-role", "A holder's name stands where a role should."
    AMBIGUOUS_ROLE = "ambiguous-role", "Two roles answer to one id, name, abbreviation or alias."
    DUPLICATE_ROLE = "duplicate-role", "One role is defined at two places that disagree."
    UNKNOWN_LETTER = "unknown-letter", "A letter is not one of the scheme's."
    LOOK_ALIKE_LETTER = (
        "look-alike-letter",
        "A letter of another script looks like one of the scheme's, and is read as that.",
    )
    UNKNOWN_SCHEME = "unknown-scheme", "A scheme is neither built in nor defined in the data."
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
    DUPLICATE_ASSIGNMENT = "duplicate-assignment", "The same assignment stands twice."
    DUPLICATE_RESPONSIBILITY = (
        "duplicate-responsibility",
        "The same responsibility stands twice in one section of a matrix.",
    )
    REPORTS_IN_A_CIRCLE = "reports-in-a-circle", "A chain of `reports_to` leads back to its start."
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


class Problem(Struct, frozen=True):
    """One mistake: what is wrong (``code``), said in ``text``, and where it stands."""

    code: Code
    text: str
    location: Location

    def __str__(self) -> str:
        return f"{self.location}: {self.text} [roles.{self.code}]"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word closest to ``word``, else ``""``.

    Case is passed over, so that ``Sre`` finds ``sre``.
    """
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""
