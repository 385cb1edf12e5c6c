"""Our matching beside independent ones: 500 random files by 50 random paths; `tox -e owners` installs them.

Left out is what GitHub's written rules say otherwise: in gitignore, which git and "codeowners-utils" of npm follow,
``docs/*`` matches all in the folders of docs as well, and on GitHub case counts. And where they leave gitignore, for which ``a**`` is ``a*``:
"codeowners-utils" of npm does not know it, nor that ``a/**/`` are the folders in a and ``**/**`` is ``**``; for git
``a**/b`` matches ``ab``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from owners.random_owners import GLOBS, random_file, random_path, random_pattern

from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert.inputs import Inputs, read_inputs
from sphinx_roles.owners.codeowners import read_codeowners
from sphinx_roles.owners.patterns import github_pattern
from sphinx_roles.owners.records import Ownership

FILES, PATHS = 500, 50
PLAIN = tuple(one for one in GLOBS if "**" not in one or one == "**")
NODE = """
const { parse, matchFile } = require('codeowners-utils');
const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const found = cases.map(([text, paths]) => {
  const entries = parse(text);
  return paths.map(one => (matchFile(one, entries) || { owners: [] }).owners);
});
process.stdout.write(JSON.stringify(found));
"""


def cases(globs: Sequence[str] = GLOBS) -> list[tuple[str, list[str]]]:
    random = Random(20261127)
    return [
        (random_file(random, globs=tuple(globs)), [random_path(random) for _ in range(PATHS)])
        for _ in range(FILES)
    ]


def ours(text: str, path: str) -> list[str]:
    owned = Ownership(kind="github", rules=tuple(read_codeowners(text, "CODEOWNERS", "github", [])))
    return [owner.name for rule in owned.rules_of(path) for owner in rule.owners]


def test_codeowners_of_pypi_finds_the_same() -> None:
    theirs = pytest.importorskip("codeowners").CodeOwners
    owned = 0
    for text, paths in cases():
        other = theirs(text)
        for path in paths:
            expected = [name for _, name in other.of(path)]
            assert ours(text, path) == expected, (text, path)
            owned += bool(expected)
    assert owned > FILES * PATHS / 20


def _is_apart(text: str) -> bool:
    patterns = [line.split()[0] for line in text.splitlines() if line.strip()]
    return any(one.endswith(("/*", "**/")) or "**/**" in one for one in patterns)


def test_codeowners_utils_of_npm_finds_the_same() -> None:
    modules = os.environ.get("OWNERS_NODE_MODULES", "")
    if not (shutil.which("node") and Path(modules, "codeowners-utils").is_dir()):
        pytest.skip("codeowners-utils of npm is not installed")
    chosen = [(text, paths) for text, paths in cases(PLAIN) if not _is_apart(text)]
    run = subprocess.run(
        ["node", "-e", NODE],
        input=json.dumps(chosen),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_PATH": modules},
    )
    for (text, paths), found in zip(chosen, json.loads(run.stdout), strict=True):
        for path, theirs in zip(paths, found, strict=True):
            assert ours(text, path) == theirs, (text, path)
    assert len(chosen) > FILES / 2


def test_git_finds_the_same_for_each_pattern(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    random = Random(5)
    patterns = [one for _ in range(FILES) if not (one := random_pattern(random, PLAIN)).endswith("/*")]
    asked: list[tuple[str, str, str]] = []
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for number, pattern in enumerate(patterns):
        (tmp_path / f"r{number}").mkdir()
        (tmp_path / f"r{number}" / ".gitignore").write_text(f"{pattern}\n", "utf-8")
        asked += (
            (pattern, path, f"r{number}/{path}") for path in (random_path(random) for _ in range(PATHS))
        )
    run = subprocess.run(
        ["git", "-C", tmp_path, "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(one for _, _, one in asked).encode(),
        capture_output=True,
        check=False,
    )
    ignored = set(run.stdout.decode().split("\0"))
    assert len(ignored) > 500
    for pattern, path, whole in asked:
        read = github_pattern(pattern)
        assert bool(read is not None and read.test()(path)) == (whole in ignored), (pattern, path)


def test_agenraci_of_pypi_reads_the_same_charter(tmp_path: Path) -> None:
    package = pytest.importorskip("agenraci")
    load_charter = pytest.importorskip("agenraci.loader").load_charter
    text = (Path(package.__file__).parent / "templates" / "charter.template.yaml").read_text("utf-8")
    path = tmp_path / "charter.yaml"
    path.write_text(text, "utf-8")
    theirs = load_charter(path)
    found = read_inputs([(path, "charter.yaml")], Inputs(), Settings()).catalog
    names = {role.id: str(role.name) for role in found.roles.values()}
    assert [*names.values()] == theirs.roles
    holders = {(names[key], str(one.name)) for key, role in found.roles.items() for one in role.holders or ()}
    assert holders == {(one.role, one.name) for one in theirs.members}
    raci = {
        row.id: sorted((names[one.role], letter) for one in row.assign for letter in one.letters)
        for row in found.rows
    }
    assert raci == {
        key: sorted(
            (role, letter)
            for letter, roles in (
                ("R", [action.responsible]),
                ("A", action.accountable),
                ("C", action.consulted),
                ("I", action.informed),
            )
            for role in roles
        )
        for key, action in theirs.actions.items()
    }


def test_the_template_of_madr_on_npm_has_the_fields_that_are_read(tmp_path: Path) -> None:
    template = Path(os.environ.get("OWNERS_NODE_MODULES", ""), "madr", "template", "adr-template-bare.md")
    if not template.is_file():
        pytest.skip("madr of npm is not installed")
    text = template.read_text("utf-8")
    for key, value in (("status", "accepted"), ("date", "2026-05-01"), ("decision-makers", "Ana"),
                       ("consulted", "Bo"), ("informed", "Cy")):  # fmt: skip
        text, count = re.subn(rf"(?m)^{key}: *$", f"{key}: {value}", text)
        assert count == 1
    path = tmp_path / "0001-a.md"
    path.write_text(text, "utf-8")
    found = read_inputs([(path, "0001-a.md")], Inputs(form="decisions"), Settings())
    (row,) = found.catalog.rows
    assert {one.role: one.letters for one in row.assign} == {"ana": ("D",), "bo": ("C",), "cy": ("I",)}
    assert (row.status, found.problems) == ("accepted", ())
