"""What a rule looks at, and what it passes over."""

from __future__ import annotations

import datetime

import pytest
from audits import findings, read, reported

from sphinx_roles.analysis.audit.query import AuditQuery


def rows(*assign: str, before: str = "") -> str:
    """Return a catalog of rows with these assignments."""
    lines = [f"  task-{n}: {{name: Task {n}, assign: {{{a}}}}}" for n, a in enumerate(assign, 1)]
    return "\n".join((before.strip("\n"), "responsibilities:", *lines)).lstrip("\n")


def ids(reported: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in reported]


# Conditions


def test_a_letter_under_two_conditions_is_not_two() -> None:
    assert reported(rows("sre: A/R (production), devops: A/R (staging)")) == []


def test_two_letters_under_one_condition_are_two() -> None:
    found = reported(rows("sre: A/R (production), devops: A (Production), ops: A/R (staging)"))
    assert found == [
        "several-accountable: Task 1 (production): sre and devops hold A (Accountable), where 1 may"
    ]


def test_a_letter_without_a_condition_counts_under_each() -> None:
    found = reported(rows("sre: A/R, devops: A (staging), ops: C (production)"))
    assert found[0] == (
        "several-accountable: Task 1 (staging): sre and devops hold A (Accountable), where 1 may"
    )


def test_a_condition_under_which_nobody_decides() -> None:
    assert reported(rows("sre: A/R (production), devops: R (staging)")) == [
        "no-accountable: Task 1 (staging): nobody holds A (Accountable)"
    ]


# One fault, one finding


def test_a_row_without_letters_is_only_without_a_decision() -> None:
    assert reported(rows("")) == ["no-accountable: Task 1: nobody holds A (Accountable)"]


def test_a_scheme_whose_deciding_letter_also_does() -> None:
    text = rows("sre: C", before="matrices: {own: {scheme: MOCHA}}").replace("name:", "matrix: own, name:")
    assert ids(reported(text + "\n  other: {matrix: own, assign: {sre: O}}")) == ["only-passive"]
    helped = text.replace("sre: C", "sre: H")
    assert reported(helped) == ["no-accountable: Task 1: nobody holds O (Owner)"]


@pytest.mark.parametrize(("only", "both", "found"), [(3, 2, 0), (2, 3, 2), (4, 0, 4), (5, 0, 0), (3, 3, 3)])
def test_where_most_rows_have_only_an_accountable_it_does_the_work(only: int, both: int, found: int) -> None:
    text = rows(*["a: A, b: C"] * only, *["a: A/R, b: C"] * both)
    assert ids(reported(text)).count("no-responsible") == found


def test_the_habit_of_one_matrix_is_none_of_another() -> None:
    text = SEVERAL + matrix("one", *["a: A, b: C"] * 5) + matrix("two", "a: A, b: C", "a: A/R, b: C")
    found = [line for line in reported(text) if line.startswith("no-responsible")]
    assert found == ["no-responsible: Shipping: Review 1: nobody holds R (Responsible)"]


def test_a_gap_stands_in_place_of_its_rows() -> None:
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


def test_only_informed_is_not_also_never_decides() -> None:
    assert ids(reported(rows("sre: A/R, ops: I"))) == ["only-informed"]


def test_everyone_in_each_row_is_told_once() -> None:
    each = "a: A/R, b: C, c: C, d: I"
    found = reported(rows(*[each] * 5))
    assert "always-involved" not in ids(found)
    assert (
        "everyone-involved: in 5 of 5 rows, no role is left out; in Task 1, 3 neither decide nor do it"
        in found
    )


@pytest.mark.parametrize("letter", ["C", "I"])
def test_a_generic_name_is_one_finding(letter: str) -> None:
    roles = "roles: {x: {name: Everyone}, a: {}, b: {}, c: {}}"
    found = reported(rows("a: A/R, b: C, x: I", *[f"a: A/R, x: {letter}"] * 5, before=roles))
    assert [line for line in found if "Everyone" in line] == [
        "generic-role: Everyone is a generic word, and nobody in particular"
    ]


def test_an_agent_that_decides_is_one_finding() -> None:
    roles = "roles: {bot: {kind: agent}, ops: {}}"
    each = ("bot: A/R", "bot: A, ops: R", "bot: R, ops: A", "ops: A/R", "ops: A/R")
    assert [line for line in reported(rows(*each, before=roles)) if line.startswith("agent")] == [
        "agent-decides: bot is an AI agent, but decides 2 rows"
    ]


def test_contested_roles_are_not_also_near_duplicates() -> None:
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
def test_no_finding_follows_from_what_could_not_be_read(text: str) -> None:
    assert set(ids(reported(text))) <= {"unknown-letter", "unknown-role"}


@pytest.mark.parametrize(
    "table",
    [
        "Task,,Ops,QA\nShip,R,A,C\nTest,A,R,I\n",  # a blank head
        "Task,Ops,QA\nShip,R,C,A\nTest,A,R\n",  # a cell beyond the heads
        "Task,Ops,QA,Ops\nShip,C,I,A/R\nTest,R,A,\n",  # a role with two columns
        "Task,Ops,Decision maker,QA\nShip,C,Bob,I\nTest,C,Al,I\n",  # a column that is not understood
        "Task,Responsible,Decision maker,Consulted\nShip,,Dev,QA\nTest,,Dev,QA\n",
        "Task,Responsible,Letters,Consulted\nShip,,Dev,QA\nTest,,Dev,QA\n",
        "Task,Role,Responsible,Accountable\nShip,Dev,x,x\nTest,Dev,x,perhaps\n",
        "Task,Role,Letter\nShip,Dev,A/R\nTest,,A\nTest,Dev,R\n",
    ],
)
def test_no_finding_follows_from_a_cell_of_a_table_that_was_not_read(table: str) -> None:
    assert set(ids(reported(table, form="csv"))) <= {"unknown-letter"}


def test_a_row_beside_one_that_was_not_read_is_still_looked_at() -> None:
    assert reported("Task,Ops,QA\nShip,R,C,A\nTest,R,C\n", form="csv") == [
        "no-accountable: Test: nobody holds A (Accountable)"
    ]


def test_what_could_be_read_still_counts() -> None:
    assert "several-accountable" in ids(reported(rows("sre: A/R, ops: A, cto: Q")))


def test_a_section_with_an_unreadable_letter_is_no_gap() -> None:
    text = "responsibilities:\n  Costs: {rows: {forecast: {assign: {sre: Q}}, savings: {assign: {sre: C}}}}"
    assert "gap-between-roles" not in ids(reported(text))


def test_an_unknown_scheme_hides_what_only_seems_to_be_missing() -> None:
    text = rows("sre: D", before="matrices: {own: {scheme: DACY}}").replace("name:", "matrix: own, name:")
    assert reported(text) == []


# Dates


TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(("day", "over"), [("2026-11-22", True), ("2026-11-23", False)])
def test_what_ends_today_is_not_over(day: str, over: bool) -> None:
    assert bool(reported(rows(f"sre: {{letters: A/R, until: {day}}}"), TODAY)) == over
    assert bool(reported(f"roles: {{sre: {{review_by: {day}}}}}", TODAY)) == over


def test_an_assignment_that_is_over_is_one_fault() -> None:
    found = reported(rows("sre: {letters: A/R, until: 2026-01-31}, ops: R"))
    assert ids(found) == ["expired-assignment"]


def test_an_assignment_that_is_over_does_not_count_beside_its_successor() -> None:
    found = reported(rows("sre: {letters: A/R, until: 2026-01-31}, ops: A/R"))
    assert ids(found) == ["expired-assignment"]


def test_without_a_day_nothing_is_overdue() -> None:
    assert reported("roles: {sre: {review_by: 2020-01-01}}", None) == []
    assert reported(rows("sre: {letters: A/R, until: 2020-01-31}"), None) == []


# Schemes


def test_other_schemes_speak_in_their_own_words() -> None:
    text = rows("sre: A", before="matrices: {own: {scheme: DACI}}").replace("name:", "matrix: own, name:")
    assert reported(text) == ["no-responsible: Task 1: nobody holds D (Driver)"]


def test_a_team_can_lift_a_limit() -> None:
    scheme = "schemes: {RACI: {letters: {A: {max: 2}, R: {min: 0}}}}"
    assert reported(rows("sre: A, ops: A", before=scheme)) == []


def test_marks_say_nothing_about_who_decides() -> None:
    scheme = "matrices: {own: {scheme: MARK}}"
    text = rows("sre: X", "ops: X", before=scheme).replace("name:", "matrix: own, name:")
    assert reported(text) == []


def test_an_omitted_role_takes_no_part() -> None:
    scheme = "matrices: {own: {scheme: CAIRO}}"
    everyone = rows("a: A/R, b: C, c: I, d: O", before=scheme).replace("name:", "matrix: own, name:")
    assert "everyone-involved" not in ids(reported(everyone))
    nobody = rows("a: O", before=scheme).replace("name:", "matrix: own, name:")
    assert ids(reported(nobody)) == ["no-accountable"]


@pytest.mark.parametrize(("letters", "apart"), [("A/R", 0), ("C/I", 0), ("A/C", 1), ("R/C", 1), ("A/I", 1)])
def test_only_some_letters_go_together(letters: str, apart: int) -> None:
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
def test_who_is_there_to_decide(role: str, found: bool) -> None:
    roles = f"roles: {{sre: {{{role}}}, ops: {{}}, away: {{status: vacant, kind: team}}}}"
    assert ("vacant-accountable" in ids(reported(rows("sre: A/R, ops: I", before=roles)))) == found


def test_one_vacant_role_is_one_finding() -> None:
    roles = "roles: {sre: {name: SRE, status: vacant}, ops: {name: Ops}}"
    mixed = ["sre: A/R, ops: C"] * 2 + ["ops: A/R, sre: C"] * 3
    assert reported(rows(*mixed, before=roles))[0] == (
        "vacant-accountable: SRE is vacant, and nobody covers, but the role decides 2 rows"
    )


def test_duties_are_not_separated_by_one_shared_holder() -> None:
    roles = "roles: {cfo: {name: CFO, holders: [Ana, Bo]}, clerk: {name: Clerk, holders: [Cleo, ana]}}"
    text = rows("cfo: A, clerk: R", before=roles)
    assert reported(text) == []
    assert reported(text.replace("name: Task 1,", "name: Task 1, separate: true,")) == [
        "duties-not-separated: Task 1: ana decides it as CFO and does it as Clerk"
    ]


@pytest.mark.parametrize("role", ["kind: team", "kind: external", "covered_by: ops", "holders: [A, B]", ""])
def test_who_has_a_backup(role: str) -> None:
    given = role if "holders" in role or not role else f"holders: [Ana], {role}"
    text = rows("sre: A/R", "ops: A/R, sre: I", before=f"roles: {{sre: {{{given}}}, ops: {{}}}}")
    assert "no-backup" not in ids(reported(text))


def test_one_person_alone_is_one_finding() -> None:
    text = rows(
        "sre: A/R",
        "sre: A/R",
        "ops: A/R",
        "ops: A/R",
        before="roles: {sre: {name: SRE, holders: [Ana]}, ops: {}}",
    )
    assert "no-backup: SRE, held only by Ana, does 2 rows alone" in reported(text)


def test_nobody_is_a_silo_where_nobody_else_is() -> None:
    assert reported(rows("sre: A/R")) == []
    assert reported(rows("sre: A, ops: R")) == []


# Roles


@pytest.mark.parametrize("kind", ["team", "person", "external", "agent"])
def test_rules_about_roles_pass_over_other_kinds(kind: str) -> None:
    roles = f"roles: {{sre: {{}}, ops: {{}}, x: {{kind: {kind}}}, y: {{kind: {kind}}}}}"
    assign = [*["sre: A/R, ops: C, x: I"] * 3, "ops: A/R, x: I", "sre: A/R, x: I"]
    assert reported(rows(*assign, before=roles)) == []


def test_a_column_that_is_in_every_row() -> None:
    found = reported(rows(*["a: A/R, b: C"] * 3, *["a: R, c: A"] * 2))
    assert "always-involved: a has a letter in each of 5 rows" in found


@pytest.mark.parametrize(
    ("decides", "found"),
    [
        ([32, 10, 10, 9, 9, 9], True),
        ([30, 10, 10, 10, 10, 9], False),  # not more than three times as many
        ([6, 1, 1, 1, 1, 1, 1, 1], True),
        ([5, 1, 1, 1, 1, 1, 1, 1], False),  # not more than five
    ],
)
def test_a_role_decides_too_much_beside_the_others(decides: list[int], found: bool) -> None:
    each = [f"{role}: A/R" for role, count in zip("abcdefgh", decides, strict=False) for _ in range(count)]
    assert ("overloaded-accountable" in ids(reported(rows(*each)))) == found


def test_a_role_that_decides_many_rows_is_told_with_the_one_that_comes_next() -> None:
    """In a large matrix, nobody has half of all rows."""
    counts = {"a": 32, "b": 10, **{f"r{n}": 1 for n in range(37)}}
    found = reported(rows(*[f"{role}: A" for role, count in counts.items() for _ in range(count)]))
    text = "a decides 32 of 79 rows, where b, who comes next, decides 10"
    assert f"overloaded-accountable: {text}" in found


def test_contests_of_three_roles_are_one_finding() -> None:
    found = reported(rows(*["a: R, b: R, c: R, d: A"] * 4))
    assert found.count("contested: a, b and c hold R (Responsible) together in 4 rows") == 1
    assert ids(found).count("contested") == 1


def test_a_role_that_shares_three_rows_is_no_part_of_a_contest() -> None:
    found = reported(rows(*["a: R, b: R, c: A"] * 4, *["a: A, b: R, c: R"] * 3))
    assert "contested: a and b hold R (Responsible) together in 4 rows" in found
    assert ids(found).count("contested") == 1


def contests(reported: list[str]) -> list[str]:
    return [line.partition(": ")[2] for line in reported if line.startswith("contested")]


def test_pairs_that_share_a_role_are_no_contest_of_three() -> None:
    """Four rows of dev and ops, and four of ops and qa: no row has all three."""
    found = reported(rows(*["dev: R, ops: R, cto: A"] * 4, *["ops: R, qa: R, cto: A"] * 4))
    assert contests(found) == [
        "dev and ops hold R (Responsible) together in 4 rows",
        "ops and qa hold R (Responsible) together in 4 rows",
    ]


def test_a_third_role_in_some_rows_of_a_pair_has_its_own_number() -> None:
    found = reported(rows(*["a: R, b: R, c: R, d: A"] * 5, *["a: R, b: R, d: A"] * 3))
    assert sorted(contests(found)) == [
        "a and b hold R (Responsible) together in 8 rows",
        "a, b and c hold R (Responsible) together in 5 rows",
    ]


def test_columns_that_are_alike_by_way_of_a_third_are_not_alike() -> None:
    """Of a, b and c each neighbour is alike, and a and c have 8 of 10 letters in common."""
    assign = ["a: C, b: C, c: C, d: A/R"] * 8 + ["a: C, b: C, d: A/R", "a: C, d: A/R"]
    found = [line for line in reported(rows(*assign)) if line.startswith("near")]
    assert found == [
        "near-duplicate-roles: a and b hold nearly the same letters (90 % alike)",
        "near-duplicate-roles: b and c hold nearly the same letters (88 % alike)",
    ]


def test_columns_that_are_the_same_are_one_finding() -> None:
    found = reported(rows(*["a: C, b: C, c: C, d: A/R"] * 5, "a: C, b: C, d: A/R"))
    assert [line for line in found if line.startswith("near")] == [
        "near-duplicate-roles: a, b and c hold nearly the same letters (83 % alike)"
    ]


def test_columns_inside_a_contest_are_not_also_near_duplicates() -> None:
    found = reported(rows(*["a: R, b: R, c: R, d: A"] * 5, "c: R, d: A"))
    assert contests(found) == ["a, b and c hold R (Responsible) together in 5 rows"]
    assert "near-duplicate-roles" not in ids(found)


def test_a_team_and_its_role_are_meant_to_share() -> None:
    roles = "roles: {a: {part_of: b}, b: {kind: team}, c: {}}"
    assert "contested" not in ids(reported(rows(*["a: R, b: R, c: A"] * 4, before=roles)))


def test_contests_are_counted_per_condition() -> None:
    assert "contested" not in ids(reported(rows(*["a: A/R (day), b: A/R (night)"] * 4)))


# Several matrices

SEVERAL = """
matrices: {one: {name: Planning}, two: {name: Shipping}}
roles: {a: {name: A}, b: {name: B}, c: {name: C}}
responsibilities:
"""


def matrix(name: str, *assign: str) -> str:
    """Return rows of a matrix, which are called as those of another."""
    rows_ = enumerate(assign, 1)
    return "".join(f"  {name}-{n}: {{name: Review {n}, matrix: {name}, assign: {{{a}}}}}\n" for n, a in rows_)


def test_a_role_in_every_row_of_several_matrices_is_one_role() -> None:
    both = matrix("one", *["a: A/R, b: C"] * 5) + matrix("two", *["a: A/R, b: C"] * 6)
    found = [line for line in reported(SEVERAL + both) if line.startswith("always-involved")]
    assert found == [
        "always-involved: A has a letter in each row of 2 matrices",
        "always-involved: B has a letter in each row of 2 matrices",
    ]


def test_a_view_of_one_matrix_has_its_roles() -> None:
    catalog = read(SEVERAL + matrix("one", *["a: A/R, b: C"] * 5) + matrix("two", *["b: A/R"] * 6))
    found = AuditQuery(matrix="planning", rules=("always-involved",)).report(catalog).findings
    assert [(str(one.where), one.text) for one in found] == [
        ("Planning", "{role} has a letter in each of {count} rows")
    ] * 2


def test_never_more_roles_than_there_are_have_a_letter_in_each_row() -> None:
    each, columns = "a: A/R, b: C, c: I, d: C, e: I", "roles: [a, b, c, d, e, f]"
    text = SEVERAL.replace("c: {name: C}", "c: {}, d: {}, e: {}, f: {}")
    text = text.replace("Planning", f"Planning, {columns}").replace("Shipping", f"Shipping, {columns}")
    found = reported(text + matrix("one", *[each] * 5) + matrix("two", *[each] * 6))
    assert "always-involved: 5 of 6 roles have a letter in each row; A in the most, 6" in found


def test_a_finding_names_its_matrix_where_there_are_several() -> None:
    text = SEVERAL + matrix("one", "a: R, b: C") + matrix("two", "a: A, b: C", *["a: A/R, b: C"] * 5)
    assert set(reported(text)) >= {
        "no-accountable: Planning: Review 1: nobody holds A (Accountable)",
        "no-responsible: Shipping: Review 1: nobody holds R (Responsible)",
        "always-involved: Shipping: A has a letter in each of 6 rows",
    }
    folded = findings(SEVERAL + matrix("one", "a: A/R") + matrix("two", *["a: R"] * 5))
    (found,) = [one for one in folded if one.rule == "no-accountable"]
    assert (str(found.where), {str(one.where) for one in found.items}) == ("Shipping", {"Shipping"})


def test_many_alike_are_one_over_all_matrices() -> None:
    text = SEVERAL + matrix("one", *["a: R"] * 3) + matrix("two", *["a: R"] * 3, "a: A/R")
    assert "no-accountable: nobody holds A (Accountable) in 6 of 7 rows" in reported(text)
    (found,) = [one for one in findings(text) if one.rule == "no-accountable"]
    assert found.subject == ("matrices", "one", "two")


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("a: A/R", "b: A/R", "is decided by B, but in Planning by A"),
        ("a: A/R, b: A", "b: A/R", ""),  # one of them decides in both
        ("a: A/R", "b: R", ""),  # nobody decides
        ("a: A/R", "b: A/R, c: Q", ""),  # the cell that cannot be read may hold an A
    ],
)
def test_rows_of_one_name_with_different_owners(first: str, second: str, found: str) -> None:
    def told(*rows_: str) -> list[str]:
        lines = reported(SEVERAL + "".join(rows_))
        return [line.partition(": ")[2] for line in lines if line.startswith("same-row")]

    one, two = matrix("one", first), matrix("two", second)
    assert told(one, two) == ([f"Shipping: Review 1 {found}"] if found else [])
    assert told(one, two.replace("matrix: two", "matrix: one")) == []
    # The matrix of rows that name none has no name.
    loose = two.replace(" matrix: two,", "")
    assert told(one, loose) == ([f"Review 1 {found}"] if found else [])
    turned = found.replace("by B", "by A").replace("Planning by A", "another matrix by B")
    assert told(loose, one) == ([f"Planning: Review 1 {turned}"] if found else [])


# Fields


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{roles: contact, kinds: team}", ["Platform has no contact"]),
        ("{roles: [contact, icon]}", ["Platform has no contact or icon", "SRE has no contact or icon"]),
        ("{roles: {team: [contact], role: [holders]}}", ["Platform has no contact", "SRE has no holders"]),
        ("{rows: [done_when, cost]}", ["Deployments has no done_when"]),
        ("{kinds: [team]}", []),
        ("{roles: [purpose]}", []),  # another name of a field, which is reported
        ("warning", []),
    ],
)
def test_fields_that_a_team_asks_for(rule: str, found: list[str]) -> None:
    text = f"""
        rules: {{missing-field: {rule}}}
        roles: {{platform: {{name: Platform, kind: team, holders: []}}, sre: {{name: SRE}}}}
        responsibilities: {{deploys: {{name: Deployments, cost: 100 a month, assign: {{sre: A/R, platform: I}}}}}}
        """
    assert [line.partition(": ")[2] for line in reported(text) if line.startswith("missing")] == found


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
def test_names_that_are_one(names: tuple[str, str], same: bool) -> None:
    text = f"roles: {{x1: {{name: {names[0]}}}, x2: {{name: {names[1]}}}}}"
    assert (ids(reported(text)) == ["same-role-twice"]) == same


def test_initials_that_could_be_two_are_passed_over() -> None:
    text = "roles: {x1: {name: PM}, x2: {name: Product Manager}, x3: {name: Project Manager}}"
    assert reported(text) == []


def test_an_ambiguous_name_is_not_also_the_same_role() -> None:
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
def test_words_that_do_not_say_what_is_done(name: str, vague: bool) -> None:
    found = reported(f"responsibilities: {{x: {{name: {name}, assign: {{sre: A/R}}}}}}")
    assert (ids(found) == ["vague-responsibility"]) == vague


@pytest.mark.parametrize(
    ("name", "generic"), [("Everyone", 1), ("the Team", 1), ("Platform team", 0), ("Équipe", 1)]
)
def test_generic_names(name: str, generic: int) -> None:
    assert ids(reported(f"roles: {{x: {{name: {name}}}}}")).count("generic-role") == generic


def test_a_person_without_a_role_is_one_finding() -> None:
    found = reported(rows("ana: A/R", before="roles: {sre: {holders: [Ana]}}"))
    assert ids(found) == ["person-as-role"]


def test_one_manager_outside_is_one_finding() -> None:
    text = "roles: {a: {reports_to: CTO}, b: {reports_to: cto}, c: {reports_to: CFO}}"
    assert sorted(reported(text)) == [
        "unknown-manager: 2 roles report to CTO, which is not a role of this catalog",
        "unknown-manager: c reports to CFO, which is not a role of this catalog",
    ]
