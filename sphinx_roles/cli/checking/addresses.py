"""Where the documentation explains a rule, and how paths are written for machines."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from sphinx_roles.analysis.audit.rules import RULES

__all__ = ["DOCUMENTATION", "address", "help_address"]

DOCUMENTATION = "https://sphinx-role-cards.readthedocs.io/en/latest"
_RULES = frozenset(rule.id for rule in RULES)


def help_address(rule: str) -> str:
    """Return where the documentation explains a rule of the audit, or a warning of reading."""
    page = f"rules.html#rule-{rule}" if rule in _RULES else f"warnings.html#warning-{rule}"
    return f"{DOCUMENTATION}/{page}"


def address(path: Path) -> str:
    """Return a path as a relative address from the top of the repository, else from this folder."""
    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return quote(Path(os.path.relpath(path.absolute(), top)).as_posix())
