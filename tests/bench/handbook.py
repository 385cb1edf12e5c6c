"""A handbook of many pages, some of which show a slice of one catalog each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from .contenders import Contender, present
from .data import Table
from .finished import view_of
from .measure import Cost, build, median, ratio
from .projects import head, pages_of, put, table_yaml, toctree, write, write_template
from .results import Bound, Part, Result, number
from .tables import TEMPLATE, need_file, need_settings, need_table
from .turns import Options, in_turn

_COUNTING = """\
if "BENCH_PARSES" in __import__("os").environ:
    from sphinx_roles.catalog.formats import trees as _yaml
    _read = _yaml.read_yaml
    def _counted(text, context):
        with open(__file__ + ".parses", "a") as kept:
            kept.write(f"{context.file}\\n")
        return _read(text, context)
    _yaml.read_yaml = _counted
"""


def pages(
    table: Table, slices: Iterable[Sequence[str]], beside: Sequence[str] = ()
) -> Mapping[str, Iterable[str]]:
    """Return the pages of a handbook: chapters with a slice each, and pages of text below them."""
    chapters = [f"chapter{section}" for section in range(table.sections)]
    texts = [f"page{number}" for number in range(table.pages - 1 - table.sections)]
    made = {"index.rst": [*head("Handbook"), *toctree(chapters), "", *beside]}
    for section, shown in enumerate(slices):
        own = texts[section :: table.sections]
        made[f"chapter{section}.rst"] = [*head(f"Chapter {section}"), *shown, "", *toctree(own)]
    return {**made, **{f"{name}.rst": list(_text(name)) for name in texts}}


def _text(name: str) -> Iterator[str]:
    yield from head(name.capitalize())
    for part in ("Before you begin", "What to do", "When it went wrong"):
        yield from (part, "-" * len(part), "")
        yield from (f"The {name} says *what* is done, and **who** is asked, in plain words.", "") * 3


def ours(folder: Path, table: Table) -> None:
    """A matrix of one section on each chapter's page."""
    shown = ([".. responsibility-matrix::", f"   :sections: section{s}"] for s in range(table.sections))
    write(folder, {**pages(table, shown), "roles.yaml": table_yaml(table)}, ["sphinx_roles"], _COUNTING)


def raw(folder: Path, table: Table) -> None:
    """The same slices as finished HTML, a file for each."""
    kept = folder.with_name(f"{folder.name}-views")
    if not kept.is_dir():
        made = folder.with_name(f"{folder.name}-source")
        ours(made, table)
        build(made)
        for section in range(table.sections):
            page = (made / f"_build/html/chapter{section}.html").read_text("utf-8")
            put(kept / f"{section}.html", view_of(page, "ro-matrix"))
    for section in range(table.sections):
        text = (kept / f"{section}.html").read_text("utf-8")
        changed = table.changed is not None and section == table.section(table.changed)
        put(folder / f"views/{section}.html", text.replace("umber", "umbre", 1) if changed else text)
    shown = ([".. raw:: html", f"   :file: views/{s}.html"] for s in range(table.sections))
    write(folder, pages(table, shown))


def datatemplates(folder: Path, table: Table) -> None:
    shown = (
        [".. datatemplate:yaml:: roles.yaml", "   :template: drawn.rst", f"   :part: section{s}"]
        for s in range(table.sections)
    )
    write_template(
        folder,
        pages(table, shown),
        table_yaml(table),
        TEMPLATE.replace("ROWS", "data.responsibilities[options.part].rows"),
    )


def needs(folder: Path, table: Table) -> None:
    """All needs imported on the first page, and a table of one section on each chapter's."""
    shown = (need_table(table, f'area == "section{s}"') for s in range(table.sections))
    made = pages(table, shown, [".. needimport:: needs.json", "   :hide:"])
    write(folder, {**made, "needs.json": need_file(table)}, ["sphinx_needs"], need_settings(table))


HANDBOOKS = (
    Contender("raw HTML, as we draw it", raw),
    Contender("responsibility-matrix", ours),
    Contender("datatemplates", datatemplates, "sphinxcontrib.datatemplates", rival=True),
    Contender("sphinx-needs", needs, "sphinx_needs", rival=True),
)


def handbook(folder: Path, options: Options, book: Table | None = None) -> Result:
    """Measure a handbook: all of it, nothing changed, and one letter changed."""
    quick = Table(60, 10, sections=6, pages=30)
    table = book or (quick if options.quick else Table(500, 10, sections=20, pages=200))
    chosen = present(HANDBOOKS, table.cells, rivals=options.rivals, slow=options.slow)
    location, row = folder / "handbook", table.rows // 3
    alone = in_turn(location, chosen, table, options, row=row)
    two = in_turn(location, chosen, table, options, kinds=("fresh",), row=row, jobs=2)["fresh"]
    changed, base = structs.replace(table, changed=row), alone["fresh"][chosen[0].name]
    result, rows = Result(), []
    for order, contender in enumerate(chosen):
        name = contender.name
        options.report(f"handbook, pages left stale: {name}")
        left = stale(location / str(order), contender, changed)
        letter = ratio(alone["one letter"][name], alone["no change"][name])
        read = median(alone["one letter"][name], "read")
        fresh = (ratio(costs[name], base) for costs in (alone["fresh"], two))
        rows.append((name, *map(number, (*fresh, letter)), f"{read:.0f}", str(left)))
        if contender.write is ours:
            letters = f"{table.pages} pages, one letter changed"
            result.bounds += [
                Bound(f"{letters}: pages read", read, 1),
                Bound(f"{letters}: pages left stale", left, 0),
                Bound(f"{letters} / no change", letter, 1.15),
                Bound(f"{letters} / the same edit of raw HTML", _beside_raw(alone["one letter"]), None),
            ]
    for kind, costs in alone.items():
        result.note(f"handbook, {kind}", costs)
    title = f"A handbook of {table.pages} pages, {table.sections} with a slice of {table} each"
    result.parts.append(Part(title, _HEADS, rows, _NOTE))
    for jobs in (1, 2, 4):
        most = max(parses(location / f"parses{jobs}", table, jobs).values())
        result.bounds.append(
            Bound(f"{table.pages} pages, `-j {jobs}`: a catalog is parsed", most, 1, " times")
        )
    return result


def _beside_raw(found: Mapping[str, Sequence[Cost]]) -> float:
    """Return what an edit costs us in terms of what it costs Sphinx alone."""
    return ratio(found[HANDBOOKS[1].name], found[HANDBOOKS[0].name])


_HEADS = (
    "CPU",
    "fresh / raw",
    "fresh -j 2 / raw",
    "one letter / no change",
    "pages read",
    "pages left stale",
)
_NOTE = (
    "Most of a full build is Sphinx's own work on pages and sidebars. *Pages read* and *left stale* are what one "
    "letter in the data leads to: read again, and different from a clean build's."
)


def stale(project: Path, contender: Contender, table: Table) -> int:
    """Return how many pages differ from a clean build's after one letter has been changed."""
    contender.write(project, structs.replace(table, changed=None))
    build(project)
    contender.write(project, table)
    build(project, fresh=False)
    found = pages_of(project)
    build(project)
    return sum(text != found.get(name) for name, text in pages_of(project).items())


def parses(folder: Path, table: Table, jobs: int) -> Mapping[str, int]:
    """Return how often each file of data is parsed in a build with so many processes."""
    ours(folder, table)
    os.environ["BENCH_PARSES"] = "1"
    try:
        build(folder, jobs=jobs)
    finally:
        del os.environ["BENCH_PARSES"]
    return Counter((folder / "conf.py.parses").read_text("utf-8").split())
