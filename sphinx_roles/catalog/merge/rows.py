"""Reads rows, and the letters of each role in them as assignments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, field
from msgspec.structs import replace

from sphinx_roles.catalog.letters import BUILT_IN, CellReader, Letters, both_conditions
from sphinx_roles.catalog.merge.foreign_letters import join_foreign_letters
from sphinx_roles.catalog.merge.matrices import Matrices, Sections
from sphinx_roles.catalog.merge.merging import FIRST, Merging, NearNames
from sphinx_roles.catalog.merge.roles import Roles
from sphinx_roles.catalog.nodes import (
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    own_value,
    prose,
)
from sphinx_roles.catalog.records import keep_own, meant_key, readers_of, report_half_text
from sphinx_roles.catalog.schema import Draft, FileDraft, RowDraft, SectionDraft
from sphinx_roles.model import Assignment, Link, Responsibility, Scheme, Text, fold, id_of, id_of_name
from sphinx_roles.problems import Code, Phrase, closest

if TYPE_CHECKING:
    from sphinx_roles.catalog.tables import Row, Table


_PARTS = [part for scheme in BUILT_IN.values() for part in scheme.participations]
_LETTERS = frozenset(part.letter for part in _PARTS)
_WORDS = frozenset(word.casefold() for part in _PARTS for word in (part.name, *part.words))


class Line(Draft):
    """A row while files are merged."""

    assign: list[Assignment] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    """Roles that are named with nothing: where a catalog extends another one, they take no part any more."""
    unsure: set[str] = field(default_factory=set)

    def record(self) -> Responsibility:
        """Make the record."""
        values = {"name": self.key, **self.values, "assign": tuple(self.assign)}
        return Responsibility(id=self.id, location=self.location, unsure=tuple(sorted(self.unsure)), **values)


class Rows:
    """Reads rows and joins those that several places describe."""

    def __init__(self, merging: Merging, roles: Roles, matrices: Matrices) -> None:
        self.merging = merging
        self.roles = roles
        self.matrices = matrices
        self.sections = Sections()
        self.empty: list[tuple[str, str, SectionDraft]] = []
        """Sections that a place gives no row, with their matrix and id."""
        self.lines: dict[tuple[str, str, str], Line] = {}
        """The rows so far, by matrix, section and folded id."""
        # Whether a key may be a misspelt role; rows have the same keys again and again. Without `self`, as
        # a circle would keep all that was read until the collector comes.
        self._near_role = cache(lambda word: bool(closest(word[:80], roles.words())))

    def read_file(self, file: FileDraft) -> None:
        """Read the rows and sections of one file."""
        for draft in file.sections:
            word = draft.values.get("matrix", file.matrix)
            matrix = self.matrices.refer(word, report="matrix" in draft.values)
            section = self.sections.refer(matrix, draft.key, draft)
            if draft.empty:
                self.empty.append((matrix, section, draft))
        reported = len(file.context.problems)
        for row in file.rows:
            self._read_row(row)
        self._join_foreign(file.context, reported)

    def _read_row(self, draft: RowDraft) -> None:
        values = draft.values
        named = values.pop("matrix", None) or (draft.section and draft.section.values.get("matrix"))
        word = named or draft.matrix
        matrix = "" if word is None else self.matrices.refer(word, report=named is not None)
        section = values.pop("section", None)
        if section is not None:
            section = self.sections.refer(matrix, section)
        elif draft.section is not None:
            section = self.sections.refer(matrix, draft.section.key, draft.section)
        values["matrix"], values["section"] = matrix, section or ""
        line = Line(draft.id, draft.key, values, draft.location)
        reader = self.matrices.reader(matrix)
        if draft.cut or reader.unsure:
            line.unsure.add("")
        if draft.assign is not None:
            self._assign(draft.context, line, draft.assign, reader)
        if draft.rest:
            self._read_rest(draft, line, reader)
        if draft.short:
            self._check_short(draft, line, reader)
        self._add(line)

    def _check_short(self, draft: RowDraft, line: Line, reader: CellReader) -> None:
        """Report a text in place of a row's fields that is rather who takes part than a name."""
        is_role = self.roles.find(line.name) is not None
        letters = line.name.isupper() and fold(line.name) != fold(draft.key) and reader.reads(line.name)
        if is_role or letters:
            message = "{found!r} is {what}, but is the name of {row!r} here; who takes part is under 'assign'"
            at, about = line.name.location, {"found": line.name, "row": draft.key}
            what = Phrase("a role") if is_role else Phrase.of("a letter of {scheme}", scheme=reader.scheme.id)
            self.merging.report(Code.WRONG_VALUE, message, at, about, what=what)
            line.unsure.add("")

    def _read_rest(self, draft: RowDraft, line: Line, reader: CellReader) -> None:
        """Read keys that are no fields: letters with the roles that hold them, and roles with their letters.

        What is neither is a field of the team's own, unless the row clearly has roles as keys.
        """
        context, left, lettered, by_roles = draft.context, [], 0, False
        for key, value in draft.rest:
            is_letters = reader.reads_node(value)
            if self._read_holders(context, line, key, value, reader):
                continue
            meant = is_letters or (key.text not in context.fields and self._resembles_letters(value, reader))
            if meant and self.roles.find(key.text) is not None:
                self._assign(context, line, MappingNode([(key, value)], key.at), reader)
                by_roles = True
            else:
                left.append((key, value, is_letters))
                lettered += is_letters
        clear = draft.assign is None and len(reader.scheme.letters) > 1
        clear = clear and (bool(line.assign) or self.roles.by_use or lettered > 1)
        own = dict(line.values.pop("own", {}))
        inside = (self._inner_row(key, value, reader) for key, value, is_letters in left if not is_letters)
        if (inner := next(filter(None, inside), None)) is not None:
            message = "{key!r} has letters as a responsibility has; those of a section are under 'rows'"
            context.report(Code.WRONG_TYPE, message, inner.at, {"key": inner.text})
            line.unsure.add("")
        for key, value, is_letters in left:
            # Beside a role with letters, a text under another role is letters that cannot be read.
            named = by_roles and isinstance(value, ScalarNode) and key.text not in context.fields
            named = named and not value.absent and self.roles.find(key.text) is not None
            if named or (is_letters and (clear or self._near_role(key.text))):
                self._assign(context, line, MappingNode([(key, value)], key.at), reader)
                continue
            if key.text not in context.fields and self._may_hold(key.text, value, line, reader):
                reader.report_unknown(context, Letters(unknown=(key.text,)), key)
                line.unsure.add("")
            is_inner = self._inner_row(key, value, reader) is not None
            kept = own_value(context, value) if is_inner else keep_own(context, Responsibility, key, value)
            if kept is not UNSET:
                own[key.text] = kept
            if draft.assign is None and meant_key(key.text.split(":")[0], Responsibility) == "assign":
                # It is reported; who takes part is not known.
                line.unsure.add("")
        if own:
            line.values["own"] = own

    def _resembles_letters(self, node: Node, reader: CellReader) -> bool:
        """Return whether a node is no role, and as short as letters or resembling them."""
        return isinstance(node, ScalarNode) and bool(
            (_SHORT.fullmatch(node.text.strip()) or reader.resembles(node.text))
            and self.roles.find(node.text) is None
        )

    def _inner_row(self, key: ScalarNode, node: Node, reader: CellReader) -> ScalarNode | None:
        """Return the key of a row that is inside of another one, as those of a section are under ``rows``."""
        if self._has_letters(node, reader):
            return None if meant_key(key.text, Responsibility) else key
        if isinstance(node, SequenceNode):
            return key if any("assign" in one.values for one in node.nodes) else None
        pairs = node.pairs if isinstance(node, MappingNode) else ()
        return next(
            (inner for inner, one in pairs if "assign" in one.values or self._has_letters(one, reader)), None
        )

    def _may_hold(self, key: str, value: Node, line: Line, reader: CellReader) -> bool:
        """Return whether a key holds roles, as a misspelt letter or one of another scheme: ``S`` in RACI."""
        names = [one.name for one in reader.scheme.participations]
        other = (key in _LETTERS or key.casefold() in _WORDS) and not meant_key(key, Responsibility)
        if not (other or closest(key[:40], names)):
            return False
        # Where no role is defined, any text may be one: a letter beside other letters has roles.
        by_use = self.roles.by_use and bool(line.assign) and key in _LETTERS and not value.absent
        return by_use or self._are_roles(value)

    def _has_letters(self, node: Node, reader: CellReader) -> bool:
        """Return whether a node is a mapping of roles to letters; of roles that are defined, one has them."""
        held = node.values
        letters = [reader.reads_node(one) for one in held.values()]
        if any(letters) and all(self.roles.find(key) is not None for key in held):
            return True
        return self.roles.by_use and bool(held) and all(letters)

    def _read_holders(
        self, context: ReadContext, line: Line, key: ScalarNode, value: Node, reader: CellReader
    ) -> bool:
        """Read a letter, or a word for it, with the roles that hold it; return whether the key is that."""
        parts = reader.reads(key.text)
        if not parts:
            return False
        is_role, is_letters = self.roles.find(key.text) is not None, reader.reads_node(value)
        # Where it could be something else as well, the roles decide; a small letter is as likely a field.
        doubtful = is_role or is_letters or (len(key.text) == 1 and key.text not in reader.scheme.letters)
        if (is_letters and (is_role or self.roles.by_use)) or (doubtful and not self._are_roles(value)):
            return False
        if isinstance(value, MappingNode):
            context.report_shape("{key!r} takes a role or a list of roles, not {found}", value, key=key.text)
            line.unsure.add("")
        for one in [value] if isinstance(value, ScalarNode) else getattr(value, "nodes", ()):
            given = _roles_of(one)
            for word in given:
                role = self._refer(context, line, word.text, word.at)
                for held in reader.read(context, role, _without_role(one, key)) if role else ():
                    self.hold(line, held, reader.scheme)
            for role, when in () if given else self._parties(context, line, one, reader):
                for letters, own in parts:
                    held = Assignment(role, letters, both_conditions(own, when), at=one.at, file=context.file)
                    self.hold(line, held, reader.scheme)
        return True

    def _are_roles(self, node: Node) -> bool:
        """Return whether all texts in a node are names of roles."""
        parts = [[one] if isinstance(one, ScalarNode) else _roles_of(one) for one in node.items]
        words = [word for texts in parts for text in texts for word in names_in(text.text)]
        return bool(parts) and all(parts) and all(self.roles.find(word) is not None for word in words)

    def _parties(
        self, context: ReadContext, line: Line, node: Node, reader: CellReader
    ) -> Iterator[tuple[str, str]]:
        """Yield the roles that a text names, each with its condition: ``Dev, Ops (at night)``."""
        if not isinstance(node, ScalarNode):
            context.report_shape("a letter takes names of roles, not {found}", node)
            line.unsure.add("")
            return
        known, by_use = (lambda word: self.roles.find(word) is not None), self.roles.by_use
        for word, when in () if node.absent else named_in(node.text, known, by_use):
            if reader.is_nobody(word):
                continue
            role = self._refer(context, line, word, node.at)
            if role is not None:
                yield role, when

    def _refer(self, context: ReadContext, line: Line, word: str, at: int) -> str | None:
        """Return the role that a word leads to; without one, it is not known who takes part in the line."""
        text = Text(word.strip(), context.location(at))
        role = self.roles.refer(text)
        if role is None:
            line.unsure.add(self.roles.meant(text))
        return role

    def hold(self, line: Line, held: Assignment, scheme: Scheme) -> None:
        """Add letters of a role to those that other keys give it."""
        for index, one in enumerate(line.assign):
            if _case_of(one) == _case_of(held) and not one.unread:
                if set(held.letters) <= set(one.letters):
                    self.joined([one], [replace(held, letters=one.letters)], line)
                letters = tuple(x for x in scheme.letters if x in (*one.letters, *held.letters))
                line.assign[index] = replace(one, letters=letters)
                return
        line.assign.append(held)

    def _assign(self, context: ReadContext, line: Line, node: Node, reader: CellReader) -> None:
        """Read the mapping of roles to letters: tens of thousands of them, so in one tight loop."""
        pairs = pairs_of(node)
        if pairs is None:
            if not node.absent:
                context.report_shape("assign takes a mapping of roles to letters, not {found}", node)
                line.unsure.add("")
            return
        known, simple, file, found = self.roles.names.found, reader.simple, context.file, line.assign
        if not isinstance(node, ScalarNode) and node.cut:
            line.unsure.add("")
        for key, value in pairs:
            role = known.get(key.text) or self.roles.find(key.text)
            if role is None:
                if self._read_holders(context, line, key, value, reader):
                    continue
                if report_half_text(context, node, key, value):
                    line.unsure.add("")
                    continue
                role = self._refer(context, line, key.text, key.at)
                if role is None:
                    continue
            if isinstance(value, ScalarNode):
                letters = simple.get(value.text)
                if letters is not None:
                    if letters:
                        found.append(Assignment(role, letters, "", None, None, value.at, file))
                    else:
                        line.named.add(role)
                    continue
            # Few roles are called as a letter is: then the value says which of both the key is.
            if key.text in reader.words and self._read_holders(context, line, key, value, reader):
                continue
            reported = len(context.problems)
            read = reader.read(context, role, value)
            if not read and (len(context.problems) > reported or report_half_text(context, node, key, value)):
                line.unsure.add(role)
            elif not read:
                line.named.add(role)
            found += read
        if len({assignment.role for assignment in found}) != len(found):
            line.assign, _ = self.joined([], found, line)

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
        for index, role in enumerate(heads):
            people = [person for at, person in table.holders if at == index]
            if role and people:
                self.roles.add_holders(context, role, people)
        meant = {i: self.roles.meant(one.text) for i, one in enumerate(table.heads) if heads[i] is None}
        reader, reported = self.matrices.reader(matrix), len(context.problems)
        for row in table.rows:
            line = self._table_row(context, row, heads, matrix, reader)
            if meant:
                line.unsure.update(meant[i] for i, _ in row.cells if i in meant)
            if row.partial or reader.unsure:
                line.unsure.add("")
            self._add(line)
        self._join_foreign(context, reported)

    def _join_foreign(self, context: ReadContext, reported: int) -> None:
        """Make one problem of each scheme of those, from ``reported`` on, of letters that it has not."""
        schemes = self.matrices.schemes.schemes
        found = {dict(one.values).get("scheme") for one in context.problems[reported:]}
        for scheme in (one for name, one in schemes.items() if name in found):
            held = {
                letter
                for (matrix, *_), line in self.lines.items()
                if self.matrices.reader(matrix).scheme is scheme
                for one in line.assign
                if one.file == context.file
                for letter in one.letters
            }
            join_foreign_letters(context.problems, reported, scheme, schemes, held)

    def _heads(self, context: ReadContext, table: Table) -> list[str | None]:
        heads: list[str | None] = []
        firsts: dict[str, ScalarNode] = {}
        for head in table.heads:
            word = Text(" ".join(head.text.split()), context.location(head.at))
            role = self.roles.refer(word, define=self.roles.by_heads)
            if role and (first := firsts.setdefault(role, head)) is not head:
                message = "the column {head!r} is for the role {role!r}, as {first!r} is at {other}"
                message += "; where both say something, the first one is used"
                about, at = {"head": head.text, "role": role, "first": first.text}, context.location(first.at)
                context.report(Code.DUPLICATE_ROLE, message, head.at, about, at)
            heads.append(role)
        return heads

    def _table_row(
        self, context: ReadContext, row: Row, heads: list[str | None], matrix: str, reader: CellReader
    ) -> Line:
        at = context.location(row.name.at)
        name = Text(" ".join(row.name.text.split()), at)
        values: dict[str, Any] = {"name": name, "matrix": matrix}
        key = self._fields(context, row, values) or id_of_name(name)
        section = row.section
        word = Text(section.text, context.location(section.at)) if section is not None else None
        values["section"] = self.sections.refer(matrix, word) if word else ""
        line = Line(key, name, values, at, named=set(filter(None, heads)))
        held: set[str] = set()
        for index, cell in row.cells:
            role = heads[index]
            if role is None:
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
        return line

    def _fields(self, context: ReadContext, row: Row, values: dict[str, Any]) -> str | None:
        """Read what further columns say; return the id where one says that."""
        key, readers = None, readers_of(Responsibility)
        for name, scalar in row.fields:
            if name == "id":
                key = id_of(scalar.text) if scalar.text.strip() else None
                continue
            if name == "assign":
                # The column, which is reported, is called as the letters are; these are in other columns.
                continue
            reader = readers.get(name)
            if reader is None:
                reader, fields = prose, values.setdefault("own", {})
            else:
                fields = values
            value = reader(context, name, _apart(scalar) if name in ("tags", "aliases") else scalar)
            if isinstance(value, tuple):
                fields[name] = (*fields.get(name, ()), *value)
            elif value is not UNSET and fields.setdefault(name, value) != value:
                message = "{field!r} of {row!r} is there twice; {value!r} is left out, as the first counts"
                about = {"row": row.name.text, "value": scalar.text}
                context.report(Code.TABLE, message, scalar.at, about, field=name)
        if row.links:
            links = tuple(
                Link(Text(text, context.location(url.at)), Text(url.text, context.location(url.at)))
                for text, url in row.links
            )
            values["links"] = (*values.get("links", ()), *links)
        return key

    def _add(self, second: Line) -> None:
        """Add a row, or to a row what a second place says about it.

        One that only describes and one that only assigns, in two files, make one row; else the
        row is there twice.
        """
        key = second.values["matrix"], second.values["section"], fold(second.id)
        first = self._extended(second) or self.lines.setdefault(key, second)
        if first is second:
            return
        first.unsure |= second.unsure
        if self.merging.changes(first.location, second.location):
            named = second.named.union(one.role for one in second.assign)
            first.assign = [*(one for one in first.assign if one.role not in named), *second.assign]
            second.values.update(matrix=first.values["matrix"], section=first.values["section"])
            self.merging.join(first, second)
            return
        differ = first.join(second)
        split = bool(first.assign) != bool(second.assign) and first.location.file != second.location.file
        first.assign, clash = self.joined(first.assign, second.assign, second, quiet=True)
        if clash or (split and not differ):
            return
        message = "the responsibility {row!r} is there twice, here and at {other}"
        if differ:
            message = "the responsibility {row!r} is there twice, here and at {other}, differing in {fields}"
            message += FIRST
        about, code = {"row": second.name, "id": second.id}, Code.DUPLICATE_RESPONSIBILITY
        self.merging.report(code, message, second.location, about, first.location, fields=differ)

    def _extended(self, second: Line) -> Line | None:
        """Return the row of a catalog that is extended which a row of no section means by its id.

        ``matrix/id``, or ``section/id``, does where several have that id; the id alone is reported then.
        """
        if not self.merging.layers or second.values["section"]:
            return None
        asked, matrix = fold(second.id), second.values["matrix"]
        meant = [
            line
            for key, line in self.lines.items()
            if asked in (key[2], fold(f"{key[0] or key[1]}/{line.id}"))
            and (not matrix or key[0] == matrix)
            and self.merging.changes(line.location, second.location)
        ]
        if len(meant) > 1:
            message = "{word!r} is the name of {count} responsibilities; say which one as matrix/id"
            about, code = {"word": second.id}, Code.UNKNOWN_RESPONSIBILITY
            self.merging.report(code, message, second.location, about, count=len(meant))
            second.unsure.add("")
        return meant[0] if len(meant) == 1 else None

    def joined(
        self, into: list[Assignment], more: Iterable[Assignment], line: Line, quiet: bool = False
    ) -> tuple[list[Assignment], bool]:
        """Join assignments of a row; report the clashes, and what is the same twice unless ``quiet``."""
        found, clash = list(into), False
        firsts = {_case_of(one): one for one in found}
        for one in more:
            first = firsts.setdefault(_case_of(one), one)
            if first is one:
                found.append(one)
                continue
            if first.unread or one.unread:
                continue
            if first.letters != one.letters:
                clash = True
                code = Code.CONFLICTING_ASSIGNMENT
                message = "{role!r} has {letters} for {row!r}, but {others} at {other}" + FIRST
            elif quiet:
                continue
            else:
                code = Code.DUPLICATE_ASSIGNMENT
                message = "{role!r} has {letters} for {row!r} twice, here and at {other}"
            about = {"role": one.role, "row": line.name, "id": line.id}
            values = {"letters": "/".join(one.letters), "others": "/".join(first.letters)}
            self.merging.report(code, message, one.location, about, first.location, **values)
        return found, clash

    def _check_names(self) -> None:
        """Report rows of one section with one name and two ids: readers see names."""
        firsts: dict[tuple[str, str, str], Line] = {}
        for line in self.lines.values():
            first = firsts.setdefault((line.values["matrix"], line.values["section"], fold(line.name)), line)
            if first is not line:
                message = "{row!r} is there twice, as {id!r} here and as {first!r} at {other}"
                code, about = Code.DUPLICATE_RESPONSIBILITY, {"row": line.name, "id": line.id}
                at, other = line.location, first.location
                self.merging.report(code, message, at, about, other, first=first.id)

    def _check_sections(self) -> None:
        """Report a section without rows, and one of one row whose name is nearly that of one of several."""
        counts = Counter((line.values["matrix"], line.values["section"]) for line in self.lines.values())
        for matrix, section, draft in self.empty:
            if not counts[matrix, section]:
                message, about = "section {section!r} has no rows", {"section": draft.name}
                self.merging.report(Code.WRONG_VALUE, message, draft.location, about)
        near: dict[str, NearNames] = {}
        for key, one in self.sections.sections.items():
            if counts[key] == 1 and one.summary is None:
                if (matrix := key[0]) not in near:
                    several = (k for k, count in counts.items() if k[0] == matrix and k[1] and count > 1)
                    near[matrix] = NearNames(self.sections.sections[k].name for k in several)
                if found := near[matrix].find(one.name):
                    message, about = "the section {section!r} has only one row", {"section": one.name}
                    self.merging.report(Code.WRONG_VALUE, message, one.location, about, nearest=found)

    def _check_aliases(self) -> None:
        """Report an alias by which links lead to another row: an id or a name goes before it."""
        aliases = [(line, alias) for line in self.lines.values() for alias in line.values.get("aliases", ())]
        words = ((fold(word), line) for line in self.lines.values() for word in (line.id, line.name))
        named = dict(words) if aliases else {}
        aliased: dict[tuple[str, str], Line] = {}
        for line, alias in aliases:
            word = fold(alias)
            # One of a row in another matrix is told apart by that: matrix/alias.
            first = named.get(word) or aliased.setdefault((line.values["matrix"], word), line)
            if first is not line and word not in (fold(line.id), fold(line.name)):
                message = "the alias {alias!r} of {row!r} is what {first!r} at {other} is called, too"
                about, other = {"alias": alias, "row": line.name}, first.location
                self.merging.report(Code.WRONG_VALUE, message, alias.location, about, other, first=first.name)

    def build(self) -> tuple[Responsibility, ...]:
        """Make all records, with what roles take over from their parents."""
        self._check_names()
        self._check_sections()
        self._check_aliases()
        inheriting = [
            (draft.id, draft.values["extends"])
            for draft in self.roles.parents_first()
            if draft.inherit and "extends" in draft.values
        ]
        for line in self.lines.values() if inheriting else ():
            for child, parent in inheriting:
                held = {assignment.role for assignment in line.assign}
                if parent in held and child not in held:
                    line.assign += [replace(one, role=child) for one in line.assign if one.role == parent]
        return tuple(line.record() for line in self.lines.values())


_SHORT = re.compile(r"[^\W\d_](?:[/,]?[^\W\d_])?")
"""One or two letters of the alphabet."""


def _case_of(one: Assignment) -> tuple[str, str]:
    """Return what a row has one assignment for: a role under a condition, as the analysis compares it."""
    return one.role, fold(one.when)


LIMITED = re.compile(r"(.*\S)\s*[(（]([^()（）]*)[)）]", re.S)
_BETWEEN = re.compile(r"[,;|\n、，；](?![^()（）]*[)）])")


def named_in(text: str, known: Callable[[str], bool], by_use: bool) -> Iterator[tuple[str, str]]:
    """Yield what a text names, each with its condition: ``Dev, Ops (at night)``; what is ``known`` is whole.

    ``by_use`` says that anything is a name: then what is in brackets is a condition.
    """
    for word in [text] if known(text) else names_in(text):
        limited = LIMITED.fullmatch(word)
        if limited and not known(word) and (by_use or known(limited[1])):
            yield limited[1], limited[2].strip()
        else:
            yield word.strip(), ""


def names_in(text: str) -> list[str]:
    """Return the names in a text, which are between commas."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def pairs_of(node: Node) -> list[tuple[ScalarNode, Node]] | None:
    """Return roles with their letters: of a mapping, or a list of mappings such as ``{role, letters}``."""
    if isinstance(node, MappingNode):
        return node.pairs
    if not isinstance(node, SequenceNode):
        return None
    pairs: list[tuple[ScalarNode, Node]] = []
    for one in node.nodes:
        if not isinstance(one, MappingNode):
            return None
        pairs += [(role, _without_role(one)) for role in _roles_of(one)] or one.pairs
    return pairs


def _roles_of(node: Node) -> list[ScalarNode]:
    """Return the role of ``{role, letters, when}``, or its roles."""
    given = node.values.get("role")
    roles = given.items if given is not None else []
    texts = [one for one in roles if isinstance(one, ScalarNode)]
    return texts if len(texts) == len(roles) else []


def _without_role(node: Node, letters: ScalarNode | None = None) -> Node:
    """Return what ``{role, letter, when}`` says of its role, with letters that are named outside."""
    given = [(key, value) for key, value in getattr(node, "pairs", ()) if key.text != "role"]
    named = [(ScalarNode("letters", key.at) if key.text == "letter" else key, value) for key, value in given]
    if letters is not None:
        named.append((ScalarNode("letters", letters.at), letters))
    return MappingNode(named, node.at, getattr(node, "cut", False))


def _apart(cell: ScalarNode) -> Node:
    """Return the tags of a cell, which are between commas."""
    tags: list[Node] = [ScalarNode(tag, cell.at, False) for tag in re.split("[,;，、]", cell.text)]
    return SequenceNode(tags, cell.at)
