"""Where a report goes: into a file, or to whoever called."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.cli.checking.issue import Checked
from sphinx_roles.cli.outcome import say

__all__ = ["is_colored", "tell"]

_SUMMED_UP = frozenset({"text", "github"})
"""Formats for people, or for a log: a machine would stumble over one line more."""
_NARROWEST = 60


def tell(checked: Checked, least: Severity, form: str, output: str | None) -> None:
    """Write the report in a format, and sum it up where that is no part of what a machine reads."""
    report = import_module(f"{__package__}.formats.{form}").report
    if output is not None:
        path = Path(output)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_ended(report(checked, least)), "utf-8", errors="backslashreplace", newline="\n")
        say(checked.summary)
        return
    if form == "text" and sys.stdout.isatty():
        width = max(_NARROWEST, shutil.get_terminal_size().columns)
        told = report(checked, least, color=is_colored(os.environ), width=width)
    else:
        told = report(checked, least)
    if told:
        say(told)
    if form in _SUMMED_UP:
        say(checked.summary)


def is_colored(environment: Mapping[str, str]) -> bool:
    """Tell whether a terminal gets colours (https://no-color.org)."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _ended(text: str) -> str:
    return f"{text.rstrip()}\n" if text.strip() else ""
