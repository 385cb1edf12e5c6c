"""Blocks of YAML on a Markdown page, where a team keeps its roles in the middle of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from sphinx_roles.catalog.formats.markdown import blocks_of
from sphinx_roles.catalog.load import TREES
from sphinx_roles.catalog.schema import FileDraft, has_our_keys, read_tree

_YAML = re.compile(r"(?:\{code(?:-block)?\}[ \t]*)?ya?ml(?![\w.+-])", re.I)
_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:(?:[ \t].*)?\n)+")


def read_blocks(draft: FileDraft, text: str) -> bool:
    """Read the blocks that hold any of our keys; tell whether there was one."""
    context, found = draft.context, False
    for yaml, line, column in _blocks(text):
        part = structs.replace(context, problems=[], line=line, column=column, cut=False)
        ours = [one for one in TREES["yaml"](yaml, part) if has_our_keys(one)]
        if ours:
            # What is wrong with an example of something else is nothing to us.
            context.problems += part.problems
            context.cut = context.cut or part.cut
            found = True
        for document in ours:
            read_tree(draft, document)
    return found


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the text of each block, the line that it starts on and the column of all its lines."""
    blocks = blocks_of(text)
    for token in blocks.tokens:
        if token.type != "fence" or not token.map or not _YAML.match(token.info.strip()):
            continue
        start, yaml = token.map[0], token.content
        column = blocks.lines[start].index(token.markup) + 1
        # The options of the directive stand above its text.
        options = _OPTIONS.match(yaml) if token.info.lstrip().startswith("{") else None
        above = options[0] if options else ""
        yield yaml.removeprefix(above), start + 2 + above.count("\n"), column
