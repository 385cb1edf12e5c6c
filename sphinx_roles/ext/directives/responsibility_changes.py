"""``responsibility-changes``: what moved between two catalogs."""

from __future__ import annotations

from pathlib import PurePosixPath

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.diff.query import ChangesQuery, ChangesReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective, listed
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.audit import changes_html, changes_nodes
from sphinx_roles.render.context import ChangesShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Compare the two that the argument names."""
    if any(line.strip() for line in view.content):
        view.report(Code.OPTION, f"{view.name}: takes no body; its argument names what is compared")
    message = _sides(view)
    if message is None:
        return []
    before, after = (_data(view, word) for word in message)
    view.check_table_options(before.island or after.island)
    report = view.run_query(view.fill(ChangesQuery, own=view.own_fields), after, before, message)
    if not isinstance(report, ChangesReport):
        return []
    view.check_names(report.unknown, before, after)
    report = structs.replace(
        report,
        old=Text(message[0]),
        new=Text(message[1] or next(iter(view.domain.registry.catalogs), "")) or None,
        name=Text(caption, view.location("caption")) if (caption := view.options.get("caption")) else None,
        empty=Text(empty, view.location("empty")) if (empty := view.options.get("empty")) else None,
    )
    title = ("", (report.name,) if report.name else ())
    return [view.node(report, view.fill(ChangesShape), (changes_html, changes_nodes), title)]


def _sides(view: ViewDirective) -> tuple[str, str] | None:
    """Return the words for both sides; the second one is empty for the main catalog."""
    message = " ".join(view.arguments).replace("\n", " ").strip()
    words = (
        listed(message)
        if "," in message or message in view.domain.registry.catalogs
        else tuple(message.split())
    )
    if not 1 <= len(words) <= 2:
        expected = "expected one or two names of catalogs or paths of files"
        view.report(Code.OPTION, f"{view.name}: {expected}, found {len(words)}")
        return None
    if len(words) == 2 and view.options.get("catalog"):
        view.report(Code.OPTION, f"{view.name}: the argument names both sides already", "catalog")
    return words[0], words[1] if len(words) == 2 else view.options.get("catalog", "")


def _data(view: ViewDirective, word: str) -> Data:
    """Return what a word names: a catalog of conf.py, else a file, as `:file:` names it."""
    if word and word not in view.domain.registry.catalogs and (PurePosixPath(word).suffix or "/" in word):
        return Data(file=view.env.relfn2path(word)[0], **view.table_options())
    return Data(catalog=word)
