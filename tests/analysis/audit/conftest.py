"""Catalogs as people write them: the rules are told of by their examples."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from textwrap import dedent

import pytest
from msgspec import structs

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import Finding, sentence
from sphinx_roles.analysis.audit.rule import Rule
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.owners import read_codeowners
from sphinx_roles.model import Catalog
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import Location

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def read() -> Callable[..., Catalog]:
    """Return a reader of YAML, or of another format, on a day that stays the same."""

    def make(text: str, today: datetime.date = TODAY, form: str = "yaml") -> Catalog:
        catalog, _ = read_body(dedent(text), Location(f"roles.{form}"), format=form)
        return structs.replace(catalog, today=today)

    return make


@pytest.fixture
def reported(read: Callable[..., Catalog]) -> Callable[..., list[str]]:
    """Return what is told of a YAML text: ``rule: sentence``, the worst first."""

    def make(text: str, today: datetime.date = TODAY, form: str = "yaml") -> list[str]:
        return [f"{found.rule}: {sentence(found)}" for found in findings_of(read(text, today, form))]

    return make


@pytest.fixture
def findings(read: Callable[..., Catalog]) -> Callable[..., tuple[Finding, ...]]:
    """Return the findings of a YAML text, beside the owners file of a rule's examples."""

    def make(text: str, today: datetime.date = TODAY, rule: Rule | None = None) -> tuple[Finding, ...]:
        catalog = read(text, today)
        if rule is not None and rule.owners:
            rules = tuple(read_codeowners(rule.owners, "CODEOWNERS", "github", []))
            owners = Ownership(kind="github", rules=rules, files=tuple(sorted(rule.files)))
            catalog = structs.replace(catalog, owners=(owners,))
        return findings_of(catalog)

    return make
