"""Files of any shape that is known, to one Catalog, and whether each cell of their tables is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.catalog.field_maps import MapReader, parse_map, parse_path
from sphinx_roles.catalog.foreign import Foreign, newest_first, take
from sphinx_roles.catalog.formats import FORMATS, WORKBOOKS, format_of, read_text, text_of
from sphinx_roles.catalog.formats.markdown import blocks_of, read_front_matter
from sphinx_roles.catalog.formats.workbook import Page, read_workbook
from sphinx_roles.catalog.importers import is_charter
from sphinx_roles.catalog.letters import BUILT_IN, DEFAULT_SCHEME, LetterReader
from sphinx_roles.catalog.load import read_file
from sphinx_roles.catalog.merge import merge
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, SequenceNode, pack
from sphinx_roles.catalog.schema import TOP_KEYS, FileDraft, draft_of, has_our_keys, read_tree
from sphinx_roles.catalog.sources import TEXTS, Settings, Source, importer_of, importers
from sphinx_roles.catalog.tables import Cell, Grid, TableOptions, filled, records_of
from sphinx_roles.catalog.tables.columns import KIND_OF_HEAD
from sphinx_roles.catalog.tables.heads import DEEPEST
from sphinx_roles.catalog.tables.interpret import filled_down, is_matrix, share_legends
from sphinx_roles.catalog.tables.legends import is_legend_title, is_titled_legend
from sphinx_roles.inline import plain
from sphinx_roles.model import Assignment, Catalog, Text, fold
from sphinx_roles.problems import Code, Location, Problem


def read_formats() -> tuple[str, ...]:
    """Return the formats that ``--from`` may name."""
    return (*FORMATS, "xlsx", *importers())


class Inputs(Struct, frozen=True, kw_only=True):
    """What is said about files that they cannot say themselves. ``maps`` are pairs of ours and theirs."""

    form: str | None = None
    maps: tuple[tuple[str, str], ...] = ()
    transpose: bool | None = None
    fill_down: bool = False
    scheme: str | None = None
    hidden: bool = False
    """Also what a workbook hides."""


class Taken(Struct):
    """What was read: a catalog, its problems, and sentences about what was left out."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    left_out: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    """What no line of a field map asks for."""
    keys: list[str] = field(default_factory=list)
    """The keys of data that a field map could read, but none did."""
    tables: list[str] = field(default_factory=list)
    """Where nothing was understood: sentences about the tables that no problem is about."""


def read_inputs(files: Iterable[tuple[Path, str]], inputs: Inputs, settings: Settings) -> Taken:
    """Read files, given with their paths as they are shown, as one catalog.

    MapError for a map that cannot be read.
    """
    problems: list[Problem] = []
    map_reader = MapReader(parse_map(inputs.maps)) if inputs.maps else None
    foreign = Foreign(settings)
    work = _Reading(inputs, settings, problems, map_reader, foreign)
    sources = [work.source(path, shown) for path, shown in files]
    if len(sources) > 1:
        foreign.parse(one for one in sources if one.kind is not None or _is_tree(one.form))
    drafts = newest_first([draft for source in sources for draft in work.drafts(source)])
    catalog, reported = merge(drafts, settings, problems)
    taken = Taken(catalog, reported, [*map(str, foreign.left_out)], keys=work.keys)
    if map_reader is not None and (work.of_records or map_reader.records):
        taken.left_out += [*map_reader.not_found(), *map_reader.left_out]
        taken.not_asked += map_reader.not_taken()
    taken.left_out += work.idle()
    tables = [draft for draft in drafts if draft.grids]
    if tables and catalog.rows:
        check, lines = CellCheck(catalog), {(one.location.file, one.location.line) for one in reported}
        taken.left_out += [one for draft in tables for one in _letters_not_read(draft, check, lines)]
    if not (catalog.rows or catalog.roles):
        taken.tables = [table for draft in drafts for table in _tables_of(draft)]
    return taken


def _is_tree(form: str | None) -> bool:
    return form is not None and form in FORMATS and FORMATS[form].tree


def _letters_not_read(draft: FileDraft, check: CellCheck, lines: set[tuple[str, int]]) -> Iterator[str]:
    """Yield a sentence for each line with letters that no role holds, and of which there is no problem."""
    options = TableOptions(transpose=draft.source.transpose)
    grids = draft.grids if len(draft.grids) == 1 else [one for one in draft.grids if is_matrix(one, options)]
    for cell in (cell for grid in grids for cell in check.unread(grid, draft.context.file)):
        location = draft.context.location(cell.at)
        if check.is_lettered(cell.text) and (location.file, location.line) not in lines:
            lines.add((location.file, location.line))
            yield f"{location}: the letters {cell.text!r}, which were read for no role"


def _tables_of(draft: FileDraft) -> Iterator[str]:
    """Yield a sentence for each table of a file but the first, of which a problem says why it is not read."""
    for grid in draft.grids[1:]:
        heads = ", ".join(repr(cell.text) for cell in grid.rows[0] if cell.text)
        yield f"{draft.context.location(grid.at)}: nor is the table with the heads {heads} read"


class _Reading(Struct):
    """Reads files one by one, as the arguments say."""

    inputs: Inputs
    settings: Settings
    problems: list[Problem]
    map: MapReader | None
    foreign: Foreign
    keys: list[str] = field(default_factory=list)
    tables: int = 0
    workbooks: int = 0

    def idle(self) -> Iterator[str]:
        """Yield a sentence for each thing that is said of what was not there."""
        for name, there, what in (
            ("transpose", self.tables, "tables"),
            ("fill_down", self.tables, "tables"),
            ("hidden", self.workbooks, "workbooks"),
        ):
            if getattr(self.inputs, name) and not there:
                yield f"--{name.replace('_', '-')} is about {what}, and none was read"

    @property
    def of_records(self) -> bool:
        """Whether a map says where records are (``roles=.``): then it is about the rows of tables, too."""
        return any(ours in TOP_KEYS for ours, _ in self.inputs.maps)

    @property
    def columns(self) -> dict[str, str]:
        """What a map says of the columns of tables."""
        if self.of_records:
            return {}
        return {theirs: ours.removeprefix("responsibilities.") for ours, theirs in self.inputs.maps}

    def source(self, path: Path, shown: str) -> Source:
        """Return a file with all that is said of it: its format, and the importer that is named for it."""
        by_suffix = "xlsx" if path.suffix.lower() in WORKBOOKS else format_of(path.name)
        form, importer = self.inputs.form or by_suffix, None
        if form in self.foreign.importers and form != "xlsx":
            form, importer = "text" if form in TEXTS else by_suffix, form
        elif self.inputs.form is None and not self.inputs.maps and (importer := importer_of(path)):
            form = "text"
        said = {name: getattr(self.inputs, name) for name in ("scheme", "transpose", "fill_down")}
        return Source(path, shown, form=form, kind=importer, columns=self.columns, **said)

    def drafts(self, source: Source) -> list[FileDraft]:
        """Read one file: a draft, or one for each sheet of a workbook."""
        if _is_tree(source.form):
            return [self._of_tree(source)]
        if source.kind is not None:
            return self.foreign.drafts(source)
        if source.form == "xlsx":
            limits, hidden = self.settings.limits, self.inputs.hidden
            self.workbooks += 1
            pages = read_workbook(source.path, source.shown, self.problems, limits, hidden=hidden)
            drafts = [draft for page in pages if (draft := self._of_page(page, source)) is not None]
            sheets = {draft.context.file: draft.grids for draft in drafts}
            share_legends(sheets, TableOptions(transpose=source.transpose))
            return drafts
        draft = read_file(source, self.settings)
        self.tables += len(draft.grids)
        if source.form == "markdown":
            self._add_blocks(draft)
        self._map_tables(draft)
        return [draft]

    def _map_tables(self, draft: FileDraft) -> None:
        """Read the rows of tables as records, where a map finds any there."""
        if not self.of_records or self.map is None:
            return
        # The keys that a path goes through, and those in its brackets.
        steps = (step for _, theirs in self.inputs.maps for step in parse_path(theirs).steps)
        words = {word for step in steps for word in (step.name, step.has, step.what) if word}
        grids, draft.grids = draft.grids, []
        for grid in grids:
            named = (i for i, row in enumerate(grid.rows) if words & {cell.text for cell in row})
            index = next(named, 0 if len(grids) == 1 else None)
            rows = grid
            if index is not None and self.inputs.fill_down:
                body = filled_down(grid.rows[index + 1 :], 1)
                rows = structs.replace(grid, rows=[*grid.rows[: index + 1], *body])
            tree = self._mapped(records_of(rows, index)) if index is not None else None
            if tree is not None:
                _read_mapped(draft, tree)
            else:
                draft.grids.append(grid)

    def _mapped(self, document: Node) -> MappingNode | None:
        """Return what a map makes of a document; None where there is no map, or it finds nothing."""
        tree = self.map.tree(document) if self.map is not None else None
        return tree if tree is not None and tree.pairs else None

    def _of_page(self, page: Page, source: Source) -> FileDraft | None:
        self.foreign.left_out += page.left_out
        if page.grid is None:
            return None
        draft = draft_of(source, page.context)
        if page.context.file != source.shown:
            # The name of the only sheet says nothing.
            draft.stem = page.name
        draft.grids = [page.grid]
        self.tables += 1
        self._map_tables(draft)
        return draft

    def _of_tree(self, source: Source) -> FileDraft:
        ((context, documents),) = self.foreign.parts(source)
        draft = draft_of(source, context)
        # What a map finds goes before our own keys: any file may have a key that is called as ours.
        found = [tree for one in documents if (tree := self._mapped(one)) is not None]
        # A charter has roles, too.
        importer = source.kind or ("agenraci" if any(map(is_charter, documents)) else None)
        ours = any(map(has_our_keys, documents))
        if found or (self.map is not None and documents and not ours):
            # Under a scheme of their own, rows are in a matrix of their own.
            draft.matrix = Text(draft.stem, Location(source.shown)) if draft.scheme is not None else None
            for tree in found:
                _read_mapped(draft, tree)
            if not found:
                self._report_nothing(context, documents)
            return draft
        foreign = None
        if importer is not None or not ours:
            # What fails is no problem of the file: its own reader may have more to say.
            unnamed = structs.replace(source, kind=None)
            foreign = self.foreign.mapped(draft, documents, unnamed, importer)
        if foreign is None:
            self.keys += [] if ours else [key for one in documents for key in _keys_of(one)]
            # It is ours, and its reader reports all of it.
            return read_file(source, self.settings)
        take(draft, foreign)
        if not foreign.node.pairs:
            self._report_nothing(context, documents)
        return draft

    def _report_nothing(self, context: ReadContext, documents: list[Node]) -> None:
        context.report(
            Code.NO_DATA, "nothing in the file becomes a role or a responsibility", documents[0].at
        )

    def _add_blocks(self, draft: FileDraft) -> None:
        """Read the YAML of a Markdown page: its front matter, where a map is given, and its blocks."""
        text = text_of(draft.source, draft.context)
        found = False
        for document, ours in _documents(draft.context, text or ""):
            tree = self._mapped(document)
            if tree is not None and not ours and has_our_keys(document):
                # Of the front matter, the map rules; it has been read as ours.
                for taken in (draft.roles, draft.rows, draft.sections, draft.matrices, draft.skills):
                    taken.clear()
            if tree is not None or ours:
                _read_mapped(draft, tree) if tree is not None else read_tree(draft, document)
                found = True
            elif self.map is None:
                self.keys += _keys_of(document)
        if found:
            # Beside data, a table without letters is about something else.
            scheme = BUILT_IN.get(self.inputs.scheme or self.settings.scheme) or BUILT_IN[DEFAULT_SCHEME]
            options = TableOptions(default=scheme.id)
            draft.grids = [grid for grid in draft.grids if self.of_records or is_matrix(grid, options)]
            start, empty = Location(draft.source.shown), (Code.NO_DATA, Code.TABLE)
            draft.context.problems = [
                one for one in draft.context.problems if one.location != start or one.code not in empty
            ]


def _read_mapped(draft: FileDraft, tree: MappingNode) -> None:
    """Read what a map makes of a document; a line of it that is wrong in all records is one problem."""
    problems, start = draft.context.problems, len(draft.context.problems)
    read_tree(draft, tree)
    alike: dict[tuple[Code, object], list[Problem]] = {}
    for one in problems[start:]:
        alike.setdefault((one.code, dict(one.values).get("field")), []).append(one)
    problems[start:] = []
    for (_, name), same in alike.items():
        if len(same) > 1 and len(same) == _count(tree, name):
            message = same[0].message
            message += "; so it is in {count} more records"
            values = (*same[0].values, ("count", len(same) - 1))
            same = [structs.replace(same[0], message=message, values=values)]
        problems += same


def _count(node: Node, key: object) -> int:
    """Return how many records of a tree have a key."""
    if isinstance(node, SequenceNode):
        return sum(_count(one, key) for one in node.nodes)
    pairs = node.pairs if isinstance(node, MappingNode) else []
    return sum((name.text == key) + _count(value, key) for name, value in pairs)


def _keys_of(node: Node) -> Iterator[str]:
    """Yield the keys of a record, or of the first of a list of them."""
    if isinstance(node, SequenceNode):
        node = next(iter(node.nodes), node)
    if isinstance(node, MappingNode):
        yield from (key.text for key, _ in node.pairs)


# Blocks of YAML on a Markdown page, where a team keeps its roles in the middle of a text

_YAML = re.compile(r"(?P<directive>\{code(?:-block)?\}[ \t]*)?ya?ml\b", re.IGNORECASE)
_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:(?:[ \t].*)?\n)*")


def _documents(context: ReadContext, text: str) -> Iterator[tuple[Node, bool]]:
    """Yield the documents of the front matter and the blocks, and whether each is one of our blocks.

    What our own front matter says is read with the page; here it is for a map.
    """
    front, _ = read_front_matter(text, structs.replace(context, problems=[], cut=False))
    yield from ((one, False) for one in front)
    for block, line, column in _blocks(text):
        part = structs.replace(context, problems=[], line=line, column=column, cut=False)
        documents = read_text("yaml", block, part)
        ours = any(map(has_our_keys, documents))
        if ours:
            # What is wrong with an example of something else is nothing to us.
            context.problems += part.problems
            context.cut = context.cut or part.cut
        yield from ((one, ours and has_our_keys(one)) for one in documents)


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


# Whether each cell of a table is in the catalog that was read of it

_NUMBER = re.compile(r"[#(]?\d+(?:[.-]\d+)*[.):]?")
_PARTS = re.compile(r"\s*(?:[,;/&+\n]|\band\b|\bund\b|\bet\b|\by\b|\([^()]*\))\s*")
_LISTED = re.compile(r"\s*[,;\n]\s*")
_LEGEND = re.compile(r"(?:^|[\s,;(])\w{1,2}\s*[=:]")
_MARK = 4


class CellCheck:
    """Compares the cells of tables with a catalog that was read of them, whatever the reader took them for.

    Letters must be held by a role at the very place of the cell, or by one that is named in its row. Of other
    texts it is enough that the catalog has them anywhere, as roles, rows, sections and fields are known by
    their names.
    """

    def __init__(self, catalog: Catalog) -> None:
        schemes = [
            catalog.schemes[key] for key in dict.fromkeys(one.scheme for one in catalog.matrices.values())
        ]
        self._readers = [LetterReader(scheme) for scheme in schemes]
        letters = (one for scheme in schemes for one in scheme.participations)
        self._words = {fold(word) for one in letters for word in (one.letter, one.name)}
        self._held: set[tuple[str, int]] = set()
        self._joined: dict[tuple[str, str], set[str]] = {}
        names = {key: fold(role.name) for key, role in catalog.roles.items()}
        for row in catalog.rows:
            file = row.location.file
            self._held.update((one.file or file, one.at) for one in row.assign)
            name = fold(row.name)
            for one in row.assign:
                self._joined.setdefault((name, names[one.role]), set()).update(one.letters)
        records = (catalog.roles, catalog.rows, catalog.sections, catalog.matrices)
        found = list(_texts_in(records))
        named = {role.name.location for role in catalog.roles.values() if isinstance(role.name, Text)}
        named |= {row.name.location for row in catalog.rows if isinstance(row.name, Text)}
        self._places = {text.location for text in found if isinstance(text, Text)}
        self._fields = self._places - named
        self._texts = {fold(plain(text)) for text in found}
        places = ((one.location.file, one.location) for one in catalog.roles.values())
        self._roles = {(file, pack(place.line, place.column)) for file, place in places}

    def unread(self, grid: Grid, file: str) -> list[Cell]:
        """Return the cells below the head of a table that say something which the catalog does not."""
        # Roles that are named in one row, right of its first cell, are its head, below a title.
        named = [
            i
            for i, row in enumerate(grid.rows)
            if row and any((file, cell.at) in self._roles for cell in row[1:])
        ]
        head = named[0] if len(named) == 1 and named[0] < DEEPEST else 0
        above = {cell.text for cell in grid.rows[head]}
        # Below roles that go over several columns, letters are heads, too: "Task" is in front of them.
        body = grid.rows[head + 1 :]
        body = body[1:] if body and fold(body[0][0].text) in KIND_OF_HEAD else body
        return [
            cell
            for row in body
            if {cell.text for cell in row} != above and not self._is_legend(row)
            for cell in row
            if cell.text and not self._is_read(cell, row, file)
        ]

    def is_lettered(self, text: str) -> bool:
        """Return whether a text is nothing but letters."""
        return any((read := reader.read(text)).parts and not read.unknown for reader in self._readers)

    def _is_legend(self, row: list[Cell]) -> bool:
        first, *rest = filled(row) or row
        return (
            {fold(cell.text) for cell in row} <= {*self._words, ""}
            or bool(_LEGEND.search(first.text))
            or (is_titled_legend(row) if rest else is_legend_title(first.text))
            # "R", and beside it a sentence on what it means.
            or (len(rest) == 1 and self.is_lettered(first.text) and not self.is_lettered(rest[0].text))
        )

    def _is_read(self, cell: Cell, row: list[Cell], file: str) -> bool:
        if (file, cell.at) in self._held:
            return True
        place, text = Location(file, cell.at >> 12, cell.at & 0xFFF), cell.text
        lettered = self.is_lettered(text) and cell is not row[0]
        if place in (self._fields if lettered else self._places):
            return True
        # A mark under a letter, "x" or a tick, is no letter itself.
        if (lettered or len(text) < _MARK) and self._is_joined(text, row):
            return True
        if lettered:
            return False
        # It may name nobody, count the rows, or be said elsewhere, whole or part by part.
        if _NUMBER.fullmatch(text) or any(reader.read(text).none for reader in self._readers):
            return True
        return self._is_said(text)

    def _is_said(self, text: str) -> bool:
        """Return whether the catalog has a text, whole or part by part; a slash may be within a part."""
        if fold(text) in self._texts:
            return True
        parts = next((parts for cut in (_LISTED, _PARTS) if len(parts := cut.split(text)) > 1), [])
        return bool(parts) and all(self._is_said(part) for part in parts if part)

    def _is_joined(self, text: str, row: list[Cell]) -> bool:
        """Return whether letters join a row and a role that a line names: one assignment a line, say."""
        letters = {
            letter for reader in self._readers for part, _ in reader.read(text).parts for letter in part
        }
        names = [fold(cell.text) for cell in row if cell.text]
        pairs = (self._joined.get((one, other)) for one in names for other in names)
        return any(letters.issubset(held) for held in pairs if held)


def _texts_in(value: Any) -> Iterator[str]:
    """Yield all texts in records but those of assignments, which are ids and letters."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        yield from (text for one in value if type(one) is not Assignment for text in _texts_in(one))
    elif isinstance(value, Struct):
        yield from (text for name in value.__struct_fields__ for text in _texts_in(getattr(value, name)))
    elif isinstance(value, Mapping):
        yield from _texts_in(tuple(value.values()))
