"""From paths on the command line to the catalogs that a build would load."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.catalog.formats import FORMATS, format_of
from sphinx_roles.catalog.owners import is_walked
from sphinx_roles.catalog.sources import Source, check_references, find_sources, role_of
from sphinx_roles.catalogs import CatalogRegistry, with_pages
from sphinx_roles.cli.io import CommandError, existing, pick, same_file
from sphinx_roles.ext.config import Conf, conf_of_folder
from sphinx_roles.model import Catalog
from sphinx_roles.problems import CONF, Problem

CONF_FOLDERS = ("docs", "docs/source", "doc", "doc/source", "source")
"""Where a project has its conf.py, if it has none at the top."""
_MENTIONED = re.compile(rb"\bsphinx_roles\b|\broles_[a-z]")
_ROLES = "roles.yaml"
_LARGEST = 16_000_000


class Opened(Struct, frozen=True, kw_only=True):
    """The catalogs, all that is wrong with its files and conf.py, and the folder that places are relative to.

    ``conf`` is what the conf.py there says.
    """

    registry: CatalogRegistry
    problems: tuple[Problem, ...]
    root: Path
    conf: Conf


class NoCatalog(CommandError):
    """Nothing is wrong with the path, but there is no catalog."""


_NOTHING: Mapping[str, str] = MappingProxyType({})


def opened(paths: Sequence[str], unsaved: Mapping[str, str] = _NOTHING) -> Opened:
    """Open the catalogs of a folder (by default this one), or of files.

    A folder with a conf.py has the catalogs that it names. In any other folder the catalog is its
    ``roles.yaml``, else what the project below it has (``docs/conf.py`` and the like), else all files
    with data of ours. Files make one catalog; the conf.py near them says what it says of rules,
    scheme and fields. CommandError for a path that is not there, and where there is no catalog or
    several projects.
    ``unsaved`` are texts for those of files, by their real paths.
    """
    found = [*map(existing, paths or (".",))]
    folders = [path for path in found if path.is_dir()]
    if not folders:
        return _files(found, unsaved)
    if len(found) > 1:
        raise CommandError("expected files, or one folder")
    return _folder(folders[0], unsaved)


def chosen(name: str | None, found: Opened) -> Mapping[str, Catalog]:
    """Return all catalogs, or the one of a name; CommandError where there is none."""
    catalogs = found.registry.catalogs
    if name is None:
        return catalogs
    name = pick("catalog", name, {one: one for one in catalogs})
    return {name: catalogs[name]}


def _folder(folder: Path, unsaved: Mapping[str, str]) -> Opened:
    if (folder / CONF.file).is_file():
        return _project(folder, unsaved)
    below = next(folders_with_conf(folder), None)
    if (folder / _ROLES).is_file():
        known = _sources(below, conf_of_folder(below)) if below is not None else ()
        if below is not None and any(same_file(folder / _ROLES, source.path) for source in known):
            return _project(below, unsaved)
        return _files([folder / _ROLES], unsaved)
    projects = [below] if below is not None else _projects_below(folder)
    if len(projects) > 1:
        names = ", ".join(map(str, projects))
        raise CommandError(f"{folder} has several projects; name one of them: {names}")
    if projects:
        return _project(projects[0], unsaved)
    # Tables are not among them: a CSV file may be anything, so it has to be named.
    files = _walked(folder, _looks_like_ours)
    if not files:
        raise NoCatalog(
            f"no catalog in {folder}: expected a conf.py, a {_ROLES}, or YAML, JSON or TOML with roles or "
            "responsibilities; a table has to be named"
        )
    conf = Conf(unsaved=unsaved)
    return _loaded([os.path.relpath(file, folder) for file in files], folder, conf)


def projects_of(name: str) -> list[str]:
    """Return the folders of several projects below a folder that is none of them itself; else the folder."""
    folder = Path(name)
    own = (folder / CONF.file, folder / _ROLES)
    if any(path.is_file() for path in own) or next(folders_with_conf(folder), None) is not None:
        return [name]
    return [*map(str, _projects_below(folder))] or [name]


def _projects_below(folder: Path) -> list[Path]:
    found = _walked(folder, lambda path: path.name == CONF.file and _speaks_of_us(path))
    return [path.parent for path in found]


def _project(folder: Path, unsaved: Mapping[str, str]) -> Opened:
    conf = structs.replace(conf_of_folder(folder), unsaved=unsaved)
    pages = _pages(folder, conf)
    if conf["roles_catalog"] is None and not pages and not (folder / _ROLES).is_file():
        why = "".join(f"\n  {problem}" for problem in (*conf.problems, *conf.unknown.values()))
        raise NoCatalog(
            f"{folder / CONF.file} names no roles_catalog, and there is no {_ROLES} beside it{why}"
        )
    return _loaded(conf["roles_catalog"], folder, conf, pages=pages, owners=conf["roles_owners"])


def _pages(folder: Path, conf: Conf) -> list[str]:
    """Return the files of roles that are pages of a project, as a build has them in its catalog."""
    return pages_of(folder, conf, lambda path: role_of(path.name) is not None)


def pages_of(folder: Path, conf: Conf, wanted: Callable[[Path], bool]) -> list[str]:
    """Return the wanted files that a build takes for pages, from the folder on."""
    files = _walked(folder, lambda path: wanted(path) and not path.name.startswith("."))
    pages = sorted(PurePath(os.path.relpath(file, folder)).as_posix() for file in files)
    if pages and conf.excluded:
        # Imported here, as most projects have no pages that are asked for.
        from sphinx.util.matching import Matcher

        excluded = Matcher(conf.excluded)
        # The source folder itself, which has no name, is never left out.
        around = {
            page: [one for one in (PurePath(page), *PurePath(page).parents) if one.name] for page in pages
        }
        pages = [page for page in pages if not any(excluded(one.as_posix()) for one in around[page])]
    return pages


def _files(files: Sequence[Path], unsaved: Mapping[str, str]) -> Opened:
    root = near_conf(files)
    conf = structs.replace(conf_of_folder(root) if root is not None else Conf(), unsaved=unsaved)
    if root is None:
        root = Path(os.path.commonpath([file.absolute().parent for file in files]))
    named = {os.path.realpath(source.path): source for source in _sources(root, conf)}
    value = [_with_options(file, root, named.get(os.path.realpath(file))) for file in files]
    # The sources are known here, whatever conf.py computes.
    return _loaded(value, root, conf, known=("roles_catalog",))


def _with_options(file: Path, root: Path, source: Source | None) -> Mapping[str, Any]:
    """Name a file as a source; what conf.py says of that file (``transpose``) is kept."""
    path = os.path.relpath(file.absolute(), root.absolute())
    kept = ("kind", "scheme", "matrix", "transpose", "columns")
    options = {name: getattr(source, name) for name in kept} if source is not None else {}
    return {"path": path, **options}


def _sources(folder: Path, conf: Conf) -> Iterator[Source]:
    named = find_sources(conf["roles_catalog"], folder)[0]
    for sources in with_pages(named or {"": ()}, _pages(folder, conf), folder).values():
        yield from sources


def _loaded(
    value: Any,
    root: Path,
    conf: Conf,
    known: Sequence[str] = (),
    pages: Sequence[str] = (),
    owners: object = None,
) -> Opened:
    registry, problems = CatalogRegistry.load(
        value,
        root,
        conf.settings,
        conf["roles_rules"],
        setting=conf.location("roles_catalog"),
        owners=owners,
        owners_at=conf.location("roles_owners"),
        pages=pages,
    )
    unknown = [problem for name, problem in conf.unknown.items() if name not in known]
    # A build reports these on the pages that show them.
    pictures = root if (root / CONF.file).is_file() else None
    shown = (one for catalog in registry.catalogs.values() for one in check_references(catalog, pictures))
    reported = tuple(dict.fromkeys((*conf.problems, *unknown, *problems, *shown)))
    return Opened(registry=registry, problems=reported, root=root, conf=conf)


def _walked(folder: Path, wanted: Callable[[Path], bool]) -> list[Path]:
    """Return the wanted files in a folder and below it, but for folders that belong to others."""
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if is_walked(Path(here, name)))
        found += [path for path in (Path(here, name) for name in sorted(names)) if wanted(path)]
    return found


def _looks_like_ours(path: Path) -> bool:
    form = format_of(path.name)
    if form is None or not FORMATS[form].ours or path.name.startswith("."):
        return False
    try:
        # A pipe would be waited for.
        small = path.is_file() and path.stat().st_size <= _LARGEST
        return small and re.search(FORMATS[form].ours, path.read_bytes()) is not None
    except OSError:
        return False


def folders_with_conf(folder: Path) -> Iterator[Path]:
    """Yield the folders in which a project below ``folder`` has a conf.py that speaks of us."""
    for name in CONF_FOLDERS:
        if _speaks_of_us(folder / name / "conf.py"):
            yield folder / name


def near_conf(files: Sequence[Path]) -> Path | None:
    """Return the folder of the conf.py that belongs to files: above them, or in ``docs`` beside or above.

    The way up ends at the top of the repository, or of the file system.
    """
    start = Path(os.path.commonpath([file.absolute().parent for file in files]))
    for folder in (start, *start.parents):
        if _speaks_of_us(folder / "conf.py"):
            return folder
        below = next(folders_with_conf(folder), None)
        if below is not None:
            return below
        if (folder / ".git").exists():
            return None
    return None


def _speaks_of_us(path: Path) -> bool:
    try:
        return path.is_file() and _MENTIONED.search(path.read_bytes()) is not None
    except OSError:
        return False
