#!/usr/bin/env bash
# python-calamine 0.9.1: a cell that holds an error is as blank as one that holds nothing.
#
# A lookup that fails leaves #N/A in a cell, and that is what openpyxl 3.1.5 returns. python-calamine returns "" for it, as for
# the empty cell beside it. So it depends on the engine whether pandas 2.3.3 can tell them apart: of `read_excel` with
# `keep_default_na=False`, the error is nan by openpyxl, and "" by calamine.
# Where we mind it: a blank cell says that a role takes no part, and an error does not; `convert` reports it.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet openpyxl==3.1.5 python-calamine==0.9.1 pandas==2.3.3
cd "$room"
venv/bin/python - <<'PY'
import openpyxl
import pandas
from python_calamine import load_workbook

made = openpyxl.Workbook()
made.active.append(["Deploy", "#N/A", None, "R"])
assert made.active["B1"].data_type == "e"
made.save("raci.xlsx")
read = {
    "openpyxl": [cell.value for cell in openpyxl.load_workbook("raci.xlsx").active[1]],
    "calamine": load_workbook("raci.xlsx").get_sheet_by_index(0).to_python()[0],
}
for engine in ("openpyxl", "calamine"):
    frame = pandas.read_excel("raci.xlsx", engine=engine, header=None, keep_default_na=False)
    read[f"pandas by {engine}"] = frame.values.tolist()[0]
for name, row in read.items():
    print(name, row)
assert [str(row[1]) for row in read.values()] == ["#N/A", "", "nan", ""]
assert [row[2] for row in read.values()] == [None, "", "", ""]
PY
