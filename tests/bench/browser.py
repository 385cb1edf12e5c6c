"""What a finished page costs the browser that opens it, beside the same page with a bare table."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .contenders import present
from .data import Table
from .measure import build
from .results import Bound, Part, Result, number
from .tables import BARE, OURS, SORTED, TABLES
from .turns import Options

__all__ = ["browser"]

BOUNDS = {(10, 3): 1.1, (500, 40): 0.6, (2000, 60): 0.25}
_KINDS = {
    "layout": "LayoutDuration",
    "style": "RecalcStyleDuration",
    "script": "ScriptDuration",
    "all tasks": "TaskDuration",
}
_SCREEN = {"width": 1400, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
_NODES = (
    "let n = 0; const all = document.createTreeWalker(document.body, 5); while (all.nextNode()) n++; return n"
)
_DRAWN = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 300)))"


def browser(folder: Path, options: Options, sizes: Iterable[tuple[int, int]] = ()) -> Result:
    """Measure the pages in turn, each in a new browser."""
    result, rows = Result(), []
    for size in sizes or ([(10, 3)] if options.quick else BOUNDS):
        table = Table(*size)
        rivals = [*(one for one in TABLES if one.package == "sphinx_needs"), SORTED]
        chosen = [BARE, OURS, *present(rivals, table.cells, rivals=options.rivals, slow=options.slow)]
        pages = {one.name: folder / str(table) / str(at) for at, one in enumerate(chosen)}
        for one in chosen:
            one.write(pages[one.name], table)
            build(pages[one.name], python=one.python)
        found: dict[str, list[dict[str, float]]] = {one.name: [] for one in chosen}
        for turn in range(options.rounds):
            for name, loads in found.items():
                options.report(f"{table} in the browser, round {turn + 1}: {name}")
                loads.append(opened(pages[name]))
        costs = {name: _medians(loads) for name, loads in found.items()}
        bare = costs[BARE.name]
        rows += [
            (
                str(table) if name == BARE.name else "",
                name,
                *(number(cost[kind] / bare[kind]) for kind in bare),
            )
            for name, cost in costs.items()
        ]
        what = f"{table}, all tasks of the browser / bare table's"
        result.bounds.append(Bound(what, costs[OURS.name]["all tasks"] / bare["all tasks"], BOUNDS[size]))
        result.bounds.append(
            Bound(f"{table}, nodes / bare table's", costs[OURS.name]["nodes"] / bare["nodes"], 1.1)
        )
        result.seconds |= {
            f"{what}: {name}": [one["all tasks"] for one in loads] for name, loads in found.items()
        }
    heads = ("Chromium", "page", *_KINDS, "nodes")
    result.parts.append(Part("In the browser", heads, rows, "Time / bare table's, medians of loads in turn."))
    return result


def opened(project: Path) -> dict[str, float]:
    """Return what a page costs a browser that opens it first of all, and how many nodes it has."""
    chromium = _start()
    try:
        chromium.command("Emulation.setDeviceMetricsOverride", **_SCREEN)
        chromium.command("Performance.enable")
        chromium.driver.get((project / "_build/html/index.html").as_uri())
        chromium.driver.execute_async_script(_DRAWN)
        spent = {one["name"]: one["value"] for one in chromium.command("Performance.getMetrics")["metrics"]}
        return {**{kind: spent[name] for kind, name in _KINDS.items()}, "nodes": chromium.run(_NODES)}
    finally:
        chromium.driver.quit()


def _medians(loads: Iterable[Mapping[str, float]]) -> dict[str, float]:
    every = list(loads)
    return {kind: statistics.median(one[kind] for one in every) for kind in every[0]}


def _start() -> Any:
    """Start the browser of the tests, which import each other from their folder."""
    tests = str(Path(__file__).parents[1])
    if tests not in sys.path:
        sys.path.append(tests)
    from browser.chromium import start

    return start()
