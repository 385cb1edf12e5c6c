"""The catalogs of a build, each read once, in the main process, before any page."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.analysis.audit.accepting import quiet_problems
from sphinx_roles.analysis.audit.settings import check_rules, merge_rules
from sphinx_roles.analysis.report import Query, Report
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Place, Problem
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
    """A query, and what it asks: kept for each view, to be asked again at the next build."""

    query: Query
    data: Data


class Library(Struct):
    """The catalogs by name; the first is the main one, whose roles and rows links lead to."""

    root: Path
    settings: Settings
    rules: Mapping[str, Any] = field(default_factory=dict)
    """What conf.py says of the rules of the audit."""
    today: date = field(default_factory=utc_day)
    catalogs: dict[str, Catalog] = field(default_factory=dict)
    islands: dict[Data, tuple[Catalog, tuple[Problem, ...]]] = field(default_factory=dict)
    main: Catalog = field(default_factory=Catalog)

    @classmethod
    def load(
        cls, value: object, root: Path, settings: Settings, rules: Mapping[str, Any] | None = None
    ) -> tuple[Library, list[Problem]]:
        """Read everything that ``roles_catalog`` names; return the problems of all files."""
        library = cls(root, settings, rules or {})
        named, found = find_sources(value, root)
        problems: list[Problem] = []
        sources: Mapping[str, tuple[Source, ...]] = named or {"": ()}
        for name, files in sources.items():
            catalog, told = read_catalog(files, settings)
            library.catalogs[name], told = library._prepared(catalog, (*found, *told))
            problems += told
        library.main = next(iter(library.catalogs.values()))
        # A file that two catalogs share is wrong only once.
        return library, list(dict.fromkeys(problems))

    def catalog(self, data: Data) -> tuple[Catalog | None, tuple[Problem, ...]]:
        """Return the catalog (None: there is no such), and what is wrong with data of a view's own."""
        if not data.island:
            return (self.catalogs.get(data.catalog) if data.catalog else self.main), ()
        if data.file and not (self.root / data.file).is_file():
            return None, ()
        if data not in self.islands:
            self.islands[data] = self._prepared(*self._read(data), self.main.rules)
        return self.islands[data]

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
        told = (*problems, *check_rules(catalog.rules))
        rules = merge_rules(merge_rules(self.rules, catalog.rules), around or {})
        catalog = structs.replace(catalog, problems=told, rules=rules, today=self.today)
        quiet = quiet_problems(catalog)
        return catalog, tuple(problem for problem in told if problem not in quiet)

    def answer(self, request: Request) -> tuple[Report | None, tuple[Problem, ...]]:
        """Return the report for a request; None where its catalog does not exist."""
        catalog, problems = self.catalog(request.data)
        return (request.query.report(catalog) if catalog is not None else None), problems
