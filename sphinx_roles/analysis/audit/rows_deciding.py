"""Rules about rows: who answers for them, and who does the work."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.audit.facts import Facts, RowFacts
from sphinx_roles.analysis.audit.finding import Finding, Message, Severity, letters, number, one, roles, row
from sphinx_roles.analysis.audit.rule import Rule, Setting, lines
from sphinx_roles.analysis.audit.terms import ACTIVE, OMITTED, OTHER
from sphinx_roles.model import Participation, Role


def _no_accountable(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        terms = found.terms
        if not (terms.needs_decider and found.sure):
            continue
        location = found.row.location
        missing = tuple(
            c for c, held in found.held.items() if not any(p.letter in held for p in terms.deciding)
        )
        if missing:
            yield setting.finding(
                found.subject,
                location,
                "{row}: nobody holds {letter}",
                row(found.row, missing),
                letters(terms.deciding, either=True),
            )
        else:
            yield from _too_few(found, setting)


def _too_few(found: RowFacts, setting: Setting) -> Iterator[Finding]:
    """Find a letter that some hold, but fewer than its scheme asks for."""
    for p in found.terms.deciding:
        short = tuple(c for c, held in found.held.items() if len(held.get(p.letter, ())) < p.min)
        if short:
            text = "{row}: {count} hold {letter}, where {least} must"
            count = min(len(found.held[c].get(p.letter, ())) for c in short)
            yield setting.finding(
                found.subject,
                found.row.location,
                text,
                row(found.row, short),
                number("count", count),
                letters([p]),
                number("least", p.min),
            )


def _several_accountable(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        for p in found.terms.deciding:
            if p.max is None:
                continue
            over = tuple(c for c, held in found.held.items() if len(held.get(p.letter, ())) > p.max)
            if over:
                holding = dict.fromkeys(role for c in over for role in found.held[c][p.letter])
                text = "{row}: {role} hold {letter}, where {most} may"
                yield setting.finding(
                    found.subject,
                    found.row.location,
                    text,
                    row(found.row, over),
                    roles("role", facts.named(holding)),
                    letters([p]),
                    number("most", p.max),
                )


def _no_responsible(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        terms = found.terms
        if not (terms.needs_doer and found.sure):
            continue
        missing = tuple(c for c, held in found.held.items() if _idle(found, held))
        if missing:
            yield setting.finding(
                found.subject,
                found.row.location,
                "{row}: nobody holds {letter}",
                row(found.row, missing),
                letters(terms.doing, either=True),
            )


def _idle(found: RowFacts, held: dict[str, list[str]]) -> bool:
    """Return True where nobody does the work, though somebody takes part.

    Where the letter that decides does as well, it is missing only once.
    """
    terms = found.terms
    if not terms.flag(held) & ~OMITTED or any(p.letter in held for p in terms.doing):
        return False
    decided = any(p.letter in held for p in terms.deciding)
    return decided or not any(p.does for p in terms.deciding)


def _only_passive(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        terms = found.terms
        passive = [p for p in terms.scheme.participations if p.advises or p.informed]
        if not (passive and found.sure and (terms.needs_decider or terms.needs_doer)):
            continue
        where = tuple(c for c, held in found.held.items() if _all_passive(found, c))
        if where:
            held = [p for p in passive if any(p.letter in found.held[c] for c in where)]
            yield setting.finding(
                found.subject,
                found.row.location,
                "{row}: nobody decides or does it, there is only {letter}",
                row(found.row, where),
                letters(held),
            )


def _all_passive(found: RowFacts, condition: str) -> bool:
    flags = found.flags(condition) & ~OMITTED
    return bool(flags) and not flags & (ACTIVE | OTHER)


def _vacant_accountable(facts: Facts, setting: Setting) -> Iterator[Finding]:
    away = {role.id: why for role in facts.catalog.roles.values() if (why := facts.away(role))}
    if not away:
        return
    for found in facts.rows:
        for p in found.terms.deciding:
            for role in found.holding([p]):
                if role in away and not facts.covered(facts.catalog.roles[role]):
                    yield _vacant(facts, setting, found, p, facts.catalog.roles[role])


def _vacant(facts: Facts, setting: Setting, found: RowFacts, p: Participation, role: Role) -> Finding:
    assignment = found.assignment(role.id, [p])
    text = "{row}: {role}, with {letter}, is {state}, and nobody covers"
    return setting.finding(
        found.subject,
        assignment.location if assignment else found.row.location,
        text,
        row(found.row),
        roles("role", [role]),
        letters([p]),
        one("state", Message(facts.away(role))),
        group=role.id,
    )


RULES = (
    Rule(
        id="no-accountable",
        kind="row",
        severity=Severity.ERROR,
        title="Nobody holds the deciding letter.",
        about="A responsibility that nobody answers for is done by whoever happens to care, or not at all. "
        "Give the deciding letter to one role.",
        folded="nobody holds {letter} in {count} of {total} rows",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: R}}
            """),
        reported="Deployments: nobody holds A (Accountable)",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=_no_accountable,
    ),
    Rule(
        id="several-accountable",
        kind="row",
        severity=Severity.ERROR,
        title="More roles hold the deciding letter than its scheme allows.",
        about="If there are two, there are none: each can wait for the other, and both can overrule. Leave "
        "the letter with one of them, or say under which condition each decides: `A (production)`.",
        folded="in {count} of {total} rows, more roles hold {letter} than may",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: A}}
            """),
        reported="Deployments: devops and sre hold A (Accountable), where 1 may",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R (staging), sre: A/R (production)}}
            """),
        find=_several_accountable,
    ),
    Rule(
        id="no-responsible",
        kind="row",
        severity=Severity.ERROR,
        title="Nobody does the work.",
        about="Somebody answers for it, others are heard, and nobody is named who does it. Whoever decides "
        "may well do it too: `A/R`.",
        folded="nobody holds {letter} in {count} of {total} rows",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A}}
            """),
        reported="Deployments: nobody holds R (Responsible)",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=_no_responsible,
    ),
    Rule(
        id="only-passive",
        kind="row",
        severity=Severity.ERROR,
        title="All who take part are only asked or told.",
        about="Everybody has an opinion, and nobody has the task. This is one fault, so that it is not also "
        "told as a missing decision and as missing work.",
        silences=("no-accountable", "no-responsible", "limit", "nobody-consulted-or-informed"),
        folded="in {count} of {total} rows nobody decides or does it, there is only {letter}",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: C, sre: I}}
            """),
        reported="Deployments: nobody decides or does it, there is only C (Consulted) and I (Informed)",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: I}}
            """),
        find=_only_passive,
    ),
    Rule(
        id="vacant-accountable",
        kind="row",
        severity=Severity.ERROR,
        title="The deciding letter is with a role that nobody fills or covers.",
        about="The role is vacant, absent or deprecated, or has `holders: []`, so that there is nobody to "
        "ask. Say who stands in, with `covered_by`, or move the letter.",
        folded="in {count} of {total} rows, {letter} is with a role that nobody fills or covers",
        merged="{role} is {state}, and nobody covers, but the role decides {count} rows",
        bad=lines("""
            roles:
              platform: {name: Platform Engineer, status: vacant}
            responsibilities:
              deploys: {name: Deployments, assign: {platform: A/R}}
            """),
        reported="Deployments: Platform Engineer, with A (Accountable), is vacant, and nobody covers",
        good=lines("""
            roles:
              platform: {name: Platform Engineer, status: vacant, covered_by: devops}
              devops: {name: DevOps Engineer}
            responsibilities:
              deploys: {name: Deployments, assign: {platform: A/R, devops: C}}
            """),
        find=_vacant_accountable,
    ),
)
