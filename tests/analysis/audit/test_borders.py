"""What a rule looks at, and what it passes over."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest


def rows(*assign: str, before: str = "") -> str:
    """Return a catalog of rows with these assignments."""
    lines = [f"  task-{n}: {{name: Task {n}, assign: {{{a}}}}}" for n, a in enumerate(assign, 1)]
    return "\n".join((before.strip("\n"), "responsibilities:", *lines)).lstrip("\n")


def ids(reported: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in reported]


# Conditions


def test_a_letter_under_two_conditions_is_not_two(reported: Callable[..., Any]) -> None:
    assert reported(rows("sre: A/R (production), devops: A/R (staging)")) == []


def test_two_letters_under_one_condition_are_two(reported: Callable[..., Any]) -> None:
    found = reported(rows("sre: A/R (production), devops: A (Production), ops: A/R (staging)"))
    assert found == [
        "several-accountable: Task 1 (production): sre and devops hold A (Accountable), where 1 may"
    ]


def test_a_letter_without_a_condition_counts_under_each(reported: Callable[..., Any]) -> None:
    found = reported(rows("sre: A/R, devops: A (staging), ops: C (production)"))
    assert found[0] == (
        "several-accountable: Task 1 (staging): sre and devops hold A (Accountable), where 1 may"
    )


def test_a_condition_under_which_nobody_decides(reported: Callable[..., Any]) -> None:
    assert reported(rows("sre: A/R (production), devops: R (staging)")) == [
        "no-accountable: Task 1 (staging): nobody holds A (Accountable)"
    ]


# One fault, one finding


def test_a_row_without_letters_is_only_without_a_decision(reported: Callable[..., Any]) -> None:
    assert reported(rows("")) == ["no-accountable: Task 1: nobody holds A (Accountable)"]


def test_a_scheme_whose_deciding_letter_also_does(reported: Callable[..., Any]) -> None:
    text = rows("sre: C", before="matrices: {own: {scheme: MOCHA}}").replace("name:", "matrix: own, name:")
    assert ids(reported(text + "\n  other: {matrix: own, assign: {sre: O}}")) == ["only-passive"]
    helped = text.replace("sre: C", "sre: H")
    assert reported(helped) == ["no-accountable: Task 1: nobody holds O (Owner)"]


def test_a_gap_stands_in_place_of_its_rows(reported: Callable[..., Any]) -> None:
    text = """
        responsibilities:
          Costs:
            rows:
              forecast: {name: Forecast, assign: {sre: C}}
              savings: {name: Savings, assign: {}}
          Rest: {rows: {work: {name: Work, assign: {sre: A/R, ops: R}}}}
        """
    assert ids(reported(text)) == ["gap-between-roles"]
    filled = text.replace(
        "savings: {name: Savings, assign: {}}", "savings: {name: Savings, assign: {sre: R}}"
    )
    assert {"only-passive", "no-accountable"} < set(ids(reported(filled)))


def test_only_informed_is_not_also_never_decides(reported: Callable[..., Any]) -> None:
    assert ids(reported(rows("sre: A/R, ops: I"))) == ["only-informed"]


def test_everyone_in_each_row_is_told_once(reported: Callable[..., Any]) -> None:
    each = "a: A/R, b: C, c: C, d: I"
    found = reported(rows(*[each] * 5))
    assert "always-involved" not in ids(found)
    assert "everyone-involved: in 5 of 5 rows, no role is left out" in found


def test_contested_roles_are_not_also_near_duplicates(reported: Callable[..., Any]) -> None:
    assert ids(reported(rows(*["a: R, b: R, c: A"] * 5))).count("near-duplicate-roles") == 0


# What could not be read


@pytest.mark.parametrize(
    "text",
    [
        rows("sre: Q"),
        rows("sre: R, ops: Q"),
        rows("sre: A, ops: Q"),
        rows("sre: C, ops: Q", "sre: R, ops: A"),
        rows("sre: C, opps: A/R", before="roles: {sre: {}, ops: {}}"),
        rows("sre: A/R, ops: Q, cto: Q"),
    ],
)
def test_no_finding_follows_from_what_could_not_be_read(reported: Callable[..., Any], text: str) -> None:
    assert set(ids(reported(text))) <= {"unknown-letter", "unknown-role"}


def test_what_could_be_read_still_counts(reported: Callable[..., Any]) -> None:
    assert "several-accountable" in ids(reported(rows("sre: A/R, ops: A, cto: Q")))


def test_a_section_with_an_unreadable_letter_is_no_gap(reported: Callable[..., Any]) -> None:
    text = "responsibilities:\n  Costs: {rows: {forecast: {assign: {sre: Q}}, savings: {assign: {sre: C}}}}"
    assert "gap-between-roles" not in ids(reported(text))


def test_an_unknown_scheme_hides_what_only_seems_to_be_missing(reported: Callable[..., Any]) -> None:
    text = rows("sre: D", before="matrices: {own: {scheme: DACY}}").replace("name:", "matrix: own, name:")
    assert reported(text) == []


# Dates


TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(("day", "over"), [("2026-11-22", True), ("2026-11-23", False)])
def test_what_ends_today_is_not_over(reported: Callable[..., Any], day: str, over: bool) -> None:
    assert bool(reported(rows(f"sre: {{letters: A/R, until: {day}}}"), TODAY)) == over
    assert bool(reported(f"roles: {{sre: {{review_by: {day}}}}}", TODAY)) == over


def test_an_assignment_that_is_over_is_one_fault(reported: Callable[..., Any]) -> None:
    found = reported(rows("sre: {letters: A/R, until: 2026-01-31}, ops: R"))
    assert ids(found) == ["expired-assignment"]


def test_an_assignment_that_is_over_does_not_count_beside_its_successor(reported: Callable[..., Any]) -> None:
    found = reported(rows("sre: {letters: A/R, until: 2026-01-31}, ops: A/R"))
    assert ids(found) == ["expired-assignment"]


def test_without_a_day_nothing_is_overdue(reported: Callable[..., Any]) -> None:
    assert reported("roles: {sre: {review_by: 2020-01-01}}", None) == []
    assert reported(rows("sre: {letters: A/R, until: 2020-01-31}"), None) == []


# Schemes


def test_other_schemes_speak_in_their_own_words(reported: Callable[..., Any]) -> None:
    text = rows("sre: A", before="matrices: {own: {scheme: DACI}}").replace("name:", "matrix: own, name:")
    assert reported(text) == ["no-responsible: Task 1: nobody holds D (Driver)"]


def test_a_team_can_lift_a_limit(reported: Callable[..., Any]) -> None:
    scheme = "schemes: {RACI: {letters: {A: {max: 2}, R: {min: 0}}}}"
    assert reported(rows("sre: A, ops: A", before=scheme)) == []


def test_marks_say_nothing_about_who_decides(reported: Callable[..., Any]) -> None:
    scheme = "matrices: {own: {scheme: MARK}}"
    text = rows("sre: X", "ops: X", before=scheme).replace("name:", "matrix: own, name:")
    assert reported(text) == []


def test_an_omitted_role_takes_no_part(reported: Callable[..., Any]) -> None:
    scheme = "matrices: {own: {scheme: CAIRO}}"
    everyone = rows("a: A/R, b: C, c: I, d: O", before=scheme).replace("name:", "matrix: own, name:")
    assert "everyone-involved" not in ids(reported(everyone))
    nobody = rows("a: O", before=scheme).replace("name:", "matrix: own, name:")
    assert ids(reported(nobody)) == ["no-accountable"]


@pytest.mark.parametrize(("letters", "apart"), [("A/R", 0), ("C/I", 0), ("A/C", 1), ("R/C", 1), ("A/I", 1)])
def test_only_some_letters_go_together(reported: Callable[..., Any], letters: str, apart: int) -> None:
    assert ids(reported(rows(f"sre: {letters}, ops: A/R"))).count("two-letters") == apart


# Vacancy and people


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("status: vacant", True),
        ("status: absent", True),
        ("status: deprecated", True),
        ("holders: []", True),
        ("status: acting", False),
        ("status: vacant, covered_by: ops", False),
        ("holders: [], covered_by: ops", False),
        ("status: vacant, covered_by: away", True),
        ("holders: [Ana, Bo]", False),
    ],
)
def test_who_is_there_to_decide(reported: Callable[..., Any], role: str, found: bool) -> None:
    roles = f"roles: {{sre: {{{role}}}, ops: {{}}, away: {{status: vacant, kind: team}}}}"
    assert ("vacant-accountable" in ids(reported(rows("sre: A/R, ops: I", before=roles)))) == found


def test_one_vacant_role_is_one_finding(reported: Callable[..., Any]) -> None:
    roles = "roles: {sre: {name: SRE, status: vacant}, ops: {name: Ops}}"
    mixed = ["sre: A/R, ops: C"] * 2 + ["ops: A/R, sre: C"] * 3
    assert reported(rows(*mixed, before=roles))[0] == (
        "vacant-accountable: SRE is vacant, and nobody covers, but the role decides 2 rows"
    )


def test_duties_are_not_separated_by_one_shared_holder(reported: Callable[..., Any]) -> None:
    roles = "roles: {cfo: {name: CFO, holders: [Ana, Bo]}, clerk: {name: Clerk, holders: [Cleo, ana]}}"
    text = rows("cfo: A, clerk: R", before=roles)
    assert reported(text) == []
    assert reported(text.replace("name: Task 1,", "name: Task 1, separate: true,")) == [
        "duties-not-separated: Task 1: ana decides it as CFO and does it as Clerk"
    ]


@pytest.mark.parametrize("role", ["kind: team", "kind: external", "covered_by: ops", "holders: [A, B]", ""])
def test_who_has_a_backup(reported: Callable[..., Any], role: str) -> None:
    given = role if "holders" in role or not role else f"holders: [Ana], {role}"
    text = rows("sre: A/R", "ops: A/R, sre: I", before=f"roles: {{sre: {{{given}}}, ops: {{}}}}")
    assert "no-backup" not in ids(reported(text))


def test_one_person_alone_is_one_finding(reported: Callable[..., Any]) -> None:
    text = rows(
        "sre: A/R",
        "sre: A/R",
        "ops: A/R",
        "ops: A/R",
        before="roles: {sre: {name: SRE, holders: [Ana]}, ops: {}}",
    )
    assert "no-backup: SRE, held only by Ana, does 2 rows alone" in reported(text)


def test_nobody_is_a_silo_where_nobody_else_is(reported: Callable[..., Any]) -> None:
    assert reported(rows("sre: A/R")) == []
    assert reported(rows("sre: A, ops: R")) == []


# Roles


@pytest.mark.parametrize("kind", ["team", "person", "external", "agent"])
def test_rules_about_roles_pass_over_other_kinds(reported: Callable[..., Any], kind: str) -> None:
    roles = f"roles: {{sre: {{}}, ops: {{}}, x: {{kind: {kind}}}, y: {{kind: {kind}}}}}"
    assign = [*["sre: A/R, ops: C, x: I"] * 3, "ops: A/R, x: I", "sre: A/R, x: I"]
    assert reported(rows(*assign, before=roles)) == []


def test_a_column_that_is_in_every_row(reported: Callable[..., Any]) -> None:
    found = reported(rows(*["a: A/R, b: C"] * 3, *["a: R, c: A"] * 2))
    assert "always-involved: a has a letter in each of 5 rows" in found


def test_contests_of_three_roles_are_one_finding(reported: Callable[..., Any]) -> None:
    found = reported(rows(*["a: R, b: R, c: R, d: A"] * 4))
    assert found.count("contested: a, b and c hold R (Responsible) together in 4 rows") == 1
    assert ids(found).count("contested") == 1


def test_a_role_that_shares_three_rows_is_no_part_of_a_contest(reported: Callable[..., Any]) -> None:
    found = reported(rows(*["a: R, b: R, c: A"] * 4, *["a: A, b: R, c: R"] * 3))
    assert "contested: a and b hold R (Responsible) together in 4 rows" in found
    assert ids(found).count("contested") == 1


def test_a_team_and_its_role_are_meant_to_share(reported: Callable[..., Any]) -> None:
    roles = "roles: {a: {part_of: b}, b: {kind: team}, c: {}}"
    assert "contested" not in ids(reported(rows(*["a: R, b: R, c: A"] * 4, before=roles)))


def test_contests_are_counted_per_condition(reported: Callable[..., Any]) -> None:
    assert "contested" not in ids(reported(rows(*["a: A/R (day), b: A/R (night)"] * 4)))


# Names


@pytest.mark.parametrize(
    ("names", "same"),
    [
        (("DevOps Engineer", "DevOps Engineers"), True),
        (("Product Owner", "PO"), True),
        (("Release Manager", "Release Mgr."), True),
        (("Senior Developer", "Sr. Developer"), True),
        (("Security Officer", "Safety Officer"), False),
        (("Data Engineer I", "Data Engineer II"), False),
        (("Data Engineer 1", "Data Engineer 2"), False),
        (("Engineer", "Senior Engineer"), False),
        (("Process", "Processes"), True),
    ],
)
def test_names_that_are_one(reported: Callable[..., Any], names: tuple[str, str], same: bool) -> None:
    text = f"roles: {{x1: {{name: {names[0]}}}, x2: {{name: {names[1]}}}}}"
    assert (ids(reported(text)) == ["same-role-twice"]) == same


def test_initials_that_could_be_two_are_passed_over(reported: Callable[..., Any]) -> None:
    text = "roles: {x1: {name: PM}, x2: {name: Product Manager}, x3: {name: Project Manager}}"
    assert reported(text) == []


def test_an_ambiguous_name_is_not_also_the_same_role(reported: Callable[..., Any]) -> None:
    found = reported("roles: {a: {name: Product Owner}, b: {name: Product-Owner}}")
    assert ids(found) == ["ambiguous-role"]


@pytest.mark.parametrize(
    ("name", "vague"),
    [
        ("Assist the team", True),
        ("help with releases", True),
        ("Helpdesk", False),
        ("Help desk", False),
        ("Attendance records", False),
        ("Be aware of risks", True),
        ("Behaviour", False),
        ("Teilnahme an Sitzungen", True),
    ],
)
def test_words_that_do_not_say_what_is_done(reported: Callable[..., Any], name: str, vague: bool) -> None:
    found = reported(f"responsibilities: {{x: {{name: {name}, assign: {{sre: A/R}}}}}}")
    assert (ids(found) == ["vague-responsibility"]) == vague


@pytest.mark.parametrize(
    ("name", "generic"), [("Everyone", 1), ("the Team", 1), ("Platform team", 0), ("Équipe", 1)]
)
def test_generic_names(reported: Callable[..., Any], name: str, generic: int) -> None:
    assert ids(reported(f"roles: {{x: {{name: {name}}}}}")).count("generic-role") == generic


def test_a_person_without_a_role_is_one_finding(reported: Callable[..., Any]) -> None:
    found = reported(rows("ana: A/R", before="roles: {sre: {holders: [Ana]}}"))
    assert ids(found) == ["person-as-role"]


def test_one_manager_outside_is_one_finding(reported: Callable[..., Any]) -> None:
    text = "roles: {a: {reports_to: CTO}, b: {reports_to: cto}, c: {reports_to: CFO}}"
    assert sorted(reported(text)) == [
        "unknown-manager: 2 roles report to CTO, which is not a role of this catalog",
        "unknown-manager: c reports to CFO, which is not a role of this catalog",
    ]
