"""Which files belong to a catalog, and how their bytes become text."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import Any

import pytest
from reading.cases import cases

from sphinx_roles.catalog.formats import SPREADSHEETS
from sphinx_roles.catalog.load import read_catalog, read_standalone
from sphinx_roles.catalog.sources import Limits, Settings, Source, find_sources
from sphinx_roles.problems import Code, Problem

SMALL = "roles: {a: }\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("roles.yaml", "b.yaml", "data/c.yaml", "data/deep/d.yaml", "data/e.csv", "_build/f.yaml",
                 ".hidden/g.yaml", "data/.h.yaml", "data/sre.role.yaml", "odd[1].yaml"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SMALL)
    return tmp_path


def shown(value: Any, folder: Path) -> tuple[dict[str, list[str]], list[str]]:
    sources, problems = find_sources(value, folder)
    return (
        {name: [source.shown for source in found] for name, found in sources.items()},
        [f"{one.location} {one.code}: {one.text}" for one in problems],
    )


@pytest.mark.parametrize(("value", "found"), [*cases("sources", "one catalog"), (Path("b.yaml"), ["b.yaml"])])
def test_one_catalog(value: Any, found: list[str], folder: Path) -> None:
    assert shown(value, folder) == ({"": found}, [])


def test_no_default_file_is_no_mistake(tmp_path: Path) -> None:
    assert shown(None, tmp_path) == ({"": []}, [])


def test_several_catalogs(folder: Path) -> None:
    value = {"today": ["b.yaml", "data/*.csv"], "2025": "data/c.yaml"}
    assert shown(value, folder) == ({"today": ["b.yaml", "data/e.csv"], "2025": ["data/c.yaml"]}, [])


@pytest.mark.parametrize(
    ("extends", "told"),
    [
        ("nowhere", "'nowhere' is neither a catalog nor a file"),
        ("bsae", "'bsae' is neither a catalog nor a file; did you mean 'base'?"),
        ("qqqqqqqq.toml", "the file 'qqqqqqqq.toml' is not there"),
        ("gone/nowhere", "the file 'gone/nowhere' is not there"),
        ("gone*", "no file matches 'gone*'"),
    ],
)
def test_a_word_that_is_extended_may_be_a_catalog_or_a_file(extends: str, told: str, folder: Path) -> None:
    value = {"own": {"path": "b.yaml", "extends": extends}, "base": "roles.yaml"}
    (found,) = shown(value, folder)[1]
    assert found.partition(": ")[2] == told


def test_options_and_whether_a_file_is_named(folder: Path) -> None:
    value = ["data/*.csv", {"path": "data/e.csv", "scheme": "DACI", "matrix": "m", "transpose": True,
                            "columns": {"Who": "role"}}]  # fmt: skip
    ((source,),) = find_sources(value, folder)[0].values()
    assert (source.named, source.scheme, source.matrix, source.transpose) == (True, "DACI", "m", True)
    assert source.columns == {"Who": "role"}
    assert source.path.is_absolute()
    ((source,),) = find_sources("data/*.csv", folder)[0].values()
    assert (source.named, source.scheme) == (False, None)


def test_paths_outside_the_root(folder: Path) -> None:
    assert shown("../c.yaml", folder / "data" / "deep")[0] == {"": ["../c.yaml"]}
    assert shown(f"{folder}/data/*.csv", folder / "_build")[0] == {"": ["../data/e.csv"]}


def test_links_between_folders_are_harmless(folder: Path) -> None:
    (folder / "data" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "data" / "self").symlink_to(folder / "data", target_is_directory=True)
    (folder / "data" / "again.yaml").symlink_to(folder / "data" / "c.yaml")
    found, problems = shown("data/**/*.yaml", folder)
    assert not problems
    assert len({os.path.realpath(folder / name) for name in found[""]}) == len(found[""])
    assert {Path(name).name for name in found[""]} == {
        "again.yaml", "d.yaml", "sre.role.yaml", "b.yaml", "roles.yaml", "odd[1].yaml",
    } or "c.yaml" in {Path(name).name for name in found[""]}  # fmt: skip


@pytest.mark.parametrize(("value", "reported"), cases("sources", "wrong values"))
def test_wrong_values(value: Any, reported: str, folder: Path) -> None:
    (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "data" / "roles.yaml").write_text(SMALL)
    assert shown(value, folder)[1] == [reported]


# What is found is read


def read_one(
    content: bytes, tmp_path: Path, name: str = "x.yaml", **limits: int
) -> tuple[Any, tuple[Problem, ...]]:
    (tmp_path / name).write_bytes(content)
    return read_catalog([Source(tmp_path / name, name)], Settings(limits=Limits(**limits)))


@pytest.mark.parametrize(
    "content",
    [
        SMALL.encode(),
        codecs.BOM_UTF8 + SMALL.encode(),
        codecs.BOM_UTF16_LE + SMALL.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SMALL.encode("utf-16-be"),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
    ],
)
def test_encodings(content: bytes, tmp_path: Path) -> None:
    catalog, problems = read_one(content, tmp_path)
    assert list(catalog.roles) == ["a"]
    assert not problems


@pytest.mark.parametrize(("content", "reported"), cases("sources", "files that are no data"))
def test_files_that_are_no_data(content: str, reported: str, tmp_path: Path) -> None:
    catalog, problems = read_one(content.encode("latin-1"), tmp_path, size=200)
    assert [f"{one.location} {one.code}: {one.text}" for one in problems] == [reported]
    assert not catalog.roles


@pytest.mark.parametrize(
    ("name", "content", "code"),
    cases("sources", "a named file without data warns and a globbed one does not"),
)
def test_a_named_file_without_data_warns_and_a_globbed_one_does_not(
    name: str, content: str, code: str, tmp_path: Path
) -> None:
    _, problems = read_one(content.encode(), tmp_path, name)
    assert [(one.code, str(one.location)) for one in problems] == [(code, f"{name}:1:1")]
    _, problems = read_catalog(find_sources("x*", tmp_path)[0][""])
    assert not problems


@pytest.mark.parametrize("suffix", [".csv.bak", *sorted(SPREADSHEETS)])
def test_how_a_spreadsheet_is_read_is_said(suffix: str, tmp_path: Path) -> None:
    _, (problem,) = read_one(b"", tmp_path, f"x{suffix}")
    assert ("is a spreadsheet; it is read as .csv" in problem.text) == (suffix in SPREADSHEETS)


def test_a_foreign_globbed_file_is_passed_over_with_its_mistakes(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  a: 1\n  a: 2\nx: {{ y }}\nz: @\n")
    (tmp_path / "ours.yaml").write_text("roles:\n  a:\n\tname: x\n")
    _, problems = read_catalog(find_sources("*.yaml", tmp_path)[0][""])
    assert [str(one.location) for one in problems] == ["ours.yaml:3:1"]


def test_markdown_is_read_when_named_or_marked(tmp_path: Path) -> None:
    table = "| Task | Dev | QA |\n|---|---|---|\n| Ship | A | R |\n"
    (tmp_path / "plain.md").write_text(table)
    (tmp_path / "marked.md").write_text(f"<!-- roles -->\n\n{table}")
    catalog, _ = read_catalog(find_sources("*.md", tmp_path)[0][""])
    assert [row.location.file for row in catalog.rows] == ["marked.md"]
    catalog, _ = read_catalog(find_sources("plain.md", tmp_path)[0][""])
    assert [row.location.file for row in catalog.rows] == ["plain.md"]


def test_a_file_that_is_gone_or_locked(tmp_path: Path) -> None:
    _, problems = read_catalog([Source(tmp_path / "x.yaml", "x.yaml"), Source(tmp_path, "y.yaml")])
    assert [(one.code, str(one.location)) for one in problems] == [
        (Code.MISSING_FILE, "x.yaml:1:1"),
        (Code.UNREADABLE_FILE, "y.yaml:1:1"),
    ]


def test_a_standalone_file(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("roles: {sre: {name: Reliability}}\n")
    (tmp_path / "t.csv").write_text("Task,Reliability,New\nShip,A,R\n")
    around, _ = read_catalog(find_sources("r.yaml", tmp_path)[0][""])
    catalog, problems = read_standalone(Source(tmp_path / "t.csv", "t.csv"), roles=around)
    assert not problems
    assert list(catalog.roles) == ["sre", "new"]
    assert catalog.rows[0].matrix == "t"
