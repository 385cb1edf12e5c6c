"""Strings that somebody could put into the data to make a page, a book or a spreadsheet do something."""

from __future__ import annotations

from tables import tables

__all__ = ["ALL", "CORPUS", "SAMPLE", "TEX"]

CORPUS: dict[str, tuple[str, ...]] = {kind: tuple(texts) for kind, texts in tables(__file__).items()}
TEX = CORPUS["tex"]
ALL = tuple(text for group in CORPUS.values() for text in group)
SAMPLE = tuple(group[place] for group in CORPUS.values() for place in (0, len(group) // 2))
"""Two of each group, for what would take many minutes with all."""
