"""Roles, and the people who hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinx_roles.analysis.diff.change import Change, Located, change, located
from sphinx_roles.analysis.diff.fields import FieldChanges, Naming, Sides, in_order
from sphinx_roles.analysis.sentence import RoleRef
from sphinx_roles.model import (
    Holder,
    Interaction,
    Level,
    Proficiency,
    Prose,
    Role,
    Text,
    fold,
    without_addresses,
)


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
    fields = FieldChanges(sides, thing=ref)
    fields.items(
        "levels",
        [level.name if key not in now else Text(f"\n{key}") for key, level in was.items()],
        [level.name if key not in was else Text(f"\n{key}") for key, level in now.items()],
    )
    yield from fields.found
    for key, level in now.items():
        if key in was:
            yield from _level(sides, was[key], level, ref)


def _skills(
    sides: Sides, old: Iterable[Proficiency], new: Iterable[Proficiency], ref: RoleRef, level: str = ""
) -> Iterator[Change]:
    """Compare the skills that a role, or a level of it, asks for, and how well."""
    was = {sides.matches.skills.get(one.skill, one.skill): one for one in old}
    now = {one.skill: one for one in new}
    fields = FieldChanges(sides, thing=ref, **({"part": level} if level else {}))
    fields.items(
        "skills",
        [_asked(sides.was, one) if key not in now else Text(key) for key, one in was.items()],
        [_asked(sides.now, one) if key not in was else Text(key) for key, one in now.items()],
    )
    yield from fields.found
    for key, one in now.items():
        if key in was:
            named = sides.now.skill(one.skill)
            fields = FieldChanges(sides, thing=ref, part=Text(f"{named}, {level}") if level else named)
            fields.compare(was[key], one, "skill")
            yield from fields.found


def _asked(naming: Naming, one: Proficiency) -> Text:
    named = naming.skill(one.skill)
    return Text(f"{named} ({one.step})") if one.step else named


def _interactions(sides: Sides, old: Role, new: Role, ref: RoleRef) -> Iterator[Change]:
    """Compare what it does with whom: begun, ended and reworded."""
    was, now = _by_role(sides.was, old), _by_role(sides.now, new)
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


def _by_role(naming: Naming, role: Role) -> dict[RoleRef | None, list[Interaction]]:
    found: dict[RoleRef | None, list[Interaction]] = {}
    for one in role.interactions:
        found.setdefault(naming.role(one.role) if one.role else None, []).append(one)
    return found


def _texts(some: Iterable[Interaction]) -> list[Prose]:
    return [one.text for one in some if one.text]


def _level(sides: Sides, old: Level, new: Level, ref: RoleRef) -> Iterator[Change]:
    fields = FieldChanges(sides, thing=ref, part=new.name)
    fields.compare(old, new, "id", "skills")
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
            fields = FieldChanges(sides, role=ref, person=holder.name)
            fields.compare(before[person], holder)
            yield from fields.found
    if old.holders is None and new.holders == ():
        yield change("holders-recorded", "holders", role=ref)
    elif old.holders == () and new.holders is None:
        yield change("holders-unrecorded", "holders", role=ref)
