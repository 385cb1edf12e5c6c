"""What one file says, field by field, before files are merged and references followed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, Struct, field
from msgspec.structs import replace

from sphinx_roles.catalog.letters import report_shared_words
from sphinx_roles.catalog.nodes import (
    TEXTS,
    Entry,
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    entries_of,
    items_of,
    number_of,
    pack,
    scalar_of,
    text,
)
from sphinx_roles.catalog.records import MEANS_THE_SAME, known_keys, read_fields, take_open_places
from sphinx_roles.catalog.sources import Source
from sphinx_roles.model import (
    Acceptance,
    Matrix,
    Participation,
    Responsibility,
    Role,
    Scheme,
    Section,
    Skill,
    Text,
    close_isolates,
    fold,
)
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import FOR_OTHERS, Code, Location, Phrase, Problem, closest

if TYPE_CHECKING:
    from sphinx_roles.catalog.tables import Grid


class Draft(Struct):
    """An entry: its id, its name where no `name` is given, and the fields that are."""

    id: str
    key: Text
    values: dict[str, Any]
    location: Location

    @property
    def name(self) -> Text:
        """The name that is given, else the key."""
        name: Text = self.values.get("name", self.key)
        return name

    def join(self, other: Draft) -> list[str]:
        """Add what another place says of the entry; return the fields that differ, which stay."""
        differ = []
        for key, value in other.values.items():
            if key == "own":
                self.values[key] = {**value, **self.values.get(key, {})}
            elif self.values.setdefault(key, value) != value:
                differ.append(key)
        return differ


class RoleDraft(Draft):
    """A role. ``inherit`` says that it takes over the assignments of its parent.

    ``rest`` are keys that are no fields: letters, or fields of the team's own.
    """

    inherit: bool = False
    rest: list[tuple[ScalarNode, Node]] = []


class SectionDraft(Draft):
    """A section; ``empty`` says that its entry has no rows."""

    empty: bool = False


class RowDraft(Draft):
    """A row; ``assign`` is not read yet, as the letters depend on the matrix.

    ``rest`` are keys that are no fields: roles, letters, or fields of the team's own. ``short`` says that a
    text is in place of its fields, which is its name.
    """

    context: ReadContext
    assign: Node | None = None
    rest: list[tuple[ScalarNode, Node]] = []
    short: bool = False
    section: Draft | None = None
    matrix: Text | None = None
    """The matrix of its file, where it names none itself."""
    cut: bool = False


class LetterDraft(Struct):
    """A letter of a scheme, and what is said about it."""

    letter: str
    values: dict[str, Any]
    location: Location


class SchemeDraft(Draft):
    """A scheme: what it changes in the one of that id, or a new one."""

    letters: list[LetterDraft] = []
    together: list[tuple[Text, Text]] = []
    partial: bool = False
    """Whether what is wrong with it has been reported."""


class Rule(Struct):
    """What the data says about a rule of the audit."""

    value: Any
    location: Location


class FileDraft(Struct):
    """All that one file says, or the body of a directive.

    ``stem`` is the name of a table that has none, empty for a body. ``matrix`` and ``scheme`` are those that
    the source names, unless an importer says more.
    """

    context: ReadContext
    source: Source
    stem: str = ""
    matrix: Text | None = None
    scheme: Text | None = None
    roles: list[RoleDraft] = field(default_factory=list)
    rows: list[RowDraft] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)
    matrices: list[Draft] = field(default_factory=list)
    schemes: list[SchemeDraft] = field(default_factory=list)
    skills: list[Draft] = field(default_factory=list)
    scales: list[Draft] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    accepted: list[Acceptance] = field(default_factory=list)
    parties: str = ""
    """What an importer says of it, as ``date``, ``joins`` and ``owners``: see `Mapped`."""
    date: str = ""
    joins: bool = False
    owners: Ownership | None = None
    grids: list[Grid] = field(default_factory=list)
    """Its tables, which can be read once the roles and schemes of all files are known."""


def draft_of(source: Source, context: ReadContext) -> FileDraft:
    """Return the draft of a file before it is read: what its source says of it."""
    matrix = Text(source.matrix, Location(source.shown)) if source.matrix else None
    scheme = Text(source.scheme, source.location_of(source.scheme)) if source.scheme else None
    return FileDraft(context, source, PurePosixPath(source.shown).stem, matrix, scheme)


def _read_scheme(context: ReadContext, entry: Entry) -> SchemeDraft:
    scheme = SchemeDraft(entry.id, entry.name, {}, context.location(entry.at))
    if entry.short is not None:
        message = "the scheme {scheme!r} is a mapping with letters, not {found}"
        context.report_shape(message, entry.short, scheme=entry.id)
    for key, value in entry.body.pairs:
        if key.text == "name":
            if (name := text(context, "name", value)) is not UNSET:
                scheme.values["name"] = name
        elif key.text == "letters":
            scheme.letters = _letters(context, value)
        elif key.text == "together":
            scheme.together = _together(context, value)
        elif key.text != "id":
            context.unknown_key(key, "a scheme", sorted(SCHEME_KEYS))
    return scheme


def _letters(context: ReadContext, node: Node) -> list[LetterDraft]:
    found: list[LetterDraft] = []
    if node.absent:
        return found
    if isinstance(node, MappingNode):
        for key, value in node.pairs:
            values: dict[str, Any] = {}
            if isinstance(value, MappingNode):
                values = read_fields(context, Participation, value)
                if (named := values.pop("letter", key.text)) != key.text:
                    message, about = MEANS_THE_SAME, {"key": "letter", "first": key.text}
                    other = context.location(key.at)
                    context.problems.append(
                        Problem.of(Code.REPEATED_KEY, message, named.location, about, other)
                    )
            elif (name := text(context, key.text, value)) is not UNSET:
                values = {"name": name}
            found.append(LetterDraft(key.text.strip(), values, context.location(key.at)))
        return found
    for one in items_of(context, "letter", node):
        if isinstance(one, ScalarNode) and not one.absent:
            found.append(LetterDraft(one.text.strip(), {}, context.location(one.at)))
        elif isinstance(one, MappingNode):
            reported = len(context.problems)
            values = read_fields(context, Participation, one)
            if "letter" in values:
                found.append(LetterDraft(str(values.pop("letter")), values, context.location(one.at)))
            elif len(context.problems) == reported:
                context.report_shape(
                    "a letter in a list needs 'letter': {found} has none", one, Code.WRONG_VALUE
                )
        elif not one.absent:
            context.report_shape("a letter is a text or a mapping, not {found}", one)
    return found


def _together(context: ReadContext, node: Node) -> list[tuple[Text, Text]]:
    """Read pairs of letters that may share a cell: ``A/R`` or ``[A, R]``."""
    pairs: list[tuple[Text, Text]] = []
    if node.absent:
        return pairs
    nodes = node.items
    if len(nodes) == 2 and all(isinstance(one, ScalarNode) and len(one.text) == 1 for one in nodes):
        nodes = [node]
    for one in nodes:
        reported = len(context.problems)
        if isinstance(one, ScalarNode):
            location = context.location(one.at)
            letters = [Text(part.strip(), location) for part in one.text.split("/")]
        else:
            read = TEXTS(context, "together", one)
            letters = [] if read is UNSET else list(read)
        if len(letters) == 2 and all(letters):
            pairs.append((letters[0], letters[1]))
        elif not one.absent and len(context.problems) == reported:
            message = "together takes pairs of letters such as A/R, not {found}"
            context.report(Code.WRONG_VALUE, message, one.at, found=one.described)
    return pairs


def changed_scheme(base: Scheme | None, draft: SchemeDraft, problems: list[Problem]) -> Scheme:
    """Apply a draft to the scheme of that id, or make a new one of it."""
    parts = {part.letter: part for part in base.participations} if base else {}
    firsts: dict[str, LetterDraft] = {}
    given: list[tuple[str, Text]] = []
    for letter in draft.letters:
        if (first := firsts.setdefault(fold(letter.letter), letter)) is not letter:
            message = "the letter {letter!r} is {first!r} at {other}, which is used; case does not count"
            about = {"letter": letter.letter, "first": first.letter}
            problems.append(Problem.of(Code.REPEATED_KEY, message, letter.location, about, first.location))
            continue
        known = {fold(key): key for key in parts}.get(fold(letter.letter), close_isolates(letter.letter))
        values = {key: value for key, value in letter.values.items() if key != "letter"}
        named = filter(None, (values.get("name"), *values.get("words", ())))
        given += [(known, word) for word in named]
        if "words" in values:
            values["words"] = tuple(map(str, values["words"]))
        if "shape" in values:
            values["shape"] = str(values["shape"])
        old = parts.get(known)
        if old is None:
            new = Participation(letter=known, **{"name": Text(known, letter.location), **values})
        else:
            new = replace(old, **values)
        if new.max is not None and new.max < new.min:
            message = "the letter {letter!r} has at least {min} and at most {max}: none can be right"
            about, limits = {"letter": known}, {"min": new.min, "max": new.max}
            problems.append(Problem.of(Code.WRONG_VALUE, message, letter.location, about, **limits))
            new = replace(new, min=old.min if old else 0, max=old.max if old else None)
        parts[known] = new
    together = list(base.together) if base else []
    for pair in draft.together:
        unknown = next((letter for letter in pair if letter not in parts), None)
        if unknown is None:
            together.append((str(pair[0]), str(pair[1])))
        else:
            message = "together names {letter!r}, which is no letter of {scheme!r}"
            about, near = {"letter": unknown, "scheme": draft.id}, closest(unknown, parts)
            location = unknown.location or draft.location
            problems.append(Problem.of(Code.WRONG_VALUE, message, location, about, nearest=near))
    name = draft.values.get("name", base.name if base else draft.key)
    scheme_id = base.id if base else draft.id
    made = Scheme(id=scheme_id, name=name, participations=tuple(parts.values()), together=tuple(together))
    report_shared_words(made, given, problems)
    return made


FORMAT = "1"
EDITOR_KEY = "$schema"
"""The key by which a JSON file names its JSON Schema for editors; it has no other meaning."""

_WHOLE = re.compile(r"[-+]?\d{1,15}", re.A)


def has_our_keys(node: Node) -> bool:
    """Return whether a document has any of the top-level keys that are read."""
    return isinstance(node, MappingNode) and any(key.text in TOP_KEYS for key, _ in node.pairs)


def read_tree(draft: FileDraft, node: Node, *, foreign: bool = False) -> None:
    """Read one document. ``foreign`` says that other keys are somebody else's (front matter)."""
    if not isinstance(node, MappingNode):
        return
    for key, value in node.pairs:
        reader = TOP_KEYS.get(key.text)
        if reader is not None:
            inside = _take_inside(draft.context, key, value)
            if not value.absent:
                reader(draft, value)
            for name, node in inside:
                TOP_KEYS[name](draft, node)
        elif not foreign and key.text != EDITOR_KEY:
            _unknown_top_key(draft.context, key, value, closest(key.text[:40], TOP_KEYS))


def _take_inside(context: ReadContext, key: ScalarNode, value: Node) -> list[tuple[str, Node]]:
    """Take out of roles or responsibilities what is a key of the top with its entries, indented too far."""
    if key.text not in ("roles", "responsibilities") or not isinstance(value, MappingNode):
        return []
    inside = [(name, node) for name, node in value.pairs if name.text in TOP_KEYS and _is_top(node)]
    for name, _ in inside:
        message = (
            "{key!r} is inside of {outer!r}: it is read as a key at the top of the file, which it belongs to"
        )
        context.report(Code.WRONG_VALUE, message, name.at, {"key": name.text, "outer": key.text})
    taken = {name.text for name, _ in inside}
    if taken:
        value.pairs = [pair for pair in value.pairs if pair[0].text not in taken]
    return [(name.text, node) for name, node in inside]


def _is_top(node: Node) -> bool:
    """Return whether a node holds entries, and no field of one."""
    entries = node.values if isinstance(node, MappingNode) else {}
    return bool(entries) and all(
        (isinstance(one, MappingNode) or one.absent) and name not in _ROLE_KEYS | _ROW_KEYS
        for name, one in entries.items()
    )


def _unknown_top_key(context: ReadContext, key: ScalarNode, value: Node, near: str) -> None:
    message = "{key!r} is no key at the top of a file" + ("" if near else "; the keys are {known}")
    if key.text == "scheme" and not isinstance(value, MappingNode):
        message, near = "{key!r} is a key of a matrix; that of all rows is `roles_scheme` in conf.py", ""
    elif key.text == "catalogs":
        message, near = FOR_OTHERS, ""
    context.report(Code.UNKNOWN_KEY, message, key.at, {"key": key.text}, known=TOP_KEYS, nearest=near)


def report_no_data(context: ReadContext, documents: list[Node]) -> None:
    """Report that a file holds none of the keys that are read, or only misspelt ones."""
    pairs = [pair for node in documents if isinstance(node, MappingNode) for pair in node.pairs]
    near = [closest(key.text[:40], TOP_KEYS, 0.75) for key, _ in pairs]
    if near and all(near):
        for (key, value), name in zip(pairs, near, strict=True):
            _unknown_top_key(context, key, value, name)
        return
    holds = documents[0].described if documents else Phrase("nothing")
    message = "the file holds {found}; a mapping with one of {known} is expected"
    context.report(Code.NO_DATA, message, pack(context.line, context.column), found=holds, known=TOP_KEYS)


def read_role_draft(draft: FileDraft, entry: Entry) -> None:
    """Read one role."""
    inherit: list[bool] = []
    rest: list[tuple[ScalarNode, Node]] = []

    def assign(context: ReadContext, name: str, node: Node) -> Any:
        node = node.nodes[0] if isinstance(node, SequenceNode) and len(node.nodes) == 1 else node
        if not isinstance(node, ScalarNode):
            rest.append((ScalarNode(name, node.at), node))
        elif node.text.strip() == "inherit":
            inherit.append(True)
        elif not node.absent:
            takes = "'inherit' or a mapping of letters to responsibilities in a role"
            context.report_wrong(name, node, takes)
        return UNSET

    values = _values(draft.context, Role, entry, {"assign": assign}, rest)
    if "holders" in values or "past_holders" in values:
        take_open_places(draft.context, values)
    at = draft.context.location(entry.at)
    draft.roles.append(RoleDraft(entry.id, entry.name, values, at, bool(inherit), rest))


def _values(context: ReadContext, record: type[Struct], entry: Entry, *more: Any) -> dict[str, Any]:
    """Read the fields of an entry as `read_fields` does; a text in their place is its name."""
    values = read_fields(context, record, entry.body, *more)
    if entry.short is not None and (name := text(context, entry.name, entry.short)) is not UNSET:
        values["name"] = name
    return values


def _roles(draft: FileDraft, node: Node) -> None:
    for entry in entries_of(draft.context, "role", node, _ROLE_KEYS):
        read_role_draft(draft, entry)


def read_responsibilities(draft: FileDraft, node: Node, section: Draft | None = None) -> None:
    """Read rows, and sections of rows."""
    for entry in entries_of(draft.context, "responsibility", node, _ROW_KEYS):
        rows = entry.body.values.get("rows")
        # What has `assign` of its own can be nothing else than a row.
        pairs = entry.body.pairs if rows is None else []
        inner = [(key, one) for key, one in pairs if key.text not in _ROW_KEYS and "assign" in one.values]
        if inner:
            rows = MappingNode(inner, entry.at)
            entry.body.pairs = [pair for pair in entry.body.pairs if pair not in inner]
        if rows is None:
            _row(draft, entry, section)
        else:
            row = inner[0][0].text if inner else ""
            made = _section(draft, entry, section, row)
            before = len(draft.rows), len(draft.context.problems)
            read_responsibilities(draft, rows, made)
            made.empty = not entry.body.cut and (len(draft.rows), len(draft.context.problems)) == before


def _section(draft: FileDraft, entry: Entry, outer: Draft | None, row: str) -> SectionDraft:
    """Read a section; ``row`` is one inside it that makes it a section without the key `rows`."""
    context = draft.context
    values = read_fields(context, Section, entry.body, {"rows": lambda *_: UNSET})
    section = SectionDraft(entry.id, entry.name, values, context.location(entry.at))
    if outer is not None:
        message = "the section {section!r} is inside the section {outer!r}; sections do not nest"
        if row:
            message = (
                "{row} has letters as a responsibility has, which makes a section of {section!r} inside the "
                "section {outer!r}; sections do not nest"
            )
        about = {"section": entry.name, "outer": outer.name}
        context.report(Code.WRONG_TYPE, message, entry.at, about, row=repr(row))
        if "matrix" in outer.values:
            values.setdefault("matrix", outer.values["matrix"])
    draft.sections.append(section)
    return section


def _row(draft: FileDraft, entry: Entry, section: Draft | None) -> None:
    context = draft.context
    rest: list[tuple[ScalarNode, Node]] = []
    values = _values(context, Responsibility, entry, None, rest)
    assign, short = values.pop("assign", None), entry.short is not None
    at, cut = context.location(entry.at), entry.body.cut
    row = RowDraft(entry.id, entry.name, values, at, context, assign, rest, short, section, draft.matrix, cut)
    draft.rows.append(row)


def _records(kept: str, what: str, record: type[Struct], draft: FileDraft, node: Node) -> None:
    """Read records that are kept as they are, in a list of the draft."""
    context = draft.context
    getattr(draft, kept).extend(
        Draft(entry.id, entry.name, _values(context, record, entry), context.location(entry.at))
        for entry in entries_of(context, what, node, known_keys(record))
    )


def _scales(draft: FileDraft, node: Node) -> None:
    context = draft.context
    if not isinstance(node, MappingNode):
        context.report_shape("scales takes a mapping of names to steps, not {found}", node)
        return
    for key, value in node.pairs:
        steps = value.values.get("steps", value)
        if isinstance(steps, MappingNode) and not steps.cut:
            message = "the scale {scale!r} takes a list of steps, lowest first, not {found}"
            context.report_shape(message, steps, scale=key.text)
            continue
        read = TEXTS(context, key.text, steps)
        values = {} if read is UNSET else {"steps": read}
        draft.scales.append(Draft(key.text.strip(), Text(key.text.strip()), values, context.location(key.at)))


def _schemes(draft: FileDraft, node: Node) -> None:
    problems = draft.context.problems
    reported = len(problems)
    entries = entries_of(draft.context, "scheme", node, SCHEME_KEYS)
    lines = {one.location.line for one in problems[reported:]}
    for entry in entries:
        reported = len(problems)
        scheme = _read_scheme(draft.context, entry)
        scheme.partial = len(problems) > reported or scheme.location.line in lines
        draft.schemes.append(scheme)


def _rules(draft: FileDraft, node: Node) -> None:
    context = draft.context
    if not isinstance(node, MappingNode):
        context.report_shape("rules takes a mapping of rules to severities, not {found}", node)
        return
    for key, value in node.pairs:
        plain = _plain(context, key.text, value)
        if plain is not None:
            draft.rules[key.text] = Rule(plain, context.location(key.at))


def _plain(context: ReadContext, name: str, node: Node) -> Any:
    """Turn a node into numbers, truth values, texts, lists and mappings; None where it is absent."""
    if isinstance(node, SequenceNode):
        items = (_plain(context, name, one) for one in node.nodes)
        return [item for item in items if item is not None]
    if isinstance(node, MappingNode):
        pairs = ((key.text, _plain(context, key.text, value)) for key, value in node.pairs)
        # What is absent says nothing, and what could not be read has been reported.
        return {key: value for key, value in pairs if value is not None}
    written, word = node.text, node.text.casefold()
    if node.absent:
        return None
    if node.plain and word in ("true", "false"):
        return word == "true"
    if (number := number_of(context, name, node)) is None:
        return Text(written, context.location(node.at))
    return None if number is UNSET else int(written) if _WHOLE.fullmatch(written) else number


def _accepted(draft: FileDraft, node: Node) -> None:
    context = draft.context
    for one in (one for one in node.items if not one.absent):
        if not isinstance(one, MappingNode):
            context.report_shape("an accepted finding is a mapping with rule and on, not {found}", one)
            continue
        reported = len(context.problems)
        values = read_fields(context, Acceptance, one)
        missing = [name for name in ("rule", "on") if name not in values]
        if missing and len(context.problems) == reported:
            message = "an accepted finding needs {missing!r}, as in '{{rule: no-accountable, on: deploys}}'"
            context.report_shape(message, one, Code.WRONG_VALUE, missing=missing)
        elif "rule" in values and "on" in values:
            draft.accepted.append(Acceptance(**values, location=context.location(one.at)))


def _format(draft: FileDraft, node: Node) -> None:
    scalar = scalar_of(draft.context, "format", node, FORMAT)
    if scalar is not None and scalar.text.strip() != FORMAT:
        message = "format is {found}; this version reads format {known}"
        draft.context.report(Code.FORMAT, message, scalar.at, found=scalar.described, known=FORMAT)


TOP_KEYS: Mapping[str, Callable[[FileDraft, Node], None]] = {
    "roles": _roles,
    "responsibilities": read_responsibilities,
    "matrices": partial(_records, "matrices", "matrix", Matrix),
    "schemes": _schemes,
    "skills": partial(_records, "skills", "skill", Skill),
    "scales": _scales,
    "rules": _rules,
    "accepted": _accepted,
    "format": _format,
}
SCHEME_KEYS = ("id", "name", "letters", "together")
_ROLE_KEYS = frozenset((*known_keys(Role), "assign"))
_ROW_KEYS = frozenset((*known_keys(Responsibility), "rows"))
