"""Where words of a page stand in the author's file: docutils knows only the first line of a block."""

from __future__ import annotations

import re

from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.page_places import lines_of, shown
from sphinx_roles.problems import Place

__all__ = ["DirectiveSource"]


class DirectiveSource:
    """The lines of a directive in its file, in reStructuredText or Markdown; read only to tell a place."""

    def __init__(self, directive: SphinxDirective) -> None:
        path, line = directive.get_source_info()
        self._directive = directive
        self._line = line or 1
        self._lines = lines_of(path or "")[self._line - 1 :]
        self._file = shown(directive.env, path or "")

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
