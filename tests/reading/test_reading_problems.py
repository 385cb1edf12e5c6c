"""Every problem that reading can tell: its smallest input and its exact words."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

import sphinx_roles.catalog.load
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.catalog.formats import SUFFIXES
from sphinx_roles.problems import Code

CASES: dict[Code, dict[str, Any]] = {
    code: case
    for case in yaml.safe_load(
        Path(__file__)
        .with_name("problems.yaml")
        .read_text("utf-8")
        .replace("<suffixes>", ", ".join(SUFFIXES))
    )
    for code in Code
    if code == case["code"]
}


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
    # report links and pictures; tests/owners has owners files, test_imported_sources what is left out of them,
    # and test_survey sheets.
    others = {Code.OPTION, Code.MARKUP, Code.IMAGE, Code.OWNERS, Code.LEFT_OUT, Code.SHEET}
    assert set(CASES) == codes_of_reading() - others


@pytest.mark.parametrize("code", CASES, ids=str)
def test_the_smallest_input_gives_exactly_this(code: Code, read: Any) -> None:
    case = CASES[code]
    _, problems = read(case["files"], case.get("value"))
    assert [one.code for one in problems] == [code]
    assert str(problems[0]) == f"{case['told']} [roles.{code}]"
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
