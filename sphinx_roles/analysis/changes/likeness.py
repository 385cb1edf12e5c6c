"""How alike two things are that have neither an id nor a name in common.

Two numbers from 0 to 1 answer that. The *names* are compared by their pairs of neighbouring
characters (Dice's coefficient: "Deployments" and "Deployment" have 0.87). What they *hold* is
compared by the Jaccard index: of a row its roles with their letters, of a role its rows with its
letters, of a section or matrix its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sphinx_roles.analysis.similarity import compare
from sphinx_roles.model import fold

T = TypeVar("T", bound=Hashable)

LIKE = 0.6
"""From this mean of both numbers on, two things are taken for one."""
NAMES = 0.4
"""Rows need names that are so much alike: many rows have the same roles and letters."""
SAME = 0.8
"""Roles, sections and matrices are also one where they hold so much the same, whatever they are called."""
SEVERAL = 3
"""So many things must both hold for that."""

Looks = tuple[str, frozenset[object]]
"""The name of a thing, and what it holds."""


def dice(one: str, other: str) -> float:
    """Return how alike two names are, without regard to case, punctuation and spacing."""
    numbers: dict[str, int] = {}
    return _dice(_bits(_pairs(one), numbers), _bits(_pairs(other), numbers))


def alike(
    old: Mapping[T, Looks], new: Mapping[T, Looks], *, by_content: bool = False
) -> Iterator[tuple[T, T]]:
    """Yield the pairs (old, new) that are taken for one thing, the most alike first, each thing once.

    ``by_content`` lets what they hold decide alone; without it, the names must be alike as well.
    """
    names: dict[str, int] = {}
    things: dict[object, int] = {}
    was, now = (
        [(key, _bits(_pairs(name), names), _bits(held, things)) for key, (name, held) in looks.items()]
        for looks in (old, new)
    )
    found = []
    for at, (key, name, held) in enumerate(was):
        for location, (other, its_name, its_held) in enumerate(now):
            names_alike = _dice(name, its_name)
            # Of thousands of pairs, nearly all are out by their names.
            if not by_content and names_alike < NAMES:
                continue
            holds = compare("", "", held, its_held)
            mean = (names_alike + holds.index) / 2
            if mean >= LIKE or (by_content and holds.index >= SAME and holds.shared >= SEVERAL):
                found.append((-mean, at, location, key, other))
    taken: set[tuple[bool, T]] = set()
    for *_, key, other in sorted(found, key=lambda one: one[:3]):
        if (True, key) not in taken and (False, other) not in taken:
            taken |= {(True, key), (False, other)}
            yield key, other


def by_name(
    old: Iterable[T], new: Iterable[T], was: Callable[[T], Sequence[str]], now: Callable[[T], Sequence[str]]
) -> Iterator[tuple[T, T]]:
    """Yield the pairs that have a name in common which nothing else on either side has."""
    before, after = _named(old, was), _named(new, now)
    paired: set[T] = set()
    taken: set[T] = set()
    for name, keys in before.items():
        others = after.get(name, ())
        # A role has several names, and is paired once.
        if len(keys) == len(others) == 1 and keys[0] not in paired and others[0] not in taken:
            paired.add(keys[0])
            taken.add(others[0])
            yield keys[0], others[0]


def _named(keys: Iterable[T], names: Callable[[T], Sequence[str]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key in keys:
        for name in dict.fromkeys(map(fold, names(key))):
            if name:
                found.setdefault(name, []).append(key)
    return found


def _pairs(name: str) -> list[str]:
    plain = f" {fold(name)} "
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


def _bits(things: Iterable[T], numbers: dict[T, int]) -> int:
    """Return things as the bits of a number; ``numbers`` grows with what is new."""
    bits = 0
    for thing in things:
        bits |= 1 << numbers.setdefault(thing, len(numbers))
    return bits


def _dice(one: int, other: int) -> float:
    both = one.bit_count() + other.bit_count()
    return 2 * (one & other).bit_count() / both if both else 0.0
