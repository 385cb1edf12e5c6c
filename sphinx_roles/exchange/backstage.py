"""Backstage's catalog: each Group is a team, and its Users are those who hold it.

Source: backstage.io/docs/features/software-catalog/descriptor-format, kinds Group and User.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.exchange.field_maps import Mapped
from sphinx_roles.exchange.paths import Found, parse_path

_FIELDS = (
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
_NOT_TAKEN = ("spec.profile.email", "spec.profile.picture")


def is_backstage(documents: list[Node]) -> bool:
    """Tell whether documents are entities of Backstage."""
    return any(_text(one, "apiVersion").startswith("backstage.io/") for one in documents)


def read_backstage(documents: list[Node]) -> Mapped:
    """Return the roles of the groups, and a sentence for each sort of thing that is left out."""
    groups = [one for one in documents if _text(one, "kind") == "Group"]
    users = {_text(one, "metadata.name"): one for one in documents if _text(one, "kind") == "User"}
    roles: list[tuple[ScalarNode, Node]] = []
    placed: set[str] = set()
    for group in groups:
        handle = _scalar(group, "metadata.name")
        if handle is None:
            continue
        members = dict.fromkeys(_bare(one.text) for one in _scalars(group, "spec.members"))
        for name, user in users.items():
            if handle.text in (_bare(one.text) for one in _scalars(user, "spec.memberOf")):
                members.setdefault(name)
        placed.update(members)
        roles.append((handle, _role(group, [_holder(name, users.get(name), handle.at) for name in members])))
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
    fields: dict[str, list[Node]] = {"kind": [ScalarNode("team", group.at)]}
    for ours, theirs in _FIELDS:
        found = [one for one in _scalars(group, theirs) if ours != "name" or "name" not in fields]
        fields.setdefault(ours, []).extend(found)
    fields["part_of"] = [
        ScalarNode(_bare(one.text), one.at) for one in fields["part_of"] if isinstance(one, ScalarNode)
    ]
    links: list[Node] = []
    for link in parse_path("metadata.links").walk(Found(group), Found(group)):
        for one in link.node.nodes if isinstance(link.node, SequenceNode) else [link.node]:
            url, title = _scalar(one, "url"), _scalar(one, "title")
            if url is not None:
                text = [(ScalarNode("text", title.at), title)] if title is not None else []
                links.append(MappingNode([*text, (ScalarNode("url", url.at), url)], url.at))
    pairs: list[tuple[ScalarNode, Node]] = []
    for key, nodes in (*fields.items(), ("links", links), ("holders", holders)):
        if nodes:
            listed = key in ("tags", "links", "holders")
            pairs.append((ScalarNode(key, group.at), SequenceNode(nodes, group.at) if listed else nodes[0]))
    return MappingNode(pairs, group.at)


def _holder(name: str, user: Node | None, at: int) -> Node:
    if user is None:
        return ScalarNode(name, at, False)
    fields: dict[str, ScalarNode] = {}
    for ours, theirs in _HOLDER:
        if (found := _scalar(user, theirs)) is not None:
            fields.setdefault(ours, found)
    return MappingNode([(ScalarNode(key, one.at), one) for key, one in fields.items()], user.at)


def _bare(reference: str) -> str:
    """Return the name in a reference: ``group:default/team-a`` is ``team-a``."""
    return reference.rpartition("/")[2].rpartition(":")[2]


def _scalars(node: Node, path: str) -> list[ScalarNode]:
    found = parse_path(path).walk(Found(node), Found(node))
    nodes = [
        n for one in found for n in (one.node.nodes if isinstance(one.node, SequenceNode) else [one.node])
    ]
    return [one for one in nodes if isinstance(one, ScalarNode) and not one.absent]


def _scalar(node: Node, path: str) -> ScalarNode | None:
    return next(iter(_scalars(node, path)), None)


def _text(node: Node, path: str) -> str:
    found = _scalar(node, path)
    return found.text if found is not None else ""
