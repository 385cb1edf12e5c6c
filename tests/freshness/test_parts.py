"""A question is not asked again while the part of the data that its answer may depend on stays as it is."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from msgspec import structs
from random_catalogs import catalogs, some

from sphinx_roles.analysis import profile
from sphinx_roles.analysis.cards import DEFAULT_FIELDS, CardsQuery, IndexQuery
from sphinx_roles.analysis.profile import ProfileQuery
from sphinx_roles.analysis.report import digest
from sphinx_roles.analysis.selection import FREE_TEXTS
from sphinx_roles.model import Catalog, Prose, Role, Text
from sphinx_roles.problems import Location


def _edited(value: Any) -> Any:
    """Return a text, or several, in other words."""
    return tuple(map(_edited, value)) if isinstance(value, tuple) else value and type(value)(f"{value} too")


def _with(catalog: Catalog, role: Role, name: str, value: Any) -> Catalog:
    return structs.replace(catalog, roles={**catalog.roles, role.id: structs.replace(role, **{name: value})})


def _queries(catalog: Catalog) -> Iterator[tuple[Any, set[str], Container[str]]]:
    """Yield questions, each with the roles of which the answer has free texts, and with these."""
    for role in catalog.roles.values():
        yield ProfileQuery(role=role.id, anchors=True), {role.id, role.extends or role.id}, FREE_TEXTS
        yield CardsQuery(roles=(role.id,)), {role.id}, DEFAULT_FIELDS
    yield IndexQuery(cards=CardsQuery(fields=("tagline",))), {*catalog.roles}, ("tagline",)


@some(60)
@given(catalogs())
def test_an_answer_depends_on_no_free_text_that_it_does_not_show(catalog: Catalog) -> None:
    rules = {**catalog.rules, "missing-field": {"roles": [*FREE_TEXTS]}}
    catalog = structs.replace(catalog, today=date(2026, 11, 29), rules=rules)
    before = [
        (*asked, asked[0].part(catalog), digest(asked[0].report(catalog))) for asked in _queries(catalog)
    ]
    for role in catalog.roles.values():
        for name in FREE_TEXTS:
            value = getattr(role, name)
            for other in (_edited(value), type(value)() if value else (Prose("new"),)):
                changed = _with(catalog, role, name, other)
                for query, roles, fields, part, report in before:
                    same = query.part(changed) == part
                    assert not same or digest(query.report(changed)) == report, (name, query)
                    shown = role.id in roles and name in fields
                    assert same == (other == value or (bool(other) == bool(value) and not shown))


def test_what_may_depend_on_everything_has_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(roles={"a": Role(id="a", name=Text("A"), location=Location("roles.yaml"))})
    assert ProfileQuery(role="a").part(catalog) is not None
    assert ProfileQuery(role="b").part(catalog) is None
    assert ProfileQuery(role="a", edit=True).part(catalog) is None
    assert CardsQuery(edit=True).part(catalog) is None
    monkeypatch.setattr(profile, "external_rules", lambda: {"mine": object()})
    assert ProfileQuery(role="a").part(catalog) is None
