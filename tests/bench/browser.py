"""What a finished page costs the browser that opens it, beside the same page with a bare table."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from .contenders import present
from .data import Table
from .measure import build
from .results import Bound, Part, Result, number
from .tables import BARE, DATATABLES, OURS, SORTED, TABLES
from .turns import Options

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
_SCROLLED = """
const box = [...document.querySelectorAll(".ro-scroll")]
    .find((one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== "clip")
    || document.scrollingElement;
const left = box.scrollHeight - box.clientHeight - box.scrollTop;
"""
_PLACE = """
const {top, bottom} = document.querySelector("table:has(> tbody > tr:nth-child(4))").getBoundingClientRect();
return [600, Math.max(top, 0) + 90, left, Math.min(bottom, innerHeight) - Math.max(top, 0) - 90];
"""
_SCROLL, _FRAMES = 5, 50
"""Seconds that a page is scrolled to its end in, and how many frames a second are to be seen."""
_DRAWN = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 300)))"


def browser(folder: Path, options: Options, sizes: Iterable[tuple[int, int]] = ()) -> Result:
    """Measure the pages in turn, each in a new browser."""
    result, rows = Result(), []
    for size in sizes or ([(10, 3)] if options.quick else BOUNDS):
        table = Table(*size)
        rivals = [*(one for one in TABLES if one.package == "sphinx_needs"), SORTED, DATATABLES]
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
        # A gesture may wait for the machine: of three, the one in the middle.
        moves = {name: sorted(moved(project) for _ in range(3))[1] for name, project in pages.items()}
        bare = costs[BARE.name]
        rows += [
            (
                str(table) if name == BARE.name else "",
                name,
                *(number(cost[kind] / bare[kind]) for kind in bare),
                *("–" if one is None else f"{one:,.0f}" for one in moves[name]),
            )
            for name, cost in costs.items()
        ]
        what = f"{table}, all tasks of the browser / bare table's"
        result.bounds.append(Bound(what, costs[OURS.name]["all tasks"] / bare["all tasks"], BOUNDS[size]))
        result.bounds.append(
            Bound(f"{table}, nodes / bare table's", costs[OURS.name]["nodes"] / bare["nodes"], 1.1)
        )
        shown = moves[OURS.name][0]
        if shown is not None:
            # A bound holds from below: what a frame takes, of what it may take.
            frames = f"{table}, time between frames while it scrolls / a {_FRAMES}th of a second"
            result.bounds.append(Bound(frames, _FRAMES / shown, 1.0))
        result.seconds |= {
            f"{what}: {name}": [one["all tasks"] for one in loads] for name, loads in found.items()
        }
    heads = ("Chromium", "page", *_KINDS, "nodes", "frames a second", "lost", "restyled")
    about = (
        "CPU time of the main thread and nodes / bare table's, medians of loads in turn. Frames a second that were "
        "seen, and that were lost, while the page was scrolled to its end; the most elements whose style was "
        "computed again for one move of the pointer."
    )
    result.parts.append(Part("In the browser", heads, rows, about))
    return result


def opened(project: Path) -> dict[str, float]:
    """Return what a page costs a browser that opens it first of all, and how many nodes it has."""
    chromium = _start()
    try:
        chromium.command("Emulation.setDeviceMetricsOverride", **_SCREEN)
        # What others do on the machine is not in the time that the thread has had.
        chromium.command("Performance.enable", timeDomain="threadTicks")
        chromium.driver.get((project / "_build/html/index.html").as_uri())
        chromium.driver.execute_async_script(_DRAWN)
        spent = {one["name"]: one["value"] for one in chromium.command("Performance.getMetrics")["metrics"]}
        return {**{kind: spent[name] for kind, name in _KINDS.items()}, "nodes": chromium.run(_NODES)}
    finally:
        chromium.driver.quit()


def moved(project: Path) -> tuple[float | None, float | None, int]:
    """Return how many frames a second are seen and lost while a page scrolls, and what the pointer restyles.

    A page that has nothing to scroll has no frames.
    """
    chromium = _start()
    try:
        chromium.command("Emulation.setDeviceMetricsOverride", **_SCREEN)
        chromium.driver.get((project / "_build/html/index.html").as_uri())
        chromium.driver.execute_async_script(_DRAWN)
        x, y, left, height = chromium.run(_SCROLLED + _PLACE)
        moves = [(x + 3 * step, y + height * step / 20) for step in range(20)]
        events, _ = _traced(chromium, lambda: [chromium.point(*place) for place in moves])
        styled = [one["args"].get("elementCount", 0) for one in events if one["name"] == "UpdateLayoutTree"]
        if left < _SCREEN["height"]:
            return None, None, max(styled, default=0)

        def scroll() -> None:
            speed, last = int(left / _SCROLL), 0
            # What has not been laid out may turn out to be higher.
            while (rest := chromium.run(_SCROLLED + "return left")) > 1 and rest != last:
                last = rest
                gesture = {"x": x, "y": y, "yDistance": -rest, "speed": speed, "gestureSourceType": "mouse"}
                chromium.command("Input.synthesizeScrollGesture", **gesture, preventFling=True)

        events, seconds = _traced(chromium, scroll)
        frames: dict[int, set[str]] = {}
        for one in events:
            if one["name"] == "PipelineReporter" and one["ph"] == "b":
                frame = one["args"].get("frame_reporter") or one["args"]["chrome_frame_reporter"]
                frames.setdefault(frame["frame_sequence"], set()).add(frame["state"])
        seen = [states for states in frames.values() if any("PRESENTED" in state for state in states)]
        lost = [states for states in frames.values() if states == {"STATE_DROPPED"}]
        return len(seen) / seconds, len(lost) / seconds, max(styled, default=0)
    finally:
        chromium.driver.quit()


def _traced(chromium: Any, act: Callable[[], object]) -> tuple[list[dict[str, Any]], float]:
    """Return what the page's process traces while something is done, and how long that takes."""
    address = chromium.driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
    with urlopen(f"http://{address}/json/version") as answer:
        url = json.load(answer)["webSocketDebuggerUrl"]
    # It comes with selenium, which passes no events on.
    socket = import_module("websocket").create_connection(url, suppress_origin=True)
    wanted = ["cc", "benchmark", "blink.user_timing", "devtools.timeline"]
    start = {"id": 1, "method": "Tracing.start", "params": {"traceConfig": {"includedCategories": wanted}}}
    socket.send(json.dumps(start))
    socket.recv()
    chromium.run("performance.mark('from')")
    act()
    chromium.run("performance.mark('to')")
    socket.send(json.dumps({"id": 2, "method": "Tracing.end"}))
    events: list[dict[str, Any]] = []
    while (answered := json.loads(socket.recv())).get("method") != "Tracing.tracingComplete":
        with suppress(KeyError):
            events += answered["params"]["value"]
    socket.close()
    marks = {one["name"]: one for one in events if one["name"] in ("from", "to")}
    since, until = marks["from"]["ts"], marks["to"]["ts"]
    own = (one for one in events if one["pid"] == marks["from"]["pid"] and since <= one["ts"] <= until)
    return list(own), (until - since) / 1e6


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
