"""``sphinx-roles check`` from the outside: what it says, and how it ends."""

from __future__ import annotations

import gc
import io
import os
import re
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.cli import main
from sphinx_roles.cli.arguments import COMMANDS
from sphinx_roles.cli.check import is_colored
from sphinx_roles.cli.formats import FORMATS
from sphinx_roles.problems import Code

CLEAN = """\
roles:
  sre: {name: SRE}
  ops: {name: Ops}
responsibilities:
  deploys: {name: Deployments, assign: {sre: A, ops: R}}
"""
HINT = CLEAN.replace("{name: SRE}", "{name: SRE, reports_to: Nobody here}")
WARNING = CLEAN.replace("{name: Ops}", "{name: Team}")
ERROR = CLEAN.replace("sre: A, ", "")
CONF = "roles_catalog = 'roles.yaml'\n"


def test_text_has_the_line_and_sums_up(here: Any) -> None:
    here.write(roles_yaml=ERROR.replace("ops: R", "opps: R"))
    code, out, _ = here.run("check")
    assert code == 1
    assert out.splitlines()[:3] == [
        "roles.yaml:5:41: error: no role answers to 'opps'; did you mean 'ops'? [unknown-role]",
        "    5 |   deploys: {name: Deployments, assign: {opps: R}}",
        f"      | {' ' * 40}^",
    ]
    assert out.splitlines()[-1].startswith("1 error in 1 file (1 file read)")


def test_what_is_told_of_many_says_where(here: Any) -> None:
    rows = "".join(f"  t{n}: {{name: Task {n}, assign: {{sre: R}}}}\n" for n in range(12))
    here.write(roles_yaml=f"roles: {{sre: {{name: SRE}}}}\nresponsibilities:\n{rows}")
    _, out, _ = here.run("check")
    reported = [line.strip() for line in out.splitlines() if "also at" in line]
    assert (
        reported[0] == "= also at line 4, line 5, line 6, line 7, line 8, line 9, line 10, line 11 and 3 more"
    )


def test_the_example_of_the_documentation(here: Any) -> None:
    page = (Path(__file__).parents[3] / "docs/command-line.md").read_text("utf-8")
    both = re.search(
        r":caption: docs/roles.yaml\n\n(.*?)```.*?\$ sphinx-roles check docs\n(.*?)```", page, re.DOTALL
    )
    assert both is not None
    data, message = both.groups()
    here.write(docs__conf_py="", docs__roles_yaml=data)
    assert here.run("check", "docs")[1] == message


@pytest.mark.parametrize(
    ("data", "least", "code"),
    [
        (CLEAN, "hint", 0),
        (HINT, "hint", 1), (HINT, "warning", 0), (HINT, "error", 0),
        (WARNING, "hint", 1), (WARNING, "warning", 1), (WARNING, "error", 0),
        (ERROR, "error", 1),
    ],
)  # fmt: skip
def test_fail_on_says_what_is_bad_enough(here: Any, data: str, least: str, code: int) -> None:
    here.write(roles_yaml=data)
    assert here.run("check", "--fail-on", least)[0] == code


def test_by_default_a_warning_fails(here: Any) -> None:
    here.write(roles_yaml=WARNING)
    assert here.run("check")[0] == 1
    here.write(roles_yaml=HINT)
    assert here.run("check")[0] == 0


def test_all_well(here: Any) -> None:
    here.write(roles_yaml=CLEAN)
    assert here.run("check") == (0, "no findings (1 file read)\n", "")


def test_what_could_not_run(here: Any) -> None:
    code, out, err = here.run("check", "nothing.yaml")
    assert (code, out) == (2, "")
    assert err == "sphinx-roles: nothing.yaml is not there\n"
    assert here.run("check")[0] == 2


def test_each_folder_is_a_project_and_files_are_one(here: Any) -> None:
    here.write(a__roles_yaml=CLEAN, b__roles_yaml=CLEAN)
    here.write(c_yaml="roles: {dev: {name: Dev}}\n", d_yaml="responsibilities: {x: {assign: {dev: A/R}}}\n")
    code, out, _ = here.run("check", "a", "c.yaml", "b", "d.yaml", "--fail-on", "error")
    assert code == 0
    assert out.splitlines()[-1].endswith("(4 files read)")


def test_a_file_of_several_projects_is_reported_once(here: Any) -> None:
    here.write(roles_yaml=ERROR, docs__conf_py="roles_catalog = '../roles.yaml'\n")
    code, out, _ = here.run("check", "docs", "roles.yaml")
    assert (code, out) == (1, here.run("check", "roles.yaml")[1])


def test_projects_of_a_monorepo_are_checked_each_by_itself(here: Any) -> None:
    """Two teams have a row of one name: as one catalog, it would have two who are accountable."""
    for team in ("a", "b"):
        data = CLEAN.replace("sre:", f"{team}:").replace("SRE", f"Team {team}")
        here.write(**{f"{team}__docs__roles_yaml": data, f"{team}__docs__conf_py": CONF})
    here.write(docs__conf_py="project = 'x'\n", tools__x_yaml="x: 1\n")
    assert here.run("check") == (0, "no findings (2 files read)\n", "")
    here.commit()
    here.write(b__docs__roles_yaml=ERROR)
    code, out, _ = here.run("check", "--since", "HEAD")
    assert (code, out.count("no-accountable"), "b/docs/roles.yaml" in out) == (1, 1, True)
    assert here.run("export")[2] == (
        "sphinx-roles: . has several projects; name one of them: a/docs, b/docs\n"
    )
    assert here.run("export", "a")[0] == 0


def test_accepted_and_suppressed_are_counted(here: Any) -> None:
    here.write(conf_py="suppress_warnings = ['roles.unknown-key']\n")
    accepted = "accepted: [{rule: no-accountable, on: deploys, reason: soon}]\n"
    here.write(roles_yaml=f"rolls: {{}}\n{ERROR}{accepted}".replace("{name: SRE}", "{name: SRE, kind: team}"))
    code, out, _ = here.run("check")
    assert out.splitlines()[-1] == "1 hint in 1 file (1 file read); 1 accepted; 1 suppressed in conf.py"
    assert code == 0


def test_severities_and_limits_are_those_of_the_project(here: Any) -> None:
    here.write(conf_py="roles_rules = {'no-accountable': 'hint'}\n", roles_yaml=ERROR)
    assert "hint: Deployments: " in here.run("check")[1]
    here.write(conf_py="roles_rules = {'no-accountable': 'off'}\n")
    assert "no-accountable" not in here.run("check")[1]


def test_output_goes_into_a_file(here: Any) -> None:
    here.write(roles_yaml=ERROR)
    code, out, _ = here.run("check", "--output", "made/report.txt")
    assert code == 1
    assert out.count("\n") == 1
    assert "[no-accountable]" in (here.folder / "made/report.txt").read_text("utf-8")
    here.write(roles_yaml=CLEAN)
    here.run("check", "--output", "made/report.txt")
    assert (here.folder / "made/report.txt").read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("output", "reported"),
    [
        ("roles.yaml", "roles.yaml is one of the files that were read; name another one"),
        (".", ". is a folder; a file is expected"),
    ],
)
def test_data_is_not_overwritten_by_a_report(here: Any, output: str, reported: str) -> None:
    here.write(roles_yaml=ERROR)
    assert here.run("check", "--output", output) == (2, "", f"sphinx-roles: {reported}\n")
    assert (here.folder / "roles.yaml").read_text("utf-8") == ERROR


def test_a_dash_is_the_standard_output(here: Any) -> None:
    here.write(roles_yaml=ERROR)
    assert here.run("check", "--output", "-") == here.run("check")
    assert [path.name for path in here.folder.iterdir()] == ["roles.yaml"]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="all names of files are text there")
@pytest.mark.parametrize("form", FORMATS)
def test_the_name_of_a_file_need_not_be_text(here: Any, form: str) -> None:
    (here.folder / os.fsdecode(b"caf\xe9.yaml")).write_text(ERROR, "utf-8")
    assert here.run("check", "--format", form)[0] == 1
    assert here.run("check", "--format", form, "--output", "report")[0] == 1


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_for_machines_there_is_nothing_but_the_report(here: Any, form: str) -> None:
    here.write(roles_yaml=ERROR)
    out = here.run("check", "--format", form)[1]
    assert out[0] in "{<"
    assert out.rstrip()[-1] in "}>"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals_that_want_them(
    here: Any, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], colored: bool
) -> None:
    here.write(roles_yaml=ERROR)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    main(["check"])
    assert ("\x1b[" in terminal.getvalue()) == colored
    assert is_colored(os.environ) == colored
    monkeypatch.undo()
    monkeypatch.chdir(here.folder)
    assert "\x1b" not in here.run("check")[1]


def test_the_data_cannot_speak_to_the_terminal(here: Any) -> None:
    here.write(roles_yaml=ERROR.replace("Deployments", '"De\\u202eploy\\u009bments"'))
    out = here.run("check")[1]
    assert "no-accountable" in out
    assert all(character.isprintable() or character == "\n" for character in out)


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_every_rule_is_explained(here: Any, rule: Any) -> None:
    code, out, _ = here.run("check", "--explain", rule.id.upper())
    assert code == 0
    assert out.startswith(f"{rule.id} ({rule.severity}): {rule.title}")
    assert all(word in out for word in (*rule.thresholds, rule.message.splitlines()[0]))
    assert f"    rules:\n      {rule.id}: {{severity: {rule.severity}" in out
    assert out.rstrip().endswith(f"rules.html#rule-{rule.id}")


def test_warnings_of_reading_are_explained_too(here: Any) -> None:
    code, out, _ = here.run("check", "--explain", "roles.syntax")
    assert code == 0
    assert Code.SYNTAX.sentence in out
    assert out.rstrip().endswith("warnings.html#warning-syntax")


def test_a_wrong_rule_has_a_nearest_one(here: Any) -> None:
    assert here.run("check", "--explain", "no-acountable") == (
        2, "", "sphinx-roles: no rule is called 'no-acountable'; did you mean 'no-accountable'?\n",
    )  # fmt: skip
    assert "; there is no-accountable, " in here.run("check", "--explain", "zzz")[2]


def test_the_collector_of_garbage_is_on_again(here: Any) -> None:
    here.run("check", "nothing.yaml")
    assert gc.isenabled()


def test_it_imports_neither_sphinx_nor_docutils(here: Any) -> None:
    here.write(roles_yaml=ERROR)
    script = (
        "import sys\nfrom sphinx_roles.cli import main\nmain(['check', '--format', 'sarif'])\n"
        "sys.exit(bool({'sphinx', 'docutils', 'myst_parser'} & set(sys.modules)))"
    )
    where = {**os.environ, "PYTHONPATH": str(Path(main.__globals__["__file__"]).parents[2])}
    subprocess.run([sys.executable, "-c", script], check=True, env=where, capture_output=True)


def test_a_reader_that_has_had_enough_is_no_trouble(here: Any) -> None:
    rows = "".join(f"  t{n}: {{name: Task {n}, assign: {{sre: X}}}}\n" for n in range(3000))
    here.write(roles_yaml=f"responsibilities:\n{rows}")
    where = {**os.environ, "PYTHONPATH": str(Path(main.__globals__["__file__"]).parents[2])}
    command = [sys.executable, "-m", "sphinx_roles.cli", "check"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=where)
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait() == 2


def test_every_option_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs/command-line.md").read_text("utf-8")
    parser = ArgumentParser(add_help=False)
    COMMANDS["check"][1](parser)
    reported = page.split("## `sphinx-roles check", 1)[1].split("\n## ", 1)[0]
    for action in parser._actions:
        assert all(f"| `{word}" in reported for word in action.option_strings)
        assert all(f"`{choice}`" in reported for choice in action.choices or ())


@pytest.mark.parametrize(
    ("conf", "data", "reported"),
    [
        ("roles_scheme = 3\n", CLEAN, "warning"),
        ("", f"rolls: {{}}\n{CLEAN}", "error"),
        ("", CLEAN.replace("sre: A,", "sre: \u0410,"), "warning"),
        ("roles_rules = {'look-alike-letter': 'error'}\n", CLEAN.replace("sre: A,", "sre: \u0410,"), "error"),
    ],
    ids=["setting", "key", "letter", "letter-set"],
)
def test_what_reading_tells_has_a_severity(here: Any, conf: str, data: str, reported: str) -> None:
    here.write(conf_py=conf, roles_yaml=data)
    assert here.run("check")[1].split(": ")[1] == reported


def test_a_misspelt_key_is_one_finding(here: Any) -> None:
    """Nothing is told that only follows from it: whether anybody decides or does is not known."""
    here.write(
        roles_yaml="roles: {sre: {name: SRE}}\nresponsibilities: {alerts: {name: Alerts, asign: {sre: A/R}}}\n"
    )
    code, out, _ = here.run("check", "--fail-on", "hint")
    assert code == 1
    assert out.splitlines()[0].endswith(
        "did you mean 'assign'? (declare your own fields in roles_fields) [unknown-key]"
    )
    assert out.rstrip().endswith("1 error in 1 file (1 file read)")
