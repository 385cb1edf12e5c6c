#!/usr/bin/env bash
# Word: of a row that begins below the second role, four readers put the letters under the first one.
#
# Who drags the border of a cell, or deletes cells and lets the rest stay, gets a row that begins further right: Word keeps the gap as
# `w:gridBefore` (ECMA-376, part 1, 17.4.15), and shows the letters where they were. In the row below "Deploy", the cells for the row's
# name and for "Dev" are not there: "R" is of Ops and "A" of QA. Expected are blank cells, or a span. mammoth 1.13.0, docx2python
# 3.7.1 and pandoc 3.9 (pypandoc_binary 1.17) have "R" as the name of the row and "A" as the letter of Dev, and QA has none. So has
# `row.cells` of python-docx 1.2.0, which counts the gap in `row.grid_cols_before` for those who ask.
# Where we mind it: `sphinx-roles convert` reads no Word; a table from there is to be compared with its page.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1 pypandoc_binary==1.17
cat > read.py <<'PY'
import re

import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx2python import docx2python

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GRID = [["Row", "Dev", "Ops", "QA"], ["Deploy", "A", "R", "C"], ["", "", "R", "A"]]
made = docx.Document()
table = made.add_table(3, 4)
for row, texts in zip(table.rows, GRID, strict=True):
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
last = table.rows[2]._tr
for gone in last.tc_lst[:2]:
    last.remove(gone)
last.insert(0, parse_xml(f'<w:trPr {NAMES}><w:gridBefore w:val="2"/></w:trPr>'))
made.save("raci.docx")


def rows(html):
    return [re.findall(r"<t[dh][^>]*>(?:<p>)?(.*?)(?:</p>)?</t[dh]>", row) for row in html.split("<tr")[1:]]


found = docx.Document("raci.docx").tables[0].rows
with open("raci.docx", "rb") as file:
    by_mammoth = rows(mammoth.convert_to_html(file).value)
read = {
    "python-docx": [cell.text for cell in found[2].cells],
    "mammoth": by_mammoth[2],
    "docx2python": ["".join(cell) for cell in docx2python("raci.docx").body[0][2]],
    "pandoc": rows(pypandoc.convert_file("raci.docx", "html"))[2],
}
print("python-docx, before:", found[2].grid_cols_before)
for name, texts in read.items():
    print(name, texts)
    assert [one for one in texts if one] == texts[:2] == ["R", "A"]
assert found[2].grid_cols_before == 2
PY
venv/bin/python read.py
