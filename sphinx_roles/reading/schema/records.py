"""Mappings to the fields of a model's record, driven by its annotations.

Each field is read by itself, so that a wrong value costs only that value.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import fields

from sphinx_roles.model import (
    Acceptance,
    Holder,
    Interaction,
    Level,
    Link,
    Matrix,
    Participation,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Section,
    Skill,
    SkillLevel,
    Text,
)
from sphinx_roles.problems import Code, nearest
from sphinx_roles.reading.schema import people, values
from sphinx_roles.reading.schema.entries import entries_of
from sphinx_roles.reading.schema.spelling import misspelt
from sphinx_roles.reading.schema.values import Reader
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar, unpack

__all__ = ["KINDS", "SHAPES", "known_keys", "read_fields", "readers_of"]

KINDS = ("role", "team", "person", "external")
"""What sort of thing a role is."""
SHAPES = ("square", "circle", "outline", "dashed")
"""What the badge of a letter looks like."""

_ALIASES: Mapping[type, Mapping[str, str]] = {
    Role: {"purpose": "summary", "responsibilities": "duties"},
    Level: {"purpose": "summary", "responsibilities": "duties"},
    Holder: {"as": "capacity"},
}
# What reading itself fills.
_MADE = frozenset({"id", "place", "own", "partial"})
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def read_fields(
    sheet: Sheet, record: type[Struct], body: Entries, also: Mapping[str, Reader] | None = None
) -> dict[str, Any]:
    """Read the fields of a record that are given and right, by their names in the model.

    ``also`` reads keys that are no fields of the record. What is left is kept in ``own``
    where the record has that, and told where it has not.
    """
    known, aliases = readers_of(record), _ALIASES.get(record, {})
    found: dict[str, Any] = {}
    given: dict[str, Scalar] = {}
    own: dict[str, Any] = {}
    for key, node in body.pairs:
        name = aliases.get(key.text, key.text)
        reader = known.get(name) or (also.get(name) if also else None)
        if reader is None:
            if name != "id" and (value := _keep(sheet, record, key, node, also)) is not UNSET:
                own[key.text] = value
        elif (first := given.setdefault(name, key)) is not key:
            said = f"{key.text!r} means the same as {first.text!r} at {unpack(sheet.file, first.at)}"
            sheet.tell(Code.REPEATED_KEY, f"{said}, which is used", key.at)
        else:
            value = reader(sheet, key.text, node)
            if value is not UNSET:
                found[name] = value
    if own:
        found["own"] = own
    return found


def _keep(
    sheet: Sheet, record: type[Struct], key: Scalar, node: Node, also: Mapping[str, Reader] | None
) -> Prose | tuple[Prose, ...] | UnsetType:
    """Keep a field of the team's own; warn where it looks like a slip of the pen."""
    known = known_keys(record, also or ())
    if record not in (Role, Responsibility):
        near = nearest(key.text[:40], known) or f"; it takes {', '.join(sorted(known))}"
        sheet.tell(Code.UNKNOWN_KEY, f"{key.text!r} is no key of {_NAMES[record]}{near}", key.at)
        return UNSET
    if key.text not in sheet.fields and (meant := misspelt(key.text, (*known, *sheet.fields))):
        said = f"{key.text!r} is no key of {_NAMES[record]}; did you mean {meant!r}?"
        sheet.tell(Code.UNKNOWN_KEY, f"{said} (declare your own fields in roles_fields)", key.at)
    return values.own_value(sheet, node)


_NAMES: Mapping[type, str] = {
    Acceptance: "an accepted finding",
    Holder: "a holder",
    Interaction: "an interaction",
    Level: "a level",
    Link: "a link",
    Matrix: "a matrix",
    Participation: "a letter",
    Responsibility: "a responsibility",
    Role: "a role",
    Section: "a section",
    Skill: "a skill",
}


def known_keys(record: type[Struct], also: Iterable[str] = ()) -> list[str]:
    """Return all keys that a record takes, as a user writes them."""
    aliases = _ALIASES.get(record, {})
    names = [name for name in readers_of(record) if name != "capacity"]
    own_id = ["id"] if "id" in record.__struct_fields__ else []
    return [*own_id, *names, *aliases, *(name for name in also if name not in names)]


@cache
def readers_of(record: type[Struct]) -> Mapping[str, Reader]:
    """Return the readers of a record's fields, by field."""
    special = _special(record)
    return {
        field.name: special.get(field.name) or _reader_for(field.type)
        for field in fields(record)
        if field.name not in _MADE
    }


def _special(record: type[Struct]) -> Mapping[str, Reader]:
    """Return the readers of fields whose annotation does not say all."""
    if record is Role:
        return {
            "kind": values.choice(*KINDS),
            "skills": _skills,
            "interactions": _interactions,
            "levels": _levels,
            "holders": people.holders(_record(Holder)),
            "past_holders": people.holders(_record(Holder)),
            "links": _links,
            "open": _open,
            "color": values.color,
            "reviewed": values.first_day,
        }
    if record is Participation:
        return {"color": values.color, "shape": values.choice(*SHAPES), "letter": values.text}
    if record is Level:
        return {"skills": _skills}
    if record is Responsibility:
        return {"links": _links, "assign": lambda sheet, name, node: node}
    if record is Skill:
        return {"levels": _skill_levels}
    return {}


_PLAIN_READERS: Mapping[Any, Reader] = {
    Text: values.text,
    Prose: values.prose,
    str: values.text,
    bool: values.truth,
    int: values.whole_number,
    date: values.last_day,
}


def _reader_for(annotation: Any) -> Reader:
    """Return the reader of an annotation: ``Text | None``, ``tuple[Prose, ...]``, ``bool``."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        options = [option for option in typing.get_args(annotation) if option is not types.NoneType]
        return _reader_for(options[0])
    if typing.get_origin(annotation) is tuple:
        return values.many(_reader_for(typing.get_args(annotation)[0]))
    return _PLAIN_READERS[annotation]


def _record(record: type[Struct]) -> Reader:
    """Make a reader of a record's fields from a mapping, as a dictionary."""

    def read(sheet: Sheet, name: str, node: Node) -> Any:
        return read_fields(sheet, record, node) if isinstance(node, Entries) else UNSET

    return read


def _open(sheet: Sheet, name: str, node: Node) -> Prose | UnsetType:
    """Read an invitation; ``true`` or an empty text stand for the standard wording."""
    scalar = values.scalar_of(sheet, name, node, "a text or true")
    if scalar is None or (scalar.plain and scalar.text in ("false", "False", "FALSE")):
        return UNSET
    standard = scalar.plain and scalar.text in ("true", "True", "TRUE")
    return Prose("" if standard else scalar.text.strip(), sheet.place(scalar.at))


def _links(sheet: Sheet, name: str, node: Node) -> tuple[Link, ...] | UnsetType:
    """Read links: addresses, ``{text, url}``, ``[text](url)`` or a mapping of texts to addresses."""
    if isinstance(node, Entries) and not {"text", "url"} & {key.text for key, _ in node.pairs}:
        nodes: list[Node] = [Entries([pair], pair[0].at) for pair in node.pairs]
        node = Items(nodes, node.at, node.cut)
    return typing.cast("tuple[Link, ...] | UnsetType", values.many(_link)(sheet, name, node))


def _link(sheet: Sheet, name: str, node: Node) -> Link | UnsetType:
    if isinstance(node, Entries):
        keys = {key.text for key, _ in node.pairs}
        if len(node.pairs) == 1 and not {"text", "url"} & keys:
            key, value = node.pairs[0]
            url = values.text(sheet, key.text, value)
            return UNSET if url is UNSET else Link(Text(key.text, sheet.place(key.at)), url)
        told = len(sheet.problems)
        found = read_fields(sheet, Link, node)
        url = found.get("url", UNSET)
        if url is UNSET and len(sheet.problems) == told and not node.cut:
            sheet.tell(Code.WRONG_VALUE, f"a link needs a url: {values.describe(node)} has none", node.at)
        return UNSET if url is UNSET else Link(found.get("text", url), url)
    address = values.text(sheet, name, node)
    if address is UNSET:
        return UNSET
    written = _MARKDOWN_LINK.fullmatch(address)
    if written is None:
        return Link(address, address)
    return Link(Text(written[1], address.place), Text(written[2], address.place))


def _skills(sheet: Sheet, name: str, node: Node) -> tuple[Proficiency, ...] | UnsetType:
    """Read skills: a mapping to proficiencies, or a list of names."""
    if values.absent(node):
        return UNSET
    found: list[Proficiency] = []
    for one in node.nodes if isinstance(node, Items) else [node]:
        if not isinstance(one, Entries):
            skill = values.text(sheet, name, one)
            if skill is not UNSET:
                found.append(Proficiency(skill))
            continue
        for key, value in one.pairs:
            step = values.text(sheet, key.text, value)
            skill = Text(key.text.strip(), sheet.place(key.at))
            if not skill:
                sheet.tell(Code.WRONG_VALUE, "a skill has an empty key", key.at)
                continue
            found.append(Proficiency(skill, None if step is UNSET else step))
    return tuple(found) if found or isinstance(node, Items) else UNSET


def _interactions(sheet: Sheet, name: str, node: Node) -> tuple[Interaction, ...] | UnsetType:
    """Read interactions: texts, a mapping of roles to texts, or ``{role, text}``."""
    if values.absent(node):
        return UNSET
    found: list[Interaction] = []
    for one in node.nodes if isinstance(node, Items) else [node]:
        if isinstance(one, Entries) and {"role", "text"} & {key.text for key, _ in one.pairs}:
            given = read_fields(sheet, Interaction, one)
            if given:
                found.append(Interaction(**given))
        elif isinstance(one, Entries):
            for key, value in one.pairs:
                said = values.prose(sheet, key.text, value)
                found.append(Interaction(Text(key.text.strip(), sheet.place(key.at)), said or None))
        elif (said := values.prose(sheet, name, one)) is not UNSET:
            found.append(Interaction(None, said))
    return tuple(found) if found or isinstance(node, Items) else UNSET


def _levels(sheet: Sheet, name: str, node: Node) -> tuple[Level, ...] | UnsetType:
    """Read the steps of a ladder, as a list or by id."""
    if values.absent(node):
        return UNSET
    found: dict[str, Level] = {}
    for entry in entries_of(sheet, "level", node, frozenset(known_keys(Level))):
        given = read_fields(sheet, Level, entry.body)
        short = values.text(sheet, entry.name, entry.short) if entry.short is not None else UNSET
        given.setdefault("name", entry.name if short is UNSET else short)
        if entry.id in found:
            said = f"the level {entry.id!r} stands twice; the first one is used"
            sheet.tell(Code.REPEATED_KEY, said, entry.at)
        else:
            found[entry.id] = Level(id=entry.id, **given)
    return tuple(found.values()) if found or isinstance(node, Items) else UNSET


def _skill_levels(sheet: Sheet, name: str, node: Node) -> tuple[SkillLevel, ...] | UnsetType:
    """Read what steps mean for a skill: a mapping of steps to criteria."""
    if values.absent(node):
        return UNSET
    if not isinstance(node, Entries):
        said = f"{name} takes a mapping of steps to criteria, not {values.describe(node)}"
        sheet.tell_shape(said, node)
        return UNSET
    criteria = values.many(values.prose)
    found: dict[str, SkillLevel] = {}
    for key, value in node.pairs:
        step = key.text.strip()
        if step in found:
            sheet.tell(Code.REPEATED_KEY, f"the step {step!r} stands twice; the first one is used", key.at)
        else:
            read = criteria(sheet, key.text, value)
            found[step] = SkillLevel(Text(step, sheet.place(key.at)), () if read is UNSET else read)
    return tuple(found.values())
