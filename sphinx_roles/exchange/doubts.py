"""What was doubtful, as comments where the author will see them: above the role or row it is about."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.exchange.plain import Path, Plain
from sphinx_roles.problems import Code, Place, Problem

__all__ = ["comments_of"]


def comments_of(plain: Plain, problems: Iterable[Problem]) -> tuple[dict[Path, list[str]], list[str]]:
    """Return the sentences by the path of an entry, and those that belong to no entry."""
    lines: dict[tuple[str, int], set[Path]] = {}
    spots: dict[Place, Path] = {}
    for path, places in plain.places.items():
        for place in places:
            lines.setdefault((place.file, place.line), set()).add(path)
            spots.setdefault(place, path)
    found: dict[Path, list[str]] = {}
    others: list[str] = []
    for problem in problems:
        place = problem.place
        there = lines.get((place.file, place.line), set())
        # What is said of a table, or of a line in which several stand, is about none of them alone.
        alone = len(there) == 1 and problem.code is not Code.TABLE
        entry = spots.get(place) or (next(iter(there)) if alone else None)
        said = f"{problem.text} ({place})"
        if entry is None:
            others.append(said)
        else:
            found.setdefault(entry, []).append(said)
    return found, others
