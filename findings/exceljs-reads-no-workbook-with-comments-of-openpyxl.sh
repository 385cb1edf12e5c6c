#!/usr/bin/env bash
# exceljs 4.4.0: a workbook that openpyxl has written is read, until a cell of it has a comment.
#
# openpyxl 3.1.5 writes the place of comments as `/xl/comments/comment1.xml`, from the top of the package; XlsxWriter 3.2.9 writes
# `../comments1.xml`, from the sheet. The Open Packaging Conventions (ECMA-376, part 2) allow both. exceljs knows the second alone:
# "Cannot read properties of undefined (reading 'comments')", and no cell of the sheet is to be had. SheetJS (`xlsx` 0.18.5) reads
# the same workbook, with its comment. Needs Node.
# Where we mind it: what somebody says of a letter may be a comment on its cell; `convert` reads such a workbook, and counts them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 XlsxWriter==3.2.9
npm install --silent --no-save --prefix . exceljs@4.4.0 xlsx@0.18.5
venv/bin/python - <<'PY'
import openpyxl
import xlsxwriter
from openpyxl.comments import Comment

for name in ("plain.xlsx", "comment.xlsx"):
    book = openpyxl.Workbook()
    book.active.append(["Task", "Dev"])
    book.active.append(["Deploy", "A"])
    if name == "comment.xlsx":
        book.active["B2"].comment = Comment("at night", "Ana")
    book.save(name)
with xlsxwriter.Workbook("other.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Deploy", "A"])
    sheet.write_comment("B1", "at night")
PY
cat > read.js <<'JS'
const assert = require("node:assert");
const excel = require("exceljs");
const sheets = require("xlsx");

const read = async (name) => {
  const book = new excel.Workbook();
  try {
    await book.xlsx.readFile(name);
    return book.worksheets[0].lastRow.getCell(2).value;
  } catch (error) {
    return error.message;
  }
};
(async () => {
  const said = [await read("plain.xlsx"), await read("other.xlsx"), await read("comment.xlsx")];
  console.log("exceljs", said);
  assert.deepEqual(said, ["A", "A", "Cannot read properties of undefined (reading 'comments')"]);
  const cell = sheets.readFile("comment.xlsx").Sheets.Sheet.B2;
  console.log("SheetJS", cell.v, cell.c[0].t);
  assert.deepEqual([cell.v, cell.c[0].t], ["A", "at night"]);
})();
JS
node read.js
