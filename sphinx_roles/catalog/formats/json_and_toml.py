"""JSON and TOML as trees with places.

The standard library says whether a text is right, its tokens say where things are.
"""

from __future__ import annotations

import json
import re

from sphinx_roles.catalog.formats import (
    Lines,
    TooLargeError,
    TreeBuilder,
    printable,
    too_deep,
    unclosed,
    without_controls,
)
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.problems import Code

_JSON_TOKEN = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*+"?|[^\s\[\]{},:"]+', re.DOTALL)
"""All of JSON but commas and colons; a text that is not closed goes on to the end."""
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
        for token in _JSON_TOKEN.finditer(text):
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
        return "a tab is in a quoted text; write \\t", index
    if "escape" in problem:
        return "a backslash that escapes nothing", index
    if start < index or (start == index and problem == "Expecting value" and word not in ("", "]", "}")):
        return f"{word[:40]!r} is no value in JSON; a text is in double quotes", start
    _, at, mapping = tree.opened[-1] if tree.opened else ([], 0, False)
    before = text[:start].rstrip()
    if word == ("}" if mapping else "]") and before.endswith(",") and (start == index or "comma" in problem):
        return f"a ',' is before {word!r}, with nothing between them", len(before) - 1
    if "property name" in problem:
        return "a key in double quotes is missing here", index
    if "':'" in problem and isinstance(key := tree.held[-1], ScalarNode):
        return f"a ':' is missing after the key {key.text!r}", index
    if "','" in problem:
        return unclosed("{" if mapping else "[", tree.context.location(at)), index
    if "Extra data" in problem:
        return "there is text after the end of the data", index
    return "a value is missing here", index


# TOML

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_DOT = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
"""A part of a key and the dot after it, but for escapes: so that no text takes longer than it is long."""
_DIGITS = re.compile(r"\d[\d_]{4000}")
"""The beginning of a number that Python refuses to read."""
_QUOTED = r"""(?:"(?!"")(?:[^"\\\n]|\\.)*+"|'(?!'')[^'\n]*+')"""
_PART = rf"(?:[A-Za-z0-9_-]++|{_QUOTED})"
_KEYS = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
_PARTS = re.compile(_PART)
_HEADER = re.compile(rf"(\[\[?)[ \t]*+({_KEYS})[ \t]*+\]\]?")
_TOKEN = re.compile(
    # A comma says nothing that the other tokens do not.
    rf"(?:[\s,]++|\#[^\n]*+)*+(?:(?P<keys>{_KEYS})[ \t]*+=|(?P<opening>[\[{{])|(?P<closing>[\]}}])"
    rf"|(?P<value>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{{3,5}}|'''.*?'{{3,5}}|{_QUOTED}"
    # Between a day and an hour is a space.
    r"|[^\s,\[\]{}#\"'](?:[^,\[\]{}#\n\"']*[^\s,\[\]{}#\"'])?))",
    re.DOTALL,
)


def read_toml(text: str, context: ReadContext) -> list[Node]:
    """Read a text; up to its first mistake, statement by statement, if there is one."""
    text = printable(text, context)
    if not text.strip():
        return []
    reader = _Reader(text, context)
    try:
        reader.read(_check(text, reader.lines, context))
    except TooLargeError as error:
        context.report(Code.TOO_LARGE, *error.args)
        context.cut = True
    reader.root.cut = context.cut
    return [reader.root]


def _check(text: str, lines: Lines, context: ReadContext) -> int:
    """Return the index up to which the text is right; report what is wrong there."""
    import tomllib  # costs 4 ms, and most projects have no TOML

    # Where a key has very many parts, tomllib takes their number squared.
    deep = re.search(rf"(?<![\w.\"'-])(?:{_DOT}){{{context.limits.depth + 1}}}", text)
    if deep is not None:
        raise TooLargeError(too_deep(context), lines.at(deep.start()))
    try:
        tomllib.loads(text)
    except RecursionError:
        raise TooLargeError(too_deep(context), lines.at(0)) from None
    except ValueError as error:  # a TOMLDecodeError, or a number of thousands of digits
        end, message = len(text), str(error)
        found, digits = _PLACE.search(message), _DIGITS.search(text)
        if found is None:
            message, end = "a number has too many digits", digits.start() if digits is not None else 0
        elif found[1]:
            before = text.split("\n")[: int(found[1]) - 1]
            end = min(sum(map(len, before)) + len(before) + int(found[2]) - 1, end)
        message = _PLACE.sub("", message)
        context.report(Code.SYNTAX, f"this is no TOML: {message[:1].lower()}{message[1:]}", lines.at(end))
        context.cut = True
        return end
    return len(text) + 1


class _Reader:
    """Reads statements that are known to be right."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self.text = text
        self.context = context
        self.lines = Lines(text, context)
        self.root = MappingNode([], self.lines.at(0))
        self.count = 0
        # What each mapping holds, by key: a linear search would make large files slow.
        self.found: dict[tuple[int, str], Node] = {}

    def read(self, end: int) -> None:
        """Read all statements that end before the index ``end``; the one there is broken."""
        table, keys, index = self.root, list[ScalarNode](), 0
        opened: list[tuple[MappingNode | SequenceNode, list[ScalarNode]]] = []
        while (token := _TOKEN.match(self.text, index)) is not None:
            kind = token.lastgroup or ""
            word, start = token[kind], token.start(kind)
            inside = opened[-1][0] if opened else table
            header = _HEADER.match(self.text, start) if kind == "opening" and not (opened or keys) else None
            keyless = kind in ("opening", "value") and not keys and isinstance(inside, MappingNode)
            index = (header or token).end()
            if index >= end or (keyless and header is None):
                return
            if header is not None:
                table = self._header(header)
            elif kind == "keys":
                keys = self._keys(word, start)
            elif kind == "opening":
                at = self.lines.at(start)
                opened.append((SequenceNode([], at) if word == "[" else MappingNode([], at), keys))
                if sum(max(len(names), 1) for _, names in opened) > self.context.limits.depth:
                    raise TooLargeError(too_deep(self.context), at)
                keys = []
            else:
                node: Node = self._scalar(word, start)
                if kind == "closing":
                    node, keys = opened.pop()
                    inside = opened[-1][0] if opened else table
                self._location(inside, keys, node)
                keys = []

    def _header(self, token: re.Match[str]) -> MappingNode:
        """Open the table of ``[a.b]`` or ``[[a.b]]``."""
        keys = self._keys(token[2], token.start(2))
        if token[1] == "[":
            return self._descend(self.root, keys)
        parent = self._descend(self.root, keys[:-1])
        items = self.found.get((id(parent), keys[-1].text))
        if not isinstance(items, SequenceNode):
            items = SequenceNode([], keys[-1].at)
            self._put(parent, keys[-1], items)
        table = MappingNode([], self.lines.at(token.start()))
        items.nodes.append(table)
        return table

    def _keys(self, dotted: str, start: int) -> list[ScalarNode]:
        return [self._scalar(part[0], start + part.start()) for part in _PARTS.finditer(dotted)]

    def _location(self, inside: MappingNode | SequenceNode, keys: list[ScalarNode], node: Node) -> None:
        self.count += 1
        if self.count > self.context.limits.nodes:
            raise TooLargeError(f"the file holds more than {self.context.limits.nodes} values", node.at)
        if isinstance(inside, SequenceNode):
            inside.nodes.append(node)
        else:
            self._put(self._descend(inside, keys[:-1]), keys[-1], node)

    def _descend(self, table: MappingNode, keys: list[ScalarNode]) -> MappingNode:
        for key in keys:
            inner = self.found.get((id(table), key.text))
            if isinstance(inner, SequenceNode):
                inner = inner.nodes[-1]
            if not isinstance(inner, MappingNode):
                inner = MappingNode([], key.at)
                self._put(table, key, inner)
            table = inner
        return table

    def _put(self, table: MappingNode, key: ScalarNode, value: Node) -> None:
        table.pairs.append((key, value))
        self.found[id(table), key.text] = value

    def _scalar(self, word: str, start: int) -> ScalarNode:
        import tomllib

        at = self.lines.at(start)
        if word[0] not in "\"'":
            return ScalarNode(word, at)
        value = word[1:-1]
        if "\\" in word or word[1:3] == 2 * word[0]:
            value = tomllib.loads(f"_ = {word}")["_"]
        return ScalarNode(without_controls(value, self.context, at), at, False)
