"""A folder of data, in which the command is run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from sphinx_roles.cli import main

__all__ = ["Here"]


class Here:
    """A temporary folder, which is the current one."""

    def __init__(self, folder: Path, message: Callable[[], tuple[str, str]]) -> None:
        self.folder = folder
        self._message = message

    def write(self, **files: str) -> None:
        """Write files: ``docs__roles_yaml`` is ``docs/roles.yaml``."""
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run a sub-command; return how it ended, and what it said."""
        code = main(words)
        out, err = self._message()
        return code, out, err

    def git(self, *words: str) -> None:
        """Run git, as nobody in particular."""
        who = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=self.folder, check=True, capture_output=True)

    def commit(self) -> None:
        """Keep everything as a revision."""
        if not (self.folder / ".git").exists():
            self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-qm", "state", "--allow-empty")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Here(folder, capsys.readouterr)
