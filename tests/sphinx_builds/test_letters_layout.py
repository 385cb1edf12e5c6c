"""What the layout by letters tells: totals and cells that could not be read, in every builder."""

from __future__ import annotations

import re

import pytest
from conftest import Maker

DATA = """\
roles: {sre: SRE, dev: {name: DevOps}}
responsibilities:
  a: {name: Alerts, assign: {sre: A/R, dev: R}}
  b: {name: Builds, assign: {sre: A, dev: see wiki}}
"""


def page(options: str) -> str:
    return f"Page\n====\n\n.. responsibility-matrix:: Caption\n{options}"


def words(text: str) -> str:
    """The text of a page without its markup and its frames."""
    return " ".join(re.sub(r"<[^>]*>|[|+=-]{2,}|[|*]", " ", text).split())


@pytest.mark.parametrize(
    ("builder", "options", "totals"),
    [
        ("text", "   :totals:\n", "Total SRE 2 SRE 1, DevOps 1"),
        ("text", "   :totals:\n   :layout: letters\n", "Total SRE 2 SRE 1, DevOps 1"),
        (
            "html",
            "   :totals:\n   :layout: letters\n",
            "Total Accountable SRE 2 Responsible SRE 1 , DevOps 1",
        ),
    ],
)
def test_totals_and_unread_cells_are_told(builder: str, options: str, totals: str, project: Maker) -> None:
    built = project({"index.rst": page(options), "roles.yaml": DATA}).build(builder)
    text = words(built.page("index.txt" if builder == "text" else "index.html"))
    assert totals in text
    assert "DevOps: see wiki" in text
    assert "not understood" in text


@pytest.mark.parametrize("builder", ["xml", "html"])
def test_a_block_in_which_all_is_understood_has_no_column_for_the_rest(builder: str, project: Maker) -> None:
    options = "   :layout: letters\n   :split: 1\n"
    built = project({"index.rst": page(options), "roles.yaml": DATA}).build(builder)
    first, second = re.findall(r"<t?head.*?</thead>", built.page(f"index.{builder}"), re.DOTALL)[-2:]
    assert "not understood" not in first
    assert "not understood" in second


def test_totals_of_a_grid_stand_apart(project: Maker) -> None:
    built = project({"index.rst": page("   :totals:\n   :layout: grid\n"), "roles.yaml": DATA}).build("xml")
    assert "Total A 2, R 1 R 1" in words(built.page("index.xml"))


@pytest.mark.parametrize("builder", ["xml", "html"])
def test_totals_of_a_section_are_its_own(builder: str, project: Maker) -> None:
    options = "   :totals:\n   :layout: grid\n   :split: sections\n"
    data = f"{DATA}  own: {{rows: {{x: {{name: Own, assign: {{dev: A}}}}}}}}\n"
    built = project({"index.rst": page(options), "roles.yaml": data}).build(builder)
    rows = words(built.page(f"index.{builder}")).split("Total ")[1:]
    assert [re.findall(r"\d", row)[:count] for row, count in zip(rows, (3, 2), strict=True)] == [
        ["2", "1", "1"],
        ["0", "1"],
    ]


@pytest.mark.parametrize("builder", ["text", "html"])
def test_a_list_tells_unread_cells(builder: str, project: Maker) -> None:
    built = project({"index.rst": page("   :layout: list\n"), "roles.yaml": DATA}).build(builder)
    assert "DevOps: see wiki" in words(built.page("index.txt" if builder == "text" else "index.html"))


def test_a_manual_has_the_caption_above_the_table(project: Maker) -> None:
    built = project({"index.rst": page(""), "roles.yaml": DATA}).build("man")
    ((_, text),) = built.files(".1").items()
    assert b".SH CAPTION" not in text.upper()
    assert b"\\fBCaption\\fP\n.na\n.ll -8n\n.TS" in re.sub(
        rb"\n\.sp\n|\n\.INDENT[^\n]*|\n\n", b"\n", text
    ).replace(b"\n\n", b"\n")


@pytest.mark.parametrize(
    ("layout", "names"), [("letters", ["Ops vacant", "Dev", "Ops vacant"]), ("list", ["Ops vacant", "Dev"])]
)
def test_a_name_in_a_cell_says_that_its_role_is_vacant(layout: str, names: list[str], project: Maker) -> None:
    data = "roles: {ops: {name: Ops, status: vacant}, dev: Dev}\nresponsibilities: {a: {assign: {ops: A/R, dev: C}}}\n"
    built = project({"index.rst": page(f"   :layout: {layout}\n"), "roles.yaml": data}).build("html")
    found = re.findall(r'<span class="ro-who">(.*?)</span>', built.page("index.html"))
    assert sorted(map(words, found)) == sorted(names)


@pytest.mark.parametrize(
    ("name", "tables"), [("Site Reliability Engineer", 1), ("Infrastrukturverantwortliche", 0)]
)
def test_a_terminal_has_80_columns(name: str, tables: int, project: Maker) -> None:
    rows = "".join(f"  r{n}: {{name: Do the thing {n}, assign: {{a: {p}}}}}\n" for n, p in enumerate("ARCI"))
    data = f"roles: {{a: {{name: {name}}}}}\nresponsibilities:\n{rows}"
    text = project({"index.rst": page(""), "roles.yaml": data}).build("text", strict=True).page("index.txt")
    assert max(map(len, text.splitlines())) <= 80
    assert sum("|===" in line for line in text.splitlines()) == tables
    assert name in text or tables


LONG = """\
roles: {a: {name: Infrastrukturverantwortliche, status: vacant}, b: Beauftragte}
responsibilities:
  w:
    name: Wartung
    rows: {r: {name: Reparatur, assign: {a: A/R (nachts), b: C}}, s: {assign: {b: R, a: I}}}
"""


def test_a_list_on_a_terminal_parts_letters_from_names_and_has_marks_and_totals(project: Maker) -> None:
    built = project({"index.rst": page("   :totals:\n"), "roles.yaml": LONG}).build("text", strict=True)
    text = built.page("index.txt")
    assert max(map(len, text.splitlines())) <= 80
    found = " ".join(text.split())
    who = "Infrastrukturverantwortliche (vacant)"
    assert f"* **Reparatur** – Accountable: {who} (nachts); Responsible: {who} (nachts); Consulted:" in found
    assert f"**Total** – Accountable: {who} 1; Responsible: {who} 1, Beauftragte 1; Consulted:" in found


@pytest.mark.parametrize("title", ["Rolling out", "Everything that has to do with what is rolled out" * 2])
def test_the_name_of_a_section_spans_a_table_where_that_makes_it_no_wider(title: str, project: Maker) -> None:
    rows = "".join(f"{{name: Do {n}, assign: {{a: {p}}}}}, " for n, p in enumerate("ARCI"))
    data = f"roles: {{a: {{name: Site Reliability Engineer}}}}\nresponsibilities:\n  - {{name: {title}, rows: [{rows}]}}\n"
    text = project({"index.rst": page(""), "roles.yaml": data}).build("text", strict=True).page("index.txt")
    assert max(map(len, text.splitlines())) <= 80
    alone = re.search(rf"^\| \*\*{title}\*\* +\|$", text, re.MULTILINE)
    assert bool(alone) is (title == "Rolling out")


def test_tables_of_texinfo_have_no_links_and_lists_have_targets(project: Maker) -> None:
    """A link of Info says where it leads to, and would run into the next column."""
    text = page("") + "\n.. role-cards::\n\nSee :org:responsibility:`r` and :org:responsibility:`s`.\n"
    for data, tables in (
        (LONG, 0),
        (DATA.replace("a:", "r:").replace("b:", "s:").replace("see wiki", "R"), 1),
    ):
        built = project({"index.rst": text, "roles.yaml": data}).build("texinfo", strict=True)
        info = built.page("projectnamenotset.texi")
        found = re.findall(r"@multitable.*?@end multitable", info, re.DOTALL)
        assert len(found) == tables
        assert [table for table in found if "@ref" in table] == []
        used = set(re.findall(r"@ref\{([^,]*),", info))
        assert used
        assert used <= set(re.findall(r"@anchor\{([^}]*)\}", info))


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("fr", "Approbateur\xa0: Ana\xa0; Réalisateur\xa0: Ana"),
        ("ja", "説明責任者： Ana；実行責任者： Ana"),
        ("ar", "الخاضع للمساءلة: Ana؛ "),
    ],
)
def test_letters_of_a_list_are_parted_as_a_language_parts_them(
    language: str, found: str, project: Maker
) -> None:
    data = "roles: {a: Ana}\nresponsibilities: {r: {assign: {a: A/R}}}\n"
    files = {"index.rst": page("   :layout: list\n"), "roles.yaml": data}
    text = project(files, language=language).build("text").page("index.txt")
    assert found in text


def test_a_field_beside_letters_has_its_name_for_a_phone(project: Maker) -> None:
    """There, a row is a list of its cells, and a value alone would say nothing."""
    data = "roles: {a: Ana}\nresponsibilities: {r: {assign: {a: A/R}, frequency: daily}}\n"
    files = {"index.rst": page("   :layout: letters\n   :columns: frequency\n"), "roles.yaml": data}
    cell = project(files).build("html", strict=True).page().partition('<td class="ro-field">')[2]
    assert cell.startswith('<span class="ro-whose">How often:</span> ')
