"""Where words of a page are in the author's file: docutils knows only the first line of a block."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.problems import Location


def word_location(
    env: BuildEnvironment,
    path: str,
    line: int,
    word: str,
    around: Iterable[tuple[str, str]],
    nth: int,
) -> Location:
    """Return the place of ``word`` in the paragraph that begins in ``line``.

    It is looked for between each of the pairs of texts ``around``, then alone; of several, the one that
    ``nth`` counts from 0 is taken.
    """
    lines = [*takewhile(str.strip, lines_of(env, path)[line - 1 :])]
    for before, after in (*around, ("", "")):
        found = [
            Location(shown(env, path), number, start + len(before) + 1)
            for number, text in enumerate(lines, line)
            for start in _starts(text, before + word + after)
        ]
        if found:
            return found[nth % len(found)]
    return Location(shown(env, path), line, 1)


def _starts(text: str, wanted: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(re.escape(wanted), text))


def body_location(directive: SphinxDirective) -> Location:
    """Return the place of the first character of a directive's body, in reStructuredText or Markdown."""
    path, line = directive.get_source_info()
    content = list(directive.content)
    first = next((number for number, text in enumerate(content) if text.strip()), 0)
    wanted = content[first].strip()
    indent = len(content[first]) - len(content[first].lstrip())
    lines = lines_of(directive.env, path or "")[line or 1 :]
    for number, text in enumerate(lines, (line or 1) + 1):
        if text.strip() == wanted:
            column = max(1, text.index(wanted) - indent + 1)
            return Location(shown(directive.env, path or ""), number - first, column)
    return Location(shown(directive.env, path or ""), (line or 1) + 1, 1)


def shown(env: BuildEnvironment, path: str) -> str:
    """Return how a file is named in messages; what is from no file (sphinx-jinja 2.0.2) has its page."""
    document = env.path2doc(path) if path else env.docname
    if document in env.found_docs:
        return str(env.doc2path(document, False))
    # docutils names an included file from where Sphinx was started, and Sphinx knows only suffixes of pages.
    return os.path.relpath(path, env.srcdir).replace(os.sep, "/")


def lines_of(env: BuildEnvironment, path: str) -> list[str]:
    """Return the lines of a file, in an editor as they are there; none, where it cannot be read."""
    unsaved = OrgDomain.of(env).registry.settings.unsaved
    if unsaved and (text := unsaved.get(os.path.realpath(path))) is not None:
        return text.split("\n")
    try:
        return Path(path).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
