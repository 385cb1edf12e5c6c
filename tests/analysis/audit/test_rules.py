"""Every rule has a smallest catalog that it finds something in, and one that it does not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from audits import findings, read

from sphinx_roles.analysis.audit.finding import Severity, sentence
from sphinx_roles.analysis.audit.rule import KINDS, load_rules
from sphinx_roles.analysis.audit.rules import FINDERS, MissingFunction
from sphinx_roles.problems import Code

# The table of the rules: id, severity, reported in the build without being asked.
TABLE = """
no-accountable E; undecided-record W; several-accountable E; no-responsible E; only-passive E; vacant-accountable E; agent-decides W;
conflicting-assignment E yes; duplicate-assignment W yes; duplicate-responsibility W yes;
expired-assignment W; many-responsible I; many-consulted I; many-informed I; everyone-involved I; limit W;
two-letters W; duties-not-separated W; no-backup I; nobody-consulted-or-informed I;
overloaded-accountable W; overloaded-responsible W; ended-holder W; one-person-many-hats W; unused-role W; always-involved I;
never-decides-or-does I; only-informed I;
unknown-role E yes; unknown-letter E yes; unknown-skill E yes; unknown-manager I; look-alike-letter W yes;
reports-in-a-circle E yes; parts-in-a-circle E yes; extends-in-a-circle E yes; cover-in-a-circle E yes; same-role-twice W;
generic-role W; person-as-role I; vague-responsibility I; stale W; ambiguous-role E yes; missing-field W; accepted-nothing W;
owner-differs W; covered-by-nobody W; covered-twice W; unknown-owner W; gone-owner W;
contested W; near-duplicate-roles I; gap-between-roles W; same-row-other-owner I
"""
LETTER = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.HINT: "I"}


def test_a_rule_is_one_record_and_one_function() -> None:
    assert set(load_rules()) - set(FINDERS) == set(), "rules/ has no function of this name"
    assert set(FINDERS) - set(load_rules()) == set(), "rules.yaml has no record of this name"
    kinds = [rule.kind for rule in load_rules().values()]
    assert kinds == sorted(kinds, key=KINDS.index), "the records are in the order of the documentation"


def test_the_rules_are_those_of_the_table() -> None:
    expected = {tuple(entry.split()) for entry in TABLE.replace("\n", " ").split(";")}
    found = {
        (rule.id, LETTER[rule.severity], *(["yes"] if rule.build else [])) for rule in load_rules().values()
    }
    assert found ^ expected == set(), "rules.yaml and the table above differ"


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_finds_just_its_bad_example(rule: Any) -> None:
    found = [finding for finding in findings(rule.bad, rule=rule) if finding.rule == rule.id]
    assert [sentence(finding) for finding in found] == [rule.message]
    assert found[0].severity == rule.severity
    assert found[0].location
    assert found[0].location.file in ("roles.yaml", "CODEOWNERS" if rule.owners else "roles.yaml")


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_finds_nothing_in_its_good_example(rule: Any) -> None:
    assert rule.good != rule.bad
    assert [sentence(found) for found in findings(rule.good, rule=rule) if found.rule == rule.id] == []


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_a_good_example_has_no_mistake(rule: Any) -> None:
    assert read(rule.good).problems == ()
    assert rule.build == bool(read(rule.bad).problems)


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_explains_itself(rule: Any) -> None:
    assert rule.title.endswith(".")
    assert rule.about.endswith((".", "?"))
    assert set(rule.replaces) <= set(load_rules())


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_the_slots_of_folded_and_merged_sentences_are_known(rule: Any) -> None:
    found = next(finding for finding in findings(rule.bad, rule=rule) if finding.rule == rule.id)
    known = {value.key for value in found.values}
    folded = {slot.removeprefix("worst_") for slot in re.findall(r"\{(\w+)\}", rule.folded)}
    assert folded <= known | {"count", "total", "worst"}
    how = "`folded` names the {worst} where findings have a `size`, and only there"
    assert ("{worst" in rule.folded) == bool(found.size), how
    # A person as a role is reported by reading as well, and only that is joined.
    assert set(re.findall(r"\{(\w+)\}", rule.merged)) <= known | {"count", "text"}


def test_rules_that_reading_applies_are_its_problems() -> None:
    reported = {rule.id for rule in load_rules().values() if rule.build}
    assert reported <= {str(code) for code in Code}
    # A name shared by a rule and a problem is one thing; a person as a role is reported by both, and of what
    # is accepted, reading reports the misspelt names.
    both = {"person-as-role", "accepted-nothing"}
    assert set(load_rules()) & {str(code) for code in Code} == reported | both


def test_a_record_without_a_function_is_named() -> None:
    with pytest.raises(MissingFunction, match="no-such-rule"):
        FINDERS["no-such-rule"]
