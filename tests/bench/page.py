"""The figures on a page of the documentation, with what they were found on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .results import Result, markdown

PAGE = "docs/performance.md"
BEGIN, END = "% figures: from here on written by `python -m tests.bench --write`", "% end of figures"
_PACKAGES = (
    "sphinx-role-cards", "Sphinx", "docutils", "myst-parser", "sphinx-design", "msgspec", "PyYAML",
    "sphinx-needs", "sphinxcontrib-datatemplates",
)  # fmt: skip


def circumstances() -> dict[str, str]:
    """Return the versions, the kind of machine and the day."""
    found = {name: _version(name) for name in _PACKAGES}
    return {
        "versions": ", ".join(f"{name} {number}" for name, number in found.items() if number),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores",
        "day": datetime.now(UTC).date().isoformat(),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def write_page(page: Path, result: Result, rounds: int) -> None:
    """Put the figures in the place of those that the page has."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    found = circumstances()
    reported = (
        f"Found on {found['day']} with `python -m tests.bench`, {rounds} rounds, on {found['machine']}, "
        f"{found['Python']}: {found['versions']}."
    )
    made = f"{BEGIN}\n\n{reported}\n\n{markdown(result)}\n{END}"
    page.write_text(f"{before}{made}{after}", "utf-8")
