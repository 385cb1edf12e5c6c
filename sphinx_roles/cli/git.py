"""The data of a project at a git revision, without touching the working tree."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sphinx_roles.catalog.load import format_of
from sphinx_roles.cli.io import CommandError

_FILE = frozenset({"100644", "100755"})
_LINK = "120000"


@contextmanager
def tree_at(revision: str, folder: Path) -> Iterator[Path]:
    """Give a temporary folder with the data of ``folder`` at a revision, such as ``main`` or ``HEAD~2``.

    It stands in a copy of the repository's data files and conf.py, so that ``../roles.yaml`` leads
    somewhere. A folder that did not exist then is empty. CommandError where there is no git, no
    repository, or no such revision.

    The files come from the object store and not from ``git archive``, which leaves out what is marked
    ``export-ignore``: ``docs`` often is.
    """
    top = Path(_asked(folder, "rev-parse", "--show-toplevel", why=f"{folder} is in no git repository"))
    commit = _commit(revision, folder)
    inside = os.path.relpath(folder.resolve(), top.resolve())
    with tempfile.TemporaryDirectory(prefix="sphinx-roles-") as made:
        root = Path(made).resolve()
        # Whoever looks upward for a conf.py stops at the top of a repository.
        (root / ".git").mkdir()
        _write(top, commit, root)
        (root / inside).mkdir(parents=True, exist_ok=True)
        yield root / inside


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
    listed = _run(top, ["ls-tree", "-r", "-z", "--full-tree", commit]).decode("utf-8", "surrogateescape")
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
    return format_of(name) is not None or PurePosixPath(name).name == "conf.py"


def _asked(folder: Path, *words: str, why: str) -> str:
    """Return what git answers, as text; CommandError with ``why`` where it refuses."""
    return os.fsdecode(_run(folder, words, why=why)).rstrip("\n")


def _run(
    folder: Path, words: Sequence[str], given: bytes = b"", why: str = "git could not read this repository"
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
        message = os.fsdecode(run.stderr).strip().removeprefix("fatal: ")
        raise CommandError(f"{why}{f' ({message})' if message else ''}")
    return run.stdout
