"""One mistake is one warning: what follows from it is not told again."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading.cases import cases

from sphinx_roles import load_catalog
from sphinx_roles.catalog.load import read_body
from sphinx_roles.ext.config import Literals
from sphinx_roles.problems import Location

ROWS = "responsibilities: {r: {assign: {dev: R, ops: A, dve: C}}}\n"


@pytest.mark.parametrize(
    ("second", "content", "code"),
    [
        ("people.yaml", None, "missing-file"),
        ("teams/*.yaml", None, "missing-file"),
        (".", None, "unreadable-file"),
        ("people.txt", b"roles: {ops: , dve: }", "unknown-format"),
        ("people.yaml", b"roles: {ops: , dve: } # \xff", "encoding"),
        ("people.yaml", "roles: {ops: , dve: }".encode("utf-32"), "encoding"),
    ],
)
def test_the_roles_of_a_file_that_is_not_read_are_not_unknown(
    tmp_path: Path, second: str, content: bytes | None, code: str
) -> None:
    (tmp_path / "roles.yaml").write_text("roles: {dev: }\n" + ROWS)
    if content is not None:
        (tmp_path / second).write_bytes(content)
    catalog, problems = load_catalog(["roles.yaml", second], tmp_path)
    assert [one.code for one in problems] == [code]
    assert catalog.rows[0].partial


@pytest.mark.parametrize(
    "text",
    [
        "roles: {dev: }\nroles: {ops: , dve: }\n" + ROWS,
        "skills: {c: }\nskills: {d: }\nroles: {dev: {skills: [d]}}\n",
    ],
)
def test_what_the_second_of_two_keys_defines_is_not_unknown(text: str) -> None:
    _, problems = read_body(text, Location("f"), format="yaml")
    assert [one.code for one in problems] == ["repeated-key"]


def test_other_repeated_keys_hide_nothing() -> None:
    text = "roles: {dev: {tools: [a], tools: [b]}}\n" + ROWS
    _, problems = read_body(text, Location("f"), format="yaml")
    assert [one.code for one in problems] == ["repeated-key", "unknown-role", "unknown-role"]


@pytest.mark.parametrize(("rows", "places"), cases("cascades", "rows of one section with one name"))
def test_rows_of_one_section_with_one_name(rows: str, places: list[str]) -> None:
    text = f"responsibilities: {rows}\nroles: {{dev: }}\nmatrices: {{m: }}\n"
    _, problems = read_body(text, Location("f"), format="yaml")
    assert [str(one.location) for one in problems if one.code == "duplicate-responsibility"] == places
    assert len(problems) == len(places)


@pytest.mark.parametrize(
    ("options", "problem"), cases("cascades", "what is wrong with a source is told in conf once")
)
def test_what_is_wrong_with_a_source_is_told_in_conf_once(tmp_path: Path, options: str, problem: str) -> None:
    for name in ("r", "s", "t"):
        (tmp_path / f"{name}.csv").write_text(f"Task,Ops,QA\nShip {name},R,A\n")
    conf = f'import os\nroles_catalog = [{{"path": ["?.csv", "r.csv"], {options}}}]\n'
    _, problems = load_catalog(Literals(conf.encode()).values["roles_catalog"], tmp_path)
    assert [str(one)[: len(problem)] for one in problems] == [problem]


def test_two_files_with_one_wrong_setting_are_two_where_only_they_say_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("matrices: {m: {scheme: RACY}}")
    (tmp_path / "b.yaml").write_text("matrices: {n: {scheme: RACY}}")
    _, problems = load_catalog("*.yaml", tmp_path)
    assert [str(one.location) for one in problems] == ["a.yaml:1:24", "b.yaml:1:24"]


def test_a_body_that_is_a_table_in_html_is_read() -> None:
    text = "<table>\n<tr><th>Task</th><th>Dev</th></tr>\n<tr><td>Ship</td><td>R</td></tr>\n</table>\n"
    catalog, problems = read_body(text, Location("f"))
    assert [(row.name, row.assign[0].role, row.assign[0].letters) for row in catalog.rows] == [
        ("Ship", "dev", ("R",))
    ]
    assert not problems
