#!/usr/bin/env bash
# openpyxl 3.1.5: a workbook that Excel has saved as "Strict Open XML" is read without an error, and has no sheet.
#
# ISO/IEC 29500 has two forms of one format, which differ in the names of their XML (`purl.oclc.org` in the place of
# `schemas.openxmlformats.org`); Excel offers both, with the suffix ".xlsx". Expected is the sheet, or an error that says what
# is not read. openpyxl returns a workbook without sheets, and pandas 2.3.3 over it "Worksheet index 0 is invalid, 0 worksheets
# found". python-calamine 0.9.1, pylightxl 1.61, xlsx2csv 0.8.6, SheetJS (`xlsx` 0.18.5) and exceljs 4.4.0 have
# the sheet and its cells. Needs Node.
# Where we mind it: `sphinx-roles convert` reads workbooks with openpyxl, and gives it such a one under the other names.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . xlsx@0.18.5 exceljs@4.4.0
python3 -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 XlsxWriter==3.2.9 python-calamine==0.9.1 pylightxl==1.61 xlsx2csv==0.8.6 pandas==2.3.3
cat > make.py <<'PY'
import zipfile

import xlsxwriter

book = xlsxwriter.Workbook("usual.xlsx")
sheet = book.add_worksheet("RACI")
for row, words in enumerate([("Task", "Dev", "Ops"), ("Build", "A", "R")]):
    sheet.write_row(row, 0, words)
book.close()
OLD, NEW = "http://schemas.openxmlformats.org/{}/2006/{}", "http://purl.oclc.org/ooxml/{}/{}"
NAMES = [("spreadsheetml", "main"), ("drawingml", "main"), ("officeDocument", "relationships"), ("officeDocument", "extended-properties")]
with zipfile.ZipFile("usual.xlsx") as usual, zipfile.ZipFile("strict.xlsx", "w") as strict:
    for part in usual.namelist():
        text = usual.read(part).decode()
        for name in NAMES:
            text = text.replace(OLD.format(*name), NEW.format(*name))
        if part == "xl/workbook.xml":
            text = text.replace("<workbook ", '<workbook conformance="strict" ', 1)
        if part == "docProps/app.xml":
            text = text.replace("officeDocument/2006/docPropsVTypes", "officeDocument/docPropsVTypes")
        strict.writestr(part, text)
PY
cat > read.py <<'PY'
import io
import warnings

import openpyxl
import pandas
import pylightxl
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

warnings.simplefilter("ignore")
for name in ("usual.xlsx", "strict.xlsx"):
    out = io.StringIO()
    Xlsx2csv(name).convert(out)
    print(name, "openpyxl", [[*sheet.values] for sheet in openpyxl.load_workbook(name).worksheets])
    print(name, "python-calamine", CalamineWorkbook.from_path(name).get_sheet_by_name("RACI").to_python())
    print(name, "pylightxl", [*pylightxl.readxl(name).ws("RACI").rows])
    print(name, "xlsx2csv", out.getvalue().split())
try:
    pandas.read_excel("strict.xlsx")
except ValueError as error:
    print("pandas", error)
PY
cat > read.cjs <<'JS'
const XLSX = require("xlsx");
const { Workbook } = require("exceljs");
const sheet = XLSX.readFile("strict.xlsx").Sheets.RACI;
console.log("SheetJS", JSON.stringify(XLSX.utils.sheet_to_json(sheet, { header: 1 })));
const book = new Workbook();
book.xlsx.readFile("strict.xlsx").then(() => console.log("exceljs", JSON.stringify(book.worksheets[0].getRow(2).values)));
JS
venv/bin/python make.py
venv/bin/python read.py | tee read.txt
node read.cjs | tee -a read.txt
grep -qx "usual.xlsx openpyxl \[\[('Task', 'Dev', 'Ops'), ('Build', 'A', 'R')\]\]" read.txt
grep -qx "strict.xlsx openpyxl \[\]" read.txt
grep -qx "pandas Worksheet index 0 is invalid, 0 worksheets found" read.txt
for reader in python-calamine pylightxl; do grep -q "^strict.xlsx $reader .*\['Build', 'A', 'R'\]" read.txt; done
grep -qx "strict.xlsx xlsx2csv \['Task,Dev,Ops', 'Build,A,R'\]" read.txt
grep -qx 'SheetJS \[\["Task","Dev","Ops"\],\["Build","A","R"\]\]' read.txt
grep -qx 'exceljs \[null,"Build","A","R"\]' read.txt
