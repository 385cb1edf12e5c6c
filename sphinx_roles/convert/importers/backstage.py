"""Backstage's catalog: each Group is a team, and its Users are those who hold it.

Source: backstage.io/docs/features/software-catalog/descriptor-format, kinds Group and User.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.convert.field_maps import Found, Mapped, items_of, parse_path, scalars_at
from sphinx_roles.convert.importers import ImportContext

_FIELDS = (
    ("kind", '"team"'),
    ("name", "spec.profile.displayName"),
    ("name", "metadata.title"),
    ("name", "metadata.name"),
    ("summary", "metadata.description"),
    ("part_of", "spec.parent"),
    ("tags", "spec.type"),
    ("tags", "metadata.tags"),
)
_HOLDER = (
    ("name", "spec.profile.displayName"),
    ("name", "metadata.title"),
    ("handle", "metadata.name"),
    ("email", "spec.profile.email"),
)
_LINK = (("text", "title"), ("url", "url"))
_NOT_TAKEN = ("spec.profile.email", "spec.profile.picture")


def read_backstage(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the roles of the groups, and a sentence for each sort of thing that is left out."""
    if not context.named and not any(
        _text(one, "apiVersion").startswith("backstage.io/") for one in documents
    ):
        return None
    groups = [one for one in documents if _text(one, "kind") == "Group"]
    users = {_text(one, "metadata.name"): one for one in documents if _text(one, "kind") == "User"}
    roles: list[tuple[ScalarNode, Node]] = []
    placed: set[str] = set()
    for group in groups:
        for handle in scalars_at(group, "metadata.name")[:1]:
            members = dict.fromkeys(_bare(one.text) for one in scalars_at(group, "spec.members"))
            for name, user in users.items():
                if handle.text in (_bare(one.text) for one in scalars_at(user, "spec.memberOf")):
                    members.setdefault(name)
            placed.update(members)
            roles.append(
                (handle, _role(group, [_holder(name, users.get(name), handle.at) for name in members]))
            )
    kinds = Counter(_text(one, "kind") or "unknown" for one in documents if one not in groups)
    kinds.pop("User", None)
    at = documents[0].at
    tree = MappingNode([(ScalarNode("roles", at), MappingNode(roles, at))], at)
    return Mapped(tree, list(_left_out(kinds, groups, set(users) - placed)))


def _left_out(kinds: Counter[str], groups: list[Node], alone: set[str]) -> Iterator[str]:
    if kinds:
        listed = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        yield f"only Group and User are read; left out: {listed}"
    if alone:
        yield f"users of no group: {', '.join(sorted(alone))}"
    for path in _NOT_TAKEN:
        count = sum(bool(_text(group, path)) for group in groups)
        if count:
            yield f"`{path}` of {count} Group{'s' if count > 1 else ''} has no place in a role"


def _role(group: Node, holders: list[Node]) -> MappingNode:
    role = _record(group, _FIELDS)
    top = Found(group)
    found = items_of(parse_path("metadata.links").walk(top, top))
    links: list[Node] = [_record(one.node, _LINK) for one in found if _text(one.node, "url")]
    role.pairs += (
        (ScalarNode(key, group.at), SequenceNode(nodes, group.at))
        for key, nodes in (("links", links), ("holders", holders))
        if nodes
    )
    return role


def _holder(name: str, user: Node | None, at: int) -> Node:
    return ScalarNode(name, at, False) if user is None else _record(user, _HOLDER)


def _record(node: Node, fields: tuple[tuple[str, str], ...]) -> MappingNode:
    """Return a mapping of our fields: the first text of each, all of its tags."""
    found: dict[str, list[Node]] = {}
    for ours, theirs in fields:
        for one in scalars_at(node, theirs):
            if ours == "tags" or ours not in found:
                text = _bare(one.text) if ours == "part_of" else one.text
                found.setdefault(ours, []).append(ScalarNode(text, one.at, one.plain))
    pairs: list[tuple[ScalarNode, Node]] = [
        (ScalarNode(key, nodes[0].at), SequenceNode(nodes, nodes[0].at) if key == "tags" else nodes[0])
        for key, nodes in found.items()
    ]
    return MappingNode(pairs, node.at)


def _bare(reference: str) -> str:
    """Return the name in a reference: ``group:default/team-a`` is ``team-a``."""
    return reference.rpartition("/")[2].rpartition(":")[2]


def _text(node: Node, path: str) -> str:
    return next((one.text for one in scalars_at(node, path)), "")
