"""Which files belong to a catalog, and how their bytes become text."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.formats import SPREADSHEETS
from sphinx_roles.catalog.load import read_catalog, read_island
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


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, ["roles.yaml"]),
        ("b.yaml", ["b.yaml"]),
        (Path("b.yaml"), ["b.yaml"]),
        ("*.yaml", ["b.yaml", "odd[1].yaml", "roles.yaml"]),
        ("odd[1].yaml", ["odd[1].yaml"]),
        ("data/*.yaml", ["data/c.yaml", "data/sre.role.yaml"]),
        ("data/**/*.yaml", ["data/c.yaml", "data/deep/d.yaml", "data/sre.role.yaml"]),
        (
            "**/*.yaml",
            ["b.yaml", "data/c.yaml", "data/deep/d.yaml", "data/sre.role.yaml", "odd[1].yaml", "roles.yaml"],
        ),
        ("data/**", ["data/c.yaml", "data/deep/d.yaml", "data/e.csv", "data/sre.role.yaml"]),
        (".hidden/*.yaml", [".hidden/g.yaml"]),
        ("data/.*.yaml", ["data/.h.yaml"]),
        ("_build/*.yaml", ["_build/f.yaml"]),
        ("*/[ce].*", ["data/c.yaml", "data/e.csv"]),
        (["b.yaml", "*.yaml"], ["b.yaml", "odd[1].yaml", "roles.yaml"]),
        (["data/e.csv", {"path": "b.yaml"}], ["data/e.csv", "b.yaml"]),
        ({"path": ["b.yaml", "data/c.yaml"]}, ["b.yaml", "data/c.yaml"]),
        ([], []),
    ],
)
def test_one_catalog(value: Any, found: list[str], folder: Path) -> None:
    assert shown(value, folder) == ({"": found}, [])


def test_no_default_file_is_no_mistake(tmp_path: Path) -> None:
    assert shown(None, tmp_path) == ({"": []}, [])


def test_several_catalogs(folder: Path) -> None:
    value = {"today": ["b.yaml", "data/*.csv"], "2025": "data/c.yaml"}
    assert shown(value, folder) == ({"today": ["b.yaml", "data/e.csv"], "2025": ["data/c.yaml"]}, [])


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


@pytest.mark.parametrize(
    ("value", "reported"),
    [
        ("rolls.yaml", "rolls.yaml:1:1 missing-file: the file 'rolls.yaml' is not there; did you mean 'roles.yaml'?"),
        ("x/*.yaml", "conf.py:1:1 missing-file: no file matches 'x/*.yaml'"),
        ("data", "data:1:1 unreadable-file: 'data' is a folder; 'data/**/*.yaml' names the files in it"),
        ("gone.yaml", "gone.yaml:1:1 unreadable-file: 'gone.yaml' is a link that leads nowhere"),
        (7, ("conf.py:1:1 config: roles_catalog takes a path, a glob, a list of those, {path, …} or a mapping of "
         "names to those, not 7")),
        ("", ("conf.py:1:1 config: roles_catalog takes a path, a glob, a list of those, {path, …} or a mapping of "
         "names to those, not ''")),
        ({"path": "b.yaml", "schema": "X"}, ("conf.py:1:1 config: 'schema' is no option of a source in "
         "roles_catalog; did you mean 'scheme'?")),
        ({"path": "b.yaml", "transpose": "yes"}, ("conf.py:1:1 config: the option 'transpose' of a source in "
         "roles_catalog takes True or False, not 'yes'")),
        ({"path": "b.yaml", "columns": ["a"]}, ("conf.py:1:1 config: the option 'columns' of a source in "
         "roles_catalog takes a mapping of heads to what they are, not ['a']")),
        ({"path": None}, "conf.py:1:1 config: a source in roles_catalog needs a path: {'path': None} has none"),
        ({3: "b.yaml"}, "conf.py:1:1 config: roles_catalog takes names of catalogs as keys, not 3"),
        ("c.yaml", "c.yaml:1:1 missing-file: the file 'c.yaml' is not there; did you mean 'data/c.yaml'?"),
        ("data\roles.yaml", ("data\roles.yaml:1:1 missing-file: the file 'data\\roles.yaml' is not there; "
         "did you mean 'data/roles.yaml'?")),
        ("a\0b", "a\0b:1:1 missing-file: the file 'a\\x00b' is not there"),
    ],
)  # fmt: skip
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


@pytest.mark.parametrize(
    ("content", "reported"),
    [
        (b"roles:\n  caf\xe9: x\n", "x.yaml:2:6 encoding: the byte 0xE9 is no UTF-8; save the file as UTF-8"),
        (codecs.BOM_UTF16_LE + b"a", "x.yaml:1:1 encoding: the byte 0x61 is no UTF-16; save the file as UTF-8"),
        (codecs.BOM_UTF32_LE + b"a\0\0\0", "x.yaml:1:1 encoding: the file is UTF-32; UTF-8 is expected"),
        (b"a: \xed\xa0\x80\n", "x.yaml:1:4 encoding: the byte 0xED is no UTF-8; save the file as UTF-8"),
        (b"a" * 300, "x.yaml:1:1 too-large: the file has more than 200 bytes, the limit for reading"),
        (b"", ("x.yaml:1:1 no-data: the file holds nothing; a mapping with one of roles, responsibilities, "
         "matrices, schemes, skills, scales, rules, accepted, format is expected")),
        (b"# only a comment\n", ("x.yaml:1:1 no-data: the file holds nothing; a mapping with one of roles, "
         "responsibilities, matrices, schemes, skills, scales, rules, accepted, format is expected")),
        (b"role: {}\n", "x.yaml:1:1 unknown-key: 'role' is no key at the top of a file; did you mean 'roles'?"),
        (b"\x1f\x8b\x08\0\0", "x.yaml:1:2 encoding: the byte 0x8B is no UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_files_that_are_no_data(content: bytes, reported: str, tmp_path: Path) -> None:
    catalog, problems = read_one(content, tmp_path, size=200)
    assert [f"{one.location} {one.code}: {one.text}" for one in problems] == [reported]
    assert not catalog.roles


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.txt", b"roles: {}", Code.UNKNOWN_FORMAT),
        ("x", b"roles: {}", Code.UNKNOWN_FORMAT),
        ("x.csv", b"", Code.NO_DATA),
        ("x.md", b"# Title\n", Code.NO_DATA),
        ("x.json", b"{}", Code.NO_DATA),
        ("x.toml", b"", Code.NO_DATA),
        ("x.yaml", b"sigs: []\nname: x\n", Code.NO_DATA),
        ("x.yaml", b"- a\n", Code.NO_DATA),
    ],
)
def test_a_named_file_without_data_warns_and_a_globbed_one_does_not(
    name: str, content: bytes, code: Code, tmp_path: Path
) -> None:
    _, problems = read_one(content, tmp_path, name)
    assert [(one.code, str(one.location)) for one in problems] == [(code, f"{name}:1:1")]
    _, problems = read_catalog(find_sources("x*", tmp_path)[0][""])
    assert not problems


@pytest.mark.parametrize("suffix", [".csv.bak", *sorted(SPREADSHEETS)])
def test_how_a_spreadsheet_is_read_is_said(suffix: str, tmp_path: Path) -> None:
    _, (problem,) = read_one(b"", tmp_path, f"x{suffix}")
    assert ("; a spreadsheet is read as .csv" in problem.text) == (suffix in SPREADSHEETS)


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


def test_a_file_island(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("roles: {sre: {name: Reliability}}\n")
    (tmp_path / "t.csv").write_text("Task,Reliability,New\nShip,A,R\n")
    around, _ = read_catalog(find_sources("r.yaml", tmp_path)[0][""])
    catalog, problems = read_island(Source(tmp_path / "t.csv", "t.csv"), roles=around)
    assert not problems
    assert list(catalog.roles) == ["sre", "new"]
    assert catalog.rows[0].matrix == "t"
