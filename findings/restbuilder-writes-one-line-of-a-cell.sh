#!/usr/bin/env bash
# sphinxcontrib-restbuilder 0.3 under Sphinx 8.1.3: of each cell of a table, only the first line is written.
#
# The builder makes reStructuredText of a document, for other tools. A cell that is wider than its column is broken, as it
# must be; what follows the first break is gone, without a warning, and the target of a link with it. A paragraph
# that is broken is whole.
# Where we mind it: conditions, sections and links of a matrix do not survive this way out; `sphinx-roles convert` writes tables.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 docutils==0.21.2 sphinxcontrib-restbuilder==0.3
mkdir "$room/docs"
echo 'extensions = ["sphinxcontrib.restbuilder"]' > "$room/docs/conf.py"
cat > "$room/docs/index.rst" <<'RST'
Title
=====

Here is a paragraph of so many words that it does not fit into one line of the file that is written here, to its end.

.. list-table::

   * - Deploy
     - The second of us, on the nights before a release
     - always
     - `the guide <https://example.com/guide>`_
RST
"$room/venv/bin/sphinx-build" -qW -b rst "$room/docs" "$room/out"
cat "$room/out/index.rst"
grep -q 'to its end' "$room/out/index.rst"
grep -q '| The second of us, on the ' "$room/out/index.rst"
! grep -q 'a release' "$room/out/index.rst"
! grep -q 'example.com' "$room/out/index.rst"
