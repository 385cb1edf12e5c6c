"""The export: what is in it, what never is, and that it is what its schema says."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sphinx_roles.addresses import hide_addresses, split_addresses
from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.catalog.assignments import HEADS
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.catalogs import CatalogRegistry, Store
from sphinx_roles.export.facts import facts, written
from sphinx_roles.export.schemas import facts_schema
from sphinx_roles.export.tables import csv_matrix, csv_rows, escaped, markdown
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location

DATA = """\
format: 1
roles:
  sre:
    name: Site Reliability Engineer
    abbr: SRE
    kind: role
    summary: Keeps it *fast*. Write to sre@example.com.
    holders:
      - {name: Ana, as: lead, email: ana@example.com, link: "mailto:ana@example.com", since: 2026-01, acting: true}
      - {name: bo@example.com, link: "https://example.com/bo"}
    past_holders: [{name: Cy, email: cy@example.com}]
    skills: {slo: 4, on call: Expert}
    interactions: {devops: asks}
    levels: {junior: {}, senior: {after: junior, skills: {slo: 2}}}
    links: [{text: Mail us, url: "mailto:x@example.com"}, {text: Guide, url: "https://example.com"}]
    contact: "[mail us](mailto:sre@example.com)"
    open: true
    cost_center: "42"
    secret: not declared
    review_by: 2020-01
  devops: {name: DevOps Engineer, status: vacant, covered_by: sre, holders: []}
  team: {kind: team}
responsibilities:
  deploys: {name: "Deploys | releases", assign: {devops: A/R, sre: R, team: I}, secret: not declared}
  Operations:
    summary: Keeping it alive
    rows:
      alerts:
        name: =Alerts
        separate: true
        links: [runbooks/alerts]
        assign:
          sre: A (production)
          devops: {letters: A/R, when: staging, until: 2099-03-31, note: until the move}
          team: what
      orphan: {name: Nobody's, assign: {}}
  pick: {matrix: decisions, assign: {sre: D, devops: A}}
matrices: {decisions: {name: Decisions, scheme: DACI, roles: [devops, sre]}}
accepted:
  - {rule: no-accountable, on: orphan, reason: nobody must know why, until: 2099-12-31}
"""
DECLARED = {"cost_center": "Cost centre", "other": "Other"}


def strict(schema: Any) -> Any:
    """Return a schema that also refuses keys of which it says nothing: what is written must be described."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items()}
    if isinstance(made.get("properties"), dict) and "type" in made:
        made.setdefault("additionalProperties", False)
    return made


VALIDATOR = Draft202012Validator(strict(facts_schema()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def export(text: str, fields: dict[str, str] = DECLARED) -> dict[str, Any]:
    catalog, problems = read_body(text, Location("roles.yaml"), Settings(fields=fields), format="yaml")
    return facts({"": _prepared(catalog, problems)}, fields)


def _prepared(catalog: Catalog, problems: Any) -> Catalog:
    return CatalogRegistry(Path(), Settings(), {}, Store(None))._prepared(catalog, problems)[0]


@pytest.fixture(scope="module")
def found() -> Any:
    return export(DATA)["catalogs"][0]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(facts_schema())


def test_what_is_written_is_what_the_schema_says(found: dict[str, Any]) -> None:
    document = export(DATA)
    assert list(VALIDATOR.iter_errors(document)) == []
    # The checks themselves: a key too many, one too few, a wrong shape.
    for spoilt in ({**document, "x": 1}, {"format": 1}, {"format": 2, "catalogs": []}):
        assert not VALIDATOR.is_valid(spoilt)
    spoilt = json.loads(written(document))
    spoilt["catalogs"][0]["roles"][0]["place"] = "roles.yaml"
    assert not VALIDATOR.is_valid(spoilt)


def test_who_decides_and_does(found: dict[str, Any]) -> None:
    rows = {row["id"]: row for row in found["responsibilities"]}
    assert {key: (row["decides"], row["does"]) for key, row in rows.items()} == {
        "deploys": (["devops"], ["devops", "sre"]),
        "alerts": (["sre", "devops"], ["devops"]),
        "orphan": ([], []),
        "pick": (["devops"], ["sre"]),
    }
    more = {"when": "staging", "until": "2099-03-31", "note": "until the move"}
    assert rows["alerts"]["assign"] == [
        {"role": "sre", "letters": ["A"], "when": "production"},
        {"role": "devops", "letters": ["A", "R"], **more},
        {"role": "team", "letters": [], "unread": "what"},
    ]
    assert rows["alerts"]["separate"] is True
    assert rows["pick"]["scheme"] == "DACI"


def test_counts(found: dict[str, Any]) -> None:
    sre, devops, team = found["roles"]
    assert sre["counts"] == {
        "responsibilities": 3,
        "decides": 1,
        "does": 2,
        "letters": [
            {"scheme": "RACI", "letter": "R", "name": "Responsible", "count": 1},
            {"scheme": "RACI", "letter": "A", "name": "Accountable", "count": 1},
            {"scheme": "DACI", "letter": "D", "name": "Driver", "count": 1},
        ],
    }
    # What could not be read is nobody's part.
    assert team["counts"]["responsibilities"] == 1
    assert found["counts"]["roles"] == 3
    assert found["counts"]["responsibilities"] == 4
    assert sum(found["counts"]["findings"].values()) == len(found["findings"])
    assert found["shared"] == [{"roles": ["sre", "devops"], "responsibilities": 3}]
    assert devops["holders"] == []
    assert "holders" not in team


def test_findings_and_what_is_accepted(found: dict[str, Any]) -> None:
    reported = {finding["rule"]: finding for finding in found["findings"]}
    assert reported["stale"]["subject"] == {"kind": "role", "role": "sre"}
    assert reported["stale"]["sentence"] == "Site Reliability Engineer: the review was due on 2020-01-31"
    assert reported["stale"]["severity"] == "warning"
    (accepted,) = found["accepted"]
    assert (accepted["rule"], accepted["until"]) == ("no-accountable", "2099-12-31")
    row = {"kind": "row", "matrix": "", "section": "Operations", "responsibility": "orphan"}
    assert accepted["subject"] == row


def test_never_in_it() -> None:
    text = written(export(DATA))
    assert "@" not in text
    assert not re.search('mailto|"email"|nobody must know|not declared|secret|roles.yaml', text)
    assert "Keeps it *fast*. Write to [e-mail]." in text
    assert '"url": "https://example.com"' in text
    assert export(DATA)["catalogs"][0]["roles"][0]["own"] == {
        "cost_center": {"label": "Cost centre", "value": "42"}
    }
    assert "own" not in export(DATA, {})["catalogs"][0]["roles"][0]


def test_an_address_is_found_in_time() -> None:
    for sign in ("a", "a@", "a@a.", "@", "[", "`", "` ", "[](", "(mailto:", "a@a.a?", "<", "(", ", "):
        text = sign * (100_000 // len(sign)) + "@"
        assert len(hide_addresses(text) + split_addresses(text)[0]) > 1


def test_csv_has_a_line_for_each_assignment(found: dict[str, Any]) -> None:
    head, *lines = csv.reader(io.StringIO(csv_rows(found)))
    assert tuple(head) == HEADS
    assert "|".join(lines[0]) == "||Deploys | releases|DevOps Engineer|A/R||||deploys|devops|RACI"
    assert ["", "Operations", "Nobody's", "", "", "", "", "", "orphan", "", "RACI"] in lines
    # A spreadsheet takes it for a text.
    assert {line[2] for line in lines if line[8] == "alerts"} == {"'=Alerts"}
    assert "Decisions||pick|Site Reliability Engineer|D||||pick|sre|DACI" in map("|".join, lines)


def test_a_matrix_as_csv() -> None:
    catalog, problems = read_body(DATA, Location("roles.yaml"), format="yaml")
    catalog = _prepared(catalog, problems)
    assert '"A/R (staging, until 2099-03-31)"' in (csv_matrix(catalog, "") or "")
    text = csv_matrix(catalog, "Decisions")
    assert text == "Responsibility,DevOps Engineer,Site Reliability Engineer\npick,A,D\n"


def test_the_status_of_a_role_is_what_pages_say() -> None:
    data = """\
roles:
  gone: {name: Gone, status: active, holders: []}
  here: {name: Here, status: active, holders: [Di]}
  none: {name: None, holders: []}
"""
    catalog, problems = read_body(data, Location("roles.yaml"), format="yaml")
    catalog = _prepared(catalog, problems)
    (document,) = facts({"": catalog}, {})["catalogs"]
    lines = [line for line in markdown(document).splitlines() if "| role |" in line]
    assert lines == [
        "| Gone | role | vacant |  | 0 | 0 | 0 |",
        "| Here | role |  | Di | 0 | 0 | 0 |",
        "| None | role | vacant |  | 0 | 0 | 0 |",
    ]
    assert [one.status for one in CardsQuery().report(catalog).cards] == ["vacant", "", "vacant"]


def test_markdown_is_tables_and_nothing_else(found: dict[str, Any]) -> None:
    text = markdown(found)
    assert text.endswith("\n")
    assert "| Deploys \\| releases | A/R | R | I |" not in text  # the section stands before it
    assert "|  | Deploys \\| releases | R | A/R | I |" in text
    assert "| Operations | \\=Alerts | A (production) | A/R (staging, until 2099-03-31) | what |" in text
    assert "## Decisions\n\n| Responsibility | DevOps Engineer | Site Reliability Engineer |" in text
    # Each line of a table has as many bars as its head.
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


HOSTILE = r"""<script>
| - |
![x](http://evil)
[x](javascript:1)
`x`
*x*
&lt;
http://x.y
@all
\
~~x~~""".splitlines()


@pytest.mark.parametrize("text", [*HOSTILE, "a\nb"])
def test_markdown_shows_hostile_texts_as_they_are(text: str) -> None:
    from markdown_it import MarkdownIt

    page = f"| a | b |\n|---|---|\n| {escaped(text)} | end |\n"
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(page)
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    assert len(inline) == 4
    kinds = {child.type for child in inline[2]}
    assert kinds <= {"text", "text_special", "html_inline"}
    assert all(child.content == "<!-- -->" for child in inline[2] if child.type == "html_inline")
    shown = "".join(child.content for child in inline[2] if child.type != "html_inline")
    assert shown == " ".join(text.split())


def test_the_same_bytes_each_time() -> None:
    one, other = (written(export(DATA)) for _ in range(2))
    assert one == other
    assert one.endswith("}\n")
    assert not one.endswith("\n\n")
    assert json.loads(one) == export(DATA)


_text = st.text(max_size=12) | st.sampled_from(["ana@example.com", "mailto:x@y.de", "A/R", "sre", "=1"])
_value = st.recursive(
    _text | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=8,
)
_FIELDS = "name summary holders contact links duties skills reports_to interactions levels past_holders image"
_fields = st.sampled_from([*_FIELDS.split(), "cost_center"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.dictionaries(st.sampled_from(["sre", "devops", "ops"]), st.dictionaries(_fields, _value, max_size=6), max_size=3),
       st.dictionaries(_text, st.dictionaries(st.sampled_from(["sre", "devops"]), _text, max_size=2), max_size=3))  # fmt: skip
@example(roles={"sre": {"skills": {"": ""}}}, rows={})
def test_any_catalog_is_as_the_schema_says_and_has_no_address(roles: Any, rows: Any) -> None:
    data = {"roles": roles, "responsibilities": {name: {"assign": assign} for name, assign in rows.items()}}
    document = export(json.dumps(data))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', written(document))
    assert not [text for text in texts if hide_addresses(text) != text and not re.match("[a-z]+://", text)]
    markdown(document["catalogs"][0]).encode()
    csv_rows(document["catalogs"][0]).encode()
