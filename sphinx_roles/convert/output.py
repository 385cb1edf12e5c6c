"""A catalog as text of any format that is written, and what that format could not carry."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct

from sphinx_roles.analysis.diff.change import Change, ChangePart, change, sentence
from sphinx_roles.analysis.diff.matching import Matches
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.convert.plain_data import Path, Plain, plain_catalog
from sphinx_roles.convert.table_output import as_tables_have_it, matrix_text, page_text
from sphinx_roles.convert.yaml_output import yaml_text
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, Location, Problem

SUFFIXES: Mapping[str, str] = {
    "yaml": ".yaml",
    "json": ".json",
    "csv": ".csv",
    "tsv": ".tsv",
    "markdown": ".md",
}
"""The formats that are written, with the suffix of each."""
_DELIMITERS = {"csv": ",", "tsv": "\t"}
_LISTED = 5


class Written(Struct, frozen=True):
    """A text, and what of the catalog does not come back when it is read."""

    text: str
    lost: tuple[str, ...]


def written(
    catalog: Catalog,
    form: str,
    settings: Settings,
    *,
    stem: str = "roles",
    plain: Plain | None = None,
    comments: Mapping[Path, Iterable[str]] | None = None,
    head: Iterable[str] = (),
) -> Written:
    """Write a catalog in one of `SUFFIXES`, and read it back to see that nothing is lost.

    ``stem`` is the name of the file that it is for, without its suffix. A CSV holds the first matrix
    that has rows. ``comments`` and ``head`` are for YAML only, which has a place for them.
    """
    if form in ("yaml", "json"):
        data = (plain or plain_catalog(catalog)).data
        text = yaml_text(data, comments, head) if form == "yaml" else _json_text(data)
    else:
        catalog = as_tables_have_it(catalog, stem)
        if form == "markdown":
            text = page_text(catalog, stem=stem)
        else:
            matrix = next((row.matrix for row in catalog.rows), "")
            text = matrix_text(catalog, matrix, stem=stem, delimiter=_DELIMITERS[form])
    with tempfile.TemporaryDirectory() as folder:
        path = FilePath(folder, f"written{SUFFIXES[form]}")
        path.write_bytes(text.encode())
        again, _ = read_catalog([Source(path, f"{stem}{SUFFIXES[form]}")], settings)
    return Written(text, tuple(losses(catalog, again)))


def _json_text(data: Mapping[str, Any]) -> str:
    """Return a document with an indent of two; letters of every script stay as they are."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=date.isoformat)
    # Readers take this character for the mark at the start of a file; JSON has it in texts only.
    return text.replace("\ufeff", "\\ufeff") + "\n"


def comments_of(plain: Plain, problems: Iterable[Problem]) -> tuple[dict[Path, list[str]], list[str]]:
    """Return what was doubtful by the path of the entry it is about, and what is about none of them."""
    lines: dict[tuple[str, int], set[Path]] = {}
    spots: dict[Location, Path] = {}
    for path, locations in plain.locations.items():
        for location in locations:
            lines.setdefault((location.file, location.line), set()).add(path)
            spots.setdefault(location, path)
    found: dict[Path, list[str]] = {}
    others: list[str] = []
    for problem in problems:
        location = problem.location
        there = lines.get((location.file, location.line), set())
        # What is said of a table, or of a line in which several are, is about none of them alone.
        alone = len(there) == 1 and problem.code is not Code.TABLE
        entry = spots.get(location) or (next(iter(there)) if alone else None)
        (others if entry is None else found.setdefault(entry, [])).append(f"{problem.text} ({location})")
    return found, others


def losses(before: Catalog, after: Catalog) -> Iterator[str]:
    """Say what of ``before`` is missing or another in ``after``, one sentence for each sort of change."""
    groups: dict[tuple[str, str], list[Change]] = {}
    for group in ChangesQuery(undeclared=True).changes(before, after).groups:
        for one in group.changes:
            # A section is where its first row is; that of rows is compared below, beyond sections.
            if one.kind not in ("sections-order", "rows-order"):
                groups.setdefault((one.kind, one.field), []).append(one)
    for (kind, field), changes in groups.items():
        things: dict[str, dict[ChangePart, None]] = {}
        for one in changes:
            for thing in one.things:
                things.setdefault(thing.key, {}).update(dict.fromkeys(thing.parts))
        yield sentence(change(kind, field, **{key: _few(list(parts)) for key, parts in things.items()}))
    pairs = Matches(before, after).rows
    kept, order = set(pairs.values()), [pairs[row.key] for row in before.rows if row.key in pairs]
    if order != [row.key for row in after.rows if row.key in kept]:
        yield sentence(change("rows-order"))
    # What a team says of rules is no part of what changes.
    rules = [key for key, value in before.rules.items() if after.rules.get(key) != value]
    if rules:
        yield f"rules not kept: {', '.join(rules)}"
    accepted = _accepted(before) - _accepted(after)
    if accepted:
        yield f"accepted findings not kept: {len(accepted)}"


def _accepted(catalog: Catalog) -> set[tuple[object, ...]]:
    return {(one.rule, one.on, one.reason, one.until) for one in catalog.accepted}


def _few(parts: list[ChangePart]) -> list[ChangePart]:
    return parts if len(parts) <= _LISTED + 1 else [*parts[:_LISTED], f"{len(parts) - _LISTED} more"]
