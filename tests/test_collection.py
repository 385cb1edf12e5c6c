"""Every test on disk is one that pytest collects: no name of a folder or file hides any."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def on_disk(root: Path) -> Iterator[str]:
    """Yield ``file::function`` for each test below ``tests``, whatever its file and folders are called."""
    for path in sorted((root / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield f"{path.relative_to(root).as_posix()}::{node.name}"


def collected(root: Path, *arguments: str) -> set[str]:
    """Return ``file::function`` for each test that pytest collects, with the settings of ``root``."""
    # Beside what steers pytest, the file of failures of other runs: a run of ours prints the tests that it names.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTEST_") and name != "FAILED_BEFORE"
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    found = re.findall(r"^(tests/.+?\.py::)(?:\w+::)*(test_\w+)", done.stdout, re.MULTILINE)
    return {file + function for file, function in found}


def test_every_test_is_collected() -> None:
    needs_a_browser = {name for name in on_disk(ROOT) if name.startswith("tests/browser/")}
    needs_tools = {
        name
        for name in on_disk(ROOT)
        if name.startswith(("tests/ways_out/test_nu", "tests/ways_out/test_tools"))
    }
    assert collected(ROOT) == {*on_disk(ROOT)} - needs_a_browser - needs_tools
    assert collected(ROOT, "-m", "ways_out", "tests/ways_out") == needs_tools
    assert collected(ROOT, "-m", "browser", "tests/browser") == needs_a_browser


@pytest.mark.parametrize(
    "hidden", ["build/test_a.py", "dist/sub/test_a.py", "venv/test_a.py", "a_test_of.py"]
)
def test_a_hidden_test_is_caught(hidden: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("test_b.py", hidden):
        path = tmp_path / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def test_it(): pass\n")
    assert {*on_disk(tmp_path)} - collected(tmp_path) == {f"tests/{hidden}::test_it"}
