"""From grids to tables: every layout and mess of the real tables that were read, on small inputs."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_roles.catalog.formats.delimited import read_delimited
from sphinx_roles.catalog.formats.markdown import read_markdown_tables
from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode
from sphinx_roles.catalog.schemes import BUILT_IN
from sphinx_roles.catalog.tables.interpret import read_grids
from sphinx_roles.catalog.tables.table import Table, TableOptions
from sphinx_roles.model import Participation, Scheme, Text, fold
from sphinx_roles.problems import Code, Problem

DATA = Path(__file__).parents[3] / "shared" / "data"


def read(text: str, **options: Any) -> tuple[list[Table], list[Problem]]:
    """Read a Markdown text if it has a table with a rule under its head, else CSV."""
    text = dedent(text).lstrip("\n")
    problems: list[Problem] = []
    if "|--" in text or "| -" in text or "--|" in text:
        grids = read_markdown_tables(text)
    else:
        grids = read_delimited(text, "raci", problems)
    return read_grids(grids, ReadContext("raci", problems), TableOptions(**options)), problems


def table_of(text: str, **options: Any) -> Table:
    tables, problems = read(text, **options)
    assert [str(problem) for problem in problems] == []
    assert len(tables) == 1
    return tables[0]


def problems_of(text: str, **options: Any) -> list[str]:
    _, problems = read(text, **options)
    assert {problem.code for problem in problems} <= {Code.TABLE, Code.GUESS, Code.DUPLICATE_ASSIGNMENT}
    return [f"{p.location.line}:{p.location.column}: {p.text}" for p in problems]


def read_letters(text: str) -> tuple[str, ...]:
    return LetterReader(BUILT_IN["RACI"]).read(text).parts[0][0]


def heads(table: Table) -> list[str]:
    return [head.text for head in table.heads]


def rows(table: Table) -> list[str]:
    """Show each row as ``section > name: role=letters …``."""
    return [
        (f"{row.section.text} > " if row.section else "")
        + row.name.text
        + ":"
        + "".join(f" {table.heads[index].text}={cell.text}" for index, cell in row.cells)
        for row in table.rows
    ]


# The layouts


def test_roles_as_columns() -> None:
    table = table_of("Activity,PM,Dev\nPlan,A,R\nBuild,-,A/R\n")
    assert heads(table) == ["PM", "Dev"]
    assert rows(table) == ["Plan: PM=A Dev=R", "Build: Dev=A/R"]
    assert [(cell.at >> 12, cell.at & 0xFFF) for _, cell in table.rows[0].cells] == [(2, 6), (2, 8)]
    assert (table.name, table.scheme) == (None, None)


@pytest.mark.parametrize("corner", ["Role", "Roles", "Team", "Who", "Rolle", "**Role**"])
def test_roles_as_rows_where_the_corner_says_so(corner: str) -> None:
    table = table_of(f"{corner},Plan,Build\nPM,A,C\nDev,R,A/R\n")
    assert rows(table) == ["Plan: PM=A Dev=R", "Build: PM=C Dev=A/R"]
    assert table.rows[0].name.at & 0xFFF == len(corner) + 2


def test_roles_as_rows_where_their_names_say_so() -> None:
    table = table_of(",Plan,Build\nProject Manager,A,C\nLead Developer,R,A\nQA,I,C\n")
    assert heads(table) == ["Project Manager", "Lead Developer", "QA"]


def test_roles_as_rows_where_the_roles_are_known() -> None:
    text = "X,Plan,Build\nAlpha,A,C\nBeta,R,A\n"
    assert heads(read(text)[0][0]) == ["Plan", "Build"]
    known = frozenset(map(fold, ["Alpha", "Beta"]))
    assert heads(table_of(text, roles=known)) == ["Alpha", "Beta"]


def test_transpose_goes_before_what_is_found() -> None:
    assert heads(table_of("Activity,Plan,Build\nPM,A,C\n", transpose=True)) == ["PM"]
    assert heads(table_of("Role,PM,Dev\nPlan,A,C\n", transpose=False)) == ["PM", "Dev"]
    assert heads(table_of("Activity / Role,PM,Dev\nPlan,A,C\n")) == ["PM", "Dev"]


def test_a_transposed_table_with_a_spacer_row_and_a_last_row_of_links() -> None:
    table = table_of(
        """
        | Role | Plan | Build |
        |------|------|-------|
        | PM | A | C |
        |  |  |  |
        | Dev | R | A |
        | Links | [guide](https://x.org/plan) | https://x.org/build |
        """
    )
    assert rows(table) == ["Plan: PM=A Dev=R", "Build: PM=C Dev=A"]
    assert [[(name, url.text) for name, url in row.links] for row in table.rows] == [
        [("guide", "https://x.org/plan")],
        [("https://x.org/build", "https://x.org/build")],
    ]


def test_letters_as_columns() -> None:
    table = table_of(
        """
        | Task | Responsible | Accountable | Consulted | Informed |
        |------|-------------|-------------|-----------|----------|
        | Plan | PM | PM | Dev, QA | - |
        | Build | Dev; QA | Dev | | Support/Operations Lead |
        | Ship | QA<br>Dev | PM / Dev | N/A | |
        """
    )
    assert heads(table) == ["PM", "Dev", "QA", "Support/Operations Lead"]
    assert rows(table) == [
        "Plan: PM=R/A Dev=C QA=C",
        "Build: Dev=R/A QA=R Support/Operations Lead=I",
        "Ship: PM=A Dev=R/A QA=R",
    ]
    assert [(c.at >> 12, c.at & 0xFFF) for _, c in table.rows[0].cells] == [(3, 10), (3, 20), (3, 25)]


@pytest.mark.parametrize("head", ["R,A,C,I", "R,A", "Responsible,Consulted"])
def test_letters_as_columns_by_their_letters(head: str) -> None:
    names = ["Ops", "Lead", "QA", "All"][: head.count(",") + 1]
    table = table_of(f"Task,{head}\nPlan,{','.join(names)}\n")
    assert heads(table) == names


def test_names_with_commas_brackets_and_slashes_in_a_cell() -> None:
    table = table_of(
        """
        Task,R,A
        a,"Design, research; Legal",Dev/QA
        b,SRE,SRE (on call)
        c,Vendor (EU),"Dev, Legal"
        d,Dev/Legal,"Legal, SRE"
        e,QA/Ops,-
        f,"Desk: `call, then write`",
        """
    )
    assert rows(table) == [
        "a: Design, research=R Legal=R Dev/QA=A",
        "b: SRE=R, A (on call)",
        "c: Legal=A Vendor (EU)=R Dev=A",
        "d: Legal=R/A SRE=A Dev=R",
        "e: QA/Ops=R",
        "f: Desk: call, then write=R",
    ]


def test_one_assignment_in_each_row() -> None:
    table = table_of(
        """
        activity,role,letter,condition,notes
        Plan,PM,A,,yearly
        Plan,Dev,R,
        Build,Dev,A,production
        Build,Dev,R
        ,PM,I
        Plan,QA,-
        """
    )
    assert rows(table) == ["Plan: PM=A Dev=R", "Build: PM=I Dev=A (production), R"]
    assert [(key, note.text) for key, note in table.rows[0].fields] == [("notes", "yearly")]


def test_one_assignment_in_each_row_with_sections() -> None:
    table = table_of("phase,task,role,RACI\nOne,Plan,PM,A\nTwo,Plan,Dev,A\nOne,Plan,Dev,R\n")
    assert rows(table) == ["One > Plan: PM=A Dev=R", "Two > Plan: Dev=A"]


def test_the_same_assignment_twice_is_told() -> None:
    assert problems_of("activity,role,letter\nPlan,PM,A\nPlan,PM,A\n") == [
        "3:9: 'PM' has 'A' for 'Plan' twice"
    ]
    tables, _ = read("activity,role,letter\nPlan,PM,A\nPlan,PM,A\n")
    assert rows(tables[0]) == ["Plan: PM=A"]


_TURNS = (
    " as roles; `transpose` (`:transposed-data:` in a directive) turns it, and a first head such as 'Task' or "
    "'Role' says which way round it is"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Committee,Plan,Approve\n**One**,I,A\nTwo,R,R\n", ["One", "Two"]),
        ("Steering board,Plan,Approve\nOne,I,A\n", ["One"]),
        (",PM,QA\nPlan,A,R\n", ["PM", "QA"]),
        ("X,Plan,Approve,Notes\nOne,I,A,none\n", ["Plan", "Approve"]),
("| X | Plan |\n|--|--|\n| One | R |\n\n| Role | Ship |\n|--|--|\n| One | R |\n", ["One"]),
        ("| X | One |\n|--|--|\n| Plan | R |\n\n| Task | One |\n|--|--|\n| Plan | R |\n", ["One"]),
    ],
)  # fmt: skip
def test_signals_for_which_way_round_a_table_stands(text: str, found: list[str]) -> None:
    tables, problems = read(text)
    assert problems == []
    assert [heads(table) for table in tables] == [found] * len(tables)


@pytest.mark.parametrize("text", ["X,Plan,Build\nAlpha,A,C\n", ",Ana,Bo\nPlan,A,R\nShip it,R,A\n"])
def test_which_way_round_is_told_where_it_is_a_guess(text: str) -> None:
    cells = ", ".join(f"'{head}'" for head in text.split("\n")[0].split(",")[1:])
    assert problems_of(text) == [f"1:1: the table is read with {cells}{_TURNS}"]
    assert problems_of(text, transpose=False) == problems_of(text, transpose=True) == []


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("| Deploys | |\n|--|--|\n| Lead | A |\n| Dev | R |\n", ["Deploys: Lead=A Dev=R"]),
        ("| Deploys | |\n|--|--|\n| **Ops** Lead | A |\n| **Ops** Team | R |\n", ["Deploys: Ops Lead=A Ops Team=R"]),
        ("## Deploys\n\n| Role | RACI |\n|--|--|\n| Lead, Dev | R (night) |\n", ["Deploys: Lead=R (night) Dev=R (night)"]),
        ("| Deploys | |\n|--|--|\n| Lead | A |\n| **Builds** | |\n| Lead | C |\n| Dev | R |\n| Lead | |\n",
         ["Deploys: Lead=A", "Builds: Lead=C Dev=R"]),
        ("# All\n## One\n| Deploys | |\n|--|--|\n| A1 | A |\n## Two\n| Builds | |\n|--|--|\n| A1 | R |\n",
         ["One > Deploys: A1=A", "Two > Builds: A1=R"]),
        ("Deploys,\nLead,A\nDev,R\n", ["Deploys: Lead=A Dev=R"]),
    ],
)  # fmt: skip
def test_parties_below_a_responsibility(text: str, read_as: list[str]) -> None:
    for transpose in (None, True):
        assert rows(table_of(text, transpose=transpose)) == read_as
    assert (table_of(text).name or ScalarNode("", 0)).text == ("All" if "# All" in text else "")


def test_parties_below_what_may_be_a_responsibility() -> None:
    text = "Apollo,\nPlan,A\nShip it,R\n"
    message = "the table is read as the responsibility 'Apollo' with roles below it; "
    assert problems_of(text) == [f"1:1: {message}say with `columns` what 'Apollo' is"]
    text = (
        "| X | Plan |\n|--|--|\n| One | R |\n| Two | A |\n\n| X | Ship |\n|--|--|\n| One | R |\n| Two | C |\n"
    )
    assert [heads(table) for table in read(text)[0]] == [["One", "Two"]] * 2
    assert [one[:48] for one in problems_of(text)] == [
        f"{line}:3: the table is read with 'One', 'Two' as role" for line in (1, 6)
    ]
    for corner in ("Role", "Task"):
        assert problems_of(f"{corner},RACI\nLead,A\n") == [
            "1:6: column 'RACI' holds letters, expected a column, or a title, with the name that they lack"
        ]


@pytest.mark.parametrize(
    ("head", "letter", "guessed"),
    [
        ("Owner", "A", True), ("DRI", "DRI", False), ("Responsible", "R", False), ("Lead", "A", True),
        ("Responsible party", "R", False), ("Consulted teams", "C", False), ("A", "A", True),
    ],
)  # fmt: skip
def test_one_column_of_names_under_a_letter(head: str, letter: str, guessed: bool) -> None:
    text = f'Task,{head},About\nShip,"Ann, Bo",x\nTest,Bo,y\n'
    (table,) = read(text)[0]
    assert rows(table) == [f"Ship: Ann={letter} Bo={letter}", f"Test: Bo={letter}"]
    assert [key for key, _ in table.rows[0].fields] == ["summary"]
    message = f"1:6: the head '{head}' is read as A; `columns` says which letter, or what else, it is"
    assert problems_of(text) == ([message] if guessed else [])
    if guessed:
        assert rows(table_of(text, columns={head: "Responsible"}))[1] == "Test: Bo=R"


def test_people_below_the_roles_hold_them() -> None:
    text = 'Activity,Sponsor,Owner,Manager\nName,Ana Pez,"Bo Lind; Di",-\nPlan,I,C,RA\n'
    table = table_of(text)
    assert rows(table) == ["Plan: Sponsor=I Owner=C Manager=RA"]
    assert [(index, person.text) for index, person in table.holders] == [
        (0, "Ana Pez"),
        (1, "Bo Lind"),
        (1, "Di"),
    ]
    turned = table_of("Role,Name,Plan,Build\nPM,Ana,A,R\nQA,Bo,R,A\n")
    assert rows(turned) == ["Plan: PM=A QA=R", "Build: PM=R QA=A"]
    assert [person.text for _, person in turned.holders] == ["Ana", "Bo"]
    assert rows(table_of("Task,PM\nName,A\n")) == ["Name: PM=A"]


# Columns


def test_further_columns() -> None:
    table = table_of(
        """
        | # | Phase | Task | Description | PM | Dev | Frequency | Notes | Done when | Runbook |
        |---|-------|------|-------------|----|-----|-----------|-------|-----------|---------|
        | 1 | One | Plan | what *to* do | A | R | weekly | a<br>b | signed | [guide](docs/plan) |
        | 2 | | Build | | C | A | | | | runbooks/build |
        """
    )
    assert heads(table) == ["PM", "Dev"]
    assert rows(table) == ["One > Plan: PM=A Dev=R", "One > Build: PM=C Dev=A"]
    assert [(key, text.text) for key, text in table.rows[0].fields] == [
        ("summary", "what *to* do"), ("frequency", "weekly"), ("notes", "a\nb"), ("done_when", "signed"),
    ]  # fmt: skip
    assert [(n, u.text) for row in table.rows for n, u in row.links] == [
        ("guide", "docs/plan"), ("Runbook", "runbooks/build"),
    ]  # fmt: skip


def test_columns_of_numbers_and_sections_that_no_head_names() -> None:
    assert rows(table_of(",What,PM\n1.,Plan,A\n2.,Build,R\n")) == ["Plan: PM=A", "Build: PM=R"]
    assert rows(table_of("WBS,Task,PM\n1,Start,\n1.1,Plan,A\n")) == ["Start > Plan: PM=A"]
    text = "Stream,Thing,PM,Dev\nOne,Plan,A,R\n,Build,A,C\nTwo,Ship,R,A\n"
    assert rows(table_of(text))[1:] == ["One > Build: PM=A Dev=C", "Two > Ship: PM=R Dev=A"]
    text = "Process,Task,PM,Dev\nOne,Plan,A,R\nOne,Build,A,C\nTwo,Ship,R,A\n"
    assert rows(table_of(text))[2:] == ["Two > Ship: PM=R Dev=A"]


def test_ids_are_kept_unless_they_only_count() -> None:
    table = table_of("ID,Task,PM\nP-1,Plan,A\nP-2,Build,A\n")
    assert [(key, text.text) for row in table.rows for key, text in row.fields] == [
        ("id", "P-1"), ("id", "P-2"),
    ]  # fmt: skip
    assert table_of("ID,Task,PM\n1,Plan,A\n2,Build,A\n").rows[0].fields == []


def test_a_second_column_of_names_is_kept_as_a_field() -> None:
    table = table_of("Task,Deliverable,PM\nPlan,a plan,A\nBuild,a build,A\n")
    assert [(key, text.text) for key, text in table.rows[0].fields] == [("deliverable", "a plan")]


def test_declared_fields() -> None:
    table = table_of("Task,Cost centre,PM\nPlan,C-17,A\n", fields={"cost_center": "Cost centre"})
    assert [(key, text.text) for key, text in table.rows[0].fields] == [("cost_center", "C-17")]


def test_a_column_that_is_no_role_is_told_once_and_kept() -> None:
    text = "Task,Effort,PM\nPlan,3 days,A\nBuild,2 weeks,R\n"
    message = "1:6: column 'Effort' holds no letters ('3 days', '2 weeks') and is no column that is known; "
    assert problems_of(text) == [f"{message}say with `columns` what it is"]
    tables, _ = read(text)
    assert heads(tables[0]) == ["PM"]
    assert [(key, cell.text) for key, cell in tables[0].rows[0].fields] == [("effort", "3 days")]
    assert heads(table_of(text, columns={"effort": "skip"})) == ["PM"]


def test_a_column_of_people_is_no_role_for_its_short_names() -> None:
    text = "Task,Owner,PM\nPlan,Ana,A\nBuild,Bo,R\n"
    assert len(problems_of(text)) == 1
    assert heads(read(text)[0][0]) == ["PM"]


def test_a_head_that_is_no_letter_beside_letters() -> None:
    text = "Task,Responsible,Accountable,Suports\nPlan,PM,Dev,QA\n"
    words = "Responsible, Accountable, Support, Consulted, Informed"
    assert problems_of(text, scheme="RASCI") == [
        f"1:30: head 'Suports' is no letter of RASCI, expected {words}; did you mean 'Support'?"
    ]
    (table,), _ = read(text)
    assert rows(table) == ["Plan: PM=R Dev=A"]
    assert [(key, cell.text) for key, cell in table.rows[0].fields] == [("suports", "QA")]


@pytest.mark.parametrize("mark", ["X", "x", "✓", "✔", "[x]", "yes", "**X**", "Ja", "1"])
def test_a_mark_under_a_letter_gives_it_to_the_role_of_the_row(mark: str) -> None:
    table = table_of(
        f"""
        | Team | Responsibility | Accountable | Consulted |
        |---|---|---|---|
        | Ops | Deploys | {mark} | |
        | Dev | Builds | {mark} | no |
        | QA, SRE | Builds | - | {mark} (in production) |
        """
    )
    assert heads(table) == ["Ops", "Dev", "QA", "SRE"]
    assert rows(table) == ["Deploys: Ops=A", "Builds: Dev=A QA=C (in production) SRE=C (in production)"]
    assert [(cell.at >> 12, cell.at & 0xFFF) for _, cell in table.rows[0].cells] == [(3, 19)]


def test_other_letters_than_marks_beside_a_role() -> None:
    assert rows(table_of("Who,Task,R,A\nOps,Ship,R,\nDev,Ship,,A\n")) == ["Ship: Ops=R Dev=A"]
    assert rows(table_of("Who,Task,Accountable\nOps,Ship,x\n")) == ["Ship: Ops=A"]
    text = "Who,Task,R,A\nOps,Ship,x,maybe\nDev,Test,x,x\n,Test,,x\n"
    assert problems_of(text) == [
        "2:12: 'maybe' under 'A' is not a mark, as the others are",
        "4:8: a row of A names no role",
    ]
    assert rows(read(text)[0][0]) == ["Ship: Ops=R", "Test: Dev=R/A"]


def test_marks_without_a_column_of_roles_are_reported() -> None:
    text = "Task,Accountable,Consulted\nShip,X,\nTest,,X\n"
    message = "the cells under Accountable, Consulted hold marks, but no column names the role; "
    assert problems_of(text) == [f"1:1: {message}say with `columns` which one is a `role`"]
    assert read(text)[0] == []
    (table,), _ = read(
        f"Squad x,{text}".replace("\nS", "\nOps,S").replace("\nT", "\nDev,T"), columns={"Squad x": "role"}
    )
    assert rows(table) == ["Ship: Ops=A", "Test: Dev=C"]


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("Team,Task,Responsible,Accountable\nOps,Ship,Ann,Bo\n", ["1:1 Team"]),
        ("Task,Responsible,Accountable,When\nShip,Ann,Bo,daily\n", ["1:30 When"]),
        ("Task,Role,RACI,Effort\nShip,Ops,A,3 days\n", ["1:16 Effort"]),
        ("Phase,Area,Task,Ops\nOne,West,Ship,A/R\n", ["1:7 Area"]),
        ("Task,Deliverable,Responsible,Accountable\nShip,a ship,Ann,Bo\n", []),
        ("No,Task,Role,RACI,Empty\n1,Ship,Ops,A,\n", []),
    ],
)
def test_what_a_layout_has_no_place_for_is_told_and_kept_as_a_field(text: str, unused: list[str]) -> None:
    (table,), problems = read(text)
    assert [f"{p.location.line}:{p.location.column} {p.names[0]}" for p in problems] == unused
    assert all("has no place in a table like this" in problem.text for problem in problems)
    fields = [key for key, _ in table.rows[0].fields]
    assert fields == ([name.split()[1].lower() for name in unused] or fields)
    assert ("deliverable" in fields) == ("Deliverable" in text)


@pytest.mark.parametrize(
    ("task", "summary", "role"),
    [
        ("Aufgabe", "Beschreibung", "Entwicklung"),
        ("Tarefa", "Descrição", "Desenvolvimento"),
        ("Задача", "Описание", "Разработка"),
        ("アクティビティ", "説明", "開発"),
    ],
)
def test_heads_are_known_in_several_languages(task: str, summary: str, role: str) -> None:
    table = table_of(f"{task},{role},{summary}\nPlan,R,yearly\nShip,A,nightly\n")
    assert (heads(table), rows(table)) == ([role], [f"Plan: {role}=R", f"Ship: {role}=A"])


def test_columns_says_what_heads_do_not() -> None:
    text = "Topic,Remark here,Prod\nPlan,why,A\n"
    columns = {"topic": "name", "Remark here": "notes", "Prod": "Product Manager"}
    table = table_of(text, columns=columns)
    assert heads(table) == ["Product Manager"]
    assert [(key, cell.text) for key, cell in table.rows[0].fields] == [("notes", "why")]


def test_mistakes_in_columns() -> None:
    text = "Task,Extra,PM\nPlan,A,A\n"
    assert problems_of(text, columns={"Extr": "notes"}) == [
        "1:1: columns names 'Extr', but no head of a table does; did you mean 'Extra'?"
    ]
    assert problems_of(text, columns={"Extra": "nots"})[0].endswith("; did you mean 'notes'?")


def test_a_role_whose_cells_cannot_be_read_stays_a_role() -> None:
    assert rows(table_of("Task,PM,Dev\nPlan,A,Q\n")) == ["Plan: PM=A Dev=Q"]
    assert rows(table_of("Task,PM,Dev\nPlan,A,Acountable\n")) == ["Plan: PM=A Dev=Acountable"]
    assert heads(table_of("Task,PM,Dev\nPlan,A,\n")) == ["PM", "Dev"]


def test_two_columns_of_one_role() -> None:
    text = "Task,PM,Dev,pm\nPlan,A,R,C\n"
    assert problems_of(text) == ["1:13: role 'pm' has two columns in the table; the first one is used"]
    assert rows(read(text)[0][0]) == ["Plan: PM=A Dev=R"]


def test_letters_under_a_blank_head() -> None:
    text = "Task,PM,\nPlan,A,R\nBuild,R,A\n"
    assert problems_of(text) == [
        "2:8: column 3 holds 'R', 'A', but its head is blank, expected the name of a role"
    ]
    assert [row.partial for row in read(f"{text}Ship,A,\n")[0][0].rows] == [True, True, False]
    assert problems_of("Task,Responsible,Accountable,\nShip,Ann,Bo,Cy\n") == [
        "2:13: column 4 holds 'Cy', but its head is blank, expected the name of a role"
    ]


def test_empty_columns_and_rows_are_nothing() -> None:
    assert rows(table_of("Task,,PM\r\n,,\r\n\r\nPlan,,A\r\n,,\r\n")) == ["Plan: PM=A"]


# The twenty things, and the others


def test_1_to_4_letters_are_handed_on_as_written_without_markup() -> None:
    table = table_of(
        """
        | **Task** | *PM* | `Dev` | QA | Ops |
        |---|---|---|---|---|
        | **Plan** | **A**/R | А | c (regulated) | A<br>R (night) |
        | Build | – | N/A | TBD | **C** |
        """
    )
    assert rows(table) == [
        "Plan: PM=A/R Dev=А QA=c (regulated) Ops=A, R (night)",
        "Build: Ops=C",
    ]


@pytest.mark.parametrize(
    "section",
    [
        "| **One** |",
        "| One |",
        "| **One** | | |",
        "| One | | |",
        "| <b>One</b> <!-- first --> | | |",
        "| **One** | |",
        "| | **One** | |",
        "| One | One | One |",
        "| **One** | PM | Dev |",
        "| __One__ | | | |",
    ],
)
def test_5_section_rows(section: str) -> None:
    table = table_of(f"| Task | PM | Dev |\n|---|---|---|\n{section}\n| Plan | A | R |\n| Build | R | A |\n")
    assert rows(table) == ["One > Plan: PM=A Dev=R", "One > Build: PM=R Dev=A"]


def test_5_section_rows_of_a_spreadsheet() -> None:
    table = table_of("Task,PM,Dev\nOne,,\nPlan,A,R\nTwo,,\nBuild,R,A\n,,\nIdle,,\n")
    assert rows(table) == ["One > Plan: PM=A Dev=R", "Two > Build: PM=R Dev=A", "Two > Idle:"]


def test_5_a_row_without_letters_is_no_section_where_sections_are_marked() -> None:
    table = table_of(
        "| Task | PM | Dev |\n|---|---|---|\n| **One** |\n| Idle | | |\n| Plan | A | R |\n| Off | - | - |\n"
    )
    assert rows(table) == ["One > Idle:", "One > Plan: PM=A Dev=R", "One > Off:"]


def test_5_bold_names_are_no_sections_where_all_names_are_bold() -> None:
    table = table_of(
        "| Task | PM |\n|---|---|\n| **Plan** | A |\n| **Build** | R |\n| **Idle** | |\n| **End** | |\n"
    )
    assert rows(table) == ["Plan: PM=A", "Build: PM=R", "Idle:", "End:"]


def test_5_a_section_without_rows_is_told() -> None:
    text = "| Task | PM |\n|---|---|\n| **One** |\n| **Two** |\n| Plan | A |\n"
    assert problems_of(text) == ["3:3: section 'One' has no rows"]


def test_6_a_row_broken_over_two_lines() -> None:
    text = "| Task | PM | Dev |\n|---|---|---|\n| Plan the\nyear | A | R |\n| Build | A |\nR |\n"
    assert rows(table_of(text)) == ["Plan the year: PM=A Dev=R", "Build: PM=A Dev=R"]


@pytest.mark.parametrize(
    "legend",
    [
        "| R = Responsible, A = Accountable, C = Consulted |",
        "| R: Responsible | A: Accountable | C: Consulted | I: Informed |  ",
        "| Legend: | R = does it | A = signs it |",
        "| Legend | | |",
        "| **Key** | R Responsible | A Accountable |",
        "| R (Responsible), A (Accountable) | | |",
        "| Responsible (R), Accountable (A) | | |",
        "| R | Responsible |",
        "| R = Responsible | | |",
        "| RACI: | R = Responsible | A = Accountable |",
        "| RACI key | | |\n| R | Responsible | |",
        "| Key | | |\n| | R: does the work | |\n| | A: answers for it | |",
    ],
)
def test_7_legend_rows(legend: str) -> None:
    text = f"| Task | PM | Dev |\n|---|---|---|\n| Plan | A | R |\n| Build | R | A |\n{legend}\n"
    assert rows(table_of(text)) == ["Plan: PM=A Dev=R", "Build: PM=R Dev=A"]


def test_7_what_only_looks_like_a_legend() -> None:
    text = "Task,PM,Dev\nKey,A,R\nKey,C (rare),A (rare)\nA: approve the budget,A,R\nR,A,R\nRACI,R - Responsible,\n"
    names = [row.name.text for row in table_of(text).rows]
    assert names == ["Key", "Key", "A: approve the budget", "R", "RACI"]


def test_8_no_accountable_or_two_is_not_for_reading() -> None:
    assert rows(table_of("Task,PM,Dev\nPlan,A,A\nBuild,R,C\n")) == ["Plan: PM=A Dev=A", "Build: PM=R Dev=C"]


def test_11_footnotes() -> None:
    table = table_of(
        """
        | Task | PM | Dev |
        |------|----|-----|
        | Plan[^1] | A[^2] | R* |
        | Build[^9]² | R | A |
        | * in production | | |

        [^1]: every year
        [^2]: by law
        """
    )
    assert rows(table) == ["Plan: PM=A Dev=R", "Build: PM=R Dev=A"]
    notes = [[(key, note.text) for key, note in row.fields] for row in table.rows]
    assert notes == [[("notes", "every year"), ("notes", "by law"), ("notes", "in production")], []]


@pytest.mark.parametrize(
    ("mark", "remark"),
    [
        ("<sup>1</sup>", "<sup>1</sup> only"), ("\\*", "\\* only"), ("*", "* only"), ("†", "† only"), ("¹", "¹ only"),
        (" [1]", "[1] only"), ("[^1]", "[^1]: only"), ("¹", "1. only"), ("<sup>a</sup>", "<sup>a</sup>: only"),
        (" [1]", "(1) only"), ("**", "\\*\\* only"), ("¹", "(¹) none\n\n¹ on\nly"),
    ],
)  # fmt: skip
def test_11_a_remark_below_the_table(mark: str, remark: str) -> None:
    head = "| Task | PM | Legal |\n|---|---|---|\n"
    table = table_of(f"{head}| Sell | A/R | C{mark} |\n| Buy | A | R |\n\n{remark}\n")
    assert rows(table)[1:] == ["Buy: PM=A Legal=R"]
    assert read_letters(table.rows[0].cells[1][1].text) == ("C",)
    assert [text.text.replace("on ly", "only") for _, text in table.rows[0].fields] == ["only"]
    assert table.rows[1].fields == []


def test_11_a_mark_without_a_text_and_a_text_without_a_row_are_reported() -> None:
    head = "| Task | PM¹ | Legal |\n|---|---|---|\n"
    assert problems_of(f"{head}| Sell | A/R | C* |\n| Buy | A | R* |\n\n¹ from outside\n") == [
        "1:10: the note of 'PM¹' ('from outside') has no place in a matrix; it is left out",
        "3:16: the mark '*' at 'C*' has no text below the table; the letter is read without it",
    ]


def test_11_a_remark_belongs_to_the_tables_above_it() -> None:
    one = "| Task | PM |\n|---|---|\n| Sell | C* |\n\n"
    tables, problems = read(f"{one}\\* first\n\n{one.replace('Sell', 'Buy')}\\* second\n")
    assert problems == []
    assert [[note.text for _, note in table.rows[0].fields] for table in tables] == [["first"], ["second"]]


def test_11_what_is_no_footnote() -> None:
    table = table_of("Task,PM\nPlan,A\n* never used,\n")
    assert [row.name.text for row in table.rows] == ["Plan", "* never used"]
    assert rows(read("Task,PM\n*One*,\nPlan,A*\n")[0][0]) == ["One > Plan: PM=A"]
    table = table_of("Task,PM\n10 km²,A\nC*,A\n[a],R\n")
    assert [row.name.text for row in table.rows] == ["10 km²", "C", "[a]"]


def test_16_invisible_spaces_and_cells_of_bullets() -> None:
    table = table_of(
        'Task,\u200bPM\u00a0,Dev\n\u00a0Plan\u200b the\u2028year,\u200bA,"- R\n- C"\n', scheme="RACI"
    )
    assert heads(table) == ["PM", "Dev"]
    assert rows(table) == ["Plan the year: PM=A Dev=R, C"]


def test_17_exact_repeats_are_handed_on() -> None:
    assert rows(table_of("Task,PM\nPlan,A\nPlan,A\n")) == ["Plan: PM=A", "Plan: PM=A"]


def test_18_merged_cells_and_an_unnamed_first_column() -> None:
    table = table_of(",PM,Dev,QA\r\nPlan,A,R,\r\n,,,C\r\n\r\nBuild,R,A,\r\n,R,,\r\n")
    assert rows(table) == ["Plan: PM=A Dev=R QA=C", "Build: PM=R Dev=A", "Build: PM=R"]
    text = 'Phase,Task,PM\nOne,a,A\n,b,R\n",ditto\nTwo,c,A\n'
    assert rows(table_of(text.replace('",ditto', '〃,d,A'))) == [
        "One > a: PM=A", "One > b: PM=R", "One > d: PM=A", "Two > c: PM=A",
    ]  # fmt: skip


def test_19_csv_without_a_head() -> None:
    assert problems_of("Plan,A,R\nBuild,R,A\n") == [
        "1:1: the first row 'Plan', 'A', 'R' holds letters, expected a head with the names of the roles"
    ]
    assert read("Plan,A,R\nBuild,R,A\n")[0] == []


def test_19_commas_in_quotes() -> None:
    assert rows(table_of('Task,"Design, UX"\n"Plan, build",A\n')) == ["Plan, build: Design, UX=A"]


def test_19_a_legend_above_the_head_is_no_title() -> None:
    table = table_of("Legend,,\nR,Responsible,\nA,Accountable,\n,,\nTask,PM,Dev\nPlan,A,R\n")
    assert (table.name, rows(table)) == (None, ["Plan: PM=A Dev=R"])


def test_19_a_row_that_begins_like_a_head_is_none() -> None:
    assert rows(table_of(",PM,Dev\nProcess,A,R\n")) == ["Process: PM=A Dev=R"]


def test_19_titles_above_the_head() -> None:
    table = table_of("RACI of Apollo,,\nVersion,2,\nTask,PM,Dev\nPlan,A,R\n")
    assert table.name
    assert (table.name.text, rows(table)) == ("RACI of Apollo", ["Plan: PM=A Dev=R"])


def test_20_markup_inside_values() -> None:
    table = table_of(
        """
        | Task | [PM](roles/pm) | {org:role}`Dev <dev>` | **R&D** / *UX* |
        |------|----|----|----|
        | [Plan **it**](https://x.org/p) | A | R | C |
        | `build` &amp; ship<br>it <!-- now --> | A | R | C |
        """
    )
    assert heads(table) == ["PM", "Dev", "R&D / UX"]
    assert [row.name.text for row in table.rows] == ["Plan it", "build & ship it"]
    assert [(n, u.text) for n, u in table.rows[0].links] == [("Plan it", "https://x.org/p")]


def test_also_names_with_punctuation_and_of_other_scripts() -> None:
    names = ["Ops / Infra", "R&D", "QA: lead", "Team #1", "Dev (EU)", "מנהל", "管理者", "snake_case_role"]
    table = table_of("Task," + ",".join(names) + "\nPlan" + ",A" * len(names) + "\n")
    assert heads(table) == names


def test_also_numbers_stay_as_written() -> None:
    table = table_of("Task,PM,Notes\n2026.2,A,no\n1e400,A,007\n")
    assert [row.name.text for row in table.rows] == ["2026.2", "1e400"]
    assert [text.text for row in table.rows for _, text in row.fields] == ["no", "007"]


def test_repeated_heads_are_passed_over() -> None:
    assert rows(table_of("Task,PM,Dev\nPlan,A,R\nTask,PM,Dev\nBuild,R,A\n"))[1:] == ["Build: PM=R Dev=A"]


def test_short_and_long_rows() -> None:
    text = "Task,PM,Dev\nPlan,A\nBuild,R,A,C,I\nShip,A,R,,\n"
    assert problems_of(text) == ["3:11: row 'Build' has 5 cells under 3 heads; 'C' is left out"]
    assert [row.partial for row in read(text)[0][0].rows] == [False, True, False]
    more = ", and so is what is there in 1 more rows"
    assert problems_of(f"{text}End,A,R,C\n")[0].endswith(more)
    assert problems_of("Task,Responsible,Accountable\nShip,Ann,Bo,Cy\n") == [
        "2:13: row 'Ship' has 4 cells under 3 heads; 'Cy' is left out"
    ]
    assert rows(read(text)[0][0]) == ["Plan: PM=A", "Build: PM=R Dev=A", "Ship: PM=A Dev=R"]


def test_heads_without_their_corner() -> None:
    assert rows(table_of("PM,Dev\nPlan,A,R\nBuild,R,A\n")) == ["Plan: PM=A Dev=R", "Build: PM=R Dev=A"]


def test_a_row_without_a_name() -> None:
    assert problems_of("Task,PM,Dev\n,A,R\nPlan,A,R\n") == [
        "2:1: a row of 'A', 'R' has no name, and there is none above it"
    ]


# Schemes


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("DACI,PM,Dev\nPlan,A,D\n", "DACI"),
        ("RASCI matrix,PM,Dev\nPlan,A,S\n", "RASCI"),
        ("# Delivery (RACI-VS)\n\n| Task | PM |\n|--|--|\n| Plan | V |\n", "RACI-VS"),
        ("Task,Driver,Approver,Contributors,Informed\nPlan,PM,Dev,QA,All\n", "DACI"),
        ("Task,PM,Dev\nPlan,A,D\n\"D = Driver, A = Approver, C = Contributor, I = Informed\",,\n", "DACI"),
        ("Task,PM,Dev\nPlan,A,R\n", None),
        ("Task,PM,Dev\nPlan,D,A\n", None),
        ("RACI or DACI,PM,Dev\nPlan,A,D\n", None),
        ("# Mark and the DRI\n\n| Task | PM |\n|--|--|\n| Plan | A |\n", None),
    ],
)  # fmt: skip
def test_a_scheme_is_taken_from_what_names_it_clearly(text: str, scheme: str | None) -> None:
    assert table_of(text).scheme == scheme


def test_the_scheme_that_is_given_holds() -> None:
    table = table_of("DACI,PM,Dev\nPlan,✓,x\n", scheme="MARK")
    assert (table.scheme, rows(table)) == ("MARK", ["Plan: PM=✓ Dev=x"])
    assert table_of("Task,PM\nPlan,✓\n", default="MARK").scheme is None
    assert heads(table_of("Task,DRI\nPlan,Ana\n", scheme="DRI")) == ["Ana"]


def test_schemes_of_ones_own() -> None:
    own = Scheme(
        id="OWN",
        name=Text("Own"),
        participations=(
            Participation(letter="DO", name=Text("Doer")),
            Participation(letter="OK", name=Text("Decider")),
        ),
    )
    table = table_of("OWN,PM,Dev\nPlan,OK,DO\n", schemes={**BUILT_IN, "OWN": own})
    assert (table.scheme, rows(table)) == ("OWN", ["Plan: PM=OK Dev=DO"])


# Several tables, and none


def test_tables_without_letters_are_passed_over_beside_a_matrix() -> None:
    text = """
        # Legend

        | Letter | Name | Meaning |
        |--------|------|---------|
        | R | Responsible | does it |
        | A | Accountable | signs it |

        | Letter | Meaning |
        |--------|---------|
        | C | Consulted |
        | I | Informed |

        # People

        | Role | About |
        |------|-------|
        | PM | plans |

        # One

        | Task | PM |
        |------|----|
        | Plan | A |

        # Two

        | Task | Dev |
        |------|-----|
        | Build | R |
        """
    tables, problems = read(text)
    assert problems == []
    assert [(table.name and table.name.text, heads(table)) for table in tables] == [
        ("One", ["PM"]), ("Two", ["Dev"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "| R | Responsible | Works. |\n| A | Accountable | Signs. |\n| | - | Not involved |",
        "| R | Responsible | Works. |\n| A | Accountable | Signs |\n| | | the rest. |\n| - | Not involved | |",
        "| R | Responsible | Works. |\n| A | Accountable | Signs |\n| the rest. |",
        "| Responsible | R | Works. |\n| Accountable | A | Signs. |",
    ],
)
def test_a_legend_with_more_than_its_letters_is_no_matrix(body: str) -> None:
    legend = f"| Letter | Name | Description |\n|---|---|---|\n{body}\n"
    matrix = "\n| Task | PM |\n|---|---|\n| Plan | A |\n"
    assert [rows(table) for table in read(legend + matrix)[0]] == [["Plan: PM=A"]]
    assert read(legend)[0] == []
    assert "the table explains letters" in problems_of(legend)[0]


def test_a_table_with_a_few_letters_beside_a_matrix_is_reported() -> None:
    matrix = "| Task | PM |\n|---|---|\n| Plan | A |\n\n"
    assert problems_of(f"{matrix}| Role | Name |\n|---|---|\n| PM | Ana |\n") == [
        "5:3: the table of who has a role ('Ana') is not read; name them in a row 'Name' of the matrix"
    ]
    assert problems_of(f"{matrix}| Role | About |\n|---|---|\n| PM | leads |\n") == []
    text = f"{matrix}| Task | PM |\n|---|---|\n| a | R |\n| b | A |\n"
    assert problems_of(text + "| c | maybe |\n| d | later |\n| e | no one knows |\n") == [
        "5:3: the table is not read: of its columns none holds mostly letters, though 'R', 'A' are some"
    ]


def test_a_table_of_other_letters_beside_a_matrix_is_reported() -> None:
    text = "| Task | PM |\n|---|---|\n| Plan | A |\n\n| Task | PM |\n|---|---|\n| Build | Q |\n"
    assert problems_of(text) == ["5:3: the table is not read: 'Q' are no letters of RACI"]
    assert (
        problems_of(
            text.replace("| Task | PM |\n|---|---|\n| Build | Q", "| Task | Size |\n|---|---|\n| Build | XL")
        )
        == []
    )


def test_a_table_without_letters_is_told_where_there_is_no_other() -> None:
    text = "| Step | Colour |\n|------|-----|\n| Paint | blue |\n"
    said = "1:3: no cell under the heads 'Step', 'Colour' holds a letter of RACI (R, A, C, I), "
    said += "expected roles as heads and letters under them"
    assert problems_of(text) == [said]
    marks = text.replace("blue", "TRUE")
    assert problems_of(marks) == [f"{said}; those of the scheme MARK are there"]
    assert rows(table_of(marks, scheme="MARK")) == ["Paint: Colour=TRUE"]
    assert problems_of("| Role | Who |\n|------|-----|\n| PM | Ana |\n") == [
        "1:3: the table of who has a role ('Ana') is not read; name them in a row 'Name' of the matrix"
    ]
    assert len(problems_of(f"{text}\n# Two\n\n{text}")) == 1
    # "A" above nothing is no column of people.
    assert len(problems_of("| PM | A | C |\n|---|---|---|\n| Dev | | |\n| Ops | - | |\n")) == 1


def test_names_as_wikis_export_them() -> None:
    assert rows(
        table_of("| Task | [[Dev]] | [[ops\\|Operations]] |\n|---|---|---|\n| [[Build]] | R | A |\n")
    ) == ["Build: Dev=R Operations=A"]
    text = (
        'Name,Responsible,Informed\nBuild,"Ana (https://n.example/a?pvs=1), Bo (https://n.example/b)",Ana\n'
    )
    assert heads(table_of(text)) == ["Ana", "Bo"]


@pytest.mark.parametrize(
    "text",
    [
        "Task,Dev,Ops,,Task,Law\nBuild,R,A,,Sign,A\nTest,A,R,,,\n",
        "Task,Dev,Ops,Task,Law\nBuild,R,A,Sign,A\nTest,A,R,,\n",
        "Task,Dev,Ops,,Activity,Law\nBuild,R,A,,Sign,A\nTest,A,R,,,\n",
    ],
)
def test_tables_beside_each_other(text: str) -> None:
    tables, problems = read(text)
    assert problems == []
    assert [rows(one) for one in tables] == [["Build: Dev=R Ops=A", "Test: Dev=A Ops=R"], ["Sign: Law=A"]]
    # A second name of a row is one of its fields.
    assert rows(table_of("Task,Dev,Activity\nBuild,R,Sign\n")) == ["Build: Dev=R"]


def test_a_head_without_rows() -> None:
    assert problems_of("Task,PM,Dev\n") == [
        "1:1: the table has a head ('Task', 'PM', 'Dev') but no rows under it"
    ]


def test_groups_of_roles_in_a_transposed_table_are_told() -> None:
    text = "| Role | Plan | Build |\n|--|--|--|\n| **Business** |\n| PM | A | C |\n| Dev | R | A |\n"
    assert problems_of(text) == [
        "3:3: row 'Business' groups roles, expected a role and its letters; it is left out"
    ]
    assert heads(read(text)[0][0]) == ["PM", "Dev"]


# Real data


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
def test_the_matrix_of_octoacme() -> None:
    path = DATA / "github-octoacme-raci" / "role-responsibility-matrix-template.md"
    problems: list[Problem] = []
    grids = read_markdown_tables(path.read_text(encoding="utf-8"))
    (table,) = read_grids(grids, ReadContext(path.name, problems))
    assert problems == []
    assert table.name
    assert table.name.text == "Project Lifecycle Activities"
    assert len(table.heads) == 10
    assert len(table.rows) == 35
    assert len({row.section.text for row in table.rows if row.section}) == 8
    both = {
        row.name.text: table.heads[index].text
        for row in table.rows
        for index, cell in row.cells
        if cell.text == "A/R"
    }
    assert both == {
        "Feature development": "Developers",
        "Code reviews": "Developers",
        "Test execution": "QA Lead",
        "Unit testing": "Developers",
        "Defect triage": "Developers",
        "Incident response": "Support/Operations Lead",
        "User feedback collection": "Support/Operations Lead",
        "Production monitoring": "Support/Operations Lead",
    }


# Whatever comes

_ANY = st.text(st.sampled_from('RACIpx ,;|-\n"*_[](){}<>&/:#=1¹✓\u200bА'), max_size=60)


@given(_ANY, st.sampled_from([None, True, False]), st.sampled_from([None, "RACI", "MARK", "DACI"]))
def test_no_table_is_too_strange(text: str, transpose: bool | None, scheme: str | None) -> None:
    options = TableOptions(transpose=transpose, scheme=scheme)
    for head in ("", "Task,PM,Dev\n", "activity,role,letter\n", "Task,R,A\n", "Role,Plan\nPM,A\n"):
        problems: list[Problem] = []
        for grid in read_delimited(head + text, "raci", problems):
            read_grids([grid], ReadContext("raci", problems), options)
    table = "| Task | PM |\n|---|---|\n| Plan | A |\n"
    read_grids(read_markdown_tables(f"{table}{text}"), ReadContext("raci", []), options)


_LETTERS = st.sampled_from(["R", "A", "A/R", "", "-", "Q"])


@given(st.lists(st.lists(_LETTERS, min_size=3, max_size=3), min_size=1))
def test_letters_are_neither_lost_nor_made_up(cells: list[list[str]]) -> None:
    cells = [["A", "R", "C"], *cells]
    lines = [f"Task {i},{','.join(row)}" for i, row in enumerate(cells)]
    table = table_of("Activity,One,Two,Three\n" + "\n".join(lines) + "\n")
    got = {row.name.text: dict(row.cells) for row in table.rows}
    for i, row in enumerate(cells):
        if any(row):
            read = {index: cell.text for index, cell in got[f"Task {i}"].items()}
            assert read == {j: text for j, text in enumerate(row) if text not in ("", "-")}
