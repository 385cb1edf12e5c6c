"""There and back through every format: what a format carries comes back the same, the rest is told.

Two catalogs are the same when all records are, in order, without their places. A thousand catalogs are
tried in the tox environment `long`, and some of them by default.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from random_catalogs import as_found, catalogs, nearly_tables, some, tables_as_found, words

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.exchange.comparing import differences, without_locations
from sphinx_roles.exchange.out import SUFFIXES, Written, written
from sphinx_roles.formulas import escape_formula, unguarded
from sphinx_roles.model import Catalog, Text

TREES = ("yaml", "json", "toml")
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
                (row.summary, row.notes, row.tags, row.links, row.done_when, row.own, row.separate)
            ),
            sorted(
                (name[one.role], one.letters, one.when, one.unread, str(one.until), one.note or "")
                for one in row.assign
            ),
        )
        for row in catalog.rows
    ]
    roles = [structs.replace(role, extends=None, covered_by=None) for role in catalog.roles.values()]
    return [
        without_locations(roles),
        rows,
        without_locations(catalog.rules),
        without_locations(catalog.accepted),
        without_locations(catalog.scales),
    ]


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
        }
    )  # fmt: skip


def test_csv_says_each_thing_that_it_leaves_out() -> None:
    assert written(base(), "csv", Settings()).lost == (
        "the id of 1 role (sre is site-engineer)",
        "`summary` of 1 role (site-engineer)",
        "1 responsibility (b/pay)",
        "`separate` of 1 responsibility (ops/deploy)",
        "own field 'cost' of 1 responsibility (ops/deploy)",
        "until of letters of 1 responsibility (ops/deploy: site-engineer)",
        "note of letters of 1 responsibility (ops/deploy: site-engineer)",
        "1 matrix (b)",
        "1 rule (stale)",
    )


def test_markdown_carries_more() -> None:
    assert written(base(), "markdown", Settings()).lost == (
        "`separate` of 1 responsibility (ops/deploy)",
        "own field 'cost' of 1 responsibility (ops/deploy)",
        "until of letters of 1 responsibility (ops/deploy: sre)",
        "note of letters of 1 responsibility (ops/deploy: sre)",
    )


def test_every_field_that_is_lost_is_found() -> None:
    whole = base()
    assert differences(whole, whole) == []
    for name in ("roles", "rows", "sections", "matrices", "schemes", "rules"):
        empty = type(getattr(whole, name))()
        changed = structs.replace(whole, **{name: empty})
        assert bool(differences(whole, changed)) == bool(getattr(whole, name)), name


def test_a_changed_letter_and_a_changed_order_are_found() -> None:
    whole = base()
    row = whole.rows[0]
    less = structs.replace(row, assign=row.assign[:1])
    assert differences(whole, structs.replace(whole, rows=(less, whole.rows[1]))) == [
        "`letters` of 1 responsibility (ops/deploy: dev)"
    ]
    turned = structs.replace(whole, rows=whole.rows[::-1])
    assert differences(whole, turned) == ["the order of responsibilities"]
    renamed = structs.replace(row, name=Text("Ship"))
    assert differences(whole, structs.replace(whole, rows=(renamed, whole.rows[1]))) == [
        "`name` of 1 responsibility (ops/deploy)"
    ]
    more = structs.replace(row, id="extra")
    found = differences(whole, structs.replace(whole, rows=(*whole.rows, more)))
    assert found == ["1 responsibility (ops/extra) turn up that are not there"]


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
