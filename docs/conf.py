"""The settings of this documentation, which is itself a handbook drawn by the extension."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx_roles.version import __version__

# What is only for this documentation: examples shown with their source, and generated pages.
sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx-role-cards"
copyright = "the sphinx-role-cards contributors"
version = release = __version__

extensions = [
    "myst_parser", "sphinx_design", "sphinx.ext.autodoc", "sphinx_roles",
    "example", "generated", "audit_rules", "published",
]  # fmt: skip
# Signatures name types of the standard library and of msgspec as well, and records that no page describes.
nitpick_ignore_regex = [("py:.*", ".*")]
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True, "undoc-members": True, "show-inheritance": True}
exclude_patterns = ["_build", "examples", "pictures"]

roles_catalog = {"today": "roles.yaml", "2025": "roles-2025.yaml", "team": "team.yaml"}
roles_export = True

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_copy_source = False
