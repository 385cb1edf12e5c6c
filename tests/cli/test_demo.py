"""The demo says what the handbook is about: three roles, what each pair shares, and one honest gap."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

import pytest

from sphinx_roles.catalog.load import read_body
from sphinx_roles.cli import quickstart as pages
from sphinx_roles.model import Catalog, Responsibility
from sphinx_roles.problems import Location

SHARED = {
    ("devops", "sre"): {"monitoring", "continuous-improvement"},
    ("devops", "platform"): {"deployment-automation", "cloud-infrastructure"},
    ("platform", "sre"): {"capacity-planning", "performance"},
}
OWN = {
    "devops": {"build-pipelines", "release-coordination", "night-deploys"},
    "sre": {"slos", "error-budgets", "incident-response", "post-incident-review"},
    "platform": {"developer-portal", "ci-cd-platform", "golden-paths", "cloud-accounts"},
}


@cache
def catalog() -> Catalog:
    read, problems = read_body(pages.demo_data(), Location("roles.yaml"), format="yaml")
    assert problems == ()
    return read


def holders(row: Responsibility, letters: str) -> set[str]:
    return {one.role for one in row.assign if set(one.letters) & set(letters)}


def test_three_roles_with_what_a_card_shows() -> None:
    taglines = {role.name: role.tagline for role in catalog().roles.values()}
    assert taglines == {
        "DevOps Engineer": "The bridge-builders",
        "Site Reliability Engineer": "The reliability gurus",
        "Platform Engineer": "The toolsmiths",
    }
    for role in catalog().roles.values():
        assert role.summary
        assert role.abbr
        assert len(role.duties) >= 3
        assert len(role.skills) >= 4
        assert role.tools
        assert role.metrics


def test_the_pairs_share_what_they_share_and_nothing_else() -> None:
    working = {row.id: holders(row, "RA") for row in catalog().rows}
    for pair in combinations(sorted(catalog().roles), 2):
        assert {row for row, roles in working.items() if roles == set(pair)} == SHARED[pair]
    assert not [row for row, roles in working.items() if len(roles) > 2]
    for role, rows in OWN.items():
        assert {row for row, roles in working.items() if roles == {role}} == rows


def test_the_third_role_only_asks_or_hears() -> None:
    for pair, rows in SHARED.items():
        for row in (catalog().find_row(name) for name in rows):
            assert row is not None
            assert not holders(row, "RA") - set(pair)


def test_one_row_is_honestly_open_and_one_role_is_covered() -> None:
    assert [row.id for row in catalog().rows if not holders(row, "A")] == ["night-deploys"]
    assert catalog().roles["platform"].status == "vacant"
    assert catalog().roles["platform"].covered_by == "devops"


def test_every_row_says_what_it_means() -> None:
    assert len(catalog().rows) >= 10
    assert 3 <= len(catalog().sections) <= 4
    for row in catalog().rows:
        assert row.summary
        assert row.done_when or row.notes
        for link in row.links:
            assert link.url.startswith("https://example.com/")


def test_a_condition_is_shown() -> None:
    row = catalog().find_row("monitoring")
    assert row is not None
    assert {one.when for one in row.assign} == {"production", "staging", ""}


@pytest.mark.parametrize("name", ["index", pages.PAGE])
def test_the_pages_say_the_same_in_both_markups(name: str) -> None:
    assert words(pages.demo_page(name, "md")) == words(pages.demo_page(name, "rst"))


def words(page: str) -> list[str]:
    """Return the words of a page without what is markup."""
    roles = re.sub(r"\{([a-z:]+)\}`|:([a-z]+(?::[a-z]+)?):`", r"\1\2 ", page)
    plain = re.sub(r"```\{([a-z-]+)\}|\.\. ([a-z-]+)::", r"\1\2", roles)
    return re.findall(r"[\w:-]*\w", re.sub(r"^(?:[=-]{3,}|```|#+)$", "", plain, flags=re.MULTILINE))
