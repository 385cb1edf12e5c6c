"""This checkout beside another one, in turns in one run: ``python -m tests.bench --against DIR-OR-WHEEL``."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import structs

from . import cards, handbook, tables
from .contenders import Contender
from .data import Cards, Table
from .loaded import LOADED
from .measure import Cost, ratio, run
from .projects import Size, matrix_catalog
from .results import Bound, Part, Result, number
from .turns import KINDS, Options, Turns, in_turn

OTHER, OURS = "the other", "this"
_ROOT = Path(__file__).parents[2]
_CHECK = "import sys; from sphinx_roles.cli import main; sys.exit(main(['check', '.']) not in (0, 1))"


def environment(folder: Path, source: Path) -> str:
    """Return the Python of a new environment that has ``source``, and else the packages of this one."""
    venv.create(folder, with_pip=False, symlinks=True)
    paths = sysconfig.get_paths("venv", vars={"base": str(folder), "platbase": str(folder)})
    own = Path(paths["purelib"])
    # What stands in the environment itself is found before what a path file adds.
    (own / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(own), str(source)]
    subprocess.run(pip, check=True)
    python = str(Path(paths["scripts"]) / Path(sys.executable).name)
    run(["-c", f"import compileall; compileall.compile_dir({str(own)!r}, quiet=2)"], folder, python)
    found = (
        f"import sphinx_roles; assert sphinx_roles.__file__.startswith({str(own)!r}), sphinx_roles.__file__"
    )
    run(["-c", found], folder, python)
    return python


def against(folder: Path, options: Options) -> Result:
    """Measure what this checkout costs in terms of the other one: CPU and memory, as medians of pairs."""
    assert options.against is not None
    # Both in environments of the same kind: path files and import hooks of the one that runs this cost time.
    pythons = {
        OTHER: environment(folder / "other", options.against),
        OURS: environment(folder / "this", _ROOT),
    }
    result, rows = Result(), []
    small = options.quick
    for table in (Table(500, 40), Table(2000, 60)) if not small else (Table(100, 10),):
        turns = _pair(folder / str(table), tables.ours, pythons, table, options)
        rows.append(_row(str(table), turns, result, fresh=1.08, unchanged=1.0))
    book = Table(60, 10, sections=6, pages=30) if small else Table(500, 10, sections=20, pages=200)
    turns = _pair(folder / "handbook", handbook.ours, pythons, book, options, row=book.rows // 3)
    rows.append(_row(f"{book.pages} pages", turns, result, unchanged=1.0, letter=1.0))
    role_cards = Cards(10 if small else 1000)
    turns = _pair(folder / "cards", cards.ours, pythons, role_cards, options, kinds=KINDS[:2])
    rows.append(_row(str(role_cards), turns, result, fresh=0.95, unchanged=1.0))
    # So small a difference of so large numbers needs many rounds.
    many = structs.replace(options, rounds=1 if small else 3 * options.rounds)
    turns = _pair(folder / "loaded", LOADED[1].write, pythons, Table(1, 1), many, kinds=KINDS[:1])
    rows.append(_row("loaded, not used", turns, result))
    size = Size((100, 10) if small else (2000, 60))
    checks = _checks(matrix_catalog(folder / "check", size), pythons, options)
    result.bounds.append(Bound(f"against: `check`, {size}", ratio(checks[OURS], checks[OTHER]), 1.3))
    result.parts.append(Part("This checkout beside another one", ("", *KINDS, "memory"), rows))
    return result


def _pair(
    folder: Path, write: Any, pythons: Mapping[str, str], data: Any, options: Options, **more: Any
) -> Turns:
    pair = [Contender(name, write, python=python) for name, python in pythons.items()]
    return in_turn(folder, pair, data, options, **more)


def _row(
    title: str, turns: Turns, result: Result, *, fresh: float | None = None, unchanged: float | None = None,
    letter: float | None = None,
) -> Sequence[str]:  # fmt: skip
    found = {kind: ratio(costs[OURS], costs[OTHER]) for kind, costs in turns.items()}
    memory = ratio(turns["fresh"][OURS], turns["fresh"][OTHER], "memory")
    limits = dict(zip(KINDS, (fresh, unchanged, letter), strict=True))
    result.bounds += [
        Bound(f"against: {title}, {kind}", value, limits[kind]) for kind, value in found.items()
    ]
    result.bounds.append(Bound(f"against: {title}, peak memory", memory, 1.0 if fresh else None))
    for kind, costs in turns.items():
        result.note(f"against: {title}, {kind}", costs)
    return (title, *(number(found[kind]) if kind in found else "" for kind in KINDS), number(memory))


def _checks(project: Path, pythons: Mapping[str, str], options: Options) -> dict[str, list[Cost]]:
    costs: dict[str, list[Cost]] = {name: [] for name in pythons}
    for turn in range(options.rounds + 1):
        for name, found in costs.items():
            cost = run(["-c", _CHECK], project, pythons[name], quiet=True)
            # The first turn fills caches; it does not count.
            found += [cost] if turn else []
    return costs
