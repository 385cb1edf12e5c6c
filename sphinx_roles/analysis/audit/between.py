"""Rules about what lies between roles: the same work twice, or nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Severity, letters, number, roles, section
from sphinx_roles.analysis.audit.rule import Rule, Setting, lines, tasks
from sphinx_roles.analysis.audit.terms import ACTIVE
from sphinx_roles.analysis.similarity import masks, similarities
from sphinx_roles.model import Participation


def _contested(facts: Facts, setting: Setting) -> Iterator[Finding]:
    # The roles of each row and condition that hold the letter; the same letter of two schemes is two.
    holding: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    meant: dict[tuple[str, str], Participation] = {}
    for number_, found in enumerate(facts.rows):
        for p in found.terms.scheme.participations:
            if p.decides or p.does:
                key = found.terms.scheme.id, p.letter
                meant[key] = p
                several = [h[p.letter] for h in found.held.values() if len(h.get(p.letter, ())) > 1]
                holding.setdefault(key, []).extend((number_, roles_) for roles_ in several)
    for key, held in holding.items():
        yield from _contests(facts, setting, meant[key], held)


def _contests(
    facts: Facts, setting: Setting, p: Participation, held: list[tuple[int, list[str]]]
) -> Iterator[Finding]:
    taking = dict.fromkeys(role for _, holding in held for role in holding)
    bits = masks(taking, (holding for _, holding in held))
    pairs = [
        (one.left, one.right)
        for one in similarities(bits)
        if one.shared > setting["most"] and not _part_of(facts, one.left, one.right)
    ]
    for group in _groups(pairs):
        rows = {number_ for number_, holding in held if len(group.intersection(holding)) > 1}
        # A row with several conditions is one row.
        if len(rows) > setting["most"]:
            named = sorted(facts.named(group), key=facts.order)
            yield setting.finding(
                ("roles", *sorted(group)),
                facts.rows[min(rows)].row.location,
                "{role} hold {letter} together in {count} rows",
                roles("role", named),
                letters([p]),
                number("count", len(rows)),
            )


def _part_of(facts: Facts, left: str, right: str) -> bool:
    """Return True for a role and the team that it is part of, who are meant to share."""
    one, other = facts.catalog.roles[left], facts.catalog.roles[right]
    return one.part_of == right or other.part_of == left


def _groups(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Join pairs that share a role: three roles with one contest are one finding, not three."""
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if not group.isdisjoint(pair)]
        groups = [group for group in groups if group.isdisjoint(pair)]
        groups.append(set(pair).union(*touching))
    return groups


def _near_duplicate_roles(facts: Facts, setting: Setting) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for found in facts.rows:
        for role in found.taking:
            counts[role] = counts.get(role, 0) + 1
    judged = [r.id for r in facts.judged if counts.get(r.id, 0) >= setting["rows"]]
    things = (holding for found in facts.rows for held in found.held.values() for holding in held.values())
    alike = {
        (one.left, one.right): one.index
        for one in similarities(masks(judged, things))
        if one.index > setting["alike"]
    }
    for group in _groups(alike):
        named = sorted(facts.named(group), key=facts.order)
        least = min(index for pair, index in alike.items() if group.issuperset(pair))
        yield setting.finding(
            ("roles", *sorted(group)),
            named[0].location,
            "{role} hold nearly the same letters ({percent} % alike)",
            roles("role", named),
            number("percent", int(100 * least)),
        )


def _pairs(facts: Facts) -> Mapping[str | None, int]:
    return {None: len(list(combinations(facts.judged, 2)))}


def _gap_between_roles(facts: Facts, setting: Setting) -> Iterator[Finding]:
    sections: dict[tuple[str, str], list[int]] = {}
    idle: dict[tuple[str, str], bool] = {}
    for number_, found in enumerate(facts.rows):
        key = found.row.matrix, found.row.section
        if key not in facts.catalog.sections:
            continue
        sections.setdefault(key, []).append(number_)
        asked = found.terms.needs_decider or found.terms.needs_doer
        busy = any(found.flags(condition) & ACTIVE for condition in found.held)
        idle[key] = idle.get(key, True) and asked and found.sure and not busy
    for key, rows in sections.items():
        if idle[key] and not facts.incomplete:
            found_section = facts.catalog.sections[key]
            yield setting.finding(
                ("section", *key),
                found_section.location or facts.rows[rows[0]].row.location,
                "{section}: nobody decides or does any of it ({count} in all)",
                section(found_section),
                number("count", len(rows)),
            )


def _sections(facts: Facts) -> Mapping[str | None, int]:
    counts: dict[str | None, int] = {}
    for matrix, _ in {(row.matrix, row.section) for row in facts.catalog.rows if row.section}:
        counts[matrix] = counts.get(matrix, 0) + 1
    return counts


_ROWS = "responsibilities:\n"

RULES = (
    Rule(
        id="contested",
        kind="between",
        severity=Severity.WARNING,
        title="Two roles hold the same deciding or doing letter on more than three of the same rows.",
        about="Where two roles keep meeting over the same work, they step on each other's feet, or each "
        "waits for the other. Split the rows, or let one of them lead. A role and its team are meant "
        "to share.",
        thresholds={"most": 3},
        silences=("near-duplicate-roles",),
        folded="{count} groups of roles share the work of many rows",
        bad=_ROWS + tasks(1, 4, "devops: A/R, sre: R"),
        reported="devops and sre hold R (Responsible) together in 4 rows",
        good=_ROWS + tasks(1, 3, "devops: A/R, sre: R") + tasks(4, 4, "devops: A/R, sre: C"),
        find=_contested,
        looks_at=_pairs,
    ),
    Rule(
        id="near-duplicate-roles",
        kind="between",
        severity=Severity.HINT,
        title="Two roles have nearly the same letters.",
        about="Two columns that look alike may be one role, or one of them is there only for show. Compared "
        "are the letters, row by row: the shared part of all that either has is more than 0.8 "
        "(Jaccard index). From five rows on.",
        thresholds={"alike": 0.8, "rows": 5},
        folded="{count} groups of roles have nearly the same letters",
        bad=_ROWS + tasks(1, 5, "devops: A/R, qa: C, sre: C"),
        reported="qa and sre hold nearly the same letters (100 % alike)",
        good=_ROWS + tasks(1, 4, "devops: A/R, qa: C, sre: C") + tasks(5, 5, "devops: A/R, qa: C, sre: I"),
        find=_near_duplicate_roles,
        looks_at=_pairs,
    ),
    Rule(
        id="gap-between-roles",
        kind="between",
        severity=Severity.WARNING,
        title="In a whole section, no role decides or does.",
        about="Not a row but a field of work is nobody's: it fell between the roles. This is told once for "
        "the section, in place of each of its rows.",
        silences=(
            "only-passive",
            "no-accountable",
            "no-responsible",
            "limit",
            "nobody-consulted-or-informed",
        ),
        folded="in {count} of {total} sections, nobody decides or does anything",
        bad=lines("""
            responsibilities:
              Costs:
                rows:
                  forecast: {name: Forecast of costs, assign: {devops: C}}
                  savings: {name: Savings, assign: {devops: I}}
            """),
        reported="Costs: nobody decides or does any of it (2 in all)",
        good=lines("""
            responsibilities:
              Costs:
                rows:
                  forecast: {name: Forecast of costs, assign: {devops: A/R}}
                  savings: {name: Savings, assign: {devops: A/R}}
            """),
        find=_gap_between_roles,
        looks_at=_sections,
    ),
)
