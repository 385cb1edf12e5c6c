"""``{org:who}`` inside a sentence: the answer, its cover and conditions, and its freshness."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Maker, Say
from tables import tables

TABLES = tables(__file__)

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
  rota: {assign: {platform: A, sre: A, qa: A}}
  nights: {name: Deploys at night, assign: {devops: R}}
"""
DATA = {"roles.yaml": ROLES}
SETTINGS: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("asked", "answer", "warning"), TABLES["the answer and what is reported in its place"]
)
def test_the_answer_and_what_is_reported_in_its_place(
    say: Say, asked: str, answer: str, warning: str
) -> None:
    sentence, warnings = say(f"Ask :org:who:`{asked}` first.")
    assert sentence == f"Ask {answer} first."
    assert warnings == ([f"index.rst:4:15: WARNING: {warning}"] if warning else [])


def test_the_roles_are_links_where_there_is_a_card(project: Maker) -> None:
    page = "Title\n=====\n\nAsk :org:who:`R:deploys`.\n\n.. role-card:: devops\n"
    html = project({"index.rst": page, "roles.yaml": ROLES}).build(strict=True).page()
    assert '<a class="reference internal" href="#role-devops">' in html
