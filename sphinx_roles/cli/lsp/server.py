"""The server: what editors ask, in the words of the Language Server Protocol (3.17)."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from bisect import bisect_left
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from lsprotocol import types
from msgspec import Struct
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from sphinx_roles.cli.io import CommandError
from sphinx_roles.cli.lsp.answers import RENAMED, Document, complete, definition, hover, references
from sphinx_roles.cli.lsp.data import Token
from sphinx_roles.cli.lsp.workspace import Diagnostic, Project, Workspace
from sphinx_roles.cli.report import help_address
from sphinx_roles.version import __version__

_WAIT = 0.3
"""So many seconds nobody types before what is typed is checked."""
_WATCHED = (
    "**/*.{yaml,yml,json,toml,csv,tsv,md,rst,xlsx,ics}",
    "**/conf.py",
    "**/{CODEOWNERS,OWNERS,OWNERS_ALIASES}",
)
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


class _Asked(Struct, frozen=True):
    """What is at the position of a question."""

    path: Path
    line: int
    column: int
    project: Project
    document: Document

    @property
    def token(self) -> Token | None:
        return self.document.token(self.line, self.column)


class Server(LanguageServer):
    """Serves one editor. All work is done in turn, so that answers are about one state of the files."""

    def __init__(self) -> None:
        # Whole texts: parts are counted by lines, of which editors and pygls have different notions.
        super().__init__("sphinx-roles", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.files = Workspace([])
        self._timer: asyncio.TimerHandle | None = None
        self._published: dict[Path, list[Diagnostic]] = {}
        triggers = types.CompletionOptions(trigger_characters=["{", "[", "`", ":", " ", ",", '"', "/"])
        self._offer(types.INITIALIZED, self._start)
        self._offer(types.TEXT_DOCUMENT_DID_OPEN, self._open)
        self._offer(types.TEXT_DOCUMENT_DID_CHANGE, self._change)
        self._offer(types.TEXT_DOCUMENT_DID_CLOSE, self._close)
        self._offer(types.TEXT_DOCUMENT_DID_SAVE, self._read_again)
        self._offer(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._read_again)
        self._offer(types.TEXT_DOCUMENT_COMPLETION, self._complete, triggers)
        self._offer(types.TEXT_DOCUMENT_HOVER, self._hover)
        self._offer(types.TEXT_DOCUMENT_DEFINITION, self._define)
        self._offer(types.TEXT_DOCUMENT_REFERENCES, self._refer)
        self._offer(types.TEXT_DOCUMENT_RENAME, self._rename, types.RenameOptions(prepare_provider=True))
        self._offer(types.TEXT_DOCUMENT_PREPARE_RENAME, self._is_renamed)

    def _offer(self, feature: str, answer: Callable[[Any], Any], options: Any = None) -> None:
        def guarded(given: Any) -> Any:
            return self._guard(lambda: answer(given))

        self.feature(feature, options)(guarded)

    def _guard(self, work: Callable[[], Any]) -> Any:
        """Do some work; whatever goes wrong costs no more than its answer, and is a line in the log."""
        try:
            return work()
        except CommandError as error:
            # The editor shows why.
            raise JsonRpcInvalidParams(str(error)) from None
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))
            return None

    # Files

    def _start(self, given: types.InitializedParams) -> None:
        folders = [one.uri for one in self.workspace.folders.values()]
        root = self.workspace.root_uri
        self.files.folders += map(_path, folders or ([root] if root else []))
        workspace = self.client_capabilities.workspace
        watches = workspace.did_change_watched_files if workspace else None
        if watches and watches.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.client_register_capability(types.RegistrationParams([wanted]))

    def _open(self, given: types.DidOpenTextDocumentParams) -> None:
        self.files.change(_path(given.text_document.uri), given.text_document.text)
        self.check()

    def _change(self, given: types.DidChangeTextDocumentParams) -> None:
        text = self.workspace.get_text_document(given.text_document.uri).source
        self.files.change(_path(given.text_document.uri), text)
        self._check_later()

    def _close(self, given: types.DidCloseTextDocumentParams) -> None:
        self.files.change(_path(given.text_document.uri), None)
        self._check_later()

    def _read_again(self, given: Any) -> None:
        self.files.forget()
        self._check_later()

    # Problems

    def _check_later(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_WAIT, self.check)

    def check(self) -> None:
        """Publish what is wrong in data at once, and then what is in pages."""
        self._guard(lambda: self._publish(self.files.diagnostics(pages=False)))
        self._guard(lambda: self._publish(self.files.diagnostics()))

    def _publish(self, found: dict[Path, list[Diagnostic]]) -> None:
        for path in dict.fromkeys([*self._published, *found]):
            given = found.get(path, [])
            if given != self._published.get(path, []):
                shown = [self._diagnostic(one) for one in given]
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(_uri(path), shown))
        self._published = found

    def _diagnostic(self, one: Diagnostic) -> types.Diagnostic:
        related = [
            types.DiagnosticRelatedInformation(self._location(item.path, item.line, item.column), item.text)
            for item in one.related
        ]
        return types.Diagnostic(
            range=self._range(one.path, one.line, one.column, one.end),
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
        return "".join(project.lines(path)[line - 1 : line]) if project else ""

    def _units(self, text: str) -> int:
        """Count a text as the editor does: by default in code units of UTF-16."""
        return len(text) if text.isascii() else self.workspace.position_codec.client_num_units(text)

    def _range(self, path: Path, line: int, start: int, end: int) -> types.Range:
        text = self._line(path, line)
        units = [self._units(text[: column - 1]) for column in (start, end)]
        return types.Range(*(types.Position(line - 1, unit) for unit in units))

    def _location(self, path: Path, line: int, start: int, text: str = "") -> types.Location:
        return types.Location(_uri(path), self._range(path, line, start, start + len(text)))

    def _token_range(self, path: Path, token: Token) -> types.Range:
        return self._range(path, token.line, token.column, token.column + len(token.text))

    def _asked(self, given: Any, *, fresh: bool = False) -> _Asked | None:
        path, line, units = _path(given.text_document.uri), given.position.line + 1, given.position.character
        found = self.files.document(path, fresh=fresh)
        text = self._line(path, line)
        column = bisect_left(range(len(text)), units, key=lambda n: self._units(text[:n]))
        return _Asked(path, line, column + 1, *found) if found else None

    # Answers

    def _complete(self, given: types.CompletionParams) -> types.CompletionList | None:
        asked = self._asked(given)
        if asked is None:
            return None
        offer = complete(asked.document, asked.line, asked.column)
        typed = self._range(asked.path, asked.line, offer.start, asked.column)
        items = [
            types.CompletionItem(
                label=item.label,
                kind=_KINDS[item.kind],
                detail=item.detail or None,
                documentation=item.help or None,
                sort_text=f"{number:04}",
                filter_text=f"{item.label} {item.detail}".rstrip(),
                text_edit=types.TextEdit(typed, item.insert or item.label),
            )
            for number, item in enumerate(offer.items)
        ]
        return types.CompletionList(is_incomplete=offer.more, items=items)

    def _hover(self, given: types.HoverParams) -> types.Hover | None:
        asked = self._asked(given)
        if asked is None or (token := asked.token) is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, hover(asked.document.catalog, token))
        return types.Hover(content, self._token_range(asked.path, token))

    def _define(self, given: types.DefinitionParams) -> types.Location | None:
        asked = self._asked(given)
        at = definition(asked.document.catalog, token) if asked and (token := asked.token) else None
        # The data of an installed package is not below the project.
        path = asked.project.path(at.file) if asked and at else None
        return self._location(path, at.line, at.column) if at and path and path.is_file() else None

    def _refer(self, given: types.ReferenceParams) -> list[types.Location] | None:
        asked = self._asked(given, fresh=True)
        if asked is None or (token := asked.token) is None:
            return None
        found = references(asked.project.documents(), token)
        places = ((asked.project.path(document.file), one) for document, one in found)
        return [self._location(path, one.line, one.column, one.text) for path, one in places]

    def _rename(self, given: types.RenameParams) -> types.WorkspaceEdit | None:
        asked = self._asked(given, fresh=True)
        if asked is None:
            return None
        edits = self.files.rename(asked.path, asked.line, asked.column, given.new_name)
        return types.WorkspaceEdit(
            changes={
                _uri(path): [types.TextEdit(self._token_range(path, one), new) for one, new in some]
                for path, some in edits.items()
            }
        )

    def _is_renamed(self, given: types.PrepareRenameParams) -> types.Range | None:
        asked = self._asked(given)
        token = asked.token if asked else None
        return self._token_range(asked.path, token) if asked and token and token.kind in RENAMED else None


def _uri(path: Path) -> str:
    return from_fs_path(str(path)) or path.as_uri()


def _path(uri: str) -> Path:
    """Return the real path of an address; what is no file has one that leads nowhere."""
    return Path(os.path.realpath(to_fs_path(uri) or os.devnull))


def serve() -> None:
    """Serve over standard input and output. What pygls reports of itself stays out of the editor's log."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    # What anybody prints would be taken for an answer; and pygls closes what it writes to.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers, redirect_stdout(sys.stderr):
        Server().start_io(stdout=answers)
