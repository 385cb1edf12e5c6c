"""Where a project's conf.py and its catalog files lie, when a command is not told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from sphinx_roles.analysis.audit.settings import check_rules
from sphinx_roles.catalog.sources import Settings, Source, find_sources, limits_of
from sphinx_roles.catalogs import CatalogRegistry
from sphinx_roles.cli.io import CommandError
from sphinx_roles.literals import Literals, Unknown
from sphinx_roles.problems import CONF, Code, Location, Problem, nearest

_PLACES = ("docs", "docs/source", "doc", "doc/source", "source")
_MENTIONED = re.compile(rb"\bsphinx_roles\b|\broles_[a-z]")
_PASSED_OVER = frozenset({"_build", "node_modules", "venv", "site-packages", "__pycache__"})
_LARGEST = 16_000_000
_KEYS = rb"(?:roles|responsibilities|matrices)"
_OURS = {
    ".yaml": re.compile(rb"^[\"']?" + _KEYS + rb"[\"']?[ \t]*:", re.MULTILINE),
    ".json": re.compile(rb"^\s*\{.*\"" + _KEYS + rb"\"\s*:", re.DOTALL),
    ".toml": re.compile(rb"^\[{1,2}\s*" + _KEYS + rb"\b", re.MULTILINE),
}
_OURS[".yml"] = _OURS[".yaml"]


def locations_of_conf(folder: Path) -> Iterator[Path]:
    """Yield the folders in which a project below ``folder`` has a conf.py that speaks of us."""
    for location in _PLACES:
        if _speaks_of_us(folder / location / "conf.py"):
            yield folder / location


def near_conf(files: Sequence[Path]) -> Path | None:
    """Return the folder of the conf.py that belongs to files: above them, or in ``docs`` beside or above.

    The way up ends at the top of the repository, or of the file system.
    """
    start = Path(os.path.commonpath([file.absolute().parent for file in files]))
    for folder in (start, *start.parents):
        if _speaks_of_us(folder / "conf.py"):
            return folder
        below = next(locations_of_conf(folder), None)
        if below is not None:
            return below
        if (folder / ".git").exists():
            return None
    return None


def _speaks_of_us(path: Path) -> bool:
    try:
        return _MENTIONED.search(path.read_bytes()) is not None
    except OSError:
        return False


def catalog_files(folder: Path) -> list[Path]:
    """Return the YAML, JSON and TOML files below a folder that look as if they held data of ours.

    Tables are not among them: a CSV file may be anything, so it has to be named.
    """
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_walked(Path(here, name)))
        for name in sorted(names):
            path = Path(here, name)
            if _looks_like_ours(path):
                found.append(path)
    return found


def _is_walked(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _PASSED_OVER
    return not hidden and not (folder / "pyvenv.cfg").exists()


def _looks_like_ours(path: Path) -> bool:
    pattern = _OURS.get(path.suffix.lower())
    if pattern is None or path.name.startswith("."):
        return False
    try:
        return path.stat().st_size <= _LARGEST and pattern.search(path.read_bytes()) is not None
    except OSError:
        return False


NAME = CONF.file
_DEFAULTS: Mapping[str, Any] = {
    "roles_catalog": None,
    "roles_scheme": "RACI",
    "roles_fields": {},
    "roles_rules": {},
    "roles_limits": {},
}
"""The settings that decide what is read and found, with their defaults."""


class Conf(Struct, frozen=True, kw_only=True):
    """The settings of a conf.py that concern the data.

    ``values`` has every literal ``roles_…`` of the file; ``unknown`` says of a setting of ours why
    it is not known, and ``problems`` what is wrong with one that is.
    """

    values: Mapping[str, Any] = {}
    unknown: Mapping[str, Problem] = {}
    problems: tuple[Problem, ...] = ()
    suppressed: frozenset[str] = frozenset()
    setting: Location = CONF
    """Where ``roles_catalog`` stands."""

    @property
    def catalog(self) -> Any:
        """The value of ``roles_catalog``."""
        return self.values.get("roles_catalog")

    @property
    def rules(self) -> Mapping[str, Any]:
        """The value of ``roles_rules``."""
        rules: Mapping[str, Any] = self.values.get("roles_rules", {})
        return rules

    @property
    def settings(self) -> Settings:
        """What reading needs to know."""
        return Settings(
            scheme=self.values.get("roles_scheme", "RACI"),
            fields=self.values.get("roles_fields", {}),
            limits=limits_of(self.values.get("roles_limits", {}), CONF)[0],
        )


def conf_settings(folder: Path) -> Conf:
    """Read the ``roles_…`` of the conf.py in ``folder``; without one, everything has its default."""
    path = folder / NAME
    if not path.is_file():
        return Conf()
    try:
        literals = Literals(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError) as error:
        line = (error.lineno if isinstance(error, SyntaxError) else None) or 1
        text = f"conf.py is not Python that can be read: {error}; every setting has its default"
        return Conf(problems=(Problem(Code.CONFIG, text, Location(NAME, line)),))
    values = {name: value for name, value in literals.values.items() if name.startswith("roles_")}
    suppressed = _suppressed(literals.values.get("suppress_warnings"))
    unknown = {name: _unknown(name, why) for name, why in literals.unknown.items() if name in _DEFAULTS}
    problems = _checked(values, literals.locations)
    if literals.stars and not values and not unknown:
        module, location = literals.stars[0]
        text = f"conf.py takes all names of {module!r}; a roles_ setting there is not seen without running it"
        unknown["roles_catalog"] = Problem(Code.CONFIG, text, location)
    return Conf(
        values=values,
        unknown=unknown,
        problems=tuple(problems),
        suppressed=suppressed,
        setting=literals.locations.get("roles_catalog", CONF),
    )


def _suppressed(value: object) -> frozenset[str]:
    words = [word for word in value if isinstance(word, str)] if isinstance(value, list | tuple) else []
    return frozenset(word for word in words if word == "roles" or word.startswith("roles."))


def _unknown(name: str, why: Unknown) -> Problem:
    text = f"{name} is {why.what}, which only running conf.py would tell; {_DEFAULTS[name]!r} is used"
    return Problem(Code.CONFIG, f"{text}, so write it down as a plain value", why.location)


def _checked(values: dict[str, Any], locations: Mapping[str, Location]) -> list[Problem]:
    """Take out the values that a setting cannot take, and tell of them."""
    problems = []
    fields = values.get("roles_fields", {})
    fits = {
        "roles_scheme": ("a text", isinstance(values.get("roles_scheme", ""), str)),
        "roles_fields": ("a mapping from fields to their labels", _is_labels(fields)),
        "roles_rules": (
            "a mapping from rules to what is said of them",
            isinstance(values.get("roles_rules", {}), dict),
        ),
    }
    for name, (expected, fine) in fits.items():
        if not fine:
            text = f"{name} is {values.pop(name)!r}; expected {expected}"
            problems.append(Problem(Code.CONFIG, text, locations[name]))
    limits = limits_of(values.get("roles_limits", {}), locations.get("roles_limits", CONF))[1]
    rules = check_rules(values.get("roles_rules", {}), locations.get("roles_rules", CONF))
    return [*problems, *limits, *rules]


def _is_labels(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(word, str) for pair in value.items() for word in pair)


_ROLES = "roles.yaml"


class Opened(Struct, frozen=True, kw_only=True):
    """A library, all that is wrong with its files and conf.py, and the folder that places are relative to.

    ``conf`` is what the conf.py there says.
    """

    registry: CatalogRegistry
    problems: tuple[Problem, ...]
    root: Path
    conf: Conf


class NoCatalog(CommandError):
    """Nothing is wrong with the path, but there is no catalog."""


def opened(paths: Sequence[str]) -> Opened:
    """Open the catalogs of a folder (by default this one), or of files.

    A folder with a conf.py has the catalogs that it names. In any other folder the catalog is its
    ``roles.yaml``, else what a project below it has (``docs/conf.py`` and the like), else all files
    with data of ours. Files make one catalog; the conf.py near them says what it says of rules,
    scheme and fields. CommandError for a path that is not there, and where there is no catalog.
    """
    found = [_there(path) for path in paths or ("",)]
    folders = [path for path in found if path.is_dir()]
    if not folders:
        return _files(found)
    if len(found) > 1:
        raise CommandError("expected files, or one folder")
    return _folder(folders[0])


def _there(path: str) -> Path:
    found = Path(path or ".")
    try:
        if found.exists():
            return found
    except ValueError:  # a NUL
        pass
    raise CommandError(f"{path} is not there{_near(found)}")


def _near(path: Path) -> str:
    try:
        return nearest(path.name, sorted(one.name for one in path.parent.iterdir()))
    except (OSError, ValueError):
        return ""


def _folder(folder: Path) -> Opened:
    if (folder / NAME).is_file():
        return _project(folder)
    below = next(locations_of_conf(folder), None)
    if (folder / _ROLES).is_file():
        if below is not None and _has(below, folder / _ROLES):
            return _project(below)
        return _files([folder / _ROLES])
    if below is not None:
        return _project(below)
    files = catalog_files(folder)
    if not files:
        raise NoCatalog(
            f"no catalog in {folder}: expected a conf.py, a {_ROLES}, or YAML, JSON or TOML with roles or "
            "responsibilities; a table has to be named"
        )
    return _loaded([os.path.relpath(file, folder) for file in files], folder, Conf())


def _project(folder: Path) -> Opened:
    conf = conf_settings(folder)
    if conf.catalog is None and not (folder / _ROLES).is_file():
        reported = "".join(f"\n  {problem}" for problem in (*conf.problems, *conf.unknown.values()))
        raise NoCatalog(
            f"{folder / NAME} names no roles_catalog, and there is no {_ROLES} beside it{reported}"
        )
    return _loaded(conf.catalog, folder, conf)


def _files(files: Sequence[Path]) -> Opened:
    root = near_conf(files)
    conf = conf_settings(root) if root is not None else Conf()
    if root is None:
        root = Path(os.path.commonpath([file.absolute().parent for file in files]))
    message = {os.path.realpath(source.path): source for source in _sources(root, conf)}
    value = [_with_options(file, root, message.get(os.path.realpath(file))) for file in files]
    # The sources are known here, whatever conf.py computes.
    return _loaded(value, root, conf, known=("roles_catalog",))


def _with_options(file: Path, root: Path, source: Source | None) -> Mapping[str, Any]:
    """Name a file as a source; what conf.py says of that file (``transpose``) is kept."""
    path = os.path.relpath(file.absolute(), root.absolute())
    kept = ("scheme", "matrix", "transpose", "columns")
    options = {name: getattr(source, name) for name in kept} if source is not None else {}
    return {"path": path, **options}


def _has(folder: Path, file: Path) -> bool:
    """Tell whether the catalogs of a project include a file."""
    real = os.path.realpath(file)
    return any(os.path.realpath(source.path) == real for source in _sources(folder, conf_settings(folder)))


def _sources(folder: Path, conf: Conf) -> Iterator[Source]:
    for sources in find_sources(conf.catalog, folder)[0].values():
        yield from sources


def _loaded(value: Any, root: Path, conf: Conf, known: Sequence[str] = ()) -> Opened:
    registry, problems = CatalogRegistry.load(value, root, conf.settings, conf.rules, setting=conf.setting)
    unknown = [problem for name, problem in conf.unknown.items() if name not in known]
    reported = tuple(dict.fromkeys((*conf.problems, *unknown, *problems)))
    return Opened(registry=registry, problems=reported, root=root, conf=conf)
