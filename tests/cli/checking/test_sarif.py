"""SARIF for code scanning."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.analysis.audit.rule import load_rules

DATA = """\
roles:
  sre: {name: SRE}
  ops: {name: Ops, sumary: typo}
responsibilities:
  deploys: {name: Deployments, assign: {sre: R, opps: A}}
  alerts: {name: Alerts, assign: {sre: I}}
accepted:
  - {rule: only-passive, on: alerts, reason: "they are few", until: 2999-01-01}
"""
MANY = "".join(f"  t{n}: {{name: Task {n}, assign: {{sre: R}}}}\n" for n in range(80))

SCHEMA = os.environ.get("SARIF_SCHEMA", "")
"""Where the published schema lies; the tox environment `sarif` fetches it."""


@pytest.fixture(params=["few", "many", "none"])
def log(request: pytest.FixtureRequest, here: Any) -> dict[str, Any]:
    (here.folder / ".git").mkdir()
    data = {"few": DATA, "many": DATA.replace("accepted:", f"{MANY}accepted:"), "none": "roles: {}\n"}
    here.write(**{"my docs__roles_yaml": data[request.param]})
    found: dict[str, Any] = json.loads(here.run("check", "my docs", "--format", "sarif")[1])
    return found


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


@pytest.mark.skipif(not SCHEMA, reason="the published schema is fetched by the tox environment `sarif`")
def test_the_published_schema_accepts_it(log: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(Path(SCHEMA).read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["tool"]["driver"]["naem"] = "x"
    assert not validator.is_valid(log)


def test_it_is_one_run_with_all_rules(log: dict[str, Any]) -> None:
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules][: len(load_rules())] == list(load_rules())
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["helpUri"].startswith("https://") for rule in rules)
    assert run["columnKind"] == "unicodeCodePoints"


def test_results_name_their_rule_and_place(log: dict[str, Any]) -> None:
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in results(log):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        physical = result["locations"][0]["physicalLocation"]
        # An address, relative to the top of the repository.
        assert physical["artifactLocation"] == {"uri": "my%20docs/roles.yaml", "uriBaseId": "%SRCROOT%"}
        assert physical["region"]["startLine"] >= 1
        assert physical["region"]["startColumn"] >= 1
    prints = [result["partialFingerprints"]["sphinxRoles/v1"] for result in results(log)]
    assert len(set(prints)) == len(prints)


def test_problems_of_reading_and_findings_are_both_there(here: Any) -> None:
    here.write(roles_yaml=DATA)
    found = json.loads(here.run("check", "--format", "sarif")[1])
    assert {"unknown-key", "unknown-role", "only-passive"} <= {result["ruleId"] for result in results(found)}


def test_what_is_accepted_is_suppressed(here: Any) -> None:
    here.write(roles_yaml=DATA)
    found = results(json.loads(here.run("check", "--format", "sarif")[1]))
    (accepted,) = (result for result in found if "suppressions" in result)
    assert accepted["ruleId"] == "only-passive"
    assert accepted["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "they are few (until 2999-01-01)"}
    ]


def test_what_is_reported_of_many_has_its_places(here: Any) -> None:
    here.write(roles_yaml=f"roles: {{sre: {{name: SRE}}}}\nresponsibilities:\n{MANY}")
    found = results(json.loads(here.run("check", "--format", "sarif")[1]))
    (many,) = (result for result in found if result["ruleId"] == "no-accountable")
    assert len(many["relatedLocations"]) == 50
    assert many["relatedLocations"][0]["message"]["text"] == "Task 0: nobody holds A (Accountable)"


def test_fingerprints_survive_lines_that_move(here: Any) -> None:
    here.write(roles_yaml=DATA)
    before = [
        one["partialFingerprints"] for one in results(json.loads(here.run("check", "--format", "sarif")[1]))
    ]
    here.write(roles_yaml=f"# one\n# two\n{DATA}")
    after = [
        one["partialFingerprints"] for one in results(json.loads(here.run("check", "--format", "sarif")[1]))
    ]
    assert before == after
