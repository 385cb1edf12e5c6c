"""The things of both catalogs as sentences name them: what both have goes by its new name."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.analysis.audit.finding import LetterRef, Message, RoleRef, RowRef, SectionRef
from sphinx_roles.analysis.changes.change import Holding, Part
from sphinx_roles.analysis.changes.pairing import Pairs, SectionKey
from sphinx_roles.analysis.changes.words import NO_SECTION
from sphinx_roles.model import Assignment, Catalog, Responsibility, Scheme, Text


class Naming:
    """Names things of one side of the comparison (``pairs.old`` or ``pairs.new``)."""

    def __init__(self, pairs: Pairs, catalog: Catalog) -> None:
        self.pairs, self.catalog = pairs, catalog
        self.is_old = catalog is pairs.old

    def role_id(self, role: str) -> str:
        """Return the id of a role in the new catalog; one that is only in the old keeps its own."""
        return self.pairs.roles.get(role, role) if self.is_old else role

    def role(self, role: str) -> RoleRef:
        """Name a role by its id."""
        ident = self.role_id(role)
        found = self.pairs.new.roles.get(ident) or self.catalog.roles.get(role)
        return RoleRef(ident, found.name if found is not None else Text(role))

    def referred(self, name: str) -> RoleRef | Text:
        """Name what may be the id of a role or a free text."""
        return self.role(name) if name in self.catalog.roles else Text(name)

    def skill(self, skill: str) -> Text:
        """Name a skill by its id."""
        ident = self.pairs.skills.get(skill, skill) if self.is_old else skill
        found = self.pairs.new.skills.get(ident) or self.catalog.skills.get(skill)
        return found.name if found is not None else Text(skill)

    def row(self, row: Responsibility, when: str = "") -> RowRef:
        """Name a row of this side, and a condition."""
        return RowRef(*row.key, row.name, (when,) if when else ())

    def location(self, key: SectionKey) -> Part:
        """Name the section that rows stand in; of several matrices, the matrix as well."""
        section = self.catalog.sections.get(key)
        matrix = self.catalog.matrices.get(key[0])
        if section is None:
            return (
                (matrix.name or Text(matrix.id)) if matrix is not None and matrix.id else Message(NO_SECTION)
            )
        return SectionRef(*key, section.name)

    def holding(self, role: str, letters: Iterable[str], scheme: Scheme, when: str = "") -> Holding:
        """Name a role with its letters."""
        return Holding(self.role(role), letter_refs(letters, scheme), when)

    def holdings(self, row: Responsibility) -> list[Part]:
        """Name all who take part in a row, those who decide and do first."""
        scheme = self.catalog.scheme_of(row)
        order = {letter: location for location, letter in enumerate((*scheme.deciding, *scheme.doing))}

        def rank(one: Assignment) -> int:
            return min((order.get(letter, len(order)) for letter in one.letters), default=len(order))

        return [
            self.holding(one.role, one.letters or (one.unread,), scheme, one.when)
            for one in sorted(row.assign, key=rank)
            if one.letters or one.unread
        ]


def letter_refs(letters: Iterable[str], scheme: Scheme) -> tuple[LetterRef, ...]:
    """Name letters as their scheme does; one that it does not have is in its own words."""
    known = {p.letter: p.name for p in scheme.participations}
    return tuple(LetterRef(letter, known.get(letter) or Text(letter)) for letter in letters)
