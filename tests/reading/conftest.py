"""A catalog from files that a test writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, find_sources
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Problem

Read = Callable[..., tuple[Catalog, list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes files and reads them as one catalog.

    ``read("roles: …")`` writes one ``roles.yaml``; else the files by name, in order. ``value`` is
    `roles_catalog`; without it, it names them all.
    """

    def read(
        files: str | bytes | dict[str, str | bytes],
        value: Any = None,
        settings: Settings = Settings(),  # noqa: B008
    ) -> tuple[Catalog, list[Problem]]:
        if not isinstance(files, dict):
            files = {"roles.yaml": files}
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        sources, problems = find_sources(list(files) if value is None else value, tmp_path)
        catalog, reported = read_catalog(next(iter(sources.values())), settings)
        return catalog, [*problems, *reported]

    return read
