"""Owners files from a catalog: CODEOWNERS, OWNERS of Kubernetes, Groups and Users of Backstage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import yaml

from sphinx_roles.addresses import hide_addresses, person_name
from sphinx_roles.analysis.owner import Coverage, answers_of, is_entity
from sphinx_roles.inline import inline_text
from sphinx_roles.model import Catalog, Holder, Responsibility, Role, identify
from sphinx_roles.owners import Pattern, github_pattern

WRITTEN_BY = "# Written by `sphinx-roles export "
"""How each of these files begins."""
_WRITTEN = WRITTEN_BY + "--format {form}` from the handbook's data: change it there.\n"
_ACCOUNT = re.compile(r"@?[\w.-]+(?:/[\w.-]+)*", re.ASCII)
_PLAIN_NAME = re.compile(r"@?[\w.-]+", re.ASCII)
_NO_ENTITY = re.compile(r"[^A-Za-z0-9_.-]+")


def codeowners(catalog: Catalog) -> tuple[str, list[str]]:
    """Return a CODEOWNERS with a line for each glob that a responsibility covers, and what is left out.

    Of two globs, the one that begins with more of the path comes later, where it wins.
    """
    lines, left_out = [_WRITTEN.format(form="codeowners")], list[str]()
    for row, text, _, roles in _covers(catalog):
        owners = _names(roles, _ACCOUNT, left_out)
        if owners:
            who = ", ".join(_line(role.name) for role in roles)
            lines += [
                f"\n# {_line(row.name)}: {who}\n",
                f"{_escaped(text)} {' '.join(f'@{one}' for one in owners)}\n",
            ]
        else:
            left_out.append(_missing(row, text, roles))
    return "".join(lines), left_out


def kubernetes(catalog: Catalog) -> tuple[str, list[str]]:
    """Return an OWNERS for the top of a repository: filters, whose approvers are people with a handle."""
    filters: dict[str, dict[str, list[str]]] = {}
    left_out: list[str] = []
    for row, text, pattern, roles in _covers(catalog):
        handles = _names(roles, _PLAIN_NAME, left_out)
        if handles:
            approvers = filters.setdefault(f"^{pattern.expression}$", {"approvers": []})["approvers"]
            approvers += [one for one in handles if one not in approvers]
        else:
            left_out.append(_missing(row, text, roles))
    return _WRITTEN.format(form="owners") + _yaml({"filters": filters}), left_out


def backstage(catalog: Catalog) -> tuple[str, list[str]]:
    """Return a Group for each role, and a User for each holder, as documents of one file."""
    catalog = catalog.current
    groups = {role.id: _group_name(role) for role in catalog.roles.values()}
    users: dict[str, tuple[Holder, list[str]]] = {}
    documents = []
    for role in catalog.roles.values():
        members = []
        for holder in role.holders or ():
            name = _user_name(holder)
            members.append(name)
            users.setdefault(name, (holder, []))[1].append(groups[role.id])
        parent = groups.get(str(role.part_of)) if role.part_of else None
        children = [groups[one.id] for one in catalog.roles.values() if one.part_of == role.id]
        spec = {"type": role.kind, "profile": {"displayName": str(role.name)}}
        spec |= {"parent": parent} if parent else {}
        spec |= {"children": children, "members": [*dict.fromkeys(members)]}
        summary = hide_addresses(inline_text(role.summary).line) if role.summary else ""
        documents.append(_entity("Group", groups[role.id], spec, summary))
    for name, (holder, member_of) in users.items():
        profile = {"displayName": str(person_name(holder.name))}
        documents.append(_entity("User", name, {"profile": profile, "memberOf": [*dict.fromkeys(member_of)]}))
    return _WRITTEN.format(form="backstage") + "---\n".join(map(_yaml, documents)), []


FORMATS: Mapping[str, Callable[[Catalog], tuple[str, list[str]]]] = {
    "codeowners": codeowners,
    "owners": kubernetes,
    "backstage": backstage,
}
"""What writes each owners file; it returns the text, and a sentence for each thing that is left out."""


def _covers(catalog: Catalog) -> Iterator[tuple[Responsibility, str, Pattern, list[Role]]]:
    """Yield each glob with its row and the roles that decide, the most general ones first."""
    found = [
        (row, str(text), pattern)
        for row in catalog.rows
        for text in row.covers
        if not is_entity(text) and (pattern := github_pattern(text)) is not None
    ]
    if not catalog.derived(Coverage).ruled.issuperset(row.key for row, _, _ in found):
        # Lines of an owners file have their order.
        found.sort(key=lambda one: len(one[2].start))
    for row, text, pattern in found:
        answers, _ = answers_of(catalog, row)
        yield row, text, pattern, [catalog.current.roles[one.cover or one.role] for one in answers]


def _names(roles: Iterable[Role], pattern: re.Pattern[str], left_out: list[str]) -> list[str]:
    """Return the names of roles, without ``@``: handles of their own, else those of their holders.

    Where some of the holders have a handle, the others are added to what is left out, once.
    """
    found: list[str] = []
    for role in roles:
        own, holders = _matching(role.handles, pattern), role.holders or ()
        named = own or _matching((one.handle for one in holders if one.handle), pattern)
        found += named
        for one in holders if named and not own else ():
            if not _matching([one.handle or ""], pattern):
                name, of = _line(person_name(one.name)), _line(role.name)
                sentence = f"{name} of {of} is left out: there is no handle for it"
                left_out += [] if sentence in left_out else [sentence]
    return [*dict.fromkeys(found)]


def _matching(handles: Iterable[str], pattern: re.Pattern[str]) -> list[str]:
    return [handle.lstrip("@") for handle in handles if pattern.fullmatch(handle)]


def _missing(row: Responsibility, text: str, roles: Iterable[Role]) -> str:
    names = [_line(role.name) for role in roles]
    have = "has" if len(names) == 1 else "have"
    why = f"{' and '.join(names)} {have} no handle for it" if names else "nobody decides"
    return f"{text} of {_line(row.name)} is left out: {why}"


def _line(text: str) -> str:
    return " ".join(hide_addresses(text).split())


def _escaped(text: str) -> str:
    """Return a glob as a CODEOWNERS takes it: blanks escaped, and no ``#`` in front.

    GitLab finds ``deploy/x.tf`` in any folder, and ``deploy/**`` no deeper than one level: a slash in front
    and one at the end say on both hosts what these mean on GitHub.
    """
    tied = "/" in text.rstrip("/") and not text.startswith(("/", "**/"))
    text = "/" * tied + re.sub(r"(?<=[^/])(?<!\*\*)/\*\*$", "/", text)
    escaped = re.sub(r"(?<!\\)(\s)", r"\\\1", text)
    return f"**/{escaped}" if escaped.startswith("#") else escaped


def _group_name(role: Role) -> str:
    named = (one.rpartition("/")[2].rpartition(":")[2] for one in role.handles if one.startswith("group:"))
    return next(named, "") or _entity_name(role.id)


def _user_name(holder: Holder) -> str:
    if holder.handle and _PLAIN_NAME.fullmatch(holder.handle):
        return holder.handle.lstrip("@")
    return _entity_name(identify(person_name(holder.name)))


def _entity_name(text: str) -> str:
    return _NO_ENTITY.sub("-", text).strip("-")[:63] or "unnamed"


def _entity(kind: str, name: str, spec: Mapping[str, object], description: str = "") -> dict[str, object]:
    metadata = {"name": name, **({"description": " ".join(description.split())} if description else {})}
    return {"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def _yaml(found: object) -> str:
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=10_000)
