"""`quickstart DIR`: a handbook that is built without a warning, from the demo or from a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import structs
from sphinx.cmd.build import build_main

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.cli import main, quickstart
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Problem

RACI = "Responsibility,Lead,Editor\nPlan,A,R\nPublish,I,A/R\n"
PAGES = ("how-we-grow", "index", "where-roles-meet", "who-does-what", "who-we-are")
DEMO = {
    suffix: sorted(["CODEOWNERS", "conf.py", "roles.yaml", *(f"{page}.{suffix}" for page in PAGES)])
    for suffix in ("md", "rst")
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def quick(capfd: pytest.CaptureFixture[str], *words: str, markup: str = "md") -> str:
    """Make a handbook, of which nothing is reported; return what is said of it."""
    assert main(["quickstart", "book", *words, *(["--rst"] if markup == "rst" else [])]) == 0
    message = capfd.readouterr()
    assert message.err == ""
    return message.out


def page(name: str) -> str:
    return Path("book", "_build", "html", f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_the_demo_builds_without_a_warning(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    message = quick(capfd, markup=markup)
    assert "book/_build/html/index.html" in message
    assert "edit book/roles.yaml" in message
    assert names(Path("book")) == DEMO[markup]
    for shown in ("DevOps Engineer", "Site Reliability Engineer", "Platform Engineer", "The bridge-builders"):
        assert shown in page("index")
    matrix = page("who-does-what")
    for shown in ("Continuous monitoring &amp; alerting", "Deployment automation", "Capacity planning"):
        assert shown in matrix
    # Links lead somewhere: on the first page to rows, on the second to the pages of roles.
    assert re.search(r'href="who-does-what\.html#[^"]+"', page("index"))
    assert 'href="roles/sre.html' in matrix
    assert "Takes over a service before it has an objective" in page("roles/sre")
    assert "Ines" in page("who-we-are")
    # One line of the owners file is not what the roles say, and a manager can read so.
    audit = re.sub("<[^>]+>", "", page("where-roles-meet"))
    assert f"decides on runbooks/deployments.{markup}, which CODEOWNERS gives to @sre" in audit
    assert "Site Reliability Engineer" in page("runbooks/alerts")
    decided = page("who-does-what")
    assert decided.index("There is one way to production") < decided.index(
        "Teams answer their own alerts first"
    )
    assert ("decisions/0001-teams-answer-their-own-alerts.html" in decided) == (markup == "md")


@pytest.mark.parametrize("builder", ["epub", "latex", "man", "text"])
def test_other_builders_have_nothing_to_warn_of(builder: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "book", "--no-build"]) == 0
    quiet = ["-q", "-W", "--keep-going", "-d", "book/_build/doctrees"]
    assert build_main([*quiet, "-b", builder, "book", f"book/_build/{builder}"]) == 0
    assert capfd.readouterr().err == ""


def test_what_to_do_next_works(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "my book", "--no-build"]) == 0
    message = capfd.readouterr().out
    assert not Path("my book", "_build").exists()
    command = message.splitlines()[-1].strip()
    assert re.search(r"(sphinx-build|-m sphinx) 'my book' 'my book/_build/html'$", command)


def test_a_table_of_ones_own(capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text(RACI)
    quick(capfd, "--from", "raci.csv")
    assert names(Path("book")) == ["conf.py", "index.md", "raci.csv", "where-roles-meet.md"]
    assert Path("book", "raci.csv").read_text() == RACI
    assert 'roles_catalog = "raci.csv"' in Path("book", "conf.py").read_text()
    # The first page shows the table.
    assert "ro-matrix" in page("index")
    assert "Publish" in page("index")
    everything = "".join(path.read_text(encoding="utf-8") for path in Path("book").glob("*.*"))
    assert "bridge-builders" not in everything


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_markdown_table_is_no_page(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("index.md").write_text(
        "| Task | Lead | Editor |\n|---|---|---|\n| Plan | A | R |\n| Print | I | A/R |\n"
    )
    quick(capfd, "--from", "index.md", markup=markup)
    assert "Print" in page("index")
    assert not Path("book", "_build", "html", "table-index.html").exists()


def test_several_matrices_stand_one_below_the_other(capfd: pytest.CaptureFixture[str]) -> None:
    Path("roles.yaml").write_text(
        "roles: {lead: Lead, editor: Editor}\n"
        "matrices: {writing: {name: Writing}, choosing: {name: Choosing, scheme: DACI}}\n"
        "responsibilities:\n"
        "  plan: {matrix: writing, assign: {lead: A, editor: R}}\n"
        "  topic: {matrix: choosing, assign: {lead: A, editor: D}}\n"
    )
    quick(capfd, "--from", "roles.yaml")
    assert Path("book", "index.md").read_text().count("{responsibility-matrix}") == 2
    assert "Choosing" in page("index")


def test_a_table_that_lies_there_already(capfd: pytest.CaptureFixture[str]) -> None:
    Path("book").mkdir()
    Path("book", "raci.csv").write_text(RACI)
    assert main(["quickstart", "book", "--from", "book/raci.csv", "--no-build"]) == 0
    assert names(Path("book")) == ["conf.py", "index.md", "raci.csv", "where-roles-meet.md"]


def test_a_doubtful_table_is_shown_and_reported(capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text(RACI + "Print,Q,A/R\n")
    # It is built, and a chain of commands goes on; whoever wants it to stop says so.
    assert main(["quickstart", "book", "--from", "raci.csv"]) == 0
    message = capfd.readouterr()
    assert re.search(r"^raci\.csv:4:\d+: WARNING: ", message.err, re.MULTILINE)
    assert message.err.count("WARNING") == 1
    assert "Built with 1 warning, above." in message.out
    assert "Print" in page("index")
    assert main(["quickstart", "other", "--from", "raci.csv", "--fail-on-warning"]) == 1


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("raci.csv", None, "raci.csv is not there"),
        (".", None, ". is a folder; a file is expected"),
        ("raci.xlsx", b"PK\x03\x04", "no workbook that can be read"),
        ("raci.ods", b"PK\x03\x04", "save it as CSV"),
        ("raci.csv", b"", "could be read from raci.csv"),
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


@pytest.mark.parametrize(("there", "folder"), [((), "."), ((".venv",), "."), (("raci.csv",), "handbook")])
def test_a_folder_that_is_not_named(
    there: tuple[str, ...], folder: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in there:
        Path(name).touch()
    assert main(["quickstart", "--no-build"]) == 0
    assert Path(folder, "roles.yaml").is_file()


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_variant_of_the_demo(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    quick(capfd, "--own", markup=markup)
    assert Path("book", "three-roles.yaml").read_text() == quickstart.demo_data()
    different = re.sub("<[^>]+>", "", page("what-is-ours"))
    for sentence in (
        "Capacity planning: DevOps Engineer no longer informed",
        "Cost reports added",
        "tools added: Crossplane",
        "tools removed: Backstage",
    ):
        assert sentence in different
    assert "what-is-ours.html" in page("index")


def test_a_table_of_one_role_has_one_page(capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text("Task,Lead\nPlan,A/R\nShip,R\n")
    message = quick(capfd, "--from", "raci.csv")
    assert names(Path("book")) == ["conf.py", "index.md", "raci.csv"]
    # What a table cannot say is said where its author looks next.
    assert "sphinx-roles convert book/raci.csv book/roles.yaml" in message


def test_a_workbook_is_a_start(capfd: pytest.CaptureFixture[str]) -> None:
    workbook = pytest.importorskip("openpyxl").Workbook()
    for line in RACI.splitlines():
        workbook.active.append(line.split(","))
    workbook.save("raci.xlsx")
    assert main(["quickstart", "book", "--from", "raci.xlsx"]) == 0
    assert "Publish" in page("index")


def test_the_theme_is_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quickstart, "find_spec", lambda name: None)
    assert "theme: alabaster" in quick(capfd)
    assert 'html_theme = "alabaster"' in Path("book", "conf.py").read_text()
    monkeypatch.setattr(quickstart, "find_spec", lambda name: object())
    assert main(["quickstart", "other", "--no-build"]) == 0
    assert 'html_theme = "furo"' in Path("other", "conf.py").read_text()


def test_a_virtual_environment_in_the_folder_is_no_part_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    stray = Path("book", ".venv", "lib", "README.md")
    stray.parent.mkdir(parents=True)
    stray.write_text("# Not a page\n")
    quick(capfd)


def test_roles_alone_are_a_page_of_cards(capfd: pytest.CaptureFixture[str]) -> None:
    Path("roles.yaml").write_text("roles: {lead: {name: Lead, holders: [Ann]}, editor: Editor}\n")
    quick(capfd, "--from", "roles.yaml")
    assert names(Path("book")) == ["conf.py", "index.md", "roles.yaml"]
    assert "Ann" in page("index")


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_table_has_the_pages_of_the_demo(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text("Responsibility,Lead,Editor,Cook\nPlan,A,R,\nPublish,I,A/R,C\nEat,,R,\n")
    quick(capfd, "--from", "raci.csv", markup=markup)
    meet = page("where-roles-meet")
    # The one who takes part in most of it comes first.
    assert (
        f"{'{' if markup == 'md' else ''}role-comparison"
        in Path("book", f"where-roles-meet.{markup}").read_text()
    )
    assert "ro-comparison" in meet
    assert "Eat: nobody" in re.sub("<[^>]+>", "", meet) or "no-accountable" in meet
    assert "where-roles-meet.html" in page("index")


ACROSS = ".. list-table:: Raci\n   :header-rows: 1\n\n   * - x\n     - Plan\n     - Ship\n   * - Zed\n     - A\n     - R\n   * - Yip\n     - R\n     - A\n"


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_source_in_restructured_text_is_no_page(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("table.rst").write_text(ACROSS)
    quick(capfd, "--from", "table.rst", "--transpose", markup=markup)
    conf = Path("book", "conf.py").read_text()
    assert 'roles_catalog = {"path": "table.rst", "transpose": True}' in conf
    assert 'exclude_patterns = ["_build", ".*", "table.rst"]' in conf
    assert "Yip" in page("index")


@pytest.mark.parametrize(
    ("name", "text", "words", "catalog", "shown"),
    [
        ("a.csv", "Task,Lead,Cook\nPlan,D,A\n", ["--scheme", "DACI"], '{"path": "a.csv", "scheme": "DACI"}', "Driver"),
        ("a.csv", "Task,Lead,Cook\nPlan,D,A\n", ["--scheme", "daci"], '{"path": "a.csv", "scheme": "DACI"}', "Driver"),
        ("a.csv", "Chore,Lead\nPlan,A\n", ["--map", "name=Chore"], '"roles.yaml"', "Plan"),
        ("a.csv", "Team,Who\nCore,Ann\nCore,Bo\n",
         ["--map", "roles=.", "--map", "roles.name=Team", "--map", "roles.holders=Who"], '"roles.yaml"', "Bo"),
        ("a.yaml", "teams: {core: {lead: Ann}}", ["--map", "roles=teams.*", "--map", "roles.id=@"], '"roles.yaml"', "core"),
        ("needs.json", '{"current_version":"1","versions":{"1":{"needs":{"l":{"id":"l","type":"role","title":"Lead"}}}}}',
         [], '"roles.yaml"', "Lead"),
    ],
)  # fmt: skip
def test_what_the_table_does_not_say_can_be_said(
    name: str, text: str, words: list[str], catalog: str, shown: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(text)
    main(["quickstart", "book", "--from", name, *words])
    assert "WARNING" not in capfd.readouterr().err
    assert f"roles_catalog = {catalog}\n" in Path("book", "conf.py").read_text()
    assert shown in page("index")


@pytest.mark.parametrize(
    ("text", "words", "reported"),
    [
        ("| Task | Lead |\n|---|---|\n| Plan | A |\n", ["--scheme", "DACY"], "no scheme is called 'DACY'; did you mean 'DACI'?"),
        ("| Task | Lead |\n|---|---|\n| Plan | A |\n", ["--map", "name"], "a map is ours=theirs"),
    ],
)  # fmt: skip
def test_what_would_not_be_shown_is_refused(
    text: str, words: list[str], reported: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("a.md").write_text(text)
    assert main(["quickstart", "book", "--from", "a.md", *words]) == 2
    assert reported in capfd.readouterr().err
    assert not Path("book").exists()


def test_a_wide_matrix_has_all_of_the_window(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = ",".join(f"Role {number}" for number in range(12))
    Path("wide.csv").write_text(f"Task,{heads}\nPlan,A/R{',I' * 11}\n")
    monkeypatch.setattr(quickstart, "theme", lambda: "alabaster")
    quick(capfd, "--from", "wide.csv")
    assert "body_max_width" in Path("book", "conf.py").read_text()
    assert "wide.css" in page("index")
    # Of many that take part alike, the first ones are compared.
    assert "{role-comparison} role-0 role-1 role-2\n" in Path("book", "where-roles-meet.md").read_text()


@pytest.mark.parametrize(
    "legend",
    [
        "Legend:,R = Responsible,A = Accountable",
        "Legend,,\nR,Responsible - does the work,\nA,Accountable - answers for it,",
        "RACI key,,\n,R: does the work,\n,A: answers for it,",
    ],
)
def test_a_legend_below_the_table_is_no_loss(legend: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text(f"Task,Dev,Ops\nDeploy,R,A\nTest,A,R\n,,\n{legend}\n")
    quick(capfd, "--from", "raci.csv", "--no-build")


def test_what_would_be_lost_is_refused(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def forgetful(sources: list[Source], settings: Settings) -> tuple[Catalog, tuple[Problem, ...]]:
        catalog, problems = read_catalog(sources, settings)
        rows = [structs.replace(row, assign=row.assign[1:]) for row in catalog.rows]
        return structs.replace(catalog, rows=tuple(rows)), problems

    Path("raci.csv").write_text(RACI)
    monkeypatch.setattr(quickstart, "read_catalog", forgetful)
    assert main(["quickstart", "book", "--from", "raci.csv"]) == 2
    assert "raci.csv:2: of the table, 'A', 'I' would not be shown; --transpose" in capfd.readouterr().err
    assert not Path("book").exists()
