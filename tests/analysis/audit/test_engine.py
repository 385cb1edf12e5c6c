"""Many alike are told as one, the worst first; a view shows what it was asked."""

from __future__ import annotations

from typing import Any

import pytest
from audits import findings, read, reported
from msgspec import structs

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import sentence
from sphinx_roles.analysis.audit.query import AuditQuery
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.report import Edit, digest
from sphinx_roles.model import Catalog


def matrix(bad: int, good: int, name: str = "", section: str = "") -> str:
    """Return rows, of which some have nobody who decides."""
    extra = f", matrix: {name}" if name else ""
    rows = [f"bad-{n}{name}: {{assign: {{sre: R, ops: R}}{extra}}}" for n in range(bad)]
    rows += [f"good-{n}{name}: {{assign: {{{'sre' if n % 2 else 'ops'}: A/R}}{extra}}}" for n in range(good)]
    return "\n".join(f"  {row}" for row in rows) + "\n"


def accountable(reported: list[str]) -> list[str]:
    return [line for line in reported if line.startswith("no-accountable")]


@pytest.mark.parametrize(
    ("bad", "good", "folded"), [(3, 2, True), (2, 2, False), (4, 0, False), (3, 3, False)]
)
def test_more_than_half_of_five_are_one_finding(bad: int, good: int, folded: bool) -> None:
    found = accountable(reported("responsibilities:\n" + matrix(bad, good)))
    assert len(found) == (1 if folded else bad)
    if folded:
        expected = f"no-accountable: nobody holds A (Accountable) in {bad} of {bad + good} rows"
        assert found == [expected]


def test_a_folded_finding_keeps_those_that_it_stands_for() -> None:
    (found,) = [f for f in findings("responsibilities:\n" + matrix(4, 2)) if f.rule == "no-accountable"]
    assert [sentence(item) for item in found.items] == [
        f"bad-{n}: nobody holds A (Accountable)" for n in range(4)
    ]
    assert found.location == found.items[0].location


def test_each_matrix_is_folded_by_itself() -> None:
    text = "matrices: {one: {name: The first}, two: {name: The second}}\nresponsibilities:\n"
    found = accountable(reported(text + matrix(4, 1, "one") + matrix(1, 4, "two")))
    assert found == [
        "no-accountable: The first: nobody holds A (Accountable) in 4 of 5 rows",
        "no-accountable: The second: bad-0two: nobody holds A (Accountable)",
    ]


def test_the_same_mistake_at_five_places_is_one_finding() -> None:
    text = "roles: {sre: {}}\nresponsibilities:\n" + "".join(
        f"  x{n}: {{assign: {{ser: R}}}}\n" for n in range(2)
    )
    found = [line for line in reported(text) if line.startswith("unknown-role")]
    assert found == ["unknown-role: no role answers to 'ser'; did you mean 'sre'?, at 2 places"]


def test_a_folded_finding_names_its_worst() -> None:
    rows = (f"  x{n}: {{assign: {{a: A, b: A{', c: A' * (n == 3)}, d: R}}}}\n" for n in range(5))
    found = reported("roles: {a: {}, b: {}, c: {}, d: {}, e: {}}\nresponsibilities:\n" + "".join(rows))
    assert [line for line in found if line.startswith("several-accountable")] == [
        "several-accountable: in 5 of 5 rows, more roles hold A (Accountable) than may; the most in x3, 3"
    ]


@pytest.mark.parametrize("folded", ["{worst}: {worst_count}", "{count} {who}"])
def test_a_folded_sentence_that_asks_for_what_is_not_there_has_a_gap(
    monkeypatch: pytest.MonkeyPatch, folded: str
) -> None:
    """A rule of another package may ask for it."""
    rules = load_rules()
    changed = {**rules, "no-accountable": structs.replace(rules["no-accountable"], folded=folded)}
    monkeypatch.setattr("sphinx_roles.analysis.audit.engine.load_rules", lambda: changed)
    (found,) = [f for f in findings("responsibilities:\n" + matrix(4, 1)) if f.rule == "no-accountable"]
    assert sentence(found) in ("bad-0: ", "4 ")


DATA = """
roles: {sre: {name: SRE, review_by: 2020-01-01}, ops: {name: Ops, reports_to: CTO}}
responsibilities:
  Day: {rows: {deploys: {name: Deployments, assign: {sre: R, ops: R}}, sums: {name: Sums, assign: {sre: A/R}}}}
  Night: {rows: {alerts: {name: Alerts, assign: {ops: A, sre: I}}}}
"""


def shown(query: AuditQuery, catalog: Catalog) -> list[str]:
    return [one.rule for one in query.report(catalog).findings]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (AuditQuery(rules=("stale", "No-Accountable")), ["no-accountable", "stale"]),
        (AuditQuery(severities=("error",)), ["no-accountable", "no-responsible"]),
        (AuditQuery(severities=("W",)), ["stale"]),
        (AuditQuery(sections=("night",)), ["no-responsible"]),
        (AuditQuery(roles=("Ops",)), ["unknown-manager"]),
        (AuditQuery(matrix="nowhere"), []),
    ],
)
def test_a_view_selects(query: AuditQuery, expected: list[str]) -> None:
    report = query.report(read(DATA))
    assert shown(query, read(DATA)) == expected
    assert report.unknown == (("nowhere",) if query.matrix else ())


@pytest.mark.parametrize(
    ("query", "looked_at"),
    [
        (AuditQuery(), (3, 2)),
        (AuditQuery(rules=("stale",)), (3, 2)),
        (AuditQuery(sections=("day",)), (2, 2)),
        (AuditQuery(sections=("night",)), (1, 2)),
        (AuditQuery(sections=("day", "night"), roles=("Ops",)), (3, 1)),
        (AuditQuery(roles=("ops",)), (3, 1)),
        (AuditQuery(matrix="Books"), (1, 1)),
        (AuditQuery(matrix="Books", sections=("night",)), (0, 0)),
    ],
)
def test_a_view_counts_what_it_selects(query: AuditQuery, looked_at: tuple[int, int]) -> None:
    """An audit of one matrix said how many responsibilities all of them have."""
    books = "matrices: {books: {name: Books}}" if query.matrix else ""
    data = DATA.replace("sums: {", "sums: {matrix: books, ") if books else DATA
    report = query.report(read(data + books))
    assert (report.rows, report.roles) == looked_at


def test_the_worst_come_first_then_the_order_of_the_data() -> None:
    found = [(one.severity, one.rule) for one in AuditQuery().report(read(DATA)).findings]
    assert found == [
        ("error", "no-accountable"),
        ("error", "no-responsible"),
        ("warning", "stale"),
        ("hint", "unknown-manager"),
        ("hint", "nobody-consulted-or-informed"),
    ]


@pytest.mark.parametrize("option", ["rules", "severities", "sections", "roles"])
def test_names_that_lead_nowhere_are_noted(option: str) -> None:
    query: dict[str, Any] = {option: ("nonsense",)}
    assert AuditQuery(**query).report(read(DATA)).unknown == ("nonsense",)


def test_the_digest_sees_lines_only_where_they_are_shown() -> None:
    data, moved = read(DATA), read("\n\n\n" + DATA)
    assert digest(AuditQuery().report(data)) == digest(AuditQuery().report(moved))
    assert digest(AuditQuery(edit=True).report(data)) != digest(AuditQuery(edit=True).report(moved))
    assert AuditQuery(edit=True).report(data).findings[0].edit == Edit("roles.yaml", 4)


def test_the_digest_sees_the_day() -> None:
    before = structs.replace(read(DATA), today=None)
    assert digest(AuditQuery().report(before)) != digest(AuditQuery().report(read(DATA)))


def test_what_was_found_is_kept_with_the_catalog() -> None:
    data = read(DATA)
    assert findings_of(data)[0] is findings_of(data)[0]
