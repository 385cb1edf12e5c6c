"""How far apart two words are, for field names: a team's own are many, so only close ones count."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import fields

from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.catalog.values import (
    Reader,
    absent,
    choice,
    color,
    describe,
    first_day,
    last_day,
    many,
    own_value,
    prose,
    scalar_of,
    text,
    truth,
    unknown_key,
    whole_number,
)
from sphinx_roles.model import (
    KINDS,
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
    identify,
    person_name,
    split_addresses,
)
from sphinx_roles.problems import Code

_LONGEST = 40


@lru_cache(maxsize=4096)
def misspelt(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that is one letter away, or two with the same first letter.

    A swap of neighbours counts as one. A short word is two letters away from too much:
    ``goals`` is not a slip for ``tools``.
    """
    if not 2 < len(word) <= _LONGEST:
        return None
    folded = word.casefold().replace("-", "_").replace(" ", "_")
    best: tuple[int, str] | None = None
    for name in known:
        if abs(len(name) - len(folded)) > 2:
            continue
        distance = _distance(folded, name)
        near = distance < 2 or (distance == 2 and folded[:1] == name[:1] and len(folded) > 3)
        if near and (best is None or distance < best[0]):
            best = distance, name
    return best[1] if best else None


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


_FINE = re.compile(r"[\w.+#-]+")
_LONGEST_ID = 200


class Entry(Struct):
    """One entry. ``short`` is the text that stands in place of its fields."""

    id: str
    name: Text
    body: MappingNode
    at: int
    short: ScalarNode | None = None


def id_of(key: str) -> str:
    """Return the id of a key: itself, or one made from it where it has blanks or the like."""
    key = key.strip()
    return key if _FINE.fullmatch(key) else identify(key[:_LONGEST_ID]) or " ".join(key.split())


def id_of_name(name: str) -> str:
    """Make the id of something that has only a name."""
    return identify(name[:_LONGEST_ID]) or " ".join(name.split())


def entries_of(
    context: ReadContext, what: str, node: Node, fields: frozenset[str], *, listed: bool = False
) -> Iterator[Entry]:
    """Yield the entries of a node. ``fields`` are the keys of one, to tell it from a mapping of many.

    ``listed`` says that a list stands for what the entries hold (a scale is a list of steps).
    """
    if absent(node):
        return
    if isinstance(node, MappingNode) and not _is_one(node, fields):
        for key, value in node.pairs:
            entry = _keyed(context, what, key, value, listed)
            if entry is not None:
                yield entry
        return
    for one in node.nodes if isinstance(node, SequenceNode) else [node]:
        entry = _item(context, what, one, fields)
        if entry is not None:
            yield entry


def _is_one(node: MappingNode, fields: frozenset[str]) -> bool:
    """Tell whether a mapping is one entry itself: it names itself, and has nothing but fields."""
    names = {key.text: value for key, value in node.pairs}
    return any(isinstance(names.get(key), ScalarNode) for key in ("id", "name")) and names.keys() <= fields


def _keyed(context: ReadContext, what: str, key: ScalarNode, value: Node, listed: bool) -> Entry | None:
    text = key.text.strip()
    if not text:
        context.report(Code.WRONG_VALUE, "a {what} has an empty key", key.at, what=what)
        return None
    name = Text(" ".join(text.split()), context.location(key.at))
    if isinstance(value, MappingNode):
        given = _given(context, value, "id")
        return Entry(id_of(given or text), name, value, key.at)
    body = MappingNode([], key.at)
    if isinstance(value, ScalarNode):
        return Entry(id_of(text), name, body, key.at, None if value.absent else value)
    if listed:
        return Entry(id_of(text), name, MappingNode([(key, value)], key.at), key.at)
    if not absent(value):
        message = "a {what} is a mapping of its fields, and {key!r} is {found}"
        context.report_shape(message, value, what=what, key=text, found=describe(value))
    return Entry(id_of(text), name, body, key.at)


def _item(context: ReadContext, what: str, node: Node, fields: frozenset[str]) -> Entry | None:
    if absent(node):
        return None
    if isinstance(node, ScalarNode):
        text = " ".join(node.text.split())
        return (
            Entry(id_of_name(text), Text(text, context.location(node.at)), MappingNode([], node.at), node.at)
            if text
            else None
        )
    if isinstance(node, SequenceNode):
        context.report_shape(
            "a {what} is a name or a mapping, not {found}", node, what=what, found=describe(node)
        )
        return None
    if len(node.pairs) == 1 and node.pairs[0][0].text not in fields:
        key, value = node.pairs[0]
        if isinstance(value, MappingNode) or absent(value):
            return _keyed(context, what, key, value, False)
    given, name = _given(context, node, "id"), _given(context, node, "name")
    if given is not None:
        return Entry(id_of(given), Text(" ".join(given.split()), given.location), node, node.at)
    if name is not None:
        return Entry(id_of_name(name), Text(" ".join(name.split()), name.location), node, node.at)
    if not node.cut and not _names(node):
        message = "a {what} in a list needs an id or a name: {found} has neither"
        context.report(Code.WRONG_VALUE, message, node.at, what=what, found=describe(node))
    return None


def _names(node: MappingNode) -> bool:
    return any(key.text in ("id", "name") and not isinstance(value, ScalarNode) for key, value in node.pairs)


def _given(context: ReadContext, node: MappingNode, wanted: str) -> Text | None:
    """Return the text of `id` or `name`; a wrong `name` is told by its own reader."""
    for key, value in node.pairs:
        if key.text != wanted or absent(value):
            continue
        if isinstance(value, ScalarNode):
            return Text(value.text.strip(), context.location(value.at)) if value.text.strip() else None
        if wanted == "id":
            context.report_shape("id takes a text, not {found}", value, found=describe(value))
    return None


_NOBODY = frozenset(
    [
        *("-", "--", "–", "—", "?", "...", "…", "tbd", "tba", "tbc", "tbh", "n/a", "na", "none", "nobody"),
        *("no one", "vacant", "vacancy", "open", "open position", "position open", "applications open"),
        *("to be hired", "to be defined", "to be determined", "to be announced", "to be confirmed"),
        *("not in use", "unfilled"),
    ]
)
_ACTING = re.compile(r"\s*[(\[]\s*(?:acting|interim|a\.?i\.?)\s*[)\]]\s*", re.I)
_FIELDS = frozenset(("name", "handle", "as", "since", "until", "acting", "link", "org", "email"))


def holders(fields: Reader) -> Reader:
    """Make the reader of a list of holders; ``fields`` reads the mapping of one."""

    def read(context: ReadContext, name: str, node: Node) -> tuple[Holder, ...] | UnsetType:
        if absent(node):
            return UNSET
        if isinstance(node, MappingNode) and not {key.text for key, _ in node.pairs} <= _FIELDS:
            return _by_name(context, node, fields)
        nodes = node.nodes if isinstance(node, SequenceNode) else [node]
        found = [_holder(context, name, one, fields) for one in nodes]
        people = tuple(holder for holder in found if isinstance(holder, Holder))
        # "TBD" says that nobody does, a mistake says nothing.
        return people if people or not nodes or None in found else UNSET

    return read


def _by_name(context: ReadContext, node: MappingNode, fields: Reader) -> tuple[Holder, ...]:
    """Read a mapping of names to what is known of them."""
    found = []
    for key, value in node.pairs:
        given: dict[str, Any] = {}
        if isinstance(value, MappingNode):
            given = fields(context, key.text, value)
        elif (capacity := text(context, key.text, value)) is not UNSET:
            given = {"capacity": capacity}
        given.setdefault("name", Text(key.text.strip(), context.location(key.at)))
        found.append(_named(given))
    return tuple(holder for holder in found if holder)


def _holder(context: ReadContext, name: str, node: Node, fields: Reader) -> Holder | UnsetType | None:
    """Read one holder; None where the text says that there is nobody."""
    if isinstance(node, MappingNode):
        reported = len(context.problems)
        given = cast("dict[str, Any]", fields(context, name, node))
        if "name" not in given and "handle" in given:
            given["name"] = given["handle"]
        if "name" not in given:
            # A wrong name, or a key that may be meant for it, has been told.
            if not node.cut and len(context.problems) == reported:
                message = "a holder needs a name: {found} has none"
                context.report(Code.WRONG_VALUE, message, node.at, found=describe(node))
            return UNSET
        return _named(given)
    person = text(context, name, node)
    return UNSET if person is UNSET else _named({"name": person})


def _named(given: dict[str, Any]) -> Holder | None:
    _take_addresses(given)
    person: Text = given["name"]
    plain = _ACTING.sub(" ", person).strip()
    if plain != person:
        given["name"] = Text(plain, person.location)
        given["acting"] = True
    return None if not plain or plain.strip("()[] ").casefold() in _NOBODY else Holder(**given)


def _take_addresses(given: dict[str, Any]) -> None:
    """Take the e-mail addresses out of what is shown of a person ("Bo <bo@example.com>"), to ``email``.

    Where nothing is left of the name, it is what stands before the @.
    """
    found = []
    for name, value in [*given.items()]:
        # `@bo@example.social` is an account, and a page may have an @ in its address.
        if name == "email" or not isinstance(value, Text) or value.startswith("@") or "://" in value:
            continue
        rest, addresses = split_addresses(value)
        if addresses:
            found += [Text(address, value.location) for address in addresses]
            given[name] = (
                person_name(value) if name == "name" else Text(rest, value.location) if rest else None
            )
    if found:
        known = [given["email"]] if "email" in given else []
        given["email"] = Text(", ".join(dict.fromkeys((*known, *found))), found[0].location)


SHAPES = ("square", "circle", "outline", "dashed")
"""What the badge of a letter looks like."""

_ALIASES: Mapping[type, Mapping[str, str]] = {
    Role: {"purpose": "summary", "responsibilities": "duties"},
    Level: {"purpose": "summary", "responsibilities": "duties"},
    Holder: {"as": "capacity"},
}
# What reading itself fills.
_MADE = frozenset({"id", "location", "own", "partial"})
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def read_fields(
    context: ReadContext, record: type[Struct], body: MappingNode, also: Mapping[str, Reader] | None = None
) -> dict[str, Any]:
    """Read the fields of a record that are given and right, by their names in the model.

    ``also`` reads keys that are no fields of the record. What is left is kept in ``own``
    where the record has that, and told where it has not.
    """
    known, aliases = readers_of(record), _ALIASES.get(record, {})
    found: dict[str, Any] = {}
    given: dict[str, ScalarNode] = {}
    own: dict[str, Any] = {}
    for key, node in body.pairs:
        name = aliases.get(key.text, key.text)
        reader = known.get(name) or (also.get(name) if also else None)
        if reader is None:
            if name != "id" and (value := _keep(context, record, key, node, also)) is not UNSET:
                own[key.text] = value
        elif (first := given.setdefault(name, key)) is not key:
            message = "{key!r} means the same as {first!r} at {other}, which is used"
            about, other = {"key": key.text, "first": first.text}, context.location(first.at)
            context.report(Code.REPEATED_KEY, message, key.at, about, other)
        else:
            value = reader(context, key.text, node)
            if value is not UNSET:
                found[name] = value
    if own:
        found["own"] = own
    return found


def _keep(
    context: ReadContext, record: type[Struct], key: ScalarNode, node: Node, also: Mapping[str, Reader] | None
) -> Prose | tuple[Prose, ...] | UnsetType:
    """Keep a field of the team's own; warn where it looks like a slip of the pen."""
    known = known_keys(record, also or ())
    if record not in (Role, Responsibility):
        unknown_key(context, key, _NAMES[record], sorted(known))
        return UNSET
    if key.text not in context.fields and (meant := misspelt(key.text, (*known, *context.fields))):
        message = "{key!r} is no key of {record}; did you mean {nearest!r}? "
        message += "(declare your own fields in roles_fields)"
        about = {"key": key.text}
        context.report(Code.UNKNOWN_KEY, message, key.at, about, record=_NAMES[record], nearest=meant)
    return own_value(context, node)


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
            "kind": choice(*KINDS),
            "skills": _skills,
            "interactions": _interactions,
            "levels": _levels,
            "holders": holders(_record(Holder)),
            "past_holders": holders(_record(Holder)),
            "links": _links,
            "open": _open,
            "color": color,
            "reviewed": first_day,
        }
    if record is Participation:
        return {"color": color, "shape": choice(*SHAPES), "letter": text}
    if record is Level:
        return {"skills": _skills}
    if record is Responsibility:
        return {"links": _links, "assign": lambda context, name, node: node}
    if record is Skill:
        return {"levels": _skill_levels}
    return {}


_PLAIN_READERS: Mapping[Any, Reader] = {
    Text: text,
    Prose: prose,
    str: text,
    bool: truth,
    int: whole_number,
    date: last_day,
}


def _reader_for(annotation: Any) -> Reader:
    """Return the reader of an annotation: ``Text | None``, ``tuple[Prose, ...]``, ``bool``."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        options = [option for option in typing.get_args(annotation) if option is not types.NoneType]
        return _reader_for(options[0])
    if typing.get_origin(annotation) is tuple:
        return many(_reader_for(typing.get_args(annotation)[0]))
    return _PLAIN_READERS[annotation]


def _record(record: type[Struct]) -> Reader:
    """Make a reader of a record's fields from a mapping, as a dictionary."""

    def read(context: ReadContext, name: str, node: Node) -> Any:
        return read_fields(context, record, node) if isinstance(node, MappingNode) else UNSET

    return read


def _open(context: ReadContext, name: str, node: Node) -> Prose | UnsetType:
    """Read an invitation; ``true`` or an empty text stand for the standard wording."""
    scalar = scalar_of(context, name, node, "a text or true")
    if scalar is None or (scalar.plain and scalar.text in ("false", "False", "FALSE")):
        return UNSET
    standard = scalar.plain and scalar.text in ("true", "True", "TRUE")
    return Prose("" if standard else scalar.text.strip(), context.location(scalar.at))


def _links(context: ReadContext, name: str, node: Node) -> tuple[Link, ...] | UnsetType:
    """Read links: addresses, ``{text, url}``, ``[text](url)`` or a mapping of texts to addresses."""
    if isinstance(node, MappingNode) and not {"text", "url"} & {key.text for key, _ in node.pairs}:
        nodes: list[Node] = [MappingNode([pair], pair[0].at) for pair in node.pairs]
        node = SequenceNode(nodes, node.at, node.cut)
    return typing.cast("tuple[Link, ...] | UnsetType", many(_link)(context, name, node))


def _link(context: ReadContext, name: str, node: Node) -> Link | UnsetType:
    if isinstance(node, MappingNode):
        keys = {key.text for key, _ in node.pairs}
        if len(node.pairs) == 1 and not {"text", "url"} & keys:
            key, value = node.pairs[0]
            url = text(context, key.text, value)
            return UNSET if url is UNSET else Link(Text(key.text, context.location(key.at)), url)
        reported = len(context.problems)
        found = read_fields(context, Link, node)
        url = found.get("url", UNSET)
        if url is UNSET and len(context.problems) == reported and not node.cut:
            message = "a link needs a url: {found} has none"
            context.report(Code.WRONG_VALUE, message, node.at, found=describe(node))
        return UNSET if url is UNSET else Link(found.get("text", url), url)
    address = text(context, name, node)
    if address is UNSET:
        return UNSET
    written = _MARKDOWN_LINK.fullmatch(address)
    if written is None:
        return Link(address, address)
    return Link(Text(written[1], address.location), Text(written[2], address.location))


def _skills(context: ReadContext, name: str, node: Node) -> tuple[Proficiency, ...] | UnsetType:
    """Read skills: a mapping to proficiencies, or a list of names."""
    if absent(node):
        return UNSET
    found: list[Proficiency] = []
    for one in node.nodes if isinstance(node, SequenceNode) else [node]:
        if not isinstance(one, MappingNode):
            skill = text(context, name, one)
            if skill is not UNSET:
                found.append(Proficiency(skill))
            continue
        for key, value in one.pairs:
            step = text(context, key.text, value)
            skill = Text(key.text.strip(), context.location(key.at))
            if not skill:
                context.report(Code.WRONG_VALUE, "a skill has an empty key", key.at)
                continue
            found.append(Proficiency(skill, None if step is UNSET else step))
    return tuple(found) if found or isinstance(node, SequenceNode) else UNSET


def _interactions(context: ReadContext, name: str, node: Node) -> tuple[Interaction, ...] | UnsetType:
    """Read interactions: texts, a mapping of roles to texts, or ``{role, text}``."""
    if absent(node):
        return UNSET
    found: list[Interaction] = []
    for one in node.nodes if isinstance(node, SequenceNode) else [node]:
        if isinstance(one, MappingNode) and {"role", "text"} & {key.text for key, _ in one.pairs}:
            given = read_fields(context, Interaction, one)
            if given:
                found.append(Interaction(**given))
        elif isinstance(one, MappingNode):
            for key, value in one.pairs:
                message = prose(context, key.text, value)
                found.append(Interaction(Text(key.text.strip(), context.location(key.at)), message or None))
        elif (message := prose(context, name, one)) is not UNSET:
            found.append(Interaction(None, message))
    return tuple(found) if found or isinstance(node, SequenceNode) else UNSET


def _levels(context: ReadContext, name: str, node: Node) -> tuple[Level, ...] | UnsetType:
    """Read the steps of a ladder, as a list or by id."""
    if absent(node):
        return UNSET
    found: dict[str, Level] = {}
    for entry in entries_of(context, "level", node, frozenset(known_keys(Level))):
        given = read_fields(context, Level, entry.body)
        short = text(context, entry.name, entry.short) if entry.short is not None else UNSET
        given.setdefault("name", entry.name if short is UNSET else short)
        if entry.id in found:
            message = "the level {level!r} stands twice; the first one is used"
            context.report(Code.REPEATED_KEY, message, entry.at, {"level": entry.id})
        else:
            found[entry.id] = Level(id=entry.id, **given)
    return tuple(found.values()) if found or isinstance(node, SequenceNode) else UNSET


def _skill_levels(context: ReadContext, name: str, node: Node) -> tuple[SkillLevel, ...] | UnsetType:
    """Read what steps mean for a skill: a mapping of steps to criteria."""
    if absent(node):
        return UNSET
    if not isinstance(node, MappingNode):
        message = "{field} takes a mapping of steps to criteria, not {found}"
        context.report_shape(message, node, field=name, found=describe(node))
        return UNSET
    criteria = many(prose)
    found: dict[str, SkillLevel] = {}
    for key, value in node.pairs:
        step = key.text.strip()
        if step in found:
            message = "the step {step!r} stands twice; the first one is used"
            context.report(Code.REPEATED_KEY, message, key.at, {"step": step})
        else:
            read = criteria(context, key.text, value)
            found[step] = SkillLevel(Text(step, context.location(key.at)), () if read is UNSET else read)
    return tuple(found.values())
