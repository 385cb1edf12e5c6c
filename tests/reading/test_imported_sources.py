"""Files of other tools as sources of a catalog: `{path, kind}` in `roles_catalog`, and for `convert`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from planted import PLANTED, ROTA, SECRETS, record

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import sentence
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, find_sources
from sphinx_roles.cli import main
from sphinx_roles.convert.inputs import Inputs, read_inputs
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


def held(catalog: Catalog) -> dict[str, str]:
    """Return what each row says of those who take part: ``dev D, architect C``."""
    return {
        row.id: ", ".join(f"{one.role} {'/'.join(one.letters)}" for one in row.assign) for row in catalog.rows
    }


DECISIONS = {"path": "adr/*.md", "kind": "decisions"}


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("decision-makers: [Ana Diaz]", "architect D"),
        ("decision-makers: Ana Diaz, Bo\nconsulted:\n- dev", "architect D, dev D/C"),
        ("deciders: '@ana'\nconsulted: [Developer]\ninformed: [\"@acme/dev\"]", "architect D, dev C/I"),
        ("decision-makers: Ana Diaz <ana@example.com>", "architect D"),
        ("decision-makers: cy@example.com", "dev D"),
        ("decision-makers: [zoe]\ninformed:", "architect D"),
        ("decision-makers: 'group:default/dev'", "dev D"),
        ("consulted: [Bo]", "dev C"),
    ],
)
def test_who_decided_is_a_role_by_its_holder_handle_or_name(
    tmp_path: Path, people: str, expected: str
) -> None:
    catalog, problems = read(tmp_path, {"adr/0001-use-it.md": record(people=people)}, DECISIONS)
    assert held(catalog) == {"0001-use-it": expected}
    assert problems == []
    row = catalog.rows[0]
    assert (row.name, row.matrix, row.status, row.covers) == (
        "Use it",
        "adr",
        "accepted",
        ("decision:0001-use-it",),
    )
    assert [(one.text, one.url) for one in row.links] == [("0001-use-it, 2026-01-02", "/adr/0001-use-it.md")]


@pytest.mark.parametrize(
    ("status", "read_as"),
    [
        ("On hold", "on hold"),
        ("In review.", "in review."),
        ("Accepted (2026)", "accepted"),
        ("superseded by 2", "superseded"),
    ],
)
def test_a_status_of_ones_own_is_whole(tmp_path: Path, status: str, read_as: str) -> None:
    catalog, problems = read(tmp_path, {"adr/1.md": record(status, people="deciders: Bo")}, DECISIONS)
    assert ([row.status for row in catalog.rows], problems) == ([read_as], [])


def test_a_glob_is_one_matrix_with_the_newest_first(tmp_path: Path) -> None:
    files = {
        "adr/0001-a.md": record(date="2026-01-02", title="A"),
        "adr/0002-b.md": record(date="2026-03-02", title="B"),
        "adr/0003-c.md": record(date="2026-02-02", title="C"),
        "adr/0004-d.md": "# D\n\n* Status: proposed\n* Deciders: Ana Diaz <!-- optional -->\n* Date: 2026-03-02\n",
        "adr/README.md": "---\nstaus: x\n: [\n---\n# Our decisions\n",
        "adr/adr-template.md": "---\nstatus: proposed\ndecision-makers: {list everyone}\n---\n# {title}\n",
    }
    catalog, problems = read(tmp_path, files, DECISIONS)
    assert [row.id for row in catalog.rows] == ["0004-d", "0002-b", "0003-c", "0001-a"]
    assert (catalog.rows[0].status, held(catalog)["0004-d"]) == ("proposed", "architect D")
    assert problems == []


NYGARD = (
    "# 2. Use a queue\n\nDate: 2016-02-12\n\n## Status\n\n{status}\n\n{people}## Context\n\nStatus: open\n"
)


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        (NYGARD.format(status="Accepted", people="## Deciders\n\n- [Ana Diaz](https://x.org)\n- Bo\n\n"), "accepted", "architect D, dev D"),
        (NYGARD.format(status="Superceded by [3. Next](0003-next.md)", people=""), "superseded", ""),
        (NYGARD.format(status="**Proposed**\n\nAmends [1. Old](0001.md)", people="## Decision makers\nAna Diaz, @bo\n## Informed\n1. dev\n"),
         "proposed", "architect D, dev D/I"),
        ("# A\n\n**Status:** Accepted\n- **Deciders**: Ana Diaz\nConsulted: Bo\n\n```\nInformed: Ana Diaz\n```\n", "accepted", "architect D, dev C"),
        ("---\ntags: [x]\n---\n# A\n## Status\n<!-- one of -->\nAccepted\n## Deciders\nBo\n", "accepted", "dev D"),
        (record(people="deciders: [Bo]") + "## Deciders\nAna Diaz\n", "accepted", "dev D"),
    ],
)  # fmt: skip
def test_a_record_says_so_in_its_text_too(tmp_path: Path, text: str, status: str, expected: str) -> None:
    roles = ROLES.replace("holders: [Bo,", "holders: [{name: Bo, handle: bo},")
    catalog, problems = read(tmp_path, {"adr/1.md": text}, DECISIONS, roles=roles)
    assert ([row.status for row in catalog.rows], held(catalog), problems) == ([status], {"1": expected}, [])
    shown = [str(one.url) for one in catalog.rows[0].links[1:]]
    assert shown == (["/adr/0003-next.md"] if status == "superseded" else [])


def test_a_glob_over_several_folders_is_one_matrix(tmp_path: Path) -> None:
    files = {"adr/2025/1.md": record(date="2025-01-02", title="A"), "adr/2026/2.md": record(title="B")}
    catalog, _ = read(tmp_path, files, {**DECISIONS, "path": "adr/**/*.md"})
    assert [(row.matrix, row.id) for row in catalog.rows] == [("adr", "2"), ("adr", "1")]


def test_one_that_is_superseded_leads_to_its_successor(tmp_path: Path) -> None:
    text = record("superseded by [ADR-5](0005-x.md)", people="decision-makers: Bo")
    catalog, problems = read(tmp_path, {"adr/0001-a.md": text}, {**DECISIONS, "matrix": "Decisions"})
    (row,) = catalog.rows
    assert (row.status, row.matrix) == ("superseded", "Decisions")
    assert [(one.text, one.url) for one in row.links][1:] == [("ADR-5 →", "/adr/0005-x.md")]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            record(people="decison-makers: [Bo]"),
            "adr/1.md:4:1: 'decison-makers' is no key of a decision record; did you mean 'decision-makers'? [roles.unknown-key]",
        ),
        (
            record("acepted"),
            "adr/1.md:2:9: 'acepted' is no status of a decision record; did you mean 'accepted'? [roles.wrong-value]",
        ),
        (
            record(date="soon"),
            "adr/1.md:3:7: date takes a day such as 2026-05-01, not 'soon' [roles.wrong-value]",
        ),
        (
            record(people="decision-makers: {a: b}"),
            "adr/1.md:4:18: decision-makers takes names of people, not a mapping with 'a' [roles.wrong-type]",
        ),
        (
            record(people="decision-makers: Ana Dias"),
            "adr/1.md:4:18: no role answers to 'Ana Dias'; there is architect, dev, Developer [roles.unknown-role]",
        ),
        (record(people="decision-makers: [x@example.org]"), "adr/1.md:4:19: no role answers to 'x'"),
        ("---\nstatus: [accepted\n---\n# A\n\n* Deciders: Bo\n", "adr/1.md:"),
    ],
)
def test_what_is_wrong_in_a_record_is_reported_where_it_is(tmp_path: Path, text: str, problem: str) -> None:
    catalog, problems = read(tmp_path, {"adr/1.md": text}, DECISIONS)
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert [row.id for row in catalog.rows] == ["1"]


@pytest.mark.parametrize(
    ("status", "people", "found"),
    [
        ("accepted", "", True),
        ("approved", "consulted: [Bo]", True),
        ("accepted", "decision-makers: Bo", False),
        ("accepted", "decision-makers: Nobody", False),
        ("proposed", "consulted: [Bo]", False),
        ("rejected", "", False),
        ("superseded by 2", "", False),
    ],
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


@pytest.mark.parametrize(
    ("name", "kind", "text", "expected"),
    [
        ("CODEOWNERS", "github", "* @acme/dev\n/deploy/ @ana @bo\n* @ana\n/x\n",
         {"all": "architect D", "deploy": "architect D, dev D"}),
        ("CODEOWNERS", "gitlab", "^[Docs][2] @ana\ndocs/\n!docs/x\n", {"docs": "architect D"}),
        ("CODEOWNERS", "codeowners", "[a] @ana\n*.js\njs/ @acme/dev\n", {"js": "architect D", "js-2": "dev D"}),
        ("OWNERS", "kubernetes", "approvers: [ana]\nreviewers: [dev]\n", {"all": "architect D, dev C"}),
        ("a/b/OWNERS", "kubernetes", "filters: {'.*': {approvers: [ana]}, '\\.go$': {approvers: [dev]}}\n",
         {"a-b": "architect D", "a-b-go": "dev D"}),
        ("catalog-info.yaml", "backstage",
         "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: api, title: The API}\n"
         "spec: {owner: dev, system: shop, lifecycle: production}\n---\n"
         "apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: {name: db}\nspec: {owner: 'group:default/dev'}\n",
         {"component-api": "dev D", "resource-db": "dev D"}),
        ("opslevel.yml", "opslevel", "version: 1\ncomponent: {name: api, owner: dev}\n", {"api": "dev D"}),
        ("opslevel.yml", "opslevel", "version: 1\nservice: {name: api, owner: dev}\nrepository: {owner: ana}\n",
         {"api": "dev D", "repository": "architect D"}),
        ("service.datadog.yaml", "datadog", "schema-version: v2.2\ndd-service: api\nteam: dev\n", {"api": "dev D"}),
        ("entity.datadog.yaml", "datadog",
         "apiVersion: v3\nkind: datastore\nmetadata: {name: db, owner: dev, additionalOwners: [{name: ana, type: op}]}\n",
         {"db": "dev D, architect D"}),
    ],
)  # fmt: skip
def test_what_has_owners_is_a_row(
    tmp_path: Path, name: str, kind: str, text: str, expected: dict[str, str]
) -> None:
    (tmp_path / ".git").mkdir()
    catalog, problems = read(tmp_path, {name: text}, {"path": name, "kind": kind})
    assert {key.lower(): value for key, value in held(catalog).items()} == expected
    assert [one for one in problems if "has no owner" not in one and "skips" not in one] == []


ALIASES = ("OWNERS_ALIASES", "aliases: {leads: [ana, bo]}\n")
GROUP = (
    "catalog-info.yaml",
    "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: leads}\nspec: {type: team, members: [ana, bo]}\n",
)
OWNED = """---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: all}
spec: {owner: user:ana}
"""


@pytest.mark.parametrize(
    ("files", "kind", "roles", "expected"),
    [
        (dict([ALIASES, ("OWNERS", "approvers: [ana, leads]\n")]), "kubernetes", "", "leads D, ana D"),
        ({GROUP[0]: GROUP[1] + OWNED}, "backstage", "", "ana D"),
        (dict([ALIASES, ("OWNERS", "approvers: [ana]\n")]), "kubernetes", ROLES, "architect D"),
    ],
)
def test_a_member_of_a_team_is_not_the_team(
    tmp_path: Path, files: dict[str, str], kind: str, roles: str, expected: str
) -> None:
    sources = [{"path": name, "kind": kind} for name in files]
    catalog, problems = read(tmp_path, files, *sources, roles=roles or "format: 1\n")
    assert sorted(", ".join(held(catalog).values()).split(", ")) == sorted(expected.split(", "))
    assert problems == []


@pytest.mark.parametrize(
    ("kind", "text", "covers"),
    [
        ("github", "/docs/*  @ana", ["/docs/*"]),
        ("gitlab", "docs/*.md  @ana", ["**/docs/*.md"]),
        ("gitlab", "[a-z].md  @ana", []),
        ("kubernetes", "approvers: [ana]", ["*"]),
    ],
)
def test_a_pattern_is_what_the_row_covers(tmp_path: Path, kind: str, text: str, covers: list[str]) -> None:
    catalog, _ = read(tmp_path, {"OWNERS": f"{text}\n"}, {"path": "OWNERS", "kind": kind})
    assert [list(row.covers) for row in catalog.rows] == [covers]


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


def test_entities_of_one_catalog_are_compared_with_the_rows_of_another(tmp_path: Path) -> None:
    entity = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a, links: [{url: 'https://x.org', title: X}]}\nspec: {owner: nobdy}\n"
    catalog, problems = read(tmp_path, {"c.yaml": entity}, {"path": "*.yaml", "kind": "backstage"})
    (row,) = catalog.rows
    assert (row.matrix, row.covers, [one.text for one in row.links]) == ("c", ("api:a",), ["X"])
    assert problems == [
        "c.yaml:4:15: no role answers to 'nobdy'; there is architect, dev, Developer [roles.unknown-role]"
    ]


# People


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "Name,Role,Manager,GitHub\nAna,SRE; Lead,Zoe,@ana\nBo,SRE,zoe,\nZoe,Head,,zoe\n"),
        ("p.csv", "Name;Role;Manager;GitHub\nAna;SRE;Zoe;@ana\nAna;Lead;Zoe;@ana\nBo;SRE;Zoe;\nZoe;Head;;zoe\n"),
        ("p.yaml", "people:\n- {name: Ana, roles: [SRE, Lead], manager: Zoe, handle: '@ana'}\n- {name: Bo, role: SRE, manager: Zoe}\n- {name: Zoe, title: Head, handle: zoe}\n"),
        ("p.toml", "[[people]]\nname='Ana'\nroles=['SRE','Lead']\nmanager='@zoe'\nhandle='@ana'\n[[people]]\nname='Bo'\nrole='SRE'\n[[people]]\nname='Zoe'\nrole='Head'\nhandle='zoe'\n"),
    ],
)  # fmt: skip
def test_a_directory_has_the_holders_of_roles(tmp_path: Path, name: str, text: str) -> None:
    roles = "roles:\n  sre: {name: Site Reliability Engineer, abbr: SRE, summary: Keeps it up}\n"
    catalog, problems = read(tmp_path, {name: text}, {"path": name, "kind": "people"}, roles=roles)
    found = {key: [str(one.name) for one in role.holders or ()] for key, role in catalog.roles.items()}
    assert found == {"sre": ["Ana", "Bo"], "Lead": ["Ana"], "Head": ["Zoe"]}
    assert [catalog.roles[key].reports_to for key in found] == ["Head", "Head", None]
    assert (catalog.roles["sre"].summary, catalog.roles["sre"].name) == (
        "Keeps it up",
        "Site Reliability Engineer",
    )
    assert problems == []


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Name,Role,Manager\nAna,SRE,Zo\nZoe,Head,\n", "p.csv:2:9: no person of the directory is called 'Zo'; did you mean 'Zoe'?"),
        ("Name,Role\n,SRE\nBo,Dev\n", "p.csv:2:1: the record has no name of a person"),
        ("Who,What\nx,y\n", "p.csv:1:1: the file holds nothing that is of the kind 'people'"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_directory(tmp_path: Path, text: str, expected: str) -> None:
    _, problems = read(tmp_path, {"p.csv": text}, {"path": "p.csv", "kind": "people"}, roles="roles: {}\n")
    assert [one.partition(" [roles")[0] for one in problems] == [expected]


# Charters, rotas, and what is wrong with any of them

CHARTER = """
project: shop
roles: [lead, dev, scout]
members:
  - {name: Ana, type: human, role: lead}
  - {name: finder, type: agent, role: scout, model: m-1}
  - {name: lost, type: agent, role: skout}
capabilities: {dev: {grant: [merge], deny: [spend]}}
actions:
  merge_it: {responsible: dev, accountable: [lead], consulted: [scout], informed: [], capabilities: [merge],
             gate: {approver: lead, on_timeout: block, break_glass: {who: dev, condition: sev1}}}
  read_it: {responsible: any, accountable: lead, low_risk: true}
"""


def test_a_charter_has_roles_people_agents_and_actions(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(CHARTER, "utf-8")
    found = read_inputs([(tmp_path / "charter.yaml", "charter.yaml")], Inputs(), Settings())
    roles = found.catalog.roles
    assert {key: role.kind for key, role in roles.items()} == {
        "lead": "role",
        "dev": "role",
        "scout": "agent",
    }
    assert [(str(one.name), one.capacity) for one in roles["scout"].holders or ()] == [("finder", "m-1")]
    assert (roles["dev"].decisions, roles["dev"].not_duties) == (("merge",), ("spend",))
    assert held(found.catalog) == {"merge_it": "dev R, lead A, scout C", "read_it": "lead A"}
    assert found.catalog.rows[0].notes == (
        "Approved by lead; without an answer: block.",
        "In an emergency (sev1): dev.",
    )
    assert [str(one).partition(" [")[0] for one in found.problems] == [
        "charter.yaml:7:5: the member 'lost' is appointed to 'skout', which is no role of the charter; did you mean 'scout'?"
    ]


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


def test_a_kind_that_there_is_not_is_reported_and_its_file_is_not_read(tmp_path: Path) -> None:
    catalog, problems = read(tmp_path, {"a.ics": "x"}, {"path": "a.ics", "kind": "rotta"})
    assert len(problems) == 1
    assert problems[0].endswith("not 'rotta'; did you mean 'rota'? [roles.config]")
    assert [*catalog.roles] == ["architect", "dev"]


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
