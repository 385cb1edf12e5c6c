#!/usr/bin/env bash
# html-to-docx 1.8.0 and python-docx 1.2.0: below a phase of two rows, each letter of a column is that of the role to its right.
#
# A page has a matrix whose phase spans two rows (`rowspan`), and html-to-docx makes a Word file of it. In Word, the second cell
# of a phase goes on (`w:vMerge`) and is one column wide; `w:gridSpan` says how many it is, and need not be there. html-to-docx
# says 0. Expected of the two together is the table of the page. By rows, python-docx has it. Its `table.columns` and `table.cell`
# count the columns that a cell spans: one is missing from there on, so that Dev, who is R for "Deploy", is C for it, and is
# accountable for "Test". Without the span of 0, all is right. Needs Node.
# Where we mind it: `sphinx-roles convert` reads no Word; compare a table from there with its page, column by column.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet python-docx==1.2.0
npm install --silent --no-save --prefix . html-to-docx@1.8.0
cat > write.cjs <<'JS'
const fs = require("node:fs");
const docx = require("html-to-docx");

const row = (...cells) => `<tr>${cells.join("")}</tr>`;
const cells = (...words) => words.map((word) => `<td>${word}</td>`).join("");
const page = `<table>${row(cells("Phase", "Task", "Dev", "Ops"))}${row('<td rowspan="2">Build</td>', cells("Plan", "A", "R"))}${row(
  cells("Test", "R", "A"),
)}${row(cells("Run", "Deploy", "R", "C"))}${row(cells("Run", "Watch", "I", "A"))}</table>`;
docx(page).then((file) => fs.writeFileSync("page.docx", file));
JS
node write.cjs
cat > read.py <<'PY'
import docx
from docx.oxml.ns import qn


def show(title):
    print(title, "Dev by rows:", [row.cells[2].text.strip() for row in table.rows])
    print(title, "Dev by columns:", [cell.text.strip() for cell in table.columns[2].cells])


table = docx.Document("page.docx").tables[0]
show("as written,")
for span in table._tbl.iter(qn("w:gridSpan")):
    print("spans", span.get(qn("w:val")))
    span.getparent().remove(span)
show("without it,")
PY
venv/bin/python read.py | tee seen
diff seen - <<'SEEN'
as written, Dev by rows: ['Dev', 'A', 'R', 'R', 'I']
as written, Dev by columns: ['Dev', 'A', 'A', 'C', 'A']
spans 0
without it, Dev by rows: ['Dev', 'A', 'R', 'R', 'I']
without it, Dev by columns: ['Dev', 'A', 'R', 'R', 'I']
SEEN
