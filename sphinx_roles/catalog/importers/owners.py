"""CODEOWNERS of GitHub and of GitLab, and OWNERS of Kubernetes: one pattern, or one folder, is one row.

They are read by the rules of `sphinx_roles.owners`, where the sources are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from sphinx_roles.catalog.field_maps import Mapped
from sphinx_roles.catalog.formats import read_text
from sphinx_roles.catalog.importers import ImportContext, Row, mapped, mapping, text_at
from sphinx_roles.catalog.nodes import TOP, MappingNode, Node, ScalarNode, pack
from sphinx_roles.catalog.owners import (
    aliases_of,
    is_closed,
    kind_of,
    kubernetes_rules,
    read_codeowners,
    repository_top,
)
from sphinx_roles.model import identify
from sphinx_roles.owners import Kind, Owner, OwnerRule, Ownership, no_pattern
from sphinx_roles.problems import Location, Phrase


def _text(documents: list[Node]) -> str:
    return documents[0].text if documents and isinstance(documents[0], ScalarNode) else ""


def read_any(documents: list[Node], context: ImportContext, kind: Kind | None = None) -> Mapped | None:
    """Read a CODEOWNERS, of GitLab where the kind, else its folder or its headings say so."""
    if not context.named and context.format != "text":
        return None
    reading, text = context.reading, _text(documents)
    kind = kind or kind_of(reading.file, text)
    rules = read_codeowners(text, reading.file, kind, reading.problems)
    last: dict[tuple[str, str], OwnerRule] = {}
    for rule in (one for one in rules if not one.excludes):
        # The last line of a pattern wins, at its own place among the others.
        last.pop(key := (rule.section.casefold(), rule.pattern), None)
        last[key] = rule
    kept = [rule for rule in last.values() if rule.owners]
    free = [rule.pattern for rule in last.values() if not rule.owners]
    taken_out = [rule.pattern for rule in rules if rule.excludes]
    left_out = [Phrase.of("no owner, so no responsibility: {patterns}", patterns=free)] if free else []
    left_out += [Phrase.of("taken out of a section: {patterns}", patterns=taken_out)] if taken_out else []
    rows = [_row(rule, rule.pattern, _glob(rule.pattern, kind)) for rule in kept]
    left_out += [
        Phrase.of("no glob says what a pattern of {host} does: {pattern}", host=kind, pattern=row.name.text)
        for row in rows
        if "covers" not in row.fields
    ]
    owners = Ownership(kind=kind, rules=tuple(rules), source=Location(reading.file))
    return mapped(context, TOP, _distinct(rows), parties="person", left_out=left_out, owners=owners)


read_github, read_gitlab = partial(read_any, kind="github"), partial(read_any, kind="gitlab")


def _glob(pattern: str, kind: Kind) -> str:
    """Return a pattern as ``covers`` takes it: a line of GitHub; ``""`` where that cannot say it."""
    if kind == "gitlab" and not pattern.startswith(("/", "*")) and "/" in pattern.rstrip("/"):
        # There, it matches at any depth.
        pattern = f"**/{pattern}"
    return "" if no_pattern(pattern) else pattern


def _row(rule: OwnerRule, name: str, glob: str) -> Row:
    at = pack(rule.location.line, rule.location.column)
    row = Row(text_at(name, at), text_at(name, at))
    row.held = [(_word(owner), "decides") for owner in rule.owners]
    row.held += [(_word(owner), "advises") for owner in rule.reviewers]
    notes = ["optional"] if rule.optional else []
    notes += [f"{rule.approvals} approvals"] if rule.approvals > 1 else []
    row.fields |= {"section": rule.section, "notes": [text_at(note, at) for note in notes]}
    row.fields |= {"covers": [text_at(glob, at)]} if glob else {}
    return row


def _word(owner: Owner) -> ScalarNode:
    return text_at(owner.name, pack(owner.location.line, owner.location.column))


def _distinct(rows: Iterable[Row]) -> Iterator[Row]:
    """Give each row a key and a name of its own: of names, signs (``*.js``, ``js/``) do not count."""
    taken: dict[str, int] = {}
    for row in rows:
        key = identify(row.name.text) or "all"
        where = f"{row.fields['section']}/{key}"
        count = taken[where] = taken.get(where, 0) + 1
        if count > 1:
            key, row.name = f"{key}-{count}", text_at(f"{row.name.text} ({count})", row.name.at)
        row.key = text_at(key, row.key.at)
        yield row


def read_kubernetes(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Read an OWNERS, or the aliases of an OWNERS_ALIASES, each of which is a team."""
    if not context.named and context.format != "text":
        return None
    reading, at = context.reading, TOP
    nodes = read_text("yaml", _text(documents), reading)[:1]
    if reading.file.rpartition("/")[2] == "OWNERS_ALIASES":
        teams = [
            (key, mapping(key.at, kind="team", holders=[text_at(one.text, one.at) for one in names]))
            for key, names in (pair for node in nodes for pair in aliases_of(reading, node))
        ]
        return mapped(context, at, [], teams, parties="user")
    folder = _folder(context.path)
    rows: list[Row] = []
    rules: list[OwnerRule] = []
    closed: set[str] = set()
    left_out: list[Phrase] = []
    for node in nodes:
        if not isinstance(node, MappingNode):
            continue
        rules += (read := [*kubernetes_rules(reading, node, folder, {})])
        for rule in read:
            name = f"{folder}/" if folder else "/"
            row = _row(rule, f"{name} ({rule.pattern})" if rule.pattern else name, "")
            if rule.pattern:
                message = "a filter is a regular expression, of which no glob says the same: {pattern}"
                left_out.append(Phrase.of(message, pattern=rule.pattern))
            else:
                row.fields["covers"] = [text_at(f"/{folder}/" if folder else "*", at)]
            rows += [row] if row.held else []
        message = "`{field}` of an OWNERS file has no place in a row, and is left out"
        left_out += [Phrase.of(message, field=key) for key in _unused(node)]
        if is_closed(reading, node):
            closed.add(folder)
            message = "no_parent_owners of {folder}: a row says nothing of folders above"
            left_out.append(Phrase.of(message, folder=folder or "/"))
    source = Location(reading.file)
    owners = Ownership(kind="kubernetes", rules=tuple(rules), closed=frozenset(closed), source=source)
    return mapped(context, at, _distinct(rows), parties="user", left_out=left_out, owners=owners)


_READ = frozenset(("approvers", "reviewers", "filters", "options"))


def _unused(node: MappingNode) -> list[str]:
    """Return the keys of an OWNERS and of its filters of which nothing is made, such as those who left."""
    filters = node.values.get("filters")
    records = [node, *(filters.values.values() if isinstance(filters, MappingNode) else ())]
    keys = dict.fromkeys(key for one in records for key, value in one.values.items() if not value.absent)
    return [key for key in keys if key not in _READ]


def _folder(path: Path) -> str:
    """Return the folder of an OWNERS from the top on: of the repository, else from the topmost OWNERS."""
    top = repository_top(path.parent)
    if top is None:
        above = [folder for folder in path.parents if (folder / path.name).is_file()]
        top = above[-1] if above else path.parent
    inside = path.parent.relative_to(top).as_posix()
    return "" if inside == "." else inside
