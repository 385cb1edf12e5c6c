"""Texts as YAML: plain where every version of YAML reads them as that text, else in quotes."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from typing import Any

# What YAML 1.1 or 1.2 takes for something else than a text.
_OTHER_TYPES = re.compile(
    r"""(?:
    ~ | null | true | false | yes | no | on | off | y | n | = | <<
    | [-+]?0b[01_]+ | [-+]?0o?[0-7_]+ | [-+]?0x[0-9a-f_]+ | [-+]?[0-9][0-9_]*
    | [-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:e[-+]?[0-9]+)?
    | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    | [-+]?\.inf | \.nan
    | \d{4}-\d\d?-\d\d?(?:[Tt\s].*)?
    )""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_LEADS_ON = frozenset("-?:")
# YAML 1.1 takes a question mark that stands alone for the start of a key.
_FLOW = re.compile(r"[,\[\]{}]|\s[?:]")
# Blanks at an end, line ends of any sort and what is not seen are kept by double quotes only.
_UNSEEN = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")
_WIDTH = 100


def scalar(value: Any, *, flow: bool = False) -> str:
    """Return a text, number, date or truth value on one line; ``flow`` is inside brackets."""
    if value is True or value is False:
        return "true" if value else "false"
    if value is None:
        return "null"
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else repr(value)
    if _is_plain(value, flow):
        return str(value)
    if _UNSEEN.search(value):
        return _escaped(value)
    return f"'{value.replace(chr(39), chr(39) * 2)}'" if '"' in value or "\\" in value else f'"{value}"'


@lru_cache(maxsize=4096)
def _is_plain(text: str, flow: bool) -> bool:
    if not text or text != text.strip() or _UNSEEN.search(text) or _OTHER_TYPES.fullmatch(text):
        return False
    first, second = text[0], text[1:2]
    if first in _INDICATORS and not (first in _LEADS_ON and second.isalnum()):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.startswith(("---", "...")):
        return False
    return not (flow and (_FLOW.search(text) or first in _LEADS_ON))


def _escaped(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: _escape(ord(found[0])), quoted)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def block(text: str, indent: int) -> str | None:
    """Return prose as lines below its key; None where one line does, or where that would change it."""
    if _UNSEEN.search(text.replace("\n", "")) or text != text.strip("\n").rstrip() or text[:1].isspace():
        return None
    margin = " " * indent
    if "\n" in text:
        lines = [f"{margin}{line}" if line else "" for line in text.split("\n")]
        # A line of blanks alone would lose them.
        return None if any(line and not line.strip() for line in lines) else "\n".join(["|", *lines])
    if len(text) <= _WIDTH or "  " in text:
        return None
    return "\n".join([">", *(f"{margin}{line}" for line in _pickled(text, _WIDTH - indent))])


def _pickled(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines
