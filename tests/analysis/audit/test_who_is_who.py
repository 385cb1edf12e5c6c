"""Rules about people know them by their handles, else by their names."""

from __future__ import annotations

import pytest

from sphinx_roles.analysis.audit.engine import audit
from sphinx_roles.catalog.load import read_body
from sphinx_roles.problems import Code, Location

TWO = ("{name: Ana, handle: a1}", "{name: Ana, handle: a2}")
ONE = ("{name: Ana Lee, handle: '@ana'}", "Ana Lee")
NICK = ("{name: Ana Lee, handle: '@ana'}", "{name: Ann, handle: ana}")


def found(data: str, twice: bool = False) -> list[str]:
    """Return the rules that find something; a name that one role has ``twice`` is reported once."""
    read, problems = read_body(data, Location("roles.yaml"))
    assert [problem.code for problem in problems] == [Code.REPEATED_KEY] * twice
    return [finding.rule for finding in audit(read).findings]


@pytest.mark.parametrize(
    ("people", "same", "twice"),
    [(TWO, False, False), (ONE, True, True), (NICK, True, False), (("Ana", "ANA"), True, True)],
)
def test_one_person_is_one_whatever_the_spelling(people: tuple[str, str], same: bool, twice: bool) -> None:
    boss, doer = people
    roles = f"roles: {{boss: {{holders: [{boss}]}}, doer: {{holders: [{doer}, Bo]}}, both: {{holders: [{boss}, {doer}]}}}}\n"
    apart = "x: {separate: true, assign: {boss: A, doer: R}}"
    assert ("duties-not-separated" in found(f"{roles}responsibilities: {{{apart}}}\n", twice)) == same
    alone = "x: {assign: {both: R, boss: A}}"
    assert ("no-backup" in found(f"{roles}responsibilities: {{{alone}}}\n", twice)) == same
    rows = ", ".join(f"r{n}: {{assign: {{{'boss' if n % 2 else 'doer'}: A}}}}" for n in range(12))
    lone = f"roles: {{boss: {{holders: [{boss}]}}, doer: {{holders: [{doer}]}}}}\n"
    assert ("one-person-many-hats" in found(f"{lone}responsibilities: {{{rows}}}\n")) == same


def test_a_role_is_called_as_people_of_one_name_are() -> None:
    data = f"roles: {{boss: {{holders: [{TWO[0]}, {TWO[1]}]}}, ana: {{name: Ana}}}}\n"
    assert "person-as-role" in found(f"{data}responsibilities: {{x: {{assign: {{ana: A/R}}}}}}\n")
