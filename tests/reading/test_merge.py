"""Many files to one catalog: identity, references, inheritance, and what two places say."""

from __future__ import annotations

import gc
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.cases import cases

from sphinx_roles.catalog.load import read_body, read_catalog, read_role
from sphinx_roles.catalog.merge.merging import Merging
from sphinx_roles.catalog.nodes import MappingNode
from sphinx_roles.catalog.schema import FileDraft
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.convert.plain_data import plain_catalog
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location


def letters(catalog: Catalog) -> dict[str, dict[str, str]]:
    return {row.id: {one.role: "/".join(one.letters) for one in row.assign} for row in catalog.rows}


CASES: dict[str, dict[str, Any]] = {
    name: case
    for file in ("merged.yaml", "imported.yaml")
    for name, case in yaml.safe_load(Path(__file__).with_name(file).read_text("utf-8")).items()
}


def reported(problems: Any) -> list[str]:
    return [f"{one.location} {one.code}" for one in problems]


@pytest.mark.parametrize("name", CASES)
def test_what_files_are_together(read: Any, name: str) -> None:
    case = CASES[name]
    catalog, problems = read(case["files"], case.get("sources"), Settings(scheme=case.get("scheme", "RACI")))
    assert [str(one) for one in problems] == case.get("told", [])
    partial = {row.id: row.partial for row in catalog.rows}
    said = {**plain_catalog(catalog).data, "letters": letters(catalog), "partial": partial}
    said["unsure"] = {row.id: list(row.unsure) for row in catalog.rows}
    keys = case.keys() - {"files", "sources", "scheme", "told"}
    # As texts, so that their order counts.
    found, expected = ({key: one.get(key, {}) for key in sorted(keys)} for one in (said, case))
    assert json.dumps(found, default=str) == json.dumps(expected, default=str)


# Permutations

FILES = {
    "a.yaml": "roles: {dev: {name: Developer, extends: ops}, qa: {name: QA, reports_to: dev}}\n",
    "b.yaml": "roles: {ops: {name: Operations, tags: [x]}}\nresponsibilities: {S: {rows: {x: {assign: {dev: A, opz: R}}}}}\n",
    "c.yaml": "responsibilities: {s: {rows: {y: {assign: {qa: Q}}}}}\nmatrices: {m: {scheme: DACI}}\n",
    "d.csv": "Task,Developer,QA\nShip,A,R\nTest,C,A\n",
}


@pytest.mark.parametrize("order", list(itertools.permutations(FILES)), ids="-".join)
def test_the_order_of_files_changes_nothing_but_order(read: Any, order: tuple[str, ...]) -> None:
    catalog, problems = read({name: FILES[name] for name in order})
    first, told_first = read(FILES)
    assert set(map(str, problems)) == set(map(str, told_first))
    assert {str(row.location) for row in catalog.rows} == {str(row.location) for row in first.rows}
    assert letters(catalog) == letters(first)
    assert catalog.roles.keys() == first.roles.keys()
    assert all(catalog.roles[key] == role for key, role in first.roles.items())
    assert set(catalog.matrices) == set(first.matrices)


# Islands


def known(read: Any) -> Any:
    catalog, problems = read("roles: {sre: {name: Site Reliability Engineer, abbr: SRE}, dev: Developer}\n")
    assert not problems
    return catalog


@pytest.mark.parametrize(("body", "roles"), cases("merge", "a body knows the roles around it"))
def test_a_body_knows_the_roles_around_it(read: Any, body: str, roles: list[str]) -> None:
    catalog, problems = read_body(body, Location("page.rst", 10, 4), roles=known(read))
    assert not problems
    assert list(catalog.roles) == roles
    assert [row.name.lower() for row in catalog.rows] == ["ship"]
    assert "" in catalog.matrices


@pytest.mark.parametrize(("body", "location"), cases("merge", "the places of a body"))
def test_the_places_of_a_body(read: Any, body: str, location: str) -> None:
    _, problems = read_body(body, Location("page.rst", 10, 4), roles=known(read))
    assert [str(one.location) for one in problems] == [location]


@pytest.mark.parametrize("rows", ["| Task | Dev |\n| Ship | A |", "||Task||Dev||\n|Ship|A|"])
def test_a_table_of_markdown_needs_a_line_below_its_head(read: Any, rows: str) -> None:
    """Confluence and others write tables of bars without it."""
    _, (body,) = read_body(f"{rows}\n", Location("page.rst", 10, 4))
    _, (file,) = read({"page.md": f"# Who\n\n{rows}\n"})
    lacks = "; below its head, a table of Markdown has a line such as |---|---|"
    assert body.text == f"the body holds no table, no roles and no responsibilities{lacks}"
    assert file.text == f"the file holds no pipe table, and none of our keys in its front matter{lacks}"
    assert (str(body.location), str(file.location)) == ("page.rst:10:4", "page.md:3:1")


def test_an_unknown_scheme_of_a_body_is_told_there(read: Any) -> None:
    _, problems = read_body("Task,Dev\nShip,A\n", Location("page.rst", 3, 1), scheme="RACCI")
    assert reported(problems) == ["page.rst:3:1 unknown-scheme"]
    catalog, problems = read_body("Task,Dev\nShip,D\n", Location("page.rst", 3, 1), scheme="DACI")
    assert (problems, catalog.rows[0].assign[0].letters) == ((), ("D",))


def test_a_card_of_its_own(read: Any) -> None:
    catalog, problems = read_role(
        "name: Chief\nreports_to: SRE\ncovered_by: nobdy\nsumary: x\n",
        Location("p.md", 5, 1),
        roles=known(read),
    )
    assert reported(problems) == ["p.md:7:13 unknown-role", "p.md:8:1 unknown-key"]
    (role,) = catalog.roles.values()
    assert (role.id, role.name, role.reports_to) == ("chief", "Chief", "sre")
    assert not read_role("[a]", Location("p.md"))[0].roles
    assert reported(read_role("", Location("p.md", 2, 3))[1]) == ["p.md:2:3 no-data"]


# Anything at all

YAML = CASES["extends takes over fields"]["files"].replace("price: 6", "levels: [a, {b: {after: a}}]")
YAML += "schemes: {RACI: {letters: {A: Owner}}}\n"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(YAML)), st.integers(0, 6), st.text(
    alphabet=st.sampled_from("abAR:-# \n\t[]{},&*'\"|<~\x00é/+"), max_size=4)), min_size=1, max_size=4))  # fmt: skip
def test_a_mutated_catalog_never_raises(edits: list[tuple[int, int, str]]) -> None:
    text = YAML
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    catalog, problems = read_body(text, Location("f"), format="yaml")
    assert all(one.location.file in ("f", "conf.py") for one in problems)
    for row in catalog.rows:
        assert all(one.role in catalog.roles for one in row.assign)
        assert row.matrix in catalog.matrices
        assert not row.section or (row.matrix, row.section) in catalog.sections
        assert catalog.scheme_of(row)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("abAR:-# \n\t[]{},&*'\"|<~\x00é/+;"), max_size=80))
def test_any_body_is_read_without_an_error(text: str) -> None:
    read_body(text, Location("f", 3, 5))
    read_role(text, Location("f", 3, 5))


# What real data is like


def test_two_thousand_unknown_names_take_no_minutes(read: Any) -> None:
    roles = "".join(f"  role-{i}: {{}}\n" for i in range(60))
    rows = "".join(f"  r{i}: {{effort_days: 1, assign: {{someone-{i}: A}}}}\n" for i in range(2000))
    catalog, problems = read(f"roles:\n{roles}responsibilities:\n{rows}")
    assert len(problems) == 2000
    assert all(row.partial for row in catalog.rows)


@pytest.mark.parametrize("cell", ["Dev|QA", "Dev | QA", "Dev + QA", "Dev; QA", "[Dev, QA]", "Dev / QA"])
def test_names_in_a_cell_are_kept_apart(cell: str, read: Any) -> None:
    catalog, problems = read({"a.csv": f'Task,Responsible,Accountable\nPlan,"{cell}",PM\nBuild,Ops,PM\n'})
    held = [(one.role, one.letters) for one in catalog.rows[0].assign]
    assert (held, problems) == ([("dev", ("R",)), ("qa", ("R",)), ("pm", ("A",))], [])


def test_a_level_is_found_by_its_role(read: Any) -> None:
    catalog, _ = read(CASES["a level takes over what it extends"]["files"])
    role = catalog.roles["sre"]
    assert catalog.find_level("SRE / mid") == (role, role.levels[1])
    assert catalog.find_level("sre/none") is catalog.find_level("mid") is None


def test_a_skill_that_a_level_only_takes_away_is_none(read: Any) -> None:
    levels = "{junior: {skills: [git]}, senior: {extends: junior, skills: [-gti]}}"
    catalog, problems = read({"roles.yaml": f"roles: {{dev: {{levels: {levels}}}}}\n"})
    assert [*catalog.skills] == ["git"]
    assert reported(problems) == ["roles.yaml:1:84 wrong-value"]


def test_nothing_that_was_read_on_the_way_outlives_the_reading(tmp_path: Path) -> None:
    texts = {
        "roles.yaml": "roles: {sre: {name: SRE, levels: {one: {}}}}\nresponsibilities: {a: {assign: {srr: A}, b: C}}\n",
        "rows.csv": "Task,SRE\nBuild,A\n",
        "ops.role.yaml": "name: Operator\nreports_to: sre\nA: [Build]\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    gc.collect()
    # Without the collector, what is in a circle stays.
    gc.disable()
    try:
        read_catalog([Source(tmp_path / name, name) for name in texts])
        kept = [one for one in gc.get_objects() if isinstance(one, FileDraft | MappingNode | Merging)]
    finally:
        gc.enable()
    assert kept == []
