"""Who answers for a file: the responsibility that covers it, else the owners files; and who their owners are.

Of the responsibilities that cover a file, those answer whose pattern begins with the most of its path. Where
they come from an owners file, that file's own rules say first which of its lines count for the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sphinx_roles.addresses import is_address, person_name
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.who import Answer, holding
from sphinx_roles.model import Catalog, Responsibility, Role, Text, fold
from sphinx_roles.owners import COVERED, Owner, OwnerRule, Ownership, Parties, PatternIndex, github_pattern
from sphinx_roles.problems import closest


class Known(Struct, frozen=True):
    """A role that an owner is: by its own name, or as a ``person`` who holds it, or held it (``past``)."""

    role: Role
    person: Text | None = None
    past: bool = False


class OwnerNames:
    """The roles of a catalog by what owners files may call them and their holders."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._parties: Parties[Known] = Parties(fold)
        self._found: dict[tuple[str, tuple[str, ...]], tuple[Known, ...]] = {}
        for role in catalog.current.roles.values():
            self._parties.add_role(role.handles, Known(role))
            for holders, past in ((role.holders or (), False), (role.past_holders, True)):
                for holder in holders:
                    known = Known(role, person_name(holder.name), past)
                    self._parties.add_holder(holder.name, holder.handle, holder.email, known, past=past)

    def known(self, owner: Owner) -> tuple[Known, ...]:
        """Return the roles that an owner is, or its members are; past holders where there is no other."""
        once = owner.name, owner.members
        if once not in self._found:
            self._found[once] = self._resolved(owner)
        return self._found[once]

    def _resolved(self, owner: Owner) -> tuple[Known, ...]:
        found = self._parties.find(owner.name, self._role)
        if not found:
            found = [one for member in owner.members for one in self._parties.find(member, self._role)]
        present = [one for one in found if not one.past]
        return tuple({(one.role.id, one.person): one for one in present or found}.values())

    def _role(self, name: str) -> Known | None:
        role = self.catalog.find_role(name)
        return Known(role) if role is not None else None

    def names(self) -> Iterator[str]:
        """Yield all that an owner may be called, but for e-mail addresses, for "did you mean"."""
        for role in self.catalog.roles.values():
            yield from (handle for handle in role.handles if not is_address(handle))
            yield role.id
            yield from (holder.handle for holder in role.holders or () if holder.handle)


class Coverage:
    """What the responsibilities of a catalog cover, and who owns it by the owners files beside it."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.names = OwnerNames(catalog)
        placed = {row.location: row for row in catalog.rows}
        self._ruled = [
            (
                owners,
                {
                    at: (len(owners.start_of(one)), placed[at])
                    for one in owners.rules
                    if (at := one.location) in placed
                },
            )
            for owners in catalog.covering
        ]
        self.ruled = {row.key for _, rows in self._ruled for _, row in rows.values()}
        """The rows that lines of owners files are."""
        covers = [
            (row, pattern)
            for row in catalog.rows
            for text in row.covers
            if row.key not in self.ruled
            and not is_entity(text)
            and (pattern := github_pattern(text)) is not None
        ]
        self._covers = [(len(pattern.start), row) for row, pattern in covers]
        self._index = PatternIndex(pattern for _, pattern in covers)
        self._by_file: dict[int, Mapping[str, list[Responsibility]]] = {}

    def rows_of(self, path: str) -> list[Responsibility]:
        """Return the responsibilities that answer for a path, or for an entity such as ``component:api``."""
        if is_entity(path):
            named, every = path.casefold(), f"{path.casefold().partition(':')[0]}:*"
            for wanted in (named, every):
                texts = ((row, text) for row in self.catalog.rows for text in row.covers)
                if found := _distinct(row for row, text in texts if text.casefold() == wanted):
                    return found
            return []
        covers = (self._covers[number] for number in sorted(self._index.all(path)))
        found_with = [(length, [row]) for length, row in covers]
        for owners, rows in self._ruled:
            ruling = [rows[one.location] for one in owners.rules_of(path) if one.location in rows]
            length = max((length for length, _ in ruling), default=0)
            found_with.append((length, [row for _, row in ruling]))
        most = max((length for length, _ in found_with), default=0)
        return _distinct(row for length, rows in found_with if length == most for row in rows)

    def by_file(self, owners: Ownership) -> Mapping[str, list[Responsibility]]:
        """Return the responsibilities that answer for each file of a repository, where there are any."""
        found = self._by_file.get(id(owners))
        if found is None:
            each = ((file, self.rows_of(file)) for file in owners.files) if self._covers or self.ruled else ()
            found = self._by_file[id(owners)] = {file: rows for file, rows in each if rows}
        return found

    def rules_of(self, path: str) -> list[OwnerRule]:
        """Return the rules of all owners files for a path or an entity."""
        found = (
            owners.rules_of_entity(path) if is_entity(path) else owners.rules_of(path)
            for owners in self.catalog.owners
        )
        return [rule for rules in found for rule in rules]

    def nearest_file(self, path: str) -> str:
        """Return the most similar file of the repository in the same folder, or of the same name."""
        folder, _, name = path.rpartition("/")
        files = (file for owners in self.catalog.owners for file in owners.files)
        parts = ((file, file.rpartition("/")) for file in files)
        return closest(path, [file for file, (its, _, own) in parts if its == folder or own == name])

    def owners_of(self, path: str) -> list[Owner]:
        """Return the owners of a path or an entity by the owners files, each once."""
        owners = (owner for rule in self.rules_of(path) for owner in rule.owners)
        return [*{owner.key: owner for owner in owners}.values()]


def is_entity(text: str) -> bool:
    """Return whether a text names an entity of a service catalog, such as ``component:api``."""
    kind, colon, _ = text.partition(":")
    return bool(colon) and kind.casefold() in COVERED


def _distinct(rows: Iterable[Responsibility]) -> list[Responsibility]:
    return [*{row.key: row for row in rows}.values()]


def answers_of(catalog: Catalog, row: Responsibility) -> tuple[tuple[Answer, ...], bool]:
    """Return who holds the deciding letter of a row, and whether somebody's letters could not be read."""
    scheme = catalog.scheme_of(row)
    return holding(catalog, row, scheme.deciding or scheme.doing)


class OwnerName(Struct, frozen=True):
    """An owner as it is shown: the ``name`` in the owners file, or the role or the holder that it is.

    A past holder is ``gone``.
    """

    name: str
    role: str = ""
    role_name: Text | None = None
    gone: bool = False


class OwnerReport(Report, frozen=True, kw_only=True):
    """Who answers for a path: those who decide on what covers it, else the owners of the owners files.

    ``unread`` says that there is none, and that somebody's letters could not be read.
    """

    answers: tuple[Answer, ...] = ()
    owners: tuple[OwnerName, ...] = ()
    unread: bool = False


class OwnerQuery(Struct, frozen=True):
    """A path from the top of the repository, a folder with a slash at its end, or ``component:api``."""

    text: str

    def report(self, catalog: Catalog) -> OwnerReport:
        """Ask the responsibilities, then the owners files."""
        coverage, path = catalog.derived(Coverage), normal_path(self.text)
        there = is_entity(path) or all(one.is_there(path) for one in catalog.owners)
        missing, unread = () if there else (self.text,), False
        answers: dict[Answer, None] = {}
        for row in coverage.rows_of(path):
            found, doubtful = answers_of(catalog, row)
            answers.update(dict.fromkeys(found))
            unread = unread or doubtful
        if answers:
            return OwnerReport(answers=tuple(answers), unknown=missing)
        owners = [one for owner in coverage.owners_of(path) for one in _owner_names(coverage, owner)]
        owners = [*{(one.name, one.role): one for one in owners}.values()]
        if owners and all(one.role_name and not one.name for one in owners):
            # The same is shown as where a responsibility answers, and is the same report.
            roles = ((one.role, one.role_name) for one in owners)
            named = tuple(Answer(role, name) for role, name in roles if name is not None)
            return OwnerReport(answers=named, unknown=missing)
        return OwnerReport(owners=tuple(owners), unread=unread and not owners, unknown=missing)


_INSIDE = " "
"""The name of a file that stands for all in a folder: no pattern has it."""


def normal_path(text: str) -> str:
    """Return a path as it is compared: without ``./`` and ``/`` in front; of a folder, one that is inside."""
    path = text.strip().replace("\\", "/").removeprefix("./").lstrip("/")
    return f"{path}{_INSIDE}" if path.endswith("/") or not path else path


def _owner_names(coverage: Coverage, owner: Owner) -> Iterator[OwnerName]:
    """Yield how an owner is shown: a role by its name, a person with the roles that the person holds."""
    known = coverage.names.known(owner)
    yield from (OwnerName(str(one.person or ""), one.role.id, one.role.name, one.past) for one in known)
    if not known:
        yield OwnerName(owner.shown)
