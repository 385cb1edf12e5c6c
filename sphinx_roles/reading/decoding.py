"""Bytes to text: UTF-8 with or without a mark, UTF-16 with one; lines end with line feeds."""

from __future__ import annotations

import codecs

from sphinx_roles.problems import Code
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import pack

__all__ = ["decode"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decode(data: bytes, sheet: Sheet) -> str | None:
    """Return the text of a file; None, with one problem told, where it is too large or no text."""
    limit = sheet.limits.size
    if len(data) > limit:
        sheet.tell(Code.TOO_LARGE, f"the file has more than {limit} bytes, the limit for reading", pack(1, 1))
        sheet.cut = True
        return None
    if data.startswith(_UTF32):
        sheet.tell(Code.ENCODING, "the file is UTF-32; UTF-8 is expected", pack(1, 1))
        sheet.cut = True
        return None
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        return _lines(body.decode(encoding))
    except UnicodeDecodeError as error:
        before = _lines(body[: error.start].decode(encoding, "replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        byte = f"0x{body[error.start]:02X}"
        name = encoding.upper()[: 6 if encoding.startswith("utf-16") else 5]
        sheet.tell(
            Code.ENCODING,
            f"the byte {byte} is no {name}; save the file as UTF-8",
            pack(line, column),
        )
        sheet.cut = True
        return None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
