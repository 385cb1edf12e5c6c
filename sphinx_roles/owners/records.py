"""What owners files say, whichever their kind, and who owns a path by it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct, field

from sphinx_roles.owners.patterns import PatternIndex, github_pattern, gitlab_pattern
from sphinx_roles.problems import Location

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
        if self.kind in ("github", "gitlab"):
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
        for excluded, index, rules in self._sections.values():
            number = index.last(path) if excluded.last(path) < 0 else -1
            if number >= 0:
                yield rules[number]

    @cached_property
    def _sections(self) -> Mapping[str, tuple[PatternIndex, PatternIndex, tuple[OwnerRule, ...]]]:
        groups: dict[str, list[OwnerRule]] = {}
        for rule in self.rules:
            groups.setdefault(rule.section.casefold(), []).append(rule)
        return {name: self._indexed(rules) for name, rules in groups.items()}

    def _indexed(self, rules: list[OwnerRule]) -> tuple[PatternIndex, PatternIndex, tuple[OwnerRule, ...]]:
        read = gitlab_pattern if self.kind == "gitlab" else github_pattern
        pairs = [(rule, pattern) for rule in rules if (pattern := read(rule.pattern)) is not None]
        kept = [(rule, pattern) for rule, pattern in pairs if not rule.excludes]
        excluded = PatternIndex(pattern for rule, pattern in pairs if rule.excludes)
        return excluded, PatternIndex(pattern for _, pattern in kept), tuple(rule for rule, _ in kept)

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
        path = posixpath.dirname(path)
        yield path
