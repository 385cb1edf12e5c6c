"""What is said of a person who holds a role, the same in every builder."""

from __future__ import annotations

from sphinx_roles.drawing.words import Words
from sphinx_roles.model import Holder

__all__ = ["about", "status"]


def about(holder: Holder, words: Words) -> str:
    """Return what qualifies a holder: handle, capacity, acting, period, organisation."""
    told = [str(part) for part in (holder.handle, holder.capacity) if part]
    if holder.acting:
        told.append(words.acting)
    if holder.since:
        told.append(words.since.format(date=holder.since))
    if holder.until:
        told.append(words.until.format(date=holder.until))
    told += [str(part) for part in (holder.org, holder.email) if part]
    return ", ".join(told)


def status(kind: str, state: str, words: Words) -> list[str]:
    """Return the words for what is unusual about a role: its kind and its status."""
    return [words.named(word) for word in (kind if kind != "role" else "", state) if word]
