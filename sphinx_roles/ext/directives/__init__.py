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

_KINDS, _SORT, _SIDE_BY_SIDE = some(*KINDS), choice("name", "family", "grade"), counts(4, 12)
_DETAILS, _WIDTH = choice("folded", "open", "none"), choice("column", "page")
_TABLE = {**each(text, "file", "scheme"), "transposed-data": flag}
_ROWS = {"matrix": text, **each(names, "rows", "sections", "tags", "letters")}
_CARD = {"file": text, **each(names, "fields", "without-fields"), **each(flag, "email", "edit", "no-index")}


class RoleCard(ViewDirective, module="cards"):
    """A card of the role that the argument names, or that the body describes in YAML."""

    option_spec = OptionSpec(**_CARD)


class RoleProfile(ViewDirective, module="profile", takes_body=False):
    """The whole role that the argument names, section by section."""

    option_spec = OptionSpec(
        **each(some(*PROFILE), "sections", "without-sections"),
        fields=names,
        since=text,
        neighbours=number,
        **each(flag, "heading", "contents", "email", "edit", "no-index"),
    )


class RoleCards(ViewDirective, module="cards"):
    """Cards of all roles, or of those that the options or the argument name."""

    option_spec = OptionSpec(
        **_CARD,
        **each(names, "roles", "without", "tags", "families", "statuses"),
        kinds=_KINDS,
        sort=_SORT,
        columns=_SIDE_BY_SIDE,
    )


class RoleIndex(ViewDirective, module="cards"):
    """All roles, or those that the options or the argument name, a line each, in groups."""

    option_spec = OptionSpec(
        file=text,
        **each(names, "roles", "without", "tags", "families", "statuses", "fields"),
        kinds=_KINDS,
        by=choice("family", "part_of", "tag", "kind", "grade", "level", "alphabet"),
        sort=_SORT,
        **each(flag, "words", "email"),
    )


class RoleHolders(ViewDirective, module="people", takes_body=False):
    """Who holds what: by person, role or team; the argument names the roles, else all."""

    option_spec = OptionSpec(
        by=choice("person", "role", "team"),
        layout=choice("cards", "table"),
        **each(names, "person", "roles", "without", "tags", "families", "statuses", "letters"),
        **each(flag, "past", "responsibilities", "leaving", "email", "no-index"),
        kinds=_KINDS,
        sort=_SORT,
        columns=_SIDE_BY_SIDE,
    )


class ResponsibilityMatrix(ViewDirective, module="matrix"):
    """Responsibilities down, roles across, letters in the cells; the argument is the caption."""

    option_spec = OptionSpec(
        **_TABLE,
        **_ROWS,
        **each(names, "roles", "without", "kinds"),
        **each(text, "role", "when", "header"),
        **each(flag, "transpose", "legend", "totals", "short", "download", "edit", "target", "no-index"),
        **each(names, "columns", "fields"),
        **each(text, "group-by"),
        layout=choice("grid", "letters", "list"),
        details=_DETAILS,
        split=split,
        width=_WIDTH,
    )


class RoleComparison(ViewDirective, module="comparisons"):
    """The fields of two to six roles, and each row with a verdict."""

    option_spec = OptionSpec(
        **_ROWS,
        fields=names,
        **each(flag, "only-differences", "legend"),
        width=_WIDTH,
    )


class RoleOverlap(ViewDirective, module="comparisons"):
    """Circles for two or three roles, a table for four to twelve, and a list of each region."""

    option_spec = OptionSpec(**_ROWS, layout=choice("picture", "table", "list"))


class SkillMatrix(ViewDirective, module="skills", takes_body=False):
    """Skills down, roles or the levels of one across; the argument is the caption."""

    option_spec = OptionSpec(
        role=text,
        **each(names, "roles", "without", "tags", "families", "skills", "skill-families"),
        kinds=_KINDS,
        **each(
            flag, "group", "empty", "transpose", "short", "heat", "legend", "download", "target", "no-index"
        ),
        details=_DETAILS,
    )


class RolePath(ViewDirective, module="comparisons", takes_body=False):
    """From one role or level to another, and what is near; the argument names one or both."""

    option_spec = OptionSpec(nearest=number, letters=names, **each(flag, "criteria", "responsibilities"))


class RoleLadder(ViewDirective, module="skills", takes_body=False):
    """The levels of the role that the argument names, level by level or as a table."""

    option_spec = OptionSpec(
        **each(names, "tracks", "levels"),
        **each(flag, "whole", "criteria", "no-index"),
        layout=choice("sections", "table"),
    )


class SkillCards(ViewDirective, module="skills", takes_body=False):
    """Skills with their steps, and the roles that need them; the argument names some, else all."""

    option_spec = OptionSpec(families=names, **each(flag, "levels", "no-index"))


class SkillGap(ViewDirective, module="comparisons", takes_body=False):
    """What a person can do beside what a role asks for; the argument names both."""

    option_spec = OptionSpec(criteria=flag)


class ResponsibilityAudit(ViewDirective, module="findings"):
    """Findings of the audit, the worst first; the argument is the caption."""

    option_spec = OptionSpec(
        **_TABLE,
        **each(names, "rules", "severities", "sections", "roles"),
        **each(flag, "accepted", "edit"),
        matrix=text,
        most=count,
        due=days_of,
    )


class ResponsibilityChanges(ViewDirective, module="findings", takes_body=False):
    """What changed from one catalog or file to another; the argument names the two."""

    option_spec = OptionSpec(
        **each(text, "scheme", "matrix", "caption", "empty"),
        **each(names, "sections", "roles", "tags"),
        **each(flag, "transposed-data", "counts", "texts"),
        only=some(*TOPICS),
    )


class ResponsibilityAgreement(ViewDirective, module="findings", takes_body=False):
    """Where people who filled in a matrix by themselves disagree; the argument names their files."""

    option_spec = OptionSpec(
        **each(text, "matrix", "caption"),
        **each(names, "rows", "sections", "tags", "roles", "without"),
        **each(flag, "names", "only-differences", "legend"),
        order=choice("worst", "rows"),
        layout=choice("table", "list"),
        most=count,
    )


class RoleMap(ViewDirective, module="people"):
    """Who reports to whom, what is part of what, and who works with whom; the argument is the caption."""

    option_spec = OptionSpec(
        **each(names, "roles", "without", "tags", "families"),
        kinds=_KINDS,
        root=text,
        depth=number,
        show=some("reports", "parts", "works-with"),
        least=count,
        layout=choice("picture", "list"),
    )


DIRECTIVES = tuple(ViewDirective.__subclasses__())
