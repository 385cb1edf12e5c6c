"""Where words of a page stand in the author's file: docutils knows only the first line of a block."""

from __future__ import annotations

import os.path
from pathlib import Path

from sphinx.environment import BuildEnvironment

from sphinx_roles.problems import Place

__all__ = ["lines_of", "shown", "word_place"]


def word_place(env: BuildEnvironment, path: str, line: int, word: str, before: tuple[str, ...] = ()) -> Place:
    """Return the place of ``word`` in the paragraph that begins in ``line``, first behind ``before``."""
    lines = lines_of(path)[line - 1 :]
    for wanted in (*(text + word for text in before), word):
        for number, text in enumerate(lines, line):
            if wanted in text:
                return Place(shown(env, path), number, text.index(wanted) + len(wanted) - len(word) + 1)
            if not text.strip():
                break
    return Place(shown(env, path), line, 1)


def shown(env: BuildEnvironment, path: str) -> str:
    """Return how a file is named in messages."""
    document = env.path2doc(path) if path else None
    if document or not path:
        return str(env.doc2path(document, False)) if document else path
    # docutils names an included file from where Sphinx was started.
    return os.path.relpath(path, env.srcdir).replace(os.sep, "/")


def lines_of(path: str) -> list[str]:
    """Return the lines of a file; none, where it cannot be read."""
    try:
        return Path(path).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
