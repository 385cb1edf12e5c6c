"""Shapes of other tools: Backstage, sphinx-needs, workbooks, pages with blocks, and whatever a map tells."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import structs
from robustness.checking import in_time
from tables import tables

from sphinx_roles.catalog.field_maps import MapError, parse_map, parse_pairs, parse_path, scalars_at
from sphinx_roles.catalog.formats import SUFFIXES
from sphinx_roles.catalog.formats.trees import read_yaml
from sphinx_roles.catalog.merge import merge
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.sources import Limits, Settings
from sphinx_roles.cli import main
from sphinx_roles.convert import inputs
from sphinx_roles.convert.inputs import Inputs, Taken, read_inputs
from sphinx_roles.convert.plain_data import plain_catalog
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code

TABLES = tables(__file__)


def taken(folder: Path, files: Mapping[str, str], **message: Any) -> Taken:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return read_inputs([(folder / name, name) for name in files], Inputs(**message), Settings())


def letters(catalog: Catalog) -> dict[str, dict[str, str]]:
    return {
        str(row.name): {str(catalog.roles[one.role].name): "/".join(one.letters) for one in row.assign}
        for row in catalog.rows
    }


CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("converted.yaml").read_text("utf-8").replace("<suffixes>", ", ".join(SUFFIXES))
)


@pytest.mark.parametrize("name", CASES)
def test_what_is_read(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    found = taken(
        tmp_path, case["files"], maps=tuple(parse_pairs(case.get("map", ()))), **case.get("options", {})
    )
    told = {"told": list(map(str, found.problems)), "left_out": found.left_out, "not_asked": found.not_asked}
    said = {**plain_catalog(found.catalog).data, "letters": letters(found.catalog), **told}
    expected = {**{key: [] for key in told}, **case}
    keys = sorted(expected.keys() - {"files", "map", "options"})
    # As texts, so that their order counts.
    assert json.dumps([said.get(key) for key in keys]) == json.dumps([expected[key] for key in keys])


def test_references_of_backstage_lead_to_all_files_of_the_call(tmp_path: Path) -> None:
    group = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {}}}\nspec: {{{}}}\n".format
    user = "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {{name: {}, title: {}}}\nspec: {{{}}}\n".format
    files = {
        "a.yaml": group("team-a", "parent: INFRA, members: [ana], children: [team-z]"),
        "b.yaml": group("infra", "children: [Team-A]"),
        "c.yaml": user("ana", "Ana Díaz", "memberOf: []"),
        "d.yaml": user("bo", "Bo Li", "memberOf: [team-a, gone]") + "---\n" + user("cy", "Cy", ""),
    }
    found = taken(tmp_path, files)
    team = found.catalog.roles["team-a"]
    assert (team.part_of, [str(one.name) for one in team.holders or ()]) == ("infra", ["Ana Díaz", "Bo Li"])
    assert [one.name.location.file for one in team.holders or () if one.name.location] == ["a.yaml", "a.yaml"]
    assert found.problems == ()
    assert found.left_out == [
        "`spec.children` names what is no group in these files: team-z",
        "`spec.memberOf` names what is no group in these files: gone",
        "users of no group: cy",
    ]


def need(ident: str, **more: object) -> dict[str, object]:
    return {"id": ident, "title": ident.title(), "type": "workflow", **more}


def written(*needs: dict[str, object]) -> str:
    """Return a needs.json with these needs."""
    version = {"needs": {str(one["id"]): one for one in needs}}
    return json.dumps({"current_version": "1", "versions": {"1": version}})


@pytest.mark.parametrize(("links", "held"), TABLES["links of needs have parts and conditions"])
def test_links_of_needs_have_parts_and_conditions(
    links: object, held: dict[str, str] | None, tmp_path: Path
) -> None:
    needs = [
        need("build", approved_by=links),
        *(need(name, type="role") for name in ("lead", "dev", "odd.id")),
    ]
    found = taken(tmp_path, {"needs.json": written(*needs)})
    assert found.problems == ()
    rows = plain_catalog(found.catalog).data.get("responsibilities")
    assert (rows and rows["build"]["assign"]) == held
    assert held is not None or "`approved_by` names what is no need: 'nobody[x==1]'" in found.left_out


@pytest.mark.parametrize(
    ("content", "summary", "left_out"),
    [
        ("Plain *words*.", "Plain *words*.", False),
        (
            "See :need:`w` and :doc:`the page </a>`, ``code`` and `here <https://x.org>`_.",
            "See w and the page, `code` and [here](https://x.org).",
            False,
        ),
        ("A `target`_ and ``:not:`a role` ``.", "A target and `:not:`a role` `.", False),
        (".. note:: hi\n\n   more\n\nText.", "Text.", True),
        ("Text::\n\n    code\n\nMore.", "Text:\n\nMore.", True),
        ("* one\n* two", "* one\n* two", False),
        (".. note:: only", None, True),
        # In a project of Markdown, needs are written in MyST.
        ("Runs.\n\n````{note}\n```python\nx\n```\n````\n\nMore.", "Runs.\n\nMore.", True),
        (":::{tip}\nA tip.\n:::", None, True),
        ("Text.\n```{figure} a.png\n", "Text.", True),
        ("```a``` is code", "``a`` is code", False),
    ],
)
def test_the_content_of_needs_is_no_markup_on_a_card(
    content: str, summary: str | None, left_out: bool, tmp_path: Path
) -> None:
    one = need("dev", type="role", content=content, status="open")
    found = taken(tmp_path, {"needs.json": written(one)})
    assert (found.catalog.roles["dev"].summary, found.catalog.roles["dev"].status) == (summary, None)
    blocks = ["directives and blocks in `content` of needs: 1"] if left_out else []
    assert found.left_out == ["`status`, which is that of the need, of needs: 1", *blocks]


def test_a_workbook_is_read_with_its_merged_cells(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Delivery"
    lines = [
        ["Who does what", None, None, None],
        ["Phase", "Task", "Dev", "Lead"],
        ["Before", "Plan", "R", "A"],
        [None, "Estimate", None, "A"],
        ["After", "Learn", "R", "I"],
    ]
    for line in lines:
        page.append(line)
    page.merge_cells("A1:D1")
    page.merge_cells("A3:A4")
    page.merge_cells("C3:C4")
    page["B3"].hyperlink = "https://example.com/plan"
    page["D5"].comment = openpyxl.comments.Comment("why?", "ana")
    other = book.create_sheet("Support")
    for line in [["Task", "Dev"], ["Answer", "A/R"], ["Sum", 1.0]]:
        other.append(line)
    hidden = book.create_sheet("Old")
    hidden.append(["Task", "Dev"])
    hidden.sheet_state = "hidden"
    other["B2"].font = openpyxl.styles.Font(strike=True)
    book.save(tmp_path / "raci.xlsx")
    found = read_inputs([(tmp_path / "raci.xlsx", "raci.xlsx")], Inputs(), Settings())
    assert letters(found.catalog) == {
        "Plan": {"Dev": "R", "Lead": "A"},
        "Estimate": {"Dev": "R", "Lead": "A"},
        "Learn": {"Dev": "R", "Lead": "I"},
        "Answer": {"Dev": "R/A"},
        "Sum": {"Dev": ""},
    }
    assert [row.section for row in found.catalog.rows] == ["before", "before", "after", "", ""]
    assert [str(one.name) for one in found.catalog.matrices.values()] == ["", "Who does what", "Support"]
    assert found.catalog.rows[0].links[0].url == "https://example.com/plan"
    assert [str(one) for one in found.problems] == [
        "raci.xlsx [Support]:3:2: '1' is no letter of RACI, which has R, A, C, I [roles.unknown-letter]"
    ]
    assert found.left_out == [
        "1 comment on cells of the sheet 'Delivery'",
        "the line through 1 cell of the sheet 'Support'",
        "the hidden sheet 'Old'",
    ]


def workbook(
    path: Path, lines: list[list[object]], change: Callable[[Any], object] = id, **more: object
) -> Path:
    """Write a workbook of one sheet, which is changed once its lines and single cells are there."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for cell, value in more.items():
        book.active[cell] = value
    change(book.active)
    book.save(path)
    return path


MATRIX: list[list[object]] = [["Task", "Dev", "Lead"], ["Build", "R", "A"]]


def test_a_title_of_a_scheme_that_goes_over_all_columns_is_no_row_of_letters(tmp_path: Path) -> None:
    lines: list[list[object]] = [["RACI"], *MATRIX, ["Sign", "A"]]
    merged = ("A1:C1", "B4:C4")
    found = read_book(workbook(tmp_path / "raci.xlsx", lines, lambda page: [*map(page.merge_cells, merged)]))
    assert letters(found.catalog) == {"Build": {"Dev": "R", "Lead": "A"}, "Sign": {"Dev": "A", "Lead": "A"}}
    assert found.problems == ()


@pytest.mark.parametrize(("legend", "reported"), TABLES["a legend on a sheet of its own"])
def test_a_legend_on_a_sheet_of_its_own(legend: list[str], reported: str, tmp_path: Path) -> None:
    def add(page: Any) -> None:
        page.title = "Work"
        for title, rows in (("Words", legend), ("More", ["Task|Dev", "Ship|A"]), ("Sizes", ["S|Small"])):
            sheet = page.parent.create_sheet(title)
            for row in rows:
                sheet.append(row.split("|"))

    found = read_book(workbook(tmp_path / "b.xlsx", MATRIX, add))
    assert letters(found.catalog) == {"Build": {"Dev": "R", "Lead": "A"}, "Ship": {"Dev": "A"}}
    told = [one for one in map(str, found.problems) if "[Sizes]" not in one]
    assert [one.split("; ")[0] for one in told] == [
        f"b.xlsx [Words]:{place}, and the letters are read as {read} of RACI"
        for place, read in [reported.split(" -> ")]
        if read
    ]


def test_a_legend_on_a_sheet_of_its_own_names_the_scheme(tmp_path: Path) -> None:
    def add(page: Any) -> None:
        sheet = page.parent.create_sheet("Words", 0)
        for row in (
            ["What the letters mean"],
            ["D", "Driver"],
            ["A", "Approver: says yes"],
            ["I", "Informed"],
        ):
            sheet.append(row)

    found = read_book(workbook(tmp_path / "b.xlsx", [["Task", "Dev", "Lead"], ["Build", "D", "A"]], add))
    assert letters(found.catalog) == {"Build": {"Dev": "D", "Lead": "A"}}
    assert found.problems == ()
    assert found.left_out == []
    assert found.catalog.matrices[found.catalog.rows[0].matrix].scheme == "DACI"


def read_book(path: Path, **limits: int) -> Taken:
    with in_time(0):
        return read_inputs([(path, path.name)], Inputs(), Settings(limits=Limits(**limits)))


@pytest.mark.parametrize(("written", "name"), TABLES["the characters that a workbook writes as numbers"])
def test_the_characters_that_a_workbook_writes_as_numbers(written: str, name: str, tmp_path: Path) -> None:
    """Excel writes them so, and openpyxl 3.1.5 neither reads nor writes them."""
    found = read_book(workbook(tmp_path / "raci.xlsx", [*MATRIX, [written, "R", "A"]]))
    assert [str(row.name) for row in found.catalog.rows] == ["Build", name]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("font", "written", "read", "reported"),
    [
        ("Wingdings 2", "R", "X", 0),
        ("Wingdings", "\xfc", "X", 0),
        ("Webdings", "a", "X", 0),
        ("Webdings", "r", "", 0),
        # A hand.
        ("Wingdings", "X", "", 1),
        ("Calibri", "X", "X", 0),
    ],
)
def test_letters_that_a_font_draws_as_marks_are_these_marks(
    font: str, written: str, read: str, reported: int, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")

    def draw(page: Any) -> None:
        page["B2"].font = openpyxl.styles.Font(name=font)

    path = workbook(tmp_path / "raci.xlsx", [["Task", "Dev", "Ops"], ["Ship", written, "X"]], draw)
    found = read_inputs([(path, "raci.xlsx")], Inputs(scheme="MARK"), Settings())
    assert letters(found.catalog)["Ship"].get("Dev", "") == read
    assert [one.code for one in found.problems] == [Code.UNKNOWN_LETTER] * reported


def test_a_part_of_a_cell_has_a_font_and_a_line_of_its_own(tmp_path: Path) -> None:
    """A letter that was struck out beside the one that holds now, as exceljs 4.4.0 and Excel write it; and marks."""
    rich = pytest.importorskip("openpyxl.cell.rich_text")
    font = import_module("openpyxl.cell.text").InlineFont
    struck = rich.CellRichText("A", rich.TextBlock(font(strike=True), "/R"))
    marked = rich.CellRichText(rich.TextBlock(font(rFont="Wingdings"), "\xfb"))
    lines = [[*MATRIX[0], "Ops"], ["Build", struck, "C", marked], ["Deploy", "C", "A", "R"]]
    found = read_book(workbook(tmp_path / "raci.xlsx", lines))
    assert letters(found.catalog)["Build"] == {"Dev": "R/A", "Lead": "C"}
    assert found.problems == ()
    assert found.left_out == ["the line through 1 cell of the sheet 'Sheet'"]


def test_a_workbook_in_the_strict_form_is_read(tmp_path: Path) -> None:
    """Excel saves it as "Strict Open XML"; openpyxl 3.1.5 finds no sheet in it, where five other readers do."""
    names = {b"spreadsheetml/2006/": b"spreadsheetml/", b"officeDocument/2006/": b"officeDocument/"}
    with (
        zipfile.ZipFile(workbook(tmp_path / "a.xlsx", MATRIX)) as usual,
        zipfile.ZipFile(tmp_path / "raci.xlsx", "w") as strict,
    ):
        for part in usual.namelist():
            data = usual.read(part)
            for old, new in names.items():
                data = data.replace(b"schemas.openxmlformats.org/" + old, b"purl.oclc.org/ooxml/" + new)
            strict.writestr(part, data)
    found = read_book(tmp_path / "raci.xlsx")
    assert letters(found.catalog) == {"Build": {"Dev": "R", "Lead": "A"}}
    assert found.problems == ()


@pytest.mark.filterwarnings("error")
def test_what_openpyxl_does_not_know_is_no_warning_of_python(tmp_path: Path) -> None:
    """As Excel writes a list of letters to choose from that is on another sheet."""
    known = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    with (
        zipfile.ZipFile(workbook(tmp_path / "a.xlsx", MATRIX)) as usual,
        zipfile.ZipFile(tmp_path / "raci.xlsx", "w") as listed,
    ):
        for part in usual.namelist():
            listed.writestr(part, usual.read(part).replace(b"</worksheet>", known))
    assert letters(read_book(tmp_path / "raci.xlsx").catalog) == {"Build": {"Dev": "R", "Lead": "A"}}


def test_a_cell_that_was_touched_far_away_costs_nothing(tmp_path: Path) -> None:
    found = read_book(workbook(tmp_path / "raci.xlsx", MATRIX, A1048576="Ship", B1048576="A", XFD2=" "))
    assert letters(found.catalog) == {"Build": {"Dev": "R", "Lead": "A"}, "Ship": {"Dev": "A"}}
    assert (found.problems, found.left_out) == ((), [])


def test_a_sheet_that_is_merged_as_a_whole_is_too_large(tmp_path: Path) -> None:
    workbook(tmp_path / "small.xlsx", MATRIX, lambda page: page.merge_cells("B3:C4"))
    with (
        zipfile.ZipFile(tmp_path / "small.xlsx") as small,
        zipfile.ZipFile(tmp_path / "raci.xlsx", "w") as large,
    ):
        for name in small.namelist():
            large.writestr(name, small.read(name).replace(b"B3:C4", b"B3:XFD1048576"))
    assert [str(one) for one in read_book(tmp_path / "raci.xlsx").problems] == [
        "raci.xlsx:1:1: the workbook has 17178787848 cells, merged ones counted; 1000000 are read "
        "[roles.too-large]"
    ]


@pytest.mark.parametrize("merged", [("B1:C1",), ("A1:A2", "B1:C1")])
def test_merged_groups_above_the_heads_are_reported(tmp_path: Path, merged: tuple[str, ...]) -> None:
    corner = ["Task", None] if len(merged) > 1 else [None, "Task"]
    rows: list[list[object]] = [
        [corner[0], "Engineering", None, "Business"],
        [corner[1], "Dev", "Ops", "PM"],
        ["Ship", "R", "A", "I"],
    ]
    book = workbook(tmp_path / "raci.xlsx", rows, lambda page: [*map(page.merge_cells, merged)])
    found = read_book(book)
    assert letters(found.catalog) == {"Ship": {"Dev": "R", "Ops": "A", "PM": "I"}}
    (problem,) = found.problems
    assert problem.text.startswith(
        "row " + "'Task', " * bool(corner[0]) + "'Engineering', 'Business' is above"
    )


HIDDEN: list[list[object]] = [
    ["Task", "Dev", "Ops", "Lawyer"],
    ["Deploy", "R", "A", "C"],
    ["Layoff plan", "A/R", None, "C"],
    ["Test", "I", "A/R", None],
    [None, None, None, None],
    ["Ship", "A/R", "I", None],
]


@pytest.mark.parametrize(
    ("rows", "columns", "rest", "left_out"),
    [
        ((), (), "Deploy Layoff plan Test Ship: Dev Ops Lawyer", []),
        ((3,), (), "Deploy Test Ship: Dev Ops Lawyer", ["1 hidden row"]),
        ((3, 4, 5), ("B",), "Deploy Ship: Ops Lawyer", ["2 hidden rows", "1 hidden column"]),
        ((), ("C", "D"), "Deploy Layoff plan Test Ship: Dev", ["2 hidden columns"]),
        ((5, 9), ("E", "F"), "Deploy Layoff plan Test Ship: Dev Ops Lawyer", []),
    ],
)
def test_what_a_workbook_hides_is_left_out_and_counted(
    rows: tuple[int, ...], columns: tuple[str, ...], rest: str, left_out: list[str], tmp_path: Path
) -> None:
    def hide(page: Any) -> None:
        for row in rows:
            page.row_dimensions[row].hidden = True
        for column in columns:
            page.column_dimensions[column].hidden = True

    workbook(tmp_path / "a.xlsx", HIDDEN, hide)

    def read(hidden: bool) -> Taken:
        return read_inputs([(tmp_path / "a.xlsx", "a.xlsx")], Inputs(hidden=hidden), Settings())

    def names(catalog: Catalog) -> str:
        of_rows, of_roles = (
            " ".join(str(one.name) for one in all_) for all_ in (catalog.rows, catalog.roles.values())
        )
        return f"{of_rows}: {of_roles}"

    found = read(hidden=False)
    assert names(found.catalog) == rest
    assert found.left_out == [f"{one} of the sheet 'Sheet' (--hidden reads them)" for one in left_out]
    whole = read(hidden=True)
    assert names(whole.catalog) == "Deploy Layoff plan Test Ship: Dev Ops Lawyer"
    assert whole.left_out == []


@pytest.mark.parametrize(("hidden", "left_out"), [(False, ["1 hidden cell"]), (True, [])])
def test_a_cell_whose_format_shows_nothing_is_left_out(
    hidden: bool, left_out: list[str], tmp_path: Path
) -> None:
    def blank(page: Any) -> None:
        page["C2"].number_format = ";;;"

    workbook(
        tmp_path / "a.xlsx", [["Task", "Dev", "Law"], ["Layoff plan", "A/R", "C"], ["Test", "A", "R"]], blank
    )
    found = read_inputs([(tmp_path / "a.xlsx", "a.xlsx")], Inputs(hidden=hidden), Settings())
    assert letters(found.catalog)["Layoff plan"] == ({"Dev": "R/A"} | ({"Law": "C"} if hidden else {}))
    assert found.left_out == [f"{one} of the sheet 'Sheet' (--hidden reads them)" for one in left_out]


def test_cells_are_merged_before_a_row_is_left_out(tmp_path: Path) -> None:
    def change(page: Any) -> None:
        page.merge_cells("B2:B3")
        page.row_dimensions[2].hidden = True

    lines: list[list[object]] = [["Task", "Dev", "Ops"], ["One", "A/R", "I"], ["Two", None, "C"]]
    found = read_book(workbook(tmp_path / "a.xlsx", lines, change))
    assert letters(found.catalog) == {"Two": {"Dev": "R/A", "Ops": "C"}}


@pytest.mark.parametrize(("value", "form", "shown"), TABLES["percent stays percent"])
def test_percent_stays_percent(value: float, form: str, shown: str, tmp_path: Path) -> None:
    lines: list[list[object]] = [["Task", "Dev", "Done"], ["One", "A/R", value]]
    book = workbook(tmp_path / "a.xlsx", lines, lambda page: setattr(page["C2"], "number_format", form))
    found = read_book(book)
    assert found.catalog.rows[0].own == {"done": shown}
    # An English head is no French one.
    assert "did you mean" not in str(found.problems[0])


@pytest.mark.parametrize(
    ("value", "form", "shown"), TABLES["a word that a format shows in place of a number"]
)
def test_a_number_that_is_shown_as_a_word_is_that_word(
    value: float, form: str, shown: str, tmp_path: Path
) -> None:
    lines: list[list[object]] = [["Task", "Dev", "Ops"], ["One", "A/R", value]]
    book = workbook(tmp_path / "a.xlsx", lines, lambda page: setattr(page["C2"], "number_format", form))
    assert letters(read_book(book).catalog) == {"One": {"Dev": "R/A", "Ops": shown}}


@pytest.mark.parametrize("form", ['[=2]"A"', '"', '0" pieces"', "General", '"A";"A";"A" 0'])
def test_a_number_that_is_shown_as_a_number_stays_one(form: str, tmp_path: Path) -> None:
    lines: list[list[object]] = [["Task", "Dev", "Ops"], ["One", "A/R", 0.5]]
    book = workbook(tmp_path / "a.xlsx", lines, lambda page: setattr(page["C2"], "number_format", form))
    found = read_book(book)
    assert letters(found.catalog)["One"] == {"Dev": "R/A"} | ({"Ops": "A"} if form[:4] == '"A";' else {})


def test_a_workbook_has_the_limits_of_other_files(tmp_path: Path) -> None:
    path = workbook(tmp_path / "raci.xlsx", MATRIX, XFD2="x")
    assert [str(one) for one in read_book(path, nodes=1_000).problems] == [
        "raci.xlsx:1:1: the sheet spans more than 1000 cells in the rows that hold a text [roles.too-large]"
    ]
    (problem,) = read_book(path, size=2_000).problems
    assert "bytes; 4000 are read" in problem.text


@pytest.mark.parametrize(
    ("kind", "value", "computed"),
    [
        (b"", b"", False), (b"", b"<v/>", False), (b"", b"<v />", False), (b"", b"<v></v>", False),
        (b"", b"<v>R</v>", True), (b' t="str"', b"<v></v>", True), (b' t="str"', b"", False),
    ],
)  # fmt: skip
def test_formulas_that_nobody_has_computed_are_told(
    tmp_path: Path, kind: bytes, value: bytes, computed: bool
) -> None:
    plain = workbook(tmp_path / "plain.xlsx", [*MATRIX, ["Ship", "=B2", "A"]], E1="=C2")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(tmp_path / "raci.xlsx", "w") as new:
        for name in old.namelist():
            # What openpyxl writes depends on whether lxml is there.
            form = rb"(<c[^<>]*?)(>\s*<f>\w+</f>)(?:<v ?/>|<v></v>)"
            new.writestr(name, re.sub(form, rb"\1" + kind + rb"\2" + value, old.read(name)))
    told = "2 formulas have no result in the file: open it in a spreadsheet, and save it"
    assert read_book(tmp_path / "raci.xlsx").left_out == ([] if computed else [told])


def test_a_map_reaches_a_workbook(tmp_path: Path) -> None:
    case = CASES["a map reaches people in CSV"]
    path = workbook(tmp_path / "a.xlsx", [line.split(",") for line in case["files"]["a.csv"].splitlines()])
    found = read_inputs([(path, path.name)], Inputs(maps=tuple(parse_pairs(case["map"]))), Settings())
    assert plain_catalog(found.catalog).data["roles"] == case["roles"]


def test_a_broken_workbook_is_one_problem(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    found = taken(tmp_path, {"raci.xlsx": "no zip"})
    assert [one.code for one in found.problems] == [Code.SYNTAX]


def test_without_openpyxl_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_roles.catalog.formats.workbook.find_spec", lambda name: None)
    found = taken(tmp_path, {"raci.xlsx": ""})
    assert "sphinx-role-cards[xlsx]" in found.problems[0].text


# Field maps


@pytest.mark.parametrize(("name", "text", "offered"), TABLES["a map is offered where one can help"])
def test_a_map_is_offered_where_one_can_help(
    name: str,
    text: str,
    offered: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    assert main(["convert", name, "-"]) == 2
    error = capsys.readouterr().err
    assert ("--map roles=KEY" in error) == offered
    assert ("(teams)" in error) == offered


@pytest.mark.parametrize(
    ("line", "message"),
    [
        *((line, "a map is ours=theirs") for line in ("roles", "=x")),
        ("rolse.name=x", "did you mean 'roles'?"),
        *((f"roles.name={path}", "is no path") for path in ("a..b", "a[b", "a.")),
    ],
)
def test_a_wrong_line_is_refused(line: str, message: str) -> None:
    with pytest.raises(MapError, match=message.replace("?", r"\?")):
        parse_map(parse_pairs([line]))


@pytest.mark.parametrize(("path", "texts"), TABLES["paths"])
def test_paths(path: str, texts: list[str]) -> None:
    text = "{a: {b: 1}, z: {b: 2}, key: 4, c: [{d: 3, e: 5}, {d: 4}]}"
    (document,) = read_yaml(text, ReadContext("x", []))
    assert [one.text for one in scalars_at(document, path)] == texts


def test_an_empty_path_is_none() -> None:
    with pytest.raises(MapError):
        parse_path("")


@pytest.mark.parametrize("text", TABLES["letters that were read for nobody are reported"])
def test_letters_that_were_read_for_nobody_are_reported(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert taken(tmp_path, {"a.md": text}).left_out == []

    def forgetful(drafts: list[Any], settings: Settings, problems: list[Any]) -> object:
        catalog, found = merge(drafts, settings, problems)
        rows = [structs.replace(row, assign=row.assign[1:]) for row in catalog.rows]
        return structs.replace(catalog, rows=tuple(rows)), found

    monkeypatch.setattr(inputs, "merge", forgetful)
    assert all("which were read for no role" in one for one in taken(tmp_path, {"a.md": text}).left_out)
    assert taken(tmp_path, {"a.md": text}).left_out
