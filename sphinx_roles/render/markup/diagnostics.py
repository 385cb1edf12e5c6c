"""What is wrong with the markup of one text of the data, reported once, at the text's location."""

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


class Diagnostics:
    """Knows which text is being read, and reports what is wrong with it.

    The same problem is reported once for a page, and each kind of thing once for a text: the two
    tags of ``<b>bold</b>`` are one mistake.
    """

    def __init__(self, env: BuildEnvironment, docname: str, report: Callable[[Problem], None]) -> None:
        self._srcdir = str(env.srcdir)
        self._page = Location(str(env.doc2path(docname, False)).replace(os.path.sep, "/"))
        self._report = report
        self._reported: set[Problem] = set()
        self._once: set[str] = set()
        self.location = self._page
        self.source = self._text = ""
        self._file: str | None = None

    def begin(self, text: str) -> None:
        """Begin the next text. One without a location belongs to the page itself."""
        self.location = (text.location if isinstance(text, Text) else None) or self._page
        # Absolute, as Sphinx has it on all nodes: it would take a relative one from where it was started.
        # Texts come file by file, thousands of them.
        if self.location.file != self._file:
            self._file = self.location.file
            self.source = os.path.normpath(Path(self._srcdir, self._file))
        self._once.clear()
        self._text = str(text)

    def refuse(
        self, once: str, thing: str, source: str = "", instead: str = _ALLOWED, **values: str | list[str]
    ) -> None:
        """Report that a thing is not allowed, and what is: ``once`` in a text for whatever is called so.

        ``thing`` and ``instead`` are templates; the slot ``{source}`` is for the thing as it is written.
        """
        if once not in self._once:
            self._once.add(once)
            self.report(thing + " is shown as plain text; " + instead, source=repr(source), **values)

    def report(self, message: str, **values: str | list[str]) -> None:
        """Report what is wrong with the text."""
        flat = {key: " ".join(v.split()) if isinstance(v, str) else v for key, v in values.items()}
        problem = Problem.of(Code.MARKUP, message, self.location, **flat)
        if problem not in self._reported:
            self._reported.add(problem)
            self._report(problem)

    def quote(self, message: str) -> None:
        """Report the message of a parser, with the beginning of the text that it means."""
        beginning = textwrap.shorten(self._text, 50, placeholder=" …") or self._text[:50]
        self.report("{words}, in {beginning}", words=message.rstrip("."), beginning=repr(beginning))

    def stamp(self, node: nodes.Node) -> None:
        """Let a node point at the data, for what Sphinx reports of it later."""
        node.source, node.line = self.source, self.location.line


class DataReporter(Reporter):
    """Takes the messages of parsers and roles to the diagnostics of the data, not to the page."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        # Nothing is printed, and nothing stops the build.
        super().__init__("", report_level=Reporter.SEVERE_LEVEL + 1, halt_level=Reporter.SEVERE_LEVEL + 1)
        self._diagnostics = diagnostics

    def get_source_and_line(self, lineno: int | None = None) -> tuple[str, int]:
        """Return the location in the data, whatever line of the text is meant."""
        return self._diagnostics.source, self._diagnostics.location.line

    def system_message(self, level: int, message: Any, *children: Any, **kwargs: Any) -> nodes.system_message:
        """Report warnings and errors; what is less is no mistake."""
        if level >= self.WARNING_LEVEL:
            self._diagnostics.quote(str(message))
        return super().system_message(level, message, *children, **kwargs)
