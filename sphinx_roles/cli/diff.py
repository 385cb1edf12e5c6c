"""``sphinx-roles diff``: what changed between two files, folders or revisions, as text, Markdown or JSON."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.diff.change import SENTENCES, Change, ChangePart, Group, Holding, sentence
from sphinx_roles.analysis.diff.query import ChangesQuery, ChangesReport
from sphinx_roles.analysis.sentence import DayRef, LetterRef, Message, RoleRef, RowRef, SectionRef
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.cli.git import merge_base, tree_at, was_there
from sphinx_roles.cli.io import CLEAN, FINDINGS, NOT_RUN, CommandError, echo, is_there, nearest_path, pick
from sphinx_roles.cli.project import NoCatalog, Opened, opened
from sphinx_roles.model import Catalog


class Side(Struct, frozen=True):
    """A path as it is now, or as it was at a ``revision``. ``name`` is what it is called."""

    name: str
    path: str = ""
    revision: str = ""


def sides_of(words: Sequence[str]) -> tuple[Side, Side]:
    """Return the old side and the new one. CommandError where the words name no such two."""
    first, *rest = words or ("HEAD",)
    if len(words) > 3:
        raise CommandError(f"expected at most two sides and a path, found {len(words)} words")
    if words and (is_there(first) or (not rest and was_there("HEAD", first))):
        return _paths(first, rest)
    if ".." in first:
        if len(rest) > 1:
            raise CommandError(f"after {first!r}, expected at most one path")
        return _range(first, *rest)
    if len(rest) == 2 or (rest and not is_there(rest[0]) and not was_there(first, rest[0])):
        new, path = rest[0], (rest[1] if len(rest) == 2 else "")
        return Side(first, path, first), Side(new, path, new)
    path = rest[0] if rest else ""
    return Side(first, path, first), Side("the working tree", path)


def _paths(first: str, rest: Sequence[str]) -> tuple[Side, Side]:
    if not rest:
        return Side("HEAD", first, "HEAD"), Side("the working tree", first)
    if len(rest) > 1:
        raise CommandError(f"{first} is a file or folder: expected one more, found {len(rest)}")
    if not is_there(rest[0]):
        raise CommandError(
            f"{rest[0]} is not there{nearest_path(rest[0])} (a revision comes first: {rest[0]} {first})"
        )
    return Side(first, first), Side(rest[0], rest[0])


def _range(revisions: str, path: str = "") -> tuple[Side, Side]:
    """Two revisions with dots between them, as git has them; an empty one is HEAD."""
    between = "..." if "..." in revisions else ".."
    old, _, new = revisions.partition(between)
    old, new = old or "HEAD", new or "HEAD"
    base = merge_base(_folder(path), old, new) if between == "..." else old
    return Side(old, path, base), Side(new, path, new)


@contextmanager
def open_side(side: Side) -> Iterator[Opened | None]:
    """Open one side; None where no catalog is or was there, CommandError where git has no such revision."""
    if not side.revision:
        yield _opened(side.path) if is_there(side.path or ".") else None
        return
    path, folder = Path(side.path or "."), _folder(side.path)
    with ExitStack() as stack:
        try:
            tree = stack.enter_context(tree_at(side.revision, folder))
        except CommandError as error:
            why = str(error)
            if side.name == "HEAD":
                raise CommandError(f"{why}; name what to compare: OLD NEW") from None
            why = f"{side.name!r} is no file or folder here, and {why.removeprefix(f'{side.revision!r} is ')}"
            raise CommandError(f"{why}{nearest_path(side.name)}") from None
        there = tree if folder == path else tree / path.name
        yield _opened(str(there)) if there.exists() else None


def _opened(path: str) -> Opened | None:
    try:
        return opened([path] if path else [])
    except NoCatalog:
        return None


def _folder(path: str) -> Path:
    """Return the folder of a path that need no longer be there."""
    found = Path(path or ".")
    return found if found.is_dir() else found.parent


class Compared(Struct, frozen=True):
    """What was compared, and what changed. ``incomplete`` says that not all could be read."""

    old: Side
    new: Side
    report: ChangesReport
    incomplete: bool = False


def compared(words: Sequence[str], only: str | None, catalog: str | None) -> Compared:
    """Compare what the words name. CommandError where there is nothing to compare."""
    asked = (word.strip() for word in (only or "").split(",") if word.strip())
    topics = tuple(pick("topic", word, {one: one for one in TOPICS}) for word in asked)
    old, new = sides_of(words)
    with open_side(old) as before, open_side(new) as after:
        if before is None and after is None:
            path = new.path if new.path != new.name else ""
            inside = f" in {path}{'' if is_there(path) else nearest_path(path)}" if path else ""
            raise CommandError(f"there is no catalog at {old.name}, nor at {new.name}{inside}")
        if catalog is not None:
            both = (one for one in (before, after) if one is not None)
            catalog = pick("catalog", catalog, {name: name for one in both for name in one.registry.catalogs})
        was, now = _catalog(before, old, catalog), _catalog(after, new, catalog)
        unread = [_report_unread(opened, side) for opened, side in ((before, old), (after, new))]
        # The schemes that are built in are no change.
        nothing = Catalog(schemes=BUILT_IN)
        # The label of now is the one.
        own = {
            key: label
            for one in (before, after)
            if one
            for key, label in one.registry.settings.fields.items()
        }
        query = ChangesQuery(only=topics, own=tuple(sorted(own.items())), undeclared=True)
        return Compared(old, new, query.changes(was or nothing, now or nothing), any(unread))


def _catalog(opened: Opened | None, side: Side, name: str | None) -> Catalog | None:
    if opened is None or (name is not None and name not in opened.registry.catalogs):
        echo(
            f"sphinx-roles: there is no catalog at {side.name}: all of the other side counts as changed",
            sys.stderr,
        )
        return None
    return opened.registry.main if name is None else opened.registry.catalogs[name]


def _report_unread(opened: Opened | None, side: Side) -> bool:
    """Report files that could not be read; return True where there are any."""
    # Where a file is unread, what seems to be gone may be in it.
    problems = [one for one in opened.problems if one.leaves_unread] if opened is not None else []
    for problem in problems:
        echo(f"sphinx-roles: at {side.name}: {problem}", sys.stderr)
    if problems:
        echo("sphinx-roles: what could not be read may seem to be gone, or to be new", sys.stderr)
    return bool(problems)


_HEADS = {
    "rows": "Responsibilities",
    "roles": "Roles",
    "people": "People",
    "skills": "Skills",
    "schemes": "Schemes",
}
_SIGNS = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}
_ROOM = 60_000
"""GitHub takes comments of up to 65,536 characters."""
_LONG = 300
"""So much of a text is in a comment."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>~])")
_BEGINS_A_BLOCK = re.compile(r"^([#+-]|\d+(?=[.)]))")
_CALLS = re.compile(r"[@#](?=\w)")


def _head(group: Group) -> str:
    names = [str(name) for name in (group.matrix, group.section) if name]
    return ": ".join(names) or _HEADS[group.kind]


def _count(found: Compared) -> str:
    count = found.report.count
    return f"{count or 'No'} change{'' if count == 1 else 's'}"


def _text(found: Compared) -> str:
    """A paragraph for each group, with a sign before each sentence."""
    lines = []
    for group in found.report.groups:
        lines += [_head(group), *_text_lines(group), ""]
    # "to .." would be another folder.
    old, new = ("this folder" if side.name == "." else side.name for side in (found.old, found.new))
    return "\n".join([*lines, f"{_count(found)} from {old} to {new}."])


def _text_lines(group: Group) -> Iterator[str]:
    for one in group.changes:
        yield f"  {_SIGNS[one.sign]} {sentence(one)}"
        for sign, text in (("-", one.old), ("+", one.new)):
            yield from (f"      {sign} {line}" for line in (text or "").splitlines())


def _markdown(found: Compared) -> str:
    """A heading and a list for each group; what goes beyond the room of a comment is counted."""
    old, new = (
        _code(side.name) if side.name != "the working tree" else side.name for side in (found.old, found.new)
    )
    parts = [f"### {_count(found)} of responsibilities, from {old} to {new}"]
    room, written = _ROOM, 0
    for group in found.report.groups:
        head = f"\n**{_escaped(_head(group))}**\n"
        for one in group.changes:
            item = head + "\n".join(_markdown_lines(one))
            room -= len(item) + 1
            if room < 0:
                parts.append(f"\n… and {found.report.count - written} more.")
                return "\n".join(parts)
            parts.append(item)
            head, written = "", written + 1
    return "\n".join(parts)


def _markdown_lines(one: Change) -> Iterator[str]:
    yield f"- {_escaped(sentence(one))}"
    for label, text in (("Before", one.old), ("Now", one.new)):
        if text:
            line = " ".join(text.split())
            yield f"  - *{label}:* {_escaped(line if len(line) <= _LONG else f'{line[:_LONG]} …')}"


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it, without markup, HTML, mentions and references."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))
    # A mention would call somebody at every push; a comment between its parts makes it plain text.
    plain = _CALLS.sub(lambda found: f"{found[0]}<!-- -->", plain)
    return _BEGINS_A_BLOCK.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", plain)


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def _json(found: Compared) -> str:
    """All that is known of each change; see the docs for the keys."""
    made: dict[str, Any] = {
        "format": 1,
        "old": _filled(structs.asdict(found.old)),
        "new": _filled(structs.asdict(found.new)),
        "incomplete": found.incomplete,
        "count": found.report.count,
        "changes": [_change(one, group) for group in found.report.groups for one in group.changes],
    }
    return json.dumps(made, ensure_ascii=False, indent=2)


def _change(one: Change, group: Group) -> dict[str, Any]:
    return _filled(
        {
            "kind": one.kind,
            "topic": SENTENCES[one.kind].topic,
            "sign": one.sign,
            "field": one.field,
            "group": _filled({"of": group.kind, "matrix": group.matrix, "section": group.section}),
            "text": sentence(one),
            "things": {it.key: [_part(part) for part in it.parts] for it in one.things if it.key != "field"},
            "old": one.old,
            "new": one.new,
        }
    )


def _part(part: ChangePart) -> Any:
    match part:
        case Holding(role=role, letters=letters, when=when):
            return _filled({**_part(role), "letters": [letter.letter for letter in letters], "when": when})
        case RowRef() | RoleRef() | SectionRef():
            known = structs.asdict(part)
            return _filled({**known, "when": ", ".join(known.get("when", ()))})
        case LetterRef(letter=letter, name=name):
            return {"letter": letter, "name": name}
        case DayRef(day=day):
            return day
        case Message(text=text):
            return text
        case _:
            return str(part)


def _filled(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value}


FORMATS: Mapping[str, Callable[[Compared], str]] = {"text": _text, "markdown": _markdown, "json": _json}
"""What writes each format."""


def run(given: Namespace) -> int:
    """Compare, and report. What could not be read is reported as well, and the command ends with 2."""
    found = compared(given.sides, given.only, given.catalog)
    echo(FORMATS[given.format](found))
    if found.incomplete:
        return NOT_RUN
    return FINDINGS if given.exit_code and found.report.count else CLEAN
