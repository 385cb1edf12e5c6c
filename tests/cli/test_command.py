"""The command line as such: help, version, exit codes, and what help does not import."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_roles.cli import COMMANDS, main
from sphinx_roles.cli.io import echo, garbage_collection_off
from sphinx_roles.version import __version__

HEAVY = (
    "sphinx",
    "docutils",
    "msgspec",
    "yaml",
    "myst_parser",
    "importlib.metadata",
    "dataclasses",
    "inspect",
)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in COMMANDS)
    assert "0 clean, 1 findings, 2 could not run" in said


def test_without_a_command_it_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("usage: sphinx-roles")


def test_version_names_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"sphinx-role-cards {__version__}\n"


@pytest.mark.parametrize("words", [["check"], ["export"], ["schema"]])
def test_without_an_output_it_runs(words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("roles: {a: {}}\n")
    monkeypatch.chdir(tmp_path)
    # As Python has it where the program that starts it has closed them.
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(words) == 0


@pytest.mark.parametrize("arguments", [["--help"], ["quickstart", "--help"], ["--version"], []])
def test_help_imports_little(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from sphinx_roles.cli import main\n"
        "try:\n"
        f"    main({arguments})\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx_roles", "quickstart", "x", "--into", "y"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith("sphinx-roles: name either")
    assert not run.stdout


def test_say_outlives_a_narrow_terminal() -> None:
    raw = io.BytesIO()
    narrow = io.TextIOWrapper(raw, encoding="ascii")
    echo("Dépôt", to=narrow)
    narrow.flush()
    assert raw.getvalue() == b"D\\xe9p\\xf4t\n"


def test_help_without_a_command_imports_none() -> None:
    script = (
        "import sys\nfrom sphinx_roles.cli import COMMANDS, main\nmain([])\n"
        "print([name for name in (*COMMANDS, 'shutil') if f'sphinx_roles.cli.{name}' in sys.modules or name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_each_command_has_a_line_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    said = " ".join(capsys.readouterr().out.split())
    assert all(f"{name} {help}" in said for name, (help, *_) in COMMANDS.items())
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: sphinx-roles {name} ")


READING = {
    "check": ["check", "{}"],
    "convert": ["convert", "{}", "-", "--to", "yaml"],
    "map": ["convert", "good.yaml", "-", "--to", "yaml", "--map", "@{}"],
    "diff": ["diff", "good.yaml", "{}"],
    "who": ["who", "x", "--in", "good.yaml", "--owners", "{}"],
    "export": ["export", "{}"],
    "survey": ["survey", "{}", "--for", "Ana", "-o", "out"],
    "agreement": ["agreement", "{}", "--of", "good.yaml"],
    "quickstart": ["quickstart", "book", "--from", "{}", "--no-build"],
}


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.yaml").write_text("roles: {sre: {}}\nresponsibilities: {a: {assign: {sre: A/R}}}\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    (tmp_path / "suffix.xyz").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.yaml").symlink_to("nowhere.yaml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", READING.values(), ids=READING)
@pytest.mark.parametrize(
    "name",
    [
        "missing.yaml",
        "empty.yaml",
        "binary.yaml",
        "suffix.xyz",
        "folder",
        "link.yaml",
        "pipe.yaml",
        "a\x1b[2Jb",
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_raised(
    bad: Path, words: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([word.format(name) for word in words])
    out, err = capsys.readouterr()
    # An empty map and a line without owners are right; what had no catalog once is compared with what has one.
    right = {("map", "empty.yaml"), ("who", "suffix.xyz"), ("diff", "folder")}
    if ("map" if "--map" in words else words[0], name) not in right:
        assert code in (1, 2)
        assert name.replace("\x1b", "\N{REPLACEMENT CHARACTER}") in out + err or name == "folder"
    assert "\x1b" not in out + err
    if name == "link.yaml" and words[0] != "diff":
        assert err == "sphinx-roles: link.yaml is a link that leads nowhere\n"


def test_a_folder_with_a_pipe_is_read(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "."]) == 0


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_fits_in_a_terminal(
    command: list[str], columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) < columns


def test_garbage_is_looked_for_before_and_after_but_not_while_all_is_kept() -> None:
    try:
        with garbage_collection_off():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count()
        with garbage_collection_off():
            # What an earlier command has left can be garbage.
            assert not gc.get_freeze_count()
    finally:
        gc.unfreeze()
