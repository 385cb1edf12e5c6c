"""The functions of the rules. A rule is one of them, and the record of the same name in ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from sphinx_roles.analysis.audit.rule import Finder

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]

FINDERS: Mapping[str, Finder] = {
    rule: thing
    for module in _MODULES
    for thing in vars(module).values()
    if isinstance(thing, Finder)
    for rule in thing.rules
}
"""What finds, by the id of the rule: all that the modules of this folder have."""
