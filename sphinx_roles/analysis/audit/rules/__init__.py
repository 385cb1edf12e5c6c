"""The functions of the rules. A rule is one of them, and the record of the same name in ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from sphinx_roles.analysis.audit.rule import Finder, external_rules

_SUBJECTS = ("rows", "roles", "data_problems", "owners")
"""The modules of this folder."""

_BUILT_IN = {
    rule: thing
    for subject in _SUBJECTS
    for thing in vars(import_module(f"{__name__}.{subject}")).values()
    if isinstance(thing, Finder)
    for rule in thing.rules
}


class MissingFunction(LookupError):
    """A record of ``rules.yaml`` has no function of its name in this folder."""


class _Finders(dict[str, Finder]):
    def __missing__(self, rule: str) -> Finder:
        raise MissingFunction(rule)


FINDERS: Mapping[str, Finder] = _Finders(
    {name: finder for name, (_, finder) in external_rules().items()} | _BUILT_IN
)
"""What finds, by the id of the rule."""
