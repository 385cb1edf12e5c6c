"""The words of the command line to the two sides of a comparison."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct

from sphinx_roles.cli.opening import NoCatalog, Opened, opened
from sphinx_roles.cli.outcome import CommandError
from sphinx_roles.cli.revisions import tree_at
from sphinx_roles.problems import nearest

__all__ = ["Side", "open_side", "sides_of"]


class Side(Struct, frozen=True):
    """A path as it is now, or as it was at a ``revision``. ``name`` is what it is called."""

    name: str
    path: str = ""
    revision: str = ""


def sides_of(words: Sequence[str]) -> tuple[Side, Side]:
    """Return the old side and the new one. CommandError where the words name no such two."""
    first, *rest = words or ("HEAD",)
    if len(words) > 3:
        raise CommandError(f"expected at most two sides and a path, found {len(words)} words")
    if _is_there(first):
        return _paths(first, rest)
    if ".." in first:
        if len(rest) > 1:
            raise CommandError(f"after {first!r}, expected at most one path")
        return _range(first, *rest)
    if len(rest) == 2 or (rest and not _is_there(rest[0])):
        new, path = rest[0], (rest[1] if len(rest) == 2 else "")
        return Side(first, path, first), Side(new, path, new)
    path = rest[0] if rest else ""
    return Side(first, path, first), Side("the working tree", path)


def _paths(first: str, rest: Sequence[str]) -> tuple[Side, Side]:
    if not rest:
        return Side("HEAD", first, "HEAD"), Side("the working tree", first)
    if len(rest) > 1:
        raise CommandError(f"{first} is a file or folder: expected one more, found {len(rest)}")
    if not _is_there(rest[0]):
        raise CommandError(
            f"{rest[0]} is not there{_near(rest[0])} (a revision stands before the path: REV {first})"
        )
    return Side(first, first), Side(rest[0], rest[0])


def _range(said: str, path: str = "") -> tuple[Side, Side]:
    """Two revisions with dots between them, as git has them; an empty one is HEAD."""
    between = "..." if "..." in said else ".."
    old, _, new = said.partition(between)
    old, new = old or "HEAD", new or "HEAD"
    base = _merge_base(old, new, path) if between == "..." else old
    return Side(old, path, base), Side(new, path, new)


def _merge_base(old: str, new: str, path: str) -> str:
    # A word that begins with a dash would be an option to git.
    told = [word for word in (old, new) if word.startswith("-")]
    try:
        run = subprocess.run(  # noqa: S603
            ["git", "-C", str(_folder(path)), "merge-base", "--end-of-options", old, new],  # noqa: S607
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise CommandError("a revision needs git, and there is no git on the path") from None
    if told or run.returncode:
        said = run.stderr.strip().removeprefix("fatal: ")
        hint = said or "is the clone shallow? Fetch more of its history (in GitHub Actions, fetch-depth: 0)"
        raise CommandError(f"{old} and {new} have no commit in common that is known here: {hint}")
    return run.stdout.strip()


@contextmanager
def open_side(side: Side) -> Iterator[Opened | None]:
    """Open one side; None where there is no catalog, or was none at that revision."""
    if not side.revision:
        yield _opened(side.path)
        return
    path, folder = Path(side.path or "."), _folder(side.path)
    with ExitStack() as stack:
        try:
            tree = stack.enter_context(tree_at(side.revision, folder))
        except CommandError as error:
            near = _near(side.revision)
            raise CommandError(f"{side.name!r} is no file or folder here; {error}{near}") from None
        there = tree if folder == path else tree / path.name
        yield _opened(str(there)) if there.exists() else None


def _opened(path: str) -> Opened | None:
    try:
        return opened([path] if path else [])
    except NoCatalog:
        return None


def _folder(path: str) -> Path:
    """Return the folder of a path that need no longer be there."""
    found = Path(path or ".")
    return found if found.is_dir() else found.parent


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except ValueError:  # a NUL
        return False


def _near(path: str) -> str:
    try:
        return nearest(Path(path).name, sorted(one.name for one in Path(path).parent.iterdir()))
    except (OSError, ValueError):
        return ""
