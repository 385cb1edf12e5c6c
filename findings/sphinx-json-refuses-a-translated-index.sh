#!/usr/bin/env bash
# Sphinx 9.0.4: an index of a domain whose names wait for a language ends the json builder, and no other.
#
# Names of an index are set on its class, where `sphinx.locale.get_translation` is the documented way to have them
# translated: it gives texts that wait until a language is known. HTML shows them. The json builder of
# sphinxcontrib-serializinghtml 2.0.0 writes them into the links of each page, and its encoder knows only `UserString`, which
# such a text was until Sphinx 7.1: "Object of type _TranslationProxy is not JSON serializable".
# Where we mind it: the index of roles has its names as plain texts, set anew for each build.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==9.0.4 sphinxcontrib-serializinghtml==2.0.0
mkdir docs
cat > docs/things.py <<'PY'
from sphinx.domains import Domain, Index
from sphinx.locale import get_translation

_ = get_translation("things")


class Things(Index):
    name, localname, shortname = "things", _("Index of things"), _("things")

    def generate(self, docnames=None):
        return [("t", [])], False


class ThingDomain(Domain):
    name, label, indices = "thing", "Thing", [Things]


def setup(app):
    app.add_domain(ThingDomain)
PY
printf 'import sys\nsys.path.insert(0, ".")\nproject = "it"\nextensions = ["things"]\n' > docs/conf.py
printf 'Title\n=====\n\nText.\n' > docs/index.rst
cd docs
../venv/bin/sphinx-build -qW -b html . ../html
grep -o 'Index of things</h1>' ../html/thing-things.html
! ../venv/bin/sphinx-build -qW -b json . ../json 2> ../seen
grep -o -m 1 'Object of type _TranslationProxy is not JSON serializable' ../seen
