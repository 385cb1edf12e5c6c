"""The tools that stand after a build. Only `pytest -m ways_out` collects what needs one of them."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = "ways_out" in config.getoption("markexpr", "")
    return True if collection_path.name in ("test_nu.py", "test_tools.py") and not asked else None
