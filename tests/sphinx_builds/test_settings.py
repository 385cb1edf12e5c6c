"""What is wrong in conf.py is told where it stands there, by a build and by the command alike."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout

import pytest
from conftest import Maker

from sphinx_roles.cli import main
from sphinx_roles.ext.config import OPTIONS

# `§` stands before each mistake. It is taken out, and its place is where a warning is expected.
WRITTEN = {
    "a file": "roles_catalog = §'rolse.yaml'",
    "a file in a list": "roles_catalog = [\n    'roles.yaml',\n    §'rolse.yaml',\n]",
    "a file with options": "roles_catalog = {'path': 'roles.yaml', §'shceme': 'DACI'}",
    "an option": "roles_catalog = {'path': 'roles.yaml', 'transpose': §'yes'}",
    "a folder": "now = §'.'\nroles_catalog = ['roles.yaml', now]",
    "a pattern": "roles_catalog = ['roles.yaml', §'teams/*.yaml']",
    "a catalog": "roles_catalog = {'today': 'roles.yaml', 'Zürich': §'zürich.yaml'}",
    "no path": "roles_catalog = [{§'scheme': 'DACI'}, 'roles.yaml']",
    "a scheme": "x = 'é'; roles_scheme = §'RACIV'",
    "a rule": "roles_rules = {'stale': 'off', §'no-bakup': 'off'}",
    "a severity": "roles_rules = {\n    'stale': §'eror',\n}",
    "a limit of a rule": "roles_rules = {'contested': {§'most': -1}}",
    "a limit": "roles_limits = {'size': 100_000, §'dept': 7}",
    "a number": "roles_limits = {§'depth': 0}",
    "a wrong type": "roles_catalog = §7",
    "a markup": "roles_markup = §'markdwon'",
    "a width": "roles_max_columns = §0",
    "an address": "roles_edit_url = (§'https://example.org/{file}')",
    "a level": "roles_findings_warn_from = §'eror'",
    "a label": "roles_fields = {§'cost': 3}",
    "one of two labels": "roles_fields = {'note': 'Remark', §'tool': None}",
    "no label": "roles_fields = {§'cost': ' '}",
    "a label of ours": "roles_fields = {§'summary': 'About'}",
    "a width that is no number": "roles_max_columns = §'8'",
    "no address": "roles_edit_url = §'5'",
    "a share in per cent": "roles_rules = {'overloaded-accountable': {§'share': 50}}",
    "a setting": "roles_catalogue = §'roles.yaml'",
    "another setting": "role_scheme = §'DACI'",
    "a yes or no": "roles_export = §'yes'",
    "a page without an id": "roles_pages = §'roles/page'",
    "a page of two ids": "roles_pages = §'{id}/{id}'",
    "a page of another field": "roles_pages = §'roles/{name}'",
    "a page from the top": "roles_pages = §'/roles/{id}'",
    "a page above": "roles_skill_pages = §'../skills/{id}'",
    "a page beside itself": "roles_pages = §'roles/./{id}'",
    "a page with a suffix": "roles_pages = §'roles/{id}.md'",
    "a page of Windows": r"roles_pages = §'roles\\{id}'",
    "a page that is none": "roles_pages = §True",
}
# Names of the author's own, and values that only look wrong.
FINE = [
    "roles_file = 'roles.yaml'\nroles_catalog = [roles_file]", "roles_edit_url = ''", "roles_edit_url = '/edit'",
    "roles_limits = {'size': 10 ** 40, 'walk': 10000000000000000000000000000}", "roles_max_columns = 10 ** 30",
    "roles_pages = ''", "roles_pages = '{id}'\nroles_skill_pages = 'what/skill-{id}/page'",
    "roles_rules = {'overloaded-accountable': {'share': 1, 'most': 10000000000000000000000000}}",
]  # fmt: skip
COMPUTED = "roles_catalog = §['roles.yaml', 5 - 3]"
ROLES = "roles:\n  sre: {name: SRE}\n"


def marked(text: str) -> tuple[str, str]:
    """Return a text without its mark, and the place of the mark in conf.py."""
    before, _, after = text.partition("§")
    return before + after, f"conf.py:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def warnings(project: Maker, text: str) -> list[str]:
    page = "Title\n=====\n\n.. responsibility-audit::\n"
    made = project({"index.rst": page, "roles.yaml": ROLES, "old.yaml": ROLES})
    (made.source / "conf.py").write_text(
        f"{text}\nextensions = ['sphinx_roles']\nshow_warning_types = True\n"
    )
    found: list[str] = made.build().warnings
    return found


@pytest.mark.parametrize("text", [*WRITTEN.values(), COMPUTED])
def test_a_mistake_is_told_at_its_place(text: str, project: Maker) -> None:
    text, location = marked(text)
    (warning,) = warnings(project, text)
    assert warning.startswith(f"{location}: WARNING: ")


@pytest.mark.parametrize("text", FINE)
def test_what_is_right_is_not_told(text: str, project: Maker) -> None:
    assert warnings(project, text) == []


def test_a_wrong_label_does_not_cost_the_others(project: Maker) -> None:
    page = "Title\n=====\n\n.. role-cards::\n   :fields: cost, site\n"
    data = "roles: {sre: {cost: 42, site: Bern}}"
    fields = {"cost": "What it costs", "site": 3, "summary": "x"}
    built = project({"index.rst": page, "roles.yaml": data}, roles_fields=fields).build()
    assert len(built.warnings) == 2
    assert "What it costs" in built.page()
    assert "Bern" in built.page()


@pytest.mark.parametrize("name", WRITTEN)
def test_the_command_tells_the_same(name: str, project: Maker) -> None:
    text, location = marked(WRITTEN[name])
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


@pytest.mark.parametrize(
    "value",
    [
        "None",
        "7",
        "0.5",
        "True",
        "b'x'",
        "['x']",
        "('x',)",
        "{'x': 1}",
        "{1: [2]}",
        "{'x'}",
        "[[1]]",
        "object()",
    ],
)
def test_a_setting_of_any_type_is_told_once(
    value: str, project: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    right = {
        "None": {
            "roles_catalog",
            "roles_edit_url",
            "roles_findings_warn_from",
            "roles_owners",
            "roles_pages",
            "roles_people_pages",
            "roles_skill_pages",
            "roles_source_url",
        },
        "7": {"roles_max_columns"},
        "True": {"roles_export", "roles_script"},
    }.get(value, set())
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
