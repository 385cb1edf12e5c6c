"""The assignments of a row as people write them: ``A/R``, ``A (production)``, or a mapping."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.model import Assignment, Responsibility, Scheme


def assignments(row: Responsibility, scheme: Scheme) -> dict[str, Any]:
    """Return role → letters of a row, in its own order."""
    held: dict[str, list[Assignment]] = {}
    for one in row.assign:
        held.setdefault(one.role, []).append(one)
    reader = _reader(scheme)
    return {role: _written(found, reader) for role, found in held.items()}


@lru_cache(maxsize=32)
def _reader(scheme: Scheme) -> LetterReader:
    return LetterReader(scheme)


def _written(found: list[Assignment], reader: LetterReader) -> Any:
    short = in_a_cell(found, reader)
    if short is not None:
        return short
    mappings = [_mapping(one, reader) for one in found]
    return mappings[0] if len(mappings) == 1 else mappings


def in_a_cell(found: list[Assignment], reader: LetterReader) -> str | None:
    """Return letters and conditions as one text; None where such a text would say something else."""
    if any(one.until or one.note for one in found):
        return None
    if len(found) == 1 and found[0].unread and not found[0].when:
        return found[0].unread
    parts = [(one.letters, one.when) for one in found]
    texts = [_letters(one.letters, reader.scheme) + (f" ({one.when})" if one.when else "") for one in found]
    text = ", ".join(texts)
    read = reader.read(text)
    same = list(read.parts) == parts and not (read.unknown or read.look_alikes)
    return text if same else None


def _letters(letters: tuple[str, ...], scheme: Scheme) -> str:
    """Put the deciding letter first, as people write it: "A/R"."""
    return "/".join(sorted(letters, key=lambda letter: letter not in scheme.deciding))


def _mapping(one: Assignment, reader: LetterReader) -> dict[str, Any]:
    text = _letters(one.letters, reader.scheme)
    plain = one.unread or (text if reader.read(text).parts == ((one.letters, ""),) else list(one.letters))
    more = {"when": one.when, "until": one.until, "note": one.note}
    return {"letters": plain, **{name: value for name, value in more.items() if value}}
