"""A directory of people: who holds which roles, and to which role those report; and the rota of a role.

A directory is a table, or a list of records in YAML, JSON or TOML. A person may have several roles, in one
cell or in several lines. Of a rota, in iCalendar, its name and address are read, and never who is on call.
Sources: RFC 5545, 7986 (``NAME``, ``URL``, ``SOURCE``). Read with icalendar (well kept, knows all of that);
ics.py and vobject were weighed: the one is no longer kept, the other knows no RFC 7986.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from typing import TypeAlias

from msgspec import Struct, field

from sphinx_roles.addresses import split_addresses
from sphinx_roles.catalog.field_maps import Mapped, nodes_at, scalars_at
from sphinx_roles.catalog.importers import ImportContext, mapped, mapping, safe_url, text_at
from sphinx_roles.catalog.nodes import TOP, MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.model import fold
from sphinx_roles.problems import Code, Phrase, closest

_COLUMNS = {
    "name": ("name", "full name", "person", "employee", "member", "display name", "cn"),
    "roles": ("role", "roles", "title", "job title", "position", "function"),
    "manager": ("manager", "reports to", "line manager", "supervisor", "boss"),
    "handle": ("handle", "github", "gitlab", "login", "user", "username", "account", "uid"),
    "id": ("id",),
    "email": ("email", "e-mail", "mail", "email address"),
    "active": ("active", "enabled", "accountEnabled"),
}
_BELOW = frozenset(map(fold, ("reports", "direct reports", "directReports", "subordinates", "children")))
_NO = frozenset({"false", "no", "n", "0"})
_CALLED = ("displayName", "display", "name", "value")
"""How a person or a role that is a record of its own is called, by SCIM (RFC 7643) and Microsoft Graph."""
_DN = re.compile(r"(?:cn|uid)=(?P<name>.+?)[,+]\s*[a-z]+=", re.I)
"""How a person is named by a directory of LDAP (RFC 4514), as Active Directory exports managers."""
_FIELDS = {fold(word): ours for ours, words in _COLUMNS.items() for word in words}


class _Person(Struct):
    name: ScalarNode
    roles: list[ScalarNode] = field(default_factory=list)
    manager: ScalarNode | None = None
    more: dict[str, ScalarNode] = field(default_factory=dict)
    id: str = ""


_People: TypeAlias = dict[str, list[_Person]]


def read_people(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the roles of a directory with their holders; it is only read where it is said to be one."""
    if not context.named:
        return None
    people: _People = {}
    others: dict[str, None] = {}
    inactive: dict[str, None] = {}
    everybody = (one for document in documents for top in _records(document) for one in _with_reports(top))
    for record in everybody:
        given, further = _given(record)
        others |= further
        if "name" not in given:
            if given:
                context.reading.report(Code.WRONG_VALUE, "the record has no name of a person", record.at)
            continue
        name = given.pop("name")[0]
        if any(fold(one.text) in _NO for one in given.pop("active", [])):
            # Whoever has left may still be the manager of others.
            given.pop("roles", None)
            inactive[name.text] = None
        if ids := given.pop("id", []):
            given.setdefault("handle", ids)
        person = _person_of(name, given.get("handle"), people)
        person.id = ids[0].text if ids else person.id
        if "handle" not in given and len(people[fold(name.text)]) > 1:
            _report_several(context, name, people)
        person.roles += given.pop("roles", [])
        person.manager = next(iter(given.pop("manager", [])), person.manager)
        person.more |= {key: nodes[0] for key, nodes in given.items() if nodes}
    _report_unknown(context, people)
    roles: dict[str, tuple[ScalarNode, list[_Person]]] = {}
    everyone = [person for namesakes in people.values() for person in namesakes]
    for person in everyone:
        for role in person.roles:
            held = roles.setdefault(fold(role.text), (role, []))[1]
            held += [person] if person not in held else []
    made: list[tuple[ScalarNode, Node]] = []
    for role, held in roles.values():
        holders = [mapping(one.name.at, name=one.name, **one.more) for one in held]
        made.append((role, mapping(role.at, reports_to=_manager(role, held, people), holders=holders)))
    without = [one.name.text for one in everyone if not one.roles and one.name.text not in inactive]
    left_out = [Phrase.of("people who are not active: {names}", names=inactive)] if inactive else []
    left_out += [Phrase.of("people without a role: {names}", names=without)] if without else []
    message = "columns that have no place in a role: {columns}"
    left_out += [Phrase.of(message, columns=others)] if others else []
    return mapped(context, documents[0].at, [], made or None, joins=True, left_out=left_out)


def _person_of(name: ScalarNode, handle: list[ScalarNode] | None, people: _People) -> _Person:
    """Return the person of a record, who is new where those of that name have other handles."""
    namesakes = people.setdefault(fold(name.text), [])
    for person in namesakes:
        known = person.more.get("handle")
        if not (handle and known) or known.text.casefold() == handle[0].text.casefold():
            return person
    namesakes.append(_Person(name))
    return namesakes[-1]


def _records(node: Node) -> list[MappingNode]:
    """Return the records in a document: its items, else those under its keys; that of one is its id."""
    if isinstance(node, MappingNode) and not any(fold(key.text) in _FIELDS for key, _ in node.pairs):
        single = [
            MappingNode([*value.pairs, (ScalarNode("id", key.at), key)], value.at)
            for key, value in node.pairs
            if isinstance(value, MappingNode)
        ]
        lists = (value for _, value in node.pairs if isinstance(value, SequenceNode))
        return [*single, *(one for value in lists for one in _records(value))]
    return [one.node for one in nodes_at(node, ".") if isinstance(one.node, MappingNode)]


def _with_reports(record: MappingNode) -> Iterator[MappingNode]:
    """Yield a record and, with its person as their manager, those nested in it."""
    given, _ = _given(record)
    called = [given[word][0] for word in ("handle", "id", "name") if word in given][:1]
    manager = [(ScalarNode("manager", one.at), one) for one in called]
    nested = [value for key, value in record.pairs if fold(key.text) in _BELOW]
    read = [value for value in nested if all(isinstance(one, MappingNode) for one in value.items)]
    yield MappingNode([pair for pair in record.pairs if pair[1] not in read], record.at)
    for one in (one for value in read for one in _records(value)):
        yield from _with_reports(MappingNode([*one.pairs, *manager], one.at))


def _given(record: MappingNode) -> tuple[dict[str, list[ScalarNode]], dict[str, None]]:
    """Return what a record says by our fields, and its further keys."""
    given: dict[str, list[ScalarNode]] = {}
    others: dict[str, None] = {}
    # SCIM has the manager in an extension (RFC 7643, section 4.3).
    nested = (
        value.pairs if key.text.startswith("urn:") and isinstance(value, MappingNode) else [(key, value)]
        for key, value in record.pairs
    )
    for key, value in chain.from_iterable(nested):
        ours = _FIELDS.get(fold(key.text))
        texts = [node for one in value.items for node in _called(one)]
        if ours is None or not (texts or isinstance(value, ScalarNode)):
            others[key.text] = None
        elif ours == "roles":
            # A title may well have a comma: "Director, Platform".
            words = ((word.strip(), one.at) for one in texts for word in re.split(r"[\n|;]", one.text))
            given.setdefault(ours, []).extend(text_at(word, at) for word, at in words if word)
        elif texts:
            given.setdefault(ours, [text_at(texts[0].text.strip(), texts[0].at)])
    return given, others


def _called(node: Node) -> list[ScalarNode]:
    """Return a text, or what a record in its place is called."""
    paths = (".",) if isinstance(node, ScalarNode) else _CALLED
    found = (scalars_at(node, path) for path in paths)
    return next(([one] for some in found for one in some if one.text.strip()), [])


def _report_unknown(context: ImportContext, people: _People) -> None:
    """Report the managers who are nobody in the directory."""
    everyone = [person for namesakes in people.values() for person in namesakes]
    known = [one.name.text for one in everyone]
    for manager in (one.manager for one in everyone if one.manager is not None):
        if len(people.get(fold(manager.text), ())) > 1:
            _report_several(context, manager, people)
        elif _find(manager.text, people) is None:
            word = split_addresses(manager.text)[0] or "[e-mail]"
            message, near = "no person of the directory is called {name!r}", closest(word, known)
            context.reading.report(Code.WRONG_VALUE, message, manager.at, {"name": word}, nearest=near)


def _report_several(context: ImportContext, name: ScalarNode, people: _People) -> None:
    """Report a name that several people have, without the handle that sets them apart."""
    message, namesakes = "several people are called {name!r}; expected one of {rows}", people[fold(name.text)]
    handles = [str(one.more["handle"].text) for one in namesakes if "handle" in one.more]
    context.reading.report(Code.WRONG_VALUE, message, name.at, {"name": name.text}, rows=handles)


def _manager(role: ScalarNode, held: list[_Person], people: _People) -> Node | None:
    """Return the role to which a role reports: where all who hold it have managers of one other role."""
    found: set[str] = set()
    for person in held:
        manager = _find(person.manager.text, people) if person.manager is not None else None
        if manager is not None:
            found |= {one.text for one in manager.roles if fold(one.text) != fold(role.text)}
            found |= {"", "-"} if len(manager.roles) != 1 else set()
    return text_at(next(iter(found)), role.at) if len(found) == 1 else None


def _find(word: str, people: _People) -> _Person | None:
    """Return the one person of a name, else whoever has it as a handle, address or id."""
    if found := _DN.match(word):
        word = re.sub(r"\\(.)", r"\1", found["name"])
    wanted = word.strip().lstrip("@").casefold()
    by_more = (
        one
        for namesakes in people.values()
        for one in namesakes
        for text in (one.id, *(node.text for node in one.more.values()))
        if text.lstrip("@").casefold() == wanted
    )
    named = people.get(fold(word), ())
    return named[0] if len(named) == 1 else next(by_more, None)


_NAMES = ("NAME", "X-WR-CALNAME")
_LINKS = ("URL", "SOURCE", "X-ORIGINAL-URL")


def read_rota(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the role that the file is called as, with a link to its rota."""
    text = documents[0].text if isinstance(documents[0], ScalarNode) else ""
    reading, at = context.reading, TOP
    if not context.named and "BEGIN:VCALENDAR" not in text[:1000].upper():
        return None
    if find_spec("icalendar") is None:
        message = "reading a rota needs icalendar: pip install 'sphinx-role-cards[ics]'"
        reading.report(Code.UNKNOWN_FORMAT, message, at)
        return mapped(context, at, [])
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, TypeError):
        # What the library says of it holds the line, which may name people.
        reading.report(Code.SYNTAX, "the file is no calendar by RFC 5545", at)
        return mapped(context, at, [])
    role = text_at(reading.file.rpartition("/")[2].rpartition(".")[0], at)
    name = next((str(calendar[key]) for key in _NAMES if calendar.get(key)), "")
    found = (safe_url(str(calendar[key])) for key in _LINKS if calendar.get(key))
    url = next(filter(None, found), "")
    if not url:
        message = "the calendar has no address under 'URL' or 'SOURCE' to which a link could lead"
        reading.report(Code.WRONG_VALUE, message, at)
        return mapped(context, at, [])
    link = mapping(at, text=name or role.text, url=url)
    return mapped(context, at, [], [(role, mapping(at, links=[link]))], joins=True)
