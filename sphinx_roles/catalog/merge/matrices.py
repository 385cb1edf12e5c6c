"""Schemes, matrices and sections of all files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_roles.catalog.letters import BUILT_IN, DEFAULT_SCHEME, CellReader
from sphinx_roles.catalog.merge.merging import Merging, Names
from sphinx_roles.catalog.merge.roles import Roles
from sphinx_roles.catalog.schema import Draft, FileDraft, changed_scheme
from sphinx_roles.model import Matrix, Scheme, Section, Text, fold, id_of, id_of_name, location_of
from sphinx_roles.problems import CONF, Code, Location

if TYPE_CHECKING:
    from sphinx_roles.catalog.tables import Table


class Schemes:
    """Finds schemes: the built-in ones, with what the data changes, and the data's own.

    ``doubtful`` says that one, or the scheme of all rows, is under a key that is not read.
    """

    def __init__(self, merging: Merging, *, doubtful: bool = False) -> None:
        self.merging = merging
        known = merging.known
        self.schemes: dict[str, Scheme] = dict(known.schemes if known and known.schemes else BUILT_IN)
        self.names = Names()
        self.names.add(*((scheme,) for scheme in self.schemes))
        places: dict[str, Location] = {}
        for draft in (scheme for file in merging.drafts for scheme in file.schemes):
            base = self.schemes.get(self.names.find(draft.id) or "")
            changed = changed_scheme(base, draft, merging.problems)
            self.schemes[changed.id] = changed
            self.names.add((changed.id,))
            if not draft.partial:
                places.setdefault(changed.id, draft.location)
        for scheme, at in places.items():
            if not self.schemes[scheme].letters:
                message = "the scheme {scheme!r} has no letters"
                merging.report(Code.UNKNOWN_SCHEME, message, at, {"scheme": scheme})
        wanted = merging.settings.scheme
        found = self.names.find(wanted)
        if found is None:
            word = Text(wanted, merging.scheme_at or location_of(wanted) or CONF)
            message = "roles_scheme is {word!r}, which is no scheme"
            if merging.scheme_at is None:
                merging.unknown(Code.UNKNOWN_SCHEME, message, word, self.names.words)
            else:
                self.refer(word)
        self.known_default = found is not None and not doubtful
        self.default = found or DEFAULT_SCHEME

    def refer(self, word: Text) -> str | None:
        """Return the id of a scheme, or report that there is none."""
        return self.merging.follow("scheme", word, self.names, Code.UNKNOWN_SCHEME)


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
        self.names = Names()
        for draft in merging.joined("matrix", (one for file in merging.drafts for one in file.matrices)):
            self._declare(draft, roles)

    def _declare(self, draft: Draft, roles: Roles) -> None:
        values = {**draft.values, "name": draft.name, "location": draft.location}
        self.names.add((draft.id, draft.name))
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
            values = self.matrices[matrix]
            scheme = self.schemes.schemes[values.get("scheme", self.schemes.default)]
            default = "scheme" not in values and not self.schemes.known_default
            values["unsure"] = default or matrix in self.unsure or not scheme.participations
            reader = self._readers[matrix] = CellReader(scheme, values["unsure"])
        return reader

    def declared_scheme(self, word: str) -> str | None:
        """Return the scheme that `matrices` gives to a matrix, if it does."""
        found = self.names.find(word)
        scheme = self.matrices[found].get("scheme") if found is not None else None
        return scheme if isinstance(scheme, str) else None

    def refer(self, word: Text | None, *, report: bool) -> str:
        """Return the id of the matrix of a row; one that no file defines is made, so that rows stay apart."""
        if word is None:
            return ""
        code = Code.UNKNOWN_MATRIX if report else None
        found = self.merging.follow("matrix", word, self.names, code)
        return self._add(id_of(word), word, word.location) if found is None else found

    def _add(self, key: str, name: Text, location: Location | None) -> str:
        self.names.add((key, name))
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
            title, at = (table.name.text.strip(), table.name.at) if table.name else ("", 0)
            own = Text(title, file.context.location(at)) if title else None
            names.append(file.matrix or own or Text(file.stem, file.context.location(table.at)))
        keys = []
        for index, (file, table) in enumerate(tables):
            name = names[index]
            if file.matrix is None and name:
                name = self._unique(index, tables, names)
            key = "" if not name else self.names.find(name)
            if key is None:
                key = self._add(id_of_name(name), name, name.location)
            self._take(key, file, table)
            keys.append(key)
        return keys

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
