"""The lines of a Markdown text with what surrounds them: quotes, lists, code and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*(?:\{([\w:-]+)\})?([^`\r\n]*)")
# What may hold indented lines: an item of a list, a footnote.
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]+\]:)(?:[ \t]|$)")
_MARKER = re.compile(r"<!--\s*roles\s*-->")
# MyST's table directive holds an ordinary table.
_TABLE_DIRECTIVES = frozenset(("table",))


class Line(Struct):
    """A line that is neither code nor comment: ``text`` without the marks of its block quote.

    ``column`` is where ``text`` starts, ``quoted`` whether it stands in a block quote and
    ``caption`` the title of a ``{table}`` directive that opens here.
    """

    number: int
    column: int
    text: str
    quoted: bool = False
    caption: str | None = None
    marker: bool = False


def front_matter(text: str) -> tuple[str, int] | None:
    """Return the YAML between ``---`` lines at the very start, and its first line."""
    lines = [match[1] for match in _LINE.finditer(text.removeprefix("\ufeff"))]
    if lines[0].rstrip() != "---":
        return None
    for i, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return "".join(f"{line}\n" for line in lines[1:i]), 2
    return None


def marked(text: str) -> bool:
    """Tell whether a Markdown text says ``<!-- roles -->``: that its tables are data."""
    return "<!--" in text and any(line.marker for line in lines_of(text))


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines that are text: not front matter, fenced or indented code, nor a comment."""
    matter = front_matter(text)
    skipped = matter[0].count("\n") + 2 if matter else 0
    fence = table = ""
    in_list = in_comment = False
    for number, match in enumerate(_LINE.finditer(text), 1):
        if number <= skipped or (match.start() == len(text) and number > 1):
            continue
        written = match[1].rstrip(" \t")
        line = _unquote(number, written.removeprefix("\ufeff") if number == 1 else written)
        if fence:
            fence = "" if _closes(line.text, fence) else fence
            continue
        was_comment, in_comment = in_comment, _comment_stays_open(line.text, in_comment)
        if was_comment:
            _, _, rest = line.text.rpartition("-->")
            if in_comment or not rest.strip():
                continue
            # What follows a comment keeps its column.
            line.text = " " * (len(line.text) - len(rest)) + rest
        if table and _closes(line.text, table):
            table = ""
            yield Line(number, line.column, "", line.quoted)
            continue
        opened = _FENCE.match(line.text)
        if opened and (opened[2] not in _TABLE_DIRECTIVES):
            fence = opened[1]
            yield Line(number, line.column, "", line.quoted)
            continue
        table = opened[1] if opened else table
        if line.text.strip() and not line.text[0].isspace():
            in_list = bool(_LIST_ITEM.match(line.text))
        in_list = in_list or bool(_LIST_ITEM.match(line.text))
        if _is_indented(line.text) and not in_list:
            continue
        line.marker = bool(_MARKER.search(line.text))
        line.caption = opened[3].strip() if opened else None
        yield line


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


def _unquote(number: int, text: str) -> Line:
    quote = _QUOTE.match(text)
    return Line(number, quote.end() + 1, text[quote.end() :], True) if quote else Line(number, 1, text)


def _comment_stays_open(text: str, is_open: bool) -> bool:
    # Only the last mark of a line says how it ends.
    start, end = text.rfind("<!--"), text.rfind("-->")
    return start > end if max(start, end) >= 0 else is_open


def _is_indented(text: str) -> bool:
    margin = text[: len(text) - len(text.lstrip(" \t"))]
    return ("\t" in margin or len(margin) >= 4) and bool(text.strip())
