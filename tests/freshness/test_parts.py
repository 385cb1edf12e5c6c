"""A question is not asked again while the part of the data that its answer may depend on stays as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from msgspec import structs
from random_catalogs import catalogs, some

from sphinx_roles.analysis import profile
from sphinx_roles.analysis.profile import _FREE, ProfileQuery
from sphinx_roles.analysis.report import digest
from sphinx_roles.model import Catalog, Prose, Role, Text
from sphinx_roles.problems import Location


def _edited(value: Any) -> Any:
    """Return a text, or several, in other words."""
    return tuple(map(_edited, value)) if isinstance(value, tuple) else value and type(value)(f"{value} too")


def _with(catalog: Catalog, role: Role, name: str, value: Any) -> Catalog:
    return structs.replace(catalog, roles={**catalog.roles, role.id: structs.replace(role, **{name: value})})


@some(60)
@given(catalogs())
def test_a_profile_depends_on_no_free_text_of_other_roles(catalog: Catalog) -> None:
    rules = {**catalog.rules, "missing-field": {"roles": [*_FREE]}}
    catalog = structs.replace(catalog, today=date(2026, 11, 29), rules=rules)
    queries = [ProfileQuery(role=role, anchors=True) for role in catalog.roles]
    before = [(query.part(catalog), digest(query.report(catalog))) for query in queries]
    for role in catalog.roles.values():
        for name in _FREE:
            value = getattr(role, name)
            for other in {_edited(value), type(value)() if value else (Prose("new"),)}:
                changed = _with(catalog, role, name, other)
                for query, (part, report) in zip(queries, before, strict=True):
                    same = query.part(changed) == part
                    assert not same or digest(query.report(changed)) == report, (name, query.role)
                    shown = role.id in (query.role, catalog.roles[query.role].extends)
                    assert same == (other == value or (bool(other) == bool(value) and not shown))


def test_what_may_depend_on_everything_has_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(roles={"a": Role(id="a", name=Text("A"), location=Location("roles.yaml"))})
    assert ProfileQuery(role="a").part(catalog) is not None
    assert ProfileQuery(role="b").part(catalog) is None
    assert ProfileQuery(role="a", edit=True).part(catalog) is None
    monkeypatch.setattr(profile, "external_rules", lambda: {"mine": object()})
    assert ProfileQuery(role="a").part(catalog) is None
