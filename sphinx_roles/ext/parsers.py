"""Parsers of pages that are made of the data: of the file of a role, and of those that have no file.

The file of a role (``sre.role.yaml``, or ``sre.role.md`` with a text of its own) is a page like any other. A
page without a file has a title and one view, so that nothing is left to parse. The sections of a profile
there are in its view: over those of the page, Sphinx would walk some forty times, and render each in a table
of contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import PurePath
from typing import Any, cast

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst.states import RSTState, RSTStateMachine
from docutils.statemachine import StringList
from docutils.transforms import Transform
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.parsers import Parser, RSTParser

from sphinx_roles.catalog.sources import ROLE_SUFFIXES, role_of
from sphinx_roles.ext.directives import DIRECTIVES
from sphinx_roles.ext.domain import OrgDomain

_ROLE_FILE = "role-file"
SUFFIX = ".roles-page"
_PAGE = "roles-page"
_TRANSLATED = ":<translated>"
"""So ends what Sphinx gives as the source of the translation of a text."""
_VIEWS = {one.directive: one for one in DIRECTIVES}


def add_suffixes(app: Sphinx, config: Config) -> None:
    """Let files of roles be documents; Sphinx takes the first suffix that fits, so ours are before ``.md``.

    The mapping may be Sphinx's own default, which outlives a build, and is left as it is.
    """
    given: dict[str, str] = config.source_suffix
    found: dict[str, str] = {}
    for suffix, kind in given.items():
        longer = (ours for ours in ROLE_SUFFIXES if ours.endswith(suffix))
        found |= {ours: _ROLE_FILE for ours in longer if ours not in given}
        found[suffix] = kind
    found |= {ours: _ROLE_FILE for ours in ROLE_SUFFIXES if ours not in found}
    found |= {SUFFIX: _PAGE}
    config.source_suffix = app.registry.source_suffix = found


def role_files(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages that are files of roles, by their paths from the source folder on."""
    for docname in sorted(env.found_docs):
        path = _path(env, docname)
        if role_of(path) is not None:
            yield path


def _path(env: BuildEnvironment, docname: str) -> str:
    return PurePath(str(env.doc2path(docname, False))).as_posix()


class RoleFileParser(RSTParser):
    """Makes a page of the profile of the role, then of the text under the front matter."""

    supported = (_ROLE_FILE,)
    _is_markdown = False

    def get_transforms(self) -> list[type[Transform]]:
        """Return those of MyST as well for a text in Markdown."""
        transforms = super().get_transforms()
        if self._is_markdown:
            from myst_parser.parsers.sphinx_ import MystParser

            of_myst = cast("RSTParser", MystParser()).get_transforms()
            transforms += [one for one in of_myst if one.__module__.startswith("myst_parser.")]
        return transforms

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        """Draw the role as the catalog has it: what is wrong with the file has been reported there."""
        env: BuildEnvironment = document.settings.env
        path, text = _path(env, env.docname), str(inputstring)
        self._is_markdown = path.casefold().endswith(".md")
        if str(document["source"]).endswith(_TRANSLATED):
            self._parse_message(text, document)
            return
        # Many such files are data alone.
        env.metadata[env.docname]["orphan"] = ""
        name, role = OrgDomain.of(env).registry.role_in(path)
        wanted = role.id if role is not None else role_of(path)
        options = [f"   :catalog: {name}\n"] if name else []
        described = role.description.location if role is not None and role.description is not None else None
        # A description that begins in a line of its own is the text of its page.
        if self._is_markdown and described and described.file == path and described.column == 1:
            options.append("   :without-sections: description\n")
        super().parse(f".. role-profile:: {wanted}\n{''.join(options)}", document)
        whole = next((child for child in document.children if isinstance(child, nodes.section)), None)
        if whole is None:
            whole = nodes.section("", nodes.title("", str(wanted), translatable=False))
            document.note_implicit_target(whole)
            document += whole
        if self._is_markdown:
            # Imported here, as MyST takes long to import.
            from sphinx_roles.ext.role_text import RoleText

            RoleText(document, whole, role).add(text)

    def _parse_message(self, text: str, document: nodes.document) -> None:
        """Parse the translation of a text of the page, which Sphinx has parsed as it does pages."""
        if self._is_markdown:
            from sphinx_roles.ext.role_text import render

            render(text, document)
        else:
            super().parse(text, document)


def is_plain(app: Sphinx) -> bool:
    """Return whether nothing of the project's own is on every page, or changes what is read."""
    around = app.config.rst_prolog or app.config.rst_epilog
    return not around and not app.events.listeners.get("source-read")


class _OnlyView(Struct, frozen=True):
    """Where a directive is on a page that has nothing else, as the state and the machine of docutils."""

    document: nodes.document
    parent: nodes.Element
    line: int

    @property
    def reporter(self) -> Any:
        """Where docutils reports what is wrong."""
        return self.document.reporter

    def get_source_and_line(self, lineno: int | None = None) -> tuple[str, int]:
        return self.document["source"], self.line


class PageParser(Parser):
    """Makes a page of its title and its view, as the parser of its markup would."""

    supported = (_PAGE,)

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
        head = nodes.title(title, title)
        section = nodes.section("", head, names=[nodes.fully_normalize_name(title)])
        # Sphinx looks for that of a title otherwise, and writes to its log with much effort.
        for node in (section, head):
            node.source, node.line = document["source"], 1
        document += section
        document.note_implicit_target(section, section)
        name, argument, options = page.show
        place: Any = _OnlyView(document, section, line)
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
