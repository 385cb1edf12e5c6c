"""How a command ends, and how it speaks."""

from __future__ import annotations

import sys

# Not from `typing`, whose import takes longer than showing help.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["CLEAN", "FINDINGS", "NOT_RUN", "CommandError", "say"]

CLEAN = 0
FINDINGS = 1
NOT_RUN = 2


class CommandError(Exception):
    """A command cannot do what it was asked; the message says why, and what would help."""


def say(text: str, to: TextIO | None = None) -> None:
    """Write a text and a line end, whatever the terminal's encoding makes of its characters."""
    stream = to or sys.stdout
    try:
        stream.write(f"{text.rstrip()}\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(f"{text.rstrip()}\n".encode(encoding, "backslashreplace").decode(encoding))
