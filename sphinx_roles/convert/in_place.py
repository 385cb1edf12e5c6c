"""Tables on a page, where they are, to `responsibility-matrix`; all else stays byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct, field, structs

from sphinx_roles.analysis.diff.change import sentence
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.catalog.formats import read_text
from sphinx_roles.catalog.formats.markdown import TABLE_DIRECTIVE
from sphinx_roles.catalog.letters import DEFAULT_SCHEME
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.merge import merge
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.schema import FileDraft
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.catalog.tables import Grid, TableOptions
from sphinx_roles.catalog.tables.interpret import is_matrix
from sphinx_roles.convert.inputs import CellCheck
from sphinx_roles.model import Catalog, Text
from sphinx_roles.problems import Code, Location, Problem

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class Page(Struct):
    """The new text of a page, and a sentence for each table that was changed, or was not."""

    text: str
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class _Change(Struct):
    """The lines from ``start`` up to ``stop``, from 0, become others; ``body`` is what is read of them."""

    start: int
    stop: int
    lines: list[str]
    body: str
    caption: str = ""
    left_out: list[str] = field(default_factory=list)


def changed_page(text: str, shown: str, form: str, *, transpose: bool = False) -> Page:
    """Make each responsibility table of a page the body of a directive.

    ``form`` is ``markdown`` or ``rst``; ``transpose`` says that the roles are the rows. A table is left as it
    is and reported where not each of its cells is read, and where it would say something else in the
    directive, as it depends on a footnote elsewhere on the page, say.
    """
    # The mark of the encoding stays the first character.
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    problems: list[Problem] = []
    grids = read_text(form, text, ReadContext(shown, problems))
    lines = [line for line in _LINE.findall(text) if line]
    page, source = Page(text), Source(Path(), shown, form=form, transpose=transpose or None)
    # From the last one up, so that the lines of the others stay where they are.
    for grid in reversed(grids):
        if not is_matrix(grid, TableOptions(transpose=source.transpose)):
            continue
        before = _alone(grid, source)
        if _is_idle(before):
            continue
        scheme = _scheme(before)
        said = [f":scheme: {scheme}"] if scheme else []
        said += [":transposed-data:"] if transpose else []
        if not grid.lines[0]:
            where = f"{shown}:{grid.at >> 12}"
            page.kept.insert(0, f"{where}: left as it is: on its lines is more than the table")
            continue
        change = (_markdown_change if form == "markdown" else _restructured_change)(lines, grid, said)
        if change is None:
            continue
        where = f"{shown}:{grid.lines[0]}"
        if isinstance(change, _Change) and (refused := _refused(grid, before, change, source)):
            change = f"left as it is: {refused}"
        if isinstance(change, str):
            page.kept.insert(0, f"{where}: {change}")
            continue
        lines[change.start : change.stop] = change.lines
        named = f" {change.caption!r}" if change.caption else ""
        page.changed.insert(0, f"{where}: the table{named} is a responsibility-matrix")
        page.kept[:0] = [f"{where}: {sentence}" for sentence in change.left_out]
    # In Markdown, these are tables of letters in directives of MyST.
    read = {line for grid in grids for line in range(grid.lines[0], grid.lines[1] + 1)}
    unread = [
        one
        for one in problems
        if form == "markdown" and one.code == Code.TABLE and one.location.line not in read
    ]
    page.kept += [f"{shown}:{one.location.line}: left as it is: {one.text}" for one in unread]
    page.text = mark + "".join(lines)
    return page


def _alone(grid: Grid, source: Source) -> Catalog:
    """Read one table of a page by itself."""
    draft = FileDraft(ReadContext(source.shown, []), source, "table", grids=[grid])
    return merge([draft], Settings())[0]


def _is_idle(catalog: Catalog) -> bool:
    """Return whether nobody does or decides anything there: "CI (nightly)" is about pipelines."""
    held = [(catalog.scheme_of(row), one) for row in catalog.rows for one in row.assign if one.letters]
    return not any({*its.deciding, *its.doing} & {*one.letters} for its, one in held)


def _scheme(catalog: Catalog) -> str | None:
    """Return the scheme that the directive has to name, as the page did around the table."""
    used = {catalog.matrices[row.matrix].scheme for row in catalog.rows}
    scheme = used.pop() if used else DEFAULT_SCHEME
    return None if scheme == DEFAULT_SCHEME else scheme


def _refused(grid: Grid, before: Catalog, change: _Change, source: Source) -> str:
    """Say why a table must not become the body of a directive; ``""`` where it says the same there."""
    unread = CellCheck(before).unread(grid, source.shown)
    if unread:
        listed = ", ".join(repr(cell.text) for cell in unread[:_LISTED])
        turned = CellCheck(_alone(grid, structs.replace(source, transpose=True)))
        hint = (
            "" if source.transpose or turned.unread(grid, source.shown) else "; --transpose shows all of it"
        )
        return f"{listed} would not be shown{hint}"
    form, scheme, start = source.form, _scheme(before), Location(source.shown)
    after, _ = read_body(change.body, start, format=form, scheme=scheme, transpose=source.transpose)
    changes = ChangesQuery(undeclared=True).changes(_unnamed(before), _unnamed(after))
    if before.rows and not changes.count:
        return ""
    what = "in a directive it would lose what is elsewhere on the page (a footnote, a link)"
    lost = [sentence(one) for group in changes.groups for one in group.changes]
    return f"{what}: {lost[0]}" if lost else what


_LISTED = 3


def _unnamed(catalog: Catalog) -> Catalog:
    """Return a catalog of one table as one of rows without a matrix: however it is called, is no matter."""
    matrix = catalog.rows[0].matrix if catalog.rows else ""
    return structs.replace(
        catalog,
        rows=tuple(structs.replace(row, matrix="") for row in catalog.rows),
        sections={("", key): structs.replace(one, matrix="") for (_, key), one in catalog.sections.items()},
        matrices={"": structs.replace(catalog.matrices[matrix], id="", name=Text())},
    )


# The lines of a table, and those of the directive

_NAME = "responsibility-matrix"
_KEPT = ("name", "class")
_STEP = "   "

_CAPTION = re.compile(r"(?:Table)?:[ \t]+(?P<text>\S.*?)[ \t]*(?:\{#(?P<label>[^}\s]+)[^}]*\})?[ \t]*")
_FENCE = re.compile(r"(?P<fence>:{3,})[ \t]*(?:\{(?P<name>[\w:-]+)\})?")
_OPTION = re.compile(r"[ \t]*:(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?P<name>[\w:.-]+)[ \t]?::[ \t]*(?P<text>.*)")


def _markdown_change(lines: list[str], grid: Grid, said: list[str]) -> _Change | str | None:
    """Return the change of a pipe table on a MyST page, or why there is none; None for one that is ours."""
    start, stop = grid.lines[0] - 1, grid.lines[1]
    if _inside_ours(lines, start):
        return None
    margin, end = _margin(lines[start]), _end(lines[start])
    if re.match(r"(?:[-*+]|\d+[.)])[ \t]", lines[start][len(margin) :]):
        return "left as it is: it begins on the line of a list item"
    body = "".join(_without(line, margin) for line in lines[start:stop])
    opener = _myst_table(lines, start)
    if opener is not None:
        return _renamed(lines, (opener, start, stop), said, "", TABLE_DIRECTIVE, body)
    caption = label = ""
    at = (grid.name.at >> 12) - 1 if grid.name is not None else start
    if (found := _caption(lines, at, start, stop)) is not None:
        caption, label = found["text"], found["label"] or ""
        start, stop = min(at, start), max(at + 1, stop)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", body)), default=0))
    head = [f"{fence}{{{_NAME}}}" + (f" {caption}" if caption else "")]
    head += [f":name: {label}"] if label else []
    head += said
    table = [margin + line for line in body.splitlines(keepends=True)]
    if table and not table[-1].endswith(("\n", "\r")):
        table[-1] += end
    closing = end if lines[stop - 1].endswith(("\n", "\r")) else ""
    made = [*(f"{margin}{line}{end}" for line in head), *table, f"{margin}{fence}{closing}"]
    return _Change(start, stop, made, body, caption)


def _restructured_change(lines: list[str], grid: Grid, said: list[str]) -> _Change | None:
    """Return the change of a table on a page of reStructuredText; None for one that is ours."""
    start, stop = grid.lines[0] - 1, grid.lines[1]
    while stop > start and not lines[stop - 1].strip():
        stop -= 1
    outer = _above(lines, start)
    if any(_named(lines[at]) == _NAME for at in outer):
        return None
    margin, end = _margin(lines[start]), _end(lines[start])
    block, caption, options = lines[start:stop], "", list[str]()
    if outer and _named(lines[outer[0]]) == "table":
        body = "".join(_without(line, margin) for line in block)
        return _renamed(lines, (outer[0], start, stop), said, _STEP, _DIRECTIVE, body)
    found = _DIRECTIVE.match(block[0][len(margin) :])
    if found is not None:
        taken = 1
        caption = found["text"].strip()
        while taken < len(block) and block[taken].strip() and not _OPTION.fullmatch(block[taken].rstrip()):
            caption = f"{caption} {block[taken].strip()}".strip()
            taken += 1
        rest = list[str]()
        for line in block[taken:]:
            option = _OPTION.fullmatch(line.rstrip())
            if option is not None and option["name"] in _KEPT and all(one.strip() for one in rest):
                options.append(line.strip())
            else:
                rest.append(line)
        block = [f"{margin}.. {found['name']}::{end}", *rest]
    body = "".join(_without(line, margin) for line in block)
    head = [f".. {_NAME}::" + (f" {caption}" if caption else "")]
    head += [f"{_STEP}{option}" for option in (*options, *said)]
    inner = [f"{margin}{_STEP}{line[len(margin) :]}" if line.strip() else line for line in block]
    return _Change(start, stop, [*(f"{margin}{line}{end}" for line in head), end, *inner], body, caption)


def _renamed(
    lines: list[str],
    at: tuple[int, int, int],
    said: list[str],
    step: str,
    pattern: re.Pattern[str],
    body: str,
) -> _Change:
    """Give a ``table`` directive our name; options that ours has not are left out and reported."""
    opener, start, stop = at
    margin, end = _margin(lines[opener]), _end(lines[opener])
    found = pattern.match(lines[opener][len(margin) :].rstrip())
    caption = found["text"].strip() if found is not None else ""
    made, left_out = [re.sub(r"\btable\b", _NAME, lines[opener], count=1)], []
    made += [f"{margin}{step}{option}{end}" for option in said]
    for line in lines[opener + 1 : start]:
        option = _OPTION.fullmatch(line.rstrip())
        if option is not None and option["name"] not in _KEPT:
            left_out.append(f"the option {option['name']!r} of the table is left out")
        else:
            made.append(line)
    return _Change(opener, stop, [*made, *lines[start:stop]], body, caption, left_out)


def _caption(lines: list[str], at: int, start: int, stop: int) -> re.Match[str] | None:
    """Return the match of a caption line, where only one empty line may be between it and the table."""
    between = lines[at + 1 : start] if at < start else lines[stop:at]
    near = start - 2 <= at <= stop + 1 and not any(line.strip() for line in between)
    return _CAPTION.fullmatch(lines[at].strip().lstrip("> \t")) if near else None


def _myst_table(lines: list[str], start: int) -> int | None:
    """Return the line that opens the ``{table}`` directive around a table."""
    at = start - 1
    while at >= 0 and (not (bare := lines[at].strip("> \t\r\n")) or _OPTION.fullmatch(bare)):
        at -= 1
    return at if at >= 0 and TABLE_DIRECTIVE.match(lines[at][len(_margin(lines[at])) :]) else None


def _inside_ours(lines: list[str], start: int) -> bool:
    """Return whether a table is between the colons of our directive."""
    opened: list[tuple[int, str]] = []
    for line in lines[:start]:
        match = _FENCE.match(line[len(_margin(line)) :])
        if match is None:
            continue
        if match["name"]:
            opened.append((len(match["fence"]), match["name"]))
        elif opened and len(match["fence"]) >= opened[-1][0]:
            opened.pop()
    return any(name == _NAME for _, name in opened)


def _above(lines: list[str], start: int) -> list[int]:
    """Return the lines that a line is indented under, the nearest first."""
    found: list[int] = []
    depth = len(_margin(lines[start]).expandtabs())
    for at in range(start - 1, -1, -1):
        if lines[at].strip() and (less := len(_margin(lines[at]).expandtabs())) < depth:
            found.append(at)
            depth = less
    return found


def _named(line: str) -> str:
    match = _DIRECTIVE.match(line.strip())
    return match["name"] if match is not None else ""


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t>"))]


def _without(line: str, margin: str) -> str:
    """Take the margin of a table's first line away from another one of its lines."""
    if line.startswith(margin):
        return line[len(margin) :]
    return line.lstrip(" \t") if line.strip() else line[-1:]


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :] or "\n"
