#!/usr/bin/env bash
# Sphinx 8.1.3 and docutils 0.21.2: a table inside a cell of a `list-table` ends two builders, each in a way of its own.
#
# docutils reads it, and HTML and LaTeX write it. The text builder ends with "NotImplementedError: Nested tables are not
# supported."; the manual pages end with "AttributeError: 'NoneType' object has no attribute 'append_cell'".
# Where we mind it: in a cell, our matrices and comparisons are lists in every builder but HTML and EPUB.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 docutils==0.21.2
mkdir "$room/docs"
echo 'man_pages = [("index", "it", "it", "us", 1)]' > "$room/docs/conf.py"
cat > "$room/docs/index.rst" <<'RST'
Title
=====

.. list-table::

   * - .. list-table::

          * - inner
     - beside
RST
"$room/venv/bin/sphinx-build" -qW -b html "$room/docs" "$room/html"
for builder in text man; do
    if "$room/venv/bin/sphinx-build" -q -b "$builder" "$room/docs" "$room/$builder" > "$room/$builder.log" 2>&1; then
        echo "the builder $builder writes nested tables now"; exit 1
    fi
done
grep -q "Nested tables are not supported" "$room/text.log"
grep -q "has no attribute 'append_cell'" "$room/man.log"
echo "Sphinx 8.1.3, docutils 0.21.2: text and man end at a table in a cell"
