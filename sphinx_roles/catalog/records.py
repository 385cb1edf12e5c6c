"""Reads the fields of each record from the nodes of a file, by readers of values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import fields

from sphinx_roles.addresses import hide_addresses, take_addresses
from sphinx_roles.catalog.nodes import (
    PROSES,
    TEXTS,
    TRUTHS,
    MappingNode,
    Node,
    ReadContext,
    Reader,
    ScalarNode,
    SequenceNode,
    choice,
    color,
    entries_of,
    first_day,
    items_of,
    last_day,
    many,
    number_of,
    own_value,
    pack,
    prose,
    report_again,
    report_tight,
    scalar_of,
    text,
    truth,
    whole_number,
)
from sphinx_roles.fields import FOREIGN, MEANT
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
    fold,
    id_of_name,
)
from sphinx_roles.owners import COVERED, no_pattern
from sphinx_roles.problems import Code, Phrase, Problem, closest, misspelt


def _icon(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
    """Read a character; the name of one in some set of icons would be shown as it is."""
    value = text(context, name, node)
    if value is UNSET or len(value) < 4 or not value.isascii():
        return value
    context.report_wrong(name, ScalarNode(value, node.at), "a character such as an emoji")
    return UNSET


_NOBODY = frozenset(
    [
        *("-", "--", "–", "—", "?", "...", "…", "tbd", "tba", "tbc", "tbh", "n/a", "na", "none", "nobody"),
        *("no one", "vacant", "vacancy", "to be hired", "to be defined", "to be determined"),
        *("to be announced", "to be confirmed", "not in use", "unfilled"),
    ]
)
# A place that is open, with what is said of it, or nothing but an invitation. These patterns, and those of
# capacities, are compiled for the first holder.
_PLACE = r"(?:applications?|positions?|posts?|roles?|seats?|places?|jobs?|vacanc(?:y|ies))"
_OPEN_PLACE = (
    rf"(?is:(?:{_PLACE}\s+(?:is\s+|are\s+)?(?:still\s+)?open|open(?:\s+(?:{_PLACE}|for\s+applications))?"
    r"|applications?\s+welcome)\s*(?:[-:,;.!?–—(/]+\s*(.*))?)"
)
_INVITATION = (
    r"(?is:(?:please\s+)?(?:apply|get\s+in\s+touch|join\s+us|contact\s+us|write\s+to\s+us|we(?:'re|’re|\s+are)\s+hiring)"
    r"(?:\s+(?:now|here|today))?(?:\s*[-:,;.!?–—(/].*|\s+(?:to|at|via|by|through|with|for)\b.*)?)"
)


class OpenPlace(Struct):
    """An invitation among holders: its text, what is said of it, and the e-mail address to write to."""

    text: Text
    said: Prose
    email: Text | None = None


_ACTING = r"(?i:\s*[(\[]\s*(?:acting|interim|a\.?i\.?)\s*[)\]]\s*)"
_CAPACITY = r"(?:co-?|vice[ -]?)?(?:lead|leader|chair|head)|deputy|backup|shadow|primary|secondary"
_WITH_CAPACITY = rf"(?is:(.*\S)\s*[(\[]\s*({_CAPACITY})\s*[)\]])"
_CAPACITIES = rf"(?i:(?:{_CAPACITY}|deputies)s?)"


def _holders(context: ReadContext, name: str, node: Node) -> tuple[Holder | OpenPlace, ...] | UnsetType:
    """Read holders: names, mappings of one each, or a mapping of names to what is known of them.

    Of a place that is open, it is the invitation, which `take_open_places` makes that of the role.
    """
    if node.absent:
        return UNSET
    if isinstance(node, MappingNode):
        # One who is described has a name; else the keys are names.
        one = isinstance(node.values.get("name"), ScalarNode) or node.values.keys() <= {*known_keys(Holder)}
        if not one:
            return _by_name(context, node)
    nodes = items_of(context, "text", node, name)
    found = [_holder(context, name, one) for one in nodes]
    people = _distinct(context, name, [one for one in found if isinstance(one, (Holder, OpenPlace))])
    # "TBD" says that nobody does, a mistake says nothing.
    return people if people or not nodes or None in found else UNSET


def _by_name(context: ReadContext, node: MappingNode) -> tuple[Holder | OpenPlace, ...]:
    found = []
    for key, value in node.pairs:
        given: dict[str, Any] = {}
        capacity = re.fullmatch(_CAPACITIES, key.text)
        if capacity and not isinstance(value, MappingNode):
            found += _in_capacity(context, key, value)
            continue
        if isinstance(value, MappingNode):
            given = read_fields(context, Holder, value)
            if capacity and "name" in given:
                given.setdefault("capacity", Text(key.text, context.location(key.at)))
        elif (said := text(context, key.text, value)) is not UNSET:
            given = {"capacity": said}
        given.setdefault("name", Text(key.text.strip(), context.location(key.at)))
        found.append(_named(given))
    return _distinct(context, "holders", [holder for holder in found if holder is not None])


def _distinct(
    context: ReadContext, name: str, people: list[Holder | OpenPlace]
) -> tuple[Holder | OpenPlace, ...]:
    """Return holders, each once; report one who is there again, of whom the one that says more is kept.

    A name alone that two people have may be that of a third.
    """
    found: list[Holder | OpenPlace] = []
    known: dict[str, dict[int, Holder]] = {}
    for one in people:
        if isinstance(one, Holder):
            named = known.setdefault(fold(one.name), {})
            same = [at for at, first in named.items() if _says_all(first, one) or _says_all(one, first)]
            if len(same) == 1:
                report_again(context, name, one.name)
                if not _says_all(named[same[0]], one):
                    found[same[0]] = named[same[0]] = one
                continue
            named[len(found)] = one
        found.append(one)
    return tuple(found)


def _says_all(one: Holder, other: Holder) -> bool:
    """Return whether one says all that another of that name does; who came back has two periods."""
    names = (name for name in Holder.__struct_fields__ if name not in ("name", "until"))
    fits = all(getattr(other, name) in (None, False, (), getattr(one, name)) for name in names)
    return fits and one.until == other.until


def _in_capacity(context: ReadContext, key: ScalarNode, value: Node) -> list[Holder | OpenPlace | None]:
    """Read ``deputies: [Bo, Cy]`` among holders: what they are, and who."""
    one = key.text.casefold()
    capacity = "deputy" if one == "deputies" else key.text if not one.endswith("s") else key.text[:-1]
    people = [text(context, key.text, node) for node in items_of(context, "text", value, key.text)]
    at = context.location(key.at)
    return [_named({"name": who, "capacity": Text(capacity, at)}) for who in people if who is not UNSET]


def _holder(context: ReadContext, name: str, node: Node) -> Holder | OpenPlace | UnsetType | None:
    """Read one holder; None where the text says that there is nobody."""
    if not isinstance(node, MappingNode):
        person = text(context, name, node)
        return UNSET if person is UNSET else _named({"name": person})
    reported = len(context.problems)
    given = read_fields(context, Holder, node)
    if "name" not in given and "handle" in given:
        given["name"] = given["handle"]
    if "name" in given:
        found = _named(given)
        for key in [key for key, _ in node.pairs if key.text == "skills"] if type(found) is OpenPlace else ():
            message = (
                "an open place has no {key!r}, which are those of a person; what a role asks for is its own"
            )
            context.report(Code.WRONG_VALUE, message, key.at, {"key": key.text})
        return found
    # A wrong name, or a key that may be meant for it, has been reported.
    if len(context.problems) == reported:
        context.report_shape("a holder needs a name: {found} has none", node, Code.WRONG_VALUE)
    return UNSET


def _named(given: dict[str, Any]) -> Holder | OpenPlace | None:
    person: Text = given["name"]
    if (place := re.fullmatch(_OPEN_PLACE, person.strip("()[] "))) or re.fullmatch(_INVITATION, person):
        given["name"] = Text(place[1] or "", person.location) if place else person
        told = ("name", "capacity", "since", "until", "link", "org", "handle")
        said = " ".join(given[name] for name in told if given.get(name))
        # Who writes an address beside holders does not publish it.
        take_addresses(given)
        return OpenPlace(person, Prose(hide_addresses(said), person.location), given.get("email"))
    take_addresses(given)
    person = given["name"]
    plain = re.sub(_ACTING, " ", person).strip()
    if plain != person:
        given["name"] = Text(plain, person.location)
        given["acting"] = True
    if "capacity" not in given and (both := re.fullmatch(_WITH_CAPACITY, plain)):
        given["name"], given["capacity"] = (Text(part, person.location) for part in both.groups())
    return None if not plain or plain.strip("()[] ").casefold() in _NOBODY else Holder(**given)


def take_open_places(context: ReadContext, values: dict[str, Any]) -> None:
    """Make the invitations among the holders of a role, "Applications open", its `open` and `contact`."""
    for name in ("holders", "past_holders"):
        given = values.get(name) or ()
        places = [one for one in given if isinstance(one, OpenPlace)]
        if not places:
            continue
        values[name] = tuple(one for one in given if not isinstance(one, OpenPlace))
        said = " ".join(dict.fromkeys(one.said for one in places if one.said))
        at = places[0].said.location or context.location(0)
        about = {"field": name, "text": hide_addresses(places[0].text)}
        if name == "past_holders":
            message = "{field} takes people who held the role, not {text!r}; an open place is in 'holders'"
            context.problems.append(Problem.of(Code.WRONG_VALUE, message, at, about))
            continue
        if said and values.get("open") not in (None, "", said):
            message = "the role has an 'open' of its own, which is shown in place of {text!r} of its {field}"
            context.problems.append(Problem.of(Code.WRONG_VALUE, message, at, about))
        values["open"] = values.get("open") or Prose(said, at)
        contact = values.get("contact", "")
        emails = [one.email for one in places if one.email and one.email not in contact]
        if emails:
            reached = ", ".join(dict.fromkeys(filter(None, (contact, *emails))))
            values["contact"] = Prose(reached, (contact or emails[0]).location)


SHAPES = ("square", "circle", "outline", "dashed")
"""What the badge of a letter looks like."""

ALIASES: Mapping[type, Mapping[str, str]] = {
    Role: {"purpose": "summary", "responsibilities": "duties"},
    Level: {"purpose": "summary", "responsibilities": "duties", "title": "name"},
    Holder: {"as": "capacity"},
}
"""Keys that mean another field, and what is written ``as``."""
# What reading itself fills.
_MADE = frozenset({"id", "location", "own", "unsure"})
MEANS_THE_SAME = "{key!r} means the same as {first!r} at {other}, which is used"
"""What is reported of a second word for one thing."""
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def read_fields(
    context: ReadContext,
    record: type[Struct],
    body: MappingNode,
    also: Mapping[str, Reader] | None = None,
    rest: list[tuple[ScalarNode, Node]] | None = None,
) -> dict[str, Any]:
    """Read the fields of a record that are given and right, by their names in the model.

    ``also`` reads keys that are not fields of the record. What is left is put into ``rest`` where that is
    given, else kept in ``own`` where the record has that, and reported where it has not.
    """
    known, aliases = readers_of(record), ALIASES.get(record, {})
    found: dict[str, Any] = {}
    given: dict[str, ScalarNode] = {}
    own: dict[str, Any] = {}
    for key, node in body.pairs:
        name = aliases.get(key.text, key.text)
        reader = known.get(name) or (also.get(name) if also else None)
        if reader is None and (meant := _foreign(context, record, key, body)):
            name, reader = meant, known[meant]
        if reader is None and report_half_text(context, body, key, node):
            continue
        if reader is None:
            # Fields of the team's own keep their order, so the declared ones of a role are left, too.
            if rest is not None and name != "id" and (record is Role or key.text not in context.fields):
                rest.append((key, node))
            elif name != "id" and (value := keep_own(context, record, key, node, also or ())) is not UNSET:
                own[key.text] = value
        elif (first := given.setdefault(name, key)) is not key:
            about, other = {"key": key.text, "first": first.text}, context.location(first.at)
            context.report(Code.REPEATED_KEY, MEANS_THE_SAME, key.at, about, other)
        else:
            value = reader(context, key.text, node)
            if value is not UNSET:
                found[name] = value
    if own:
        found["own"] = own
    return found


def report_half_text(context: ReadContext, body: Node, key: ScalarNode, value: Node) -> bool:
    """Report a key that is the second half of a text, as in ``{name: Build, test and ship}``.

    Only between braces is there a key without a colon; the place of its empty value is its end, or one blank
    behind that. Return whether the key is one.
    """
    if not isinstance(body, MappingNode) or not isinstance(value, ScalarNode) or value.text:
        return False
    in_braces = body.pairs[0][0].at != body.at
    if not in_braces or value.at - key.at - len(key.text) not in (0, 1):
        return False
    if ":" in key.text and report_tight(context, key, (key.text.partition(":")[0],)):
        return True
    message = "{key!r} is a key without a value; a text with a comma needs quotes"
    context.report(Code.UNKNOWN_KEY, message, key.at, {"key": key.text})
    return True


def _foreign(context: ReadContext, record: type[Struct], key: ScalarNode, body: MappingNode) -> str | None:
    """Return the field that a word of another format means; None where the field is given itself."""
    words = FOREIGN.get(record)
    meant = words.get(folded_key(key.text)) if words and key.text not in context.fields else None
    aliases = ALIASES.get(record, {})
    return None if any(aliases.get(one.text, one.text) == meant for one, _ in body.pairs) else meant


def folded_key(key: str) -> str:
    """Return a key as words of other formats are compared."""
    return key.casefold().replace("-", "_").replace(" ", "_")


def keep_own(
    context: ReadContext, record: type[Struct], key: ScalarNode, node: Node, also: Iterable[str] = ()
) -> Prose | tuple[Prose, ...] | UnsetType:
    """Keep a field of the team's own; warn where it looks misspelt, or holds people by a word of others."""
    known = known_keys(record, also)
    if ":" in key.text and report_tight(context, key, known):
        return UNSET
    if record is Matrix and key.text in ("rows", "responsibilities"):
        message = "{key!r} is no key of a matrix; rows are under 'responsibilities', each with its 'matrix'"
        context.report(Code.UNKNOWN_KEY, message, key.at, {"key": key.text})
        return UNSET
    if record not in (Role, Responsibility):
        context.unknown_key(key, _NAMES[record], sorted(known))
        return UNSET
    if key.text not in context.fields and (meant := meant_key(key.text, record, *context.fields)):
        message = (
            "{key!r} is no key of {record}; did you mean {nearest!r}? "
            "(declare your own fields in roles_fields)"
        )
        about = {"key": key.text}
        context.report(Code.UNKNOWN_KEY, message, key.at, about, record=_NAMES[record], nearest=meant)
    return own_value(context, node)


def meant_key(key: str, record: type[Struct], *also: str) -> str | None:
    """Return the key that a word may be meant for: a misspelt one, or a word of other formats."""
    word, foreign = folded_key(key), FOREIGN[record]
    if word in foreign:
        return foreign[word] if foreign[word] in _PEOPLE else None
    # Two letters of eight make "contents" of "comments".
    near = misspelt(key, (*known_keys(record), *also)) or foreign.get(closest(word[:40], foreign, 0.9))
    return MEANT[record].get(word) or near


_PEOPLE = ("holders", "reports_to", "part_of", "assign")


class _Met(Struct):
    """What is done with a role, where more is said than a text."""

    text: Prose | None = None
    mode: Text | None = None
    until: Text | None = None


class _Asked(Struct):
    """What is asked of a skill, where both are said."""

    step: Text | None = None
    criteria: tuple[Prose, ...] = ()


_NAMES: Mapping[type, str] = {
    Acceptance: "an accepted finding",
    _Asked: "a skill that is asked for",
    Holder: "a holder",
    Interaction: "an interaction",
    Level: "a level",
    Link: "a link",
    Matrix: "a matrix",
    _Met: "an interaction",
    Participation: "a letter",
    Responsibility: "a responsibility",
    Role: "a role",
    Section: "a section",
    Skill: "a skill",
}


def known_keys(record: type[Struct], also: Iterable[str] = ()) -> list[str]:
    """Return all keys that a record takes, as a user writes them."""
    aliases = ALIASES.get(record, {})
    names = [name for name in readers_of(record) if name != "capacity"]
    own_id = ["id"] if "id" in record.__struct_fields__ else []
    return [*own_id, *names, *aliases, *(name for name in also if name not in names)]


@cache
def readers_of(record: type[Struct]) -> Mapping[str, Reader]:
    """Return the readers of a record's fields, by field."""
    special = _BY_FIELD.get(record, {})
    return {
        field.name: special.get(field.name) or _BY_TYPE[field.type]
        for field in fields(record)
        if field.name not in _MADE
    }


def _open(context: ReadContext, name: str, node: Node) -> Prose | UnsetType:
    """Read an invitation; ``true`` or an empty text mean the standard wording."""
    scalar = scalar_of(context, name, node, "a text or true")
    standard = TRUTHS.get(scalar.text) if scalar is not None and scalar.plain else None
    if scalar is None or standard is False:
        return UNSET
    return Prose("" if standard else scalar.text.strip(), context.location(scalar.at))


def _links(context: ReadContext, name: str, node: Node) -> tuple[Link, ...] | UnsetType:
    """Read links: addresses, ``{text, url}``, ``[text](url)`` or a mapping of texts to addresses."""
    if isinstance(node, MappingNode) and not {"text", "url"} & node.values.keys():
        nodes: list[Node] = [MappingNode([pair], pair[0].at) for pair in node.pairs]
        node = SequenceNode(nodes, node.at, node.cut)
    return cast("tuple[Link, ...] | UnsetType", many(_link)(context, name, node))


def _link(context: ReadContext, name: str, node: Node) -> Link | UnsetType:
    if isinstance(node, MappingNode):
        if len(node.pairs) == 1 and not {"text", "url"} & node.values.keys():
            key, value = node.pairs[0]
            url = text(context, key.text, value)
            return UNSET if url is UNSET else Link(Text(key.text, context.location(key.at)), url)
        reported = len(context.problems)
        found = read_fields(context, Link, node)
        url = found.get("url", UNSET)
        if url is UNSET and len(context.problems) == reported:
            context.report_shape("a link needs a url: {found} has none", node, Code.WRONG_VALUE)
        return UNSET if url is UNSET else Link(found.get("text", url), url)
    address = text(context, name, node)
    return UNSET if address is UNSET else link_of(address)


def link_of(address: Text) -> Link:
    """Return the link that is written as one text: an address, or ``[text](url)``."""
    written = _MARKDOWN_LINK.fullmatch(address)
    if written is None:
        return Link(address, address)
    return Link(Text(written[1], address.location), Text(written[2], address.location))


def _skills(context: ReadContext, name: str, node: Node) -> tuple[Proficiency, ...] | UnsetType:
    """Read skills: a mapping to proficiencies, or a list of names, of such mappings or of records."""
    if node.absent:
        return UNSET
    found: list[Proficiency] = []
    listed = isinstance(node, SequenceNode)
    for given in items_of(context, "text", node, name):
        one = _skill_by_name(given, listed=listed)
        if one is given and listed and given.values.keys() & _OF_RECORDS:
            message = "a {what} in a list needs an id or a name: {found} has neither"
            context.report_shape(message, given, Code.WRONG_VALUE, what="skill")
            continue
        if not isinstance(one, MappingNode):
            skill = text(context, name, one)
            if skill is not UNSET:
                found.append(Proficiency(skill))
            continue
        for key, value in one.pairs:
            skill = Text(key.text.strip(), context.location(key.at))
            if not skill:
                context.report(Code.WRONG_VALUE, "a skill has an empty key", key.at)
                continue
            found.append(Proficiency(skill, *_asked(context, key.text, value)))
    return tuple(found) if found or (isinstance(node, SequenceNode) and not node.nodes) else UNSET


def _skill_by_name(node: Node, *, listed: bool) -> Node:
    """Return ``{name: Python, level: 2}`` as a mapping of the skill to what is asked of it."""
    given = node.values
    value = next((given[key] for key in ("id", "skill", "name", "title") if key in given), None)
    # Among others in a mapping, a skill may be called "name".
    if not (listed or given.keys() <= _RECORD_OF_SKILL.keys()):
        return node
    if not isinstance(node, MappingNode) or not isinstance(value, ScalarNode) or value.absent:
        return node
    rest: list[tuple[ScalarNode, Node]] = [
        (ScalarNode(word, key.at), asked)
        for key, asked in node.pairs
        if (word := _RECORD_OF_SKILL.get(key.text, key.text))
    ]
    key = ScalarNode(value.text, value.at, False)
    return MappingNode([(key, MappingNode(rest, node.at) if rest else ScalarNode("", node.at))], node.at)


_RECORD_OF_SKILL = {
    "id": "",
    "skill": "",
    "name": "",
    "title": "",
    "step": "step",
    "level": "step",
    "criteria": "criteria",
}
"""What a record of a skill has in a list, and what that is called in our mapping."""
_OF_RECORDS = _RECORD_OF_SKILL.keys() | {"category", "group", "items", "proficiency", "rating", "skills"}
"""Keys by which an item of a list is a record, and none of them a skill."""


def _asked(context: ReadContext, name: str, node: Node) -> tuple[Text | None, tuple[Prose, ...]]:
    """Read what is asked of a skill: a step, a list of criteria, or ``{step, criteria}``."""
    if isinstance(node, MappingNode):
        given = read_fields(context, _Asked, node)
        return given.get("step"), given.get("criteria", ())
    if isinstance(node, SequenceNode):
        criteria = PROSES(context, name, node)
        return None, () if criteria is UNSET else criteria
    step = text(context, name, node)
    return None if step is UNSET or number_of(context, name, node) is UNSET else step, ()


_MEETING = frozenset(Interaction.__struct_fields__)


def _interactions(context: ReadContext, name: str, node: Node) -> tuple[Interaction, ...] | UnsetType:
    """Read interactions: texts, a mapping of roles to texts or records, or records with their role."""
    if node.absent:
        return UNSET
    found: list[Interaction] = []
    for one in node.items:
        if isinstance(one, MappingNode) and any(key.text in _MEETING for key, _ in one.pairs):
            given = read_fields(context, Interaction, one)
            if given:
                found.append(Interaction(**given))
        elif isinstance(one, MappingNode):
            for key, value in one.pairs:
                if isinstance(value, MappingNode):
                    given = read_fields(context, _Met, value)
                else:
                    given = {"text": prose(context, key.text, value) or None}
                given["role"] = Text(key.text.strip(), context.location(key.at))
                found.append(Interaction(**given))
        elif (what := prose(context, name, one)) is not UNSET:
            found.append(Interaction(None, what))
    return tuple(found) if found or isinstance(node, SequenceNode) else UNSET


def _levels(context: ReadContext, name: str, node: Node) -> tuple[Level, ...] | UnsetType:
    """Read the steps of a ladder, as a list or by id."""
    if node.absent:
        return UNSET
    found: dict[tuple[bool, str], Level] = {}
    for entry in entries_of(context, "level", node, known_keys(Level)):
        given, ident = read_fields(context, Level, entry.body), entry.id
        short = text(context, entry.name, entry.short) if entry.short is not None else UNSET
        given.setdefault("name", entry.name if short is UNSET else short)
        sign, bare = entry.name[:1], entry.name[1:].strip()
        if sign in ("+", "-") and bare and not ident.startswith(sign):
            # In a list, it has no id but its name; the sign adds it to those of the parent, or cuts it.
            ident = sign + id_of_name(bare)
        # A link to a level finds it in any case.
        if (key := (ident.startswith("-"), fold(ident))) in found:
            message = "the level {level!r} is there twice; the first one is used"
            context.report(Code.REPEATED_KEY, message, entry.at, {"level": ident})
        else:
            found[key] = Level(id=ident, **given)
    return tuple(found.values()) if found or isinstance(node, SequenceNode) else UNSET


def _skill_levels(context: ReadContext, name: str, node: Node) -> tuple[SkillLevel, ...] | UnsetType:
    """Read what steps mean for a skill: a mapping of steps to criteria."""
    if node.absent:
        return UNSET
    if not isinstance(node, MappingNode):
        context.report_shape("{field} takes a mapping of steps to criteria, not {found}", node, field=name)
        return UNSET
    found: dict[str, SkillLevel] = {}
    for key, value in node.pairs:
        step = key.text.strip()
        if step in found:
            message = "the step {step!r} is there twice; the first one is used"
            context.report(Code.REPEATED_KEY, message, key.at, {"step": step})
        else:
            read = PROSES(context, key.text, value)
            found[step] = SkillLevel(Text(step, context.location(key.at)), () if read is UNSET else read)
    return tuple(found.values())


def _covers(context: ReadContext, name: str, node: Node) -> tuple[Text, ...] | UnsetType:
    """Read what a responsibility covers; what is no pattern is reported, and left out."""
    read = TEXTS(context, name, node)
    kept = []
    for empty in node.items:
        if isinstance(empty, ScalarNode) and not empty.text.strip() and not empty.absent:
            context.report_wrong(name, empty, "a glob of files, or an entity such as component:api")
    takes: str | Phrase
    for one in () if read is UNSET else read:
        kind, colon, rest = one.partition(":")
        near = closest(kind.casefold(), COVERED) if colon and "/" not in kind else ""
        at = one.location
        if near and not rest.strip():
            takes, nearest = "a glob of files, or an entity with its name such as component:api", ""
        elif near and kind.casefold() != near:
            takes, nearest = "a glob of files, or an entity such as component:api", f"{near}:{rest}"
        elif colon and not near and kind.isalpha():
            takes, nearest = Phrase.of("a glob of files, or an entity of one of {kinds}", kinds=COVERED), ""
        elif near or not (why := no_pattern(one)):
            kept.append(one)
            continue
        else:
            takes, nearest = Phrase.of("a glob of files as in CODEOWNERS, where {what}", what=why), ""
        scalar = ScalarNode(one, pack(at.line, at.column) if at else node.at)
        context.report_wrong(name, scalar, takes, nearest)
    return read if read is UNSET else tuple(kept)


_BY_TYPE: Mapping[Any, Reader] = {
    annotation: reader
    for kind, reader in (
        (Text, text),
        (Prose, prose),
        (str, text),
        (bool, truth),
        (int, whole_number),
        (date, last_day),
        (tuple[Text, ...], TEXTS),
        (tuple[str, ...], TEXTS),
        (tuple[Prose, ...], PROSES),
    )
    for annotation in (kind, kind | None)
}
_BY_FIELD: Mapping[type, Mapping[str, Reader]] = {
    Role: {
        "kind": choice(*KINDS),
        "skills": _skills,
        "interactions": _interactions,
        "levels": _levels,
        "holders": _holders,
        "past_holders": _holders,
        "links": _links,
        "open": _open,
        "color": color,
        "icon": _icon,
        "status": choice("active", "vacant", "absent", "acting", "draft", "deprecated", free=True),
        "reviewed": first_day,
    },
    Participation: {"color": color, "shape": choice(*SHAPES)},
    Level: {"skills": _skills},
    Holder: {"skills": _skills},
    Responsibility: {
        "kind": choice("task", "decision", "deliverable", free=True),
        "reviewed": first_day,
        "links": _links,
        "covers": _covers,
        "assign": lambda context, name, node: node,
    },
    Skill: {"levels": _skill_levels},
}
"""The readers of fields whose annotation does not say all."""
