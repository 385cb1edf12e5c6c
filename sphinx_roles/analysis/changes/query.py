"""The changes as a view: what is asked, and what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from sphinx_roles.analysis.audit.finding import RoleRef
from sphinx_roles.analysis.changes.change import Group, Holding
from sphinx_roles.analysis.changes.located import Located
from sphinx_roles.analysis.changes.others import schemes_of, skills_of
from sphinx_roles.analysis.changes.pairing import Pairs, SectionKey
from sphinx_roles.analysis.changes.people import people_of
from sphinx_roles.analysis.changes.roles import roles_of
from sphinx_roles.analysis.changes.rows import locations_of, rows_of
from sphinx_roles.analysis.changes.words import SENTENCES
from sphinx_roles.analysis.report import Report
from sphinx_roles.model import Catalog, Text, fold

GROUPS = ("rows", "roles", "people", "skills", "schemes")
"""The order of the groups; rows have one for each section."""


class ChangesReport(Report, frozen=True, kw_only=True):
    """What changed. ``old`` and ``new`` are what the catalogs are called."""

    groups: tuple[Group, ...]
    old: Text | None = None
    new: Text | None = None
    name: Text | None = None
    empty: Text | None = None
    """What is said where nothing changed."""

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(group.changes) for group in self.groups)


class ChangesQuery(Struct, frozen=True, kw_only=True):
    """Which changes; every selection left empty selects all."""

    only: tuple[str, ...] = ()
    """Some of `TOPICS`."""
    matrix: str = ""
    sections: tuple[str, ...] = ()
    """Changes of rows in these sections."""
    roles: tuple[str, ...] = ()
    """Changes that name one of these."""
    tags: tuple[str, ...] = ()
    """Changes of rows and roles with one of these tags."""
    own: tuple[tuple[str, str], ...] = ()
    """The fields of the team's own, and their labels."""
    undeclared: bool = False
    """Tell of fields of the team's own that are not declared, by their keys."""

    def report(self, catalog: Catalog) -> ChangesReport:
        """Tell what a catalog has that an empty one has not."""
        return self.changes(Catalog(matrices={}, schemes=catalog.schemes), catalog)

    def changes(self, before: Catalog, after: Catalog) -> ChangesReport:
        """Compare two catalogs."""
        pairs = Pairs(before, after)
        choice = _Choice(self, pairs)
        found = [one for one in _all(pairs, self) if choice.passes(one)]
        return ChangesReport(groups=tuple(_grouped(found, pairs)), unknown=tuple(choice.unknown))


def _all(pairs: Pairs, query: ChangesQuery) -> Iterator[Located]:
    labels = dict(query.own)

    def label(key: str) -> Text | None:
        return Text(labels.get(key, key)) if query.undeclared or key in labels else None

    yield from locations_of(pairs)
    yield from rows_of(pairs, label)
    yield from roles_of(pairs, label)
    yield from people_of(pairs)
    yield from skills_of(pairs)
    yield from schemes_of(pairs)


def _grouped(found: Iterable[Located], pairs: Pairs) -> Iterator[Group]:
    groups: dict[tuple[str, SectionKey], list[Located]] = {}
    for one in found:
        groups.setdefault((one.group, one.location), []).append(one)
    # The order of the new catalog; what is only in the old one follows in its matrix.
    locations = dict.fromkeys(row.key[:2] for row in pairs.new.rows)
    locations.update(dict.fromkeys((*pairs.new.sections, *map(pairs.location, pairs.old.sections))))
    order = {location: number for number, location in enumerate(locations)}
    matrices = dict.fromkeys((*pairs.new.matrices, *pairs.old.matrices))
    first = {key: number for number, key in enumerate(matrices)}

    def rank(key: tuple[str, SectionKey]) -> tuple[int, int, int]:
        kind, location = key
        return GROUPS.index(kind), first.get(location[0], len(first)), order.get(location, -1)

    several = len({row.matrix for catalog in (pairs.old, pairs.new) for row in catalog.rows}) > 1
    for kind, location in sorted(groups, key=rank):
        changes = tuple(one.change for one in groups[kind, location])
        matrix = (
            (pairs.new.matrices.get(location[0]) or pairs.old.matrices.get(location[0])) if several else None
        )
        section = pairs.new.sections.get(location) or pairs.old.sections.get(location)
        yield Group(
            kind=kind,
            changes=changes,
            matrix=(matrix.name or None) if matrix is not None and kind == "rows" else None,
            section=section.name if section is not None and kind == "rows" else None,
        )


class _Choice:
    """The changes that a query selects, and its names that lead nowhere."""

    def __init__(self, query: ChangesQuery, pairs: Pairs) -> None:
        self.query, both = query, (pairs.new, pairs.old)
        found = {name: [c.find_role(name) for c in both] for name in query.roles}
        self.roles = {role.id for roles in found.values() for role in roles if role is not None}
        # A role goes by its new id.
        self.roles |= {pairs.roles.get(ident, ident) for ident in self.roles}
        named = {key for c in both for key, m in c.matrices.items() if key and _is(query.matrix, key, m.name)}
        self.matrices = {pairs.matrices.get(key, key) for key in named} | named
        sections = {
            name: {
                key for c in both for key, section in c.sections.items() if _is(name, key[1], section.name)
            }
            for name in query.sections
        }
        self.sections = {
            location for keys in sections.values() for key in keys for location in (key, pairs.location(key))
        }
        self.tags = set(map(fold, query.tags))
        self.unknown = [
            *(name for name, roles in found.items() if not any(roles)),
            *(name for name, keys in sections.items() if not keys),
            *([query.matrix] if query.matrix and not named else []),
        ]

    def passes(self, one: Located) -> bool:
        """Tell whether a change passes all selections."""
        query, rows = self.query, one.group == "rows"
        return (
            (not query.only or SENTENCES[one.change.kind].topic in query.only)
            and (not query.matrix or (rows and one.location[0] in self.matrices))
            and (not query.sections or (rows and one.location in self.sections))
            and (not query.tags or not self.tags.isdisjoint(one.tags))
            and (not query.roles or not self.roles.isdisjoint(_roles(one)))
        )


def _is(wanted: str, *names: str) -> bool:
    return bool(wanted) and fold(wanted) in map(fold, names)


def _roles(one: Located) -> Iterator[str]:
    for thing in one.change.things:
        for part in thing.parts:
            if isinstance(part, RoleRef):
                yield part.role
            elif isinstance(part, Holding):
                yield part.role.role
