"""What was understood of the data, in a few lines: names and counts that its author can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sphinx_roles.model import Catalog

_LISTED = 12


def understood(catalog: Catalog) -> Iterator[str]:
    """Yield a line for roles, rows, letters and whatever else there is."""
    if catalog.roles:
        names = [str(role.name) for role in catalog.roles.values()]
        yield f"{_count(len(names), 'role')}: {_listed(names)}"
    holders = sum(len(role.holders or ()) for role in catalog.roles.values())
    past = sum(len(role.past_holders) for role in catalog.roles.values())
    if holders or past:
        yield _count(holders, "holder") + (f", and {past} in the past" if past else "")
    if catalog.rows:
        yield from _rows(catalog)
    if catalog.skills:
        levels = sum(len(role.levels) for role in catalog.roles.values())
        more = f", {_count(levels, 'level')} of roles" if levels else ""
        yield f"{_count(len(catalog.skills), 'skill')}{more}"


def _rows(catalog: Catalog) -> Iterator[str]:
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    sections = len({row.key[:2] for row in catalog.rows if row.section})
    within = f" in {_count(sections, 'section')}" if sections else ""
    names = [str(catalog.matrices[key].name) for key in used if key]
    of = f", of {_listed(names)}" if names else ""
    rows = _count(len(catalog.rows), "responsibility", "responsibilities")
    yield f"{rows}{within}{of}"
    for matrix in dict.fromkeys(catalog.matrices[key].scheme for key in used):
        held = [
            one for row in catalog.rows if catalog.matrices[row.matrix].scheme == matrix for one in row.assign
        ]
        counts = Counter(letter for one in held for letter in one.letters)
        listed = ", ".join(f"{counts[one]} {one}" for one in catalog.schemes[matrix].letters if counts[one])
        unread = sum(bool(one.unread) for one in held)
        more = f"; {unread} that could not be read" if unread else ""
        yield f"letters of {matrix}: {listed or 'none'}{more}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")
