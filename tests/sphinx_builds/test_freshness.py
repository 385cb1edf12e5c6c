"""After a change, just the pages that show it are read again, and every page is what a clean build makes."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from conftest import Maker

ROLES = """\
roles:
  sre: {name: Site Reliability Engineer, abbr: SRE, summary: "Keeps *it* up"}
  devops: {name: DevOps Engineer}
  platform: {name: Platform Engineer, status: vacant, covered_by: devops}
"""
ROWS = """\
responsibilities:
  deploys: {name: Deployments, assign: {devops: A/R, platform: R, sre: C}}
  alerts: {name: Alerts, done_when: every *service* has one, assign: {sre: A/R, devops: C}}
  costs: {name: Costs, assign: {platform: A/R}}
"""
TABLE = "Task,SRE,DevOps\nBuild,A/R,I\n"

VIEWS = {
    "cards": ".. role-cards::\n",
    "matrix": ".. responsibility-matrix::\n",
    "some": ".. responsibility-matrix:: Some\n   :rows: alerts\n   :no-index:\n",
    "table": ".. responsibility-matrix:: Table\n   :file: table.csv\n",
    "bodies": (
        ".. responsibility-matrix:: Body\n\n   Task,SRE,Other\n   Build,A/R,C\n\n"
        ".. role-card::\n\n   name: Someone\n   covered_by: sre\n"
    ),
    "links": "See :org:role:`sre` and :org:responsibility:`alerts`.\n",
    "plain": "Nothing of ours.\n",
}


def page(name: str, text: str = "") -> str:
    return f"{name.title()}\n{'=' * len(name)}\n\n{text or VIEWS[name]}\n"


@pytest.fixture
def handbook(project: Maker) -> Maker:
    """A handbook that has been built once: a page for each sort of view."""

    def make(**conf: Any) -> Any:
        pages = {f"{name}.rst": page(name) for name in VIEWS}
        index = page("index", ".. toctree::\n\n" + "".join(f"   {name}\n" for name in VIEWS))
        files = {"index.rst": index, "roles.yaml": ROLES, "rows.yaml": ROWS, "table.csv": TABLE, **pages}
        made = project(files, **{"roles_catalog": ["roles.yaml", "rows.yaml"], "html_theme": "basic", **conf})
        made.build(strict=True)
        return made

    return make


def check(made: Any, read: set[str] | None = None, builder: str = "html") -> Any:
    """Build again: just these pages are read, and every page is what a clean build makes."""
    built = made.build(builder)
    found = built.files(".html")
    if read is not None:
        assert set(built.read) == read
    kept = made.folder
    made.folder = kept / "clean"
    shutil.rmtree(made.folder, ignore_errors=True)
    clean = made.build(builder)
    made.folder = kept
    pages = clean.files(".html")
    # Sphinx leaves the files of pages that are no longer made.
    assert [name for name in pages if found.get(name) != pages[name]] == []
    assert sorted(built.warnings) == sorted(clean.warnings)
    for name in {"_static/sphinx-roles.css", "objects.inv"} & clean.files().keys():
        assert built.files()[name] == clean.files()[name], name
    return built


def test_without_a_change_nothing_is_read(handbook: Maker) -> None:
    check(handbook(), set())


# What is shown has changed


def test_one_letter(handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", ROWS.replace("{platform: A/R}", "{platform: A/R, sre: I}"))
    assert 'data-ro="I">Informed</td>' in check(made, {"matrix"}).page("matrix.html")


def test_a_letter_that_three_pages_show(handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", ROWS.replace("{sre: A/R, devops: C}", "{sre: A, devops: R}"))
    check(made, {"cards", "matrix", "some"})


def test_a_field_of_a_card(handbook: Maker) -> None:
    made = handbook()
    made.write("roles.yaml", ROLES.replace("Keeps *it* up", "Keeps *all* up"))
    check(made, {"cards"})


def test_a_field_that_no_page_shows(handbook: Maker) -> None:
    made = handbook()
    made.write("roles.yaml", ROLES.replace("Engineer, abbr: SRE", "Engineer, abbr: SRE, grade: 7"))
    check(made, set())


def test_a_renamed_role(handbook: Maker) -> None:
    made = handbook()
    made.write("roles.yaml", ROLES.replace("Site Reliability Engineer", "Reliability Engineer"))
    built = check(made, {"cards", "matrix", "some", "table", "bodies"})
    # Only written again.
    assert ">Reliability Engineer<" in built.page("links.html")


def test_a_renamed_responsibility(handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", ROWS.replace("name: Alerts", "name: Alarms"))
    built = check(made, {"cards", "matrix", "some"})
    assert ">Alarms<" in built.page("links.html")


def test_a_color_of_a_letter(handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", ROWS + "schemes: {RACI: {letters: {I: {color: '#123456'}}}}\n")
    check(made, {"table"})
    made.write("rows.yaml", ROWS)
    check(made, {"table"})


def test_what_a_letter_means(handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", ROWS + "schemes: {RACI: {letters: {R: {meaning: does it all}}}}\n")
    assert "does it all" in check(made, {"matrix", "some", "table", "bodies"}).page("matrix.html")


def test_a_new_row_and_a_new_role(handbook: Maker) -> None:
    made = handbook()
    made.write("roles.yaml", ROLES + "  qa: {name: Tester}\n")
    check(made, {"cards"})
    made.write("rows.yaml", ROWS + "  tests: {name: Tests, assign: {qa: A/R}}\n")
    check(made, {"cards", "matrix"})


def test_the_file_of_a_view(handbook: Maker) -> None:
    made = handbook()
    made.write("table.csv", TABLE.replace("A/R,I", "A/R,C"))
    check(made, {"table"})
    (made.source / "table.csv").unlink()
    assert any("table.csv" in one for one in check(made, {"table"}).warnings)
    made.write("table.csv", TABLE)
    check(made, {"table"})


def test_a_role_of_the_catalog_in_a_body(handbook: Maker) -> None:
    made = handbook()
    made.write("roles.yaml", ROLES.replace("abbr: SRE", "abbr: SRE, aliases: [Other]"))
    check(made)


# What is shown has not changed


@pytest.mark.parametrize("before", ["# A comment\n\n", "accepted: []\n"])
def test_a_shifted_file_reads_nothing(before: str, handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", before + ROWS)
    check(made, set())


def test_a_moved_file_reads_nothing(handbook: Maker) -> None:
    made = handbook()
    made.write("teams/work.yaml", ROWS)
    (made.source / "rows.yaml").unlink()
    made.configure(roles_catalog=["roles.yaml", "teams/work.yaml"])
    check(made, set())


def test_a_shifted_file_moves_the_edit_links(handbook: Maker) -> None:
    made = handbook(roles_edit_url="https://example.com/{path}#L{line}")
    made.write("rows.yaml", "# A comment\n" + ROWS)
    assert "rows.yaml#L3" in check(made, {"matrix", "some"}).page("matrix.html")


def test_another_address_of_edit_links(handbook: Maker) -> None:
    made = handbook(roles_edit_url="https://example.com/{path}")
    made.configure(roles_edit_url="https://example.org/{path}")
    assert "https://example.org/rows.yaml" in check(made).page("matrix.html")


# Pages have changed


def test_a_new_card_on_an_earlier_page_moves_the_links(handbook: Maker) -> None:
    made = handbook()
    made.write("index.rst", (made.source / "index.rst").read_text() + "\n.. role-card:: sre\n")
    built = check(made, {"index"})
    assert 'href="index.html#role-sre"' in built.page("links.html")
    made.write("index.rst", (made.source / "index.rst").read_text().replace(".. role-card:: sre", ""))
    assert 'href="cards.html#role-sre"' in check(made, {"index"}).page("links.html")


def test_another_order_of_the_toctree_moves_the_links(handbook: Maker) -> None:
    made = handbook()
    made.write("plain.rst", page("plain", ".. role-card:: sre\n"))
    check(made, {"plain"})
    index = page("index", ".. toctree::\n\n" + "".join(f"   {name}\n" for name in reversed(VIEWS)))
    made.write("index.rst", index)
    built = made.build()
    assert 'href="plain.html#role-sre"' in built.page("links.html")


def test_a_removed_page_moves_the_links(handbook: Maker) -> None:
    made = handbook()
    made.write("plain.rst", page("plain", ".. role-card:: sre\n"))
    made.write("cards.rst", page("cards", "No cards.\n"))
    assert 'href="plain.html#role-sre"' in check(made, {"plain", "cards"}).page("links.html")


def test_the_last_target_goes(handbook: Maker) -> None:
    made = handbook()
    made.write("matrix.rst", page("matrix", "No matrix.\n"))
    built = made.build()
    assert [one.partition("WARNING: ")[2][:30] for one in built.warnings] == [
        "responsibility 'alerts' is in "
    ]
    assert "responsibility-alerts" not in built.page("links.html")


def test_the_script_is_where_a_matrix_is(project: Maker) -> None:
    rows = "responsibilities: {deploys: {assign: {sre: A/R}}}\n"
    made = project({"index.rst": page("index", VIEWS["cards"]), "roles.yaml": f"roles: {{sre: SRE}}\n{rows}"})
    made.build(strict=True)
    assert "sphinx-roles.js" not in check(made, set()).page()
    made.write("index.rst", page("index", ".. responsibility-matrix::\n"))
    shown = check(made, {"index"})
    assert "_static/sphinx-roles.js" in shown.files()
    assert ' defer="defer" src="_static/sphinx-roles.js' in shown.page()
    made.configure(roles_script=False, copyright="us", version="1")
    assert "sphinx-roles.js" not in made.build(strict=True).page()
    assert "sphinx-roles.js" not in made.build("epub", strict=True).files()


def test_the_first_and_the_last_view_bring_and_take_the_stylesheet(project: Maker) -> None:
    made = project({"index.rst": page("index", "Nothing.\n"), "roles.yaml": ROLES})
    made.build(strict=True)
    made.write("index.rst", page("index", VIEWS["cards"]))
    assert "_static/sphinx-roles.css" in check(made, {"index"}).files()
    made.write("index.rst", page("index", "Nothing.\n"))
    assert "sphinx-roles" not in check(made, {"index"}).page()


# Files come and go, and settings change


def test_a_deleted_catalog(project: Maker) -> None:
    made = project({"index.rst": page("index", VIEWS["cards"]), "roles.yaml": ROLES})
    made.build(strict=True)
    (made.source / "roles.yaml").unlink()
    assert "Site Reliability" not in check(made, {"index"}).page()
    made.write("roles.yaml", ROLES)
    assert "Site Reliability" in check(made, {"index"}).page()


def test_a_broken_catalog_that_is_mended(handbook: Maker) -> None:
    made = handbook()
    made.write("rows.yaml", ROWS.replace("costs: {name: Costs, ", "costs: {name: Costs, , "))
    built = check(made)
    assert len(built.warnings) == 1
    assert "Costs" not in built.page("matrix.html") or "Deployments" in built.page("matrix.html")
    made.write("rows.yaml", ROWS)
    assert check(made).warnings == []


def test_a_file_that_a_glob_finds(handbook: Maker) -> None:
    made = handbook(roles_catalog="r*.yaml")
    made.write("rzz.yaml", "roles: {qa: {name: Tester}}\n")
    assert "Tester" in check(made, {"cards"}).page("cards.html")


def test_catalogs_by_name(project: Maker) -> None:
    view = ".. role-cards::\n   :catalog: old\n"
    files = {
        "index.rst": page("index", view),
        "now.yaml": ROLES,
        "old.yaml": "roles: {sre: {name: Operator}}\n",
    }
    made = project(files, roles_catalog={"now": "now.yaml", "old": "old.yaml"})
    made.build(strict=True)
    made.write("old.yaml", "roles: {sre: {name: Sysop}}\n")
    assert "Sysop" in check(made, {"index"}).page()
    made.configure(roles_catalog={"now": "now.yaml"})
    assert "[roles.unknown-catalog]" in check(made, {"index"}).warnings[0]
    made.configure(roles_catalog={"now": "now.yaml", "old": "old.yaml"})
    check(made, {"index"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"roles_markup": "markdown"}, {"roles_markup": "rst"}),
        ({"roles_scheme": "RACI"}, {"roles_scheme": "RASCI"}),
        ({"roles_fields": {}}, {"roles_fields": {"cost": "Cost"}}),
        ({"roles_max_columns": 8}, {"roles_max_columns": 1}),
        ({"extensions": ["sphinx_roles"]}, {"extensions": ["sphinx_design", "sphinx_roles"]}),
    ],
    ids=str,
)
def test_another_setting(before: dict[str, Any], after: dict[str, Any], handbook: Maker) -> None:
    made = handbook(**before)
    made.configure(**after)
    check(made)


def test_a_picture_that_comes_and_goes(project: Maker) -> None:
    data = "roles: {sre: {name: Site Reliability Engineer, image: sre.svg}}\n"
    made = project({"index.rst": page("index", VIEWS["cards"]), "roles.yaml": data})
    assert len(made.build().warnings) == 1
    made.write("sre.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    assert "<img" in check(made).page()
    (made.source / "sre.svg").unlink()
    assert "<img" not in check(made).page()


# Several builders and processes


def test_two_builders_on_one_folder_of_trees(handbook: Maker) -> None:
    made = handbook()
    made.build("dirhtml")
    made.write("roles.yaml", ROLES.replace("Site Reliability Engineer", "Reliability Engineer"))
    made.build("html")
    check(made, builder="dirhtml")


def test_a_sequence_of_changes(handbook: Maker) -> None:
    made = handbook()
    changes = [
        ("roles.yaml", ROLES.replace("DevOps Engineer", "Deliverer")),
        ("rows.yaml", ROWS.replace("costs", "money")),
        ("plain.rst", page("plain", ".. role-card:: sre\n")),
        ("roles.yaml", ROLES),
        ("rows.yaml", ROWS),
    ]
    for name, text in changes:
        made.write(name, text)
        made.build(parallel=4)
    check(made, set())


def test_a_mistake_is_told_at_every_build_that_reads_its_file(handbook: Maker) -> None:
    made = handbook()
    made.write("roles.yaml", ROLES.replace("status: vacant", "staus: vacant"))
    first = check(made)
    assert len(first.warnings) == 1
    assert made.build().warnings == first.warnings


STATUS, ABBR = ("name: Site", "status: vacant, name: Site"), ("abbr: SRE", "abbr: SR")


@pytest.mark.parametrize(
    ("options", "edit", "read"),
    [
        ("", STATUS, ["index"]), (":layout: letters", STATUS, []), (":layout: list", STATUS, []),
        ("", ABBR, []), (":short:", ABBR, ["index"]),
    ],
)  # fmt: skip
def test_what_a_layout_does_not_draw_is_no_fact(
    project: Maker, options: str, edit: tuple[str, str], read: list[str]
) -> None:
    index = f"Title\n=====\n\n.. responsibility-matrix::\n   {options}\n"
    files = {"index.rst": index, "roles.yaml": ROLES, "rows.yaml": ROWS}
    made = project(files, roles_catalog=["roles.yaml", "rows.yaml"])
    made.build()
    made.write("roles.yaml", ROLES.replace(*edit))
    assert made.build().read == read
