"""What the files of the project say: no wrong name to install, no machine's paths, nothing left to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from sphinx_roles.catalog.load import read_body
from sphinx_roles.problems import Location

ROOT = Path(__file__).parents[1]
_TEXT = {".py", ".md", ".rst", ".yaml", ".yml", ".toml", ".ini", ".css", ".js", ".csv", ".txt", ""}
_MADE = {"node_modules", "__pycache__", "_build"}
_MADE_AT_THE_TOP = {"build", "dist", "venv", "handbook"}
_HIDDEN_BUT_OURS = {".ci", ".github"}

_OTHER = r"""['"]?sphinx[-_.]roles(?![\w-])"""
WRONG_PACKAGE = re.compile(
    rf"""
    (?:\b(?:pip|pipx|poetry|conda|pdm|easy_install)\s+(?:install|add|inject)
      |\buv\s+(?:add|pip\s+install|tool\s+install))
    [^\n`|;&]*?(?<![\w./-]){_OTHER}
    |\buvx\s+(?:--from\s+)?{_OTHER}
    """,
    re.IGNORECASE | re.VERBOSE,
)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|mnt|opt)/\w|\b[A-Z]:\\\\?Users\\")
UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX)\b")


def files() -> Iterator[Path]:
    """Yield the text files of the project, in an order that does not depend on the machine."""
    for folder, folders, names in os.walk(ROOT):
        made = _MADE | _MADE_AT_THE_TOP if folder == str(ROOT) else _MADE
        folders[:] = sorted(n for n in folders if n not in made and (n[0] != "." or n in _HIDDEN_BUT_OURS))
        # In a second work tree of git, `.git` is a file.
        for name in sorted({*names} - {".git"}):
            path = Path(folder, name)
            if path.suffix in _TEXT and not path.is_symlink() and path != Path(__file__):
                yield path


@pytest.fixture(scope="module")
def texts() -> Mapping[str, str]:
    """Return every text file by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in files()
    }


def _found(pattern: re.Pattern[str], texts: Mapping[str, str]) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts.items()
        for match in pattern.finditer(text)
    ]


def test_files_are_found(texts: Mapping[str, str]) -> None:
    expected = {
        "README.md",
        "CHANGELOG.md",
        "pyproject.toml",
        "tox.ini",
        ".ci/run",
        "sphinx_roles/__init__.py",
        "tests/browser/handbook/conf.py",
    }
    assert expected <= set(texts)


def test_the_top_holds_no_stray_text() -> None:
    assert {path.name for path in ROOT.glob("*.md")} == {"README.md", "CHANGELOG.md", "CONTRIBUTING.md"}


def test_nothing_tells_to_install_the_other_package(texts: Mapping[str, str]) -> None:
    assert _found(WRONG_PACKAGE, texts) == []


@pytest.mark.parametrize(
    "text",
    [
        "pip install sphinx-roles",
        "pip install -U 'sphinx_roles'",
        "python -m pip install furo sphinx-roles",
        "pip install sphinx-roles==1",
        "uv add sphinx-roles",
        "uvx sphinx-roles quickstart",
        "uvx --from sphinx-roles sphinx-roles",
    ],
)
def test_a_planted_install_is_caught(text: str) -> None:
    assert _found(WRONG_PACKAGE, {"planted": text})


@pytest.mark.parametrize(
    "text",
    [
        "pip install sphinx-role-cards",
        "pip install . furo && .venv/bin/sphinx-roles quickstart handbook",
        "uvx --from sphinx-role-cards sphinx-roles",
        "`pip install furo`, then sphinx-roles",
        "sphinx-roles quickstart",
    ],
)
def test_the_right_commands_pass(text: str) -> None:
    assert not _found(WRONG_PACKAGE, {"fine": text})


def test_no_paths_of_a_machine(texts: Mapping[str, str]) -> None:
    assert _found(MACHINE_PATH, texts) == []


def test_a_planted_path_is_caught() -> None:
    assert _found(MACHINE_PATH, {"planted": 'open("/home/ana/roles.yaml")'})
    assert not _found(MACHINE_PATH, {"fine": "https://example.com/home/work and docs/work/x"})


def test_nothing_is_left_to_do(texts: Mapping[str, str]) -> None:
    assert _found(UNDONE, texts) == []


def commands(readme: str) -> list[str]:
    """Return the commands of the README that begin with a fresh environment."""
    return re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)


def test_the_readme_has_the_two_commands(texts: Mapping[str, str]) -> None:
    demo, tests = commands(texts["README.md"])
    assert demo.endswith("sphinx-roles quickstart handbook")
    assert tests.endswith("tox")


def test_the_catalog_of_the_readme_is_right(texts: Mapping[str, str]) -> None:
    example = texts["README.md"].split("```yaml\n")[1].split("```")[0]
    assert len(example.splitlines()) <= 15
    catalog, problems = read_body(example, Location("README.md"), format="yaml")
    assert problems == ()
    assert set(catalog.roles) == {"devops", "sre", "platform"}
    assert catalog.find_row("monitoring")


def test_each_change_is_in_the_changelog_once(texts: Mapping[str, str]) -> None:
    begins = [line for line in texts["CHANGELOG.md"].splitlines() if line.startswith("- ")]
    assert sorted({*begins}) == sorted(begins)


def test_ci_runs_the_tests_as_the_readme_says(texts: Mapping[str, str]) -> None:
    run = texts[".ci/run"].rstrip().splitlines()
    assert run[-1] == commands(texts["README.md"])[1]
    assert (ROOT / ".ci/run").stat().st_mode & 0o100


def test_ci_names_no_registry(texts: Mapping[str, str]) -> None:
    assert not re.search(r"https?://|index-url|find-links", texts[".ci/run"])


def setting(tox: str, name: str) -> list[str]:
    """Return a setting of tox that is a list in one line."""
    found = re.search(rf"^{name} = (.*)$", tox, re.MULTILINE)
    assert found
    return found[1].split(", ")


def test_the_tests_come_last_in_tox(texts: Mapping[str, str]) -> None:
    assert setting(texts["tox.ini"], "env_list") == ["lint", "types", "docs", "oldest", "py"]


def test_every_python_that_is_promised_is_tried(texts: Mapping[str, str]) -> None:
    promised = re.findall(r"Python :: (3\.\d+)", texts["pyproject.toml"])
    assert setting(texts["tox.ini"], "labels = pythons") == [f"py{one.replace('.', '')}" for one in promised]
    workflow = yaml.safe_load(texts[".github/workflows/tests.yml"])
    assert workflow["jobs"]["tests"]["strategy"]["matrix"]["python"] == promised
    assert "tox list --no-desc -m pythons" in texts[".ci/run"]


def test_every_environment_is_run_by_ci_or_by_hand(texts: Mapping[str, str]) -> None:
    by_hand = {"bench"}
    there = re.findall(r"^\[testenv:([\w-]+)", texts["tox.ini"], re.MULTILINE)
    ran = re.findall(r"tox -e (\S+)", texts[".ci/run"])
    assert {*there} - by_hand <= {*setting(texts["tox.ini"], "env_list"), *",".join(ran).split(",")}
