"""Files of any shape that is known, to one Catalog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path, PurePosixPath

from msgspec import Struct, field, structs

from sphinx_roles.catalog.formats.markdown import blocks_of
from sphinx_roles.catalog.load import FORMATS as SUFFIXES
from sphinx_roles.catalog.load import TREES, catalog_of, format_of, read_documents, read_file, text_of
from sphinx_roles.catalog.nodes import Node, ReadContext
from sphinx_roles.catalog.schema import FileDraft, has_our_keys, read_tree
from sphinx_roles.catalog.schemes import BUILT_IN, DEFAULT_SCHEME
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.catalog.tables.interpret import concerns
from sphinx_roles.catalog.tables.table import TableOptions
from sphinx_roles.convert.field_maps import Mapped, map_tree, parse_map
from sphinx_roles.convert.importers import ImportContext, importers
from sphinx_roles.convert.workbook import Page, read_workbook
from sphinx_roles.model import Catalog, Scheme, Text
from sphinx_roles.problems import Code, Location, Problem

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


def read_formats() -> tuple[str, ...]:
    """Return the formats that ``--from`` may name."""
    return (*dict.fromkeys(SUFFIXES.values()), "xlsx", *importers())


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
    importers: dict[str, EntryPoint] = field(default_factory=importers)
    left_out: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)

    def drafts(self, path: Path, shown: str) -> list[FileDraft]:
        """Read one file: a draft, or one for each sheet of a workbook."""
        by_suffix = "xlsx" if path.suffix.lower() in _WORKBOOKS else format_of(path.name)
        form = self.inputs.form or by_suffix
        if form == "xlsx":
            pages = read_workbook(path, shown, self.problems, self.settings.limits)
            return [draft for page in pages if (draft := self._of_page(page, shown)) is not None]
        importer = form if form in self.importers else None
        if importer is not None:
            form = by_suffix if by_suffix in TREES else "yaml"
        source = Source(
            path,
            shown,
            scheme=self.inputs.scheme,
            form=form,
            transpose=self.inputs.transpose,
            fill_down=self.inputs.fill_down,
            columns={theirs: ours.removeprefix("responsibilities.") for ours, theirs in self.inputs.maps},
        )
        if form in TREES:
            return [self._of_tree(source, str(form), importer)]
        draft = read_file(source, self.settings)
        if form == "markdown":
            self._add_blocks(draft, source)
        return [draft]

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

    def _of_tree(self, source: Source, form: str, importer: str | None) -> FileDraft:
        context = ReadContext(source.shown, [], limits=self.settings.limits, fields=self.settings.fields)
        text = text_of(source, context)
        documents = read_documents(form, text, context) if text is not None else []
        foreign = self._foreign(documents, form, importer) if documents else []
        if not foreign:
            # It is ours, and its reader reports all of it.
            return read_file(source, self.settings)
        stem = PurePosixPath(source.shown).stem
        draft = FileDraft(context, stem=stem, scheme=self._named_scheme(source.shown))
        if draft.scheme is not None:
            # Under a scheme of their own, rows are in a matrix of their own.
            draft.matrix = Text(draft.stem, Location(source.shown))
        for one in foreign:
            read_tree(draft, one.node)
            self.left_out += one.left_out
            self.not_asked += one.not_asked
            if not one.node.pairs:
                message = "nothing in the file becomes a role or a responsibility"
                context.report(Code.NO_DATA, message, one.node.at)
        return draft

    def _foreign(self, documents: list[Node], form: str, importer: str | None) -> list[Mapped]:
        """Return what documents of another shape hold; nothing where they are ours."""
        if self.inputs.maps and (importer is not None or not any(map(has_our_keys, documents))):
            mapping = parse_map(self.inputs.maps)
            return [map_tree(mapping, one) for one in documents]
        for name, entry in self.importers.items():
            if importer in (name, None):
                context = ImportContext(form, self._scheme(), named=importer is not None)
                try:
                    found = entry.load()(documents, context)
                except Exception as error:
                    # Whoever wrote it, the other files and importers are still read.
                    reason = f"{type(error).__name__}: {error}"
                    self.left_out.append(f"the importer {name!r} ({entry.value}) failed: {reason}")
                    continue
                if found is not None:
                    return [found]
        return []

    def _scheme(self) -> Scheme:
        return BUILT_IN.get(self.inputs.scheme or self.settings.scheme) or BUILT_IN[DEFAULT_SCHEME]

    def _named_scheme(self, shown: str) -> Text | None:
        return Text(self.inputs.scheme, Location(shown)) if self.inputs.scheme else None

    def _add_blocks(self, draft: FileDraft, source: Source) -> None:
        text = text_of(source, draft.context)
        if text is not None and _read_blocks(draft, text):
            # Beside data, a table without letters is about something else.
            options = TableOptions(default=self._scheme().id)
            draft.grids = [grid for grid in draft.grids if concerns(grid, options)]
            start, empty = Location(source.shown), (Code.NO_DATA, Code.TABLE)
            draft.context.problems = [
                one for one in draft.context.problems if one.location != start or one.code not in empty
            ]


# Blocks of YAML on a Markdown page, where a team keeps its roles in the middle of a text

_YAML = re.compile(r"(?P<directive>\{code(?:-block)?\}[ \t]*)?ya?ml\b", re.IGNORECASE)
_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:(?:[ \t].*)?\n)*")


def _read_blocks(draft: FileDraft, text: str) -> bool:
    """Read the blocks that hold any of our keys; tell whether there was one."""
    context, found = draft.context, False
    for block, line, column in _blocks(text):
        part = structs.replace(context, problems=[], line=line, column=column, cut=False)
        ours = [one for one in read_documents("yaml", block, part) if has_our_keys(one)]
        if ours:
            # What is wrong with an example of something else is nothing to us.
            context.problems += part.problems
            context.cut = context.cut or part.cut
        for document in ours:
            read_tree(draft, document)
            found = True
    return found


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the text of each block of YAML, with its line and column."""
    blocks = blocks_of(text)
    for token in blocks.tokens:
        if token.type == "fence" and token.map is not None and (info := _YAML.match(token.info.strip())):
            start = token.map[0]
            # The options of the directive are above its text.
            options = "".join(_OPTIONS.findall(token.content)[:1]) if info["directive"] else ""
            column = blocks.lines[start].index(token.markup) + 1
            yield token.content.removeprefix(options), start + 2 + options.count("\n"), column


# What was understood

_LISTED = 12


def understood(catalog: Catalog) -> Iterator[str]:
    """Yield a line for roles, rows, letters and whatever else there is, for its author to check."""
    if catalog.roles:
        names = [str(role.name) for role in catalog.roles.values()]
        yield f"{_count(len(names), 'role')}: {_listed(names)}"
    holders = sum(len(role.holders or ()) for role in catalog.roles.values())
    past = sum(len(role.past_holders) for role in catalog.roles.values())
    if holders or past:
        yield _count(holders, "holder") + (f", and {past} in the past" if past else "")
    if catalog.rows:
        yield from _rows(catalog)
    if catalog.skills:
        levels = sum(len(role.levels) for role in catalog.roles.values())
        more = f", {_count(levels, 'level')} of roles" if levels else ""
        yield f"{_count(len(catalog.skills), 'skill')}{more}"


def _rows(catalog: Catalog) -> Iterator[str]:
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    sections = len({row.key[:2] for row in catalog.rows if row.section})
    within = f" in {_count(sections, 'section')}" if sections else ""
    names = [str(catalog.matrices[key].name) for key in used if key]
    of = f", of {_listed(names)}" if names else ""
    yield f"{_count(len(catalog.rows), 'responsibility', 'responsibilities')}{within}{of}"
    for scheme in dict.fromkeys(catalog.matrices[key].scheme for key in used):
        rows = (row for row in catalog.rows if catalog.matrices[row.matrix].scheme == scheme)
        held = [one for row in rows for one in row.assign]
        counts = Counter(letter for one in held for letter in one.letters)
        listed = ", ".join(f"{counts[one]} {one}" for one in catalog.schemes[scheme].letters if counts[one])
        unread = sum(bool(one.unread) for one in held)
        more = f"; {unread} that could not be read" if unread else ""
        yield f"letters of {scheme}: {listed or 'none'}{more}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
