"""Sessions of the command as data: ``sessions.yaml`` explains its keys."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

GROUPS = yaml.safe_load(Path(__file__).with_name("sessions.yaml").read_text("utf-8"))
SESSIONS = {f"{group}: {name}": one for group in [*GROUPS][1:] for name, one in GROUPS[group].items()}
NOBODY = (
    "-c",
    "user.name=n",
    "-c",
    "user.email=n@example.org",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "commit.gpgsign=false",
)
Step = dict[str, Any]
Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("steps", SESSIONS.values(), ids=SESSIONS)
def test_a_session(
    steps: list[Step | list[Step]], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    # Whoever looks upward for a repository stops here.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for given in (one for some in steps for one in (some if isinstance(some, list) else [some])):
        step = dict(given)
        monkeypatch.chdir(folder / step.pop("at", "."))
        for name, value in step.pop("environment", {}).items():
            monkeypatch.setenv(name, value)
        prepare(step, folder)
        if "run" in step:
            words = shlex.split(step.pop("run")) + (
                ["--format", "json"] if {"found", "says"} & {*step} else []
            )
            check(step, *run(*words))
        check_files(step, folder)
        assert not step, "no key of a step"


def prepare(step: Step, folder: Path) -> None:
    for name, text in step.pop("write", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="")
    for name, changes in step.pop("edit", {}).items():
        text = (folder / name).read_text("utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, "utf-8")
    for name in step.pop("delete", []):
        (folder / name).unlink()
    keep = ["add -A", "commit -qm state --allow-empty"] if step.pop("commit", False) else []
    first = [] if (folder / ".git").exists() or not keep else ["init -q"]
    for words in (*first, *keep, *step.pop("git", [])):
        subprocess.run(["git", *NOBODY, *words.split()], cwd=folder, check=True, capture_output=True)


def check(step: Step, code: int, out: str, err: str) -> None:
    parts = any(key.startswith("err_") for key in step)
    assert (code, err) == (step.pop("code", 0), step.pop("err", err if parts else ""))
    for name, text in (("out", out), ("err", err)):
        assert text == step.pop(name, text)
        assert text.startswith(step.pop(f"{name}_starts", ""))
        assert text.endswith(step.pop(f"{name}_ends", ""))
        assert_parts(text, step.pop(f"{name}_has", []), step.pop(f"{name}_lacks", []))
    if "json" in step:
        assert json.loads(out) == step.pop("json")
    findings = json.loads(out)["findings"] if {"found", "says"} & {*step} else []
    lines = [f"{one['rule']} {one['line']}" for one in findings]
    assert lines == step.pop("found", lines)
    said = [one["message"] for one in findings]
    assert said == step.pop("says", said)


def check_files(step: Step, folder: Path) -> None:
    have: Mapping[str, list[str]] = step.pop("files_have", {})
    lack: Mapping[str, list[str]] = step.pop("files_lack", {})
    for name in {**have, **lack}:
        assert_parts((folder / name).read_text("utf-8"), have.get(name, []), lack.get(name, []))
    for name, text in step.pop("files", {}).items():
        assert (folder / name).read_bytes().decode() == text
    for name, listed in step.pop("listed", {}).items():
        assert sorted(path.name for path in (folder / name).iterdir() if path.is_file()) == listed
    assert not [name for name in step.pop("gone", []) if (folder / name).exists()]


def assert_parts(text: str, has: list[str], lacks: list[str]) -> None:
    assert [one for one in has if one not in text] == []
    assert [one for one in lacks if one in text] == []
