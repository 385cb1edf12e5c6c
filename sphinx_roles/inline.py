"""Takes the inline markup and the footnote marks out of texts of the data, such as names and heads."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    # Addresses stay as they are written: whoever makes a link of one judges it.
    vars(parser).update(validateLink=lambda url: True, normalizeLink=lambda url: url)
    return parser


def inline_tokens(text: str, references: Mapping[str, Any] | None = None) -> list[Token]:
    """Return the tokens of a text in CommonMark. ``references`` are the link definitions around it.

    A character after a backslash and an entity are tokens of their own (``text_special``).
    """
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(text, parser, {"references": references or {}}, tokens)
    return tokens


# What a text in Markdown says without its markup

# Where CommonMark's inline markup begins: a text without any is nothing but text.
_MARKUP = re.compile(r"[\\`*_\[\]<&!\n]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")
# Joiners and direction marks mean something between letters, never at an end.
_INVISIBLE_EDGES = " \u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Compiled for the first text that has such markup, as most have none.
_TAG = r"<(?P<closing>/?)(?P<name>[a-z][a-z0-9-]*)"
# Struck-out text says the contrary of what it holds, so those tags stay to be seen.
_STRUCK = frozenset(("s", "del", "strike"))
_BOLD = frozenset(("b", "strong"))
_RAISED = r"\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?\s*"
_ROLE = r"(?:\{[\w:.+-]+\}|(?<!\w):[\w:.+-]+:)\Z"
_ROLE_TARGET = r"(?<=\S)\s*<(?P<target>[^<>]*)>\Z"
_FILLED_IN = r"\[\[\w+\]\]"
"""A text that sphinx-needs (9.1) fills in from the need that it leads to."""
_FOOTNOTE = r"\[\^([^\]\s]+)\]|\[(\d{1,3})\](?![(\[])"
# The definition of its label may be elsewhere on the page; "[[page|text]]" is a link of Obsidian.
_REFERENCE = r"!?(?:\[(?P<text>[^\[\]]+)\]\[[^\[\]]*\]|\[\[(?:[^\[\]|]*\|)?(?P<wiki>[^\[\]|]+)\]\])"
_RAISED_DIGITS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# "km²" is no footnote, "Deployments²" is.
_TRAILING_MARK = rf"(?:(?<=[^\W\d_]{{3}})|(?<=[)\]\s]))[{_RAISED_DIGITS}]+$|(?<=\S)\s*[*†‡]+$"
# No letter has a figure or a sign of its own.
_MARKS_AT_LETTERS = rf"[{_RAISED_DIGITS}]+|[*†‡§]+"
_AS_DIGITS = str.maketrans(_RAISED_DIGITS, "1230456789")
_REMARK = (
    rf"(?s:(?:<sup>\s*(?P<sup>[^<>]{{1,5}}?)\s*</sup>|(?P<sign>\\?\*(?:\\?\*)*|[†‡§]+|[{_RAISED_DIGITS}]+)"
    r"|\[(?P<number>\^?\d{1,3})\]:?|(?P<item>\(\d{1,3}\)|\d{1,3}[.)]))(?P<gap>\s*(?:[:=–—-]\s*)?)(?P<text>\S.*))"
)
# "*\\* at night*" is such a line in italics.
_EMPHASIZED = (
    rf"(?P<around>\*{{1,2}}|_{{1,2}})(?P<text>(?=\\\*|[†‡§{_RAISED_DIGITS}]|\[\^?\d|<sup>)"
    r"(?s:\\.|(?!(?P=around)).)+)(?P=around)"
)
_MARK_ENDS = frozenset((*_RAISED_DIGITS, "*", "†", "‡"))
# Only prose is longer, and it keeps its markup anyway.
_LONGEST = 2000


class InlineText(Struct, frozen=True):
    """A text without its markup, and what that was.

    ``text`` has the lines of the source and one for each ``<br>``; ``line`` is it in one line, without
    invisible characters. ``marks`` are the labels of its footnote references (``^1``), which are gone,
    ``link`` is the address of its first link. ``bold`` says that all of it is bold.
    """

    text: str
    line: str
    marks: tuple[str, ...] = ()
    link: str | None = None
    bold: bool = False


@lru_cache(maxsize=4096)
def inline_text(raw: str) -> InlineText:
    """Read a text in Markdown with no link definitions around it."""
    return read_inline(raw, {})


def read_inline(raw: str, references: Mapping[str, Any]) -> InlineText:
    """Read a text in Markdown. ``references`` are the link definitions around it."""
    if len(raw) > _LONGEST or not _MARKUP.search(raw):
        return InlineText(raw, _one_line(raw))
    work = _Reading()
    for token in inline_tokens(raw, references):
        work.take(token.type, token.content, str(token.attrs.get("href", "")))
    text = "".join(work.parts)
    bold = work.all_bold and bool(text.strip())
    return InlineText(text, _one_line(text), tuple(work.marks), work.link or None, bold)


def _one_line(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split()).strip(_INVISIBLE_EDGES)


class _Reading:
    """The walk over the tokens of one text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[str] = []
        self.link = ""
        self.all_bold = True
        self._bold = 0
        self._raised: int | None = None
        """How many parts there were where a raised text began."""

    def take(self, kind: str, content: str, address: str) -> None:
        """Take the next token."""
        if kind in ("strong_open", "strong_close"):
            self._bold += 1 if kind == "strong_open" else -1
        elif kind == "link_open":
            self.link = self.link or address
        elif kind in ("softbreak", "hardbreak"):
            self.parts.append("\n")
        elif kind == "html_inline":
            self._take_tag(content)
        elif kind == "code_inline":
            if self.parts and (role := re.search(_ROLE, self.parts[-1])):
                self.parts[-1] = self.parts[-1][: role.start()]
                given = re.search(_ROLE_TARGET, content)
                content = content[: given.start()] if given else content
                content = given["target"] if given and re.fullmatch(_FILLED_IN, content) else content
            self._add(content.strip())
        elif kind == "text":
            text = re.sub(_FOOTNOTE, self._note, content)
            self._add(re.sub(_REFERENCE, lambda found: found["text"] or found["wiki"], text))
        else:
            self._add(content)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.all_bold = self.all_bold and (self._bold > 0 or not text.strip())

    def _note(self, found: re.Match[str]) -> str:
        self.marks.append(f"^{found[1]}" if found[1] else found[2])
        return ""

    def _take_tag(self, tag: str) -> None:
        found = re.match(_TAG, tag.lower())
        if found is None:
            return
        name, closing = found["name"], bool(found["closing"])
        if name in _STRUCK:
            self._add(tag)
        elif name == "br":
            self.parts.append("\n")
        elif name in _BOLD:
            self._bold += -1 if closing else 1
        elif name == "sup" and not closing:
            self._raised = len(self.parts)
        elif name == "sup" and self._raised is not None:
            raised = "".join(self.parts[self._raised :])
            if re.fullmatch(_RAISED, raised):
                del self.parts[self._raised :]
                self.marks.append(raised.strip(" []()"))
            self._raised = None


def plain(text: str) -> str:
    """Return a text as one line without markup and without invisible characters."""
    return inline_text(text).line


def name_of(text: str, notes: Container[str] = ()) -> str:
    """Return a plain text without the footnote mark at its end; a short text has one only of ``notes``."""
    if text[-1:] not in _MARK_ENDS:
        return text
    bare = text.rstrip(_RAISED_DIGITS)
    if bare and text[len(bare) :].translate(_AS_DIGITS) in notes:
        return bare.rstrip()
    return re.sub(_TRAILING_MARK, "", text).rstrip() or text


def marks_in(raw: str, *, letters: bool = False) -> list[str]:
    """Return the footnote marks of a name or of letters as their texts are labelled: ``^1``, ``1``, ``*``."""
    found = inline_text(raw)
    pattern = _MARKS_AT_LETTERS if letters else _TRAILING_MARK
    return [*found.marks, *(one[0].strip().translate(_AS_DIGITS) for one in re.finditer(pattern, found.line))]


def remark_of(raw: str, *, items: bool) -> tuple[str, str] | None:
    """Return the mark and the text of a line that explains a mark; ``items``: ``1.`` is a mark as well."""
    found = re.fullmatch(_REMARK, _upright(raw))
    if found is None or (found["item"] and not items):
        return None
    # "*Planning*" is a section in italics.
    if found["sign"] and found["sign"][0] == "*" and not found["gap"]:
        return None
    mark = found["sup"] or found["sign"] or found["number"] or found["item"]
    return mark.replace("\\", "").strip("().").translate(_AS_DIGITS), found["text"]


def _upright(raw: str) -> str:
    """Return what explains marks without the emphasis that is around all of it."""
    text = raw.strip()
    return whole["text"] if (whole := re.fullmatch(_EMPHASIZED, text)) else text


def remarks_in(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (line, mark, text) of each remark; a line without a mark goes on with the one above."""
    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(_upright("\n".join(lines)).split("\n")):
        if (remark := remark_of(line, items=True)) is not None:
            found.append((number, *remark))
        elif found:
            first, mark, text = found[-1]
            found[-1] = first, mark, f"{text} {line.strip()}"
    return iter(found)
