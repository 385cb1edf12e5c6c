"""Role cards, one role's facts, chosen and ordered; and the index of roles: a line for each, in groups."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.addresses import person_name, without_addresses
from sphinx_roles.analysis.field_values import Field, Ref, role_field, with_reviewers
from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.analysis.selection import RoleSelection, dependencies_of, shown_status
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import KINDS, Catalog, Link, Prose, Role, Text, fold


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
    criteria: bool = False
    """What a skill takes is said where a role has words of its own for it."""
    anchors: bool = False
    """Links lead to the cards, by other names of the roles, too."""

    def report(self, catalog: Catalog) -> Cards:
        """Draw up a card for each selected role."""
        catalog = catalog.current
        cards = tuple(_card(role, catalog, self) for role in self.selected(catalog))
        return Cards(cards=cards, unknown=self.unknown_in(catalog))

    def part(self, catalog: Catalog) -> tuple[Any, ...] | None:
        """Return all but the free texts that no card shows; an edit link has a line, which any text moves."""
        return None if self.edit else dependencies_of(catalog, self.selected(catalog), self.fields)


def _card(role: Role, catalog: Catalog, query: CardsQuery) -> Card:
    if not query.email:
        # Nobody's e-mail leaves the data unasked: it is not even in the report.
        role = without_addresses(role, catalog.roles)
    shown = set(query.fields)
    if role.duties and not query.asked:
        shown.discard("assign")
    fields = (
        role_field(role, key, query.own, catalog, criteria=query.criteria)
        for key in query.fields
        if key in shown
    )
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


class IndexQuery(Struct, frozen=True, gc=False, kw_only=True):
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
