"""Findings that a team lives with: they are silent until a day, and loud again after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import Setting
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.analysis.audit.settings import settings_of
from sphinx_roles.analysis.audit.told import finding_of
from sphinx_roles.model import Acceptance, Catalog, Responsibility, Role, fold, role_names
from sphinx_roles.problems import Problem, nearest


class Accepted(Struct, frozen=True):
    """An acceptance that is in force, and what it keeps silent."""

    acceptance: Acceptance
    findings: tuple[Finding, ...]


def rule_of(acceptance: Acceptance) -> str:
    """Return the id of the rule that an acceptance is about."""
    return acceptance.rule.strip().casefold()


def accept(
    facts: Facts, found: Iterable[Finding], silenced: Iterable[Finding], in_force: Mapping[str, Setting]
) -> tuple[list[Finding], list[Accepted]]:
    """Return the findings that stay loud, and those that are accepted; note what accepts nothing.

    What is accepted may have been silenced by a worse finding: the acceptance still has its reason.
    """
    acceptances = facts.catalog.accepted
    if not acceptances:
        return list(found), []
    matches: dict[int, list[Finding]] = {index: [] for index in range(len(acceptances))}
    used: set[int] = set()
    about = {rule_of(acceptance) for acceptance in acceptances}
    loud: list[Finding] = []
    for finding in found:
        fitting = _fitting(facts.catalog, finding, acceptances) if finding.rule in about else []
        used.update(fitting)
        standing = [index for index in fitting if not _over(acceptances[index].until, facts.today)]
        if standing:
            matches[standing[0]].append(finding)
        elif fitting:
            last = max(day for index in fitting if (day := acceptances[index].until) is not None)
            loud.append(structs.replace(finding, lapsed=last))
        else:
            loud.append(finding)
    for finding in silenced:
        if finding.rule in about:
            used.update(_fitting(facts.catalog, finding, acceptances))
    unused = (acceptance for index, acceptance in enumerate(acceptances) if index not in used)
    facts.unmatched = list(_unmatched(facts, unused, in_force))
    accepted = [Accepted(acceptances[i], tuple(findings)) for i, findings in matches.items() if findings]
    return loud, accepted


def quiet_problems(catalog: Catalog) -> frozenset[Problem]:
    """Return what reading has found and need not tell: its rule is off, or the team has accepted it."""
    if not catalog.problems or not (catalog.rules or catalog.accepted):
        return frozenset()
    in_force, rules = settings_of(catalog.rules), {rule.id for rule in RULES}
    about = {rule_of(acceptance) for acceptance in catalog.accepted}
    quiet = []
    for problem in catalog.problems:
        setting = in_force.get(str(problem.code))
        if setting is None:
            quiet += [problem] if str(problem.code) in rules else []
        elif setting.rule in about:
            fitting = _fitting(catalog, finding_of(problem, setting), catalog.accepted)
            standing = (not _over(catalog.accepted[index].until, catalog.today) for index in fitting)
            quiet += [problem] if any(standing) else []
    return frozenset(quiet)


def _over(until: date | None, today: date | None) -> bool:
    return until is not None and today is not None and until < today


def _fitting(catalog: Catalog, finding: Finding, acceptances: Iterable[Acceptance]) -> list[int]:
    """Return the places of the acceptances that name the rule and something that the finding is about."""
    names: set[str] = set()
    found = []
    for index, acceptance in enumerate(acceptances):
        if rule_of(acceptance) == finding.rule:
            names = names or {fold(name) for name in _names(catalog, finding)}
            by_file = finding.location is not None and acceptance.on == finding.location.file
            if by_file or fold(acceptance.on) in names:
                found.append(index)
    return found


def _names(catalog: Catalog, finding: Finding) -> Iterator[str]:
    """Yield all names under which a finding can be accepted."""
    yield from finding.names
    match finding.subject:
        case ("row", matrix, section, row):
            yield from (row, f"{matrix}/{row}", f"{section}/{row}")
            yield from _section_names(catalog, matrix, section)
        case ("section", matrix, section):
            yield from _section_names(catalog, matrix, section)
        case ("role" | "roles", *roles):
            for role in roles:
                if role in catalog.roles:
                    yield from _role_names(catalog.roles[role])
    for value in finding.values:
        for part in value.parts:
            name = getattr(part, "name", None)
            if name:
                yield name
    for role in finding.roles:
        yield from _role_names(catalog.roles[role])


def _section_names(catalog: Catalog, matrix: str, section: str) -> Iterator[str]:
    if found := catalog.sections.get((matrix, section)):
        yield from (found.id, found.name)
    if matrix:
        yield from (matrix, catalog.matrices[matrix].name)


def _role_names(role: Role) -> Iterator[str]:
    yield role.id
    yield from role_names(role)


def _unmatched(
    facts: Facts, unused: Iterable[Acceptance], in_force: Mapping[str, Setting]
) -> Iterator[tuple[Acceptance, str]]:
    """Yield the acceptances that match nothing, and why, but for those of which that is not known."""
    rules = {rule.id for rule in RULES}
    for acceptance in unused:
        rule = rule_of(acceptance)
        if rule not in rules:
            yield acceptance, f"there is no such rule{nearest(acceptance.rule, sorted(rules))}"
        elif rule in in_force and not facts.incomplete:
            why = _why(facts, acceptance)
            if why:
                yield acceptance, why


def _why(facts: Facts, acceptance: Acceptance) -> str:
    """Say why an acceptance matches nothing; ``""`` where a finding may only be hidden by a mistake."""
    wanted = fold(acceptance.on)
    rows = [found for found in facts.rows if wanted in _row_names(facts.catalog, found.row)]
    role = facts.catalog.find_role(acceptance.on)
    if any(not found.sure for found in rows) or (role and (facts.partial or role.id in facts.unsure_roles)):
        return ""
    known = list(_known(facts.catalog))
    if not rows and role is None and wanted not in {fold(name) for name in known}:
        return f"nothing is called so{nearest(acceptance.on, known)}"
    return "there is no such finding to accept"


def _row_names(catalog: Catalog, row: Responsibility) -> set[str]:
    section = _section_names(catalog, row.matrix, row.section)
    names = (row.id, row.name, f"{row.matrix}/{row.id}", f"{row.section}/{row.id}", *section)
    return {fold(name) for name in names}


def _known(catalog: Catalog) -> Iterator[str]:
    """Yield all that an acceptance may name."""
    for row in catalog.rows:
        yield from (row.id, row.name)
    yield from catalog.role_names()
    for section in catalog.sections.values():
        yield from (section.id, section.name)
    yield from (name for matrix in catalog.matrices.values() for name in (matrix.id, matrix.name) if name)
    yield from catalog.files
    yield from catalog.skills
