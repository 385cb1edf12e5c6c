"""``skill-cards``: skills with their steps and who needs them."""

from __future__ import annotations

from docutils import nodes

from sphinx_roles.analysis.skills import SkillCardsQuery, SkillEntries
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective, names
from sphinx_roles.ext.directives.ends import skill_words
from sphinx_roles.problems import Code
from sphinx_roles.render.context import SkillCardsShape
from sphinx_roles.render.skill_matrix import skill_cards_html, skill_cards_nodes


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the skills of the argument, or all."""
    data = Data(catalog=view.options.get("catalog", ""))
    asked = names(view.arguments[0]) if view.arguments else ()
    report = view.run_query(view.fill(SkillCardsQuery, skills=asked), data)
    if not isinstance(report, SkillEntries):
        return []
    catalog, _ = view.domain.registry.catalog(data)
    if catalog is not None:
        for name in report.unknown:
            view.unknown(Code.UNKNOWN_SKILL, "skill", name, skill_words(catalog))
        families = [str(skill.family) for skill in catalog.skills.values() if skill.family]
        for name in report.unknown_families:
            view.unknown(Code.OPTION, "family of skills", name, families)
    if report.shows_nothing:
        if not (report.unknown or report.unknown_families or view.broken):
            view.report(Code.EMPTY_VIEW, f"{view.name}: no skill is selected")
        return []
    alone = len(report.entries) == 1 and view.is_named_above(report.entries[0].name)
    shape = SkillCardsShape(titled=not alone)
    node = view.node(report, shape, (skill_cards_html, skill_cards_nodes), ("skill_list", ()))
    if view.is_target(data):
        shown = ((one.skill, one.skill, str(one.name), 1) for one in report.entries)
        view.register_targets(node, "skill", shown)
    return [node]
