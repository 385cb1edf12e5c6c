#!/usr/bin/env bash
# xlsx2csv 0.8.6: what a workbook hides is there by columns, and is an empty line by rows.
#
# A matrix has a hidden column (a role that is no more) and a hidden row (a step that is no more). Expected are both, or neither:
# what is shown. The letters of the hidden column are written. The hidden row leaves an empty line, at which many readers of
# tables see the end of one; `--include-hidden-rows` writes it, and no option leaves the columns out.
# Where we mind it: `sphinx-roles convert` reads what is shown: it leaves out hidden rows and columns, and counts them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet xlsx2csv==0.8.6 openpyxl==3.1.5
venv/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
sheet = book.active
for row in (["Task", "Dev", "Old", "Ops"], ["Deploy", "A", "R", "C"], ["Fax", "R", "A", "I"], ["Test", "A", "R", "I"]):
    sheet.append(row)
sheet.column_dimensions["C"].hidden = True
sheet.row_dimensions[3].hidden = True
book.save("raci.xlsx")
PY
venv/bin/xlsx2csv raci.xlsx | tee raci.csv
[ "$(tr '\n' ' ' < raci.csv)" = "Task,Dev,Old,Ops Deploy,A,R,C  Test,A,R,I " ]
[ "$(venv/bin/xlsx2csv --include-hidden-rows raci.xlsx | sed -n 3p)" = "Fax,R,A,I" ]
