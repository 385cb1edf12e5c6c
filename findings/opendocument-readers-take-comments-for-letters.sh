#!/usr/bin/env bash
# OpenDocument sheets: of four readers of one table, one glues the letters of a cell, and one reads the comment in their place.
#
# A matrix has "A" and "R" as two paragraphs of a cell, and a cell "C" with a comment. python-calamine 0.9.1 and pyexcel-ods3
# 0.6.1 read what is shown. pandas 2.3.3 with odfpy 1.4.1 makes "AR" of the paragraphs. tablib 3.10.0 has the comment where
# the letter should be, and of the two paragraphs the first.
# Where we mind it: `sphinx-roles convert` reads workbooks of Excel, and no OpenDocument; save as that, or as CSV.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet odfpy==1.4.1 pandas==2.3.3 python-calamine==0.9.1 pyexcel-ods3==0.6.1 tablib==3.10.0
cd "$room"
cat > read.py <<'PY'
import pandas
import tablib
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from pyexcel_ods3 import get_data
from python_calamine import load_workbook


def cell(*paragraphs, comment=None):
    made = TableCell(valuetype="string")
    if comment:
        note = Annotation()
        note.addElement(P(text=comment))
        made.addElement(note)
    for text in paragraphs:
        made.addElement(P(text=text))
    return made


made = OpenDocumentSpreadsheet()
table = Table(name="RACI")
made.spreadsheet.addElement(table)
for cells in (
    [cell("Row"), cell("Dev"), cell("Ops"), cell("QA")],
    [cell("Deploy"), cell("A", "R"), cell("C", comment="why?"), cell("I")],
):
    row = TableRow()
    table.addElement(row)
    for one in cells:
        row.addElement(one)
made.save("raci.ods")

frame = pandas.read_excel("raci.ods", engine="odf", header=None, keep_default_na=False)
with open("raci.ods", "rb") as file:
    dataset = tablib.Dataset().load(file.read(), "ods")
read = {
    "python-calamine": load_workbook("raci.ods").get_sheet_by_index(0).to_python()[1],
    "pyexcel-ods3": get_data("raci.ods")["RACI"][1],
    "pandas": frame.values.tolist()[1],
    "tablib": list(dataset[0]),
}
for name, row in read.items():
    print(name, row)
assert read["python-calamine"] == read["pyexcel-ods3"] == ["Deploy", "A\nR", "C", "I"]
assert read["pandas"] == ["Deploy", "AR", "C", "I"]
assert read["tablib"] == ["Deploy", "A", "why?", "I"]
PY
venv/bin/python read.py
