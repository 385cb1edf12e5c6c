#!/usr/bin/env bash
# Word: letters that are chosen from a dropdown in a table are there, gone, or in a table of their own, by reader.
#
# A template for a RACI matrix lets one choose a letter in each cell. Word keeps it in a content control (`w:sdt`), within the
# paragraph or around the cell. mammoth 1.13.0 reads both. python-docx 1.2.0 reads neither: the first cell is "", and the
# second is none, so that its row is shorter than its head. docx2python 3.5.0 reads the first, and makes a table of the
# second, behind the one that it belongs to.
# Where we mind it: `sphinx-roles convert` reads no Word; who brings a table from there should not bring it with these.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet python-docx==1.2.0 mammoth==1.13.0 docx2python==3.5.0
cd "$room"
cat > read.py <<'PY'
import re

import docx
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHOICE = (
    f'<w:sdt {NAMES}><w:sdtPr><w:dropDownList><w:listItem w:displayText="A" w:value="A"/>'
    '<w:listItem w:displayText="R" w:value="R"/></w:dropDownList></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
)
made = docx.Document()
table = made.add_table(2, 3)
for cell, text in zip(table.rows[0].cells, ["Row", "Dev", "Ops"], strict=True):
    cell.text = text
table.cell(1, 0).text = "Deploy"
table.cell(1, 1).paragraphs[0]._p.append(parse_xml(CHOICE.format("<w:r><w:t>A</w:t></w:r>")))
last = table.rows[1]._tr.tc_lst[2]
around = parse_xml(CHOICE.format("<w:tc><w:p><w:r><w:t>R</w:t></w:r></w:p></w:tc>"))
last.getparent().replace(last, around)
made.save("raci.docx")

found = docx.Document("raci.docx").tables
read = {"python-docx": [[[cell.text for cell in row.cells] for row in one.rows] for one in found]}
with open("raci.docx", "rb") as file:
    html = mammoth.convert_to_html(file).value
rows = [re.findall("<td>(?:<p>)?(.*?)(?:</p>)?</td>", row) for row in html.split("<tr>")[1:]]
read["mammoth"] = [rows]
body = docx2python("raci.docx").body
read["docx2python"] = [[["".join(cell) for cell in row] for row in one] for one in body if any(map(any, one))]
for name, tables in read.items():
    print(name, *tables)
HEAD = ["Row", "Dev", "Ops"]
assert read["mammoth"] == [[HEAD, ["Deploy", "A", "R"]]]
assert read["python-docx"] == [[HEAD, ["Deploy", ""]]]
assert read["docx2python"][:2] == [[HEAD, ["Deploy", "A"]], [["R"]]]
PY
venv/bin/python read.py
