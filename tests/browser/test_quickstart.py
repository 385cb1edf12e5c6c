"""A wide matrix of a new handbook is seen whole in the window of a laptop."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.chromium import Browser

from sphinx_roles.cli import main, quickstart

pytestmark = pytest.mark.browser

ROLES = (
    "Head of Infrastructure,Platform Engineer,Site Reliability Engineer,Product Manager,Security Officer,"
    "Data Protection Officer,Release Manager,Service Desk,Legal,Finance,Marketing Lead,Support Engineer"
)


@pytest.mark.parametrize("style", ["furo", "alabaster"])
@pytest.mark.parametrize("count", [5, 12])
def test_no_role_is_cut_off(
    style: str, count: int, chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quickstart, "theme", lambda: style)
    monkeypatch.chdir(tmp_path)
    heads = ROLES.split(",")[:count]
    rows = [f"Approve change {row} and tell everybody about it,A/R{',I' * (count - 1)}" for row in range(9)]
    Path("raci.csv").write_text("\n".join([f"Task,{','.join(heads)}", *rows]) + "\n")
    assert main(["quickstart", "book", "--from", "raci.csv"]) == 0
    chromium.resize(1400)
    chromium.driver.get((tmp_path / "book" / "_build" / "html" / "index.html").as_uri())
    right = "return document.querySelector('.ro-table').getBoundingClientRect().right"
    scrolls = "let box = document.querySelector('.ro-scroll'); return box.scrollWidth - box.clientWidth"
    assert chromium.run(right) <= 1400
    assert chromium.run(scrolls) <= 0
