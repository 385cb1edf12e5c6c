"""``sphinx-roles diff`` of many changes; what it says of few is in ``sessions.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_roles.cli import main


def test_markdown_fits_into_a_comment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    roles = "".join(f"  r{n}: {{name: 'Role number {n} {'x' * 100}'}}\n" for n in range(1000))
    Path("old.yaml").write_text("roles: {sre: {}}\n")
    Path("new.yaml").write_text(f"roles:\n{roles}")
    assert main(["diff", "old.yaml", "new.yaml", "--format", "markdown"]) == 0
    reported = capsys.readouterr().out
    assert len(reported) < 65_536
    shown = sum(line.startswith("- ") for line in reported.splitlines())
    assert reported.splitlines()[-1] == f"… and {1001 - shown} more."
