"""YAML, JSON and TOML as trees with places.

The parser of each says whether a text is right. Places of YAML are those of its events, those of JSON and
TOML come from their tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import yaml

from sphinx_roles.catalog.nodes import (
    Lines,
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    printable,
    without_controls,
)
from sphinx_roles.problems import Code, Location, Phrase, closest


class TooLargeError(Exception):
    """The text goes beyond a limit; the arguments are the sentence and the packed place."""


def too_deep(context: ReadContext) -> Phrase:
    """Return the sentence about nesting that goes beyond the limit."""
    return Phrase.of("the nesting goes deeper than {limit} levels", limit=context.limits.depth)


def unclosed(bracket: str, location: Location) -> Phrase:
    """Return the sentence about a bracket that is opened at a place and needs its end."""
    message = (
        "the {bracket!r} opened at line {line}, column {column} needs a ',' or its {closing!r} before this"
    )
    closing = "]" if bracket == "[" else "}"
    return Phrase.of(message, bracket=bracket, line=location.line, column=location.column, closing=closing)


class TreeBuilder:
    """Builds the nodes of a text from what opens, is in between and closes, within the limits."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.documents: list[Node] = []
        self.held = self.documents
        """What the innermost open node holds so far: items, or keys and values in turn."""
        self.opened: list[tuple[list[Node], int, bool]] = []
        """For each open node what is held around it, its place, and whether it is a mapping."""
        self.count = 0
        """How many values have been closed, those that aliases repeat included."""
        self.tight = False
        """Whether a brace is behind a word somewhere, which may be a key."""

    def open(self, at: int, mapping: bool) -> list[Node]:
        """Open a node and return the list that takes what it holds; TooLargeError where it is too deep."""
        if len(self.opened) >= self.context.limits.depth:
            raise TooLargeError(too_deep(self.context), at)
        self.opened.append((self.held, at, mapping))
        self.held = []
        return self.held

    def close(self, cut: bool = False) -> Node:
        """Close the innermost node and return it."""
        held = self.held
        self.held, at, mapping = self.opened.pop()
        node = MappingNode(self._pairs(held), at, cut) if mapping else SequenceNode(held, at, cut)
        # Scalars are counted with what holds them: there are too many to be counted one by one.
        self.count += len(held)
        if not cut:
            self.check_count(at)
        self.held.append(node)
        return node

    def check_count(self, at: int, message: str = "the file holds more than {limit} values") -> None:
        """Raise `TooLargeError` where there are more values than the limit."""
        if self.count > (limit := self.context.limits.nodes):
            raise TooLargeError(Phrase.of(message, limit=limit), at)

    def cut(self) -> None:
        """Close all that is open; a key whose value is missing is known all the same."""
        self.context.cut = True
        while self.opened:
            if self.opened[-1][2] and len(self.held) % 2:
                self.held.append(MappingNode([], self.held[-1].at, True))
            self.close(cut=True)

    def _pairs(self, turns: list[Any]) -> list[tuple[ScalarNode, Node]]:
        pairs = list(zip(turns[::2], turns[1::2], strict=True))
        if self.tight:
            pairs = [self._opened(*pair) for pair in pairs]
        try:
            names = {key.text for key, _ in pairs}
        except AttributeError:
            pairs = [pair for pair in pairs if self._is_key(pair[0])]
            names = {key.text for key, _ in pairs}
        if "<<" in names:
            pairs = self._merged(pairs)
        elif len(names) == len(pairs):
            return pairs
        return self._first_keys(pairs)

    def _opened(self, key: Node, value: Node) -> tuple[Any, Node]:
        """Return a pair; of ``key {field: value}`` its key alone, and report that a colon is missing."""
        if not (isinstance(key, ScalarNode) and isinstance(value, ScalarNode) and key.plain and value.plain):
            return key, value
        if (lacking := _LACKING.fullmatch(f"{key.text}: {value.text}")) is None:
            return key, value
        message = "{key!r} needs a colon behind it: what is in the braces is not read"
        self.context.report(Code.SYNTAX, message, key.at, {"key": lacking[1]})
        return ScalarNode(lacking[1], key.at), MappingNode([], key.at, True)

    def _is_key(self, key: Node) -> bool:
        if isinstance(key, ScalarNode):
            return True
        what = "list" if isinstance(key, SequenceNode) else "mapping"
        message = "a key must be a text, not a {what}; put '{{' or '[' in quotes"
        self.context.report(Code.WRONG_TYPE, message, key.at, what=what)
        return False

    def _merged(self, pairs: list[tuple[ScalarNode, Node]]) -> list[tuple[ScalarNode, Node]]:
        """Put the pairs of ``<<: *other`` in its place; those written out go before them."""
        taken = {key.text for key, _ in pairs if key.text != "<<" or not key.plain}
        merged: list[tuple[ScalarNode, Node]] = []
        for key, value in pairs:
            if key.text != "<<" or not key.plain:
                merged.append((key, value))
                continue
            for source in value.items:
                if not isinstance(source, MappingNode):
                    if source.absent:
                        # So is an alias without its anchor, which has been reported.
                        continue
                    self.context.report(Code.WRONG_TYPE, "'<<' takes a mapping, as in '<<: *anchor'", key.at)
                    continue
                new = [pair for pair in source.pairs if pair[0].text not in taken]
                taken.update(name.text for name, _ in new)
                merged += new
                self.count += 2 * len(new)
        return merged

    def _first_keys(self, pairs: list[tuple[ScalarNode, Node]]) -> list[tuple[ScalarNode, Node]]:
        """Keep the first of each key and report the others."""
        first: dict[str, tuple[ScalarNode, Node]] = {}
        for pair in pairs:
            key = pair[0]
            kept = first.setdefault(key.text, pair)
            if kept is not pair:
                other = self.context.location(kept[0].at)
                message = "{key!r} is there twice; the first one, at {other}, is used"
                self.context.report(Code.REPEATED_KEY, message, key.at, {"key": key.text}, other)
        return list(first.values())


# YAML, from the events of libyaml (or of PyYAML's own parser)

# libyaml takes these for line breaks, an editor does not: while parsing they are other characters.
_BREAKS = "\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF8FF)
# Patterns begin with what is seldom there: a search goes from one to the next, and is soon at the end.
_TIGHT = re.compile(r" \{(?<=\w \{)")
_LACKING = re.compile(r"([^\s{]+) \{.*\}")
_TAB = re.compile(r"[^\S\t\n]*+\t")
# A colour or a handle, alone on the rest of its line: "color: #0b63b5"; a note of what is to be done is none.
_HASHED = re.compile(r"(?m:#(?<=[\s:,\[{-]#)(?!(?i:todo|fixme|tbd|xxx)\b)[\w-]+(?=[\]}, \t]*$))")
_TYPES = frozenset(("str", "int", "float", "bool", "null", "seq", "map", "timestamp"))
_BEGINNING = "a value cannot begin with {character!r}; put it in quotes"
# (pattern of the parser's problem, sentence); libyaml and PyYAML's own parser word some differently.
_SENTENCES = (
    ("mapping values are not allowed", "a ': ' is where no key can be; put the value in quotes"),
    ("could not find expected ':'", "a line that is neither 'key: value' nor part of the value above it"),
    ("alphabetic or numeric character", _BEGINNING),
    ("escape|hexa?decimal", "a backslash in double quotes that escapes nothing; use single quotes"),
    ("sequence entries are not allowed", "a '- ' is where no list item can be"),
    (
        "document start",
        "there is text after the end of the document, or a key is indented less than its mapping",
    ),
    ("'-' indicator", "the indentation does not fit the list above"),
    ("expected (the )?node content", "a value is missing here, or a character that needs quotes"),
    ("document (indicator|separator)", "'---' or '...' is inside a quoted text"),
    ("tag", "a '!' that begins a value is a tag; put the value in quotes"),
    ("incompatible|version", "the %YAML directive asks for another version of YAML"),
    ("directive", "a '%' at the beginning of a line is a directive; put the value in quotes"),
    ("comment or (a )?line break", "there is text after the '|' or '>' of a block"),
    ("indentation indicator", "the number after '|' or '>' must be 1 to 9"),
)


def read_yaml(text: str, context: ReadContext) -> list[Node]:
    """Read all documents of a text, in order, up to its first mistake; what is open there is cut."""
    text = printable(text, context)
    back: dict[int, str] = {}
    if not text.isascii() and any(mark in text for mark in _BREAKS):
        free = (code for code in _PRIVATE if chr(code) not in text)
        back = dict(zip(free, _BREAKS, strict=False))
        text = text.translate({ord(mark): code for code, mark in back.items()})
    return _YamlReader(text, context, back).read()


class _YamlReader(TreeBuilder):
    def __init__(self, text: str, context: ReadContext, back: dict[int, str]) -> None:
        super().__init__(context)
        self.text = text
        self.tight = _TIGHT.search(text) is not None
        self.back = back
        self.lines = Lines(text, context)
        self.anchors: dict[str, tuple[Node | None, int]] = {}
        """The node of each anchor, None while it is open, and how many values it holds."""
        self.last: Any = None
        """The last event before an error."""

    def read(self) -> list[Node]:
        try:
            self._build(getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.text).get_event)
        except TooLargeError as error:
            self.context.report(Code.TOO_LARGE, *error.args)
            self.cut()
        # PyYAML's own parser lets some broken escapes and numbers through as ValueError.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._report(error, self.last)
            self.cut()
        return self.documents

    def _build(self, get_event: Callable[[], Any]) -> None:
        """Build nodes of events: tens of thousands of scalars, so each is given no more than it needs."""
        event = None
        anchors: list[tuple[str | None, int]] = []
        special = bool(self.back) or any(sign in self.text for sign in "!\\&")
        special = special or _HASHED.search(self.text) is not None
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        add, end, shift = self.held.append, 0, 0
        try:
            for event in iter(get_event, None):
                kind = event.__class__
                if kind is scalar:
                    index = event.start_mark.index
                    if index >= end:
                        end, shift = self.lines.stretch(index)
                    node = ScalarNode(event.value, index + shift, event.implicit[0])
                    add(node)
                    if special:
                        self._finish(node, event)
                elif kind is mapping or kind is sequence:
                    # Not read for all kinds at one place: Python is quick where it finds the same kind again.
                    index = event.start_mark.index
                    if index >= end:
                        end, shift = self.lines.stretch(index)
                    add = self.open(index + shift, kind is mapping).append
                    anchors.append((event.anchor, self.count))
                    if special:
                        self._begin(event)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    closed = self.close()
                    add = self.held.append
                    anchor, before = anchors.pop()
                    if anchor is not None:
                        self.anchors[anchor] = closed, self.count - before
                elif kind is yaml.AliasEvent:
                    add(self._follow(event.anchor, self.lines.at(event.start_mark.index)))
                elif kind is yaml.DocumentEndEvent:
                    self.anchors.clear()
        finally:
            self.last = event

    def _check_tag(self, tag: str, index: int) -> None:
        """Report a tag that is not one of the types of YAML: whoever wrote it may have meant text."""
        if tag.removeprefix("tag:yaml.org,2002:") in _TYPES:
            return
        written = self.text[index:].split(maxsplit=1)[0]
        message = "{tag!r} is a tag of YAML, and is not shown; put the value in quotes if it is text"
        self.context.report(Code.WRONG_VALUE, message, self.lines.at(index), {"tag": written})

    def _check_rest(self, index: int) -> None:
        """Report a word that is a comment after an empty value, as whoever wrote it meant a value."""
        while self.text[index : index + 1] in (" ", "\t"):
            index += 1
        if hashed := _HASHED.match(self.text, index):
            self.context.report(Code.WRONG_VALUE, _commented(hashed), self.lines.at(index))

    def _begin(self, event: Any) -> None:
        """Note the tag and the anchor of what is opened."""
        if event.tag is not None:
            self._check_tag(event.tag, event.start_mark.index)
        if event.anchor is not None:
            self.anchors[event.anchor] = None, 0

    def _finish(self, node: ScalarNode, event: Any) -> None:
        """Do for a scalar what only texts with a tag, an escape, an anchor or a break of their own need."""
        if event.tag is not None:
            self._check_tag(event.tag, event.start_mark.index)
        if not node.text and node.plain:
            self._check_rest(event.end_mark.index)
        if self.back:
            node.text = node.text.translate(self.back)
        if not node.plain:
            node.text = without_controls(node.text, self.context, node.at)
        if event.anchor is not None:
            self.anchors[event.anchor] = node, 0

    def _follow(self, anchor: str, at: int) -> Node:
        node, count = self.anchors.get(anchor, (None, 0))
        if node is not None:
            self.count += count
            self.check_count(at, "with its aliases expanded, the file holds more than {limit} values")
            return node
        near, message = "", "the alias '*{anchor}' is inside its own anchor"
        if anchor not in self.anchors:
            near = closest(anchor, self.anchors)
            message = "the alias '*{anchor}' has no anchor '&{anchor}' before it"
        self.context.report(Code.SYNTAX, message, at, anchor=anchor, nearest=near)
        return ScalarNode("", at)

    def _report(self, error: Exception, last: Any) -> None:
        """Tell an error of the parser, and drop a last text that reaches into its line: it is not whole."""
        code = Code.SYNTAX
        sentence: str | Phrase
        sentence, index = self._explain(error)
        if "maximum nesting depth" in str(error):
            # libyaml looks far ahead for a colon, and has a limit of its own, beyond ours.
            code, sentence = Code.TOO_LARGE, too_deep(self.context)
        self.context.report(code, sentence, self.lines.at(index))
        mark = getattr(error, "problem_mark", None)
        ended = last.end_mark if isinstance(last, yaml.ScalarEvent) else None
        # A key is only seen once its colon is, so it stays.
        key = self.opened and self.opened[-1][2] and len(self.held) % 2
        if ended is not None and mark is not None and ended.line >= mark.line and not key:
            self.held.pop()

    def _explain(self, error: Exception) -> tuple[str | Phrase, int]:
        """Return the sentence for an error of the parser, and the index that it is about."""
        problem = str(getattr(error, "problem", None) or error)
        context = str(getattr(error, "context", None) or "")
        mark = getattr(error, "problem_mark", None)
        started = getattr(error, "context_mark", None)
        index = mark.index if mark is not None else len(self.text)
        start = self.text.rfind("\n", 0, index) + 1
        tab = _TAB.match(self.text, start)
        if tab is not None or self.text.startswith("\t", index):
            at = tab.end() - 1 if tab is not None else index
            return "a tab is in the indentation, where YAML takes spaces only", at
        if started is not None and "quoted scalar" in context and "end of stream" in problem:
            return "a quote is opened here and not closed", started.index
        if started is not None and ("scanning an alias" in context or "scanning an anchor" in context):
            index = started.index
        elif started is not None and ("',' or" in problem or "flow" in context):
            opened = self.text[started.index : started.index + 1]
            if opened in ("[", "{"):
                hashed = _HASHED.search(self.text, started.index, index)
                if hashed and self.text[: hashed.start()].rpartition("\n")[2].strip():
                    return _commented(hashed), hashed.start()
                return unclosed(opened, self.context.location(self.lines.at(started.index))), index
        above = self.text[:start].rstrip().rpartition("\n")[2]
        if "mapping values" in problem and above and ":" not in above + self.text[start:index]:
            return "the line above has no ':' at its end, so this ': ' is inside a text", index
        if re.match(r"-\w", self.text[index:]):
            return "the '-' of a list item needs a space behind it", index
        character = self.text[index : index + 1].strip("\n")
        return _sentence(problem, self.text[start:index], character), index


def _commented(hashed: re.Match[str]) -> Phrase:
    return Phrase.of("{value!r} is a comment of YAML, and not read; put it in quotes", value=hashed[0])


def _sentence(problem: str, before: str, character: str) -> str | Phrase:
    if "cannot start any token" in problem or ("node content" in problem and character in ("-", "?")):
        return Phrase.of(_BEGINNING, character=character)
    if "expected key" in problem or "<block end>" in problem:
        if before.strip(" -"):
            return "there is text after the end of a value; a quote inside quotes is written twice"
        return "the indentation does not fit the lines above"
    for part, sentence in _SENTENCES:
        if re.search(part, problem):
            return Phrase.of(sentence, character=character) if sentence == _BEGINNING else sentence
    return Phrase.of("this is no YAML ({problem})", problem=problem)


# JSON

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
        tree.context.report(Code.SYNTAX, "{word} is no number in JSON; it is left out", at, word=word)
        tree.held.append(ScalarNode("null", at))
    else:
        tree.held.append(ScalarNode(word, at))


def _explain(
    error: json.JSONDecodeError, token: re.Match[str] | None, tree: TreeBuilder
) -> tuple[str | Phrase, int]:
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
        message = "{word!r} is no value in JSON; a text is in double quotes"
        return Phrase.of(message, word=word[:40]), start
    _, at, mapping = tree.opened[-1] if tree.opened else ([], 0, False)
    before = text[:start].rstrip()
    if word == ("}" if mapping else "]") and before.endswith(",") and (start == index or "comma" in problem):
        message = "a ',' is before {word!r}, with nothing between them"
        return Phrase.of(message, word=word), len(before) - 1
    if "property name" in problem:
        return "a key in double quotes is missing here", index
    if "':'" in problem and isinstance(key := tree.held[-1], ScalarNode):
        return Phrase.of("a ':' is missing after the key {key!r}", key=key.text), index
    if "','" in problem:
        return unclosed("{" if mapping else "[", tree.context.location(at)), index
    if "Extra data" in problem:
        return "there is text after the end of the data", index
    return "a value is missing here", index


# TOML

_PLACE = r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$"
_DOT = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
"""A part of a key and the dot after it, but for escapes: so that no text takes longer than it is long."""
_DIGITS = re.compile(r"\d[\d_]{4000}")
"""The beginning of a number that Python refuses to read."""
_QUOTED = r"""(?:"(?!"")(?:[^"\\\n]|\\.)*+"|'(?!'')[^'\n]*+')"""
_PART = rf"(?:[A-Za-z0-9_-]++|{_QUOTED})"
_KEYS = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
_HEADER = rf"(\[\[?)[ \t]*+({_KEYS})[ \t]*+\]\]?"
_TOKEN = (
    # A comma says nothing that the other tokens do not.
    rf"(?s:(?:[\s,]++|\#[^\n]*+)*+(?:(?P<keys>{_KEYS})[ \t]*+=|(?P<opening>[\[{{])|(?P<closing>[\]}}])"
    rf"|(?P<value>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{{3,5}}|'''.*?'{{3,5}}|{_QUOTED}"
    # Between a day and an hour is a space.
    r"|[^\s,\[\]{}#\"'](?:[^,\[\]{}#\n\"']*[^\s,\[\]{}#\"'])?)))"
)


def read_toml(text: str, context: ReadContext) -> list[Node]:
    """Read a text; up to its first mistake, statement by statement, if there is one."""
    text = printable(text, context)
    if not text.strip():
        return []
    reader = _TomlReader(text, context)
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
        found, digits = re.search(_PLACE, message), _DIGITS.search(text)
        if found is None:
            message, end = "a number has too many digits", digits.start() if digits is not None else 0
        elif found[1]:
            before = text.split("\n")[: int(found[1]) - 1]
            end = min(sum(map(len, before)) + len(before) + int(found[2]) - 1, end)
        message = re.sub(_PLACE, "", message)
        reason = Phrase(message[:1].lower() + message[1:])
        context.report(Code.SYNTAX, "this is no TOML: {reason}", lines.at(end), reason=reason)
        context.cut = True
        return end
    return len(text) + 1


class _TomlReader:
    """Reads statements that are known to be right."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self.text = text
        self.context = context
        self.lines = Lines(text, context)
        self.root = MappingNode([], self.lines.at(0))
        self.count = 0
        # What each mapping holds, by key: a linear search would make large files slow.
        self.found: dict[tuple[int, str], Node] = {}
        # Compiled here, as most projects have no such file.
        self.token, self.header = re.compile(_TOKEN), re.compile(_HEADER)

    def read(self, end: int) -> None:
        """Read all statements that end before the index ``end``; the one there is broken."""
        table, keys, index = self.root, list[ScalarNode](), 0
        opened: list[tuple[MappingNode | SequenceNode, list[ScalarNode]]] = []
        while (token := self.token.match(self.text, index)) is not None:
            kind = token.lastgroup or ""
            word, start = token[kind], token.start(kind)
            inside = opened[-1][0] if opened else table
            header = (
                self.header.match(self.text, start) if kind == "opening" and not (opened or keys) else None
            )
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
        return [self._scalar(part[0], start + part.start()) for part in re.finditer(_PART, dotted)]

    def _location(self, inside: MappingNode | SequenceNode, keys: list[ScalarNode], node: Node) -> None:
        self.count += 1
        if self.count > (limit := self.context.limits.nodes):
            raise TooLargeError(Phrase.of("the file holds more than {limit} values", limit=limit), node.at)
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
