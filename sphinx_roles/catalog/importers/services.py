"""Service files with an owner, and charters of people and programs.

Sources: docs.opslevel.com/docs/opslevel-yml; docs.datadoghq.com, "Entity model", schemas v2 to v3, and
github.com/DataDog/schema; agenraci 0.2 on PyPI, its `schema` and `templates/charter.template.yaml`.
"""

from __future__ import annotations

from msgspec import Struct

from sphinx_roles.catalog.field_maps import Mapped, nodes_at, scalars_at, text_in
from sphinx_roles.catalog.importers import ImportContext, is_charter
from sphinx_roles.catalog.importers.plain import Part, Row, links_of, mapped, mapping, text_at, texts
from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode
from sphinx_roles.problems import Code, misspelt

_KINDS = {"system": "system", "api": "api", "datastore": "resource", "queue": "resource"}
"""What Datadog calls an entity, and Backstage, whose words `covers` has; anything else is a component."""


class _Paths(Struct, frozen=True):
    """Where a catalog keeps what a row says."""

    name: str
    owners: tuple[str, ...]
    summary: str
    status: str
    section: str
    links: str
    aliases: str = '"-"'


_OPSLEVEL = _Paths("name", ("owner",), "description", "lifecycle", "system.name", "tools", "aliases")
_DATADOG_2 = _Paths("dd-service", ("team",), "description", "lifecycle", "application", "links")
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
    return _services(context, documents, [_service(context, one, kind, _OPSLEVEL) for one, kind in found])


def read_datadog(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the row of each service of ``service.datadog.yaml`` or entity of ``entity.datadog.yaml``."""
    rows = []
    for document in documents:
        if scalars_at(document, "dd-service"):
            rows.append(_service(context, document, "service", _DATADOG_2))
        elif text_in(document, "apiVersion") == "v3" and (kind := text_in(document, "kind")):
            rows.append(_service(context, document, kind, _DATADOG_3))
    return _services(context, documents, rows)


def _services(context: ImportContext, documents: list[Node], rows: list[Row | None]) -> Mapped | None:
    kept = [row for row in rows if row is not None]
    return mapped(context, documents[0].at, kept, parties="team") if rows else None


def _service(context: ImportContext, node: Node, kind: str, paths: _Paths) -> Row | None:
    """Return the row of a service; contacts, integrations and whatever else it says stay out."""
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
    roles = [(one, _role(charter, one, members.pop(one.text, []))) for one in scalars_at(charter, "roles")]
    for role, some in members.items():
        message = "the member {name!r} is appointed to {role!r}, which is no role of the charter"
        for one in some:
            about = {"name": text_in(one, "name"), "role": role}
            near = misspelt(role, tuple(key.text for key, _ in roles)) or ""
            context.reading.report(Code.UNKNOWN_ROLE, message, one.at, about, nearest=near)
    rows = [_action(found.key, found.node) for found in nodes_at(charter, "actions.*") if found.key]
    project = text_in(charter, "project") or "actions"
    return mapped(context, charter.at, rows, roles, scheme="RACI", matrix=project)


def _role(charter: Node, name: ScalarNode, members: list[Node]) -> MappingNode:
    may = f"capabilities.{_key(name)}"
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


def _key(name: ScalarNode) -> str:
    return '"' + name.text.replace('"', "") + '"'


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
