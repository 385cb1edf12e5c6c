"""A handbook that shows every form of every view, for the browser."""

import os

project = "Handbook"
extensions = ["sphinx_roles", *os.environ.get("HANDBOOK_EXTENSIONS", "").split()]
html_theme = os.environ.get("HANDBOOK_THEME", "alabaster")
html_copy_source = False
roles_catalog = {
    "main": "roles.yaml",
    "wide": "wide.csv",
    "conditions": "conditions.csv",
    "before": "before.yaml",
}
roles_edit_url = "https://example.com/edit/{path}#L{line}"
if "sphinx_design" not in extensions:
    exclude_patterns = ["beside.rst"]
_PALETTE = [
    {"scheme": scheme, "toggle": {"icon": "material/brightness-7", "name": "Switch"}}
    for scheme in ("default", "slate")
]
if html_theme == "sphinx_immaterial":
    extensions.append("sphinx_immaterial")
    # Else it fetches fonts from the network.
    html_theme_options = {"font": False, "palette": _PALETTE}
