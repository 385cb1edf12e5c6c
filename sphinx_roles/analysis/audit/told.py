"""Rules that reading the data applies: their findings are the problems that it has told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Severity, number
from sphinx_roles.analysis.audit.rule import Finder, Rule, Setting, lines
from sphinx_roles.model import hide_addresses
from sphinx_roles.problems import Code, Problem

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_ARROW = " → "


def told_of(code: Code, *, once: bool = False) -> Finder:
    """Return what finds the problems of a code; those that say the same have one cause.

    ``once`` is for problems that are told at each of the places that disagree.
    """

    def find(facts: Facts, setting: Setting) -> Iterator[Finding]:
        seen: set[frozenset[str]] = set()
        for problem in facts.problems.get(code, ()):
            names = frozenset(_names(problem))
            if not once or names not in seen:
                seen.add(names)
                yield finding_of(problem, setting)

    return find


def finding_of(problem: Problem, setting: Setting) -> Finding:
    """Return a problem as a finding."""
    return setting.finding(
        ("problem", str(problem.code), problem.text, str(problem.location)),
        problem.location,
        "{text}",
        number("text", hide_addresses(problem.text)),
        group=problem.text,
        names=_names(problem),
    )


def _names(problem: Problem) -> tuple[str, ...]:
    """Return the words under which a problem can be accepted: those in quotes, or in a circle."""
    quoted = (first or second for first, second in _QUOTED.findall(problem.text))
    circle = problem.text.rpartition(": ")[2].split(_ARROW) if _ARROW in problem.text else ()
    return tuple(dict.fromkeys((*quoted, *circle)))


def _rows(facts: Facts) -> dict[str | None, int]:
    return {None: len(facts.rows)}


def _roles(facts: Facts) -> dict[str | None, int]:
    return {None: len(facts.catalog.roles)}


_MERGED = "{text}, at {count} places"


RULES = (
    Rule(
        id="conflicting-assignment",
        kind="row",
        severity=Severity.ERROR,
        build=True,
        title="Two places give a role different letters for one row.",
        about="Both cannot be true. The first one stands until one of them is taken out.",
        folded="{count} assignments stand at two places with different letters",
        merged=_MERGED,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, DevOps: R}}
            """),
        reported="'devops' has R for 'Deployments', but R/A at roles.yaml:2:49; the first one is used",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=told_of(Code.CONFLICTING_ASSIGNMENT),
        looks_at=_rows,
    ),
    Rule(
        id="duplicate-assignment",
        kind="row",
        severity=Severity.WARNING,
        build=True,
        title="The same assignment stands twice.",
        about="It does no harm today, and one of the two will be forgotten at the next change.",
        folded="{count} assignments stand twice",
        merged=_MERGED,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, DevOps: A/R}}
            """),
        reported="'devops' has R/A for 'Deployments' twice, here and at roles.yaml:2:49",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=told_of(Code.DUPLICATE_ASSIGNMENT),
        looks_at=_rows,
    ),
    Rule(
        id="duplicate-responsibility",
        kind="row",
        severity=Severity.WARNING,
        build=True,
        title="The same row stands twice in one section.",
        about="Readers find one of the two. Two sections, or two matrices, may well have a row of the same "
        "name.",
        folded="{count} rows stand twice",
        merged=_MERGED,
        bad=lines("""
            responsibilities:
              - {id: deploys, name: Deployments, assign: {devops: A/R}}
              - {id: deploys, name: Deployments, assign: {devops: A/R}}
            """),
        reported="the responsibility 'Deployments' stands twice, here and at roles.yaml:2:5",
        good=lines("""
            responsibilities:
              today: {rows: {deploys: {name: Deployments, assign: {devops: A/R}}}}
              tomorrow: {rows: {deploys: {name: Deployments, assign: {devops: A/R}}}}
            """),
        find=told_of(Code.DUPLICATE_RESPONSIBILITY),
        looks_at=_rows,
    ),
    Rule(
        id="unknown-role",
        kind="model",
        severity=Severity.ERROR,
        build=True,
        title="A name leads to no role.",
        about="A slip of the pen takes a role out of its row. The nearest name is told.",
        folded="{count} names lead to no role",
        merged=_MERGED,
        bad=lines("""
            roles: {devops: {name: DevOps Engineer}}
            responsibilities:
              deploys: {name: Deployments, assign: {devosp: A/R}}
            """),
        reported="no role answers to 'devosp'; did you mean 'devops'?",
        good=lines("""
            roles: {devops: {name: DevOps Engineer}}
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=told_of(Code.UNKNOWN_ROLE),
        looks_at=_rows,
    ),
    Rule(
        id="unknown-letter",
        kind="model",
        severity=Severity.ERROR,
        build=True,
        title="A letter is none of the scheme's.",
        about="A letter means something only in its scheme. One that cannot be read counts neither as there "
        "nor as missing.",
        folded="{count} cells have letters that are none of the scheme's",
        merged=_MERGED,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/Q}}
            """),
        reported="'Q' in 'A/Q' is no letter of RACI, which has R, A, C, I",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=told_of(Code.UNKNOWN_LETTER),
        looks_at=_rows,
    ),
    Rule(
        id="unknown-skill",
        kind="model",
        severity=Severity.ERROR,
        build=True,
        title="A skill is used that `skills` does not define.",
        about="That is asked only where some file defines skills; else, a skill is defined by being used.",
        folded="{count} names lead to no skill",
        merged=_MERGED,
        bad=lines("""
            skills: {observability: {name: Observability}}
            roles: {sre: {name: SRE, skills: [observabilty]}}
            """),
        reported="no skill is called 'observabilty'; did you mean 'observability'?",
        good=lines("""
            skills: {observability: {name: Observability}}
            roles: {sre: {name: SRE, skills: [observability]}}
            """),
        find=told_of(Code.UNKNOWN_SKILL),
        looks_at=_roles,
    ),
    Rule(
        id="look-alike-letter",
        kind="model",
        severity=Severity.WARNING,
        build=True,
        title="A letter of another script is read as the one that it looks like.",
        about="A Cyrillic А looks like the Latin A, and no search finds it. Type the letter anew.",
        folded="{count} cells have letters of another script that look like those of the scheme",
        merged=_MERGED,
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: А/R}}
            """),
        reported="'А' (U+0410, cyrillic capital letter a) is read as the letter 'A' that it looks like",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        find=told_of(Code.LOOK_ALIKE_LETTER),
        looks_at=_rows,
    ),
    *(
        Rule(
            id=str(code),
            kind="model",
            severity=Severity.ERROR,
            build=True,
            title=f"A chain of `{field}` leads back to its start.",
            about=about,
            folded=f"{{count}} chains of `{field}` lead back to their start",
            merged=_MERGED,
            bad=f"roles:\n  sre: {{{field}: devops}}\n  devops: {{{field}: sre}}\n",
            reported=f"{field} leads in a circle: sre → devops → sre",
            good=f"roles:\n  sre: {{{field}: devops}}\n  devops: {{}}\n",
            find=told_of(code),
            looks_at=_roles,
        )
        for code, field, about in (
            (Code.REPORTS_IN_A_CIRCLE, "reports_to", "Somebody reports to nobody: break the circle there."),
            (Code.EXTENDS_IN_A_CIRCLE, "extends", "A role cannot build on itself: break the circle."),
            (Code.COVER_IN_A_CIRCLE, "covered_by", "Where each stands in for the other, nobody is there."),
        )
    ),
    Rule(
        id="ambiguous-role",
        kind="model",
        severity=Severity.ERROR,
        build=True,
        title="Two roles answer to one name, abbreviation or alias.",
        about="A reference by that name would lead to either. Take the name from one of them.",
        folded="{count} names lead to more than one role",
        merged=_MERGED,
        bad=lines("""
            roles:
              po: {name: Product Owner}
              planner: {name: Planner, abbr: PO}
            """),
        reported="the roles 'po' and 'planner' both answer to 'PO'; the other one is at roles.yaml:3:3",
        good=lines("""
            roles:
              po: {name: Product Owner}
              planner: {name: Planner, abbr: PL}
            """),
        find=told_of(Code.AMBIGUOUS_ROLE, once=True),
        looks_at=_roles,
    ),
)
