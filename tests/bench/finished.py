"""The same as finished HTML: what no way of drawing can go below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .data import Table
from .measure import build
from .projects import put, write

_RAW = "Handbook\n========\n\n.. raw:: html\n   :file: view.html\n"


def finished(ours: Callable[[Path, Any], object], view: str = "") -> Callable[[Path, Any], object]:
    """Return what writes the page of ``ours`` with the HTML of a view, or of all, through ``raw``."""

    def write_finished(folder: Path, data: Any) -> None:
        kept = folder.with_name(f"{folder.name}.html")
        if not kept.is_file():
            source = folder.with_name(f"{folder.name}-source")
            ours(source, data)
            build(source)
            page = (source / "_build/html/index.html").read_text("utf-8")
            put(kept, view_of(page, view) if view else below_title(page))
        html = kept.read_text("utf-8")
        # Any letter will do: nobody reads what it says.
        put(folder / "view.html", html.replace("umber 0", "umber O", 1) if data.changed is not None else html)
        write(folder, {"index.rst": _RAW})

    return write_finished


def view_of(page: str, view: str) -> str:
    """Return the HTML of the one view (``ro-matrix``, ``ro-cards``) on a page."""
    found = re.search(rf'<div class="ro {view}.*</div>', page, re.DOTALL)
    if found is None:
        raise RuntimeError(f"the page shows no {view}")
    # The page's own closing tags are not the view's.
    return found[0][: found[0].index("\n\n")] if "\n\n" in found[0] else found[0]


def below_title(page: str) -> str:
    """Return what a page shows below its title."""
    body = page[page.index("</h1>") + len("</h1>") : page.index('<div class="clearer">')]
    return body[: body.rindex("</section>")].strip()


def bare_table(folder: Path, table: Table) -> None:
    """The least that shows the same facts: a table, and a letter in each cell."""
    write(folder, {"index.rst": _RAW, "view.html": _bare(table)})


def _bare(table: Table) -> Iterator[str]:
    heads = "".join(f"<th>{name}</th>" for name in ["Responsibility", *table.heads()])
    yield f'<table class="docutils"><thead><tr>{heads}</tr></thead><tbody>'
    for row, (name, cells) in enumerate(table.full()):
        reported = (
            f"<p>{table.summary(row).replace(' *', ' <em>').replace('* ', '</em> ')}</p>"
            if table.marked
            else ""
        )
        yield f"<tr><td>{name}{reported}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"
