"""The changes as text, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sphinx_roles.analysis.audit.finding import LetterRef, RoleRef, RowRef, Said, SectionRef
from sphinx_roles.analysis.changes.change import Change, Group, Holding, Part, sentence
from sphinx_roles.analysis.changes.words import SENTENCES
from sphinx_roles.cli.diffing.comparing import Compared

__all__ = ["FORMATS"]

_HEADS = {
    "rows": "Responsibilities", "roles": "Roles", "people": "People", "skills": "Skills",
    "schemes": "Schemes",
}  # fmt: skip
_SIGNS = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}
_ROOM = 60_000
"""GitHub takes comments of up to 65,536 characters."""
_LONG = 300
"""So much of a text stands in a comment."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>~])")
_BEGINS_A_BLOCK = re.compile(r"^([#+-]|\d+(?=[.)]))")
_CALLS = re.compile(r"[@#](?=\w)")


def _head(group: Group) -> str:
    names = [str(name) for name in (group.matrix, group.section) if name]
    return ": ".join(names) or _HEADS[group.kind]


def _count(found: Compared) -> str:
    count = found.report.count
    return f"{count or 'No'} change{'' if count == 1 else 's'}"


def _text(found: Compared) -> str:
    """A paragraph for each group, with a sign before each sentence."""
    lines = []
    for group in found.report.groups:
        lines += [_head(group), *_text_lines(group), ""]
    return "\n".join([*lines, f"{_count(found)} from {found.old.name} to {found.new.name}."])


def _text_lines(group: Group) -> Iterator[str]:
    for one in group.changes:
        yield f"  {_SIGNS[one.sign]} {sentence(one)}"
        for sign, text in (("-", one.old), ("+", one.new)):
            yield from (f"      {sign} {line}" for line in (text or "").splitlines())


def _markdown(found: Compared) -> str:
    """A heading and a list for each group; what goes beyond the room of a comment is counted."""
    old, new = (
        _code(side.name) if side.name != "the working tree" else side.name for side in (found.old, found.new)
    )
    parts = [f"### {_count(found)} of responsibilities, from {old} to {new}"]
    room, told = _ROOM, 0
    for group in found.report.groups:
        head = f"\n**{_escaped(_head(group))}**\n"
        for one in group.changes:
            item = head + "\n".join(_markdown_lines(one))
            room -= len(item) + 1
            if room < 0:
                parts.append(f"\n… and {found.report.count - told} more.")
                return "\n".join(parts)
            parts.append(item)
            head, told = "", told + 1
    return "\n".join(parts)


def _markdown_lines(one: Change) -> Iterator[str]:
    yield f"- {_escaped(sentence(one))}"
    for label, text in (("Before", one.old), ("Now", one.new)):
        if text:
            line = " ".join(text.split())
            yield f"  - *{label}:* {_escaped(line if len(line) <= _LONG else f'{line[:_LONG]} …')}"


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it, without markup, HTML, mentions and references."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))
    # A mention would call somebody at every push; a comment between its parts makes it plain text.
    plain = _CALLS.sub(lambda found: f"{found[0]}<!-- -->", plain)
    return _BEGINS_A_BLOCK.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", plain)


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def _json(found: Compared) -> str:
    """All that is known of each change; see the docs for the keys."""
    told: dict[str, Any] = {
        "format": 1,
        "old": _side(found.old.name, found.old.path, found.old.revision),
        "new": _side(found.new.name, found.new.path, found.new.revision),
        "incomplete": found.incomplete,
        "count": found.report.count,
        "changes": [_change(one, group) for group in found.report.groups for one in group.changes],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _side(name: str, path: str, revision: str) -> dict[str, str]:
    return _filled({"name": name, "path": path, "revision": revision})


def _change(one: Change, group: Group) -> dict[str, Any]:
    return _filled({
        "kind": one.kind, "topic": SENTENCES[one.kind].topic, "sign": one.sign, "field": one.field,
        "group": _filled({"of": group.kind, "matrix": group.matrix, "section": group.section}),
        "text": sentence(one),
        "things": {it.key: [_part(part) for part in it.parts] for it in one.things if it.key != "field"},
        "old": one.old, "new": one.new,
    })  # fmt: skip


def _part(part: Part) -> Any:
    match part:
        case Holding(role=role, letters=letters, when=when):
            return _filled({**_part(role), "letters": [letter.letter for letter in letters], "when": when})
        case RowRef():
            row = {"row": part.row, "matrix": part.matrix, "section": part.section, "name": part.name}
            return _filled({**row, "when": ", ".join(part.when)})
        case RoleRef(role=ident, name=name):
            return {"role": ident, "name": name}
        case SectionRef(matrix=matrix, section=section, name=name):
            return _filled({"section": section, "matrix": matrix, "name": name})
        case LetterRef(letter=letter, name=name):
            return {"letter": letter, "name": name}
        case Said(text=text):
            return text
        case _:
            return str(part)


def _filled(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value}


FORMATS: Mapping[str, Callable[[Compared], str]] = {"text": _text, "markdown": _markdown, "json": _json}
"""What writes each format."""
