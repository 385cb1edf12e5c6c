"""Rows and who takes part in them, and the sections and matrices that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from sphinx_roles.analysis.diff.change import Change, Holding, Located, SectionKey, change, located
from sphinx_roles.analysis.diff.fields import FieldChanges, Naming, Sides, compared, in_order, letter_refs
from sphinx_roles.analysis.sentence import Message, RoleRef, row_ref
from sphinx_roles.model import Assignment, Responsibility, Scheme, Text


def rows_of(sides: Sides) -> Iterator[Located]:
    """Compare all rows, in the order of the new catalog; those that are gone come last in their section."""
    matches = sides.matches
    olds = {new: old for old, new in matches.rows.items()}
    before: dict[SectionKey, list[object]] = {}
    after: dict[SectionKey, list[object]] = {}
    for row in sides.new.rows:
        key, place = row.key, row.key[:2]
        after.setdefault(place, []).append(key)
        if key in olds:
            old = matches.old_rows[olds[key]]
            yield from located(_row(sides, old, row), "rows", row, old, place=place)
        else:
            yield from located([_whole("added", row, sides.now)], "rows", row, place=place)
    for row in sides.old.rows:
        key = row.key
        place = matches.place(key[:2])
        before.setdefault(place, []).append(matches.rows.get(key, ("gone", key)))
        if key not in matches.rows:
            yield from located([_whole("removed", row, sides.was)], "rows", row, place=place)
    for place, rows in after.items():
        if not in_order(before.get(place, []), rows):
            yield Located(change("rows-order"), place=place)


def _whole(how: str, row: Responsibility, naming: Naming) -> Change:
    """A row that is only in one catalog, and who takes part in it, those who decide and do first."""
    scheme = naming.catalog.scheme_of(row)
    order = {letter: place for place, letter in enumerate((*scheme.deciding, *scheme.doing))}

    def rank(a: Assignment) -> int:
        return min((order.get(letter, len(order)) for letter in a.letters), default=len(order))

    who = [
        Holding(naming.role(a.role), letter_refs(a.letters or (a.unread,), scheme), a.when)
        for a in sorted(row.assign, key=rank)
        if a.letters or a.unread
    ]
    if who:
        return change(f"row-{how}-with", row=row_ref(row), who=who)
    return change(f"row-{how}", row=row_ref(row))


def _row(sides: Sides, old: Responsibility, new: Responsibility) -> Iterator[Change]:
    ref = row_ref(new)
    if old.name != new.name:
        yield change("row-renamed", old=old.name, row=ref)
    if sides.matches.place(old.key[:2]) != new.key[:2]:
        yield change("row-moved", row=ref, old=sides.was.place(old.key[:2]), new=sides.now.place(new.key[:2]))
    # Most rows of a large catalog have not changed.
    if not sides.matches.same_roles or not _same(old.assign, new.assign):
        yield from _Assignments(sides, old, new).changes()
    fields = FieldChanges(sides, thing=ref)
    fields.compare(old, new, "name", "matrix", "section", "assign", "partial", "own")
    fields.custom(old.own, new.own)
    yield from fields.found


def _same(old: Sequence[Assignment], new: Sequence[Assignment]) -> bool:
    """Return whether two lists of assignments differ in no more than their places."""
    values = compared(type(new[0]) if new else Assignment)[1]
    return list(map(values, old)) == list(map(values, new))


# Who takes part

_Key = tuple[str, str]
"""A role by its new id, and the condition."""
_Held = dict[str, list[str]]
"""A letter and the roles that hold it, or a role and its letters."""


class _Part(Struct):
    """What a role does under one condition. A text that could not be read counts as a letter."""

    letters: dict[str, None]
    assignment: Assignment


class _Assignments:
    """Compares the assignments of a row: first what moved from role to role, then the rest."""

    def __init__(self, sides: Sides, old: Responsibility, new: Responsibility) -> None:
        self.sides, self.row = sides, new
        self.old_scheme, self.scheme = sides.old.scheme_of(old), sides.new.scheme_of(new)
        self.old, self.new = _parts(old, sides.was), _parts(new, sides.now)
        # Roles that are only in the old catalog are named there.
        self.names = {sides.was.role_id(a.role): a.role for a in old.assign}

    def changes(self) -> Iterator[Change]:
        yield from self._conditions()
        for when in dict.fromkeys(when for _, when in (*self.new, *self.old)):
            yield from self._under(when)
        for (role, when), part in self.new.items():
            before = self.old.get((role, when))
            if before is not None:
                fields = FieldChanges(self.sides, thing=row_ref(self.row, (when,)), part=self._role(role))
                fields.compare(before.assignment, part.assignment, "role", "letters", "when", "unread")
                yield from fields.found

    def _conditions(self) -> Iterator[Change]:
        """Find the roles that do the same under another condition."""
        for role in dict.fromkeys(role for role, _ in self.old):
            gone = [key for key in self.old if key[0] == role and key not in self.new]
            come = [key for key in self.new if key[0] == role and key not in self.old]
            for key, other in self._alike(gone, come):
                kept = [letter for letter in self.new[other].letters if letter in self.old[key].letters]
                how = "changed" if key[1] and other[1] else "added" if other[1] else "removed"
                named = (("old", key[1]), ("new", other[1]))
                values: dict[str, Any] = {side: Text(when) for side, when in named if when}
                row, refs = row_ref(self.row), letter_refs(kept, self.scheme)
                yield change(
                    f"condition-{how}", "when", row=row, role=self._role(role), letters=refs, **values
                )
                self.old[other] = self.old.pop(key)

    def _alike(self, gone: Sequence[_Key], come: Sequence[_Key]) -> list[tuple[_Key, _Key]]:
        """Pair what went with what came under other conditions: the same letters first, then some of them."""
        pairs: list[tuple[bool, int, _Key, _Key]] = []
        for i, key in enumerate(gone):
            for j, other in enumerate(come):
                old, new = self.old[key].letters.keys(), self.new[other].letters.keys()
                if old & new:
                    pairs.append((old != new, max(i, j), key, other))
        found: dict[_Key, _Key] = {}
        # Whichever side is the old one, the same pairs are found.
        for _, _, key, other in sorted(pairs, key=lambda pair: pair[:2]):
            if key not in found and other not in found.values():
                found[key] = other
        return [(key, found[key]) for key in gone if key in found]

    def _under(self, when: str) -> Iterator[Change]:
        """Find what changed under one condition."""
        lost, gained = _by_letter(self.old, self.new, when), _by_letter(self.new, self.old, when)
        row = row_ref(self.row, (when,))
        # What one role lost and another gained has moved.
        moved: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for letter in _in_scheme([letter for letter in gained if letter in lost], self.scheme):
            moved.setdefault((tuple(lost.pop(letter)), tuple(gained.pop(letter))), []).append(letter)
        for (old, new), letters in moved.items():
            refs = letter_refs(letters, self.scheme)
            yield change("letters-moved", row=row, letters=refs, old=self._roles(old), new=self._roles(new))
        gone, come = _by_role(lost, self.old_scheme), _by_role(gained, self.scheme)
        for role in [role for role in gone if role in come]:
            before = letter_refs(gone.pop(role), self.old_scheme)
            after = letter_refs(come.pop(role), self.scheme)
            yield change("letters-changed", row=row, role=self._role(role), old=before, new=after)
        for kind, held, scheme in (("gained", come, self.scheme), ("lost", gone, self.old_scheme)):
            # Roles that have just the same letters are one change.
            together: dict[tuple[str, ...], list[str]] = {}
            for role, letters in held.items():
                together.setdefault(tuple(letters), []).append(role)
            for these, roles in together.items():
                refs = letter_refs(these, scheme)
                yield change(f"letters-{kind}", row=row, roles=self._roles(roles), letters=refs)

    def _roles(self, roles: Iterable[str]) -> list[RoleRef]:
        return list(map(self._role, roles))

    def _role(self, role: str) -> RoleRef:
        """Name a role by its new id; one that only the old catalog has, by its name there."""
        if role in self.sides.new.roles:
            return self.sides.now.role(role)
        return self.sides.was.role(self.names.get(role, role))


def _parts(row: Responsibility, naming: Naming) -> dict[_Key, _Part]:
    found: dict[_Key, _Part] = {}
    for a in row.assign:
        letters = a.letters or ((f"“{a.unread}”",) if a.unread else ())
        part = found.setdefault((naming.role_id(a.role), a.when), _Part({}, a))
        part.letters.update(dict.fromkeys(letters))
    return found


def _by_letter(having: dict[_Key, _Part], other: dict[_Key, _Part], when: str) -> _Held:
    """Return the roles that have a letter here, and not there, by letter."""
    found: _Held = {}
    for (role, condition), part in having.items():
        if condition == when:
            there = other.get((role, when))
            for letter in part.letters:
                if there is None or letter not in there.letters:
                    found.setdefault(letter, []).append(role)
    return found


def _in_scheme(letters: Iterable[str], scheme: Scheme) -> list[str]:
    """Sort letters: those that decide first, then as the scheme has them."""
    order = {letter: place for place, letter in enumerate(scheme.letters)}
    return sorted(letters, key=lambda letter: (letter not in scheme.deciding, order.get(letter, len(order))))


def _by_role(letters: _Held, scheme: Scheme) -> _Held:
    found: _Held = {}
    for letter in _in_scheme(letters, scheme):
        for role in letters[letter]:
            found.setdefault(role, []).append(letter)
    return found


# Sections and matrices


def places_of(sides: Sides) -> Iterator[Located]:
    """Compare matrices and sections."""
    yield from _matrices(sides)
    matches, old, new = sides.matches, sides.old.sections, sides.new.sections
    olds = {key: old[before] for before, key in matches.sections.items()}
    for key, section in new.items():
        before, ref = olds.get(key), sides.now.place(key)
        if before is None:
            yield Located(change("section-added", section=ref), place=key)
            continue
        found: list[Change] = []
        if before.name != section.name:
            found.append(change("section-renamed", old=before.name, section=ref))
        if matches.matrices.get(before.matrix) != section.matrix:
            was, now = sides.was.place((before.matrix, "")), sides.now.place((section.matrix, ""))
            found.append(change("row-moved", row=ref, old=was, new=now))
        fields = FieldChanges(sides, thing=ref)
        fields.compare(before, section, "name", "matrix")
        yield from located([*found, *fields.found], "rows", place=key)
    for key in old:
        if key not in matches.sections:
            yield Located(change("section-removed", section=sides.was.place(key)), place=matches.place(key))
    for matrix in sides.new.matrices:
        here = [key for key in new if key[0] == matrix]
        if not in_order([matches.sections.get(key) for key in old if matches.place(key)[0] == matrix], here):
            yield Located(change("sections-order"), place=(matrix, ""))


def _matrices(sides: Sides) -> Iterator[Located]:
    matches, old, new = sides.matches, sides.old.matrices, sides.new.matrices
    olds = {key: old[before] for before, key in matches.matrices.items()}
    for key, matrix in new.items():
        before, name = olds.get(key), matrix.name or Text(key)
        found: list[Change] = []
        if before is None:
            found += [change("matrix-added", matrix=name)] if key else []
        else:
            if before.name != matrix.name:
                found.append(change("matrix-renamed", old=before.name or Text(before.id), matrix=name))
            thing: Any = name if key else Message("Responsibilities")
            fields = FieldChanges(sides, thing=thing)
            fields.compare(before, matrix, "name")
            found += fields.found
        yield from located(found, "rows", place=(key, ""))
    for key, matrix in old.items():
        if key and key not in matches.matrices:
            yield Located(change("matrix-removed", matrix=matrix.name or Text(key)), place=(key, ""))
    if not in_order([matches.matrices.get(key) for key in old], list(new)):
        yield Located(change("matrices-order"), place=("", ""))
