"""The pages that are written for a new user, from the templates beside this module."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from string import Template

__all__ = ["DEMO_DATA", "DEMO_PAGES", "PAGE", "PAGES", "demo_data", "demo_page", "matrices", "page"]

DEMO_DATA = "roles.yaml"
PAGE = "who-does-what"
PAGES = ("index", PAGE)
DEMO_PAGES = (*PAGES, "where-roles-meet")
"""The name of the page with the matrix; it holds nothing that another page would be called."""

_MATRIX = {"md": "```{{responsibility-matrix}}\n{options}```", "rst": ".. responsibility-matrix::\n{options}"}
_OPTION = {"md": ":matrix: {}\n", "rst": "   :matrix: {}\n"}


def demo_data() -> str:
    """Return the catalog of the demo."""
    return _read("demo", DEMO_DATA)


def demo_page(name: str, markup: str) -> str:
    """Return a page of the demo; ``markup`` is ``md`` or ``rst``."""
    return _read("demo", f"{name}.{markup}")


def page(folder: str, name: str, markup: str, *, data: str, names: Sequence[str] = ()) -> str:
    """Return a page that shows the author's own ``data``, with a matrix for each of ``names``."""
    template = Template(_read(folder, f"{name}.{markup}"))
    return template.substitute(data=data, matrices=matrices(names, markup))


def matrices(names: Sequence[str], markup: str) -> str:
    """Return a directive for each matrix; where there is only one, it needs no name."""
    shown = names if len(names) > 1 else [""]
    made = (_MATRIX[markup].format(options=_OPTION[markup].format(name) if name else "") for name in shown)
    return "\n\n".join(text.rstrip() for text in made)


def _read(folder: str, name: str) -> str:
    return files(__package__).joinpath(folder, name).read_text(encoding="utf-8")
