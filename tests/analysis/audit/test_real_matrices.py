"""The audit of data that people wrote: few findings, each of which a reviewer would keep."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest
from catalogs import REAL_DATA
from msgspec import structs

import sphinx_roles
from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import sentence
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Source
from sphinx_roles.model import Catalog

DEMO = Path(sphinx_roles.__file__).parent / "cli" / "demo" / "roles.yaml"
TODAY = datetime.date(2026, 11, 23)
MATRIX = REAL_DATA / "github-octoacme-raci" / "role-responsibility-matrix-template.md"


def load(path: Path) -> Catalog:
    catalog, _ = read_catalog([Source(path=path, shown=path.name)])
    return structs.replace(catalog, today=TODAY)


def test_the_demo_is_honest() -> None:
    errors = [sentence(found) for found in findings_of(load(DEMO)) if found.severity == "error"]
    assert errors == ["Deploys at night: nobody holds A (Accountable)"]


@pytest.mark.skipif(not MATRIX.is_file(), reason="the data of other people is not part of the project")
def test_a_good_matrix_of_35_rows_and_10_roles() -> None:
    found = findings_of(load(MATRIX))
    assert len(found) <= 25
    assert Counter(one.rule for one in found) == {
        "no-responsible": 10,
        "no-accountable": 3,
        "overloaded-responsible": 1,
        "everyone-involved": 1,
        "many-responsible": 2,
    }


FILES = {
    "roles.yaml": "roles: {sre: {name: SRE, status: vacant}, ops: {name: Ops}, qa: {name: QA, reports_to: CTO}}",
    "day.yaml": "responsibilities: {Day: {rows: {deploys: {assign: {sre: A, ops: A}}, sums: {assign: {ops: C}}}}}",
    "night.yaml": "responsibilities: {Night: {rows: {alerts: {assign: {ops: R, qa: I}}, costs: {assign: {qa: C}}}}}",
}


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    reported = set()
    for order in permutations(FILES):
        catalog, _ = read_catalog([Source(path=tmp_path / name, shown=name) for name in order])
        reported.add(frozenset((sentence(found), found.location) for found in findings_of(catalog)))
    assert len(reported) == 1
    assert len(next(iter(reported))) > 5
