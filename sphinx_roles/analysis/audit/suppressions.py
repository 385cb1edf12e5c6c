"""Findings that a team accepts: they are suppressed until a day, and reported again after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.index import CatalogIndex
from sphinx_roles.analysis.audit.rule import ActiveRule, load_rules
from sphinx_roles.analysis.audit.settings import active_rules
from sphinx_roles.model import Acceptance, Catalog, fold, role_names
from sphinx_roles.problems import Problem, nearest


class Accepted(Struct, frozen=True):
    """An acceptance that is in force, and what it suppresses."""

    acceptance: Acceptance
    findings: tuple[Finding, ...]


def _rule_of(acceptance: Acceptance) -> str:
    return acceptance.rule.strip().casefold()


def suppress(
    index: CatalogIndex,
    findings: Iterable[Finding],
    replaced: Iterable[Finding],
    active: Mapping[str, ActiveRule],
) -> tuple[list[Finding], list[Accepted]]:
    """Return the findings that are reported, and those that are accepted; note what accepts nothing.

    An acceptance of a finding that a worse one has ``replaced`` still has its reason.
    """
    acceptances = index.catalog.accepted
    if not acceptances:
        return list(findings), []
    matches: dict[int, list[Finding]] = {number: [] for number in range(len(acceptances))}
    used: set[int] = set()
    about = set(map(_rule_of, acceptances))
    reported: list[Finding] = []
    for finding in findings:
        fitting = _fitting(index.catalog, finding) if finding.rule in about else []
        used.update(fitting)
        in_force = [number for number in fitting if not _is_over(acceptances[number], index.today)]
        if in_force:
            matches[in_force[0]].append(finding)
        elif fitting:
            days = [day for number in fitting if (day := acceptances[number].until) is not None]
            reported.append(structs.replace(finding, lapsed=max(days)))
        else:
            reported.append(finding)
    for finding in replaced:
        if finding.rule in about:
            used.update(_fitting(index.catalog, finding))
    unused = (acceptance for number, acceptance in enumerate(acceptances) if number not in used)
    index.unmatched = [(one, why) for one in unused if (why := _why_unmatched(index, one, active))]
    return reported, [Accepted(acceptances[n], tuple(found)) for n, found in matches.items() if found]


def suppressed_problems(catalog: Catalog) -> frozenset[Problem]:
    """Return the problems that need no report: their rule is off, or the team has accepted them."""
    if not catalog.problems or not (catalog.rules or catalog.accepted):
        return frozenset()
    active = active_rules(catalog.rules)
    return frozenset(problem for problem in catalog.problems if _is_suppressed(catalog, problem, active))


def _is_suppressed(catalog: Catalog, problem: Problem, active: Mapping[str, ActiveRule]) -> bool:
    rule = active.get(str(problem.code))
    if rule is None:
        return str(problem.code) in load_rules()
    fitting = _fitting(catalog, rule.problem_finding(problem))
    return any(not _is_over(catalog.accepted[number], catalog.today) for number in fitting)


def _is_over(acceptance: Acceptance, today: date | None) -> bool:
    return acceptance.until is not None and today is not None and acceptance.until < today


def _fitting(catalog: Catalog, finding: Finding) -> list[int]:
    """Return the places of the acceptances that name the rule and something that the finding is about."""
    names: set[str] = set()
    found = []
    for number, acceptance in enumerate(catalog.accepted):
        if _rule_of(acceptance) == finding.rule:
            names = names or set(map(fold, _names(catalog, finding)))
            by_file = finding.location is not None and acceptance.on == finding.location.file
            if by_file or fold(acceptance.on) in names:
                found.append(number)
    return found


def _names(catalog: Catalog, finding: Finding) -> Iterator[str]:
    """Yield all names under which a finding can be accepted."""
    yield from finding.names
    kind, *about = finding.subject
    if kind == "row":
        yield from _row_names(catalog, *about)
    elif kind == "section":
        yield from _section_names(catalog, *about)
    for value in finding.values:
        yield from (name for part in value.parts if (name := getattr(part, "name", None)))
    for role in (*finding.roles, *(about if kind in ("role", "roles") else ())):
        if role in catalog.roles:
            yield from (role, *role_names(catalog.roles[role]))


def _row_names(catalog: Catalog, matrix: str, section: str, row: str) -> Iterator[str]:
    yield from (row, f"{matrix}/{row}", f"{section}/{row}")
    yield from _section_names(catalog, matrix, section)


def _section_names(catalog: Catalog, matrix: str, section: str) -> Iterator[str]:
    if found := catalog.sections.get((matrix, section)):
        yield from (found.id, found.name)
    if matrix:
        yield from (matrix, catalog.matrices[matrix].name)


def _why_unmatched(index: CatalogIndex, acceptance: Acceptance, active: Mapping[str, ActiveRule]) -> str:
    """Return why an acceptance matches nothing; ``""`` where a mistake may hide a finding, or it is off."""
    rule, catalog = _rule_of(acceptance), index.catalog
    if rule not in load_rules():
        return f"there is no such rule{nearest(acceptance.rule, sorted(load_rules()))}"
    if rule not in active or index.incomplete:
        return ""
    wanted = fold(acceptance.on)
    names = ((entry, (entry.row.name, *_row_names(catalog, *entry.row.key))) for entry in index.rows)
    rows = [entry for entry, some in names if wanted in map(fold, some)]
    role = catalog.find_role(acceptance.on)
    if any(not entry.complete for entry in rows):
        return ""
    if role is not None and (index.partial or role.id in index.unsure_roles):
        return ""
    known = list(_known(catalog))
    if not rows and role is None and wanted not in map(fold, known):
        return f"nothing has this name{nearest(acceptance.on, known)}"
    return "there is no such finding to accept"


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
