"""Rules about rows: too many who take part, or too few."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sphinx_roles.analysis.audit.facts import Facts, RowFacts
from sphinx_roles.analysis.audit.finding import Finding, Severity, letters, number, row
from sphinx_roles.analysis.audit.rule import Finder, Rule, Setting, lines
from sphinx_roles.analysis.audit.terms import ACTIVE, OMITTED, Terms
from sphinx_roles.model import Participation


def _many(parts: Callable[[Terms], tuple[Participation, ...]]) -> Finder:
    """Find rows in which many hold the letters that ``parts`` chooses."""

    def find(facts: Facts, setting: Setting) -> Iterator[Finding]:
        most = int(setting["most"])
        for found in facts.rows:
            counted = parts(found.terms)
            count = max(_count(found, counted, condition) for condition in found.held)
            if count > most:
                held = [p for p in counted if found.holding([p])]
                yield setting.finding(
                    found.subject,
                    found.row.location,
                    "{row}: {count} roles hold {letter}, more than {most}",
                    row(found.row),
                    number("count", count),
                    letters(held, either=True),
                    number("most", most),
                )

    return find


def _count(found: RowFacts, parts: tuple[Participation, ...], condition: str) -> int:
    """Count the roles with any of some letters: mostly, there is one such letter."""
    if len(parts) == 1:
        return len(found.held[condition].get(parts[0].letter, ()))
    return len(found.holding(parts, condition))


def _everyone_involved(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        count = len(facts.taking_part[found.row.matrix])
        if count >= setting["roles"] and len(found.taking) == count:
            active = set(found.holding((*found.terms.deciding, *found.terms.doing)))
            text = "{row}: all {count} roles take part, {passive} of them without deciding or doing it"
            yield setting.finding(
                found.subject,
                found.row.location,
                text if active else "{row}: all {count} roles take part",
                row(found.row),
                number("count", count),
                number("passive", count - len(active)),
            )


def _limit(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for found in facts.rows:
        for p in found.terms.scheme.participations:
            if not p.decides and (p.min or p.max is not None):
                yield from _beyond(found, p, setting)


def _beyond(found: RowFacts, p: Participation, setting: Setting) -> Iterator[Finding]:
    counts = {c: len(held.get(p.letter, ())) for c, held in found.held.items()}
    over = tuple(c for c, count in counts.items() if p.max is not None and count > p.max)
    under = tuple(c for c, count in counts.items() if count < p.min and not _missing_anyway(found, c, p))
    if over:
        text = "{row}: {count} roles hold {letter}, where {most} may"
        yield setting.finding(
            found.subject,
            found.row.location,
            text,
            row(found.row, over),
            number("count", max(counts[c] for c in over)),
            letters([p]),
            number("most", p.max),
        )
    elif under and found.sure:
        text = "{row}: {count} hold {letter}, where {least} must"
        yield setting.finding(
            found.subject,
            found.row.location,
            text,
            row(found.row, under),
            number("count", min(counts[c] for c in under)),
            letters([p]),
            number("least", p.min),
        )


def _missing_anyway(found: RowFacts, condition: str, p: Participation) -> bool:
    """Return True where the lack of a letter is told by another rule: nobody does it, or takes part."""
    flags = found.flags(condition)
    return not flags & ~OMITTED or (
        p.does and not any(d.letter in found.held[condition] for d in found.terms.doing)
    )


def _nobody_consulted_or_informed(facts: Facts, setting: Setting) -> Iterator[Finding]:
    others = len(facts.catalog.roles)
    for found in facts.rows:
        terms = found.terms
        passive = tuple(dict.fromkeys((*terms.advising, *terms.informed)))
        busy = any(found.flags(condition) & ACTIVE for condition in found.held)
        if not (passive and busy and found.sure) or len(found.taking) >= others:
            continue
        if not found.holding(passive):
            yield setting.finding(
                found.subject,
                found.row.location,
                "{row}: nobody holds {letter}",
                row(found.row),
                letters(passive, either=True),
            )


_CROWD = "in {count} of {total} rows, more than {most} roles hold {letter}"

RULES = (
    Rule(
        id="many-responsible",
        kind="row",
        severity=Severity.HINT,
        title="More than three roles do the same work.",
        about="Where many hands do it, each relies on the others. Perhaps the row is several tasks, or some "
        "of them only help.",
        thresholds={"most": 3},
        folded=_CROWD,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {a: A/R, b: R, c: R, d: R}}
            """),
        reported="Deployments: 4 roles hold R (Responsible), more than 3",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {a: A/R, b: R, c: R}}
            """),
        find=_many(lambda terms: terms.doing),
    ),
    Rule(
        id="many-consulted",
        kind="row",
        severity=Severity.HINT,
        title="More than four roles are asked.",
        about="Every one who must be asked is a conversation before anything happens. Ask those whose "
        "answer could change the result, and tell the others.",
        thresholds={"most": 4},
        folded=_CROWD,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {a: A/R, b: C, c: C, d: C, e: C, f: C}}
              alerts: {name: Alerts, assign: {a: A/R, g: I}}
            """),
        reported="Deployments: 5 roles hold C (Consulted), more than 4",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {a: A/R, b: C, c: C, d: C, e: C, f: I}}
              alerts: {name: Alerts, assign: {a: A/R, g: I}}
            """),
        find=_many(lambda terms: terms.advising),
    ),
    Rule(
        id="many-informed",
        kind="row",
        severity=Severity.HINT,
        title="More than six roles are told.",
        about="What everybody is told, nobody reads. A page or a channel that people follow tells it better "
        "than a list of roles.",
        thresholds={"most": 6},
        folded=_CROWD,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {a: A/R, b: I, c: I, d: I, e: I, f: I, g: I, h: I}}
              alerts: {name: Alerts, assign: {a: A/R, k: I}}
            """),
        reported="Deployments: 7 roles hold I (Informed), more than 6",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {a: A/R, b: I, c: I, d: I, e: I, f: I, g: I}}
              alerts: {name: Alerts, assign: {a: A/R, k: I}}
            """),
        find=_many(lambda terms: terms.informed),
    ),
    Rule(
        id="everyone-involved",
        kind="row",
        severity=Severity.HINT,
        title="No role is left out.",
        about="A row that concerns everybody says little about anybody. Leave out those who would not miss "
        "it. From four roles on.",
        thresholds={"roles": 4},
        silences=("always-involved", "many-consulted", "many-informed"),
        folded="in {count} of {total} rows, no role is left out",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: C, platform: I, support: I}}
            """),
        reported="Deployments: all 4 roles take part, 3 of them without deciding or doing it",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: C, platform: I}}
              alerts: {name: Alerts, assign: {sre: A/R, support: I}}
            """),
        find=_everyone_involved,
    ),
    Rule(
        id="limit",
        kind="row",
        severity=Severity.WARNING,
        title="A letter that does not decide goes beyond the limit of its scheme.",
        about="A scheme says how many may hold a letter, and how many must: DACI has one Driver. Change who "
        "holds it, or the limit in the scheme.",
        folded="in {count} of {total} rows, {letter} goes beyond the limit",
        bad=lines("""
            matrices:
              choices: {scheme: DACI}
            responsibilities:
              tool: {name: Choice of a tool, matrix: choices, assign: {devops: D, sre: D, cto: A}}
            """),
        reported="Choice of a tool: 2 roles hold D (Driver), where 1 may",
        good=lines("""
            matrices:
              choices: {scheme: DACI}
            responsibilities:
              tool: {name: Choice of a tool, matrix: choices, assign: {devops: D, sre: C, cto: A}}
            """),
        find=_limit,
    ),
    Rule(
        id="nobody-consulted-or-informed",
        kind="row",
        severity=Severity.HINT,
        title="Nobody else is asked or told.",
        about="Work of which nobody hears is a silo: others do it again, or are surprised by it. Who would "
        "want to know?",
        folded="in {count} of {total} rows, nobody holds {letter}",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
              alerts: {name: Alerts, assign: {sre: A/R, devops: I}}
            """),
        reported="Deployments: nobody holds C (Consulted) or I (Informed)",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: I}}
              alerts: {name: Alerts, assign: {sre: A/R, devops: I}}
            """),
        find=_nobody_consulted_or_informed,
    ),
)
