"""The projects of the files that are open in an editor, and what is wrong with them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from sphinx_roles.catalog.formats import FORMATS, format_of, text_of
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.sources import Source
from sphinx_roles.cli.check import issues_of
from sphinx_roles.cli.io import DOCUMENTS, CommandError
from sphinx_roles.cli.lsp.answers import Document, check_rename, rename
from sphinx_roles.cli.lsp.data import Token
from sphinx_roles.cli.project import Opened, near_conf, opened, pages_of
from sphinx_roles.cli.report import Issue
from sphinx_roles.model import Catalog
from sphinx_roles.problems import CONF, Location

if TYPE_CHECKING:
    from sphinx_roles.cli.lsp.pages import PageReader

Edits = dict[Path, list[tuple[Token, str]]]


class Diagnostic(Struct, frozen=True):
    """What is wrong at a place of a file, up to the column ``end``; ``related`` are further places."""

    path: Path
    line: int
    column: int
    end: int
    severity: str
    code: str
    text: str
    related: tuple[Diagnostic, ...] = ()


class Project:
    """The catalogs of a folder or file, ``key``, as they were when it was opened.

    ``before`` is the same as it was opened before.
    """

    def __init__(self, key: str, found: Opened, before: Project | None = None) -> None:
        self.key, self.opened, self.root = key, found, Path(os.path.realpath(found.root))
        self.path = cache(lambda file: Path(os.path.realpath(self.root / file)))
        """The real path of a file as it is shown, or as it leads from this folder."""
        read = dict(found.registry.catalogs)
        # While somebody types, half of the data may be unread: names stay as they were.
        old: dict[str, Catalog] = before.catalogs if before else {}
        self.catalogs: dict[str, Catalog] = {
            name: old.get(name, one) if one.incomplete else one for name, one in read.items()
        }
        self.whole = not any(one.incomplete for one in read.values())
        self.files: dict[Path, tuple[str, str]] = {}
        """The data by its real paths: how a file is shown, and the name of its catalog."""
        for name, catalog in read.items():
            for file in catalog.files:
                self.files.setdefault(self.path(file), (file, name))
        self._lines: dict[Path, tuple[str | None, list[str]]] = {}

    @cached_property
    def issues(self) -> list[Issue]:
        """All that reading and the audit have found."""
        return issues_of(self.opened)

    def is_page(self, path: Path) -> bool:
        """Return whether a file is a page, and no data."""
        named = _is_document(path) and path not in self.files and path.is_relative_to(self.root)
        return named and (self.root / CONF.file).is_file()

    def may_read(self, path: Path) -> bool:
        """Return whether a file is data, or may be data that a page names."""
        return path in self.files or (not _is_document(path) and path.is_relative_to(self.root))

    def text(self, path: Path) -> str | None:
        """Return the text of a file, as an editor has it; None where it cannot be read."""
        return text_of(Source(path, path.name), ReadContext(path.name, []), self.opened.conf.unsaved)

    def lines(self, path: Path) -> list[str]:
        """Return the lines of a file; those that no editor has open are read once."""
        text = self.opened.conf.unsaved.get(str(path))
        if path not in self._lines or self._lines[path][0] is not text:
            self._lines[path] = text, (self.text(path) or "").split("\n")
        return self._lines[path][1]

    def document(self, path: Path) -> Document | None:
        """Return a file with the catalog that it is of; None where it cannot be read."""
        file, name = self.files.get(path, (Path(os.path.relpath(path, self.root)).as_posix(), ""))
        text = self.text(path)
        catalog = self.catalogs.get(name) or next(iter(self.catalogs.values()), Catalog())
        return None if text is None else Document(file, text, catalog, self.catalogs, self.is_page(path))

    def documents(self) -> Iterator[Document]:
        """Yield all data and all pages."""
        is_project = (self.root / CONF.file).is_file()
        names = pages_of(self.root, self.opened.conf, _is_document) if is_project else []
        paths = dict.fromkeys([*self.files, *map(self.path, names)])
        yield from filter(None, map(self.document, paths))


def _is_document(path: Path) -> bool:
    return format_of(path.name) in DOCUMENTS


class Workspace:
    """The open files by their real paths, with their texts, and their projects."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders
        self.unsaved: dict[str, str] = {}
        self._projects: dict[str, Project | None] = {}
        self._before: dict[str, Project] = {}
        self._stale: set[str] = set()
        self._readers: dict[Path, PageReader] = {}
        self._read: dict[Path, tuple[Project, str, list[Diagnostic]]] = {}
        """What reading has found in each open page, with what it was read from."""

    # Files

    def change(self, path: Path, text: str | None) -> None:
        """Note the text of an open file; None: it is closed."""
        if text is None:
            self.unsaved.pop(str(path), None)
            self._read.pop(path, None)
        else:
            self.unsaved[str(path)] = text.replace("\r\n", "\n").replace("\r", "\n")
        for key, one in self._projects.items():
            # What is typed in a page changes no data, and data may come where there was none.
            if one.may_read(path) if one else not _is_document(path):
                self._stale.add(key)

    def forget(self) -> None:
        """Note that data may have changed: it is read again when it is next asked for."""
        self._stale |= self._projects.keys()

    def project(self, path: Path, *, fresh: bool = False) -> Project | None:
        """Return the project of a file: that of the conf.py near it or of its folder, else the file alone."""
        if fresh:
            for key in self._stale:
                if (old := self._projects.pop(key, None)) is not None:
                    self._before[key] = old
            self._stale = set()
        found = (self._open(key) for key in self._keys(path))
        return next((one for one in found if one and (path in one.files or one.is_page(path))), None)

    def _keys(self, path: Path) -> Iterator[str]:
        folder = near_conf([path])
        if folder is not None:
            yield str(folder)
        # Whose folder would be searched for data should be one that has some.
        pattern = FORMATS[form].ours if (form := format_of(path.name)) else b""
        if pattern and path.is_file() and re.search(pattern, self.unsaved.get(str(path), "").encode()):
            around = [one for one in self.folders if path.is_relative_to(one)]
            yield str(max(around, key=lambda one: len(one.parts), default=path.parent))
            yield str(path)

    def _open(self, key: str) -> Project | None:
        if key not in self._projects:
            try:
                self._projects[key] = Project(key, opened([key], self.unsaved), self._before.get(key))
            except (CommandError, OSError):
                # There is no catalog, or no longer.
                self._projects[key] = None
        return self._projects[key]

    def document(self, path: Path, *, fresh: bool = False) -> tuple[Project, Document] | None:
        """Return a file with its project; None for one that is not ours."""
        project = self.project(path, fresh=fresh)
        document = project.document(path) if project else None
        return (project, document) if project and document else None

    # What is wrong

    def diagnostics(self, *, pages: bool = True) -> dict[Path, list[Diagnostic]]:
        """Return what is wrong with the projects of the open files, by file.

        Without ``pages``, of pages what is known already: to read them takes longer.
        """
        found: dict[Path, list[Diagnostic]] = {}
        open_files = [Path(one) for one in self.unsaved]
        for project in dict.fromkeys(filter(None, [self.project(path, fresh=True) for path in open_files])):
            given = [_diagnostic(project, issue) for issue in project.issues]
            for path in filter(project.is_page, open_files):
                if pages:
                    given += self._of_page(project, path)
                elif path in self._read:
                    given += self._read[path][2]
            for one in dict.fromkeys(given):
                found.setdefault(one.path, []).append(one)
        return found

    def _of_page(self, project: Project, path: Path) -> list[Diagnostic]:
        text, kept, conf = self.unsaved[str(path)], self._read.get(path), project.opened.conf
        if kept is None or kept[0] is not project or kept[1] != text:
            reader = self._readers.get(project.root)
            if reader is None or reader.settings != conf.values:
                # Imported here, as Sphinx takes a while, and data does not need it.
                from sphinx_roles.cli.lsp.pages import PageReader

                reader = self._readers[project.root] = PageReader(project.opened)
            found = [
                _at(project, at, ("warning", code, words))
                for at, code, words in reader.read(project.opened, path, text)
                if conf.suppressed.isdisjoint(("roles", "roles.*", f"roles.{code}"))
            ]
            kept = self._read[path] = project, text, found
        return kept[2]

    # A new id

    def rename(self, path: Path, line: int, column: int, new: str) -> Edits:
        """Return what to write where, so that something has another id. CommandError where that cannot be.

        The data is read again as it would be then: a rename breaks nothing.
        """
        found = self.document(path, fresh=True)
        token = found[1].token(line, column) if found else None
        if found is None or token is None:
            raise CommandError("no role or responsibility is here")
        project, document = found
        new = check_rename(document.catalog, token, new)
        if not project.whole:
            raise CommandError("some of the data cannot be read; correct that before you rename something")
        edits: Edits = {}
        for other, one in rename(project.documents(), document.catalog, token):
            edits.setdefault(project.path(other.file), []).append((one, new))
        self._try(project, edits)
        return edits

    def _try(self, project: Project, edits: Edits) -> None:
        """Read the data as it would be. CommandError where something would be wrong that is not now."""
        texts = {str(path): _edited(project.lines(path), some) for path, some in edits.items()}
        then = opened([project.key], {**self.unsaved, **texts})
        was = project.opened.problems
        more = Counter(problem.code for problem in then.problems) - Counter(problem.code for problem in was)
        if more:
            # A new id moves no line.
            known = {(one.code, one.location.file, one.location.line) for one in was}
            new = [one for one in then.problems if one.code in more]
            new.sort(key=lambda one: (one.code, one.location.file, one.location.line) in known)
            raise CommandError(f"nothing is renamed, as that would be wrong then: {new[0]}")


def _edited(lines: list[str], edits: list[tuple[Token, str]]) -> str:
    """Return a text with names replaced."""
    lines = [*lines]
    for token, new in sorted(edits, key=lambda one: (one[0].line, one[0].column), reverse=True):
        line, start = lines[token.line - 1], token.column - 1
        lines[token.line - 1] = line[:start] + new + line[start + len(token.text) :]
    return "\n".join(lines)


_RELATED = 10
_WORD = re.compile(r"[\w.+#@/-]+|\S")


def _diagnostic(project: Project, issue: Issue) -> Diagnostic:
    location = Location(str(issue.path.absolute()), issue.line, issue.column)
    # An editor lists them all: of hundreds, nobody reads the last.
    related = tuple(_diagnostic(project, item) for item in issue.items[:_RELATED])
    return _at(project, location, (str(issue.severity), issue.rule, issue.text), related)


def _at(
    project: Project, at: Location, about: tuple[str, str, str], related: tuple[Diagnostic, ...] = ()
) -> Diagnostic:
    """Return what is wrong at a place, with the word there."""
    path = project.path(at.file)
    lines = project.lines(path)
    word = _WORD.match(lines[at.line - 1], at.column - 1) if at.line <= len(lines) else None
    return Diagnostic(path, at.line, at.column, word.end() + 1 if word else at.column, *about, related)
