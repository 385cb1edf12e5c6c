"""The catalogs of a build by name, and the store that keeps them between builds, beside the doctrees.

The store has records, each in a file of its own. A file that is missing, damaged, foreign or of another
version is passed over, and written anew: it only saves work. Nothing in it is code; it is MessagePack, read
by its type.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import msgspec
from msgspec import Struct, msgpack, structs

from sphinx_roles.analysis.audit import names_found
from sphinx_roles.analysis.report import Query, Report, Sheet, digest
from sphinx_roles.analysis.selection import without_free_texts
from sphinx_roles.catalog.sources import Settings, Source, find_each, find_sources, path_is
from sphinx_roles.model import Catalog, Prose, Responsibility, Role, Text, location_of
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import CONF, Code, Location, Problem
from sphinx_roles.version import __version__

if TYPE_CHECKING:
    # A build imports the analysis of the views that it has.
    from sphinx_roles.analysis.agreement import AgreementQuery
    from sphinx_roles.analysis.diff.query import ChangesQuery
    from sphinx_roles.analysis.profile import ProfileQuery

Kept = TypeVar("Kept")

_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
_HEAD = f"sphinx-roles {__version__} {msgspec.__version__} {_PYTHON}\n".encode()
"""Texts are folded by tables of Python's, so another Python is another version."""
_SUM = 16
_TEXT, _PROSE = 1, 2


def fingerprint(*parts: object) -> str:
    """Return a short digest of values that MessagePack can hold; equal values have an equal one."""
    packed = msgpack.encode(parts, enc_hook=str, order="deterministic")
    return hashlib.blake2b(packed, digest_size=_SUM).hexdigest()


class Store:
    """A folder of records; without one, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def load(self, name: str, kind: type[Kept]) -> Kept | None:
        """Return the record of a name; None where there is none that can be trusted."""
        if self.folder is None:
            return None
        try:
            found = (self.folder / name).read_bytes()
        except OSError:
            return None
        rest = memoryview(found)[len(_HEAD) :]
        if not found.startswith(_HEAD) or _sum(rest[_SUM:]) != rest[:_SUM]:
            return None
        try:
            return msgpack.decode(rest[_SUM:], type=kind, ext_hook=_text)
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
            return None

    def save(self, name: str, record: Any) -> None:
        """Keep a record; whoever reads it meanwhile gets the old one or the new one, whole.

        A folder that cannot be written keeps nothing, and the next build does the work again.
        """
        if self.folder is None:
            return
        try:
            packed = msgpack.encode(record, enc_hook=_ext)
        except OverflowError:
            # A number of more than 64 bits is a fine limit of a rule.
            return
        path = self.folder / name
        # Two builds at a time do not share a half-written file.
        fresh = path.with_name(f"{name}.{os.getpid()}.new")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(b"".join((_HEAD, _sum(packed), packed)))
            fresh.replace(path)

    def keep(self, prefix: str, names: set[str]) -> None:
        """Remove the records whose names begin with ``prefix``, but for ``names``."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir() if self.folder else ():
                if path.name.startswith(prefix) and path.name not in names:
                    path.unlink(missing_ok=True)


def _sum(packed: bytes | memoryview) -> bytes:
    return hashlib.blake2b(packed, digest_size=_SUM).digest()


def _ext(value: Any) -> msgpack.Ext:
    if not isinstance(value, Text):
        raise TypeError(f"{type(value).__name__} cannot be kept")
    location = value.location
    words = (str(value), location.file, location.line, location.column) if location else (str(value),)
    return msgpack.Ext(_PROSE if isinstance(value, Prose) else _TEXT, msgpack.encode(words))


def _text(code: int, packed: memoryview) -> Text:
    value, *at = msgpack.decode(packed)
    return (Prose if code == _PROSE else Text)(value, Location(*at) if at else None)


Reported: TypeAlias = tuple[Problem, ...]
Answer: TypeAlias = tuple[Report | None, Reported]
"""A report, and what is wrong with data of a view's own."""


class _Head(Struct, frozen=True, array_like=True):
    """What every build needs of a catalog: ``key`` is a digest of everything that it is made from."""

    key: str
    reported: Reported


class _Body(Struct, frozen=True, array_like=True):
    """What a build needs that reads a page."""

    key: str
    catalog: Catalog


class _Found(Struct, frozen=True, array_like=True):
    """Names of which the rules find something: ``key`` is a digest of all that they look at."""

    key: str
    names: frozenset[str]


_PREFIXES = ("told", "catalog", "found")


class CachedCatalog:
    """A catalog that ``read`` makes, and what is wrong with it: kept in a ``store`` under its ``key``.

    ``reported`` is given where that is known without reading.
    """

    def __init__(
        self,
        name: str,
        key: str,
        read: Callable[[], tuple[Catalog, Reported]],
        store: Store,
        reported: Reported | None = None,
        owners: tuple[Ownership, ...] = (),
    ) -> None:
        self.key = fingerprint(key, owners) if owners else key
        self._own_key, self._owners = key, owners
        self.files = tuple(f"{part}-{fingerprint(name)}" for part in _PREFIXES)
        self._read, self._store = read, store
        if reported is None and (head := store.load(self.files[0], _Head)) and head.key == key:
            reported = head.reported
        self.reported: Reported = self._read_now()[1] if reported is None else reported

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog: as it was kept, else read from its files."""
        body = self._store.load(self.files[1], _Body)
        return (
            self._completed(_whole(body.catalog))
            if body and body.key == self._own_key
            else self._read_now()[0]
        )

    def _read_now(self) -> tuple[Catalog, Reported]:
        catalog, reported = self._read()
        self._store.save(self.files[1], _Body(self._own_key, catalog))
        # The head comes last: whoever finds it finds the rest.
        self._store.save(self.files[0], _Head(self._own_key, reported))
        self.catalog = self._completed(catalog)
        return self.catalog, reported

    def _completed(self, catalog: Catalog) -> Catalog:
        # Owners files change with the code that they are about: the data is not read again for that.
        # Decision records are part of it.
        owners = (*self._owners, *catalog.owners)
        catalog = structs.replace(catalog, owners=owners) if self._owners else catalog
        found = self._store.load(self.files[2], _Found)
        if found is not None and found.key == _looked_at(catalog):
            catalog.keep(names_found, found.names)
        return catalog

    def keep_found(self) -> None:
        """Keep of what the rules find something, where they were asked."""
        catalog: Catalog | None = self.__dict__.get("catalog")
        names = catalog.known(names_found) if catalog is not None else None
        if catalog is not None and names is not None and (key := _looked_at(catalog)):
            self._store.save(self.files[2], _Found(key, names))


def _looked_at(catalog: Catalog) -> str:
    """Return a digest of all that the rules look at; empty where those of others may look at everything."""
    # Imported here, as no page may ask what they find.
    from sphinx_roles.analysis.audit.rule import external_rules

    return "" if external_rules() else catalog.derived(without_free_texts)


def _whole(catalog: Catalog) -> Catalog:
    """Give fields of the team's own their tuples back: nothing says there that a list is one."""
    everything: list[Role | Responsibility] = [*catalog.roles.values(), *catalog.rows]
    for own in (thing.own for thing in everything):
        for key, value in own.items():
            if isinstance(value, list):
                # Nobody has seen this record yet, so it may still change.
                own[key] = tuple(value)  # type: ignore[index]
    return catalog


class _Catalogs(Mapping[str, Catalog]):
    """The catalogs by name; one that nobody asks for is not decoded."""

    def __init__(self, cached: Mapping[str, CachedCatalog]) -> None:
        self._cached = cached

    def __getitem__(self, name: str) -> Catalog:
        return self._cached[name].catalog

    def __iter__(self) -> Iterator[str]:
        return iter(self._cached)

    def __len__(self) -> int:
        return len(self._cached)


def sources_key(sources: Iterable[Source], *around: Any) -> str:
    """Return a digest of files and of all that is said of how to read them."""
    sources = list(sources)
    message = [
        [getattr(source, name) for name in Source.__struct_fields__ if name != "path"] for source in sources
    ]
    return fingerprint(*around, repr(message), [content(one.path) for one in sources])


# Reading refuses a file that is larger; its bytes are not needed to see that it is another one.
_LARGE = 32_000_000


def content(path: Path) -> str:
    """Return a digest of what a file holds; empty for what is no file, or cannot be read."""
    try:
        if not path.is_file():
            return ""
        found = path.stat()
        if found.st_size > _LARGE:
            return f"{found.st_size} {found.st_mtime_ns}"
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except (OSError, ValueError):
        return ""


def utc_day() -> date:
    """Return the day by which "overdue" is judged: that of ``SOURCE_DATE_EPOCH``, else today in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


def _reviews_to_come(records: Iterable[Role | Responsibility], today: date) -> Iterator[Problem]:
    """Report what was reviewed on a day that is still to come, wherever on earth the reviewer is."""
    # A build that claims an earlier day has the data of now.
    latest = max(today, datetime.now(UTC).date()) + timedelta(days=1)
    for record in records:
        if record.reviewed is not None and record.reviewed > latest:
            message = "{name!r} has been reviewed on {day}, a day to come; the next review is in 'review_by'"
            about = {"name": str(record.name)}
            yield Problem.of(Code.WRONG_VALUE, message, record.location, about, day=str(record.reviewed))


class Data(Struct, frozen=True, gc=False, kw_only=True):
    """What a view is about: the catalog of that name, else a file, else the body of the directive.

    All empty is the main catalog. ``scheme`` and ``transpose`` are for tables that cannot say it.
    """

    catalog: str = ""
    file: str = ""
    body: str = ""
    location: Location = Location("")
    """Where the body is, or the scheme for a file is named."""
    role: bool = False
    """The body describes one role, not tables or a catalog."""
    scheme: str | None = None
    transpose: bool | None = None

    @property
    def standalone(self) -> bool:
        """True for data that is in no catalog: it makes no targets."""
        return bool(self.file or self.body)


class Sheets(Struct, frozen=True, gc=False):
    """Files that people filled in by themselves: paths and globs from the source folder."""

    patterns: tuple[str, ...]
    location: Location


class Request(Struct, frozen=True, gc=False):
    """A query, and what it asks: kept for each view, to be asked again at the next build.

    A query about two catalogs has ``before``: how the data was. One about a survey has its ``sheets``. The
    method ``part``, if it has one, returns what the answer may depend on: where that is equal, so is the
    report; None for all.
    """

    query: Query[Report]
    data: Data
    before: Data | None = None
    sheets: Sheets | None = None


def with_pages(
    named: Mapping[str, tuple[Source, ...]], pages: Iterable[str], root: Path
) -> dict[str, tuple[Source, ...]]:
    """Add files of roles to the first of the named catalogs, but for those that one of them has."""
    waiting = {os.path.realpath(root / page): page for page in pages}
    for source in (source for sources in named.values() for source in sources) if waiting else ():
        waiting.pop(os.path.realpath(source.path), None)
    first = next(iter(named))
    more = (Source((root / page).absolute(), page) for page in waiting.values())
    return {**named, first: (*named[first], *more)}


def _roles_by_file(catalog: Catalog) -> dict[str, Role]:
    # The first role of a file is the one.
    return {role.location.file: role for role in [*catalog.roles.values()][::-1]}


class CatalogRegistry:
    """The catalogs by name; the first is the main one, whose roles and rows links lead to.

    ``rules`` is what conf.py says of the rules of the audit; with a ``store``, catalogs are kept
    for the next build.
    """

    def __init__(
        self, root: Path, settings: Settings, rules: Mapping[str, Any], store: Store | None = None
    ) -> None:
        self.root = root
        self.settings = settings
        self.rules = rules
        self._store = store or Store(None)
        self.today = utc_day()
        self._cached: dict[str, CachedCatalog] = {}
        self._files: dict[str, tuple[str, ...]] = {}
        self.catalogs: Mapping[str, Catalog] = _Catalogs(self._cached)
        # Of files that pages name, each is read once a build.
        self._content = cache(lambda file: content(root / file))
        self._sources = cache(self._find_sources)
        # A thousand pages show the same data.
        self._keys = cache(self._key_of)
        self._standalone = cache(lambda data: self._prepared(*self._read(data), self.main.rules))
        self._filled: dict[tuple[str, tuple[str, ...], Data], tuple[Sheet, tuple[Problem, ...]]] = {}
        self._kept: tuple[Request, Answer] | None = None

    @classmethod
    def load(
        cls,
        value: object,
        root: Path,
        settings: Settings,
        rules: Mapping[str, Any] | None = None,
        store: Store | None = None,
        setting: Location = CONF,
        owners: object = None,
        owners_at: Location = CONF,
        pages: Iterable[str] = (),
    ) -> tuple[CatalogRegistry, list[Problem]]:
        """Open everything that ``roles_catalog`` names; return the problems of all files.

        ``setting`` is where that is set. The main catalog is compared with ``owners``: `roles_owners`, which
        is set at ``owners_at``. ``pages`` are files of roles, by their paths from ``root`` on: those that no
        catalog names belong to the first one.
        """
        registry = cls(root, settings, rules or {}, store)
        found = find_each(value, root, settings.limits, setting)
        named = {name: sources for name, (sources, _) in found.items()}
        owned, wrong = tuple[Ownership, ...](), tuple[Problem, ...]()
        if owners is not None:
            # Imported here, as most projects name none.
            from sphinx_roles.catalog.owners import read_owners

            read = read_owners(owners, root, settings.limits, owners_at)
            owned, wrong = read.owners, read.problems
        for name, files in with_pages(named, pages, root).items():
            registry._cached[name] = registry._open(name, files, found[name][1], owned)
            owned = ()
            registry._files[name] = tuple(source.shown for source in files)
        opened = registry._cached.values()
        for number, prefix in enumerate(_PREFIXES):
            registry._store.keep(f"{prefix}-", {cached.files[number] for cached in opened})
        # A file that two catalogs share is wrong only once.
        problems = [*(problem for cached in opened for problem in cached.reported), *wrong]
        return registry, list(dict.fromkeys(problems))

    def _open(
        self,
        name: str,
        sources: tuple[Source, ...],
        found: tuple[Problem, ...],
        owners: tuple[Ownership, ...] = (),
    ) -> CachedCatalog:
        def read() -> tuple[Catalog, tuple[Problem, ...]]:
            return self._prepared(*self._read(sources, found))

        # The place of an unknown scheme moves with conf.py.
        at = str(location_of(self.settings.scheme))
        key = sources_key(sources, repr(self.settings), at, repr(self.rules), self.today, found)
        # A project without data waits for no reader: most of its pages come before its first file.
        nothing = not sources and self.settings.scheme == Settings().scheme
        return CachedCatalog(name, key, read, self._store, found if nothing else None, owners)

    @property
    def main(self) -> Catalog:
        """The first catalog."""
        return next(iter(self.catalogs.values()))

    @property
    def whole(self) -> str:
        """A digest of the data of all catalogs."""
        return fingerprint(*(cached.key for cached in self._cached.values()))

    def role_in(self, file: str) -> tuple[str, Role | None]:
        """Return the role of a file that is one role, and the name of its catalog, empty for the main one."""
        found = next((name for name, files in self._files.items() if file in files), "")
        catalog = self.catalogs[found] if found in self._files else self.main
        return ("" if catalog is self.main else found), catalog.derived(_roles_by_file).get(file)

    def files(self, request: Request) -> tuple[str, ...]:
        """Return the files that an answer comes from, from the source folder on; none for a body."""
        asked = (data for data in (request.data, request.before) if data is not None and not data.body)
        main = next(iter(self._files))
        found = [(data.file,) if data.file else self._files.get(data.catalog or main, ()) for data in asked]
        if request.sheets is not None:
            found.append(tuple(source.shown for source in self._sources(request.sheets)[0]))
        return tuple(dict.fromkeys(file for files in found for file in files))

    def key(self, request: Request) -> str:
        """Return a digest of the data that an answer comes from: while it stays, so does the answer."""
        return self._keys(request.data, request.before, request.sheets)

    def _key_of(self, data: Data, before: Data | None, sheets: Sheets | None) -> str:
        named = self._sources(sheets)[0] if sheets is not None else ()
        filled = [(one.shown, self._content(one.shown)) for one in named]
        return fingerprint(*(self._key(one) for one in (data, before) if one is not None), *filled)

    def part(self, request: Request) -> str:
        """Return a digest of the part of the data that an answer comes from; empty for all of it."""
        catalog = self.catalogs.get(request.data.catalog or next(iter(self._cached)))
        one = request.before is None and not request.data.standalone
        find_part = getattr(request.query, "part", None)
        if not one or catalog is None or find_part is None:
            return ""
        part = find_part(catalog)
        return fingerprint(*part) if part is not None else ""

    def _key(self, data: Data) -> tuple[str, ...]:
        main = next(iter(self._cached.values())).key
        if data.file:
            return main, self._content(data.file)
        if data.body or not data.catalog:
            return (main,)
        cached = self._cached.get(data.catalog)
        return (cached.key,) if cached else ()

    def _find_sources(self, sheets: Sheets) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
        """Return the files of a survey, and what is wrong with how the page names them."""
        named = [Text(pattern, sheets.location) for pattern in sheets.patterns]
        found, problems = find_sources(named, self.root, self.settings.limits, sheets.location)
        return found[""], problems

    def _sheet(
        self, source: Source, schemes: tuple[str, ...], data: Data, catalog: Catalog
    ) -> tuple[Sheet, tuple[Problem, ...]]:
        """Return what somebody filled in of a catalog."""
        key = source.shown, schemes, data
        if key not in self._filled:
            # Imported here, as in `_read`.
            from sphinx_roles.catalog.load import read_sheet

            self._content(source.shown)
            filled, problems = read_sheet(source, self.settings, catalog, schemes)
            self._filled[key] = Sheet(source.shown, filled), problems
        return self._filled[key]

    def catalog(self, data: Data) -> tuple[Catalog | None, tuple[Problem, ...]]:
        """Return the catalog (None: there is no such), and what is wrong with data of a view's own."""
        if not data.standalone:
            return (self.catalogs.get(data.catalog) if data.catalog else self.main), ()
        # Before the file is read, so that the key is never newer than what was read.
        self._key(data)
        if data.file and not path_is(Path.is_file, self.root / data.file):
            return None, ()
        return self._standalone(data)

    def _read(
        self, data: Data | tuple[Source, ...], found: tuple[Problem, ...] = ()
    ) -> tuple[Catalog, tuple[Problem, ...]]:
        """Read the files of a catalog, or the data of a view; ``found`` is wrong with how files are named."""
        # Imported here, as most builds read nothing: what has not changed is kept from the last one.
        from sphinx_roles.catalog.load import read_body, read_catalog, read_role, read_standalone

        if isinstance(data, tuple):
            return read_catalog(data, self.settings, found)
        if data.role:
            catalog, problems = read_role(data.body, data.location, self.settings, roles=self.main)
            # The role of the body comes first, before those that it may name.
            roles = {**catalog.roles, **self.main.roles, **catalog.roles}
            return structs.replace(catalog, roles=roles), problems
        if data.body:
            return read_body(
                data.body,
                data.location,
                self.settings,
                roles=self.main,
                scheme=data.scheme,
                transpose=data.transpose,
            )
        path, at = self.root / data.file, data.location
        source = Source(path, data.file, scheme=data.scheme, transpose=data.transpose, at=at)
        return read_standalone(source, self.settings, roles=self.main)

    def _prepared(
        self, catalog: Catalog, problems: Iterable[Problem], around: Mapping[str, Any] | None = None
    ) -> tuple[Catalog, tuple[Problem, ...]]:
        """Give a catalog what the audit asks for; return what is to be reported of it.

        ``around`` are the rules of the catalog around a standalone one.
        """
        # A standalone one has the roles of the catalog around it, which have been looked at.
        known = {id(role) for role in self.main.roles.values()} if around is not None else frozenset[int]()
        records: list[Role | Responsibility] = [*catalog.roles.values(), *catalog.rows]
        records = [one for one in records if id(one) not in known]
        problems = (*problems, *_reviews_to_come(records, self.today))
        catalog = structs.replace(catalog, problems=problems, today=self.today)
        if not (self.rules or catalog.rules or around or catalog.accepted):
            return catalog, catalog.problems
        # Imported here, as most data says nothing of the rules.
        from sphinx_roles.analysis.audit.settings import check_rules, merge_rules, suppressed_problems

        reported = (*catalog.problems, *check_rules(catalog.rules))
        rules = merge_rules(merge_rules(self.rules, catalog.rules), around or {})
        catalog = structs.replace(catalog, problems=reported, rules=rules)
        if catalog.accepted:
            from sphinx_roles.analysis.audit.engine import misspelt_acceptances

            reported = (*reported, *misspelt_acceptances(catalog))
            catalog = structs.replace(catalog, problems=reported)
        quiet = suppressed_problems(catalog)
        return catalog, tuple(problem for problem in reported if problem not in quiet)

    def keep(self, request: Request, answer: Answer) -> None:
        """Keep an answer for the page that is read for it. It is the only one: reports may be large."""
        self._kept = request, answer

    def keep_found(self) -> None:
        """Keep of what the rules find something, for the next build."""
        for cached in self._cached.values():
            cached.keep_found()

    def answer(self, request: Request) -> Answer:
        """Return the report for a request; None where its catalog does not exist."""
        if self._kept is not None and self._kept[0] == request:
            (_, answer), self._kept = self._kept, None
            return answer
        catalog, problems = self.catalog(request.data)
        query = request.query
        if request.sheets is not None and catalog is not None:
            sources, found = self._sources(request.sheets)
            survey = cast("AgreementQuery", query)
            schemes = survey.schemes(catalog)
            read = [self._sheet(source, schemes, request.data, catalog) for source in sources]
            report, wrong = survey.agreement(catalog, [sheet for sheet, _ in read])
            return report, (*problems, *found, *(one for _, some in read for one in some), *wrong)
        if request.before is None:
            return (query.report(catalog) if catalog is not None else None), problems
        before, reported = self.catalog(request.before)
        if catalog is None or before is None:
            return None, (*reported, *problems)
        return cast("ChangesQuery | ProfileQuery", query).changes(before, catalog), (*reported, *problems)

    def digest(self, request: Request, report: Report | None) -> str:
        """Return a digest of all that a view shows of a report, and of whether it warns of something."""
        if report is None:
            return ""
        missing = bool(report.not_found)
        if not (missing or report.shows_nothing):
            return digest(report)
        sides = (self.catalog(data)[0] for data in (request.data, request.before) if data is not None)
        catalogs = [catalog for catalog in sides if catalog is not None]
        # What may be in a part that could not be read is not reported as missing, and an empty view is not
        # where a mistake that is reported may be why. Of letters without rows nothing is said.
        doubtful = sorted({thing for one in catalogs for thing in one.doubtful})
        follows = report.shows_nothing and any(
            one.misplaced and not (missing and one.rows) for one in catalogs
        )
        return " ".join([*doubtful, "follows" * follows, digest(report)])
