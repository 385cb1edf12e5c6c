"""Who takes part in a row, before and after."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sphinx_roles.analysis.audit.finding import RoleRef
from sphinx_roles.analysis.changes.change import Change, Thing, change, many, one
from sphinx_roles.analysis.changes.fields import Fields
from sphinx_roles.analysis.changes.naming import Naming, letter_refs
from sphinx_roles.model import Prose, Responsibility, Scheme, Text

Key = tuple[str, str]
"""A role by its new id, and the condition."""


class _Part(Struct):
    """What a role does under one condition. A text that could not be read stands for a letter."""

    letters: dict[str, None]
    until: datetime.date | None = None
    note: Prose | None = None


def letters_of(old: Responsibility, new: Responsibility, was: Naming, now: Naming) -> list[Change]:
    """Compare the assignments of a row: first what moved from role to role, then the rest."""
    # Most rows of a large catalog have not changed.
    if was.pairs.same_roles and _facts(old) == _facts(new):
        return []
    return list(_Row(old, new, was, now).changes())


class _Row:
    def __init__(self, old: Responsibility, new: Responsibility, was: Naming, now: Naming) -> None:
        self.was, self.now, self.row = was, now, new
        self.old_scheme, self.scheme = was.catalog.scheme_of(old), now.catalog.scheme_of(new)
        self.old, self.new = _parts(old, was), _parts(new, now)
        # Roles that are only in the old catalog are named there.
        self.names = {was.role_id(one.role): one.role for one in old.assign}

    def changes(self) -> Iterator[Change]:
        yield from self._conditions()
        for when in dict.fromkeys(when for _, when in (*self.new, *self.old)):
            yield from self._under(when)
        for (role, when), part in self.new.items():
            before = self.old.get((role, when))
            if before is not None:
                fields = Fields(self.now.row(self.row, when), self._role(role))
                fields.value("until", before.until, part.until)
                fields.text("note", before.note, part.note)
                yield from fields.found

    def _conditions(self) -> Iterator[Change]:
        """A role that does the same under another condition."""
        for role in dict.fromkeys(role for role, _ in self.old):
            gone = [key for key in self.old if key[0] == role and key not in self.new]
            come = [key for key in self.new if key[0] == role and key not in self.old]
            for key, other in self._alike(gone, come):
                kept = [letter for letter in self.new[other].letters if letter in self.old[key].letters]
                yield self._condition(role, kept, key[1], other[1])
                self.old[other] = self.old.pop(key)

    def _alike(self, gone: list[Key], come: list[Key]) -> list[tuple[Key, Key]]:
        """Pair what went with what came under other conditions: the same letters first, then some of them."""
        pairs: list[tuple[bool, int, Key, Key]] = []
        for i, key in enumerate(gone):
            for j, other in enumerate(come):
                old, new = self.old[key].letters.keys(), self.new[other].letters.keys()
                if old & new:
                    pairs.append((old != new, max(i, j), key, other))
        found: dict[Key, Key] = {}
        # Whichever side is the old one, the same pairs are found.
        for _, _, key, other in sorted(pairs, key=lambda pair: pair[:2]):
            if key not in found and other not in found.values():
                found[key] = other
        return [(key, found[key]) for key in gone if key in found]

    def _condition(self, role: str, letters: Iterable[str], old: str, new: str) -> Change:
        kind = "changed" if old and new else "added" if new else "removed"
        things = [one(key, Text(when)) for key, when in (("old", old), ("new", new)) if when]
        reported = many("letters", letter_refs(letters, self.scheme))
        named = one("row", self.now.row(self.row)), one("role", self._role(role)), reported
        return change(f"condition-{kind}", *named, *things, field="when")

    def _under(self, when: str) -> Iterator[Change]:
        lost = _by_letter(self.old, self.new, when)
        gained = _by_letter(self.new, self.old, when)
        if not lost and not gained:
            return
        row = one("row", self.now.row(self.row, when))
        # What one role lost and another gained has moved.
        moved: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for letter in _in_scheme([letter for letter in gained if letter in lost], self.scheme):
            moved.setdefault((tuple(lost.pop(letter)), tuple(gained.pop(letter))), []).append(letter)
        for (old, new), letters in moved.items():
            refs = many("letters", letter_refs(letters, self.scheme))
            yield change("letters-moved", row, refs, self._roles("old", old), self._roles("new", new))
        gone, come = _by_role(lost, self.old_scheme), _by_role(gained, self.scheme)
        for role in [role for role in gone if role in come]:
            old_letters = many("old", letter_refs(gone.pop(role), self.old_scheme))
            new_letters = many("new", letter_refs(come.pop(role), self.scheme))
            yield change("letters-changed", row, one("role", self._role(role)), old_letters, new_letters)
        for held, roles in _together(come).items():
            reported = many("letters", letter_refs(held, self.scheme))
            yield change("letters-gained", row, self._roles("roles", roles), reported)
        for held, roles in _together(gone).items():
            reported = many("letters", letter_refs(held, self.old_scheme))
            yield change("letters-lost", row, self._roles("roles", roles), reported)

    def _roles(self, key: str, roles: Iterable[str]) -> Thing:
        return many(key, map(self._role, roles))

    def _role(self, role: str) -> RoleRef:
        """Name a role by its new id; one that only the old catalog has, by its name there."""
        if role in self.now.catalog.roles:
            return self.now.role(role)
        return self.was.role(self.names.get(role, role))


def _facts(row: Responsibility) -> list[tuple[object, ...]]:
    return [(one.role, one.letters, one.when, one.until, one.note, one.unread) for one in row.assign]


def _parts(row: Responsibility, naming: Naming) -> dict[Key, _Part]:
    found: dict[Key, _Part] = {}
    for given in row.assign:
        key = (naming.role_id(given.role), given.when)
        letters = given.letters or ((f"“{given.unread}”",) if given.unread else ())
        part = found.setdefault(key, _Part({}, given.until, given.note))
        part.letters.update(dict.fromkeys(letters))
    return found


def _by_letter(having: dict[Key, _Part], other: dict[Key, _Part], when: str) -> dict[str, list[str]]:
    """Letter → roles that have it here, and not there."""
    found: dict[str, list[str]] = {}
    for (role, condition), part in having.items():
        if condition == when:
            there = other.get((role, when))
            for letter in part.letters:
                if there is None or letter not in there.letters:
                    found.setdefault(letter, []).append(role)
    return found


def _in_scheme(letters: Iterable[str], scheme: Scheme) -> list[str]:
    """Sort letters: those that decide first, then as the scheme has them."""
    order = {letter: location for location, letter in enumerate(scheme.letters)}
    return sorted(letters, key=lambda letter: (letter not in scheme.deciding, order.get(letter, len(order))))


def _by_role(letters: dict[str, list[str]], scheme: Scheme) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter in _in_scheme(letters, scheme):
        for role in letters[letter]:
            found.setdefault(role, []).append(letter)
    return found


def _together(letters: dict[str, list[str]]) -> dict[tuple[str, ...], list[str]]:
    """The same letters → the roles that have just these."""
    found: dict[tuple[str, ...], list[str]] = {}
    for role, held in letters.items():
        found.setdefault(tuple(held), []).append(role)
    return found
