"""The report for machines: JSON, GitHub's commands, JUnit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sphinx_roles.analysis.audit.finding import Finding, Severity
from sphinx_roles.analysis.sentence import value
from sphinx_roles.cli import formats as github
from sphinx_roles.cli import formats as junit
from sphinx_roles.cli.report import Checked, Issue
from sphinx_roles.version import __version__

DATA = """\
roles:
  sre: {name: SRE}
  ops: {name: Team}
  dev: {name: Dev, reports_to: Nobody here}
responsibilities:
  deploys: {name: Deployments, assign: {sre: R, ops: C, dev: I}}
  alerts: {name: Alerts, assign: {sre: A, ops: R, dev: I}}
  meetings: {name: Meetings, assign: {sre: I}}
accepted:
  - {rule: only-passive, on: meetings, reason: "they are short", until: 2999-01-01}
"""


def issue(text: str, path: str = "roles.yaml", severity: Severity = Severity.ERROR) -> Checked:
    about = Finding(
        rule="a-rule", severity=severity, text="{text}", values=(value("text", text),), subject=("x",)
    )
    one = Issue(about=about, severity=severity, path=Path(path), line=3, column=7)
    return Checked(issues=(one,), accepted=(), files=(Path(path),))


@pytest.fixture
def reported(here: Any) -> dict[str, Any]:
    here.write(docs__roles_yaml=DATA)
    found: dict[str, Any] = json.loads(here.run("check", "docs", "--format", "json")[1])
    return found


def test_json_has_what_its_documentation_says(reported: dict[str, Any]) -> None:
    page = (Path(__file__).parents[3] / "docs/command-line.md").read_text("utf-8")
    assert set(reported) == {"format", "version", "since", "files", "summary", "findings", "accepted"}
    fields = {*reported, *reported["summary"], *reported["findings"][0], *reported["accepted"][0]}
    assert not [field for field in fields if f"`{field}`" not in page]
    assert (reported["format"], reported["version"], reported["since"]) == (1, __version__, None)
    assert reported["files"] == ["docs/roles.yaml"]
    counted = [
        sum(one["severity"] == word for one in reported["findings"]) for word in ("error", "warning", "hint")
    ]
    summary = reported["summary"]
    assert [summary["errors"], summary["warnings"], summary["hints"]] == counted
    assert (summary["accepted"], summary["suppressed"], summary["failed"]) == (1, 0, True)


def test_json_has_findings_with_what_they_are_about(reported: dict[str, Any]) -> None:
    (found,) = (one for one in reported["findings"] if one["rule"] == "no-accountable")
    assert found["message"] == "Deployments: nobody holds A (Accountable)"
    assert (found["file"], found["line"], found["column"]) == ("docs/roles.yaml", 6, 3)
    assert found["rows"] == [{"matrix": "", "section": "", "id": "deploys"}]
    assert found["help"].endswith("/rules.html#rule-no-accountable")
    (accepted,) = reported["accepted"]
    assert (accepted["rule"], accepted["reason"], accepted["until"]) == (
        "only-passive", "they are short", "2999-01-01",
    )  # fmt: skip


def test_json_has_the_names_of_what_leads_nowhere(here: Any) -> None:
    here.write(roles_yaml="roles: {sre: {}}\nresponsibilities: {deploys: {assign: {srr: A/R}}}\n")
    found = json.loads(here.run("check", "--format", "json")[1])["findings"]
    assert {one["rule"]: one["names"] for one in found}["unknown-role"] == ["srr"]


def test_fingerprints_outlive_lines_and_tell_all_apart(here: Any, reported: dict[str, Any]) -> None:
    prints = [one["fingerprint"] for one in reported["findings"]]
    assert len(set(prints)) == len(prints)
    here.write(docs__roles_yaml=f"# a line\n\n{DATA}")
    moved = json.loads(here.run("check", "docs", "--format", "json")[1])["findings"]
    assert [one["fingerprint"] for one in moved] == prints
    assert [one["line"] for one in moved] == [one["line"] + 2 for one in reported["findings"]]


def test_fingerprints_of_the_same_twice_differ(here: Any) -> None:
    here.write(roles_yaml="roles: {a: {}}\nresponsibilities: {x: {assign: {b: A}}, y: {assign: {b: A}}}\n")
    found = json.loads(here.run("check", "--format", "json")[1])["findings"]
    prints = [one["fingerprint"] for one in found if one["rule"] == "unknown-role"]
    assert len(prints) == 2
    assert len(set(prints)) == 2


def test_github_gets_a_command_for_each(here: Any) -> None:
    here.write(docs__roles_yaml=DATA)
    (here.folder / ".git").mkdir()
    out = here.run("check", "docs", "--format", "github")[1].splitlines()
    assert out[0] == (
        "::error file=docs/roles.yaml,line=6,col=3,title=no-accountable::"
        "Deployments: nobody holds A (Accountable)"
    )
    assert [line.split()[0] for line in out[1:-1]] == ["::warning"] * 1 + ["::notice"] * (len(out) - 3)


def test_github_paths_start_at_the_top_of_the_repository(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write(docs__roles_yaml=DATA)
    (here.folder / ".git").mkdir()
    monkeypatch.chdir(here.folder / "docs")
    assert "file=docs/roles.yaml," in here.run("check", "--format", "github")[1]


def test_github_takes_no_commands_from_the_data() -> None:
    line = github.github_report(issue("50% of\n::set-env::x", "a,b:c d.yaml"), Severity.HINT)
    assert line == "::error file=a%2Cb%3Ac d.yaml,line=3,col=7,title=a-rule::50%25 of%0A::set-env::x\n"


def test_junit_fails_for_what_fails_the_check(here: Any) -> None:
    here.write(docs__roles_yaml=DATA)
    for least, failures in (("error", 1), ("hint", None)):
        out = here.run("check", "docs", "--format", "junit", "--fail-on", least)[1]
        (suite,) = ElementTree.fromstring(out)
        cases = suite.findall("testcase")
        assert suite.attrib["tests"] == str(len(cases))
        failed = [case for case in cases if case.find("failure") is not None]
        assert suite.attrib["failures"] == str(len(failed))
        assert len(failed) == (len(cases) if failures is None else failures)
    assert failed[0].attrib["classname"] == "docs/roles.yaml"
    assert failed[0].findtext("failure") == (
        "docs/roles.yaml:6:3: error: Deployments: nobody holds A (Accountable)"
    )


def test_junit_has_a_test_that_passed_where_all_is_well(here: Any) -> None:
    here.write(roles_yaml="roles: {}\n")
    (suite,) = ElementTree.fromstring(here.run("check", "--format", "junit")[1])
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("1", "0")


def test_junit_is_xml_whatever_the_data_holds() -> None:
    text = "\"'<&>]]>\x00\x1b\ud800"
    (suite,) = ElementTree.fromstring(junit.junit_report(issue(text), Severity.HINT))
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == "\"'<&>]]>\ufffd\ufffd\ufffd"


def test_a_case_of_junit_is_called_the_same_after_lines_have_moved(here: Any) -> None:
    data = DATA.replace("roles:", "roles: # 1\n", 1) + "\nodd: 1\nodder: 2\n"
    names = []
    for text in (data, f"# a comment\n\n{data}"):
        here.write(docs__roles_yaml=text)
        (suite,) = ElementTree.fromstring(here.run("check", "docs", "--format", "junit")[1])
        names.append([(case.attrib["classname"], case.attrib["name"]) for case in suite.findall("testcase")])
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0])
    assert ("docs/roles.yaml", "unknown-key: odd") in names[0]
    assert ("docs/roles.yaml", "no-accountable: row deploys") in names[0]


def test_cases_of_one_name_are_numbered(here: Any) -> None:
    rows = "\n".join(f"  t{number}: {{assign: {{dev: Z, ops: A/R}}}}" for number in range(3))
    here.write(roles_yaml=f"roles: {{dev: {{}}, ops: {{}}}}\nresponsibilities:\n{rows}\n")
    (suite,) = ElementTree.fromstring(here.run("check", "--format", "junit")[1])
    names = [case.attrib["name"] for case in suite.findall("testcase") if "letter" in case.attrib["name"]]
    assert names == ["unknown-letter: Z", "unknown-letter: Z (2)", "unknown-letter: Z (3)"]
