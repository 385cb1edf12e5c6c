"""What an output may hold. Each check returns what it may not, so that a test shows it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

__all__ = [
    "bare_commands", "formulas", "html_faults", "open_directions", "roff_requests", "unbalanced", "unseen",
    "xml_faults",
]  # fmt: skip

_NAMES = (
    "a abbr b blockquote br caption cite code dd del details div dl dt em figure h1 h2 h3 i img ins kbd li ol p pre section small span "
    "strong sub summary sup table tbody td tfoot th thead tr ul "
    "svg g circle rect path text title desc"
)
_ELEMENTS = frozenset(_NAMES.split())
_GIVEN = (
    "alt aria-hidden aria-label aria-labelledby class colspan download href id open role rowspan scope src start "
    "tabindex title type cite data-ro data-ro-step data-ro-words "
    # Of pictures
    "xmlns viewbox width height fill fill-opacity stroke stroke-width stroke-dasharray stroke-linecap stroke-opacity "
    "cx cy r rx x y d "
    "text-anchor font-size font-style font-weight textlength lengthadjust"
)
_ATTRIBUTES = frozenset(_GIVEN.split())
_BUTTON = ("button", [("type", "button")])
"""The one that opens the filter of a matrix; it submits nothing."""
_VOID = frozenset({"br", "img"})
_LOCAL = re.compile(r"[\w./:@+ -]*(?:#.*)?", re.ASCII)


class _Body(HTMLParser):
    """Reads what stands between the theme's head and foot."""

    def __init__(self, inside: str) -> None:
        super().__init__()
        self.inside, self.open, self.faults = inside, list[str](), list[str]()
        self.seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open and self.inside not in (dict(attrs).get("class") or "").split():
            return
        if tag not in _VOID:
            self.open.append(tag)
        self.seen += 1
        if tag not in _ELEMENTS and (tag, attrs) != _BUTTON:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in _ATTRIBUTES or (name in ("href", "src") and not _leads_well(value or "")):
                self.faults.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in _VOID:
            if self.open[-1] != tag:
                self.faults.append(f"</{tag}> where <{self.open[-1]}> is open")
            self.open.pop()

    def unknown_decl(self, data: str) -> None:
        if self.open:
            self.faults.append(f"<!{data}>")

    def handle_decl(self, decl: str) -> None:
        self.unknown_decl(decl)

    handle_comment = handle_pi = unknown_decl


def _leads_well(address: str) -> bool:
    # A browser passes over blanks and control characters.
    address = re.sub(r"[\x00-\x20]", "", address)
    if urlsplit(address).scheme.lower() in ("http", "https", "mailto"):
        return True
    return not address.startswith("//") and ":" not in address.partition("#")[0]


def html_faults(html: str, inside: str = "body") -> list[str]:
    """Return the elements, attributes and addresses that no view makes, in the element of that class."""
    body = _Body(inside)
    body.feed(html)
    body.close()
    return (
        body.faults
        if body.seen and not body.open
        else [*body.faults, f"{body.seen} elements, {body.open} open"]
    )


_PARTING = (
    "blockquote caption dd details div dl dt figure h1 h2 h3 li ol p pre summary table tbody td th tr ul"
)
_BLOCKS = frozenset(_PARTING.split())
_OPENS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}


class _Runs(HTMLParser):
    """Collects what a paragraph of the page says, whichever elements are in it, and each attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.runs.append("")
        self.runs[:0] = [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.runs.append("")

    def handle_data(self, data: str) -> None:
        self.runs[-1] += data


def open_directions(html: str) -> list[str]:
    """Return the texts that turn what stands behind them, or close what others opened."""
    runs = _Runs()
    runs.feed(html)
    return [run for run in runs.runs if _is_open(run)]


def _is_open(run: str) -> bool:
    waiting: list[str] = []
    for char in run:
        if char in _OPENS:
            waiting.append(_OPENS[char])
        elif char in ("\u202c", "\u2069") and (not waiting or waiting.pop() != char):
            return True
    return bool(waiting)


def xml_faults(xml: str) -> list[str]:
    """Return why a text is no XML, or what in it could run or load."""
    xml = xml.replace("&nbsp;", "&#160;").replace("&copy;", "&#169;")
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        return [f"{error}: {xml.splitlines()[error.position[0] - 1][:200]!r}"]
    found = []
    # Comments and instructions have no name.
    named: list[Any] = [element for element in root.iter() if isinstance(element.tag, str)]
    for element in named:
        if element.tag.rpartition("}")[2] in (
            "script",
            "iframe",
            "object",
            "embed",
            "foreignObject",
            "use",
            "style",
        ):
            found.append(element.tag)
        for name, value in element.attrib.items():
            local = name.rpartition("}")[2]
            if local.startswith("on") or (local in ("href", "src") and not _leads_well(value)):
                found.append(f"{element.tag} {name}={value!r}")
    return found


_TEX_COMMAND = re.compile(r"\\(?:[A-Za-z@]+\*?|.)", re.DOTALL)
_BEGINS = re.compile(r"\\(?:begin|end)\{([^}]*)\}")


def tex_body(tex: str) -> str:
    return tex.partition(r"\begin{document}")[2]


def bare_commands(tex: str) -> set[str]:
    """Return the commands and environments of a LaTeX document's body."""
    body = tex_body(tex)
    return {*_TEX_COMMAND.findall(body), *(f"{{{name}}}" for name in _BEGINS.findall(body))}


def unbalanced(tex: str) -> list[str]:
    """Return where braces close more than they opened, in the body of a LaTeX document."""
    depth, found = 0, []
    for line in tex_body(tex).splitlines():
        for token in re.findall(r"\\.|[{}]|(?<!\\)%", line):
            if token == "%":
                break
            depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            found.append(line[:200])
            depth = 0
    return [*found, *([f"{depth} left open"] if depth else [])]


def roff_requests(man: str) -> set[str]:
    """Return the requests of a manual: what begins a line with a dot or an apostrophe."""
    return set(re.findall(r"^[.'][ \t]*\S*", man, re.MULTILINE))


def formulas(text: str) -> list[str]:
    """Return the cells that a spreadsheet could take for a formula."""
    cells = (cell for row in csv.reader(io.StringIO(text)) for cell in row)
    return [cell for cell in cells if _first(cell) in tuple("=+-@") or cell[:1] in ("\t", "\r", "\n")]


def _first(cell: str) -> str:
    """The first character that is seen; a full-width one is what it looks like."""
    for char in cell:
        if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc"):
            return "-" if char == "\u2212" else unicodedata.normalize("NFKC", char)[:1]
    return ""


def unseen(text: str) -> Iterator[str]:
    """Yield the control characters of a text: a terminal obeys some."""
    return (
        repr(char) for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t\x85"
    )
