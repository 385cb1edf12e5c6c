"""Reads a page that is made: a title and one view, so that nothing is left to parse.

Such a page has nothing else, so the sections of a profile are in its view: over those of the page, Sphinx
would walk some forty times, and render each in a table of contents.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst.states import RSTState, RSTStateMachine
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.parsers import Parser, RSTParser

from sphinx_roles.ext.directives import DIRECTIVES
from sphinx_roles.ext.directives.base import OnlyView

SUFFIX = ".roles-page"
KIND = "roles-page"
_VIEWS = {one.directive: one for one in DIRECTIVES}


def is_plain(app: Sphinx) -> bool:
    """Return whether nothing of the project's own is on every page, or changes what is read."""
    around = app.config.rst_prolog or app.config.rst_epilog
    return not around and not app.events.listeners.get("source-read")


class PageParser(Parser):
    """Makes a page of its title and its view, as the parser of its markup would."""

    supported = (KIND,)

    def __init__(self) -> None:
        # What that parser can be told, as values: Sphinx asks for all options anew for each page.
        type(self).settings_defaults = _settings()

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        """Draw the view below the title."""
        self.setup_parse(inputstring, document)
        env = document.settings.env
        page = env.project.pages[env.docname]
        line = page.source.rstrip().rpartition("\n\n")[0].count("\n") + 3
        title = " ".join(page.title.split())
        section = nodes.section("", nodes.title(title, title), names=[nodes.fully_normalize_name(title)])
        section.source, section.line = document["source"], 1
        document += section
        document.note_implicit_target(section, section)
        name, argument, options = page.show
        place: Any = OnlyView(document, section, line)
        directive = _VIEWS[name](
            name,
            [argument] if argument else [],
            cast("dict[str, Any]", dict(options)),
            StringList(),
            line,
            0,
            "",
            cast("RSTState", place),
            cast("RSTStateMachine", place),
        )
        section += directive.run()
        self.finish_parse()


@cache
def _settings() -> dict[str, Any]:
    known = vars(get_default_settings())
    return {name: value for name, value in vars(get_default_settings(RSTParser)).items() if name not in known}
