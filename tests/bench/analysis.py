"""What the analysis costs beside reading the YAML that it is about: no page is drawn here."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import yaml
from msgspec import structs

from sphinx_roles.analysis.audit.query import AuditQuery
from sphinx_roles.analysis.comparison import ComparisonQuery
from sphinx_roles.analysis.overlap import OverlapQuery
from sphinx_roles.analysis.report import Query, Report
from sphinx_roles.analysis.role_map import MapQuery
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.catalogs import CatalogRegistry
from sphinx_roles.model import Catalog

from .projects import Size, matrix_catalog

QUERIES: Mapping[str, Query[Report]] = {
    "comparison of six roles": ComparisonQuery(roles=tuple(f"role{n}" for n in range(6))),
    "overlap of three roles": OverlapQuery(roles=("role0", "role1", "role2")),
    "map of sixty roles": MapQuery(),
    "audit": AuditQuery(),
}
BOUNDS = {
    "comparison of six roles": 0.25,
    "overlap of three roles": 0.25,
    "map of sixty roles": 0.25,
    "audit": 1.5,
}
"""How much of the reading each may cost."""


def ratios(
    folder: Path, size: Size, rounds: int = 5, queries: Mapping[str, Query[Report]] = QUERIES
) -> dict[str, float]:
    """Return what each query costs as a share of reading the catalog, in medians of CPU time."""
    project = matrix_catalog(folder / "analysis", size)
    settings = Settings(scheme="RACI", fields={})
    catalog = CatalogRegistry.load(None, project, settings)[0].main
    reading = _median(lambda: CatalogRegistry.load(None, project, settings), rounds)
    # A catalog keeps what has been found in it, so each round asks another one.
    return {
        name: _median(partial(_report, query, catalog), rounds) / reading for name, query in queries.items()
    }


def _report(query: Query[Report], catalog: Catalog) -> Report:
    return query.report(structs.replace(catalog))


def reading(folder: Path, rounds: int = 5) -> float:
    """Return what reading costs of the catalog that `ratios` has left, beside the bare events of its YAML."""
    project, settings = folder / "analysis", Settings(scheme="RACI", fields={})
    text = (project / "roles.yaml").read_text("utf-8")
    bare = _median(lambda: deque(yaml.parse(text, yaml.CSafeLoader), maxlen=0), rounds)
    return _median(lambda: CatalogRegistry.load(None, project, settings), rounds) / bare


def _median(work: Callable[[], object], rounds: int) -> float:
    costs = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        costs.append(time.process_time() - start)
    return statistics.median(costs)


def main() -> None:
    """Print the ratios at 2,000 x 60."""
    with tempfile.TemporaryDirectory() as folder:
        for name, found in ratios(Path(folder), Size((2000, 60))).items():
            print(f"{name} / reading the data: {found:.2f} (bound {BOUNDS[name]})")
        print(f"reading the data / the bare events of libyaml: {reading(Path(folder)):.2f} (no bound)")


if __name__ == "__main__":
    main()
