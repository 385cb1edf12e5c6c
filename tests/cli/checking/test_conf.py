"""conf.py is read, and never run."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from sphinx_roles.ext.config import Conf, conf_of_folder
from sphinx_roles.problems import Location


def conf(folder: Path, text: str) -> Conf:
    (folder / "conf.py").write_text(dedent(text), "utf-8")
    return conf_of_folder(folder)


def test_without_a_conf_everything_has_its_default(tmp_path: Path) -> None:
    found = conf_of_folder(tmp_path)
    assert found == Conf()
    assert (found["roles_catalog"], found.settings.scheme, found["roles_rules"]) == (None, "RACI", {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("roles_catalog = 'a.yaml'", "a.yaml"),
        ("x = ['a.yaml']\nroles_catalog = x + ['b.csv']", ["a.yaml", "b.csv"]),
        ("roles_catalog: str = 'a.yaml'", "a.yaml"),
        ("d = 'data'\nroles_catalog = f'{d}/a.yaml'", "data/a.yaml"),
        ("roles_catalog = ['a']\nroles_catalog += ['b']", ["a", "b"]),
        ("a = {'x': 1}\nroles_catalog = {**a, 'y': (2,)} | {'z': None}", {"x": 1, "y": (2,), "z": None}),
        ("a = ['x']\nroles_catalog = [*a, 'y']", ["x", "y"]),
        ("if x:\n    roles_catalog = f()\nroles_catalog = 'a'", "a"),
        ("def setup(app):\n    roles_catalog = 1\nroles_catalog = 'a'", "a"),
    ],
)
def test_what_is_written_down_is_known(tmp_path: Path, text: str, value: Any) -> None:
    found = conf(tmp_path, text)
    assert found["roles_catalog"] == value
    assert not found.unknown
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("roles_catalog = glob('*')", 1, 17, "glob('*')"),
        ("x = f()\nroles_catalog = [x]", 2, 17, "[x]"),
        ("if x:\n    roles_catalog = 'a'", 1, 1, "if x:"),
        ("roles_catalog = []\nroles_catalog.append('a')", 2, 1, "append"),
        ("roles_catalog = {}\nroles_catalog['a'] = 'b'", 2, 1, "roles_catalog['a']"),
        ("from settings import roles_catalog", 1, 1, "from settings"),
        ("roles_catalog = 'a' + 1", 1, 17, "'a' + 1"),
        ("roles_catalog = " + "[" * 3 + "f(" + "1, " * 50 + ")" + "]" * 3, 1, 17, "…"),
    ],
)
def test_what_is_computed_is_reported_with_its_place(
    tmp_path: Path, text: str, line: int, column: int, word: str
) -> None:
    found = conf(tmp_path, text)
    assert found["roles_catalog"] is None
    (problem,) = found.unknown.values()
    assert problem.location == Location("conf.py", line, column)
    assert problem.text.startswith("roles_catalog is computed (")
    assert word in problem.text
    assert len(problem.text) < 250


def test_nothing_is_run(tmp_path: Path) -> None:
    conf(tmp_path, "open('ran', 'w')\nroles_catalog = open('ran', 'w').name")
    assert [path.name for path in tmp_path.iterdir()] == ["conf.py"]


def test_what_only_drawing_needs_may_be_computed(tmp_path: Path) -> None:
    assert not conf(tmp_path, "import os\nroles_edit_url = os.environ['URL']").unknown


def test_a_star_import_is_reported_where_it_may_hide_all_settings(tmp_path: Path) -> None:
    (problem,) = conf(tmp_path, "from base import *").unknown.values()
    assert "'base'" in problem.text
    assert not conf(tmp_path, "from base import *\nroles_catalog = 'a.yaml'").unknown


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("roles_scheme = 3", "roles_scheme is 3; expected a text"),
        ("roles_fields = ['a']", "roles_fields is ['a']; expected a mapping"),
        ("roles_rules = 'off'", "roles_rules is 'off'; expected a mapping"),
        ("roles_rules = {'no-bakup': 'off'}", "roles_rules: unknown rule 'no-bakup'"),
        ("roles_limits = {'size': 0}", "roles_limits: size is 0; expected a whole number"),
        ("roles_limits = 3", "roles_limits is 3; expected a mapping"),
        ("roles_scheme = (", "conf.py is not Python that can be read: '(' was never closed;"),
    ],
)
def test_a_wrong_value_is_reported_and_not_used(tmp_path: Path, text: str, start: str) -> None:
    found = conf(tmp_path, text)
    (problem,) = found.problems
    assert problem.text.startswith(start)
    assert (found.settings.scheme, found.settings.fields) == ("RACI", {})


def test_a_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_bytes(b"roles_scheme = '\xe9'")
    assert len(conf_of_folder(tmp_path).problems) == 1


def test_suppressed_warnings_of_ours_are_known(tmp_path: Path) -> None:
    found = conf(tmp_path, "suppress_warnings = ['roles.table', 'ref.python', 'roles']")
    assert found.suppressed == {"roles.table", "ref.python", "roles"}


def test_limits_are_those_of_the_project(tmp_path: Path) -> None:
    assert conf(tmp_path, "roles_limits = {'size': 10, 'depth': 3}").settings.limits.depth == 3
