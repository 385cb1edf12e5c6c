"""Field maps: which of our fields is where in data of another shape, and what comes of that.

A map is a list of lines ``ours=theirs``. Ours is a field as our files have it (``roles.holders.name``),
theirs a path from the record that the field is in. A field that holds records or a mapping of its own
says where those are (``roles=teams``); its own fields start there. ``{team}`` in the place of a key of
ours takes the key from that path. Records of one id or name are one: what they list adds up. The rows of
a table are records, too, with its heads as keys.

A path is ``leadership.chairs``, ``*.owners``, ``/competencies[theme=id]``: a step is a key; ``*`` is any
key. A list on the way stands for each of its items. A path starts at the record that it is about, with
``/`` at the top of the document. ``.`` is the record itself, ``@`` the key that it was found under, and
``"text"`` that text. In brackets is what an item must have: ``[theme=id]`` that its ``theme`` is the
``id`` of the record, ``[type="role"]`` that its type is that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import get_origin

from msgspec import Struct, field, structs

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_dash
from sphinx_roles.catalog.schema import TOP_KEYS
from sphinx_roles.catalog.tables import CellLines
from sphinx_roles.model import Level, Responsibility, Role, Skill
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import Phrase, nearest


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
    found = (one.node for one in nodes_at(node, path))
    return [one for one in found if isinstance(one, ScalarNode) and not one.absent]


def text_in(node: Node, path: str) -> str:
    """Return the first text that a path leads to; ``""`` where there is none."""
    return next((one.text.strip() for one in scalars_at(node, path)), "")


def nodes_at(node: Node, path: str) -> list[Found]:
    """Return what a path leads to from a node, the items of lists one by one."""
    start = Found(node)
    return items_of(parse_path(path).walk(start, start))


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


_JOINED = frozenset({"roles", "responsibilities", "matrices", "skills", "levels"})
"""Fields whose records are one where they have the same id, else the same name."""


class FieldMap(Struct):
    """One of our fields: where it is, and the fields in it, by their keys."""

    lines: list[tuple[str, _Path]] = field(default_factory=list)
    inner: dict[str, FieldMap] = field(default_factory=dict)

    @property
    def is_of_lists(self) -> bool:
        """Whether a plain list is one record: one of its lists is the record itself (``roles.holders=.``)."""
        lists = (where for key, one in self.inner.items() if key in _LISTS for _, where in one.lines)
        return any(where == _Path([]) for where in lists)


class Mapped(Struct):
    """Our tree of somebody's document, and sentences about what is not in it."""

    node: MappingNode
    left_out: Sequence[str | Phrase] = ()
    parties: str = ""
    """What those who take part are by default: ``person``, ``user`` or ``team``; empty: rows name roles.

    Each is a role, a handle, or the name of a holder (`sphinx_roles.owners`).
    """
    scheme: str = ""
    """The scheme of the rows, unless another one is named for the file."""
    matrix: str = ""
    """The matrix of rows under a scheme of their own; by default it is called as the file."""
    date: str = ""
    """When the document is from, ``2026-05-01``: of the files of a matrix, the newest is first."""
    joins: bool = False
    """Its roles may be those of other files, by any name; what they list is added there."""
    owners: Ownership | None = None
    """The rules that its rows are made of, at their places: who decided, or who owns which files."""


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
            inner.lines.append((f"{ours}={theirs}", parse_path(theirs)))
        except MapError as error:
            raise MapError(f"{ours}={theirs}: {error}") from None
    return top


class MapReader(Struct):
    """Builds our trees of documents by one map, and says what it finds in none of them."""

    map: FieldMap
    top: Found = field(default_factory=lambda: Found(MappingNode([], 0)))
    left_out: list[str] = field(default_factory=list)
    unmet: dict[str, str] = field(default_factory=dict)
    """Lines that have found nothing yet, with the key that they look for."""
    met: set[str] = field(default_factory=set)
    keys: Counter[str] = field(default_factory=Counter)
    """All keys of the records that were looked at."""
    records: list[tuple[str, MappingNode]] = field(default_factory=list)
    """The records that were looked at, and what they are."""
    passed: list[tuple[str, MappingNode]] = field(default_factory=list)
    seen: _Seen = field(default_factory=set)

    def tree(self, document: Node) -> MappingNode:
        """Return our tree of a document, which is empty where the map finds nothing in it."""
        self.top, before = Found(document), len(self.records)
        tree = self.record(self.map, self.top, ())
        if not tree.pairs:
            # It is about something else. What was seen is known by the ids of nodes, so these are kept.
            self.passed += self.records[before:]
            del self.records[before:]
        return tree

    def not_found(self) -> Iterator[str]:
        """Yield a sentence for each line that finds nothing."""
        for line, word in self.unmet.items():
            hint = nearest(word, self.keys) if word and word not in self.keys else ""
            yield f"the map {line!r} finds nothing{hint}"

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
            self.records.append((name, here.node))
            self.keys.update(key.text for key, _ in here.node.pairs)
        return MappingNode(_joined(pairs), here.node.at)

    def value(self, mapped: FieldMap, here: Found, path: tuple[str, ...]) -> Node | None:
        """Build the value of a field; None where there is none."""
        if not mapped.lines:
            made = self.record(mapped, here, path)
            if path[-1] == "assign":
                return _by_role(made)
            # Without a key of the data, it is one record of a list.
            single = _holds_records(path) and not any(key.startswith("{") for key in mapped.inner)
            return (
                (SequenceNode([*_each_of(made, path)], made.at) if single else made) if made.pairs else None
            )
        found = [one for line, where in mapped.lines for one in self.walk(line, where, here)]
        if path[-2:-1] == ("skills",):
            # A table has a dash where a skill is not asked for.
            found = [
                one for one in found if not (isinstance(one.node, ScalarNode) and is_dash(one.node.text))
            ]
        if not _takes_lines(path):
            found = [_whole(one) for one in found]
        if not found:
            return None
        if mapped.inner:
            whole = mapped.is_of_lists
            apart = ([one] if whole and _is_plain(one.node) else items_of([one]) for one in found)
            return self.records_of(mapped, [item for items in apart for item in items], here.node.at, path)
        if len(found) == 1:
            return found[0].node
        if _is_list(path):
            return SequenceNode([one.node for one in items_of(found)], found[0].node.at)
        # One text from several places: the first that there is.
        given = [one.node for one in found if not (isinstance(one.node, ScalarNode) and one.node.absent)]
        if len(mapped.lines) == 1 and len({*map(_content, given)}) > 1:
            texts = [
                "{!r}".format(one.text if isinstance(one, ScalarNode) else "several values") for one in given
            ]
            message = "{} finds {} in one record: the first counts"
            self.left_out.append(message.format(mapped.lines[0][0], ", ".join(texts[:3])))
        return next(iter(given), None)

    def records_of(self, mapped: FieldMap, found: list[Found], at: int, path: tuple[str, ...]) -> Node | None:
        """Build a list of records, or one mapping of those whose keys come from the data."""
        made = [
            (one.node, record)
            for one in found
            if not (isinstance(one.node, ScalarNode) and one.node.absent)
            for record in _each_of(self.record(mapped, one, path), path)
        ]
        if any(key.startswith("{") for key in mapped.inner):
            pairs = [pair for _, record in made for pair in record.pairs]
            return MappingNode(_joined(pairs), pairs[0][0].at) if pairs else None
        nodes: list[Node] = []
        name = "url" if path[-1] == "links" else "name"
        for node, record in made:
            if isinstance(node, ScalarNode):
                # A plain text among the records is a name, or an address.
                keys = record.values.keys()
                if keys <= {name}:
                    nodes.append(node)
                    continue
                if not keys & {"id", name}:
                    record.pairs.insert(0, (ScalarNode(name, node.at, False), node))
            nodes += [record] if record.pairs else []
        return SequenceNode(self.joined(nodes, path), at) if nodes else None

    def joined(self, nodes: Iterable[Node], path: tuple[str, ...]) -> list[Node]:
        """Make one record of those with one id or name. Of other things, each is there once."""
        found: dict[object, Node] = {}
        for node in nodes:
            key = _identity(node) if path[-1] in _JOINED else _content(node)
            first = found.get(key)
            if isinstance(first, MappingNode) and isinstance(node, MappingNode):
                found[key] = self.both(first, node, path)
            elif not isinstance(first, MappingNode):
                found[key] = node
        return list(found.values())

    def both(self, first: Node, second: Node, path: tuple[str, ...]) -> Node:
        """Return what two values of one field say together; where they disagree, the first counts."""
        if _content(first) == _content(second):
            return first
        if isinstance(first, MappingNode) and isinstance(second, MappingNode):
            pairs = {key.text: (key, value) for key, value in first.pairs}
            for key, value in second.pairs:
                old = pairs.get(key.text)
                new = value if old is None else self.both(old[1], value, (*path, key.text))
                pairs[key.text] = (key if old is None else old[0], new)
            return MappingNode(list(pairs.values()), first.at)
        if _is_list(path) or isinstance(first, SequenceNode) or isinstance(second, SequenceNode):
            both = [one.node for one in items_of([Found(first), Found(second)])]
            return SequenceNode(self.joined(both, path), first.at)
        texts = (one.text if isinstance(one, ScalarNode) else "several values" for one in (first, second))
        self.left_out.append("of {}, {!r} counts, and not {!r}".format(".".join(path), *texts))
        return first

    def keyed(self, key: str, mapped: FieldMap, here: Found) -> Iterator[tuple[ScalarNode, Node]]:
        """Yield the pair of a record whose key is in itself."""
        found = items_of(parse_path(key.strip("{}")).walk(here, self.top, self.seen))
        value = self.value(mapped, here, (key,))
        for one in found:
            if isinstance(one.node, ScalarNode) and not one.node.absent:
                # A skill without a proficiency is one all the same.
                empty = ScalarNode("", one.node.at)
                yield ScalarNode(one.node.text, one.node.at, False), empty if value is None else value

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
        left: dict[str, Counter[str]] = {}
        for name, record in {id(record): (name, record) for name, record in self.records}.values():
            keys = (key.text for key, _ in record.pairs if (id(record), key.text) not in self.seen)
            left.setdefault(name, Counter()).update(keys)
        for name, rest in reversed(left.items()):
            if rest:
                listed = ", ".join(key if count == 1 else f"{key} ({count})" for key, count in rest.items())
                yield f"no map takes these keys of {name}: {listed}"


_PEOPLE = frozenset({"holders", "past_holders"})


_CRITERIA = ("skills", "levels")
"""The levels of a skill are no list, as those of a role are: each step has its list of criteria."""


def _holds_records(path: tuple[str, ...]) -> bool:
    return path[-1] in _LISTS and path != _CRITERIA


def _is_list(path: tuple[str, ...]) -> bool:
    """Return whether a field takes several values: also who has a letter, or the criteria of a step."""
    return _holds_records(path) or path[0] == "scales" or path[-2:-1] == ("assign",) or path[:-1] == _CRITERIA


def _takes_lines(path: tuple[str, ...]) -> bool:
    """Return whether the lines of a cell are several things in a field, or several people by their names."""
    people = len(path) > 1 and path[-2] in _PEOPLE and path[-1] == "name"
    return people or _is_list(path) or "assign" in path


def _whole(found: Found) -> Found:
    node = found.node
    return Found(ScalarNode(node.text, node.at, False)) if isinstance(node, CellLines) else found


def _each_of(record: MappingNode, path: tuple[str, ...]) -> Iterator[MappingNode]:
    """Yield a record for each person that one cell names; what else it says is true of all of them."""
    name = record.values.get("name") if path[-1] in _PEOPLE else None
    for one in name.items if name is not None else [None]:
        pairs = [(key, one if one is not None and value is name else value) for key, value in record.pairs]
        yield MappingNode(pairs, record.at)


def _is_plain(node: Node) -> bool:
    return isinstance(node, SequenceNode) and all(isinstance(one, ScalarNode) for one in node.nodes)


def _content(node: Node) -> object:
    """Return what a node says, without its places."""
    match node:
        case ScalarNode(text=text):
            return text
        case SequenceNode(nodes=nodes):
            return tuple(map(_content, nodes))
        case MappingNode(pairs=pairs):
            return frozenset((key.text, _content(value)) for key, value in pairs)


def _identity(node: Node) -> object:
    """Return the id of a record, else its name; of one that has neither, what it says."""
    texts = node.texts
    return texts.get("id") or texts.get("name") or _content(node)


def _joined(pairs: list[tuple[ScalarNode, Node]]) -> list[tuple[ScalarNode, Node]]:
    """Make one pair of those with one key: all they say, each thing once."""
    found: dict[str, tuple[ScalarNode, dict[object, Node]]] = {}
    for key, value in pairs:
        _, values = found.setdefault(key.text, (key, {}))
        for one in value.items:
            values.setdefault(one.text if isinstance(one, ScalarNode) else id(one), one)
    listed = {key.text for key, value in pairs if isinstance(value, SequenceNode)}
    several = [(key, [*nodes.values()]) for key, nodes in found.values()]
    return [
        (key, SequenceNode(nodes, key.at) if key.text in listed or len(nodes) > 1 else nodes[0])
        for key, nodes in several
    ]


def _by_role(letters: MappingNode) -> MappingNode | None:
    """Turn letters with the roles that hold them into roles with their letters."""
    held = (
        (ScalarNode(" ".join(one.text.split()), one.at, False), letter.text, "")
        for letter, value in letters.pairs
        for one in scalars_at(value, ".")
    )
    assign = assignments(held, letters.at)
    return assign if assign.pairs else None


def assignments(held: Iterable[tuple[ScalarNode, str, str]], at: int) -> MappingNode:
    """Return roles with their letters, from a role, one letter and a condition (or ``""``) each."""
    found: dict[str, tuple[ScalarNode, dict[str, dict[str, None]]]] = {}
    for role, letter, when in held:
        found.setdefault(role.text, (role, {}))[1].setdefault(when, {})[letter] = None
    pairs: list[tuple[ScalarNode, Node]] = []
    for role, parts in found.values():
        nodes: list[Node] = []
        for when, letters in parts.items():
            text = ScalarNode("/".join(letters), role.at, False)
            condition = (ScalarNode("when", role.at), ScalarNode(when, role.at, False))
            nodes.append(
                MappingNode([(ScalarNode("letters", role.at), text), condition], role.at) if when else text
            )
        pairs.append((role, nodes[0] if len(nodes) == 1 else SequenceNode(nodes, role.at)))
    return MappingNode(pairs, at)
