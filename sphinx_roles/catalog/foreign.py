"""Reads files of other tools, such as owners files and decision records, as files of a catalog.

Their rows give letters to handles and people as well; the roles behind those are found here.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.catalog.field_maps import Mapped, assignments
from sphinx_roles.catalog.formats import (
    FORMATS,
    SPREADSHEETS,
    WORKBOOKS,
    format_of,
    read_text,
    report_suffix,
    text_of,
)
from sphinx_roles.catalog.importers import ImportContext
from sphinx_roles.catalog.letters import BUILT_IN, DEFAULT_SCHEME
from sphinx_roles.catalog.merge.roles import Roles
from sphinx_roles.catalog.nodes import (
    TOP,
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    printable,
)
from sphinx_roles.catalog.schema import FileDraft, draft_of, read_tree, report_no_data
from sphinx_roles.catalog.sources import OURS, TEXTS, Settings, Source, importers
from sphinx_roles.catalog.tables import records_of
from sphinx_roles.model import Text, fold
from sphinx_roles.owners import Parties, Party
from sphinx_roles.problems import Code, Location, Phrase


class Foreign(Struct):
    """Reads files of other tools, by importers; their references may lead from one file to another.

    ``left_out`` are sentences about what has no place in our data.
    """

    settings: Settings
    importers: dict[str, EntryPoint] = field(default_factory=importers)
    left_out: list[str | Phrase] = field(default_factory=list)
    _parsed: dict[str, list[tuple[ReadContext, list[Node]]]] = field(default_factory=dict)
    _together: tuple[Node, ...] = ()
    _memory: dict[str, Any] = field(default_factory=dict)

    def parse(self, sources: Iterable[Source]) -> None:
        """Parse files before any of them is read."""
        for source in sources:
            self._parsed[source.shown] = self.parts(source)
        parts = (part for parts in self._parsed.values() for part in parts)
        self._together = tuple(one for _, documents in parts for one in documents)

    def parts(self, source: Source) -> list[tuple[ReadContext, list[Node]]]:
        """Return the documents of a file; each sheet of a workbook is a part with a context of its own."""
        if source.shown in self._parsed:
            return self._parsed[source.shown]
        context = ReadContext(source.shown, [], limits=self.settings.limits, fields=self.settings.fields)
        suffix, form = source.path.suffix.lower(), "text" if source.kind in TEXTS else source.form
        form = form or format_of(source.shown) or ("" if suffix else "yaml")
        if form == "xlsx" or suffix in WORKBOOKS:
            # Imported here, as few projects have one.
            from sphinx_roles.catalog.formats.workbook import read_workbook

            pages = read_workbook(source.path, source.shown, context.problems, self.settings.limits)
            return [(one.context, [records_of(one.grid)] if one.grid else []) for one in pages] or [
                (context, [])
            ]
        if suffix in SPREADSHEETS or (not form and source.kind in OURS):
            report_suffix(context)
            return [(context, [])]
        text = text_of(source, context, self.settings.unsaved)
        if text is None:
            return [(context, [])]
        if form in FORMATS and FORMATS[form].tree:
            return [(context, read_text(form, text, context))]
        if form in ("csv", "tsv"):
            return [(context, [records_of(grid) for grid in read_text(form, text, context)])]
        return [(context, [ScalarNode(printable(text, context), TOP, False)])]

    def reported(self, source: Source) -> list[FileDraft]:
        """Read a file whose importer is named, and report at its top what is left out."""
        before = len(self.left_out)
        drafts = self.drafts(source)
        # Rows that follow the rules of their file lose none of them.
        if any(one.roles or one.rows for one in drafts) and drafts[0].owners is None:
            for what in self.left_out[before:]:
                drafts[0].context.report(Code.LEFT_OUT, "{what}", TOP, what=what)
        return drafts

    def drafts(self, source: Source) -> list[FileDraft]:
        """Read a file whose importer is named."""
        found = []
        for context, documents in self.parts(source):
            draft = draft_of(source, replace(context, problems=[*context.problems]))
            found.append(draft)
            if not documents:
                if source.named and not context.problems:
                    report_no_data(draft.context, documents)
                continue
            mapped = self.mapped(draft, documents, source, source.kind)
            if mapped is not None:
                take(draft, mapped)
            elif not source.named:
                # A glob finds what belongs to others, and their mistakes are nothing to us.
                kept = [one for one in draft.context.problems if one.code == Code.UNREADABLE_FILE]
                draft.context = replace(context, problems=kept, cut=False)
            holds = draft.roles or draft.rows or draft.owners
            if source.named and not draft.context.problems and not holds:
                message = "the file holds nothing that is of the kind {kind!r}"
                # A `Location` of Backstage, for instance, is of the kind, and has no place.
                what = mapped.left_out[0] if mapped and mapped.node.pairs and mapped.left_out else ""
                message, about = "{what}" if what else message, {"kind": source.kind or ""}
                draft.context.report(Code.NO_DATA, message, TOP, about, what=what)
        return found

    def mapped(
        self, draft: FileDraft, documents: list[Node], source: Source, name: str | None
    ) -> Mapped | None:
        """Return what an importer, any or the named one, finds in documents; None where none does."""
        scheme = source.scheme or self.settings.scheme
        context = ImportContext(
            source.form or format_of(source.shown) or "text",
            BUILT_IN.get(scheme) or BUILT_IN[DEFAULT_SCHEME],
            name is not None,
            self._together,
            self._memory,
            reading=draft.context,
            path=source.path,
            chosen=source.scheme is not None,
            found=not source.named,
            folder=source.folder or source.path.parent.name,
        )
        for key, entry in self.importers.items() if documents else ():
            if name in (key, None):
                try:
                    found: Mapped | None = entry.load()(documents, context)
                except Exception as error:
                    # Whoever wrote it, the other files and importers are still read.
                    message = "the importer {importer!r} ({entry}) failed: {reason}"
                    reason = f"{type(error).__name__}: {error}"
                    phrase = Phrase.of(message, importer=key, entry=entry.value, reason=reason)
                    if source.kind:
                        draft.context.report(Code.UNREADABLE_FILE, phrase, TOP)
                    else:
                        self.left_out.append(phrase)
                    continue
                if found is not None:
                    # One of ours stays in no language.
                    self.left_out += (
                        hide_addresses(one) if isinstance(one, str) else one.changed(hide_addresses)
                        for one in found.left_out
                    )
                    return found
        return None


def take(draft: FileDraft, mapped: Mapped) -> None:
    """Read what an importer has found. Under a scheme of their own, rows are in a matrix of their own."""
    start = Location(draft.context.file)
    if draft.scheme is None and mapped.scheme:
        draft.scheme = Text(mapped.scheme, start)
    if draft.matrix is None and draft.scheme is not None:
        draft.matrix = Text(mapped.matrix or draft.stem, start)
    draft.parties, draft.date, draft.owners = mapped.parties, mapped.date, mapped.owners
    draft.joins = mapped.joins
    # The rows of an owners file are called as its lines, which may look like an address: ``/lib/x@1.2.js``.
    read_tree(draft, _without_addresses(mapped.node, _NAMES | {"name"} if mapped.owners else _NAMES))


_NAMES = frozenset({"assign", "covers", "email", "handle", "handles", "holders", "past_holders", "url"})
"""Our fields that find people by their addresses, and those of which an address is a part."""


def _without_addresses(node: Node, but: frozenset[str]) -> Any:
    """Return a tree without the e-mail addresses in its texts, but for some fields."""
    if isinstance(node, ScalarNode):
        return replace(node, text=hide_addresses(node.text)) if "@" in node.text else node
    if isinstance(node, SequenceNode):
        return replace(node, nodes=[_without_addresses(one, but) for one in node.nodes])
    pairs = [(key, value if key.text in but else _without_addresses(value, but)) for key, value in node.pairs]
    return replace(node, pairs=pairs)


def newest_first(drafts: list[FileDraft]) -> list[FileDraft]:
    """Put the decision records of each matrix in the order of their dates, the newest first."""
    records: dict[str, list[FileDraft]] = {}
    for draft in sorted(drafts, key=lambda one: (one.date, one.context.file)):
        if _is_record(draft):
            records.setdefault(str(draft.matrix), []).append(draft)
    return [records[str(draft.matrix)].pop() if _is_record(draft) else draft for draft in drafts]


def _is_record(draft: FileDraft) -> bool:
    return draft.owners is not None and draft.owners.kind == "decisions"


def follow_parties(drafts: list[FileDraft], roles: Roles) -> None:
    """Name a role wherever a row names a handle, or somebody who holds a role: the first role of theirs.

    Where none of our files defines roles, each of these parties is one. No team stands for its members then:
    whoever owns a file alone does not own it with the team.
    """
    given = [draft for draft in drafts if draft.parties]
    known: Parties[str] = Parties(fold)
    define = all(draft.parties for draft in drafts if draft.roles)
    teams = any(draft.roles for draft in given if draft.parties == "team")
    for role in roles.drafts.values():
        known.add_role(role.values.get("handles", ()), role.id)
        if define and role.values.get("kind") == "team":
            continue
        for name, past in (("holders", False), ("past_holders", True)):
            for holder in role.values.get(name) or ():
                known.add_holder(holder.name, holder.handle, holder.email, role.id, past=past)

    def role_of(draft: FileDraft, word: ScalarNode) -> str:
        if found := known.find(word.text, roles.find):
            return found[0]
        party, location = Party.of(word.text, draft.parties), draft.context.location(word.at)
        # Beside the groups of a service catalog, a team that is none of them is a slip.
        new = define and not (teams and party.kind == "team")
        key = roles.refer(Text(party.name, location), define=True) if new else None
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
