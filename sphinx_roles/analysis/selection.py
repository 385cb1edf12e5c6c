"""How views select alike: which roles, rows and letters a query means."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from datetime import date
from itertools import chain
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.analysis.report import digest_of
from sphinx_roles.model import Assignment, Catalog, Participation, Role, Scheme, Text, fold
from sphinx_roles.problems import Phrase, closest

LEAST = 2
"""The fewest roles that can be compared."""


def find_roles(names: tuple[str, ...], catalog: Catalog) -> tuple[list[Role], tuple[str, ...]]:
    """Return each named role once, in the order asked for, and the names that lead nowhere.

    A single text may name several roles with blanks between them ("devops sre"); the longest
    name wins there ("Site Reliability Engineer").
    """
    if len(names) == 1 and catalog.find_role(names[0]) is None:
        names = _split(names[0].split(), catalog)
    found: dict[str, Role] = {}
    unknown: dict[str, None] = {}
    for name in names:
        role = catalog.find_role(name)
        if role is None:
            unknown[name] = None
        else:
            found.setdefault(role.id, role)
    return list(found.values()), tuple(unknown)


def _split(words: list[str], catalog: Catalog) -> tuple[str, ...]:
    """Return the names that words are together, the longest known ones first, and unknown ones in place."""
    known = list(dict.fromkeys(catalog.role_names()))
    # No name is longer than the longest: a page of prose takes no time. Punctuation counts as nothing.
    longest = max((len(fold(name)) for name in known), default=0)
    sizes = [len(fold(f"{word}x")) - 1 for word in words]
    names: list[str] = []
    unread: list[str] = []
    start = 0
    while start < len(words):
        ends, size = [start + 1], sizes[start]
        while ends[-1] < min(len(words), start + 2 * longest) and (size := size + sizes[ends[-1]]) <= longest:
            ends.append(ends[-1] + 1)
        found = (e for e in reversed(ends) if catalog.find_role(" ".join(words[start:e])) is not None)
        if (end := next(found, None)) is None:
            unread.append(words[start])
            start += 1
        else:
            names += [*_unknown_names(unread, known), " ".join(words[start:end])]
            unread, start = [], end
    return (*names, *_unknown_names(unread, known))


def _unknown_names(words: list[str], known: list[str]) -> list[str]:
    """Return words that name no role as names: one misspelt name of several words, or each word."""
    joined = " ".join(words)
    if len(words) > 1 and closest(joined, known) and not all(closest(word, known) for word in words):
        return [joined]
    return words


STATUSES = ("active", "vacant", "absent", "acting", "draft", "deprecated")
"""The words of the data format, for which every language has one of ours."""


def shown_status(role: Role) -> str:
    """Return the status of a role as it is shown: a text of the author where it is none of `STATUSES`.

    One without a status, or active, that nobody holds is vacant.
    """
    return status_shown(role.status, vacant=role.holders == ())


def status_shown(given: str | None, *, vacant: bool) -> str:
    """Return what is shown of a status in the data; ``vacant``: the data says that nobody holds the role."""
    if not given or given == "active":
        return "vacant" if vacant else ""
    return str(given) if given in STATUSES else given


def unknown_words(asked: Iterable[str], known: Iterable[str | None]) -> list[str]:
    """Return the words that no other is, in any case: a tag, a kind, a condition that nothing has."""
    folded = {fold(word) for word in known if word} if asked else ()
    return [word for word in asked if fold(word) not in folded]


class RoleSelection(Struct, frozen=True, gc=False, kw_only=True):
    """Which roles; every selection left empty selects all."""

    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sort: str = ""
    """``name``, ``family`` or ``grade``; empty: the order of the data, or of ``roles``."""

    def unknown_in(self, catalog: Catalog, find: Callable[[str], object] | None = None) -> tuple[str, ...]:
        """Return the names that lead nowhere; ``find`` looks for more than roles."""
        unknown = [n for n in (*self.roles, *self.without) if (find or catalog.find_role)(n) is None]
        roles = catalog.roles.values()
        unknown += unknown_words(self.tags, (tag for role in roles for tag in role.tags))
        unknown += unknown_words(self.families, (role.family for role in roles))
        unknown += unknown_words(self.statuses, chain(STATUSES, (role.status for role in roles)))
        return tuple(unknown)

    def selects(self, role: Role) -> bool:
        """Return whether a role has one of the tags, and so on, that are asked for."""
        asked = (
            (self.tags, role.tags),
            (self.families, (role.family or "",)),
            (self.kinds, (role.kind,)),
            (self.statuses, (shown_status(role) or "active",)),
        )
        return all(not wanted or {*map(fold, wanted)} & {*map(fold, has)} for wanted, has in asked)

    def selected(self, catalog: Catalog) -> list[Role]:
        """Return the roles in the order to be shown."""
        found = [role for name in self.roles if (role := catalog.find_role(name)) is not None]
        without = {role.id for name in self.without if (role := catalog.find_role(name)) is not None}
        known = {role.id: role for role in (found if self.roles else catalog.roles.values())}
        roles = [role for role in known.values() if role.id not in without and self.selects(role)]
        if self.sort:
            roles.sort(key=lambda role: (fold(getattr(role, self.sort) or "\uffff"), fold(role.name)))
        return roles


FREE_TEXTS = (
    "tagline",
    "summary",
    "description",
    "duties",
    "not_duties",
    "requirements",
    "decisions",
    "metrics",
)
"""Texts of a role of which what does not show them, and the rules, ask at most whether they are given."""


def dependencies_of(catalog: Catalog, shown: Iterable[Role], fields: Iterable[str]) -> tuple[Any, ...]:
    """Return what a report of these roles depends on: all of the catalog but free texts not in ``fields``."""
    texts = [name for name in FREE_TEXTS if name in fields]
    return catalog.derived(without_free_texts), [[getattr(role, name) for name in texts] for role in shown]


def without_free_texts(catalog: Catalog) -> str:
    """Return a digest of a catalog; of free texts it has only which there are."""
    roles = [
        structs.replace(role, **{name: bool(getattr(role, name)) for name in FREE_TEXTS})
        for role in catalog.roles.values()
    ]
    # A limit of a rule may be too large a number for MessagePack.
    rest = structs.replace(catalog, roles={}, rules={})
    return digest_of(roles, rest, repr(catalog.rules))


class RowSelection(Struct, frozen=True, kw_only=True):
    """Which rows; every selection left empty selects all."""

    matrix: str = ""
    """Id or name of a matrix; empty: all rows."""
    rows: tuple[str, ...] = ()
    """Ids or names, also as ``matrix/row`` and ``section/row``."""
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class NamedTargets:
    """The roles, matrices and sections that a query names in some catalogs: ids, and (matrix, section).

    ``unknown`` are the names that lead nowhere.
    """

    def __init__(
        self, roles: Iterable[str], sections: Iterable[str], matrix: str, *catalogs: Catalog
    ) -> None:
        held = {name: {role.id for c in catalogs if (role := c.find_role(name))} for name in roles}
        known = [(key, section) for c in catalogs for key, section in c.sections.items()]
        placed = {name: {key for key, s in known if _is(name, s.id, s.name)} for name in sections}
        self.roles = {role for ids in held.values() for role in ids}
        self.sections = {key for keys in placed.values() for key in keys}
        named = (m for c in catalogs for m in c.matrices.values() if m.id)
        self.matrices = {m.id for m in named if _is(matrix, m.id, m.name)}
        self.unknown = [name for found in (held, placed) for name, some in found.items() if not some]
        self.unknown += [matrix] if matrix and not self.matrices else []


def _is(wanted: str, *names: str) -> bool:
    return bool(wanted) and fold(wanted) in map(fold, names)


def find_letter(name: str, scheme: Scheme) -> Participation | None:
    """Find a participation by its letter or its name, in any case."""
    exact = next((p for p in scheme.participations if p.letter == name), None)
    wanted = fold(name)
    return exact or next((p for p in scheme.participations if wanted in (fold(p.letter), fold(p.name))), None)


def counted(asked: tuple[str, ...], scheme: Scheme) -> frozenset[str]:
    """Return the letters that make a role one of those who do it.

    Those asked for; else those that do or decide; in a scheme that says neither, all.
    """
    if asked:
        return frozenset(p.letter for name in asked if (p := find_letter(name, scheme)) is not None)
    return frozenset((*scheme.doing, *scheme.deciding)) or frozenset(scheme.letters)


def unknown_letters(asked: tuple[str, ...], schemes: Iterable[Scheme]) -> tuple[str, ...]:
    """Return those names of letters that no scheme has."""
    known = list(schemes)
    return tuple(name for name in asked if all(find_letter(name, scheme) is None for scheme in known))


def used_schemes(catalog: Catalog) -> list[Scheme]:
    """Return the schemes that rows have; without rows, those of the matrices."""
    used = dict.fromkeys(catalog.matrices[row.matrix].scheme for row in catalog.rows)
    return [catalog.schemes[name] for name in used] or [
        catalog.schemes[matrix.scheme] for matrix in catalog.matrices.values()
    ]


# Compiled for the first period, as few views have one.
_PERIOD = r"(?i:\s*([1-9]\d{0,3})\s*([dwmy])\s*)"
_DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}


def days_of(period: str) -> int:
    """Return the days of a period: ``30d``, ``12w``, ``3m`` (of 31 days), ``1y`` (of 366).

    ValueError for another text.
    """
    found = re.fullmatch(_PERIOD, period)
    if found is None:
        message = (
            "{period!r}; expected a number of days, weeks, months or years, from 1 on: 30d, 12w, 3m, 1y "
            "(what is overdue is reported without it)"
        )
        raise ValueError(Phrase.of(message, period=period))
    return int(found[1]) * _DAYS[found[2].lower()]


MEANINGS = ("decides", "does", "advises", "informed", "other")
"""What a letter may mean, what decides first; ``other``: nothing of these."""


class Letter(Struct, frozen=True, gc=False):
    """What a legend says of a letter. ``means`` is what colours it, unless it has a colour of its own."""

    letter: str
    name: Text
    meaning: Text
    shape: str
    means: str
    color: str = ""


def letter_of(p: Participation, *, meaning: bool = True) -> Letter:
    """Return what a legend says of a participation, with or without what it means."""
    meant = next((name for name in MEANINGS[:-1] if getattr(p, name)), MEANINGS[-1])
    return Letter(p.letter, p.name, p.meaning if meaning else Text(), p.shape, meant, p.color or "")


def legend_of(scheme: Scheme, used: Container[str], *, meanings: bool = True) -> tuple[Letter, ...]:
    """Return what a legend says of the letters that are used, what decides first."""
    return tuple(letter_of(p, meaning=meanings) for p in scheme.shown if p.letter in used)


class Part(Struct, frozen=True, gc=False):
    """Letters under one condition; ``unread`` is a text that could not be understood.

    What has ``ended`` is in no total.
    """

    letters: tuple[str, ...]
    when: str = ""
    until: date | None = None
    unread: str = ""
    ended: bool = False


def condition(one: Assignment) -> str:
    """Return the condition of an assignment as it is shown: ``""``, or without e-mail addresses."""
    return Text(hide_addresses(one.when), one.location) if one.when else ""


def part_of(one: Assignment, letters: tuple[str, ...] = (), *, ended: bool = False) -> Part:
    """Return an assignment as it is shown, with these letters: nobody's e-mail leaves the data unasked."""
    return Part(letters, condition(one), one.until, hide_addresses(one.unread), ended)
