"""`quickstart DIR`: a handbook that is built without a warning, from the demo or from a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sphinx.cmd.build import build_main

from sphinx_roles.cli import handbook, main

RACI = "Responsibility,Lead,Editor\nPlan,A,R\nPublish,I,A/R\n"
DEMO = {
    "md": ["conf.py", "how-we-grow.md", "index.md", "roles.yaml", "where-roles-meet.md", "who-does-what.md"],
    "rst": [
        "conf.py",
        "how-we-grow.rst",
        "index.rst",
        "roles.yaml",
        "where-roles-meet.rst",
        "who-does-what.rst",
    ],
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def page(name: str) -> str:
    return Path("book", "_build", "html", f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_the_demo_builds_without_a_warning(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "book", *(["--rst"] if markup == "rst" else [])]) == 0
    message = capfd.readouterr()
    assert message.err == ""
    assert "book/_build/html/index.html" in message.out
    assert "edit book/roles.yaml" in message.out
    assert names(Path("book")) == DEMO[markup]
    for shown in ("DevOps Engineer", "Site Reliability Engineer", "Platform Engineer", "The bridge-builders"):
        assert shown in page("index")
    matrix = page("who-does-what")
    for shown in ("Continuous monitoring &amp; alerting", "Deployment automation", "Capacity planning"):
        assert shown in matrix
    # Links lead somewhere: on the first page to rows, on the second to cards.
    assert re.search(r'href="who-does-what\.html#[^"]+"', page("index"))
    assert re.search(r'href="index\.html#[^"]+"', matrix)


@pytest.mark.parametrize("builder", ["epub", "latex", "man", "text"])
def test_other_builders_have_nothing_to_warn_of(builder: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "book", "--no-build"]) == 0
    quiet = ["-q", "-W", "--keep-going", "-d", "book/_build/doctrees"]
    assert build_main([*quiet, "-b", builder, "book", f"book/_build/{builder}"]) == 0
    assert capfd.readouterr().err == ""


def test_what_is_told_to_do_next_works(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "my book", "--no-build"]) == 0
    message = capfd.readouterr().out
    assert not Path("my book", "_build").exists()
    command = message.splitlines()[-1].strip()
    assert re.search(r"(sphinx-build|-m sphinx) 'my book' 'my book/_build/html'$", command)


def test_a_table_of_ones_own(capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text(RACI)
    assert main(["quickstart", "book", "--from", "raci.csv"]) == 0
    assert capfd.readouterr().err == ""
    assert names(Path("book")) == ["conf.py", "index.md", "raci.csv", "who-does-what.md"]
    assert Path("book", "raci.csv").read_text() == RACI
    assert 'roles_catalog = "raci.csv"' in Path("book", "conf.py").read_text()
    assert "Publish" in page("who-does-what")
    assert "Editor" in page("index")
    everything = "".join(path.read_text(encoding="utf-8") for path in Path("book").glob("*.*"))
    assert "bridge-builders" not in everything


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_markdown_table_is_no_page(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("index.md").write_text(
        "| Task | Lead | Editor |\n|---|---|---|\n| Plan | A | R |\n| Print | I | A/R |\n"
    )
    arguments = ["quickstart", "book", "--from", "index.md", *(["--rst"] if markup == "rst" else [])]
    assert main(arguments) == 0
    assert capfd.readouterr().err == ""
    assert "Print" in page("who-does-what")
    assert not Path("book", "_build", "html", "table-index.html").exists()


def test_several_matrices_stand_one_below_the_other(capfd: pytest.CaptureFixture[str]) -> None:
    Path("roles.yaml").write_text(
        "roles: {lead: Lead, editor: Editor}\n"
        "matrices: {writing: {name: Writing}, choosing: {name: Choosing, scheme: DACI}}\n"
        "responsibilities:\n"
        "  plan: {matrix: writing, assign: {lead: A, editor: R}}\n"
        "  topic: {matrix: choosing, assign: {lead: A, editor: D}}\n"
    )
    assert main(["quickstart", "book", "--from", "roles.yaml"]) == 0
    assert capfd.readouterr().err == ""
    assert Path("book", "who-does-what.md").read_text().count("{responsibility-matrix}") == 2
    assert "Choosing" in page("who-does-what")


def test_a_table_that_lies_there_already(capfd: pytest.CaptureFixture[str]) -> None:
    Path("book").mkdir()
    Path("book", "raci.csv").write_text(RACI)
    assert main(["quickstart", "book", "--from", "book/raci.csv", "--no-build"]) == 0
    assert names(Path("book")) == ["conf.py", "index.md", "raci.csv", "who-does-what.md"]


def test_a_doubtful_table_is_shown_and_told(capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text(RACI + "Print,Q,A/R\n")
    assert main(["quickstart", "book", "--from", "raci.csv"]) == 1
    message = capfd.readouterr()
    assert re.search(r"^raci\.csv:4:\d+: WARNING: ", message.err, re.MULTILINE)
    assert message.err.count("WARNING") == 1
    assert "with the warnings above" in message.out
    assert "Print" in page("who-does-what")


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("raci.csv", None, "raci.csv is not there"),
        ("raci.xlsx", b"PK\x03\x04", "save it as CSV"),
        ("raci.csv", b"", "could be read from raci.csv"),
        ("roles.yaml", b"roles: {lead: Lead}\n", "no responsibility could be read"),
        ("roles.yaml", b"rolls: {lead: Lead}\n", "roles.yaml:1:1: "),
        ("notes.docx", b"hello", "notes.docx"),
    ],
)
def test_what_is_no_table_cannot_run(
    name: str, content: bytes | None, reported: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    assert main(["quickstart", "book", "--from", name]) == 2
    assert reported in capfd.readouterr().err
    assert not Path("book").exists()


def test_nothing_is_overwritten_unasked(capfd: pytest.CaptureFixture[str]) -> None:
    Path("book").mkdir()
    Path("book", "conf.py").write_text("mine")
    Path("book", "roles.yaml").write_text("mine too")
    assert main(["quickstart", "book"]) == 2
    message = capfd.readouterr().err
    assert "book/conf.py, book/roles.yaml are already there" in message
    assert "--force" in message
    assert names(Path("book")) == ["conf.py", "roles.yaml"]
    assert Path("book", "conf.py").read_text() == "mine"
    assert main(["quickstart", "book", "--force", "--no-build"]) == 0
    assert "sphinx_roles" in Path("book", "conf.py").read_text()


def test_two_sources_of_one_page_are_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "book", "--rst", "--no-build"]) == 0
    assert main(["quickstart", "book", "--force", "--no-build"]) == 2
    assert "index.rst" in capfd.readouterr().err
    assert names(Path("book")) == DEMO["rst"]


def test_a_file_where_the_folder_should_be(capfd: pytest.CaptureFixture[str]) -> None:
    Path("book").write_text("mine")
    assert main(["quickstart", "book"]) == 2
    assert "book is a file" in capfd.readouterr().err
    assert main(["quickstart", "book/inner"]) == 2
    assert "book/inner" in capfd.readouterr().err


def test_a_folder_or_a_project_not_both(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart"]) == 2
    assert main(["quickstart", "book", "--into", "docs"]) == 2
    assert capfd.readouterr().err.count("name either") == 2


def test_the_theme_is_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(handbook, "find_spec", lambda name: None)
    assert main(["quickstart", "book"]) == 0
    assert 'html_theme = "alabaster"' in Path("book", "conf.py").read_text()
    message = capfd.readouterr()
    assert message.err == ""
    assert "theme: alabaster" in message.out
    monkeypatch.setattr(handbook, "find_spec", lambda name: object())
    assert main(["quickstart", "other", "--no-build"]) == 0
    assert 'html_theme = "furo"' in Path("other", "conf.py").read_text()


def test_a_virtual_environment_in_the_folder_is_no_part_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    stray = Path("book", ".venv", "lib", "README.md")
    stray.parent.mkdir(parents=True)
    stray.write_text("# Not a page\n")
    assert main(["quickstart", "book"]) == 0
    assert capfd.readouterr().err == ""
