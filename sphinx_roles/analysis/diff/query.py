"""The changes as a view: what is asked, and what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from sphinx_roles.analysis.diff.change import SENTENCES, Group, Holding, Located, Sides
from sphinx_roles.analysis.diff.compare import people_of, places_of, roles_of, rows_of, schemes_of, skills_of
from sphinx_roles.analysis.diff.matching import Matches, SectionKey
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import NamedTargets, unknown_words
from sphinx_roles.analysis.sentence import RoleRef
from sphinx_roles.model import Catalog, Text, fold

_GROUPS = ("rows", "roles", "people", "skills", "schemes")
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
    """The custom fields, and their labels."""
    undeclared: bool = False
    """Report custom fields that are not declared, by their keys."""

    def report(self, catalog: Catalog) -> ChangesReport:
        """Report what a catalog has that an empty one has not."""
        return self.changes(Catalog(matrices={}, schemes=catalog.schemes), catalog)

    def changes(self, before: Catalog, after: Catalog) -> ChangesReport:
        """Compare two catalogs."""
        labels = dict(self.own)

        def label(key: str) -> Text | None:
            return Text(labels.get(key, key)) if self.undeclared or key in labels else None

        sides = Sides(Matches(before, after), label)
        selection = _Selection(self, sides.matches)
        parts = (places_of, rows_of, roles_of, people_of, skills_of, schemes_of)
        found = [one for part in parts for one in part(sides) if selection.passes(one)]
        return ChangesReport(groups=tuple(_grouped(found, sides.matches)), unknown=tuple(selection.unknown))


def _grouped(found: Iterable[Located], matches: Matches) -> Iterator[Group]:
    old, new = matches.old, matches.new
    groups: dict[tuple[str, SectionKey], list[Located]] = {}
    for one in found:
        groups.setdefault((one.group, one.place), []).append(one)
    # The order of the new catalog; what is only in the old one follows in its matrix.
    rows = (row.key[:2] for row in new.rows)
    places = dict.fromkeys((*rows, *new.sections, *map(matches.place, old.sections)))
    order = {place: number for number, place in enumerate(places)}
    matrices = {key: number for number, key in enumerate(dict.fromkeys((*new.matrices, *old.matrices)))}

    def rank(key: tuple[str, SectionKey]) -> tuple[int, int, int]:
        kind, place = key
        return _GROUPS.index(kind), matrices.get(place[0], len(matrices)), order.get(place, -1)

    several = len({row.matrix for catalog in (old, new) for row in catalog.rows}) > 1
    for kind, place in sorted(groups, key=rank):
        changes = tuple(one.change for one in groups[kind, place])
        if kind != "rows":
            yield Group(kind=kind, changes=changes)
            continue
        matrix = (new.matrices.get(place[0]) or old.matrices.get(place[0])) if several else None
        section = new.sections.get(place) or old.sections.get(place)
        yield Group(
            kind=kind,
            changes=changes,
            matrix=(matrix.name or None) if matrix is not None else None,
            section=section.name if section is not None else None,
        )


class _Selection(NamedTargets):
    """What a query selects, and its names that lead nowhere."""

    def __init__(self, query: ChangesQuery, matches: Matches) -> None:
        super().__init__(query.roles, query.sections, query.matrix, matches.new, matches.old)
        self.query = query
        # What both catalogs have goes by its new id.
        self.roles |= {matches.roles.get(role, role) for role in self.roles}
        self.matrices |= {matches.matrices.get(matrix, matrix) for matrix in self.matrices}
        self.sections |= set(map(matches.place, self.sections))
        self.tags = set(map(fold, query.tags))
        self.unknown += unknown_words(query.tags, (*matches.new.tags(), *matches.old.tags()))

    def passes(self, one: Located) -> bool:
        """Return whether a change passes all selections."""
        query, rows = self.query, one.group == "rows"
        return (
            (not query.only or SENTENCES[one.change.kind].topic in query.only)
            and (not query.matrix or (rows and one.place[0] in self.matrices))
            and (not query.sections or (rows and one.place in self.sections))
            and (not query.tags or not self.tags.isdisjoint(one.tags))
            and (not query.roles or not self.roles.isdisjoint(_roles(one)))
        )


def _roles(one: Located) -> Iterator[str]:
    for thing in one.change.things:
        for part in thing.parts:
            if isinstance(part, RoleRef):
                yield part.role
            elif isinstance(part, Holding):
                yield part.role.role
