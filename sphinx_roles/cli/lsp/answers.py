"""What an editor asks of a file: completion, hover, where a name is defined and used, a new id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.addresses import hide_addresses, person_name, without_addresses
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.cards import Card, CardsQuery
from sphinx_roles.analysis.field_values import Bullets, People, Prosaic, Refs
from sphinx_roles.catalog.formats import format_of
from sphinx_roles.catalog.load import format_of_body
from sphinx_roles.catalog.records import known_keys
from sphinx_roles.catalog.sources import role_of
from sphinx_roles.cli.io import CommandError
from sphinx_roles.cli.lsp import data
from sphinx_roles.export.schemas import catalog_schema
from sphinx_roles.fields import FIELDS, card_fields, row_fields
from sphinx_roles.inline import inline_text
from sphinx_roles.model import Catalog, Responsibility, Role, Scheme, fold, id_of, role_names
from sphinx_roles.problems import Location

RENAMED = ("role", "responsibility")
"""What can be given another id."""
MOST = 200
"""So many names are offered at once; an editor asks again when more is typed."""


class Document(Struct, frozen=True):
    """A file of a project: its name from the source folder on, its text, and the catalogs it is about."""

    file: str
    text: str
    catalog: Catalog
    catalogs: Mapping[str, Catalog]
    page: bool

    @property
    def markdown(self) -> bool:
        """True for a page in Markdown."""
        return format_of(self.file) == "markdown"

    def tokens(self, *, line: int = 0, kind: str = "") -> list[data.Token]:
        """Return the names in it, those of data in a line and of a kind where these are given."""
        if not self.page:
            return data.data_tokens(self.text, self.file, self.catalog, line=line, kind=kind)
        # Imported here, and below, as pages need Sphinx, and data does not.
        from sphinx_roles.cli.lsp.pages import page_tokens

        return page_tokens(self.text, self.catalogs, self.catalog, markdown=self.markdown)

    def token(self, line: int, column: int) -> data.Token | None:
        """Return the name at a cursor, the shortest of several."""
        found = [one for one in self.tokens(line=line) if one.covers(line, column)]
        return min(found, key=lambda one: len(one.text), default=None)


class Item(Struct, frozen=True):
    """What may be typed at a cursor: ``detail`` is beside it, ``help`` below; ``insert`` is what is typed."""

    label: str
    detail: str = ""
    help: str = ""
    insert: str = ""
    kind: str = "name"


class Completion(Struct, frozen=True):
    """What may be typed from ``start`` to the cursor; ``more`` says that there is more."""

    items: tuple[Item, ...]
    start: int
    more: bool = False


# Completion


def complete(document: Document, line: int, column: int) -> Completion:
    """Return what may be typed at a cursor."""
    if not document.page:
        role = role_of(document.file)
        around: data.Path = ("roles", role) if role else ()
        return _in_data(document.catalog, document.text, (line, column), around, document.file)
    from sphinx_roles.cli.lsp.pages import page_slots

    slots = [one for one in page_slots(document.text, markdown=document.markdown) if one.covers(line, column)]
    if not slots:
        return Completion((), column)
    # A role may be in the body of a directive.
    slot = min(slots, key=lambda one: one.what == "body")
    catalog = document.catalogs.get(slot.catalog, document.catalog) if slot.catalog else document.catalog
    if slot.what == "body":
        if slot.text.strip() and format_of_body(slot.text) != "yaml":
            return Completion((), column)
        return _in_data(catalog, slot.text, (line - slot.line + 1, column), slot.around, "")
    before = slot.text[: column - slot.column]
    typed = before if slot.what == "text" else re.split(r"[,;\s]", before)[-1]
    return _chosen(_in_slot(slot, catalog, document.catalogs), typed, column)


def _in_slot(slot: Any, catalog: Catalog, catalogs: Mapping[str, Catalog]) -> Iterator[Item]:
    from sphinx_roles.cli.lsp.pages import ROLES, kind_of, views

    if slot.what == "view":
        for name, view in views().items():
            yield Item(name, help=(view.__doc__ or "").partition("\n")[0], kind="view")
    elif slot.what == "role":
        yield from (Item(name, kind="view") for name in ROLES)
    elif slot.what == "option":
        yield from (Item(name, insert=f"{name}: ", kind="field") for name in views()[slot.view].option_spec)
    elif kind := kind_of(slot):
        yield from names_of(catalog, kind)
    elif slot.what == "value" and slot.view:
        words = _values(slot, catalog, catalogs)
        yield from (Item(str(word), kind="word") for word in dict.fromkeys(words) if word)


def _values(slot: Any, catalog: Catalog, catalogs: Iterable[str]) -> Iterable[Any]:
    """Return what may be the value of an option that names no role or row."""
    from sphinx_roles.cli.lsp.pages import views
    from sphinx_roles.ext.directives.base import KNOWN
    from sphinx_roles.ext.directives.options import choice

    reader = views()[slot.view].option_spec.get(slot.name)
    if isinstance(reader, choice):
        return reader.known
    match slot.name:
        case "catalog":
            return catalogs
        case "rules":
            return load_rules()
        case "fields" | "without-fields" | "columns" if slot.view == "responsibility-matrix":
            return row_fields()
        case "fields" | "without-fields":
            return (*card_fields(), *(key for role in catalog.roles.values() for key in role.own))
        case name:
            return KNOWN[name][2](catalog) if name in KNOWN else ()


def names_of(catalog: Catalog, kind: str, scheme: Scheme | None = None) -> Iterator[Item]:
    """Yield what there is of a kind: ids, each with its name."""
    if kind == "role":
        yield from (Item(one.id, str(person_name(one.name))) for one in catalog.roles.values())
    elif kind == "responsibility":
        for row in catalog.rows:
            full = row.id if catalog.find_row(row.id) is row else f"{row.matrix or row.section}/{row.id}"
            yield Item(full, str(person_name(row.name)))
    elif kind == "letter":
        for part in (scheme or data.default_scheme(catalog)).participations:
            yield Item(part.letter, str(part.name), str(part.meaning), kind="word")
    else:
        things: Mapping[str, Any] = {
            "skill": catalog.skills,
            "matrix": catalog.matrices,
            "scheme": catalog.schemes,
        }[kind]
        yield from (Item(key, str(one.name)) for key, one in things.items() if key)


def _chosen(items: Iterable[Item], typed: str, column: int) -> Completion:
    """Keep what fits what is typed: at its beginning, then anywhere in its name."""
    wanted = fold(typed) if typed.strip() else ""
    first, rest = [], []
    for item in items:
        if not wanted or fold(item.label).startswith(wanted):
            first.append(item)
        elif wanted in fold(item.label) or wanted in fold(item.detail):
            rest.append(item)
    found = [*first, *rest]
    return Completion(tuple(found[:MOST]), column - len(typed), len(found) > MOST)


def _in_data(catalog: Catalog, text: str, at: tuple[int, int], around: data.Path, file: str) -> Completion:
    written = "".join(text.split("\n")[at[0] - 1 : at[0]])
    before, behind = written[: at[1] - 1], written[at[1] - 1 :]
    if file.endswith((".csv", ".tsv")):
        kinds = data.kinds_in_table(catalog, text, at[0], before)
        scheme = next(
            (catalog.scheme_of(row) for row in catalog.rows if row.location and row.location.file == file),
            None,
        )
        names = (one for kind in kinds for one in names_of(catalog, kind, scheme))
        return _chosen(names, re.split(r"[,;|\t/\"]", before)[-1].lstrip(), at[1])
    toml = file.endswith(".toml")
    cursor = data.toml_cursor_at(text, *at) if toml else data.cursor_at(text, *at, around)
    if cursor is None:
        return Completion((), at[1])
    # A key of TOML needs no quotes, and there is none in a table of one.
    quotes = '"' if not cursor.quoted and (file.endswith(".json") or (toml and not cursor.key)) else ""
    in_head = toml and before.lstrip().startswith("[")
    colon = "" if cursor.quoted or in_head or re.match(r"[\w-]*\s*[:=]", behind) else " = " if toml else ": "
    found = _chosen(_at_cursor(catalog, cursor), cursor.typed, at[1])
    inserts = (f"{quotes}{one.label}{quotes}{colon * (one.kind == 'field')}" for one in found.items)
    items = (structs.replace(one, insert=text) for one, text in zip(found.items, inserts, strict=True))
    return structs.replace(found, items=tuple(items))


def _at_cursor(catalog: Catalog, cursor: data.Cursor) -> Iterator[Item]:
    row = catalog.find_row(cursor.path[1]) if len(cursor.path) > 1 else None
    scheme = catalog.scheme_of(row) if row else None
    for key in (key for key in (True, False) if (cursor.key if key else cursor.value)):
        for kind in () if data.defines(cursor.path, key) else data.kinds_at(catalog, cursor.path, key):
            yield from names_of(catalog, kind, scheme)
        shapes = [*_shapes(cursor.path)]
        if key:
            fields = {name: shape for one in shapes for name, shape in one.get("properties", {}).items()}
            for name, shape in fields.items():
                if shape is not False:
                    yield Item(name, help=str(shape.get("description", "")), kind="field")
        elif cursor.whole:
            words = dict.fromkeys(word for one in shapes for word in one.get("enum", ()) if word is not None)
            if cursor.path[:1] == ("accepted",) and cursor.path[-1] == "rule":
                words = dict.fromkeys(load_rules())
            truths = {True: "true", False: "false"}
            yield from (Item(truths.get(word, str(word)), kind="word") for word in words)


@cache
def _schema() -> Mapping[str, Any]:
    return catalog_schema()


def _shapes(path: data.Path) -> list[Mapping[str, Any]]:
    """Return what the JSON Schema says of the value at a path."""
    found = [_schema()]
    for step in path:
        inside = []
        for shape in (one for given in found for one in _alternatives(given, ())):
            named = shape.get("properties", {}).get(step) if step else shape.get("items")
            more = shape.get("additionalProperties") if step and named is None else None
            inside += [one for one in (named, more) if isinstance(one, Mapping)]
        found = inside
    return [one for given in found for one in _alternatives(given, ())]


def _alternatives(shape: Mapping[str, Any], seen: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    yield shape
    inside = [*shape.get("anyOf", ()), *shape.get("allOf", ()), shape.get("then"), shape.get("else")]
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        inside.append(_schema()["$defs"][name])
    for one in inside:
        if isinstance(one, Mapping):
            yield from _alternatives(one, (*seen, name))


# Hover

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#!|~&$])")
_ON_CARD = ("summary", "duties", "reports_to", "holders")
_LONGEST = 5


def _plain(text: str) -> str:
    """Return a text of the data as Markdown that shows it as it is, in one line."""
    return _SIGNS.sub(r"\\\1", inline_text(text).line)


def hover(catalog: Catalog, token: data.Token) -> str:
    """Return what there is to say of a name today, as Markdown; addresses of people are held back."""
    catalog = catalog.current
    if token.kind == "role":
        return _role(catalog, catalog.roles[token.key])
    if token.kind == "responsibility":
        return _row(catalog, next(row for row in catalog.rows if row.target == token.key))
    if token.kind == "letter":
        scheme, _, letter = token.key.partition("\n")
        part = catalog.schemes[scheme][letter]
        meaning = f": {_plain(part.meaning)}" if part.meaning else ""
        return f"**{_plain(letter)}** {_plain(part.name)}{meaning}"
    if token.kind == "skill":
        skill = without_addresses(catalog.skills[token.key])
        return "\n\n".join(filter(None, (f"**{_plain(skill.name)}**", _plain(skill.summary or ""))))
    named = (catalog.matrices if token.kind == "matrix" else catalog.schemes)[token.key]
    return f"**{_plain(named.name)}**"


def _role(catalog: Catalog, role: Role) -> str:
    card = CardsQuery(roles=(role.id,), fields=("tagline", *_ON_CARD)).report(catalog).cards[0]
    about = [f"`{card.role}`", card.status, f"covered by {card.cover.name}" if card.cover else ""]
    head = f"**{_plain(card.name)}** {', '.join(filter(None, (about[0], *map(_plain, about[1:]))))}"
    return "\n\n".join(filter(None, (head, _plain(card.tagline or ""), *_fields(card))))


def _fields(card: Card) -> Iterator[str]:
    for one in card.fields:
        words: list[str] = []
        match one:
            case Prosaic(text=text):
                words = [text]
            case Bullets(items=items):
                words = [*items]
            case Refs(refs=refs):
                words = [str(person_name(ref.name)) for ref, _ in refs]
            case People(holders=holders):
                words = [str(one.name) for one in holders] or ["nobody"]
        more = [f"and {len(words) - _LONGEST} more"] if len(words) > _LONGEST else []
        shown = "; ".join([*map(_plain, words[:_LONGEST]), *more])
        yield f"{FIELDS[Role][one.key].label}: {shown}"


def _row(catalog: Catalog, row: Responsibility) -> str:
    kept, scheme = without_addresses(row, catalog.roles), catalog.scheme_of(row)
    section = catalog.sections.get((row.matrix, row.section))
    where = [str(catalog.matrices[row.matrix].name), str(section.name) if section else ""]
    parts = [f"**{_plain(kept.name)}** `{row.id}`{''.join(f' · {_plain(one)}' for one in where if one)}"]
    parts.append(_plain(kept.summary or ""))
    for part in scheme.participations:
        held = [
            _plain(person_name(catalog.roles[one.role].name))
            + (f" ({_plain(hide_addresses(one.when))})" if one.when else "")
            for one in row.assign
            if part.letter in one.letters and one.role in catalog.roles
        ]
        if held:
            parts.append(f"{_plain(part.name)}: {', '.join(held)}")
    return "\n\n".join(filter(None, parts))


# Where a name is defined and used


def definition(catalog: Catalog, token: data.Token) -> Location | None:
    """Return where the data says what a name is; None for what is built in."""
    if token.kind == "role":
        return catalog.roles[token.key].location
    if token.kind == "responsibility":
        return next(row.location for row in catalog.rows if row.target == token.key)
    if token.kind == "letter":
        scheme, _, letter = token.key.partition("\n")
        return catalog.schemes[scheme][letter].name.location
    if token.kind == "scheme":
        return catalog.schemes[token.key].name.location
    return (catalog.skills if token.kind == "skill" else catalog.matrices)[token.key].location


def references(documents: Iterable[Document], wanted: data.Token) -> Iterator[tuple[Document, data.Token]]:
    """Yield where a thing is named, in all files."""
    for document in documents:
        for token in document.tokens(kind=wanted.kind):
            if (token.kind, token.key) == (wanted.kind, wanted.key):
                yield document, token


# A new id


def check_rename(catalog: Catalog, token: data.Token, new: str) -> str:
    """Return the id that something gets. CommandError where it cannot be renamed so."""
    new = new.strip()
    if token.kind not in RENAMED:
        raise CommandError(f"{token.text!r} is no id of a role or responsibility, and is not renamed")
    if not new or id_of(new) != new:
        raise CommandError(f"{new!r} is no valid id; expected letters, digits and any of . _ - + #")
    # In a row, all three may be keys beside each other.
    if new in known_keys(Responsibility, ["rows"]) or data.is_letter(catalog, new):
        raise CommandError(f"{new!r} is a key or a letter of the data; expected another id")
    for name, ident in _taken(catalog, token.kind):
        if ident != token.key and fold(name) == fold(new):
            raise CommandError(f"{new!r} is taken: it already names a {token.kind}")
    return new


def _taken(catalog: Catalog, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each name of a kind with the key of what it names."""
    if kind == "role":
        for role in catalog.roles.values():
            yield from ((name, role.id) for name in (role.id, *role_names(role)))
    else:
        for row in catalog.rows:
            yield from ((name, row.target) for name in (row.id, row.name, *row.aliases))


def rename(
    documents: Iterable[Document], catalog: Catalog, token: data.Token
) -> list[tuple[Document, data.Token]]:
    """Return each place that names something by its id. CommandError where its own id is not written down.

    Where it is called by its name or abbreviation, that stays.
    """
    if token.kind == "role":
        role = catalog.roles[token.key]
        ident, at = role.id, role.location
        given = [*role_names(role)]
    else:
        row = next(row for row in catalog.rows if row.target == token.key)
        ident, at = row.id, row.location
        given = [row.name, *row.aliases]
    others = {str(name) for name in given if str(name) != ident}
    found = [
        (document, one)
        for document, one in references(documents, token)
        if fold(one.text) == fold(ident) and one.text not in others
    ]
    lines = {document.file: document.text.split("\n") for document, _ in found}
    for document, one in found:
        if not lines[document.file][one.line - 1].startswith(one.text, one.column - 1):
            place = Location(document.file, one.line, one.column)
            raise CommandError(f"{one.text!r} is written with escapes, at {place}; write it plainly first")
    if not any(one.defines and one.text == ident for _, one in found):
        why = "follows from its name or the name of its file"
        raise CommandError(f"the id {ident!r} {why}, at {at}; write it down as 'id' there first")
    return found
