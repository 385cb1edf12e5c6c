"""``{org:owner}`` in a sentence: the answer, and what is reported in its place; `cases/owner.yaml` has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import Say

CASES = yaml.safe_load((Path(__file__).parent / "cases/owner.yaml").read_text("utf-8"))
DATA, SETTINGS = CASES["files"], CASES["conf"]


@pytest.mark.parametrize(
    ("asked", "answer", "warning"),
    [
        ("deploy/x.yaml", "Platform Engineer", ""),
        ("./deploy/x.yaml", "Platform Engineer", ""),
        ("deploy/", "Platform Engineer", ""),
        ("deploy/helm/values.yaml", "DevOps Engineer", ""),
        ("component:api", "Platform Engineer", ""),
        ("Component:API", "Platform Engineer", ""),
        ("src/alerts/a", "DevOps Engineer, for the vacant SRE", ""),
        ("src/main.py", "DevOps Engineer", ""),
        ("src/old/a", "Old (Platform Engineer, no longer there)", ""),
        ("src/mail/a", 'Ana (Platform Engineer) and "[e-mail]"', ""),
        ("src/new/a", '"@acme/new"', ""),
        ("src/sre/a", "SRE and Cy (DevOps Engineer)", ""),
        ("vendor/v", "**nobody**", "nobody answers for 'vendor/v' [roles.nobody]"),
        ("nights/n", "DevOps Engineer", ""),
        ("component:shop", "**nobody**", "nobody answers for 'component:shop' [roles.nobody]"),
        ("deploy/x.yml", "Platform Engineer", "no file 'deploy/x.yml'; did you mean 'deploy/x.yaml'? [roles.ref]"),
    ],
)  # fmt: skip
def test_the_answer_and_what_is_reported_in_its_place(
    say: Say, asked: str, answer: str, warning: str
) -> None:
    message, warnings = say(f"Ask :org:owner:`{asked}` first.")
    assert message == f"Ask {answer} first."
    assert warnings == ([f"index.rst:4:17: WARNING: {warning}"] if warning else [])
