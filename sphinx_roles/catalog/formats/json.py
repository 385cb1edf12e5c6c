"""JSON as a tree with places: `json` says whether a text is right, its tokens where things stand."""

from __future__ import annotations

import json
import re

from sphinx_roles.catalog.formats.marks import (
    Lines,
    TooLargeError,
    TreeBuilder,
    printable,
    unclosed,
    without_controls,
)
from sphinx_roles.catalog.nodes import Node, ReadContext, ScalarNode
from sphinx_roles.problems import Code

_TOKEN = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*+"?|[^\s\[\]{},:"]+', re.DOTALL)
"""All but commas and colons; a text that is not closed goes on to the end."""
_NOT_FINITE = frozenset({"NaN", "Infinity", "-Infinity"})


def read_json(text: str, context: ReadContext) -> list[Node]:
    """Read a text as one value, up to its first mistake; an empty text gives none. Numbers stay as is."""
    text = printable(text, context)
    if not text.strip():
        return []
    tree, lines = TreeBuilder(context), Lines(text, context)
    error, end = None, len(text)
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as found:
        error, end = found, found.pos
    except RecursionError:
        # What is nested so deep is beyond our limit, too, and all before it is right.
        pass
    wrong = None
    try:
        for token in _TOKEN.finditer(text):
            if token.end() > end:
                wrong = token
                break
            _take(token.group(), lines.at(token.start()), tree)
        if error is not None:
            sentence, index = _explain(error, wrong, tree)
            context.report(Code.SYNTAX, sentence, lines.at(index))
            tree.cut()
    except TooLargeError as too_large:
        context.report(Code.TOO_LARGE, *too_large.args)
        tree.cut()
    return tree.documents


def _take(word: str, at: int, tree: TreeBuilder) -> None:
    """Put a token of a text that is right up to it into the tree."""
    if word in "[{":
        tree.open(at, word == "{")
    elif word in "]}":
        tree.close()
    elif word[0] == '"':
        value = json.loads(word) if "\\" in word else word[1:-1]
        tree.held.append(ScalarNode(without_controls(value, tree.context, at), at, False))
    elif word in _NOT_FINITE:
        tree.context.report(Code.SYNTAX, f"{word} is no number in JSON; it is left out", at)
        tree.held.append(ScalarNode("null", at))
    else:
        tree.held.append(ScalarNode(word, at))


def _explain(error: json.JSONDecodeError, token: re.Match[str] | None, tree: TreeBuilder) -> tuple[str, int]:
    """Return the sentence for an error, and its index; ``token`` is the one that ends behind the error."""
    text, index, problem = error.doc, error.pos, error.msg
    start, word = (token.start(), token.group()) if token is not None else (len(text), "")
    if "Unterminated" in problem or ("control character" in problem and text[index] != "\t"):
        # A text ends on its line: what follows would be taken for a part of it.
        return "a quote is opened here and not closed", start
    if "control character" in problem:
        return "a tab stands in a quoted text; write \\t", index
    if "escape" in problem:
        return "a backslash that escapes nothing", index
    if start < index or (start == index and problem == "Expecting value" and word not in ("", "]", "}")):
        return f"{word[:40]!r} is no value in JSON; a text stands in double quotes", start
    _, at, mapping = tree.opened[-1] if tree.opened else ([], 0, False)
    before = text[:start].rstrip()
    if word == ("}" if mapping else "]") and before.endswith(",") and (start == index or "comma" in problem):
        return f"a ',' stands before {word!r}, with nothing between them", len(before) - 1
    if "property name" in problem:
        return "a key in double quotes is missing here", index
    if "':'" in problem and isinstance(key := tree.held[-1], ScalarNode):
        return f"a ':' is missing after the key {key.text!r}", index
    if "','" in problem:
        return unclosed("{" if mapping else "[", tree.context.location(at)), index
    if "Extra data" in problem:
        return "text stands after the end of the data", index
    return "a value is missing here", index
