"""Print what our views cost beside raw HTML and ``list-table``: ``python -m tests.bench``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import analysis, projects
from tests.bench.measure import build, compare
from tests.bench.projects import Size


def main() -> None:
    """Measure, and print one table of ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--roles", type=int, default=60)
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--list-table", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder), options)
        print()
        for name, ratio in analysis.ratios(Path(folder), Size((options.rows, options.roles))).items():
            print(f"{name} / reading the data: {ratio:.2f} (bound {analysis.BOUNDS[name]})")


def report(folder: Path, options: argparse.Namespace) -> None:
    """Build every project in turn, and print the ratios."""
    size = Size((options.rows, options.roles))
    made = {
        "empty": projects.empty(folder / "empty"),
        "matrix": projects.matrix_catalog(folder / "matrix", size),
        "cards": projects.cards_catalog(folder / "cards", options.cards),
    }
    for name, view in (("matrix", "ro-matrix"), ("cards", "ro-cards")):
        build(made[name])
        page = made[name] / "_build" / "html" / "index.html"
        made[f"{name} raw"] = projects.raw(folder / f"{name}-raw", page, view)
    rounds = dict.fromkeys(made, options.rounds)
    if options.list_table:
        made["list-table"] = projects.list_table(folder / "list-table", size)
        rounds["list-table"] = 1
    cost = compare(made, rounds)
    nothing = cost["empty"].cpu
    print(f"{'project':<14}{'CPU s':>8}{'above empty':>13}{'peak MB':>9}")
    for name, found in cost.items():
        print(f"{name:<14}{found.cpu:>8.2f}{found.cpu - nothing:>13.2f}{found.memory:>9.0f}")
    print()
    print(f"{size} matrix / raw HTML, whole build: {cost['matrix'].cpu / cost['matrix raw'].cpu:.2f}")
    print(f"{size} matrix / raw HTML, peak memory: {cost['matrix'].memory / cost['matrix raw'].memory:.2f}")
    print(f"{options.cards:,} cards / raw HTML, whole build: {cost['cards'].cpu / cost['cards raw'].cpu:.2f}")
    if options.list_table:
        ratio = (cost["matrix"].cpu - nothing) / (cost["list-table"].cpu - nothing)
        print(f"{size} matrix / list-table, above the empty project: {ratio:.3f}")


if __name__ == "__main__":
    main()
