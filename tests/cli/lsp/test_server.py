"""A session of an editor over standard input and output, with the client that pygls has."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls.lsp.client")

from cli.lsp.projects import OTHER, PAGE, ROLES, write
from lsprotocol import types
from pygls.lsp.client import LanguageClient

import sphinx_roles
from sphinx_roles.cli import main


class Editor(LanguageClient):
    """A client that keeps what is published, and can wait for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__("editor", "1")
        self.folder = folder
        self.published: dict[str, list[types.Diagnostic]] = {}
        self.logged: list[str] = []
        self.watched: list[str] = []
        self.came = asyncio.Event()
        self.changes = 1

        def published(given: types.PublishDiagnosticsParams) -> None:
            self.published[given.uri.rpartition("/")[2]] = [*given.diagnostics]
            self.came.set()

        def logged(given: types.LogMessageParams) -> None:
            self.logged.append(given.message)

        def registered(given: types.RegistrationParams) -> None:
            self.watched += [one.method for one in given.registrations]

        self.feature(types.CLIENT_REGISTER_CAPABILITY)(registered)
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
        self.feature(types.WINDOW_LOG_MESSAGE)(logged)

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier((self.folder / name).as_uri())

    async def until(
        self, name: str, wanted: Callable[[list[types.Diagnostic]], object]
    ) -> list[types.Diagnostic]:
        """Wait until what is published of a file is as wanted."""
        async with asyncio.timeout(30):
            while not (name in self.published and wanted(self.published[name])):
                self.came.clear()
                await self.came.wait()
        return self.published[name]

    def open(self, name: str, text: str) -> None:
        item = types.TextDocumentItem(self.document(name).uri, "text", self.changes, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, text: str) -> None:
        self.changes += 1
        there = types.VersionedTextDocumentIdentifier(self.changes, self.document(name).uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(there, [change]))


def session(folder: Path, talk: Callable[[Editor], Awaitable[None]]) -> Editor:
    """Start the command, talk with it, and see it end well; it must not have logged an error."""

    async def talked() -> Editor:
        editor = Editor(folder)
        path = os.pathsep.join(
            [str(Path(sphinx_roles.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        )
        words = [sys.executable, "-m", "sphinx_roles", "lsp", "--stdio"]
        await editor.start_io(*words, env={**os.environ, "PYTHONPATH": path}, cwd=str(folder))
        watches = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        able = types.ClientCapabilities(types.WorkspaceClientCapabilities(did_change_watched_files=watches))
        given = types.InitializeParams(able, root_uri=folder.as_uri())
        await editor.initialize_async(given)
        editor.initialized(types.InitializedParams())
        await talk(editor)
        await editor.shutdown_async(None)
        editor.exit(None)
        process: Any = editor._server
        assert await asyncio.wait_for(process.wait(), 30) == 0
        assert editor.logged == []
        return editor

    return asyncio.run(talked())


def unknown(one: types.Diagnostic) -> bool:
    return one.code == "unknown-role"


def at(text: str, word: str, offset: int = 1) -> types.Position:
    """Return the position in a word, as editors count: code units of UTF-16."""
    before = text[: text.index(word) + offset]
    line = before.rpartition("\n")[2]
    return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def test_a_session(tmp_path: Path) -> None:
    folder = write(tmp_path)
    page = PAGE.replace("# Who\n", "# Who\n\n😀 {org:role}`nobody` and {org:role}`platform`\n")

    async def talk(editor: Editor) -> None:
        editor.open("roles.yaml", ROLES.replace("covered_by: sre", "covered_by: sree"))
        (wrong,) = filter(unknown, await editor.until("roles.yaml", lambda found: any(map(unknown, found))))
        assert wrong.message == "no role answers to 'sree'; did you mean 'sre'?"
        assert (wrong.severity, wrong.source) == (types.DiagnosticSeverity.Error, "sphinx-roles")
        assert wrong.code_description is not None
        assert wrong.code_description.href.endswith("rules.html#rule-unknown-role")
        editor.type("roles.yaml", ROLES)
        await editor.until("roles.yaml", lambda found: not any(map(unknown, found)))
        editor.open("page.md", page)
        (missing,) = await editor.until("page.md", lambda found: found)
        assert (missing.message, missing.code) == ("no role 'nobody'", "ref")
        assert (missing.range.start, missing.range.end) == (at(page, "nobody", 0), at(page, "nobody", 6))
        await ask(editor, page)
        editor.type("page.md", "# Who\n\n{org:role}`pl")
        cursor = types.CompletionParams(editor.document("page.md"), types.Position(2, 13))
        offered = await editor.text_document_completion_async(cursor)
        assert isinstance(offered, types.CompletionList)
        assert [one.text_edit for one in offered.items] == [
            types.TextEdit(types.Range(types.Position(2, 11), types.Position(2, 13)), "platform")
        ]
        assert editor.watched == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
        conf = folder / "conf.py"
        conf.write_text(conf.read_text("utf-8") + "roles_rules = {'nothing': 'off'}\n")
        event = types.FileEvent(conf.as_uri(), types.FileChangeType.Changed)
        editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await editor.until("conf.py", lambda found: found)
        (folder / "roles.yaml").unlink()
        editor.text_document_did_close(types.DidCloseTextDocumentParams(editor.document("roles.yaml")))
        await editor.until("roles.yaml", lambda found: not found)

    session(folder, talk)


async def ask(editor: Editor, page: str) -> None:
    """Ask what there is to ask of a role on a page."""
    document, position = editor.document("page.md"), at(page, "platform")
    shown = await editor.text_document_hover_async(types.HoverParams(document, position))
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert shown.contents.value.startswith("**Platform Engineer** `platform`, vacant, covered by Site")
    assert shown.range == types.Range(at(page, "platform", 0), at(page, "platform", 8))
    where = await editor.text_document_definition_async(types.DefinitionParams(document, position))
    assert isinstance(where, types.Location)
    assert (where.uri, where.range.start) == (editor.document("roles.yaml").uri, at(ROLES, "  platform", 2))
    used = await editor.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=True), document, position)
    )
    assert {one.uri.rpartition("/")[2] for one in used or ()} == {"roles.yaml", "page.md", "other.rst"}
    may = await editor.text_document_prepare_rename_async(types.PrepareRenameParams(document, position))
    assert may == shown.range
    made = await editor.text_document_rename_async(types.RenameParams(document, position, "tools"))
    assert made is not None
    assert {uri.rpartition("/")[2]: len(edits) for uri, edits in (made.changes or {}).items()} == {
        "roles.yaml": ROLES.count("platform"),
        "page.md": page.count("platform"),
        "other.rst": OTHER.count("platform"),
    }
    with pytest.raises(Exception, match="'sre' is taken: it already names a role"):
        await editor.text_document_rename_async(types.RenameParams(document, position, "sre"))


def test_a_broken_project_ends_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, **{"conf.py": "roles_catalog = (\n", "roles.yaml": "roles: {sre: {na"})

    async def talk(editor: Editor) -> None:
        for name, text in {
            "roles.yaml": "roles: {sre: {na",
            "page.md": PAGE,
            "gone.rst": "x",
            "x.bin": "\0",
        }.items():
            editor.open(name, text)
        await editor.until("roles.yaml", lambda found: found)
        await editor.until("conf.py", lambda found: found)
        for name in ("roles.yaml", "page.md", "gone.rst", "x.bin", "conf.py"):
            document, far = editor.document(name), types.Position(900, 900)
            await editor.text_document_completion_async(types.CompletionParams(document, far))
            await editor.text_document_hover_async(types.HoverParams(document, far))
            await editor.text_document_definition_async(types.DefinitionParams(document, far))

    session(folder, talk)


def test_without_pygls_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls").mkdir()
    (tmp_path / "pygls/__init__.py").write_text("raise ImportError('broken', name='pygls')\n")
    path = os.pathsep.join([str(tmp_path), str(Path(sphinx_roles.__file__).parents[1])])
    words = [sys.executable, "-m", "sphinx_roles", "lsp"]
    run = subprocess.run(
        words, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr == (
        "sphinx-roles: an editor is served with pygls 2, which is not installed: "
        "pip install 'sphinx-role-cards[lsp]'\n"
    )


def test_it_is_among_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "lsp         serve an editor" in capsys.readouterr().out
