"""The directives, one a file: each reads its options, and asks."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sphinx_roles.ext.directives.late import LateDirective, late

if TYPE_CHECKING:
    from sphinx_roles.ext.directives.base import ViewDirective

_SHARED = {"base", "late", "options", "roles", "who"}
"""Modules that hold no directive, but what directives share, and the role."""


def directives() -> Iterator[tuple[str, type[LateDirective]]]:
    """Yield the name of every directive, and what imports it when a page first uses it.

    A new view is a new file here, named as its directive, and no list is edited.
    """
    for module in pkgutil.iter_modules(__path__):
        if module.name not in _SHARED:
            yield module.name.replace("_", "-"), late(f"{__name__}.{module.name}")


def discover() -> Iterator[type[ViewDirective]]:
    """Import and yield every directive."""
    for _, directive in directives():
        yield directive.real()
