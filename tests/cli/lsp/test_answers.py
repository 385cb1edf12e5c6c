"""What an editor gets for a cursor: completion, hover, where a name is defined and used, and a new id."""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from cli.lsp.projects import OTHER, PAGE, ROLES, document, split, write
from hypothesis import HealthCheck, given, settings
from msgspec import structs
from random_catalogs import plain_catalogs

from sphinx_roles import load_catalog
from sphinx_roles.cli.io import CommandError
from sphinx_roles.cli.lsp.answers import complete, definition, hover
from sphinx_roles.cli.lsp.data import Token, cursor_at
from sphinx_roles.cli.lsp.workspace import Workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write(tmp_path_factory.mktemp("editor"), **{"data.json": '{"skills": {"go": {"name": "Go"}}}'})
    conf = (made / "conf.py").read_text("utf-8")
    (made / "conf.py").write_text(f"{conf}roles_catalog = ['roles.yaml', 'data.json']\n", "utf-8")
    return made


@pytest.mark.parametrize(
    ("text", "path", "typed"),
    [
        ("ro|", (), "ro"),
        ("roles:\n  sre:\n\n    # a comment\n    sta|", ("roles", "sre"), "sta"),
        ("roles:\n- id: sre\n  reports_to: pl|", ("roles", "", "reports_to"), "pl"),
        ("roles:\n  sre: {tags: [a, b|", ("roles", "sre", "tags", ""), "b"),
        ("responsibilities:\n  it's: {assign: {sre: A/|", ("responsibilities", "it's", "assign", "sre"), ""),
        ('{\n "roles": {\n  "sre": {"na|', ("roles", "sre"), "na"),
        ("roles:\n  sre:\n    next: ['pl|", ("roles", "sre", "next", ""), "pl"),
        ("roles: # of ro|", None, ""),
        ("roles:\n  sre: {name: 'it''s', a|", ("roles", "sre"), "a"),
        ("|", (), ""),
        pytest.param(
            '{"roles": {"sre": {"summary": "' + "é" * 200_000 + '", "na|', ("roles", "sre"), "na", id="long"
        ),
    ],
)
def test_a_cursor_in_half_typed_yaml(text: str, path: tuple[str, ...] | None, typed: str) -> None:
    found = cursor_at(*split(text))
    assert (found and (found.path, found.typed)) == (path if path is None else (path, typed))


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("roles.yaml", "rol|", ["roles: "]),
        ("roles.yaml", "roles:\n  sre:\n    sta|", ["status: "]),
        ("roles.yaml", "roles:\n  sre:\n    sta|: x", ["status"]),
        ("roles.yaml", "roles:\n  sre:\n    status: vac|", ["vacant"]),
        ("roles.yaml", "roles:\n  sre:\n    summary: pl|", []),
        ("roles.yaml", "roles:\n  sr|", []),
        ("data.json", '{"roles": {"sre": {"rep|', ["reports_to"]),
        ("data.json", '{"roles": {"sre": {rep|', ['"reports_to": ']),
        ("data.json", '{"roles": {"sre": {"reports_to": pl|', ['"platform"']),
        ("roles.yaml", "roles:\n  sre: {holders: [{em|", ["email: "]),
        ("roles.yaml", "roles:\n  sre: {reports_to: pl|", ["platform"]),
        ("roles.yaml", "roles:\n  sre: {skills: {ku|", ["k8s"]),
        ("roles.yaml", "roles:\n  sre: {assign: {R: [al|", ["alerts"]),
        ("roles.yaml", "matrices: {work: {scheme: RASC|", ["RASCI"]),
        (
            "roles.yaml",
            "responsibilities:\n  Every day:\n    rows:\n      deploys:\n        assign: {pl|",
            ["platform"],
        ),
        ("roles.yaml", "responsibilities:\n  deploys:\n    assign: {sre: |", ["R", "A", "C", "I"]),
        ("roles.yaml", "responsibilities:\n  deploys:\n    assign: {A: [pl|", ["platform"]),
        ("roles.yaml", "responsibilities:\n  deploys:\n    assign:\n    - {role: pl|", ["platform"]),
        ("roles.yaml", "accepted: [{rule: x, on: al|", ["alerts"]),
        ("roles.yaml", "accepted:\n  - rule: overl|", ["overloaded-accountable", "overloaded-responsible"]),
        ("page.md", "{org:ro|", ["role"]),
        ("page.md", "a {org:role}`pl|", ["platform"]),
        ("page.md", "a {org:role}`words <pl|", ["platform"]),
        ("page.md", "a {org:who}`R:dep|", ["deploys"]),
        ("page.md", "a {org:who}`|:deploys`", ["R", "A", "C", "I"]),
        ("page.md", "[x](#role-pl|)", ["platform"]),
        ("page.md", "```{role-ca|", ["role-card", "role-cards"]),
        ("page.md", "```{role-comparison} sre pl|", ["platform"]),
        ("page.md", "```{responsibility-matrix}\n:lay|", ["layout: "]),
        ("page.md", "```{responsibility-matrix}\n:layout: l|\n```", ["letters", "list"]),
        ("page.md", "```{responsibility-matrix}\n---\nrows: deploys, al|\n---\n```", ["alerts"]),
        ("page.md", "```{responsibility-matrix}\n:matrix: w|", ["work"]),
        ("page.md", "```{responsibility-matrix}\n:fields: summary, done|", ["done_when"]),
        ("page.md", "```{role-cards}\n:fields: summary, report|", ["reports_to"]),
        ("page.md", "```{role-cards}\n:without-fields: holders, dut|", ["duties", "not_duties"]),
        ("page.md", "```{responsibility-audit}\n:rules: stal|", ["stale"]),
        ("page.md", "```{responsibility-matrix}\nx: {assign: {pl|\n```", ["platform"]),
        ("page.md", "```{responsibility-matrix}\n| | pl|", []),
        ("page.md", "```{role-card}\nid: x\nrepo|", ["reports_to: "]),
        ("page.md", "```yaml\na: {org:role}`pl|", []),
        ("other.rst", ":org:role:`pl|", ["platform"]),
        ("other.rst", ".. skill-m|", ["skill-matrix"]),
        ("other.rst", ".. role-card:: pl|", ["platform"]),
        ("other.rst", ".. responsibility-matrix::\n   :sections: Ev|", ["every-day"]),
        ("other.rst", "nothing of ours pl|", []),
    ],
)
def test_completion(folder: Path, name: str, text: str, offered: list[str]) -> None:
    whole, line, column = split(text)
    found = complete(document(folder, name, whole), line, column)
    assert [one.insert or one.label for one in found.items] == offered


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    others = {"data.toml": "[skills.go]\n", "t.csv": "Task,sre\nx,R\n", "t.tsv": "Task\tsre\ny\tR\n"}
    made = write(tmp_path_factory.mktemp("tables"), **others)
    conf = (made / "conf.py").read_text("utf-8")
    (made / "conf.py").write_text(f"{conf}roles_catalog = {['roles.yaml', *others]}\n", "utf-8")
    return made


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("data.toml", "[roles.sre]\nsta|", ["status = "]),
        ("data.toml", "[roles.sre]\nreports_to = pl|", ['"platform"']),
        ("data.toml", '[roles.sre]\nnext = [\n  "dev", # next\n  "pl|', ["platform"]),
        ("data.toml", '[responsibilities.x]\nassign = {sre = "A/R", pl|', ["platform"]),
        ("data.toml", 'responsibilities.x.assign.sre = "|', ["R", "A", "C", "I"]),
        ("data.toml", "[[roles]]\n# of sta|", []),
        ("data.toml", "[matr|", ["matrices"]),
        ("t.csv", "Task,plat|", ["platform"]),
        ("t.csv", "Task;sre;platform\nx;A/|", ["R", "A", "C", "I"]),
        ("t.tsv", "Task\tsre\nal|", ["alerts"]),
    ],
)
def test_completion_in_toml_and_in_tables(tables: Path, name: str, text: str, offered: list[str]) -> None:
    test_completion(tables, name, text, offered)


ROLE = """\
**Site Reliability Engineer** `sre`

Keeps it up

Purpose: Availability, always. Ask ops@example.com.

Reports to: Platform Engineer

Held by: Ana"""
ROW = """\
**Deployments** `deploys` · Work · Every day

Often

Responsible: Platform Engineer (at night)

Accountable: Site Reliability Engineer"""


@pytest.mark.parametrize(
    ("name", "text", "shown", "at"),
    [
        ("roles.yaml", ROLES.replace("[sre, pl", "[s|re, pl"), ROLE, "roles.yaml:2:3"),
        ("page.md", PAGE.replace("<sre/", "<s|re/"), ROLE, "roles.yaml:2:3"),
        ("page.md", PAGE.replace("R:deploys", "R:dep|loys"), ROW, "roles.yaml:20:7"),
        ("roles.yaml", ROLES.replace("R (at", "|R (at"), "**R** Responsible: Does the work.", None),
        ("other.rst", OTHER.replace("work/alerts", "work/al|erts"), None, "roles.yaml:21:7"),
    ],
)
def test_hover_and_definition(folder: Path, name: str, text: str, shown: str | None, at: str | None) -> None:
    whole, line, column = split(text)
    asked = document(folder, name, whole)
    token = asked.token(line, column)
    assert token is not None
    where = definition(asked.catalog, token)
    assert (where and str(where)) == at
    assert shown is None or hover(asked.catalog, token) == shown


def test_hover_is_of_today(tmp_path: Path) -> None:
    text = """\
roles: {sre: {holders: [{name: Ana, until: 2020-01}, Bo]}, dev: }
responsibilities: {deploys: {assign: {sre: A, dev: {letters: R, until: 2020-01-31}}}}
"""
    folder = write(tmp_path, **{"roles.yaml": text})
    asked = document(folder, "roles.yaml", text)
    shown = {hover(asked.catalog, token) for token in asked.tokens()}
    assert "**sre** `sre`\n\nHeld by: Bo" in shown
    assert "**deploys** `deploys`\n\nAccountable: sre" in shown


def test_addresses_are_held_back(tmp_path: Path) -> None:
    text = """\
roles:
  sre: {name: "SRE <sre@example.com>", reports_to: "Bo <bo@example.com>", holders: [{name: Ana, email: ana@example.com}]}
responsibilities:
  deploys: {name: "Deploys (ops@example.com)", assign: {sre: {letters: A, when: "ask cy@example.com"}}}
"""
    folder = write(tmp_path, **{"roles.yaml": text})
    asked = document(folder, "roles.yaml", text)
    shown = [hover(asked.catalog, token) for token in asked.tokens()]
    offered = complete(document(folder, "page.md", "{org:role}`"), 1, 12).items
    assert "Reports to: Bo" in shown[0]
    assert "ask \\[e-mail\\]" in "".join(shown)
    assert "@" not in "".join([*shown, *(f"{one.label} {one.detail}" for one in offered)])


def edited(files: Workspace, path: Path, text: str, new: str) -> dict[str, str]:
    """Rename what is at the cursor, and return the texts of the files that are edited."""
    whole, line, column = split(text)
    files.change(path, whole)
    found = files.rename(path, line, column, new).items()
    texts = {file: whole if file == path else file.read_text("utf-8") for file, _ in found}
    return {file.name: edited_text(texts[file], edits) for file, edits in found}


def edited_text(text: str, edits: list[tuple[Token, str]]) -> str:
    lines = text.split("\n")
    for token, word in sorted(edits, key=lambda one: (one[0].line, one[0].column), reverse=True):
        line, at = lines[token.line - 1], token.column - 1
        assert line[at:].startswith(token.text)
        lines[token.line - 1] = line[:at] + word + line[at + len(token.text) :]
    return "\n".join(lines)


def test_a_new_id_is_written_wherever_the_old_one_is(folder: Path) -> None:
    texts = edited(Workspace([folder]), folder / "page.md", PAGE.replace("`sre`", "`s|re`", 1), "rock")
    word = re.compile(r"(?<![\w`])sre(?=\b)")
    assert texts["roles.yaml"] == word.sub("rock", ROLES)
    # An example in a block of code is not ours; what is called by its abbreviation stays.
    page = re.sub(r"\bsre\b", "rock", PAGE).replace("rock: {org:role}`rock`", "sre: {org:role}`sre`")
    page = page.replace("```text\nrock", "```text\nsre")
    assert texts["page.md"] == page
    other = re.sub(r"\bsre\b", "rock", OTHER)
    assert texts["other.rst"] == other.replace("   .. role-card:: rock", "   .. role-card:: sre")


def test_a_new_id_of_a_row(folder: Path) -> None:
    texts = edited(
        Workspace([folder]), folder / "other.rst", OTHER.replace("work/alerts", "work/a|lerts"), "pages"
    )
    assert texts == {
        "roles.yaml": ROLES.replace("alerts:", "pages:"),
        "page.md": PAGE.replace("alerts", "pages"),
        "other.rst": OTHER.replace("alerts", "pages"),
    }


@pytest.mark.parametrize(
    "rows",
    [
        "\n  deploys:\n    rows:\n      deploys: {assign: {sre: A}}\n      other: {}\n",
        "\n- id: deploys\n  rows:\n  - id: deploys\n    assign: {sre: A}\n",
        "\n- deploys:\n    name: Deploys\n    rows:\n    - deploys: {assign: {sre: A}}\n",
    ],
)
def test_a_section_keeps_its_id_where_a_row_of_it_has_the_same(rows: str, tmp_path: Path) -> None:
    text = f"roles: {{sre: {{}}}}\nresponsibilities:{rows}accepted: [{{rule: nobody, on: deploys}}]\n"
    folder = write(tmp_path, **{"roles.yaml": text})
    place = text.index("deploys", text.index("rows:")) + 2
    found = edited(Workspace([folder]), folder / "roles.yaml", f"{text[:place]}|{text[place:]}", "ships")
    first, rest = text.split("rows:")
    assert found["roles.yaml"] == f"{first}rows:{rest.replace('deploys', 'ships')}"


@pytest.mark.parametrize(
    ("text", "new", "why"),
    [
        ("pla|tform", "SRE", "'SRE' is taken: it already names a role"),
        ("pla|tform", "", "'' is no valid id"),
        ("pla|tform", "a b", "'a b' is no valid id"),
        ("pla|tform", "summary", "'summary' is a key or a letter of the data"),
        ("pla|tform", "A", "'A' is a key or a letter of the data"),
        ("Kee|ps", "x", "no role or responsibility is here"),
        ("Ku|bernetes", "x", "no role or responsibility is here"),
    ],
)
def test_what_is_not_renamed(folder: Path, text: str, new: str, why: str) -> None:
    files = Workspace([folder])
    with pytest.raises(CommandError, match=re.escape(why)):
        edited(files, folder / "roles.yaml", ROLES.replace(text.replace("|", ""), text, 1), new)


def test_an_id_that_follows_from_a_name_or_unread_data_is_not_renamed(tmp_path: Path) -> None:
    roles = "roles:\n  - {name: Team One}\nresponsibilities:\n  x: {assign: {team-one: A}}\n"
    folder = write(tmp_path, **{"roles.yaml": roles})
    with pytest.raises(CommandError, match=r"'team-one' follows from its name .* at roles.yaml:2:5"):
        edited(Workspace([folder]), folder / "roles.yaml", roles.replace("{team", "{te|am"), "crew")
    files = Workspace([folder])
    files.change(folder / "roles.yaml", roles)
    assert files.document(folder / "roles.yaml") is not None
    with pytest.raises(CommandError, match="cannot be read"):
        edited(files, folder / "roles.yaml", roles.replace("{team", "{te|am") + "  y: {", "crew")


def test_what_would_be_wrong_is_named_and_not_what_is_wrong_already(tmp_path: Path) -> None:
    rows = '"x-1": {assign: {sre: A}},\n"X1": {},\ny: {tags: [a, a]}'
    text = f"roles: {{sre: {{}}}}\nresponsibilities: {{\n{rows}}}\n"
    folder = write(tmp_path, **{"roles.yaml": text})
    with pytest.raises(CommandError, match=r"roles\.yaml:4:1: 'ship' is there twice"):
        edited(Workspace([folder]), folder / "roles.yaml", text.replace("x-1", "x|-1"), "ship")


def test_an_id_in_escapes_is_not_renamed(tmp_path: Path) -> None:
    roles = 'roles: {sre: {}}\nresponsibilities: {x: {assign: {"s\\x72e": A}}}\n'
    folder = write(tmp_path, **{"roles.yaml": roles})
    with pytest.raises(CommandError, match=r"'sre' is written with escapes, at roles.yaml:2:33"):
        edited(Workspace([folder]), folder / "roles.yaml", roles.replace("{sre", "{s|re"), "rock")


def test_names_stay_while_the_data_is_half_typed(folder: Path) -> None:
    files, path = Workspace([folder]), folder / "roles.yaml"
    files.change(path, ROLES)
    assert files.document(path, fresh=True) is not None
    files.change(path, "roles:\n  sre: {reports_to: pl")
    found = files.document(path, fresh=True)
    assert found is not None
    assert [one.label for one in complete(found[1], 2, 27).items] == ["platform"]


def test_a_long_list_is_cut(folder: Path) -> None:
    one = document(folder, "page.md", "{org:role}`")
    role = one.catalog.roles["sre"]
    many = {f"r{number}": structs.replace(role, id=f"r{number}") for number in range(300)}
    found = complete(structs.replace(one, catalog=structs.replace(one.catalog, roles=many)), 1, 12)
    assert (len(found.items), found.more) == (200, True)


@settings(max_examples=int(os.environ.get("LONG_TESTS", 0)) * 400 or 25, suppress_health_check=[*HealthCheck])
@given(plain_catalogs())
def test_any_id_is_renamed_so_that_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("any").resolve()
    (folder / "conf.py").write_text('extensions = ["sphinx_roles"]\nroles_catalog = "roles.json"\n')
    path, text = folder / "roles.json", json.dumps(data, indent=1)
    path.write_text(text)
    files = Workspace([folder])
    files.change(path, text)
    found = files.document(path, fresh=True)
    assert found is not None
    tokens = [one for one in found[1].tokens() if one.defines and one.kind in ("role", "responsibility")]
    first = {(one.kind, one.key): one for one in tokens}
    for token in first.values():
        with contextlib.suppress(Twins):
            renamed = _renamed(files, path, text, token)
            then, problems = load_catalog("roles.json", renamed)
            kind = then.roles if token.kind == "role" else {row.id for row in then.rows}
            assert "new-id" in kind
            assert len(problems) <= len(found[0].opened.problems)


class Twins(Exception):
    """Two ids differ by their punctuation alone, or one is not written as it is read: it is refused."""


def _renamed(files: Workspace, path: Path, text: str, token: Token) -> Path:
    try:
        edits = files.rename(path, token.line, token.column, "new-id")
    except CommandError as error:
        if any(words in str(error) for words in ("is there twice", "follows from", "with escapes")):
            raise Twins from None
        raise
    folder = path.with_name("renamed")
    folder.mkdir(exist_ok=True)
    (folder / "roles.json").write_text(edited_text(text, edits[path]))
    return folder
