"""Builds in turn: each contender once, then each once more, so that a slow minute is slow for all.

Every other round goes the other way round, so that no contender always comes after the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from .contenders import Contender
from .measure import Cost, build

KINDS = ("fresh", "no change", "one letter")
RIVAL_ROUNDS = 3

Turns = dict[str, dict[str, list[Cost]]]
"""By kind of build, then by contender."""


class Options(Struct, frozen=True):
    """How much is measured. ``report`` is shown what is under way."""

    rounds: int = 5
    rivals: bool = True
    slow: bool = False
    quick: bool = False
    report: Callable[[str], object] = lambda text: None
    against: Path | None = None
    """Another checkout or wheel of ours."""


def in_turn(
    folder: Path, contenders: Sequence[Contender], data: Any, options: Options,
    *, kinds: Iterable[str] = KINDS, row: int = 0, jobs: int = 1,
) -> Turns:  # fmt: skip
    """Build the projects of all contenders, round after round; ``row`` is where a letter changes."""
    changed = structs.replace(data, changed=row)
    turns: Turns = {kind: {contender.name: [] for contender in contenders} for kind in kinds}
    for turn in range(options.rounds):
        before, after = (data, changed) if turn % 2 == 0 else (changed, data)
        for kind, found in turns.items():
            for number, contender in [*enumerate(contenders)][:: 1 if turn % 2 == 0 else -1]:
                if contender.rival and turn >= RIVAL_ROUNDS:
                    continue
                options.report(f"{data}, {kind} build, round {turn + 1}: {contender.name}")
                project = folder / str(number)
                contender.write(project, after if kind == "one letter" else before)
                cost = build(project, fresh=kind == "fresh", jobs=jobs, python=contender.python)
                found[contender.name].append(cost)
    return turns
