"""What the letters of a scheme mean to the rules."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.model import Participation, Scheme

DECIDES, DOES, ADVISES, INFORMED, OTHER, OMITTED = (1 << n for n in range(6))
ACTIVE = DECIDES | DOES
PASSIVE = ADVISES | INFORMED


class Terms:
    """What the letters of a scheme mean to the rules."""

    def __init__(self, scheme: Scheme) -> None:
        parts = scheme.participations
        self.scheme = scheme
        self.parts = {p.letter: p for p in parts}
        self.deciding = tuple(p for p in parts if p.decides)
        self.doing = tuple(p for p in parts if p.does)
        self.advising = tuple(p for p in parts if p.advises)
        self.informed = tuple(p for p in parts if p.informed)
        self.needs_decider = any(p.min for p in self.deciding)
        self.needs_doer = any(p.min for p in self.doing)
        self.together = {frozenset(pair) for pair in scheme.together}
        self.flags = {p.letter: _flags(p) for p in parts}
        self.holders: dict[str, set[str]] = {}
        """By letter, the roles that hold it in any row of the matrix."""

    def flag(self, letters: Iterable[str]) -> int:
        """Return what letters mean, taken together."""
        flags = 0
        for letter in letters:
            flags |= self.flags[letter]
        return flags


def _flags(p: Participation) -> int:
    flags = (
        (DECIDES if p.decides else 0)
        | (DOES if p.does else 0)
        | (ADVISES if p.advises else 0)
        | (INFORMED if p.informed else 0)
    )
    return flags or (OMITTED if p.omitted else OTHER)
