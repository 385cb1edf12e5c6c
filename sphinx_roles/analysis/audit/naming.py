"""Rules about names: of roles and of responsibilities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Severity, number, roles, row
from sphinx_roles.analysis.audit.rule import Rule, Setting, all_roles, lines
from sphinx_roles.analysis.audit.told import told_of
from sphinx_roles.analysis.audit.words import ABBREVIATIONS, GENERIC, NOT_VAGUE, PLURALS, VAGUE, every
from sphinx_roles.model import Role, fold, role_names
from sphinx_roles.problems import Code

_WORD = re.compile(r"\w+")
_SHORT = range(2, 6)
"""How many letters the initials of a name have."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


@cache
def _short_for() -> dict[str, str]:
    return {short: long for words in ABBREVIATIONS.values() for short, long in words.items()}


def _same_role_twice(facts: Facts, setting: Setting) -> Iterator[Finding]:
    initials: dict[str, list[Role]] = {}
    for role in facts.own:
        words = _words(role.name)
        if len(words) > 1:
            initials.setdefault("".join(word[0] for word in words), []).append(role)
    alike: dict[tuple[str, str], list[Role]] = {}
    for role in facts.own:
        for key in _keys(role, initials):
            alike.setdefault((role.kind, key), []).append(role)
    reported: set[frozenset[str]] = set()
    for found in alike.values():
        pair = frozenset(role.id for role in found)
        if len(pair) > 1 and pair not in reported and not _ambiguous(found):
            reported.add(pair)
            distinct = sorted({role.id: role for role in found}.values(), key=facts.order)
            yield setting.finding(
                ("roles", *sorted(pair)),
                distinct[-1].location,
                "{role} seem to be the same role",
                roles("role", distinct),
            )


def _keys(role: Role, initials: dict[str, list[Role]]) -> set[str]:
    """Return what the name comes to without plural, hyphens and abbreviations."""
    words = _words(role.name)
    long = _short_for()
    keys = {"".join(map(_singular, words)), "".join(_singular(long.get(word, word)) for word in words)}
    if len(words) == 1 and role.name.isupper() and len(words[0]) in _SHORT:
        # "PM" may be a Product Manager as well as a Project Manager: then nothing can be said.
        meant = initials.get(words[0], [])
        if len(meant) == 1:
            keys.add("".join(map(_singular, _words(meant[0].name))))
    return keys


def _singular(word: str) -> str:
    for endings in PLURALS.values():
        for many, single in endings:
            if word.endswith(many) and len(word) > len(many) + 2 and not word.endswith(("ss", "us", "is")):
                return word.removesuffix(many) + single
    return word


def _ambiguous(found: list[Role]) -> bool:
    """Return True where two of them answer to one name: reading has told that."""
    distinct = {role.id: role for role in found}.values()
    names = [name for role in distinct for name in {fold(name) for name in role_names(role)}]
    return len(set(names)) < len(names)


def _generic_role(facts: Facts, setting: Setting) -> Iterator[Finding]:
    generic = {_words(word) for word in (*every(GENERIC), *setting.words)}
    for role in facts.judged:
        if _words(role.name) in generic:
            yield setting.finding(
                ("role", role.id),
                role.name.location or role.location,
                "{role} is a generic word, and nobody in particular",
                roles("role", [role]),
            )


def _vague_responsibility(facts: Facts, setting: Setting) -> Iterator[Finding]:
    vague = {_words(word) for word in (*every(VAGUE), *setting.words)}
    meant = {_words(word) for word in every(NOT_VAGUE)}
    longest = max(map(len, (*vague, *meant)))
    firsts = {words[0] for words in vague if words}
    for found in facts.catalog.rows:
        words = _words(found.name)
        # Hardly any name begins with one of the words.
        if not words or words[0] not in firsts:
            continue
        starts = {words[:length] for length in range(1, longest + 1)}
        if starts & vague and not starts & meant:
            message = max(starts & vague, key=len)
            yield setting.finding(
                ("row", *found.key),
                found.name.location or found.location,
                '{row}: "{word}" does not say what is done',
                row(found),
                number("word", " ".join(message)),
            )


def _person_as_role(facts: Facts, setting: Setting) -> Iterator[Finding]:
    for role in facts.own:
        held = facts.persons.get(fold(role.name), [])
        if role.kind != "person" and held:
            yield setting.finding(
                ("role", role.id),
                role.name.location or role.location,
                "{role} is the name of a person, who holds {held}",
                roles("role", [role]),
                roles("held", held),
            )
    # An assignment to a person who has no role to go to has been told, and is lost.
    yield from told_of(Code.PERSON_AS_ROLE)(facts, setting)


RULES = (
    Rule(
        id="same-role-twice",
        kind="model",
        severity=Severity.WARNING,
        title="Two names of roles differ only by a plural, a hyphen or an abbreviation.",
        about="They are most likely one role, whose rows lie in two columns. Keep one, and give it the "
        "other name as an alias. The steps of a ladder (Engineer I, II) are different roles, and so "
        "are a team and a role.",
        folded="{count} pairs of {total} roles seem to be the same",
        bad=lines("""
            roles:
              devops: {name: DevOps Engineer}
              ops: {name: DevOps Engineers}
            """),
        reported="DevOps Engineer and DevOps Engineers seem to be the same role",
        good=lines("""
            roles:
              devops: {name: DevOps Engineer}
              ops: {name: DevOps Engineers, kind: team}
            """),
        find=_same_role_twice,
        looks_at=all_roles,
    ),
    Rule(
        id="generic-role",
        kind="model",
        severity=Severity.WARNING,
        title="The whole name of a role is a generic word.",
        about="What the team does, nobody does. Name the role in it that does. The words are a list in "
        "several languages, to which `words` adds.",
        words=True,
        folded="{count} of {total} roles are called by a generic word",
        bad=lines("""
            roles:
              team: {name: The team}
            """),
        reported="The team is a generic word, and nobody in particular",
        good=lines("""
            roles:
              team: {name: Platform team}
            """),
        find=_generic_role,
        looks_at=all_roles,
    ),
    Rule(
        id="person-as-role",
        kind="model",
        severity=Severity.HINT,
        title="The name of somebody who holds a role stands where a role should.",
        about="People come and go, roles stay: assign the role, and name the person as its holder. A role "
        "of the `kind: person` is meant. Where there is no such role, the assignment is lost, and the "
        "build warns.",
        folded="{count} names of people stand where roles should",
        merged="{text}, at {count} places",
        bad=lines("""
            roles:
              sre: {name: SRE, holders: [Ana]}
              ana: {name: Ana}
            """),
        reported="Ana is the name of a person, who holds SRE",
        good=lines("""
            roles:
              sre: {name: SRE, holders: [Ana]}
              ana: {name: Ana, kind: person}
            """),
        find=_person_as_role,
        looks_at=all_roles,
    ),
    Rule(
        id="vague-responsibility",
        kind="model",
        severity=Severity.HINT,
        title='A row begins with "attend", "assist", "help" or the like.',
        about="A task that begins so has no result by which one could tell that it is done. Say what is "
        "made or decided; the help is a letter. The words are a list in several languages, to which "
        "`words` adds.",
        words=True,
        folded="{count} of {total} rows begin with a word that does not say what is done",
        bad=lines("""
            responsibilities:
              deploys: {name: Assist with deployments, assign: {devops: A/R}}
            """),
        reported='Assist with deployments: "assist" does not say what is done',
        good=lines("""
            responsibilities:
              deploys: {name: Deploy on working days, assign: {devops: A/R}}
            """),
        find=_vague_responsibility,
    ),
)
