"""The verdict on a row, from the letters that a few roles hold in it.

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
    None works on it, but one or more have a part: they are asked or told.
``nobody``
    None has a part.

Conditions can hold at once where they are the same, or one of them is empty. A cell that could
not be understood counts as no part. A row is ``same`` where all cells are equal and it is not
contested; every other row differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from msgspec import Struct

from sphinx_roles.analysis.compared import counted
from sphinx_roles.analysis.matrix import Cell, Part
from sphinx_roles.model import Scheme, fold

VERDICTS = ("shared", "only", "contested", "handed-over", "passive", "nobody")
"""Every verdict, in the order in which they are summed up."""


class Verdict(Struct, frozen=True):
    """What a row is for the roles; ``role`` is the place of the one that an ``only`` names."""

    kind: str
    role: int = -1
    same: bool = False


def judge(cells: Sequence[Cell], scheme: Scheme) -> Verdict:
    """Return the verdict on a row from the cells of the roles; see the module for what each means."""
    working = counted((), scheme)
    works = [location for location, cell in enumerate(cells) if not working.isdisjoint(cell.letters)]
    same = len(set(cells)) == 1
    if len(works) > 1:
        if _contested(cells, scheme):
            return Verdict("contested")
        return Verdict("handed-over" if _handed_over(cells, scheme) else "shared", same=same)
    if works:
        return Verdict("only", works[0], same)
    return Verdict("passive" if any(cell.letters for cell in cells) else "nobody", same=same)


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


def _parts(cell: Cell, letters: Iterable[str]) -> list[Part]:
    wanted = set(letters)
    return [part for part in cell.parts if not wanted.isdisjoint(part.letters)]


def _meet(some: Iterable[Part], others: Iterable[Part]) -> bool:
    """True where a condition of the one side and one of the other can hold at once."""
    conditions = {fold(part.when) for part in others}
    return any(
        bool(conditions) and (not part.when or not conditions.isdisjoint(("", fold(part.when))))
        for part in some
    )
