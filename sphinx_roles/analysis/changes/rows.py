"""Rows, and the sections and matrices that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sphinx_roles.analysis.audit.finding import Message
from sphinx_roles.analysis.changes.change import Change, change, many, one
from sphinx_roles.analysis.changes.fields import Fields, in_order
from sphinx_roles.analysis.changes.letters import letters_of
from sphinx_roles.analysis.changes.located import Located
from sphinx_roles.analysis.changes.naming import Naming
from sphinx_roles.analysis.changes.own import link_part, own_fields
from sphinx_roles.analysis.changes.pairing import Pairs, SectionKey
from sphinx_roles.model import Responsibility, Text


def rows_of(pairs: Pairs, labels: Callable[[str], Text | None]) -> Iterator[Located]:
    """Compare all rows, in the order of the new catalog; those that are gone come last in their section."""
    was, now = Naming(pairs, pairs.old), Naming(pairs, pairs.new)
    old_of = {new: old for old, new in pairs.rows.items()}
    for row in pairs.new.rows:
        old = pairs.old_rows.get(old_of[row.key]) if row.key in old_of else None
        if old is None:
            yield Located.of_row(_whole("added", row, now), row.key[:2], row)
            continue
        for reported in _row(old, row, was, now, labels):
            yield Located.of_row(reported, row.key[:2], row, old)
    for row in pairs.old.rows:
        if row.key not in pairs.rows:
            yield Located.of_row(_whole("removed", row, was), pairs.location(row.key[:2]), row)
    yield from _order(pairs)


def _whole(what: str, row: Responsibility, naming: Naming) -> Change:
    """A row that is only in one catalog, and who takes part in it."""
    who = naming.holdings(row)
    if not who:
        return change(f"row-{what}", one("row", naming.row(row)))
    return change(f"row-{what}-with", one("row", naming.row(row)), many("who", who))


def _row(
    old: Responsibility,
    new: Responsibility,
    was: Naming,
    now: Naming,
    labels: Callable[[str], Text | None],
) -> Iterator[Change]:
    ref = now.row(new)
    if old.name != new.name:
        yield change("row-renamed", one("old", old.name), one("row", ref))
    if now.pairs.location(old.key[:2]) != new.key[:2]:
        locations = one("old", was.location(old.key[:2])), one("new", now.location(new.key[:2]))
        yield change("row-moved", one("row", ref), *locations)
    yield from letters_of(old, new, was, now)
    fields = Fields(ref)
    fields.value("id", old.id, new.id)
    for name in ("kind", "frequency", "status", "separate", "review_by"):
        fields.value(name, getattr(old, name), getattr(new, name))
    for name in ("summary", "done_when"):
        fields.text(name, getattr(old, name), getattr(new, name))
    fields.items("links", map(link_part, old.links), map(link_part, new.links))
    fields.items("tags", old.tags, new.tags)
    fields.texts("notes", old.notes, new.notes)
    own_fields(fields, old.own, new.own, labels)
    yield from fields.found


def _order(pairs: Pairs) -> Iterator[Located]:
    """The rows of a section that stand in another order, but for those that came, left or moved."""
    old: dict[SectionKey, list[object]] = {}
    new: dict[SectionKey, list[object]] = {}
    for row in pairs.old.rows:
        old.setdefault(pairs.location(row.key[:2]), []).append(pairs.rows.get(row.key, ("gone", row.key)))
    for row in pairs.new.rows:
        new.setdefault(row.key[:2], []).append(row.key)
    for location, rows in new.items():
        if not in_order(old.get(location, []), rows):
            yield Located(change("rows-order"), location=location)


# Sections and matrices


def locations_of(pairs: Pairs) -> Iterator[Located]:
    """Compare matrices and sections."""
    was, now = Naming(pairs, pairs.old), Naming(pairs, pairs.new)
    yield from _matrices(pairs, was, now)
    old, new = pairs.old.sections, pairs.new.sections
    olds = {key: before for before, key in pairs.sections.items()}
    for key, section in new.items():
        if key not in olds:
            yield Located(change("section-added", one("section", now.location(key))), location=key)
            continue
        before = old[olds[key]]
        if before.name != section.name:
            things = one("old", before.name), one("section", now.location(key))
            yield Located(change("section-renamed", *things), location=key)
        fields = Fields(now.location(key))
        fields.value("id", before.id, section.id)
        if pairs.matrices.get(before.matrix) != section.matrix:
            names = (
                naming.location((ident, ""))
                for naming, ident in ((was, before.matrix), (now, section.matrix))
            )
            fields.found.append(
                change("row-moved", one("row", now.location(key)), *map(one, ("old", "new"), names))
            )
        fields.text("summary", before.summary, section.summary)
        yield from (Located(reported, location=key) for reported in fields.found)
    for key in old:
        if key not in pairs.sections:
            yield Located(
                change("section-removed", one("section", was.location(key))), location=pairs.location(key)
            )
    for matrix in pairs.new.matrices:
        if not in_order(
            [pairs.sections.get(key) for key in old if pairs.location(key)[0] == matrix],
            [key for key in new if key[0] == matrix],
        ):
            yield Located(change("sections-order"), location=(matrix, ""))


def _matrices(pairs: Pairs, was: Naming, now: Naming) -> Iterator[Located]:
    old, new = pairs.old.matrices, pairs.new.matrices
    olds = {key: before for before, key in pairs.matrices.items()}
    for key, matrix in new.items():
        name = matrix.name or Text(key)
        if key not in olds:
            if key:
                yield Located(change("matrix-added", one("matrix", name)), location=(key, ""))
            continue
        before = old[olds[key]]
        if before.name != matrix.name:
            things = one("old", before.name or Text(before.id)), one("matrix", name)
            yield Located(change("matrix-renamed", *things), location=(key, ""))
        fields = Fields(name if key else Message("Responsibilities"))
        fields.value("id", before.id, matrix.id)
        fields.value("scheme", Text(before.scheme), Text(matrix.scheme))
        fields.items("roles", map(was.role, before.roles), map(now.role, matrix.roles))
        fields.text("summary", before.summary, matrix.summary)
        yield from (Located(reported, location=(key, "")) for reported in fields.found)
    for key, matrix in old.items():
        if key and key not in pairs.matrices:
            yield Located(
                change("matrix-removed", one("matrix", matrix.name or Text(key))), location=(key, "")
            )
    if not in_order([pairs.matrices.get(key) for key in old], list(new)):
        yield Located(change("matrices-order"), location=("", ""))
