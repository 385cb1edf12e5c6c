"""What is wrong in conf.py is told where it stands there, by a build and by the command alike."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import yaml
from conftest import Maker
from pages import unmarked

from sphinx_roles.cli import main
from sphinx_roles.ext.config import OPTIONS

CASES = yaml.safe_load(Path(__file__).with_name("settings.yaml").read_text("utf-8"))
ROLES = "roles:\n  sre: {name: SRE}\n"


def warnings(project: Maker, text: str) -> list[str]:
    page = "Title\n=====\n\n.. responsibility-audit::\n"
    made = project({"index.rst": page, "roles.yaml": ROLES, "old.yaml": ROLES})
    (made.source / "conf.py").write_text(
        f"{text}\nextensions = ['sphinx_roles']\nshow_warning_types = True\n"
    )
    found: list[str] = made.build().warnings
    return found


@pytest.mark.parametrize("text", [*CASES["wrong"].values(), CASES["computed"]])
def test_a_mistake_is_told_at_its_place(text: str, project: Maker) -> None:
    text, (location,) = unmarked("conf.py", text)
    (warning,) = warnings(project, text)
    assert warning.startswith(f"{location}: WARNING: ")


@pytest.mark.parametrize("text", CASES["fine"])
def test_what_is_right_is_not_told(text: str, project: Maker) -> None:
    assert warnings(project, text) == []


@pytest.mark.parametrize("name", CASES["wrong"])
def test_the_command_tells_the_same(name: str, project: Maker) -> None:
    text, (location,) = unmarked("conf.py", CASES["wrong"][name])
    (warning,) = warnings(project, text)
    source = project({"index.rst": "Title\n=====\n", "roles.yaml": ROLES}).source
    (source / "conf.py").write_text(text)
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        main(["check", str(source), "--format", "github"])
    line, column = location.split(":")[1:]
    message = warning.partition("WARNING: ")[2].rpartition(" [")[0]
    assert any(
        f"conf.py,line={line},col={column}" in one
        and message[:40] in one.replace("%25", "%").replace("%3A", ":")
        for one in out.getvalue().splitlines()
    ), out.getvalue()


@pytest.mark.parametrize(("value", "right"), CASES["types"].items())
def test_a_setting_of_any_type_is_told_once(
    value: str, right: list[str], project: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project(
        {"index.rst": "Title\n=====\n\n.. role-cards::\n   :fields: tagline\n", "roles.yaml": ROLES}
    )
    text = "".join(f"{option.name} = {value}\n" for option in OPTIONS)
    (made.source / "conf.py").write_text(f"{text}extensions = ['sphinx_roles']\nshow_warning_types = True\n")
    found = made.build().warnings
    lines = [number for number, option in enumerate(OPTIONS, 1) if option.name not in right]
    main(["check", str(made.source), "--format", "github"])
    reported = [int(line) for line in re.findall(r"conf\.py,line=(\d+)", capsys.readouterr().out)]
    # What is computed matters to the command where it decides what is read.
    computed = value == "object()"
    assert sorted(reported) == [line for line in lines if OPTIONS[line - 1].data or not computed]
    assert sorted(int(warning.split(":")[1]) for warning in found) == lines
    assert all(re.match(r"conf\.py:.*\[roles\.[a-z-]+\]$", warning) for warning in found), found


def test_what_moves_in_conf_py_is_told_where_it_is_now(project: Maker) -> None:
    made = project({"index.rst": "Title\n=====\n", "roles.yaml": ROLES})
    settings = "roles_scheme = 'RACIV'\nroles_max_columns = 0\nextensions = ['sphinx_roles']\n"
    for number in (1, 2):
        (made.source / "conf.py").write_text("\n" * (number - 1) + settings)
        assert [one.split(": ")[0] for one in made.build().warnings] == [
            f"conf.py:{number + 1}:21",
            f"conf.py:{number}:16",
        ]


def test_a_value_from_the_command_line_is_not_that_of_conf_py(project: Maker) -> None:
    made = project({"index.rst": "Title\n=====\n", "roles.yaml": ROLES})
    (made.source / "conf.py").write_text("roles_markup = 'rst'\nextensions = ['sphinx_roles']\n")
    (warning,) = made.build(overrides={"roles_markup": "rts"}).warnings
    assert warning.startswith("conf.py:1:1: WARNING: roles_markup is 'rts'")
