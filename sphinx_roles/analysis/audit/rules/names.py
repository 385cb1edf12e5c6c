"""Rules about names: of roles and of responsibilities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import ActiveRule, CatalogIndex, all_roles, finder
from sphinx_roles.analysis.audit.rules.data_problems import problem_findings
from sphinx_roles.model import Role, fold, role_names

_WORD = re.compile(r"\w+")
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
    return tuple(_WORD.findall(text.casefold()))


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
    for pair in dict.fromkeys(map(frozenset, alike.values())):
        found = index.in_order(pair)
        if len(found) > 1 and not _is_ambiguous(found):
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
    for role in index.own:
        people = [index.people.find(role.name), *index.people.namesakes(role.name)]
        held = next((roles for one in people if one and (roles := index.persons.get(one.id))), [])
        if role.kind != "person" and held:
            text = "{role} is the name of a person, who holds {held}"
            yield rule.finding(role, text, at=role.name.location, held=held)
    # An assignment to a person who has no role to go to has been reported, and is lost.
    yield from problem_findings(index, rule)
