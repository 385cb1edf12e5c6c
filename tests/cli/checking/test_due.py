"""``check --due``: the reviews that are overdue or fall due soon, soonest first."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_roles.analysis.selection import days_of

DATA = """\
roles:
  sre: {name: SRE, review_by: 2026-05-20}
  ops: {name: Ops, review_by: 2026-04}
  dev: {name: Dev, review_by: 2026-08-01}
responsibilities:
  deploys: {name: Deployments, review_by: 2026-04-15, assign: {dev: R}}
  nothing: {name: Nothing}
  costs: {name: Costs, review_by: 2026-05-01, assign: {dev: A/R}}
rules: {stale: off}
"""
OVERDUE = ["Deployments: the review was due on 2026-04-15", "Ops: the review was due on 2026-04-30"]
SOON = ["Costs: the review is due on 2026-05-01", "SRE: the review is due on 2026-05-20"]


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777593600")  # 2026-05-01


def reported(out: str) -> list[str]:
    lines = (line for line in out.splitlines() if line.startswith("roles.yaml:"))
    return [line.split(": ", 2)[2].removesuffix(" [stale]") for line in lines]


@pytest.mark.parametrize(
    ("period", "found"),
    [("1d", [*OVERDUE, *SOON[:1]]), ("2w", [*OVERDUE, *SOON[:1]]), ("1M", [*OVERDUE, *SOON]),
     ("1y", [*OVERDUE, *SOON, "Dev: the review is due on 2026-08-01"])],
)  # fmt: skip
def test_it_lists_reviews_alone_and_the_first_first(period: str, found: list[str], here: Any) -> None:
    here.write(roles_yaml=DATA)
    code, out, _ = here.run("check", "--due", period)
    assert (code, reported(out)) == (1, found)


def test_what_is_not_yet_overdue_fails_only_where_it_is_asked_for(here: Any) -> None:
    here.write(roles_yaml="roles: {sre: {name: SRE, review_by: 2026-05-20}}\n")
    assert here.run("check", "--due", "30d")[0] == 0
    assert here.run("check", "--due", "30d", "--fail-on", "hint")[0] == 1
    assert here.run("check", "--due", "5d", "--fail-on", "hint")[0] == 0


def test_what_cannot_be_read_is_reported_too(here: Any) -> None:
    here.write(roles_yaml=DATA.replace("2026-08-01", "soon"))
    _, out, _ = here.run("check", "--due", "1d")
    assert reported(out)[0].startswith("review_by takes a day")


@pytest.mark.parametrize("period", ["30", "0d", "d", "-1d", "1.5w", "next week", ""])
def test_another_text_is_no_period(period: str, here: Any) -> None:
    here.write(roles_yaml=DATA)
    code, _, err = here.run("check", f"--due={period}")
    assert code == 2
    assert "expected a number of days, weeks, months or years, from 1 on: 30d, 12w, 3m, 1y" in err
    with pytest.raises(ValueError, match="expected a number"):
        days_of(period)
