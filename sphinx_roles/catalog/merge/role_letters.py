"""Letters in the entry of a role, with the rows that they are for: assignments seen from the role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import UNSET
from msgspec.structs import replace

from sphinx_roles.catalog.letters import CellReader, both_conditions
from sphinx_roles.catalog.merge.matrices import Schemes
from sphinx_roles.catalog.merge.merging import NO_NAME, Merging
from sphinx_roles.catalog.merge.roles import Roles
from sphinx_roles.catalog.merge.rows import Line, Rows, named_in, pairs_of
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode
from sphinx_roles.catalog.records import folded_key, keep_own
from sphinx_roles.catalog.schema import FileDraft, RoleDraft
from sphinx_roles.fields import FOREIGN
from sphinx_roles.model import Responsibility, Role, Text, fold, id_of
from sphinx_roles.problems import Code, closest

Given: TypeAlias = tuple[FileDraft, RoleDraft, ScalarNode, Node]
_ASSIGN = frozenset(word for word, key in FOREIGN[Responsibility].items() if key == "assign")
FOR = re.compile(r"[ _-](?:for|of|on|in|about)$", re.I)
_LONGEST_NAME = 80


class RoleLetters:
    """Finds letters among the keys of roles, before roles are merged, and gives them to rows afterwards.

    Where a file defines rows, all keys of roles refer to them; where none does, the keys define them.
    """

    def __init__(self, merging: Merging, schemes: Schemes) -> None:
        self.merging = merging
        files = merging.drafts
        self._given: list[Given] = []
        roles = [(file, role) for file in files for role in file.roles if role.rest]
        wanted = [schemes.default, *(file.scheme for file in files)]
        wanted += [one.values.get("scheme") for file in files for one in file.matrices]
        found = dict.fromkeys(schemes.names.find(word) for word in wanted if word)
        self._readers = [CellReader(schemes.schemes[key], False) for key in found if key is not None]
        self._schemes = frozenset(map(fold, schemes.schemes))
        self._words = self._row_words()
        self._by_use = not merging.lost and not any(file.rows or file.grids for file in files)
        for file, role in roles:
            self._sort(file, role)

    def _row_words(self) -> dict[str, str]:
        """Return what may be the name of a row, folded, with one spelling each."""
        known = self.merging.known
        words = [word for row in (known.rows if known else ()) for word in (row.id, row.name)]
        for file in self.merging.drafts:
            for row in file.rows:
                section = row.section.values.get("matrix") if row.section else None
                matrix = row.values.get("matrix") or section or row.matrix or ""
                words += [row.id, row.name, f"{matrix}/{row.id}"]
            words += [cell.text for grid in file.grids for row in grid.rows for cell in row if cell.text]
        return {fold(word): word for word in reversed(words)}

    def _sort(self, file: FileDraft, role: RoleDraft) -> None:
        """Take the letters out of the keys of a role that are no fields; the rest is the team's own."""
        left, by_rows = [], False
        for key, value in role.rest:
            if key.text in file.context.fields:
                left.append((key, value))
            elif self._is_assign(key.text, value):
                self._take_pairs(file, role, key, value)
            elif self._is_letters(file.context, key, value):
                self._given.append((file, role, key, value))
            elif self._reads(value) and (
                self._is_known(key.text) or closest(key.text[:80], self._words.values())
            ):
                self._given.append((file, role, key, value))
                by_rows = True
            else:
                left.append((key, value))
        own, lettered = {}, []
        for key, value in left:
            declared = key.text in file.context.fields
            if by_rows and not declared and (self._reads(value) or self._is_known(key.text)):
                self._given.append((file, role, key, value))
            elif (kept := keep_own(file.context, Role, key, value)) is not UNSET:
                own[key.text] = kept
                if self._by_use and not declared and self._reads(value):
                    lettered.append(key)
        if own:
            role.values["own"] = own
        if len(lettered) > 1:
            message = "{keys} hold letters: with responsibilities as keys, they belong under 'assign'"
            message += "; fields of your own are declared in roles_fields"
            about, keys = {"key": lettered[0].text}, [key.text for key in lettered]
            file.context.report(Code.UNKNOWN_KEY, message, lettered[0].at, about, keys=keys)

    def _is_assign(self, key: str, value: Node) -> bool:
        return (
            key == "assign"
            or fold(key) in self._schemes
            or (folded_key(key) in _ASSIGN and isinstance(value, MappingNode))
        )

    def _take_pairs(self, file: FileDraft, role: RoleDraft, key: ScalarNode, value: Node) -> None:
        pairs = pairs_of(value)
        if pairs is not None:
            self._given += [(file, role, *pair) for pair in pairs]
        elif not value.absent:
            message = "{key!r} of a role takes a mapping of letters to responsibilities, not {found}"
            file.context.report_shape(message, value, key=key.text)

    def _reads(self, value: Node) -> bool:
        return any(reader.reads_node(value) for reader in self._readers)

    def _letters(self, key: str) -> tuple[str, CellReader] | None:
        """Return the letters that a key means, with their reader: ``R``, ``responsible_for``."""
        for word in (key, FOR.sub("", key)):
            for reader in self._readers:
                if reader.reads(word):
                    return word, reader
        return None

    def _is_letters(self, context: ReadContext, key: ScalarNode, value: Node) -> bool:
        """Return whether a key is letters with responsibilities; letters with anything else are reported."""
        found = self._letters(key.text)
        if found is None or value.absent:
            return found is not None
        reader = found[1]
        texts = [one for one in value.items if isinstance(one, ScalarNode) and not one.absent]
        named = [word for one in texts for word, _ in named_in(one.text, self._is_known, False)]
        words = [word for word in named if not reader.is_nobody(word)]
        if not words or any(map(self._is_known, words)):
            return True
        if (len(key.text) == 1 and key.text not in reader.scheme.letters) or self._reads(value):
            return False
        if self._by_use and not any(len(one.text) > _LONGEST_NAME or one.text.endswith(".") for one in texts):
            return True
        if self.merging.lost:
            # It may well be in what could not be read.
            return True
        message = "{key!r} is a letter of {scheme}, but {found} is no responsibility"
        message += "; fields of your own are declared in roles_fields"
        near = "duties" if self._by_use else closest(words[0][:80], self._words.values())
        about, values = {"key": key.text}, {"scheme": reader.scheme.name, "found": value.described}
        context.report(Code.UNKNOWN_RESPONSIBILITY, message, key.at, about, nearest=near, **values)
        return False

    def _is_known(self, word: str) -> bool:
        return fold(word) in self._words

    def read(self, rows: Rows, roles: Roles) -> None:
        """Give the letters to the rows that they are for."""
        if not self._given or not (self._by_use or rows.lines):
            return
        lines: dict[str, list[Line]] = {}
        for line in rows.lines.values():
            words = (line.id, line.name, f"{line.values['matrix']}/{line.id}")
            for word in dict.fromkeys(map(fold, words)):
                lines.setdefault(word, []).append(line)
        held: dict[tuple[int, str], tuple[Line, Line]] = {}
        for file, role, key, value in self._given:
            letters = self._letters(key.text)
            nodes = value.items
            row_first = fold(key.text) in lines or any(isinstance(one, MappingNode) for one in nodes)
            if letters is None or (row_first and self._reads(value)):
                found = [(Text(key.text.strip(), file.context.location(key.at)), value.at, value, "")]
            else:
                found = list(self._by_letters(file.context, ScalarNode(letters[0], key.at), value))
            for word, at, cell, when in found:
                row = self._line(file, word, lines, rows)
                if row is None:
                    continue
                own = Line(row.id, row.key, dict(row.values), role.location)
                own = held.setdefault((id(row), role.id), (row, own))[1]
                reader = rows.matrices.reader(row.values["matrix"])
                for one in reader.read(file.context, roles.find(role.id) or role.id, cell):
                    condition = both_conditions(one.when, when)
                    rows.hold(own, replace(one, when=condition, at=at), reader.scheme)
        for line, own in held.values():
            line.assign, _ = rows.joined(line.assign, own.assign, line)

    def _by_letters(
        self, context: ReadContext, key: ScalarNode, value: Node
    ) -> Iterator[tuple[Text, int, Node, str]]:
        """Yield the rows that a value names, each with its place, the letters and its condition."""
        for one in value.items:
            if not isinstance(one, ScalarNode):
                message = "{key!r} takes names of responsibilities, not {found}"
                context.report_shape(message, one, key=key.text)
                continue
            for word, when in () if one.absent else named_in(one.text, self._is_known, self._by_use):
                if not any(reader.is_nobody(word) for reader in self._readers):
                    yield Text(word, context.location(one.at)), one.at, key, when

    def _line(self, file: FileDraft, word: Text, lines: dict[str, list[Line]], rows: Rows) -> Line | None:
        """Return the row that a word leads to, which is made where no file defines any."""
        found = lines.get(fold(word), [])
        matrix = rows.matrices.names.find(file.matrix) if file.matrix else None
        found = [line for line in found if line.values["matrix"] == matrix] or found
        if len(found) == 1:
            return found[0]
        if found:
            message = "{word!r} is the name of {count} responsibilities; say which one as matrix/id"
            about, code = {"word": word}, Code.UNKNOWN_RESPONSIBILITY
            self.merging.report(code, message, word.location, about, count=len(found))
        elif self._by_use:
            matrix = rows.matrices.refer(file.matrix, report=False)
            place = word.location or file.context.location(0)
            line = Line(id_of(word), word, {"matrix": matrix, "section": ""}, place)
            lines[fold(word)] = [line]
            return rows.lines.setdefault((matrix, "", fold(line.id)), line)
        else:
            code, known = Code.UNKNOWN_RESPONSIBILITY, self._words.values
            self.merging.unknown(code, NO_NAME, word, known, kind="responsibility")
        return None
