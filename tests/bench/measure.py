"""CPU and memory of whole builds, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

__all__ = ["Cost", "compare"]


class Cost(Struct, frozen=True):
    """CPU seconds (user and system) and peak memory in MB of one build."""

    cpu: float
    memory: float


def build(project: Path) -> Cost:
    """Build HTML from nothing."""
    shutil.rmtree(project / "_build", ignore_errors=True)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-Q",
            "-E",
            "-b",
            "html",
            str(project),
            str(project / "_build" / "html"),
        ]
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{project.name} did not build")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(projects: Mapping[str, Path], rounds: Mapping[str, int]) -> dict[str, Cost]:
    """Build all projects in turn, round after round; return the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in projects}
    for turn in range(max(rounds.values())):
        for name, project in projects.items():
            if turn < rounds[name]:
                costs[name].append(build(project))
    return {
        name: Cost(statistics.median(c.cpu for c in found), statistics.median(c.memory for c in found))
        for name, found in costs.items()
    }
