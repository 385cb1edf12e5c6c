"""Field maps: which of our fields is where in data of another shape, and what comes of that.

A map is a list of lines ``ours=theirs``. Ours is a field as our files have it (``roles.holders.name``),
theirs a path from the record that the field is in. A field that holds records or a mapping of its own
says where those are (``roles=teams``); its own fields start there. ``{team}`` in the place of a key of
ours takes the key from that path.

A path is ``leadership.chairs``, ``*.owners``, ``/competencies[theme=id]``: a step is a key; ``*`` is any
key. A list on the way stands for each of its items. A path starts at the record that it is about, with
``/`` at the top of the document. ``.`` is the record itself, ``@`` the key that it was found under, and
``"text"`` that text. In brackets is what an item must have: ``[theme=id]`` that its ``theme`` is the
``id`` of the record, ``[type="role"]`` that its type is that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import get_origin

from msgspec import Struct, field, structs

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.catalog.schema import TOP_KEYS
from sphinx_roles.model import Level, Responsibility, Role, Skill
from sphinx_roles.problems import nearest


class MapError(Exception):
    """A line of a map cannot be read; the message says why."""


# Paths

_STEP = re.compile(r'(?P<name>"[^"]+"|[^.\[\]"]+)(?:\[(?P<has>[^\]=]+)=(?P<what>"[^"]*"|[^\]]+)\])?(?:\.|$)')
_Seen = set[tuple[int, str]]
"""The keys that were passed, by the id of their mapping."""


class Found(Struct):
    """A node, and the key that it is under."""

    node: Node
    key: ScalarNode | None = None


class _Step(Struct):
    name: str
    has: str = ""
    what: str = ""


class _Path(Struct):
    """A path that has been read; a constant has a text, and no steps."""

    steps: list[_Step]
    root: bool = False
    text: str | None = None
    key: bool = False

    def walk(self, start: Found, top: Found, seen: _Seen | None = None) -> list[Found]:
        """Return all that it leads to from a record; ``top`` is the document. ``seen`` grows."""
        seen = set() if seen is None else seen
        if self.text is not None:
            return [Found(ScalarNode(self.text, start.node.at, False))]
        if self.key:
            return [Found(ScalarNode(start.key.text, start.key.at, False))] if start.key is not None else []
        found = [top if self.root else start]
        for step in self.steps:
            found = [more for one in found for more in _taken(one, step.name, seen)]
            if step.has:
                constant = step.what.startswith('"')
                wanted = {step.what.strip('"')} if constant else _texts(start, step.what, seen)
                found = [one for one in items_of(found) if wanted & _texts(one, step.has, seen)]
        return found


@lru_cache
def parse_path(text: str) -> _Path:
    """Read a path; MapError where it is not one."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return _Path([], text=text[1:-1])
    if text == "@":
        return _Path([], key=True)
    rest = text.lstrip("/")
    if not text or (rest.endswith(".") and rest != "."):
        raise MapError(f"{text!r} is no path: it ends with a dot, or is empty")
    steps: list[_Step] = []
    position = 0
    while position < len(rest) and rest != ".":
        match = _STEP.match(rest, position)
        if match is None:
            raise MapError(f"{text!r} is no path such as leadership.chairs or /people[team=id].name")
        steps.append(_Step(match["name"].strip('"'), match["has"] or "", match["what"] or ""))
        position = match.end()
    return _Path(steps, text.startswith("/"))


def items_of(found: Iterable[Found]) -> list[Found]:
    """Return the records among what was found: the items of lists, and all else."""
    items: list[Found] = []
    for one in found:
        if isinstance(one.node, SequenceNode):
            items += items_of(Found(node, one.key) for node in one.node.nodes)
        else:
            items.append(one)
    return items


def scalars_at(node: Node, path: str) -> list[ScalarNode]:
    """Return the texts that a path leads to from a node, those in lists one by one."""
    start = Found(node)
    found = items_of(parse_path(path).walk(start, start))
    return [one.node for one in found if isinstance(one.node, ScalarNode) and not one.node.absent]


def _taken(one: Found, name: str, seen: _Seen) -> Iterator[Found]:
    for item in items_of([one]):
        if isinstance(item.node, MappingNode):
            for key, value in item.node.pairs:
                if name in ("*", key.text):
                    seen.add((id(item.node), key.text))
                    yield Found(value, key)


def _texts(record: Found, key: str, seen: _Seen) -> set[str]:
    if key == "@":
        return {record.key.text} if record.key is not None else set()
    found = items_of(_taken(record, key, seen))
    return {one.node.text for one in found if isinstance(one.node, ScalarNode) and not one.node.absent}


# Maps

_LISTS = {
    one.name
    for record in (Role, Responsibility, Level, Skill)
    for one in structs.fields(record)
    if get_origin(one.type) is tuple or one.name == "holders"
}


class FieldMap(Struct):
    """A field of ours: where it is, and the fields in it, by their keys."""

    message: list[tuple[str, _Path]] = field(default_factory=list)
    inner: dict[str, FieldMap] = field(default_factory=dict)


class Mapped(Struct):
    """Our tree of somebody's document, and sentences about what is not in it."""

    node: MappingNode
    left_out: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    """What the author of a map did not ask for."""


def parse_pairs(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Cut lines ``ours=theirs``; blank ones and those that begin with # are passed over."""
    pairs = []
    for line in lines:
        ours, _, theirs = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not (ours and theirs):
            raise MapError(f"a map is ours=theirs, such as roles.name=title, not {line.strip()!r}")
        pairs.append((ours, theirs))
    return pairs


def parse_map(pairs: Iterable[tuple[str, str]]) -> FieldMap:
    """Read a map for data that is a tree. A lone ``name`` is that of roles; MapError for an invalid path."""
    top = FieldMap()
    for ours, theirs in pairs:
        keys = ours.split(".") if not ours.startswith("{") else [ours]
        if len(keys) == 1 and ours not in TOP_KEYS:
            keys = ["roles", ours]
        elif keys[0] not in TOP_KEYS:
            near = nearest(keys[0], TOP_KEYS) or f"; there are {', '.join(TOP_KEYS)}"
            raise MapError(f"{ours!r} does not begin with a key of our files{near}")
        inner = top
        for key in keys:
            inner = inner.inner.setdefault(key.strip(), FieldMap())
        try:
            inner.message.append((f"{ours}={theirs}", parse_path(theirs)))
        except MapError as error:
            raise MapError(f"{ours}={theirs}: {error}") from None
    return top


def map_tree(top: FieldMap, document: Node) -> Mapped:
    """Build our tree of a document."""
    work = _Work(Found(document))
    node = work.record(top, work.top, ())
    left_out = [
        f"the map {line!r} finds nothing{nearest(word, work.keys) if word and word not in work.keys else ''}"
        for line, word in work.unmet.items()
    ]
    return Mapped(node, left_out, list(work.not_taken()))


class _Work(Struct):
    top: Found
    unmet: dict[str, str] = field(default_factory=dict)
    """Lines that have found nothing yet, with the key that they look for."""
    met: set[str] = field(default_factory=set)
    keys: Counter[str] = field(default_factory=Counter)
    """All keys of the records that were looked at."""
    records: dict[str, list[MappingNode]] = field(default_factory=dict)
    """The records that were looked at, by what they are."""
    seen: _Seen = field(default_factory=set)

    def record(self, mapped: FieldMap, here: Found, path: tuple[str, ...]) -> MappingNode:
        """Build the mapping of one record."""
        pairs: list[tuple[ScalarNode, Node]] = []
        for key, inner in mapped.inner.items():
            if key.startswith("{"):
                pairs += self.keyed(key, inner, here)
            elif (node := self.value(inner, here, (*path, key))) is not None:
                pairs.append((ScalarNode(key, here.node.at, False), node))
        if isinstance(here.node, MappingNode):
            name = "the document" if here.node is self.top.node else f"the records of {'.'.join(path)}"
            self.records.setdefault(name, []).append(here.node)
            self.keys.update(key.text for key, _ in here.node.pairs)
        return MappingNode(_joined(pairs), here.node.at)

    def value(self, mapped: FieldMap, here: Found, path: tuple[str, ...]) -> Node | None:
        """Build the value of a field; None where there is none."""
        if not mapped.message:
            made = self.record(mapped, here, path)
            return _by_role(made) if path[-1] == "assign" else made if made.pairs else None
        found = [one for line, where in mapped.message for one in self.walk(line, where, here)]
        if not found:
            return None
        if mapped.inner:
            return self.records_of(mapped, items_of(found), here.node.at, path)
        if len(found) == 1:
            return found[0].node
        if path[-1] in _LISTS or path[0] == "scales":
            return SequenceNode([one.node for one in items_of(found)], found[0].node.at)
        # One text from several places: the first that there is.
        return next(
            (one.node for one in found if not (isinstance(one.node, ScalarNode) and one.node.absent)), None
        )

    def records_of(self, mapped: FieldMap, found: list[Found], at: int, path: tuple[str, ...]) -> Node | None:
        """Build a list of records, or one mapping of those whose keys come from the data."""
        # A plain text among the records is a name.
        nodes: list[Node] = [
            one.node if isinstance(one.node, ScalarNode) else self.record(mapped, one, path)
            for one in found
            if not (isinstance(one.node, ScalarNode) and one.node.absent)
        ]
        if not any(key.startswith("{") for key in mapped.inner):
            return SequenceNode(nodes, at)
        pairs = [pair for one in nodes if isinstance(one, MappingNode) for pair in one.pairs]
        return MappingNode(_joined(pairs), pairs[0][0].at) if pairs else None

    def keyed(self, key: str, mapped: FieldMap, here: Found) -> Iterator[tuple[ScalarNode, Node]]:
        """Yield the pair of a record whose key is in itself."""
        found = items_of(parse_path(key.strip("{}")).walk(here, self.top, self.seen))
        value = self.value(mapped, here, (key,))
        for one in found:
            if isinstance(one.node, ScalarNode) and not one.node.absent and value is not None:
                yield ScalarNode(one.node.text, one.node.at, False), value

    def walk(self, line: str, where: _Path, here: Found) -> list[Found]:
        """Return what a path leads to, and note whether its line ever finds anything."""
        found = where.walk(here, self.top, self.seen)
        if found:
            self.met.add(line)
            self.unmet.pop(line, None)
        elif line not in self.met:
            self.unmet[line] = where.steps[-1].name if where.steps else ""
        return found

    def not_taken(self) -> Iterator[str]:
        """Yield a sentence for each sort of record of which something is left."""
        for path, records in self.records.items():
            rest = Counter(
                key.text
                for record in {id(one): one for one in records}.values()
                for key, _ in record.pairs
                if (id(record), key.text) not in self.seen
            )
            if rest:
                listed = ", ".join(key if count == 1 else f"{key} ({count})" for key, count in rest.items())
                yield f"no map takes these keys of {path}: {listed}"


def _joined(pairs: list[tuple[ScalarNode, Node]]) -> list[tuple[ScalarNode, Node]]:
    """Make one pair of those with one key: all they say, each thing once."""
    found: dict[str, tuple[ScalarNode, list[Node]]] = {}
    listed = set()
    for key, value in pairs:
        _, values = found.setdefault(key.text, (key, []))
        if isinstance(value, SequenceNode):
            listed.add(key.text)
        texts = {one.text for one in values if isinstance(one, ScalarNode)}
        for one in value.nodes if isinstance(value, SequenceNode) else [value]:
            if not (isinstance(one, ScalarNode) and one.text in texts):
                values.append(one)
                texts |= {one.text} if isinstance(one, ScalarNode) else set()
    return [
        (key, nodes[0] if len(nodes) == 1 and name not in listed else SequenceNode(nodes, key.at))
        for name, (key, nodes) in found.items()
    ]


def _by_role(letters: MappingNode) -> MappingNode | None:
    """Turn letters with the roles that hold them into roles with their letters."""
    held = (
        (ScalarNode(" ".join(one.text.split()), one.at, False), letter.text)
        for letter, value in letters.pairs
        for one in scalars_at(value, ".")
    )
    assign = assignments(held, letters.at)
    return assign if assign.pairs else None


def assignments(held: Iterable[tuple[ScalarNode, str]], at: int) -> MappingNode:
    """Return roles with their letters, from pairs of a role and one letter."""
    found: dict[str, tuple[ScalarNode, dict[str, None]]] = {}
    for role, letter in held:
        found.setdefault(role.text, (role, {}))[1][letter] = None
    pairs: list[tuple[ScalarNode, Node]] = [
        (role, ScalarNode("/".join(letters), role.at, False)) for role, letters in found.values()
    ]
    return MappingNode(pairs, at)
