"""Rules about rows: too many who take part, or too few."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.index import CatalogIndex, RowIndex, SchemeFlags
from sphinx_roles.analysis.audit.rule import ActiveRule, finder
from sphinx_roles.analysis.audit.rules.accountability import too_few
from sphinx_roles.analysis.sentence import AnyOf
from sphinx_roles.model import Participation


@finder()
def many_responsible(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _too_many(index, rule, {key: scheme.doing for key, scheme in index.schemes.items()})


@finder()
def many_consulted(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _too_many(index, rule, {key: scheme.advising for key, scheme in index.schemes.items()})


@finder()
def many_informed(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _too_many(index, rule, {key: scheme.informed for key, scheme in index.schemes.items()})


def _too_many(
    index: CatalogIndex, rule: ActiveRule, letters: dict[str, tuple[Participation, ...]]
) -> Iterator[Finding]:
    """Find rows in which more than ``most`` roles hold any of the letters that are given by matrix."""
    text, most = "{row}: {count} roles hold {letter}, more than {most}", int(rule["most"])
    for entry in index.rows:
        parts = letters[entry.row.matrix]
        count = max([_count(held, parts) for held in entry.held.values()])
        if count > most:
            these = AnyOf([p for p in parts if any(p.letter in held for held in entry.held.values())])
            yield rule.finding(entry, text, count=count, letter=these, most=most)


def _count(held: dict[str, list[str]], parts: tuple[Participation, ...]) -> int:
    """Count the roles with any of some letters: mostly, there is one such letter."""
    if len(parts) == 1:
        return len(held.get(parts[0].letter, ()))
    return len({role for p in parts for role in held.get(p.letter, ())})


@finder()
def everyone_involved(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        count = len(index.taking_part[entry.row.matrix])
        if count >= rule["roles"] and len(entry.taking) == count:
            active = len(entry.holding(entry.scheme.active))
            text = "{row}: all {count} roles take part"
            if active:
                text += ", {passive} of them without deciding or doing it"
            yield rule.finding(entry, text, count=count, passive=count - active)


@finder()
def limit(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        for p in entry.scheme.participations:
            if not p.decides and (p.min or p.max is not None):
                yield from _beyond(entry, rule, p)


def _beyond(entry: RowIndex, rule: ActiveRule, p: Participation) -> Iterator[Finding]:
    over = entry.above(p)
    if over:
        text = "{row}: {count} roles hold {letter}, where {most} may"
        yield rule.finding(entry, text, over, count=max(over.values()), letter=p, most=p.max)
    elif entry.complete:
        yield from too_few(entry, rule, p)


@finder()
def nobody_consulted_or_informed(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    everybody = len(index.catalog.roles)
    passive = {key: _advising_first(scheme) for key, scheme in index.schemes.items()}
    for entry in index.rows:
        parts = passive[entry.row.matrix]
        if not (parts and entry.is_active and entry.complete) or len(entry.taking) >= everybody:
            continue
        if not entry.holding(parts):
            yield rule.finding(entry, "{row}: nobody holds {letter}", letter=AnyOf(parts))


def _advising_first(scheme: SchemeFlags) -> tuple[Participation, ...]:
    return tuple(dict.fromkeys((*scheme.advising, *scheme.informed)))
