"""The limits of reading, one by one: each input is bounded, and one clear sentence says what went beyond."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from robustness.checking import calls, in_time
from tables import tables

from sphinx_roles.analysis.audit.settings import check_rules
from sphinx_roles.catalog import formats
from sphinx_roles.catalog.formats import decode
from sphinx_roles.catalog.load import read_body, read_catalog, read_role, read_standalone
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.sources import Limits, Settings, Source, find_sources, limits_of
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, Location, Problem

TABLES = tables(__file__)

PLACE = Location("conf.py")


def read(path: Path, **limits: int) -> tuple[Catalog, tuple[Problem, ...]]:
    return read_catalog([Source(path, path.name)], Settings(limits=Limits(**limits)))


def reported(problems: tuple[Problem, ...]) -> list[str]:
    return [str(problem) for problem in problems]


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return path

    return put


# Aliases, nesting, numbers


def test_a_bomb_of_aliases(put: Callable[..., Path]) -> None:
    lines = ["roles:", "  a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [
        f"  {two}: &{two} [{', '.join([f'*{one}'] * 9)}]"
        for one, two in zip("abcdefghij", "bcdefghijk", strict=True)
    ]
    with in_time(0):
        _, problems = read(put("roles.yaml", "\n".join(lines)))
    (problem,) = (one for one in problems if one.code == Code.TOO_LARGE)
    assert problem.text == "with its aliases expanded, the file holds more than 1000000 values"


def test_a_bomb_of_merged_mappings(put: Callable[..., Path]) -> None:
    lines = ["x0: &x0 {a0: 1, b0: 2}"]
    lines += [f"x{n}: &x{n} {{<<: [*x{n - 1}], a{n}: *x{n - 1}, b{n}: *x{n - 1}}}" for n in range(1, 60)]
    with in_time(0):
        _, problems = read(put("roles.yaml", "\n".join(lines)))
    assert Code.TOO_LARGE in {problem.code for problem in problems}


DEEP = {
    "roles.yaml": "roles: {x: " + "[" * 100_000,
    "block.yaml": "roles:\n" + "".join(f"{' ' * 4 * n}- x:\n" for n in range(150)),
    "roles.json": '{"roles": {"x": ' + "[" * 100_000,
    "keys.json": '{"a":' * 100_000,
    "roles.toml": "roles = " + "[" * 100_000,
    "tables.toml": "[" + ".".join("a" * 5_000) + "]\nx = 1\n",
    "keys.toml": ".".join("a" * 5_000) + " = 1\n",
    "inline.toml": "roles = " + "{a = " * 20_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting(put: Callable[..., Path], name: str) -> None:
    with in_time(len(DEEP[name])):
        _, problems = read(put(name, DEEP[name]))
    (problem,) = (one for one in problems if one.code == Code.TOO_LARGE)
    assert problem.text == "the nesting goes deeper than 100 levels"


def test_nesting_up_to_the_highest_limit_is_read(put: Callable[..., Path]) -> None:
    depth = 200
    assert limits_of({"depth": depth}, PLACE) == (Limits(depth=depth), [])
    inner = depth - 3
    catalogs = {
        "own.json": '{"roles": {"x": {"cost": ' + "[" * inner + '"y"' + "]" * inner + "}}}",
        "rules.json": '{"rules": {"no-backup": ' + '{"a": ' * inner + "1" + "}" * inner + "}}",
        "rows.json": '{"responsibilities": '
        + '{"x": {"rows": ' * (inner // 2)
        + "{}"
        + "}}" * (inner // 2)
        + "}",
        "own.yaml": "roles: {x: {cost: " + "[" * inner + "y" + "]" * inner + "}}",
        "own.toml": "roles.x.cost = " + "[" * inner + "'y'" + "]" * inner,
    }
    for name, text in catalogs.items():
        _, problems = read(put(name, text), depth=depth)
        assert Code.TOO_LARGE not in {problem.code for problem in problems}, (name, problems)


@pytest.mark.parametrize(
    "number",
    ["1e400", "-1e400", ".inf", "-.inf", ".nan", "NaN", "Infinity", "1" * 100_000, "1e" + "9" * 50_000],
)
@pytest.mark.parametrize(
    "field", ["rules: {many-consulted: {most: %s}}", "schemes: {RACI: {letters: {A: {max: %s}}}}"]
)
def test_huge_numbers(put: Callable[..., Path], number: str, field: str) -> None:
    with in_time(len(number)):
        catalog, problems = read(put("roles.yaml", field % number))
        (problem,) = (*problems, *check_rules(catalog.rules))
    assert problem.code == Code.WRONG_VALUE
    assert len(problem.text) < 300


@pytest.mark.parametrize("suffix", ["json", "toml"])
@pytest.mark.parametrize("number", ["1e400", "9" * 4_000])
def test_huge_numbers_in_other_formats(put: Callable[..., Path], suffix: str, number: str) -> None:
    text = {
        "json": '{"roles": {"x": {"grade": %s, "open": %s}}}',
        "toml": "roles.x.grade = %s\nroles.x.open = %s",
    }[suffix]
    with in_time(2 * len(number)):
        catalog, problems = read(put(f"roles.{suffix}", text % (number, number)))
    assert problems == ()
    assert catalog.roles["x"].grade == number


def test_a_number_that_toml_cannot_hold(put: Callable[..., Path]) -> None:
    _, problems = read(put("roles.toml", "roles.x.name = 'x'\nroles.x.grade = " + "9" * 100_000))
    assert reported(problems) == [
        "roles.toml:2:17: this is no TOML: a number has too many digits [roles.syntax]"
    ]


def test_days_that_no_calendar_has(put: Callable[..., Path]) -> None:
    days = ["0000-00-00", "9999-99-99", "99999-01-01", "2027-02-30", "1" * 1_000]
    rows = "".join(f"  r{n}: {{review_by: '{day}'}}\n" for n, day in enumerate(days))
    _, problems = read(put("roles.yaml", "responsibilities:\n" + rows))
    assert [problem.code for problem in problems] == [Code.WRONG_VALUE] * len(days)


# Size


@pytest.mark.parametrize("name", TABLES["a file of 50 mb"])
def test_a_file_of_50_mb(put: Callable[..., Path], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(name, b"")
    os.truncate(path, 50_000_000)
    sizes: list[int] = []

    def seen(data: bytes, context: ReadContext) -> str | None:
        sizes.append(len(data))
        return decode(data, context)

    monkeypatch.setattr(formats, "decode", seen)
    _, problems = read(path)
    # What is beyond the limit is not read.
    assert sizes == [16_000_001]
    assert reported(problems) == [
        f"{name}:1:1: the file has more than 16000000 bytes, the limit for reading [roles.too-large]"
    ]


def test_an_endless_file_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    _, problems = read_catalog([Source(Path("/dev/zero"), "zero.yaml")])
    assert reported(problems) == ["zero.yaml:1:1: 'zero.yaml' is no ordinary file [roles.unreadable-file]"]


@pytest.mark.parametrize("name", ["roles.yaml", "roles.json", "roles.toml"])
def test_many_values(put: Callable[..., Path], name: str) -> None:
    listed = ", ".join(['"x"'] * 2_000)
    text = {"yaml": f"roles: [{listed}]", "json": f'{{"roles": [{listed}]}}', "toml": f"roles = [{listed}]"}
    _, problems = read(put(name, text[name.partition(".")[2]]), nodes=1_000)
    (problem,) = (one for one in problems if one.code == Code.TOO_LARGE)
    assert "more than 1000 values" in problem.text


@pytest.mark.parametrize("name", ["roles.csv", "roles.md"])
def test_a_wide_table(put: Callable[..., Path], name: str) -> None:
    """How long 20,000 columns take is measured by ``tests.bench.commands``."""

    def work(cells: int) -> int:
        text = f"task,{','.join(f'r{n}' for n in range(cells))}\nx,{'R,' * cells}\n"
        if name.endswith(".md"):
            text = f"|task|{'|'.join(f'r{n}' for n in range(cells))}|\n|-|{'-|' * cells}\n|x|{'R|' * cells}\n"
        path = put(name, text)
        assert len(read(path)[0].roles) == cells
        return calls(lambda: read(path))

    work(10)  # loads what is loaded once
    assert work(2_000) < 2.05 * work(1_000)


def test_many_small_tables(put: Callable[..., Path]) -> None:
    """Which words the schemes have is found out once, and not for each table."""

    def work(tables: int) -> int:
        path = put("roles.md", "".join(f"|a{n}|\n|-|\n\n" for n in range(tables)))
        return calls(lambda: read(path))

    work(1)  # loads what is loaded once
    assert work(200) - work(100) < 100 * 5_000


def test_a_body_that_is_too_long() -> None:
    for found in (
        read_body("x" * 2_000, Location("index.md"), Settings(limits=Limits(size=1_000))),
        read_role("x" * 2_000, Location("index.md"), Settings(limits=Limits(size=1_000))),
    ):
        (problem,) = found[1]
        assert problem.code == Code.TOO_LARGE
        assert problem.text == "the body is longer than 1000 characters"


# Characters


@pytest.mark.parametrize("suffix", ["yaml", "json", "toml", "csv", "md"])
def test_nuls(put: Callable[..., Path], suffix: str) -> None:
    texts = {
        "yaml": "roles: {sre: {name: a\0b}}\n", "json": '{"roles": {"sre": {"name": "a\0b"}}}',
        "toml": 'roles.sre.name = "a\0b"\n', "csv": "task,a\0b,devops\nx,R,A\n", "md": "|task|a\0b|devops|\n|-|-|-|\n|x|R|A|\n",
    }  # fmt: skip
    catalog, problems = read(put(f"roles.{suffix}", texts[suffix]))
    (problem,) = problems
    assert problem.text == "the control character U+0000 cannot be in a text"
    assert texts[suffix].split("\n")[problem.location.line - 1][problem.location.column - 1] == "\0"
    assert "a\ufffdb" in [role.name for role in catalog.roles.values()]


@pytest.mark.parametrize(
    "text", ['{"roles": {"sre": {"name": "a\\ud800b"}}}', '{"roles": {"sre": {"name": "a\\u0000b"}}}']
)
def test_escapes_of_what_no_text_can_hold(put: Callable[..., Path], text: str) -> None:
    for name in ("roles.json", "roles.yaml"):
        catalog, problems = read(put(name, text))
        assert {problem.code for problem in problems} == {Code.SYNTAX}
        assert all(role.name.encode() for role in catalog.roles.values())


def test_half_a_character_in_the_bytes(put: Callable[..., Path]) -> None:
    _, problems = read(put("roles.yaml", "roles: {sre: {name: \ud800}}\n"))
    assert reported(problems) == [
        "roles.yaml:1:21: the byte 0xED is no UTF-8; save the file as UTF-8 [roles.encoding]"
    ]


# Files that are no files


def test_a_pipe_in_the_place_of_a_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "roles.yaml")
    sources, problems = find_sources("roles.yaml", tmp_path)
    assert (sources, [problem.text for problem in problems]) == (
        {"": ()},
        ["'roles.yaml' is no ordinary file"],
    )
    # One that takes the place of a file after it was found is not waited for, either.
    for found in (
        read(tmp_path / "roles.yaml"),
        read_standalone(Source(tmp_path / "roles.yaml", "roles.yaml")),
    ):
        assert reported(found[1]) == [
            "roles.yaml:1:1: 'roles.yaml' is no ordinary file [roles.unreadable-file]"
        ]


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").mkdir()
    _, problems = find_sources("roles.yaml", tmp_path)
    assert [problem.text for problem in problems] == [
        "'roles.yaml' is a folder; 'roles.yaml/**/*.yaml' names the files in it"
    ]
    _, problems = read(tmp_path / "roles.yaml")
    assert reported(problems) == [
        "roles.yaml:1:1: 'roles.yaml' cannot be read: is a directory [roles.unreadable-file]"
    ]


def test_a_file_that_must_not_be_read(put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = put("roles.yaml", "roles: {}\n")

    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    # Whoever runs the tests as root may read everything.
    monkeypatch.setattr("os.open", refuse)
    _, problems = read(path)
    assert reported(problems) == [
        "roles.yaml:1:1: 'roles.yaml' cannot be read: permission denied [roles.unreadable-file]"
    ]


def test_a_file_that_vanishes(put: Callable[..., Path], tmp_path: Path) -> None:
    path = put("roles.yaml", "roles: {}\n")
    (sources,) = find_sources("roles.yaml", tmp_path)[0].values()
    path.unlink()
    _, problems = read_catalog(sources)
    assert reported(problems) == ["roles.yaml:1:1: the file 'roles.yaml' is not there [roles.missing-file]"]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    name = "x" * 5_000 + ".yaml"
    assert [one.code for one in find_sources(name, tmp_path)[1]] == [Code.MISSING_FILE]
    _, problems = read_standalone(Source(tmp_path / name, name))
    assert [one.code for one in problems] == [Code.UNREADABLE_FILE]


# Globs


def walked(folder: Path, pattern: str, **limits: int) -> tuple[list[str], list[str]]:
    sources, problems = find_sources(pattern, folder, Limits(**limits))
    return [source.shown for source in sources[""]], [problem.text for problem in problems]


def test_loops_of_links(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "roles.yaml").write_text("roles: {}\n")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "ring1").symlink_to(tmp_path / "ring2")
    (tmp_path / "ring2").symlink_to(tmp_path / "ring1")
    with in_time(0):
        assert walked(tmp_path, "**/*.yaml") == (["a/roles.yaml"], [])
    assert walked(tmp_path, "ring1") == ([], ["'ring1' is a link that leads nowhere"])


def test_dots_in_globs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "roles.yaml").write_text("roles: {}\n")
    assert walked(tmp_path / "docs", "../data/*.yaml") == (["../data/roles.yaml"], [])
    assert walked(tmp_path / "docs", "../**/*.yaml") == (["../data/roles.yaml"], [])
    for pattern in (
        "**/../**/*.yaml",
        "*/../*/../*.yaml",
        "../" * 50 + "*/nothing/*.yaml",
        "*/" * 3_000 + "*.yaml",
    ):
        with in_time(0):
            found, (message,) = walked(tmp_path / "docs", pattern)
        assert found == []
        assert message == f"no file matches {pattern!r}"


def test_a_glob_that_looks_at_too_much(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.yaml").write_text("roles: {}\n")
    assert len(walked(tmp_path, "*.yaml", walk=30)[0]) == 30
    found, problems = walked(tmp_path, "*.yaml", walk=29)
    assert len(found) == 29
    assert problems == [
        "'*.yaml' looks at more than 29 files and folders; name a folder that is nearer to the data"
    ]


def test_a_glob_through_deep_folders(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(120):
        folder = folder / "x"
    folder.mkdir(parents=True)
    (tmp_path / "roles.yaml").write_text("roles: {}\n")
    assert walked(tmp_path, "**/*.yaml", depth=200) == (["roles.yaml"], [])
    assert walked(tmp_path, "**/*.yaml") == (
        ["roles.yaml"],
        ["'**/*.yaml' leads through more than 100 nested folders"],
    )


# What conf.py says of them


@pytest.mark.parametrize(("value", "message"), TABLES["wrong limits are told and have their default"])
def test_wrong_limits_are_told_and_have_their_default(value: Any, message: str) -> None:
    limits, problems = limits_of(value, PLACE)
    assert limits == Limits()
    assert [problem.text for problem in problems] == [message]
    assert problems[0].code == Code.CONFIG


def test_limits_are_taken() -> None:
    given = {"size": 5, "depth": 7, "nodes": 9, "walk": 11}
    assert limits_of(given, PLACE) == (Limits(**given), [])
    assert limits_of({"size": 5, "dept": 7}, PLACE)[0] == Limits(size=5)
