"""CPU and memory of whole builds, each in a process of its own."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

_MADE = {"genindex.html", "search.html", "org-roles.html"}
"""Pages that no source stands behind."""


class Cost(Struct, frozen=True):
    """What one build took: CPU seconds (user and system), peak memory in MB, and what it made."""

    cpu: float
    memory: float
    """Not a number where the measuring process itself has been larger."""
    html: int = 0
    """Bytes of the pages."""
    read: int = 0
    """How many pages were read."""


def run(command: Sequence[str], cwd: Path, python: str = sys.executable, *, quiet: bool = False) -> Cost:
    """Run a Python command to its end, and return what it took, with the processes it started."""
    # Compiled modules are written, whatever is set here: a second run is to find them.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    if python != sys.executable:
        # It would find what this process finds, and be measured beside itself.
        env.pop("PYTHONPATH", None)
    output = subprocess.DEVNULL if quiet else None
    env["PYTHONHASHSEED"] = "0"
    process = subprocess.Popen([python, *command], env=env, cwd=cwd, stdout=output, stderr=output)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    # A new process begins with the peak of the one that started it.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = usage.ru_maxrss / 1024 if usage.ru_maxrss > own else float("nan")
    return Cost(usage.ru_utime + usage.ru_stime, memory)


def build(project: Path, *, fresh: bool = True, jobs: int = 1, python: str = sys.executable) -> Cost:
    """Build HTML: from nothing, or on what the last build has left."""
    made, read = project / "_build", project / "read.txt"
    if fresh:
        shutil.rmtree(made, ignore_errors=True)
    read.unlink(missing_ok=True)
    cost = run(
        [
            *("-m", "sphinx", "-Q", "-b", "html", "-j", str(jobs)),
            *("-d", str(made / "trees"), str(project), str(made / "html")),
        ],
        # Else Python would find the package in the folder that this was started in, not what is installed.
        project,
        python,
    )
    pages = (path for path in (made / "html").rglob("*.html") if path.name not in _MADE)
    size = sum(path.stat().st_size for path in pages)
    return Cost(cost.cpu, cost.memory, size, int(read.read_text()) if read.is_file() else 0)


def median(costs: Sequence[Cost], what: str = "cpu") -> float:
    """Return the median of a field."""
    found: float = statistics.median(getattr(cost, what) for cost in costs)
    return found


def ratio(ours: Sequence[Cost], others: Sequence[Cost], what: str = "cpu") -> float:
    """Return the median of the ratios of builds made in turn; the longer list is cut."""
    pairs = zip(ours, others, strict=False)
    found: float = statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)
    return found


def above(ours: Sequence[Cost], others: Sequence[Cost], nothing: Sequence[Cost]) -> float:
    """Return the ratio of what two cost above an empty project, in builds made in turn."""
    found = zip(ours, others, nothing, strict=False)
    return statistics.median((a.cpu - zero.cpu) / (b.cpu - zero.cpu) for a, b, zero in found)
