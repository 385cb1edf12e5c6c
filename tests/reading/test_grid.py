"""From grids to tables: every layout and mess of the real tables that were read, on small inputs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reading.cases import cases

from sphinx_roles.catalog.formats.delimited import read_csv
from sphinx_roles.catalog.formats.markdown import read_markdown
from sphinx_roles.catalog.letters import BUILT_IN, LetterReader
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode
from sphinx_roles.catalog.tables import Table, TableOptions
from sphinx_roles.catalog.tables.interpret import read_grids
from sphinx_roles.model import Participation, Scheme, Text, fold
from sphinx_roles.problems import Code, Problem

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("grids.yaml").read_text("utf-8"))


def read(text: str, roles: Iterable[str] = (), **options: Any) -> tuple[list[Table], list[Problem]]:
    """Read a Markdown text if it has a table with a rule under its head, else CSV."""
    text = dedent(text).lstrip("\n")
    options["roles"] = frozenset(map(fold, roles))
    context = ReadContext("raci", [])
    is_markdown = "|--" in text or "| -" in text or "--|" in text
    grids = (read_markdown if is_markdown else read_csv)(text, context)
    return read_grids(grids, context, TableOptions(**options)), context.problems


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


def said(tables: list[Table]) -> dict[str, list[Any]]:
    """Return what can be said of tables, as `CASES` says it."""
    all_rows = [row for table in tables for row in table.rows]
    return {
        "heads": [heads(table) for table in tables],
        "name": [table.name.text if table.name else None for table in tables],
        "scheme": [table.scheme for table in tables],
        "rows": [row for table in tables for row in rows(table)],
        "places": [
            f"{at >> 12}:{at & 0xFFF}" for one in tables for at in [c.at for _, c in one.rows[0].cells]
        ],
        "fields": [[f"{key}: {text.text}" for key, text in row.fields] for row in all_rows],
        "links": [f"{name}: {url.text}" for row in all_rows for name, url in row.links],
        "partial": [row.partial for row in all_rows],
        "holders": [f"{one.heads[i].text}: {who.text}" for one in tables for i, who in one.holders],
    }


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_of_a_table(name: str) -> None:
    case = CASES[name]
    tables, problems = read(case["text"], **case.get("options", {}))
    told = [f"{one.location.line}:{one.location.column}: {one.text}" for one in problems]
    assert (len(tables), told) == (case.get("tables", 1), case.get("told", []))
    found = said(tables)
    assert {key: found[key] for key in case if key in found} == {
        key: case[key] for key in case if key in found
    }


@pytest.mark.parametrize("corner", ["Role", "Roles", "Team", "Who", "Rolle", "**Role**"])
def test_roles_as_rows_where_the_corner_says_so(corner: str) -> None:
    table = table_of(f"{corner},Plan,Build\nPM,A,C\nDev,R,A/R\n")
    assert rows(table) == ["Plan: PM=A Dev=R", "Build: PM=C Dev=A/R"]
    assert table.rows[0].name.at & 0xFFF == len(corner) + 2


_TURNS = (
    " as roles; `transpose` (`:transposed-data:` in a directive) turns it, and a first head such as 'Task' or "
    "'Role' says which way round it is"
)


@pytest.mark.parametrize("text", ["X,Plan,Build\nAlpha,A,C\n", ",Ana,Bo\nPlan,A,R\nShip it,R,A\n"])
def test_which_way_round_is_told_where_it_is_a_guess(text: str) -> None:
    cells = ", ".join(f"'{head}'" for head in text.split("\n")[0].split(",")[1:])
    assert problems_of(text) == [f"1:1: the table is read with {cells}{_TURNS}"]
    assert problems_of(text, transpose=False) == problems_of(text, transpose=True) == []


@pytest.mark.parametrize(("text", "read_as"), cases("grid", "parties below a responsibility"))
def test_parties_below_a_responsibility(text: str, read_as: list[str]) -> None:
    for transpose in (None, True):
        assert rows(table_of(text, transpose=transpose)) == read_as
    assert (table_of(text).name or ScalarNode("", 0)).text == ("All" if "# All" in text else "")


@pytest.mark.parametrize(("head", "letter", "guessed"), cases("grid", "one column of names under a letter"))
def test_one_column_of_names_under_a_letter(head: str, letter: str, guessed: bool) -> None:
    text = f'Task,{head},About\nShip,"Ann, Bo",x\nTest,Bo,y\n'
    (table,) = read(text)[0]
    assert rows(table) == [f"Ship: Ann={letter} Bo={letter}", f"Test: Bo={letter}"]
    assert [key for key, _ in table.rows[0].fields] == ["summary"]
    message = f"1:6: the head '{head}' is read as A; `columns` says which letter, or what else, it is"
    assert problems_of(text) == ([message] if guessed else [])
    if guessed:
        for said, kind in (("R", "Responsible"), ("R", "R"), ("A", "A")):
            assert rows(table_of(text, columns={head: kind}))[1] == f"Test: Bo={said}"


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


@pytest.mark.parametrize(
    ("text", "unused"), cases("grid", "what a layout has no place for is told and kept as a field")
)
def test_what_a_layout_has_no_place_for_is_told_and_kept_as_a_field(text: str, unused: list[str]) -> None:
    (table,), problems = read(text)
    assert [f"{p.location.line}:{p.location.column} {p.names[0]}" for p in problems] == unused
    assert all("has no place in a table like this" in problem.text for problem in problems)
    fields = [key for key, _ in table.rows[0].fields]
    assert fields == ([name.split()[1].lower() for name in unused] or fields)
    assert ("deliverable" in fields) == ("Deliverable" in text)


@pytest.mark.parametrize(("task", "summary", "role"), cases("grid", "heads are known in several languages"))
def test_heads_are_known_in_several_languages(task: str, summary: str, role: str) -> None:
    table = table_of(f"{task},{role},{summary}\nPlan,R,yearly\nShip,A,nightly\n")
    assert (heads(table), rows(table)) == ([role], [f"Plan: {role}=R", f"Ship: {role}=A"])


@pytest.mark.parametrize("section", cases("grid", "5 section rows"))
def test_5_section_rows(section: str) -> None:
    table = table_of(f"| Task | PM | Dev |\n|---|---|---|\n{section}\n| Plan | A | R |\n| Build | R | A |\n")
    assert rows(table) == ["One > Plan: PM=A Dev=R", "One > Build: PM=R Dev=A"]


@pytest.mark.parametrize("legend", cases("grid", "7 legend rows"))
def test_7_legend_rows(legend: str) -> None:
    text = f"| Task | PM | Dev |\n|---|---|---|\n| Plan | A | R |\n| Build | R | A |\n{legend}\n"
    assert rows(table_of(text)) == ["Plan: PM=A Dev=R", "Build: PM=R Dev=A"]


@pytest.mark.parametrize(("mark", "remark"), cases("grid", "11 a remark below the table"))
def test_11_a_remark_below_the_table(mark: str, remark: str) -> None:
    head = "| Task | PM | Legal |\n|---|---|---|\n"
    table = table_of(f"{head}| Sell | A/R | C{mark} |\n| Buy | A | R |\n\n{remark}\n")
    assert rows(table)[1:] == ["Buy: PM=A Legal=R"]
    assert read_letters(table.rows[0].cells[1][1].text) == ("C",)
    assert [text.text.replace("on ly", "only") for _, text in table.rows[0].fields] == ["only"]
    assert table.rows[1].fields == []


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


@pytest.mark.parametrize("body", cases("grid", "a legend with more than its letters is no matrix"))
def test_a_legend_with_more_than_its_letters_is_no_matrix(body: str) -> None:
    legend = f"| Letter | Name | Description |\n|---|---|---|\n{body}\n"
    matrix = "\n| Task | PM |\n|---|---|\n| Plan | A |\n"
    assert [rows(table) for table in read(legend + matrix)[0]] == [["Plan: PM=A"]]
    assert read(legend)[0] == []
    assert "the table explains letters" in problems_of(legend)[0]


@pytest.mark.parametrize("text", cases("grid", "tables beside each other"))
def test_tables_beside_each_other(text: str) -> None:
    tables, problems = read(text)
    assert problems == []
    assert [rows(one) for one in tables] == [["Build: Dev=R Ops=A", "Test: Dev=A Ops=R"], ["Sign: Law=A"]]
    # A second name of a row is one of its fields.
    assert rows(table_of("Task,Dev,Activity\nBuild,R,Sign\n")) == ["Build: Dev=R"]


# Whatever comes

_ANY = st.text(st.sampled_from('RACIpx ,;|-\n"*_[](){}<>&/:#=1¹✓\u200bА'), max_size=60)


@given(_ANY, st.sampled_from([None, True, False]), st.sampled_from([None, "RACI", "MARK", "DACI"]))
def test_no_table_is_too_strange(text: str, transpose: bool | None, scheme: str | None) -> None:
    options = TableOptions(transpose=transpose, scheme=scheme)
    for head in ("", "Task,PM,Dev\n", "activity,role,letter\n", "Task,R,A\n", "Role,Plan\nPM,A\n"):
        context = ReadContext("raci", [])
        for grid in read_csv(head + text, context):
            read_grids([grid], context, options)
    table = "| Task | PM |\n|---|---|\n| Plan | A |\n"
    context = ReadContext("raci", [])
    read_grids(read_markdown(f"{table}{text}", context), context, options)


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
