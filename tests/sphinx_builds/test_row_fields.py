"""Fields of rows beside the letters, under them and as bands; and anchors of names that were."""

from __future__ import annotations

import re
from typing import Any

from conftest import Build, Maker
from handbooks import files_of, settings_of

from sphinx_roles.catalog.sources import Settings
from sphinx_roles.catalogs import CatalogRegistry

HANDBOOK = "row_fields"
DATA = files_of(HANDBOOK)["roles.yaml"]
SETTINGS = settings_of(HANDBOOK)


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
        "deploys Rollouts", "Ana", "13 Oct 2025", "30 Apr 2026", "high &amp; low",
    ]  # fmt: skip
    assert (band, alerts[0], alerts[10], alerts[14]) == (
        ["Running"],
        "Alerts",
        "draft",
        "31 Mar 2026 overdue",
    )


def test_bands_are_the_values_of_a_field(built: Build) -> None:
    page = built("html").page()
    bands = [row[0] for row in table(page, 1) if len(row) == 1]
    assert bands == ["31 Mar 2026", "30 Apr 2026", "not said"]
    alerts = next(row[0] for row in table(page, 1) if "Alerts" in row[0])
    assert alerts.startswith("Alerts overdue")
    assert "Reviewed: 13 Oct 2025, by Ana" in next(
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
    names = [line.split(" ")[0] for line in _inventory(output)]
    assert len(names) == len(set(names))
    assert not {"deploys", "ops-co"} & set(names)


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
