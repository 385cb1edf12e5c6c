"""Roles side by side: their fields, and for each row a verdict, from the letters that they hold in it.

The verdicts part the rows: each row has exactly one, the first of these that is true of it. A
role *works* on a row where it holds a letter that does or decides; in a scheme whose letters say
neither, any letter.

``contested``
    Two of the roles hold the same deciding letter, under conditions that can hold at once.
``handed-over``
    Some do the work, others answer for it, none does both, and their conditions can hold at once.
``shared``
    Two or more work on it.
``only``
    One works on it. The verdict names that role.
``passive``
    None works on it, but one or more have a part: they are asked or informed, or support those who do.
``nobody``
    None has a part; who is left out on purpose has none.

Conditions can hold at once where they are the same, or one of them is empty. A cell that could
not be understood counts as no part. A row is ``same`` where all cells are equal and it is not
contested; every other row differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, combinations

from msgspec import Struct, structs

from sphinx_roles.analysis import selection
from sphinx_roles.analysis.assignments import Similarity
from sphinx_roles.analysis.cards import Card, CardsQuery
from sphinx_roles.analysis.field_values import Bullets, Chips, Field, Links, Prosaic
from sphinx_roles.analysis.matrix import (
    Cell,
    Column,
    MatrixQuery,
    MatrixReport,
    matrices,
    scheme_of,
)
from sphinx_roles.analysis.report import Report
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import Catalog, Role, Scheme, Text, fold

MOST = 6
"""How many roles can be side by side."""

DEFAULT_FIELDS = tuple(key for key, field in FIELDS[Role].items() if field.compared)


VERDICTS = ("shared", "only", "contested", "handed-over", "passive", "nobody")
"""Every verdict, in the order in which they are summed up."""


class Verdict(Struct, frozen=True):
    """What a row is for the roles; ``role`` is the place of the one that an ``only`` names."""

    kind: str
    role: int = -1
    same: bool = False


class Attribute(Struct, frozen=True):
    """One field of all roles; None where a role has none. ``label`` is set for a field of the team's own."""

    key: str
    label: str
    values: tuple[Field | None, ...]
    same: bool


class Block(Struct, frozen=True):
    """The rows of one scheme, and a verdict for each of them in their order."""

    scheme: Text
    matrix: MatrixReport
    verdicts: tuple[Verdict, ...]


class Count(Struct, frozen=True):
    """How many of the rows that are shown have a verdict."""

    kind: str
    rows: int
    role: int = -1


class ComparisonReport(Report, frozen=True, kw_only=True):
    """The roles, their fields and rows; ``asked`` is how many roles were named.

    Without `LEAST` to `MOST` roles there is nothing to compare, and no ``roles``. ``left_out``
    counts the rows that are the same and not shown.

    ``similarities`` are of all selected rows, shown or not: what both roles of a pair work on.
    """

    roles: tuple[Column, ...]
    asked: int = 0
    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()
    counts: tuple[Count, ...] = ()
    left_out: int = 0
    similarities: tuple[Similarity, ...] = ()

    CONTENTS = ("blocks", "attributes", "left_out")


class ComparisonQuery(selection.RowSelection, frozen=True, kw_only=True):
    """Which roles, fields and rows; every selection of rows left empty selects all."""

    roles: tuple[str, ...]
    fields: tuple[str, ...] = DEFAULT_FIELDS
    own: tuple[tuple[str, str], ...] = ()
    """The team's own fields and their labels."""
    letters: tuple[str, ...] = ()
    """Only rows in which one of the roles holds one of these."""
    only_differences: bool = False

    def report(self, catalog: Catalog) -> ComparisonReport:
        """Lay the roles side by side, and judge each row."""
        catalog = catalog.current
        roles, unknown_roles = selection.find_roles(self.roles, catalog)
        asked = len(roles) + len(unknown_roles)
        if len(roles) < selection.LEAST or asked > MOST:
            # Nothing is drawn, so nothing of the roles is a fact.
            return ComparisonReport(roles=(), asked=asked, unknown_roles=unknown_roles)
        wrong = selection.unknown_letters(self.letters, selection.used_schemes(catalog))
        ids = tuple(role.id for role in roles)
        found, unknown = matrices(self._rows(ids, wrong, catalog), catalog)
        blocks = [_block(matrix, scheme_of(matrix, catalog)) for matrix in found if matrix.bands]
        held = _held(blocks, ids, catalog)
        every = sum(len(block.verdicts) for block in blocks)
        attributes = _attributes(ids, self, catalog)
        if self.only_differences:
            attributes = [attribute for attribute in attributes if not attribute.same]
            blocks = [differing for block in blocks if (differing := _differing(block)).verdicts]
        verdicts = [verdict for block in blocks for verdict in block.verdicts]
        return ComparisonReport(
            roles=found[0].columns,
            asked=asked,
            attributes=tuple(attributes),
            blocks=tuple(blocks),
            counts=_counts(verdicts, len(ids)),
            left_out=every - len(verdicts),
            similarities=similarities(held),
            unknown=unknown,
            unknown_roles=unknown_roles,
            unknown_letters=wrong,
        )

    def _rows(self, ids: tuple[str, ...], wrong: tuple[str, ...], catalog: Catalog) -> MatrixQuery:
        names = [name for name in self.letters if name not in wrong]
        letters = (
            p.letter
            for name in names
            for s in selection.used_schemes(catalog)
            if (p := selection.find_letter(name, s))
        )
        return MatrixQuery.of(self, roles=ids, letters=tuple(dict.fromkeys(letters)))


def _block(matrix: MatrixReport, scheme: Scheme) -> Block:
    # Rows are many, and the combinations of their cells few.
    known: dict[tuple[int, ...], Verdict] = {}
    verdicts = []
    for row in matrix.rows:
        verdict = known.get(row.cells)
        if verdict is None:
            verdict = known[row.cells] = judge([matrix.cells[number] for number in row.cells], scheme)
        verdicts.append(verdict)
    # It is shown under the names of the roles, and not of its matrix.
    return Block(scheme.name, structs.replace(matrix, name=None, summary=None), tuple(verdicts))


def _held(blocks: Iterable[Block], roles: tuple[str, ...], catalog: Catalog) -> dict[str, int]:
    """The rows that each role works on, as the bits of a number."""
    working: list[list[str]] = []
    for block in blocks:
        letters = selection.counted((), scheme_of(block.matrix, catalog))
        works = [not letters.isdisjoint(cell.letters) for cell in block.matrix.cells]
        working += (
            [role for role, number in zip(roles, row.cells, strict=True) if works[number]]
            for row in block.matrix.rows
        )
    return masks(roles, working)


def _differing(block: Block) -> Block:
    """Leave out the rows that are the same for all, with the cells and letters that only they have."""
    matrix = block.matrix
    differing = [row for row, verdict in zip(matrix.rows, block.verdicts, strict=True) if not verdict.same]
    numbers = sorted({0, *chain.from_iterable(row.cells for row in differing)})
    places = {number: place for place, number in enumerate(numbers)}
    verdicts = iter(block.verdicts)
    bands = [
        structs.replace(
            band,
            rows=tuple(
                structs.replace(row, cells=tuple(places[number] for number in row.cells))
                for row in band.rows
                if not next(verdicts).same
            ),
        )
        for band in matrix.bands
    ]
    cells = tuple(matrix.cells[number] for number in numbers)
    used = {letter for cell in cells for letter in cell.letters}
    matrix = structs.replace(
        matrix,
        bands=tuple(band for band in bands if band.rows),
        cells=cells,
        legend=tuple(letter for letter in matrix.legend if letter.letter in used),
    )
    return Block(block.scheme, matrix, tuple(v for v in block.verdicts if not v.same))


def _counts(verdicts: Iterable[Verdict], roles: int) -> tuple[Count, ...]:
    found = Counter((verdict.kind, verdict.role) for verdict in verdicts)
    order = [(kind, role) for kind in VERDICTS for role in (range(roles) if kind == "only" else (-1,))]
    return tuple(Count(kind, found[kind, role], role) for kind, role in order if (kind, role) in found)


def _attributes(ids: tuple[str, ...], query: ComparisonQuery, catalog: Catalog) -> list[Attribute]:
    """The fields that at least one of the roles has, in the order asked for."""
    asked = CardsQuery(
        roles=ids, fields=query.fields, asked=True, own=query.own, together=False, criteria=True
    )
    cards = asked.report(catalog).cards
    found = []
    for key in dict.fromkeys(query.fields):
        values = tuple(_value(key, card) for card in cards)
        label = next((value.label for value in values if value is not None), None)
        if label is not None:
            # Of lists of words and of bullets, the order is no difference.
            distinct = {frozenset(one.items) if isinstance(one, Bullets | Chips) else one for one in values}
            found.append(Attribute(key, label, values, len(distinct) == 1))
    return found


def _value(key: str, card: Card) -> Field | None:
    # What has a place of its own on a card.
    if key == "tagline":
        return Prosaic(key, card.tagline) if card.tagline else None
    if key == "open":
        return Prosaic(key, card.open) if card.open is not None else None
    if key == "links":
        return Links(key, card.links) if card.links else None
    return next((field for field in card.fields if field.key == key), None)


# Verdicts


def judge(cells: Sequence[Cell], scheme: Scheme) -> Verdict:
    """Return the verdict on a row from the cells of the roles; see the module for what each of them means."""
    working = selection.counted((), scheme)
    works = [place for place, cell in enumerate(cells) if not working.isdisjoint(cell.letters)]
    same = len(set(cells)) == 1
    if len(works) > 1:
        if _contested(cells, scheme):
            return Verdict("contested")
        return Verdict("handed-over" if _handed_over(cells, scheme) else "shared", same=same)
    if works:
        return Verdict("only", works[0], same)
    taking = {p.letter for p in scheme.participations if not p.omitted}
    involved = any(not taking.isdisjoint(cell.letters) for cell in cells)
    return Verdict("passive" if involved else "nobody", same=same)


def _contested(cells: Sequence[Cell], scheme: Scheme) -> bool:
    return any(
        _meet(one, other)
        for letter in scheme.deciding
        for one, other in combinations([_parts(cell, (letter,)) for cell in cells], 2)
    )


def _handed_over(cells: Sequence[Cell], scheme: Scheme) -> bool:
    doing = [_parts(cell, scheme.doing) for cell in cells]
    deciding = [_parts(cell, scheme.deciding) for cell in cells]
    if any(does and decides for does, decides in zip(doing, deciding, strict=True)):
        return False
    return any(_meet(does, decides) for does in doing for decides in deciding)


def _parts(cell: Cell, letters: Iterable[str]) -> list[selection.Part]:
    wanted = set(letters)
    return [part for part in cell.parts if not wanted.isdisjoint(part.letters)]


def _meet(some: Iterable[selection.Part], others: Iterable[selection.Part]) -> bool:
    """True where a condition of the one side and one of the other can hold at once."""
    conditions = {fold(part.when) for part in others}
    return any(conditions and (not one.when or conditions & {"", fold(one.when)}) for one in some)


def similarities(held: Mapping[str, int]) -> tuple[Similarity, ...]:
    """Compare each pair of roles once; ``held`` are the things of each role as the bits of a number."""
    sizes = [(role, bits, bits.bit_count()) for role, bits in held.items()]
    return tuple(
        Similarity(left, right, shared := (mine & theirs).bit_count(), lefts - shared, rights - shared)
        for (left, mine, lefts), (right, theirs, rights) in combinations(sizes, 2)
    )


def masks(roles: Iterable[str], things: Iterable[Collection[str]]) -> dict[str, int]:
    """Number the things, each given by the roles that have it; return those of each role as bits.

    Roles that are not in ``roles`` are passed over.
    """
    numbered = list(things)
    held = {role: bytearray(len(numbered) // 8 + 1) for role in roles}
    # Tens of thousands of letters: what is the same for all who have a thing is found once.
    for number, having in enumerate(numbered):
        byte, bit = number >> 3, 1 << (number & 7)
        for role in having:
            bits = held.get(role)
            if bits is not None:
                bits[byte] |= bit
    return {role: int.from_bytes(bits, "little") for role, bits in held.items()}
