"""What was doubtful, as comments where the author will see them: above the role or row it is about."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.exchange.plain import Path, Plain
from sphinx_roles.problems import Code, Location, Problem


def comments_of(plain: Plain, problems: Iterable[Problem]) -> tuple[dict[Path, list[str]], list[str]]:
    """Return the sentences by the path of an entry, and those that belong to no entry."""
    lines: dict[tuple[str, int], set[Path]] = {}
    spots: dict[Location, Path] = {}
    for path, locations in plain.locations.items():
        for location in locations:
            lines.setdefault((location.file, location.line), set()).add(path)
            spots.setdefault(location, path)
    found: dict[Path, list[str]] = {}
    others: list[str] = []
    for problem in problems:
        location = problem.location
        there = lines.get((location.file, location.line), set())
        # What is said of a table, or of a line in which several stand, is about none of them alone.
        alone = len(there) == 1 and problem.code is not Code.TABLE
        entry = spots.get(location) or (next(iter(there)) if alone else None)
        message = f"{problem.text} ({location})"
        if entry is None:
            others.append(message)
        else:
            found.setdefault(entry, []).append(message)
    return found, others
