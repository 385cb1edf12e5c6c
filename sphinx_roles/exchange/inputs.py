"""Files of any shape that is known, to one Catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field, structs

from sphinx_roles.catalog.load import TREES, catalog_of, format_of, read_file, text_of
from sphinx_roles.catalog.nodes import Node, ReadContext
from sphinx_roles.catalog.schema import FileDraft, has_our_keys, read_tree
from sphinx_roles.catalog.schemes import BUILT_IN, DEFAULT_SCHEME
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.catalog.tables.interpret import concerns
from sphinx_roles.catalog.tables.table import TableOptions
from sphinx_roles.exchange.backstage import is_backstage, read_backstage
from sphinx_roles.exchange.field_maps import Mapped, map_tree, parse_map
from sphinx_roles.exchange.markdown_blocks import read_blocks
from sphinx_roles.exchange.needs import is_needs, read_needs
from sphinx_roles.exchange.workbook import Page, read_workbook
from sphinx_roles.model import Catalog, Scheme, Text
from sphinx_roles.problems import Code, Location, Problem

FORMATS = ("yaml", "json", "toml", "csv", "tsv", "markdown", "rst", "xlsx", "backstage", "needs")
"""The formats that ``--from`` may name."""
_OTHERS: Mapping[str, str] = {"backstage": "yaml", "needs": "json"}
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


class Inputs(Struct, frozen=True, kw_only=True):
    """What is said about files that they cannot say themselves. ``maps`` are pairs of ours and theirs."""

    form: str | None = None
    maps: tuple[tuple[str, str], ...] = ()
    transpose: bool | None = None
    fill_down: bool = False
    scheme: str | None = None


class Taken(Struct):
    """What was read: a catalog, its problems, and sentences about what was left out."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    left_out: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    """What no line of a field map asks for."""


def read_inputs(files: Iterable[tuple[Path, str]], inputs: Inputs, settings: Settings) -> Taken:
    """Read files, given with their paths as they are shown, as one catalog.

    MapError for a map that cannot be read.
    """
    problems: list[Problem] = []
    work = _Reading(inputs, settings, problems)
    drafts = [draft for path, shown in files for draft in work.drafts(path, shown)]
    catalog, reported = catalog_of(drafts, settings, problems)
    return Taken(catalog, reported, work.left_out, work.not_asked)


class _Reading(Struct):
    inputs: Inputs
    settings: Settings
    problems: list[Problem]
    left_out: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)

    def drafts(self, path: Path, shown: str) -> list[FileDraft]:
        """Read one file: a draft, or one for each sheet of a workbook."""
        form = self.inputs.form or self._form(path)
        if form == "xlsx":
            pages = read_workbook(path, shown, self.problems, self.settings.limits)
            return [draft for page in pages if (draft := self._of_page(page, shown)) is not None]
        source = Source(
            path,
            shown,
            scheme=self.inputs.scheme,
            form=form,
            transpose=self.inputs.transpose,
            fill_down=self.inputs.fill_down,
            columns={theirs: ours.removeprefix("responsibilities.") for ours, theirs in self.inputs.maps},
        )
        if _OTHERS.get(form or "", form) in TREES:
            return [self._of_tree(source, str(form))]
        draft = read_file(source, self.settings, self.problems)
        if form == "markdown":
            self._add_blocks(draft, source)
        return [draft]

    def _form(self, path: Path) -> str | None:
        return "xlsx" if path.suffix.lower() in _WORKBOOKS else format_of(path.name)

    def _of_page(self, page: Page, shown: str) -> FileDraft | None:
        self.left_out += page.left_out
        if page.grid is None:
            return None
        # A sheet that was never named says nothing.
        named = page.context.file != shown
        draft = FileDraft(
            page.context,
            stem=page.name if named else PurePosixPath(shown).stem,
            scheme=self._named_scheme(shown),
            transpose=self.inputs.transpose,
            fill_down=self.inputs.fill_down,
            columns={theirs: ours for ours, theirs in self.inputs.maps},
        )
        draft.grids = [page.grid]
        return draft

    def _of_tree(self, source: Source, form: str) -> FileDraft:
        context = ReadContext(
            source.shown, self.problems, limits=self.settings.limits, fields=self.settings.fields
        )
        reported = len(self.problems)
        text = text_of(source, context)
        documents = TREES[_OTHERS.get(form, form)](text, context) if text is not None else []
        foreign = self._foreign(documents, form) if documents else []
        if not foreign:
            # It is ours, and its reader tells all of it.
            del self.problems[reported:]
            return read_file(
                structs.replace(source, form=_OTHERS.get(form, form)), self.settings, self.problems
            )
        draft = FileDraft(
            context, stem=PurePosixPath(source.shown).stem, scheme=self._named_scheme(source.shown)
        )
        if draft.scheme is not None:
            # Under a scheme of their own, rows stand in a matrix of their own.
            draft.matrix = Text(draft.stem, Location(source.shown))
        for one in foreign:
            read_tree(draft, one.node)
            self.left_out += one.left_out
            self.not_asked += one.not_asked
            if not one.node.pairs:
                message = "nothing in the file becomes a role or a responsibility"
                context.report(Code.NO_DATA, message, one.node.at)
        return draft

    def _foreign(self, documents: list[Node], form: str) -> list[Mapped]:
        """Return what documents of another shape hold; nothing where they are ours."""
        if self.inputs.maps and not (form in TREES and any(map(has_our_keys, documents))):
            mapping = parse_map(self.inputs.maps)
            return [map_tree(mapping, one) for one in documents]
        if form == "backstage" or is_backstage(documents):
            return [read_backstage(documents)]
        if form == "needs" or (form == "json" and is_needs(documents)):
            return [read_needs(documents[0], self._scheme())]
        return []

    def _scheme(self) -> Scheme:
        return BUILT_IN.get(self.inputs.scheme or self.settings.scheme) or BUILT_IN[DEFAULT_SCHEME]

    def _named_scheme(self, shown: str) -> Text | None:
        return Text(self.inputs.scheme, Location(shown)) if self.inputs.scheme else None

    def _add_blocks(self, draft: FileDraft, source: Source) -> None:
        reported = len(self.problems)
        text = text_of(source, draft.context)
        if text is not None and read_blocks(draft, text):
            # Beside data, a table without letters is about something else.
            options = TableOptions(default=self._scheme().id)
            draft.grids = [grid for grid in draft.grids if concerns(grid, options)]
            empty = (Code.NO_DATA, Code.TABLE)
            self.problems[:] = [
                one
                for number, one in enumerate(self.problems)
                if number >= reported or one.code not in empty or one.location != Location(source.shown)
            ]
