"""What a cell of a notebook shows is what a page would."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable

import pytest

from sphinx_roles.analysis.audit.query import AuditQuery
from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.analysis.comparison import ComparisonQuery
from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.analysis.overlap import OverlapQuery
from sphinx_roles.analysis.report import Query, Report
from sphinx_roles.analysis.skills import SkillMatrixQuery
from sphinx_roles.catalog.load import read_body
from sphinx_roles.notebook import show
from sphinx_roles.problems import Location
from sphinx_roles.render.context import MatrixShape

CATALOG, _ = read_body(
    "roles: {dev: {name: Developer, summary: Builds *it*, skills: {code: 2}, color: '#aa0000'}, ops: {name: <Ops>}}\n"
    "responsibilities: {deploys: {name: Deployments, assign: {dev: A/R, ops: C}}}\n",
    Location("roles.yaml"),
    format="yaml",
)
QUERIES: list[tuple[Query[Report], str]] = [
    (MatrixQuery(), "ro-matrix"),
    (CardsQuery(), "ro-card"),
    (SkillMatrixQuery(), "ro-skills"),
    (ComparisonQuery(roles=("dev", "ops")), "ro-comparison"),
    (OverlapQuery(roles=("dev", "ops")), "ro-overlap"),
]


@pytest.mark.parametrize(
    ("query", "shown"), QUERIES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_report_is_shown_with_its_stylesheet(query: Query[Report], shown: str) -> None:
    html = show(query.report(CATALOG))._repr_html_()
    styles, body = html.split("</style>")
    assert styles.startswith("<style>")
    assert ".ro" in styles
    assert shown in body
    assert "Developer" in body
    assert "<Ops>" not in body


def test_two_cells_share_no_id() -> None:
    pages = [show(query.report(CATALOG))._repr_html_() for query, _ in QUERIES]
    ids = [ident for page in pages for ident in re.findall(r' id="([^"]+)"', page)]
    assert len(ids) == len(set(ids))


def test_the_language_and_the_shape_can_be_chosen() -> None:
    report = MatrixQuery().report(CATALOG)
    assert "Aufgabe" in show(report, language="de")._repr_html_()
    # Several languages in one session do not mix.
    assert "Responsabilidad" in show(report, language="es")._repr_html_()
    assert "Responsibility" in show(report)._repr_html_()
    html = show(report, MatrixShape(layout="letters"))._repr_html_()
    assert "ro-letters" in html


def test_another_report_is_refused() -> None:
    with pytest.raises(TypeError, match="AuditReport cannot be shown; expected one of MatrixReport"):
        show(AuditQuery().report(CATALOG))


def test_a_shape_or_markup_of_another_sort_is_refused() -> None:
    with pytest.raises(TypeError, match="the shape is MatrixShape; expected CardsShape"):
        show(CardsQuery().report(CATALOG), MatrixShape())
    with pytest.raises(ValueError, match="markup is 'html'; expected one of markdown, rst"):
        show(CardsQuery().report(CATALOG), markup="html")


@pytest.mark.parametrize("query", [query for query, _ in QUERIES])
def test_of_nothing_nothing_is_shown(query: Query[Report]) -> None:
    empty, _ = read_body("{}", Location("roles.yaml"), format="yaml")
    with warnings.catch_warnings(action="ignore"):
        assert show(query.report(empty))._repr_html_() == ""


@pytest.mark.parametrize("kind", [MatrixQuery, CardsQuery, ComparisonQuery, OverlapQuery])
def test_a_name_that_the_catalog_has_not_is_a_warning(kind: Callable[..., Query[Report]]) -> None:
    with pytest.warns(UserWarning, match="the catalog has no 'opz'"):
        show(kind(roles=("dev", "opz")).report(CATALOG))
