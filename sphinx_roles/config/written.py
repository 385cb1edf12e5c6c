"""Where the settings of a project stand in its conf.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from sphinx_roles.literals import Literals
from sphinx_roles.problems import CONF, Place

__all__ = ["Written"]


class Written:
    """The settings as conf.py writes them down: texts in them know their places.

    What is computed there has none, and neither has what comes from the command line.
    """

    def __init__(self, app: Sphinx) -> None:
        self.config = app.config
        try:
            source = (Path(app.confdir) / CONF.file).read_bytes()
            # Most have nothing of ours, and need not be looked at.
            self._literals = Literals(source if b"roles_" in source else b"")
        except (OSError, SyntaxError, ValueError, RecursionError):
            # There is none, or it has been changed since Sphinx ran it.
            self._literals = Literals(b"")

    def value(self, name: str) -> Any:
        """Return a setting, with places where it is written down."""
        return self._literals.values[name] if self._is_literal(name) else getattr(self.config, name)

    def place(self, name: str) -> Place:
        """Return where a setting stands; the top of conf.py, where that is not known."""
        here = name in self._literals.unknown or self._is_literal(name)
        return self._literals.places.get(name, CONF) if here else CONF

    def _is_literal(self, name: str) -> bool:
        values = self._literals.values
        return name in values and values[name] == getattr(self.config, name)
