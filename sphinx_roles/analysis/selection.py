"""How views select alike: which roles, rows and letters a query means, and what a role has in the rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from itertools import chain
from typing import Any

from msgspec import Struct, msgpack, structs

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.model import Assignment, Catalog, Participation, Responsibility, Role, Scheme, Text, fold
from sphinx_roles.problems import Phrase, closest

LEAST = 2
"""So many roles there must be, to be looked at side by side."""


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
    known = list(dict.fromkeys(catalog.role_names()))
    # No name is longer than the longest: a page of prose takes no time. Punctuation counts as nothing.
    longest = max((len(fold(name)) for name in known), default=0)
    sizes = [len(fold(f"{word}x")) - 1 for word in words]
    names: list[str] = []
    lost: list[str] = []
    start = 0
    while start < len(words):
        ends, size = [start + 1], sizes[start]
        while ends[-1] < min(len(words), start + 2 * longest) and (size := size + sizes[ends[-1]]) <= longest:
            ends.append(ends[-1] + 1)
        found = (e for e in reversed(ends) if catalog.find_role(" ".join(words[start:e])) is not None)
        if (end := next(found, None)) is None:
            lost.append(words[start])
            start += 1
        else:
            names += [*_lost(lost, known), " ".join(words[start:end])]
            lost, start = [], end
    return (*names, *_lost(lost, known))


def _lost(words: list[str], known: list[str]) -> list[str]:
    """Words that name no role: one misspelt name of several words, or several names."""
    joined = " ".join(words)
    if len(words) > 1 and closest(joined, known) and not all(closest(word, known) for word in words):
        return [joined]
    return words


STATUSES = ("active", "vacant", "absent", "acting", "draft", "deprecated")
"""The words of the data format, for which every language has one of ours."""


def shown_status(role: Role) -> str:
    """Return the status of a role as it is shown: a text of the author where it is none of `STATUSES`."""
    status = role.status or ""
    return "" if status == "active" else str(status) if status in STATUSES else status


def unknown_words(asked: Iterable[str], known: Iterable[str | None]) -> list[str]:
    """Return the words that no other is, in any case: a tag, a kind, a condition that nothing has."""
    folded = {fold(word) for word in known if word} if asked else ()
    return [word for word in asked if fold(word) not in folded]


class RoleSelection(Struct, frozen=True, kw_only=True):
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
            (self.statuses, (role.status or "active",)),
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


def parted(catalog: Catalog, shown: Iterable[Role], fields: Iterable[str]) -> tuple[Any, ...]:
    """Return what an answer depends on that has these fields of some roles, and no other free texts."""
    texts = [name for name in FREE_TEXTS if name in fields]
    return catalog.derived(_without_free_texts), [[getattr(role, name) for name in texts] for role in shown]


def _without_free_texts(catalog: Catalog) -> str:
    """Return a digest of a catalog; of free texts it has only which there are."""
    roles = [
        structs.replace(role, **{name: bool(getattr(role, name)) for name in FREE_TEXTS})
        for role in catalog.roles.values()
    ]
    # A limit of a rule may be too large a number for MessagePack.
    rest = structs.replace(catalog, roles={}, rules={})
    packed = msgpack.encode((roles, rest, repr(catalog.rules)), enc_hook=str)
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


class RowSelection(Struct, frozen=True, kw_only=True):
    """Which rows; every selection left empty selects all."""

    matrix: str = ""
    """Id or name of a matrix; empty: all rows."""
    rows: tuple[str, ...] = ()
    """Ids or names, also as ``matrix/row`` and ``section/row``."""
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Named:
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


_PERIOD = re.compile(r"\s*([1-9]\d{0,3})\s*([dwmy])\s*", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}


def days_of(period: str) -> int:
    """Return the days of a period: ``30d``, ``12w``, ``3m`` (of 31 days), ``1y`` (of 366).

    ValueError for another text.
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        message = (
            "{period!r}; expected a number of days, weeks, months or years, from 1 on: 30d, 12w, 3m, 1y "
            "(what is overdue is reported without it)"
        )
        raise ValueError(Phrase.of(message, period=period))
    return int(found[1]) * _DAYS[found[2].lower()]


_RANKS = ("decides", "does", "advises", "informed", "other")


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
    meant = next((name for name in _RANKS[:-1] if getattr(p, name)), _RANKS[-1])
    return Letter(p.letter, p.name, p.meaning if meaning else Text(), p.shape, meant, p.color or "")


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


class RowRef(Struct, frozen=True, gc=False):
    """A row. ``key`` is "matrix, section, id" on three lines; ``part`` is what the role has in it."""

    key: str
    name: Text
    part: Part = Part(())
    status: Text | None = None
    matrix: Text | None = None
    """Its matrix, where the catalog has several with names."""


class Owned(Struct, frozen=True):
    """The rows in which the role holds just these letters; none: what it holds was not understood."""

    letters: tuple[Letter, ...]
    rows: tuple[RowRef, ...]


def _rank(letter: Letter) -> int:
    return _RANKS.index(letter.means)


class AssignmentIndex:
    """Answers which rows a role has today, and who works on them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog = catalog.current
        self.owned: dict[str, list[int]] = {}
        """By role, the rows that it does or answers for."""
        self.owners: list[tuple[str, ...]] = []
        """By the place of a row, the roles that do it or answer for it."""
        self.covered: dict[str, list[str]] = {}
        """By role, those that it stands in for."""
        self.places = {role: place for place, role in enumerate(catalog.roles)}
        """By role, its place in the data."""
        self._several = sum(bool(matrix.name) for matrix in catalog.matrices.values()) > 1
        self._counting = {key: counted((), scheme) for key, scheme in catalog.schemes.items()}
        # Rows are many, and the letters of most are the same few.
        self._letters, self._meant = cache(self._find_letters), cache(self._find_meant)
        for number, row in enumerate(catalog.rows):
            counting = self._counting[catalog.matrices[row.matrix].scheme]
            owners = dict.fromkeys(one.role for one in row.assign if not counting.isdisjoint(one.letters))
            self.owners.append(tuple(owners))
            for role in owners:
                self.owned.setdefault(role, []).append(number)
        for one in catalog.roles.values():
            if one.covered_by:
                self.covered.setdefault(one.covered_by, []).append(one.id)

    @cached_property
    def _held(self) -> dict[str, list[tuple[Responsibility, Assignment]]]:
        found: dict[str, list[tuple[Responsibility, Assignment]]] = {}
        for row in self.catalog.rows:
            for one in row.assign:
                found.setdefault(one.role, []).append((row, one))
        return found

    def held(self, role: str) -> Sequence[tuple[Responsibility, Assignment]]:
        """Return all assignments of a role, each with its row."""
        return self._held.get(role, ())

    def owned_by(self, role: str, *, working: bool = False) -> tuple[Owned, ...]:
        """Return the rows of a role by the letters that it holds in them, what decides first.

        With ``working``, only those that it does or answers for.
        """
        groups: dict[tuple[str, tuple[str, ...]], list[RowRef]] = {}
        for row, one in self.held(role):
            scheme = self.catalog.matrices[row.matrix].scheme
            if working and self._counting[scheme].isdisjoint(one.letters):
                continue
            if one.letters or one.unread:
                groups.setdefault((scheme, one.letters), []).append(self.ref(row, one))
        owned = [Owned(self._letters(*key), tuple(rows)) for key, rows in groups.items()]
        return tuple(sorted(owned, key=lambda one: [*map(_rank, one.letters)] or [len(_RANKS)]))

    def _find_letters(self, scheme: str, letters: tuple[str, ...]) -> tuple[Letter, ...]:
        """Return letters as they are shown, what decides first."""
        found = (letter_of(self.catalog.schemes[scheme][letter], meaning=False) for letter in letters)
        return tuple(sorted(found, key=_rank))

    def means(self, row: Responsibility, role: str) -> frozenset[str]:
        """Return what the letters of a role in a row mean, under whichever condition."""
        scheme = self.catalog.matrices[row.matrix].scheme
        meant = (self._meant(scheme, one.letters) for one in row.assign if one.role == role)
        return frozenset[str]().union(*meant)

    def _find_meant(self, scheme: str, letters: tuple[str, ...]) -> frozenset[str]:
        found = [self.catalog.schemes[scheme][letter] for letter in letters]
        return frozenset(word for word in _RANKS[:-1] if any(getattr(one, word) for one in found))

    def ref(self, row: Responsibility, one: Assignment | None = None) -> RowRef:
        """Return a row as it is shown, with what an assignment says."""
        matrix = self.catalog.matrices[row.matrix].name if self._several else None
        part = part_of(one) if one is not None else Part(())
        return RowRef("\n".join(row.key), row.name, part, row.status, matrix or None)
