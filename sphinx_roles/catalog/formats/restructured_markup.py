"""The markup of reStructuredText inside a cell, written as the same thing in Markdown.

All that understands tables knows the markup of pipe tables. So a cell is told once here what
its links, roles and footnotes are in Markdown; bold, italics and code are the same in both.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from sphinx_roles.catalog.nodes import ScalarNode
from sphinx_roles.catalog.tables.table import Cell, cell_at

_SUSPECT = re.compile(r"[`_\\]")
_INLINE = re.compile(
    r"""
      ``(?P<literal>(?=\S).+?(?<=\S))``
    | \\(?P<escaped>[\s\S]|\Z)
    | (?<![\w:]):(?P<role>[A-Za-z][\w.+-]*(?::[\w.+-]+){0,5}):`(?P<role_text>[^`]+)`
    | _?`(?P<text>[^`]+)`(?:(?P<link>__?)(?!\w)|:(?P<suffix>[A-Za-z][\w.+-]*(?::[\w.+-]+){0,5}):)?
    | \[(?P<note>\d+|\#[\w.-]*|\*)\]_(?!\w)
    | (?P<citation>\[[A-Za-z][\w.-]*\])_(?!\w)
    | (?<!\w)(?P<word>[^\W_]+(?:[-._+:][^\W_]+){0,20})__?(?![\w`])
    """,
    re.X | re.S,
)
_EMBEDDED = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>", re.S)
_ABBREVIATION = re.compile(r"(?P<short>.*?\S)\s*\(.*\)", re.S)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_WRAPPED = {
    "strong": "**{}**",
    "emphasis": "*{}*",
    "literal": "``{}``",
    "code": "``{}``",
    "sup": "<sup>{}</sup>",
    "superscript": "<sup>{}</sup>",
    "sub": "<sub>{}</sub>",
    "subscript": "<sub>{}</sub>",
}
# Only prose is longer.
_LONGEST = 5000


def reference_name(text: str) -> str:
    """Return the name of a target as references are matched: without regard to case and spacing."""
    return " ".join(text.replace("\\", "").split()).casefold()


class Markup(Struct):
    """What the text says elsewhere about the references in its cells.

    Footnotes without a number are counted, as their references are, in the order of the text.
    """

    targets: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, ScalarNode] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def cell(self, written: str, at: int) -> Cell:
        """Make a cell of a text without blanks around it."""
        return cell_at(self.markdown(written), at >> 12, at & 0xFFF)

    def markdown(self, written: str) -> str:
        """Return a text in reStructuredText as Markdown."""
        if _SUSPECT.search(written) is None or len(written) > _LONGEST:
            return written
        return _INLINE.sub(self._reported, written).strip()

    def count(self, label: str) -> str:
        """Return the label of a footnote; one without a number or name gets a count."""
        if label not in ("#", "*"):
            return f"^{label}"
        self.counts[label] = self.counts.get(label, 0) + 1
        return f"^{label}{self.counts[label]}"

    def _reported(self, found: re.Match[str]) -> str:
        if found["literal"] is not None:
            return found[0]
        if found["escaped"] is not None:
            return _unescaped(found["escaped"])
        if role := found["role"] or found["suffix"]:
            return _role(role, found["role_text"] or found["text"])
        if found["note"] is not None:
            return f"[{self.count(found['note'])}]"
        if found["text"] is not None:
            return self._link(found["text"]) if found["link"] else f"`{found['text']}`"
        return found["citation"] or self._link(found["word"])

    def _link(self, text: str) -> str:
        """Write a reference as a link; one whose target stands elsewhere on the page is its text."""
        embedded = _EMBEDDED.fullmatch(text)
        target = embedded["target"] if embedded else f"{text}_"
        shown = (embedded["text"] if embedded else text) or target.removesuffix("_")
        if target.endswith("_"):
            target = self.targets.get(reference_name(target[:-1]), "")
        address = "".join(target.split()).replace("(", "%28").replace(")", "%29")
        return f"[{shown}]({address})" if address else shown


def _unescaped(character: str) -> str:
    """Keep the backslash where Markdown knows it; before a blank it takes that away."""
    if _PUNCTUATION.match(character):
        return f"\\{character}"
    return character.strip()


def _role(name: str, text: str) -> str:
    if name in _WRAPPED:
        return _WRAPPED[name].format(text)
    if name in ("abbr", "abbreviation") and (match := _ABBREVIATION.fullmatch(text)):
        return match["short"]
    return f"{{{name}}}`{text}`"
