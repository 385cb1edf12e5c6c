"""The matrix as a CSV file beside the pages."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

import pytest
from conftest import Maker

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
        ("html", "guide/who.html", "../_downloads/roles/guide/who/who.csv"),
        ("dirhtml", "guide/who/index.html", "../../_downloads/roles/guide/who/who.csv"),
        ("singlehtml", "index.html", "_downloads/roles/guide/who/who.csv"),
    ],
)
def test_the_link_leads_to_the_file(project: Maker, builder: str, page: str, href: str) -> None:
    files = {
        "index.rst": "Title\n=====\n\n.. toctree::\n\n   guide/who\n",
        "guide/who.rst": "Who\n===\n\n.. responsibility-matrix::\n   :download:\n",
        "roles.yaml": ROLES,
    }
    built = project(files).build(builder, strict=True)
    assert f'<a href="{href}" download>' in built.page(page)
    # No cell is a formula to a spreadsheet.
    assert list(csv.reader(io.StringIO(built.page("_downloads/roles/guide/who/who.csv")))) == [
        ["Section", "Responsibility", "'=Site, reliability", "DevOps"],
        ["Run", "Deploys", "C (staging)", "A/R"],
        ["Run", "'-alerts", "R", ""],
    ]


@pytest.mark.parametrize("builder", ["epub", "text"])
def test_a_book_has_no_files_beside_it(project: Maker, builder: str) -> None:
    page = "Title\n=====\n\n.. responsibility-matrix::\n   :download:\n"
    handbook = project({"index.rst": page, "roles.yaml": ROLES}, copyright="us", version="1")
    built = handbook.build(builder, strict=True)
    assert not [name for name in built.files() if name.endswith(".csv")]


@pytest.mark.parametrize(
    ("views", "files"),
    [
        ([""], ["index/index.csv"]),
        (["", ""], ["index/index-2.csv", "index/index.csv"]),
        ([" Who does what", ""], ["index/index.csv", "index/who-does-what.csv"]),
        ([" Wer macht was? Übersicht"], ["index/wer-macht-was-übersicht.csv"]),
        ([" Who\n   :name: raci"], ["index/raci.csv"]),
        ([" " + "long " * 50], [f"index/{('long-' * 16)}.csv"]),
    ],
)
def test_the_name_of_the_file_says_what_it_is(project: Maker, views: list[str], files: list[str]) -> None:
    page = "Title\n=====\n\n" + "\n\n".join(
        f".. responsibility-matrix::{one}\n   :download:" for one in views
    )
    built = project({"index.rst": f"{page}\n", "roles.yaml": ROLES}).build(strict=True)
    folder = "_downloads/roles/"
    assert sorted(name.removeprefix(folder) for name in built.files(".csv")) == files
    hrefs = re.findall('href="([^"]+)" download', built.page("index.html"))
    assert sorted(unquote(href).removeprefix(folder) for href in hrefs) == files


@pytest.mark.parametrize("name", ["Bäcker", "開発", "Baker"])
def test_a_spreadsheet_is_told_of_letters_beyond_ascii(project: Maker, name: str) -> None:
    page = "Title\n=====\n\n.. responsibility-matrix::\n   :download:\n"
    roles = f"roles: {{b: {{name: {name}}}}}\nresponsibilities: {{p: {{assign: {{b: A/R}}}}}}\n"
    built = project({"index.rst": page, "roles.yaml": roles}).build(strict=True)
    (text,) = built.files(".csv").values()
    assert text.startswith(b"\xef\xbb\xbf" if not name.isascii() else b"Resp")
