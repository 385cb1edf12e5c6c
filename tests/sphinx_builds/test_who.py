"""``{org:who}`` inside a sentence: the answer, its cover and conditions, and its freshness."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Maker, Say

ROLES = """
roles:
  devops: {name: DevOps Engineer}
  sre: {name: Site Reliability Engineer}
  platform: {name: Platform Engineer, status: vacant, covered_by: devops}
  qa: {name: Tester, holders: []}
  night: {name: Night shift, holders: [], covered_by: platform}
  stage: {name: Stage hand, holders: [], covered_by: qa}
responsibilities:
  deploys: {name: Deployments, assign: {platform: A, devops: R}}
  alerts: {name: Alerts, assign: {sre: A/R (production), devops: {letters: A, when: staging, until: 2027-03-31}, platform: R}}
  tests: {assign: {qa: A}}
  backups: {assign: {night: A}}
  sweeping: {assign: {stage: A}}
  nights: {name: Deploys at night, assign: {devops: R}}
"""
DATA = {"roles.yaml": ROLES}
SETTINGS: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("asked", "answer", "warning"),
    [
        ("deploys", "DevOps Engineer, for the vacant Platform Engineer", ""),
        ("Deployments", "DevOps Engineer, for the vacant Platform Engineer", ""),
        ("R:deploys", "DevOps Engineer", ""),
        ("r:deploys", "DevOps Engineer", ""),
        ("tests", "Tester (vacant)", ""),
        ("backups", "DevOps Engineer, for the vacant Night shift", ""),
        ("sweeping", "Stage hand (vacant)", ""),
        ("alerts", "Site Reliability Engineer (production) and DevOps Engineer (staging, until 2027-03-31)", ""),
        ("R:alerts", "Site Reliability Engineer (production) and DevOps Engineer, for the vacant Platform Engineer", ""),
        ("A/R:alerts", "Site Reliability Engineer (production) and DevOps Engineer (staging, until 2027-03-31), also for the vacant Platform Engineer", ""),
        ("nights", "**nobody**", "nobody is Accountable for 'Deploys at night' [roles.nobody]"),
        ("deplys", "deplys", "no responsibility 'deplys'; did you mean 'deploys'? [roles.ref]"),
        ("Q:deploys", "Q:deploys", "no letter 'Q' in the scheme; expected one of R, A, C, I [roles.unknown-letter]"),
    ],
)  # fmt: skip
def test_the_answer_and_what_is_reported_in_its_place(
    say: Say, asked: str, answer: str, warning: str
) -> None:
    message, warnings = say(f"Ask :org:who:`{asked}` first.")
    assert message == f"Ask {answer} first."
    assert warnings == ([f"index.rst:4:15: WARNING: {warning}"] if warning else [])


def test_the_roles_are_links_where_there_is_a_card(project: Maker) -> None:
    page = "Title\n=====\n\nAsk :org:who:`R:deploys`.\n\n.. role-card:: devops\n"
    html = project({"index.rst": page, "roles.yaml": ROLES}).build(strict=True).page()
    assert '<a class="reference internal" href="#role-devops">' in html
