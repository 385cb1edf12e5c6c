#!/usr/bin/env bash
# atsphinx-typst 0.1.1 under Sphinx 9.0.4: two paragraphs of a cell are one word in the PDF.
#
# A cell may have several paragraphs: a letter, and below it until when or under which condition it holds. Expected is a break
# between them, as there is on the page: there, the builder leaves a blank line. In a cell of a table it writes the one
# right behind the other, without a blank: "A" and "Release" become "ARelease", and "A" and "R" are "AR". Items of a list in a
# cell stay apart.
# Where we mind it: what a cell of a matrix says is one paragraph, with its parts in a line.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==9.0.4 docutils==0.22.4 atsphinx-typst==0.1.1
mkdir docs
cat > docs/conf.py <<'PY'
extensions = ["atsphinx.typst"]
typst_documents = [{"entrypoint": "index", "filename": "index", "theme": "manual", "title": "It"}]
PY
cat > docs/index.rst <<'RST'
Who does what
=============

First.

Second.

.. list-table::

   * - Deploy
     - A

       R
   * - Build
     - - A
       - R
RST
venv/bin/sphinx-build -q -b typst docs out
text="$(cat out/*.typ)"
printf '%s\n' "$text" | tail -22
printf '%s\n' "$text" | grep -q '\[AR\]'
printf '%s\n' "$text" | grep -q '\[ *- A$'
test -z "$(printf '%s\n' "$text" | grep -x -A1 'First\.' | tail -1)"
