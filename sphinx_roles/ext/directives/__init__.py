"""The directives with their options, and what draws them, a module for each group of views."""

from __future__ import annotations

from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.selection import days_of
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import (
    OptionSpec,
    choice,
    count,
    counts,
    each,
    flag,
    names,
    number,
    some,
    split,
    text,
)
from sphinx_roles.fields import PROFILE
from sphinx_roles.model import KINDS

_KINDS = some(*KINDS)
_COMMON = {**each(text, "catalog", "name"), "class": names}
_TABLE = {**each(text, "file", "scheme"), "transposed-data": flag}
_ROWS = {"matrix": text, **each(names, "rows", "sections", "tags", "letters")}
_CARD = {"file": text, **each(names, "fields", "without-fields"), **each(flag, "email", "edit", "no-index")}


class RoleCard(ViewDirective):
    """A card of the role that the argument names, or that the body describes in YAML."""

    directive = "role-card"
    module = "cards"
    option_spec = OptionSpec(_COMMON | _CARD)


class RoleProfile(ViewDirective):
    """The whole role that the argument names, section by section."""

    directive = "role-profile"
    module = "profile"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON,
        **each(some(*PROFILE), "sections", "without-sections"),
        fields=names,
        since=text,
        neighbours=number,
        **each(flag, "heading", "contents", "email", "edit", "no-index"),
    )


class RoleCards(ViewDirective):
    """Cards of all roles, or of those that the options or the argument name."""

    directive = "role-cards"
    module = "cards"
    option_spec = OptionSpec(
        **_COMMON,
        **_CARD,
        **each(names, "roles", "without", "tags", "families", "statuses"),
        kinds=_KINDS,
        sort=choice("name", "family", "grade"),
        columns=counts(4, 12),
    )


class RoleHolders(ViewDirective):
    """Who holds what: by person, role or team; the argument names the roles, else all."""

    directive = "role-holders"
    module = "people"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON,
        by=choice("person", "role", "team"),
        layout=choice("cards", "table"),
        **each(names, "person", "roles", "without", "tags", "families", "statuses", "letters"),
        **each(flag, "past", "responsibilities", "leaving", "email", "no-index"),
        kinds=_KINDS,
        sort=choice("name", "family", "grade"),
        columns=counts(4, 12),
    )


class RoleIndex(ViewDirective):
    """All roles, or those that the options or the argument name, a line each, in groups."""

    directive = "role-index"
    module = "cards"
    option_spec = OptionSpec(
        **_COMMON,
        **each(text, "file"),
        **each(names, "roles", "without", "tags", "families", "statuses", "fields"),
        kinds=some("role", "team", "person", "external", "agent"),
        by=choice("family", "part_of", "tag", "kind", "grade", "level", "alphabet"),
        sort=choice("name", "family", "grade"),
        **each(flag, "words", "email"),
    )


class ResponsibilityMatrix(ViewDirective):
    """Responsibilities down, roles across, letters in the cells; the argument is the caption."""

    directive = "responsibility-matrix"
    module = "matrix"
    option_spec = OptionSpec(
        **_COMMON,
        **_TABLE,
        **_ROWS,
        **each(names, "roles", "without", "kinds"),
        **each(text, "role", "when", "header"),
        **each(flag, "transpose", "legend", "totals", "short", "download", "edit", "target", "no-index"),
        **each(names, "columns", "fields"),
        **{"group-by": text},
        layout=choice("grid", "letters", "list"),
        details=choice("folded", "open", "none"),
        split=split,
        width=choice("column", "page"),
    )


class RoleComparison(ViewDirective):
    """The fields of two to six roles, and each row with a verdict."""

    directive = "role-comparison"
    module = "comparisons"
    option_spec = OptionSpec(
        **_COMMON,
        **_ROWS,
        fields=names,
        **each(flag, "only-differences", "legend"),
        width=choice("column", "page"),
    )


class RoleOverlap(ViewDirective):
    """Circles for two or three roles, a table for four to twelve, and a list of each region."""

    directive = "role-overlap"
    module = "comparisons"
    option_spec = OptionSpec(**_COMMON, **_ROWS, layout=choice("picture", "table", "list"))


class SkillMatrix(ViewDirective):
    """Skills down, roles or the levels of one across; the argument is the caption."""

    directive = "skill-matrix"
    module = "skills"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON,
        role=text,
        **each(names, "roles", "without", "tags", "families", "skills", "skill-families"),
        kinds=_KINDS,
        **each(
            flag, "group", "empty", "transpose", "short", "heat", "legend", "download", "target", "no-index"
        ),
        details=choice("folded", "open", "none"),
    )


class RolePath(ViewDirective):
    """From one role or level to another, and what is near; the argument names one or both."""

    directive = "role-path"
    module = "comparisons"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON, nearest=number, letters=names, **each(flag, "criteria", "responsibilities")
    )


class RoleLadder(ViewDirective):
    """The levels of the role that the argument names, level by level or as a table."""

    directive = "role-ladder"
    module = "skills"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON,
        **each(names, "tracks", "levels"),
        **each(flag, "whole", "criteria", "no-index"),
        layout=choice("sections", "table"),
    )


class SkillCards(ViewDirective):
    """Skills with their steps, and the roles that need them; the argument names some, else all."""

    directive = "skill-cards"
    module = "skills"
    takes_body = False
    option_spec = OptionSpec(**_COMMON, families=names, **each(flag, "levels", "no-index"))


class SkillGap(ViewDirective):
    """What a person can do beside what a role asks for; the argument names both."""

    directive = "skill-gap"
    module = "comparisons"
    takes_body = False
    option_spec = OptionSpec(**_COMMON, criteria=flag)


class ResponsibilityAudit(ViewDirective):
    """Findings of the audit, the worst first; the argument is the caption."""

    directive = "responsibility-audit"
    module = "findings"
    option_spec = OptionSpec(
        **_COMMON,
        **_TABLE,
        **each(names, "rules", "severities", "sections", "roles"),
        **each(flag, "accepted", "edit"),
        matrix=text,
        most=count,
        due=days_of,
    )


class ResponsibilityChanges(ViewDirective):
    """What changed from one catalog or file to another; the argument names the two."""

    directive = "responsibility-changes"
    module = "findings"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON,
        **each(text, "scheme", "matrix", "caption", "empty"),
        **each(names, "sections", "roles", "tags"),
        **each(flag, "transposed-data", "counts", "texts"),
        only=some(*TOPICS),
    )


class ResponsibilityAgreement(ViewDirective):
    """Where people who filled in a matrix by themselves disagree; the argument names their files."""

    directive = "responsibility-agreement"
    module = "findings"
    takes_body = False
    option_spec = OptionSpec(
        **_COMMON,
        **each(text, "matrix", "caption"),
        **each(names, "rows", "sections", "tags", "roles", "without"),
        **each(flag, "names", "only-differences", "legend"),
        order=choice("worst", "rows"),
        layout=choice("table", "list"),
        most=count,
    )


class RoleMap(ViewDirective):
    """Who reports to whom, what is part of what, and who works with whom; the argument is the caption."""

    directive = "role-map"
    module = "people"
    option_spec = OptionSpec(
        **_COMMON,
        **each(names, "roles", "without", "tags", "families"),
        kinds=some("role", "team", "person", "external", "agent"),
        root=text,
        depth=number,
        show=some("reports", "parts", "works-with"),
        least=count,
        layout=choice("picture", "list"),
    )


DIRECTIVES = (
    RoleCard,
    RoleProfile,
    RoleCards,
    RoleIndex,
    RoleHolders,
    ResponsibilityMatrix,
    RoleComparison,
    RoleOverlap,
    SkillMatrix,
    RolePath,
    RoleLadder,
    SkillCards,
    SkillGap,
    ResponsibilityAudit,
    ResponsibilityChanges,
    ResponsibilityAgreement,
    RoleMap,
)
