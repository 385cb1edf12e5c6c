"""Revisions: the data of a project as it was, from the object store of git."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from sphinx_roles.catalog.formats import WORKBOOKS, format_of
from sphinx_roles.catalog.sources import importer_of
from sphinx_roles.cli.io import CommandError
from sphinx_roles.problems import CONF

_FILE = frozenset({"100644", "100755"})
_LINK = "120000"


@contextmanager
def tree_at(revision: str, folder: Path) -> Iterator[Path]:
    """Give a temporary folder with the data of ``folder`` at a revision, such as ``main`` or ``HEAD~2``.

    It is in a copy of the repository's data files and conf.py, so that ``../roles.yaml`` leads
    somewhere. A folder that did not exist then is empty. CommandError where there is no git, no
    repository, or no such revision.

    The files come from the object store and not from ``git archive``, which leaves out what is marked
    ``export-ignore``: ``docs`` often is.
    """
    why = f"{folder.absolute()} is in no git repository"
    top = Path(_asked(folder, "rev-parse", "--show-toplevel", why=why))
    commit = _commit(revision, folder)
    inside = os.path.relpath(folder.resolve(), top.resolve())
    with tempfile.TemporaryDirectory(prefix="sphinx-roles-") as made:
        root = Path(made).resolve()
        # Whoever looks upward for a conf.py stops at the top of a repository.
        (root / ".git").mkdir()
        _write(top, commit, root)
        (root / inside).mkdir(parents=True, exist_ok=True)
        yield root / inside


def was_there(revision: str, path: str) -> bool:
    """Return whether a path that is gone was there at a revision."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:./{Path(path).name}")
    with suppress(CommandError):
        return bool(_asked(Path(path).parent, *words, why=""))
    return False


def merge_base(folder: Path, old: str, new: str) -> str:
    """Return the commit at which two revisions parted. CommandError where none is known here."""
    # A word that begins with a dash would be an option to git.
    why = f"{old} and {new} have no commit in common that is known here"
    if old.startswith("-") or new.startswith("-"):
        raise CommandError(why)
    hint = "is the clone shallow? Fetch more of its history (in GitHub Actions, fetch-depth: 0)"
    return _asked(folder, "merge-base", "--end-of-options", old, new, why=why, hint=hint)


def _commit(revision: str, folder: Path) -> str:
    why = f"{revision!r} is no revision of this repository"
    if (
        not revision.startswith("-")
        and _asked(folder, "rev-parse", "--is-shallow-repository", why=why) == "true"
    ):
        why += "; the clone is shallow: fetch more of its history first (in GitHub Actions, fetch-depth: 0)"
    return _asked(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", why=why
    )


def _write(top: Path, commit: str, root: Path) -> None:
    tree = _run(top, ["ls-tree", "-r", "-z", "--full-tree", commit])
    # Rules about owners ask which files there were; if git does not take the names, these are the data alone.
    with suppress(CommandError):
        _run(root, ["init", "-q", "--template="])
        _run(root, ["update-index", "-z", "--index-info"], tree)
    listed = tree.decode("utf-8", "surrogateescape")
    wanted: list[tuple[str, str, str]] = []
    for line in filter(None, listed.split("\0")):
        about, _, name = line.partition("\t")
        mode, _, blob = about.split(" ")
        if (mode in _FILE or mode == _LINK) and _is_data(name):
            wanted.append((mode, blob, name))
    answer = _run(top, ["cat-file", "--batch"], "".join(f"{blob}\n" for _, blob, _ in wanted).encode())
    at = 0
    links: list[tuple[str, Path]] = []
    for mode, _, name in wanted:
        head_end = answer.index(b"\n", at)
        size = int(answer[at:head_end].rsplit(b" ", 1)[1])
        content = answer[head_end + 1 : head_end + 1 + size]
        at = head_end + size + 2
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            links.append((os.fsdecode(content), path))
        else:
            path.write_bytes(content)
    for target, path in links:
        # A link that leads out of the copy would read today's files, or anybody's.
        # Links may lead in a circle, which `Path.resolve` does not bear on every Python.
        if Path(os.path.realpath(path.parent / target)).is_relative_to(root):
            path.symlink_to(target)


def _is_data(name: str) -> bool:
    path = PurePosixPath(name)
    known = format_of(name) is not None or importer_of(path) is not None
    return known or path.suffix.lower() in WORKBOOKS or path.name == CONF.file


def _asked(folder: Path, *words: str, why: str, hint: str = "") -> str:
    """Return what git answers, as text; CommandError with ``why`` where it refuses."""
    return os.fsdecode(_run(folder, words, why=why, hint=hint)).rstrip("\n")


def _run(
    folder: Path,
    words: Sequence[str],
    given: bytes = b"",
    why: str = "git could not read this repository",
    hint: str = "",
) -> bytes:
    try:
        # The words are ours, but for a revision, which cannot be taken for an option.
        run = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *words],  # noqa: S607
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise CommandError("a revision needs git, and there is no git on the path") from None
    if run.returncode:
        message = os.fsdecode(run.stderr).strip().removeprefix("fatal: ") or hint
        known = not message or message.startswith("not a git repository")
        raise CommandError(why if known else f"{why} ({message})")
    return run.stdout
