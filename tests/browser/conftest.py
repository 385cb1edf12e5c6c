"""Chromium, and the handbook in each look. Only `pytest -m browser` collects what is here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.chromium import Browser, Missing, start
from browser.looks import Look, build, looks


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if "browser" in config.getoption("markexpr", "") else True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "look" in metafunc.fixturenames:
        metafunc.parametrize("look", looks(), ids=str, scope="session")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    try:
        browser = start()
    except Missing as missing:
        # Where every change is tested, a browser that is not there is a failure.
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    yield browser
    browser.driver.quit()


@pytest.fixture(scope="session")
def sites() -> dict[tuple[str, str], Path]:
    """What has been built, so that each is built once."""
    return {}


@pytest.fixture
def surf(
    chromium: Browser, sites: dict[tuple[str, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Browser]:
    """Return ``surf(look, page, width)``, which opens a page."""

    def surf(
        look: Look, page: str, width: int = 1400, *, media: str = "", extensions: str = "sphinx_design"
    ) -> Browser:
        key = (look.theme, extensions)
        if key not in sites:
            sites[key] = build(look.theme, extensions, tmp_path_factory.mktemp(look.theme))
        chromium.open(sites[key] / f"{page}.html", look, width, media)
        return chromium

    return surf
