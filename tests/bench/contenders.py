"""Who draws the same page: we, finished HTML, and what else people use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct


class Contender(Struct, frozen=True):
    """Writes a project that shows some data, and writes what differs when it is asked again.

    ``package`` must be installed. A ``rival`` is measured in few rounds, and up to ``most``
    cells: some take minutes for what is drawn in a second.
    """

    name: str
    write: Callable[[Path, Any], object]
    package: str = "sphinx"
    rival: bool = False
    most: int = 20_000
    python: str = sys.executable
    """The interpreter of the environment that it is installed in."""


def present(contenders: Iterable[Contender], cells: int, *, rivals: bool, slow: bool) -> Sequence[Contender]:
    """Return those that are installed, wanted, and fast enough for so many cells."""
    return [
        contender
        for contender in contenders
        if _installed(contender.package)
        and (not contender.rival or (rivals and (slow or cells <= contender.most)))
    ]


def _installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        # The package that it is a part of.
        return False
