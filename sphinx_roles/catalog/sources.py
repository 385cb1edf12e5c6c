"""What the reader is told from outside: configuration and limits."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from sphinx_roles.model import location_of
from sphinx_roles.problems import CONF, Code, Location, Problem, nearest


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
    """

    scheme: str = "RACI"
    fields: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    columns_by: str = "columns"


def limits_of(value: object, location: Location) -> tuple[Limits, list[Problem]]:
    """Return the limits that `roles_limits` names; what it names wrongly is told, and has its default.

    ``place`` is where the setting stands; names that know their own place are told there.
    """
    known = Limits.__struct_fields__
    if not isinstance(value, Mapping):
        text = f"roles_limits is {value!r}; expected a mapping with some of {', '.join(known)}"
        return Limits(), [Problem(Code.CONFIG, text, location)]
    problems = []
    found: dict[str, Any] = {}
    for name, limit in value.items():
        if name not in known:
            near = nearest(str(name), known) or f"; expected some of {', '.join(known)}"
            text = f"roles_limits: {name!r} is no limit{near}"
            problems.append(Problem(Code.CONFIG, text, location_of(name) or location))
        elif type(limit) is not int or not 1 <= limit <= _MOST.get(name, limit):
            upto = f" to {_MOST[name]}" if name in _MOST else " on"
            text = f"roles_limits: {name} is {limit!r}; expected a whole number from 1{upto}"
            problems.append(Problem(Code.CONFIG, text, location_of(name) or location))
        else:
            found[name] = limit
    return Limits(**found), problems


_DEFAULT = "roles.yaml"
_OPTIONS = ("path", "scheme", "matrix", "transpose", "columns")
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
    form: str | None = None
    """Its format, where the suffix does not tell it."""
    fill_down: bool = False
    """Blank cells of its tables repeat what stands above them, letters too."""


def find_sources(
    value: Any, root: Path, limits: Limits = _LIMITS, setting: Location = CONF
) -> tuple[dict[str, tuple[Source, ...]], tuple[Problem, ...]]:
    """Return the sources of each catalog, by its name; the first one is the main catalog.

    The name of a single one is ``""``. ``root`` is the folder of conf.py, where ``setting`` stands;
    texts of the value that know their own place are told there.
    """
    finder = _Finder(root, limits, setting)
    if value is None:
        there = (root / _DEFAULT).is_file()
        return {"": tuple(finder.find(_DEFAULT)) if there else ()}, tuple(finder.problems)
    if isinstance(value, Mapping) and "path" not in value:
        found = {}
        for name, one in value.items():
            if isinstance(name, str):
                found[name] = _once(finder.find(one))
            else:
                finder.report(f"roles_catalog takes names of catalogs as keys, not {name!r}", one)
        return found or {"": ()}, tuple(finder.problems)
    return {"": _once(finder.find(value))}, tuple(finder.problems)


def _once(sources: Iterator[Source]) -> tuple[Source, ...]:
    """Keep each file once: as it is named, where a glob finds it too."""
    kept: dict[str, Source] = {}
    for source in sources:
        real = os.path.realpath(source.path)
        old = kept.get(real)
        if old is None or (source.named and not old.named):
            kept[real] = source
    return tuple(kept.values())


class _Finder:
    def __init__(self, root: Path, limits: Limits, setting: Location) -> None:
        self.root = root
        self.limits = limits
        self.setting = setting
        self.problems: list[Problem] = []

    def report(self, text: str, *about: Any) -> None:
        """Tell a mistake in the setting at the first thing that knows its place."""
        self.problems.append(Problem(Code.CONFIG, text, location_of(about) or self.setting))

    def report_file(self, code: Code, text: str, given: Any, path: str = "") -> None:
        """Tell what is wrong with what is named, where it is named; if that is not known, at the file."""
        location = location_of(given) or (Location(path) if path else self.setting)
        self.problems.append(Problem(code, text, location))

    def find(self, value: Any) -> Iterator[Source]:
        """Yield the sources of a path, a glob, a mapping with `path` or a list of those."""
        if isinstance(value, (list, tuple)):
            for one in value:
                yield from self.find(one)
        elif isinstance(value, Mapping):
            yield from self._with_options(value)
        elif isinstance(value, (str, os.PathLike)) and str(value).strip():
            yield from self._path(os.fspath(value), {})
        else:
            takes = "a path, a glob, a list of those, {path, …} or a mapping of names to those"
            self.report(f"roles_catalog takes {takes}, not {value!r}")

    def _with_options(self, value: Mapping[Any, Any]) -> Iterator[Source]:
        options: dict[str, Any] = {}
        unknown = False
        for key, given in value.items():
            if key not in _OPTIONS:
                unknown = True
                near = nearest(str(key), _OPTIONS) or f"; it takes {', '.join(_OPTIONS)}"
                self.report(f"{key!r} is no option of a source in roles_catalog{near}", key)
            elif key != "path" and given is not None and (takes := _wrong(key, given)):
                text = f"the option {key!r} of a source in roles_catalog takes {takes}, not {given!r}"
                self.report(text, given, key)
            elif key != "path" and given is not None:
                options[key] = given
        path = value.get("path")
        if isinstance(path, (list, tuple)):
            for one in path:
                yield from self._with_options({**options, "path": one})
        elif isinstance(path, (str, os.PathLike)) and str(path).strip():
            yield from self._path(os.fspath(path), options)
        elif not unknown:
            # A key that is told may be the path, misspelt.
            self.report(f"a source in roles_catalog needs a path: {dict(value)!r} has none", value)

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
            text = f"the file {path!r} is not there{_near_file(full)}"
            self.report_file(Code.MISSING_FILE, text, given, shown)
        elif _is(Path.is_dir, full):
            text = f"{path!r} is a folder; {path.rstrip('/') + '/**/*.yaml'!r} names the files in it"
            self.report_file(Code.UNREADABLE_FILE, text, given, shown)
        elif not _is(Path.is_file, full):
            broken = _is(Path.is_symlink, full) and not _is(Path.exists, full)
            message = "a link that leads nowhere" if broken else "no ordinary file"
            self.report_file(Code.UNREADABLE_FILE, f"{path!r} is {message}", given, shown)
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
            self.report_file(Code.TOO_LARGE, f"{pattern!r} {walk.stopped}", given)
        elif not found:
            self.report_file(Code.MISSING_FILE, f"no file matches {pattern!r}", given)
        for shown in sorted(found):
            yield self._source(found[shown], False, options)

    def _source(self, path: Path, named: bool, options: dict[str, Any]) -> Source:
        return Source(path.absolute(), self._shown(path), named, **options)

    def _shown(self, path: Path) -> str:
        try:
            return os.path.relpath(path, self.root).replace(os.sep, "/")
        except ValueError:  # another drive
            return path.as_posix()


def _wrong(key: str, value: Any) -> str:
    """Say what an option takes, where the value is not that."""
    if key == "transpose":
        return "" if isinstance(value, bool) else "True or False"
    if key == "columns":
        fine = isinstance(value, Mapping) and all(isinstance(x, str) for pair in value.items() for x in pair)
        return "" if fine else "a mapping of heads to what they are"
    return "" if isinstance(value, str) else "a text"


def _near_file(path: Path) -> str:
    try:
        return nearest(path.name, (one.name for one in path.parent.iterdir()))
    except (OSError, ValueError):
        return ""


def _is_possible(path: str) -> bool:
    """Tell whether a file system could have a path: it holds no NUL and no half of a character."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _is(what: Callable[[Path], bool], path: Path) -> bool:
    """Tell what a path is; one that cannot be looked at, or is too long, is nothing."""
    try:
        return what(path)
    except (OSError, ValueError):
        return False


class _Walk:
    """One walk for a pattern. ``stopped`` says why it did not come to its end."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stopped = ""
        self._left = limits.walk
        self._seen: set[tuple[str, ...]] = set()
        """What has been walked through, so that links between folders lead nowhere twice."""

    def match(self, folder: Path, parts: list[str], depth: int = 0) -> Iterator[Path]:
        """Yield the files below a folder that match the parts of a pattern.

        Hidden folders and `_build` are passed over.
        """
        step = (os.path.realpath(folder), *parts)
        if not parts or step in self._seen:
            return
        self._seen.add(step)
        first, rest = parts[0], parts[1:]
        if first == "**":
            yield from self.match(folder, rest or ["*"], depth)
        for name in self._names_in(folder, depth):
            path = folder / name
            if name.startswith(".") and not first.startswith("."):
                continue
            if first == "**":
                if name != "_build" and _is(Path.is_dir, path):
                    yield from self.match(path, parts, depth + 1)
            elif not fnmatchcase(name, first):
                continue
            elif rest and (name != "_build" or first == "_build") and _is(Path.is_dir, path):
                yield from self.match(path, rest, depth + 1)
            elif not rest and _is(Path.is_file, path):
                yield path

    def _names_in(self, folder: Path, depth: int) -> list[str]:
        """Return what is in a folder, as long as the limits allow."""
        if self.stopped:
            return []
        if depth > self.limits.depth:
            self.stopped = f"leads through more than {self.limits.depth} nested folders"
            return []
        names: list[str] = []
        with contextlib.suppress(OSError), os.scandir(folder) as found:
            for one in found:
                self._left -= 1
                if self._left < 0:
                    self.stopped = (
                        f"looks at more than {self.limits.walk} files and folders; "
                        "name a folder that is nearer to the data"
                    )
                    break
                names.append(one.name)
        return sorted(names)
