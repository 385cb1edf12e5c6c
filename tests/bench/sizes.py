"""The same table, and the same cards, at several sizes, drawn by everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .cards import CARDS
from .contenders import Contender, present
from .data import Cards, Table
from .measure import Cost, above, median, ratio
from .results import Bound, Part, Result, number
from .tables import TABLES
from .turns import KINDS, Options, Turns, in_turn

NOTHING, RAW, OURS, DRAWN = range(4)
"""The first contenders of each list; cards have no `DRAWN`, as theirs is `RAW`."""
LAST = "list-table"


def tables(folder: Path, options: Options, sizes: Iterable[tuple[int, int]] = ()) -> Result:
    """Measure a matrix at all sizes."""
    result = Result()
    small, large = [(10, 3), (100, 10)], [(500, 40), (2000, 60)]
    for size in sizes or (small if options.quick else small + large):
        table = Table(*size)
        turns = _measured(folder / "tables" / str(table), TABLES, table, options, result)
        fresh = list(turns["fresh"].values())
        drawn = ratio(fresh[OURS], fresh[RAW])
        if size == (500, 40):
            result.bounds.append(Bound(f"{table}, whole build / raw HTML, bare table", drawn, 1.15))
            if LAST in turns["fresh"]:
                cost = above(fresh[OURS], turns["fresh"][LAST], fresh[NOTHING])
                result.bounds.append(Bound(f"{table}, above the empty project / list-table's", cost, 0.04))
        if size == (2000, 60):
            memory = ratio(fresh[OURS], fresh[RAW], "memory")
            result.bounds += [
                Bound(f"{table}, whole build / raw HTML, bare table, YAML read included", drawn, 1.25),
                Bound(
                    f"{table}, whole build / raw HTML, as we draw it", ratio(fresh[OURS], fresh[DRAWN]), None
                ),
                Bound(f"{table}, peak memory / raw HTML's, bare table", memory, 1.25),
            ]
    return result


def cards(folder: Path, options: Options, sizes: Iterable[int] = ()) -> Result:
    """Measure cards at all sizes."""
    result = Result()
    for size in sizes or ((3, 100) if options.quick else (3, 100, 1000)):
        data = Cards(size)
        turns = _measured(folder / "cards" / str(size), CARDS, data, options, result)
        if size == 1000:
            fresh = list(turns["fresh"].values())
            found = ratio(fresh[OURS], fresh[RAW])
            result.bounds.append(Bound(f"{data}, whole build / raw HTML, as we draw it", found, 1.1))
    return result


def _measured(
    folder: Path, contenders: Sequence[Contender], data: Any, options: Options, result: Result
) -> Turns:
    chosen = present(contenders, data.cells, rivals=options.rivals, slow=options.slow)
    turns = in_turn(folder, chosen, data, options)
    result.parts.append(Part(str(data), _HEADS, list(figures(turns, chosen[RAW].name, chosen[NOTHING].name))))
    for kind, found in turns.items():
        result.note(f"{data}, {kind}", found)
    return turns


_HEADS = ("CPU / raw HTML's", *KINDS, "above empty", "memory", "HTML kB")


def figures(turns: Turns, base: str, nothing: str) -> Iterable[Sequence[str]]:
    """Yield a line for each contender: its builds, as ratios to those of ``base``.

    "Above empty" is what a fresh build costs above an empty project's, in builds of the empty project.
    """
    fresh = turns["fresh"]
    for name, costs in fresh.items():
        yield (
            name,
            *(number(ratio(turns[kind][name], turns[kind][base])) for kind in KINDS),
            number(ratio(costs, fresh[nothing]) - 1 if name != nothing else 0.0),
            number(ratio(costs, fresh[base], "memory")),
            _kilobytes(costs),
        )


def _kilobytes(costs: Sequence[Cost]) -> str:
    return f"{median(costs, 'html') / 1000:,.0f}"
