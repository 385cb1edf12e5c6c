"""All roles as an index: a line for each, in groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from sphinx_roles.analysis.cards import Card, CardsQuery
from sphinx_roles.analysis.report import Report
from sphinx_roles.model import KINDS, Catalog, Role, Text, fold, person_name

ALPHABET = "alphabet"
DEFAULT_FIELDS = ("tagline",)
GROUPINGS = ("family", "part_of", "tag", "kind", "grade", "level", ALPHABET)


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
    """One of `GROUPINGS`."""
    groups: tuple[Group, ...]

    @property
    def shows_nothing(self) -> bool:
        """True where no role is selected."""
        return not self.groups


class IndexQuery(Struct, frozen=True, kw_only=True):
    """Which roles and what of each, as `CardsQuery` has it, and by what they are grouped."""

    cards: CardsQuery
    by: str = ""
    """One of `GROUPINGS`; empty: by family where roles have several, else by the alphabet."""

    def report(self, catalog: Catalog) -> IndexReport:
        """Put the lines of the selected roles into groups."""
        found = self.cards.report(catalog)
        entries = [(catalog.roles[card.role], _line(card)) for card in found.cards]
        by = self.by or ("family" if len({role.family for role, _ in entries}) > 1 else ALPHABET)
        groups: dict[str, Group] = {}
        for role, card in entries:
            for name, entry, team in _places(by, role, card, catalog):
                key = fold(name) if name is not None else ""
                group = groups.get(key) or Group(name, (), team)
                groups[key] = structs.replace(group, entries=(*group.entries, entry))
        # What has nothing of the sort comes last.
        ordered = sorted(groups.values(), key=lambda group: _rank(by, group))
        return IndexReport(by=by, groups=tuple(ordered), unknown=found.unknown)


def _line(card: Card) -> Card:
    """Leave out what a line has no room for: it is no fact of the page."""
    return structs.replace(card, image=None, alt=None, icon=None, color="", open=None, cover=None)


def _places(by: str, role: Role, card: Card, catalog: Catalog) -> Iterator[tuple[Text | None, Entry, str]]:
    """Yield each group that a role is in: its name, the line there, and the team that it is called after."""
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
