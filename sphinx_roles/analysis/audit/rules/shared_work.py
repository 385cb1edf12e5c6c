"""Rules about what lies between roles: the same work twice, or nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import comb

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import ActiveRule, CatalogIndex, finder
from sphinx_roles.analysis.comparison import masks, similarities
from sphinx_roles.model import Participation


def _pairs(index: CatalogIndex) -> Mapping[str | None, int]:
    return {None: comb(len(index.judged), 2)}


@finder(totals=_pairs)
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
    taking = dict.fromkeys(role for _, roles in held for role in roles)
    pairs = [
        (one.left, one.right)
        for one in similarities(masks(taking, (roles for _, roles in held)))
        if one.shared > rule["most"] and not _is_part_of(index, one.left, one.right)
    ]
    for group in _groups(pairs):
        rows = {number for number, roles in held if len(group.intersection(roles)) > 1}
        # A row with several conditions is one row.
        if len(rows) > rule["most"]:
            subject, at = ("roles", *sorted(group)), index.rows[min(rows)].row.location
            text, named = "{role} hold {letter} together in {count} rows", index.in_order(group)
            yield rule.finding(subject, text, at=at, role=named, letter=p, count=len(rows))


def _is_part_of(index: CatalogIndex, left: str, right: str) -> bool:
    """Return True for a role and the team that it is part of, who are meant to share."""
    one, other = index.catalog.roles[left], index.catalog.roles[right]
    return one.part_of == right or other.part_of == left


def _groups(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Join pairs that share a role: three roles with one contest are one finding, not three."""
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if not group.isdisjoint(pair)]
        groups = [group for group in groups if group.isdisjoint(pair)]
        groups.append(set(pair).union(*touching))
    return groups


@finder(totals=_pairs)
def near_duplicate_roles(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for entry in index.rows:
        for role in entry.taking:
            counts[role] = counts.get(role, 0) + 1
    judged = [r.id for r in index.judged if counts.get(r.id, 0) >= rule["rows"]]
    things = (roles for entry in index.rows for held in entry.held.values() for roles in held.values())
    alike = {
        (one.left, one.right): one.index
        for one in similarities(masks(judged, things))
        if one.index > rule["alike"]
    }
    text = "{role} hold nearly the same letters ({percent} % alike)"
    for group in _groups(alike):
        named = index.in_order(group)
        percent = int(100 * min(number for pair, number in alike.items() if group.issuperset(pair)))
        subject, location = ("roles", *sorted(group)), named[0].location
        yield rule.finding(subject, text, at=location, role=named, percent=percent)


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
            text = "{section}: nobody decides or does any of it ({count} in all)"
            yield rule.finding(("section", *key), text, at=at, section=section, count=len(numbers))
