"""What a team says of the rules: checked, merged, and in force."""

from __future__ import annotations

import pytest
from audits import read, reported

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.audit.settings import active_rules, check_rules, merge_rules
from sphinx_roles.problems import Code

ROW = "responsibilities: {x: {assign: {a: A/R, b: R, c: R, d: R}}}\n"


def rules_of(reported: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in reported]


def test_every_rule_is_in_force_by_default() -> None:
    assert {name: found.severity for name, found in active_rules({}).items()} == {
        rule.id: rule.severity for rule in load_rules().values()
    }


def test_a_severity_and_off_and_a_limit() -> None:
    found = active_rules(
        {
            "stale": "hint",
            "limit": "off",
            "no-backup": False,
            "contested": {"most": 9, "severity": "E"},
            "many-consulted": {"threshold": 7},
        }
    )
    assert found["stale"].severity == Severity.HINT
    assert not {"limit", "no-backup"} & set(found)
    assert (found["contested"]["most"], found["contested"].severity) == (9, Severity.ERROR)
    assert found["many-consulted"]["most"] == 7


def test_the_data_says_it() -> None:
    assert "many-responsible" in rules_of(reported(ROW))
    assert "many-responsible" not in rules_of(reported(ROW + "rules: {many-responsible: {most: 4}}"))
    assert "many-responsible" not in rules_of(reported(ROW + "rules: {many-responsible: off}"))


def test_a_team_adds_words() -> None:
    text = "roles: {x: {name: Crew}}\nresponsibilities: {y: {name: Ponder the news, assign: {x: A/R}}}\n"
    assert reported(text) == []
    added = text + "rules: {generic-role: {words: [crew]}, vague-responsibility: {words: ponder}}"
    assert rules_of(reported(added)) == ["generic-role", "vague-responsibility"]


def test_a_rule_that_is_off_silences_nothing() -> None:
    text = "responsibilities: {x: {assign: {a: C, b: C}}}\nrules: {only-passive: off}"
    assert {"no-accountable", "no-responsible"} <= set(rules_of(reported(text)))


def test_conf_goes_before_the_data() -> None:
    data = {"contested": {"most": 9, "severity": "error"}, "stale": "off", "limit": "hint"}
    merged = merge_rules({"contested": "hint", "stale": {"severity": "warning"}}, data)
    found = active_rules(merged)
    assert (found["contested"]["most"], found["contested"].severity) == (9, Severity.HINT)
    assert found["stale"].severity == Severity.WARNING
    assert found["limit"].severity == Severity.HINT


def test_mistakes_in_conf_are_told_with_the_nearest_name() -> None:
    rules = {
        "no-acountable": "error",
        "stale": "eror",
        "contested": {"mots": 3, "most": "many"},
        "limit": "off",
        "no-backup": None,
    }
    assert [(problem.code, problem.text) for problem in check_rules(rules)] == [
        (Code.CONFIG, "roles_rules: unknown rule 'no-acountable'; did you mean 'no-accountable'?"),
        (
            Code.CONFIG,
            "roles_rules: the severity of stale is 'eror'; expected one of error, warning, hint, off; "
            "did you mean 'error'?",
        ),
        (
            Code.CONFIG,
            "roles_rules: unknown key 'mots' for contested; expected some of severity, most; did you mean 'most'?",
        ),
        (Code.CONFIG, "roles_rules: most of contested is 'many'; expected a number from 0 on"),
    ]


def test_mistakes_in_the_data_are_told_at_their_place() -> None:
    catalog = read("rules:\n  no-acountable: off\n  stale: eror\n  contested: {most: -1}\n")
    found = [(problem.code, str(problem.location)) for problem in check_rules(catalog.rules)]
    assert found == [
        (Code.UNKNOWN_KEY, "roles.yaml:2:3"),
        (Code.WRONG_VALUE, "roles.yaml:3:10"),
        (Code.WRONG_VALUE, "roles.yaml:4:3"),
    ]


KINDS = "expected some of role, team, person, external, agent; did you mean 'team'?"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            "{roles: [contcat]}",
            "roles of missing-field has 'contcat'; expected a field; did you mean 'contact'?",
        ),
        (
            "{rows: [done_wehn]}",
            "rows of missing-field has 'done_wehn'; expected a field; did you mean 'done_when'?",
        ),
        ("{kinds: [teem]}", f"kinds of missing-field has 'teem'; {KINDS}"),
        ("{roles: {teem: [contact]}}", f"roles of missing-field has 'teem'; {KINDS}"),
        ("{roles: [purpose]}", "roles of missing-field has 'purpose': The same as `summary`."),
        ("{roles: [3]}", "roles of missing-field has 3; expected names"),
        ("{rows: {team: [contact]}}", "rows of missing-field has {'team': ['contact']}; expected names"),
        (
            "{rolls: [contact]}",
            "unknown key 'rolls' for missing-field; expected some of severity, roles, kinds, rows; did you mean 'roles'?",
        ),
    ],
)
def test_fields_that_are_asked_for_are_checked(given: str, text: str) -> None:
    (problem,) = check_rules(read(f"rules:\n  missing-field: {given}\n").rules)
    assert problem.text == text
    assert str(problem.location).startswith("roles.yaml:2:")


def test_a_field_of_the_teams_own_can_be_asked_for() -> None:
    assert check_rules(read("rules: {missing-field: {roles: [budget_code, summary]}}").rules) == []
