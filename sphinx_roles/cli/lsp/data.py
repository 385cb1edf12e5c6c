"""Names and letters in a file of data, and what a cursor there is in, by the readers of the build."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, structs

from sphinx_roles.catalog.formats import FORMATS, format_of, read_text
from sphinx_roles.catalog.formats.markdown import read_front_matter
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.catalog.merge.role_letters import FOR
from sphinx_roles.catalog.merge.rows import LIMITED
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode
from sphinx_roles.catalog.records import known_keys
from sphinx_roles.catalog.sources import role_of
from sphinx_roles.catalog.tables import Grid
from sphinx_roles.fields import FIELDS, FOREIGN
from sphinx_roles.model import Catalog, Matrix, Responsibility, Role, Scheme, fold

Path: TypeAlias = tuple[str, ...]
"""Keys from the top of a document on; ``""`` is an item of a list."""


class Token(Struct, frozen=True):
    """A name or letter in a text: what it names is ``key`` of a kind. ``line`` and ``column`` are from 1.

    The key of a row is its own on three lines, that of a letter its scheme and itself. One that ``defines``
    is where the data says that there is such a thing.
    """

    kind: str
    key: str
    text: str
    line: int
    column: int
    defines: bool = False

    def covers(self, line: int, column: int) -> bool:
        """Return whether a cursor is at it."""
        return self.line == line and self.column <= column <= self.column + len(self.text)


def find_key(catalog: Catalog, kind: str, word: str) -> tuple[int, str, str] | None:
    """Return where in a word the name begins, the name, and the key of what it names."""
    if not word.strip():
        return None
    if kind == "role":
        role, level = catalog.find_role(word), None
        if role is None and (level := catalog.find_level(word)) is not None:
            return next((0, word[:at], level[0].id) for at, sign in enumerate(word) if sign == "/")
        return (0, word, role.id) if role else None
    if kind == "responsibility":
        row = catalog.find_row(word)
        if row is None:
            return None
        names = map(fold, (row.id, row.name, *row.aliases))
        start = 0 if fold(word) in names else word.rfind("/") + 1
        return start, word[start:], row.target
    if kind == "skill":
        skill = catalog.find_skill(word)
        return (0, word, skill.id) if skill else None
    things: Mapping[str, Matrix | Scheme] = catalog.matrices if kind == "matrix" else catalog.schemes
    found = next((key for key, one in things.items() if fold(word) in (fold(key), fold(one.name))), None)
    return (0, word, found) if found else None


_BETWEEN = re.compile(r"[^,;|\n]+")
_LETTERS = re.compile(r"[^\s/,+&;|()]+")


def words_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield what is between commas, without a condition behind it, and where it begins."""
    for found in _BETWEEN.finditer(text):
        word = found[0].strip()
        limited = LIMITED.fullmatch(word)
        yield found.start() + found[0].index(word), limited[1] if limited else word


def named(
    catalog: Catalog,
    kinds: Iterable[str],
    text: str,
    line: int,
    column: int,
    scheme: Scheme | None = None,
    defines: bool = False,
    *,
    blanks: bool = False,
) -> Iterator[Token]:
    """Yield the names of some kinds in a text that begins at a place: all of it, else between commas.

    With ``blanks``, they may also be between blanks.
    """
    for kind in kinds:
        if kind == "letter":
            yield from _letters(scheme or default_scheme(catalog), text, line, column)
            continue
        whole = text.strip(" \n,;|")
        parts = [(text.index(whole), whole)] if find_key(catalog, kind, whole) else words_in(text)
        for at, word in parts:
            split = [(0, word)]
            if blanks and not find_key(catalog, kind, word):
                split = [(one.start(), one[0]) for one in re.finditer(r"\S+", word)]
            for start, one in split:
                if (found := find_key(catalog, kind, one)) is not None:
                    yield Token(kind, found[2], found[1], line, column + at + start + found[0], defines)


def default_scheme(catalog: Catalog) -> Scheme:
    """Return the scheme of rows that name no matrix."""
    matrix = catalog.matrices.get("")
    return catalog.schemes[matrix.scheme] if matrix else next(iter(BUILT_IN.values()))


def _letters(scheme: Scheme, text: str, line: int, column: int) -> Iterator[Token]:
    for found in _LETTERS.finditer(text.partition("(")[0]):
        for part in scheme.participations:
            if fold(found[0]) in map(fold, (part.letter, part.name, *part.words)):
                key = f"{scheme.id}\n{part.letter}"
                yield Token("letter", key, found[0], line, column + found.start())
                break


# What a place in the data names

_ROLE_KEYS = {key for key, field in FIELDS[Role].items() if field.refers} | {"covered_by", "interactions"}
_ROLE_FIELDS = frozenset(known_keys(Role, ["assign"]))
_ROW_FIELDS = frozenset((*known_keys(Responsibility), "rows", *FOREIGN[Responsibility]))
_ASSIGN = frozenset(("assign", *(key for key, field in FOREIGN[Responsibility].items() if field == "assign")))
_CONDITIONS = frozenset(("when", "until", "note"))


def is_letter(catalog: Catalog, word: str) -> bool:
    """Return whether a word means letters in a scheme of the matrices: ``A/R``, ``responsible for``."""
    known = catalog.derived(_words_of_letters)
    given = _LETTERS.findall(FOR.sub("", word))
    return bool(given) and all(fold(one) in known for one in given)


def _words_of_letters(catalog: Catalog) -> set[str]:
    used = {matrix.scheme for matrix in catalog.matrices.values()}
    parts = [part for key in used for part in catalog.schemes[key].participations]
    return {fold(word) for part in parts for word in (part.letter, part.name, *part.words)}


def _without_sections(path: Path) -> Path:
    while path[:1] == ("responsibilities",) and path[2:3] == ("rows",):
        path = ("responsibilities", *path[3:])
    return path


def defines(path: Path, key: bool) -> bool:
    """Return whether the text at a path is the id of what it is in, and no reference."""
    path = _without_sections(path)
    return len(path) == 1 or (not key and (path[2:] == ("id",) or path[1:] == ("",)))


def kinds_at(catalog: Catalog, path: Path, key: bool) -> tuple[str, ...]:
    """Return what the text at a path may name, a key in the mapping there or the value."""
    path = _without_sections(path)
    top, entry, *rest = (*path, "", "")[: max(2, len(path))]
    rest = [step for step in rest if step]
    if top == "accepted":
        return ("role", "responsibility") if rest[:1] == ["on"] and not key else ()
    kind = {"roles": "role", "responsibilities": "responsibility", "matrices": "matrix", "skills": "skill"}
    if top not in kind:
        return ()
    if defines(path, key):
        return (kind[top],)
    return _in_entry(catalog, top, entry, rest, key)


def _in_entry(catalog: Catalog, top: str, entry: str, rest: list[str], key: bool) -> tuple[str, ...]:
    field = rest[0] if rest else ""
    if top == "matrices":
        return () if key else {"roles": ("role",), "scheme": ("scheme",)}.get(field, ())
    if top == "roles":
        if field in _ROLE_KEYS:
            return ("role",) if not key or field == "interactions" else ()
        if field == "skills":
            return ("skill",) if len(rest) == 1 else ()
        lettered = rest[1:] if field == "assign" else rest if field and field not in _ROLE_FIELDS else None
        return _in_letters(catalog, lettered, key, "responsibility")
    if top == "responsibilities":
        if not rest:
            return ("role",) if key else ()
        if field == "matrix":
            return () if key else ("matrix",)
        lettered = rest[1:] if field in _ASSIGN else rest if field not in _ROW_FIELDS else None
        return _in_letters(catalog, lettered, key, "role")
    return ()


def _in_letters(catalog: Catalog, rest: list[str] | None, key: bool, other: str) -> tuple[str, ...]:
    """Return what is named among letters by roles or rows, ``other``, or those by letters."""
    if rest is None or (rest and rest[-1] in _CONDITIONS):
        return ()
    if key:
        return (other, "letter") if not rest else ()
    if rest and rest[-1] in ("letters", "letter", other):
        return (other,) if rest[-1] == other else ("letter",)
    if not rest:
        return ()
    # A role may have the id of a letter.
    return (other,) if is_letter(catalog, rest[0]) and rest[0] not in catalog.roles else ("letter",)


# A whole file


def data_tokens(
    text: str, file: str, catalog: Catalog, around: Path = (), *, line: int = 0, kind: str = ""
) -> list[Token]:
    """Return the names in a file: in a line and of a kind, where these are given.

    ``around`` is where its keys are, for the body of a directive.
    """
    form, context, role = format_of(file), ReadContext(file, []), role_of(file)
    documents: list[Node] = []
    grids: list[Grid] = []
    if form == "markdown":
        documents, _ = read_front_matter(text, context)
        if role is None:
            grids = read_text("markdown", text, context)
    elif form is not None and FORMATS[form].tree:
        documents = read_text(form, text, context)
    elif form is not None:
        grids = read_text(form, text, context)
    lines = text.split("\n")
    found = [
        token
        for document in documents
        for path, node, key in _places(document, ("roles", role) if role else around)
        if not line or node.at >> 12 == line
        for token in _at(catalog, path, node, key, kind)
    ]
    for grid in grids:
        for cell in (cell for row in grid.rows for cell in row if cell.text):
            place = cell.at >> 12, cell.at & 0xFFF
            if not line or place[0] == line:
                names = [*named(catalog, ("role", "responsibility"), cell.text, *place, defines=True)]
                found += names or named(catalog, ("letter",), cell.text, *place)
    return [*dict.fromkeys(_written(lines, token) for token in found)]


def _places(node: Node, path: Path) -> Iterator[tuple[Path, ScalarNode, bool]]:
    """Yield each text of a document with its path, and whether it is a key."""
    if isinstance(node, ScalarNode):
        yield path, node, False
    elif isinstance(node, MappingNode):
        among_rows = _without_sections(path) == ("responsibilities",)
        for key, value in node.pairs:
            # A section may be called as one of its rows.
            if not (among_rows and _is_section(value)):
                yield path, key, True
            if not (key.text == "id" and _is_section(node)):
                yield from _places(value, (*path, key.text.strip()))
    else:
        for one in node.nodes:
            # In a list, an entry may be under its id.
            pairs = one.pairs if isinstance(one, MappingNode) else []
            keyed = len(pairs) == 1 and isinstance(pairs[0][1], MappingNode)
            yield from _places(one, path if keyed else (*path, ""))


def _is_section(node: Node) -> bool:
    return isinstance(node, MappingNode) and "rows" in node.values


def _at(catalog: Catalog, path: Path, node: ScalarNode, key: bool, kind: str) -> Iterator[Token]:
    kinds = [one for one in kinds_at(catalog, path, key) if kind in ("", one)]
    if kinds:
        row = catalog.find_row(path[1]) if path[:1] == ("responsibilities",) and len(path) > 1 else None
        scheme = catalog.scheme_of(row) if row else None
        at = node.at >> 12, node.at & 0xFFF
        yield from named(catalog, kinds, node.text, *at, scheme, defines(path, key))


def _written(lines: list[str], token: Token) -> Token:
    """Return a token at the place where its text is: behind a quote or a mark of bold text."""
    line = lines[token.line - 1] if token.line <= len(lines) else ""
    at = line.find(token.text, token.column - 1, token.column + 3 + len(token.text))
    return structs.replace(token, column=at + 1) if at >= 0 else token


# A cursor in YAML or JSON, which is half-typed

_MARK = "cursor\u2060mark"
_TYPED = re.compile(r"[\w.+#@-]*$")
_LONGEST = 200
_CLOSERS = {"{": "}", "[": "]"}


class Cursor(Struct, frozen=True):
    """Where a cursor is: the path, whether a key or a value may be there, and what is typed of it.

    ``whole`` says that nothing else is in the value, ``quoted`` that it is in quotes.
    """

    path: Path
    key: bool
    value: bool
    typed: str
    whole: bool
    quoted: bool


def cursor_at(text: str, line: int, column: int, around: Path = ()) -> Cursor | None:
    """Return where a cursor is. Only lines above that are indented less are read, as they hold its path."""
    lines = text.split("\n")
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    # No name is longer, and a search for the end would begin at each of its letters.
    match = _TYPED.search(before, max(0, len(before) - _LONGEST))
    assert match is not None
    stem = before[: match.start()]
    kept = [*_above(lines, line - 1, before), stem]
    quote, opened = _open(kept)
    if quote == "#":
        return None
    context = ReadContext("", [])
    source = "\n".join(kept) + _MARK + quote + "".join(_CLOSERS[one] for one in reversed(opened))
    for document in read_text("yaml", source, context):
        for path, node, key in _places(document, around):
            if node.text.endswith(_MARK):
                alone = not opened and stem.strip(" -") == ""
                whole = node.text == _MARK
                return Cursor(path, key or alone, not key, match[0], whole, bool(quote))
    return None


_TABLE = re.compile(r"^[ \t]*\[(?P<several>\[)?(?P<keys>[^\[\]#]+)\]{1,2}[ \t]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_ENTRY = re.compile(r"^[ \t]*(?P<keys>[\w.\"' -]+?)[ \t]*=")
_STEP = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")
_STRING = re.compile(r"(\"[^\"]*\"?|'[^']*'?)")


def toml_cursor_at(text: str, line: int, column: int) -> Cursor | None:
    """Return where a cursor is in TOML: what is in braces and brackets there is read as YAML."""
    lines = text.split("\n")
    before = "".join(lines[line - 1 : line])[: column - 1]
    if before.lstrip().startswith("[") and "]" not in before:
        table_of, _, typed = before.strip(" \t[").rpartition(".")
        return Cursor(_steps(table_of), True, False, typed.lstrip("\"'"), False, typed[:1] in ("'", '"'))
    inside: list[str] = []
    path: Path = ()
    for above in reversed(lines[: line - 1]):
        if table := _TABLE.match(above):
            path = (*_steps(table["keys"]), *([""] if table["several"] else []))
            break
        inside.insert(0, _COMMENT.sub("", above))
    first = next((at for at in reversed(range(len(inside))) if _ENTRY.match(inside[at])), len(inside))
    # What an entry above has left open goes on here.
    parts = [" ".join(inside[first:])] if not _ENTRY.match(before) else []
    parts = [one for one in parts if _open([_as_yaml(one)])[1]]
    entry = _ENTRY.match(whole := " ".join([*parts, before]))
    steps = _steps(entry["keys"]) if entry else ()
    source = f"{steps[-1]}: {_as_yaml(whole[entry.end() :])}" if entry and steps else whole.strip()
    found = cursor_at(source, 1, len(source) + 1, (*path, *steps[:-1]))
    return structs.replace(found, key=True, value=False) if found and not entry else found


def _steps(keys: str) -> Path:
    return tuple(filter(None, ("".join(one) for one in _STEP.findall(keys))))


def _as_yaml(text: str) -> str:
    parts = _STRING.split(text)
    return "".join(one if at % 2 else one.replace("=", ": ") for at, one in enumerate(parts))


def kinds_in_table(catalog: Catalog, text: str, line: int, before: str) -> tuple[str, ...]:
    """Return what the cell of a table that a cursor is in may hold, behind ``before`` in its line."""
    first = next((at for at, one in enumerate(text.split("\n"), 1) if one.strip()), line)
    sign = max(",;\t|", key=text.split("\n")[first - 1].count)
    heads = next(csv.reader([text.split("\n")[first - 1]], delimiter=sign), [])
    cells = next(csv.reader([before], delimiter=sign), [])
    head = heads[len(cells) - 1] if 0 < len(cells) <= len(heads) else ""
    if line != first and len(cells) > 1 and (catalog.find_role(head) or catalog.find_row(head)):
        return ("letter",)
    return ("role", "responsibility") if line == first or not head or len(cells) == 1 else ("role",)


def _above(lines: list[str], number: int, before: str) -> list[str]:
    """Return the lines above that hold the path to a line, which are indented less and less."""
    limit = len(before) - len(before.lstrip(" "))
    item = before.lstrip(" ").startswith("-")
    kept: list[str] = []
    for text in reversed(lines[:number]):
        plain = text.lstrip(" ")
        indent = len(text) - len(plain)
        if not plain or plain[0] == "#" or indent > limit or (indent == limit and not item):
            continue
        if indent == limit and plain.startswith("-"):
            continue
        kept.append(text)
        limit, item = indent, plain.startswith("-")
        if not limit and not item:
            break
    return kept[::-1]


def _open(lines: list[str]) -> tuple[str, list[str]]:
    """Return the quote that is open at the end, or ``#`` in a comment, and the open brackets."""
    quote, opened = "", list[str]()
    for text in lines:
        quote, before = "" if quote == "#" else quote, opened[-1] if opened else ""
        for index, sign in enumerate(text):
            if quote:
                quote = "" if sign == quote != "#" else quote
            elif (sign in "\"'" and before in ("", ":", ",", "-", "{", "[")) or (
                sign == "#" and (not index or text[index - 1].isspace())
            ):
                quote = sign
            elif sign in _CLOSERS and (opened or before in ("", ":", "-")):
                opened.append(sign)
            elif opened and sign == _CLOSERS[opened[-1]]:
                opened.pop()
            before = before if sign.isspace() else sign
    return quote, opened
