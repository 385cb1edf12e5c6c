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
from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode
from sphinx_roles.catalog.schemes import BUILT_IN
from sphinx_roles.convert.field_maps import Found, Mapped, assignments, parse_path, scalars_at
from sphinx_roles.convert.importers import ImportContext
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
_Needs = dict[str, tuple[ScalarNode, MappingNode]]


def read_needs(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return roles and rows of the current version, and sentences about what is neither."""
    keys = {key.text for one in documents if isinstance(one, MappingNode) for key, _ in one.pairs}
    if not context.named and not (context.format == "json" and {"versions", "current_version"} <= keys):
        return None
    document, scheme = documents[0], context.scheme
    needs = _needs(document)
    reader = LetterReader(scheme)
    unmet: dict[str, dict[str, None]] = {}
    rows: list[tuple[ScalarNode, Node]] = []
    held: set[str] = set()
    for key, need in needs.values():
        assign = _assign(need, needs, reader, unmet)
        if assign.pairs:
            held.update(key.text for key, _ in assign.pairs)
            rows.append((key, _entry(need, _ROW, [(ScalarNode("assign", need.at), assign)])))
    row_ids = {key.text for key, _ in rows}
    roles: list[tuple[ScalarNode, Node]] = [
        (key, _entry(need, _TEXT, []))
        for ident, (key, need) in needs.items()
        if ident not in row_ids and (ident in held or _type(need) in _ROLES)
    ]
    role_ids = {key.text for key, _ in roles}
    others = (need for ident, (_, need) in needs.items() if ident not in row_ids | role_ids)
    kinds = Counter(_type(need) or "unknown" for need in others)
    listed = ", ".join(f"{count} of type {kind!r}" for kind, count in kinds.items())
    left_out = [f"needs that are neither roles nor hold any: {listed}"] if listed else []
    left_out += (f"`{name}` names what is no need: {_listed(words)}" for name, words in unmet.items())
    left_out += _of_other_schemes(needs, role_ids, scheme)
    at = document.at
    parts = (("roles", roles), ("responsibilities", rows))
    return Mapped(
        MappingNode([(ScalarNode(key, at), MappingNode(nodes, at)) for key, nodes in parts if nodes], at),
        left_out,
    )


def _needs(document: Node) -> _Needs:
    """Return the needs of the current version by id; of all versions where none is named."""
    top = Found(document)
    current = {one.text for one in scalars_at(document, "current_version")}
    versions = [one for one in parse_path("versions.*").walk(top, top) if one.key is not None]
    named = [one for one in versions if one.key is not None and one.key.text in current]
    needs = (need for one in named or versions for need in parse_path("needs.*").walk(one, one))
    return {
        one.key.text: (one.key, one.node)
        for one in needs
        if one.key is not None and isinstance(one.node, MappingNode)
    }


def _listed(words: Iterable[str]) -> str:
    listed = [repr(word) for word in words]
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return ", ".join(listed[:_LISTED]) + more


def _of_other_schemes(needs: _Needs, roles: set[str], scheme: Scheme) -> Iterator[str]:
    """Yield a sentence for each field that holds roles under a letter which only another scheme has."""
    others = [LetterReader(other) for other in BUILT_IN.values() if other.letters != scheme.letters]
    fields = dict.fromkeys(
        key.text
        for _, need in needs.values()
        for key, value in need.pairs
        if any(word.text in roles for word in _words(value, needs))
    )
    for name in fields:
        if not _letters(name, LetterReader(scheme)):
            known = next((reader.scheme.id for reader in others if _letters(name, reader)), None)
            if known is not None:
                yield f"`{name}` holds roles, but is no letter of {scheme.id}; --scheme {known} has it"


def _assign(
    need: MappingNode, needs: _Needs, reader: LetterReader, unmet: dict[str, dict[str, None]]
) -> MappingNode:
    """Return the roles that a need names, with their letters; note the words that lead to no need."""
    held: list[tuple[ScalarNode, str]] = []
    for key, value in need.pairs:
        letters = _letters(key.text, reader)
        for word in _words(value, needs) if letters else ():
            if word.text in needs:
                held += ((word, letter) for letter in letters)
            else:
                unmet.setdefault(key.text, {})[word.text] = None
    return assignments(held, need.at)


def _words(value: Node, needs: _Needs) -> Iterator[ScalarNode]:
    """Yield the ids in a field: a list, or a text with several ids between commas or semicolons."""
    for one in scalars_at(value, "."):
        parts = [part.strip() for part in _BETWEEN.split(one.text)]
        if any(part in needs for part in parts):
            yield from (ScalarNode(part, one.at) for part in parts)
        elif one.text.strip():
            yield one


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
    need: MappingNode, fields: tuple[tuple[str, str], ...], more: list[tuple[ScalarNode, Node]]
) -> MappingNode:
    """Return our record of a need: the first of its fields that says something, for each of ours."""
    theirs = {
        key.text: value
        for key, value in need.pairs
        if any(one.text.strip() for one in scalars_at(value, "."))
    }
    found: dict[str, Node] = {}
    for ours, name in fields:
        if name in theirs:
            found.setdefault(ours, theirs[name])
    pairs = [(ScalarNode(key, node.at), node) for key, node in found.items()]
    return MappingNode([*pairs, *more], need.at)


def _type(need: MappingNode) -> str:
    return next((one.text for one in scalars_at(need, "type")), "")
