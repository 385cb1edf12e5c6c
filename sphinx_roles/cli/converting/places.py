"""The files that are named: those to read must be there, the one to write must not."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx_roles.cli.files import shown
from sphinx_roles.cli.outcome import CommandError
from sphinx_roles.problems import nearest

__all__ = ["readable", "text_in", "writable"]


def readable(name: str) -> Path:
    """Return the path of a file to read."""
    path = Path(name)
    if path.is_file():
        return path
    if path.is_dir():
        raise CommandError(f"{name} is a folder; a file is expected")
    if os.path.lexists(path):
        what = "a link that leads nowhere" if path.is_symlink() else "no ordinary file"
        raise CommandError(f"{name} is {what}")
    beside = path.parent
    near = nearest(path.name, (one.name for one in beside.iterdir())) if beside.is_dir() else ""
    raise CommandError(f"{name} is not there{near}")


def text_in(path: Path) -> str:
    """Return the text of a file, byte for byte."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is no UTF-8 at byte {error.start}; save it as UTF-8") from None


def writable(name: str, *, force: bool) -> Path:
    """Return the path of the file to write."""
    path = Path(name)
    if path.is_dir():
        raise CommandError(f"{name} is a folder; the name of a file to write comes last")
    if (path.exists() or path.is_symlink()) and not force:
        raise CommandError(f"{shown(path)} is already there; --force overwrites it")
    if not path.parent.is_dir():
        raise CommandError(f"the folder {path.parent} is not there")
    return path
