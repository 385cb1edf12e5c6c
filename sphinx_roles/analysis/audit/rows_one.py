"""Rules about rows: what stands in one cell, or lies with one person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sphinx_roles.analysis.audit.facts import Facts, RowFacts
from sphinx_roles.analysis.audit.finding import Finding, Severity, letters, number, one, roles, row
from sphinx_roles.analysis.audit.rule import Rule, Setting, all_rows, lines, rows_by
from sphinx_roles.model import Assignment, Holder, Role, fold


def _expired_assignment(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found, gone in facts.over:
        parts = [found.terms.parts[letter] for letter in gone.letters]
        yield setting.finding(
            found.subject,
            gone.location,
            "{row}: {letter} of {role} ended on {day}",
            row(found.row, (gone.when,)),
            letters(parts),
            roles("role", facts.named([gone.role])),
            number("day", gone.until),
        )


def _two_letters(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        together = found.terms.together
        for cell in found.row.assign:
            # Most cells have one letter.
            if len(cell.letters) < 2 or facts.is_over(cell):
                continue
            if any(frozenset(pair) not in together for pair in combinations(cell.letters, 2)):
                yield _apart(facts, setting, found, cell)


def _apart(facts: Facts, setting: Setting, found: RowFacts, cell: Assignment) -> Finding:
    return setting.finding(
        found.subject,
        cell.location,
        "{row}: {role} holds {letter}, which do not go together",
        row(found.row, (cell.when,)),
        roles("role", facts.named([cell.role])),
        letters(found.terms.parts[letter] for letter in cell.letters),
    )


def _duties_not_separated(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        if not found.row.separate:
            continue
        for condition in found.held:
            deciders = facts.named(found.holding(found.terms.deciding, condition))
            doers = facts.named(found.holding(found.terms.doing, condition))
            reported = list(_shared(found, setting, condition, deciders, doers))
            if reported:
                yield reported[0]
                break


def _shared(
    found: RowFacts, setting: Setting, condition: str, deciders: list[Role], doers: list[Role]
) -> Iterator[Finding]:
    shown = row(found.row, (condition,))
    for role in deciders:
        if role in doers:
            location = (
                cell.location
                if (cell := found.assignment(role.id, found.terms.deciding))
                else found.row.location
            )
            text = "{row}: {role} both decides and does it"
            yield setting.finding(found.subject, location, text, shown, roles("role", [role]))
    for decider in deciders:
        people = {fold(holder.name) for holder in decider.holders or ()}
        for doer in doers:
            same = next((h for h in doer.holders or () if fold(h.name) in people), None)
            if same is not None and doer != decider:
                text = "{row}: {person} decides it as {role} and does it as {doer}"
                yield setting.finding(
                    found.subject,
                    found.row.location,
                    text,
                    shown,
                    one("person", same.name),
                    roles("role", [decider]),
                    roles("doer", [doer]),
                    names=(same.name,),
                )


def _no_backup(facts: Facts, setting: Setting) -> Iterator[Finding]:
    alone = {role.id: holder for role in facts.catalog.roles.values() if (holder := _only_holder(role))}
    if not alone:
        return
    for found in facts.rows:
        doers = found.holding(found.terms.doing)
        if len(doers) == 1 and found.sure and (holder := alone.get(doers[0])):
            cell = found.assignment(doers[0], found.terms.doing)
            yield setting.finding(
                found.subject,
                cell.location if cell else found.row.location,
                "{row}: only {role} does it, and only {person} holds that role",
                row(found.row),
                roles("role", facts.named(doers)),
                one("person", holder.name),
                group=doers[0],
                names=(holder.name,),
            )


def _only_holder(role: Role) -> Holder | None:
    """Return the one person who holds a role, unless it is a person itself, or another role covers."""
    if role.kind != "role" or role.covered_by or not role.holders:
        return None
    people = {fold(holder.name) for holder in role.holders}
    return role.holders[0] if len(people) == 1 else None


RULES = (
    Rule(
        id="expired-assignment",
        kind="row",
        severity=Severity.WARNING,
        title="The `until` of an assignment has passed.",
        about="It was meant for a time, and that time is over: renew it, or say who has the letter now. "
        "Until then, it counts neither as there nor as missing. On its last day it is not over.",
        folded="{count} of {total} assignments that had an end are over",
        bad=lines("""
            responsibilities:
              deploys:
                name: Deployments
                assign: {devops: {letters: A/R, until: 2020-03-31}}
            """),
        reported="Deployments: R (Responsible) and A (Accountable) of devops ended on 2020-03-31",
        good=lines("""
            responsibilities:
              deploys:
                name: Deployments
                assign: {devops: {letters: A/R, until: 2999-03-31}}
            """),
        find=_expired_assignment,
        looks_at=rows_by(lambda found: sum(cell.until is not None for cell in found.assign)),
    ),
    Rule(
        id="two-letters",
        kind="row",
        severity=Severity.WARNING,
        title="One cell has letters that do not go together.",
        about="Whoever answers for something need not be asked about it as well. `A/R` and `C/I` are "
        "accepted practice in RACI; a scheme says with `together` what else is.",
        folded="in {count} of {total} rows, a cell has letters that do not go together",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/C, sre: R}}
            """),
        reported="Deployments: devops holds A (Accountable) and C (Consulted), which do not go together",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: C/I}}
            """),
        find=_two_letters,
    ),
    Rule(
        id="duties-not-separated",
        kind="row",
        severity=Severity.WARNING,
        title="Deciding and doing lie with one role or person, where the row keeps them apart.",
        about="The row says `separate: true`, as for payments and access rights: nobody should approve "
        "their own work. One person who holds both roles is enough to break it.",
        folded="in {count} of the {total} rows that keep duties apart, one role or person has both",
        bad=lines("""
            responsibilities:
              payments: {name: Payments, separate: true, assign: {finance: A/R}}
            """),
        reported="Payments: finance both decides and does it",
        good=lines("""
            responsibilities:
              payments: {name: Payments, separate: true, assign: {finance: A, clerk: R}}
            """),
        find=_duties_not_separated,
        looks_at=rows_by(lambda found: found.separate),
    ),
    Rule(
        id="no-backup",
        kind="row",
        severity=Severity.HINT,
        title="One role with one holder does it alone.",
        about="When that person is ill or leaves, the work stops. Let a second person hold the role, a "
        "second role do the work, or name who stands in. Nothing is said where holders are not "
        "recorded.",
        folded="{count} of {total} rows are done by one role with one holder",
        merged="{role}, held only by {person}, does {count} rows alone",
        bad=lines("""
            roles:
              sre: {name: SRE, holders: [Ana]}
            responsibilities:
              alerts: {name: Alerts, assign: {sre: A/R}}
            """),
        reported="Alerts: only SRE does it, and only Ana holds that role",
        good=lines("""
            roles:
              sre: {name: SRE, holders: [Ana, Bo]}
            responsibilities:
              alerts: {name: Alerts, assign: {sre: A/R}}
            """),
        find=_no_backup,
        looks_at=all_rows,
    ),
)
