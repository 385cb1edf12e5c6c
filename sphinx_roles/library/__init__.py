"""The catalogs of a build, each read at most once, in the main process, before any page."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.analysis.report import Query, QueryOfTwo, Report
from sphinx_roles.library.store import Store, fingerprint
from sphinx_roles.library.volumes import Shelf, Volume, content, sources_key
from sphinx_roles.model import Catalog, place_of
from sphinx_roles.problems import CONF, Place, Problem
from sphinx_roles.reading import (
    Settings,
    Source,
    find_sources,
    read_body,
    read_catalog,
    read_island,
    read_role,
)

__all__ = ["Data", "Library", "Request", "utc_day"]


def utc_day() -> date:
    """Return the day by which "overdue" is judged: that of ``SOURCE_DATE_EPOCH``, else today in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


class Data(Struct, frozen=True, kw_only=True):
    """What a view is about: the catalog of that name, else a file, else the body of the directive.

    All empty is the main catalog. ``scheme`` and ``transpose`` are for tables that cannot say it.
    """

    catalog: str = ""
    file: str = ""
    body: str = ""
    place: Place = Place("")
    """Where the body stands."""
    role: bool = False
    """The body describes one role, not tables or a catalog."""
    scheme: str | None = None
    transpose: bool | None = None

    @property
    def island(self) -> bool:
        """True for data that is in no catalog: it makes no targets."""
        return bool(self.file or self.body)


class Request(Struct, frozen=True):
    """A query, and what it asks: kept for each view, to be asked again at the next build.

    A query about two catalogs has ``before``: how the data was.
    """

    query: Query
    data: Data
    before: Data | None = None


class Library:
    """The catalogs by name; the first is the main one, whose roles and rows links lead to.

    ``rules`` is what conf.py says of the rules of the audit; with a ``store``, catalogs are kept
    for the next build.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        rules: Mapping[str, Any],
        store: Store | None = None,
    ) -> None:
        self.root = root
        self.settings = settings
        self.rules = rules
        self._store = store
        self.today = utc_day()
        self._volumes: dict[str, Volume] = {}
        self.catalogs: Mapping[str, Catalog] = Shelf(self._volumes)
        self._islands: dict[Data, tuple[Catalog, tuple[Problem, ...]]] = {}
        self._contents: dict[str, str] = {}

    @classmethod
    def load(
        cls,
        value: object,
        root: Path,
        settings: Settings,
        rules: Mapping[str, Any] | None = None,
        store: Store | None = None,
        setting: Place = CONF,
    ) -> tuple[Library, list[Problem]]:
        """Open everything that ``roles_catalog`` names; return the problems of all files.

        ``setting`` is where that stands.
        """
        library = cls(root, settings, rules or {}, store)
        named, found = find_sources(value, root, settings.limits, setting)
        for name, files in (named or {"": ()}).items():
            library._volumes[name] = library._volume(name, files, found)
        volumes = library._volumes.values()
        if store:
            store.keep("told-", {volume.files[0] for volume in volumes})
            store.keep("catalog-", {volume.files[1] for volume in volumes})
        # A file that two catalogs share is wrong only once.
        return library, list(dict.fromkeys(problem for volume in volumes for problem in volume.told))

    def _volume(self, name: str, sources: tuple[Source, ...], found: tuple[Problem, ...]) -> Volume:
        def read() -> tuple[Catalog, tuple[Problem, ...]]:
            catalog, told = read_catalog(sources, self.settings)
            return self._prepared(catalog, (*found, *told))

        # Where an unknown scheme is told moves with conf.py.
        at = str(place_of(self.settings.scheme))
        key = sources_key(sources, self.settings, at, repr(self.rules), self.today, found)
        # A project without data waits for no reader: most of its pages come before its first file.
        nothing = not sources and self.settings.scheme == Settings().scheme
        return Volume(name, key, read, self._store, found if nothing else None)

    @property
    def main(self) -> Catalog:
        """The first catalog."""
        return next(iter(self._volumes.values())).catalog

    def open_all(self) -> None:
        """Read or decode every catalog now."""
        for volume in self._volumes.values():
            volume.open()

    @property
    def whole(self) -> str:
        """A digest of the data of all catalogs."""
        return fingerprint(*(volume.key for volume in self._volumes.values()))

    def key(self, request: Request) -> str:
        """Return a digest of the data that an answer comes from: while it stays, so does the answer."""
        asked = (request.data, *([request.before] if request.before is not None else []))
        return fingerprint(*(self._key(data) for data in asked))

    def _key(self, data: Data) -> tuple[str, ...]:
        main = next(iter(self._volumes.values())).key
        if data.file:
            if data.file not in self._contents:
                self._contents[data.file] = content(self.root / data.file)
            return main, self._contents[data.file]
        if data.body or not data.catalog:
            return (main,)
        volume = self._volumes.get(data.catalog)
        return (volume.key,) if volume else ()

    def catalog(self, data: Data) -> tuple[Catalog | None, tuple[Problem, ...]]:
        """Return the catalog (None: there is no such), and what is wrong with data of a view's own."""
        if not data.island:
            return (self.catalogs.get(data.catalog) if data.catalog else self.main), ()
        # Before the file is read, so that the key is never newer than what was read.
        self._key(data)
        if data.file and not (self.root / data.file).is_file():
            return None, ()
        if data not in self._islands:
            self._islands[data] = self._prepared(*self._read(data), self.main.rules)
        return self._islands[data]

    def _read(self, data: Data) -> tuple[Catalog, tuple[Problem, ...]]:
        if data.role:
            catalog, problems = read_role(data.body, data.place, self.settings, roles=self.main)
            # The role of the body comes first, before those that it may name.
            roles = {**catalog.roles, **self.main.roles, **catalog.roles}
            return structs.replace(catalog, roles=roles), problems
        if data.body:
            return read_body(
                data.body, data.place, self.settings,
                roles=self.main, scheme=data.scheme, transpose=data.transpose,
            )  # fmt: skip
        source = Source(
            path=self.root / data.file, shown=data.file, scheme=data.scheme, transpose=data.transpose
        )
        return read_island(source, self.settings, roles=self.main)

    def _prepared(
        self, catalog: Catalog, problems: Iterable[Problem], around: Mapping[str, Any] | None = None
    ) -> tuple[Catalog, tuple[Problem, ...]]:
        """Give a catalog what the audit asks for; return what is to be told of it.

        ``around`` are the rules of the catalog around an island.
        """
        catalog = structs.replace(catalog, problems=tuple(problems), today=self.today)
        if not (self.rules or catalog.rules or around or catalog.accepted):
            return catalog, catalog.problems
        # Imported here, as most data says nothing of the rules.
        from sphinx_roles.analysis.audit.accepting import quiet_problems
        from sphinx_roles.analysis.audit.settings import check_rules, merge_rules

        told = (*catalog.problems, *check_rules(catalog.rules))
        rules = merge_rules(merge_rules(self.rules, catalog.rules), around or {})
        catalog = structs.replace(catalog, problems=told, rules=rules)
        quiet = quiet_problems(catalog)
        return catalog, tuple(problem for problem in told if problem not in quiet)

    def answer(self, request: Request) -> tuple[Report | None, tuple[Problem, ...]]:
        """Return the report for a request; None where its catalog does not exist."""
        catalog, problems = self.catalog(request.data)
        query = request.query
        if request.before is None or not isinstance(query, QueryOfTwo):
            return (query.report(catalog) if catalog is not None else None), problems
        before, told = self.catalog(request.before)
        if catalog is None or before is None:
            return None, (*told, *problems)
        return query.changes(before, catalog), (*told, *problems)
