"""What a build would report of one page, without a build: the page is read by Sphinx, alone.

conf.py is not run, and no other extension of the project is loaded than those that Markdown takes.
"""

from __future__ import annotations

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from docutils import nodes
from msgspec import Struct
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from sphinx_roles.catalogs import Store
from sphinx_roles.cli.project import Opened
from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.ext.references import warn_missing_reference
from sphinx_roles.literals import Literals
from sphinx_roles.problems import CONF, Location


class Warned(Struct, frozen=True):
    """A warning of ours, with its code."""

    code: str
    text: str
    location: Location


class PageReader:
    """Reads pages of a project, as its settings say."""

    def __init__(self, opened: Opened) -> None:
        self.settings = opened.conf.values
        self._room = TemporaryDirectory(prefix="sphinx-roles-")
        self._text = ""
        source, room = opened.root.resolve(), Path(self._room.name)
        # Pages that we would make are not needed to read others.
        ours = {name: value for name, value in self.settings.items() if not name.endswith("_pages")}
        extensions = ["myst_parser", "sphinx_design", "sphinx_roles"]
        settings = {**ours, "extensions": extensions, "myst_enable_extensions": _myst(source)}
        self.app = Sphinx(source, None, room, room / "trees", "dummy", settings, status=None, warning=None)
        self.app.connect("source-read", self._replace)
        self.app.connect("doctree-read", self._find_references)

    def read(self, opened: Opened, path: Path, text: str) -> list[Warned]:
        """Return what is wrong with a page whose text may not be saved yet."""
        app, domain = self.app, OrgDomain.of(self.app.env)
        domain.registry, domain.store, domain.builder = opened.registry, Store(None), app.builder
        docname = app.project.path2doc(path)
        if docname is None:
            return []
        self._text = text
        app.project.docnames.add(docname)
        app.env.clear_doc(docname)
        kept = _Kept()
        logger = logging.getLogger("sphinx")
        # Before those of Sphinx, which write more into the message.
        logger.handlers.insert(0, kept)
        try:
            app.builder.read_doc(docname)
        except Exception as error:
            # A page that is not there yet, or a parser that gives up: what was found before it counts.
            logging.getLogger(__name__).debug("%s: %s", docname, error)
        finally:
            logger.removeHandler(kept)
        return [*dict.fromkeys(kept.found)]

    def _replace(self, app: Sphinx, docname: str, source: list[str]) -> None:
        source[0] = self._text

    def _find_references(self, app: Sphinx, doctree: nodes.document) -> None:
        """Report references to what is not there; that no page shows something is not known here."""
        domain = OrgDomain.of(app.env)
        for node in doctree.findall(pending_xref):
            ours = node.get("refdomain") == domain.name and node.get("refwarn", True)
            if ours and domain.key(node["reftype"], node["reftarget"]) is None:
                warn_missing_reference(app, domain, node)


class _Kept(logging.Handler):
    """Keeps the warnings of ours."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Warned] = []

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "type", "") == "roles":
            file, line, column = str(getattr(record, "location", "") or CONF).rsplit(":", 2)
            code = str(getattr(record, "subtype", ""))
            self.found.append(Warned(code, record.getMessage(), Location(file, int(line), int(column))))


def _myst(folder: Path) -> list[str]:
    """Return the extensions of Markdown that conf.py writes down."""
    try:
        value = Literals((folder / CONF.file).read_bytes()).values.get("myst_enable_extensions")
    except (OSError, SyntaxError, ValueError, RecursionError):
        return []
    return [*map(str, value)] if isinstance(value, list | tuple | set) else []
