"""The settings of conf.py: what there is, where it stands, and what is wrong with it."""

from sphinx_roles.config.checks import check, settings
from sphinx_roles.config.options import OPTIONS, Option, register
from sphinx_roles.config.written import Written

__all__ = ["OPTIONS", "Option", "Written", "check", "register", "settings"]
