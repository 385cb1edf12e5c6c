"""The matrix as a CSV file beside the pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

ROLES = """
roles: {sre: {name: "=Site, reliability"}, devops: {name: DevOps}}
responsibilities:
  Run:
    rows:
      deploys: {name: Deploys, assign: {devops: A/R, sre: C (staging)}}
      alerts: {name: "-alerts", assign: {sre: R}}
"""


@pytest.mark.parametrize(
    ("builder", "page", "href"),
    [
        ("html", "guide/who.html", "../_downloads/roles/guide/who-0-1.csv"),
        ("dirhtml", "guide/who/index.html", "../../_downloads/roles/guide/who-0-1.csv"),
        ("singlehtml", "index.html", "_downloads/roles/guide/who-0-1.csv"),
    ],
)
def test_the_link_leads_to_the_file(project: Callable[..., Any], builder: str, page: str, href: str) -> None:
    files = {
        "index.rst": "Title\n=====\n\n.. toctree::\n\n   guide/who\n",
        "guide/who.rst": "Who\n===\n\n.. responsibility-matrix::\n   :download:\n",
        "roles.yaml": ROLES,
    }
    built = project(files).build(builder, strict=True)
    assert f'<a href="{href}" download>' in built.page(page)
    # No cell is a formula to a spreadsheet.
    assert list(csv.reader(io.StringIO(built.page("_downloads/roles/guide/who-0-1.csv")))) == [
        ["Section", "Responsibility", "'=Site, reliability", "DevOps"],
        ["Run", "Deploys", "C (staging)", "A/R"],
        ["Run", "'-alerts", "R", ""],
    ]


@pytest.mark.parametrize("builder", ["epub", "text"])
def test_a_book_has_no_files_beside_it(project: Callable[..., Any], builder: str) -> None:
    page = "Title\n=====\n\n.. responsibility-matrix::\n   :download:\n"
    handbook = project({"index.rst": page, "roles.yaml": ROLES}, copyright="us", version="1")
    built = handbook.build(builder, strict=True)
    assert not [name for name in built.files() if name.endswith(".csv")]
