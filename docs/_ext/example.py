"""``{example} NAME``: a file of ``examples/``, as source in both markups and as its result.

The result is made from the very file that is shown, so the two cannot disagree. The tests
build every example in both markups, and compare what comes out. With ``:source:`` the result is
left out, where a page speaks of data that is not ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

_MARKUPS = {"md": "MyST Markdown", "rst": "reStructuredText"}


class Example(SphinxDirective):
    """An example::

    <tab_set> the sources
    <container classes="example-result"> what they make
    """

    required_arguments = 1
    option_spec: ClassVar = {"source": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Show the sources, then the result of the Markdown one: all pages here are Markdown."""
        sources = {suffix: self._source(suffix) for suffix in _MARKUPS}
        tabs = self._parsed(_tabs(sources))
        if "source" in self.options:
            return tabs
        result = nodes.container(classes=["example-result"])
        result += self._parsed(sources["md"])
        return [*tabs, result]

    def _source(self, suffix: str) -> str:
        path = Path(self.env.srcdir, "examples", f"{self.arguments[0]}.{suffix}")
        self.env.note_dependency(str(path))
        return path.read_text("utf-8")

    def _parsed(self, text: str) -> list[nodes.Node]:
        found = nodes.container()
        self.state.nested_parse(StringList(text.splitlines(), self.get_source_info()[0]), 0, found)
        return list(found.children)


def _tabs(sources: dict[str, str]) -> str:
    fence = "`" * 6
    items = (
        f"{fence}``{{tab-item}} {_MARKUPS[suffix]}\n:sync: {suffix}\n\n"
        f"{fence}`{suffix}\n{source}{fence}`\n{fence}``\n"
        for suffix, source in sources.items()
    )
    return f"{fence}```{{tab-set}}\n{''.join(items)}{fence}```"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("example", Example)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
