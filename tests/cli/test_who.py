"""``sphinx-roles who``: who answers for files, in text and as JSON, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROLES = """\
roles:
  platform: {name: Platform Engineer, handles: ["@acme/platform"], holders: [{name: Ana, handle: ana}, Bo]}
  sre: {name: SRE, status: vacant, covered_by: platform}
responsibilities:
  deploys: {name: Deployments, covers: [deploy/**, "component:api"], assign: {platform: A/R}}
  alerts: {covers: src/, assign: {sre: {letters: A/R, when: at night}}}
  nothing: {covers: none/, assign: {sre: C}}
"""
OWNERS = "* @zed boss@example.com\n/deploy/ @ana\n/vendor/\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    for name in ("docs", "deploy/helm", "src", "vendor", "none"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "docs/conf.py").write_text('extensions = ["sphinx_roles"]\nroles_owners = "../CODEOWNERS"\n')
    (tmp_path / "docs/roles.yaml").write_text(ROLES)
    (tmp_path / "CODEOWNERS").write_text(OWNERS)
    for name in ("deploy/x.yaml", "deploy/helm/v.yaml", "src/a.py", "vendor/v", "none/n", "README.md"):
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_path_has_its_answer(run: Run, repository: Path) -> None:
    assert run("who", "deploy/x.yaml", "deploy/helm", "src/a.py", "README.md", "component:api") == (
        0,
        "deploy/x.yaml: Platform Engineer (Ana, Bo), by Deployments (docs/roles.yaml:5)\n"
        "  CODEOWNERS:2: @ana (Ana, platform)\n"
        "deploy/helm/: Platform Engineer (Ana, Bo), by Deployments (docs/roles.yaml:5)\n"
        "  CODEOWNERS:2: @ana (Ana, platform)\n"
        "src/a.py: SRE (at night, vacant, covered by platform, Ana, Bo), by alerts (docs/roles.yaml:6)\n"
        "  CODEOWNERS:1: @zed\n"
        "  CODEOWNERS:1: [e-mail]\n"
        "README.md: no responsibility covers it\n"
        "  CODEOWNERS:1: @zed\n"
        "  CODEOWNERS:1: [e-mail]\n"
        "component:api: Platform Engineer (Ana, Bo), by Deployments (docs/roles.yaml:5)\n",
        "",
    )


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("vendor/v", "vendor/v: nobody\n"),
        ("component:shop", "component:shop: nobody\n"),
    ],
)
def test_it_ends_with_1_where_nobody_answers(run: Run, repository: Path, path: str, line: str) -> None:
    assert run("who", path) == (1, line, "")


def test_a_folder_inside_and_one_that_is_not_there(
    run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "deploy")
    code, out, err = run("who", "--in", "../docs", "x.yaml", "y.yaml")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()[::2]] == ["deploy/x.yaml", "deploy/y.yaml"]
    assert err == "y.yaml is not there; did you mean 'x.yaml'?\n"


def test_json_has_all_of_it(run: Run, repository: Path) -> None:
    code, out, _ = run("who", "src/a.py", "--format", "json")
    (found,) = json.loads(out)["paths"]
    assert code == 0
    assert found["roles"] == [
        {
            "id": "sre",
            "name": "SRE",
            "responsibility": "alerts",
            "when": "at night",
            "until": None,
            "status": "vacant",
            "cover": "platform",
            "people": ["Ana", "Bo"],
        }
    ]
    assert [(one["name"], one["file"], one["line"]) for one in found["owners"]] == [
        ("@zed", "CODEOWNERS", 1),
        ("[e-mail]", "CODEOWNERS", 1),
    ]
    assert "example.com" not in out


def test_an_owners_file_takes_the_place_of_the_setting(run: Run, repository: Path) -> None:
    (repository / "OTHER").write_text("* @bo\n! @x\n")
    code, out, err = run("who", "README.md", "--owners", "OTHER")
    assert (code, out) == (1, "README.md: no responsibility covers it\n  OTHER:1: @bo (Bo, platform)\n")
    assert err == "../OTHER:2:1: GitHub skips the line with '!': '!' takes nothing out [roles.owners]\n"


def test_an_owners_file_alone_has_an_answer(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "CODEOWNERS").write_text("*.md @docs\n")
    (tmp_path / "a.md").write_text("")
    expected = "a.md: no responsibility covers it\n  CODEOWNERS:1: @docs\n"
    assert run("who", "a.md", "--owners", "CODEOWNERS") == (0, expected, "")
    code, _, err = run("who", "a.md")
    assert (code, err.startswith("sphinx-roles: no catalog in ")) == (2, True)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("../outside",), "sphinx-roles: ../outside is not in the repository, which begins at "),
        (("x", "--owners", "CODEOWNER"), "sphinx-roles: CODEOWNER is not there; did you mean 'CODEOWNERS'?"),
        (("x", "--owners", "."), "sphinx-roles: . is a folder; a file is expected"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(
    run: Run, repository: Path, words: tuple[str, ...], error: str
) -> None:
    code, _, err = run("who", *words)
    assert code == 2
    assert err.startswith(error)


SOURCES = {
    "github": ("CODEOWNERS", "* @ana\n/deploy/ @acme/platform\n*.yaml @ana\n/vendor/\n"),
    "gitlab": ("CODEOWNERS", "* @ana\n!vendor/\n[Files]\n*[a-z].yaml @acme/platform\n!deploy/helm/\n[Code]\nsrc/ @ana\n"),
    "kubernetes": ("**/OWNERS", "approvers: [ana]\n"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("github", "deploy/x.yaml", ["CODEOWNERS:3"]),
        ("github", "deploy/helm/", ["CODEOWNERS:2"]),
        ("github", "vendor/v", []),
        ("gitlab", "deploy/x.yaml", ["CODEOWNERS:1", "CODEOWNERS:4"]),
        ("gitlab", "deploy/helm/v.yaml", ["CODEOWNERS:1"]),
        ("gitlab", "vendor/v", []),
        ("kubernetes", "README.md", ["OWNERS:1"]),
        ("kubernetes", "src/a.py", ["src/OWNERS:1", "OWNERS:1"]),
        ("kubernetes", "deploy/x.yaml", ["deploy/OWNERS:2"]),
        ("kubernetes", "deploy/helm/v.yaml", ["deploy/OWNERS:2"]),
        ("kubernetes", "deploy/helm/v.txt", []),
    ],
)
def test_an_owners_file_as_a_source_answers_by_its_own_rules(
    run: Run, repository: Path, kind: str, path: str, expected: list[str]
) -> None:
    name, text = SOURCES[kind]
    (repository / "docs/conf.py").write_text(
        'extensions = ["sphinx_roles"]\n'
        f'roles_catalog = ["roles.yaml", {{"path": "../{name}", "kind": "{kind}"}}]\n'
    )
    (repository / "docs/roles.yaml").write_text(ROLES.partition("responsibilities")[0])
    files = {"OWNERS": text, "src/OWNERS": text,
             "deploy/OWNERS": "options: {no_parent_owners: true}\nfilters: {'yaml$': {approvers: [acme/platform]}}\n"}  # fmt: skip
    for file, inside in files.items() if kind == "kubernetes" else [(name, text)]:
        (repository / file).write_text(inside)
    code, out, _ = run("who", path, "--format", "json")
    (answer,) = json.loads(out)["paths"]
    found = [f"{one['file']}:{one['line']}" for one in answer["responsibilities"]]
    assert (found, code) == (expected, 0 if expected else 1)
