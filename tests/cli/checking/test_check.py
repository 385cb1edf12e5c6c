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
from sphinx_roles.cli import COMMANDS, main
from sphinx_roles.cli.check import is_colored
from sphinx_roles.cli.formats import FORMATS

CLEAN = """\
roles:
  sre: {name: SRE}
  ops: {name: Ops}
responsibilities:
  deploys: {name: Deployments, assign: {sre: A, ops: R}}
"""
ERROR = CLEAN.replace("sre: A, ", "")


def test_what_is_reported_of_many_says_where(here: Any) -> None:
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
    data, output = both.groups()
    here.write(docs__conf_py="", docs__roles_yaml=data)
    assert here.run("check", "docs")[1] == output


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
    rows = "".join(f"  t{n}: {{name: Task {n}, assign: {{sre: X{n}}}}}\n" for n in range(3000))
    here.write(roles_yaml=f"responsibilities:\n{rows}")
    where = {**os.environ, "PYTHONPATH": str(Path(main.__globals__["__file__"]).parents[2])}
    command = [sys.executable, "-m", "sphinx_roles", "check"]
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
