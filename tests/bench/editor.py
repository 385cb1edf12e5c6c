"""What an editor waits for: ``python -m tests.bench.editor``.

A whole session over standard input and output. Completion is the server's own CPU, from the question to the answer;
the first problems after a file is opened stand beside the command ``check`` of that file.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from .projects import Size, matrix_catalog

BOUNDS = (50.0, 1.0)
"""Milliseconds of a completion, and the first problems by the time of a check and 0.2 s."""
_COMMAND = [
    sys.executable,
    "-c",
    "import sys; from sphinx_roles.cli import main; sys.exit(main(sys.argv[1:]))",
]


def measured(folder: Path, size: Size, rounds: int = 5, asked: int = 100) -> tuple[float, float]:
    """Return the median of the milliseconds for a completion, and the ratio of the first problems."""
    return asyncio.run(_session(matrix_catalog(folder / "editor", size) / "roles.yaml", rounds, asked))


async def _session(path: Path, rounds: int, asked: int) -> tuple[float, float]:
    client, came = LanguageClient("bench", "1"), asyncio.Event()
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda given: came.set())
    await client.start_io(*_COMMAND, "lsp")
    await client.initialize_async(
        types.InitializeParams(types.ClientCapabilities(), root_uri=path.parent.as_uri())
    )
    client.initialized(types.InitializedParams())
    there, text = types.TextDocumentIdentifier(path.as_uri()), path.read_text("utf-8")
    checks, opens = [], []
    for number in range(rounds + 1):
        start = time.perf_counter()
        await asyncio.to_thread(subprocess.run, [*_COMMAND, "check", str(path)], stdout=subprocess.DEVNULL)
        checked = time.perf_counter() - start
        came.clear()
        start = time.perf_counter()
        # Other problems each time, as the same ones are not published again.
        written = text + f"\nnone{number}: 1\n"
        item = types.TextDocumentItem(there.uri, "yaml", number, written)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await asyncio.wait_for(came.wait(), 60)
        # The first turn fills caches; it does not count.
        checks += [checked] if number else []
        opens += [time.perf_counter() - start] if number else []
        client.text_document_did_close(types.DidCloseTextDocumentParams(there))
        await asyncio.sleep(1)
    process: Any = client._server
    costs = await _completions(client, there, text, asked, process.pid)
    await client.shutdown_async(None)
    client.exit(None)
    await process.wait()
    return statistics.median(costs) * 1000, statistics.median(opens) / (statistics.median(checks) + 0.2)


async def _completions(
    client: LanguageClient, there: types.TextDocumentIdentifier, text: str, asked: int, process: int
) -> list[float]:
    """Ask at the end of the file, where all roles and letters may come."""
    text = text.rstrip() + "\n  more:\n    assign:\n      r"
    item = types.TextDocumentItem(there.uri, "yaml", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    place = types.Position(text.count("\n"), len(text) - text.rfind("\n") - 1)
    costs = []
    for _ in range(asked + 1):
        start = _cpu(process)
        found = await client.text_document_completion_async(types.CompletionParams(there, place))
        costs.append(_cpu(process) - start)
        if not isinstance(found, types.CompletionList) or not found.items:
            raise AssertionError("nothing is offered")
    # The first one waits for the file to be read.
    return costs[1:]


def _cpu(process: int) -> float:
    """Return the seconds of CPU of a process, where the system counts them finely; else those of the clock."""
    try:
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    except OSError:
        return time.perf_counter()


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.editor", description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--roles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    size = Size((options.rows, options.roles))
    with tempfile.TemporaryDirectory() as folder:
        completion, first = measured(Path(folder), size, options.rounds)
    print(f"lsp: a completion, {size}, milliseconds of CPU: {completion:.1f} (bound {BOUNDS[0]:g})")
    print(f"lsp: first problems, {size} / (check + 0.2 s): {first:.2f} (bound {BOUNDS[1]:g})")


if __name__ == "__main__":
    main()
