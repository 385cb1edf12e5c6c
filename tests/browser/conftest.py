"""Chromium, and the handbook in each look. Only `pytest -m browser` collects what is here."""

from __future__ import annotations

import datetime
import fcntl
import inspect
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import Browser, Missing, start, version
from browser.looks import SWITCHES, Look, build, looks

_OPENS = re.compile(r'surf\(\w+, "(\w+)"')
HEAD, EVERY = "theme,passed,skipped,failed,minutes,date,Chromium", "whatever the theme"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if "browser" in config.getoption("markexpr", "") else True


def pytest_addoption(parser: pytest.Parser) -> None:
    about = "write how many tests passed in each theme into this table"
    parser.addoption("--results", type=Path, metavar="CSV", help=about)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if (path := config.getoption("results", None)) is not None:
        write_results(path, terminalreporter.stats)


def write_results(path: Path, reports: Mapping[str, list[Any]]) -> None:
    """Write the row of each theme that was tried; those of other themes stay."""
    counts: dict[str, Counter[str]] = {theme: Counter() for theme in [*SWITCHES, EVERY]}
    took = dict.fromkeys(counts, 0.0)
    for outcome, found in reports.items():
        for report in (one for one in found if isinstance(one, pytest.TestReport)):
            asked = report.nodeid.partition("[")[2]
            theme = next((theme for theme in SWITCHES if theme in asked), EVERY)
            counts[theme][{"error": "failed"}.get(outcome, outcome)] += 1
            took[theme] += report.duration
    kept = path.read_text("utf-8").splitlines()[1:] if path.exists() else []
    rows = {row.partition(",")[0]: row for row in kept}
    chromium = version()
    for theme, count in counts.items():
        if count["passed"] + count["failed"]:
            tried = [f"{count[outcome]}" for outcome in ("passed", "skipped", "failed")]
            minutes = f"{took[theme] / 60:.0f}"
            rows[theme] = ",".join([theme, *tried, minutes, f"{datetime.date.today()}", chromium])
    lines = [HEAD, *(rows[theme] for theme in counts if theme in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests of one page in one look follow each other, so that it is loaded once for most of them."""
    items.sort(key=_opens)


def _opens(item: pytest.Item) -> tuple[str, str, bool]:
    """Return the look and the page that a test opens first, as its parameters or its source have them."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    look, page = (
        next((str(given[name]) for name in names if name in given), "")
        for names in (("look", "theme"), ("page", "tables", "lettered"))
    )
    source = inspect.getsource(item.obj) if isinstance(item, pytest.Function) else ""
    if not page and (opened := _OPENS.search(source)):
        page = opened[1]
    return look, page, "390" in source


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "look" in metafunc.fixturenames:
        metafunc.parametrize("look", looks(), ids=str, scope="session")
    if "theme" in metafunc.fixturenames:
        metafunc.parametrize("theme", looks("light"), ids=lambda look: look.theme, scope="session")


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
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Return ``once(name, make)``, a folder: the first worker that asks for it makes it, and the others wait."""
    room = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = room / name, room / f"{name}.made"
        with (room / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                folder.mkdir(exist_ok=True)
                make(folder)
                made.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def handbook(once: Callable[..., Path]) -> Callable[[str, str], Path]:
    """Return ``handbook(theme, extensions)``, which builds the handbook once, and returns its folder."""

    def handbook(theme: str, extensions: str) -> Path:
        name = f"{theme}-{extensions}".rstrip("-")
        return once(name, lambda folder: build(theme, extensions, folder)) / "html"

    return handbook


@pytest.fixture(scope="session")
def surf(chromium: Browser, handbook: Callable[[str, str], Path]) -> Callable[..., Browser]:
    """Return ``surf(look, page, width)``, which opens a page."""

    def surf(
        look: Look,
        page: str,
        width: int = 1400,
        *,
        media: str = "",
        system: str = "light",
        extensions: str = "sphinx_design",
    ) -> Browser:
        path = handbook(look.theme, extensions) / f"{page}.html"
        chromium.open(path, look, width, media, system)
        return chromium

    return surf
