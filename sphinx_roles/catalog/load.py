"""Reads files and bodies of directives: text to nodes or tables, and those to a catalog."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from sphinx_roles.catalog.formats import (
    FORMATS,
    WORKBOOKS,
    format_of,
    read_text,
    report_suffix,
    text_of,
)
from sphinx_roles.catalog.merge import merge
from sphinx_roles.catalog.nodes import TOP, Entry, MappingNode, Node, ReadContext, as_lines, pack, printable
from sphinx_roles.catalog.schema import (
    FileDraft,
    draft_of,
    has_our_keys,
    read_responsibilities,
    read_role_draft,
    read_tree,
    report_no_data,
)
from sphinx_roles.catalog.sources import Settings, Source, role_of
from sphinx_roles.model import Catalog, Prose, Text, fold, id_of, id_of_name
from sphinx_roles.problems import Code, Location, Problem


def read_file(source: Source, settings: Settings) -> FileDraft:
    """Read one file as far as it can be read by itself; its context has the problems."""
    context = ReadContext(source.shown, [], limits=settings.limits, fields=settings.fields)
    draft = draft_of(source, context)
    form = source.form or format_of(source.shown)
    if form is None:
        if source.named:
            report_suffix(context)
        return draft
    text = text_of(source, context, settings.unsaved)
    if text is None:
        return draft
    if form == "markdown":
        _read_markdown(draft, text)
    elif FORMATS[form].tree:
        _read_tree_file(draft, read_text(form, text, context))
    elif form != "rst" or source.named or _MARKER.search(text):
        draft.grids = read_text(form, text, context)
        if not draft.grids and not context.problems and (source.named or form == "rst"):
            context.report(Code.NO_DATA, "the file holds no table", TOP)
    if draft.scheme is not None and draft.matrix is None and draft.rows:
        # Rows under a scheme of their own cannot be in the matrix that has no name.
        draft.matrix = Text(draft.stem, Location(source.shown))
        for row in draft.rows:
            row.matrix = draft.matrix
    return draft


_MARKER = re.compile(r"^\.\. +roles[ \t]*$", re.M)
"""The comment by which the tables of a page of reStructuredText are data."""


def _read_tree_file(draft: FileDraft, documents: list[Node]) -> None:
    context = draft.context
    if (role := role_of(context.file)) is not None:
        _read_role_file(draft, role, documents)
        return
    if any(map(has_our_keys, documents)):
        for document in documents:
            read_tree(draft, document)
        return
    keys = [key for node in documents if isinstance(node, MappingNode) for key, _ in node.pairs]
    if not draft.source.named:
        # A glob finds what belongs to others; a mistake is reported only where nothing says whose it is.
        if keys or not context.cut:
            draft.context = replace(context, problems=[], cut=False)
    elif not context.cut:
        report_no_data(context, documents)


_OF_CATALOG = frozenset(("roles", "matrices", "schemes", "scales", "rules", "accepted"))
"""Keys of our other files that are no fields of a role."""


def _read_role_file(draft: FileDraft, role: str, documents: list[Node]) -> None:
    """Read a file that is one role: its keys are those of the record."""
    context = draft.context
    record = documents[0] if documents else MappingNode([], TOP)
    if len(documents) > 1:
        message = "a role file holds one role; only the first document is read"
        context.report(Code.WRONG_TYPE, message, documents[1].at)
    if not record.absent and not isinstance(record, MappingNode):
        message = "a role file holds a mapping of the role's fields, not {found}"
        context.report(Code.WRONG_TYPE, message, record.at, found=record.described)
    if record.absent or not isinstance(record, MappingNode):
        record = MappingNode([], record.at)
    if not record.pairs and not context.problems and not record.cut:
        message = "the file gives no field of the role {role!r}, not even a name"
        if format_of(context.file) == "markdown":
            message += "; fields are between two lines of three dashes at its top"
        context.report(Code.NO_DATA, message, TOP, {"role": role})
    # Below them is another role, or what is about all of them.
    elsewhere = [key for key, _ in record.pairs if key.text in _OF_CATALOG and key.text not in context.fields]
    if elsewhere:
        message = (
            "a role file holds the fields of one role at its top, and no {key!r}, which other files have"
        )
        context.report(Code.UNKNOWN_KEY, message, elsewhere[0].at, {"key": elsewhere[0].text})
        record.pairs = [pair for pair in record.pairs if pair[0] not in elsewhere]
    key = record.texts.get("id") or role
    read_role_draft(draft, Entry(id_of(key), Text(role, context.location(record.at)), record, record.at))


def _read_markdown(draft: FileDraft, text: str) -> None:
    from sphinx_roles.catalog.formats.markdown import marked, read_front_matter

    context, role = draft.context, role_of(draft.context.file)
    if role is None and not draft.source.named and not marked(text):
        return
    text = printable(text, context)
    documents, above = read_front_matter(text, context)
    if role is not None:
        if not above and text.partition("\n")[0].rstrip() == "---":
            context.report(Code.SYNTAX, "the front matter has no end: a line of three dashes", TOP)
        _read_role_file(draft, role, documents)
        _describe_role(draft, text, above)
        return
    for document in documents:
        read_tree(draft, document, foreign=True)
    draft.grids = read_text("markdown", text, context)
    found = draft.grids or any(map(has_our_keys, documents))
    if not found and not context.cut and not any(one.code == Code.TABLE for one in context.problems):
        message = "the file holds no pipe table, and none of our keys in its front matter"
        _report_no_table(context, text, message)


def _report_no_table(context: ReadContext, text: str, message: str) -> None:
    """Report that no table was found; at lines between bars, and what they lack, where there are some."""
    line, bars = context.line, re.search(_BARS, text)
    if bars is not None and re.search(_RULE, text) is None:
        line += text.count("\n", 0, bars.start())
        message += "; below its head, a table of Markdown has a line such as {rule}"
    context.report(Code.NO_DATA, message, pack(line, context.column), rule="|---|---|")


def _describe_role(draft: FileDraft, text: str, above: int) -> None:
    """Make the text below so many lines of front matter the description of its role."""
    lines = text.split("\n")
    first = next((i for i in range(above, len(lines)) if lines[i].strip()), None)
    if first is not None and draft.roles:
        body = Prose("\n".join(lines[first:]).rstrip(), Location(draft.context.file, first + 1))
        draft.roles[-1].values.setdefault("description", body)


# Compiled for the first text whose format nothing says.
# What is once taken is not given back, or many blanks would be tried in every way.
_RULE = r"(?m:^[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)++\|?[ \t]*+$)"
_BARS = r"(?m:^[ \t>]*+\|.*\|)"
# A key comes before any delimiter, and a blank or the end of the line after its colon.
_KEY = r"""(?m:(?:"[^"\n]*"|'[^'\n]*'|[^,;|\t\n"'][^,;|\t\n]*?)[ \t]*:(?:[ \t]|$))"""
_YAML_STARTS = ("- ", "---", "{", "%YAML", "? ", "&", "!")


def format_of_body(text: str) -> str:
    """Return the format of a body: ``yaml``, ``markdown``, ``rst`` or ``csv``."""
    from sphinx_roles.catalog.formats.restructured import is_restructured

    if is_restructured(text):
        return "rst"
    if re.search(_RULE, text):
        return "markdown"
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith("|") or first[:6].casefold() == "<table":
        return "markdown"
    if first.startswith(_YAML_STARTS) or first == "-" or re.match(_KEY, first[:500]):
        return "yaml"
    return "csv"


def _body(
    text: str, at: Location, settings: Settings, transpose: bool | None = None
) -> tuple[FileDraft, str | None]:
    """Return the draft of a body, and its text with line feeds; None where it is too long."""
    context = ReadContext(at.file, [], at.line, at.column, settings.limits, settings.fields)
    draft = FileDraft(context, Source(Path(), at.file, transpose=transpose))
    if len(text) > settings.limits.size:
        message = "the body is longer than {limit} characters"
        context.report(Code.TOO_LARGE, message, pack(at.line, at.column), limit=settings.limits.size)
        return draft, None
    return draft, as_lines(text)


def _read_body(draft: FileDraft, text: str, form: str) -> None:
    """Read the body of a matrix, cards or an audit: the keys of a file, responsibilities or tables."""
    context = draft.context
    start = pack(context.line, context.column)
    if form not in FORMATS:
        message = "{format!r} is no format; {known} are read"
        context.report(Code.UNKNOWN_FORMAT, message, start, {"format": form}, known=FORMATS)
        return
    if FORMATS[form].tree:
        documents = read_text(form, text, context)
        for document in documents:
            if has_our_keys(document):
                read_tree(draft, document)
            else:
                read_responsibilities(draft, document)
        if any(map(has_our_keys, documents)):
            return
    else:
        draft.grids = read_text(form, text, context)
    if not context.problems and not (draft.grids or draft.rows or draft.roles or draft.sections):
        message = "the body holds no table, no roles and no responsibilities"
        _report_no_table(context, text, message)


def _read_role(draft: FileDraft, text: str, location: Location) -> None:
    """Read the body of a card, the fields of one role."""
    context = draft.context
    documents = read_text("yaml", text, context)
    if not documents:
        if not context.problems:
            at = pack(location.line, location.column)
            context.report(Code.NO_DATA, "the body holds no fields of a role", at)
        return
    record = documents[0]
    if not isinstance(record, MappingNode):
        message = "the body of a card is a mapping of the role's fields, not {found}"
        context.report(Code.WRONG_TYPE, message, record.at, found=record.described)
        return
    given = record.texts
    name = given.get("name") or given.get("id") or "role"
    key = id_of(given["id"]) if given.get("id") else id_of_name(name)
    read_role_draft(draft, Entry(key, Text(name, location), record, record.at))


_DEFAULTS = Settings()


def read_catalog(
    sources: Iterable[Source], settings: Settings = _DEFAULTS, problems: Iterable[Problem] = ()
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read the files of a catalog, in order, and all that is wrong with them.

    ``problems`` are those of files that could not be found.
    """
    # The collector of cycles looks at new records again and again, and a catalog has no cycle. What was read
    # on the way is gone before it is asked again.
    was = gc.isenabled()
    gc.disable()
    try:
        return merge(_drafts(list(sources), settings), settings, problems)
    finally:
        if was:
            gc.enable()


def _drafts(sources: list[Source], settings: Settings) -> list[FileDraft]:
    others = [source for source in sources if source.kind]
    if not others:
        return [read_file(source, settings) for source in sources]
    # Imported here, as few handbooks have any.
    from sphinx_roles.catalog.foreign import Foreign, newest_first

    foreign = Foreign(settings)
    foreign.parse(others)
    each = (foreign.reported(one) if one.kind else [read_file(one, settings)] for one in sources)
    return newest_first([draft for drafts in each for draft in drafts])


def read_standalone(
    source: Source, settings: Settings = _DEFAULTS, roles: Catalog | None = None
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read one file as a catalog of its own, which may name the roles of another one."""
    return merge([read_file(source, settings)], settings, known=roles)


def read_sheet(
    source: Source, settings: Settings, catalog: Catalog, schemes: Sequence[str] = ()
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read one file that somebody has filled in, a workbook too, as `read_standalone` does.

    A sheet does not say in which of the ``schemes`` its letters are: in that of the matrix of ``catalog``
    whose rows it has; among those with the same rows, in the one with which least is wrong.
    """
    tried = [
        _read_sheet(replace(source, scheme=one, of_answers=True), settings, catalog)
        for one in schemes or (source.scheme,)
    ]
    if len(tried) < 2:
        return tried[0]
    asked = {(catalog.matrices[row.matrix].scheme, fold(row.name)) for row in catalog.rows}

    def misfit(scheme: str, filled: Catalog, problems: tuple[Problem, ...]) -> tuple[int, int]:
        return -sum((scheme, fold(row.name)) in asked for row in filled.rows), len(problems)

    best = min(zip(schemes, tried, strict=True), key=lambda one: misfit(one[0], *one[1]))
    return best[1]


def _read_sheet(source: Source, settings: Settings, roles: Catalog) -> tuple[Catalog, tuple[Problem, ...]]:
    drafts, problems = _read_filled(source, settings)
    filled, found = merge(drafts, settings, problems, known=roles)
    # A head that is no role of the catalog is left out and reported by whoever compares the sheets.
    return filled, tuple(one for one in found if one.code is not Code.UNKNOWN_ROLE)


def _read_filled(source: Source, settings: Settings) -> tuple[list[FileDraft], list[Problem]]:
    if source.path.suffix.lower() not in WORKBOOKS:
        return [read_file(source, settings)], []
    # Imported here, as few projects have one.
    from sphinx_roles.catalog.formats.workbook import read_workbook
    from sphinx_roles.catalog.tables import TableOptions
    from sphinx_roles.catalog.tables.interpret import share_legends

    problems: list[Problem] = []
    start, drafts = Location(source.shown), []
    for page in read_workbook(source.path, source.shown, problems, settings.limits, hidden=True):
        problems += [Problem.of(Code.TABLE, "{what} is left out", start, what=what) for what in page.left_out]
        if page.grid is not None:
            drafts.append(replace(draft_of(source, page.context), grids=[page.grid]))
    share_legends({draft.context.file: draft.grids for draft in drafts}, TableOptions())
    return drafts, problems


def read_body(
    text: str,
    location: Location,
    settings: Settings = _DEFAULTS,
    *,
    format: str | None = None,
    roles: Catalog | None = None,
    scheme: str | None = None,
    transpose: bool | None = None,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read the body of a directive as a catalog of its own.

    ``location`` is that of its first character; every line of it is shifted by that column.
    ``format`` is ``yaml``, ``json``, ``toml``, ``csv``, ``tsv``, ``markdown`` or ``rst``; without it,
    the body is looked at. ``roles`` is the catalog whose roles it may name.
    """
    if scheme is not None:
        settings = replace(settings, scheme=scheme)
    draft, body = _body(text, location, settings, transpose)
    if body is not None:
        _read_body(draft, body, format or format_of_body(body))
    return merge([draft], settings, known=roles, scheme_at=location)


def read_role(
    text: str, location: Location, settings: Settings = _DEFAULTS, *, roles: Catalog | None = None
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read the body of a card as a catalog of one role, which may name the roles of another catalog."""
    draft, body = _body(text, location, settings)
    if body is not None:
        _read_role(draft, body, location)
    catalog, reported = merge([draft], settings, known=roles, scheme_at=location)
    if catalog.rows:
        message = "letters have no place in the body of a card; who takes part is in the responsibilities"
        one = Problem.of(Code.UNKNOWN_KEY, message, catalog.rows[0].location)
        reported = (*reported, one)
    found = {one.id: catalog.roles[one.id] for one in draft.roles}
    return replace(catalog, roles=found, rows=(), matrices={}, problems=reported), reported
