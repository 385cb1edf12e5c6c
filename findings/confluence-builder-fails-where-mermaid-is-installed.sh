#!/usr/bin/env bash
# sphinxcontrib-confluencebuilder 3.2.0: a package that the project does not use ends the build, if it is installed.
#
# sphinxcontrib-mermaid 2.1.1 is in the same environment, and not in `extensions`; the page has no diagram. Expected is that
# nothing changes. The builder asks for the setting `mermaid_output_format` wherever the package can be imported, which only
# that extension defines: "No such config value: 'mermaid_output_format'". Without the package the page is written.
# Where we mind it: our views go to Confluence by this builder, and are tested with it, without that package (`tox -e ways-out`).
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==8.1.3 sphinxcontrib-confluencebuilder==3.2.0
mkdir docs
printf 'extensions = ["sphinxcontrib.confluencebuilder"]\nconfluence_publish = False\n' > docs/conf.py
printf 'Roles\n=====\n\nWho does what.\n' > docs/index.rst
venv/bin/sphinx-build -q -W -b confluence docs out
grep 'Who does what' out/index.conf
venv/bin/pip install --quiet sphinxcontrib-mermaid==2.1.1
if venv/bin/sphinx-build -q -E -b confluence docs again 2> said; then exit 1; fi
grep "No such config value: 'mermaid_output_format'" said
