"""From what stands on the command line to a library: the same one that the documentation build loads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from sphinx_roles.catalog.sources import Source, find_sources
from sphinx_roles.catalogs import CatalogRegistry
from sphinx_roles.cli.handbook import locations_of_conf, near_conf
from sphinx_roles.cli.io import CommandError
from sphinx_roles.ext.config import Conf, conf_of_folder
from sphinx_roles.problems import CONF, Problem, nearest

_ROLES = "roles.yaml"
_PASSED_OVER = frozenset({"_build", "node_modules", "venv", "site-packages", "__pycache__"})
_LARGEST = 16_000_000
_KEYS = rb"(?:roles|responsibilities|matrices)"
_OURS = {
    ".yaml": re.compile(rb"^[\"']?" + _KEYS + rb"[\"']?[ \t]*:", re.MULTILINE),
    ".json": re.compile(rb"^\s*\{.*\"" + _KEYS + rb"\"\s*:", re.DOTALL),
    ".toml": re.compile(rb"^\[{1,2}\s*" + _KEYS + rb"\b", re.MULTILINE),
}
_OURS[".yml"] = _OURS[".yaml"]


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
    if (folder / CONF.file).is_file():
        return _project(folder)
    below = next(locations_of_conf(folder), None)
    if (folder / _ROLES).is_file():
        if below is not None and _has(below, folder / _ROLES):
            return _project(below)
        return _files([folder / _ROLES])
    if below is not None:
        return _project(below)
    files = _catalog_files(folder)
    if not files:
        raise NoCatalog(
            f"no catalog in {folder}: expected a conf.py, a {_ROLES}, or YAML, JSON or TOML with roles or "
            "responsibilities; a table has to be named"
        )
    return _loaded([os.path.relpath(file, folder) for file in files], folder, Conf())


def _project(folder: Path) -> Opened:
    conf = conf_of_folder(folder)
    if conf["roles_catalog"] is None and not (folder / _ROLES).is_file():
        reported = "".join(f"\n  {problem}" for problem in (*conf.problems, *conf.unknown.values()))
        raise NoCatalog(
            f"{folder / CONF.file} names no roles_catalog, and there is no {_ROLES} beside it{reported}"
        )
    return _loaded(conf["roles_catalog"], folder, conf)


def _files(files: Sequence[Path]) -> Opened:
    root = near_conf(files)
    conf = conf_of_folder(root) if root is not None else Conf()
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
    return any(os.path.realpath(source.path) == real for source in _sources(folder, conf_of_folder(folder)))


def _sources(folder: Path, conf: Conf) -> Iterator[Source]:
    for sources in find_sources(conf["roles_catalog"], folder)[0].values():
        yield from sources


def _loaded(value: Any, root: Path, conf: Conf, known: Sequence[str] = ()) -> Opened:
    registry, problems = CatalogRegistry.load(
        value, root, conf.settings, conf["roles_rules"], setting=conf.location("roles_catalog")
    )
    unknown = [problem for name, problem in conf.unknown.items() if name not in known]
    reported = tuple(dict.fromkeys((*conf.problems, *unknown, *problems)))
    return Opened(registry=registry, problems=reported, root=root, conf=conf)


def _catalog_files(folder: Path) -> list[Path]:
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
