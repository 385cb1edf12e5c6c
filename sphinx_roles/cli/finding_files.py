"""Where a project's conf.py and its catalog files lie, when a command is not told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["catalog_files", "near_conf", "places_of_conf"]

_PLACES = ("docs", "docs/source", "doc", "doc/source", "source")
_MENTIONED = re.compile(rb"\bsphinx_roles\b|\broles_[a-z]")
_PASSED_OVER = frozenset({"_build", "node_modules", "venv", "site-packages", "__pycache__"})
_LARGEST = 16_000_000
_KEYS = rb"(?:roles|responsibilities|matrices)"
_OURS = {
    ".yaml": re.compile(rb"^[\"']?" + _KEYS + rb"[\"']?[ \t]*:", re.MULTILINE),
    ".json": re.compile(rb"^\s*\{.*\"" + _KEYS + rb"\"\s*:", re.DOTALL),
    ".toml": re.compile(rb"^\[{1,2}\s*" + _KEYS + rb"\b", re.MULTILINE),
}
_OURS[".yml"] = _OURS[".yaml"]


def places_of_conf(folder: Path) -> Iterator[Path]:
    """Yield the folders in which a project below ``folder`` has a conf.py that speaks of us."""
    for place in _PLACES:
        if _speaks_of_us(folder / place / "conf.py"):
            yield folder / place


def near_conf(files: Sequence[Path]) -> Path | None:
    """Return the folder of the conf.py that belongs to files: above them, or in ``docs`` beside or above.

    The way up ends at the top of the repository, or of the file system.
    """
    start = Path(os.path.commonpath([file.absolute().parent for file in files]))
    for folder in (start, *start.parents):
        if _speaks_of_us(folder / "conf.py"):
            return folder
        below = next(places_of_conf(folder), None)
        if below is not None:
            return below
        if (folder / ".git").exists():
            return None
    return None


def _speaks_of_us(path: Path) -> bool:
    try:
        return _MENTIONED.search(path.read_bytes()) is not None
    except OSError:
        return False


def catalog_files(folder: Path) -> list[Path]:
    """Return the YAML, JSON and TOML files below a folder that look as if they held data of ours.

    Tables are not among them: a CSV file may be anything, so it has to be named.
    """
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_walked(Path(here, name)))
        for name in sorted(names):
            path = Path(here, name)
            if _looks_like_ours(path):
                found.append(path)
    return found


def _is_walked(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _PASSED_OVER
    return not hidden and not (folder / "pyvenv.cfg").exists()


def _looks_like_ours(path: Path) -> bool:
    pattern = _OURS.get(path.suffix.lower())
    if pattern is None or path.name.startswith("."):
        return False
    try:
        return path.stat().st_size <= _LARGEST and pattern.search(path.read_bytes()) is not None
    except OSError:
        return False
