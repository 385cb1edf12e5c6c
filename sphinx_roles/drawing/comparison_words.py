"""What a comparison says in a sentence, the same in every builder."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_roles.analysis.cards import Prosaic
from sphinx_roles.analysis.comparison import Attribute, ComparisonReport, Value
from sphinx_roles.analysis.verdicts import Verdict
from sphinx_roles.drawing.words import Words

__all__ = ["SIGNS", "attribute_label", "is_standard", "meaning", "pairs", "summing_up", "verdict"]

SIGNS = {"shared": "∩", "only": "◐", "contested": "!", "handed-over": "→", "passive": "○", "nobody": "–"}
"""A sign for each verdict, beside its word."""


def verdict(found: Verdict, names: Sequence[str], words: Words) -> str:
    """Return the word for a verdict, with the role's name where it is of one role."""
    return _word(found.kind, found.role, names, words)


def _word(kind: str, role: int, names: Sequence[str], words: Words) -> str:
    if kind == "only":
        return words.only.format(name=names[role])
    return words.named(kind.replace("-", "_"))


def meaning(kind: str, words: Words) -> tuple[str, str]:
    """Return the word for a verdict, whichever the role, and what it means."""
    key = kind.replace("-", "_")
    return words.only_one if kind == "only" else words.named(key), words.named(f"{key}_means")


def attribute_label(attribute: Attribute, words: Words) -> str:
    """Return the name of a field; the word for `open` is an invitation, which is no name."""
    return attribute.label or (words.open_label if attribute.key == "open" else words.named(attribute.key))


def is_standard(value: Value) -> bool:
    """Return True for an invitation without words of its own."""
    return isinstance(value, Prosaic) and not value.text


def summing_up(report: ComparisonReport, names: Sequence[str], words: Words) -> str:
    """Sum the rows up by their verdicts; what was left out is said too."""
    total = sum(count.rows for count in report.counts)
    said = []
    if total:
        parts = words.joined(f"{c.rows} {_word(c.kind, c.role, names, words)}" for c in report.counts)
        said.append((words.of_row if total == 1 else words.of_rows).format(count=total, parts=parts))
    elif report.left_out:
        said.append(words.no_rows)
    if report.left_out:
        said.append(words.rows_left_out.format(count=report.left_out))
    return " ".join(said)


def pairs(report: ComparisonReport, names: Sequence[str], words: Words) -> list[str]:
    """Tell of each pair of roles what they have in common; of pairs without a row, nothing."""
    shown = dict(zip((column.role for column in report.roles), names, strict=True))
    return [
        words.in_common_pair.format(
            left=shown[pair.left], right=shown[pair.right], shared=pair.shared,
            only_left=pair.only_left, only_right=pair.only_right, index=f"{pair.index:.2f}",
        )
        for pair in report.similarities
        if pair.shared or pair.only_left or pair.only_right
    ]  # fmt: skip
