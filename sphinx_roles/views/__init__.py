"""The directives, one a file: each reads its options, and asks."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from sphinx_roles.drawing.view import view
from sphinx_roles.views.base import ViewDirective

__all__ = ["discover", "nodes"]


def discover() -> Iterator[type[ViewDirective]]:
    """Yield every directive: a new view is a new file here, and no list is edited."""
    for module in pkgutil.iter_modules(__path__):
        for value in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, ViewDirective) and value.directive:
                yield value


def nodes() -> set[type[view]]:
    """Return the node classes that the directives leave."""
    return {directive.node for directive in discover()}
