"""Folders of sources to be built: written so that only what differs is written again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from .data import Cards, Roles, Table

_CONF = """\
import os, pathlib

extensions = {extensions}
html_theme = "alabaster"
version = "1"
{settings}

def setup(app):
    # How many pages are read: the same line in every project, so that it costs the same.
    kept = pathlib.Path(__file__).parent / "read.txt"
    app.connect("env-before-read-docs", lambda app, env, names: kept.write_text(str(len(names))), 999)
"""


class Size(tuple[int, int]):
    """Rows by roles."""

    def __str__(self) -> str:
        return f"{self[0]:,} x {self[1]}"


def write(
    folder: Path, files: Mapping[str, str | Iterable[str]], extensions: Iterable[str] = (), settings: str = ""
) -> Path:
    """Write the files of a project, and a conf.py; a file that is as it should be keeps its time."""
    put(folder / "conf.py", _CONF.format(extensions=list(extensions), settings=settings))
    for name, text in files.items():
        put(folder / name, text if isinstance(text, str) else "".join(f"{line}\n" for line in text))
    return folder


def write_template(
    folder: Path,
    pages: Mapping[str, str | Iterable[str]],
    data: Iterable[str],
    template: str,
    extensions: Iterable[str] = (),
) -> None:
    """Write pages that datatemplates fills from ``roles.yaml`` by the template ``drawn.rst``."""
    files = {**pages, "_templates/drawn.rst": template, "roles.yaml": data}
    settings = 'templates_path = ["_templates"]\nexclude_patterns = ["_templates"]'
    write(folder, files, [*extensions, "sphinxcontrib.datatemplates"], settings)


def put(path: Path, text: str) -> None:
    """Write a file, unless it holds just this text."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def table_yaml(table: Table) -> Iterable[str]:
    """A catalog with the rows of a table, under their sections where it has some."""
    yield "roles:"
    yield from (f"  role{number}: {{name: {name}}}" for number, name in enumerate(table.heads()))
    yield "responsibilities:"
    before = None
    for row, name, letters in table.lines():
        indent = "  "
        if table.sections:
            indent = "      "
            if table.section(row) != before:
                before = table.section(row)
                yield f"  section{before}:"
                yield "    rows:"
        assign = ", ".join(f"role{column}: {letter}" for column, letter in letters.items())
        reported = f', summary: "{table.summary(row)}"' if table.marked else ""
        yield f"{indent}row{row}: {{name: {name}{reported}, assign: {{{assign}}}}}"


def cards_yaml(cards: Cards) -> Iterable[str]:
    """A catalog with the roles of cards."""
    yield "roles:"
    for role, (name, line, purpose, duties, skills) in enumerate(cards.each()):
        yield f"  role{role}:"
        yield f"    name: {name}"
        yield f"    tagline: {line}"
        yield f"    summary: {purpose}"
        yield f"    duties: [{', '.join(duties)}]"
        yield f"    skills: [{', '.join(skills)}]"


def roles_yaml(roles: Roles) -> Iterable[str]:
    """A catalog with the roles of pages, and a responsibility for each."""
    yield from cards_yaml(roles)
    yield "responsibilities:"
    for row in range(roles.number):
        others = f"role{(row + 1) % roles.number}: R, role{(row + 7) % roles.number}: C"
        yield f"  row{row}: {{name: Responsibility number {row}, assign: {{role{row}: A, {others}}}}}"


def matrix_catalog(folder: Path, size: Size) -> Path:
    """Our matrix, from YAML."""
    page = [*head("Handbook"), ".. responsibility-matrix::"]
    files = {"index.rst": page, "roles.yaml": table_yaml(Table(*size))}
    return write(folder, files, ["sphinx_roles"])


def head(title: str) -> list[str]:
    """The title of a page."""
    return [title, "=" * len(title), ""]


def toctree(names: Iterable[str], *options: str) -> list[str]:
    """A list of pages."""
    return [".. toctree::", *(f"   {one}" for one in (*options, "", *names))]


def needs_json(needs: Mapping[str, Mapping[str, object]]) -> str:
    """A file of needs, by their ids."""
    return json.dumps({"current_version": "1", "versions": {"1": {"needs": needs}}})


def pages_of(project: Path) -> dict[str, bytes]:
    """What a build has made of the pages, by their names."""
    made = project / "_build/html"
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*.html")}
