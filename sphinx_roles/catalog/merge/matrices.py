"""Schemes, matrices and sections of all files, and the readers of the letters in their cells."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from msgspec import UNSET

from sphinx_roles.catalog.letters import BUILT_IN, DEFAULT_SCHEME, LetterReader, Letters
from sphinx_roles.catalog.merge.roles import Merging, Names, Roles
from sphinx_roles.catalog.nodes import (
    NULLS,
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    absent,
    describe,
    id_of,
    id_of_name,
    unknown_key,
)
from sphinx_roles.catalog.records import last_day, prose, scalar_of, text
from sphinx_roles.catalog.schema import Draft, FileDraft, change
from sphinx_roles.catalog.tables import Table
from sphinx_roles.model import (
    Assignment,
    Matrix,
    Prose,
    Scheme,
    Section,
    Text,
    close_isolates,
    fold,
    location_of,
)
from sphinx_roles.problems import CONF, Code, Location, closest

_NO_SCHEME = "no scheme is called {word!r}"


class Schemes:
    """Finds schemes: the built-in ones, with what the data changes, and the data's own."""

    def __init__(self, merging: Merging) -> None:
        self.merging = merging
        known = merging.known
        self.schemes: dict[str, Scheme] = dict(known.schemes if known and known.schemes else BUILT_IN)
        self._names = Names()
        self._names.add(*((scheme,) for scheme in self.schemes))
        for draft in (scheme for file in merging.drafts for scheme in file.schemes):
            base = self.schemes.get(self._names.find(draft.id) or "")
            changed = change(base, draft, merging.problems)
            self.schemes[changed.id] = changed
            self._names.add((changed.id,))
        wanted = merging.settings.scheme
        found = self._names.find(wanted)
        if found is None:
            message = _NO_SCHEME
            if merging.scheme_at is None:
                message = "roles_scheme is {word!r}, which is no scheme"
            at = merging.scheme_at or location_of(wanted) or CONF
            merging.unknown(Code.UNKNOWN_SCHEME, message, Text(wanted, at), self._names.words)
        self.known_default = found is not None
        self.default = found or DEFAULT_SCHEME

    def find(self, word: str) -> str | None:
        """Return the id of the scheme that a word leads to."""
        return self._names.find(word)

    def refer(self, word: Text) -> str | None:
        """Return the id of a scheme, or report that there is none."""
        found = self._names.find(word)
        if found is None:
            self.merging.unknown(Code.UNKNOWN_SCHEME, _NO_SCHEME, word, self._names.words)
        return found


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
        parts = scheme.participations
        self.words = frozenset(word for one in parts for word in (one.letter, one.name, *one.words))
        self._letters = LetterReader(scheme)

    def read(self, context: ReadContext, role: str, node: Node) -> list[Assignment]:
        """Read what is given for a role: a text, a mapping or a list of those."""
        if isinstance(node, ScalarNode):
            return [] if node.plain and node.text in NULLS else self.scalar(context, role, node)
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

    def reads(self, text: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Return the letters of a text with their conditions; none where not all of it is letters."""
        letters = self._letters.read(text)
        return () if letters.unknown else letters.parts

    def reads_node(self, node: Node) -> bool:
        """Return whether a node is letters: a text, a list of them, or a mapping with ``letters``."""
        if isinstance(node, ScalarNode):
            return not node.absent and bool(self.reads(node.text))
        if isinstance(node, MappingNode):
            keys = {key.text for key, _ in node.pairs}
            return "letters" in keys and keys <= set(_KEYS)
        items = (not isinstance(one, SequenceNode) and self.reads_node(one) for one in node.nodes)
        return bool(node.nodes) and all(items)

    def is_nobody(self, text: str) -> bool:
        """Return whether a text says that there is nobody: a dash, "TBD"."""
        return self._letters.read(text).none

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
                self.report_unknown(context, letters, scalar)
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
                role,
                found,
                both_conditions(own and close_isolates(own), when),
                until,
                note,
                scalar.at,
                context.file,
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

    def report_unknown(self, context: ReadContext, letters: Letters, scalar: ScalarNode) -> None:
        """Report what of a cell, or of a key, is no letter."""
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


def both_conditions(own: str, given: str) -> str:
    """Join the condition of a letter and that of a role."""
    return f"{own}, {given}" if own and given else own or given


class Matrices:
    """Finds matrices, and names those that are read from tables."""

    def __init__(self, merging: Merging, schemes: Schemes, roles: Roles) -> None:
        self.merging = merging
        self.schemes = schemes
        self.matrices: dict[str, dict[str, Any]] = {"": {"name": Text(), "scheme": schemes.default}}
        self.unsure: set[str] = set() if schemes.known_default else {""}
        """Matrices whose scheme is not known: what their letters mean is not either."""
        self.declared_columns: set[str] = set()
        """Matrices whose data gives the order of the columns."""
        self.given: dict[str, str | None] = {}
        """The scheme that the source of a file names, None where that is unknown."""
        self._readers: dict[str, CellReader] = {}
        self._names = Names()
        for draft in merging.joined("matrix", (one for file in merging.drafts for one in file.matrices)):
            self._declare(draft, roles)

    def _declare(self, draft: Draft, roles: Roles) -> None:
        values = {**draft.values, "name": draft.name, "location": draft.location}
        self._names.add((draft.id, draft.name))
        if "scheme" in values:
            scheme = self.schemes.refer(values.pop("scheme"))
            if scheme is None:
                self.unsure.add(draft.id)
                scheme = self.schemes.default
            values["scheme"] = scheme
        columns = [roles.refer(word) for word in values.pop("roles", ())]
        if columns:
            self.declared_columns.add(draft.id)
        values["roles"] = tuple(dict.fromkeys(role for role in columns if role is not None))
        self.matrices[draft.id] = values

    def reader(self, matrix: str) -> CellReader:
        """Return the reader of the letters of a matrix."""
        reader = self._readers.get(matrix)
        if reader is None:
            scheme = self.schemes.schemes[self.matrices[matrix].get("scheme", self.schemes.default)]
            reader = self._readers[matrix] = CellReader(scheme, matrix in self.unsure)
        return reader

    def find(self, word: str) -> str | None:
        """Return the id of the matrix that a word leads to."""
        return self._names.find(word)

    def declared_scheme(self, word: str) -> str | None:
        """Return the scheme that `matrices` gives to a matrix, if it does."""
        found = self._names.find(word)
        scheme = self.matrices[found].get("scheme") if found is not None else None
        return scheme if isinstance(scheme, str) else None

    def refer(self, word: Text | None, *, report: bool) -> str:
        """Return the id of the matrix of a row; one that no file defines is made, so that rows stay apart."""
        if word is None:
            return ""
        found = self._names.find(word)
        if found is not None:
            return found
        if report:
            message = "no matrix is called {word!r}"
            self.merging.unknown(Code.UNKNOWN_MATRIX, message, word, self._names.words)
        return self._add(id_of(word), word, word.location)

    def _add(self, key: str, name: Text, location: Location | None) -> str:
        self._names.add((key, name))
        self.matrices.setdefault(key, {"name": name, "location": location})
        return key

    def take_sources(self) -> None:
        """Make the matrices that sources name for their files, with the schemes that they name."""
        for file in self.merging.drafts:
            scheme = self.schemes.refer(file.scheme) if file.scheme is not None else None
            self.given[file.context.file] = scheme
            if file.matrix is None:
                continue
            key = self.refer(file.matrix, report=False)
            if scheme is not None:
                self.matrices[key].setdefault("scheme", scheme)
            elif file.scheme is not None and "scheme" not in self.matrices[key]:
                self.unsure.add(key)

    def name_tables(self, tables: list[tuple[FileDraft, Table]]) -> list[str]:
        """Return the matrix of each table: what its source says, else its caption, heading or file.

        Two tables of one name get the file's name too, or a number within one file, so that
        the ids do not depend on the order of the files.
        """
        names: list[Text] = []
        for file, table in tables:
            at = file.context.location(table.at)
            names.append(file.matrix or self._title(table, file) or Text(file.stem, at))
        keys = []
        for index, (file, table) in enumerate(tables):
            name = names[index]
            if file.matrix is None and name:
                name = self._unique(index, tables, names)
            key = "" if not name else self._names.find(name)
            if key is None:
                key = self._add(id_of_name(name), name, name.location)
            self._take(key, file, table)
            keys.append(key)
        return keys

    def _title(self, table: Table, file: FileDraft) -> Text | None:
        if table.name is None or not table.name.text.strip():
            return None
        return Text(table.name.text.strip(), file.context.location(table.name.at))

    def _unique(self, index: int, tables: list[tuple[FileDraft, Table]], names: list[Text]) -> Text:
        name, file = names[index], tables[index][0]
        same = [i for i, other in enumerate(names) if fold(other) == fold(name)]
        here = [i for i in same if tables[i][0] is file]
        if len(here) < len(same):
            stems = [fold(tables[i][0].stem) for i in same if tables[i][0] is not file]
            clear = fold(file.stem) not in stems and file.stem != name
            name = Text(f"{name} ({file.stem if clear else file.context.file})", name.location)
        number = here.index(index) + 1
        return Text(f"{name} ({number})", name.location) if number > 1 else name

    def _take(self, key: str, file: FileDraft, table: Table) -> None:
        """Give a matrix the scheme of its table, unless the data has given it one."""
        values = self.matrices[key]
        if file.scheme is not None and self.given.get(file.context.file) is None:
            self.unsure.add(key)
        elif table.scheme is not None and table.scheme in self.schemes.schemes:
            values.setdefault("scheme", table.scheme)

    def build(self) -> dict[str, Matrix]:
        """Make all records."""
        default = {"scheme": self.schemes.default}
        return {key: Matrix(id=key, **{**default, **values}) for key, values in self.matrices.items()}


class Sections:
    """Finds sections by matrix and name; those of one name are one, whatever file they are in."""

    def __init__(self) -> None:
        self.sections: dict[tuple[str, str], Section] = {}
        self._ids: dict[tuple[str, str], str] = {}

    def refer(self, matrix: str, name: Text, draft: Draft | None = None) -> str:
        """Return the id of a section, which is made where it is not there yet."""
        shown = draft.name if draft else name
        keys = [key for key in dict.fromkeys((fold(draft.id if draft else name), fold(shown))) if key]
        found = next((self._ids[matrix, key] for key in keys if (matrix, key) in self._ids), None)
        summary = draft.values.get("summary") if draft else None
        if found is None:
            found = draft.id if draft else id_of_name(name)
            location = draft.location if draft else name.location
            self.sections[matrix, found] = Section(found, shown, matrix, summary, location)
        elif summary is not None and self.sections[matrix, found].summary is None:
            old = self.sections[matrix, found]
            self.sections[matrix, found] = Section(found, old.name, matrix, summary, old.location)
        for key in keys:
            self._ids.setdefault((matrix, key), found)
        return found
