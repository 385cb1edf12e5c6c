#!/usr/bin/env bash
# Names with a reading: above its letters, a role of 山田 has no name in four readers, and two names in three others.
#
# Over a name in Japanese may be how it is read, in small letters, which Word and OpenDocument keep as ruby text. The name is 山田, in
# the head of a matrix. Expected is the name alone, as each format marks what is only its reading. From Word, python-docx 1.2.0,
# mammoth 1.13.0 and pandoc 3.9 (pypandoc_binary 1.17) have an empty cell, and docx2python 3.7.1 the reading with the name behind
# it. From OpenDocument, pyexcel-ods3 0.6.1 has an empty cell; pandas 2.3.3 with odfpy 1.4.1, and python-calamine 0.9.1 have name and
# reading in one word. Of the readings in a workbook of Excel, python-calamine and openpyxl 3.1.5 make nothing, as they should.
# Where we mind it: `sphinx-roles convert` reads workbooks of Excel through openpyxl, which knows the reading for what it is.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1 pypandoc_binary==1.17 pandas==2.3.3 \
    odfpy==1.4.1 openpyxl==3.1.5 python-calamine==0.9.1 pyexcel-ods3==0.6.1 XlsxWriter==3.3.1
cat > make.py <<'PY'
import zipfile

import docx
import xlsxwriter
from docx.oxml import parse_xml
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P, Ruby, RubyBase, RubyText

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RUBY = (
    f'<w:r {NAMES}><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/></w:rubyPr><w:rt><w:r><w:t>ヤマダ</w:t></w:r></w:rt>'
    "<w:rubyBase><w:r><w:t>山田</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
ROWS = [["Row", "山田", "Ops"], ["Deploy", "A", "R"]]
text = docx.Document()
grid = text.add_table(2, 3)
for row, words in zip(grid.rows, ROWS, strict=True):
    for cell, word in zip(row.cells, words, strict=True):
        if word == "山田":
            cell.paragraphs[0]._p.append(parse_xml(RUBY))
        else:
            cell.text = word
text.save("raci.docx")

sheet = OpenDocumentSpreadsheet()
table = Table(name="S")
for words in ROWS:
    row = TableRow()
    for word in words:
        cell, line = TableCell(valuetype="string"), P()
        if word == "山田":
            ruby = Ruby()
            ruby.addElement(RubyBase(text=word))
            ruby.addElement(RubyText(text="ヤマダ"))
            line.addElement(ruby)
        else:
            line.addText(word)
        cell.addElement(line)
        row.addElement(cell)
    table.addElement(row)
sheet.spreadsheet.addElement(table)
sheet.save("raci.ods")

book = xlsxwriter.Workbook("plain.xlsx")
page = book.add_worksheet("S")
for number, words in enumerate(ROWS):
    page.write_row(number, 0, words)
book.close()
with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile("raci.xlsx", "w") as changed:
    for name in plain.namelist():
        data = plain.read(name).decode()
        changed.writestr(name, data.replace("<t>山田</t>", '<t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh>'))
PY
cat > read.py <<'PY'
import re

import docx
import mammoth
import openpyxl
import pandas
import pyexcel_ods3
import pypandoc
from docx2python import docx2python
from python_calamine import load_workbook

html = pypandoc.convert_file("raci.docx", "html"), mammoth.convert_to_html(open("raci.docx", "rb")).value
by_pandoc, by_mammoth = ([re.sub("<.*?>", "", one) for one in re.findall("<t[dh].*?</t[dh]>", text)] for text in html)
print("python-docx:", docx.Document("raci.docx").tables[0].cell(0, 1).text)
print("mammoth:", by_mammoth[1])
print("pandoc:", by_pandoc[1])
print("docx2python:", *docx2python("raci.docx").body[0][0][1])
print("pandas:", pandas.read_excel("raci.ods", engine="odf", header=None).iloc[0, 1])
print("python-calamine, ods:", load_workbook("raci.ods").get_sheet_by_index(0).to_python()[0][1])
print("python-calamine, xlsx:", load_workbook("raci.xlsx").get_sheet_by_index(0).to_python()[0][1])
print("openpyxl:", openpyxl.load_workbook("raci.xlsx").active["B1"].value)
print("pyexcel-ods3:", pyexcel_ods3.get_data("raci.ods")["S"][0][1])
PY
venv/bin/python make.py
venv/bin/python read.py | sed 's/ *$//' | tee seen
diff seen - <<'SEEN'
python-docx:
mammoth:
pandoc:
docx2python: ヤマダ山田
pandas: 山田ヤマダ
python-calamine, ods: 山田ヤマダ
python-calamine, xlsx: 山田
openpyxl: 山田
pyexcel-ods3:
SEEN
