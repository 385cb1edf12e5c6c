"""Patterns of owners files, and which of many is the last one that matches a path.

Sources: docs.github.com, "About code owners" (patterns of gitignore, with exceptions),
git-scm.com/docs/gitignore, "Pattern format", and docs.gitlab.com, "Syntax of CODEOWNERS file" with
"Advanced CODEOWNERS configuration" (``File.fnmatch`` of Ruby with FNM_DOTMATCH and FNM_PATHNAME).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

Tail: TypeAlias = Literal["exact", "below", "either"]
COVERED = ("component", "system", "api", "resource", "domain", "decision")
"""What a responsibility can cover beside files, by kind and name: ``component:api``."""
_ANY = "**"
_MAGIC = re.compile(r"[*?\[\\]")
_SUFFIX = re.compile(r"\*(\.[^*?\[\\]+)")
Test: TypeAlias = Callable[[str], "re.Match[str] | None"]


class Pattern(Struct, frozen=True):
    """A pattern as the segments of a path from the top of the repository; ``**`` stands for any folders.

    ``tail`` says what has to match: the whole path (``exact``), a folder above it (``below``), or either.
    ``sets`` allows ``[a-z]``.
    """

    segments: tuple[str, ...]
    tail: Tail
    sets: bool = False

    @property
    def start(self) -> str:
        """The path that all matching ones begin with: its segments without wildcards, joined."""
        found = []
        for segment in self.segments:
            if segment == _ANY or (literal := _literal(segment)) is None:
                break
            found.append(literal)
        return "/".join(found)

    def test(self) -> Test:
        """Return a function that finds whether the pattern matches a path."""
        return re.compile(self.expression, re.DOTALL).fullmatch

    @property
    def expression(self) -> str:
        """The regular expression of all of a path that matches."""
        parts = ["(?:[^/]+/)*" if one == _ANY else _segment(one, self.sets) + "/" for one in self.segments]
        body = "".join(parts)
        if self.tail == "below":
            # Anything below, but not the folder itself.
            return f"{body}.+"
        return body.removesuffix("/") + ("(?:/.*)?" if self.tail == "either" else "")


def github_pattern(text: str) -> Pattern | None:
    """Return a pattern as GitHub reads it; None for one that matches no path.

    As in gitignore, one with a slash before its end begins at the top, and one that matches a folder matches
    all that is in it; but ``docs/*`` matches only what is directly in docs.
    """
    trimmed = text.strip("/")
    if not trimmed:
        return None
    segments = trimmed.split("/")
    if "/" not in text[:-1]:
        segments.insert(0, _ANY)
    tail: Tail = "either"
    if text.endswith("/*"):
        tail = "exact"
    elif segments[-1] == _ANY:
        # All that is inside; with a slash, the folders inside.
        segments[-1:] = [_ANY, "*"] if text.endswith("/") else []
        tail = "below"
    elif text.endswith("/"):
        tail = "below"
    while segments and segments[-1] == _ANY and tail == "below":
        segments.pop()
    return Pattern(tuple(segments), tail)


def no_pattern(text: str) -> str:
    """Say why GitHub takes a text for no pattern; ``""`` where it is one."""
    if text.startswith("!"):
        return "'!' takes nothing out"
    if text.startswith("\\#"):
        return "'\\#' does not make '#' part of a pattern"
    if re.search(r"(?<!\\)[\[\]]", text):
        return "'[ ]' is no set of characters"
    if any(part in (".", "..") for part in text.split("/")) or "//" in text:
        return "a path has no part '.' or '..', nor an empty one"
    return "" if github_pattern(text) is not None else "it matches no path"


def gitlab_pattern(text: str) -> Pattern:
    """Return a pattern as GitLab reads it: from the top only with a slash in front, and of a whole path.

    A folder is meant by a slash at the end. ``[a-z]`` is one of these characters.
    """
    if text == "*":
        return Pattern((_ANY, "*"), "exact")
    segments = text.removeprefix("/").split("/")
    if not text.startswith("/"):
        segments.insert(0, _ANY)
    if segments[-1] == "":
        segments[-1:] = [_ANY, "*"]
    elif segments[-1] == _ANY:
        # At the end, Ruby takes it for a single star.
        segments[-1] = "*"
    return Pattern(tuple(segments), "exact", sets=True)


def _literal(segment: str) -> str | None:
    """Return a segment without wildcards as the name that it matches; None for one with wildcards."""
    if not _MAGIC.search(segment):
        return segment
    plain = re.sub(r"\\(.)", r"\1", segment)
    return plain if not re.search(r"(?<!\\)(?:\\\\)*[*?\[]", segment) else None


_SET = re.compile(r"\[([!^]?)((?:\\.|[^\]\\])+)\]")


def _segment(segment: str, sets: bool) -> str:
    """Return the regular expression of one segment."""
    made, at = "", 0
    while at < len(segment):
        char = segment[at]
        found = _SET.match(segment, at) if sets and char == "[" else None
        if found is not None:
            inner = re.sub(r"\\(.)", r"\1", found[2])
            inner = re.sub(r"([\[\]\\^&~|])", r"\\\1", inner)
            made += f"(?!/)[{'^' if found[1] else ''}{inner}]"
            at = found.end()
            continue
        if char == "\\" and at + 1 < len(segment):
            at += 1
            made += re.escape(segment[at])
        elif char == "*":
            while segment[at + 1 : at + 2] == "*":
                at += 1
            made += "[^/]*"
        else:
            made += "[^/]" if char == "?" else re.escape(char)
        at += 1
    return made


_Numbers: TypeAlias = dict[str, list[int]]
_Bucket: TypeAlias = "dict[str, list[tuple[int, Test]]]"


class PatternIndex:
    """Many patterns by the literal parts of each, to find the last one that matches a path.

    A pattern without wildcards is found by looking up the path and the folders above it, ``*.js`` by the ends
    of names. Of the others, a path is tried against those alone that share a folder or a name with it.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        # The numbers of patterns for a path, a name or an ending: of what is above a file, and of it.
        self._paths: _Numbers = {}
        self._folders: _Numbers = {}
        self._names: _Numbers = {}
        self._folder_names: _Numbers = {}
        self._endings: _Numbers = {}
        self._folder_endings: _Numbers = {}
        self._starting: _Bucket = {}
        self._containing: _Bucket = {}
        self._others: list[tuple[int, Test]] = []
        self._last_below: dict[str, tuple[int, list[tuple[int, Test]]]] = {}
        self._below: dict[str, tuple[list[int], list[tuple[int, Test]]]] = {}
        for number, pattern in enumerate(patterns):
            self._add(number, pattern)

    def _add(self, number: int, pattern: Pattern) -> None:
        first, *rest = pattern.segments or (_ANY,)
        literals = [None if one == _ANY else _literal(one) for one in pattern.segments]
        if first != _ANY and None not in literals:
            self._note(number, pattern.tail, pattern.start, self._paths, self._folders)
        elif first == _ANY and len(rest) == 1 and literals[1] is not None:
            self._note(number, pattern.tail, literals[1], self._names, self._folder_names)
        elif first == _ANY and len(rest) == 1 and (ending := _SUFFIX.fullmatch(rest[0])):
            self._note(number, pattern.tail, ending[1], self._endings, self._folder_endings)
        elif pattern.start:
            self._starting.setdefault(pattern.start, []).append((number, pattern.test()))
        elif any(literals):
            name = max(filter(None, literals), key=len)
            self._containing.setdefault(name, []).append((number, pattern.test()))
        else:
            self._others.append((number, pattern.test()))

    @staticmethod
    def _note(number: int, tail: Tail, key: str, files: _Numbers, folders: _Numbers) -> None:
        if tail != "below":
            files.setdefault(key, []).append(number)
        if tail != "exact":
            folders.setdefault(key, []).append(number)

    def last(self, path: str) -> int:
        """Return the number of the last pattern that matches a path from the top; -1 where none does."""
        folder, _, name = path.rpartition("/")
        below = self._last_below.get(folder)
        if below is None:
            numbers, tests = self._folder(folder)
            best = max(numbers, default=-1)
            later = sorted((one for one in tests if one[0] > best), key=lambda one: -one[0])
            below = self._last_below[folder] = best, later
        best, tests = below
        best = max(best, self._paths.get(path, _NONE)[-1], self._names.get(name, _NONE)[-1])
        for ending in _endings(name) if self._endings else ():
            best = max(best, self._endings.get(ending, _NONE)[-1])
        for bucket, key in ((self._starting, path), (self._containing, name)):
            for number, test in bucket.get(key, ()):
                if number > best and test(path):
                    best = number
        for number, test in tests:
            if number <= best:
                break
            if test(path):
                return number
        return best

    def all(self, path: str) -> set[int]:
        """Return the numbers of all patterns that match a path from the top."""
        folder, _, name = path.rpartition("/")
        numbers, tests = self._folder(folder)
        found = {*numbers, *self._paths.get(path, ()), *self._names.get(name, ())}
        for ending in _endings(name) if self._endings else ():
            found.update(self._endings.get(ending, ()))
        own = (*self._starting.get(path, ()), *self._containing.get(name, ()))
        found.update(number for number, test in (*own, *tests) if number not in found and test(path))
        return found

    def _folder(self, folder: str) -> tuple[list[int], list[tuple[int, Test]]]:
        """Return the patterns that match all in a folder, and those that may match some of it."""
        known = self._below.get(folder)
        if known is not None:
            return known
        numbers, tests = list[int](), [*self._others]
        names = folder.split("/") if folder else []
        for count, name in enumerate(names, 1):
            above = "/".join(names[:count])
            numbers += (*self._folders.get(above, ()), *self._folder_names.get(name, ()))
            for ending in _endings(name) if self._folder_endings else ():
                numbers += self._folder_endings.get(ending, ())
            tests += self._starting.get(above, ())
        for name in dict.fromkeys(names):
            tests += self._containing.get(name, ())
        self._below[folder] = numbers, tests
        return numbers, tests


_NONE = (-1,)


def _endings(name: str) -> Iterator[str]:
    """Yield what a name ends with from each of its dots on."""
    dot = name.find(".")
    while dot >= 0:
        yield name[dot:]
        dot = name.find(".", dot + 1)
