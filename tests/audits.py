"""What is found in a catalog as people write it, on a day that stays the same."""

from __future__ import annotations

import datetime
from textwrap import dedent

from msgspec import structs

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import Finding, sentence
from sphinx_roles.analysis.audit.rule import Rule
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.owners import read_codeowners
from sphinx_roles.model import Catalog
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import Location

__all__ = ["TODAY", "findings", "read", "reported"]

TODAY = datetime.date(2026, 11, 23)


def read(text: str, today: datetime.date | None = TODAY, form: str = "yaml") -> Catalog:
    """Read a text of YAML, or of another format."""
    catalog, _ = read_body(dedent(text), Location(f"roles.{form}"), format=form)
    return structs.replace(catalog, today=today)


def reported(text: str, today: datetime.date | None = TODAY, form: str = "yaml") -> list[str]:
    """Return what is reported of a text: ``rule: sentence``, the worst first."""
    return [f"{found.rule}: {sentence(found)}" for found in findings_of(read(text, today, form))]


def findings(text: str, rule: Rule | None = None) -> tuple[Finding, ...]:
    """Return the findings of a text of YAML, beside the owners file of a rule's examples."""
    catalog = read(text)
    if rule is not None and rule.owners:
        rules = tuple(read_codeowners(rule.owners, "CODEOWNERS", "github", []))
        owners = Ownership(kind="github", rules=rules, files=tuple(sorted(rule.files)))
        catalog = structs.replace(catalog, owners=(owners,))
    return findings_of(catalog)
