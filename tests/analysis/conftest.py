"""A catalog that most tests of the analysis start from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from catalogs import catalog, row

from sphinx_roles.model import Catalog, Text


@pytest.fixture
def delivery() -> Callable[[], Catalog]:
    """Three roles, two sections."""

    def make() -> Catalog:
        return catalog(
            row("deploys", {"devops": "A/R", "platform": "R"}, section="run", tags=(Text("daily"),)),
            row("alerts", {"sre": "A/R", "devops": "C"}, section="watch"),
            row("capacity", {"sre": "R", "platform": "A"}, section="watch", kind=Text("decision")),
        )

    return make
