"""The functions of the rules. A rule is one of them, and the record of the same name in ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from sphinx_roles.analysis.audit.rule import Finder

_SUBJECTS = (
    "accountability",
    "assignments",
    "participant_count",
    "roles",
    "names",
    "maintenance",
    "shared_work",
    "data_problems",
)
"""The modules of this folder."""

FINDERS: Mapping[str, Finder] = {
    rule: thing
    for subject in _SUBJECTS
    for thing in vars(import_module(f"{__name__}.{subject}")).values()
    if isinstance(thing, Finder)
    for rule in thing.rules
}
"""What finds, by the id of the rule."""
