"""Fields of rows beside the letters, under them and as bands; and anchors of names that were."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, title

from sphinx_roles.catalog.sources import Settings
from sphinx_roles.catalogs import CatalogRegistry

DATA = """\
roles:
  sre: {name: SRE, aliases: [Ops & <co>]}
  dev: {name: Dev}
responsibilities:
  deployments:
    {name: Deployments, aliases: [deploys, Rollouts], frequency: daily, kind: task, done_when: users *have* 1 < 2,
     links: [{text: Run & book, url: "https://example.com/r"}], notes: [One, Two], tags: [a, b],
     cost: high & low, maintainer: Ana, reviewed: 2025-10-13, review_by: 2026-04, assign: {dev: A/R, sre: C}}
  Running:
    rows:
      alerts: {name: Alerts, status: draft, frequency: weekly, review_by: 2026-03, assign: {sre: A/R}}
      costs: {name: Costs, frequency: Daily, assign: {sre: A/R}}
"""
ALL = "kind, summary, done_when, links, frequency, tags, notes, status, aliases, maintainer, reviewed, review_by, cost"
VIEWS: list[dict[str, str]] = [
    {"columns": ALL, "totals": "", "download": ""},
    {
        "columns": "status, done_when",
        "layout": "letters",
        "fields": ALL,
        "details": "open",
        "group-by": "review_by",
    },
    {"columns": "frequency, notes", "layout": "list", "group-by": "frequency"},
    {"columns": "frequency, notes", "transpose": ""},
    {"columns": "frequency", "split": "1", "group-by": "cost"},
    {"columns": "frequency", "split": "sections", "group-by": "kind"},
]
SETTINGS: dict[str, Any] = {
    "project": "Handbook",
    "copyright": "us",
    "version": "1",
    "roles_fields": {"cost": "Cost"},
}


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777507200")  # 2026-04-30


def sources(suffix: str) -> dict[str, str]:
    """A page with the views, and links to the rows."""
    views = [("responsibility-matrix", f"View {n}", one) for n, one in enumerate(VIEWS)]
    shown = "".join(directive(*view, suffix) for view in (*views, ("role-cards", "", {})))
    links = {"rst": ":org:responsibility:`deploys`", "md": "{org:responsibility}`deploys`"}[suffix]
    # In Markdown, an anchor of a former name leads to what has it now.
    links += " [x](#responsibility-deploys) [](#role-ops-co)" if suffix == "md" else ""
    return {f"index.{suffix}": title("Rows", suffix) + links + "\n\n" + shown, "roles.yaml": DATA}


@IN_EACH_BUILDER
def test_they_build_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def table(page: str, number: int) -> list[list[str]]:
    """The cells of a table, as words."""
    found = page.partition(f">View {number}")[2].partition("</table>")[0]
    rows = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall("<tr.*?</tr>", found, re.DOTALL)
    ]
    return [
        [" ".join(re.sub('<span class="ro-whose">.*?</span>|<[^>]*>|¶', " ", cell).split()) for cell in row]
        for row in rows
    ]


def test_columns_are_beside_the_letters(built: Build) -> None:
    head, first, band, alerts, *_ = table(built("html").page(), 0)
    assert head[3:] == [
        "Kind", "Purpose", "Done when", "Links", "How often", "Tags", "Notes", "Status", "Also called", "Maintained by",
        "Reviewed", "Review due", "Cost",
    ]  # fmt: skip
    assert first[3:] == [
        "task", "not said", "users have 1 &lt; 2", "Run &amp; book", "daily", "a b", "One Two", "not said",
        "deploys Rollouts", "Ana", "2025-10-13", "2026-04-30", "high &amp; low",
    ]  # fmt: skip
    assert (band, alerts[0], alerts[10], alerts[14]) == (["Running"], "Alerts", "draft", "2026-03-31 overdue")


def test_bands_are_the_values_of_a_field(built: Build) -> None:
    page = built("html").page()
    bands = [row[0] for row in table(page, 1) if len(row) == 1]
    assert bands == ["2026-03-31", "2026-04-30", "not said"]
    alerts = next(row[0] for row in table(page, 1) if "Alerts" in row[0])
    assert alerts.startswith("Alerts overdue")
    assert "Reviewed: 2025-10-13, by Ana" in next(
        row[0] for row in table(page, 1) if row[0].startswith("Deploy")
    )
    # Case is the author's: two spellings are two values.
    assert re.findall('<p class="ro-band-name">([^<]*)', page) == ["daily", "weekly", "Daily"]


def test_columns_are_rows_where_the_matrix_is_turned(built: Build) -> None:
    turned = table(built("html").page(), 3)
    assert turned[-2:] == [
        ["How often", "daily", "weekly", "Daily"], ["Notes", "One Two", "not said", "not said"],
    ]  # fmt: skip


def test_columns_stand_once_at_the_end_of_blocks(built: Build) -> None:
    page = built("html").page()
    assert [table(page, 4)[0], table(page.partition(">View 4")[2], 4)[0]] == [
        ["Responsibility", "SRE"], ["Responsibility", "Dev", "How often"],
    ]  # fmt: skip


def test_the_file_reads_back(built: Build, tmp_path: Any) -> None:
    output = built("html")
    href = re.search(r'href="([^"]*\.csv)" download', output.page())
    assert href is not None
    (tmp_path / "roles.csv").write_text(output.page(href[1]), "utf-8")
    registry, problems = CatalogRegistry.load("roles.csv", tmp_path, Settings(fields={"cost": "Cost"}))
    assert problems == []
    row = registry.main.rows[0]
    assert [*registry.main.roles] == ["sre", "dev"]
    assert (row.frequency, row.maintainer, str(row.reviewed), str(row.review_by), row.tags, row.aliases) == (
        "daily", "Ana", "2025-10-13", "2026-04-30", ("a", "b"), ("deploys", "Rollouts"),
    )  # fmt: skip


def test_names_that_were_have_anchors(built: Build) -> None:
    output = built("html", "md")
    page = output.page()
    ids = re.findall(r'<[^>]* id="((?:responsibility|role)-[^"]*)"', page)
    assert [one for one in ids if not one[-1].isdigit()] == [
        "responsibility-deployments", "responsibility-deploys", "responsibility-rollouts",
        "responsibility-alerts", "responsibility-costs",
        "role-sre", "role-ops-co", "role-dev",
    ]  # fmt: skip
    # A link by a name that was, or by its anchor, leads to what it is now.
    intro = page.partition('<div class="ro ')[0]
    assert intro.count('<a class="reference internal" href="#responsibility-deployments">') == 2
    assert re.search(r'href="#role-sre"><span class="xref [^>]*>(?:<span[^>]*>)?SRE', page)
    names = [line.split(" ")[0] for line in _inventory(output)]
    assert len(names) == len(set(names))
    assert not {"deploys", "ops-co"} & set(names)


def test_an_alias_that_a_row_has_as_its_name_takes_no_anchor_from_it(project: Maker) -> None:
    data = DATA.replace("Rollouts", "Alerts")
    page = title("Page", "rst") + directive("responsibility-matrix", "", {}, "rst")
    built = project({"roles.yaml": data, "index.rst": page}).build()
    assert ["the alias 'Alerts' of 'Deployments'" in one for one in built.warnings] == [True]
    assert re.findall(r'<(\w+) id="responsibility-alerts"', built.page()) == ["tr"]


def _inventory(output: Any) -> list[str]:
    import zlib

    data = output.files()["objects.inv"]
    return [
        line
        for line in zlib.decompress(data.split(b"zlib.\n", 1)[1]).decode().splitlines()
        if " org:" in line
    ]


def test_a_former_name_has_its_place_in_print(built: Build) -> None:
    tex = next(text for name, text in built("latex").files(".tex").items() if b"Deployments" in text).decode()
    assert "responsibility-deploys" in tex


MISTAKES = [
    ({"columns": "frequncy, links"}, "no field 'frequncy'; expected some of "),
    ({"fields": "sumary"}, "no field 'sumary'; expected some of "),
    ({"group-by": "linx"}, "no field 'linx'; expected some of "),
    ({"columns": ""}, "the option 'columns' is empty; expected names"),
    ({"columns": "section"}, "no field 'section'; expected some of "),
    # A field that only roles have, and one of rows that conf.py does not name.
    ({"columns": "squad"}, "no field 'squad'; expected some of "),
    ({"columns": "regoin"}, "no field 'regoin'; expected some of "),
]


def test_a_mistake_is_one_warning_and_the_rest_is_drawn(project: Maker) -> None:
    data = DATA.replace("name: Dev}", "name: Dev, squad: web}").replace(
        "cost: high", "region: eu, cost: high"
    )
    pages = {
        f"page{n}.rst": ":orphan:\n\n"
        + title(f"{n}", "rst")
        + directive("responsibility-matrix", "", one, "rst")
        for n, (one, _) in enumerate(MISTAKES)
    }
    made = project(
        {**pages, "index.rst": title("All", "rst"), "roles.yaml": data}, show_warning_types=True, **SETTINGS
    )
    found = made.build()
    assert "did you mean 'region'?" in found.warnings[-1]
    for number, (_, message) in enumerate(MISTAKES):
        reported = [line for line in found.warnings if line.startswith(f"page{number}.rst")]
        assert len(reported) == 1, reported
        assert f"responsibility-matrix: {message}" in reported[0]
        assert "<table" in found.page(f"page{number}.html")


def test_a_page_is_read_again_for_an_alias(project: Maker) -> None:
    page = title("Rows", "rst") + directive("responsibility-matrix", "", {}, "rst")
    made = project({"index.rst": page, "roles.yaml": DATA}, **SETTINGS)
    made.build(strict=True)
    made.write("roles.yaml", DATA.replace("[deploys, ", "[rollouts, "))
    again = made.build(strict=True)
    assert again.read == ["index"]
    assert 'id="responsibility-rollouts"' in again.page()


def test_a_profile_has_the_anchors_of_other_names(project: Maker) -> None:
    page = title("Profile", "rst") + directive("role-profile", "sre", {}, "rst")
    made = project({"index.rst": page, "roles.yaml": DATA}, **SETTINGS)
    assert 'id="role-ops-co"' in made.build(strict=True).page()
    made.write("roles.yaml", DATA.replace("[Ops & <co>]", "[Operator]"))
    again = made.build(strict=True)
    assert again.read == ["index"]
    assert 'id="role-operator"' in again.page()


def test_columns_of_texts_leave_a_grid_that_fits(project: Maker) -> None:
    data = "responsibilities: {x: {name: X, done_when: y, frequency: daily, assign: {sre: A/R, ops: C}}}\n"
    page = "Rows\n====\n\n.. responsibility-matrix::\n   :layout: grid\n"
    made = project({"roles.yaml": data})
    steps = []
    for columns in ("", "   :columns: done_when\n", "   :columns: done_when, frequency\n"):
        made.write("index.rst", page + columns)
        found = re.search(r"ro-free ro-w(\d+)", made.build("html").page())
        assert found is not None
        steps.append(int(found[1]))
    # Each takes room for itself, and no more: heads are turned before anything scrolls.
    assert 0 < steps[1] - steps[0] <= 6
    assert 0 < steps[2] - steps[1] <= 6
