"""What an extension costs that is only loaded: no page uses it."""

from __future__ import annotations

import statistics
from pathlib import Path

from msgspec import structs

from .contenders import Contender, present
from .data import Table
from .measure import median
from .projects import write
from .results import Bound, Part, Result
from .turns import Options, in_turn

_BASE = ("myst_parser", "sphinx_design")
_SPHINX = {".buildinfo", "objects.inv", "searchindex.js"}
"""What Sphinx writes for every extension: a digest of conf.py, the name of its index, its number."""


def _project(name: str, *extensions: str, package: str = "sphinx") -> Contender:
    def write_page(folder: Path, data: object) -> None:
        write(folder, {"index.rst": ["Handbook", "========", "", "Nothing here."]}, (*_BASE, *extensions))

    return Contender(name, write_page, package, rival=package != "sphinx")


LOADED = (
    _project("sphinx, myst-parser and sphinx-design"),
    _project("and sphinx-role-cards", "sphinx_roles"),
    _project("and datatemplates", "sphinxcontrib.datatemplates", package="sphinxcontrib.datatemplates"),
    _project("and sphinx-needs", "sphinx_needs", package="sphinx_needs"),
)


def loaded(folder: Path, options: Options) -> Result:
    """Measure the CPU above the base in ms, and the bytes that are in the output for it."""
    # So small a difference of so large numbers needs many rounds.
    rounds = structs.replace(options, rounds=1 if options.quick else 3 * options.rounds)
    chosen = present(LOADED, 0, rivals=options.rivals, slow=False)
    found = in_turn(folder / "loaded", chosen, Table(1, 1), rounds, kinds=("fresh",))["fresh"]
    base = found[chosen[0].name]
    result, rows = Result(), []
    for number, contender in enumerate(chosen):
        costs = found[contender.name]
        more = 1000 * statistics.median(a.cpu - b.cpu for a, b in zip(costs, base, strict=False))
        assets = added(folder / "loaded/0", folder / f"loaded/{number}")
        rows.append((contender.name, f"{more:.0f}", f"{more / median(base) / 10:.1f} %", f"{assets:,}"))
        if number == 1:
            result.bounds += [
                Bound("extension loaded, no view used: CPU above the base", more, 40, " ms"),
                Bound("extension loaded, no view used: assets", assets, 0, " bytes"),
            ]
    result.note("loaded", found)
    heads = ("loaded, and not used", "ms above", "of the base's CPU", "bytes more in the output")
    result.parts.append(Part("An extension that no page uses", heads, rows))
    return result


def added(base: Path, project: Path) -> int:
    """Return the bytes of all files of the output that the base has not, or has otherwise."""
    before, after = (_output(folder) for folder in (base, project))
    return sum(len(data) for name, data in after.items() if before.get(name) != data)


def _output(project: Path) -> dict[str, bytes]:
    made = project / "_build/html"
    files = (path for path in made.rglob("*") if path.is_file() and path.name not in _SPHINX)
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}
