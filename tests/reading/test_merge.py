"""Many files to one catalog: identity, references, inheritance, and what two places say."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.catalog.load import read_body, read_role
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.model import Catalog, Proficiency, Prose, Text
from sphinx_roles.problems import Code, Location


def letters(catalog: Catalog) -> dict[str, dict[str, str]]:
    return {row.id: {one.role: "/".join(one.letters) for one in row.assign} for row in catalog.rows}


def reported(problems: Any) -> list[str]:
    return [f"{one.location} {one.code}" for one in problems]


def test_a_role_is_found_by_whatever_it_answers_to(read: Any) -> None:
    catalog, problems = read(
        "roles:\n"
        "  sre: {name: Site Reliability Engineer, abbr: SRE, aliases: [Firefighter]}\n"
        "  po: {name: Product Owner}\n"
        "responsibilities:\n"
        "  a: {assign: {site-reliability ENGINEER: A}}\n"
        "  b: {assign: {firefighter: A}}\n"
        "  c: {assign: {Sre: A, 'Product  Owner': R}}\n"
    )
    assert not problems
    assert letters(catalog) == {"a": {"sre": "A"}, "b": {"sre": "A"}, "c": {"sre": "A", "po": "R"}}


def test_a_role_in_two_files_is_one(read: Any) -> None:
    catalog, problems = read(
        {
            "a.yaml": "roles:\n  sre: {name: SRE, tags: [x], cost: 1}\n",
            "b.yaml": "roles:\n  SRE: {summary: Keeps it up, tags: [x], price: 2}\n",
        }
    )
    assert not problems
    (role,) = catalog.roles.values()
    assert (role.id, role.summary, role.own) == ("sre", "Keeps it up", {"cost": "1", "price": "2"})


def test_two_places_that_disagree_are_one_problem(read: Any) -> None:
    catalog, problems = read(
        {
            "a.yaml": "roles:\n  sre: {name: SRE, family: X}\n",
            "b.yaml": "roles:\n  sre: {name: Reliability, family: Y, grade: 3}\n",
        }
    )
    (problem,) = problems
    assert (problem.code, str(problem.location)) == (Code.DUPLICATE_ROLE, "b.yaml:2:3")
    assert "a.yaml:2:3" in problem.text
    assert "name, family" in problem.text
    assert (catalog.roles["sre"].name, catalog.roles["sre"].grade) == ("SRE", "3")


def test_two_roles_of_one_name_are_told_at_both_places(read: Any) -> None:
    catalog, problems = read(
        {
            "a.yaml": "roles:\n  x: {aliases: [Ops], name: One}\n",
            "b.yaml": "roles:\n  y: {abbr: OPS, name: one}\nresponsibilities: {r: {assign: {ops: A}}}\n",
        }
    )
    assert reported(problems) == ["a.yaml:2:29 ambiguous-role", "b.yaml:2:24 ambiguous-role"]
    assert "'x' and 'y' both answer to 'one'; the other one is at b.yaml:2:3" in problems[0].text
    assert letters(catalog) == {"r": {"x": "A"}}


def test_heads_refer_to_records(read: Any) -> None:
    files = {
        "roles.yaml": "roles: {sre: {name: Site Reliability Engineer, abbr: SRE}, dev: Developer}\n",
        "raci.csv": "Activity,SRE,Devloper\nDeploy,A,R\nPage,R,\n",
    }
    catalog, problems = read(files)
    assert list(catalog.roles) == ["sre", "dev"]
    assert [one.text for one in problems] == ["no role answers to 'Devloper'; did you mean 'Developer'?"]
    assert str(problems[0].location) == "raci.csv:1:14"
    assert letters(catalog) == {"deploy": {"sre": "A"}, "page": {"sre": "R"}}
    assert [row.partial for row in catalog.rows] == [True, False]


def test_heads_define_roles_where_there_are_no_records(read: Any) -> None:
    catalog, problems = read(
        {
            "raci.csv": "Activity,QA Lead,Dev\nDeploy,A,R\n",
            "more.yaml": "responsibilities:\n  x: {assign: {dev: A}}\n",
        }
    )
    assert not problems
    assert [(role.id, role.name) for role in catalog.roles.values()] == [
        ("qa-lead", "QA Lead"),
        ("dev", "Dev"),
    ]
    assert catalog.matrices["raci"].roles == ("qa-lead", "dev")
    assert letters(catalog) == {"deploy": {"qa-lead": "A", "dev": "R"}, "x": {"dev": "A"}}


def test_two_columns_of_one_role_are_told_once(read: Any) -> None:
    catalog, problems = read(
        {
            "raci.csv": "Activity,Dev,Developer,QA\nDeploy,A,R,C\nTest,,R,A\n",
            "r.yaml": "roles: {dev: Developer, qa: }\n",
        }
    )
    assert reported(problems) == ["raci.csv:1:14 duplicate-role"]
    assert letters(catalog) == {"deploy": {"dev": "A", "qa": "C"}, "test": {"dev": "R", "qa": "A"}}


def test_the_matrix_of_a_table(read: Any) -> None:
    table = "| Task | Dev | QA |\n|---|---|---|\n| Ship | A | R |\n| Test | C | A |\n"
    catalog, problems = read(
        {
            "a.md": f"## Delivery\n\n{table}\n## Support\n\n{table}",
            "b.csv": "Task,Dev,QA\nShip,A,R\n",
            "c.yaml": "matrices: {b: {name: Beta, scheme: RASCI, summary: S}}\n",
        }
    )
    assert not problems
    assert list(catalog.matrices) == ["", "b", "delivery", "support"]
    assert (catalog.matrices["b"].name, catalog.matrices["b"].scheme) == ("Beta", "RASCI")
    assert catalog.matrices["b"].roles == ("dev", "qa")
    assert [row.matrix for row in catalog.rows] == ["delivery", "delivery", "support", "support", "b"]


def test_tables_of_one_name_stay_apart_in_any_order(read: Any) -> None:
    table = "## Tasks\n\n| Task | Dev | QA |\n|---|---|---|\n| Ship | A | R |\n| Test | C | A |\n\n"
    names = [["one.md", "two.md"], ["two.md", "one.md"]]
    found = [read(dict.fromkeys(order, table))[0] for order in names]
    assert [set(catalog.matrices) for catalog in found] == [{"", "tasks-one", "tasks-two"}] * 2
    assert set(read({"x.md": table + table})[0].matrices) == {"", "tasks", "tasks-2"}


def test_a_source_says_what_a_file_cannot(read: Any) -> None:
    catalog, problems = read(
        {"t.csv": "Task,Dev,QA\nShip,D,A\n", "r.yaml": "responsibilities:\n  x: {assign: {dev: D}}\n"},
        [{"path": "t.csv", "matrix": "Decisions", "scheme": "DACI"}, {"path": "r.yaml", "scheme": "DACI"}],
    )
    assert not problems
    assert {key: one.scheme for key, one in catalog.matrices.items()} == {
        "": "RACI", "Decisions": "DACI", "r": "DACI",
    }  # fmt: skip
    assert letters(catalog) == {"ship": {"dev": "D", "qa": "A"}, "x": {"dev": "D"}}


def test_an_unknown_scheme_is_one_problem(read: Any) -> None:
    catalog, problems = read(
        {"t.csv": "Task,Dev,QA\nShip,X,Y\n", "m.yaml": "matrices: {n: {scheme: NOPE}}\n"
         "responsibilities: {r: {matrix: n, assign: {dev: Z}}}\n"},
        [{"path": "t.csv", "scheme": "DACY"}, "m.yaml"],
    )  # fmt: skip
    assert reported(problems) == ["conf.py:1:1 unknown-scheme", "m.yaml:1:24 unknown-scheme"]
    assert "did you mean 'DACI'?" in problems[0].text
    assert next(row for row in catalog.rows if row.id == "r").assign[0].unread == "Z"


def test_the_scheme_of_the_settings(read: Any) -> None:
    catalog, problems = read(
        "roles: {a: }\nresponsibilities: {r: {assign: {a: D}}}\n", None, Settings(scheme="daci")
    )
    assert not problems
    assert catalog.matrices[""].scheme == "DACI"
    _, problems = read(
        "roles: {a: }\nresponsibilities: {r: {assign: {a: Q}}}\n", None, Settings(scheme="RACY")
    )
    assert reported(problems) == ["conf.py:1:1 unknown-scheme"]


def test_sections_of_one_name_are_one(read: Any) -> None:
    catalog, problems = read(
        {
            "a.yaml": "roles: {dev: , qa: }\nresponsibilities:\n  Release & Deploy: {rows: {x: }}\n",
            "b.yaml": "responsibilities:\n  release-deploy: {summary: Why, rows: {y: }}\n",
        }
    )
    assert not problems
    (section,) = catalog.sections.values()
    assert (section.id, section.name, section.summary) == ("release-deploy", "Release & Deploy", "Why")
    assert {row.section for row in catalog.rows} == {"release-deploy"}


ROLES = "roles: {a: , b: }\n"


@pytest.mark.parametrize(
    ("files", "expected", "result"),
    [
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: A}}\n",
             "2.yaml": "responsibilities:\n  x: {assign: {b: R}}\n"},
            ["2.yaml:2:3 duplicate-responsibility"], {"x": {"a": "A", "b": "R"}}, id="twice",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: A}}\n",
             "2.yaml": "responsibilities:\n  x: {assign: {a: R}}\n"},
            ["2.yaml:2:19 conflicting-assignment"], {"x": {"a": "A"}}, id="other letters",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: A}}\n",
             "2.yaml": "responsibilities:\n  x: {summary: Why}\n"},
            [], {"x": {"a": "A"}}, id="one describes, one assigns",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities: [{name: X, assign: {a: A}}, {name: x}]\n"},
            ["1.yaml:2:47 duplicate-responsibility"], {"x": {"a": "A"}}, id="twice in one file",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: A, A: A}}\n"},
            ["1.yaml:3:25 duplicate-assignment"], {"x": {"a": "A"}}, id="one role, two spellings",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: A, A: R}}\n"},
            ["1.yaml:3:25 conflicting-assignment"], {"x": {"a": "A"}}, id="two spellings that disagree",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: [A (s), A (t)]}}\n"},
            [], {"x": {"a": "A"}}, id="two conditions",
        ),
        pytest.param(
            {"1.yaml": ROLES + "responsibilities:\n  S: {rows: {x: {assign: {a: A}}}}\n  T: {rows: {x: {assign: {a: R}}}}\n"},
            [], {"x": {"a": "R"}}, id="two sections",
        ),
    ],
)  # fmt: skip
def test_a_row_at_two_places(read: Any, files: Any, expected: list[str], result: Any) -> None:
    catalog, problems = read(files)
    assert reported(problems) == expected
    assert letters(catalog) == result


def test_both_places_of_a_conflict_are_named(read: Any) -> None:
    _, problems = read(
        {"1.yaml": ROLES + "responsibilities:\n  x: {assign: {a: A}}\n",
         "2.yaml": "responsibilities:\n  x: {assign: {a: R}}\n"}
    )  # fmt: skip
    assert problems[0].text == "'a' has R for 'x', but A at 1.yaml:3:19; the first one is used"


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


def test_a_backslash_before_a_sign_means_the_sign(read: Any) -> None:
    text = """\
roles:
  base: {duties: [Write], tags: [x], levels: {one: {}}}
  lead: {extends: base, duties: ['\\- 5 degrees', '\\\\+', plain], tags: ['\\+x', +y], levels: []}
  other: {duties: ['\\- as it is']}
"""
    catalog, problems = read(text)
    assert not problems
    lead = catalog.roles["lead"]
    assert (lead.duties, lead.tags, lead.levels) == (("- 5 degrees", "\\+", "plain"), ("x", "+x", "y"), ())
    assert catalog.roles["other"].duties == ("\\- as it is",)


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
    assert letters(catalog) == {
        "deploy": {"base": "R", "senior": "R"},
        "hire": {"base": "I", "senior": "A"},
    }


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


def test_unknown_references_are_told_at_each_place(read: Any) -> None:
    _, problems = read(
        "roles: {devops: }\nresponsibilities:\n"
        + "".join(f"  r{i}: {{assign: {{devop: A}}}}\n" for i in range(5))
    )
    assert reported(problems) == [f"roles.yaml:{line}:17 unknown-role" for line in range(3, 8)]


def test_skills_and_proficiencies(read: Any) -> None:
    catalog, problems = read(
        "skills:\n  slo: {name: SLO design, scale: UK, levels: {working: Sets one, Expret: x}}\n"
        "scales: {uk: [Awareness, Working, Expert]}\n"
        "roles:\n  a: {skills: {SLO-design: 3, slo: working}}\n  b: {skills: {slo: 4, sl: 1}}\n"
    )
    assert [(str(one.location), one.code) for one in problems] == [
        ("roles.yaml:2:66", Code.UNKNOWN_PROFICIENCY),
        ("roles.yaml:6:21", Code.UNKNOWN_PROFICIENCY),
        ("roles.yaml:6:24", Code.UNKNOWN_SKILL),
    ]
    assert [(one.skill, one.step) for one in catalog.roles["a"].skills] == [
        ("slo", "Expert"),
        ("slo", "Working"),
    ]
    assert [(one.skill, one.step) for one in catalog.roles["b"].skills] == [("slo", None), ("sl", "1")]
    assert [(one.step, one.criteria) for one in catalog.skills["slo"].levels] == [("Working", ("Sets one",))]


def test_a_skill_that_is_only_used_defines_itself(read: Any) -> None:
    catalog, problems = read("roles: {a: {skills: [Go Lang]}, b: {skills: {go-lang: 2}}}\n")
    assert not problems
    assert [(one.id, one.name) for one in catalog.skills.values()] == [("go-lang", "Go Lang")]


def test_a_broken_file_costs_only_itself(read: Any) -> None:
    """A tab breaks one file of three; what only follows from that is not told."""
    catalog, problems = read(
        {
            "a.yaml": "roles:\n  dev: {name: Dev}\n  ops:\n\tname: Ops\n  qa: {name: QA}\n",
            "b.yaml": "responsibilities: {x: {assign: {dev: A, ops: R, qa: C}}}\n",
            "c.yaml": "responsibilities: {y: {assign: {dve: A}}}\n",
        }
    )
    assert reported(problems) == ["a.yaml:4:1 syntax", "c.yaml:1:33 unknown-role"]
    assert list(catalog.roles) == ["dev", "ops"]
    assert letters(catalog) == {"x": {"dev": "A", "ops": "R"}, "y": {}}
    assert all(row.partial for row in catalog.rows)


def test_a_row_that_is_cut_says_so(read: Any) -> None:
    catalog, _ = read(
        "roles: {a: , b: }\nresponsibilities:\n  x: {assign: {a: A}}\n  y: {assign: {a: R, b: @\n"
    )
    assert {row.id: row.partial for row in catalog.rows} == {"x": False, "y": True}


def test_the_first_of_two_rules_counts(read: Any) -> None:
    catalog, problems = read({"1.yaml": "rules: {a: off, b: W}\n", "2.yaml": "rules: {a: E, b: W}\n"})
    assert reported(problems) == ["2.yaml:1:9 repeated-key"]
    assert catalog.rules == {"a": "off", "b": "W"}


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


def test_front_matter_of_a_page_is_read_beside_its_own_keys(read: Any) -> None:
    catalog, problems = read({"a.md": "---\ntitle: Us\nroles: {dev: Developer}\n---\n\nText\n"})
    assert not problems
    assert list(catalog.roles) == ["dev"]


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


def test_one_key_in_every_shape_and_texts_beside_tables(read: Any) -> None:
    catalog, problems = read(
        "roles:\n"
        "  a: {tools: git, holders: Ana}\n"
        "  b: {tools: [git, {x: y}], holders: [Bo, {name: Cy, org: Us}]}\n"
        "  c: {tools: [], holders: []}\n"
        "  d: {tools: ~, holders: ~}\n"
        "  e: {tools: ['', git], holders: [TBD, '(Acting)', NOT IN USE]}\n"
    )
    assert reported(problems) == ["roles.yaml:3:20 wrong-type"]
    assert [role.tools for role in catalog.roles.values()] == [("git",), ("git",), (), (), ("git",)]
    holders = [role.holders and [one.name for one in role.holders] for role in catalog.roles.values()]
    assert holders == [["Ana"], ["Bo", "Cy"], (), None, ()]


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
        (8, "wrong-value"), (9, "wrong-value"), (10, "unknown-skill")
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


def test_an_open_place_in_a_table_is_an_invitation(read: Any) -> None:
    text = "Task,PM,Dev\nName,Applications open,Apply to jobs@example.com\nPlan,A,R\n"
    catalog, problems = read({"raci.csv": text})
    roles = [(str(one.open), one.holders, one.contact) for one in catalog.roles.values()]
    assert (roles, problems) == ([("", (), None), ("Apply to [e-mail]", (), "jobs@example.com")], [])


@pytest.mark.parametrize("cell", ["Dev|QA", "Dev | QA", "Dev + QA", "Dev; QA", "[Dev, QA]", "Dev / QA"])
def test_names_in_a_cell_are_kept_apart(cell: str, read: Any) -> None:
    catalog, problems = read({"a.csv": f'Task,Responsible,Accountable\nPlan,"{cell}",PM\nBuild,Ops,PM\n'})
    held = [(one.role, one.letters) for one in catalog.rows[0].assign]
    assert (held, problems) == ([("dev", ("R",)), ("qa", ("R",)), ("pm", ("A",))], [])


def test_the_people_of_a_table_hold_its_roles(read: Any) -> None:
    text = 'Task,Dev,Ops\nName,"Ana, Bo (acting)",TBD\nShip,R,A\n'
    catalog, problems = read({"a.csv": text})
    assert problems == []
    held = {
        key: [(one.name, one.acting) for one in role.holders or ()] for key, role in catalog.roles.items()
    }
    assert held == {"dev": [("Ana", False), ("Bo", True)], "ops": []}
    catalog, problems = read({"a.csv": text, "b.yaml": "roles: {dev: {holders: [Cy]}, ops: {}}"})
    assert [str(one) for one in problems] == [
        "a.csv:2:7: the role 'dev' has other holders here than at b.yaml:1:9; the first one is used "
        "[roles.duplicate-role]"
    ]
    assert [one.name for one in catalog.roles["dev"].holders or ()] == ["Cy"]


def test_rows_with_letters_that_were_not_read_are_partial(read: Any) -> None:
    catalog, problems = read({"a.csv": "Task,,Ops,QA\nShip,R,A,C\nTest,,A,R\nRun,,A,R,I\n"})
    assert [row.partial for row in catalog.rows] == [True, False, True]
    assert len(problems) == 2
