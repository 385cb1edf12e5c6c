"""``skill-matrix``: skills by roles, or by the levels of a role."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.skill_matrix import SkillMatrixQuery, SkillReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.ends import check_ends, skill_words
from sphinx_roles.model import Text
from sphinx_roles.problems import Code
from sphinx_roles.render.context import SkillShape
from sphinx_roles.render.skill_matrix import skill_matrix_html, skill_matrix_nodes

_SELECTION = ("role", "roles", "skills", "skill_families")


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected skills and columns."""
    options, data = view.options, Data(catalog=view.options.get("catalog", ""))
    query = view.fill(
        SkillMatrixQuery,
        details=options.get("details") != "none",
        group_roles=options.get("transpose", False),
    )
    report = view.run_query(query, data)
    if not isinstance(report, SkillReport):
        return []
    _check(view, report, data)
    if report.shows_nothing:
        wrong = report.unknown or report.unknown_skills or report.unknown_families
        if not wrong and not view.broken:
            view.report(Code.EMPTY_VIEW, f"{view.name}: {_nothing(view, report)}")
        return []
    if view.arguments:
        # The caption is the author's text; it is translated like a name of the data.
        report = structs.replace(report, caption=Text(view.arguments[0].strip(), view.location()))
    download = view.file_name(report.caption, "skills") if options.get("download") else ""
    shape = view.fill(SkillShape, unfolded=options.get("details") == "open", download=download)
    title = ("", (report.caption,)) if report.caption else ("skill_matrix", ())
    title = ("ladder_of", (report.role,)) if report.role and not report.caption else title
    node = view.node(report, shape, (skill_matrix_html, skill_matrix_nodes), title, counted=True)
    if view.is_target(data):
        # An entry of the skill is a better target, and a whole matrix better than a selection.
        rank = 0 if options.get("target") else 3 if any(options.get(name) for name in _SELECTION) else 2
        rows = ((row.skill, row.skill, str(row.name), rank) for row in report.rows)
        view.register_targets(node, "skill", rows)
    return [node]


def _check(view: ViewDirective, report: SkillReport, data: Data) -> None:
    words = {*view.options.get("tags", ()), *view.options.get("families", ())}
    view.check_names([name for name in report.unknown if name in words], data)
    check_ends(view, [name for name in report.unknown if name not in words], data)
    catalog, _ = view.domain.registry.catalog(data)
    if catalog is not None:
        for name in report.unknown_skills:
            view.unknown(Code.UNKNOWN_SKILL, "skill", name, skill_words(catalog))
        families = [str(skill.family) for skill in catalog.skills.values() if skill.family]
        for name in report.unknown_families:
            view.unknown(Code.OPTION, "family of skills", name, families)


def _nothing(view: ViewDirective, report: SkillReport) -> str:
    if view.options.get("role") and not report.columns:
        return f"the role {view.options['role']!r} has no levels"
    return "no skill is selected"
