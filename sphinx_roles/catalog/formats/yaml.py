"""YAML as a tree with places: line by line where it is as simple as most catalogs, else by libyaml."""

from __future__ import annotations

from sphinx_roles.catalog.formats.marks import printable
from sphinx_roles.catalog.formats.yaml_lines import read_lines
from sphinx_roles.catalog.nodes import Node, ReadContext


def read_yaml(text: str, context: ReadContext) -> list[Node]:
    """Read all documents of a text, in order; empty ones are left out."""
    text = printable(text, context)
    nodes = read_lines(text, context)
    if nodes is not None:
        return nodes
    # Imported when it is needed: it takes as long as reading a catalog of a thousand lines.
    from sphinx_roles.catalog.formats.yaml_events import read_events

    return read_events(text, context)[0]
