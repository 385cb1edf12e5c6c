#!/usr/bin/env bash
# Word: a letter that somebody has changed with "Track Changes" on is the new one, or no letter, by reader.
#
# Under review, "A" is taken away (`w:del`) and "R" is put in (`w:ins`); the page shows both until someone accepts. Another cell has
# a tick, which Word keeps as a symbol of a font (`w:sym`). Expected are "R" (or "A"), and a tick. mammoth 1.13.0 and pandoc 3.9
# (pypandoc_binary 1.17) have "R" and a tick. docx2txt 0.9 has "R" and no tick, and docx2python 3.7.1 "R" and the number of the symbol in a
# tag. For python-docx 1.2.0 both cells are blank, as for whoever takes no part. A row that is taken away under review is gone in
# mammoth, and an empty row in the others. None reports anything.
# Where we mind it: `sphinx-roles convert` reads no Word; accept or reject all changes before such a table is brought along.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1 docx2txt==0.9 pypandoc_binary==1.17
cat > make.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W, MARK = nsdecls("w"), 'w:id="{}" w:author="Ana" w:date="2026-01-02T00:00:00Z"'
GONE = f"<w:del {W} {MARK.format(1)}><w:r><w:delText>A</w:delText></w:r></w:del>"
NEW = f"<w:ins {W} {MARK.format(2)}><w:r><w:t>R</w:t></w:r></w:ins>"
TICK = f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
ROW = f"<w:trPr {W}><w:del {MARK.format(3)}/></w:trPr>"
TASK = f"<w:del {W} {MARK.format(4)}><w:r><w:delText>Test</w:delText></w:r></w:del>"
document = docx.Document()
table = document.add_table(rows=4, cols=2)
for row, words in enumerate([("Task", "Dev"), ("Build",), ("Ship",)]):
    for column, word in enumerate(words):
        table.cell(row, column).text = word
for row, column, parts in [(1, 1, (GONE, NEW)), (2, 1, (TICK,)), (3, 0, (TASK,))]:
    for part in parts:
        table.cell(row, column).paragraphs[0]._p.append(parse_xml(part))
table.rows[3]._tr.insert(0, parse_xml(ROW))
document.save("raci.docx")
PY
cat > read.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx2python import docx2python

with open("raci.docx", "rb") as file:
    print("mammoth", mammoth.convert_to_html(file).value.replace("<p>", "").replace("</p>", ""))
print("pandoc", pypandoc.convert_file("raci.docx", "gfm").split("\n")[2:5])
print("docx2txt", docx2txt.process("raci.docx").split())
print("python-docx", [[cell.text for cell in row.cells] for row in docx.Document("raci.docx").tables[0].rows])
with docx2python("raci.docx") as read:
    print("docx2python", read.body[0])
PY
venv/bin/python make.py
venv/bin/python read.py | tee read.txt
grep -q '^mammoth .*<tr><td>Build</td><td>R</td></tr><tr><td>Ship</td><td>✓</td></tr></table>$' read.txt
grep -qE "^pandoc \['\| Build +\| R +\|', '\| Ship +\| ✔ +\|', '\| +\| +\|'\]" read.txt
grep -qx "docx2txt \['Task', 'Dev', 'Build', 'R', 'Ship'\]" read.txt
grep -q "^python-docx .*\['Build', ''\], \['Ship', ''\]" read.txt
grep -q "^docx2python .*\[\['Build'\], \['R'\]\], .*&#x00FC;" read.txt
