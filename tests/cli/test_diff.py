"""``sphinx-roles diff``: files, folders and git revisions, as text, Markdown and JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

OLD = """\
roles:
  devops: {name: DevOps Engineer, holders: [Ana]}
  platform: {name: Platform Engineer}
responsibilities:
  deploys: {name: Deploys, summary: By hand, assign: {devops: A}}
"""
NEW = OLD.replace("assign: {devops: A}", "assign: {platform: A}").replace("By hand", "By a robot")
MOVED = "Deploys: accountable moved from DevOps Engineer to Platform Engineer"
TEXT = f"""\
Responsibilities
  > {MOVED}
  ~ Deploys: purpose changed
      - By hand
      + By a robot

2 changes from {{old}} to {{new}}.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the two files, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(OLD, "utf-8")
    (tmp_path / "new.yaml").write_text(NEW, "utf-8")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose `main` has the old data, and `topic` the new; `main` has gone on since."""
    docs = tmp_path / "docs"
    docs.mkdir()
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init")
    (docs / "conf.py").write_text('roles_catalog = "roles.yaml"\nroles_fields = {"cost": "Cost centre"}\n')
    for branch, text in (("main", OLD), ("topic", NEW)):
        if branch != "main":
            git(tmp_path, "checkout", "-b", branch)
        (docs / "roles.yaml").write_text(text, "utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", branch)
    git(tmp_path, "checkout", "main")
    (docs / "roles.yaml").write_text(OLD.replace("[Ana]", "[Ana, Bo]"), "utf-8")
    git(tmp_path, "commit", "-am", "more")
    git(tmp_path, "checkout", "topic")
    return tmp_path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(run: Run) -> Run:
    return partial(run, "diff")


def test_two_files(here: Path, run: Run) -> None:
    assert run("old.yaml", "new.yaml") == (0, TEXT.format(old="old.yaml", new="new.yaml"), "")
    assert run("old.yaml", "old.yaml") == (0, "No changes from old.yaml to old.yaml.\n", "")


def test_two_folders(here: Path, run: Run) -> None:
    for name, text in (("a", OLD), ("b", NEW)):
        (here / name).mkdir()
        (here / name / "roles.yaml").write_text(text, "utf-8")
    assert run("a", "b")[1] == TEXT.format(old="a", new="b")


def test_the_exit_code_tells_of_changes_when_asked(here: Path, run: Run) -> None:
    assert run("old.yaml", "new.yaml", "--exit-code")[0] == 1
    assert run("old.yaml", "old.yaml", "--exit-code")[0] == 0


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        (("main...topic",), "main", "topic"),
        (("main~1..topic", "docs"), "main~1", "topic"),
        (("main~1..",), "main~1", "HEAD"),
        (("main~1", "topic"), "main~1", "topic"),
        (("main~1", "topic", "docs/roles.yaml"), "main~1", "topic"),
        (("main~1",), "main~1", "the working tree"),
        (("main~1", "docs/roles.yaml"), "main~1", "the working tree"),
    ],
)
def test_revisions(words: tuple[str, ...], old: str, new: str, repository: Path, run: Run) -> None:
    assert run(*words) == (0, TEXT.format(old=old, new=new), "")


def test_two_dots_compare_the_ends(repository: Path, run: Run) -> None:
    assert "- Bo left DevOps Engineer" in run("main..topic")[1]


def test_without_a_word_the_working_tree_is_compared_with_its_last_commit(repository: Path, run: Run) -> None:
    assert run()[1] == "No changes from HEAD to the working tree.\n"
    data = repository / "docs" / "roles.yaml"
    data.write_text(NEW.replace("[Ana]", "[]"), "utf-8")
    reported = "People\n  - Ana left DevOps Engineer\n\n1 change from HEAD to the working tree.\n"
    assert run()[1] == run("docs")[1] == run("docs/roles.yaml")[1] == reported


def test_a_file_that_was_not_there_is_all_new(repository: Path, run: Run) -> None:
    (repository / "more.yaml").write_text("roles: {ops: Operator}\n", "utf-8")
    code, reported, errors = run("main", "more.yaml")
    assert (code, reported.splitlines()[:2]) == (0, ["Roles", "  + Operator added"])
    assert errors == "sphinx-roles: there is no catalog at main: all of the other side counts as changed\n"


def test_json(here: Path, run: Run) -> None:
    reported = json.loads(run("old.yaml", "new.yaml", "--format", "json", "--only", "letters")[1])
    assert reported == {
        "format": 1, "old": {"name": "old.yaml", "path": "old.yaml"}, "new": {"name": "new.yaml", "path": "new.yaml"},
        "incomplete": False, "count": 1,
        "changes": [{
            "kind": "letters-moved", "topic": "letters", "sign": "moved", "group": {"of": "rows"}, "text": MOVED,
            "things": {
                "row": [{"row": "deploys", "name": "Deploys"}],
                "letters": [{"letter": "A", "name": "Accountable"}],
                "old": [{"role": "devops", "name": "DevOps Engineer"}],
                "new": [{"role": "platform", "name": "Platform Engineer"}],
            },
        }],
    }  # fmt: skip


def test_markdown(here: Path, run: Run) -> None:
    assert run("old.yaml", "new.yaml", "--format", "markdown")[1] == (
        "### 2 changes of responsibilities, from `old.yaml` to `new.yaml`\n\n"
        f"**Responsibilities**\n- {MOVED}\n- Deploys: purpose changed\n"
        "  - *Before:* By hand\n  - *Now:* By a robot\n"
    )


def test_markdown_is_text_whatever_the_data_says(here: Path, run: Run) -> None:
    (here / "old.yaml").write_text("roles: {}\n", "utf-8")
    name = "1. @all #12 <img src=x> *b* [l](javascript:x) `c` &lt; ~~s~~"
    (here / "new.yaml").write_text(f"roles: {{x: {{name: '{name}'}}}}\n", "utf-8")
    line = run("old.yaml", "new.yaml", "--format", "markdown")[1].splitlines()[-1]
    assert line == (
        "- &#49;. @<!-- -->all #<!-- -->12 \\<img src=x\\> \\*b\\* \\[l\\](javascript:x) \\`c\\` &amp;lt; "
        "\\~\\~s\\~\\~ added"
    )


def test_markdown_fits_into_a_comment(here: Path, run: Run) -> None:
    roles = "".join(f"  r{n}: {{name: 'Role number {n} {'x' * 100}'}}\n" for n in range(1000))
    (here / "new.yaml").write_text(f"roles:\n{roles}", "utf-8")
    reported = run("old.yaml", "new.yaml", "--format", "markdown")[1]
    assert len(reported) < 65_536
    shown = sum(line.startswith("- ") for line in reported.splitlines())
    assert reported.splitlines()[-1] == f"… and {1004 - shown} more."


def test_a_file_that_cannot_be_read_ends_with_2(here: Path, run: Run) -> None:
    (here / "new.yaml").write_text(NEW + "roles: [\n", "utf-8")
    code, reported, errors = run("old.yaml", "new.yaml")
    assert code == 2
    assert MOVED in reported
    assert "at new.yaml: new.yaml:" in errors
    assert "may seem to be gone" in errors


@pytest.mark.parametrize("words", [("docs/roles.yaml",), ("HEAD", "docs/roles.yaml")])
def test_a_file_that_is_gone_was_there(repository: Path, run: Run, words: tuple[str, ...]) -> None:
    (repository / "docs" / "roles.yaml").unlink()
    code, reported, errors = run(*words)
    assert code == 0
    assert errors == (
        "sphinx-roles: there is no catalog at the working tree: all of the other side counts as changed\n"
    )
    assert "  - Platform Engineer removed\n" in reported


def test_several_catalogs(repository: Path, run: Run) -> None:
    conf = repository / "docs" / "conf.py"
    conf.write_text('roles_catalog = {"today": "roles.yaml", "plan": "plan.yaml"}\n', "utf-8")
    (repository / "docs" / "plan.yaml").write_text("roles: {ops: Operator}\n", "utf-8")
    assert "+ Operator added" in run("HEAD", "--catalog", "plan")[1]
    assert (
        run("HEAD", "--catalog", "plann")[2]
        == "sphinx-roles: no catalog is called 'plann'; did you mean 'plan'?\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nosuch",), "'nosuch' is no file or folder here, and no revision of this repository\n"),
        (("new.yml",), "'new.yml' is no file or folder here, and no revision of"),
        (("new.yml",), "; did you mean 'new.yaml'?"),
        (("new.yaml", "old.yml"), "old.yml is not there"),
        (("new.yaml", "HEAD~1"), "HEAD~1 is not there (a revision comes first: HEAD~1 new.yaml)"),
        (("new.yaml", "new.yaml", "new.yaml"), "expected one more, found 2"),
        (("HEAD..HEAD", "a", "b"), "expected at most one path"),
        (("a", "b", "c", "d"), "expected at most two sides and a path, found 4 words"),
        (("main...nosuch",), "main and nosuch have no commit in common"),
        (("HEAD..HEAD", "missing.yaml"), "there is no catalog at HEAD, nor at HEAD in missing.yaml"),
        (("HEAD..HEAD", "new.yml"), "nor at HEAD in new.yml; did you mean 'new.yaml'?"),
        (("--only", "lettres"), "no topic is called 'lettres'; did you mean 'letters'?"),
        (("--only", "zzz"), "no topic is called 'zzz'; there is letters, rows"),
    ],
)
def test_what_cannot_be_compared(words: tuple[str, ...], message: str, repository: Path, run: Run) -> None:
    (repository / "new.yaml").write_text(NEW, "utf-8")
    code, reported, errors = run(*words)
    assert (code, reported) == (2, "")
    assert message in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        ((), "{here} is in no git repository; name what to compare: OLD NEW"),
        (("a.yaml",), "{here} is in no git repository; name what to compare: OLD NEW"),
        (("nope",), "'nope' is no file or folder here, and {here} is in no git repository"),
    ],
)
def test_outside_a_repository(here: Path, run: Run, words: tuple[str, ...], reported: str) -> None:
    (here / "a.yaml").write_text(NEW, "utf-8")
    assert run(*words)[2] == f"sphinx-roles: {reported.format(here=here)}\n"


def test_fields_go_by_their_labels(repository: Path, run: Run) -> None:
    data = NEW.replace("holders: [Ana]", "holders: [Ana], cost: '42', site: Rome")
    (repository / "docs" / "roles.yaml").write_text(data, "utf-8")
    reported = run()[1]
    assert "+ DevOps Engineer: Cost centre added" in reported
    assert "+ DevOps Engineer: site added" in reported


def test_conditions_pair_alike_whichever_side_is_old(repository: Path, run: Run) -> None:
    data = "roles: {{sre: {{name: SRE}}}}\nresponsibilities: {{alerts: {{name: Alerts, assign: {{sre: '{}'}}}}}}\n"
    (repository / "plain.yaml").write_text(data.format("R"), "utf-8")
    (repository / "split.yaml").write_text(data.format("A/R (night), R (day)"), "utf-8")
    assert run("plain.yaml", "split.yaml")[1].splitlines()[1:3] == [
        "  ~ Alerts: condition of SRE (responsible) added: day",
        "  + Alerts (night): SRE became accountable and responsible",
    ]
    assert run("split.yaml", "plain.yaml")[1].splitlines()[1:3] == [
        "  ~ Alerts: condition of SRE (responsible) removed: day",
        "  - Alerts (night): SRE no longer accountable and responsible",
    ]
