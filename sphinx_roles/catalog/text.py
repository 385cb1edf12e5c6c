"""The plain text inside a piece of Markdown, as names, heads and letters need it.

Not a Markdown parser: a table cell holds bold, code, a link, a break or a footnote mark, and
this takes those away in one pass each. What it does not know stays as it is written.
"""

from __future__ import annotations

import html
import re

# Without any of these a text is already plain: a role (":org:role:`sre`") has its backquotes.
_SUSPECT = re.compile(r"[*_`\[\]<>&\\~\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[^\S ]|  ")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")
# Joiners and direction marks mean something between letters, never at an end.
_INVISIBLE_EDGES = " \u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_RAISED = re.compile(r"<sup>\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?\s*</sup>", re.I)
# Struck-out text says the contrary of what it holds, so those tags stay to be seen.
_TAG = re.compile(r"</?(?!(?:s|del|strike)\b)[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_CROSS_REFERENCE = re.compile(r"(?:\{[\w:.+-]+\}|(?<!\w):[\w:.+-]+:)`([^`<]+?)\s*(?:<[^`>]*>)?`")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]|\[(\d{1,3})\](?![(\[])")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()]*\)"
)
_REFERENCE_LINK = re.compile(r"!?\[([^\[\]]+)\]\[([^\[\]]*)\]")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)", re.S)
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?!\w)", re.S)
_RAISED_DIGITS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# "km²" is no footnote, "Deployments²" is.
_TRAILING_MARK = re.compile(rf"(?:(?<=[^\W\d_]{{3}})|(?<=[)\]\s]))[{_RAISED_DIGITS}]+$|(?<=\S)\s*[*†‡]+$")
_MARK_ENDS = frozenset((*_RAISED_DIGITS, "*", "†", "‡"))
_BOLD = re.compile(r"(?:\*\*(?!\s)[^*]+\*\*|__(?!\s)[^_]+__|\*\*\*[^*]+\*\*\*)", re.S)
_BOLD_HTML = re.compile(r"<(b|strong)\b[^<>]*>(?:(?!<\1\b).)*</\1>", re.S | re.I)

# Escaped characters wait in a private plane until the markup is gone.
_SHELTER = 0xF0000
# Only prose is longer, and it keeps its markup anyway.
_LONGEST = 2000
_SHELTERED = {_SHELTER + code: code for code in range(0x21, 0x7F)}
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def _shelter(text: str) -> str:
    return _PUNCTUATION.sub(lambda match: chr(_SHELTER + ord(match[0])), text)


def strip_markup(text: str) -> str:
    """Take the markup out of a text; ``<br>`` becomes a line break, footnote references go."""
    text = _COMMENT.sub("", text)
    text = _ESCAPE.sub(lambda match: _shelter(match[1]), text)
    text = _CROSS_REFERENCE.sub(lambda match: _shelter(match[1]), text)
    text = _CODE.sub(lambda match: _shelter(match[2].strip()), text)
    text = _BREAK.sub("\n", _FOOTNOTE.sub("", text))
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", _RAISED.sub("", text))
    text = _REFERENCE_LINK.sub(r"\1", _LINK.sub(r"\1", text))
    # Bold may hold italics, and italics bold.
    for _ in range(2):
        text = _UNDERSCORES.sub(r"\2", _STARS.sub(r"\2", text))
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text.translate(_SHELTERED)


def plain(text: str) -> str:
    """Return a text as one line without markup and without invisible characters."""
    if _SUSPECT.search(text) is None:
        return text.strip()
    if len(text) <= _LONGEST:
        text = _INVISIBLE.sub("", strip_markup(text))
    return " ".join(text.split()).strip(_INVISIBLE_EDGES)


def name_of(text: str) -> str:
    """Return a plain text without the footnote mark at its end."""
    if text[-1:] not in _MARK_ENDS:
        return text
    return _TRAILING_MARK.sub("", text).rstrip() or text


def marks_in(raw: str) -> list[str]:
    """Return the footnote marks of a cell as their definitions are labelled: ``^1``, ``*``, ``¹``."""
    if len(raw) > _LONGEST:
        return []
    raw = _COMMENT.sub("", raw)
    found = [f"^{match[1]}" if match[1] else match[2] for match in _FOOTNOTE.finditer(raw)]
    trailing = _TRAILING_MARK.search(plain(raw))
    return [*found, trailing[0].strip()] if trailing else found


def link_in(raw: str, references: dict[str, str]) -> str | None:
    """Return the address of the first link in a cell, if it has one."""
    if ("[" not in raw and "<" not in raw) or len(raw) > _LONGEST:
        return None
    for pattern in (_LINK, _AUTOLINK):
        if match := pattern.search(raw):
            return match[match.lastindex or 1] or None
    if match := _REFERENCE_LINK.search(raw):
        return references.get((match[2] or match[1]).casefold())
    return None


def is_bold(raw: str) -> bool:
    """Tell whether all of a cell is bold, in Markdown or in HTML; comments do not count."""
    if ("*" not in raw and "_" not in raw and "<" not in raw) or len(raw) > _LONGEST:
        return False
    bare = _COMMENT.sub("", raw).strip()
    return bool(_BOLD.fullmatch(bare) or _BOLD_HTML.fullmatch(bare))
