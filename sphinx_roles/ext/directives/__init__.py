"""The directives with their options, and what draws each of them, one file a view."""

from __future__ import annotations

from typing import ClassVar

from sphinx_roles.analysis.changes.words import TOPICS
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import (
    OptionSpec,
    Reader,
    choice,
    count,
    counts,
    flag,
    names,
    some,
    split,
    text,
)

_COMMON: dict[str, Reader] = {"catalog": text, "class": names, "name": text}
_TABLE: dict[str, Reader] = {"file": text, "scheme": text, "transposed-data": flag}
_CARD: dict[str, Reader] = {
    **_COMMON,
    "file": text,
    "fields": names,
    "without-fields": names,
    "email": flag,
    "edit": flag,
    "no-index": flag,
}
_FEW_ROLES: dict[str, Reader] = {
    **_COMMON,
    "matrix": text,
    "rows": names,
    "sections": names,
    "tags": names,
    "letters": names,
}


class RoleCard(ViewDirective):
    """A card of the role that the argument names, or that the body describes in YAML."""

    directive = "role-card"
    option_spec: ClassVar[OptionSpec] = OptionSpec(_CARD)


class RoleCards(ViewDirective):
    """Cards of all roles, or of those that the options or the argument name."""

    directive = "role-cards"
    option_spec = OptionSpec(
        **_CARD,
        roles=names,
        without=names,
        tags=names,
        families=names,
        statuses=names,
        kinds=some("role", "team", "person", "external"),
        sort=choice("name", "family", "grade"),
        columns=counts(4, 12),
    )


class ResponsibilityMatrix(ViewDirective):
    """Responsibilities down, roles across, letters in the cells; the argument is the caption."""

    directive = "responsibility-matrix"
    option_spec = OptionSpec(
        {
            **_COMMON,
            **_TABLE,
            # What is asked
            "matrix": text,
            "role": text,
            "when": text,
            "roles": names,
            "without": names,
            "rows": names,
            "sections": names,
            "tags": names,
            "kinds": names,
            "letters": names,
            # How it is drawn
            "layout": choice("grid", "letters", "list"),
            "split": split,
            "transpose": flag,
            "legend": flag,
            "totals": flag,
            "details": choice("folded", "open", "none"),
            "header": text,
            "short": flag,
            "download": flag,
            "edit": flag,
            "target": flag,
            "no-index": flag,
        }
    )


class RoleComparison(ViewDirective):
    """The fields of two to six roles, and each row with a verdict."""

    directive = "role-comparison"
    option_spec = OptionSpec({**_FEW_ROLES, "fields": names, "only-differences": flag, "legend": flag})


class RoleOverlap(ViewDirective):
    """Circles for two or three roles, a table for four to twelve, and a list of each region."""

    directive = "role-overlap"
    option_spec = OptionSpec({**_FEW_ROLES, "layout": choice("picture", "table", "list")})


class ResponsibilityAudit(ViewDirective):
    """Findings of the audit, the worst first; the argument is the caption."""

    directive = "responsibility-audit"
    option_spec = OptionSpec(
        {
            **_COMMON,
            **_TABLE,
            "rules": names,
            "severities": names,
            "matrix": text,
            "sections": names,
            "roles": names,
            "most": count,
            "accepted": flag,
            "edit": flag,
        }
    )


class ResponsibilityChanges(ViewDirective):
    """What changed from one catalog or file to another; the argument names the two."""

    directive = "responsibility-changes"
    option_spec = OptionSpec(
        {
            **_COMMON,
            "scheme": text,
            "transposed-data": flag,
            "only": some(*TOPICS),
            "matrix": text,
            "sections": names,
            "roles": names,
            "tags": names,
            "caption": text,
            "counts": flag,
            "texts": flag,
            "empty": text,
        }
    )


DIRECTIVES = (
    RoleCard,
    RoleCards,
    ResponsibilityMatrix,
    RoleComparison,
    RoleOverlap,
    ResponsibilityAudit,
    ResponsibilityChanges,
)
