"""Exit codes, output and files of the commands, and paths and names on the command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

from sphinx_roles.model import Catalog, fold
from sphinx_roles.problems import CONF, closest, nearest

T = TypeVar("T")

CLEAN = 0
FINDINGS = 1
NOT_RUN = 2
DOCUMENTS = ("markdown", "rst")
"""Formats in which a file may be a page."""


class CommandError(Exception):
    """A command cannot do what it was asked; the message says why, and what would help."""


def echo(text: str, to: TextIO | None = None) -> None:
    """Write a text and a line end, whatever the terminal's encoding makes of its characters."""
    stream = to or sys.stdout
    try:
        stream.write(f"{text.rstrip()}\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(f"{text.rstrip()}\n".encode(encoding, "backslashreplace").decode(encoding))


def counted(count: int, one: str, more: str = "") -> str:
    """Return a number with the word for it: by default, of several, with an s."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


_LISTED = 40


def echo_list(title: str, sentences: Sequence[str], to: TextIO | None = None) -> None:
    """Write sentences below a title, the last of many as their number; nothing where there are none."""
    for line in (title, *(f"  {one}" for one in sentences[:_LISTED])) if sentences else ():
        echo(line, to=to)
    if len(sentences) > _LISTED:
        echo(f"  and {len(sentences) - _LISTED} more", to=to)


@contextmanager
def garbage_collection_off() -> Iterator[None]:
    """Switch garbage collection off for a command: all that it reads is kept to the end, and frozen there."""
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


_TWINS = {".md": ".rst", ".rst": ".md"}


def check_free(folder: Path, names: Iterable[str], *, force: bool) -> None:
    """Raise CommandError where files of these names are, unless forced.

    Two sources of one page (``index.md`` beside ``index.rst``) are refused even when forced:
    Sphinx would take one of them, and nobody would know which.
    """
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{shown(folder)} is a file; a folder is expected")
    paths = [folder / name for name in names]
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there and not force:
        them = "it" if len(there) == 1 else "them"
        raise CommandError(f"{_listed(there)} already there; --force overwrites {them}")
    twins = [path.with_suffix(_TWINS[path.suffix]) for path in paths if path.suffix in _TWINS]
    twins = [path for path in twins if path.exists()]
    if twins:
        them = "it" if len(twins) == 1 else "them"
        raise CommandError(
            f"{_listed(twins)} already there, a second source of the same page; move {them} away"
        )


def write(folder: Path, contents: Mapping[str, bytes | str]) -> None:
    """Write the files, and the folders where they are missing."""
    for name, content in contents.items():
        data = content if isinstance(content, bytes) else content.encode()
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file."""
    return other.exists() and one.samefile(other)


def is_there(path: str) -> bool:
    """Return whether a path leads to something."""
    try:
        return Path(path).exists()
    except ValueError:  # a NUL
        return False


def existing(name: str) -> Path:
    """Return a path that leads to something; CommandError for any other."""
    if not name:
        raise CommandError("a path is empty; write . for this folder")
    if is_there(name):
        return Path(name)
    if name == "-":
        raise CommandError("the standard input is not read; name a file")
    if Path(name).is_symlink():
        raise CommandError(f"{name} is a link that leads nowhere")
    raise CommandError(f"{name} is not there{nearest_path(name)}")


def readable(name: str) -> Path:
    """Return the path of a file to read; CommandError for any other."""
    path = existing(name)
    if not path.is_file():
        what = "a folder; a file is expected" if path.is_dir() else "no ordinary file"
        raise CommandError(f"{name} is {what}")
    return path


def nearest_path(path: str) -> str:
    """Return a hint with the name in the folder of a path that is most like it, or nothing."""
    wanted = Path(path)
    try:
        names = sorted(wanted.parent.iterdir())
        # What many files end with makes no two names alike.
        return nearest(wanted.name, [one.name for one in names if closest(wanted.stem, [one.stem])])
    except (OSError, ValueError):
        return ""


def pick(what: str, name: str, known: Mapping[str, T]) -> T:
    """Return what is known by a name; CommandError with the nearest name, else with all, where nothing is."""
    found = {**{fold(word): value for word, value in known.items() if word}, **known}
    key = name if name in known else fold(name)
    if key not in found:
        words = [*filter(None, known)]
        near = nearest(name, words) or (f"; there is {', '.join(words)}" if words else "")
        raise CommandError(f"no {what} is called {name!r}{near}")
    return found[key]


def matrix_key(name: str, catalog: Catalog) -> str:
    """Return the id of a matrix by that or by its name; CommandError where there is none."""
    words = {word: key for key, one in catalog.matrices.items() for word in (str(one.name), key)}
    return pick("matrix", name, words)


def shown(path: Path) -> str:
    """Return a path as a person would type it here."""
    # Unlike `Path.resolve`, this takes a circle of links as it is, on every Python.
    real, here = Path(os.path.realpath(path)), Path(os.path.realpath(Path.cwd()))
    try:
        return real.relative_to(here).as_posix()
    except ValueError:
        return str(path)


_NAMED = 3


def _listed(paths: Sequence[Path]) -> str:
    """Name the first of some files, and how many more there are, with the verb for all of them."""
    names, more = [shown(path) for path in paths[:_NAMED]], len(paths) - _NAMED
    listed = f"{', '.join(names)} and {more} more" if more > 0 else ", ".join(names)
    return f"{listed} {'is' if len(paths) == 1 else 'are'}"


def write_output(text: str, output: str | None, sources: Iterable[Path] = ()) -> None:
    """Write a text to a file, and say so, or to the standard output as it is; CommandError for a wrong name.

    ``sources`` are files that were read: they are never overwritten.
    """
    # The name of a file may hold what is no text.
    data = text.encode("utf-8", "backslashreplace")
    if output is None or output == "-":
        _print(text, data)
        return
    path = Path(output)
    if any(same_file(source, path) for source in sources if source.exists()):
        raise CommandError(f"{output} is one of the files that were read; name another one")
    if path.is_dir():
        raise CommandError(f"{output} is a folder; a file is expected")
    if path.name == CONF.file and path.exists():
        raise CommandError(f"{output} holds the settings of a project; name another file")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    echo(f"Wrote {shown(path)}.", to=sys.stderr)


def _print(text: str, data: bytes) -> None:
    """Print the same bytes whatever the terminal's encoding, and line ends as they are."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()
