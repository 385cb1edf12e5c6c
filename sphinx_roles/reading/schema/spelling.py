"""How far apart two words are, for field names: a team's own are many, so only close ones count."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["misspelt"]

_LONGEST = 40


@lru_cache(maxsize=4096)
def misspelt(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that is one letter away, or two with the same first letter.

    A swap of neighbours counts as one. A short word is two letters away from too much:
    ``goals`` is not a slip for ``tools``.
    """
    if not 2 < len(word) <= _LONGEST:
        return None
    folded = word.casefold().replace("-", "_").replace(" ", "_")
    best: tuple[int, str] | None = None
    for name in known:
        if abs(len(name) - len(folded)) > 2:
            continue
        distance = _distance(folded, name)
        near = distance < 2 or (distance == 2 and folded[:1] == name[:1] and len(folded) > 3)
        if near and (best is None or distance < best[0]):
            best = distance, name
    return best[1] if best else None


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
