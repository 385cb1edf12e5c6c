"""What the command costs beside what nothing can be cheaper than: ``python -m tests.bench.commands``.

``check`` stands beside a process that only runs libyaml's event loop over the same file, and
``--help`` beside an interpreter that does nothing. Whole processes, user and system time, in turns.
What reads a large table may take 2 s for each 100 kB of it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .projects import Size, matrix_catalog

BOUNDS = {
    "check / event loop": 5.0,
    "--help / nothing": 3.0,
    "convert of 160,000 cells / 2 s a 100 kB": 1.0,
    "reading of 20,000 columns / 2 s a 100 kB": 1.0,
    "check of 20,000 columns / 2 s a 100 kB": 1.0,
}
"""How many times as much each may cost."""

_LOOP = (
    "import sys, yaml\n"
    "with open(sys.argv[1], 'rb') as file:\n"
    "    for event in yaml.parse(file, Loader=yaml.CLoader):\n"
    "        pass\n"
)
_READ = """
import sys
from pathlib import Path
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Source
read_catalog([Source(Path(sys.argv[1]), "large.csv")])
"""
# 0 clean, 1 findings.
_ENDS = frozenset({0, 1})


def ratios(folder: Path, size: Size, rounds: int = 9) -> dict[str, float]:
    """Return what each command costs, as a multiple of what it is measured by."""
    project = matrix_catalog(folder / "commands", size)
    data = str(project / "roles.yaml")
    cost = _medians(
        {
            "check": [*_command(), "check", str(project)],
            "loop": [sys.executable, "-c", _LOOP, data],
            "help": [*_command(), "--help"],
            "nothing": [sys.executable, "-c", "pass"],
        },
        rounds,
    )
    return {
        "check / event loop": cost["check"] / cost["loop"],
        "--help / nothing": cost["help"] / cost["nothing"],
        "convert of 160,000 cells / 2 s a 100 kB": _large(
            folder, 4_000, 40, *_command(), "convert", "--force", "FILE", str(folder / "large.yaml")
        ),
        "reading of 20,000 columns / 2 s a 100 kB": _large(
            folder, 1, 20_000, sys.executable, "-c", _READ, "FILE"
        ),
        "check of 20,000 columns / 2 s a 100 kB": _large(folder, 5, 20_000, *_command(), "check", "FILE"),
    }


def _large(folder: Path, rows: int, roles: int, *words: str) -> float:
    """Return the time that a command takes for a table, its FILE, as a part of what it may take."""
    lines = ["Task;" + ";".join(f"Role {n}" for n in range(roles))]
    lines += [f"Task {n};" + "R;A;" * (roles // 2) for n in range(rows)]
    path = folder / "large.csv"
    path.write_text("\n".join(lines), "utf-8")
    return _cpu([str(path) if word == "FILE" else word for word in words]) / (path.stat().st_size / 50_000)


def _command() -> list[str]:
    """Return the installed command; in a checkout, what it does."""
    script = Path(sysconfig.get_path("scripts")) / "sphinx-roles"
    if script.is_file():
        return [sys.executable, str(script)]
    return [sys.executable, "-c", "import sys; from sphinx_roles.cli import main; sys.exit(main())"]


def _medians(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    costs: dict[str, list[float]] = {name: [] for name in commands}
    # The first turn compiles and fills caches; it does not count.
    for turn in range(rounds + 1):
        for name, words in commands.items():
            cost = _cpu(words)
            if turn:
                costs[name].append(cost)
    return {name: statistics.median(found) for name, found in costs.items()}


def _cpu(words: Sequence[str]) -> float:
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in _ENDS:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, and print a line for each ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--roles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = Size((options.rows, options.roles))
        for name, ratio in ratios(Path(folder), size, options.rounds).items():
            print(f"{name}, {size}: {ratio:.2f} (bound {BOUNDS[name]:g})")


if __name__ == "__main__":
    main()
