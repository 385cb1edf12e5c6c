"""Blocks of YAML on a Markdown page, where a team keeps its roles in the middle of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sphinx_roles.catalog.load import TREES
from sphinx_roles.catalog.schema import FileDraft, has_our_keys, read_tree

_OPENED = re.compile(
    r"(?P<margin>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*"
    r"(?P<directive>\{code(?:-block)?\}[ \t]*)?(?P<word>[\w.+-]*)"
)
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t].*)?")
_LINE_END = re.compile(r"\r\n|\n|\r")
_YAML = frozenset({"yaml", "yml"})


class _Block(Struct):
    text: str
    line: int
    column: int


def read_blocks(draft: FileDraft, text: str) -> bool:
    """Read the blocks that hold any of our keys; tell whether there was one."""
    context, found = draft.context, False
    for block in _blocks(text):
        reported = len(context.problems)
        context.line, context.column = block.line, block.column
        documents = TREES["yaml"](block.text, context)
        context.line, context.column = 1, 1
        ours = [one for one in documents if has_our_keys(one)]
        if not ours:
            # An example of something else, which may well be broken.
            del context.problems[reported:]
            context.cut = False
        for document in ours:
            read_tree(draft, document)
            found = True
    return found


def _blocks(text: str) -> Iterator[_Block]:
    fence, margin, lines, start, options = "", "", list[str](), 0, False
    for number, line in enumerate(_LINE_END.split(text), 1):
        if fence:
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                if start:
                    yield _Block("\n".join(lines) + "\n", start, len(margin) + 1)
                fence = ""
            elif options := options and _OPTION.fullmatch(line) is not None:
                # The options of the directive stand above its text.
                start = start and number + 1
            elif start:
                lines.append(line.removeprefix(margin))
        elif (opened := _OPENED.match(line)) is not None:
            fence, margin = opened["fence"], opened["margin"]
            lines, options = [], opened["directive"] is not None
            start = number + 1 if opened["word"].casefold() in _YAML else 0
