"""Many files to one catalog: identity, references, inheritance, and what two places say."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.catalog.load import read_body, read_role
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert.plain_data import plain_catalog
from sphinx_roles.model import Catalog, Proficiency, Prose, Text
from sphinx_roles.problems import Code, Location


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
    keys = case.keys() - {"files", "sources", "scheme", "told"}
    # As texts, so that their order counts.
    found, expected = ({key: one.get(key, {}) for key in sorted(keys)} for one in (said, case))
    assert json.dumps(found, default=str) == json.dumps(expected, default=str)


def test_tables_of_one_name_stay_apart_in_any_order(read: Any) -> None:
    table = "## Tasks\n\n| Task | Dev | QA |\n|---|---|---|\n| Ship | A | R |\n| Test | C | A |\n\n"
    names = [["one.md", "two.md"], ["two.md", "one.md"]]
    found = [read(dict.fromkeys(order, table))[0] for order in names]
    assert [set(catalog.matrices) for catalog in found] == [{"", "tasks-one", "tasks-two"}] * 2
    assert set(read({"x.md": table + table})[0].matrices) == {"", "tasks", "tasks-2"}


EXTENDS = """\
roles:
  base:
    name: Engineer
    family: Platform
    holders: [Ana]
    duties: [Write code, Review code]
    skills: {python: 2, sql: 1}
    tags: [x]
    cost: 5
  senior:
    extends: base
    duties: [+Mentor, -review CODE]
    skills: {+python: 4, -sql: , go: 1}
    tags: [y]
    {more}
  lead: {extends: Senior, family: Leads}
responsibilities:
  deploy: {assign: {base: R}}
  hire: {assign: {base: I, senior: A}}
"""


def test_extends_takes_over_fields(read: Any) -> None:
    catalog, problems = read(EXTENDS.replace("{more}", "price: 6"))
    assert not problems
    senior, lead = catalog.roles["senior"], catalog.roles["lead"]
    assert (senior.name, senior.family, senior.extends, senior.holders) == (
        "senior",
        "Platform",
        "base",
        None,
    )
    assert senior.duties == ("Write code", "Mentor")
    assert [(one.skill, one.step) for one in senior.skills] == [("python", "4"), ("go", "1")]
    assert (senior.tags, senior.own) == (("y",), {"cost": "5", "price": "6"})
    assert (lead.duties, lead.family) == (senior.duties, "Leads")
    assert letters(catalog) == {"deploy": {"base": "R"}, "hire": {"base": "I", "senior": "A"}}


def test_assignments_are_only_inherited_when_asked(read: Any) -> None:
    catalog, problems = read(EXTENDS.replace("{more}", "assign: inherit"))
    assert not problems
    assert letters(catalog) == {"deploy": {"base": "R", "senior": "R"}, "hire": {"base": "I", "senior": "A"}}


def test_cutting_what_the_parent_has_not(read: Any) -> None:
    _, problems = read(
        EXTENDS.replace("{more}", "metrics: ['- Uptime']").replace("review CODE", "Reviw code")
    )
    assert [one.text for one in problems] == [
        "duties takes 'Reviw code' away, which the parent has not; did you mean 'Review code'?",
        "metrics takes 'Uptime' away, which the parent has not",
    ]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("extends", Code.EXTENDS_IN_A_CIRCLE),
        ("reports_to", Code.REPORTS_IN_A_CIRCLE),
        ("covered_by", Code.COVER_IN_A_CIRCLE),
    ],
)
def test_circles_are_told_once_and_opened(read: Any, field: str, code: Code) -> None:
    catalog, problems = read(
        f"roles:\n  a: {{{field}: b}}\n  b: {{{field}: c}}\n  c: {{{field}: b}}\n  d: {{{field}: d}}\n"
    )
    assert [(one.code, one.text) for one in problems] == [
        (code, f"{field} leads in a circle: b → c → b"),
        (code, f"{field} leads in a circle: d → d"),
    ]
    values = {key: getattr(role, field) for key, role in catalog.roles.items()}
    assert values == {"a": "b", "b": None, "c": "b", "d": None}


def test_a_role_file(read: Any) -> None:
    catalog, problems = read(
        {
            "sre.role.yaml": "name: Site Reliability Engineer\nholders: [Ana]\ncovered_by: dev\n",
            "dev.role.md": "---\nname: Developer\nskills: [git]\nfamly: Core\n---\n\n# Developer\n\nWrites *code*.\n",
            "ops.role.md": "Runs things.\n",
        }
    )
    assert reported(problems) == ["dev.role.md:4:1 unknown-key", "ops.role.md:1:1 no-data"]
    assert list(catalog.roles) == ["sre", "dev", "ops"]
    assert catalog.roles["sre"].covered_by == "dev"
    assert catalog.roles["dev"].description == "# Developer\n\nWrites *code*."
    assert str(catalog.roles["dev"].description.location) == "dev.role.md:7:1"
    assert (catalog.roles["ops"].name, catalog.roles["ops"].description) == ("ops", "Runs things.")


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


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        ("Task,SRE,Guest\nShip,A,R\n", ["sre", "guest"]),
        ("| Task | developer | SRE |\n|---|---|---|\n| Ship | A | R |\n", ["dev", "sre"]),
        ("ship: {assign: {dev: A, SRE: R}}\n", ["dev", "sre"]),
        ("roles: {x: Xavier}\nresponsibilities: {ship: {assign: {x: A, sre: R}}}\n", ["x", "sre"]),
        ("- name: Ship\n  assign: {SRE: A}\n", ["sre"]),
    ],
)
def test_a_body_knows_the_roles_around_it(read: Any, body: str, roles: list[str]) -> None:
    catalog, problems = read_body(body, Location("page.rst", 10, 4), roles=known(read))
    assert not problems
    assert list(catalog.roles) == roles
    assert [row.name.lower() for row in catalog.rows] == ["ship"]
    assert "" in catalog.matrices


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ("ship: {assign: {dve: A}}\n", "page.rst:10:20"),
        ("ship:\n  assign: {dev: Q}\n", "page.rst:11:20"),
        ("Task,Dev\nShip,Q\nTest,A\n", "page.rst:11:9"),
        ("| Task | Dev |\n|---|---|\n| Ship | Q |\n| Test | A |\n", "page.rst:12:13"),
        ("ship:\n\tassign: x\n", "page.rst:11:4"),
        ("", "page.rst:10:4"),
    ],
)
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

YAML = EXTENDS.replace("{more}", "levels: [a, {b: {after: a}}]") + "schemes: {RACI: {letters: {A: Owner}}}\n"


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


@pytest.mark.parametrize(
    "name",
    [
        "R&D / Ops",
        "Q: A, B",
        "C#",
        "[Lead] (EMEA)",
        "מנהל מוצר",
        "产品经理",
        "管理\u200b者",
        "été",
        "🚀",
        "+++",
    ],
)
def test_odd_names(read: Any, name: str) -> None:
    quoted = "'" + name + "'"
    catalog, problems = read(
        f"roles:\n  {quoted}: {{abbr: Z}}\nresponsibilities:\n  {quoted}: {{assign: {{{quoted}: A}}}}\n"
    )
    assert not problems
    (role,) = catalog.roles.values()
    assert role.name == name
    (row,) = catalog.rows
    assert row.assign[0].role == role.id
    assert role.id
    assert not set(role.id) & set(" \t\n")


def test_one_broken_file_of_seventeen(read: Any) -> None:
    files = {f"{i:02}.yaml": f"roles:\n  r{i}:\n    name: Role {i}\n" for i in range(17)}
    files["08.yaml"] = files["08.yaml"].replace("    name", "\tname")
    catalog, problems = read(files)
    assert reported(problems) == ["08.yaml:3:1 syntax"]
    assert len(catalog.roles) == 17


def test_two_thousand_unknown_names_take_no_minutes(read: Any) -> None:
    roles = "".join(f"  role-{i}: {{}}\n" for i in range(60))
    rows = "".join(f"  r{i}: {{effort_days: 1, assign: {{someone-{i}: A}}}}\n" for i in range(2000))
    catalog, problems = read(f"roles:\n{roles}responsibilities:\n{rows}")
    assert len(problems) == 2000
    assert all(row.partial for row in catalog.rows)


LADDER = """\
scales: {craft: [Working, Expert]}
skills: {ops: {name: Operations, scale: craft}, lead: {}}
roles:
  sre:
    levels:
      senior: {after: Mid, extends: mid, duties: [Leads], skills: {Operations: 2, lead: [Mentors, Hires]}}
      mid: {name: Mid, duties: [Runs, Types], skills: {ops: {step: working, criteria: Reads logs}}, equals: boss/m1}
      staff: {extends: senior, duties: [-Types, +Teaches], skills: {-operations: }, equals: [senior, nosuch, staff]}
      loop: {extends: loop}
  boss: {levels: {m1: {name: Manager}}, holders: [{name: Ana, skills: {operations: 1, opss: 2}}]}
"""


def test_a_level_takes_over_what_it_extends(read: Any) -> None:
    catalog, problems = read(LADDER)
    levels = {one.id: one for one in catalog.roles["sre"].levels}
    assert list(levels) == ["senior", "mid", "staff", "loop"]
    assert levels["mid"].skills == (Proficiency("ops", Text("Working"), (Prose("Reads logs"),)),)
    assert levels["senior"].duties == ("Runs", "Types", "Leads")
    assert levels["senior"].skills == (
        Proficiency("ops", Text("Expert")), Proficiency("lead", None, (Prose("Mentors"), Prose("Hires"))),
    )  # fmt: skip
    assert (levels["senior"].after, levels["senior"].extends) == ("mid", "mid")
    assert levels["staff"].duties == ("Runs", "Leads", "Teaches")
    assert [one.skill for one in levels["staff"].skills] == ["lead"]
    assert (levels["mid"].equals, levels["staff"].equals, levels["loop"].extends) == (
        ("boss/m1",),
        ("senior",),
        None,
    )
    assert catalog.find_level("SRE / mid") == (catalog.roles["sre"], levels["mid"])
    assert catalog.find_level("sre/none") is catalog.find_level("mid") is None
    holder = next(iter(catalog.roles["boss"].holders or ()))
    assert holder.skills == (Proficiency("ops", Text("Working")), Proficiency("opss", Text("2")))
    assert sorted((one.location.line, str(one.code)) for one in problems if one.location) == [
        (8, "wrong-value"), (8, "wrong-value"), (9, "wrong-value"), (10, "unknown-skill")
    ]  # fmt: skip


def test_a_mistake_in_levels_is_reported_once_for_all_who_take_them_over(read: Any) -> None:
    _, problems = read(
        "roles:\n  kid: {extends: base}\n  more: {extends: kid, levels: [+c]}\n"
        "  base: {levels: {a: {after: b}, b: {after: a, extends: z}, d: {equals: x/y, skills: {one: 7}}}}\n"
        "scales: {two: [Some, Much]}\nskills: {one: {scale: two}}\n"
    )
    assert [(one.location.column, one.text.partition(";")[0]) for one in problems] == [
        (30, "the levels of 'base' lead in a circle through 'a'"),
        (57, "the role 'base' has no level 'z'"),
        (73, "the role 'base' has no level 'x/y'"),
        (92, "'7' is no step of the scale 'two'"),
    ]


@pytest.mark.parametrize("cell", ["Dev|QA", "Dev | QA", "Dev + QA", "Dev; QA", "[Dev, QA]", "Dev / QA"])
def test_names_in_a_cell_are_kept_apart(cell: str, read: Any) -> None:
    catalog, problems = read({"a.csv": f'Task,Responsible,Accountable\nPlan,"{cell}",PM\nBuild,Ops,PM\n'})
    held = [(one.role, one.letters) for one in catalog.rows[0].assign]
    assert (held, problems) == ([("dev", ("R",)), ("qa", ("R",)), ("pm", ("A",))], [])
