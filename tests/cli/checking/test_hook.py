"""The hook for pre-commit, which is at the top of the repository."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from sphinx_roles.cli import COMMANDS

TOP = Path(__file__).parents[3]
HOOKS = TOP / ".pre-commit-hooks.yaml"

pytestmark = pytest.mark.skipif(not HOOKS.is_file(), reason="the hook is only in the repository")


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_it_has_what_pre_commit_asks_for() -> None:
    found = hook()
    assert {"id", "name", "entry", "language"} <= set(found)
    assert found["language"] == "python"
    assert found["pass_filenames"] is False


def test_its_entry_runs(here: Any) -> None:
    program, *words = shlex.split(hook()["entry"])
    assert program == "sphinx-roles"
    here.write(roles_yaml="roles: {sre: {name: SRE}}\nresponsibilities: {x: {assign: {sre: A/R}}}\n")
    assert here.run(*words)[0] == 0
    here.write(roles_yaml="rolls: {}\n")
    assert here.run(*words)[0] == 1


def test_it_runs_whatever_has_changed() -> None:
    """A catalog is read from files of any name: CODEOWNERS, a calendar."""
    assert hook()["always_run"] is True
    assert not hook().keys() & {"files", "types", "types_or", "exclude", "exclude_types"}


PAGE = TOP / "docs/how-to/check-in-ci.md"


def test_the_hook_of_the_documentation_is_the_same() -> None:
    found = re.findall(r"```\{code-block\} yaml\n:caption: .*\n\n((?:.*\n)*?)```", PAGE.read_text("utf-8"))
    examples = [yaml.safe_load(text) for text in found]
    assert len(examples) == 3
    (documented,) = examples[0]["repos"][0]["hooks"]
    defined = hook()
    assert documented["entry"].startswith(defined["entry"])
    del defined["description"], documented["additional_dependencies"]
    assert {**documented, "entry": ""} == {**defined, "entry": ""}


def test_every_command_of_the_documentation_can_be_called() -> None:
    parser = ArgumentParser()
    COMMANDS["check"][1](parser)
    commands = re.findall(r"sphinx-roles check (.*)", PAGE.read_text("utf-8"))
    assert len(commands) >= 5
    for words in commands:
        if "`" not in words:
            parser.parse_args(shlex.split(words))
