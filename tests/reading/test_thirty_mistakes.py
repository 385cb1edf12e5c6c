"""Thirty mistakes in one catalog: thirty problems, each at its place, and all that is right is there."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_roles.problems import Code

ROLES = """\
format: 1
roles:
  devops:
    name: DevOps Engineer
    sumary: Joins development and operations
    color: bleu
    acting_since: 2024
    reviewed: 2026-13-01
    skills: {terraform: 3, observabilty: 2}
    reports_to: head of everything
  sre:
    name: Site Reliability Engineer
    abbr: SRE
    kind: rolle
    holders: [Ana, {nick: anb}, {name: Bo, acting: yes}]
    covered_by: devop
    duties: [Keep it up, {Ensure: quality}]
    skills: {terraform: Guru}
  platform:
    name: Platform Engineer
    aliases: [Toolsmith]
    status: vacant
    name: Platform Person
    extends: platfrom
    links: [{text: Wiki}, {text: Code, url: https://example.org}]
  tools:
    name: Tool Builder
    levels: {senior: {after: juniro}, junior: }
    reports_to: cto
  cto: {name: CTO, reports_to: tools}
skills:
  terraform: {name: Terraform, scale: uk}
  observability: {name: Observability, scale: uq}
scales:
  uk: [Awareness, Working, Practitioner, Expert]
matrixes: {}
"""

ROWS = """\
responsibilities:
  deploys:
    name: Deployments
    assign: {devops: A/R, platfrom: R, sre: [C]}
  alerts:
    name: Alerts
    assign:
      sre: Q
      devops: {letters: R, until: someday}
      Ana: I
  costs:
    name: Costs
    section: Money
    matrix: delivrey
    assign: {devops: {when: staging}, sre: [A]}
  capacity: {name: Capacity, separate: perhaps, assign: {devops: R, DevOps Engineer: C}}
  backups: {name: Backups, assign: {devops: \N{CYRILLIC CAPITAL LETTER A}}}
  reviews: {name: Reviews, assign: everyone}
matrices:
  delivery: {scheme: RASCIX, roles: [devops, sre]}
schemes:
  OWN: {letters: {D: {name: Driver, min: many}}}
accepted:
  - {rule: no-backup, on: deploys}
  - {rule: no-backup}
"""

EXPECTED: list[tuple[Code, str, str, str]] = [
    # code, place, the wrong value, the near name
    (Code.UNKNOWN_KEY, "roles.yaml:5:5", "'sumary'", "summary"),
    (Code.WRONG_VALUE, "roles.yaml:6:12", "'bleu'", "blue"),
    (Code.WRONG_VALUE, "roles.yaml:8:15", "'2026-13-01'", ""),
    (Code.UNKNOWN_SKILL, "roles.yaml:9:28", "'observabilty'", "observability"),
    (Code.WRONG_VALUE, "roles.yaml:14:11", "'rolle'", "role"),
    (Code.UNKNOWN_KEY, "roles.yaml:15:21", "'nick'", ""),
    (Code.WRONG_VALUE, "roles.yaml:15:52", "'yes'", "true"),
    (Code.UNKNOWN_ROLE, "roles.yaml:16:17", "'devop'", "devops"),
    (Code.WRONG_TYPE, "roles.yaml:17:26", "'Ensure'", ""),
    (Code.UNKNOWN_PROFICIENCY, "roles.yaml:18:25", "'Guru'", ""),
    (Code.REPEATED_KEY, "roles.yaml:23:5", "'name'", ""),
    (Code.UNKNOWN_ROLE, "roles.yaml:24:14", "'platfrom'", "platform"),
    (Code.WRONG_VALUE, "roles.yaml:25:13", "'text'", ""),
    (Code.WRONG_VALUE, "roles.yaml:28:30", "'juniro'", "junior"),
    (Code.REPORTS_IN_A_CIRCLE, "roles.yaml:29:17", "tools → cto → tools", ""),
    (Code.WRONG_VALUE, "roles.yaml:33:47", "'uq'", ""),
    (Code.UNKNOWN_KEY, "roles.yaml:36:1", "'matrixes'", "matrices"),
    (Code.UNKNOWN_ROLE, "rows.yaml:4:27", "'platfrom'", "platform"),
    (Code.UNKNOWN_LETTER, "rows.yaml:8:12", "'Q'", ""),
    (Code.WRONG_VALUE, "rows.yaml:9:35", "'someday'", ""),
    (Code.PERSON_AS_ROLE, "rows.yaml:10:7", "'Ana'", ""),
    (Code.UNKNOWN_MATRIX, "rows.yaml:14:13", "'delivrey'", "delivery"),
    (Code.WRONG_VALUE, "rows.yaml:15:22", "'when'", ""),
    (Code.WRONG_VALUE, "rows.yaml:16:40", "'perhaps'", ""),
    (Code.CONFLICTING_ASSIGNMENT, "rows.yaml:16:86", "'devops'", ""),
    (Code.LOOK_ALIKE_LETTER, "rows.yaml:17:45", "'\N{CYRILLIC CAPITAL LETTER A}'", ""),
    (Code.WRONG_TYPE, "rows.yaml:18:36", "'everyone'", ""),
    (Code.UNKNOWN_SCHEME, "rows.yaml:20:22", "'RASCIX'", "RASCI"),
    (Code.WRONG_VALUE, "rows.yaml:22:42", "'many'", ""),
    (Code.WRONG_VALUE, "rows.yaml:25:5", "'rule'", ""),
]


@pytest.fixture
def found(read: Any) -> Any:
    return read({"roles.yaml": ROLES, "rows.yaml": ROWS})


def test_each_mistake_is_one_problem(found: Any) -> None:
    _, problems = found
    assert len(problems) == 30
    assert [(problem.code, str(problem.location)) for problem in problems] == [
        (code, location) for code, location, _, _ in EXPECTED
    ]


@pytest.mark.parametrize("index", range(len(EXPECTED)), ids=lambda i: f"{EXPECTED[i][0]}-{EXPECTED[i][1]}")
def test_it_names_the_value_and_what_is_near(found: Any, index: int) -> None:
    _, problems = found
    code, location, value, near = EXPECTED[index]
    problem = next(one for one in problems if (one.code, str(one.location)) == (code, location))
    assert value in problem.text
    assert ("did you mean" in problem.text) == bool(near)
    assert near in problem.text


def test_everything_right_is_there(found: Any) -> None:
    catalog, _ = found
    assert list(catalog.roles) == ["devops", "sre", "platform", "tools", "cto"]
    devops, sre, platform = (catalog.roles[key] for key in ("devops", "sre", "platform"))
    assert devops.own == {"sumary": "Joins development and operations", "acting_since": "2024"}
    assert [(one.skill, one.step) for one in devops.skills] == [
        ("terraform", "Practitioner"),
        ("observabilty", "2"),
    ]
    assert [level.id for level in catalog.roles["tools"].levels] == ["senior", "junior"]
    assert devops.reports_to == "head of everything"
    assert [holder.name for holder in sre.holders] == ["Ana", "Bo"]
    assert sre.kind == "role"
    assert sre.duties == ("Keep it up",)
    assert platform.name == "Platform Engineer"
    assert [link.url for link in platform.links] == ["https://example.org"]
    rows = {row.id: row for row in catalog.rows}
    assert list(rows) == ["deploys", "alerts", "costs", "capacity", "backups", "reviews"]
    letters = {key: [(one.role, one.letters) for one in row.assign] for key, row in rows.items()}
    assert letters["deploys"] == [("devops", ("R", "A")), ("sre", ("C",))]
    assert letters["alerts"] == [("sre", ()), ("devops", ("R",))]
    assert rows["alerts"].assign[0].unread == "Q"
    assert letters["capacity"] == [("devops", ("R",))]
    assert letters["backups"] == [("devops", ("A",))]
    assert rows["deploys"].partial
    assert not rows["backups"].partial
    assert len(catalog.accepted) == 1
    assert catalog.schemes["OWN"]["D"].name == "Driver"
