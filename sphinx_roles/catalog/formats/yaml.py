"""YAML as a tree with places, from the events of libyaml (or of PyYAML's own parser)."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sphinx_roles.catalog.formats import (
    Lines,
    TooLargeError,
    TreeBuilder,
    printable,
    too_deep,
    unclosed,
    without_controls,
)
from sphinx_roles.catalog.nodes import Node, ReadContext, ScalarNode
from sphinx_roles.problems import Code, nearest

# libyaml takes these for line breaks, an editor does not: while parsing they are other characters.
_BREAKS = "\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF8FF)
_TAB = re.compile(r"[^\S\t\n]*+\t")
_TYPES = frozenset(("str", "int", "float", "bool", "null", "seq", "map", "timestamp"))
# (pattern of the parser's problem, sentence); libyaml and PyYAML's own parser word some differently.
_SENTENCES = (
    ("mapping values are not allowed", "a ': ' is where no key can be; put the value in quotes"),
    ("could not find expected ':'", "a line that is neither 'key: value' nor part of the value above it"),
    ("alphabetic or numeric character", "a value cannot begin with {character!r}; put it in quotes"),
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
    return _Reader(text, context, back).read()


class _Reader(TreeBuilder):
    def __init__(self, text: str, context: ReadContext, back: dict[int, str]) -> None:
        super().__init__(context)
        self.text = text
        self.back = back
        self.lines = Lines(text, context)
        self.anchors: dict[str, tuple[Node | None, int]] = {}
        """The node of each anchor, None while it is open, and how many values it holds."""

    def read(self) -> list[Node]:
        event = None
        anchors: list[tuple[str | None, int]] = []
        tagged = "!" in self.text
        special = bool(self.back) or tagged or "\\" in self.text or "&" in self.text
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        held, end, shift = self.held, 0, 0
        try:
            get_event = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.text).get_event
            # There are tens of thousands of events, so each is given no more than it needs.
            while (event := get_event()) is not None:
                kind = event.__class__
                index = event.start_mark.index
                if index >= end:
                    end, shift = self.lines.stretch(index)
                if tagged and (tag := getattr(event, "tag", None)) is not None:
                    self._check_tag(tag, index)
                if kind is scalar:
                    node = ScalarNode(event.value, index + shift, event.implicit[0])
                    held.append(node)
                    if special:
                        self._finish(node, event.anchor)
                elif kind is mapping or kind is sequence:
                    held = self.open(index + shift, kind is mapping)
                    anchors.append((event.anchor, self.count))
                    if event.anchor is not None:
                        self.anchors[event.anchor] = None, 0
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    close_isolates = self.close()
                    held = self.held
                    anchor, before = anchors.pop()
                    if anchor is not None:
                        self.anchors[anchor] = close_isolates, self.count - before
                elif kind is yaml.AliasEvent:
                    held.append(self._follow(event.anchor, index + shift))
                elif kind is yaml.DocumentEndEvent:
                    self.anchors.clear()
        except TooLargeError as error:
            self.context.report(Code.TOO_LARGE, *error.args)
            self.cut()
        # PyYAML's own parser lets some broken escapes and numbers through as ValueError.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._report(error, event)
            self.cut()
        return self.documents

    def _check_tag(self, tag: str, index: int) -> None:
        """Report a tag that is not one of the types of YAML: whoever wrote it may have meant text."""
        if tag.removeprefix("tag:yaml.org,2002:") in _TYPES:
            return
        written = self.text[index:].split(maxsplit=1)[0]
        message = "{tag!r} is a tag of YAML, and is not shown; put the value in quotes if it is text"
        self.context.report(Code.WRONG_VALUE, message, self.lines.at(index), {"tag": written})

    def _finish(self, node: ScalarNode, anchor: str | None) -> None:
        """Do for a scalar what only texts with an escape, an anchor or a break of their own need."""
        if self.back:
            node.text = node.text.translate(self.back)
        if not node.plain:
            node.text = without_controls(node.text, self.context, node.at)
        if anchor is not None:
            self.anchors[anchor] = node, 0

    def _follow(self, anchor: str, at: int) -> Node:
        node, count = self.anchors.get(anchor, (None, 0))
        if node is not None:
            self.count += count
            self.check_count(at, "with its aliases expanded, the file")
            return node
        message = f"the alias '*{anchor}' is inside its own anchor"
        if anchor not in self.anchors:
            near = nearest(anchor, self.anchors)
            message = f"the alias '*{anchor}' has no anchor '&{anchor}' before it{near}"
        self.context.report(Code.SYNTAX, message, at)
        return ScalarNode("", at)

    def _report(self, error: Exception, last: Any) -> None:
        """Tell an error of the parser, and drop a last text that reaches into its line: it is not whole."""
        code = Code.SYNTAX
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

    def _explain(self, error: Exception) -> tuple[str, int]:
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
                return unclosed(opened, self.context.location(self.lines.at(started.index))), index
        character = self.text[index : index + 1].strip("\n")
        return _sentence(problem, self.text[start:index], character), index


def _sentence(problem: str, before: str, character: str) -> str:
    if "cannot start any token" in problem or ("node content" in problem and character in ("-", "?")):
        return f"a value cannot begin with {character!r}; put it in quotes"
    if "expected key" in problem or "<block end>" in problem:
        if before.strip(" -"):
            return "there is text after the end of a value; a quote inside quotes is written twice"
        return "the indentation does not fit the lines above"
    for part, sentence in _SENTENCES:
        if re.search(part, problem):
            return sentence.format(character=character)
    return f"this is no YAML ({problem})"
