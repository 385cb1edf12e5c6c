"""Measure what our views cost beside others, and print it: ``python -m tests.bench``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import json

from . import against, browser, children, handbook, loaded, role_pages, singles, sizes, views
from .measure import run
from .page import PAGE, circumstances, write_page
from .results import Result, markdown
from .turns import Options

MEASUREMENTS: Mapping[str, Callable[[Path, Options], Result]] = {
    "tables": sizes.tables,
    "cards": sizes.cards,
    "handbook": handbook.handbook,
    "pages": role_pages.role_pages,
    "views": views.views,
    "unchanged": singles.unchanged,
    "loaded": loaded.loaded,
    "markup": singles.markup,
    "growth": singles.growth,
    "large": singles.large,
    "analysis": children.analysis,
    "commands": children.commands,
    "owners": children.owners,
    "browser": browser.browser,
    "lsp": children.lsp,
    "against": against.against,
}


def main() -> None:
    """Measure what is asked for, and print the tables; what is under way goes to stderr."""
    options = _options()
    _compile()
    result = Result()
    chosen = options.only or (["against"] if options.against else [n for n in MEASUREMENTS if n != "against"])
    rounds = 1 if options.quick else options.rounds
    how = Options(rounds, options.rivals, options.slow, options.quick, _report, options.against)
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            result.add(MEASUREMENTS[name](Path(folder), how))
        if options.json:
            reported = {"circumstances": circumstances(), **json.decode(json.encode(result))}
            options.json.write_bytes(json.format(json.encode(reported)))
    print("\n".join(f"{what}: {message}" for what, message in circumstances().items()), end="\n\n")
    print(markdown(result))
    if options.write:
        write_page(options.write, result, how.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="builds of each kind, in turn (default: 5)")
    parser.add_argument("--quick", action="store_true", help="one round of the small sizes: does it run?")
    parser.add_argument("--slow", action="store_true", help="rivals at the largest sizes as well")
    parser.add_argument("--no-rivals", dest="rivals", action="store_false", help="only us and raw HTML")
    parser.add_argument(
        "--only", metavar="NAME", nargs="+", choices=MEASUREMENTS, help=f"some of {', '.join(MEASUREMENTS)}"
    )
    parser.add_argument(
        "--against", type=Path, metavar="DIR-OR-WHEEL", help="this checkout beside another one, in turns"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file as well")
    parser.add_argument(
        "--write", type=Path, metavar="PAGE", help=f"put the tables into a page as well, such as {PAGE}"
    )
    return parser.parse_args()


def _report(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _compile() -> None:
    """Compile what builds import: else the first to be measured pays for all."""
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own, as what has grown here is counted in the memory of every build.
        run(["-c", _COMPILING], Path(folder))


_COMPILING = """
import compileall, importlib.util, sysconfig
for name in importlib.util.find_spec("sphinx_roles").submodule_search_locations:
    compileall.compile_dir(name, quiet=2)
compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2)
"""


if __name__ == "__main__":
    main()
