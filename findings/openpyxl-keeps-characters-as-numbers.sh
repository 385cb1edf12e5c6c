#!/usr/bin/env bash
# openpyxl 3.1.5: of the numbers by which a workbook writes characters, it knows one where it reads, and none where it writes.
#
# ECMA-376 (part 1, ST_Xstring) writes what XML cannot hold as `_xHHHH_`, and a plain text of that form with `_x005F_` before
# it. Excel and XlsxWriter 3.2.9 save the end of a line of Windows so; openpyxl returns "Deploy_x000D_" and a line break, while
# python-calamine 0.9.1 returns "Deploy". A plain "row_x0041_" comes back from XlsxWriter; but openpyxl writes it as
# it stands, so that any other reader has "rowA".
# Where we mind it: `sphinx-roles convert` reads workbooks with openpyxl, and then the numbers of what no cell can hold.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet openpyxl==3.1.5 python-calamine==0.9.1 XlsxWriter==3.2.9
cd "$room"
venv/bin/python - <<'PY'
import openpyxl
import xlsxwriter
from python_calamine import load_workbook

with xlsxwriter.Workbook("by-xlsxwriter.xlsx") as made:
    made.add_worksheet().write_column(0, 0, ["row_x0041_", "Deploy\r\nat night"])
other = openpyxl.Workbook()
other.active["A1"] = "row_x0041_"
other.save("by-openpyxl.xlsx")


def both(path):
    cells = [cell.value for (cell,) in openpyxl.load_workbook(path).active.iter_rows()]
    return cells, [cell for (cell,) in load_workbook(path).get_sheet_by_index(0).to_python()]


for path in ("by-xlsxwriter.xlsx", "by-openpyxl.xlsx"):
    print(path, *both(path))
assert both("by-xlsxwriter.xlsx") == (["row_x0041_", "Deploy_x000D_\nat night"], ["row_x0041_", "Deploy\r\nat night"])
assert both("by-openpyxl.xlsx") == (["row_x0041_"], ["rowA"])
PY
