"""Service catalogs whose entries have an owner, and charters of people and programs.

In Backstage, each Group is a team, its Users are those who hold it, and what it owns is a row.
Sources: docs.opslevel.com/docs/opslevel-yml; docs.datadoghq.com, "Entity model", schemas v2 to v3, and
github.com/DataDog/schema; agenraci 0.2 on PyPI, its `schema` and `templates/charter.template.yaml`;
backstage.io/docs/features/software-catalog/descriptor-format, the kinds Group, User, Component, System,
API, Resource and Domain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sphinx_roles.catalog.field_maps import Mapped, nodes_at, scalars_at, text_in
from sphinx_roles.catalog.importers import (
    ImportContext,
    Part,
    Row,
    is_charter,
    links_of,
    mapped,
    mapping,
    text_at,
    texts,
    unread,
)
from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode
from sphinx_roles.catalog.owners import ENTITIES, entity_rule, is_entity, members_of
from sphinx_roles.owners import bare
from sphinx_roles.problems import Code, Phrase, misspelt

_KINDS = {"system": "system", "api": "api", "datastore": "resource", "queue": "resource"}
"""What Datadog calls an entity, and Backstage, whose words `covers` has; anything else is a component."""


class _Paths(Struct, frozen=True):
    """Where a catalog keeps what a row says, and, last, what says only what sort of record it is."""

    name: str
    owners: tuple[str, ...]
    summary: str
    status: str
    section: str
    links: str
    aliases: str = '"-"'
    form: tuple[str, ...] = ("apiVersion", "kind")

    @property
    def read(self) -> tuple[str, ...]:
        """All of them."""
        named = (self.name, self.summary, self.status, self.section, self.links, self.aliases)
        return (*named, *self.owners, *self.form)


_OPSLEVEL = _Paths("name", ("owner",), "description", "lifecycle", "system.name", "tools", "aliases")
_DATADOG_2 = _Paths(
    "dd-service", ("team",), "description", "lifecycle", "application", "links", form=("schema-version",)
)
_DATADOG_3 = _Paths(
    "metadata.name",
    ("metadata.owner", "metadata.additionalOwners.name"),
    "metadata.description",
    "spec.lifecycle",
    "spec.componentOf",
    "metadata.links",
    "metadata.displayName",
)


def read_opslevel(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the row of each component or repository of an ``opslevel.yml``."""
    kinds = ("component", "service", "repository")
    found = [(one.node, kind) for document in documents for kind in kinds for one in nodes_at(document, kind)]
    if not context.named and not any(text_in(document, "version") for document in documents):
        return None
    rows = [_service(context, one, kind, _OPSLEVEL) for one, kind in found]
    return _services(context, documents, rows, unread(((kind, one) for one, kind in found), _OPSLEVEL.read))


def read_datadog(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the row of each service of ``service.datadog.yaml`` or entity of ``entity.datadog.yaml``."""
    found: dict[_Paths, list[tuple[str, Node]]] = {_DATADOG_2: [], _DATADOG_3: []}
    rows = []
    for document in documents:
        if scalars_at(document, "dd-service"):
            kind, paths = "service", _DATADOG_2
        elif text_in(document, "apiVersion") == "v3" and (kind := text_in(document, "kind")):
            paths = _DATADOG_3
        else:
            continue
        rows.append(_service(context, document, kind, paths))
        found[paths].append((kind, document))
    left_out = (phrase for paths, records in found.items() for phrase in unread(records, paths.read))
    return _services(context, documents, rows, left_out)


def _services(
    context: ImportContext, documents: list[Node], rows: list[Row | None], left_out: Iterable[Phrase]
) -> Mapped | None:
    kept = [row for row in rows if row is not None]
    return mapped(context, documents[0].at, kept, parties="team", left_out=[*left_out]) if rows else None


def _service(context: ImportContext, node: Node, kind: str, paths: _Paths) -> Row | None:
    """Return the row of a service."""
    if not isinstance(node, MappingNode):
        return None
    title = next(iter(scalars_at(node, paths.name)), None)
    if title is None:
        title = text_at(context.reading.file.rpartition("/")[0].rpartition("/")[2] or kind, node.at)
        if kind != "repository":
            message = "the {kind} has no name under {key!r}"
            context.reading.report(Code.OWNERS, message, node.at, {"key": paths.name}, kind=kind)
    row = Row(text_at(title.text, title.at), text_at(title.text, title.at))
    row.held = [(one, "decides") for path in paths.owners for one in scalars_at(node, path)]
    if not row.held:
        _report_ownerless(context, node, kind, title, paths.owners[0])
    if kind != "repository":
        entity = f"{_KINDS.get(kind.casefold(), 'component')}:{title.text}"
        row.fields["covers"] = [text_at(entity, title.at)]
    row.fields |= texts(node, summary=paths.summary, status=paths.status, section=paths.section)
    named = scalars_at(node, paths.aliases)
    row.fields["aliases"] = [text_at(one.text, one.at) for one in named if one.text not in ("-", title.text)]
    row.fields["links"] = links_of(node, paths.links)
    return row


def _report_ownerless(context: ImportContext, node: Node, kind: str, title: ScalarNode, path: str) -> None:
    above, _, last = path.rpartition(".")
    inside = next((one.node for one in nodes_at(node, above or ".")), node)
    keys = [key for key, _ in inside.pairs] if isinstance(inside, MappingNode) else []
    near = next((key for key in keys if misspelt(key.text, (last,))), title)
    message = "the {kind} {name!r} has no {key}"
    context.reading.report(Code.OWNERS, message, near.at, {"name": title.text}, kind=kind, key=last)


_PARTS: dict[str, Part] = {
    "responsible": "does",
    "accountable": "decides",
    "consulted": "advises",
    "informed": "informed",
}


def read_agenraci(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the roles of a charter with their members, people and agents, and a row for each action."""
    charter = documents[0]
    if not context.named and not is_charter(charter):
        return None
    members: dict[str, list[Node]] = {}
    for member in nodes_at(charter, "members"):
        members.setdefault(text_in(member.node, "role"), []).append(member.node)
    roles = [
        (one, _charter_role(charter, one, members.pop(one.text, []))) for one in scalars_at(charter, "roles")
    ]
    for role, some in members.items():
        message = "the member {name!r} is appointed to {role!r}, which is no role of the charter"
        for one in some:
            about = {"name": text_in(one, "name"), "role": role}
            near = misspelt(role, tuple(key.text for key, _ in roles)) or ""
            context.reading.report(Code.UNKNOWN_ROLE, message, one.at, about, nearest=near)
    rows = [_action(found.key, found.node) for found in nodes_at(charter, "actions.*") if found.key]
    project = text_in(charter, "project") or "actions"
    return mapped(context, charter.at, rows, roles, scheme="RACI", matrix=project)


def _charter_role(charter: Node, name: ScalarNode, members: list[Node]) -> MappingNode:
    may = 'capabilities."' + name.text.replace('"', "") + '"'
    agents = [text_in(one, "type") == "agent" for one in members]
    holders = [
        mapping(
            one.at, name=text_in(one, "name"), **{"as": text_in(one, "model") or "agent"} if agent else {}
        )
        for one, agent in zip(members, agents, strict=True)
    ]
    return mapping(
        name.at,
        kind="agent" if agents and all(agents) else None,
        decisions=[text_at(one.text, one.at) for one in scalars_at(charter, f"{may}.grant")],
        not_duties=[text_at(one.text, one.at) for one in scalars_at(charter, f"{may}.deny")],
        holders=holders,
    )


def _action(key: ScalarNode, node: Node) -> Row:
    row = Row(key, text_at(key.text.replace("_", " ").capitalize(), key.at))
    for word, part in _PARTS.items():
        row.held += [(one, part) for one in scalars_at(node, word) if one.text != "any"]
    notes = ["Anybody may do it."] if text_in(node, "responsible") == "any" else []
    if approver := text_in(node, "gate.approver"):
        notes.append(f"Approved by {approver}; without an answer: {text_in(node, 'gate.on_timeout')}.")
    if who := text_in(node, "gate.break_glass.who"):
        notes.append(f"In an emergency ({text_in(node, 'gate.break_glass.condition')}): {who}.")
    if to := text_in(node, "suggestion_route.to"):
        notes.append(f"What {text_in(node, 'suggestion_route.from')} suggests goes to {to}.")
    tags = [text_at(one.text, one.at) for one in scalars_at(node, "capabilities")]
    tags += [text_at("low risk", node.at)] if text_in(node, "low_risk") == "true" else []
    row.fields |= {"notes": [text_at(note, node.at) for note in notes], "tags": tags}
    return row


# Backstage

_TITLES = ("spec.profile.displayName", "metadata.title")
_READ = ("apiVersion", "kind", "metadata.name", "metadata.title", "spec.profile.displayName")
_MORE = ("metadata.description", "metadata.tags", "metadata.links")
_READ_OF: Mapping[str, tuple[str, ...]] = {
    "Group": (*_READ, *_MORE, "spec.type", "spec.parent", "spec.children", "spec.members"),
    "User": (*_READ, "spec.profile.email", "spec.memberOf"),
}
_READ_OF_ENTITY = (*_READ, *_MORE, "spec.owner", "spec.lifecycle", "spec.system")


def read_backstage(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the roles of the groups, and a sentence for each sort of thing that is left out."""
    if not context.named and not any(map(is_entity, documents)):
        return None
    groups, users = _entities(documents)
    if "backstage" not in context.memory:
        # Of all files of the call: the names of groups, the users, and who is in which group.
        together = context.together or documents
        names = [text_in(one, "metadata.name") for one in _entities(together)[0]]
        found = {bare(name): name for name in names}, _entities(together)[1], members_of(together)
        context.memory["backstage"] = found
    known, others, members = context.memory["backstage"]
    roles: list[tuple[ScalarNode, Node]] = []
    for group in groups:
        for handle in scalars_at(group, "metadata.name")[:1]:
            inside = members.get(bare(handle.text), {}).items()
            holders = [_holder(text, handle.at, users.get(key), others.get(key)) for key, text in inside]
            roles.append((handle, _group_role(group, holders, known)))
    rows = [row for one in documents if _is_entity(one) and (row := _row(one, context)) is not None]
    kinds = Counter(text_in(one, "kind") or "unknown" for one in documents if not _is_entity(one))
    del kinds["Group"], kinds["User"]
    left_out = [*_left_out(kinds, documents), *_not_there([*groups, *users.values()], known)]
    placed = {name for group in known for name in members.get(group, ())}
    alone = sorted(text_in(user, "metadata.name") for name, user in users.items() if name not in placed)
    left_out += [Phrase.of("users of no group: {names}", names=alone)] if alone else []
    return mapped(context, documents[0].at, rows, roles, parties="team", left_out=left_out)


def _is_entity(node: Node) -> bool:
    return text_in(node, "kind").casefold() in ENTITIES


def _row(entity: Node, context: ImportContext) -> Row | None:
    """Return the row of what has an owner, who answers for it."""
    rule = entity_rule(context.reading, entity, "", {})
    if rule is None:
        return None
    handle = scalars_at(entity, "metadata.name")[0]
    title = next(iter(scalars_at(entity, "metadata.title")), handle)
    row = Row(text_at(f"{rule.entity.partition(':')[0]}-{handle.text}", handle.at), title)
    row.held = [(one, "decides") for one in scalars_at(entity, "spec.owner")[:1] if one.text.strip()]
    row.fields["covers"] = [text_at(rule.entity, handle.at)]
    row.fields |= texts(entity, summary="metadata.description", status="spec.lifecycle")
    row.fields["section"] = _name(text_in(entity, "spec.system"))
    row.fields |= {"tags": scalars_at(entity, "metadata.tags"), "links": links_of(entity, "metadata.links")}
    return row


def _entities(documents: Iterable[Node]) -> tuple[list[Node], dict[str, Node]]:
    """Return the groups among documents, and the users by their names as others are compared with them."""
    groups: list[Node] = []
    users: dict[str, Node] = {}
    for one in documents:
        kind, name = text_in(one, "kind"), text_in(one, "metadata.name")
        if kind == "Group":
            groups.append(one)
        elif kind == "User":
            users[bare(name)] = one
    return groups, users


def _not_there(entities: list[Node], known: Mapping[str, str]) -> Iterator[Phrase]:
    """Yield a sentence for each field that names groups of which no file has a record."""
    for path in ("spec.parent", "spec.children", "spec.memberOf"):
        words = dict.fromkeys(
            word.text for one in entities for word in scalars_at(one, path) if bare(word.text) not in known
        )
        if words:
            message = "`{field}` names what is no group in these files: {words}"
            yield Phrase.of(message, field=path, words=words)


def _left_out(kinds: Counter[str], documents: list[Node]) -> Iterator[Phrase]:
    if kinds:
        listed = [f"{count} {kind}" for kind, count in kinds.items()]
        yield Phrase.of("no role, and nothing with an owner; left out: {kinds}", kinds=listed)
    for one in dict.fromkeys(text_in(one, "kind") for one in documents):
        if one not in kinds:
            records = ((one, document) for document in documents if text_in(document, "kind") == one)
            yield from unread(records, _READ_OF.get(one, _READ_OF_ENTITY))


def _group_role(group: Node, holders: list[Node], known: Mapping[str, str]) -> MappingNode:
    fields = texts(
        group, name=(*_TITLES, "metadata.name"), summary="metadata.description", part_of="spec.parent"
    )
    if "part_of" in fields:
        # A reference is read without regard to case; a role has one id.
        word = fields["part_of"].text
        fields["part_of"].text = known.get(bare(word), _name(word))
    tags = [one for path in ("spec.type", "metadata.tags") for one in scalars_at(group, path)]
    links = links_of(group, "metadata.links")
    return mapping(group.at, kind="team", **fields, tags=tags, links=links, holders=holders)


def _holder(reference: str, at: int, user: Node | None, other: Node | None) -> Node:
    """Return who a reference names: a user of this file, else of another one, who is read as if here."""
    record = user or other
    if record is None:
        return text_at(_name(reference), at)
    fields = texts(record, name=_TITLES, handle="metadata.name", email="spec.profile.email")
    if user is None:
        fields = {key: text_at(one.text, at) for key, one in fields.items()}
    return mapping(record.at if user is not None else at, **fields)


def _name(reference: str) -> str:
    """Return the name in a reference: ``group:default/team-a`` is ``team-a``."""
    return reference.rpartition("/")[2].rpartition(":")[2]
