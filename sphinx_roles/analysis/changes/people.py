"""Who holds which role: joined, left, moved from one role to another, or holds it otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.audit.finding import Message, RoleRef
from sphinx_roles.analysis.changes.change import Change, change, one
from sphinx_roles.analysis.changes.located import Located
from sphinx_roles.analysis.changes.naming import Naming
from sphinx_roles.analysis.changes.pairing import Pairs
from sphinx_roles.analysis.changes.words import FIELDS
from sphinx_roles.model import Holder, Role, fold

_Person = tuple[str, int]
"""A folded name, and which of the holders of one role that are called so."""
_FIELDS = ("handle", "capacity", "since", "until", "link", "org")


def people_of(pairs: Pairs) -> Iterator[Located]:
    """Compare the holders of all roles, those of roles that came and went as well."""
    was, now = Naming(pairs, pairs.old), Naming(pairs, pairs.new)
    joined: dict[_Person, list[tuple[Role, Holder]]] = {}
    left: dict[_Person, list[tuple[Role, Holder]]] = {}
    changed: list[Located] = []
    olds = {new: old for old, new in pairs.roles.items()}
    for ident, role in pairs.new.roles.items():
        old = pairs.old.roles[olds[ident]] if ident in olds else None
        before, after = _held(old), _held(role)
        for person, holder in after.items():
            if person not in before:
                joined.setdefault(person, []).append((role, holder))
        for person, holder in before.items():
            if person not in after:
                left.setdefault(person, []).append((role, holder))
        if old is not None:
            reported = (one for p in after if p in before for one in _holder(role, before[p], after[p], now))
            changed += (_located(one, role) for one in (*reported, *_recorded(old, role, now)))
    for role in pairs.old.roles.values():
        if role.id not in pairs.roles:
            for person, holder in _held(role).items():
                left.setdefault(person, []).append((role, holder))
    yield from _moves(joined, left, was, now)
    yield from changed


def _held(role: Role | None) -> dict[_Person, Holder]:
    found: dict[_Person, Holder] = {}
    for holder in (role.holders or ()) if role is not None else ():
        name, number = fold(holder.name), 0
        while (name, number) in found:
            number += 1
        found[name, number] = holder
    return found


def _moves(
    joined: dict[_Person, list[tuple[Role, Holder]]],
    left: dict[_Person, list[tuple[Role, Holder]]],
    was: Naming,
    now: Naming,
) -> Iterator[Located]:
    for person in dict.fromkeys((*joined, *left)):
        come, gone = joined.get(person, []), left.get(person, [])
        # Who left one role and joined another has moved.
        if len(come) == len(gone) == 1:
            (role, holder), (old, _) = come[0], gone[0]
            things = (
                one("person", holder.name),
                one("old", _role(old, was, now)),
                one("new", now.role(role.id)),
            )
            yield _located(change("person-moved", *things, field="holders"), role, old)
            continue
        for role, holder in come:
            who = one("person", holder.name), one("role", now.role(role.id))
            yield _located(change("person-joined", *who, field="holders"), role)
        for role, holder in gone:
            who = one("person", holder.name), one("role", _role(role, was, now))
            yield _located(change("person-left", *who, field="holders"), role)


def _role(role: Role, was: Naming, now: Naming) -> RoleRef:
    return now.role(role.id) if now.catalog.roles.get(role.id) is role else was.role(role.id)


def _holder(role: Role, old: Holder, new: Holder, now: Naming) -> Iterator[Change]:
    stem = one("role", now.role(role.id))
    person = one("person", new.name)
    values = [(name, getattr(old, name), getattr(new, name)) for name in _FIELDS]
    if old.name != new.name:
        values.append(("name", old.name, new.name))
    if old.acting != new.acting:
        values.append(
            ("acting", Message("yes" if old.acting else "no"), Message("yes" if new.acting else "no"))
        )
    for name, before, after in values:
        if before == after:
            continue
        things = [one(key, part) for key, part in (("old", before), ("new", after)) if part]
        kind = "changed" if len(things) == 2 else "gained" if after else "lost"
        field = one("field", Message(FIELDS[name]))
        yield change(f"person-{kind}", stem, field, person, *things, field=name)
    if old.email != new.email:
        # Nobody's e-mail leaves the data unasked.
        yield change("person-silent", stem, one("field", Message(FIELDS["email"])), person, field="email")


def _recorded(old: Role, new: Role, now: Naming) -> Iterator[Change]:
    if (old.holders is None, new.holders) == (True, ()):
        yield change("holders-recorded", one("role", now.role(new.id)), field="holders")
    elif (old.holders, new.holders is None) == ((), True):
        yield change("holders-unrecorded", one("role", now.role(new.id)), field="holders")


def _located(reported: Change, *roles: Role) -> Located:
    return Located(reported, "people", tags=frozenset(fold(tag) for role in roles for tag in role.tags))
