"""What is said of reviews on cards and in rows, and that a page is read again when a day passes."""

from __future__ import annotations

import pytest
from conftest import Maker
from pages import directive, title, toctree

DATA = """\
roles:
  sre: {name: SRE, reviewed: 2025-10-13, review_by: 2026-04, maintainer: Ana <ana@example.com>}
  dev: {name: Dev, maintainer: Bo}
"""
APRIL, MAY = "1777507200", "1777593600"  # the last of one month, the first of the next
FIELDS = {"fields": "maintainer, reviewed, review_by", "roles": "sre, dev"}


def text(project: Maker) -> str:
    files = {"index.md": title("Cards", "md") + directive("role-cards", "", FIELDS, "md"), "roles.yaml": DATA}
    page: str = (
        project(files, extensions=["myst_parser", "sphinx_roles"])
        .build("text", strict=True)
        .page("index.txt")
    )
    return page


def test_a_review_on_a_day_to_come_is_reported_once(project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that claims an earlier day knows of later reviews."""
    data = (
        DATA + "  qa: {reviewed: 2999-01-01}\nresponsibilities: {x: {reviewed: 2998-02, assign: {dev: A}}}\n"
    )
    body = "roles: {new: {reviewed: 2997-01-01}}\nresponsibilities: {y: {assign: {new: A, qa: R}}}"
    pages = directive("role-cards", "", FIELDS, "md") + directive("responsibility-matrix", "", {}, "md", body)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    files = {"index.md": title("Cards", "md") + pages, "roles.yaml": data}
    built = project(files, extensions=["myst_parser", "sphinx_roles"]).build()
    message = "{}: WARNING: {!r} has been reviewed on {}, a day to come; the next review is in 'review_by'"
    assert built.warnings == [
        f"{message.format(*one)} [roles.wrong-value]"
        for one in (
            ("roles.yaml:4:3", "qa", "2999-01-01"),
            ("roles.yaml:5:20", "x", "2998-02-01"),
            ("index.md:10:9", "new", "2997-01-01"),
        )
    ]


@pytest.mark.parametrize(("day", "due"), [(APRIL, "2026-04-30"), (MAY, "2026-04-30 (overdue)")])
def test_a_card_says_when_by_whom_and_what_is_overdue(
    day: str, due: str, project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
    sre, dev = text(project).split("-[ ")[1:]
    assert f"Reviewed:\n   2025-10-13, by Ana\n\nReview due:\n   {due}" in sre
    assert "Maintained by" not in sre
    assert "Maintained by:\n   Bo" in dev


def test_a_page_is_read_again_when_a_day_passes(project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        "index": title("All", "rst") + toctree("*", "rst"),
        "due": directive("role-cards", "", FIELDS, "rst"),
        "plain": directive("role-cards", "", {"fields": "reviewed"}, "rst"),
        "audit": directive("responsibility-audit", "", {"rules": "stale", "due": "1d"}, "rst"),
        "ends": directive("responsibility-matrix", "", {"totals": ""}, "rst"),
        "shows": directive("responsibility-matrix", "", {}, "rst"),
        "profile": directive("role-profile", "dev", {"sections": "responsibilities, counterparts"}, "rst"),
    }
    files = {
        f"{name}.rst": text if name == "index" else title(name, "rst") + text for name, text in pages.items()
    }
    monkeypatch.setenv("SOURCE_DATE_EPOCH", APRIL)
    rows = "responsibilities: {x: {assign: {sre: {letters: A, until: 2026-04}, dev: R}}}\n"
    made = project({**files, "roles.yaml": DATA + rows})
    assert "ro-overdue" not in made.build(strict=True).page("due.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(APRIL) + 3600))
    assert made.build(strict=True).read == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MAY)
    built = made.build(strict=True)
    assert sorted(built.read) == ["audit", "due", "ends", "profile"]
    assert '<span class="ro-mark ro-overdue">overdue</span>' in built.page("due.html")
    assert "the review was due on 2026-04-30" in built.page("audit.html")
    assert "SRE" not in built.page("profile.html")
