"""The option that writes anew what the tests compare."""

from __future__ import annotations

import contextlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    # Where both folders are named, the other one has declared it.
    with contextlib.suppress(ValueError):
        parser.addoption("--regen", action="store_true", help="write anew what is compared; see git diff")
