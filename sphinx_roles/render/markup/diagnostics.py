"""What is wrong with the markup of one text of the data, told once, at the text's place."""

from __future__ import annotations

import os.path
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import Reporter
from sphinx.environment import BuildEnvironment

from sphinx_roles.model import Text
from sphinx_roles.problems import Code, Location, Problem

_ALLOWED = "text in the data may hold paragraphs, lists, quotes, code, emphasis, links and roles"


class Teller:
    """Knows which text is being read, and tells what is wrong with it.

    The same problem is told once for a page, and each kind of thing once for a text: the two
    tags of ``<b>bold</b>`` are one mistake.
    """

    def __init__(self, env: BuildEnvironment, docname: str, report: Callable[[Problem], None]) -> None:
        self._srcdir = str(env.srcdir)
        self._page = Location(str(env.doc2path(docname, False)).replace(os.path.sep, "/"))
        self._report = report
        self._reported: set[Problem] = set()
        self._kinds: set[str] = set()
        self.location = self._page
        self.source = self._text = ""
        self._file: str | None = None

    def begin(self, text: str) -> None:
        """Take up the next text. One without a place belongs to the page itself."""
        self.location = (text.location if isinstance(text, Text) else None) or self._page
        # Absolute, as Sphinx has it on all nodes: it would take a relative one from where it was started.
        # Texts come file by file, thousands of them.
        if self.location.file != self._file:
            self._file = self.location.file
            self.source = os.path.normpath(Path(self._srcdir, self._file))
        self._kinds.clear()
        self._text = str(text)

    def refuse(self, kind: str, thing: str, instead: str = _ALLOWED) -> None:
        """Tell that ``thing`` is not allowed, and what is; once for each ``kind`` in a text."""
        if kind not in self._kinds:
            self._kinds.add(kind)
            self.report(f"{thing} is shown as plain text; {instead}")

    def report(self, text: str) -> None:
        """Tell what is wrong with the text, in a sentence."""
        problem = Problem(Code.MARKUP, " ".join(text.split()), self.location)
        if problem not in self._reported:
            self._reported.add(problem)
            self._report(problem)

    def quote(self, message: str) -> None:
        """Tell what a parser says, with the beginning of the text that it means."""
        beginning = textwrap.shorten(self._text, 50, placeholder=" …") or self._text[:50]
        self.report(f"{message.rstrip('.')}, in {beginning!r}")

    def stamp(self, node: nodes.Node) -> None:
        """Let a node point at the data, for what Sphinx has to say about it later."""
        node.source, node.line = self.source, self.location.line


class DataReporter(Reporter):
    """Takes the messages of parsers and roles to the teller: the page has nothing to do with them."""

    def __init__(self, teller: Teller) -> None:
        # Nothing is printed, and nothing stops the build.
        super().__init__("", report_level=Reporter.SEVERE_LEVEL + 1, halt_level=Reporter.SEVERE_LEVEL + 1)
        self._teller = teller

    def get_source_and_line(self, lineno: int | None = None) -> tuple[str, int]:
        """Return the place of the data, whatever line of the text is meant."""
        return self._teller.source, self._teller.location.line

    def system_message(self, level: int, message: Any, *children: Any, **kwargs: Any) -> nodes.system_message:
        """Tell warnings and errors; what is less is no mistake."""
        if level >= self.WARNING_LEVEL:
            self._teller.quote(str(message))
        return super().system_message(level, message, *children, **kwargs)
