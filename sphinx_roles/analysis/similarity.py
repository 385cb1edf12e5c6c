"""How alike roles are: what each pair has in common, as counts and as the Jaccard index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from msgspec import Struct


class Similarity(Struct, frozen=True, gc=False):
    """What two roles have in common, and what only one of them has.

    ``left`` and ``right`` are ids; a pair is compared once, in the order of the roles.
    """

    left: str
    right: str
    shared: int
    only_left: int
    only_right: int

    @property
    def index(self) -> float:
        """The Jaccard index: the shared part of all that either has, from 0 to 1; 0 where neither has any."""
        either = self.shared + self.only_left + self.only_right
        return self.shared / either if either else 0.0


def compare(left: str, right: str, mine: int, theirs: int) -> Similarity:
    """Compare two sets, given as numbers in which bit *n* stands for the thing number *n*."""
    shared = (mine & theirs).bit_count()
    return Similarity(left, right, shared, mine.bit_count() - shared, theirs.bit_count() - shared)


def similarities(held: Mapping[str, int]) -> tuple[Similarity, ...]:
    """Compare each pair of roles once; ``held`` are the things of each role as the bits of a number."""
    counted = [(role, bits, bits.bit_count()) for role, bits in held.items()]
    return tuple(
        Similarity(left, right, shared := (mine & theirs).bit_count(), lefts - shared, rights - shared)
        for (left, mine, lefts), (right, theirs, rights) in combinations(counted, 2)
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
