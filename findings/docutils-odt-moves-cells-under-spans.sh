#!/usr/bin/env bash
# docutils 0.22.4: in an OpenDocument table, cells beside a cell that spans rows belong to the wrong column.
#
# OpenDocument (1.2, part 1, 9.1.5) has a `covered-table-cell` for each place that a spanning cell covers. docutils writes none: the
# row under a spanning cell has a cell less than the table has columns, so "C", which stands in the third column, is the second
# cell of its row, whose place is covered. Read back by odfpy 1.4.1, cell by cell, it is under the wrong head. The caption of
# the table is written twice: as a paragraph, and as bare text within `table:table`, where no text may be.
# Where we mind it: none of our views has spanning cells outside HTML and paper.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet docutils==0.22.4 odfpy==1.4.1
cd "$room"
cat > raci.rst <<'RST'
.. table:: Who does what

   +--------+-----+-----+
   | Row    | Dev | Ops |
   +========+=====+=====+
   | Deploy | A   | R   |
   +--------+     +-----+
   | Test   |     | C   |
   +--------+-----+-----+
RST
venv/bin/docutils --writer=odt raci.rst raci.odt
venv/bin/python - <<'PY'
from odf import table, teletype
from odf.opendocument import load

(found,) = load("raci.odt").getElementsByType(table.Table)
bare = [child.data.strip() for child in found.childNodes if child.nodeType == child.TEXT_NODE]
rows = [
    [teletype.extractText(cell) for cell in row.childNodes if cell.qname[1].endswith("table-cell")]
    for row in found.getElementsByType(table.TableRow)
]
covered = found.getElementsByType(table.CoveredTableCell)
print(rows, bare, len(covered))
assert rows == [["Row", "Dev", "Ops"], ["Deploy", "A", "R"], ["Test", "C"]], rows
assert (bare, covered) == (["Who does what"], []), bare
PY
