"""A page for each role, in the ways that people have pages of what is in their data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import structs

from .contenders import Contender, present
from .data import Roles
from .finished import below_title
from .measure import build, median, ratio
from .projects import head, pages_of, put, roles_yaml, toctree, write
from .results import Bound, Part, Result, number
from .turns import KINDS, Options, in_turn

_INDEX = [*head("Handbook"), *toctree(["roles/index"])]
# A sidebar that lists all of them is Sphinx's own work, and more than all the rest: N links on N pages.
_SETTINGS = 'html_sidebars = {"**": ["searchbox.html"]}\nexclude_patterns = ["_build"]'


def ours(folder: Path, roles: Roles) -> None:
    """The catalog, and one setting."""
    files = {"index.rst": _INDEX, "roles.yaml": roles_yaml(roles)}
    write(folder, files, ["sphinx_roles"], f'roles_pages = "roles/{{id}}"\n{_SETTINGS}')


def raw(folder: Path, roles: Roles) -> None:
    """The same pages by hand, each with its title and all the rest as finished HTML."""
    _write_stubs(folder, roles, _raw)


def headed(folder: Path, roles: Roles) -> None:
    """The same by hand with headings, and finished HTML below each."""
    _write_stubs(folder, roles, _under_headings)


def _write_stubs(folder: Path, roles: Roles, stub: Callable[[str], Iterable[str]]) -> None:
    kept = folder.with_name(f"{folder.name}-views")
    if not kept.is_dir():
        made = folder.with_name(f"{folder.name}-source")
        ours(made, roles)
        build(made)
        for number in range(roles.number):
            page = (made / f"_build/html/roles/role{number}.html").read_text("utf-8")
            put(kept / f"{number}.html", below_title(page))
        put(kept / "index.html", below_title((made / "_build/html/roles/index.html").read_text("utf-8")))
    listed = _raw((kept / "index.html").read_text("utf-8"))
    stubs = {"roles/index.rst": [*head("Roles"), *listed, *_listed(roles, ":hidden:")]}
    for number in range(roles.number):
        html = (kept / f"{number}.html").read_text("utf-8")
        html = html.replace("others", "Others", 1) if number == roles.changed else html
        stubs[f"roles/role{number}.rst"] = [*head(f"Role number {number}"), *stub(html)]
    write(folder, {"index.rst": _INDEX, **stubs}, (), _SETTINGS)


def _raw(html: str) -> Iterator[str]:
    yield from (".. raw:: html", "", *(f"   {line}" for line in html.splitlines()), "")


def _under_headings(html: str) -> Iterator[str]:
    first, *sections = re.split(r'<section id="[^"]*">\s*<h2>(.*?)<a .*?</h2>', html)
    yield from _raw(first.strip())
    for title, inner in zip(sections[::2], sections[1::2], strict=True):
        yield from (title, "-" * len(title), "", *_raw(inner.replace("</section>", "").strip()))


def _listed(roles: Roles, *options: str) -> list[str]:
    return toctree((f"/roles/role{number}" for number in range(roles.number)), ":maxdepth: 1", *options)


def needs(folder: Path, roles: Roles) -> None:
    """A need on each page."""
    pages = {
        f"roles/role{number}.rst": [*head(name), *_need(number, name, line, purpose, duties)]
        for number, (name, line, purpose, duties, _) in enumerate(roles.each())
    }
    files = {"index.rst": _INDEX, "roles/index.rst": [*head("Roles"), *_listed(roles)], **pages}
    write(folder, files, ["sphinx_needs"], f"needs_build_json = False\n{_SETTINGS}")


def _need(number: int, name: str, line: str, purpose: str, duties: Iterable[str]) -> Iterator[str]:
    yield from (f".. req:: {name}", f"   :id: ROLE_{number}", "")
    yield from (f"   {line}", "", f"   {purpose}", "")
    yield from (f"   * {duty}" for duty in duties)


ROLE_PAGES = (
    Contender("raw HTML, as we draw it", raw),
    Contender("roles_pages", ours),
    Contender("raw HTML under the same headings", headed),
    Contender("sphinx-needs", needs, "sphinx_needs", rival=True),
)


def role_pages(folder: Path, options: Options) -> Result:
    """Measure a page for each role: all of them, nothing changed, and one letter changed."""
    roles = Roles(20 if options.quick else 1000)
    chosen = present(ROLE_PAGES, 0, rivals=options.rivals, slow=options.slow)
    location = folder / "pages"
    turns = in_turn(location, chosen, roles, options, kinds=KINDS[:1])
    # What takes a second is moved more by all else on the machine than what takes ten.
    more = structs.replace(options, rounds=1 if options.quick else 3 * options.rounds)
    turns |= in_turn(location, chosen, roles, more, kinds=KINDS[1:], row=roles.number // 3)
    base, own = (turn.name for turn in ROLE_PAGES[:2])
    fresh, letter = turns["fresh"], turns["one letter"]
    result = Result(
        bounds=[
            Bound(f"{roles}, whole build / raw HTML, as we draw it", ratio(fresh[own], fresh[base]), 1.1),
            Bound(f"{roles}, peak memory / raw HTML's", ratio(fresh[own], fresh[base], "memory"), 1.2),
            Bound(f"{roles}, one letter changed: pages read", median(letter[own], "read"), 1),
            Bound(
                f"{roles}, one letter changed / the same edit of raw HTML",
                ratio(letter[own], letter[base]),
                1.15,
            ),
        ]
    )
    for jobs in (2, 4):
        options.report(f"{roles}, -j {jobs}: do they differ?")
        result.bounds.append(
            Bound(f"{roles}, `-j {jobs}`: pages that differ", _differing(location / "1", jobs), 0)
        )
    rows = [
        (
            name,
            *(number(ratio(turns[kind][name], turns[kind][base])) for kind in KINDS),
            number(ratio(fresh[name], fresh[base], "memory")),
            f"{median(letter[name], 'read'):.0f}",
        )
        for name in fresh
    ]
    heads = ("CPU / raw HTML's", *KINDS, "memory", "pages read for one letter")
    result.parts.append(Part(f"{roles.number:,} roles, each on a page of its own", heads, rows, _NOTE))
    for kind, costs in turns.items():
        result.note(f"role pages, {kind}", costs)
    return result


_NOTE = (
    "The pages of raw HTML are written by hand: a title, and all that is below it as one finished piece. Ours and those "
    "of sphinx-needs have their sections and links in Sphinx's tree. No page has a sidebar that lists them all, which "
    "would be Sphinx's own work, and more than the rest."
)


def _differing(project: Path, jobs: int) -> int:
    """Return how many pages another number of processes makes otherwise."""
    build(project)
    alone = pages_of(project)
    build(project, jobs=jobs)
    found = pages_of(project)
    return sum(alone.get(name) != found.get(name) for name in alone.keys() | found.keys())
