"""All rules of the audit, in the order in which they are documented."""

from __future__ import annotations

from sphinx_roles.analysis.audit import (
    between,
    keeping,
    naming,
    roles,
    rows_crowd,
    rows_deciding,
    rows_one,
    told,
)
from sphinx_roles.analysis.audit.rule import Rule

KINDS = {
    "row": "Rules about rows",
    "role": "Rules about roles",
    "model": "Rules about the data",
    "between": "Rules about what lies between roles",
}
"""What a rule looks at, and how its group is called."""

_FOUND = (
    *rows_deciding.RULES,
    *rows_one.RULES,
    *rows_crowd.RULES,
    *roles.RULES,
    *told.RULES,
    *naming.RULES,
    *keeping.RULES,
    *between.RULES,
)

RULES: tuple[Rule, ...] = tuple(sorted(_FOUND, key=lambda rule: list(KINDS).index(rule.kind)))
"""Every rule, group by group."""
