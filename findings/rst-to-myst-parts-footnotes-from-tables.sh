#!/usr/bin/env bash
# rst-to-myst 0.4.0: of a footnote at a letter in a table, an empty pair of brackets is left in the page that is written.
#
# A table has "A [#n]_", and below it is the text of the note. Of a `list-table`, the converter makes a block `eval-rst`, which keeps
# reStructuredText as it is; of the note, one of Markdown (`[^n]: ...`). Expected is that both are the same sort, or a warning. The
# mark in the block has no note of its own sort: the page has "A []", with the note at its end, and nothing leads to it. Sphinx 8.1.3
# with myst-parser 4.0.1 warns of the note, "Footnote [#] is not referenced", and of no mark. In a paragraph, both become
# Markdown, and fit.
# Where we mind it: `sphinx-roles convert --in-place` leaves a table with such a mark as it is, and says so.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv old
old/bin/pip install --quiet 'rst-to-myst[sphinx]==0.4.0' 'setuptools<81'
python3 -m venv new
new/bin/pip install --quiet Sphinx==8.1.3 docutils==0.21.2 myst-parser==4.0.1
mkdir docs
echo 'extensions = ["myst_parser"]' > docs/conf.py
cat > docs/index.rst <<'RST'
Title
=====

.. list-table:: Who does what
   :header-rows: 1

   * - Task
     - Dev
   * - Deploy
     - A [#n]_

.. [#n] By night only.
RST
new/bin/sphinx-build -qWE -b text docs before
cat before/index.txt
old/bin/rst2myst convert -R docs/index.rst > said 2>&1
cat said docs/index.md
if grep -qi warning said; then exit 1; fi
grep -qF '     - A [#n]_' docs/index.md
grep -qF '[^n]: By night only.' docs/index.md
new/bin/sphinx-build -qE -b text docs after 2> warned
cat warned after/index.txt
grep -q 'By night only' before/index.txt
grep -qF 'Footnote [#] is not referenced.' warned
grep -qF 'A [1]' before/index.txt
grep -qF 'A []' after/index.txt
