"""Rules about keeping the data true: what is overdue, and what leads out of it."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Severity, number, one, roles, row
from sphinx_roles.analysis.audit.rule import Rule, Setting, lines, rows_by
from sphinx_roles.model import fold, person_name


def _unknown_manager(facts: Facts, setting: Setting) -> Iterator[Finding]:
    if facts.incomplete:
        return
    for role in facts.own:
        manager = role.reports_to
        if manager and manager not in facts.catalog.roles:
            yield setting.finding(
                ("role", role.id),
                manager.location or role.location,
                "{role} reports to {manager}, which is no role of this catalog",
                roles("role", [role]),
                one("manager", person_name(manager)),
                group=fold(manager),
                names=(manager,),
            )


def _reporting(facts: Facts) -> dict[str | None, int]:
    return {None: sum(role.reports_to is not None for role in facts.own)}


def _stale(facts: Facts, setting: Setting) -> Iterator[Finding]:
    if facts.today is None:
        return
    for role in facts.own:
        if role.review_by is not None and role.review_by < facts.today:
            yield setting.finding(
                ("role", role.id),
                role.location,
                "{role}: the review was due on {day}",
                roles("role", [role]),
                number("day", role.review_by),
            )
    for found in facts.catalog.rows:
        if found.review_by is not None and found.review_by < facts.today:
            yield setting.finding(
                ("row", *found.key),
                found.location,
                "{row}: the review was due on {day}",
                row(found),
                number("day", found.review_by),
            )


def _to_review(facts: Facts) -> dict[str | None, int]:
    rows = rows_by(lambda found: found.review_by is not None)(facts)
    return {**rows, None: sum(role.review_by is not None for role in facts.own)}


def _accepted_nothing(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for acceptance, why in facts.unmatched:
        yield setting.finding(
            ("acceptance", acceptance.rule, acceptance.on),
            acceptance.location,
            "{rule} on {on}: {why}",
            number("rule", acceptance.rule),
            number("on", acceptance.on),
            number("why", why),
            names=(acceptance.on,),
        )


def _accepted(facts: Facts) -> dict[str | None, int]:
    return {None: len(facts.catalog.accepted)}


RULES = (
    Rule(
        id="unknown-manager",
        kind="model",
        severity=Severity.HINT,
        title="A role reports to somebody outside of the catalog.",
        about="The name is shown as it stands, without a link. That may be meant; where it is not, the role "
        "is missing, or its name has a slip.",
        folded="{count} of {total} roles report to somebody outside of this catalog",
        merged="{count} roles report to {manager}, which is no role of this catalog",
        bad=lines("""
            roles:
              sre: {name: SRE, reports_to: CTO}
            """),
        reported="SRE reports to CTO, which is no role of this catalog",
        good=lines("""
            roles:
              sre: {name: SRE, reports_to: CTO}
              cto: {name: Chief of Technology, abbr: CTO}
            """),
        find=_unknown_manager,
        looks_at=_reporting,
    ),
    Rule(
        id="stale",
        kind="model",
        severity=Severity.WARNING,
        title="The day of `review_by` has passed.",
        about="Somebody promised to look at it again. Look, correct what has changed, and set the next day. "
        "What is due today is not overdue.",
        folded="{count} of {total} reviews are overdue",
        bad=lines("""
            roles:
              sre: {name: SRE, review_by: 2020-03-31}
            """),
        reported="SRE: the review was due on 2020-03-31",
        good=lines("""
            roles:
              sre: {name: SRE, review_by: 2999-03-31}
            """),
        find=_stale,
        looks_at=_to_review,
    ),
    Rule(
        id="accepted-nothing",
        kind="model",
        severity=Severity.WARNING,
        title="An acceptance matches no finding.",
        about="What was accepted has been mended, or the acceptance has a slip in its rule or in what it is "
        "about. Take it out, so that it cannot hide something later.",
        folded="{count} of {total} acceptances match no finding",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            accepted:
              - {rule: no-accountable, on: deploys, reason: until we have hired}
            """),
        reported="no-accountable on deploys: there is no such finding to accept",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: R}}
            accepted:
              - {rule: no-accountable, on: deploys, reason: until we have hired}
            """),
        find=_accepted_nothing,
        looks_at=_accepted,
    ),
)
