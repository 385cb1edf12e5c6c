"""Finds and reads owners files: CODEOWNERS, the OWNERS of Kubernetes, and the service catalog of Backstage.

Sources: docs.github.com, "About code owners"; docs.gitlab.com, "Syntax of CODEOWNERS file" and "Advanced
CODEOWNERS configuration"; www.kubernetes.dev/docs/guide/owners, with the package repoowners of Prow, which it
names as the last word; backstage.io/docs/features/software-catalog/descriptor-format and …/references.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.catalog.field_maps import scalars_at, text_in
from sphinx_roles.catalog.formats import read_text, text_of
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode
from sphinx_roles.catalog.sources import Limits, Source, find_sources, is_path
from sphinx_roles.model import location_of
from sphinx_roles.owners import COVERED, Kind, Owner, OwnerRule, Ownership, bare, no_pattern, owner_key
from sphinx_roles.problems import CONF, Code, Given, Location, Phrase, Problem, closest, misspelt

KINDS: tuple[Kind, ...] = get_args(Kind)[:-1]
ENTITIES = COVERED[:-1]
"""The kinds of a service catalog that have an owner; a decision is none."""
_OPTIONS = ("path", "kind")
_CODEOWNERS_FOLDERS = frozenset({".github", ".gitlab", "docs"})
_GITHUB_LIMIT = 3_000_000
_PEOPLE = ("approvers", "reviewers")
_KEYS = (*_PEOPLE, "filters", "options", "labels")
_PASSED_OVER = frozenset({"_build", "node_modules", "venv", "site-packages", "__pycache__"})
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "safe.directory=*")
"""Runs no watcher that a checkout names, so it may belong to somebody else, as in a container."""
_SHOWN_FOLDERS = frozenset({".github", ".gitlab"})


class OwnersFiles(Struct, frozen=True):
    """What has been read of owners files, and all that is wrong with them; ``paths`` are those files."""

    owners: tuple[Ownership, ...] = ()
    problems: tuple[Problem, ...] = ()
    paths: tuple[Path, ...] = ()


def check_owners(value: Any, setting: Location) -> list[Problem]:
    """Return what is wrong with the setting itself, but for files that are not there."""
    return [
        Problem.of(Code.CONFIG, message, location_of(given) or setting, **values)
        for message, given, values in _mistakes(value)
    ]


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value] if value is not None else []


def _mistakes(value: Any) -> Iterator[tuple[str, Any, dict[str, str | Iterable[str]]]]:
    for one in _each(value):
        if not isinstance(one, Mapping):
            if not is_path(one):
                message = "roles_owners: {value} is no path, and no mapping with a path"
                yield message, one, {"value": repr(one)}
            continue
        kind = one.get("kind")
        for key in (key for key in one if key not in _OPTIONS):
            values: dict[str, str | Iterable[str]] = {"key": repr(key), "known": _OPTIONS}
            near = closest(str(key), _OPTIONS)
            yield "roles_owners: {key} is no key here; it takes {known}", key, {**values, "nearest": near}
        # A key that is reported may be the path, misspelt.
        if not is_path(one.get("path")) and {*one} <= {*_OPTIONS}:
            yield "roles_owners: {value} has no path", one, {"value": repr(dict(one))}
        if kind is not None and kind not in KINDS:
            values = {"value": repr(kind), "known": KINDS, "nearest": closest(str(kind), KINDS)}
            yield "roles_owners: the kind {value} is none of {known}", kind, values


def read_owners(value: Any, root: Path, limits: Limits, setting: Location = CONF) -> OwnersFiles:
    """Read what `roles_owners` names: a path, a mapping with ``path`` and ``kind``, or a list of those.

    ``root`` is the folder of conf.py, from which paths lead. What `check_owners` reports is passed over.
    """
    found: list[Ownership] = []
    problems: list[Problem] = []
    paths: list[Path] = []
    for one in _each(value):
        if any(_mistakes(one)):
            continue
        path, kind = (one["path"], one.get("kind")) if isinstance(one, Mapping) else (one, None)
        reader = _Reader(root, limits, setting, problems)
        if (owners := reader.read(path, kind)) is not None:
            found.append(owners)
        paths += reader.paths
    return OwnersFiles(tuple(found), tuple(problems), tuple(dict.fromkeys(paths)))


class _Reader(Struct):
    """Reads one source; ``paths`` are the files that it has looked at."""

    root: Path
    limits: Limits
    setting: Location
    problems: list[Problem]
    paths: list[Path] = []

    def read(self, path: str | os.PathLike[str], kind: Kind | None) -> Ownership | None:
        """Return the rules of a path; None where it leads to nothing."""
        found, problems = find_sources(path, self.root, self.limits, self.setting)
        self.problems += problems
        if not (sources := found[""]):
            return None
        first = sources[0]
        name = first.path.name
        if kind == "kubernetes" or (kind is None and name == "OWNERS"):
            return self._kubernetes(first)
        if kind == "backstage" or (kind is None and name.endswith((".yaml", ".yml"))):
            return self._backstage(sources)
        return self._codeowners(first, kind)

    def _text(self, source: Source) -> tuple[str | None, ReadContext]:
        context = ReadContext(source.shown, self.problems, limits=self.limits)
        self.paths.append(source.path)
        return text_of(source, context), context

    def _documents(self, source: Source) -> tuple[list[Node], ReadContext]:
        text, context = self._text(source)
        return [] if text is None else read_text("yaml", text, context), context

    def _shown(self, path: Path) -> str:
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    # CODEOWNERS

    def _codeowners(self, source: Source, kind: Kind | None) -> Ownership | None:
        text, start = self._text(source)[0], Location(source.shown)
        if text is None:
            return None
        kind = kind or kind_of(source.path.as_posix(), text)
        if kind == "github" and len(text.encode("utf-8", "replace")) > _GITHUB_LIMIT:
            message = "GitHub loads no CODEOWNERS of more than {limit} bytes"
            self.problems.append(Problem.of(Code.OWNERS, message, start, limit=_GITHUB_LIMIT))
        top = codeowners_top(source.path)
        rules = read_codeowners(text, source.shown, kind, self.problems)
        return Ownership(kind=kind, rules=tuple(rules), files=repository_files(top), source=start)

    # OWNERS of Kubernetes

    def _kubernetes(self, source: Source) -> Ownership:
        top = source.path.parent
        files = repository_files(top)
        aliases = self._aliases(top)
        rules: list[OwnerRule] = []
        closed: set[str] = set()
        for file in files:
            folder, _, name = file.rpartition("/")
            if name != source.path.name:
                continue
            documents, context = self._documents(Source(top / file, self._shown(top / file)))
            for node in documents[:1]:
                if isinstance(node, MappingNode):
                    rules += kubernetes_rules(context, node, folder, aliases)
                    if is_closed(context, node):
                        closed.add(folder)
                elif not node.absent:
                    message = "an OWNERS file is a mapping, not {found}"
                    context.report(Code.OWNERS, message, node.at, found=_described(node))
        start = Location(source.shown)
        return Ownership(
            kind="kubernetes", rules=tuple(rules), closed=frozenset(closed), files=files, source=start
        )

    def _aliases(self, top: Path) -> Mapping[str, tuple[str, ...]]:
        path = top / "OWNERS_ALIASES"
        if not path.is_file():
            return {}
        documents, context = self._documents(Source(path, self._shown(path)))
        return {
            owner_key(key.text): tuple(name.text for name in names)
            for node in documents[:1]
            for key, names in aliases_of(context, node)
        }

    # Backstage

    def _backstage(self, sources: Sequence[Source]) -> Ownership:
        # The top of the repository that they are in, else the folder that holds them all.
        common = Path(os.path.commonpath([source.path.parent for source in sources]))
        top = repository_top(common) or common
        documents: list[tuple[Node, str, ReadContext]] = []
        for source in sources:
            found, context = self._documents(source)
            nodes = [one for one in found if is_entity(one)]
            folder = os.path.relpath(source.path.parent, top).replace(os.sep, "/")
            documents += ((node, "" if folder == "." else folder, context) for node in nodes)
            if not nodes and source.named and not context.cut:
                message = "the file holds no entity: none of its documents has an apiVersion of backstage.io"
                self.problems.append(Problem.of(Code.NO_DATA, message, Location(source.shown)))
        members = members_of([node for node, _, _ in documents])
        groups = {group: tuple(some) for group, some in members.items()}
        rules = [
            rule
            for node, folder, context in documents
            if (rule := entity_rule(context, node, folder, groups)) is not None
        ]
        start = Location(sources[0].shown)
        return Ownership(kind="backstage", rules=tuple(rules), files=repository_files(top), source=start)


# Nodes


def _scalar(node: Node, path: str) -> ScalarNode | None:
    """Return the text that a path leads to."""
    return next((one for one in scalars_at(node, path) if one.text.strip()), None)


def _described(node: Node) -> str | Phrase:
    shown = ScalarNode(hide_addresses(node.text), node.at) if isinstance(node, ScalarNode) else node
    return shown.described


def _names(
    context: ReadContext, field: str, node: Node, message: str = "{field} takes a list of names, not {found}"
) -> list[ScalarNode]:
    """Return the names in a list; anything else is reported."""
    names = []
    for one in node.items:
        if one is not node and isinstance(one, ScalarNode) and not one.absent and one.text.strip():
            names.append(one)
        elif not one.absent:
            message = message if one is node else "{field} takes names, not {found}"
            context.report(Code.OWNERS, message, one.at, {"field": field}, found=_described(one))
    return names


def aliases_of(context: ReadContext, node: Node) -> Iterator[tuple[ScalarNode, list[ScalarNode]]]:
    """Yield the aliases of an OWNERS_ALIASES, with the names of their members."""
    given = node.values.get("aliases")
    if isinstance(given, MappingNode):
        message = "the alias {field} takes a list of names, not {found}"
        yield from ((key, _names(context, key.text, value, message)) for key, value in given.pairs)
    elif not node.absent:
        context.report(Code.OWNERS, "OWNERS_ALIASES holds a mapping under 'aliases'", node.at)


def kubernetes_rules(
    context: ReadContext, node: MappingNode, folder: str, aliases: Mapping[str, tuple[str, ...]]
) -> Iterator[OwnerRule]:
    """Yield the rule of a simple file, else those of its filters: a file has either."""
    for key, _ in node.pairs:
        near = misspelt(key.text, _KEYS) if key.text not in _KEYS else None
        if near:
            message = "{key!r} is no key of an OWNERS file"
            context.report(Code.OWNERS, message, key.at, {"key": key.text}, nearest=near)
    filters = node.values.get("filters")
    simple = [key for key, value in node.pairs if key.text in _PEOPLE and not value.absent]
    if simple:
        yield _simple(context, node, folder, "", aliases, node.at)
        if filters is not None:
            message = "{key!r} beside 'filters' leaves the filters without effect; put it under '.*' there"
            context.report(Code.OWNERS, message, simple[0].at, {"key": simple[0].text})
        return
    for key, value in filters.pairs if isinstance(filters, MappingNode) else []:
        try:
            re.compile(key.text)
        except (re.error, RecursionError, OverflowError) as error:
            message = "the filter {pattern!r} is no regular expression: {reason}"
            context.report(Code.OWNERS, message, key.at, {"pattern": key.text}, reason=str(error))
            continue
        if isinstance(value, MappingNode):
            pattern = "" if key.text == ".*" else key.text
            yield _simple(context, value, folder, pattern, aliases, key.at)


def _simple(
    context: ReadContext,
    node: MappingNode,
    folder: str,
    pattern: str,
    aliases: Mapping[str, tuple[str, ...]],
    at: int,
) -> OwnerRule:
    people = {
        key: tuple(
            Owner(name.text.strip(), context.location(name.at), aliases.get(owner_key(name.text), ()))
            for name in _names(context, key, value)
        )
        for key, value in node.values.items()
        if key in _PEOPLE
    }
    return OwnerRule(
        location=context.location(at),
        owners=people.get("approvers", ()),
        reviewers=people.get("reviewers", ()),
        pattern=pattern,
        folder=folder,
    )


def is_closed(context: ReadContext, node: MappingNode) -> bool:
    """Return whether an OWNERS file takes over no owners from above."""
    given = _scalar(node, "options.no_parent_owners")
    if given is None or given.text in ("false", "False"):
        return False
    if given.text not in ("true", "True"):
        message = "no_parent_owners takes true or false, not {found}"
        context.report(Code.OWNERS, message, given.at, found=_described(given))
    return given.text in ("true", "True")


def is_entity(node: Node) -> bool:
    """Return whether a document is an entity of Backstage."""
    return text_in(node, "apiVersion").startswith("backstage.io/")


def members_of(entities: Iterable[Node]) -> dict[str, dict[str, str]]:
    """Return the members of each group, with a reference to each: first those that it names itself.

    Groups and members are by their names as they are compared.
    """
    found: dict[str, dict[str, str]] = {}
    for kind, path in (("Group", "spec.members"), ("User", "spec.memberOf")):
        for one in (entity for entity in entities if text_in(entity, "kind") == kind):
            name = text_in(one, "metadata.name")
            for other in scalars_at(one, path) if name else ():
                group, member = (name, other.text) if kind == "Group" else (other.text, name)
                found.setdefault(bare(group), {}).setdefault(bare(member), member)
    return found


def entity_rule(
    context: ReadContext, node: Node, folder: str, groups: Mapping[str, tuple[str, ...]]
) -> OwnerRule | None:
    """Return who owns an entity; None for one of another kind, or that cannot be read."""
    kind, owner = _scalar(node, "kind"), _scalar(node, "spec.owner")
    name = _scalar(node, "metadata.name")
    if kind is None or kind.text.casefold() not in ENTITIES:
        near = misspelt(kind.text, ENTITIES) if kind is not None else None
        if kind is not None and near:
            message = "{kind!r} is no kind of entity"
            context.report(Code.OWNERS, message, kind.at, {"kind": kind.text}, nearest=near.capitalize())
        return None
    if name is None:
        context.report(Code.OWNERS, "the {kind} has no name under 'metadata'", kind.at, kind=kind.text)
        return None
    if owner is None:
        message = "{kind} {name!r} has no owner under 'spec'"
        context.report(Code.OWNERS, message, name.at, {"name": name.text}, kind=kind.text)
    location = context.location((owner or name).at)
    return OwnerRule(
        location=location,
        owners=(Owner(owner.text.strip(), location, groups.get(bare(owner.text), ())),) if owner else (),
        folder=folder,
        entity=f"{kind.text.casefold()}:{name.text.strip()}",
    )


# Files of the repository


def is_walked(folder: Path) -> bool:
    """Return whether a folder may hold files of people: no hidden one, build, environment or the like."""
    hidden = folder.name.startswith(".") or folder.name in _PASSED_OVER
    # Not by `Path.exists`, which raises for a folder that nobody here may read.
    return not hidden and not os.access(folder / "pyvenv.cfg", os.F_OK)


def repository_top(folder: Path) -> Path | None:
    """Return the top of the git repository that a folder is in; None where it is in none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def codeowners_top(path: Path) -> Path:
    """Return the folder from which the patterns of a CODEOWNERS lead."""
    return path.parent.parent if path.parent.name in _CODEOWNERS_FOLDERS else path.parent


def repository_files(top: Path) -> tuple[str, ...]:
    """Return the files below a folder, sorted: what git tracks, else all but hidden folders and builds."""
    try:
        run = subprocess.run(  # noqa: S603
            [*_GIT, "-C", str(top), "ls-files", "-z"], capture_output=True, check=False
        )
    except OSError:
        run = None
    if run is not None and run.returncode == 0 and run.stdout:
        return tuple(sorted(filter(None, {*run.stdout.decode("utf-8", "replace").split("\0")})))
    found = []
    for here, folders, names in os.walk(top):
        folders[:] = sorted(one for one in folders if one in _SHOWN_FOLDERS or is_walked(Path(here, one)))
        inside = os.path.relpath(here, top).replace(os.sep, "/")
        found += [posixpath.normpath(f"{inside}/{name}") for name in names]
    # Half of a character is nothing that a digest or a page could hold.
    return tuple(sorted(one.encode("utf-8", "replace").decode() for one in found))


# The lines of a CODEOWNERS. What GitHub and GitLab skip or ignore is reported

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


def read_codeowners(text: str, file: str, kind: Kind, problems: list[Problem]) -> list[OwnerRule]:
    """Return the rules of a text whose lines end with line feeds; add what is wrong to ``problems``."""
    read = _GitLab(file, problems).line if kind == "gitlab" else _GitHub(file, problems).line
    rules: list[OwnerRule] = []
    for number, line in enumerate(text.split("\n"), 1):
        # One with an escape in front is still a comment's sign to neither.
        if line.strip() and not line.lstrip().startswith("#"):
            rules += read(number, line)
    return rules


class _LineReader(Struct):
    """The reader of one file; ``report`` notes a mistake at a word, without e-mail addresses."""

    file: str
    problems: list[Problem]

    def report(self, message: str, at: Location, what: Phrase | None = None, /, **about: str) -> None:
        shown = {key: re.sub(_ADDRESS, "[e-mail]", value) for key, value in about.items()}
        more: dict[str, Given] = {} if what is None else {"what": what}
        self.problems.append(Problem.of(Code.OWNERS, message, at, shown, **more))

    def words(self, number: int, line: str, start: int = 0) -> list[Owner]:
        """Return the words of a line, the owners among them as such."""
        words = _WORD.finditer(line, start)
        return [Owner(found[0], Location(self.file, number, found.start() + 1)) for found in words]


class _GitHub(_LineReader):
    def line(self, number: int, line: str) -> Iterator[OwnerRule]:
        """Yield the rule of a line; one with a mistake is skipped, as GitHub skips it."""
        pattern, *words = self.words(number, line)
        owners = tuple(takewhile(lambda word: not word.name.startswith("#"), words))
        wrong = next((one for one in owners if not _GITHUB_OWNER.fullmatch(one.name)), None)
        if why := no_pattern(pattern.name):
            message = "GitHub skips the line with {pattern!r}: {what}"
            self.report(message, pattern.location, Phrase(why), pattern=pattern.name)
        elif wrong is not None:
            message = "GitHub skips the line: {owner!r} is no @user, @organization/team or e-mail address"
            self.report(message, wrong.location, owner=wrong.name)
        else:
            yield OwnerRule(pattern=pattern.name, owners=owners, location=pattern.location)


class _GitLab(_LineReader):
    section: str = ""
    optional: bool = False
    approvals: int = 1
    default: tuple[Owner, ...] = ()
    names: dict[str, str] = {}
    """Of sections, as they were first written."""

    def line(self, number: int, line: str) -> Iterator[OwnerRule]:
        """Yield the rule of a line; a heading begins a section instead."""
        heading = _HEADING.match(line.strip())
        if heading is not None:
            self._begin(number, line, heading)
            return
        pattern, *words = self.words(number, line)
        at, text = pattern.location, pattern.name
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

    def _owners(self, words: list[Owner]) -> tuple[Owner, ...]:
        """Return the owners among some words; GitLab passes over the others, and looks into comments."""
        owners: list[Owner] = []
        comment = False
        for word in words:
            comment = comment or word.name.startswith("#")
            if is_owner := _GITLAB_OWNER.fullmatch(word.name) is not None:
                owners.append(word)
            if comment == is_owner:
                message = "GitLab passes over {owner!r}, which is no @user, @group, @@role or e-mail address"
                if comment:
                    message = "GitLab takes {owner!r} for an owner, though it is in a comment behind an entry"
                self.report(message, word.location, owner=word.name)
        return tuple(owners)
