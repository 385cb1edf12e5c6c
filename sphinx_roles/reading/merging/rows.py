"""The rows of all files, with their assignments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import UNSET, Struct, field

from sphinx_roles.model import Assignment, Link, Responsibility, Section, Text, fold
from sphinx_roles.problems import Code, Place
from sphinx_roles.reading.merging.cell_reading import CellReader
from sphinx_roles.reading.merging.matrices import Matrices, Sections
from sphinx_roles.reading.merging.roles import Roles
from sphinx_roles.reading.merging.shared import Merging
from sphinx_roles.reading.schema.drafts import FileDraft, RowDraft
from sphinx_roles.reading.schema.entries import id_of, id_of_name
from sphinx_roles.reading.schema.records import readers_of
from sphinx_roles.reading.schema.values import absent, describe, prose
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tables.table import Row, Table
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar

__all__ = ["Rows"]


class _Line(Struct):
    """A row while files are merged."""

    id: str
    key: Text
    place: Place
    values: dict[str, Any]
    assign: list[Assignment] = field(default_factory=list)

    @property
    def name(self) -> Text:
        name: Text = self.values.get("name", self.key)
        return name


class Rows:
    """Reads rows and joins those that several places describe."""

    def __init__(self, merging: Merging, roles: Roles, matrices: Matrices) -> None:
        self.merging = merging
        self.roles = roles
        self.matrices = matrices
        self._sections = Sections()
        self._lines: dict[tuple[str, str, str], _Line] = {}
        self._readers: dict[str, CellReader] = {}

    @property
    def sections(self) -> Mapping[tuple[str, str], Section]:
        """All sections, by matrix and id."""
        return self._sections.sections

    def _reader(self, matrix: str) -> CellReader:
        reader = self._readers.get(matrix)
        if reader is None:
            unsure = matrix in self.matrices.unsure
            reader = self._readers[matrix] = CellReader(self.matrices.scheme_of(matrix), unsure)
        return reader

    def read_file(self, file: FileDraft) -> None:
        """Read the rows and sections of one file."""
        for draft in file.sections:
            word = draft.values.get("matrix", file.matrix)
            self._sections.refer(self.matrices.refer(word, tell="matrix" in draft.values), draft.key, draft)
        for row in file.rows:
            self._read_row(row)

    def _read_row(self, draft: RowDraft) -> None:
        values = draft.values
        named = values.pop("matrix", None) or (draft.section and draft.section.values.get("matrix"))
        matrix = self.matrices.refer(named or draft.matrix, tell=named is not None)
        section = values.pop("section", None)
        if section is not None:
            section = self._sections.refer(matrix, section)
        elif draft.section is not None:
            section = self._sections.refer(matrix, draft.section.key, draft.section)
        values["matrix"], values["section"] = matrix, section or ""
        line = _Line(draft.id, draft.key, draft.place, values)
        if draft.cut:
            values["partial"] = True
        if draft.assign is not None:
            self._assign(draft.sheet, line, draft.assign, self._reader(matrix))
        self._add(line)

    def _assign(self, sheet: Sheet, line: _Line, node: Node, reader: CellReader) -> None:
        """Read the mapping of roles to letters: tens of thousands of them, so in one tight loop."""
        if not isinstance(node, Entries):
            if not absent(node):
                takes = "assign takes a mapping of roles to letters"
                sheet.tell_shape(f"{takes}, not {describe(node)}", node)
                line.values["partial"] = True
            return
        known, simple, file, found = self.roles.names.found, reader.simple, sheet.file, line.assign
        if node.cut:
            line.values["partial"] = True
        for key, value in node.pairs:
            role = known.get(key.text) or self.roles.find(key.text)
            if role is None:
                role = self.roles.refer(Text(key.text.strip(), sheet.place(key.at)))
                if role is None:
                    line.values["partial"] = True
                    continue
            if isinstance(value, Scalar):
                letters = simple.get(value.text)
                if letters is not None:
                    if letters:
                        found.append(Assignment(role, letters, "", None, None, value.at, file))
                    continue
            told = len(sheet.problems)
            read = reader.read(sheet, role, value)
            if len(sheet.problems) > told and not read:
                line.values["partial"] = True
            found += read
        if len({assignment.role for assignment in found}) != len(found):
            line.assign, _ = self._joined([], found, line)

    def read_table(self, file: FileDraft, table: Table, matrix: str) -> None:
        """Read the rows of a table; its heads are roles, and their order is that of the columns."""
        sheet = file.sheet
        heads = self._heads(sheet, table)
        columns = tuple(dict.fromkeys(role for role in heads if role))
        values = self.matrices.matrices[matrix]
        if not values.get("roles"):
            values["roles"] = columns
        elif matrix not in self.matrices.declared_columns:
            values["roles"] = tuple(dict.fromkeys((*values["roles"], *columns)))
        reader = self._reader(matrix)
        for row in table.rows:
            self._read_table_row(sheet, row, heads, matrix, reader)

    def _heads(self, sheet: Sheet, table: Table) -> list[str | None]:
        heads: list[str | None] = []
        firsts: dict[str, Scalar] = {}
        for head in table.heads:
            word = Text(" ".join(head.text.split()), sheet.place(head.at))
            role = self.roles.refer(word, define=self.roles.by_heads)
            first = firsts.setdefault(role, head) if role else head
            if first is not head:
                said = f"the column {head.text!r} is for the role {role!r}, as {first.text!r} is"
                text = f"{said} at {sheet.place(first.at)}; where both say something, the first one is used"
                self.merging.tell(Code.DUPLICATE_ROLE, text, sheet.place(head.at))
            heads.append(role)
        return heads

    def _read_table_row(
        self, sheet: Sheet, row: Row, heads: list[str | None], matrix: str, reader: CellReader
    ) -> None:
        name = Text(" ".join(row.name.text.split()), sheet.place(row.name.at))
        values: dict[str, Any] = {"name": name, "matrix": matrix}
        key = self._fields(sheet, row, values) or id_of_name(name)
        section = row.section
        word = Text(section.text, sheet.place(section.at)) if section is not None else None
        values["section"] = self._sections.refer(matrix, word) if word else ""
        line = _Line(key, name, sheet.place(row.name.at), values)
        held: set[str] = set()
        for index, cell in row.cells:
            role = heads[index] if index < len(heads) else None
            if role is None:
                values["partial"] = True
                continue
            letters = reader.simple.get(cell.text)
            if letters is None:
                found = reader.scalar(sheet, role, cell)
            else:
                found = [Assignment(role, letters, at=cell.at, file=sheet.file)] if letters else []
            # A second column of one role has been told; it fills what the first leaves blank.
            if role not in held:
                line.assign += found
            if found:
                held.add(role)
        self._add(line)

    def _fields(self, sheet: Sheet, row: Row, values: dict[str, Any]) -> str | None:
        """Read what further columns say; return the id where one says that."""
        key, readers = None, readers_of(Responsibility)
        for name, scalar in row.fields:
            if name == "id":
                key = id_of(scalar.text) if scalar.text.strip() else None
                continue
            reader = readers.get(name)
            if reader is None:
                if (said := prose(sheet, name, scalar)) is not UNSET:
                    values.setdefault("own", {})[name] = said
                continue
            value = reader(sheet, name, _apart(scalar) if name == "tags" else scalar)
            if isinstance(value, tuple):
                values[name] = (*values.get(name, ()), *value)
            elif value is not UNSET:
                values.setdefault(name, value)
        if row.links:
            links = tuple(
                Link(Text(text, sheet.place(url.at)), Text(url.text, sheet.place(url.at)))
                for text, url in row.links
            )
            values["links"] = (*values.get("links", ()), *links)
        return key

    def _add(self, line: _Line) -> None:
        key = line.values["matrix"], line.values["section"], fold(line.id)
        first = self._lines.setdefault(key, line)
        if first is not line:
            self._join(first, line)

    def _join(self, first: _Line, second: _Line) -> None:
        """Add to a row what a second place says about it.

        One that only describes and one that only assigns, in two files, make one row; else the
        row stands twice.
        """
        pairs = [(key, value) for key, value in second.values.items() if key not in ("own", "partial")]
        differ = [key for key, value in pairs if first.values.setdefault(key, value) != value]
        split = bool(first.assign) != bool(second.assign) and first.place.file != second.place.file
        first.assign, clash = self._joined(first.assign, second.assign, second, quiet=True)
        own = {**second.values.get("own", {}), **first.values.get("own", {})}
        if own:
            first.values["own"] = own
        if second.values.get("partial"):
            first.values["partial"] = True
        if clash or (split and not differ):
            return
        said = f"the responsibility {str(second.name)!r} stands twice, here and at {first.place}"
        other = f", with another {', '.join(differ)}; the first one is used" if differ else ""
        self.merging.tell(Code.DUPLICATE_RESPONSIBILITY, said + other, second.place)

    def _joined(
        self, into: list[Assignment], more: Iterable[Assignment], line: _Line, quiet: bool = False
    ) -> tuple[list[Assignment], bool]:
        """Join assignments of a row; tell the clashes, and what is the same twice unless ``quiet``."""
        found, clash = list(into), False
        firsts = {(one.role, one.when.casefold()): one for one in found}
        for one in more:
            first = firsts.setdefault((one.role, one.when.casefold()), one)
            if first is one:
                found.append(one)
                continue
            name = f"{str(line.name)!r}"
            if first.unread or one.unread:
                continue
            if first.letters != one.letters:
                clash = True
                said = f"{one.role!r} has {'/'.join(one.letters)} for {name}, but {'/'.join(first.letters)}"
                text = f"{said} at {first.place}; the first one is used"
                self.merging.tell(Code.CONFLICTING_ASSIGNMENT, text, one.place)
            elif not quiet:
                said = f"{one.role!r} has {'/'.join(one.letters)} for {name} twice, here and at {first.place}"
                self.merging.tell(Code.DUPLICATE_ASSIGNMENT, said, one.place)
        return found, clash

    def build(self) -> tuple[Responsibility, ...]:
        """Make all records, with what roles take over from their parents."""
        inheriting = [
            (draft.id, draft.values["extends"])
            for draft in self.roles.parents_first()
            if draft.inherit and "extends" in draft.values
        ]
        for line in self._lines.values() if inheriting else ():
            for child, parent in inheriting:
                held = {assignment.role for assignment in line.assign}
                if parent in held and child not in held:
                    line.assign += [_for(child, one) for one in line.assign if one.role == parent]
        return tuple(
            Responsibility(
                id=line.id, place=line.place, assign=tuple(line.assign), **{**line.values, "name": line.name}
            )
            for line in self._lines.values()
        )


def _apart(cell: Scalar) -> Node:
    """Return the tags of a cell, which stand between commas."""
    tags: list[Node] = [Scalar(tag, cell.at, False) for tag in re.split("[,;，、]", cell.text)]
    return Items(tags, cell.at)


def _for(role: str, one: Assignment) -> Assignment:
    return Assignment(role, one.letters, one.when, one.until, one.note, one.at, one.file, one.unread)
