"""A page for each role, in the ways that people have pages of what is in their data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .contenders import Contender
from .data import Roles
from .measure import build
from .projects import put, roles_yaml, write

__all__ = ["ROLE_PAGES", "ours", "raw"]

_INDEX = ["Handbook", "========", "", ".. toctree::", "", "   roles/index"]
# A sidebar that lists all of them is Sphinx's own work, and more than all the rest: N links on N pages.
_SETTINGS = 'html_sidebars = {"**": ["searchbox.html"]}\nexclude_patterns = ["_build"]'


def ours(folder: Path, roles: Roles) -> None:
    """The catalog, and one setting."""
    files = {"index.rst": _INDEX, "roles.yaml": roles_yaml(roles)}
    write(folder, files, ["sphinx_roles"], f'roles_pages = "roles/{{id}}"\n{_SETTINGS}')


def raw(folder: Path, roles: Roles) -> None:
    """The same pages by hand, each with its title and the finished HTML."""
    kept = folder.with_name(f"{folder.name}-views")
    if not kept.is_dir():
        made = folder.with_name(f"{folder.name}-source")
        ours(made, roles)
        build(made)
        for number in range(roles.number):
            page = (made / f"_build/html/roles/role{number}.html").read_text("utf-8")
            put(kept / f"{number}.html", _below_title(page))
    stubs = {f"roles/role{number}.rst": _stub(kept, number, roles) for number in range(roles.number)}
    write(folder, {"index.rst": _INDEX, "roles/index.rst": _list(roles), **stubs}, (), _SETTINGS)


def _below_title(page: str) -> str:
    """Return what a page shows below its title."""
    body = page[page.index("</h1>") + len("</h1>") : page.index('<div class="clearer">')]
    return body[: body.rindex("</section>")].strip()


def _list(roles: Roles) -> Iterator[str]:
    yield from ("Roles", "=====", "", ".. toctree::", "   :maxdepth: 1", "")
    yield from (f"   /roles/role{number}" for number in range(roles.number))


def _stub(kept: Path, number: int, roles: Roles) -> Iterator[str]:
    title = f"Role number {number}"
    html = (kept / f"{number}.html").read_text("utf-8")
    if number == roles.changed:
        html = html.replace("others", "Others", 1)
    yield from (title, "=" * len(title), "", ".. raw:: html", "")
    yield from (f"   {line}" for line in html.splitlines())


ROLE_PAGES = (
    Contender("raw HTML, as we draw it", raw),
    Contender("roles_pages", ours),
)
