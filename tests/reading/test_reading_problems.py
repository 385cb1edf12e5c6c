"""Every problem that reading can tell: its smallest input and its exact words."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import sphinx_roles.catalog.load
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.problems import Code

A = "\N{CYRILLIC CAPITAL LETTER A}"

CASES: dict[Code, tuple[dict[str, str | bytes], Any, str]] = {
    # code: (files, roles_catalog, the problem as it is printed)
    Code.MISSING_FILE: ({}, "x.yaml", "x.yaml:1:1: the file 'x.yaml' is not there"),
    Code.UNREADABLE_FILE: (
        {"x/y.yaml": "roles: {}"}, "x",
        "x:1:1: 'x' is a folder; 'x/**/*.yaml' names the files in it",
    ),
    Code.UNKNOWN_FORMAT: (
        {"x.txt": ""}, None,
        ("x.txt:1:1: the suffix of 'x.txt' is of no format; .yaml, .yml, .json, .toml, .csv, .tsv, .md, "
        ".markdown, .rst are read"),
    ),
    Code.ENCODING: (
        {"x.yaml": b"roles: {\xff}"}, None,
        "x.yaml:1:9: the byte 0xFF is no UTF-8; save the file as UTF-8",
    ),
    Code.SYNTAX: (
        {"x.yaml": "roles:\n\ta: b"}, None,
        "x.yaml:2:1: a tab is in the indentation, where YAML takes spaces only",
    ),
    Code.TOO_LARGE: (
        {"x.yaml": "roles: " + "[" * 200}, None,
        "x.yaml:1:107: the nesting goes deeper than 100 levels",
    ),
    Code.NO_DATA: (
        {"x.yaml": ""}, None,
        ("x.yaml:1:1: the file holds nothing; a mapping with one of roles, responsibilities, matrices, schemes, "
        "skills, scales, rules, accepted, format is expected"),
    ),
    Code.FORMAT: ({"x.yaml": "format: 9"}, None, "x.yaml:1:9: format is '9'; this version reads format 1"),
    Code.UNKNOWN_KEY: (
        {"x.yaml": "roles: {}\nskils: {}"}, None,
        "x.yaml:2:1: 'skils' is no key at the top of a file; did you mean 'skills'?",
    ),
    Code.REPEATED_KEY: (
        {"x.yaml": "roles: {}\nroles: {}"}, None,
        "x.yaml:2:1: 'roles' is there twice; the first one, at x.yaml:1:1, is used",
    ),
    Code.WRONG_TYPE: (
        {"x.yaml": "roles: {a: {name: [x, y]}}"}, None,
        "x.yaml:1:19: name takes a text, not a list of 2",
    ),
    Code.WRONG_VALUE: (
        {"x.yaml": "roles: {a: {kind: tema}}"}, None,
        "x.yaml:1:19: kind takes role, team, person, external or agent, not 'tema'; did you mean 'team'?",
    ),
    Code.TABLE: (
        {"x.csv": "Task,Dev\n"}, None,
        "x.csv:1:1: the table has a head ('Task', 'Dev') but no rows under it",
    ),
    Code.UNKNOWN_ROLE: (
        {"x.yaml": "roles: {dev: }\nresponsibilities: {r: {assign: {qa: A}}}"}, None,
        "x.yaml:2:33: no role answers to 'qa'; there is dev",
    ),
    Code.PERSON_AS_ROLE: (
        {"x.yaml": "roles: {dev: {holders: Ana}}\nresponsibilities: {r: {assign: {ana: A}}}"}, None,
        "x.yaml:2:33: 'ana' is a person who holds the role 'dev'; a role is expected",
    ),
    Code.AMBIGUOUS_ROLE: (
        {"x.yaml": "roles: {a: {abbr: X}, b: {aliases: x}}"}, None,
        "x.yaml:1:19: the roles 'a' and 'b' both answer to 'x'; the other one is at x.yaml:1:23",
    ),
    Code.DUPLICATE_ROLE: (
        {"x.yaml": "roles: [{id: a, grade: 1}, {id: a, grade: 2}]"}, None,
        "x.yaml:1:28: the role 'a' is defined here and at x.yaml:1:9, with another grade; the first one is used",
    ),
    Code.UNKNOWN_LETTER: (
        {"x.yaml": "roles: {a: }\nresponsibilities: {r: {assign: {a: A/Z}}}"}, None,
        "x.yaml:2:36: 'Z' in 'A/Z' is no letter of RACI, which has R, A, C, I",
    ),
    Code.LOOK_ALIKE_LETTER: (
        {"x.yaml": f"roles: {{a: }}\nresponsibilities: {{r: {{assign: {{a: {A}}}}}}}"}, None,
        f"x.yaml:2:36: '{A}' (U+0410, cyrillic capital letter a) is read as the letter 'A' that it looks like",
    ),
    Code.UNKNOWN_SCHEME: (
        {"x.yaml": "matrices: {m: {scheme: RASIK}}"}, None,
        "x.yaml:1:24: no scheme is called 'RASIK'; did you mean 'RASI'?",
    ),
    Code.UNKNOWN_MATRIX: (
        {"x.yaml": "matrices: {m: }\nresponsibilities: {r: {matrix: n}}"}, None,
        "x.yaml:2:32: no matrix is called 'n'; there is m",
    ),
    Code.UNKNOWN_SKILL: (
        {"x.yaml": "skills: {go: }\nroles: {a: {skills: rust}}"}, None,
        "x.yaml:2:21: no skill is called 'rust'; there is go",
    ),
    Code.UNKNOWN_PROFICIENCY: (
        {"x.yaml": "skills: {go: {scale: s}}\nscales: {s: [low, high]}\nroles: {a: {skills: {go: 3}}}"}, None,
        "x.yaml:3:26: '3' is no step of the scale 's'; there is low, high",
    ),
    Code.CONFLICTING_ASSIGNMENT: (
        {"x.yaml": "roles: {a: }\nresponsibilities: {r: {assign: {a: A, A: R}}}"}, None,
        "x.yaml:2:42: 'a' has R for 'r', but A at x.yaml:2:36; the first one is used",
    ),
    Code.DUPLICATE_ASSIGNMENT: (
        {"x.yaml": "roles: {a: }\nresponsibilities: {r: {assign: {a: A, A: A}}}"}, None,
        "x.yaml:2:42: 'a' has A for 'r' twice, here and at x.yaml:2:36",
    ),
    Code.DUPLICATE_RESPONSIBILITY: (
        {"x.yaml": "responsibilities: [r, R]"}, None,
        "x.yaml:1:23: the responsibility 'R' is there twice, here and at x.yaml:1:20",
    ),
    Code.UNKNOWN_RESPONSIBILITY: (
        {"x.yaml": "roles: {a: {R: deplois}}\nresponsibilities: {deploys: }"}, None,
        "x.yaml:1:13: 'R' is a letter of RACI, but 'deplois' is no responsibility; fields of your own are declared in "
        "roles_fields; did you mean 'deploys'?",
    ),
    Code.GUESS: (
        {"x.csv": "Task,Owner\nShip,Ana\n"}, None,
        "x.csv:1:6: the head 'Owner' is read as A; `columns` says which letter, or what else, it is",
    ),
    Code.REPORTS_IN_A_CIRCLE: (
        {"x.yaml": "roles: {a: {reports_to: b}, b: {reports_to: a}}"}, None,
        "x.yaml:1:25: reports_to leads in a circle: a → b → a",
    ),
    Code.EXTENDS_IN_A_CIRCLE: (
        {"x.yaml": "roles: {a: {extends: a}}"}, None,
        "x.yaml:1:22: extends leads in a circle: a → a",
    ),
    Code.COVER_IN_A_CIRCLE: (
        {"x.yaml": "roles: {a: {covered_by: a}}"}, None,
        "x.yaml:1:25: covered_by leads in a circle: a → a",
    ),
    Code.PARTS_IN_A_CIRCLE: (
        {"x.yaml": "roles: {a: {part_of: b}, b: {part_of: a}}"}, None,
        "x.yaml:1:22: part_of leads in a circle: a → b → a",
    ),
    Code.CONFIG: (
        {}, 7,
        ("conf.py:1:1: roles_catalog takes a path, a glob, a list of those, {path, …} or a mapping of names to "
        "those, not 7"),
    ),
}  # fmt: skip


def codes_of_reading() -> set[Code]:
    """Return the codes that the sources of `reading` name."""
    folder = Path(sphinx_roles.catalog.load.__file__).parent
    names = {
        node.attr
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
    }
    return {Code[name] for name in names}


def test_every_code_of_reading_has_a_case() -> None:
    # Options are only in a table of a directive's body: test_restructured_tables has them. Pages and `check`
    # report links and pictures; tests/owners has owners files, test_imported_sources what is left out of them.
    others = {Code.OPTION, Code.MARKUP, Code.IMAGE, Code.OWNERS, Code.LEFT_OUT}
    assert set(CASES) == codes_of_reading() - others


@pytest.mark.parametrize("code", CASES, ids=str)
def test_the_smallest_input_gives_exactly_this(code: Code, read: Any) -> None:
    files, value, expected = CASES[code]
    _, problems = read(files, value)
    both = 2 if code is Code.AMBIGUOUS_ROLE else 1
    assert [one.code for one in problems] == [code] * both
    assert str(problems[0]) == f"{expected} [roles.{code}]"
    # What a rule finds is accepted by a name; what may have been meant is none.
    assert problems[0].names or str(code) not in set(load_rules())
    assert dict(problems[0].values).get("nearest", "") not in problems[0].names


def test_names_that_are_listed_stand_once_and_those_of_several_words_in_quotes(read: Any) -> None:
    text = (
        'roles: {sre: {name: S.R.E.}, lead: {name: "Lead, Product"}}\n'
        "responsibilities: {r: {assign: {xyz: A}}}\n"
    )
    _, problems = read({"x.yaml": text})
    assert [str(one) for one in problems] == [
        "x.yaml:2:33: no role answers to 'xyz'; there is sre, lead, 'Lead, Product' [roles.unknown-role]"
    ]
