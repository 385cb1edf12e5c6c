"""There and back through every format: what a format carries comes back the same, the rest is told.

Two catalogs are the same when all records are, in order, without their places. A thousand catalogs are
tried in the tox environment `long`, and some of them by default.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from random_catalogs import as_found, catalogs, nearly_tables, some, tables_as_found, without_locations, words

from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.cli import main
from sphinx_roles.cli.survey import forms, sheet_csv
from sphinx_roles.convert.inputs import Inputs, read_inputs
from sphinx_roles.convert.output import SUFFIXES, Written, losses, written
from sphinx_roles.csv_cells import escape_formula, unguarded
from sphinx_roles.export.facts import facts
from sphinx_roles.export.tables import csv_matrix, csv_rows, markdown
from sphinx_roles.model import Catalog, Text, fold

TREES = ("yaml", "json")
TABLES = ("csv", "tsv", "markdown")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("back")


def there_and_back(catalog: Catalog, form: str, folder: Path) -> tuple[Written, Catalog]:
    """Write a catalog, and read the file that it is written to."""
    result = written(catalog, form, Settings())
    path = folder / f"roles{SUFFIXES[form]}"
    path.write_text(result.text, "utf-8", newline="")
    return result, read_catalog([Source(path, path.name)])[0]


@pytest.mark.parametrize("form", TABLES)
def test_a_row_below_a_section_does_not_come_back_in_it(form: str, folder: Path) -> None:
    section = {"name": "Run", "rows": {"alerts": {"assign": {"dev": "A"}}}}
    loose = as_found({"responsibilities": {"run": section, "plans": {"assign": {"dev": "R"}}}})
    result, again = there_and_back(loose, form, folder)
    assert [(row.id, row.section) for row in again.rows] == [("plans", ""), ("alerts", "run")], result.text
    assert csv_matrix(loose, "") == "Section,Responsibility,dev\n,plans,R\nRun,alerts,A\n"
    sheet = sheet_csv(next(form for _, form in forms(loose)), loose, "Ana")
    assert sheet.splitlines()[1:4] == ["Section,Responsibility,dev", ",plans,", "Run,alerts,"]


def test_sections_are_in_the_order_in_which_pages_show_them(folder: Path) -> None:
    apart = {"x": {"section": "Run"}, "build": {"rows": {"y": {}}}, "none": {"rows": {}}}
    catalog = as_found({"responsibilities": apart})
    assert [key for _, key in catalog.sections] == ["run", "build", "none"]
    again = there_and_back(catalog, "yaml", folder)[1]
    assert [key for _, key in again.sections] == ["run", "build", "none"]


@pytest.mark.parametrize("form", TREES)
def test_a_format_of_trees_loses_nothing(form: str, folder: Path) -> None:
    @some(15)
    @given(catalogs())
    def check(catalog: Catalog) -> None:
        result, again = there_and_back(catalog, form, folder)
        assert without_locations(again) == without_locations(catalog), result.text
        assert result.lost == ()

    check()


@pytest.mark.parametrize("form", TABLES)
def test_a_table_keeps_all_that_a_table_can_say(form: str, folder: Path) -> None:
    @some(15)
    @given(tables_as_found())
    def check(catalog: Catalog) -> None:
        result, again = there_and_back(catalog, form, folder)
        assert result.lost == (), result.text
        assert _in_order_of_columns(again) == _in_order_of_columns(catalog)

    check()


def _in_order_of_columns(catalog: Catalog) -> object:
    """The letters of a row stand in the order of the columns."""
    order = list(catalog.roles)
    rows = tuple(
        structs.replace(row, assign=tuple(sorted(row.assign, key=lambda one: order.index(one.role))))
        for row in catalog.rows
    )
    return without_locations(structs.replace(catalog, rows=rows))


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_what_a_table_cannot_carry_is_told(form: str, folder: Path) -> None:
    # Of those of any content, nearly every one loses something.
    @some(30)
    @given(st.one_of(catalogs(), nearly_tables().map(as_found)))
    def check(catalog: Catalog) -> None:
        result, again = there_and_back(catalog, form, folder)
        if not result.lost:
            assert _message(again) == _message(catalog), result.text

    check()


def _message(catalog: Catalog) -> object:
    """What must never be lost without a word, however ids and matrices are called."""
    name = {role.id: str(role.name) for role in catalog.roles.values()}
    rows = [
        (
            str(row.name),
            row.section,
            without_locations(
                (row.summary, row.notes, row.tags, row.links, row.done_when, _own(row.own), row.separate)
            ),
            sorted(
                (name[one.role], one.letters, one.when, one.unread, str(one.until), one.note or "")
                for one in row.assign
            ),
        )
        for row in catalog.rows
    ]
    roles = [
        structs.replace(role, extends=None, covered_by=None, own=_own(role.own))
        for role in catalog.roles.values()
    ]
    return [
        without_locations(roles),
        rows,
        without_locations(catalog.rules),
        without_locations(catalog.accepted),
        without_locations(catalog.scales),
    ]


def _own(own: Mapping[str, Any]) -> dict[str, Any]:
    """A field of the team's own that is an empty list says nothing."""
    return {key: value for key, value in own.items() if value}


def test_two_names_of_one_role_in_a_row_are_one(folder: Path) -> None:
    assign = {"a": "A (day)", "b": "R", "a-": "R (night)"}
    catalog = as_found({"roles": {"a": {}, "b": {}}, "responsibilities": {"x": {"assign": assign}}})
    for form in TREES:
        result, again = there_and_back(catalog, form, folder)
        assert without_locations(again) == without_locations(catalog), result.text


def base() -> Catalog:
    return as_found(
        {
            "roles": {"sre": {"name": "Site Engineer", "summary": "Runs it."}, "dev": {"name": "Dev"}},
            "matrices": {"ops": {"name": "Ops", "roles": ["sre", "dev"]}, "b": {"name": "B"}},
            "responsibilities": {
                "deploy": {"name": "Deploy", "matrix": "ops", "separate": True, "cost": "7",
                           "assign": {"sre": {"letters": "A", "until": "2027-03-31", "note": "soon"}, "dev": "R"}},
                "pay": {"name": "Pay", "matrix": "b", "assign": {"dev": "A"}},
            },
            "rules": {"stale": "off"},
            "accepted": [{"rule": "no-backup", "on": "pay"}],
        }
    )  # fmt: skip


IN_ROWS = (
    "Deploy: note of Site Engineer removed",
    "Deploy: separation of duties changed from yes to no",
    "Deploy: cost removed",
)


def test_csv_says_each_thing_that_it_leaves_out() -> None:
    assert written(base(), "csv", Settings()).lost == (
        *IN_ROWS,
        "Matrix B removed",
        "Pay removed: Dev (accountable)",
        "Site Engineer: id changed from sre to site-engineer",
        "Site Engineer: purpose removed",
        "rules not kept: stale",
        "accepted findings not kept: 1",
    )


def test_markdown_carries_more() -> None:
    assert written(base(), "markdown", Settings()).lost == IN_ROWS


def test_every_field_that_is_lost_is_found() -> None:
    whole = base()
    assert list(losses(whole, whole)) == []
    for name in ("roles", "rows", "rules", "accepted"):
        assert list(losses(whole, structs.replace(whole, **{name: type(getattr(whole, name))()}))), name
    rowless = as_found({"matrices": {"m": {}}, "responsibilities": {"s": {"rows": {}}}, "schemes": {"X": {}}})
    for name in ("sections", "matrices", "schemes"):
        left = {"": rowless.matrices[""]} if name == "matrices" else {}
        assert list(losses(rowless, structs.replace(rowless, **{name: left}))), name


def test_a_changed_letter_and_a_changed_order_are_found() -> None:
    whole = base()
    row, other = whole.rows
    for rows, reported in (
        ((structs.replace(row, assign=row.assign[:1]), other), "Deploy: Dev no longer responsible"),
        ((other, row), "Responsibilities in another order"),
        ((structs.replace(row, name=Text("Ship")), other), "Deploy renamed to Ship"),
        ((row, other, structs.replace(row, id="extra", assign=())), "Deploy added"),
    ):
        assert list(losses(whole, structs.replace(whole, rows=rows))) == [reported]


def test_one_sentence_for_many_of_a_sort() -> None:
    roles: dict[str, dict[str, Any]] = {
        f"r{number}": {"name": f"Role {number}", "summary": "x"} for number in range(9)
    }
    roles["r8"]["duties"] = ["y"]
    catalog = as_found({"roles": roles})
    less = as_found({"roles": {key: {"name": role["name"]} for key, role in roles.items()}})
    assert list(losses(catalog, less)) == [
        "Role 0, Role 1, Role 2, Role 3, Role 4 and 4 more: purpose removed",
        "Role 8: duties removed",
    ]


@given(st.one_of(words, st.text("'=+-@\t x", max_size=5)))
def test_a_guard_comes_off_again(text: str) -> None:
    assert unguarded(escape_formula(text)) == text
    assert not escape_formula(text).startswith("\t")
    assert not escape_formula(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "'=1", "＝1"])
def test_no_cell_of_a_csv_begins_a_formula(text: str, folder: Path) -> None:
    data = {
        "roles": {"dev": {"name": text}},
        "matrices": {"roles": {"roles": ["dev"]}},
        "responsibilities": [{"id": "x", "name": f"{text}!", "matrix": "roles", "assign": {"dev": "A"}, "summary": text}],
    }  # fmt: skip
    catalog = as_found(data)
    result, again = there_and_back(catalog, "csv", folder)
    cells = [cell.strip('"') for line in result.text.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert (again.rows[0].name, again.rows[0].summary) == (catalog.rows[0].name, catalog.rows[0].summary)
    assert [role.name for role in again.roles.values()] == [role.name for role in catalog.roles.values()]


NAMES = {"csv": ".csv", "matrix": ".csv", "markdown": ".md"}


def exported(catalog: Catalog, form: str) -> str:
    """What `sphinx-roles export` writes."""
    if form == "matrix":
        return csv_matrix(catalog, next(row.matrix for row in catalog.rows))
    (document,) = facts({"": catalog}, {})["catalogs"]
    return csv_rows(document) if form == "csv" else markdown(document)


@pytest.mark.parametrize("form", NAMES)
def test_an_export_reads_back_with_the_same_letters(form: str, folder: Path) -> None:
    @some(15)
    @given(tables_as_found())
    def check(catalog: Catalog) -> None:
        text = exported(catalog, form)
        path = folder / f"roles{NAMES[form]}"
        path.write_text(text, "utf-8", newline="")
        again, _ = read_catalog([Source(path, path.name)])
        assert held(again) == held(catalog), text

    check()


@pytest.mark.parametrize("as_workbook", [False, True])
def test_assignments_read_back_as_they_were(as_workbook: bool, folder: Path) -> None:
    @some(30)
    @given(st.one_of(catalogs(), tables_as_found()))
    def check(catalog: Catalog) -> None:
        text = exported(catalog, "csv")
        path = folder / ("edited.xlsx" if as_workbook else "edited.csv")
        if as_workbook:
            book = pytest.importorskip("openpyxl").Workbook()
            for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
                book.active.append([re.sub(r"[\0-\x08\x0b-\x1f]", "", unguarded(cell)) for cell in line])
                for cell in book.active[book.active.max_row]:
                    # A text that begins with "=" is no formula: the CSV has guarded it.
                    cell.data_type = "s" if cell.data_type == "f" else cell.data_type
            book.save(path)
        else:
            path.write_text(text, "utf-8", newline="")
        again = read_inputs([(path, path.name)], Inputs(), Settings()).catalog
        lettered = catalog.schemes == BUILT_IN
        assert lines(again, lettered=lettered) == lines(catalog, lettered=lettered), text

    check()


def lines(catalog: Catalog, *, lettered: bool) -> list[tuple[str, ...]]:
    """What a line of an assignment says, with its ids. A scheme of one's own is not in the file."""
    found = []
    for row in catalog.rows:
        section = catalog.sections.get((row.matrix, row.section))
        for one in row.assign or (None,):
            part = [str(one.until or ""), str(one.note or "")] if one else []
            part += [one.role, str(catalog.roles[one.role].name)] if one else []
            part += [one.when, *one.letters, one.unread] if one and lettered else []
            found.append((str(section.name) if section else "", row.id, str(row.name), *part))
    return sorted(tuple(map(fold, line)) for line in found)


LINES = """\
Responsibility,Role,Letters,When,Until,Note,Responsibility_ID,Role_ID,Matrix,Scheme
Deploys,Dev,A/R,,,,deploys,d,Ops,RACI
Deploys,Dev Two,C,,,,deploys,d,Ops
Deploys,QA,I,,2027-01-31,soon,,,Ops
Alerts,Dev,A,,soon,,,,Ops,DACI
,,,,,,,,
,QA,R,,,,,,
"""


def test_a_name_that_is_nothing_but_a_tag_comes_back(folder: Path) -> None:
    path = folder / "tag.csv"
    path.write_text(exported(as_found({"roles": {}, "responsibilities": {"x": {"name": "<b>"}}}), "csv"))
    assert [(row.id, row.name) for row in read_catalog([Source(path, path.name)])[0].rows] == [("x", "<b>")]


def test_lines_that_were_edited_are_read_with_what_is_wrong_with_them(tmp_path: Path) -> None:
    path = tmp_path / "edited.csv"
    path.write_text(LINES)
    catalog, problems = read_catalog([Source(path, path.name)])
    assert [(one.role, one.letters, str(one.until)) for row in catalog.rows for one in row.assign] == [
        ("d", ("R", "A", "C"), "None"),
        ("QA", ("I",), "2027-01-31"),
        ("d", ("A",), "None"),
        ("QA", ("R",), "None"),
    ]
    assert [f"{one.location} {one.text}" for one in problems] == [
        "edited.csv:3:9 'role' of 'd' is there twice; 'Dev Two' is left out, as the first counts",
        "edited.csv:5:15 until takes a day such as 2027-03-31 or a month such as 2027-03, not 'soon'",
        "edited.csv:5:27 'scheme' of 'Ops' is there twice; 'DACI' is left out, as the first counts",
    ]


def held(catalog: Catalog) -> list[tuple[object, ...]]:
    """Who holds what, by the names that a reader sees."""
    return sorted(
        (fold(str(row.name)), fold(str(catalog.roles[one.role].name)), one.letters, fold(one.when))
        for row in catalog.rows
        for one in row.assign
        if one.letters
    )


@pytest.mark.parametrize("form", [*TREES, *TABLES, "csv of assignments", "matrix"])
@pytest.mark.parametrize("name", ["Bäcker", "開発", "مدير", "Baker"])
def test_letters_of_every_script_come_back(form: str, name: str, folder: Path) -> None:
    data = {
        "roles": {"b": {"name": name}, "c": {}},
        "responsibilities": {"p": {"name": f"{name} 2", "assign": {"b": "A/R", "c": "C"}}},
    }
    catalog = as_found(data)
    if form in SUFFIXES:
        text, suffix = written(catalog, form, Settings()).text, SUFFIXES[form]
    else:
        text, suffix = exported(catalog, form.split(" ")[0]), ".csv"
    path = folder / f"letters{suffix}"
    path.write_bytes(text.encode())
    assert text.startswith("\ufeff") == (suffix in (".csv", ".tsv") and not name.isascii())
    assert held(read_catalog([Source(path, path.name)])[0]) == held(catalog)


def test_the_address_of_a_holder_is_data_in_every_format(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "roles: {x: {holders: ['Bo <bo@example.com>', Apply to cy@example.com]}}\n"
    )
    for suffix in ("yaml", "json"):
        target = tmp_path / f"b.{suffix}"
        assert main(["convert", f"{tmp_path}/a.yaml", f"{target}"]) == 0
        (role,) = read_catalog([Source(target, target.name)])[0].roles.values()
        assert [(one.name, one.email) for one in role.holders or ()] == [("Bo", "bo@example.com")]
        assert (role.open, role.contact) == ("Apply to [e-mail]", "cy@example.com")
