"""Finds the roles behind the handles and people to which the rows of other tools give letters."""

from __future__ import annotations

from sphinx_roles.catalog.field_maps import assignments
from sphinx_roles.catalog.merge.roles import Roles
from sphinx_roles.catalog.nodes import MappingNode, ScalarNode
from sphinx_roles.catalog.schema import FileDraft
from sphinx_roles.model import Text, fold
from sphinx_roles.owners.parties import Parties, Party


def follow_parties(drafts: list[FileDraft], roles: Roles) -> None:
    """Name a role wherever a row names a handle, or somebody who holds a role: the first role of theirs.

    Where no file of ours defines roles, each of these parties is one. No team stands for its members then:
    whoever owns a file alone does not own it with the team.
    """
    given = [draft for draft in drafts if draft.parties]
    if not given:
        return
    known: Parties[str] = Parties(fold)
    define = all(draft.parties for draft in drafts if draft.roles)
    for role in roles.drafts.values():
        known.add_role(role.values.get("handles", ()), role.id)
        if define and role.values.get("kind") == "team":
            continue
        for name, past in (("holders", False), ("past_holders", True)):
            for holder in role.values.get(name) or ():
                known.add_holder(holder.name, holder.handle or "", holder.email or "", role.id, past=past)

    def role_of(draft: FileDraft, word: ScalarNode) -> str:
        if found := known.find(word.text, roles.find):
            return found[0]
        party, location = Party.of(word.text, draft.parties), draft.context.location(word.at)
        key = roles.refer(Text(party.name, location), define=True) if define else None
        if key is None:
            # It is reported when the row is read.
            return party.name if party.handle == "" else word.text
        handles = (Text(party.handle, location),) if party.handle else ()
        roles.drafts[key].values |= {"kind": party.kind, **({"handles": handles} if handles else {})}
        known.add_role(handles, key)
        return key

    for draft in given:
        for row in draft.rows:
            if isinstance(row.assign, MappingNode):
                pairs = [(key, value) for key, value in row.assign.pairs if isinstance(value, ScalarNode)]
                named = [(ScalarNode(role_of(draft, key), key.at), value.text) for key, value in pairs]
                held = ((role, letter, "") for role, letters in named for letter in letters.split("/"))
                row.assign = assignments(held, row.assign.at)
