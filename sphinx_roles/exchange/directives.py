"""The lines of a table on a page, and those of the directive that takes its place."""

from __future__ import annotations

import re

from msgspec import Struct, field

from sphinx_roles.catalog.tables.table import Grid

_NAME = "responsibility-matrix"
_KEPT = ("name", "class")
_STEP = "   "

_MARGIN = re.compile(r"[ \t>]*")
_CAPTION = re.compile(r"(?:Table)?:[ \t]+(?P<text>\S.*?)[ \t]*(?:\{#(?P<label>[^}\s]+)[^}]*\})?[ \t]*")
_MYST_TABLE = re.compile(r"(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*\{table\}[ \t]*(?P<text>.*)")
_FENCE = re.compile(r"(?P<fence>:{3,})[ \t]*(?:\{(?P<name>[\w:-]+)\})?")
_OPTION = re.compile(r"[ \t]*:(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?P<name>[\w:.-]+)[ \t]?::[ \t]*(?P<text>.*)")


class Change(Struct):
    """The lines from ``start`` up to ``stop``, from 0, become others; ``body`` is what is read of them."""

    start: int
    stop: int
    lines: list[str]
    body: str
    caption: str = ""
    left_out: list[str] = field(default_factory=list)


def markdown_change(lines: list[str], grid: Grid, scheme: str | None) -> Change | str | None:
    """Return the change of a pipe table on a MyST page, or why there is none; None for one of ours."""
    start, stop = grid.lines[0] - 1, grid.lines[1]
    if _inside_ours(lines, start):
        return None
    margin, end = _margin(lines[start]), _end(lines[start])
    if re.match(r"(?:[-*+]|\d+[.)])[ \t]", lines[start][len(margin) :]):
        return "left as it is: it begins on the line of a list item"
    body = "".join(_without(line, margin) for line in lines[start:stop])
    opener = _myst_table(lines, start)
    if opener is not None:
        return _renamed(lines, (opener, start, stop), scheme, "", _MYST_TABLE, body)
    caption, label = "", ""
    for at, between in ((start - 1, -1), (start - 2, -1), (stop, 1), (stop + 1, 1)):
        found = _caption(lines, at, start, stop)
        # The line may be the caption of a neighbour.
        if found is not None and grid.name is not None and grid.name.at >> 12 == at + 1:
            caption, label = found["text"], found["label"] or ""
            start, stop = (at, stop) if between < 0 else (start, at + 1)
            break
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", body)), default=0))
    head = [f"{fence}{{{_NAME}}}" + (f" {caption}" if caption else "")]
    head += [f":name: {label}"] if label else []
    head += [f":scheme: {scheme}"] if scheme else []
    table = [margin + line for line in body.splitlines(keepends=True)]
    if table and not table[-1].endswith(("\n", "\r")):
        table[-1] += end
    closing = end if lines[stop - 1].endswith(("\n", "\r")) else ""
    made = [*(f"{margin}{line}{end}" for line in head), *table, f"{margin}{fence}{closing}"]
    return Change(start, stop, made, body, caption)


def restructured_change(lines: list[str], grid: Grid, scheme: str | None) -> Change | None:
    """Return the change of a table on a page of reStructuredText; None for one of ours."""
    start, stop = grid.lines[0] - 1, grid.lines[1]
    while stop > start and not lines[stop - 1].strip():
        stop -= 1
    outer = _above(lines, start)
    if any(_named(lines[at]) == _NAME for at in outer):
        return None
    margin, end = _margin(lines[start]), _end(lines[start])
    if outer and _named(lines[outer[0]]) == "table":
        body = "".join(_without(line, margin) for line in lines[start:stop])
        return _renamed(lines, (outer[0], start, stop), scheme, _STEP, _DIRECTIVE, body)
    block, caption, options = lines[start:stop], "", list[str]()
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
            if option is not None and option["name"] in _KEPT and not any(not one.strip() for one in rest):
                options.append(line.strip())
            else:
                rest.append(line)
        block = [f"{margin}.. {found['name']}::{end}", *rest]
    body = "".join(_without(line, margin) for line in block)
    head = [f".. {_NAME}::" + (f" {caption}" if caption else "")]
    head += [f"{_STEP}{option}" for option in options] + ([f"{_STEP}:scheme: {scheme}"] if scheme else [])
    inner = [f"{margin}{_STEP}{line[len(margin) :]}" if line.strip() else line for line in block]
    return Change(start, stop, [*(f"{margin}{line}{end}" for line in head), end, *inner], body, caption)


def _renamed(
    lines: list[str],
    at: tuple[int, int, int],
    scheme: str | None,
    step: str,
    pattern: re.Pattern[str],
    body: str,
) -> Change:
    """Give a ``table`` directive our name; options that ours has not are left out and told."""
    opener, start, stop = at
    margin, end = _margin(lines[opener]), _end(lines[opener])
    found = pattern.match(lines[opener][len(margin) :].rstrip())
    caption = found["text"].strip() if found is not None else ""
    made, left_out = [re.sub(r"\btable\b", _NAME, lines[opener], count=1)], []
    for line in lines[opener + 1 : start]:
        option = _OPTION.fullmatch(line.rstrip())
        if option is not None and option["name"] not in _KEPT:
            left_out.append(f"the option {option['name']!r} of the table is left out")
        else:
            made.append(line)
    made[1:1] = [f"{margin}{step}:scheme: {scheme}{end}"] if scheme else []
    return Change(opener, stop, [*made, *lines[start:stop]], body, caption, left_out)


def _caption(lines: list[str], at: int, start: int, stop: int) -> re.Match[str] | None:
    """Return the match of a caption line, where only one empty line may stand between it and the table."""
    between = lines[at + 1 : start] if at < start else lines[stop:at]
    if not 0 <= at < len(lines) or any(line.strip() for line in between):
        return None
    return _CAPTION.fullmatch(lines[at].strip().lstrip("> \t"))


def _myst_table(lines: list[str], start: int) -> int | None:
    """Return the line that opens the ``{table}`` directive around a table."""
    at = start - 1
    while at >= 0 and (not lines[at].strip("> \t\r\n") or _OPTION.fullmatch(lines[at].strip("> \t\r\n"))):
        at -= 1
    if at < 0:
        return None
    return at if _MYST_TABLE.match(lines[at][len(_margin(lines[at])) :]) else None


def _inside_ours(lines: list[str], start: int) -> bool:
    """Tell whether a table stands between the colons of our directive."""
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
    match = _MARGIN.match(line)
    return match[0] if match is not None else ""


def _without(line: str, margin: str) -> str:
    """Take the margin of a table's first line away from another one of its lines."""
    if line.startswith(margin):
        return line[len(margin) :]
    return line.lstrip(" \t") if line.strip() else line[-1:]


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :] or "\n"
