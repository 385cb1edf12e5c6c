"""One file to a draft: bytes, text, then the reader of its format."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from msgspec import UNSET

from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Code, Place, Problem
from sphinx_roles.reading.decoding import decode
from sphinx_roles.reading.formats.marks import printable
from sphinx_roles.reading.schema.drafts import FileDraft
from sphinx_roles.reading.schema.entries import Entry, id_of
from sphinx_roles.reading.schema.schema import has_our_keys, read_role, read_tree, tell_no_data
from sphinx_roles.reading.schema.values import absent, describe
from sphinx_roles.reading.settings import Settings
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.sources import Source
from sphinx_roles.reading.tree import Entries, Node, Scalar, pack

__all__ = ["FORMATS", "TREES", "format_of", "read_file", "role_of", "text_of"]

_ROLE_SUFFIXES = (".role.yaml", ".role.yml", ".role.md")


def _yaml(text: str, sheet: Sheet) -> list[Node]:
    from sphinx_roles.reading.formats.yaml import read_yaml

    return read_yaml(text, sheet)


def _json(text: str, sheet: Sheet) -> list[Node]:
    from sphinx_roles.reading.formats.json import read_json

    return read_json(text, sheet)


def _toml(text: str, sheet: Sheet) -> list[Node]:
    from sphinx_roles.reading.formats.toml import read_toml

    return read_toml(text, sheet)


# The parsers are imported when the first file of their format comes.
TREES: Mapping[str, Callable[[str, Sheet], list[Node]]] = {"yaml": _yaml, "json": _json, "toml": _toml}

FORMATS: Mapping[str, str] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".toml": "toml",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".rst": "rst",
}


def format_of(path: str) -> str | None:
    """Return the format of a path by its suffix."""
    return FORMATS.get(PurePosixPath(path).suffix.casefold())


def role_of(path: str) -> str | None:
    """Return the id of the role that a file holds by itself (``sre.role.yaml``), else None."""
    name = PurePosixPath(path).name
    for suffix in _ROLE_SUFFIXES:
        if name.casefold().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return None


def read_file(source: Source, settings: Settings, problems: list[Problem]) -> FileDraft:
    """Read one file as far as it can be read by itself."""
    sheet = Sheet(source.shown, problems, limits=settings.limits, fields=settings.fields)
    start = Place(source.shown)
    draft = FileDraft(
        sheet,
        stem=PurePosixPath(source.shown).stem,
        matrix=Text(source.matrix, start) if source.matrix else None,
        scheme=Text(source.scheme, start) if source.scheme else None,
        transpose=source.transpose,
        columns=source.columns,
        fill_down=source.fill_down,
    )
    form = source.form or format_of(source.shown)
    if form is None:
        if source.named:
            said = f"the suffix of {source.shown!r} tells no format; {', '.join(FORMATS)} are read"
            sheet.tell(Code.UNKNOWN_FORMAT, said, pack(1, 1))
        return draft
    text = text_of(source, sheet)
    if text is None:
        return draft
    if form == "markdown":
        _read_markdown(draft, source, text)
    elif form in TREES:
        _read_tree_file(draft, source, TREES[form](text, sheet), bool(text.strip()))
    elif form == "rst":
        _read_restructured(draft, source, text)
    else:
        _read_delimited(draft, source, text, "\t" if form == "tsv" else None)
    if draft.scheme is not None and draft.matrix is None and draft.rows:
        # Rows under a scheme of their own cannot stand in the matrix that has no name.
        draft.matrix = Text(draft.stem, start)
        for row in draft.rows:
            row.matrix = draft.matrix
    return draft


def text_of(source: Source, sheet: Sheet) -> str | None:
    """Read the text of a file; None, and told, where it cannot be read."""
    data = _bytes(source, sheet)
    return decode(data, sheet) if data is not None else None


def _bytes(source: Source, sheet: Sheet) -> bytes | None:
    """Read the bytes of a file, up to one more than the limit."""
    try:
        with open(source.path, "rb", opener=_without_waiting) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read(sheet.limits.size + 1)
        said = f"{source.shown!r} is no ordinary file"
        sheet.tell(Code.UNREADABLE_FILE, said, pack(1, 1))
    except FileNotFoundError:
        sheet.tell(Code.MISSING_FILE, f"the file {source.shown!r} is not there", pack(1, 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        sheet.tell(Code.UNREADABLE_FILE, f"{source.shown!r} cannot be read: {reason.lower()}", pack(1, 1))
    sheet.cut = True
    return None


def _without_waiting(path: str, flags: int) -> int:
    """Open a file so that a pipe without a writer does not keep the build waiting."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_tree_file(draft: FileDraft, source: Source, documents: list[Node], filled: bool) -> None:
    sheet = draft.sheet
    role = role_of(source.shown)
    if role is not None:
        _read_role_file(draft, role, documents)
        return
    if any(map(has_our_keys, documents)):
        for document in documents:
            read_tree(draft, document)
        return
    keys = [key for node in documents if isinstance(node, Entries) for key, _ in node.pairs]
    if not source.named:
        # A glob finds what belongs to others; only where nothing tells whose it is, a mistake is told.
        if keys or not sheet.cut:
            sheet.problems[:] = [one for one in sheet.problems if one.place.file != source.shown]
            sheet.cut = False
    elif not sheet.cut:
        tell_no_data(sheet, documents)


def _read_role_file(draft: FileDraft, role: str, documents: list[Node]) -> None:
    """Read a file that is one role: its keys are those of the record."""
    sheet = draft.sheet
    record = documents[0] if documents else Entries([], pack(1, 1))
    if len(documents) > 1:
        sheet.tell(
            Code.WRONG_TYPE, "a role file holds one role; only the first document is read", documents[1].at
        )
    if absent(record):
        record = Entries([], record.at)
    if not isinstance(record, Entries):
        said = f"a role file holds a mapping of the role's fields, not {describe(record)}"
        sheet.tell(Code.WRONG_TYPE, said, record.at)
        record = Entries([], record.at)
    key = next((v.text for k, v in record.pairs if k.text == "id" and isinstance(v, Scalar) and v.text), role)
    read_role(draft, Entry(id_of(key), Text(role, sheet.place(record.at)), record, record.at))


def _read_markdown(draft: FileDraft, source: Source, text: str) -> None:
    from sphinx_roles.reading.formats.markdown import front_matter, marked, read_markdown_tables

    sheet, role = draft.sheet, role_of(source.shown)
    if role is None and not source.named and not marked(text):
        return
    text = printable(text, sheet)
    front = front_matter(text)
    documents: list[Node] = []
    if front is not None:
        sheet.line = front[1]
        documents = _yaml(front[0], sheet)
        sheet.line = 1
    if role is not None:
        _read_role_file(draft, role, documents)
        _describe_role(draft, text, front)
        return
    for document in documents:
        read_tree(draft, document, foreign=True)
    draft.grids = read_markdown_tables(text, sheet.file, sheet.problems)
    if not draft.grids and not any(map(has_our_keys, documents)) and not sheet.cut:
        said = "the file holds no pipe table, and none of our keys in its front matter"
        sheet.tell(Code.NO_DATA, said, pack(1, 1))


def _describe_role(draft: FileDraft, text: str, front: tuple[str, int] | None) -> None:
    """Make the text under the front matter the description of its role."""
    lines = text.split("\n")
    first = front[0].count("\n") + 2 if front is not None else 0
    while first < len(lines) and not lines[first].strip():
        first += 1
    body = "\n".join(lines[first:]).rstrip()
    if body and draft.roles:
        values = draft.roles[-1].values
        if values.get("description", UNSET) is UNSET:
            values["description"] = Prose(body, Place(draft.sheet.file, first + 1))


def _read_delimited(draft: FileDraft, source: Source, text: str, delimiter: str | None) -> None:
    from sphinx_roles.reading.formats.delimited import read_delimited

    sheet = draft.sheet
    draft.grids = read_delimited(printable(text, sheet), sheet.file, sheet.problems, delimiter=delimiter)
    if not draft.grids and source.named and not any(one.place.file == sheet.file for one in sheet.problems):
        sheet.tell(Code.NO_DATA, "the file holds no table", pack(1, 1))


def _read_restructured(draft: FileDraft, source: Source, text: str) -> None:
    from sphinx_roles.reading.formats.restructured import marked, read_restructured

    sheet = draft.sheet
    if not source.named and not marked(text):
        return
    draft.grids = read_restructured(text, sheet.file, sheet.problems)
    if not draft.grids and not sheet.cut and not any(one.place.file == sheet.file for one in sheet.problems):
        sheet.tell(Code.NO_DATA, "the file holds no table", pack(1, 1))
