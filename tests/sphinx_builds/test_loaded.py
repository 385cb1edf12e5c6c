"""A project pays only for what its pages show: the rest is not imported, and its process ends as without us."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

BUILD = """
import atexit, gc, sys
from sphinx.cmd.build import main
# Python 3.12 begins with some that are frozen.
frozen = gc.get_freeze_count()
# What is registered first is called last.
atexit.register(lambda: print(f"frozen-at-the-end-{gc.get_freeze_count() > frozen}"))
assert main(["-q", ".", "out"]) == 0
assert gc.get_freeze_count() <= frozen
print(*sorted(name for name in sys.modules if name.startswith("sphinx_roles.")))
"""
CARDS = {"render.cards", "catalog.load", "ext.directives.cards", "inline"}
OTHERS = {
    "analysis.audit.rules",
    "analysis.comparison",
    "analysis.owner",
    "convert.output",
    "ext.directives.matrix",
    "export.facts",
    "render.matrix",
}


@pytest.mark.parametrize(
    ("page", "imported"),
    [("Nothing here.\n", set()), (".. role-cards::\n", CARDS)],
    ids=["nothing", "cards"],
)
def test_a_project_pays_only_for_what_its_pages_show(page: str, imported: set[str], tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text('extensions = ["sphinx_roles"]\n')
    (tmp_path / "index.rst").write_text(f"Title\n=====\n\n{page}")
    if imported:
        (tmp_path / "roles.yaml").write_text("roles: {sre: {name: SRE}}\n")
    run = subprocess.run(
        [sys.executable, "-c", BUILD], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    *names, frozen = run.stdout.split()
    found = {name.removeprefix("sphinx_roles.") for name in names}
    assert found & (CARDS | OTHERS) == imported
    assert frozen == f"frozen-at-the-end-{bool(imported)}"
    assert all(find_spec(f"sphinx_roles.{name}") for name in CARDS | OTHERS)
