"""Rules about roles, people and names: how much depends on them, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import (
    INFORMED,
    OMITTED,
    PASSIVE,
    ActiveRule,
    CatalogIndex,
    all_roles,
    finder,
)
from sphinx_roles.analysis.audit.rules.data_problems import problem_findings
from sphinx_roles.analysis.sentence import DayRef
from sphinx_roles.model import Participation, Role, fold, identify, role_names


@finder(totals=all_roles)
def overloaded_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    decided = {
        role: Counter(index.rows[n].row.matrix for n in numbers) for role, numbers in index.decides.items()
    }
    for role in index.judged:
        # What a role decides is weighed against the matrices that it takes part in.
        matrices, count = decided.get(role.id, Counter()), len(index.decides.get(role.id, ()))
        if count <= rule["most"]:
            continue
        total = sum(index.row_counts[matrix] for matrix in matrices)
        others = {
            other: sum(rows[matrix] for matrix in matrices)
            for other, rows in decided.items()
            if other != role.id
        }
        second = max(others.values(), default=0)
        if count > rule["share"] * total:
            text = "{role} decides {count} of {total} rows"
            yield rule.finding(role, text, size=count, count=count, total=total)
        elif second and count > rule["times"] * second:
            text = "{role} decides {count} of {total} rows, where {other}, who comes next, decides {second}"
            named = index.in_order([other for other, number in others.items() if number == second])[0]
            yield rule.finding(role, text, size=count, count=count, total=total, other=named, second=second)


@finder(totals=all_roles)
def overloaded_responsible(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text, most = "{role} holds {letter} in {count} rows, more than {most}", int(rule["most"])
    for role in index.judged:
        rows = index.does.get(role.id, [])
        if len(rows) > most:
            letters = [p for p in _held(index, role) if p.does]
            yield rule.finding(role, text, size=len(rows), letter=letters, count=len(rows), most=most)


@finder(totals=all_roles)
def ended_holder(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{role}: {person} held it until {day}"
    for role in index.own:
        for holder in filter(index.catalog.has_left, role.holders or ()):
            at, name = getattr(holder.until, "location", None), holder.name
            yield rule.finding(role, text, at=at, person=name, day=DayRef(str(holder.until)), names=(name,))


def _held(index: CatalogIndex, role: Role) -> list[Participation]:
    """Return the letters that a role holds anywhere, once each."""
    found: dict[tuple[str, str], Participation] = {}
    for scheme in index.schemes.values():
        for p in scheme.participations:
            if role.id in scheme.holders.get(p.letter, ()):
                found.setdefault((p.letter, p.name), p)
    return list(found.values())


@finder(totals=lambda index: {None: len(index.persons)})
def one_person_many_hats(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for person, held in index.persons.items():
        hats = [role for role in held if index.decides.get(role.id)]
        rows = {n for role in hats for n in index.decides[role.id]}
        if len(hats) > 1 and len(rows) > rule["most"]:
            name = index.holders(hats[0])[person].name
            text, at = "{person} decides {count} rows, as {role}", name.location or hats[0].location
            subject, count, names = ("person", person), len(rows), (name,)
            yield rule.finding(
                subject, text, at=at, size=count, names=names, person=name, count=count, role=hats
            )


@finder(totals=all_roles)
def unused_role(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    if not index.rows or index.partial:
        return
    for role in index.judged:
        quiet = role.status in ("deprecated", "draft") or role.id in index.unsure_roles
        if not index.flags[role.id] and not quiet:
            yield rule.finding(role, "{role} has no letter in any row")


@finder(totals=all_roles)
def always_involved(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    always: dict[str, dict[str, None]] = {}
    for entry in index.rows:
        # After a few rows, hardly any role is left.
        so_far = always.setdefault(entry.row.matrix, entry.taking)
        always[entry.row.matrix] = {role: None for role in so_far if role in entry.taking}
    judged = {role.id: role for role in index.judged}
    for matrix, roles in always.items():
        count = index.row_counts[matrix]
        for role in [judged[one] for one in roles if one in judged] if count >= rule["rows"] else ():
            text, subject = "{role} has a letter in each of {count} rows", ("role", role.id, matrix)
            at, size = role.location, count
            yield rule.finding(subject, text, at=at, size=size, group=role.id, role=role, count=count)


@finder(totals=all_roles)
def never_decides_or_does(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _holding_only(index, rule, PASSIVE)


@finder(totals=all_roles)
def only_informed(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    return _holding_only(index, rule, INFORMED)


def _holding_only(index: CatalogIndex, rule: ActiveRule, allowed: int) -> Iterator[Finding]:
    """Find the roles that hold a letter, and none that means anything but what is allowed."""
    if index.partial:
        return
    for role in index.judged:
        flags = index.flags[role.id] & ~OMITTED
        if flags and not flags & ~allowed and role.id not in index.unsure_roles:
            letters = [p for p in _held(index, role) if not p.omitted]
            yield rule.finding(role, "{role} holds only {letter}", letter=letters)


_SHORT = range(2, 6)
"""How many letters the initials of a name have."""
_ABBREVIATIONS = """
admin administrator, arch architect, asst assistant, dev developer, dir director, eng engineer, engr engineer,
exec executive, infra infrastructure, ing ingeniero, jr junior, ltg leitung, mgmt management, mgr manager,
mitarb mitarbeiter, mktg marketing, ops operations, org organisation, organization organisation, prod product,
proj project, rep representative, resp responsable, sec security, sr senior, stv stellvertretend, sys system,
tech technical, vp vice president
"""
_LONG = dict(pair.strip().split(" ", 1) for pair in _ABBREVIATIONS.split(","))
"""Words that stand for a longer one in the name of a role: in English, German, French and Spanish."""
_PLURALS = {"ies": "y", "sses": "ss", "s": "", "innen": "in", "leute": "mann"}
"""Endings of many, and of one."""


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a name; "C#" is another one than "C"."""
    return tuple(filter(None, identify(text).split("-")))


@finder(totals=all_roles)
def same_role_twice(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    initials: dict[str, list[Role]] = {}
    for role in index.own:
        words = _words(role.name)
        if len(words) > 1:
            initials.setdefault("".join(word[0] for word in words), []).append(role)
    alike: dict[tuple[str, str], set[str]] = {}
    for role in index.own:
        for key in _keys(role, initials):
            alike.setdefault((role.kind, key), set()).add(role.id)
    for pair in dict.fromkeys(frozenset(ids) for ids in alike.values() if len(ids) > 1):
        found = index.in_order(pair)
        if not _is_ambiguous(found):
            subject, location = ("roles", *sorted(pair)), found[-1].location
            yield rule.finding(subject, "{role} seem to be the same role", at=location, role=found)


def _keys(role: Role, initials: dict[str, list[Role]]) -> set[str]:
    """Return what the name comes to without plural, hyphens and abbreviations."""
    words = _words(role.name)
    keys = {"".join(map(_singular, words)), "".join(_singular(_LONG.get(word, word)) for word in words)}
    if len(words) == 1 and role.name.isupper() and len(words[0]) in _SHORT:
        # "PM" may be a Product Manager as well as a Project Manager: then nothing can be said.
        meant = initials.get(words[0], [])
        if len(meant) == 1:
            keys.add("".join(map(_singular, _words(meant[0].name))))
    return keys


def _singular(word: str) -> str:
    for many, single in _PLURALS.items():
        if word.endswith(many) and len(word) > len(many) + 2 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(many) + single
    return word


def _is_ambiguous(found: list[Role]) -> bool:
    """Return True where two of them answer to one name, which reading the data has reported."""
    names = [name for role in found for name in {fold(name) for name in role_names(role)}]
    return len(set(names)) < len(names)


@finder(totals=all_roles)
def generic_role(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    generic = set(map(_words, rule.words))
    for role in index.judged:
        if _words(role.name) in generic:
            text = "{role} is a generic word, and nobody in particular"
            yield rule.finding(role, text, at=role.name.location)


@finder()
def vague_responsibility(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    vague, meant = set(map(_words, rule.words)), set(map(_words, rule.exceptions))
    longest = max(map(len, (*vague, *meant)))
    firsts = {words[0] for words in vague if words}
    for entry in index.rows:
        name = entry.row.name
        words = _words(name)
        # Hardly any name begins with one of the words.
        if not words or words[0] not in firsts:
            continue
        starts = {words[:length] for length in range(1, longest + 1)}
        if starts & vague and not starts & meant:
            word = " ".join(sorted(starts & vague, key=len)[-1])
            text = '{row}: "{word}" does not say what is done'
            yield rule.finding(entry, text, at=name.location, word=word)


@finder(totals=all_roles)
def person_as_role(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    # Where nobody holds anything, no role is called as somebody who does.
    for role in index.own if index.persons else ():
        people = [index.people.find(role.name), *index.people.namesakes(role.name)]
        held = next((roles for one in people if one and (roles := index.persons.get(one.id))), [])
        if role.kind != "person" and held:
            text = "{role} is the name of a person, who holds {held}"
            yield rule.finding(role, text, at=role.name.location, held=held)
    # An assignment to a person who has no role to go to has been reported, and is lost.
    yield from problem_findings(index, rule)
