"""The pages of the handbook of the browser tests in the Nu HTML checker, beside a page without a view."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from browser.looks import HANDBOOK, build

pytestmark = [
    pytest.mark.ways_out,
    pytest.mark.skipif(
        not (os.environ.get("VNU_JAR") and shutil.which("java")),
        reason="Java, and the jar of the checker that VNU_JAR names (npm: vnu-jar), are not there",
    ),
]


def _errors(*pages: Path) -> set[tuple[str, str]]:
    """Return the pages and messages of the errors that the checker finds."""
    command = [
        "java",
        "-jar",
        os.environ["VNU_JAR"],
        "--errors-only",
        "--exit-zero-always",
        "--format",
        "json",
    ]
    told = subprocess.run([*command, *map(str, pages)], check=True, capture_output=True, text=True)
    found = json.loads(told.stderr or told.stdout)["messages"]
    return {(Path(one["url"]).stem, one["message"]) for one in found}


def test_our_markup_has_no_error(tmp_path: Path) -> None:
    site = build("alabaster", "sphinx_design", tmp_path)
    pages = [site / f"{path.stem}.html" for path in HANDBOOK.glob("*.rst")]
    # What the theme does is on a page without a view, too.
    theirs = {message for _, message in _errors(site / "search.html")}
    assert {one for one in _errors(*pages) if one[1] not in theirs} == set()


def test_an_error_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><dl><div></div></dl>", "utf-8")
    assert any("div" in message for _, message in _errors(page))
