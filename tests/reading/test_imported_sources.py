"""Files of other tools as sources of a catalog: `{path, kind}` in `roles_catalog`, and for `convert`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from planted import PLANTED, ROTA, SECRETS, record
from reading.cases import cases

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import sentence
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, find_sources
from sphinx_roles.cli import main
from sphinx_roles.export.owners import codeowners
from sphinx_roles.model import Catalog
from sphinx_roles.owners import Ownership

ROLES = """
roles:
  architect: {name: Architect, holders: [{name: Ana Diaz, handle: ana}], past_holders: [Zoe]}
  dev: {name: Developer, handles: ["@acme/dev", "group:default/dev"], holders: [Bo, {name: Cy, email: cy@example.com}]}
"""


def read(folder: Path, files: dict[str, str], *sources: Any, roles: str = ROLES) -> tuple[Catalog, list[str]]:
    for name, text in {"roles.yaml": roles, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    named, wrong = find_sources(["roles.yaml", *sources], folder)
    catalog, problems = read_catalog(named[""], Settings(), wrong)
    return catalog, list(map(str, problems))


DECISIONS = {"path": "adr/*.md", "kind": "decisions"}


@pytest.mark.parametrize(
    ("status", "people", "found"), cases("imported_sources", "an accepted record needs a decider")
)
def test_an_accepted_record_needs_a_decider(tmp_path: Path, status: str, people: str, found: bool) -> None:
    catalog, _ = read(tmp_path, {"adr/1.md": record(status, people=people)}, DECISIONS)
    reported = {one.rule: sentence(one) for one in findings_of(catalog)}
    assert ("undecided-record" in reported) == found
    assert not {"no-accountable", "only-passive", "no-responsible", "nobody-consulted-or-informed"} & {
        *reported
    }


@pytest.mark.parametrize(
    ("status", "decides", "found"),
    [("accepted", "architect", True), ("accepted", "dev", False), ("superseded by 2", "architect", False)],
)
def test_what_covers_decisions_is_compared_with_who_decided(
    tmp_path: Path, status: str, decides: str, found: bool
) -> None:
    roles = f"{ROLES}responsibilities:\n  arch: {{name: Architecture, covers: 'decision:*', assign: {{{decides}: A/R}}}}\n"
    catalog, _ = read(tmp_path, {"adr/1.md": record(status, people="deciders: Bo")}, DECISIONS, roles=roles)
    reported = [sentence(one) for one in findings_of(catalog) if one.rule == "owner-differs"]
    expected = (
        "Architecture: Architect (Ana Diaz) decides on decision:1, which adr/1.md gives to Bo (Developer: Bo)"
    )
    assert reported == ([expected] if found else [])
    assert not {one.rule for one in findings_of(catalog)} & {
        "covered-by-nobody",
        "gone-owner",
        "unknown-owner",
    }


# Owners


def test_an_owners_file_is_exported_in_its_order(tmp_path: Path) -> None:
    lines = ["/docs/ @ana", "* @ana", "*.md @bo", "* @acme/dev"]
    roles = ROLES.replace("holders: [Bo,", "holders: [{name: Bo, handle: bo},")
    source = {"path": "CODEOWNERS", "kind": "github"}
    catalog, _ = read(tmp_path, {"CODEOWNERS": "\n".join(lines) + "\n"}, source, roles=roles)
    written = [
        one.partition(" ")[0] for one in codeowners(catalog)[0].splitlines() if one[:1] not in ("", "#")
    ]
    assert written == ["/docs/", "*.md", "*"]


def test_sections_of_an_owners_file_do_not_cover_a_file_twice(tmp_path: Path) -> None:
    sections = "[a]\n* @ana\n[b]\n* @acme/dev\n"
    source = {"path": "CODEOWNERS", "kind": "gitlab"}
    for own, found in (("", False), ("responsibilities: {mine: {covers: '*', assign: {dev: A/R}}}\n", True)):
        catalog, _ = read(tmp_path, {"CODEOWNERS": sections}, source, roles=f"{ROLES}{own}")
        catalog = structs.replace(catalog, owners=(Ownership(kind="github", files=("x.py",)),))
        assert ("covered-twice" in {one.rule for one in findings_of(catalog)}) == found


# People


def test_a_workbook_is_a_directory_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Name", "Job title"])
    book.active.append(["Ana", "SRE"])
    book.save(tmp_path / "p.xlsx")
    catalog, problems = read(tmp_path, {}, {"path": "p.xlsx", "kind": "people"}, roles="roles: {}\n")
    assert {key: [str(one.name) for one in role.holders or ()] for key, role in catalog.roles.items()} == {
        "SRE": ["Ana"]
    }
    assert problems == []


# Rotas, and what is wrong with any of them


@pytest.mark.parametrize(
    ("text", "links", "problem"),
    [
        (ROTA.format(url="URL:https://rota.example.com/a\r\n"), [("SRE on call", "https://rota.example.com/a")], ""),
        (ROTA.format(url="SOURCE;VALUE=URI:https://rota.example.com/a\r\n"), [("SRE on call", "https://rota.example.com/a")], ""),
        (ROTA.format(url=""), [], "architect.ics:1:1: the calendar has no address under 'URL' or 'SOURCE'"),
        (ROTA.format(url="URL:https://x.org/?token=abc\r\n"), [], "architect.ics:1:1: the calendar has no address"),
        ("BEGIN:VCALENDAR\r\nno line\r\nEND:VCALENDAR\r\n", [], "architect.ics:1:1: the file is no calendar"),
    ],
)  # fmt: skip
def test_a_rota_is_a_link_of_its_role_and_says_nothing_of_people(
    tmp_path: Path, text: str, links: list[tuple[str, str]], problem: str
) -> None:
    pytest.importorskip("icalendar")
    catalog, problems = read(tmp_path, {"architect.ics": text}, {"path": "architect.ics", "kind": "rota"})
    role = catalog.roles["architect"]
    assert [(str(one.text), str(one.url)) for one in role.links] == links
    assert [str(one.name) for one in role.holders or ()] == ["Ana Diaz"]
    assert [one.startswith(problem) for one in problems] == ([True] if problem else [])
    assert list(catalog.roles) == ["architect", "dev"]


BROKEN = (
    "",
    "\x00",
    "[",
    "a: [",
    "- {",
    "{}",
    "[[]]",
    "name",
    "---\n---\n",
    "BEGIN:VCALENDAR\n",
    "x" * 5000,
    "* @a\n[b\n^[c]\n",
    "1,2\n3",
)
KINDS = ("agenraci", "backstage", "codeowners", "datadog", "decisions", "github", "gitlab", "kubernetes",
         "needs", "opslevel", "people", "rota")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["a.yaml", "a.md", "a.csv", "OWNERS", "a.json"])
def test_nothing_that_a_file_holds_makes_an_importer_fail(tmp_path: Path, kind: str, name: str) -> None:
    for number, text in enumerate(BROKEN):
        catalog, problems = read(tmp_path, {name: text}, {"path": name, "kind": kind})
        assert [one for one in problems if "failed" in one] == [], number
        assert [*catalog.roles][:2] == ["architect", "dev"], number


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("roles", [ROLES, "rules: {}\n"])
def test_no_address_and_no_token_becomes_part_of_a_catalog(tmp_path: Path, name: str, roles: str) -> None:
    kind, text = PLANTED[name]
    catalog, problems = read(tmp_path, {name: text}, {"path": name, "kind": kind}, roles=roles)
    shown = [repr((catalog.roles, catalog.rows, catalog.sections, catalog.matrices)), *problems]
    shown += [one.shown for owners in catalog.owners for one in owners.owners()]
    assert [secret for secret in SECRETS for one in shown if secret in one] == []


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_converted_is_whole_and_read_again_as_it_is(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name.endswith(".ics"):
        pytest.importorskip("icalendar")
    kind, text = PLANTED[name]
    text = ROTA.format(url="URL:https://x.org/\r\n") if kind == "rota" else text
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    main(["convert", name, "roles.yaml", "--from", kind])
    assert "cannot carry" not in capsys.readouterr().out
    written = (tmp_path / "roles.yaml").read_text("utf-8")
    assert [secret for secret in SECRETS if secret in written] == []
    assert main(["check", "roles.yaml", "--fail-on", "error"]) == 0


def test_an_undecided_record_is_in_sarif_at_its_line_and_can_be_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read(tmp_path, {"adr/0007-queue.md": record()}, DECISIONS)
    (tmp_path / "conf.py").write_text(
        f"extensions = ['sphinx_roles']\nroles_catalog = ['roles.yaml', {DECISIONS}]\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    main(["check", ".", "--format", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (result,) = [one for one in results if one["ruleId"] == "undecided-record"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("adr/0007-queue.md", 6)
    for on in ("0007-queue", "adr"):
        accepted = f"{ROLES}accepted: [{{rule: undecided-record, on: {on}, reason: long ago}}]\n"
        (tmp_path / "roles.yaml").write_text(accepted, "utf-8")
        main(["check", "."])
        assert not {"[undecided-record]", "[accepted-nothing]"} & {*capsys.readouterr().out.split()}


def test_what_is_left_out_of_a_source_is_a_hint_and_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {"people.csv": "Name,Role,Desk\nAna,SRE,4\nkim@example.com,,\n"}
    _, problems = read(tmp_path, people, {"path": "people.csv", "kind": "people"})
    assert problems == [
        "people.csv:1:1: people without a role: [e-mail] [roles.left-out]",
        "people.csv:1:1: columns that have no place in a role: Desk [roles.left-out]",
    ]
    (tmp_path / "conf.py").write_text(
        "extensions = ['sphinx_roles']\n"
        "roles_catalog = ['roles.yaml', {'path': 'people.csv', 'kind': 'people'}]\n"
    )
    monkeypatch.chdir(tmp_path)
    assert (main(["check", "--all"]), main(["export"])) == (0, 0)
    assert "people.csv:1:1: hint: columns that have no place" in capsys.readouterr().out
    assert main(["check", "--fail-on", "hint"]) == 1
