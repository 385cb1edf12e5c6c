"""Rules about what lies between roles: the same work twice, or nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import ActiveRule, CatalogIndex, RowIndex, all_roles, finder
from sphinx_roles.analysis.comparison import masks, similarities
from sphinx_roles.model import Participation, fold


@finder(totals=all_roles)
def contested(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    # The roles of each row and condition that hold the letter; the same letter of two schemes is two.
    holding: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    meant: dict[tuple[str, str], Participation] = {}
    for number, entry in enumerate(index.rows):
        for p in entry.scheme.active:
            key = entry.scheme.scheme, p.letter
            meant[key] = p
            several = [h[p.letter] for h in entry.held.values() if len(h.get(p.letter, ())) > 1]
            holding.setdefault(key, []).extend((number, roles) for roles in several)
    for key, held in holding.items():
        yield from _contests(index, rule, meant[key], held)


def _contests(
    index: CatalogIndex, rule: ActiveRule, p: Participation, held: list[tuple[int, list[str]]]
) -> Iterator[Finding]:
    """Find the pairs that hold a letter together; all who hold it in each row of a pair are one finding."""
    having = masks(dict.fromkeys(role for _, roles in held for role in roles), (roles for _, roles in held))
    seen: set[frozenset[str]] = set()
    text = "{role} hold {letter} together in {count} rows"
    for one in similarities(having):
        if one.shared <= rule["most"] or _is_part_of(index, one.left, one.right):
            continue
        shared = having[one.left] & having[one.right]
        # A row with several conditions is one row.
        rows = {held[place][0] for place in _places(shared)}
        group = frozenset(role for role, mask in having.items() if mask & shared == shared)
        if len(rows) > rule["most"] and group not in seen:
            seen.add(group)
            at, roles, count = index.rows[min(rows)].row.location, index.in_order(group), len(rows)
            yield rule.finding(
                ("roles", *sorted(group)), text, at=at, size=count, role=roles, letter=p, count=count
            )


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _is_part_of(index: CatalogIndex, left: str, right: str) -> bool:
    """Return True for a role and the team that it is part of, who are meant to share."""
    one, other = index.catalog.roles[left], index.catalog.roles[right]
    return one.part_of == right or other.part_of == left


@finder(totals=all_roles)
def near_duplicate_roles(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    counts = Counter(role for entry in index.rows for role in entry.taking)
    judged = [r.id for r in index.judged if counts[r.id] >= rule["rows"]]
    things = (roles for entry in index.rows for held in entry.held.values() for roles in held.values())
    # Roles with just the same letters are one: of two that are alike, all that are the same as either are.
    same: dict[int, list[str]] = {}
    for role, mask in masks(judged, things).items():
        same.setdefault(mask, []).append(role)
    twins = {roles[0]: roles for roles in same.values()}
    alike = similarities({roles[0]: mask for mask, roles in same.items()})
    groups = [
        ([*twins[one.left], *twins[one.right]], one.index) for one in alike if one.index > rule["alike"]
    ]
    joined = {role for roles, _ in groups for role in roles}
    groups += [(roles, 1.0) for roles in twins.values() if len(roles) > 1 and roles[0] not in joined]
    text = "{role} hold nearly the same letters ({percent} % alike)"
    for group, likeness in groups:
        named, percent = index.in_order(group), int(100 * likeness)
        subject, at = ("roles", *sorted(group)), named[0].location
        yield rule.finding(subject, text, at=at, size=likeness, role=named, percent=percent)


def _sections(index: CatalogIndex) -> Mapping[str | None, int]:
    counts: dict[str | None, int] = {}
    for matrix, _ in {(row.matrix, row.section) for row in index.catalog.rows if row.section}:
        counts[matrix] = counts.get(matrix, 0) + 1
    return counts


@finder(totals=_sections)
def gap_between_roles(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    rows: dict[tuple[str, str], list[int]] = {}
    idle: dict[tuple[str, str], bool] = {}
    for number, entry in enumerate(index.rows):
        key = entry.row.matrix, entry.row.section
        if key in index.catalog.sections:
            rows.setdefault(key, []).append(number)
            needed = entry.scheme.needs_decider or entry.scheme.needs_doer
            idle[key] = idle.get(key, True) and needed and entry.complete and not entry.is_active
    for key, numbers in rows.items():
        if idle[key] and not index.incomplete:
            section = index.catalog.sections[key]
            at = section.location or index.rows[numbers[0]].row.location
            text, count = "{section}: nobody decides or does any of it ({count} in all)", len(numbers)
            yield rule.finding(("section", *key), text, at=at, size=count, section=section, count=count)


@finder()
def same_row_other_owner(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    named: dict[str, list[tuple[RowIndex, set[str]]]] = {}
    for entry in index.rows if len(index.row_counts) > 1 else ():
        deciding = set(entry.holding(entry.scheme.deciding))
        if deciding and entry.complete:
            named.setdefault(fold(entry.row.name), []).append((entry, deciding))
    for entries in named.values():
        for (first, mine), (second, theirs) in combinations(entries, 2):
            if first.row.matrix != second.row.matrix and mine.isdisjoint(theirs):
                matrix = index.catalog.matrices[first.row.matrix]
                where, text = (
                    matrix.name or matrix.id,
                    "{row} is decided by {role}, but in {matrix} by {other}",
                )
                text = text if where else "{row} is decided by {role}, but in another matrix by {other}"
                role, other = index.in_order(theirs), index.in_order(mine)
                yield rule.finding(second, text, role=role, matrix=where, other=other)
                break
