"""Rules about rows: who answers for them, and who does the work."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.index import ACTIVE, OMITTED, OTHER, CatalogIndex, RowIndex
from sphinx_roles.analysis.audit.rule import ActiveRule, finder
from sphinx_roles.analysis.sentence import AnyOf, Message
from sphinx_roles.model import Participation


@finder()
def no_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        deciding = entry.scheme.deciding
        if not (entry.scheme.needs_decider and entry.complete):
            continue
        missing = [c for c, held in entry.held.items() if not any(p.letter in held for p in deciding)]
        if missing:
            yield rule.finding(entry, "{row}: nobody holds {letter}", missing, letter=AnyOf(deciding))
        else:
            for p in deciding:
                yield from too_few(entry, rule, p)


def too_few(entry: RowIndex, rule: ActiveRule, p: Participation) -> Iterator[Finding]:
    """Find a letter that fewer hold than its scheme asks for, unless nobody does the work at all."""
    below = entry.below(p) if p.min else {}
    short = {c: count for c, count in below.items() if not _is_missing_anyway(entry, c, p)}
    if short:
        text = "{row}: {count} hold {letter}, where {least} must"
        yield rule.finding(entry, text, short, count=min(short.values()), letter=p, least=p.min)


def _is_missing_anyway(entry: RowIndex, condition: str, p: Participation) -> bool:
    """Return True where another rule reports the lack of a letter: nobody does the work, or takes part."""
    if p.decides:
        return False
    idle = p.does and not any(d.letter in entry.held[condition] for d in entry.scheme.doing)
    return idle or not entry.flags(condition) & ~OMITTED


@finder()
def several_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        for p in entry.scheme.deciding:
            over = entry.above(p)
            if over:
                holding = dict.fromkeys(role for c in over for role in entry.held[c][p.letter])
                text = "{row}: {role} hold {letter}, where {most} may"
                yield rule.finding(entry, text, over, role=index.named(holding), letter=p, most=p.max)


@finder()
def no_responsible(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        if not (entry.scheme.needs_doer and entry.complete):
            continue
        missing = [c for c in entry.held if _is_idle(entry, c)]
        if missing:
            letter = AnyOf(entry.scheme.doing)
            yield rule.finding(entry, "{row}: nobody holds {letter}", missing, letter=letter)


def _is_idle(entry: RowIndex, condition: str) -> bool:
    """Return True where nobody does the work, though somebody takes part.

    Where the letter that decides does as well, it is missing only once.
    """
    scheme, held = entry.scheme, entry.held[condition]
    if not entry.flags(condition) & ~OMITTED or any(p.letter in held for p in scheme.doing):
        return False
    decided = any(p.letter in held for p in scheme.deciding)
    return decided or not any(p.does for p in scheme.deciding)


@finder()
def only_passive(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: nobody decides or does it, there is only {letter}"
    for entry in index.rows:
        scheme = entry.scheme
        if scheme.passive and entry.complete and (scheme.needs_decider or scheme.needs_doer):
            flags = {c: entry.flags(c) & ~OMITTED for c in entry.held}
            where = [c for c, flag in flags.items() if flag and not flag & (ACTIVE | OTHER)]
            if where:
                held = [p for p in scheme.passive if any(p.letter in entry.held[c] for c in where)]
                yield rule.finding(entry, text, where, letter=held)


@finder()
def vacant_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    roles = index.catalog.roles
    away = {role.id: why for role in roles.values() if (why := index.away(role)) and not index.covered(role)}
    if not away:
        return
    text = "{row}: {role}, with {letter}, is {state}, and nobody covers"
    for entry in index.rows:
        for p in entry.scheme.deciding:
            for role in entry.holding([p]):
                if role in away:
                    at, state = entry.location_of(role, [p]), Message(away[role])
                    yield rule.finding(
                        entry, text, at=at, role=roles[role], letter=p, state=state, group=role
                    )
