#!/usr/bin/env bash
# rstfmt 0.0.14 with docutils 0.21.2: a formatter writes two sorts of tables as ones that docutils does not read.
#
# A grid table with a merged cell, and a simple table whose names are longer than their share of its line, are formatted without
# a word and with exit code 0. Expected are the same tables, or an error. Of the merged cell is written one that is as wide as
# any other, with fewer cells in its row than there are columns; the simple table becomes a grid with borders that are too
# short. docutils reports "Malformed table." for both, and so does rstfmt when it is run again. docstrfmt 2.2.1 refuses
# the merged cell, and leaves the file as it is.
# Where we mind it: whoever formats pages with such a matrix loses it; `sphinx-roles convert --in-place` makes a directive of it.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet rstfmt==0.0.14 docutils==0.21.2
python3 -m venv other
other/bin/pip install --quiet docstrfmt==2.2.1 docutils==0.21.2
cat > merged.rst <<'RST'
+--------+-----------+
| Task   | Team      |
|        +-----+-----+
|        | Dev | Ops |
+========+=====+=====+
| Deploy | A   | R   |
+--------+-----+-----+
RST
cat > simple.rst <<'RST'
======  ===  ===
Task    Dev  Ops
======  ===  ===
Deploy  A    R
======  ===  ===
RST
cp merged.rst kept.rst
for name in merged simple; do
    venv/bin/docutils --halt=2 "$name.rst" > /dev/null
    venv/bin/rstfmt "$name.rst"
    cat "$name.rst"
    venv/bin/docutils "$name.rst" 2>&1 > /dev/null | grep 'Malformed table'
    if venv/bin/rstfmt "$name.rst" 2> /dev/null; then exit 1; fi
done
if other/bin/docstrfmt kept.rst 2> said; then exit 1; fi
grep 'span multiple cells are not supported' said
