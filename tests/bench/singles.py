"""What one measurement each tells: growth, markup, a large catalog, a build in which nothing changed."""

from __future__ import annotations

from pathlib import Path

from . import tables
from .contenders import Contender
from .data import Table
from .finished import bare_table
from .measure import above, ratio
from .projects import table_yaml, write
from .results import Bound, Part, Result, number
from .tables import BARE, DRAWN, EMPTY, OURS
from .turns import KINDS, Options, Turns, in_turn

_BASE = ("myst_parser", "sphinx_design")
_TITLE = ("Handbook", "========", "")


def growth(folder: Path, options: Options, size: tuple[int, int] = (1000, 30)) -> Result:
    """Measure twice the rows and twice the roles: what we cost above an empty project."""
    small, large = Table(*size), Table(2 * size[0], 2 * size[1])
    chosen = (
        EMPTY,
        Contender("small", lambda folder, data: tables.ours(folder, small)),
        Contender("large", lambda folder, data: tables.ours(folder, large)),
    )
    found = in_turn(folder / "growth", chosen, small, options, kinds=("fresh",))["fresh"]
    grown = above(found["large"], found["small"], found[EMPTY.name])
    result = Result(bounds=[Bound(f"{large} / {small}, above the empty project", grown, 4.3)])
    result.note("growth", found)
    return result


def markup(folder: Path, options: Options, size: tuple[int, int] = (2000, 60)) -> Result:
    """Measure a table of which every row has a summary with markup."""
    table = Table(*(size if not options.quick else (100, 10)), marked=True)
    turns = in_turn(folder / "markup", (BARE, OURS, DRAWN), table, options)
    found = turns["fresh"]
    drawn = ratio(found[OURS.name], found[BARE.name])
    result = Result(
        [_part(f"{table}, markup in each summary", turns, BARE.name)],
        [Bound(f"{table}, markup in each row's summary, whole build / raw HTML, bare table", drawn, 1.8)],
    )
    result.note("markup", found)
    return result


def large(folder: Path, options: Options, rows: int = 10_000) -> Result:
    """Measure a catalog of ten thousand responsibilities: all of it, and a page of one in a hundred."""
    table = Table(rows if not options.quick else 500, 20, sections=100 if not options.quick else 5)
    turns = in_turn(folder / "large", (EMPTY, BARE, OURS, DRAWN, SLICE), table, options)
    title = f"A catalog of {table}"
    part = _part(title, turns, EMPTY.name, "CPU / the empty project's")
    result = Result([part])
    result.note("large", turns["fresh"])
    return result


def _slice(folder: Path, table: Table) -> None:
    page = [*_TITLE, ".. responsibility-matrix::", "   :sections: section0"]
    write(folder, {"index.rst": page, "roles.yaml": table_yaml(table)}, ["sphinx_roles"])


SLICE = Contender("one section of it", _slice)


def unchanged(folder: Path, options: Options, size: tuple[int, int] = (2000, 60)) -> Result:
    """Measure a build in which nothing has changed, with a large catalog and without the extension."""
    table = Table(*(size if not options.quick else (100, 10)))
    chosen = (Contender("without", _without), Contender("with", _with))
    turns = in_turn(folder / "unchanged", chosen, table, options, kinds=KINDS[:2])
    found = turns["no change"]
    reported = f"{table}, no-change build / the same page as raw HTML, without the extension"
    result = Result(bounds=[Bound(reported, ratio(found["with"], found["without"]), 1.08)])
    result.note("unchanged", found)
    return result


def _with(folder: Path, table: Table) -> None:
    files = {"index.rst": [*_TITLE, ".. responsibility-matrix::"], "roles.yaml": table_yaml(table)}
    write(folder, files, [*_BASE, "sphinx_roles"])


def _without(folder: Path, table: Table) -> None:
    # Both load what we are built on.
    bare_table(folder, table)
    write(folder, {}, _BASE)


def _part(title: str, turns: Turns, base: str, head: str = "CPU / raw HTML's") -> Part:
    fresh = turns["fresh"]
    rows = [
        (
            name,
            *(number(ratio(turns[kind][name], turns[kind][base])) for kind in KINDS),
            number(ratio(fresh[name], fresh[base], "memory")),
        )
        for name in fresh
    ]
    return Part(title, (head, *KINDS, "memory"), rows)
