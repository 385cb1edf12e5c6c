"""Role cards, one role's facts, chosen and ordered; and the index of roles: a line for each, in groups."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct, structs

from sphinx_roles.addresses import person_name, without_addresses
from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.analysis.selection import AssignmentIndex, Owned, RoleSelection, parted, shown_status
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import (
    KINDS,
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
    fold,
)


class Ref(Struct, frozen=True, gc=False):
    """A role by id and name, or a free text, whose ``role`` is empty."""

    role: str
    name: Text
    mode: Text | None = None
    until: Text | None = None
    """How, and until when, a role works with it."""


class Chip(Struct, frozen=True, gc=False):
    """A short word, and what qualifies it: a skill and its proficiency."""

    name: Text
    detail: Text | None = None


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


class Card(Struct, frozen=True, gc=False, kw_only=True):
    """One role as it is shown."""

    role: str
    name: Text
    aliases: tuple[str, ...] = ()
    """Each has an anchor of its own, so that links from elsewhere outlive a new name."""
    kind: str = "role"
    abbr: Text | None = None
    icon: Text | None = None
    image: Text | None = None
    alt: Text | None = None
    color: str = ""
    status: str = ""
    """Empty for an active role; a known word, or the free text of the data."""
    cover: Ref | None = None
    """Who stands in while the role is not filled."""
    tagline: Prose | None = None
    open: Prose | None = None
    fields: tuple[Field, ...] = ()
    links: tuple[Link, ...] = ()
    edit: Edit | None = None


class Cards(Report, frozen=True, kw_only=True):
    """Cards in the order shown."""

    cards: tuple[Card, ...]

    CONTENTS = ("cards",)


DEFAULT_FIELDS = tuple(key for key, field in FIELDS[Role].items() if field.shown)


class CardsQuery(RoleSelection, frozen=True, kw_only=True):
    """Which roles, and what of each."""

    fields: tuple[str, ...] = DEFAULT_FIELDS
    asked: bool = False
    """The fields are those of the author, who may want the rows of a role beside its duties."""
    own: tuple[tuple[str, str], ...] = ()
    """The team's own fields and their labels."""
    email: bool = False
    edit: bool = False
    together: bool = True
    """What is said of reviews is in one place: when, and by whom."""
    anchors: bool = False
    """Links lead to the cards, by other names of the roles, too."""

    def report(self, catalog: Catalog) -> Cards:
        """Draw up a card for each selected role."""
        catalog = catalog.current
        cards = tuple(_card(role, catalog, self) for role in self.selected(catalog))
        return Cards(cards=cards, unknown=self.unknown_in(catalog))

    def part(self, catalog: Catalog) -> tuple[Any, ...] | None:
        """Return all but the free texts that no card shows; an edit link has a line, which any text moves."""
        return None if self.edit else parted(catalog, self.selected(catalog), self.fields)


def _card(role: Role, catalog: Catalog, query: CardsQuery) -> Card:
    if not query.email:
        # Nobody's e-mail leaves the data unasked: it is not even in the report.
        role = without_addresses(role, catalog.roles)
    shown = set(query.fields)
    if role.duties and not query.asked:
        shown.discard("assign")
    # Most fields of a role are empty; what a role has no attribute for is looked for elsewhere.
    given = (key for key in query.fields if key in shown and (getattr(role, key, True) or key == "holders"))
    fields = [_field(key, role, catalog, query) for key in given]
    found = [field for field in fields if field is not None]
    cover = catalog.roles.get(role.covered_by) if role.covered_by else None
    return Card(
        role=role.id,
        name=role.name,
        aliases=catalog.other_names(role) if query.anchors else (),
        kind=role.kind,
        abbr=role.abbr if role.abbr != role.name else None,
        icon=role.icon,
        image=role.image,
        alt=role.alt,
        color=str(role.color or ""),
        status=shown_status(role),
        cover=Ref(cover.id, cover.name) if cover else None,
        tagline=role.tagline if "tagline" in shown else None,
        open=role.open if "open" in shown else None,
        fields=tuple(with_reviewers(found) if query.together else found),
        links=role.links if "links" in shown else (),
        edit=Edit(role.location.file, role.location.line) if query.edit else None,
    )


def _field(key: str, role: Role, catalog: Catalog, query: CardsQuery) -> Field | None:
    """Return a field of a role as its value is shown; None where there is nothing, or where it is apart."""
    field = FIELDS[Role].get(key)
    if field is None:
        return own_field(key, role.own.get(key), query.own)
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
    return _by_type(key, value, catalog)


def row_field(
    row: Responsibility, key: str, own: tuple[tuple[str, str], ...], catalog: Catalog
) -> Field | None:
    """Return a field of a row as its value is shown; None where there is nothing."""
    if key not in FIELDS[Responsibility]:
        return own_field(key, row.own.get(key), own)
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


def own_field(key: str, value: Any, own: tuple[tuple[str, str], ...]) -> Field | None:
    """Return a field of the team's own under its label; None where there is nothing."""
    label = dict(own).get(key, key)
    if not value:
        return None
    return Bullets(key, value, label) if isinstance(value, tuple) else Prosaic(key, value, label)


def _ref(name: Text | str, catalog: Catalog) -> Ref:
    role = catalog.roles.get(name)
    return Ref(role.id, role.name) if role else Ref("", Text(name))


def _chip(item: Proficiency | Level | Text | str, catalog: Catalog) -> Chip:
    if isinstance(item, Proficiency):
        skill = catalog.skills.get(item.skill)
        return Chip(skill.name if skill else Text(item.skill), item.step)
    if isinstance(item, Level):
        return Chip(item.name, item.track)
    return Chip(item if isinstance(item, Text) else Text(item))


# The index of roles

ALPHABET = "alphabet"
INDEX_FIELDS = ("tagline",)


class Entry(Struct, frozen=True, gc=False):
    """A line: a role, or a level of one; ``key`` is what a link to it leads to."""

    key: str
    card: Card


class Group(Struct, frozen=True):
    """The roles that have something in common; ``name`` is None for those that have nothing of the sort."""

    name: Text | None
    entries: tuple[Entry, ...]
    role: str = ""
    """The id of the role that the group is called after: a team."""


class IndexReport(Report, frozen=True, kw_only=True):
    """The groups. By the alphabet there is one: letters are those of the names in the page's language."""

    by: str
    """As in `IndexQuery`, never empty."""
    groups: tuple[Group, ...]

    CONTENTS = ("groups",)


class IndexQuery(Struct, frozen=True, kw_only=True):
    """Which roles and what of each, as `CardsQuery` has it, and by what they are grouped."""

    cards: CardsQuery
    by: str = ""
    """``family``, ``part_of``, ``tag``, ``kind``, ``grade``, ``level`` or ``alphabet``.

    Empty: by family where roles have several, else by the alphabet.
    """

    def report(self, catalog: Catalog) -> IndexReport:
        """Put the lines of the selected roles into groups."""
        found = self.cards.report(catalog)
        entries = [(catalog.roles[card.role], _line(card)) for card in found.cards]
        by = self.by or ("family" if len({role.family for role, _ in entries}) > 1 else ALPHABET)
        groups: dict[str, tuple[Text | None, str, list[Entry]]] = {}
        teams = {role.part_of for role, _ in entries}
        for role, card in entries:
            for name, entry, team in _places(by, role, card, catalog, teams):
                key = fold(name) if name is not None else ""
                *_, listed = groups.setdefault(key, (name, team, []))
                # A team comes before its roles.
                listed.insert(0 if team == role.id else len(listed), entry)
        # What has nothing of the sort comes last.
        found_groups = (Group(name, tuple(listed), team) for name, team, listed in groups.values())
        ordered = sorted(found_groups, key=lambda group: _rank(by, group))
        return IndexReport(by=by, groups=tuple(ordered), unknown=found.unknown)

    def part(self, catalog: Catalog) -> tuple[Any, ...] | None:
        """Return what the lines depend on."""
        return self.cards.part(catalog)


def _line(card: Card) -> Card:
    """Leave out what a line has no room for: it is no fact of the page."""
    return structs.replace(card, image=None, alt=None, icon=None, color="", open=None, cover=None)


def _places(
    by: str, role: Role, card: Card, catalog: Catalog, teams: Container[str | None]
) -> Iterator[tuple[Text | None, Entry, str]]:
    """Yield each group that a role is in: its name, the line there, and the team that it is called after.

    One of the ``teams`` that is part of no other one is in its own group.
    """
    entry = Entry(role.id, card)
    if by == "level":
        for level in role.levels:
            yield level.name, Entry(f"{role.id}/{level.id}", card), ""
        if role.levels:
            return
    names: tuple[Text | None, ...] = ()
    if by == "tag":
        names = role.tags
    elif by == "kind":
        names = (Text(role.kind),)
    elif by in ("family", "grade", "part_of"):
        names = (getattr(role, by),)
        if by == "part_of" and role.part_of is None and role.id in teams:
            names = (Text(role.id),)
    for name in names or (None,):
        team = catalog.roles.get(name) if name is not None and by == "part_of" else None
        shown = team.name if team is not None else person_name(name) if name is not None else None
        yield shown, entry, team.id if team is not None else ""


_FIRST_NUMBER = re.compile(r"\d+")


def _rank(by: str, group: Group) -> tuple[bool, int, str]:
    """Return the place of a group: kinds and grades have an order, the others keep that of the data."""
    if group.name is None:
        return True, 0, ""
    if by == "kind":
        return False, KINDS.index(group.name), ""
    if by == "grade":
        number = _FIRST_NUMBER.search(group.name)
        return False, int(number[0]) if number else 0, fold(group.name)
    return False, 0, ""
