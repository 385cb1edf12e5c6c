"""``skill-matrix``, ``skill-cards`` and ``role-ladder``: skills, and the levels of roles."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.levels import LadderQuery
from sphinx_roles.analysis.skills import SkillCardsQuery, SkillEntries, SkillMatrixQuery, SkillReport
from sphinx_roles.ext.directives.base import ViewDirective, titled
from sphinx_roles.ext.directives.options import names
from sphinx_roles.problems import Code
from sphinx_roles.render.levels import draw_ladder
from sphinx_roles.render.shapes import LadderShape, SkillCardsShape, SkillShape
from sphinx_roles.render.skill_matrix import draw_skill_cards, draw_skill_matrix

_SELECTION = ("role", "roles", "skills", "skill_families")


def skill_matrix(view: ViewDirective) -> list[nodes.Node]:
    """Show the selected skills and columns."""
    options, data = view.options, view.catalog_data
    query = view.fill(
        SkillMatrixQuery,
        details=options.get("details") != "none",
        group_roles=options.get("transpose", False),
    )
    report = view.run_query(query, data)
    words = {*options.get("tags", ()), *options.get("families", ())}
    view.check_names([name for name in report.unknown if name in words])
    view.check_roles([name for name in report.unknown if name not in words], levels=True, stop=False)
    _check_skills(view, report, report.unknown_skills)
    role = options.get("role", "")
    if role and "roles" in options:
        view.report_idle("roles", beside="'role'")
    nothing = "no skill is selected" if not role or report.columns else "the role {role!r} has no levels"
    view.check_empty(report, nothing, role=role)
    # The caption is the author's text; it is translated like a name of the data.
    report = structs.replace(report, caption=view.caption())
    shape = view.fill(
        SkillShape,
        unfolded=options.get("details") == "open",
        download=view.file_name(report.caption, "skills") if options.get("download") else "",
    )
    title = titled(report.caption, "skill_matrix")
    title = ("ladder_of", (report.role,)) if report.role and not report.caption else title
    node = view.node(report, shape, draw_skill_matrix, title, counted=True)
    if view.is_target(data):
        # An entry of the skill is a better target, and a whole matrix better than a selection.
        rank = 0 if options.get("target") else 3 if any(options.get(name) for name in _SELECTION) else 2
        rows = ((row.skill, row.skill, str(row.name), rank) for row in report.rows)
        view.register_targets(node, "skill", rows)
    return [node]


def _check_skills(view: ViewDirective, report: SkillReport | SkillEntries, unknown: tuple[str, ...]) -> None:
    """Report names of skills and of their families that lead nowhere."""
    skills = view.catalogs[0].skills.values()
    words = (word for skill in skills for word in (skill.id, str(skill.name)))
    view.unknown(Code.UNKNOWN_SKILL, "skill", unknown, words)
    families = (str(skill.family) for skill in skills if skill.family)
    view.unknown(Code.OPTION, "family of skills", report.unknown_families, families)


def skill_cards(view: ViewDirective) -> list[nodes.Node]:
    """Show the skills of the argument, or all, with their steps and who needs them."""
    data = view.catalog_data
    asked = names(view.arguments[0]) if view.arguments else ()
    report = view.run_query(view.fill(SkillCardsQuery, skills=asked), data)
    _check_skills(view, report, report.unknown)
    view.check_empty(report, "no skill is selected")
    alone = len(report.entries) == 1 and view.is_named_above(report.entries[0].name)
    shape = SkillCardsShape(titled=not alone)
    node = view.node(report, shape, draw_skill_cards, ("skill_list", ()))
    if view.is_target(data):
        shown = ((one.skill, one.skill, str(one.name), 1) for one in report.entries)
        view.register_targets(node, "skill", shown)
    return [node]


def role_ladder(view: ViewDirective) -> list[nodes.Node]:
    """Show the levels of the role of the argument."""
    options, data = view.options, view.catalog_data
    name = view.role_of_argument()
    # A table has no room for "as that one, and".
    whole = options.get("whole", options.get("layout") == "table")
    report = view.run_query(view.fill(LadderQuery, role=name, whole=whole), data)
    view.check_roles(report.unknown_roles)
    role = view.catalogs[0].find_role(report.role.role) if report.role else None
    levels = role.levels if role is not None else ()
    words = (word for one in levels for word in (one.id, str(one.name)))
    view.unknown(Code.OPTION, "level", report.unknown, words)
    view.unknown(Code.OPTION, "track", report.unknown_tracks, (str(one.track) for one in levels if one.track))
    nothing = "no level is selected" if levels else "the role {role!r} has no levels"
    view.check_empty(report, nothing, role=name)
    title = ("ladder_of", (report.role.name,) if report.role else ())
    node = view.node(report, view.fill(LadderShape), draw_ladder, title)
    if view.is_target(data):
        rank = 2 if options.get("levels") or options.get("tracks") else 1
        view.register_targets(node, "role", report.targets(rank))
    return [node]
