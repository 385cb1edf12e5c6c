"""Measurements that are programs of their own: each prints its ratios, a line for one, with their bounds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .results import Bound, Result
from .turns import Options

_LINE = re.compile(
    r"^(?P<what>.+): (?P<found>[\d.]+) \((?:no bound|bound (?P<bound>[\d.]+))\)$", re.MULTILINE
)


def analysis(folder: Path, options: Options) -> Result:
    """Measure the audit and other queries beside the reading of the data."""
    return _message("tests.bench.analysis", options)


def commands(folder: Path, options: Options) -> Result:
    """Measure the commands beside the least that a process can do."""
    return _message("tests.bench.commands", options)


def owners(folder: Path, options: Options) -> Result:
    """Measure the owners of all files of a repository beside the loop over all lines."""
    return _message("tests.bench.owners", options, *(("--looped", "500") if options.quick else ()))


def lsp(folder: Path, options: Options) -> Result:
    """Measure what an editor waits for."""
    return _message("tests.bench.editor", options, *(("--rounds", "1") if options.quick else ()))


def _message(module: str, options: Options, *words: str) -> Result:
    # In this process it would stay in memory, and be counted in that of every build.
    options.report(module)
    done = subprocess.run(
        [sys.executable, "-m", module, *words], stdout=subprocess.PIPE, text=True, check=True
    )
    return read(done.stdout)


def read(text: str) -> Result:
    """Return the ratios that a program has printed."""
    found = _LINE.finditer(text)
    return Result(
        bounds=[Bound(m["what"], float(m["found"]), float(m["bound"]) if m["bound"] else None) for m in found]
    )
