"""The ``needs.json`` of sphinx-needs: needs that hold other needs under a letter are responsibilities.

A field whose name means a letter of the scheme ("responsible", "accountable", "approved by") and holds
ids makes its need a row, and what the ids lead to roles; so are needs of the type ``role``.
Source: sphinx-needs.readthedocs.io, builders "needs", schema of needs.json.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.catalog.schemes import BUILT_IN
from sphinx_roles.exchange.field_maps import Mapped
from sphinx_roles.exchange.paths import Found, items_of, parse_path
from sphinx_roles.model import Scheme

_ROLES = frozenset({"role", "roles", "team", "person", "stakeholder"})
_BETWEEN = re.compile(r"[,;]")
_LISTED = 5
_TEXT = (
    ("name", "title"),
    ("summary", "content"),
    ("summary", "description"),
    ("status", "status"),
    ("tags", "tags"),
)
_ROW = (*_TEXT, ("section", "section_name"))


def is_needs(documents: list[Node]) -> bool:
    """Tell whether a document is a needs.json."""
    keys = {key.text for one in documents if isinstance(one, MappingNode) for key, _ in one.pairs}
    return {"versions", "current_version"} <= keys


def read_needs(document: Node, scheme: Scheme) -> Mapped:
    """Return roles and rows of the current version, and sentences about what is neither."""
    needs = _needs(document)
    reader = LetterReader(scheme)
    unmet: dict[str, dict[str, None]] = {}
    rows: list[tuple[ScalarNode, Node]] = []
    held: dict[str, None] = {}
    for need in needs.values():
        assign = _assign(need, needs, reader, unmet)
        if assign is not None and need.key is not None:
            held.update(dict.fromkeys(key.text for key, _ in assign.pairs))
            more: list[tuple[ScalarNode, Node]] = [(ScalarNode("assign", need.node.at), assign)]
            rows.append((need.key, _entry(need, _ROW, more)))
    row_ids = {key.text for key, _ in rows}
    roles: list[tuple[ScalarNode, Node]] = [
        (need.key, _entry(need, _TEXT, []))
        for ident, need in needs.items()
        if need.key is not None and ident not in row_ids and (ident in held or _type(need) in _ROLES)
    ]
    taken = row_ids | {key.text for key, _ in roles}
    kinds = Counter(_type(need) or "unknown" for ident, need in needs.items() if ident not in taken)
    listed = ", ".join(f"{count} of type {kind!r}" for kind, count in kinds.items())
    left_out = [f"needs that are neither roles nor hold any: {listed}"] if listed else []
    left_out += [f"`{name}` names what is no need: {_listed(words)}" for name, words in unmet.items()]
    left_out += _of_other_schemes(needs, {key.text for key, _ in roles}, scheme)
    at = document.at
    tree = [
        (ScalarNode("roles", at), MappingNode(roles, at)),
        (ScalarNode("responsibilities", at), MappingNode(rows, at)),
    ]
    return Mapped(MappingNode([(key, node) for key, node in tree if node.pairs], at), left_out)


def _needs(document: Node) -> dict[str, Found]:
    """Return the needs of the current version by id; of all versions where none is named."""
    top = Found(document)
    current = [one.node for one in parse_path("current_version").walk(top, top)]
    versions = [one for one in parse_path("versions.*").walk(top, top) if one.key is not None]
    named = [
        one
        for one in versions
        if one.key and any(isinstance(c, ScalarNode) and c.text == one.key.text for c in current)
    ]
    needs = [need for one in named or versions for need in parse_path("needs.*").walk(one, one)]
    return {
        need.key.text: need for need in needs if need.key is not None and isinstance(need.node, MappingNode)
    }


def _listed(words: Iterable[str]) -> str:
    listed = [repr(word) for word in words]
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return ", ".join(listed[:_LISTED]) + more


def _of_other_schemes(needs: dict[str, Found], roles: set[str], scheme: Scheme) -> Iterator[str]:
    """Yield a sentence for each field that holds roles under a letter which only another scheme has."""
    others = [other for other in BUILT_IN.values() if other.letters != scheme.letters]
    readers = [(other.id, LetterReader(other)) for other in others]
    fields = {
        key.text: None
        for need in needs.values()
        if isinstance(need.node, MappingNode)
        for key, value in need.node.pairs
        if any(word.text in roles for word in _words(value, needs))
    }
    for name in fields:
        if not _letters(name, LetterReader(scheme)):
            known = next((other for other, reader in readers if _letters(name, reader)), None)
            if known is not None:
                yield f"`{name}` holds roles, but is no letter of {scheme.id}; --scheme {known} has it"


def _assign(
    need: Found, needs: dict[str, Found], reader: LetterReader, unmet: dict[str, dict[str, None]]
) -> MappingNode | None:
    """Return the roles that a need names, with their letters; note the words that lead to no need."""
    held: dict[str, tuple[ScalarNode, list[str]]] = {}
    assert isinstance(need.node, MappingNode)
    for key, value in need.node.pairs:
        letters = _letters(key.text, reader)
        for word in _words(value, needs) if letters else ():
            if word.text in needs:
                held.setdefault(word.text, (word, []))[1].extend(letters)
            else:
                unmet.setdefault(key.text, {})[word.text] = None
    pairs: list[tuple[ScalarNode, Node]] = [
        (ScalarNode(role.text, role.at), ScalarNode("/".join(dict.fromkeys(letters)), role.at))
        for role, letters in held.values()
    ]
    return MappingNode(pairs, need.node.at) if pairs else None


def _words(value: Node, needs: dict[str, Found]) -> Iterator[ScalarNode]:
    """Yield the ids in a field: a list, or a text with several ids between commas or semicolons."""
    for one in items_of([Found(value)]):
        if not isinstance(one.node, ScalarNode) or one.node.absent or not one.node.text.strip():
            continue
        parts = [part.strip() for part in _BETWEEN.split(one.node.text)]
        if any(part in needs for part in parts):
            yield from (ScalarNode(part, one.node.at) for part in parts)
        else:
            yield one.node


def _letters(field: str, reader: LetterReader) -> tuple[str, ...]:
    """Return what the name of a field means: ``responsible``, ``approved_by``, ``supported``."""
    word = field.replace("_", " ").replace("-", " ").removesuffix(" by")
    stem = word.removesuffix("d")
    for text in (word, f"{stem}r", f"{stem}s", word.removesuffix("ed")):
        read = reader.read(text)
        # A field of one or two characters is as likely to be something else.
        if len(text) > 2 and not read.unknown and len(read.parts) == 1:
            return read.parts[0][0]
    return ()


def _entry(
    need: Found, fields: tuple[tuple[str, str], ...], more: list[tuple[ScalarNode, Node]]
) -> MappingNode:
    found: dict[str, Node] = {}
    for ours, theirs in fields:
        for one in parse_path(theirs).walk(need, need):
            if _says(one.node):
                found.setdefault(ours, one.node)
    pairs = [(ScalarNode(key, node.at), node) for key, node in found.items()]
    return MappingNode([*pairs, *more], need.node.at)


def _says(node: Node) -> bool:
    return bool(node.text.strip()) and not node.absent if isinstance(node, ScalarNode) else bool(_nodes(node))


def _nodes(node: SequenceNode | MappingNode) -> list[Node]:
    return node.nodes if isinstance(node, SequenceNode) else [value for _, value in node.pairs]


def _type(need: Found) -> str:
    return next(iter(_types(need)), "")


def _types(need: Found) -> Iterator[str]:
    for one in parse_path("type").walk(need, need):
        if isinstance(one.node, ScalarNode):
            yield one.node.text
