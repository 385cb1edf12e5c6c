"""Reads rows, and the letters of each role in them as assignments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import UNSET, field

from sphinx_roles.catalog.letters import LetterReader, Letters
from sphinx_roles.catalog.merge.matrices import Matrices, Sections
from sphinx_roles.catalog.merge.roles import FIRST, Merging, Roles
from sphinx_roles.catalog.nodes import (
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    absent,
    describe,
    id_of,
    id_of_name,
)
from sphinx_roles.catalog.records import (
    last_day,
    prose,
    readers_of,
    scalar_of,
    text,
    unknown_key,
)
from sphinx_roles.catalog.schema import Draft, FileDraft, RowDraft
from sphinx_roles.catalog.tables.table import Row, Table
from sphinx_roles.model import (
    Assignment,
    Link,
    Prose,
    Responsibility,
    Scheme,
    Section,
    Text,
    close_isolates,
    fold,
)
from sphinx_roles.problems import Code, closest

_KEYS = ("letters", "when", "until", "note")


class CellReader:
    """Reads cells under one scheme. ``simple`` holds what most cells are: letters and no more.

    ``unsure`` says that the scheme is a stand-in for an unknown one: letters that it has not
    are not mistakes.
    """

    def __init__(self, scheme: Scheme, unsure: bool) -> None:
        self.scheme = scheme
        self.unsure = unsure
        self.simple: dict[str, tuple[str, ...]] = {}
        self._letters = LetterReader(scheme)

    def read(self, context: ReadContext, role: str, node: Node) -> list[Assignment]:
        """Read what is given for a role: a text, a mapping or a list of those."""
        if isinstance(node, ScalarNode):
            return [] if node.absent else self.scalar(context, role, node)
        if isinstance(node, MappingNode):
            return [] if absent(node) else self._mapping(context, role, node)
        found: list[Assignment] = []
        for one in node.nodes:
            if isinstance(one, SequenceNode):
                message = "an assignment takes letters or a mapping, not {found}"
                context.report_shape(message, one, found=describe(one))
            else:
                found += self.read(context, role, one)
        return self._joined(found)

    def _joined(self, found: list[Assignment]) -> list[Assignment]:
        """Make one of the bare letters of a list: ``[A, R]`` says what ``A/R`` does."""
        bare = [one for one in found if one.letters and not (one.when or one.until or one.note)]
        distinct = {letter for one in bare for letter in one.letters}
        if len(bare) < 2 or len(distinct) < sum(len(one.letters) for one in bare):
            return found
        letters = tuple(letter for letter in self.scheme.letters if letter in distinct)
        first = Assignment(bare[0].role, letters, at=bare[0].at, file=bare[0].file)
        return [first, *(one for one in found if one not in bare)]

    def scalar(
        self,
        context: ReadContext,
        role: str,
        scalar: ScalarNode,
        when: str = "",
        until: date | None = None,
        note: Prose | None = None,
    ) -> list[Assignment]:
        """Read letters; ``when`` is the condition of those that name none themselves."""
        letters = self._letters.read(scalar.text)
        if letters.look_alikes:
            self._report_look_alikes(context, letters, scalar)
        if letters.unknown:
            if not self.unsure:
                self._report_unknown(context, letters, scalar)
            return [
                Assignment(role, (), when, until, note, scalar.at, context.file, close_isolates(scalar.text))
            ]
        if (
            len(letters.parts) <= 1
            and not letters.look_alikes
            and not (letters.parts and letters.parts[0][1])
        ):
            self.simple[scalar.text] = letters.parts[0][0] if letters.parts else ()
        return [
            Assignment(
                role, found, _both(own and close_isolates(own), when), until, note, scalar.at, context.file
            )
            for found, own in letters.parts
        ]

    def _mapping(self, context: ReadContext, role: str, node: MappingNode) -> list[Assignment]:
        given: dict[str, Any] = {}
        letters: ScalarNode | None = None
        named = False
        for key, value in node.pairs:
            if key.text == "letters":
                named, letters = True, _letters_of(context, value)
            elif key.text in ("when", "until", "note"):
                reader = {"when": text, "until": last_day, "note": prose}[key.text]
                if (read := reader(context, key.text, value)) is not UNSET:
                    given[key.text] = read
            else:
                unknown_key(context, key, "an assignment", _KEYS)
        if letters is None:
            # A misspelt key has been reported, and so has a wrong value.
            if not named and not node.cut and all(key.text in _KEYS for key, _ in node.pairs):
                message = "an assignment needs letters: {found} has none"
                context.report(Code.WRONG_VALUE, message, node.at, found=describe(node))
            return []
        return self.scalar(
            context, role, letters, str(given.get("when", "")), given.get("until"), given.get("note")
        )

    def _report_unknown(self, context: ReadContext, letters: Letters, scalar: ScalarNode) -> None:
        words = [part.name for part in self.scheme.participations]
        near = closest(letters.unknown[0][:40], words) if len(letters.unknown[0]) > 2 else ""
        message = "{pieces!r} in {cell!r} is no letter of {scheme}, which has {letters}"
        if letters.unknown == (scalar.text,):
            message = "{pieces!r} is no letter of {scheme}, which has {letters}"
        about = {"unknown": letters.unknown, "whole": scalar.text}
        pieces, cell = [piece[:60] for piece in letters.unknown], scalar.text[:60]
        values = {"scheme": self.scheme.id, "letters": self.scheme.letters, "nearest": near}
        context.report(Code.UNKNOWN_LETTER, message, scalar.at, about, pieces=pieces, cell=cell, **values)

    def _report_look_alikes(self, context: ReadContext, letters: Letters, scalar: ScalarNode) -> None:
        for character, letter in dict.fromkeys(letters.look_alikes):
            named = f"U+{ord(character):04X}, {unicodedata.name(character, 'a character').lower()}"
            message = "{character!r} ({named}) is read as the letter {letter!r} that it looks like"
            about = {"character": character, "letter": letter}
            context.report(Code.LOOK_ALIKE_LETTER, message, scalar.at, about, named=named)


def _letters_of(context: ReadContext, node: Node) -> ScalarNode | None:
    """Return the letters of a mapping as one text; a list of letters means them together."""
    if isinstance(node, SequenceNode) and len(node.nodes) > 1:
        parts = [one.text for one in node.nodes if isinstance(one, ScalarNode)]
        if len(parts) == len(node.nodes):
            return ScalarNode(", ".join(parts), node.at)
    return scalar_of(context, "letters", node, "letters such as A/R")


def _both(own: str, given: str) -> str:
    return f"{own}, {given}" if own and given else own or given


class _Line(Draft):
    """A row while files are merged."""

    assign: list[Assignment] = field(default_factory=list)


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
            self._sections.refer(self.matrices.refer(word, report="matrix" in draft.values), draft.key, draft)
        for row in file.rows:
            self._read_row(row)

    def _read_row(self, draft: RowDraft) -> None:
        values = draft.values
        named = values.pop("matrix", None) or (draft.section and draft.section.values.get("matrix"))
        word = named or draft.matrix
        matrix = "" if word is None else self.matrices.refer(word, report=named is not None)
        section = values.pop("section", None)
        if section is not None:
            section = self._sections.refer(matrix, section)
        elif draft.section is not None:
            section = self._sections.refer(matrix, draft.section.key, draft.section)
        values["matrix"], values["section"] = matrix, section or ""
        line = _Line(draft.id, draft.key, values, draft.location)
        if draft.cut:
            values["partial"] = True
        if draft.assign is not None:
            self._assign(draft.context, line, draft.assign, self._reader(matrix))
        self._add(line)

    def _assign(self, context: ReadContext, line: _Line, node: Node, reader: CellReader) -> None:
        """Read the mapping of roles to letters: tens of thousands of them, so in one tight loop."""
        if not isinstance(node, MappingNode):
            if not absent(node):
                message = "assign takes a mapping of roles to letters, not {found}"
                context.report_shape(message, node, found=describe(node))
                line.values["partial"] = True
            return
        known, simple, file, found = self.roles.names.found, reader.simple, context.file, line.assign
        if node.cut:
            line.values["partial"] = True
        for key, value in node.pairs:
            role = known.get(key.text) or self.roles.find(key.text)
            if role is None:
                role = self.roles.refer(Text(key.text.strip(), context.location(key.at)))
                if role is None:
                    line.values["partial"] = True
                    continue
            if isinstance(value, ScalarNode):
                letters = simple.get(value.text)
                if letters is not None:
                    if letters:
                        found.append(Assignment(role, letters, "", None, None, value.at, file))
                    continue
            reported = len(context.problems)
            read = reader.read(context, role, value)
            if len(context.problems) > reported and not read:
                line.values["partial"] = True
            found += read
        if len({assignment.role for assignment in found}) != len(found):
            line.assign, _ = self._joined([], found, line)

    def read_table(self, file: FileDraft, table: Table, matrix: str) -> None:
        """Read the rows of a table; its heads are roles, and their order is that of the columns."""
        context = file.context
        heads = self._heads(context, table)
        columns = tuple(dict.fromkeys(role for role in heads if role))
        values = self.matrices.matrices[matrix]
        if not values.get("roles"):
            values["roles"] = columns
        elif matrix not in self.matrices.declared_columns:
            values["roles"] = tuple(dict.fromkeys((*values["roles"], *columns)))
        reader = self._reader(matrix)
        for row in table.rows:
            self._read_table_row(context, row, heads, matrix, reader)

    def _heads(self, context: ReadContext, table: Table) -> list[str | None]:
        heads: list[str | None] = []
        firsts: dict[str, ScalarNode] = {}
        for head in table.heads:
            word = Text(" ".join(head.text.split()), context.location(head.at))
            role = self.roles.refer(word, define=self.roles.by_heads)
            if role and (first := firsts.setdefault(role, head)) is not head:
                message = "the column {head!r} is for the role {role!r}, as {first!r} is at {other}; "
                message += "where both say something, " + FIRST
                about, at = {"head": head.text, "role": role, "first": first.text}, context.location(first.at)
                context.report(Code.DUPLICATE_ROLE, message, head.at, about, at)
            heads.append(role)
        return heads

    def _read_table_row(
        self, context: ReadContext, row: Row, heads: list[str | None], matrix: str, reader: CellReader
    ) -> None:
        at = context.location(row.name.at)
        name = Text(" ".join(row.name.text.split()), at)
        values: dict[str, Any] = {"name": name, "matrix": matrix}
        key = self._fields(context, row, values) or id_of_name(name)
        section = row.section
        word = Text(section.text, context.location(section.at)) if section is not None else None
        values["section"] = self._sections.refer(matrix, word) if word else ""
        line = _Line(key, name, values, at)
        held: set[str] = set()
        for index, cell in row.cells:
            role = heads[index] if index < len(heads) else None
            if role is None:
                values["partial"] = True
                continue
            letters = reader.simple.get(cell.text)
            if letters is None:
                found = reader.scalar(context, role, cell)
            else:
                found = [Assignment(role, letters, at=cell.at, file=context.file)] if letters else []
            # A second column of one role has been reported; it fills what the first leaves blank.
            if role not in held:
                line.assign += found
            if found:
                held.add(role)
        self._add(line)

    def _fields(self, context: ReadContext, row: Row, values: dict[str, Any]) -> str | None:
        """Read what further columns say; return the id where one says that."""
        key, readers = None, readers_of(Responsibility)
        for name, scalar in row.fields:
            if name == "id":
                key = id_of(scalar.text) if scalar.text.strip() else None
                continue
            reader = readers.get(name)
            if reader is None:
                if (message := prose(context, name, scalar)) is not UNSET:
                    values.setdefault("own", {})[name] = message
                continue
            value = reader(context, name, _apart(scalar) if name == "tags" else scalar)
            if isinstance(value, tuple):
                values[name] = (*values.get(name, ()), *value)
            elif value is not UNSET:
                values.setdefault(name, value)
        if row.links:
            links = tuple(
                Link(Text(text, context.location(url.at)), Text(url.text, context.location(url.at)))
                for text, url in row.links
            )
            values["links"] = (*values.get("links", ()), *links)
        return key

    def _add(self, second: _Line) -> None:
        """Add a row, or to a row what a second place says about it.

        One that only describes and one that only assigns, in two files, make one row; else the
        row is there twice.
        """
        key = second.values["matrix"], second.values["section"], fold(second.id)
        first = self._lines.setdefault(key, second)
        if first is second:
            return
        if second.values.pop("partial", False):
            first.values["partial"] = True
        differ = first.join(second)
        split = bool(first.assign) != bool(second.assign) and first.location.file != second.location.file
        first.assign, clash = self._joined(first.assign, second.assign, second, quiet=True)
        if clash or (split and not differ):
            return
        message = "the responsibility {row!r} stands twice, here and at {other}"
        message += ", with another {fields}; " + FIRST if differ else ""
        about, code = {"row": second.name, "id": second.id}, Code.DUPLICATE_RESPONSIBILITY
        self.merging.report(code, message, second.location, about, first.location, fields=differ)

    def _joined(
        self, into: list[Assignment], more: Iterable[Assignment], line: _Line, quiet: bool = False
    ) -> tuple[list[Assignment], bool]:
        """Join assignments of a row; report the clashes, and what is the same twice unless ``quiet``."""
        found, clash = list(into), False
        firsts = {(one.role, one.when.casefold()): one for one in found}
        for one in more:
            first = firsts.setdefault((one.role, one.when.casefold()), one)
            if first is one:
                found.append(one)
                continue
            if first.unread or one.unread:
                continue
            if first.letters != one.letters:
                clash = True
                code = Code.CONFLICTING_ASSIGNMENT
                message = "{role!r} has {letters} for {row!r}, but {others} at {other}; " + FIRST
            elif quiet:
                continue
            else:
                code = Code.DUPLICATE_ASSIGNMENT
                message = "{role!r} has {letters} for {row!r} twice, here and at {other}"
            about = {"role": one.role, "row": line.name, "id": line.id}
            values = {"letters": "/".join(one.letters), "others": "/".join(first.letters)}
            self.merging.report(code, message, one.location, about, first.location, **values)
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
                id=line.id,
                location=line.location,
                assign=tuple(line.assign),
                **{**line.values, "name": line.name},
            )
            for line in self._lines.values()
        )


def _apart(cell: ScalarNode) -> Node:
    """Return the tags of a cell, which are between commas."""
    tags: list[Node] = [ScalarNode(tag, cell.at, False) for tag in re.split("[,;，、]", cell.text)]
    return SequenceNode(tags, cell.at)


def _for(role: str, one: Assignment) -> Assignment:
    return Assignment(role, one.letters, one.when, one.until, one.note, one.at, one.file, one.unread)
