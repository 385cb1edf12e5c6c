"""Where the text that a command makes goes: to a file, or to the terminal, always as UTF-8."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from sphinx_roles.cli.files import same_file, shown
from sphinx_roles.cli.outcome import CommandError, say

__all__ = ["put"]


def put(text: str, output: str | None, sources: Iterable[Path] = ()) -> None:
    """Write a text to a file, and say so, or to the standard output as it is.

    ``sources`` are files that were read: they are never overwritten.
    """
    data = text.encode()
    if output is None or output == "-":
        _print(text, data)
        return
    path = Path(output)
    if any(same_file(source, path) for source in sources if source.exists()):
        raise CommandError(f"{output} is one of the files that were read; name another one")
    if path.is_dir():
        raise CommandError(f"{output} is a folder; a file is expected")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    say(f"Wrote {shown(path)}.", to=sys.stderr)


def _print(text: str, data: bytes) -> None:
    """Print the same bytes whatever the terminal's encoding, and line ends as they are."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()
