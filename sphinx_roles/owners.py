"""Who owns which file, as owners files and service catalogs say it: rules, patterns, and names of owners.

Knows no catalog: `catalog.owners` reads the files, and `analysis.owner` finds the roles behind owners.
Sources: docs.github.com, "About code owners" (patterns of gitignore, with exceptions),
git-scm.com/docs/gitignore, "Pattern format", and docs.gitlab.com, "Syntax of CODEOWNERS file" with
"Advanced CODEOWNERS configuration" (``File.fnmatch`` of Ruby with FNM_DOTMATCH and FNM_PATHNAME).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct, field

from sphinx_roles.problems import Location

Tail: TypeAlias = Literal["exact", "below", "either"]
COVERED = ("component", "system", "api", "resource", "domain", "decision")
"""What a responsibility can cover beside files, by kind and name: ``component:api``."""
_ANY = "**"
_MAGIC = re.compile(r"[*?\[\\]")
_SUFFIX = re.compile(r"\*(\.[^*?\[\\]+)")
Test: TypeAlias = Callable[[str], object]
"""Whether a pattern matches a path."""


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


_Numbered: TypeAlias = "list[tuple[int, Test]]"


class PatternIndex:
    """Many patterns by a literal part of each, to find the last one that matches a path.

    A path is tried against those alone that begin with it or with a folder above it, or that share a name or
    the end of one with it.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._starting: dict[str, _Numbered] = {}
        self._containing: dict[str, _Numbered] = {}
        self._ending: dict[str, _Numbered] = {}
        self._others: _Numbered = []
        self._inside: dict[str, _Numbered] = {}
        """By folder, what may match in it, in the order of the patterns."""
        for number, pattern in enumerate(patterns):
            self._add(number, pattern)

    def _add(self, number: int, pattern: Pattern) -> None:
        literals = [None if one == _ANY else _literal(one) for one in pattern.segments]
        endings = [found[1] for one in pattern.segments if (found := _SUFFIX.fullmatch(one))]
        bucket, start = self._others, pattern.start
        if start:
            bucket = self._starting.setdefault(start, [])
        elif any(literals):
            bucket = self._containing.setdefault(max(filter(None, literals), key=len), [])
        elif endings:
            bucket = self._ending.setdefault(endings[0], [])
        # Paths, names and endings alone, of which files have hundreds, need no regular expression.
        whole = bool(start) and None not in literals
        alone = pattern.segments[:-1] == (_ANY,) and bucket is not self._others
        if (whole or alone) and pattern.tail == "either":
            bucket.append((number, lambda path: True))
        elif whole:
            bucket.append((number, lambda path: (path == start) == (pattern.tail == "exact")))
        else:
            bucket.append((number, pattern.test()))

    def last(self, path: str) -> int:
        """Return the number of the last pattern that matches a path from the top; -1 where none does."""
        best = -1
        for some in self._found(path):
            for number, test in reversed(some):
                if number <= best:
                    break
                if test(path):
                    best = number
                    break
        return best

    def all(self, path: str) -> set[int]:
        """Return the numbers of all patterns that match a path from the top."""
        return {number for number, test in chain.from_iterable(self._found(path)) if test(path)}

    def _found(self, path: str) -> list[_Numbered]:
        """Return the patterns that may match a path: because of its end, then of the folders above it."""
        folder, _, name = path.rpartition("/")
        inside = self._inside.get(folder)
        if inside is None:
            parts = (self._own(one, one.rpartition("/")[2]) for one in (folder, *_above(folder)))
            found = dict(chain(self._others, *chain.from_iterable(parts)))
            inside = self._inside[folder] = sorted(found.items(), key=itemgetter(0))
        return [*self._own(path, name), inside]

    def _own(self, path: str, name: str) -> list[_Numbered]:
        found = [some for some in (self._starting.get(path), self._containing.get(name)) if some]
        if self._ending and "." in name:
            found += [self._ending[one] for one in _endings(name) if one in self._ending]
        return found


def _endings(name: str) -> Iterator[str]:
    """Yield what a name ends with from each of its dots on."""
    dot = name.find(".")
    while dot >= 0:
        yield name[dot:]
        dot = name.find(".", dot + 1)


Kind: TypeAlias = Literal["github", "gitlab", "kubernetes", "backstage", "decisions"]
DECIDED = ("accepted", "decided", "approved")
"""The status of a record whose decision holds."""
_MAIL = re.compile(r"(?i:mailto:)?[^@\s/]+@[^@\s]+\.[^@\s]+")


class Owner(Struct, frozen=True, array_like=True, gc=False):
    """An owner as written: ``@ana``, ``@acme/sre``, ``group:default/sre``, an alias or an e-mail address.

    ``members`` are those of an alias, or of a group that the same files define.
    """

    name: str
    location: Location
    members: tuple[str, ...] = ()

    @property
    def is_address(self) -> bool:
        """Whether it is an e-mail address, which is never shown."""
        return _MAIL.fullmatch(self.name) is not None

    @property
    def shown(self) -> str:
        """The name as it may be shown."""
        return "[e-mail]" if self.is_address else self.name

    @property
    def key(self) -> str:
        """The name as others are compared with it."""
        return owner_key(self.name)


def owner_key(name: str) -> str:
    """Return an owner's name without the ``@`` in front; case does not count on any host."""
    return name.strip().lstrip("@").casefold()


class OwnerRule(Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """A line or record that gives owners to paths, or to an ``entity`` of a service catalog.

    What is in ``folder`` and matches ``pattern`` has these owners: a pattern of the kind, where there is one.
    ``excludes`` takes paths out of its ``section`` for good. Nobody owns what a rule without owners matches.
    """

    location: Location
    owners: tuple[Owner, ...] = ()
    pattern: str = ""
    folder: str = ""
    section: str = ""
    optional: bool = False
    approvals: int = 1
    excludes: bool = False
    reviewers: tuple[Owner, ...] = ()
    entity: str = ""
    """Its kind and name: ``component:api``."""
    status: str = ""
    """The first word of the status of a decision record."""


class Ownership(Struct, frozen=True, kw_only=True, dict=True):
    """The rules of owners files in their order, and the ``files`` of the repository.

    ``closed`` are folders that take over no owners from above. ``source`` is the first file that was read, as
    it is shown.
    """

    kind: Kind
    rules: tuple[OwnerRule, ...] = ()
    closed: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    source: Location = field(default_factory=lambda: Location("CODEOWNERS"))

    def rules_of(self, path: str) -> tuple[OwnerRule, ...]:
        """Return the rules that decide on a path from the top of the repository; none where none matches.

        GitHub has one rule for a path, GitLab one for each section, Kubernetes those of the folders above,
        the nearest first. A file belongs to the entities of a catalog whose record is nearest above it.
        """
        if self.kind == "decisions":
            return ()
        if self.kind == "github":
            index, rules = self._index
            return (rules[number],) if (number := index.last(path)) >= 0 else ()
        if self.kind == "gitlab":
            return tuple(self._by_section(path))
        above = [*_above(path)]
        if self.kind == "backstage":
            return next((found for one in above if (found := self._folders.get(one))), ())
        return tuple(self._inherited(path, above))

    def start_of(self, rule: OwnerRule) -> str:
        """Return what all paths of a rule begin with: its folder, or the start of its pattern."""
        read = gitlab_pattern if self.kind == "gitlab" else github_pattern
        pattern = None if self.kind == "kubernetes" else read(rule.pattern)
        return rule.folder if pattern is None else pattern.start

    def rules_of_entity(self, name: str) -> tuple[OwnerRule, ...]:
        """Return the rules of the entities that ``component:api`` or ``component:*`` means."""
        kind, _, wanted = name.casefold().partition(":")
        entities = ((rule, rule.entity.casefold().partition(":")) for rule in self.rules if rule.entity)
        return tuple(rule for rule, (its, _, named) in entities if its == kind and wanted in ("*", named))

    def owners(self) -> Iterator[Owner]:
        """Yield every owner that a rule names, as often as it is there."""
        for rule in self.rules:
            yield from rule.owners

    def is_there(self, path: str) -> bool:
        """Return whether the repository has a file or folder, as far as its files are known."""
        return not self.files or path.rstrip("/ ") in self._known or not path.strip("/ ")

    @cached_property
    def _known(self) -> set[str]:
        return {one for file in self.files for one in (file, *_above(file))}

    def _by_section(self, path: str) -> Iterator[OwnerRule]:
        index, rules = self._index
        found: dict[str, OwnerRule] = {}
        for number in sorted(index.all(path)):
            section = rules[number].section.casefold()
            # What is taken out of a section stays out.
            if section not in found or not found[section].excludes:
                found[section] = rules[number]
        for section in sorted(found, key=self._sections.__getitem__):
            if not found[section].excludes:
                yield found[section]

    @cached_property
    def _sections(self) -> Mapping[str, int]:
        """The sections, with their order."""
        return {
            name: at for at, name in enumerate(dict.fromkeys(rule.section.casefold() for rule in self.rules))
        }

    @cached_property
    def _index(self) -> tuple[PatternIndex, tuple[OwnerRule, ...]]:
        """All patterns in one index, with their rules; files of GitLab have hundreds of sections."""
        read = gitlab_pattern if self.kind == "gitlab" else github_pattern
        pairs = [(rule, pattern) for rule in self.rules if (pattern := read(rule.pattern)) is not None]
        return PatternIndex(pattern for _, pattern in pairs), tuple(rule for rule, _ in pairs)

    def _inherited(self, path: str, above: Iterable[str]) -> Iterator[OwnerRule]:
        for folder in above:
            inside = path[len(folder) + 1 :] if folder else path
            for rule in self._folders.get(folder, ()):
                if rule.owners and (not rule.pattern or re.search(rule.pattern, inside)):
                    yield rule
            if folder in self.closed:
                return

    @cached_property
    def _folders(self) -> Mapping[str, tuple[OwnerRule, ...]]:
        made: dict[str, tuple[OwnerRule, ...]] = {}
        for rule in self.rules:
            made[rule.folder] = (*made.get(rule.folder, ()), rule)
        return made


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a path, the nearest first; the last is the top, ``""``."""
    while path:
        path = path.rpartition("/")[0]
        yield path


T = TypeVar("T")
_NAMESPACED = re.compile(r"[\w.-]+/[\w.-]+")
"""A reference of Backstage without a kind: ``default/sre``."""


def bare(name: str) -> str:
    """Return the last part of an owner's name: of ``@acme/sre`` and ``group:default/sre`` it is ``sre``.

    Source: backstage.io/docs/features/software-catalog/references, "case insensitive".
    """
    return owner_key(name).rpartition("/")[2].rpartition(":")[2]


class Party(Struct, frozen=True):
    """What a name says of itself: how to call it, what it is, and its handle, if it is one."""

    name: str
    kind: str
    handle: str = ""

    @classmethod
    def of(cls, word: str, kind: str) -> Party:
        """Return what a word says; ``kind`` is what it is where it does not say that: a ``user`` is a handle.

        An address stays out.
        """
        word = word.strip()
        if Owner(word, Location("")).is_address:
            return cls(word.partition("@")[0].rpartition(":")[2] or "[e-mail]", "person")
        prefix = word.partition(":")[0].casefold()
        if word.startswith("@@"):
            return cls(word[2:], "role", word)
        if word.startswith("@"):
            return cls(word.rpartition("/")[2].lstrip("@"), "team" if "/" in word else "person", word)
        if prefix in ("group", "user") and ":" in word:
            name = word.rpartition("/")[2].rpartition(":")[2]
            return cls(name, "team" if prefix == "group" else "person", word)
        if kind == "team" and _NAMESPACED.fullmatch(word):
            return cls(word.rpartition("/")[2], kind, word)
        return cls(word, "person", word) if kind == "user" else cls(word, kind)


class Parties(Generic[T]):
    """Things by the handles of roles and by the holders of roles, ``fold`` being how names are compared."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._roles: dict[str, list[T]] = {}
        self._people: dict[str, list[T]] = {}
        self._past: dict[str, list[T]] = {}

    def add_role(self, handles: Iterable[str], thing: T) -> None:
        """Let a role answer to its handles."""
        for handle in handles:
            for key in {owner_key(handle), bare(handle)}:
                self._roles.setdefault(key, []).append(thing)

    def add_holder(self, name: str, handle: str | None, email: str | None, thing: T, *, past: bool) -> None:
        """Let a role answer to somebody who holds it, or held it."""
        keys = [owner_key(handle)] if handle else []
        keys += [one.strip().casefold() for one in email.split(",")] if email else []
        found = self._past if past else self._people
        for key in (*keys, self._fold(name)):
            found.setdefault(key, []).append(thing)

    def find(self, name: str, find_role: Callable[[str], T | None]) -> list[T]:
        """Return what a name leads to: handles, then roles by name, then people, last those of the past."""
        key, last = owner_key(name), bare(name)
        if found := self._roles.get(key) or self._people.get(key):
            return found
        if not Owner(name, Location("")).is_address:
            if found := self._roles.get(last):
                return found
            if (role := find_role(last)) is not None:
                return [role]
            if found := self._people.get(last) or self._people.get(self._fold(last)):
                return found
        return self._past.get(key) or self._past.get(last) or self._past.get(self._fold(last)) or []
