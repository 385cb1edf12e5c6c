"""Where words of a page stand in the author's file: docutils knows only the first line of a block."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

from docutils.statemachine import StringList
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.problems import Location


def word_location(
    env: BuildEnvironment, path: str, line: int, word: str, before: tuple[str, ...] = ()
) -> Location:
    """Return the place of ``word`` in the paragraph that begins in ``line``, first behind ``before``."""
    lines = lines_of(path)[line - 1 :]
    for wanted in (*(text + word for text in before), word):
        for number, text in enumerate(lines, line):
            if wanted in text:
                return Location(shown(env, path), number, text.index(wanted) + len(wanted) - len(word) + 1)
            if not text.strip():
                break
    return Location(shown(env, path), line, 1)


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


class DirectiveSource:
    """The lines of a directive in its file, in reStructuredText or Markdown; read only to tell a place."""

    def __init__(self, directive: SphinxDirective) -> None:
        path, line = directive.get_source_info()
        self._directive = directive
        self._line = line or 1
        self._lines = lines_of(path or "")[self._line - 1 :]
        self._file = shown(directive.env, path or "")

    def location(self, word: str = "") -> Location:
        """Return the place of an option or a word of one; without it, of the directive's name."""
        # The options stand before the body, one or more lines each, and may be fenced in Markdown.
        count = sum(str(value).count("\n") + 1 for value in self._directive.options.values())
        reach = self._lines[: 3 + count]
        option = re.compile(rf":{re.escape(word)}:" if word else re.escape(self._directive.name))
        anywhere = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for pattern in (option, anywhere):
            for number, text in enumerate(reach, self._line):
                if found := pattern.search(text):
                    return Location(self._file, number, found.start() + 1)
        return Location(self._file, self._line, 1)

    def body(self) -> Location:
        """Return the place of the first character of the body."""
        content = self._directive.content
        assert isinstance(content, StringList)
        first = next((number for number, text in enumerate(content) if text.strip()), 0)
        wanted = content[first].strip()
        indent = len(content[first]) - len(content[first].lstrip())
        for number, text in enumerate(self._lines[1:], self._line + 1):
            if text.strip() == wanted:
                return Location(self._file, number - first, max(1, text.index(wanted) - indent + 1))
        return Location(self._file, self._line + 1, 1)
