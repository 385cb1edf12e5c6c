"""Opens files: bytes to text, within the limits, and which format a file has."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from sphinx_roles.catalog.formats import SUFFIXES
from sphinx_roles.catalog.nodes import ReadContext, pack
from sphinx_roles.catalog.sources import Source
from sphinx_roles.problems import Code

# UTF-32 comes first, as its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, context: ReadContext) -> str | None:
    """Return the text of a file, UTF-8 or UTF-16 with a mark; lines end with line feeds.

    None, with one problem reported, where it is too large or not a text.
    """
    limit = context.limits.size
    mark, encoding = next((one for one in _MARKS if data.startswith(one[0])), (b"", "utf-8"))
    code, text, at = Code.ENCODING, "the file is UTF-32; UTF-8 is expected", pack(1, 1)
    if len(data) > limit:
        code, text = Code.TOO_LARGE, f"the file has more than {limit} bytes, the limit for reading"
    elif encoding != "utf-32":
        body = data[len(mark) :]
        try:
            return as_lines(body.decode(encoding))
        except UnicodeDecodeError as error:
            before = as_lines(body[: error.start].decode(encoding, "replace"))
            at = pack(before.count("\n") + 1, len(before) - before.rfind("\n"))
            byte = body[error.start]
            text = f"the byte 0x{byte:02X} is no {encoding[:6].upper()}; save the file as UTF-8"
    context.report(code, text, at)
    context.cut = True
    return None


def as_lines(text: str) -> str:
    """Return a text whose lines end with line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def format_of(path: str) -> str | None:
    """Return the format of a path by its suffix."""
    return SUFFIXES.get(PurePosixPath(path).suffix.casefold())


_NONE: Mapping[str, str] = MappingProxyType({})


def text_of(source: Source, context: ReadContext, unsaved: Mapping[str, str] = _NONE) -> str | None:
    """Read the text of a file; None, with one problem reported, where it cannot be read."""
    if unsaved and (text := unsaved.get(os.path.realpath(source.path))) is not None:
        return decode(text.encode("utf-8", "surrogatepass"), context)
    at, about = pack(1, 1), {"path": source.shown}
    try:
        with open(source.path, "rb", opener=_without_waiting) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                # As many bytes as are asked for are set aside at once.
                most = min(context.limits.size, os.fstat(file.fileno()).st_size)
                return decode(file.read(most + 1), context)
        context.report(Code.UNREADABLE_FILE, "{path!r} is no ordinary file", at, about)
    except FileNotFoundError:
        context.report(Code.MISSING_FILE, "the file {path!r} is not there", at, about)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        message = "{path!r} cannot be read: {reason}"
        context.report(Code.UNREADABLE_FILE, message, at, about, reason=reason)
    context.cut = True
    return None


def _without_waiting(path: str, flags: int) -> int:
    """Open a file so that a pipe without a writer does not keep the build waiting."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
