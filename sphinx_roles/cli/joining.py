"""Roles in a Sphinx project that is there: a catalog, a page, and the lines that its author adds."""

from __future__ import annotations

import ast
from pathlib import Path

from sphinx_roles.cli import pages
from sphinx_roles.cli.files import check_free, same_file, shown, write
from sphinx_roles.cli.outcome import say
from sphinx_roles.cli.own_data import OwnData, read_own_data
from sphinx_roles.cli.project import Project, find_project

__all__ = ["join"]


def join(folder: Path, source: Path | None, *, rst: bool) -> None:
    """Write the catalog and a page, and say which lines to add; no file that is there is changed."""
    project = find_project(folder)
    markup = "rst" if rst else project.markup
    page = f"{pages.PAGE}.{markup}"
    own = read_own_data(source, frozenset({page, "conf.py"})) if source is not None else None
    data, matrices = (own.name, own.matrices) if own is not None else (pages.DEMO_DATA, ())
    contents: dict[str, bytes | str] = {
        data: own.content if own is not None else pages.demo_data(),
        page: pages.page("into", pages.PAGE, markup, data=data, names=matrices),
    }
    # A table that lies in the project already stays where it is.
    if source is not None and same_file(source, project.folder / data):
        del contents[data]
    check_free(project.folder, contents, force=False, hint="move it away, or name another folder")
    write(project.folder, contents)
    written = " and ".join(shown(project.folder / name) for name in contents)
    say(f"Wrote {written}; no file that was there has changed.\n")
    _tell_lines(project, own, data)


def _tell_lines(project: Project, own: OwnData | None, data: str) -> None:
    conf = shown(project.folder / "conf.py")
    say(f"1. Add to the end of {conf}:\n")
    for line in _conf_lines(project, own, data):
        say(f"    {line}")
    say(f"\n2. Add to a toctree, in {_root(project)} for instance:\n\n    {pages.PAGE}")
    say("\nThen build the project as you always do.")


def _conf_lines(project: Project, own: OwnData | None, data: str) -> list[str]:
    lines = []
    if "sphinx_roles" not in project.words("extensions"):
        lines.append(_extension(project))
    if data not in project.words("roles_catalog"):
        named = [*project.words("roles_catalog"), data]
        quoted = ", ".join(f'"{name}"' for name in named)
        lines.append(f"roles_catalog = {quoted if len(named) == 1 else f'[{quoted}]'}")
    if own is not None and own.is_document and project.markup == "md":
        adds = "+=" if "exclude_patterns" in project.values else "="
        lines.append(f'exclude_patterns {adds} ["{data}"]')
    return lines or ["(nothing: it loads sphinx_roles and names the catalog already)"]


def _extension(project: Project) -> str:
    values = project.values.get("extensions")
    if not values:
        return 'extensions = ["sphinx_roles"]'
    added = '("sphinx_roles",)' if isinstance(values[0], ast.Tuple) else '["sphinx_roles"]'
    return f"extensions += {added}"


def _root(project: Project) -> str:
    for suffix in (".md", ".rst", ".txt", ".ipynb"):
        path = project.folder / f"{project.root}{suffix}"
        if path.is_file():
            return shown(path)
    return "the first page"
