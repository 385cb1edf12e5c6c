"""Files that a command is about to write: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from sphinx_roles.cli.outcome import CommandError

__all__ = ["check_free", "same_file", "shown", "write"]

_TWINS = {".md": ".rst", ".rst": ".md"}


def check_free(folder: Path, names: Iterable[str], *, force: bool, hint: str) -> None:
    """Refuse to write where files of these names are; ``hint`` says what the author can do.

    Two sources of one page (``index.md`` beside ``index.rst``) are refused even when forced:
    Sphinx would take one of them, and nobody would know which.
    """
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{shown(folder)} is a file; a folder is expected")
    paths = [folder / name for name in names]
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there and not force:
        raise CommandError(f"{_listed(there)} already there; {hint}")
    twins = [path.with_suffix(_TWINS[path.suffix]) for path in paths if path.suffix in _TWINS]
    twins = [path for path in twins if path.exists()]
    if twins:
        raise CommandError(f"{_listed(twins)} already there, a second source of the same page; move it away")


def write(folder: Path, contents: Mapping[str, bytes | str]) -> None:
    """Write the files, and the folder where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)


def same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file."""
    return other.exists() and one.samefile(other)


def shown(path: Path) -> str:
    """Return a path as a person would type it here."""
    # Unlike `Path.resolve`, this takes a circle of links as it is, on every Python.
    real, here = Path(os.path.realpath(path)), Path(os.path.realpath(Path.cwd()))
    try:
        return real.relative_to(here).as_posix()
    except ValueError:
        return str(path)


def _listed(paths: Iterable[Path]) -> str:
    names = [shown(path) for path in paths]
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
