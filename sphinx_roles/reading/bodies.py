"""The body of a directive: YAML, CSV or a table of the page's markup, told apart by looking."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_roles.model import Text
from sphinx_roles.problems import Code, Place, Problem
from sphinx_roles.reading.files import TREES
from sphinx_roles.reading.formats.marks import printable
from sphinx_roles.reading.formats.restructured import is_restructured
from sphinx_roles.reading.schema.drafts import FileDraft
from sphinx_roles.reading.schema.entries import Entry, id_of, id_of_name
from sphinx_roles.reading.schema.schema import has_our_keys, read_responsibilities, read_role, read_tree
from sphinx_roles.reading.schema.values import describe
from sphinx_roles.reading.settings import Settings
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tables.cells import Grid
from sphinx_roles.reading.tree import Entries, Node, Scalar, pack

__all__ = ["body_draft", "look", "role_draft"]

# What is once taken is not given back, or many blanks would be tried in every way.
_RULE = re.compile(r"^[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)++\|?[ \t]*+$", re.M)
# A key comes before any delimiter, and a blank or the end of the line after its colon.
_KEY = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^,;|\t\n"'][^,;|\t\n]*?)[ \t]*:(?:[ \t]|$)""", re.M)
_YAML_STARTS = ("- ", "---", "{", "%YAML", "? ", "&", "!")


def look(text: str) -> str:
    """Tell the format of a body: ``yaml``, ``markdown``, ``rst`` or ``csv``."""
    if is_restructured(text):
        return "rst"
    if _RULE.search(text):
        return "markdown"
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith("|"):
        return "markdown"
    if first.startswith(_YAML_STARTS) or first == "-" or _KEY.match(first[:500]):
        return "yaml"
    return "csv"


def _sheet(place: Place, settings: Settings, problems: list[Problem]) -> Sheet:
    return Sheet(place.file, problems, place.line, place.column, settings.limits, settings.fields)


def _is_too_long(text: str, sheet: Sheet) -> bool:
    size = sheet.limits.size
    if len(text) > size:
        said = f"the body is longer than {size} characters"
        sheet.tell(Code.TOO_LARGE, said, pack(sheet.line, sheet.column))
    return len(text) > size


def body_draft(
    text: str,
    place: Place,
    settings: Settings,
    problems: list[Problem],
    *,
    form: str | None,
    transpose: bool | None,
    columns: Mapping[str, str] | None,
) -> FileDraft:
    """Read the body of a matrix, cards or an audit."""
    sheet = _sheet(place, settings, problems)
    draft = FileDraft(sheet, transpose=transpose, columns=columns or {})
    start = pack(place.line, place.column)
    if _is_too_long(text, sheet):
        return draft
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    form = form or look(text)
    if form in TREES:
        documents = TREES[form](text, sheet)
        _read_tree(draft, documents)
        if any(map(has_our_keys, documents)):
            return draft
    elif form in _TABLES:
        draft.grids = _grids(printable(text, sheet), form, sheet)
    else:
        known = ", ".join((*TREES, *_TABLES))
        sheet.tell(Code.UNKNOWN_FORMAT, f"{form!r} is no format; {known} are read", start)
        return draft
    if not problems and not (draft.grids or draft.rows or draft.roles or draft.sections):
        sheet.tell(Code.NO_DATA, "the body holds no table, no roles and no responsibilities", start)
    return draft


_TABLES = ("csv", "tsv", "markdown", "rst")


def _grids(text: str, form: str, sheet: Sheet) -> list[Grid]:
    file, problems, line, column = sheet.file, sheet.problems, sheet.line, sheet.column
    if form == "markdown":
        from sphinx_roles.reading.formats.markdown import read_markdown_tables

        return read_markdown_tables(text, file, problems, line=line, column=column)
    if form == "rst":
        from sphinx_roles.reading.formats.restructured import read_restructured

        return read_restructured(text, file, problems, line=line, column=column)
    from sphinx_roles.reading.formats.delimited import read_delimited

    delimiter = "\t" if form == "tsv" else None
    return read_delimited(text, file, problems, line=line, column=column, delimiter=delimiter)


def _read_tree(draft: FileDraft, documents: list[Node]) -> None:
    """Read the keys of a file, or without any of them, responsibilities."""
    for document in documents:
        if has_our_keys(document):
            read_tree(draft, document)
        else:
            read_responsibilities(draft, document)


def role_draft(text: str, place: Place, settings: Settings, problems: list[Problem]) -> FileDraft:
    """Read the body of a card: the fields of one role."""
    sheet = _sheet(place, settings, problems)
    draft = FileDraft(sheet)
    if _is_too_long(text, sheet):
        return draft
    documents = TREES["yaml"](text.replace("\r\n", "\n").replace("\r", "\n"), sheet)
    at = pack(place.line, place.column)
    if not documents:
        if not problems:
            sheet.tell(Code.NO_DATA, "the body holds no fields of a role", at)
        return draft
    record = documents[0]
    if not isinstance(record, Entries):
        said = f"the body of a card is a mapping of the role's fields, not {describe(record)}"
        sheet.tell(Code.WRONG_TYPE, said, record.at)
        return draft
    given = {key.text: value.text for key, value in record.pairs if isinstance(value, Scalar)}
    name = given.get("name") or given.get("id") or "role"
    key = id_of(given["id"]) if given.get("id") else id_of_name(name)
    read_role(draft, Entry(key, Text(name, place), record, record.at))
    return draft
