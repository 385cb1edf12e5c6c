#!/usr/bin/env bash
# sphinx-exercise 1.2.1 under Sphinx 8.1.3: where it is loaded, a single page has no handlers of any other extension.
#
# The page has a `todo` of sphinx.ext.todo, and no exercise. Expected is one page, as without sphinx-exercise. Sphinx asks for the
# handlers of nodes under the name of a builder, and under its format only where nothing has any under that name.
# sphinx-exercise gives some for `singlehtml`, so that those for `html` are never asked: "unknown node type: <todo_node". With
# the builder `html` both are shown.
# Where we mind it: our views add their handlers under such a name, where another extension has some.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==8.1.3 docutils==0.21.2 sphinx-exercise==1.2.1
mkdir docs
printf 'Title\n=====\n\n.. todo:: Name an owner.\n' > docs/index.rst
printf 'extensions = ["sphinx.ext.todo"]\ntodo_include_todos = True\n' > docs/conf.py
venv/bin/sphinx-build -q -W -b singlehtml docs without
grep -q 'Name an owner' without/index.html
printf 'extensions += ["sphinx_exercise"]\n' >> docs/conf.py
venv/bin/sphinx-build -q -b html docs pages 2> /dev/null
grep -q 'Name an owner' pages/index.html
if venv/bin/sphinx-build -q -b singlehtml docs with 2> seen; then exit 1; fi
grep -o 'unknown node type: <todo_node' seen
