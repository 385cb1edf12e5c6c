"""Reads CODEOWNERS as GitHub and as GitLab do. What they skip or ignore is reported.

Sources: docs.github.com, "About code owners"; docs.gitlab.com, "Syntax of CODEOWNERS file" and "Advanced
CODEOWNERS configuration".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sphinx_roles.owners.patterns import no_pattern
from sphinx_roles.owners.records import Kind, Owner, OwnerRule
from sphinx_roles.problems import Code, Location, Problem

# Blanks divide, unless a backslash is in front.
_WORD = re.compile(r"(?:\\.|[^\s\\]|\\$)+")
_ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_GITHUB_OWNER = re.compile(rf"@[A-Za-z0-9][\w-]*(?:/[A-Za-z0-9_][\w.-]*)?|{_ADDRESS}", re.ASCII)
_GITLAB_OWNER = re.compile(rf"@{{1,2}}[\w.-]+(?:/[\w.-]+)*|{_ADDRESS}")
_HEADING = re.compile(
    r"(?P<optional>\^)?\[(?P<name>[^\]]+)\](?:\[(?P<approvals>\d*)\])?(?P<owners>\s+\S.*)?\s*\Z"
)
_LIKE_HEADING = re.compile(r"^\s*\^?\[[^\]\n]+\]", re.MULTILINE)
_ESCAPED = re.compile(r"\\(\s)")


def kind_of(path: str, text: str) -> Kind:
    """Return whose CODEOWNERS a file is: by its folder, else GitLab's where it has headings of sections."""
    folder = path.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    if folder in (".github", ".gitlab"):
        return "gitlab" if folder == ".gitlab" else "github"
    return "gitlab" if _LIKE_HEADING.search(text) else "github"


class _Word(Struct, frozen=True):
    """A word of a line, and its place."""

    text: str
    location: Location


def read_codeowners(text: str, file: str, kind: Kind, problems: list[Problem]) -> list[OwnerRule]:
    """Return the rules of a text whose lines end with line feeds; add what is wrong to ``problems``."""
    read = _GitLab(file, problems).line if kind == "gitlab" else _GitHub(file, problems).line
    rules: list[OwnerRule] = []
    for number, line in enumerate(text.split("\n"), 1):
        # One with an escape in front is still a comment's sign to neither.
        if line.strip() and not line.lstrip().startswith("#"):
            rules += read(number, line)
    return rules


class _Reader:
    """The reader of one file; ``report`` notes a mistake at a word, without e-mail addresses."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def report(self, message: str, at: Location, **about: str) -> None:
        shown = {key: re.sub(_ADDRESS, "[e-mail]", value) for key, value in about.items()}
        self.problems.append(Problem.of(Code.OWNERS, message, at, shown))

    def words(self, number: int, line: str, start: int = 0) -> list[_Word]:
        return [
            _Word(found[0], Location(self.file, number, found.start() + 1))
            for found in _WORD.finditer(line, start)
        ]


class _GitHub(_Reader):
    def line(self, number: int, line: str) -> Iterator[OwnerRule]:
        """Yield the rule of a line; one with a mistake is skipped, as GitHub skips it."""
        pattern, *words = self.words(number, line)
        if why := no_pattern(pattern.text):
            self.report(
                "GitHub skips the line with {pattern!r}: " + why, pattern.location, pattern=pattern.text
            )
            return
        owners: list[Owner] = []
        for word in words:
            if word.text.startswith("#"):
                break
            if not _GITHUB_OWNER.fullmatch(word.text):
                message = "GitHub skips the line: {owner!r} is no @user, @organization/team or e-mail address"
                self.report(message, word.location, owner=word.text)
                return
            owners.append(Owner(word.text, word.location))
        yield OwnerRule(pattern=pattern.text, owners=tuple(owners), location=pattern.location)


class _GitLab(_Reader):
    def __init__(self, file: str, problems: list[Problem]) -> None:
        super().__init__(file, problems)
        self.section, self.optional, self.approvals = "", False, 1
        self.default: tuple[Owner, ...] = ()
        self.names: dict[str, str] = {}
        """Of sections, as they were first written."""

    def line(self, number: int, line: str) -> Iterator[OwnerRule]:
        """Yield the rule of a line; a heading begins a section instead."""
        heading = _HEADING.match(line.strip())
        if heading is not None:
            self._begin(number, line, heading)
            return
        pattern, *words = self.words(number, line)
        at, text = pattern.location, pattern.text
        if text.startswith(("[", "^[")):
            message = "{pattern!r} is no heading of a section, so that GitLab takes it for a path"
            self.report(message, at, pattern=text)
        excludes = text.startswith("!") and len(text) > 1
        owners = () if excludes else self._owners(words)
        text = _ESCAPED.sub(r"\1", text.removeprefix("!") if excludes else text)
        text = text.removeprefix("\\") if text.startswith("\\#") else text
        if not (owners or excludes or self.default):
            message = "the line of {pattern!r} has no owner, so that GitLab asks nobody for its files"
            self.report(message, at, pattern=text)
        yield OwnerRule(
            pattern=text,
            owners=() if excludes else owners or self.default,
            location=at,
            section=self.section,
            optional=self.optional,
            approvals=self.approvals,
            excludes=excludes,
        )

    def _begin(self, number: int, line: str, heading: re.Match[str]) -> None:
        name = heading["name"].strip()
        self.section = self.names.setdefault(name.casefold(), name)
        self.optional = bool(heading["optional"])
        count = heading["approvals"]
        self.approvals = max(1, int(count)) if count and len(count) < 4 else 1
        start = len(line) - len(line.lstrip())
        if count is not None and str(self.approvals) != count:
            at = Location(self.file, number, start + heading.start("approvals") + 1)
            self.report("{count!r} is no number of approvals from 1 on; GitLab asks for one", at, count=count)
        words = self.words(number, line, start + heading.start("owners")) if heading["owners"] else []
        self.default = self._owners(words)

    def _owners(self, words: list[_Word]) -> tuple[Owner, ...]:
        """Return the owners among some words; GitLab passes over the others, and looks into comments."""
        owners: list[Owner] = []
        comment = False
        for word in words:
            comment = comment or word.text.startswith("#")
            if _GITLAB_OWNER.fullmatch(word.text):
                owners.append(Owner(word.text, word.location))
                if comment:
                    message = "GitLab takes {owner!r} for an owner, though it is in a comment behind an entry"
                    self.report(message, word.location, owner=word.text)
            elif not comment:
                message = "GitLab passes over {owner!r}, which is no @user, @group, @@role or e-mail address"
                self.report(message, word.location, owner=word.text)
        return tuple(owners)
