"""Field maps: which of our fields stands where in data of another shape, and what comes of that.

A map is a list of lines ``ours=theirs``. Ours is a field as our files have it (``roles.holders.name``),
theirs a path from the record that the field is in. A field that holds records or a mapping of its own
says where those are (``roles=teams``); its own fields start there. ``{team}`` in the place of a key of
ours takes the key from that path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_origin

from msgspec import Struct, field, structs

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.catalog.schema import TOP_KEYS
from sphinx_roles.exchange.paths import Found, Path, PathError, Seen, items_of, parse_path
from sphinx_roles.model import Level, Responsibility, Role, Skill
from sphinx_roles.problems import nearest

_LISTS = {
    one.name
    for record in (Role, Responsibility, Level, Skill)
    for one in structs.fields(record)
    if get_origin(one.type) is tuple or one.name in ("holders",)
}


class MapError(Exception):
    """A line of a map cannot be read; the message says why."""


class FieldMap(Struct):
    """A field of ours: where it is, and the fields in it, by their keys."""

    message: list[tuple[str, Path]] = field(default_factory=list)
    inner: dict[str, FieldMap] = field(default_factory=dict)


class Mapped(Struct):
    """Our tree of somebody's document, and sentences about what is not in it."""

    node: MappingNode
    left_out: list[str]
    not_asked: list[str] = field(default_factory=list)
    """What the author of a map did not ask for."""


def parse_pairs(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Cut lines ``ours=theirs``; blank ones and those that begin with # are passed over."""
    pairs = []
    for line in lines:
        ours, equals, theirs = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not (ours and equals and theirs):
            raise MapError(f"a map is ours=theirs, such as roles.name=title, not {line.strip()!r}")
        pairs.append((ours, theirs))
    return pairs


def parse_map(pairs: Iterable[tuple[str, str]]) -> FieldMap:
    """Read a map for data that is a tree. A lone ``name`` is that of roles; MapError for what is no path."""
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
        except PathError as error:
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
    seen: Seen = field(default_factory=set)

    def record(self, mapped: FieldMap, here: Found, path: tuple[str, ...]) -> MappingNode:
        """Build the mapping of one record."""
        pairs: list[tuple[ScalarNode, Node]] = []
        for key, inner in mapped.inner.items():
            if key.startswith("{"):
                pairs += self._keyed(key, inner, here)
            elif (node := self.field(inner, here, (*path, key))) is not None:
                pairs.append((ScalarNode(key, here.node.at, False), node))
        if isinstance(here.node, MappingNode):
            name = "the document" if here.node is self.top.node else f"the records of {'.'.join(path)}"
            self.records.setdefault(name, []).append(here.node)
            self.keys.update(key.text for key, _ in here.node.pairs)
        return MappingNode(_joined(pairs), here.node.at)

    def field(self, mapped: FieldMap, here: Found, path: tuple[str, ...]) -> Node | None:
        """Build the value of a field; None where there is none."""
        if not mapped.message:
            made = self.record(mapped, here, path)
            return _by_role(made) if path[-1] == "assign" else made if made.pairs else None
        found = [one for line, where in mapped.message for one in self._walk(line, where, here)]
        if not found:
            return None
        if mapped.inner:
            records = [self._inner(mapped, one, path) for one in items_of(found)]
            return (
                _one_mapping(records)
                if any(key.startswith("{") for key in mapped.inner)
                else SequenceNode([one for one in records if one is not None], here.node.at)
            )
        if len(found) == 1:
            return found[0].node
        if path[-1] in _LISTS or path[0] == "scales":
            return SequenceNode([one.node for one in items_of(found)], found[0].node.at)
        # One text from several places: the first that there is.
        return next(
            (one.node for one in found if not (isinstance(one.node, ScalarNode) and one.node.absent)), None
        )

    def _inner(self, mapped: FieldMap, one: Found, path: tuple[str, ...]) -> Node | None:
        if isinstance(one.node, ScalarNode):
            # A plain text among the records is a name.
            return None if one.node.absent else one.node
        return self.record(mapped, one, path)

    def _keyed(self, key: str, mapped: FieldMap, here: Found) -> Iterator[tuple[ScalarNode, Node]]:
        """Yield the pair of a record whose key stands in itself."""
        found = items_of(parse_path(key.strip("{}")).walk(here, self.top, self.seen))
        value = self.field(mapped, here, (key,))
        for one in found:
            if isinstance(one.node, ScalarNode) and not one.node.absent and value is not None:
                yield ScalarNode(one.node.text, one.node.at, False), value

    def _walk(self, line: str, where: Path, here: Found) -> list[Found]:
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
    for key, value in pairs:
        values = found.setdefault(key.text, (key, []))[1]
        for one in value.nodes if isinstance(value, SequenceNode) else [value]:
            same = (
                isinstance(old, ScalarNode) and isinstance(one, ScalarNode) and old.text == one.text
                for old in values
            )
            if not any(same):
                values.append(one)
    given = dict.fromkeys(key.text for key, _ in pairs)
    single = {key.text: isinstance(value, SequenceNode) for key, value in pairs}
    return [
        (key, nodes[0] if len(nodes) == 1 and not single[name] else SequenceNode(nodes, key.at))
        for name in given
        for key, nodes in [found[name]]
    ]


def _one_mapping(records: list[Node | None]) -> MappingNode | None:
    pairs = [pair for one in records if isinstance(one, MappingNode) for pair in one.pairs]
    return MappingNode(_joined(pairs), pairs[0][0].at) if pairs else None


def _by_role(letters: MappingNode) -> MappingNode | None:
    """Turn letters with the roles that hold them into roles with their letters."""
    held: dict[str, tuple[ScalarNode, list[str]]] = {}
    for letter, value in letters.pairs:
        for one in items_of([Found(value)]):
            if isinstance(one.node, ScalarNode) and not one.node.absent:
                name = " ".join(one.node.text.split())
                held.setdefault(name, (ScalarNode(name, one.node.at, False), []))[1].append(letter.text)
    pairs: list[tuple[ScalarNode, Node]] = [
        (role, ScalarNode("/".join(dict.fromkeys(found)), role.at, False)) for role, found in held.values()
    ]
    return MappingNode(pairs, letters.at) if pairs else None
