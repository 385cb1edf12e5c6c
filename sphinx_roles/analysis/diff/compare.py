"""Compares two catalogs, thing by thing: rows, roles, people, skills and schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct, structs

from sphinx_roles.addresses import hide_addresses, without_addresses
from sphinx_roles.analysis.diff.change import (
    Change,
    FieldChanges,
    Holding,
    Located,
    Naming,
    Sides,
    change,
    compared,
    in_order,
    in_scheme,
    letter_refs,
    located,
)
from sphinx_roles.analysis.diff.matching import RowKey, SectionKey
from sphinx_roles.analysis.selection import condition
from sphinx_roles.analysis.sentence import RoleRef, row_ref
from sphinx_roles.model import (
    IN_THE_DATA,
    Assignment,
    Catalog,
    Holder,
    Interaction,
    Level,
    Matrix,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Scheme,
    Skill,
    SkillLevel,
    Text,
    fold,
)

K = TypeVar("K")
T = TypeVar("T")


def _both(
    old: Mapping[K, T], new: Mapping[K, T], matched: Mapping[K, K] | None = None
) -> Iterator[tuple[K, str, T, T]]:
    """Yield each thing as it was and as it is, in the order of the new catalog; what is gone comes last.

    Before both is "added" or "removed" where they are the only one. Without ``matched``, keys are lasting.
    """
    matched = {key: key for key in old if key in new} if matched is None else matched
    olds = {there: old[key] for key, there in matched.items()}
    for key, thing in new.items():
        yield key, "" if key in olds else "added", olds.get(key, thing), thing
    for key, thing in old.items():
        if key not in matched:
            yield key, "removed", thing, thing


def rows_of(sides: Sides) -> Iterator[Located]:
    """Compare all rows; those that are gone come last in their section."""
    matches = sides.matches
    for key, how, old, row in _both(matches.old_rows, matches.new_rows, matches.rows):
        found = [_whole(how, row, sides.side(how))] if how else _row(sides, old, row)
        place = matches.place(key[:2]) if how == "removed" else key[:2]
        yield from located(found, "rows", row, old, place=place)
    before: dict[SectionKey, list[RowKey | None]] = {}
    after: dict[SectionKey, list[RowKey | None]] = {}
    for key in matches.old_rows:
        before.setdefault(matches.place(key[:2]), []).append(matches.rows.get(key))
    for key in matches.new_rows:
        after.setdefault(key[:2], []).append(key)
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
        Holding(naming.role(a.role), letter_refs(a.letters or (a.unread,), scheme), Text(condition(a)))
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
    fields.compare(old, new, "name", "matrix", "section", "assign", "unsure", "own")
    fields.custom(old.own, new.own)
    yield from fields.found


def _same(old: Sequence[Assignment], new: Sequence[Assignment]) -> bool:
    """Return whether two lists of assignments differ in no more than their places."""
    values = compared(type(new[0]) if new else Assignment)[1]
    return list(map(values, old)) == list(map(values, new))


# Who takes part

_Key = tuple[str, str]
"""A role by its new id, and the condition."""
_Letters = dict[str, list[str]]
"""A letter and the roles that hold it, or a role and its letters."""
_NONE: Mapping[_Key, str] = MappingProxyType({})


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
        self.lost_under: dict[_Key, str] = {}
        """The old condition of a role that does less under another one: what it lost is reported there.

        So the changes from new to old are as many, with what was gained there.
        """

    def changes(self) -> Iterator[Change]:
        conditions = dict.fromkeys(when for _, when in (*self.new, *self.old))
        yield from self._conditions()
        for when in conditions:
            yield from self._under(when)
        for (role, when), part in self.new.items():
            before = self.old.get((role, when))
            if before is not None:
                yield from FieldChanges(
                    self.sides, thing=row_ref(self.row, (when,)), part=self._role(role)
                ).compare(before.assignment, part.assignment, "role", "letters", "when", "unread")

    def _conditions(self) -> Iterator[Change]:
        """Find the roles that do the same under another condition."""
        for role in dict.fromkeys(role for role, _ in self.old):
            gone = [key for key in self.old if key[0] == role and key not in self.new]
            come = [key for key in self.new if key[0] == role and key not in self.old]
            for key, other in self._alike(gone, come):
                kept = [letter for letter in self.new[other].letters if letter in self.old[key].letters]
                how = "changed" if key[1] and other[1] else "added" if other[1] else "removed"
                named = (("old", key[1]), ("new", other[1]))
                values: dict[str, Any] = {
                    side: Text(hide_addresses(when), IN_THE_DATA) for side, when in named if when
                }
                row, refs = row_ref(self.row), letter_refs(kept, self.scheme)
                yield change(
                    f"condition-{how}", "when", row=row, role=self._role(role), letters=refs, **values
                )
                self.old[other] = self.old.pop(key)
                if not self.new[other].letters.keys() - self.old[other].letters.keys():
                    self.lost_under[other] = key[1]

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
        lost = _by_letter(self.old, self.new, when, self.lost_under)
        gained = _by_letter(self.new, self.old, when)
        row = row_ref(self.row, (when,))
        # What one role lost and another gained has moved.
        moved: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for letter in in_scheme([letter for letter in gained if letter in lost], self.scheme):
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


def _by_letter(
    having: dict[_Key, _Part], other: dict[_Key, _Part], when: str, under: Mapping[_Key, str] = _NONE
) -> _Letters:
    """Return the roles that have a letter here, and not there, by letter; ``under`` has other conditions."""
    found: _Letters = {}
    for key, part in having.items():
        role, condition = key
        if under.get(key, condition) == when:
            there = other.get(key)
            for letter in part.letters:
                if there is None or letter not in there.letters:
                    found.setdefault(letter, []).append(role)
    return found


def _by_role(letters: _Letters, scheme: Scheme) -> _Letters:
    found: _Letters = {}
    for letter in in_scheme(letters, scheme):
        for role in letters[letter]:
            found.setdefault(role, []).append(letter)
    return found


# Sections and matrices


def places_of(sides: Sides) -> Iterator[Located]:
    """Compare matrices and sections."""
    yield from _matrices(sides)
    matches, old, new = sides.matches, sides.old.sections, sides.new.sections
    for key, how, before, section in _both(old, new, matches.sections):
        ref = sides.side(how).place(key)
        if how:
            place = matches.place(key) if how == "removed" else key
            yield Located(change(f"section-{how}", section=ref), place=place)
            continue
        found: list[Change] = []
        if before.name != section.name:
            found.append(change("section-renamed", old=before.name, section=ref))
        if matches.matrices.get(before.matrix) != section.matrix:
            was, now = sides.was.matrix(before.matrix), sides.now.matrix(section.matrix)
            found.append(change("row-moved", row=ref, old=was, new=now))
        found += FieldChanges(sides, thing=ref).compare(before, section, "name", "matrix")
        yield from located(found, "rows", place=key)
    for matrix in sides.new.matrices:
        here = [key for key in new if key[0] == matrix]
        if not in_order([matches.sections.get(key) for key in old if matches.place(key)[0] == matrix], here):
            yield Located(change("sections-order"), place=(matrix, ""))


def _columns(matrix: Matrix, other: Matrix, catalog: Catalog) -> Matrix:
    """Return a matrix; one that names no columns, with those of the other one that need not be named.

    ``catalog`` has the other one: who takes part there has a column in any case.
    """
    if matrix.roles or not other.roles:
        return matrix
    taking = {one.role for row in catalog.rows if row.matrix == other.id for one in row.assign}
    return structs.replace(matrix, roles=tuple(filter(taking.__contains__, other.roles)))


def _matrices(sides: Sides) -> Iterator[Located]:
    matches, old, new = sides.matches, sides.old.matrices, sides.new.matrices
    for key, how, before, matrix in _both(old, new, matches.matrices):
        name, found = matrix.name or Text(key), list[Change]()
        if how:
            found += [change(f"matrix-{how}", matrix=name)] if key else []
        else:
            if before.name != matrix.name:
                found.append(change("matrix-renamed", old=before.name or Text(before.id), matrix=name))
            was, now = _columns(before, matrix, sides.new), _columns(matrix, before, sides.old)
            found += FieldChanges(sides, thing=sides.now.matrix(key)).compare(was, now, "name", "unsure")
        yield from located(found, "rows", place=(key, ""))
    if not in_order([matches.matrices.get(key) for key in old], list(new)):
        yield Located(change("matrices-order"), place=("", ""))


def roles_of(sides: Sides) -> Iterator[Located]:
    """Compare all roles."""
    matched = sides.matches.roles
    for ident, how, old, role in _both(sides.old.roles, sides.new.roles, matched):
        found = [change(f"role-{how}", role=sides.side(how).role(ident))] if how else _role(sides, old, role)
        yield from located(found, "roles", role, old)
    if not in_order([matched.get(ident) for ident in sides.old.roles], list(sides.new.roles)):
        yield Located(change("roles-order"), "roles")


def _role(sides: Sides, old: Role, new: Role) -> Iterator[Change]:
    # Nobody's e-mail leaves the data unasked.
    old, new = without_addresses(old, sides.old.roles), without_addresses(new, sides.new.roles)
    ref = sides.now.role(new.id)
    if old.name != new.name:
        yield change("role-renamed", old=old.name, role=ref)
    fields = FieldChanges(sides, thing=ref)
    fields.compare(old, new, "name", "skills", "interactions", "levels", "holders", "own")
    fields.custom(old.own, new.own)
    yield from fields.found
    yield from _skills(sides, old.skills, new.skills, ref)
    yield from _interactions(sides, old, new, ref)
    was, now = ({level.id: level for level in role.levels} for role in (old, new))
    yield from FieldChanges(sides, thing=ref).items(
        "levels",
        [level.name if key not in now else Text(f"\n{key}") for key, level in was.items()],
        [level.name if key not in was else Text(f"\n{key}") for key, level in now.items()],
    )
    for key, level in now.items():
        if key in was:
            yield from _level(sides, was[key], level, ref)


def _skills(
    sides: Sides, old: Iterable[Proficiency], new: Iterable[Proficiency], ref: RoleRef, level: str = ""
) -> Iterator[Change]:
    """Compare the skills that a role, or a level of it, asks for, and how well."""
    was = {sides.matches.skills.get(one.skill, one.skill): one for one in old}
    now = {one.skill: one for one in new}
    yield from FieldChanges(sides, thing=ref, **({"part": level} if level else {})).items(
        "skills",
        [_asked(sides.was, one) if key not in now else Text(key) for key, one in was.items()],
        [_asked(sides.now, one) if key not in was else Text(key) for key, one in now.items()],
    )
    for key, one in now.items():
        if key in was:
            named = sides.now.skill(one.skill)
            yield from FieldChanges(
                sides, thing=ref, part=Text(f"{named}, {level}") if level else named
            ).compare(was[key], one, "skill")


def _asked(naming: Naming, one: Proficiency) -> Text:
    named = naming.skill(one.skill)
    return Text(f"{named} ({one.step})") if one.step else named


def _interactions(sides: Sides, old: Role, new: Role, ref: RoleRef) -> Iterator[Change]:
    """Compare what it does with whom: begun, ended and reworded."""
    was, now = _by_counterpart(sides.was, old), _by_counterpart(sides.now, new)
    for key in dict.fromkeys((*now, *was)):
        before, after = was.get(key, []), now.get(key, [])
        fields = FieldChanges(sides, thing=ref, **({"part": key} if key else {}))
        fields.texts("interactions", _texts(before), _texts(after))
        for one, other in zip(before, after, strict=False):
            fields.compare(one, other, "role", "text")
        yield from fields.found
    fields = FieldChanges(sides, thing=ref)
    # Those that have nothing to say of it are reported by their names.
    fields.items(
        "interactions",
        [key for key, some in was.items() if key is not None and (key in now or not _texts(some))],
        [key for key, some in now.items() if key is not None and (key in was or not _texts(some))],
    )
    yield from fields.found


def _by_counterpart(naming: Naming, role: Role) -> dict[RoleRef | None, list[Interaction]]:
    found: dict[RoleRef | None, list[Interaction]] = {}
    for one in role.interactions:
        found.setdefault(naming.role(one.role) if one.role else None, []).append(one)
    return found


def _texts(some: Iterable[Interaction]) -> list[Prose]:
    return [one.text for one in some if one.text]


def _level(sides: Sides, old: Level, new: Level, ref: RoleRef) -> Iterator[Change]:
    fields = FieldChanges(sides, thing=ref, part=new.name)
    fields.compare(old, new, "id", "skills", "extends")
    fields.value("extends", old.extends, new.extends)
    yield from fields.found
    yield from _skills(sides, old.skills, new.skills, ref, new.name)


# People

_Person = tuple[str, int]
"""A folded name, and which of the holders of one role that are called so."""
_Held = dict[_Person, list[tuple[Role, Holder]]]


def people_of(sides: Sides) -> Iterator[Located]:
    """Compare the holders of all roles, those of roles that came and went as well."""
    joined: _Held = {}
    left: _Held = {}
    changed: list[Located] = []
    for _, how, old, role in _both(sides.old.roles, sides.new.roles, sides.matches.roles):
        before, after = {} if how == "added" else _held(old), {} if how == "removed" else _held(role)
        _note(joined, role, after, before)
        _note(left, role, before, after)
        if not how:
            changed += located(_holders(sides, old, role), "people", role)
    yield from _moves(sides, joined, left)
    yield from changed


def _held(role: Role) -> dict[_Person, Holder]:
    found: dict[_Person, Holder] = {}
    for holder in role.holders or ():
        name, number = fold(holder.name), 0
        while (name, number) in found:
            number += 1
        found[name, number] = holder
    return found


def _note(into: _Held, role: Role, some: dict[_Person, Holder], others: dict[_Person, Holder]) -> None:
    for person, holder in some.items():
        if person not in others:
            into.setdefault(person, []).append((role, holder))


def _moves(sides: Sides, joined: _Held, left: _Held) -> Iterator[Located]:
    def ref(role: Role) -> RoleRef:
        return (sides.now if sides.new.roles.get(role.id) is role else sides.was).role(role.id)

    for person in dict.fromkeys((*joined, *left)):
        come, gone = joined.get(person, []), left.get(person, [])
        # Who left one role and joined another has moved.
        if len(come) == len(gone) == 1:
            (role, holder), (old, _) = come[0], gone[0]
            moved = change("person-moved", "holders", person=holder.name, old=ref(old), new=ref(role))
            yield from located([moved], "people", role, old)
            continue
        for kind, some in (("person-joined", come), ("person-left", gone)):
            for role, holder in some:
                found = change(kind, "holders", person=holder.name, role=ref(role))
                yield from located([found], "people", role)


def _holders(sides: Sides, old: Role, new: Role) -> Iterator[Change]:
    """Compare how the people hold a role that had it before, and whether holders are recorded at all."""
    ref, before = sides.now.role(new.id), _held(old)
    for person, holder in _held(new).items():
        if person in before:
            # What a person can do is nobody's news.
            fields = FieldChanges(sides, role=ref, person=holder.name)
            yield from fields.compare(before[person], holder, "skills")
    if old.holders is None and new.holders == ():
        yield change("holders-recorded", "holders", role=ref)
    elif old.holders == () and new.holders is None:
        yield change("holders-unrecorded", "holders", role=ref)


def skills_of(sides: Sides) -> list[Located]:
    """Compare skills, then scales."""
    old, new, matched = sides.old.skills, sides.new.skills, sides.matches.skills
    found: list[Change] = []
    for _, how, before, skill in _both(old, new, matched):
        found += [change(f"skill-{how}", skill=skill.name)] if how else _skill(sides, before, skill)
    found += _scales(sides)
    if not in_order([matched.get(key) for key in old], list(new)):
        found.append(change("skills-order"))
    return located(found, "skills")


def _skill(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    if old.name != new.name:
        yield change("skill-renamed", old=old.name, skill=new.name)
    yield from FieldChanges(sides, thing=new.name).compare(old, new, "name", "levels")
    was, now = ({level.step: level for level in skill.levels} for skill in (old, new))
    for step in dict.fromkeys((*now, *was)):
        before, after = (side.get(step, SkillLevel(step)) for side in (was, now))
        yield from FieldChanges(sides, thing=new.name, part=step).compare(before, after, "step")


def _scales(sides: Sides) -> Iterator[Change]:
    for key, how, old, new in _both(sides.old.scales, sides.new.scales):
        named = Text(key)
        # A sentence names at least one thing.
        was, now = (one.steps or (Text("–"),) for one in (old, new))
        if how:
            yield change(f"scale-{how}", scale=named, steps=now)
            continue
        if was != now:
            yield change("scale-changed", scale=named, old=was, new=now)
        yield from FieldChanges(sides, thing=named).compare(old, new, "id", "steps")


def schemes_of(sides: Sides) -> Iterator[Located]:
    """Compare schemes, letter by letter."""
    for _, how, old, new in _both(sides.old.schemes, sides.new.schemes):
        if how:
            yield Located(change(f"scheme-{how}", scheme=new.name), "schemes")
        elif old != new:
            yield from located(_scheme(sides, old, new), "schemes")


def _scheme(sides: Sides, old: Scheme, new: Scheme) -> Iterator[Change]:
    was, now = ({p.letter: p for p in one.participations} for one in (old, new))
    for letter, how, one, other in _both(was, now):
        if how:
            yield change(f"letter-{how}", scheme=new.name, letter=letter, name=other.name)
        else:
            yield from FieldChanges(sides, thing=new.name, part=letter).compare(one, other, "letter")
    fields = FieldChanges(sides, thing=new.name)
    fields.compare(old, new, "id", "participations")
    fields.order("letters", old.letters, new.letters)
    yield from fields.found
