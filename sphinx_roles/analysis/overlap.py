"""Where roles overlap: their rows by which of them do the work or answer for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from sphinx_roles.analysis.assignments import ListedRow
from sphinx_roles.analysis.matrix import MatrixQuery, MatrixReport, matrices, scheme_of
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import (
    LEAST,
    RowSelection,
    counted,
    find_roles,
    unknown_letters,
    used_schemes,
)
from sphinx_roles.model import Catalog, Text

MOST = 12
"""How many roles can overlap in one view."""

_DRAWN = 3
"""Up to so many roles, every region is shown, empty or not: they are drawn as circles."""


class RoleSet(Struct, frozen=True):
    """A role as the set of its rows. ``rows`` counts them; ``color`` is the data's, if any."""

    role: str
    name: Text
    rows: int
    color: str = ""


class Region(Struct, frozen=True):
    """The rows that just these roles do, by their places among the roles asked for.

    ``number`` is in the picture and at the list.
    """

    number: int
    roles: tuple[int, ...]
    items: tuple[ListedRow, ...] = ()


class OverlapReport(Report, frozen=True, kw_only=True):
    """The regions, which share no row and together are all rows that any of the roles does.

    ``asked`` is how many roles were named; without `LEAST` to `MOST` of them there are no ``sets``.
    ``letters`` are the names of the letters that count, ``others`` is how many of the selected
    rows none of the roles does.
    """

    sets: tuple[RoleSet, ...]
    regions: tuple[Region, ...]
    asked: int = 0
    letters: tuple[Text, ...] = ()
    others: int = 0

    @property
    def shows_nothing(self) -> bool:
        """True where no row is selected."""
        return not (self.others or any(region.items for region in self.regions))


class OverlapQuery(RowSelection, frozen=True, kw_only=True):
    """Which roles, and over which rows.

    Two or three roles have every region, in the order of the figure: each pair, all three, each
    alone. More have only the regions in which there is a row, largest first.
    """

    roles: tuple[str, ...]
    letters: tuple[str, ...] = ()
    """The letters that count as doing it; empty: those that do or decide."""

    def report(self, catalog: Catalog) -> OverlapReport:
        """Sort the selected rows by who does them."""
        catalog = catalog.current
        roles, unknown_roles = find_roles(self.roles, catalog)
        named = len(roles) + len(unknown_roles)
        if len(roles) < LEAST or named > MOST:
            # Nothing is drawn, so nothing of the roles is a fact.
            return OverlapReport(sets=(), regions=(), asked=named, unknown_roles=unknown_roles)
        ids = tuple(role.id for role in roles)
        query = MatrixQuery.of(self, roles=ids, details=False)
        found, unknown = matrices(query, catalog)
        # As in a matrix: a letter that only other rows have is none that is misspelt.
        judged = [scheme_of(found[0], catalog)] if self.matrix else used_schemes(catalog)
        wrong = unknown_letters(self.letters, judged)
        asked = tuple(letter for letter in self.letters if letter not in wrong)
        groups: dict[tuple[int, ...], list[ListedRow]] = {}
        names: dict[Text, None] = {}
        for report in found:
            scheme = scheme_of(report, catalog)
            letters = counted(asked, scheme)
            names.update((p.name, None) for p in scheme.shown if p.letter in letters)
            _sort(report, letters, groups)
        others = len(groups.pop((), ()))
        return OverlapReport(
            sets=tuple(
                RoleSet(
                    column.role,
                    column.name,
                    sum(len(items) for members, items in groups.items() if place in members),
                    str(catalog.roles[column.role].color or ""),
                )
                for place, column in enumerate(found[0].columns)
            ),
            regions=tuple(_regions(len(roles), groups)),
            letters=tuple(names),
            others=others,
            asked=named,
            unknown=unknown,
            unknown_roles=unknown_roles,
            unknown_letters=wrong,
        )


def _sort(
    matrix: MatrixReport, letters: frozenset[str], groups: dict[tuple[int, ...], list[ListedRow]]
) -> None:
    """Put each row of a matrix to the roles that do it."""
    does = [not letters.isdisjoint(cell.letters) for cell in matrix.cells]
    # Rows are many, and the combinations of their cells few.
    known: dict[tuple[int, ...], list[ListedRow]] = {}
    for band in matrix.bands:
        for row in band.rows:
            items = known.get(row.cells)
            if items is None:
                members = tuple(place for place, number in enumerate(row.cells) if does[number])
                items = known[row.cells] = groups.setdefault(members, [])
            items.append(ListedRow(row.key, row.name, status=row.status))


def _regions(count: int, groups: dict[tuple[int, ...], list[ListedRow]]) -> Iterator[Region]:
    if count <= _DRAWN:
        # Pairs, then all three, then each alone: as the figure is numbered.
        order = [*combinations(range(count), 2), *([(0, 1, 2)] if count == 3 else ())]
        order += [(place,) for place in range(count)]
    else:
        order = sorted(groups, key=lambda members: (-len(groups[members]), -len(members), members))
    for number, members in enumerate(order, 1):
        yield Region(number, members, tuple(groups.get(members, ())))
