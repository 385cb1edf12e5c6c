"""The records of a catalog: roles, rows, schemes, skills, and all that they hold.

Frozen records make no cycles, so where there are many (``gc=False``), Python's collector
of cycles is told not to look at them: it would at every page that is drawn.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from sphinx_roles.model.text import Prose, Text
from sphinx_roles.problems import Place

__all__ = [
    "Acceptance", "Assignment", "Holder", "Interaction", "Level", "Link", "Matrix", "Participation",
    "Proficiency", "Responsibility", "Role", "Scale", "Scheme", "Section", "Skill", "SkillLevel",
    "role_names",
]  # fmt: skip


class Link(Struct, frozen=True, array_like=True, gc=False):
    """A named link: ``url`` is http(s), mailto or the path of a document."""

    text: Text
    url: Text


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


class Interaction(Struct, frozen=True, array_like=True, gc=False):
    """A counterpart of a role: a role's id where the data names one, and what they do together."""

    role: str | None = None
    text: Prose | None = None


class Proficiency(Struct, frozen=True, array_like=True, gc=False):
    """A skill that a role or level asks for; ``step`` is the step of its scale, None where unsaid."""

    skill: str
    step: Text | None = None


class Level(Struct, frozen=True, array_like=True, gc=False):
    """A step of a role's ladder. ``after`` is the id of the level before it, ``track`` its branch."""

    id: str
    name: Text
    after: Text | None = None
    track: Text | None = None
    summary: Prose | None = None
    duties: tuple[Prose, ...] = ()
    skills: tuple[Proficiency, ...] = ()


class Role(Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """Somebody who can take part in a responsibility. References to other roles are ids."""

    id: str
    name: Text
    place: Place
    abbr: Text | None = None
    aliases: tuple[Text, ...] = ()
    kind: str = "role"
    """``role``, ``team``, ``person`` or ``external``."""
    part_of: Text | None = None
    family: Text | None = None
    grade: Text | None = None
    tagline: Prose | None = None
    summary: Prose | None = None
    description: Prose | None = None
    duties: tuple[Prose, ...] = ()
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
    def deciding(self) -> tuple[str, ...]:
        """The letters that answer for a row: A in RACI."""
        return tuple(p.letter for p in self.participations if p.decides)

    @property
    def doing(self) -> tuple[str, ...]:
        """The letters that do the work: R in RACI."""
        return tuple(p.letter for p in self.participations if p.does)


class Assignment(Struct, frozen=True, array_like=True, gc=False):
    """A role takes part in a row. ``letters`` stand in the order of the scheme.

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
    def place(self) -> Place:
        """The place of the letters in the data; columns end at 4,095."""
        return Place(self.file, self.at >> 12, self.at & 0xFFF)


class Responsibility(Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """A row: something that has to be done, decided or delivered, and who takes part."""

    id: str
    name: Text
    place: Place
    matrix: str = ""
    section: str = ""
    kind: Text | None = None
    summary: Prose | None = None
    done_when: Prose | None = None
    links: tuple[Link, ...] = ()
    frequency: Text | None = None
    tags: tuple[Text, ...] = ()
    assign: tuple[Assignment, ...] = ()
    notes: tuple[Prose, ...] = ()
    separate: bool = False
    """Deciding and doing must lie with different roles and people."""
    status: Text | None = None
    review_by: datetime.date | None = None
    partial: bool = False
    """Some of it could not be read, as a problem has told: what seems to be missing may stand there."""
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the row: (matrix, section, id)."""
        return self.matrix, self.section, self.id


class Section(Struct, frozen=True, array_like=True, gc=False):
    """A named group of rows in a matrix; same-named sections of several files are one."""

    id: str
    name: Text
    matrix: str = ""
    summary: Prose | None = None
    place: Place | None = None


class Matrix(Struct, frozen=True, array_like=True):
    """A titled set of rows under one scheme; ``roles`` is the order of its columns where given."""

    id: str
    name: Text
    scheme: str
    roles: tuple[str, ...] = ()
    summary: Prose | None = None
    place: Place | None = None


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
    place: Place | None = None


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
    place: Place | None = None


def role_names(role: Role) -> Iterator[str]:
    """Yield the name, the abbreviation and the aliases of a role."""
    yield role.name
    if role.abbr:
        yield role.abbr
    yield from role.aliases
