"""What is said around changes, the same in every builder; the sentences are those of the analysis."""

from __future__ import annotations

from collections import Counter

from sphinx_roles.analysis.changes.change import Group
from sphinx_roles.analysis.changes.query import ChangesReport
from sphinx_roles.analysis.changes.words import SENTENCES, TOPICS
from sphinx_roles.drawing.pen import Pen

__all__ = ["SIGNS", "caption", "counts", "empty", "head"]

SIGNS = {"added": "+", "removed": "−", "moved": "→", "changed": "±"}
"""A sign before each sentence, for eyes: the sentence says it in words."""


def caption(report: ChangesReport, pen: Pen) -> str:
    """Return the author's caption, else which catalogs are compared."""
    if report.name:
        return pen.plain(report.name)
    old, new = (pen.plain(name) if name else "" for name in (report.old, report.new))
    words = pen.words
    return words.changes_between.format(old=old, new=new) if new else words.changes_since.format(old=old)


def counts(report: ChangesReport, pen: Pen) -> list[tuple[str, int]]:
    """Return how many changes there are about what, but for what there is none about."""
    found = Counter(SENTENCES[one.kind].topic for group in report.groups for one in group.changes)
    return [(pen.words.named(f"changes_{topic}"), found[topic]) for topic in TOPICS if found[topic]]


def empty(report: ChangesReport, pen: Pen) -> str:
    """Return what is said where nothing changed."""
    return pen.plain(report.empty) if report.empty else pen.words.changes_none


def head(group: Group, pen: Pen) -> str:
    """Return the head of a group: its matrix and section, or what kind of things it is about."""
    names = [pen.plain(name) for name in (group.matrix, group.section) if name]
    if names:
        first, *rest = names
        return f"{pen.words.colon.format(label=first)} {rest[0]}" if rest else first
    return pen.words.named(f"changes_{group.kind}")
