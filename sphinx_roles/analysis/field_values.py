"""The fields of roles and rows as they are shown: a record for each kind of value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct, structs

from sphinx_roles.analysis.assignments import AssignmentIndex, Owned
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import (
    IN_THE_DATA,
    Catalog,
    Holder,
    Interaction,
    Level,
    Link,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Text,
)


class Ref(Struct, frozen=True, gc=False):
    """A role by id and name, or a free text, whose ``role`` is empty."""

    role: str
    name: Text
    mode: Text | None = None
    until: Text | None = None
    """How, and until when, a role works with it."""


class Chip(Struct, frozen=True, gc=False):
    """A short word, and what qualifies it; of a skill, its id, its proficiency, and what that takes."""

    name: Text
    detail: Text | None = None
    skill: str = ""
    criteria: tuple[Prose, ...] = ()


class Prosaic(Struct, frozen=True, gc=False, tag=True):
    """A field of running text. ``label`` is set for a field of the team's own."""

    key: str
    text: Prose
    label: str = ""


class Bullets(Struct, frozen=True, gc=False, tag=True):
    """A field that is a list of texts."""

    key: str
    items: tuple[Prose, ...]
    label: str = ""


class Chips(Struct, frozen=True, gc=False, tag=True):
    """A field of short words."""

    key: str
    items: tuple[Chip, ...]
    label: str = ""


class People(Struct, frozen=True, gc=False, tag=True):
    """The holders of a role, without their e-mail unless it was asked for, and the ids of these people."""

    key: str
    holders: tuple[Holder, ...]
    label: str = ""
    ids: tuple[str, ...] = ()


class Refs(Struct, frozen=True, gc=False, tag=True):
    """A field that names other roles, each with a remark where there is one."""

    key: str
    refs: tuple[tuple[Ref, Prose | None], ...]
    label: str = ""


class Links(Struct, frozen=True, gc=False, tag=True):
    """A field of links."""

    key: str
    links: tuple[Link, ...]
    label: str = ""


class Day(Struct, frozen=True, gc=False, tag=True):
    """A field that is a day: ``overdue`` where it has passed and should not have, ``by`` who was there."""

    key: str
    day: date
    overdue: bool = False
    by: Text | None = None
    label: str = ""


class Assigned(Struct, frozen=True, gc=False, tag=True):
    """What a role does and answers for in the matrices, by its letters."""

    key: str
    owned: tuple[Owned, ...]
    label: str = ""


Field: TypeAlias = Prosaic | Bullets | Chips | People | Refs | Links | Day | Assigned


def role_field(
    role: Role, key: str, own: tuple[tuple[str, str], ...], catalog: Catalog, *, criteria: bool = False
) -> Field | None:
    """Return a field of a role as its value is shown; None where there is nothing, or where it is apart.

    With ``criteria``, skills have what they take there in the words of the role.
    """
    field = FIELDS[Role].get(key)
    if field is None:
        return _own_field(key, role.own.get(key), own)
    if key == "assign":
        owned = catalog.derived(AssignmentIndex).owned_by(role.id, working=True)
        return Assigned(key, owned) if owned else None
    value = getattr(role, key, None) if field.card and not field.apart else None
    if value is None or (not value and key != "holders"):
        return None
    items = value if isinstance(value, tuple) else (value,)
    if key in ("holders", "past_holders"):
        index, known = catalog.derived(PeopleIndex), catalog.roles[role.id]
        # Nobody's skills leave the data unasked: they are not even in the report.
        holders = tuple(structs.replace(holder, skills=()) for holder in items)
        return People(key, holders, ids=tuple(index.person(holder).id for holder in getattr(known, key)))
    if field.refers:
        return Refs(key, tuple((_ref(name, catalog), None) for name in items))
    if isinstance(items[0], Interaction):
        named = (_ref(one.role, catalog) if one.role else Ref("", Text()) for one in items)
        refs = (
            (structs.replace(ref, mode=one.mode, until=one.until), one.text)
            for ref, one in zip(named, items, strict=True)
        )
        return Refs(key, tuple(refs))
    if key == "skills" and not criteria:
        value = tuple(structs.replace(one, criteria=()) for one in items)
    return _by_type(key, value, catalog)


def row_field(
    row: Responsibility, key: str, own: tuple[tuple[str, str], ...], catalog: Catalog
) -> Field | None:
    """Return a field of a row as its value is shown; None where there is nothing."""
    if key not in FIELDS[Responsibility]:
        return _own_field(key, row.own.get(key), own)
    value = getattr(row, key)
    return _by_type(key, value, catalog) if value else None


def _by_type(key: str, value: Any, catalog: Catalog) -> Field:
    """Return a value as a field of its type; a review is overdue from the day after it was due."""
    if isinstance(value, Prose):
        return Prosaic(key, value)
    if isinstance(value, date):
        late = key == "review_by" and catalog.is_past(value)
        return Day(key, value, overdue=late)
    items = value if isinstance(value, tuple) else (value,)
    if isinstance(items[0], Link):
        return Links(key, items)
    if isinstance(items[0], Prose):
        return Bullets(key, items)
    return Chips(key, tuple(_chip(one, catalog) for one in items))


def plain_field(field: Field | None) -> str:
    """Return a field of a row as a table of plain text has it, and reads it."""
    match field:
        case Prosaic(text=text):
            return str(text)
        case Bullets(items=items):
            return "; ".join(items)
        case Chips(items=chips):
            return ", ".join(chip.name for chip in chips)
        case Links(links=links):
            return ", ".join(one.url if one.text == one.url else f"[{one.text}]({one.url})" for one in links)
        case Day(day=day):
            return day.isoformat()
        case _:
            return ""


def with_reviewers(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield fields, with the maintainer in that of the last review where both are there."""
    fields = list(fields)
    keeper = next((one for one in fields if one.key == "maintainer" and isinstance(one, Chips)), None)
    reviewed = any(one.key == "reviewed" for one in fields)
    for one in fields:
        if isinstance(one, Day) and one.key == "reviewed" and keeper is not None:
            yield structs.replace(one, by=keeper.items[0].name)
        elif one is not keeper or not reviewed:
            yield one


def _own_field(key: str, value: Any, own: tuple[tuple[str, str], ...]) -> Field | None:
    """Return a field of the team's own under its label; None where there is nothing."""
    label = dict(own).get(key, key)
    if not value:
        return None
    return Bullets(key, value, label) if isinstance(value, tuple) else Prosaic(key, value, label)


def _ref(name: Text | str, catalog: Catalog) -> Ref:
    role = catalog.roles.get(name)
    if role is not None:
        return Ref(role.id, role.name)
    return Ref("", name if isinstance(name, Text) else Text(name, IN_THE_DATA))


def _chip(item: Proficiency | Level | Text | str, catalog: Catalog) -> Chip:
    if isinstance(item, Proficiency):
        skill = catalog.skills.get(item.skill)
        name = skill.name if skill else Text(item.skill, IN_THE_DATA)
        return Chip(name, item.step, item.skill, item.criteria)
    if isinstance(item, Level):
        return Chip(item.name, item.track)
    return Chip(item if isinstance(item, Text) else Text(item, IN_THE_DATA))
