"""Rules about roles and people: how much depends on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import (
    INFORMED,
    OMITTED,
    PASSIVE,
    ActiveRule,
    CatalogIndex,
    all_roles,
    finder,
)
from sphinx_roles.model import Participation, Role


@finder(totals=all_roles)
def overloaded_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    decided = {
        role: Counter(index.rows[n].row.matrix for n in numbers) for role, numbers in index.decides.items()
    }
    for role in index.judged:
        # What a role decides is weighed against the matrices that it takes part in.
        matrices, count = decided.get(role.id, Counter()), len(index.decides.get(role.id, ()))
        if count <= rule["most"]:
            continue
        total = sum(index.row_counts[matrix] for matrix in matrices)
        others = {
            other: sum(rows[matrix] for matrix in matrices)
            for other, rows in decided.items()
            if other != role.id
        }
        second = max(others.values(), default=0)
        if count > rule["share"] * total:
            text = "{role} decides {count} of {total} rows"
            yield rule.finding(role, text, size=count, count=count, total=total)
        elif second and count > rule["times"] * second:
            text = "{role} decides {count} of {total} rows, where {other}, who comes next, decides {second}"
            named = index.in_order([other for other, number in others.items() if number == second])[0]
            yield rule.finding(role, text, size=count, count=count, total=total, other=named, second=second)


@finder(totals=all_roles)
def overloaded_responsible(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text, most = "{role} holds {letter} in {count} rows, more than {most}", int(rule["most"])
    for role in index.judged:
        rows = index.does.get(role.id, [])
        if len(rows) > most:
            letters = [p for p in _held(index, role) if p.does]
            yield rule.finding(role, text, size=len(rows), letter=letters, count=len(rows), most=most)


def _held(index: CatalogIndex, role: Role) -> list[Participation]:
    """Return the letters that a role holds anywhere, once each."""
    found: dict[tuple[str, str], Participation] = {}
    for scheme in index.schemes.values():
        for p in scheme.participations:
            if role.id in scheme.holders.get(p.letter, ()):
                found.setdefault((p.letter, p.name), p)
    return list(found.values())


@finder(totals=lambda index: {None: len(index.persons)})
def one_person_many_hats(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for person, held in index.persons.items():
        hats = [role for role in held if index.decides.get(role.id)]
        rows = {n for role in hats for n in index.decides[role.id]}
        if len(hats) > 1 and len(rows) > rule["most"]:
            name = index.holders(hats[0])[person].name
            text, at = "{person} decides {count} rows, as {role}", name.location or hats[0].location
            subject, count, names = ("person", person), len(rows), (name,)
            yield rule.finding(
                subject, text, at=at, size=count, names=names, person=name, count=count, role=hats
            )


@finder(totals=all_roles)
def unused_role(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    if not index.rows or index.partial:
        return
    for role in index.judged:
        quiet = role.status in ("deprecated", "draft") or role.id in index.unsure_roles
        if not index.flags[role.id] and not quiet:
            yield rule.finding(role, "{role} has no letter in any row")


@finder(totals=all_roles)
def always_involved(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    counts: Counter[tuple[str, str]] = Counter()
    for entry in index.rows:
        counts.update((entry.row.matrix, role) for role in entry.taking)
    judged = {role.id: role for role in index.judged}
    for (matrix, ident), count in counts.items():
        role = judged.get(ident)
        if role is not None and count == index.row_counts[matrix] and count >= rule["rows"]:
            text, subject = "{role} has a letter in each of {count} rows", ("role", ident, matrix)
            at, size = role.location, count
            yield rule.finding(subject, text, at=at, size=size, group=ident, role=role, count=count)


@finder(totals=all_roles)
def never_decides_or_does(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _holding_only(index, rule, PASSIVE)


@finder(totals=all_roles)
def only_informed(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _holding_only(index, rule, INFORMED)


def _holding_only(index: CatalogIndex, rule: ActiveRule, allowed: int) -> Iterator[Finding]:
    """Find the roles that hold a letter, and none that means anything but what is allowed."""
    if index.partial:
        return
    for role in index.judged:
        flags = index.flags[role.id] & ~OMITTED
        if flags and not flags & ~allowed and role.id not in index.unsure_roles:
            letters = [p for p in _held(index, role) if not p.omitted]
            yield rule.finding(role, "{role} holds only {letter}", letter=letters)
