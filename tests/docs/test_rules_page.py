"""The page of the rules is made from the rules: each is there, with what it says of its example."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.analysis.audit.rule import KINDS, load_rules

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "rules.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """What makes the page."""
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        return runpy.run_path(str(DOCS / "_ext" / "audit_rules.py"))
    finally:
        sys.path.remove(str(DOCS / "_ext"))


def test_every_kind_of_rule_is_on_the_page() -> None:
    assert [kind for kind in KINDS if f"```{{rules}} {kind}\n" not in PAGE] == []
    assert {rule.kind for rule in load_rules().values()} == set(KINDS)


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_is_told_with_its_examples(rule: Any, page: dict[str, Any]) -> None:
    text = page["text"](rule)
    for part in (
        rule.title,
        rule.about,
        rule.bad.rstrip(),
        rule.message,
        rule.good.rstrip(),
        str(rule.severity),
    ):
        assert part in text
    assert all(name in text for name in rule.thresholds)
    assert f"](#rule-{rule.id}) | {rule.title} |" in page["table"]()
