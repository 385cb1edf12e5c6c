"""``{org:owner}`` in a sentence: the answer, and what is reported in its place; `cases/owner.yaml` has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import Say
from tables import tables

TABLES = tables(__file__)

CASES = yaml.safe_load((Path(__file__).parent / "cases/owner.yaml").read_text("utf-8"))
DATA, SETTINGS = CASES["files"], CASES["conf"]


@pytest.mark.parametrize(
    ("asked", "answer", "warning"), TABLES["the answer and what is reported in its place"]
)
def test_the_answer_and_what_is_reported_in_its_place(
    say: Say, asked: str, answer: str, warning: str
) -> None:
    sentence, warnings = say(f"Ask :org:owner:`{asked}` first.")
    assert sentence == f"Ask {answer} first."
    assert warnings == ([f"index.rst:4:17: WARNING: {warning}"] if warning else [])
