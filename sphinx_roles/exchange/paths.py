"""Paths into data of other people: ``leadership.chairs``, ``*.owners``, ``/competencies[theme=id]``.

A step is a key; ``*`` is any key. A list on the way stands for each of its items. A path starts at
the record that it is about, with ``/`` at the top of the document. ``.`` is the record itself, ``@``
the key that it was found under, and ``"text"`` that text. In brackets stands what an item must have:
``[theme=id]`` that its ``theme`` is the ``id`` of the record, ``[type="role"]`` that its type is that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode

_STEP = re.compile(r'(?P<name>"[^"]+"|[^.\[\]"]+)(?:\[(?P<has>[^\]=]+)=(?P<what>"[^"]*"|[^\]]+)\])?(?:\.|$)')


Seen = set[tuple[int, str]]


class PathError(Exception):
    """A path cannot be read; the message says why."""


class Found(Struct):
    """A node, and the key that it stands under."""

    node: Node
    key: ScalarNode | None = None


class _Step(Struct):
    name: str
    has: str = ""
    what: str = ""


class Path(Struct):
    """A path that has been read; a constant has a text, and no steps."""

    steps: list[_Step]
    root: bool = False
    text: str | None = None
    key: bool = False

    def walk(self, start: Found, top: Found, seen: Seen | None = None) -> list[Found]:
        """Return all that it leads to from a record; ``top`` is the document.

        ``seen`` collects the keys that it passes, by the id of their mapping.
        """
        seen = set() if seen is None else seen
        if self.text is not None:
            return [Found(ScalarNode(self.text, start.node.at, False))]
        if self.key:
            return [Found(ScalarNode(start.key.text, start.key.at, False))] if start.key is not None else []
        found = [top if self.root else start]
        for step in self.steps:
            found = [more for one in found for more in _taken(one, step.name, seen)]
            if step.has:
                found = [one for one in _each(found) if _fits(one, step, start, seen)]
        return found


def parse_path(text: str) -> Path:
    """Read a path; PathError where it is none."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return Path([], text=text[1:-1])
    if text == "@":
        return Path([], key=True)
    root, rest = text.startswith("/"), text.lstrip("/")
    steps: list[_Step] = []
    position = 0
    while position < len(rest) and rest != ".":
        match = _STEP.match(rest, position)
        if match is None:
            raise PathError(f"{text!r} is no path such as leadership.chairs or /people[team=id].name")
        steps.append(_Step(match["name"].strip('"'), match["has"] or "", match["what"] or ""))
        position = match.end()
    if not text or (rest.endswith(".") and rest != "."):
        raise PathError(f"{text!r} is no path: it ends with a dot, or is empty")
    return Path(steps, root)


def items_of(found: list[Found]) -> list[Found]:
    """Return the records among what was found: the items of lists, and all else."""
    return list(_each(found))


def _each(found: list[Found]) -> Iterator[Found]:
    for one in found:
        if isinstance(one.node, SequenceNode):
            yield from _each([Found(node, one.key) for node in one.node.nodes])
        else:
            yield one


def _taken(one: Found, name: str, seen: Seen) -> Iterator[Found]:
    for item in _each([one]):
        if isinstance(item.node, MappingNode):
            for key, value in item.node.pairs:
                if name in ("*", key.text):
                    seen.add((id(item.node), key.text))
                    yield Found(value, key)


def _fits(one: Found, step: _Step, record: Found, seen: Seen) -> bool:
    constant = step.what.startswith('"')
    wanted = {step.what.strip('"')} if constant else _texts(record, step.what, seen)
    return bool(wanted & _texts(one, step.has, seen))


def _texts(record: Found, key: str, seen: Seen) -> set[str]:
    if key == "@":
        return {record.key.text} if record.key is not None else set()
    found = _each(list(_taken(record, key, seen)))
    return {one.node.text for one in found if isinstance(one.node, ScalarNode) and not one.node.absent}
