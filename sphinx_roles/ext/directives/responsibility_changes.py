"""``responsibility-changes``: what moved between two catalogs."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import ClassVar

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.changes.query import ChangesQuery, ChangesReport
from sphinx_roles.analysis.changes.words import TOPICS
from sphinx_roles.analysis.report import digest
from sphinx_roles.catalogs import Data, Request
from sphinx_roles.ext.directives.base import ViewDirective, unread
from sphinx_roles.ext.directives.options import Options, Reader, flag, names, some, text
from sphinx_roles.log import warn
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.changes import changes_html, changes_nodes
from sphinx_roles.render.context import ChangesShape


class ResponsibilityChanges(ViewDirective):
    """What changed from one catalog or file to another; the argument names the two."""

    directive = "responsibility-changes"
    drawings = (changes_html, changes_nodes)
    readers: ClassVar[dict[str, Reader]] = {
        "only": some(*TOPICS),
        "matrix": text,
        "sections": names,
        "roles": names,
        "tags": names,
        "scheme": text,
        "transposed-data": flag,
        "caption": text,
        "counts": flag,
        "texts": flag,
        "empty": text,
    }

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask what changed, and leave it."""
        if "\n".join(self.content).strip():
            self.report(Code.OPTION, f"{self.name}: takes no body; its argument names what is compared")
        message = self.sides(options)
        if message is None:
            return []
        sides = [self.side(word, options) for word in message]
        report = self.compare(self.query(options), sides[0], sides[1], message)
        if report is None:
            return []
        for name in report.unknown:
            self.report_unknown(name, sides, options)
        caption, empty = (options(key, "") for key in ("caption", "empty"))
        report = structs.replace(
            report,
            old=Text(message[0]),
            new=Text(message[1] or self.main_name()) or None,
            name=Text(caption, self.location("caption")) if caption else None,
            empty=Text(empty, self.location("empty")) if empty else None,
        )
        shape = ChangesShape(counts=options("counts", True), texts=options("texts", True))
        return [self.create_view_node(report, shape, options)]

    # What is compared

    def sides(self, options: Options) -> tuple[str, str] | None:
        """Return the words for both sides; the second one is empty for the main catalog."""
        message = " ".join(self.arguments).replace("\n", " ").strip()
        words = (
            names(message)
            if "," in message or message in self.domain.registry.catalogs
            else tuple(message.split())
        )
        expected = "expected one or two names of catalogs or paths of files"
        if not 1 <= len(words) <= 2:
            self.report(Code.OPTION, f"{self.name}: {expected}, found {len(words)}")
            return None
        if len(words) == 2 and options("catalog"):
            self.report(Code.OPTION, f"{self.name}: the argument names both sides already", "catalog")
        return words[0], words[1] if len(words) == 2 else options("catalog", "")

    def side(self, word: str, options: Options) -> Data:
        """Return what a word names: a catalog of conf.py, else a file, as `:file:` names it."""
        if word and word not in self.domain.registry.catalogs:
            path, _ = self.env.relfn2path(word)
            if PurePosixPath(word).suffix or "/" in word:
                return Data(file=path, scheme=options("scheme"), transpose=options("transposed-data"))
        return Data(catalog=word)

    def main_name(self) -> str:
        return next(iter(self.domain.registry.catalogs), "")

    def compare(
        self, query: ChangesQuery, before: Data, after: Data, message: tuple[str, str]
    ) -> ChangesReport | None:
        """Answer the query, note it for the next build, and tell of a side that is not there."""
        request, registry = Request(query, after, before), self.domain.registry
        report, problems = registry.answer(request)
        warn(problems)
        shown = digest(report) if report is not None else ""
        self.domain.note_view(self.env.docname, request, shown, reported=bool(problems))
        catalogs = [registry.catalog(data)[0] for data in (before, after)]
        self.broken = any(catalog is None or unread(catalog) for catalog in catalogs)
        for catalog, data, word in zip(catalogs, (before, after), message, strict=True):
            if catalog is None:
                self.report_missing(data, word)
        return report if isinstance(report, ChangesReport) else None

    def query(self, options: Options) -> ChangesQuery:
        """Return what the options ask."""
        same = ("matrix", "sections", "roles", "tags", "only")
        given = {name: value for name in same if (value := options(name)) is not None}
        # A field that conf.py does not declare may hold what is not for readers.
        return ChangesQuery(own=tuple(sorted(self.config.roles_fields.items())), **given)

    def report_unknown(self, name: str, sides: list[Data], options: Options) -> None:
        """Tell that a name in an option leads nowhere on either side, with the nearest one."""
        found = [catalog for data in sides if (catalog := self.domain.registry.catalog(data)[0]) is not None]
        if name == options("matrix"):
            known = [key for catalog in found for key in catalog.matrices if key]
            self.unknown(Code.UNKNOWN_MATRIX, "matrix", name, known)
        elif name in options("sections", ()):
            self.unknown(Code.OPTION, "section", name, [s for c in found for _, s in c.sections])
        else:
            self.unknown(Code.UNKNOWN_ROLE, "role", name, [n for c in found for n in c.role_names()])
