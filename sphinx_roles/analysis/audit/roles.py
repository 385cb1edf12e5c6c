"""Rules about roles and people: what they carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Severity, letters, number, one, roles
from sphinx_roles.analysis.audit.rule import Rule, Setting, all_roles, lines, tasks
from sphinx_roles.analysis.audit.terms import INFORMED, OMITTED, PASSIVE
from sphinx_roles.model import Participation, Role, fold


def _overloaded_accountable(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for role in facts.judged:
        rows = facts.decides.get(role.id, [])
        # What a role decides is weighed against the matrices that it takes part in.
        total = sum(facts.row_counts[matrix] for matrix in {facts.rows[n].row.matrix for n in rows})
        if len(rows) > setting["most"] and len(rows) > setting["share"] * total:
            yield setting.finding(
                ("role", role.id),
                role.location,
                "{role} decides {count} of {total} rows",
                roles("role", [role]),
                number("count", len(rows)),
                number("total", total),
            )


def _overloaded_responsible(facts: Facts, setting: Setting) -> Iterator[Finding]:
    most = int(setting["most"])
    for role in facts.judged:
        rows = facts.does.get(role.id, [])
        if len(rows) > most:
            text = "{role} holds {letter} in {count} rows, more than {most}"
            yield setting.finding(
                ("role", role.id),
                role.location,
                text,
                roles("role", [role]),
                letters(p for p in _held(facts, role) if p.does),
                number("count", len(rows)),
                number("most", most),
            )


def _held(facts: Facts, role: Role) -> list[Participation]:
    """Return the letters that a role holds anywhere, once each."""
    found: dict[tuple[str, str], Participation] = {}
    for terms in facts.terms.values():
        for p in terms.scheme.participations:
            if role.id in terms.holders.get(p.letter, ()):
                found.setdefault((p.letter, p.name), p)
    return list(found.values())


def _one_person_many_hats(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for person, held in facts.persons.items():
        hats = [role for role in held if facts.decides.get(role.id)]
        rows = {n for role in hats for n in facts.decides[role.id]}
        if len(hats) > 1 and len(rows) > setting["most"]:
            holders = [holder for role in hats for holder in role.holders or ()]
            name = next(holder.name for holder in holders if fold(holder.name) == person)
            yield setting.finding(
                ("person", person),
                name.location or hats[0].location,
                "{person} decides {count} rows, as {role}",
                one("person", name),
                number("count", len(rows)),
                roles("role", hats),
                names=(name,),
            )


def _unused_role(facts: Facts, setting: Setting) -> Iterator[Finding]:
    if not facts.rows or facts.partial:
        return
    for role in facts.judged:
        quiet = role.status in ("deprecated", "draft") or role.id in facts.unsure_roles
        if not facts.flags[role.id] and not quiet:
            yield setting.finding(
                ("role", role.id), role.location, "{role} has no letter in any row", roles("role", [role])
            )


def _always_involved(facts: Facts, setting: Setting) -> Iterator[Finding]:
    counts: Counter[tuple[str, str]] = Counter()
    for found in facts.rows:
        counts.update((found.row.matrix, role) for role in found.taking)
    judged = {role.id: role for role in facts.judged}
    for (matrix, role), count in counts.items():
        if role in judged and count == facts.row_counts[matrix] and count >= setting["rows"]:
            yield setting.finding(
                ("role", role, matrix),
                judged[role].location,
                "{role} has a letter in each of {count} rows",
                roles("role", [judged[role]]),
                number("count", count),
            )


def _with_letters(facts: Facts) -> Iterator[tuple[Role, int]]:
    """Yield the roles all of whose letters are known, with what those mean."""
    if facts.partial:
        return
    for role in facts.judged:
        if facts.flags[role.id] & ~OMITTED and role.id not in facts.unsure_roles:
            yield role, facts.flags[role.id] & ~OMITTED


def _never_decides_or_does(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for role, flags in _with_letters(facts):
        if flags & PASSIVE and not flags & ~PASSIVE:
            yield _holds_only(facts, setting, role)


def _only_informed(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for role, flags in _with_letters(facts):
        if flags == INFORMED:
            yield _holds_only(facts, setting, role)


def _holds_only(facts: Facts, setting: Setting, role: Role) -> Finding:
    return setting.finding(
        ("role", role.id),
        role.location,
        "{role} holds only {letter}",
        roles("role", [role]),
        letters(p for p in _held(facts, role) if not p.omitted),
    )


def _people(facts: Facts) -> dict[str | None, int]:
    return {None: len(facts.persons)}


_ROWS = "responsibilities:\n"

RULES = (
    Rule(
        id="overloaded-accountable",
        kind="role",
        severity=Severity.WARNING,
        title="One role decides more than five rows, and more than half of all.",
        about="Whatever waits for a decision waits for this role. Let others decide what they know better. "
        "The rows are those of the matrices in which the role decides anything.",
        thresholds={"most": 5, "share": 0.5},
        folded="{count} of {total} roles decide too much",
        bad=_ROWS + tasks(1, 6, "devops: A/R"),
        reported="devops decides 6 of 6 rows",
        good=_ROWS + tasks(1, 5, "devops: A/R") + tasks(6, 6, "sre: A/R"),
        find=_overloaded_accountable,
        looks_at=all_roles,
    ),
    Rule(
        id="overloaded-responsible",
        kind="role",
        severity=Severity.WARNING,
        title="One role does the work of more than ten rows.",
        about="Nobody does eleven things well at once. Share the work, or see whether the rows are one "
        "task. Teams are passed over: they are many.",
        thresholds={"most": 10},
        folded="{count} of {total} roles do too much",
        bad=_ROWS + tasks(1, 11, "devops: R, sre: A"),
        reported="devops holds R (Responsible) in 11 rows, more than 10",
        good=_ROWS + tasks(1, 10, "devops: R, sre: A"),
        find=_overloaded_responsible,
        looks_at=all_roles,
    ),
    Rule(
        id="one-person-many-hats",
        kind="role",
        severity=Severity.WARNING,
        title="One person decides more than ten rows through several roles.",
        about="Each role looks bearable, and one person wears them all. That is known only where the data "
        "names the holders.",
        thresholds={"most": 10},
        folded="{count} of {total} people decide too much through several roles",
        bad="roles:\n  devops: {holders: [Ana, Bo]}\n  sre: {holders: [Ana, Cleo]}\n"
        + _ROWS
        + tasks(1, 5, "devops: A/R")
        + tasks(6, 11, "sre: A/R"),
        reported="Ana decides 11 rows, as devops and sre",
        good="roles:\n  devops: {holders: [Ana, Bo]}\n  sre: {holders: [Dora, Cleo]}\n"
        + _ROWS
        + tasks(1, 5, "devops: A/R")
        + tasks(6, 11, "sre: A/R"),
        find=_one_person_many_hats,
        looks_at=_people,
    ),
    Rule(
        id="unused-role",
        kind="role",
        severity=Severity.WARNING,
        title="A role has no letter anywhere.",
        about="Somebody has a role, and no part in anything that is written down: a row is missing, or the "
        "role is. Teams, people and others outside are passed over, and so is a draft or a deprecated "
        "role.",
        folded="{count} of {total} roles have no letter in any row",
        bad=lines("""
            roles:
              devops: {name: DevOps Engineer}
              sre: {name: SRE}
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R}}
            """),
        reported="SRE has no letter in any row",
        good=lines("""
            roles:
              devops: {name: DevOps Engineer}
              sre: {name: SRE}
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A, sre: R}}
            """),
        find=_unused_role,
        looks_at=all_roles,
    ),
    Rule(
        id="always-involved",
        kind="role",
        severity=Severity.HINT,
        title="A role has a letter in each row.",
        about="It can leave nothing aside, and nothing goes on without it. From five rows on. Where no row "
        "leaves anybody out, that is told instead.",
        thresholds={"rows": 5},
        folded="{count} of {total} roles have a letter in each row",
        bad=_ROWS + tasks(1, 5, "devops: A/R"),
        reported="devops has a letter in each of 5 rows",
        good=_ROWS + tasks(1, 4, "devops: A/R") + tasks(5, 5, "sre: A/R"),
        find=_always_involved,
        looks_at=all_roles,
    ),
    Rule(
        id="never-decides-or-does",
        kind="role",
        severity=Severity.HINT,
        title="A role is only asked and told.",
        about="A role that never decides or does anything may be one of a team's, or an audience. Say so "
        "with `kind`, or give it what is its own.",
        folded="{count} of {total} roles hold only {letter}",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: C}}
            """),
        reported="sre holds only C (Consulted)",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A, sre: R}}
            """),
        find=_never_decides_or_does,
        looks_at=all_roles,
    ),
    Rule(
        id="only-informed",
        kind="role",
        severity=Severity.HINT,
        title="A role is only told.",
        about="Readers of a newsletter need no column. Leave the role out, or make it an audience with "
        "`kind`.",
        silences=("never-decides-or-does",),
        folded="{count} of {total} roles hold only {letter}",
        bad=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: I}}
            """),
        reported="sre holds only I (Informed)",
        good=lines("""
            responsibilities:
              deploys: {name: Deployments, assign: {devops: A/R, sre: C}}
            """),
        find=_only_informed,
        looks_at=all_roles,
    ),
)
