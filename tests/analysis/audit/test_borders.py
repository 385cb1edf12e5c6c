"""What a rule looks at, and what it passes over."""

from __future__ import annotations

import pytest
from audits import TODAY, findings, read, reported

from sphinx_roles.analysis.audit.query import AuditQuery


def rows(*assign: str, before: str = "") -> str:
    """Return a catalog of rows with these assignments."""
    lines = [f"  task-{n}: {{name: Task {n}, assign: {{{a}}}}}" for n, a in enumerate(assign, 1)]
    return "\n".join((before.strip("\n"), "responsibilities:", *lines)).lstrip("\n")


def ids(reported: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in reported]


def under(scheme: str, *assign: str) -> str:
    """Return such a catalog in another scheme."""
    text = rows(*assign, before=f"matrices: {{own: {{scheme: {scheme}}}}}")
    return text.replace("name:", "matrix: own, name:")


SEVERAL = """
matrices: {one: {name: Planning}, two: {name: Shipping}}
roles: {a: {name: A}, b: {name: B}, c: {name: C}}
responsibilities:
"""


def matrix(name: str, *assign: str) -> str:
    """Return rows of a matrix, which are called as those of another."""
    rows_ = enumerate(assign, 1)
    return "".join(f"  {name}-{n}: {{name: Review {n}, matrix: {name}, assign: {{{a}}}}}\n" for n, a in rows_)


GAP = """
responsibilities:
  Costs: {rows: {forecast: {name: Forecast, assign: {sre: C}}, savings: {name: Savings, assign: {sre: Q}}}}
  Rest: {rows: {work: {name: Work, assign: {sre: A/R, ops: R}}}}
"""
SPLIT = "roles: {cfo: {name: CFO, holders: [Ana, Bo]}, clerk: {name: Clerk, holders: [Cleo, ana]}}"
SIX = SEVERAL.replace("c: {name: C}", "c: {}, d: {}, e: {}, f: {}").replace(
    "ing}", "ing, roles: [a, b, c, d, e, f]}"
)
COUNTS = {"a": 32, "b": 10, **{f"r{n}": 1 for n in range(37)}}

WHOLE: dict[str, tuple[str, list[str]]] = {
    # Conditions
    "a letter under two conditions is not two": (rows("sre: A/R (production), devops: A/R (staging)"), []),
    "two letters under one condition are two": (
        rows("sre: A/R (production), devops: A (Production), ops: A/R (staging)"),
        ["several-accountable: Task 1 (production): sre and devops hold A (Accountable), where 1 may"],
    ),
    "two who decide always, beside a condition of others": (
        rows("sre: A/R, devops: A, ops: R (production)"),
        ["several-accountable: Task 1: sre and devops hold A (Accountable), where 1 may"],
    ),
    "one who always decides and does what is to be apart, beside a condition of others": (
        rows("sre: A/R, devops: R (staging)").replace("assign", "separate: true, assign"),
        ["duties-not-separated: Task 1: sre both decides and does it"],
    ),
    "one who decides and does what is to be apart, under one condition": (
        rows("sre: 'A, R (staging)', devops: R").replace("assign", "separate: true, assign"),
        ["duties-not-separated: Task 1 (staging): sre both decides and does it"],
    ),
    "roles that cover each other in a circle": (
        "roles: {a: {status: vacant, covered_by: b}, b: {status: vacant, covered_by: a},"
        " c: {status: vacant, covered_by: a}}\n" + rows("a: A/R, b: C, c: R", "c: A/R, a: I, b: R"),
        ["cover-in-a-circle: covered_by leads in a circle: a → b → a"],
    ),
    "holders whose time is over, and others": (
        "roles: {sre: {holders: [{name: Ana, until: 2026-11-22}, {name: Bo, until: 2026-10}, {name: Cy, until: 2026-11-23},"
        " {name: Di, until: 2026-11}, {name: Ed, until: 2025}, {name: Flo, until: last spring}]}, ops: {}}\n"
        + rows("sre: R, ops: A/R"),
        ["ended-holder: sre: Ana held it until 2026-11-22", "ended-holder: sre: Bo held it until 2026-10"],
    ),
    "nobody decides, beside a condition of others": (
        rows("sre: R, ops: R (production)"),
        ["no-accountable: Task 1: nobody holds A (Accountable)"],
    ),
    "a condition under which nobody decides": (
        rows("sre: A/R (production), devops: R (staging)"),
        ["no-accountable: Task 1 (staging): nobody holds A (Accountable)"],
    ),
    # One fault, one finding
    "a row without letters is only without a decision": (
        rows(""), ["no-accountable: Task 1: nobody holds A (Accountable)"],
    ),
    "a scheme whose deciding letter also does": (
        under("MOCHA", "sre: H"), ["no-accountable: Task 1: nobody holds O (Owner)"],
    ),
    # What could not be read
    "an unknown scheme hides what only seems to be missing": (under("DACY", "sre: D"), []),
    "letters of an unknown scheme are neither too many nor at odds": (
        under("RAPIDD", "sre: A/C, ops: A, devops: R/C"), [],
    ),
    "an unknown scheme hides nothing of other matrices": (
        under("DACY", "sre: D") + "\n  other: {name: Other, assign: {sre: C}}",
        ["only-passive: Other: nobody decides or does it, there is only C (Consulted)"],
    ),
    # Schemes
    "other schemes speak in their own words": (
        under("DACI", "sre: A"), ["no-responsible: Task 1: nobody holds D (Driver)"],
    ),
    "a team can lift a limit": (
        rows("sre: A, ops: A", before="schemes: {RACI: {letters: {A: {max: 2}, R: {min: 0}}}}"), [],
    ),
    "a team can ask for more who decide, or who are asked": (
        rows("sre: A/R", before="schemes: {RACI: {letters: {A: {min: 2, max: 2}, C: {min: 1}}}}"),
        ["limit: Task 1: 0 hold C (Consulted), where 1 must",
         "no-accountable: Task 1: 1 hold A (Accountable), where 2 must"],
    ),
    "marks say nothing about who decides": (under("MARK", "sre: X", "ops: X"), []),
    # People
    "duties are not separated by one shared holder": (rows("cfo: A, clerk: R", before=SPLIT), []),
    "unless they are to be": (
        rows("cfo: A, clerk: R", before=SPLIT).replace("name: Task 1,", "name: Task 1, separate: true,"),
        ["duties-not-separated: Task 1: ana decides it as CFO and does it as Clerk"],
    ),
    "nobody is a silo where nobody else is": (rows("sre: A/R"), []),
    "nor where one decides and one does": (rows("sre: A, ops: R"), []),
    "nor in a row that could not be read": ("responsibilities: {deploys: [Dev, Ops]}", []),
    # Names
    "initials that could be two are passed over": (
        "roles: {x1: {name: PM}, x2: {name: Product Manager}, x3: {name: Project Manager}}", [],
    ),
    "one manager outside is one finding": (
        "roles: {a: {reports_to: CTO}, b: {reports_to: cto}, c: {reports_to: CFO}}",
        ["unknown-manager: 2 roles report to CTO, which is not a role of this catalog",
         "unknown-manager: c reports to CFO, which is not a role of this catalog"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_all_that_is_found(name: str) -> None:
    text, found = WHOLE[name]
    assert sorted(reported(text)) == found


RULES = {
    "a scheme whose deciding letter also does": (
        under("MOCHA", "sre: C") + "\n  other: {matrix: own, assign: {sre: O}}", "only-passive",
    ),
    "a gap is in the place of its rows": (GAP.replace("sre: Q", ""), "gap-between-roles"),
    "only informed is not also never decides": (rows("sre: A/R, ops: I"), "only-informed"),
    "an assignment that is over is one fault": (
        rows("sre: {letters: A/R, until: 2026-01-31}, ops: R"), "expired-assignment",
    ),
    "an assignment that is over does not count beside its successor": (
        rows("sre: {letters: A/R, until: 2026-01-31}, ops: A/R"), "expired-assignment",
    ),
    "an omitted role takes no part": (under("CAIRO", "a: O"), "no-accountable"),
    "an ambiguous name is not also the same role": (
        "roles: {a: {name: Product Owner}, b: {name: Product-Owner}}", "ambiguous-role",
    ),
    "a person without a role is one finding": (
        rows("ana: A/R", before="roles: {sre: {holders: [Ana]}}"), "person-as-role",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_the_rule_that_finds_something(name: str) -> None:
    text, rule = RULES[name]
    assert ids(reported(text)) == [rule]


OF_A_RULE: dict[str, tuple[str, str, list[str]]] = {
    "a letter without a condition counts under each": (
        rows("sre: A/R, devops: A (staging), ops: C (production)"), "several-accountable",
        ["Task 1 (staging): sre and devops hold A (Accountable), where 1 may"],
    ),
    "the habit of one matrix is none of another": (
        SEVERAL + matrix("one", *["a: A, b: C"] * 5) + matrix("two", "a: A, b: C", "a: A/R, b: C"), "no-responsible",
        ["Shipping: Review 1: nobody holds R (Responsible)"],
    ),
    "a gap that is filled": (
        GAP.replace("sre: Q", "sre: R"), "no-accountable", ["Savings: nobody holds A (Accountable)"],
    ),
    "and what only asks": (
        GAP.replace("sre: Q", "sre: R"), "only-passive", ["Forecast: nobody decides or does it, there is only C (Consulted)"],
    ),
    "a section with an unreadable letter is no gap": (GAP, "gap-between-roles", []),
    "everyone in each row is found once": (rows(*["a: A/R, b: C, c: C, d: I"] * 5), "always-involved", []),
    "by a rule of its own": (
        rows(*["a: A/R, b: C, c: C, d: I"] * 5), "everyone-involved",
        ["in 5 of 5 rows, no role is left out, as in Task 1"],
    ),
    "and of a row in which all work, nobody is said to look on": (
        rows("a: A, b: R, c: R, d: R"), "everyone-involved", ["Task 1: all 4 roles take part"],
    ),
    "an omitted role is left out": (under("CAIRO", "a: A/R, b: C, c: I, d: O"), "everyone-involved", []),
    "an agent that decides is one finding": (
        rows("bot: A/R", "bot: A, ops: R", "bot: R, ops: A", "ops: A/R", "ops: A/R",
             before="roles: {bot: {kind: agent}, ops: {}}"),
        "agent", ["bot is an AI agent, but decides 2 rows"],
    ),
    "contested roles are not also near duplicates": (rows(*["a: R, b: R, c: A"] * 5), "near-duplicate-roles", []),
    "what could be read still counts": (
        rows("sre: A/R, ops: A, cto: Q"), "several-accountable",
        ["Task 1: sre and ops hold A (Accountable), where 1 may"],
    ),
    "one vacant role is one finding": (
        rows(*["sre: A/R, ops: C"] * 2, *["ops: A/R, sre: C"] * 3,
             before="roles: {sre: {name: SRE, status: vacant}, ops: {name: Ops}}"),
        "vacant-accountable", ["SRE is vacant, and nobody covers, but the role decides 2 rows"],
    ),
    "one person alone is one finding": (
        rows(*["sre: A/R"] * 2, *["ops: A/R"] * 2, before="roles: {sre: {name: SRE, holders: [Ana]}, ops: {}}"),
        "no-backup", ["SRE, held only by Ana, does 2 rows alone"],
    ),
    "a column that is in every row": (
        rows(*["a: A/R, b: C"] * 3, *["a: R, c: A"] * 2), "always-involved", ["a has a letter in each of 5 rows"],
    ),
    # In a large matrix, nobody has half of all rows.
    "a role that decides many rows, with the one that comes next": (
        rows(*[f"{role}: A" for role, count in COUNTS.items() for _ in range(count)]), "overloaded-accountable",
        ["a decides 32 of 79 rows, where b, who comes next, decides 10"],
    ),
    "contests of three roles are one finding": (
        rows(*["a: R, b: R, c: R, d: A"] * 4), "contested", ["a, b and c hold R (Responsible) together in 4 rows"],
    ),
    "a role that shares three rows is no part of a contest": (
        rows(*["a: R, b: R, c: A"] * 4, *["a: A, b: R, c: R"] * 3), "contested",
        ["a and b hold R (Responsible) together in 4 rows"],
    ),
    # Four rows of dev and ops, and four of ops and qa: no row has all three.
    "pairs that share a role are no contest of three": (
        rows(*["dev: R, ops: R, cto: A"] * 4, *["ops: R, qa: R, cto: A"] * 4), "contested",
        ["dev and ops hold R (Responsible) together in 4 rows", "ops and qa hold R (Responsible) together in 4 rows"],
    ),
    "a third role in some rows of a pair has its own number": (
        rows(*["a: R, b: R, c: R, d: A"] * 5, *["a: R, b: R, d: A"] * 3), "contested",
        ["a and b hold R (Responsible) together in 8 rows", "a, b and c hold R (Responsible) together in 5 rows"],
    ),
    # Of a, b and c each neighbour is alike, and a and c have 8 of 10 letters in common.
    "columns that are alike by way of a third are not alike": (
        rows(*["a: C, b: C, c: C, d: A/R"] * 8, "a: C, b: C, d: A/R", "a: C, d: A/R"), "near-duplicate-roles",
        ["a and b hold nearly the same letters (90% alike)", "b and c hold nearly the same letters (88% alike)"],
    ),
    "columns that are the same are one finding": (
        rows(*["a: C, b: C, c: C, d: A/R"] * 5, "a: C, b: C, d: A/R"), "near-duplicate-roles",
        ["a, b and c hold nearly the same letters (83% alike)"],
    ),
    "columns inside a contest": (
        rows(*["a: R, b: R, c: R, d: A"] * 5, "c: R, d: A"), "contested",
        ["a, b and c hold R (Responsible) together in 5 rows"],
    ),
    "are not also near duplicates": (
        rows(*["a: R, b: R, c: R, d: A"] * 5, "c: R, d: A"), "near-duplicate-roles", [],
    ),
    "a team and its role are meant to share": (
        rows(*["a: R, b: R, c: A"] * 4, before="roles: {a: {part_of: b}, b: {kind: team}, c: {}}"), "contested", [],
    ),
    "roles of one team meet in its rows": (
        rows(*["t: R, x: R, y: R, z: R, c: A"] * 4,
             before="roles: {t: {kind: team}, x: {part_of: t}, y: {part_of: t}, z: {part_of: t}, c: {}}"),
        "contested", ["t, x, y and z hold R (Responsible) together in 4 rows"],
    ),
    "a stranger meets a team and its part": (
        rows(*["a: R, b: R, c: R, d: A"] * 4, before="roles: {a: {part_of: b}, b: {kind: team}, c: {}, d: {}}"),
        "contested", ["a, b and c hold R (Responsible) together in 4 rows"],
    ),
    "of many with the same rows, all are named where they meet another": (
        rows(*["a: R, b: R, c: R, d: A"] * 4, *["a: R, b: R, c: R, e: R, d: A"] * 5), "contested",
        [
            "a, b and c hold R (Responsible) together in 9 rows",
            "a, b, c and e hold R (Responsible) together in 5 rows",
        ],
    ),
    "contests are counted per condition": (rows(*["a: A/R (day), b: A/R (night)"] * 4), "contested", []),
    "a role in every row of several matrices is one role": (
        SEVERAL + matrix("one", *["a: A/R, b: C"] * 5) + matrix("two", *["a: A/R, b: C"] * 6), "always-involved",
        ["A has a letter in each row of 2 matrices", "B has a letter in each row of 2 matrices"],
    ),
    "never more roles than there are have a letter in each row": (
        SIX + matrix("one", *["a: A/R, b: C, c: I, d: C, e: I"] * 5)
        + matrix("two", *["a: A/R, b: C, c: I, d: C, e: I"] * 6),
        "always-involved", ["5 of 6 roles have a letter in each row; A in the most, 6"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_A_RULE)
def test_what_a_rule_finds(name: str) -> None:
    text, rule, found = OF_A_RULE[name]
    lines = (line.partition(": ") for line in reported(text))
    assert sorted(line for name, _, line in lines if name.startswith(rule)) == found


# One fault, one finding


@pytest.mark.parametrize(("only", "both", "found"), [(3, 2, 0), (2, 3, 2), (4, 0, 4), (5, 0, 0), (3, 3, 3)])
def test_where_most_rows_have_only_an_accountable_it_does_the_work(only: int, both: int, found: int) -> None:
    text = rows(*["a: A, b: C"] * only, *["a: A/R, b: C"] * both)
    assert ids(reported(text)).count("no-responsible") == found


@pytest.mark.parametrize("letter", ["C", "I"])
def test_a_generic_name_is_one_finding(letter: str) -> None:
    roles = "roles: {x: {name: Everyone}, a: {}, b: {}, c: {}}"
    found = reported(rows("a: A/R, b: C, x: I", *[f"a: A/R, x: {letter}"] * 5, before=roles))
    assert [line for line in found if "Everyone" in line] == [
        "generic-role: Everyone is a generic word, and nobody in particular"
    ]


# What could not be read


@pytest.mark.parametrize(
    "text",
    [
        rows("sre: Q"),
        rows("sre: R, ops: Q"),
        rows("sre: A, ops: Q"),
        rows("sre: C, ops: Q", "sre: R, ops: A"),
        rows("ops: C, opps: A/R", before="roles: {ops: {}}"),
        rows("ops: C, who: A/R", before="roles: {ops: {}}"),
        rows("sre: A/R, ops: Q, cto: Q"),
    ],
)
def test_no_finding_follows_from_what_could_not_be_read(text: str) -> None:
    assert set(ids(reported(text))) <= {"unknown-letter", "unknown-role"}


@pytest.mark.parametrize("row", ["dev: C, opps: A/R", "dev: C, Ana: A/R", "dev: C, ops: {when: x}"])
def test_a_row_of_which_some_is_not_read_hides_only_what_that_may_mean(row: str) -> None:
    text = rows(row, before="roles: {dev: {}, ops: {holders: [Ana]}, qa: {}}")
    found = [line for line in reported(text) if line.startswith(("unused-role", "never-decides"))]
    assert found == [
        "unused-role: qa has no letter in any row",
        "never-decides-or-does: dev holds only C (Consulted)",
    ]


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


# Dates


@pytest.mark.parametrize(("day", "over"), [("2026-11-22", True), ("2026-11-23", False)])
def test_what_ends_today_is_not_over(day: str, over: bool) -> None:
    assert bool(reported(rows(f"sre: {{letters: A/R, until: {day}}}"), TODAY)) == over
    assert bool(reported(f"roles: {{sre: {{review_by: {day}}}}}", TODAY)) == over


def test_without_a_day_nothing_is_overdue() -> None:
    assert reported("roles: {sre: {review_by: 2020-01-01}}", None) == []
    assert reported(rows("sre: {letters: A/R, until: 2020-01-31}"), None) == []


# Schemes


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


@pytest.mark.parametrize("role", ["kind: team", "kind: external", "covered_by: ops", "holders: [A, B]", ""])
def test_who_has_a_backup(role: str) -> None:
    given = role if "holders" in role or not role else f"holders: [Ana], {role}"
    text = rows("sre: A/R", "ops: A/R, sre: I", before=f"roles: {{sre: {{{given}}}, ops: {{}}}}")
    assert "no-backup" not in ids(reported(text))


# Roles


@pytest.mark.parametrize("kind", ["team", "person", "external", "agent"])
def test_rules_about_roles_pass_over_other_kinds(kind: str) -> None:
    roles = f"roles: {{sre: {{}}, ops: {{}}, x: {{kind: {kind}}}, y: {{kind: {kind}}}}}"
    assign = [*["sre: A/R, ops: C, x: I"] * 3, "ops: A/R, x: I", "sre: A/R, x: I"]
    assert reported(rows(*assign, before=roles)) == []


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


# Several matrices


def test_a_view_of_one_matrix_has_its_roles() -> None:
    catalog = read(SEVERAL + matrix("one", *["a: A/R, b: C"] * 5) + matrix("two", *["b: A/R"] * 6))
    found = AuditQuery(matrix="planning", rules=("always-involved",)).report(catalog).findings
    assert [(str(one.where), one.text) for one in found] == [
        ("Planning", "{role} has a letter in each of {count} rows")
    ] * 2


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
        ("{rows: [done_when, cost]}", ["Deployments has no “done when”"]),
        ("{kinds: [team]}", []),
        ("{roles: [contact], kind: team}", []),  # a misspelt key, which is reported
        ("{roles: [purpose]}", []),  # another name of a field, which is reported
        ("{roles: [contcat], rows: [done_wehn]}", []),  # as misspelt ones are
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
        (("'C# developer'", "C developer"), False),
        (("C++ developer", "C developer"), False),
        (("C++ developers", "C++ developer"), True),
        ((".NET developer", "NET developer"), False),
    ],
)
def test_names_that_are_one(names: tuple[str, str], same: bool) -> None:
    text = f"roles: {{x1: {{name: {names[0]}}}, x2: {{name: {names[1]}}}}}"
    assert (ids(reported(text)) == ["same-role-twice"]) == same


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
