"""Rules about rows: what one cell says, or depends on one person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.index import CatalogIndex, RowIndex
from sphinx_roles.analysis.audit.rule import ActiveRule, finder, rows_by
from sphinx_roles.model import Holder, Role, fold


@finder(totals=rows_by(lambda entry: sum(a.until is not None for a in entry.row.assign)))
def expired_assignment(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: {letter} of {role} ended on {day}"
    for entry, gone in index.over:
        parts, role = [entry.scheme.parts[letter] for letter in gone.letters], index.catalog.roles[gone.role]
        yield rule.finding(
            entry, text, (gone.when,), at=gone.location, letter=parts, role=role, day=gone.until
        )


@finder()
def two_letters(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: {role} holds {letter}, which do not go together"
    for entry in index.rows:
        together = entry.scheme.together
        for cell in entry.row.assign:
            # Most cells have one letter.
            if len(cell.letters) < 2 or index.is_over(cell):
                continue
            if any(frozenset(pair) not in together for pair in combinations(cell.letters, 2)):
                parts = [entry.scheme.parts[letter] for letter in cell.letters]
                role = index.catalog.roles[cell.role]
                yield rule.finding(entry, text, (cell.when,), at=cell.location, role=role, letter=parts)


@finder(totals=rows_by(lambda entry: entry.row.separate))
def duties_not_separated(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        if entry.row.separate:
            found = (one for condition in entry.held for one in _shared(index, rule, entry, condition))
            # One is enough: the row is to be split anyway.
            yield from islice(found, 1)


def _shared(index: CatalogIndex, rule: ActiveRule, entry: RowIndex, condition: str) -> Iterator[Finding]:
    """Find the roles, then the people, that both decide and do a row under a condition."""
    scheme, when = entry.scheme, (condition,)
    deciders = index.named(entry.holding(scheme.deciding, condition))
    doers = index.named(entry.holding(scheme.doing, condition))
    for role in deciders:
        if role in doers:
            at = entry.location_of(role.id, scheme.deciding)
            yield rule.finding(entry, "{row}: {role} both decides and does it", when, at=at, role=role)
    text = "{row}: {person} decides it as {role} and does it as {doer}"
    for role in deciders:
        people = {fold(holder.name) for holder in role.holders or ()}
        for doer in doers:
            same = next((h.name for h in doer.holders or () if fold(h.name) in people), None)
            if same is not None and doer != role:
                yield rule.finding(entry, text, when, person=same, role=role, doer=doer, names=(same,))


@finder()
def no_backup(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    alone = {role.id: holder for role in index.catalog.roles.values() if (holder := _only_holder(role))}
    if not alone:
        return
    text = "{row}: only {role} does it, and only {person} holds that role"
    for entry in index.rows:
        doers = entry.holding(entry.scheme.doing)
        if len(doers) == 1 and entry.complete and (holder := alone.get(doers[0])):
            role, at = index.catalog.roles[doers[0]], entry.location_of(doers[0], entry.scheme.doing)
            name = holder.name
            yield rule.finding(entry, text, at=at, role=role, person=name, group=role.id, names=(name,))


def _only_holder(role: Role) -> Holder | None:
    """Return the one person who holds a role, unless it is a person itself, or another role covers."""
    if role.kind != "role" or role.covered_by or not role.holders:
        return None
    people = {fold(holder.name) for holder in role.holders}
    return role.holders[0] if len(people) == 1 else None
