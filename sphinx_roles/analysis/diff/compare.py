"""Compares two catalogs, thing by thing: rows, roles, people, skills and schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct

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
from sphinx_roles.analysis.diff.matching import SectionKey
from sphinx_roles.analysis.selection import condition
from sphinx_roles.analysis.sentence import Message, RoleRef, row_ref
from sphinx_roles.model import (
    Assignment,
    Holder,
    Interaction,
    Level,
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
                values: dict[str, Any] = {side: Text(hide_addresses(when)) for side, when in named if when}
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
        found += FieldChanges(sides, thing=ref).compare(before, section, "name", "matrix")
        yield from located(found, "rows", place=key)
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
            found += FieldChanges(sides, thing=thing).compare(before, matrix, "name")
        yield from located(found, "rows", place=(key, ""))
    for key, matrix in old.items():
        if key and key not in matches.matrices:
            yield Located(change("matrix-removed", matrix=matrix.name or Text(key)), place=(key, ""))
    if not in_order([matches.matrices.get(key) for key in old], list(new)):
        yield Located(change("matrices-order"), place=("", ""))


def roles_of(sides: Sides) -> Iterator[Located]:
    """Compare all roles, in the order of the new catalog; those that are gone come last."""
    matched = sides.matches.roles
    olds = {new: sides.old.roles[old] for old, new in matched.items()}
    for ident, role in sides.new.roles.items():
        if ident in olds:
            yield from located(_role(sides, olds[ident], role), "roles", role, olds[ident])
        else:
            yield from located([change("role-added", role=sides.now.role(ident))], "roles", role)
    for ident, role in sides.old.roles.items():
        if ident not in matched:
            yield from located([change("role-removed", role=sides.was.role(ident))], "roles", role)
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
    olds = {new: sides.old.roles[old] for old, new in sides.matches.roles.items()}
    for role in sides.new.roles.values():
        old = olds.get(role.id)
        before, after = _held(old), _held(role)
        _note(joined, role, after, before)
        _note(left, role, before, after)
        if old is not None:
            changed += located(_holders(sides, old, role), "people", role)
    for role in sides.old.roles.values():
        if role.id not in sides.matches.roles:
            _note(left, role, _held(role), {})
    yield from _moves(sides, joined, left)
    yield from changed


def _held(role: Role | None) -> dict[_Person, Holder]:
    found: dict[_Person, Holder] = {}
    for holder in (role.holders or ()) if role is not None else ():
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
    olds = {key: old[before] for before, key in matched.items()}
    found: list[Change] = []
    for key, skill in new.items():
        found += _skill(sides, olds[key], skill) if key in olds else [change("skill-added", skill=skill.name)]
    found += [change("skill-removed", skill=skill.name) for key, skill in old.items() if key not in matched]
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
    old, new = sides.old.scales, sides.new.scales
    for key in dict.fromkeys((*new, *old)):
        named = Text(key)
        # A sentence names at least one thing.
        was, now = ((side[key].steps or (Text("–"),) if key in side else ()) for side in (old, new))
        if not was or not now:
            how = "removed" if was else "added"
            yield change(f"scale-{how}", scale=named, steps=was or now)
            continue
        if was != now:
            yield change("scale-changed", scale=named, old=was, new=now)
        yield from FieldChanges(sides, thing=named).compare(old[key], new[key], "id", "steps")


def schemes_of(sides: Sides) -> Iterator[Located]:
    """Compare schemes, letter by letter."""
    old, new = sides.old.schemes, sides.new.schemes
    for key in dict.fromkeys((*new, *old)):
        if key not in old:
            yield Located(change("scheme-added", scheme=new[key].name), "schemes")
        elif key not in new:
            yield Located(change("scheme-removed", scheme=old[key].name), "schemes")
        elif old[key] != new[key]:
            yield from located(_scheme(sides, old[key], new[key]), "schemes")


def _scheme(sides: Sides, old: Scheme, new: Scheme) -> Iterator[Change]:
    was, now = ({p.letter: p for p in one.participations} for one in (old, new))
    for letter in dict.fromkeys((*now, *was)):
        if letter not in was:
            yield change("letter-added", scheme=new.name, letter=letter, name=now[letter].name)
        elif letter not in now:
            yield change("letter-removed", scheme=new.name, letter=letter, name=was[letter].name)
        else:
            yield from FieldChanges(sides, thing=new.name, part=letter).compare(
                was[letter], now[letter], "letter"
            )
    fields = FieldChanges(sides, thing=new.name)
    fields.compare(old, new, "id", "participations")
    fields.order("letters", old.letters, new.letters)
    yield from fields.found
