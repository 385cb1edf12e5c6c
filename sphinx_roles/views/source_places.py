"""Where words of a page stand in the author's file: docutils knows only the first line of a block."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

from docutils.statemachine import StringList
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.problems import Place

__all__ = ["DirectiveSource", "word_place"]


class DirectiveSource:
    """The lines of a directive in its file, in reStructuredText or Markdown; read only to tell a place."""

    def __init__(self, directive: SphinxDirective) -> None:
        path, line = directive.get_source_info()
        self._directive = directive
        self._line = line or 1
        self._lines = _lines(path or "")[self._line - 1 :]
        self._file = _shown(directive.env, path or "")

    def place(self, word: str = "") -> Place:
        """Return the place of an option or a word of one; without it, of the directive's name."""
        # The options stand before the body, one or more lines each, and may be fenced in Markdown.
        count = sum(str(value).count("\n") + 1 for value in self._directive.options.values())
        reach = self._lines[: 3 + count]
        option = re.compile(rf":{re.escape(word)}:" if word else re.escape(self._directive.name))
        anywhere = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for pattern in (option, anywhere):
            for number, text in enumerate(reach, self._line):
                if found := pattern.search(text):
                    return Place(self._file, number, found.start() + 1)
        return Place(self._file, self._line, 1)

    def body(self) -> Place:
        """Return the place of the first character of the body."""
        content = self._directive.content
        assert isinstance(content, StringList)
        first = next((number for number, text in enumerate(content) if text.strip()), 0)
        wanted = content[first].strip()
        indent = len(content[first]) - len(content[first].lstrip())
        for number, text in enumerate(self._lines[1:], self._line + 1):
            if text.strip() == wanted:
                return Place(self._file, number - first, max(1, text.index(wanted) - indent + 1))
        return Place(self._file, self._line + 1, 1)


def word_place(env: BuildEnvironment, path: str, line: int, word: str) -> Place:
    """Return the place of ``word`` in the paragraph that begins in ``line``."""
    for number, text in enumerate(_lines(path)[line - 1 :], line):
        if word in text:
            return Place(_shown(env, path), number, text.index(word) + 1)
        if not text.strip():
            break
    return Place(_shown(env, path), line, 1)


def _shown(env: BuildEnvironment, path: str) -> str:
    document = env.path2doc(path) if path else None
    if document or not path:
        return str(env.doc2path(document, False)) if document else path
    # docutils names an included file from where Sphinx was started.
    return os.path.relpath(path, env.srcdir).replace(os.sep, "/")


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
