"""The formats that are read, in one table, and the way of a file to its reader: bytes to text, in limits."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from sphinx_roles.catalog.nodes import TOP, ReadContext, as_lines, pack
from sphinx_roles.catalog.sources import Source
from sphinx_roles.problems import Code, Phrase

_KEYS = rb"(?:roles|responsibilities|matrices)"


class Format(Struct, frozen=True):
    """One format: what its files are called, and what reads their text."""

    suffixes: tuple[str, ...]
    reader: str
    """Its function, as ``module:name`` in this folder; it takes (text, `ReadContext`)."""
    tree: bool = False
    """It returns documents, a list of `Node`; else tables, a list of `Grid`."""
    ours: bytes = b""
    """A pattern of what a catalog holds, by which ``check`` finds one in a folder without a conf.py."""


FORMATS: Mapping[str, Format] = {
    "yaml": Format(
        (".yaml", ".yml"), "trees:read_yaml", tree=True, ours=rb"(?m)^[\"']?" + _KEYS + rb"[\"']?[ \t]*:"
    ),
    "json": Format((".json",), "trees:read_json", tree=True, ours=rb"(?s)^\s*\{.*\"" + _KEYS + rb"\"\s*:"),
    "toml": Format((".toml",), "trees:read_toml", tree=True, ours=rb"(?m)^\[{1,2}\s*" + _KEYS + rb"\b"),
    "csv": Format((".csv",), "delimited:read_csv"),
    "tsv": Format((".tsv",), "delimited:read_tsv"),
    "markdown": Format((".md", ".markdown"), "markdown:read_markdown"),
    "rst": Format((".rst",), "restructured:read_restructured"),
}
SUFFIXES: Mapping[str, str] = {suffix: name for name, one in FORMATS.items() for suffix in one.suffixes}
"""The format of a file by its last suffix."""
WORKBOOKS = frozenset((".xlsx", ".xlsm"))
"""The suffixes of workbooks, which are read where a table is converted or filled in."""
SPREADSHEETS = WORKBOOKS | {".xlsb", ".xls", ".ods", ".numbers", ".gsheet"}
"""The suffixes of these and of spreadsheets that are read nowhere."""


def read_text(form: str, text: str, context: ReadContext) -> list[Any]:
    """Read a text in one of `FORMATS`; its reader is imported when the first text of the format comes."""
    module, _, name = FORMATS[form].reader.partition(":")
    found: list[Any] = getattr(import_module(f"{__name__}.{module}"), name)(text, context)
    return found


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
    code, at = Code.ENCODING, TOP
    text = Phrase("the file is UTF-32; UTF-8 is expected")
    if len(data) > limit:
        code = Code.TOO_LARGE
        text = Phrase.of("the file has more than {limit} bytes, the limit for reading", limit=limit)
    elif encoding != "utf-32":
        body = data[len(mark) :]
        try:
            return as_lines(body.decode(encoding))
        except UnicodeDecodeError as error:
            before = as_lines(body[: error.start].decode(encoding, "replace"))
            at = pack(before.count("\n") + 1, len(before) - before.rfind("\n"))
            message, byte = "the byte {byte} is no {encoding}; save the file as UTF-8", body[error.start]
            text = Phrase.of(message, byte=f"0x{byte:02X}", encoding=encoding[:6].upper())
    context.report(code, text, at)
    context.cut = True
    return None


def format_of(path: str) -> str | None:
    """Return the format of a path by its suffix."""
    return SUFFIXES.get(PurePosixPath(path).suffix.casefold())


def report_suffix(context: ReadContext) -> None:
    """Report a file whose suffix is of no format."""
    message = "the suffix of {path!r} is of no format; {known} are read"
    if PurePosixPath(context.file).suffix.casefold() in SPREADSHEETS:
        message = "{path!r} is a spreadsheet; it is read as .csv, and by `sphinx-roles convert` as .xlsx"
    context.report(Code.UNKNOWN_FORMAT, message, TOP, {"path": context.file}, known=SUFFIXES)


_NONE: Mapping[str, str] = MappingProxyType({})


def text_of(source: Source, context: ReadContext, unsaved: Mapping[str, str] = _NONE) -> str | None:
    """Read the text of a file; None, with one problem reported, where it cannot be read."""
    if unsaved and (text := unsaved.get(os.path.realpath(source.path))) is not None:
        return decode(text.encode("utf-8", "surrogatepass"), context)
    about = {"path": source.shown}
    try:
        with open(source.path, "rb", opener=_without_waiting) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                # As many bytes as are asked for are set aside at once.
                most = min(context.limits.size, os.fstat(file.fileno()).st_size)
                return decode(file.read(most + 1), context)
        context.report(Code.UNREADABLE_FILE, "{path!r} is no ordinary file", TOP, about)
    except FileNotFoundError:
        context.report(Code.MISSING_FILE, "the file {path!r} is not there", TOP, about)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        context.report(Code.UNREADABLE_FILE, "{path!r} cannot be read: {reason}", TOP, about, reason=reason)
    context.cut = True
    return None


def _without_waiting(path: str, flags: int) -> int:
    """Open a file so that a pipe without a writer does not keep the build waiting."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
