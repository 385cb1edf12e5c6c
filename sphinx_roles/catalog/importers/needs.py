"""The ``needs.json`` of sphinx-needs: needs that hold other needs under a letter are responsibilities.

A field whose name means a letter of the scheme ("responsible", "accountable", "approved by") and holds
ids makes its need a row, and what the ids lead to roles; so are needs of the type ``role``.
Source: sphinx-needs.readthedocs.io, builders "needs", schema of needs.json.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sphinx_roles.catalog.field_maps import (
    Found,
    Mapped,
    assignments,
    nodes_at,
    parse_path,
    scalars_at,
    text_in,
)
from sphinx_roles.catalog.importers import ImportContext, mapping, text_at
from sphinx_roles.catalog.letters import BUILT_IN, LetterReader
from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode
from sphinx_roles.model import Scheme
from sphinx_roles.problems import Code, Phrase

_ROLES = frozenset({"role", "roles", "team", "person", "stakeholder"})
# A link to a part of a need, and one that holds on a condition: ``ROLE.1``, ``ROLE[version==1]``.
_LINK = re.compile(r"(?P<id>[^,;\[\]]*)(?:\[(?P<when>[^\[\]]*)\])?")
_LISTED = 5
_Needs = dict[str, tuple[ScalarNode, MappingNode]]


def read_needs(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return roles and rows of the current version, and sentences about what is neither."""
    if not context.named and not (context.format == "json" and any(map(_is_needs, documents))):
        return None
    document, scheme = documents[0], context.scheme
    needs = _needs(document)
    versions = [one.key.text for one in nodes_at(document, "versions.*") if one.key is not None]
    for one in scalars_at(document, "current_version"):
        if one.text.strip() and versions and one.text not in versions:
            message = "`current_version` is {version!r}, which the file has not; all of {known} are read"
            context.reading.report(Code.WRONG_VALUE, message, one.at, {"version": one.text}, known=versions)
    reader = LetterReader(scheme)
    elsewhere, held_elsewhere = _elsewhere(context, reader)
    known, held = elsewhere | needs, set(held_elsewhere)
    unmet: dict[str, dict[str, None]] = {}
    rows: list[tuple[ScalarNode, Node]] = []
    for key, need in needs.values():
        assign = _assign(need, known, reader, unmet)
        if assign.pairs:
            held.update(key.text for key, _ in assign.pairs)
            rows.append((key, _entry(need, section=need.values.get("section_name"), assign=assign)))
    row_ids = {key.text for key, _ in rows}
    roles: list[tuple[ScalarNode, Node]] = [
        (key, _entry(need))
        for ident, (key, need) in needs.items()
        if ident not in row_ids and (ident in held or text_in(need, "type") in _ROLES)
    ]
    role_ids = {key.text for key, _ in roles}
    others = (need for ident, (_, need) in needs.items() if ident not in row_ids | role_ids)
    kinds = Counter(text_in(need, "type") or "unknown" for need in others)
    listed = [f"{kind!r} ({count})" for kind, count in kinds.items()]
    others_left = Phrase.of("needs that are neither roles nor hold any, by type: {kinds}", kinds=listed)
    left_out = [others_left] if listed else []
    left_out += (_none("`{field}` names what is no need: {words}", *one) for one in unmet.items())
    left_out += _of_other_schemes(needs, role_ids, scheme)
    left_out += _not_of_roles([needs[ident][1] for ident in needs if ident in row_ids | role_ids])
    at = document.at
    parts = (("roles", roles), ("responsibilities", rows))
    return Mapped(
        MappingNode([(ScalarNode(key, at), MappingNode(nodes, at)) for key, nodes in parts if nodes], at),
        left_out,
    )


def _elsewhere(context: ImportContext, reader: LetterReader) -> tuple[_Needs, set[str]]:
    """Return the needs of all files of the call, and the ids of those that are held."""
    if "needs" not in context.memory:
        documents = [_needs(one) for one in context.together if _is_needs(one)]
        known = {key: need for one in documents for key, need in one.items()}
        assigned = (_assign(need, known, reader, {}) for _, need in known.values())
        context.memory["needs"] = known, {key.text for one in assigned for key, _ in one.pairs}
    found: tuple[_Needs, set[str]] = context.memory["needs"]
    return found


def _is_needs(document: Node) -> bool:
    return {"versions", "current_version"} <= document.values.keys()


def _needs(document: Node) -> _Needs:
    """Return the needs of the current version by id; of all versions where none is named."""
    top = Found(document)
    current = {one.text for one in scalars_at(document, "current_version")}
    versions = [one for one in parse_path("versions.*").walk(top, top) if one.key is not None]
    named = [one for one in versions if one.key is not None and one.key.text in current]
    needs = (need for one in named or versions for need in parse_path("needs.*").walk(one, one))
    return {
        one.key.text: (one.key, one.node)
        for one in needs
        if one.key is not None and isinstance(one.node, MappingNode)
    }


def _none(message: str, name: str, words: Iterable[str]) -> Phrase:
    listed = [repr(word) for word in words]
    names = Phrase.of("{names}", names=listed[:_LISTED])
    if len(listed) > _LISTED:
        more = "{names} and {count} more"
        names = Phrase.of(more, names=listed[:_LISTED], count=len(listed) - _LISTED)
    return Phrase.of(message, field=name, words=names)


def _of_other_schemes(needs: _Needs, roles: set[str], scheme: Scheme) -> Iterator[Phrase]:
    """Yield a sentence for each field that holds roles under a letter which only another scheme has."""
    others = [LetterReader(other) for other in BUILT_IN.values() if other.letters != scheme.letters]
    fields = dict.fromkeys(
        key.text
        for _, need in needs.values()
        for key, value in need.pairs
        if any(word.text in roles for word, _ in _words(value, needs))
    )
    for name in fields:
        if not _letters(name, LetterReader(scheme)):
            known = next((reader.scheme.id for reader in others if _letters(name, reader)), None)
            if known is not None:
                message = "`{field}` holds roles, but is no letter of {scheme}; --scheme {known} has it"
                yield Phrase.of(message, field=name, scheme=scheme.id, known=known)


def _assign(
    need: MappingNode, needs: _Needs, reader: LetterReader, unmet: dict[str, dict[str, None]]
) -> MappingNode:
    """Return the roles that a need names, with their letters; note the words that lead to no need."""
    held: list[tuple[ScalarNode, str, str]] = []
    for key, value in need.pairs:
        letters = _letters(key.text, reader)
        for word, when in _words(value, needs) if letters else ():
            if word.text in needs:
                held += ((word, letter, when) for letter in letters)
            else:
                unmet.setdefault(key.text, {})[word.text] = None
    return assignments(held, need.at)


def _words(value: Node, needs: _Needs) -> Iterator[tuple[ScalarNode, str]]:
    """Yield the ids in a field, each with its condition: of a list, or a text with several between commas.

    A part of a need stands for the need. A text that leads to no need is yielded as it is.
    """
    for one in scalars_at(value, "."):
        found = [
            (ScalarNode(_of_part(match["id"].strip(), needs), one.at), (match["when"] or "").strip())
            for match in _LINK.finditer(one.text)
            if match["id"].strip()
        ]
        if any(word.text in needs for word, _ in found):
            yield from found
        elif one.text.strip():
            yield one, ""


def _of_part(ident: str, needs: _Needs) -> str:
    whole = ident.rpartition(".")[0]
    return whole if ident not in needs and whole in needs else ident


def _letters(field: str, reader: LetterReader) -> tuple[str, ...]:
    """Return what the name of a field means: ``responsible``, ``approved_by``, ``supported``."""
    word = field.replace("_", " ").replace("-", " ").removesuffix(" by")
    stem = word.removesuffix("d")
    for text in (word, f"{stem}r", f"{stem}s", word.removesuffix("ed")):
        read = reader.read(text)
        # A field of one or two characters is as likely to be something else.
        if len(text) > 2 and not read.unknown and len(read.parts) == 1:
            return read.parts[0][0]
    return ()


def _entry(need: MappingNode, **more: Node | None) -> MappingNode:
    """Return our record of a need."""
    given = {
        key: one for key, one in need.values.items() if any(t.text.strip() for t in scalars_at(one, "."))
    }
    summary = given.get("content")
    if isinstance(summary, ScalarNode):
        # It is reStructuredText, and texts of a catalog are Markdown.
        summary = text_at(_as_markdown(summary.text)[0], summary.at)
    summary = summary if isinstance(summary, ScalarNode) and summary.text else given.get("description")
    return mapping(need.at, name=given.get("title"), summary=summary, tags=given.get("tags"), **more)


_STATUS = "`status`, which is that of the need, of needs: {count}"
_CONTENT = "directives and blocks in `content` of needs: {count}"


def _not_of_roles(needs: Iterable[MappingNode]) -> Iterator[Phrase]:
    """Yield a sentence for each thing of the needs that became roles or rows which is of no role or row."""
    found = Counter[str]()
    for need in needs:
        # How far the need is, and not what a role is: "open" would look for somebody to fill it.
        found[_STATUS] += bool(text_in(need, "status"))
        found[_CONTENT] += _as_markdown(text_in(need, "content"))[1]
    for sentence, count in found.items():
        if count:
            yield Phrase.of(sentence, count=count)


_ROLE_MARKUP = re.compile(r":[\w.:+-]+:`(?P<text>(?P<title>[^`]*?)\s*<[^`<>]+>|[^`]+)`")
_REFERENCE = re.compile(r"`(?P<text>[^`<]*?)\s*(?:<(?P<url>[^`<>]+)>)?`__?")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+")


# A directive or a block of code in MyST, in which needs are written as well; it may go to the end.
_FENCED = re.compile(
    r"^(?P<fence>(?P<mark>[`~])(?P=mark){2,}|:{3,}(?=\{))[^`\n]*$.*?(?:^(?P=fence)[`~:]*[ \t]*$|\Z)",
    re.M | re.S,
)


def _as_markdown(text: str) -> tuple[str, bool]:
    """Return reStructuredText as Markdown, and whether blocks that Markdown has not are left out.

    Paragraphs, lists, emphasis, literals and links are kept; of the roles of Sphinx, their text.
    """
    kept: list[str] = []
    text, fenced = _FENCED.subn("\n", text)
    skips, left_out = False, fenced > 0
    for block in filter(None, re.split(r"\n(?:[ \t]*\n)+", text.strip("\n").expandtabs())):
        # What is indented belongs to the directive or the literal block above it.
        if block.startswith(".. ") or (skips and block.startswith(" ")):
            skips = left_out = True
            continue
        skips = block.endswith("::")
        plain = re.sub(r"::\Z", ":", block) if skips else block
        parts = re.split(r"(``.+?``)", plain)
        # A role of Sphinx shows its title, else its target.
        shown = (_ROLE_MARKUP.sub(lambda m: m["title"] or m["text"].lstrip("!~"), one) for one in parts[::2])
        parts[::2] = [_REFERENCE.sub(_linked, one) for one in shown]
        parts[1::2] = [part[1:-1] for part in parts[1::2]]
        kept.append("".join(parts))
    return "\n\n".join(kept), left_out


def _linked(found: re.Match[str]) -> str:
    url, text = found["url"] or "", found["text"]
    return f"[{text or url}]({url})" if _ADDRESS.fullmatch(url) else text or url
