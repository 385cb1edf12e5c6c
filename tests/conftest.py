"""A small handbook in a temporary folder, built in this process."""

from __future__ import annotations

import io
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any, TypeAlias

import hypothesis
import pytest
from sphinx.application import Sphinx
from sphinx.builders.html import _assets
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

__all__ = ["Build", "Built", "Maker", "Project", "Say"]

# The machines are busy: a slow example is no fault, and speed is measured elsewhere. In CI, the same code has the
# same examples, so that a change fails for what it does itself; everywhere else, each run tries others.
hypothesis.settings.register_profile("busy", deadline=None, derandomize="SAME_EXAMPLES" in os.environ)
hypothesis.settings.load_profile("busy")


_BEGAN = time.monotonic()


def pytest_runtest_setup() -> None:
    """Skip what has not begun after ``LONG_MINUTES``, so that a run that is cut off says what it left out."""
    minutes = os.environ.get("LONG_MINUTES")
    if minutes and time.monotonic() - _BEGAN > 60 * float(minutes):
        pytest.skip(f"not begun within the {minutes} minutes of LONG_MINUTES")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print, after a run of all tests, how many files of tests there are and how many were collected.

    Before it, what the file of ``FAILED_BEFORE`` says of the runs before this one; what failed in this is added there.
    """
    path = os.environ.get("FAILED_BEFORE")
    # A worker of xdist has a summary of its own, which nobody sees.
    if path and not hasattr(config, "workerinput"):
        terminalreporter.write_line(f"Failed before these tests:\n{Path(path).read_text('utf-8')}")
        with open(path, "a", encoding="utf-8") as file:
            for kind in ("failed", "error"):
                file.writelines(f"{report.nodeid}\n" for report in terminalreporter.stats.get(kind, ()))
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    tests = Path(__file__).parent
    there = {path.relative_to(tests.parent).as_posix() for path in tests.rglob("test_*.py")}
    reports = (report for of_a_kind in terminalreporter.stats.values() for report in of_a_kind)
    missing = there - {str(getattr(report, "nodeid", "")).partition("::")[0] for report in reports}
    left_out = sorted(Counter(name.rpartition("/")[0] for name in missing).items())
    terminalreporter.write_line(
        f"Test files: {len(there)} on disk, {len(there) - len(missing)} collected and run"
        + "".join(f"; {files} of {folder} not run" for folder, files in left_out)
    )


class Built:
    """What a build left: its folder, its warnings, its notes of a type of ours, and the pages it read."""

    def __init__(self, out: Path, warnings: str, read: list[str], status: str = "") -> None:
        self.out = out
        self.warnings = [line for line in warnings.splitlines() if line.strip()]
        self.notes = [line for line in status.splitlines() if "[roles." in line]
        self.read = read

    def page(self, name: str = "index.html") -> str:
        """The text of an output file."""
        return (self.out / name).read_text("utf-8")

    def files(self, *suffixes: str) -> dict[str, bytes]:
        """Every output file by its name."""
        found = (path for path in self.out.rglob("*") if path.is_file())
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(found)
            if not suffixes or path.suffix in suffixes
        }


class Project:
    """A handbook of the files given; ``conf`` are its settings."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes], conf: Mapping[str, Any]) -> None:
        self.folder = folder
        self.source = folder / "src"
        self.source.mkdir(parents=True, exist_ok=True)
        self.conf: dict[str, Any] = {
            "extensions": ["sphinx_roles"],
            "html_theme": "alabaster",
            # Extensions write into Sphinx's own default, which would outlive the build.
            "source_suffix": {".rst": "restructuredtext"},
            # Sphinx 7 does not show them unasked.
            "show_warning_types": True,
            **conf,
        }
        self.configure()
        for name, text in files.items():
            self.write(name, text)

    def configure(self, **conf: Any) -> None:
        """Write conf.py; an unchanged one keeps its time."""
        self.conf.update(conf)
        text = "".join(f"{name} = {value!r}\n" for name, value in self.conf.items())
        path = self.source / "conf.py"
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a source file."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode("utf-8"))
        return path

    def build(
        self, builder: str = "html", *, parallel: int = 1, fresh: bool = False, strict: bool = False,
        only: Sequence[str] = (), overrides: Mapping[str, Any] | None = None,
    ) -> Built:  # fmt: skip
        """Build; ``strict`` fails for any warning, ``only`` are the source files to build.

        ``overrides`` are settings as the command line gives them.
        """
        out, trees = self.folder / "out" / builder, self.folder / "trees"
        if fresh:
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(trees, ignore_errors=True)
        warnings, status = io.StringIO(), io.StringIO()
        read: list[str] = []
        # What a build in another language has loaded would be the fallback of this one.
        translators.clear()
        # A process of its own has not yet seen any stylesheet; older versions of Sphinx keep nothing.
        getattr(getattr(_assets, "_file_checksum_inner", None), "cache_clear", bool)()
        with patch_docutils(self.source), docutils_namespace():
            app = Sphinx(
                self.source, self.source, out, trees, builder,
                confoverrides=dict(overrides or {}), status=status, warning=warnings, freshenv=False,
                parallel=parallel,
            )  # fmt: skip
            app.connect("env-before-read-docs", lambda app, env, names: read.extend(names))
            app.build(filenames=[Path(name) for name in only])
        printed = (re.sub(r"\x1b\[[0-9;]*m", "", one.getvalue()) for one in (warnings, status))
        text, notes = (one.replace(f"{self.source}/", "") for one in printed)
        built = Built(out, text, read, notes)
        if strict:
            assert built.warnings == []
        return built


Maker: TypeAlias = Callable[..., Project]
"""Makes a project of some files, with ``conf`` as its settings."""
Build: TypeAlias = Callable[..., Built]
"""Builds a project that it knows, by the name of a builder."""
Say: TypeAlias = Callable[[str], tuple[str, list[str]]]
"""Returns what a sentence becomes, and the warnings."""


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """Forget the language of a build, which the next command of the same process would write in."""
    yield
    translators.clear()


@pytest.fixture
def project(tmp_path: Path) -> Maker:
    """Return a maker of projects: ``project({"index.rst": …, "roles.yaml": …}, **conf)``."""
    made = 0

    def make(files: Mapping[str, str | bytes], **conf: Any) -> Project:
        nonlocal made
        made += 1
        return Project(tmp_path / f"project{made}", files, conf)

    return make


@pytest.fixture(scope="session")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Like ``project``, for what several tests look at and none changes."""

    def make(files: Mapping[str, str | bytes], **conf: Any) -> Project:
        return Project(tmp_path_factory.mktemp("project"), files, conf)

    return make
