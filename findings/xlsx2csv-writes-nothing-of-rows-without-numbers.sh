#!/usr/bin/env bash
# xlsx2csv 0.8.6: of a workbook whose rows have no numbers, the file has no line, with exit code 0.
#
# In the format (ECMA-376, part 1, 18.3.1.4 and 18.3.1.73) the number of a row and the place of a cell, `r`, are optional: what
# has none is behind the one before it, so that a program may write a matrix row by row without counting. Expected is the table,
# as openpyxl 3.1.5, python-calamine 0.9.1 and SheetJS (`xlsx` 0.18.5) have it, or an error, as other readers raise. xlsx2csv
# writes nothing, which is what it writes of an empty sheet. Where rows have their numbers and cells no places, it has all of
# them. Needs Node.
# Where we mind it: `sphinx-roles convert` reads workbooks with openpyxl, and has these letters.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 python-calamine==0.9.1 xlsx2csv==0.8.6
npm install --silent --no-save --prefix . xlsx@0.18.5
cat > read.py <<'PY'
import csv
import io
import re
import zipfile

import openpyxl
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

book = openpyxl.Workbook()
book.active.title = "Who"
for row in (("Task", "Dev", "Ops"), ("Plan", "A", "R"), ("Deploy", "I", "A")):
    book.active.append(row)
book.save("places.xlsx")
for file, without in (("rows.xlsx", "c"), ("none.xlsx", "row|c")):
    with zipfile.ZipFile("places.xlsx") as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = re.sub(rf'(<(?:{without})) r="\w+"', r"\1", text)
            new.writestr(name, text)


def comma(file):
    into = io.StringIO()
    Xlsx2csv(file).convert(into)
    return list(csv.reader(into.getvalue().splitlines()))


readers = {
    "openpyxl": lambda file: [[*row] for row in openpyxl.load_workbook(file).active.values],
    "python-calamine": lambda file: CalamineWorkbook.from_path(file).get_sheet_by_name("Who").to_python(),
    "xlsx2csv": comma,
}
for name, read in readers.items():
    for file in ("places.xlsx", "rows.xlsx", "none.xlsx"):
        print(f"{name}, {file}: {[''.join(row[1:]) for row in read(file)]}")
PY
cat > read.mjs <<'JS'
import XLSX from "xlsx";

for (const file of ["places.xlsx", "rows.xlsx", "none.xlsx"]) {
  const rows = XLSX.utils.sheet_to_json(XLSX.readFile(file).Sheets.Who, { header: 1 });
  console.log(`SheetJS, ${file}: ${rows.map((row) => row.slice(1).join("")).join(" ")}`);
}
JS
{ venv/bin/python read.py; node read.mjs; } | tee seen
diff seen - <<'SEEN'
openpyxl, places.xlsx: ['DevOps', 'AR', 'IA']
openpyxl, rows.xlsx: ['DevOps', 'AR', 'IA']
openpyxl, none.xlsx: ['DevOps', 'AR', 'IA']
python-calamine, places.xlsx: ['DevOps', 'AR', 'IA']
python-calamine, rows.xlsx: ['DevOps', 'AR', 'IA']
python-calamine, none.xlsx: ['DevOps', 'AR', 'IA']
xlsx2csv, places.xlsx: ['DevOps', 'AR', 'IA']
xlsx2csv, rows.xlsx: ['DevOps', 'AR', 'IA']
xlsx2csv, none.xlsx: []
SheetJS, places.xlsx: DevOps AR IA
SheetJS, rows.xlsx: DevOps AR IA
SheetJS, none.xlsx: DevOps AR IA
SEEN
