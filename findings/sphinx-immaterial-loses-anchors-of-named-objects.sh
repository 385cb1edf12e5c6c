#!/usr/bin/env bash
# sphinx-immaterial 0.13.11 under Sphinx 9.0.4: a domain whose objects have a name to be shown cannot be built with -W.
#
# A domain may list an object under one name and show another (`get_objects`: "name" and "dispname"). Expected is a search index, as
# other themes have it. Sphinx shortens the anchor "thing-dev" of the thing "dev" to "-" in its index; the theme makes it
# whole again with the name that is shown, finds no "thing-Developer", and warns "Unable to determine anchor for object". The
# warning has no type, so that `suppress_warnings` cannot name it. An anchor in another spelling ("thing%2Ddev") is not shortened.
# Where we mind it: `get_objects` of our domain gives that spelling where this theme is set.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==9.0.4 sphinx-immaterial==0.13.11
mkdir docs
printf 'Title\n=====\n\nWords.\n' > docs/index.rst
cat > docs/conf.py <<'CONF'
import os

from sphinx.domains import Domain, ObjType

project = "Things"
html_theme = os.environ["THEME"]
if html_theme == "sphinx_immaterial":
    extensions = ["sphinx_immaterial"]
    html_theme_options = {"font": False}


class Things(Domain):
    name = "things"
    label = "Things"
    object_types = {"thing": ObjType("thing")}

    def get_objects(self):
        yield "dev", self.env.config.shown, "thing", "index", self.env.config.anchor, 1


def setup(app):
    app.add_config_value("shown", "Developer", "env")
    app.add_config_value("anchor", "thing-dev", "env")
    app.add_domain(Things)
CONF
THEME=alabaster venv/bin/sphinx-build -q -W -b html docs others
export THEME=sphinx_immaterial
venv/bin/sphinx-build -q -W -b html -D shown=dev docs same
venv/bin/sphinx-build -q -W -b html -D anchor=thing%2Ddev docs spelt
if venv/bin/sphinx-build -q -W -b html docs named 2> seen; then exit 1; fi
grep -o "Unable to determine anchor for object with docname='index', domain='things', objtype='thing', full_name='Developer'" seen
