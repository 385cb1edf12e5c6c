"""What views of skills and levels share: names of roles, levels and skills, and how a path is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from sphinx_roles.analysis.ladder import LadderReport
from sphinx_roles.analysis.role_path import PathReport
from sphinx_roles.analysis.selection import unknown_letters
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code
from sphinx_roles.render.context import PathShape
from sphinx_roles.render.ladder import path_html, path_nodes


def show(view: ViewDirective, report: PathReport, shape: PathShape) -> list[nodes.Node]:
    """Return the view; nothing but a warning where there is nothing to say."""
    if report.shows_nothing:
        if not view.broken:
            view.report(Code.EMPTY_VIEW, f"{view.name}: no skills are recorded, and nothing differs")
        return []
    ends = tuple(end.name for end in (report.start, report.goal) if end is not None)
    title = ("path_between" if len(ends) > 1 else "path_nearest", ends)
    return [view.node(report, shape, (path_html, path_nodes), title)]


def check_ends(view: ViewDirective, names: Iterable[str], data: Data) -> None:
    """Report names that lead to no role or level, with the nearest one."""
    catalog, _ = view.domain.registry.catalog(data)
    if catalog is not None:
        for name in names:
            code, thing, known = Code.UNKNOWN_ROLE, "role", catalog.role_names()
            if "/" in name:
                thing, known = "role or level", level_words(catalog)
            view.unknown(code, thing, name, known)


def check_letters(view: ViewDirective, data: Data) -> None:
    """Report letters that no scheme of the rows has."""
    catalog, _ = view.domain.registry.catalog(data)
    if catalog is not None and catalog.rows:
        schemes = [catalog.scheme_of(row) for row in catalog.rows]
        for letter in unknown_letters(view.options.get("letters", ()), schemes):
            view.unknown_letter(letter, [catalog])


def level_targets(report: LadderReport, rank: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield each level as a target."""
    # Both names are translated, and joined as the page shows them.
    return ((r.end.key, r.end.key, f"{r.end.of or ''}\n{r.end.name}", rank) for r in report.rungs)


def level_words(catalog: Catalog) -> Iterator[str]:
    """Yield every level as ``role/level``."""
    return (f"{role.id}/{level.id}" for role in catalog.roles.values() for level in role.levels)


def skill_words(catalog: Catalog) -> Iterator[str]:
    """Yield what skills answer to."""
    return (word for skill in catalog.skills.values() for word in (skill.id, str(skill.name)))
