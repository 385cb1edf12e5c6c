"""What has ended counts no more: letters until a day, and holders who have left."""

from __future__ import annotations

import datetime

import pytest
from audits import read, reported

from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.analysis.comparison import ComparisonQuery
from sphinx_roles.analysis.field_values import Assigned, People
from sphinx_roles.analysis.levels import PathQuery
from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.analysis.overlap import OverlapQuery
from sphinx_roles.analysis.owner import OwnerQuery
from sphinx_roles.analysis.profile import ProfileQuery
from sphinx_roles.analysis.report import digest
from sphinx_roles.analysis.role_holders import HoldersQuery
from sphinx_roles.analysis.role_map import MapQuery
from sphinx_roles.analysis.who import WhoQuery
from sphinx_roles.export.facts import facts
from sphinx_roles.export.owners import backstage, codeowners
from sphinx_roles.model import Catalog

LAST, NEXT = datetime.date(2026, 5, 31), datetime.date(2026, 6, 1)
DATA = """
skills: {slo: SLOs}
roles:
  sre: {holders: [{name: Ana, handle: "@ana", until: 2026-05, skills: [slo]}], skills: [slo]}
  dev: {holders: [Bo, {name: Cy, until: some day}], skills: [slo]}
responsibilities:
  alerts: {covers: /alerts/, assign: {sre: {letters: A/R, until: 2026-05-31}, dev: R}}
"""


def held(catalog: Catalog) -> dict[str, object]:
    """Return what each view says of `sre`."""
    card = {one.key: one for one in CardsQuery(fields=("assign", "holders")).report(catalog).cards[0].fields}
    owned, people = card.get("assign"), card["holders"]
    assert isinstance(people, People)
    both = ("sre", "dev")
    compared, profile = ComparisonQuery(roles=both).report(catalog), ProfileQuery(role="sre").report(catalog)
    matrix = MatrixQuery(totals=True).report(catalog)
    exported = facts({"": catalog}, {})["catalogs"][0]
    return {
        "card": isinstance(owned, Assigned),
        "holders": [str(one.name) for one in people.holders],
        "profile": any(one.relations or one.neighbours for one in profile.chapters),
        "comparison": [verdict.kind for block in compared.blocks for verdict in block.verdicts],
        "overlap": [one.rows for one in OverlapQuery(roles=both).report(catalog).sets],
        "totals": [dict(zip("AR", counts, strict=True)) for counts in matrix.totals],
        "rows of the role": len(MatrixQuery(role="sre").report(catalog).rows),
        "rows with A": len(MatrixQuery(letters=("A",)).report(catalog).rows),
        "who": [one.role for one in WhoQuery("R:alerts").report(catalog).answers],
        "owner": [one.role for one in OwnerQuery("alerts/x").report(catalog).answers],
        "map": [one.rows for one in MapQuery().report(catalog).ties],
        "status": MapQuery().report(catalog).places[0].status,
        "people": [str(one.name) for one in HoldersQuery().report(catalog).entries],
        "path": [len(getattr(PathQuery(ends=both).report(catalog), f"rows_{kind}")) for kind in ("stay", "come")],
        "export": [len(exported["responsibilities"][0]["does"]), exported["roles"][0]["counts"]["decides"]],
        "owners files": ["@ana" in codeowners(catalog)[0], "\n  - ana\n" in backstage(catalog)[0]],
    }  # fmt: skip


BOTH = {
    "card": (True, False),
    "holders": (["Ana"], []),
    "profile": (True, False),
    "comparison": (["shared"], ["only"]),
    "overlap": ([1, 1], [0, 1]),
    "totals": ([{"A": 1, "R": 1}, {"A": 0, "R": 1}], [{"A": 0, "R": 0}, {"A": 0, "R": 1}]),
    "rows of the role": (1, 0),
    "rows with A": (1, 0),
    "who": (["sre", "dev"], ["dev"]),
    "owner": (["sre"], []),
    "map": ([1], []),
    "status": ("", "vacant"),
    "people": (["Ana", "Bo", "Cy"], ["Bo", "Cy"]),
    "path": ([1, 0], [0, 1]),
    "export": ([2, 1], [1, 0]),
    "owners files": ([True, True], [False, False]),
}
"""What each view says on the last day, and on the next."""


def test_what_has_ended_counts_in_no_view() -> None:
    last, after = held(read(DATA, LAST)), held(read(DATA, NEXT))
    assert {key: (last[key], after[key]) for key in last} == BOTH


def test_who_has_left_counts_in_no_rule() -> None:
    """Nobody stands beside one who alone is left, and who has left decides no more what they do elsewhere."""
    text = """
    roles:
      sre: {holders: [Bo, {name: Ana, until: 2026-05}]}
      dev: {holders: [Ana, Cy]}
    responsibilities:
      alerts: {name: Alerts, separate: true, assign: {sre: A, dev: R}}
      nights: {name: Nights, assign: {sre: R, dev: A}}
    """
    rules = ("no-backup", "duties-not-separated")
    last, after = ([line for line in reported(text, day) if line.startswith(rules)] for day in (LAST, NEXT))
    assert last == ["duties-not-separated: Alerts: Ana decides it as sre and does it as dev"]
    assert after == ["no-backup: Nights: only sre does it, and only Bo holds that role"]


def test_what_has_ended_is_shown_and_exported_as_it_is_in_the_data() -> None:
    """The matrix has it with its day; who has left is a past holder."""
    catalog = read(DATA, NEXT)
    report = MatrixQuery(totals=True).report(catalog)
    assert [
        (part.letters, part.until, part.ended) for part in report.cells[report.rows[0].cells[0]].parts
    ] == [(("A", "R"), LAST, True)]
    (card,) = CardsQuery(roles=("sre",), fields=("past_holders",)).report(catalog).cards
    assert [one.name for field in card.fields if isinstance(field, People) for one in field.holders] == [
        "Ana"
    ]
    exported = facts({"": catalog}, {})["catalogs"][0]
    assert exported["responsibilities"][0]["assign"][0]["until"] == "2026-05-31"
    assert exported["roles"][0]["holders"][0]["name"] == "Ana"


def test_nothing_is_made_anew_where_nothing_has_ended() -> None:
    catalog = read(DATA, LAST)
    assert catalog.current is catalog
    ended = read(DATA, NEXT).current
    assert ended.current is ended


@pytest.mark.parametrize(
    "query", [MatrixQuery(totals=True), CardsQuery(fields=("holders",))], ids=["rows", "holders"]
)
def test_a_page_is_another_one_when_the_day_has_passed(query: MatrixQuery | CardsQuery) -> None:
    assert digest(query.report(read(DATA, LAST))) != digest(query.report(read(DATA, NEXT)))
