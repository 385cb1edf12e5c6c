"""What is kept between builds beside the doctrees: records, each in a file of its own.

A file that is missing, damaged, foreign or of another version of ours is passed over, and
written anew: it only saves work. Nothing in it is code; it is MessagePack, read by its type.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import msgpack

from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Place
from sphinx_roles.version import __version__

__all__ = ["Store", "fingerprint"]

Kept = TypeVar("Kept")

_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
_HEAD = f"sphinx-roles {__version__} {msgspec.__version__} {_PYTHON}\n".encode()
"""Texts are folded by tables of Python's, so another Python is another version."""
_SUM = 16
_TEXT, _PROSE = 1, 2


def fingerprint(*parts: object) -> str:
    """Return a short digest of values that MessagePack can hold; equal values have an equal one."""
    packed = msgpack.encode(parts, enc_hook=str, order="deterministic")
    return hashlib.blake2b(packed, digest_size=_SUM).hexdigest()


class Store:
    """A folder of records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, name: str, kind: type[Kept]) -> Kept | None:
        """Return the record of a name; None where there is none that can be trusted."""
        try:
            found = (self.folder / name).read_bytes()
        except OSError:
            return None
        rest = memoryview(found)[len(_HEAD) :]
        if not found.startswith(_HEAD) or _sum(rest[_SUM:]) != rest[:_SUM]:
            return None
        try:
            return msgpack.decode(rest[_SUM:], type=kind, ext_hook=_text)
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
            return None

    def save(self, name: str, record: Any) -> None:
        """Keep a record; whoever reads it meanwhile gets the old one or the new one, whole.

        A folder that cannot be written keeps nothing, and the next build does the work again.
        """
        packed = msgpack.encode(record, enc_hook=_ext)
        path = self.folder / name
        # Two builds at a time do not share a half-written file.
        fresh = path.with_name(f"{name}.{os.getpid()}.new")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(b"".join((_HEAD, _sum(packed), packed)))
            fresh.replace(path)

    def keep(self, prefix: str, names: set[str]) -> None:
        """Remove the records whose names begin with ``prefix``, but for ``names``."""
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f"{prefix}*"):
                if path.name not in names:
                    path.unlink(missing_ok=True)


def _sum(packed: bytes | memoryview) -> bytes:
    return hashlib.blake2b(packed, digest_size=_SUM).digest()


def _ext(value: Any) -> msgpack.Ext:
    if not isinstance(value, Text):
        raise TypeError(f"{type(value).__name__} cannot be kept")
    place = value.place
    words = (str(value), place.file, place.line, place.column) if place else (str(value),)
    return msgpack.Ext(_PROSE if isinstance(value, Prose) else _TEXT, msgpack.encode(words))


def _text(code: int, packed: memoryview) -> Text:
    value, *at = msgpack.decode(packed)
    return (Prose if code == _PROSE else Text)(value, Place(*at) if at else None)
