"""What roles and rows have alike: links, and fields of the team's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sphinx_roles.analysis.changes.fields import Fields
from sphinx_roles.model import Link, Prose, Text


def link_part(link: Link) -> str:
    """Return a link as it stands in a sentence: where it leads is a part of it."""
    return f"{link.text} ({link.url})"


def own_fields(
    fields: Fields,
    old: Mapping[str, Prose | tuple[Prose, ...]],
    new: Mapping[str, Prose | tuple[Prose, ...]],
    labels: Callable[[str], Text | None],
) -> None:
    """Compare fields of the team's own; ``labels`` gives their names, None for one that is not told."""
    for key in dict.fromkeys((*new, *old)):
        label = labels(key)
        if label is not None:
            fields.texts(key, _texts(old.get(key)), _texts(new.get(key)), label)


def _texts(value: Prose | tuple[Prose, ...] | None) -> tuple[Prose, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
