"""Where a catalog is read from and how: its files, settings and limits, and importers by their names."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgspec import Struct, field

from sphinx_roles.model import LINKS, NO_DOCUMENT, WEB, Catalog, Responsibility, Role, Text, location_of
from sphinx_roles.problems import CONF, Code, Given, Location, Phrase, Problem, closest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Limits(Struct, frozen=True):
    """How much is read of one file: bytes, nested levels, and values after its aliases are expanded.

    ``walk`` is how many files and folders one glob may look at.
    """

    size: int = 16_000_000
    depth: int = 100
    nodes: int = 1_000_000
    walk: int = 100_000


_MOST = {"depth": 200}
"""A value of which more could not be borne: what is nested is read by functions that call themselves."""


class Settings(Struct, frozen=True):
    """What conf.py says about reading: ``scheme`` is `roles_scheme`, ``fields`` is `roles_fields`.

    ``columns_by`` is the option that says what the columns of a table are, as a user knows it.
    ``unsaved`` are texts by the real paths of their files, which an editor has not written yet.
    """

    scheme: str = "RACI"
    fields: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    columns_by: str = "columns"
    unsaved: Mapping[str, str] = field(default_factory=dict)


def limits_of(value: Mapping[Any, Any], location: Location) -> tuple[Limits, list[Problem]]:
    """Return the limits that `roles_limits` names; what it names wrongly is reported, and has its default.

    ``location`` is that of the setting; names that know their own location are reported there.
    """
    known = Limits.__struct_fields__
    problems = []
    found: dict[str, Any] = {}
    values: dict[str, Given]
    for name, limit in value.items():
        if name in known and type(limit) is int and 1 <= limit <= _MOST.get(name, limit):
            found[name] = limit
            continue
        if name not in known:
            near = closest(str(name), known)
            message = "roles_limits: {limit} is no limit" + ("" if near else "; expected some of {known}")
            values = {"limit": repr(name), "known": known, "nearest": near}
        else:
            message = "roles_limits: {limit} is {value}"
            upto, on = (
                "; expected a whole number from 1 to {most}",
                "; expected a whole number from {least} on",
            )
            message += upto if name in _MOST else on
            values = {"limit": name, "value": repr(limit), "least": 1, "most": _MOST.get(name, 0)}
        problems.append(Problem.of(Code.CONFIG, message, location_of(name) or location, **values))
    return Limits(**found), problems


DEFAULT = "roles.yaml"
"""The catalog beside conf.py that needs no name there."""
SOURCE_OPTIONS = ("path", "kind", "scheme", "matrix", "transpose", "columns", "extends", "package", "without")
_GLOB = frozenset("*?[")
_LIMITS = Limits()


class Source(Struct, frozen=True):
    """One file of a catalog, and what is said about it where it cannot say it itself.

    ``shown`` is the path in messages, with slashes; ``named`` says that it is named, not found by a glob.
    """

    path: Path
    shown: str
    named: bool = True
    scheme: str | None = None
    matrix: str | None = None
    transpose: bool | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    """The importer that reads it, where it is another tool's."""
    folder: str = ""
    """The name of the folder with which the glob begins that has found it."""
    form: str | None = None
    """Its format, where the suffix does not give it."""
    at: Location | None = None
    """Where conf.py says all that."""
    fill_down: bool = False
    """Blank cells of its tables repeat what is above them, letters too."""
    layer: int = 0
    """What it says goes before what files of lower layers say: those of the catalog that it extends."""
    without: tuple[str, ...] = ()
    """Roles and responsibilities of lower layers that are left out."""
    of_answers: bool = False
    """It is a sheet that somebody was to fill in: a table that is empty says that nobody has."""

    def location_of(self, word: str) -> Location:
        """Return where a word of its options is: in conf.py, where that is known, else at its top."""
        return location_of(word) or self.at or Location(self.shown)


def find_sources(
    value: Any, root: Path, limits: Limits = _LIMITS, setting: Location = CONF
) -> tuple[dict[str, tuple[Source, ...]], tuple[Problem, ...]]:
    """Return the sources of each catalog, by its name; the first one is the main catalog.

    The name of a single one is ``""``. ``root`` is the folder of conf.py, ``setting`` the location there;
    texts of the value that know their own location are reported there.
    """
    found = find_each(value, root, limits, setting)
    problems = (problem for _, wrong in found.values() for problem in wrong)
    return {name: sources for name, (sources, _) in found.items()}, tuple(problems)


def find_each(
    value: Any, root: Path, limits: Limits, setting: Location
) -> dict[str, tuple[tuple[Source, ...], tuple[Problem, ...]]]:
    """Return the sources of each catalog, and what is wrong with them alone: the other catalogs are whole."""
    named = value if isinstance(value, Mapping) and "path" not in value else {}
    finder = _Finder(root, limits, setting, named)
    if value is None:
        there = (root / DEFAULT).is_file()
        return {"": (tuple(finder.find(DEFAULT)) if there else (), tuple(finder.problems))}
    if not named:
        return {"": (_once(finder.find(value), finder.problems), tuple(finder.problems))}
    found = {}
    for name, one in named.items():
        if isinstance(name, str):
            found[name] = (_once(finder.find(one, (name,)), finder.problems), tuple(finder.problems))
            finder.problems = []
        else:
            finder.report("roles_catalog takes names of catalogs as keys, not {value}", one, value=repr(name))
    last = tuple(finder.problems)
    if not found:
        return {"": ((), last)}
    name, (sources, problems) = [*found.items()][-1]
    return {**found, name: (sources, problems + last)}


def is_path(value: Any) -> bool:
    """Return whether a value of a setting may be a path: a blank text is none."""
    return isinstance(value, str | os.PathLike) and str(value).strip() != ""


def _said_of(source: Source) -> tuple[object, ...]:
    return source.scheme, source.matrix, source.transpose, dict(source.columns), source.kind


def _once(sources: Iterator[Source], problems: list[Problem]) -> tuple[Source, ...]:
    """Keep each file once: as it is named, where a glob finds it too; report one with other options."""
    kept: dict[str, Source] = {}
    for source in sources:
        real = os.path.realpath(source.path)
        old = kept.get(real)
        if old is None or (source.named and not old.named):
            kept[real] = source
        elif source.named and source.layer == old.layer and _said_of(source) != _said_of(old):
            message = "the file {path!r} is named twice, with other options; the first ones count"
            at = source.at or old.at or CONF
            problems.append(Problem.of(Code.CONFIG, message, at, {"path": source.shown}))
    return tuple(kept.values())


class _Finder(Struct):
    """Finds files from ``root`` on; ``named`` are the catalogs that one can extend.

    ``package`` is the installed package whose folder the root is.
    """

    root: Path
    limits: Limits
    setting: Location
    named: Mapping[Any, Any]
    package: str = ""
    problems: list[Problem] = field(default_factory=list)
    circles: set[frozenset[str]] = field(default_factory=set)
    """The catalogs that extend each other, as reported."""

    def report(self, message: str, *about: Any, **values: str | Iterable[str]) -> None:
        """Report a mistake in the setting at the first thing that knows its location."""
        location = location_of(about) or self.setting
        self.problems.append(Problem.of(Code.CONFIG, message, location, **values))

    def report_file(
        self, code: Code, message: str, given: Any, path: str, at: str = "", **values: str | int
    ) -> None:
        """Report what is wrong with a path, where it is named; if that is not known, at the file."""
        location = location_of(given) or (Location(at) if at else self.setting)
        self.problems.append(Problem.of(code, message, location, {"path": path}, **values))

    def find(self, value: Any, chain: tuple[str, ...] = ()) -> Iterator[Source]:
        """Yield the sources of a path, a glob, a mapping with `path` or a list of those.

        ``chain`` are the catalogs that led here, each extending the next.
        """
        if isinstance(value, (list, tuple)):
            for one in value:
                yield from self.find(one, chain)
        elif isinstance(value, Mapping):
            yield from self._with_options(value, chain)
        elif is_path(value):
            yield from self._path(os.fspath(value), {})
        else:
            takes = "a path, a glob, a list of those, {path, …} or a mapping of names to those"
            self.report("roles_catalog takes {takes}, not {value}", takes=takes, value=repr(value))

    def _with_options(self, value: Mapping[Any, Any], chain: tuple[str, ...]) -> Iterator[Source]:
        options: dict[str, Any] = {}
        unknown = unread = False
        for key, given in value.items():
            if key not in SOURCE_OPTIONS:
                unknown = True
                near = closest(str(key), SOURCE_OPTIONS)
                message = "{key} is no option of a source in roles_catalog"
                message += "" if near else "; it takes {known}"
                self.report(message, key, key=repr(key), known=SOURCE_OPTIONS, nearest=near)
            elif key != "path" and given is not None and (takes := _wrong(key, given)):
                message = "the option {key!r} of a source in roles_catalog takes {takes}, not {value}"
                near = closest(str(given), takes.split(", ")) if key == "kind" else ""
                self.report(message, given, key, key=key, takes=takes, value=repr(given), nearest=near)
                unread = unread or key == "kind"
            elif key != "path" and given is not None:
                options[key] = given
        if unread:
            return
        path = value.get("path")
        finder = self._in_package(options.pop("package")) if "package" in options else self
        below: list[Source] = []
        extended = options.pop("extends", None)
        if extended is not None:
            below = list(self._extended(extended, chain))
            yield from below
            options["layer"] = 1 + max((one.layer for one in below), default=0)
        if "without" in options:
            left_out = options.pop("without")
            options["without"] = (left_out,) if isinstance(left_out, str) else tuple(left_out)
        paths: list[Any] = [*path] if isinstance(path, (list, tuple)) else [path]
        at = {"at": location_of([*options.items()]) or self.setting} if options else {}
        if paths and all(map(is_path, paths)):
            by_path = not (isinstance(extended, str) and extended in self.named)
            lower = {os.path.realpath(one.path) for one in below if one.named and by_path}
            for one in paths:
                for source in finder._path(os.fspath(one), {**options, **at}) if finder else ():
                    if source.named and os.path.realpath(source.path) in lower:
                        self._report_circle([source.shown, source.shown], extended)
                    yield source
        elif wrong := [one for one in paths if one is not None and not is_path(one)]:
            message = "the option {key!r} of a source in roles_catalog takes {takes}, not {value}"
            takes = "a path, a glob or a list of those"
            self.report(message, wrong[0], path, key="path", takes=takes, value=repr(wrong[0]))
        elif not unknown:
            # A key that is reported may be the path, misspelt.
            message = "a source in roles_catalog needs a path: {value} has none"
            self.report(message, value, value=repr(dict(value)))

    def _in_package(self, name: str) -> _Finder | None:
        """Return what finds files in the folder of an installed package, which is not imported for that."""
        try:
            spec = find_spec(name) if name.isidentifier() else None
        except (ImportError, ValueError):
            spec = None
        folders = spec.submodule_search_locations if spec is not None else None
        if not folders:
            message = "no package {package!r} is installed here"
            location = location_of(name) or self.setting
            self.problems.append(Problem.of(Code.MISSING_FILE, message, location, {"package": name}))
            return None
        return _Finder(Path(next(iter(folders))), self.limits, self.setting, {}, name, self.problems)

    def _extended(self, value: Any, chain: tuple[str, ...]) -> Iterator[Source]:
        """Yield the sources of what a catalog extends: another one, by its name, or files."""
        if not isinstance(value, str):
            yield from self.find(value, chain)
        elif value not in self.named:
            if Path(value).suffix or {"/", *_GLOB} & set(value) or path_is(Path.exists, self.root / value):
                yield from self.find(value, chain)
            else:
                message = "{path!r} is neither a catalog nor a file"
                near = closest(value, map(str, self.named))
                self.report_file(Code.MISSING_FILE, message, value, value, nearest=near)
        elif value in chain:
            circle = chain[chain.index(value) :]
            # Each of its catalogs leads here.
            if frozenset(circle) not in self.circles:
                self.circles.add(frozenset(circle))
                self._report_circle([*circle, value], value)
        else:
            yield from self.find(self.named[value], (*chain, value))

    def _report_circle(self, names: Iterable[str], given: Any) -> None:
        self.report("roles_catalog: extends leads in a circle: {path}", given, path=" → ".join(names))

    def _path(self, given: str | bytes, options: dict[str, Any]) -> Iterator[Source]:
        path = os.fsdecode(given).replace("\\", "/")
        possible = _is_possible(path)
        there = possible and os.path.lexists(self.root / path)
        if possible and not there and _GLOB & set(path):
            yield from self._glob(path, options, given)
        elif self._is_readable(path, there, given):
            yield self._source(self.root / path, True, options)

    def _is_readable(self, path: str, there: bool, given: Any) -> bool:
        full = self.root / path
        shown = self._shown(full) if there else path
        if not there:
            message, near = "the file {path!r} is not there", near_file(path, self.root)
            self.report_file(Code.MISSING_FILE, message, given, path, shown, nearest=near)
        elif path_is(Path.is_dir, full):
            message, inside = "{path!r} is a folder; {inside!r} names the files in it", path.rstrip("/")
            inside += "/**/*.yaml"
            self.report_file(Code.UNREADABLE_FILE, message, given, path, shown, inside=inside)
        elif not path_is(Path.is_file, full):
            broken = path_is(Path.is_symlink, full) and not path_is(Path.exists, full)
            message = "{path!r} is a link that leads nowhere" if broken else "{path!r} is no ordinary file"
            self.report_file(Code.UNREADABLE_FILE, message, given, path, shown)
        else:
            return True
        return False

    def _glob(self, pattern: str, options: dict[str, Any], given: Any) -> Iterator[Source]:
        parts = pattern.split("/")
        fixed = next((i for i, part in enumerate(parts) if _GLOB & set(part)), len(parts))
        # An absolute pattern has an empty first part, and leads away from the root.
        start = self.root / ("/".join(parts[:fixed]) or ("/" if pattern.startswith("/") else "."))
        walk = _Walk(self.limits)
        found = {self._shown(path): path for path in walk.match(start, parts[fixed:])}
        if walk.stopped:
            self.report_file(Code.TOO_LARGE, walk.stopped, given, pattern, limit=walk.limit)
        elif not found:
            self.report_file(Code.MISSING_FILE, "no file matches {path!r}", given, pattern)
        folder = next((part for part in reversed(parts[:fixed]) if part not in ("", ".", "..")), "")
        for shown in sorted(found):
            yield self._source(found[shown], False, {**options, "folder": folder})

    def _source(self, path: Path, named: bool, options: dict[str, Any]) -> Source:
        return Source(path.absolute(), self._shown(path), named, **options)

    def _shown(self, path: Path) -> str:
        if self.package:
            # Where it is installed differs from machine to machine.
            return f"{self.package}/{os.path.relpath(path, self.root)}".replace(os.sep, "/")
        try:
            return os.path.relpath(path, self.root).replace(os.sep, "/")
        except ValueError:  # another drive
            return path.as_posix()


def _wrong(key: str, value: Any) -> str:
    """Say what an option takes, where the value is not that."""
    known = importers() if key == "kind" else {}
    pairs = value.items() if isinstance(value, Mapping) else [[None]]
    words = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else [None]
    fine, takes = {
        "transpose": (isinstance(value, bool), "True or False"),
        "columns": (all(isinstance(x, str) for p in pairs for x in p), "a mapping of heads to what they are"),
        "extends": (isinstance(value, (str, list, tuple, Mapping)), "the name of a catalog, or a path"),
        "without": (all(isinstance(x, str) for x in words), "a list of roles and responsibilities"),
        "kind": (isinstance(value, str) and value in known, ", ".join(known)),
    }.get(key, (isinstance(value, str), "a text"))
    return "" if fine else takes


def near_file(path: str, root: Path) -> str:
    """Return the file that a path may mean: one of its name near by, else one like it in its folder."""
    # In Python, "data\roles.yaml" is a path with a carriage return.
    meant = path.encode("unicode_escape", "surrogateescape").decode("ascii").replace("\\", "/")
    for found in (meant, *_elsewhere(Path(path).name, root)):
        if path_is(Path.is_file, root / found):
            return found
    full = root / path
    try:
        return closest(full.name, (one.name for one in full.parent.iterdir()))
    except (OSError, ValueError):
        return ""


def _elsewhere(name: str, root: Path) -> Iterator[str]:
    """Yield the paths that a file may have from a folder on: in it, above it, and in the folders there."""
    yield from (name, f"../{name}")
    try:
        folders = sorted(one.name for one in root.iterdir() if one.name[:1] not in "._" and one.is_dir())
    except OSError:
        return
    yield from (f"{folder}/{name}" for folder in folders)


def _is_possible(path: str) -> bool:
    """Return whether a file system could have a path: it holds no NUL and no half of a character."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def path_is(what: Callable[[Path], bool], path: Path) -> bool:
    """Return what a path is; one that cannot be looked at, or is too long, is nothing."""
    try:
        return what(path)
    except (OSError, ValueError):
        return False


class _Walk(Struct):
    """One walk for a pattern; ``stopped`` says why it did not come to its end, and names its ``limit``."""

    limits: Limits
    stopped: str = ""
    limit: int = 0
    count: int = 0
    seen: set[tuple[str, ...]] = field(default_factory=set)
    """What has been walked through, so that links between folders lead nowhere twice."""

    def match(self, folder: Path, parts: list[str], depth: int = 0) -> Iterator[Path]:
        """Yield the files below a folder that match the parts of a pattern.

        Hidden folders and `_build` are passed over.
        """
        step = (os.path.realpath(folder), *parts)
        if not parts or step in self.seen:
            return
        self.seen.add(step)
        first, rest = parts[0], parts[1:]
        if first == "**":
            yield from self.match(folder, rest or ["*"], depth)
        for name in self._names_in(folder, depth):
            path = folder / name
            if name.startswith(".") and not first.startswith("."):
                continue
            if first == "**":
                if name != "_build" and path_is(Path.is_dir, path):
                    yield from self.match(path, parts, depth + 1)
            elif not fnmatchcase(name, first):
                continue
            elif rest and (name != "_build" or first == "_build") and path_is(Path.is_dir, path):
                yield from self.match(path, rest, depth + 1)
            elif not rest and path_is(Path.is_file, path):
                yield path

    def _names_in(self, folder: Path, depth: int) -> list[str]:
        """Return what is in a folder, as long as the limits allow."""
        if self.stopped:
            return []
        if depth > self.limits.depth:
            self.stopped = "{path!r} leads through more than {limit} nested folders"
            self.limit = self.limits.depth
            return []
        names: list[str] = []
        with contextlib.suppress(OSError), os.scandir(folder) as found:
            for one in found:
                self.count += 1
                if self.count > self.limits.walk:
                    self.stopped = (
                        "{path!r} looks at more than {limit} files and folders; "
                        "name a folder that is nearer to the data"
                    )
                    self.limit = self.limits.walk
                    break
                names.append(one.name)
        return sorted(names)


# The importers that there are: ours, and those of packages outside

_GROUP = "sphinx_roles.importers"
# Also in pyproject.toml; a checkout that is not installed has no entry points.
OURS = {
    "agenraci": "sphinx_roles.catalog.importers.services:read_agenraci",
    "backstage": "sphinx_roles.catalog.importers.services:read_backstage",
    "codeowners": "sphinx_roles.catalog.importers.owners:read_any",
    "datadog": "sphinx_roles.catalog.importers.services:read_datadog",
    "decisions": "sphinx_roles.catalog.importers.decisions:read_decisions",
    "github": "sphinx_roles.catalog.importers.owners:read_github",
    "gitlab": "sphinx_roles.catalog.importers.owners:read_gitlab",
    "kubernetes": "sphinx_roles.catalog.importers.owners:read_kubernetes",
    "needs": "sphinx_roles.catalog.importers.needs:read_needs",
    "opslevel": "sphinx_roles.catalog.importers.services:read_opslevel",
    "people": "sphinx_roles.catalog.importers.people:read_people",
    "rota": "sphinx_roles.catalog.importers.people:read_rota",
}
_FILES = {"CODEOWNERS": "codeowners", "OWNERS": "kubernetes", "OWNERS_ALIASES": "kubernetes"}
TEXTS = frozenset({"codeowners", "decisions", "github", "gitlab", "kubernetes", "rota"})
"""Those that are handed a text, whatever the suffix of its file."""


def importer_of(path: PurePath) -> str | None:
    """Return the importer of a file whose name alone says whose it is."""
    return _FILES.get(path.name) or ("rota" if path.suffix.lower() == ".ics" else None)


def importers() -> dict[str, EntryPoint]:
    """Return all importers by name, ours first; of two with one name, the first."""
    # Imported here, as most projects name none, and it takes a while.
    from importlib.metadata import EntryPoint, entry_points

    found = {name: EntryPoint(name, value, _GROUP) for name, value in OURS.items()}
    for one in entry_points(group=_GROUP):
        found.setdefault(one.name, one)
    return found


ROLE_SUFFIXES = (".role.yaml", ".role.yml", ".role.md")
"""A file with such a name is one role by itself."""


def role_of(path: str) -> str | None:
    """Return the id of the role that a file holds by itself (``sre.role.yaml``), else None."""
    name = PurePosixPath(path).name
    for suffix in ROLE_SUFFIXES:
        if name.casefold().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return None


PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")


def picture_problem(root: Path, uri: Text, location: Location | None = None) -> Problem | None:
    """Return what is wrong with the picture of a role; ``root`` is the source folder."""
    path = root / uri.lstrip("/")
    # Not `Path.resolve`: a link that leads to itself is an error there, in older versions of Python.
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
    if path.suffix.lower() in PICTURES and inside and path_is(Path.is_file, path):
        return None
    message = "no picture {uri!r}; expected a file in the source folder that ends in {endings}"
    return Problem.of(Code.IMAGE, message, uri.location or location, {"uri": uri}, endings=PICTURES)


def check_references(catalog: Catalog, root: Path | None) -> Iterator[Problem]:
    """Yield what a page would report of links and pictures in a catalog; without ``root``, of links alone."""
    records: tuple[Role | Responsibility, ...] = (*catalog.roles.values(), *catalog.rows)
    for record in records:
        addresses = [link.url for link in record.links]
        if isinstance(record, Role):
            addresses += [one.link for one in (*(record.holders or ()), *record.past_holders) if one.link]
        for url in addresses:
            path, _, anchor = map(unquote, url.partition("#"))
            if not WEB.match(url) and (NO_DOCUMENT.search(path) or not (path or anchor)):
                message = "{thing} is shown as plain text; {instead}"
                thing = Phrase.of("the link to {source}", source=repr(str(url)))
                yield Problem.of(Code.MARKUP, message, url.location, thing=thing, instead=Phrase(LINKS))
        uri = record.image if isinstance(record, Role) else None
        if uri and root is not None and (problem := picture_problem(root, uri)):
            yield problem
