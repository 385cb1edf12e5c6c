"""The last look at the nodes of one text: what may not be on a page goes, all point at the data."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx import addnodes

from sphinx_roles.markup.telling import Teller

__all__ = ["MOST_DEEP", "finish", "is_too_deep"]

MOST_DEEP = 40
"""So many nodes may stand in one another. Sphinx's writers end a build at some hundreds."""

_LINKS = (nodes.reference, addnodes.pending_xref)
# What roles leave beside their text: an index entry, whose target is the page's to give.
_BESIDE = (addnodes.index, nodes.comment, nodes.pending, nodes.substitution_definition)
# What only parts of a text are kept of: a raw node's words, not its HTML.
_UNWRAPPED = (
    nodes.raw, nodes.image, nodes.problematic, nodes.target, nodes.footnote_reference,
    nodes.citation_reference, nodes.substitution_reference, addnodes.download_reference, nodes.math,
)  # fmt: skip


def finish(found: Sequence[nodes.Node], teller: Teller) -> list[nodes.Node]:
    """Return the nodes, cleaned and stamped with the place of the data."""
    container = nodes.Element("", *found)
    # A page's own role can make anything, and parsers leave messages: nothing is taken on trust.
    for node in list(container.findall()):
        if isinstance(node, nodes.system_message):
            _replace(node, [child for child in node.children if isinstance(child, nodes.literal_block)])
        elif isinstance(node, _BESIDE):
            _replace(node, [])
        elif isinstance(node, _UNWRAPPED):
            text = node.astext()
            _replace(node, [nodes.Text(text)] if text else [])
        elif isinstance(node, _LINKS):
            _flatten(node, teller)
    for node in list(container.findall())[1:]:
        teller.stamp(node)
        if isinstance(node, nodes.Element):
            _release(node)
    for child in container.children:
        child.parent = None
    return list(container.children)


def is_too_deep(found: Sequence[nodes.Node]) -> bool:
    """Return True where more nodes stand in one another than any reader could follow."""
    level: list[nodes.Node] = list(found)
    for _ in range(MOST_DEEP):
        level = [child for node in level for child in node.children]
        if not level:
            return False
    return True


def _flatten(link: nodes.Element, teller: Teller) -> None:
    # Sphinx resolves one of two references in one another, and then ends the build at the other.
    for inner in list(link.findall(lambda node: isinstance(node, _LINKS)))[1:]:
        teller.refuse(
            "link in a link", f"the link {inner.astext()!r} in a link", "a link holds no other link"
        )
        _replace(inner, inner.children)


def _replace(node: nodes.Node, others: Sequence[nodes.Node]) -> None:
    # Not docutils' own way: that hands ids on.
    if (parent := node.parent) is not None:
        index = parent.index(node)
        parent[index : index + 1] = list(others)


def _release(node: nodes.Element) -> None:
    if node["ids"] or node["names"]:
        node["ids"], node["names"] = [], []
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        # The text is translated as a whole, in its own markup; Sphinx would read this in the page's.
        node["translatable"] = False
    if isinstance(node, nodes.literal_block):
        node.setdefault("language", "none")
