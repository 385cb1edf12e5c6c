"""The server: what editors ask, in the words of the Language Server Protocol (3.17)."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from sphinx_roles.cli.io import CommandError
from sphinx_roles.cli.lsp.answers import complete, definition, hover, references
from sphinx_roles.cli.lsp.workspace import Diagnostic, Project, Workspace
from sphinx_roles.cli.report import help_address
from sphinx_roles.problems import Location
from sphinx_roles.version import __version__

_WAIT = 0.3
"""So many seconds nobody types before what is typed is checked."""
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "hint": types.DiagnosticSeverity.Information,
}
_KINDS = {
    "name": types.CompletionItemKind.Reference,
    "field": types.CompletionItemKind.Field,
    "word": types.CompletionItemKind.EnumMember,
    "view": types.CompletionItemKind.Function,
}
P = ParamSpec("P")
R = TypeVar("R")


class Server(LanguageServer):
    """Serves one editor. All work is done in turn, so that answers are about one state of the files."""

    def __init__(self) -> None:
        # Whole texts: what is told of changes counts lines by other characters than we do.
        super().__init__("sphinx-roles", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.files = Workspace([])
        self._timer: asyncio.TimerHandle | None = None
        self._published: dict[Path, list[Diagnostic]] = {}

    def guarded(self, work: Callable[[], R], otherwise: R) -> R:
        """Do some work; whatever goes wrong costs no more than its answer, and is a line in the log."""
        try:
            return work()
        except JsonRpcInvalidParams:
            raise
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))
            return otherwise

    # Problems

    def check_later(self) -> None:
        """Check when nobody has typed for a while."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_WAIT, self.check)

    def check(self) -> None:
        """Tell what is wrong in data at once, and then what is in pages."""
        self.guarded(lambda: self._publish(self.files.diagnostics(pages=False)), None)
        self.guarded(lambda: self._publish(self.files.diagnostics()), None)

    def _publish(self, found: dict[Path, list[Diagnostic]]) -> None:
        for path in dict.fromkeys([*self._published, *found]):
            given = found.get(path, [])
            if given != self._published.get(path, []):
                given_there = [self._diagnostic(one) for one in given]
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri_of(path), given_there)
                )
        self._published = found

    def _diagnostic(self, one: Diagnostic) -> types.Diagnostic:
        related = [
            types.DiagnosticRelatedInformation(
                types.Location(uri_of(item.path), self.range(item.path, item.line, item.column, item.end)),
                item.text,
            )
            for item in one.related
        ]
        return types.Diagnostic(
            range=self.range(one.path, one.line, one.column, one.end),
            message=one.text,
            severity=_SEVERITIES[one.severity],
            code=one.code,
            code_description=types.CodeDescription(help_address(one.code)),
            source="sphinx-roles",
            related_information=related or None,
        )

    # Positions

    def _line(self, path: Path, line: int) -> str:
        project = self.files.project(path)
        lines = project.lines(path) if project else []
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def range(self, path: Path, line: int, start: int, end: int) -> types.Range:
        """Return a stretch of a line, with columns as the editor counts them."""
        text, encoding = self._line(path, line), _encoding(self)
        units = [_units(text[: column - 1], encoding) for column in (start, end)]
        return types.Range(*(types.Position(line - 1, unit) for unit in units))

    def location(self, project: Project, at: Location) -> types.Location:
        """Return a place in the data."""
        path = Path(os.path.realpath(project.root / at.file))
        return types.Location(uri_of(path), self.range(path, at.line, at.column, at.column))

    def place(self, given: Any) -> tuple[Path, int, int]:
        """Return the file, line and column of a position."""
        path, line = path_of(given.text_document.uri), given.position.line + 1
        text, encoding, units = self._line(path, line), _encoding(self), given.position.character
        column = next((n for n in range(len(text)) if _units(text[:n], encoding) >= units), len(text))
        return path, line, column + 1


def _encoding(server: LanguageServer) -> str:
    return str(getattr(server.workspace.position_encoding, "value", server.workspace.position_encoding))


def _units(text: str, encoding: str) -> int:
    """Count the code units of a text: by default those of UTF-16."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def uri_of(path: Path) -> str:
    """Return the address of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def path_of(uri: str) -> Path:
    """Return the real path of an address; what is no file has one that leads nowhere."""
    return Path(os.path.realpath(to_fs_path(uri) or os.devnull))


def make_server() -> Server:
    """Return a server that has all that is offered."""
    server = Server()

    def offered(feature: str, options: Any = None) -> Callable[[Callable[[Any], R]], Callable[..., Any]]:
        def register(answer: Callable[[Any], R]) -> Callable[..., Any]:
            @wraps(answer)
            def guarded(given: Any) -> R | None:
                return server.guarded(lambda: answer(given), None)

            server.feature(feature, options)(guarded)
            return answer

        return register

    _follow_files(server, offered)
    _answer(server, offered)
    return server


Offer = Callable[..., Callable[[Callable[[Any], Any]], Callable[..., Any]]]


def _follow_files(server: Server, offered: Offer) -> None:
    """Take part in what happens to files."""

    @offered(types.INITIALIZED)
    def initialized(given: types.InitializedParams) -> None:
        folders = [one.uri for one in server.workspace.folders.values()]
        root = server.workspace.root_uri
        server.files.folders += [path_of(uri) for uri in folders or ([root] if root else [])]

    @offered(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(given: types.DidOpenTextDocumentParams) -> None:
        server.files.change(path_of(given.text_document.uri), given.text_document.text)
        server.check()

    @offered(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(given: types.DidChangeTextDocumentParams) -> None:
        text = server.workspace.get_text_document(given.text_document.uri).source
        server.files.change(path_of(given.text_document.uri), text)
        server.check_later()

    @offered(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(given: types.DidCloseTextDocumentParams) -> None:
        server.files.change(path_of(given.text_document.uri), None)
        server.check_later()

    @offered(types.TEXT_DOCUMENT_DID_SAVE)
    @offered(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def written(given: Any) -> None:
        server.files.forget()
        server.check_later()


def _answer(server: Server, offered: Offer) -> None:
    """Answer what an editor asks of a position."""

    @offered(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=["{", "[", "`", ":", " ", ",", '"', "/"]),
    )
    def completion(given: types.CompletionParams) -> types.CompletionList | None:
        path, line, column = server.place(given)
        found = server.files.document(path)
        if found is None:
            return None
        offer = complete(found[1], line, column)
        typed = server.range(path, line, offer.start, column)
        items = [
            types.CompletionItem(
                label=item.label,
                kind=_KINDS[item.kind],
                detail=item.detail or None,
                documentation=item.help or None,
                sort_text=f"{number:04}",
                filter_text=item.label if not item.detail else f"{item.label} {item.detail}",
                text_edit=types.TextEdit(typed, item.insert or item.label),
            )
            for number, item in enumerate(offer.items)
        ]
        return types.CompletionList(is_incomplete=offer.more, items=items)

    @offered(types.TEXT_DOCUMENT_HOVER)
    def hovered(given: types.HoverParams) -> types.Hover | None:
        path, line, column = server.place(given)
        found = server.files.document(path)
        token = found[1].token(line, column) if found else None
        if found is None or token is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, hover(found[1].catalog, token))
        end = token.column + len(token.text)
        return types.Hover(content, server.range(path, token.line, token.column, end))

    @offered(types.TEXT_DOCUMENT_DEFINITION)
    def defined(given: types.DefinitionParams) -> types.Location | None:
        path, line, column = server.place(given)
        found = server.files.document(path)
        token = found[1].token(line, column) if found else None
        at = definition(found[1].catalog, token) if found and token else None
        return server.location(found[0], at) if found and at else None

    @offered(types.TEXT_DOCUMENT_REFERENCES)
    def referred(given: types.ReferenceParams) -> list[types.Location] | None:
        path, line, column = server.place(given)
        found = server.files.document(path, fresh=True)
        token = found[1].token(line, column) if found else None
        if found is None or token is None:
            return None
        project, places = found[0], []
        for document, one in references(project.documents(), token):
            there = Path(os.path.realpath(project.root / document.file))
            stretch = server.range(there, one.line, one.column, one.column + len(one.text))
            places.append(types.Location(uri_of(there), stretch))
        return places

    @offered(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def renamed(given: types.RenameParams) -> types.WorkspaceEdit | None:
        path, line, column = server.place(given)
        try:
            edits = server.files.rename(path, line, column, given.new_name)
        except CommandError as error:
            raise JsonRpcInvalidParams(str(error)) from None
        changes = {
            uri_of(file): [
                types.TextEdit(server.range(file, one.line, one.column, one.column + len(one.text)), new)
                for one, new in some
            ]
            for file, some in edits.items()
        }
        return types.WorkspaceEdit(changes=changes)

    @offered(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def renamable(given: types.PrepareRenameParams) -> types.Range | None:
        path, line, column = server.place(given)
        found = server.files.document(path)
        token = found[1].token(line, column) if found else None
        if token is None or token.kind not in ("role", "responsibility"):
            return None
        return server.range(path, token.line, token.column, token.column + len(token.text))


def serve() -> None:
    """Serve over standard input and output. What pygls reports of itself stays out of the editor's log."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    # What anybody prints would be taken for an answer; and pygls closes what it writes to.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers, redirect_stdout(sys.stderr):
        make_server().start_io(stdout=answers)
