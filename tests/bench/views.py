"""The views of a whole handbook, each on a page beside the same HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import yaml
from msgspec import structs

from .contenders import Contender
from .data import Book
from .finished import finished
from .measure import median, ratio
from .projects import write
from .results import Part, Result, number
from .turns import KINDS, Options, in_turn


def shown(book: Book) -> Mapping[str, Iterable[str]]:
    """Return the views as they are written on a page; what is about one role is there for each."""
    roles = [f"role{number}" for number in range(book.roles)]
    pairs = [f"{role} {roles[(number + 1) % book.roles]}" for number, role in enumerate(roles)]
    gaps = [f"Person {number}, role{number}" for number in range(min(book.people, book.roles))]
    return {
        # Little more than what it takes to read the catalog.
        "role-card, one alone": [".. role-card:: role0"],
        f"role-profile, {len(roles)} of them": _each("role-profile", roles),
        f"role-ladder, {len(roles)} of them": _each("role-ladder", roles),
        f"role-path, {len(pairs)} of them": _each("role-path", pairs),
        f"skill-gap, {len(gaps)} of them": _each("skill-gap", gaps),
        "skill-matrix, skills x roles": [".. skill-matrix::"],
        "skill-cards": [".. skill-cards::"],
        "role-index": [".. role-index::"],
        "role-holders, by person": [".. role-holders::"],
        "role-map, its lists": [".. role-map::", "   :layout: list"],
        "role-map, a picture of 43": [".. role-map::", f"   :roles: {', '.join(roles[:43])}"],
        "role-comparison of 6": [f".. role-comparison:: {', '.join(roles[:6])}"],
        "role-overlap of 3": [f".. role-overlap:: {', '.join(roles[:3])}"],
        "responsibility-audit": [".. responsibility-audit::"],
        "responsibility-changes": [".. responsibility-changes:: before.yaml"],
        f"responsibility-agreement of {book.answers}": [".. responsibility-agreement:: answers/*.csv"],
    }


def _each(directive: str, arguments: Iterable[str]) -> list[str]:
    return [line for argument in arguments for line in (f".. {directive}:: {argument}", "")]


def ours(folder: Path, book: Book, view: str) -> None:
    """The catalog, and a page with one of the views."""
    files = {f"answers/{number}.csv": sheet for number, sheet in enumerate(book.sheets())}
    page = ["Handbook", "========", "", *shown(book)[view]]
    # The ladders had a level less before.
    before = structs.replace(book, levels=book.levels - 1, changed=None)
    for name, data in (("roles.yaml", book), ("before.yaml", before)):
        files[name] = yaml.dump(data.catalog(), Dumper=yaml.CSafeDumper, sort_keys=False)
    write(folder, {"index.rst": page, **files}, ["sphinx_roles"])


def views(folder: Path, options: Options) -> Result:
    """Measure each view of a handbook."""
    book = Book(10, 3, 12, 6, 3) if options.quick else Book()
    result, rows = Result(), []
    for order, view in enumerate(shown(book)):
        draw = partial(ours, view=view)
        chosen = Contender("raw HTML", finished(draw)), Contender(view, draw)
        turns = in_turn(folder / "views" / str(order), chosen, book, options)
        own, base = turns["fresh"][view], turns["fresh"][chosen[0].name]
        rows.append(
            (
                view,
                *(number(ratio(turns[kind][view], turns[kind][chosen[0].name])) for kind in KINDS),
                number(ratio(own, base, "memory")),
                f"{median(own, 'html') / 1000:,.0f}",
            )
        )
        for kind, costs in turns.items():
            result.note(f"{view}, {kind}", costs)
    heads = ("CPU / raw HTML's, as we draw it", *KINDS, "memory", "HTML kB")
    result.parts.append(Part(f"Views of a handbook: {book}", heads, rows, _NOTE))
    return result


_NOTE = (
    "One page of each, with the whole catalog read for it. Where a view is about one role or person, the page has one for "
    "each. *One letter* is in the name of a role."
)
