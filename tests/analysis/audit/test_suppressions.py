"""Accepted findings: silent until their day, loud again after it, and told when they accept nothing."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from audits import read, reported

from sphinx_roles.analysis.audit.query import AuditQuery
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.audit.settings import suppressed_problems
from sphinx_roles.problems import Code

DATA = """\
matrices: {{delivery: {{name: Delivery plan}}}}
roles: {{sre: {{name: Site Reliability Engineer, abbr: SRE}}, ops: {{name: Operator}}}}
responsibilities:
  Running:
    rows:
      deploys: {{name: Deployments, matrix: delivery, assign: {{sre: A/R, ops: A}}}}
accepted:
  - {{rule: {rule}, on: {on}, reason: two regions until the merge{until}}}
"""


def accepting(on: str = "deploys", rule: str = "several-accountable", until: str = "") -> str:
    return DATA.format(on=on, rule=rule, until=f", until: {until}" if until else "")


@pytest.mark.parametrize(
    "on",
    [
        "deploys", "Deployments", "delivery/deploys", "Running", "running/deploys", "sre", "SRE",
        "Site Reliability Engineer", "operator", "delivery", "Delivery plan", "roles.yaml",
    ],
)  # fmt: skip
def test_a_finding_is_accepted_by_what_it_is_about(on: str) -> None:
    assert reported(accepting(on)) == []


@pytest.mark.parametrize("on", ["rollouts", "Roll-outs", "delivery/rollouts", "running/rollouts", "Ops lead"])
def test_an_acceptance_outlives_a_rename(on: str) -> None:
    renamed = accepting(on).replace("name: Operator", "name: Operator, aliases: [Ops lead]")
    assert reported(renamed.replace("matrix:", "aliases: [rollouts, Roll-outs], matrix:")) == []


def test_an_alias_of_another_row_accepts_nothing() -> None:
    other = "      other: {name: Other, aliases: [rollouts], matrix: delivery, assign: {sre: R, ops: A}}\naccepted"
    found = reported(accepting("rollouts").replace("accepted", other))
    assert [one.partition(":")[0] for one in found] == ["several-accountable", "accepted-nothing"]
    assert "there is no such finding to accept" in found[1]


@pytest.mark.parametrize(
    ("on", "why"),
    [("deplois", "nothing has this name; did you mean 'deploys'?"), ("other.yaml", "nothing has this name")],
)
def test_an_acceptance_of_nothing_is_told(on: str, why: str) -> None:
    found = reported(accepting(on))
    assert found[0].startswith("several-accountable")
    assert found[1].startswith(f"accepted-nothing: several-accountable on {on}: {why}")


def test_a_rule_that_is_not_there() -> None:
    found = reported(accepting(rule="several-acountable"))
    assert found[1] == (
        "accepted-nothing: several-acountable on deploys: there is no such rule; "
        "did you mean 'several-accountable'?"
    )


@pytest.mark.parametrize(("day", "silent"), [("2026-11-23", True), ("2026-11-22", False)])
def test_the_last_day_is_inclusive(day: str, silent: bool) -> None:
    expected = f"several-accountable: Deployments: Site Reliability Engineer and Operator hold A (Accountable), where 1 may (accepted until {day})"
    assert reported(accepting(until=day)) == ([] if silent else [expected])


def test_an_acceptance_whose_rule_is_off_says_nothing() -> None:
    assert reported(accepting() + "rules: {several-accountable: off}\n") == []


def test_an_acceptance_of_a_row_that_cannot_be_read_is_kept() -> None:
    text = accepting(rule="no-accountable").replace("ops: A}", "ops: Q}").replace("sre: A/R", "sre: R")
    assert [line.partition(":")[0] for line in reported(text)] == ["unknown-letter"]


def test_what_is_silenced_by_another_rule_is_still_a_reason() -> None:
    text = accepting(rule="no-responsible").replace("sre: A/R, ops: A", "sre: C, ops: C")
    assert "accepted-nothing" not in {line.partition(":")[0] for line in reported(text)}


def test_what_is_accepted_is_shown_with_its_reason() -> None:
    report = AuditQuery().report(read(accepting(until="2027-03-31")))
    assert report.findings == ()
    (one,) = report.accepted
    assert (one.reason, one.until, len(one.findings)) == ("two regions until the merge", "2027-03-31", 1)
    assert AuditQuery(accepted=False).report(read(accepting())).accepted == ()


MISTAKE = "roles: {sre: {}}\nresponsibilities: {deploys: {assign: {ser: A/R}}}\n"


def test_a_problem_of_reading_can_be_accepted() -> None:
    accepted = MISTAKE + "accepted: [{rule: unknown-role, on: ser, until: 2026-11-30}]\n"
    assert reported(MISTAKE) != []
    assert reported(accepted) == []
    catalog = read(accepted)
    assert suppressed_problems(catalog) == set(catalog.problems) != set()
    later = datetime.date(2026, 12, 1)
    assert suppressed_problems(read(accepted, later)) == set()
    assert "(accepted until 2026-11-30)" in reported(accepted, later)[0]


def test_a_problem_of_reading_can_be_off() -> None:
    catalog = read(MISTAKE + "rules: {unknown-role: off}\n")
    assert suppressed_problems(catalog) == set(catalog.problems) != set()


@pytest.mark.parametrize(
    "rule", [rule for rule in load_rules().values() if rule.id in set(Code)], ids=lambda rule: rule.id
)
def test_a_problem_is_accepted_by_its_names_and_not_by_the_nearest(rule: Any) -> None:
    for problem in (one for one in read(rule.bad).problems if one.code == rule.id):
        near = dict(problem.values).get("nearest")
        for name in filter(None, (*problem.names, near)):
            accepted = rule.bad + f"accepted: [{{rule: {rule.id}, on: {json.dumps(name)}}}]\n"
            assert (rule.id in {line.partition(":")[0] for line in reported(accepted)}) == (name == near)


@pytest.mark.parametrize("member", ["a", "b", "c"])
def test_any_member_of_a_circle_names_it(member: str) -> None:
    text = "roles: {a: {reports_to: b}, b: {reports_to: c}, c: {reports_to: a}}\n"
    assert reported(text + f"accepted: [{{rule: reports-in-a-circle, on: {member}}}]") == []
