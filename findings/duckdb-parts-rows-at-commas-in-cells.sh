#!/usr/bin/env bash
# duckdb 2.0.1: a table with semicolons is parted at the commas in its cells, and its head with the roles is gone.
#
# Where numbers have a comma, spreadsheets save CSV with semicolons, and cells have commas: "Deploy, all". Expected are the columns
# Task, Dev and Ops: a semicolon gives three cells in each line, the head too. So say Python's own `csv.Sniffer` and clevercsv
# 0.8.5. duckdb takes the comma, by which the head is one cell and each row has four; it skips the line of the head, as it does
# with what is above a table, and makes one of the first row. `header=True` changes nothing, and no row is reported as lost.
# With "Deploy" in the place of "Deploy, all", or with `delimiter=";"`, all is right.
# Where we mind it: `sphinx-roles export --format csv` parts cells at commas, and puts quotes where one is in a cell.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet duckdb==2.0.1 clevercsv==0.8.5
printf 'Task;Dev;Ops\nDeploy, all;A, R;C, I\nReview, code;R, C;A, C\n' > commas.csv
printf 'Task;Dev;Ops\nDeploy;A, R;C, I\nReview;R, C;A, C\n' > fewer.csv
cat > read.py <<'PY'
import csv
import clevercsv, duckdb

text = open("commas.csv").read()
print("csv", csv.Sniffer().sniff(text).delimiter, "clevercsv", clevercsv.Sniffer().sniff(text).delimiter)
for name, file, options in [
    ("plain", "commas.csv", {}),
    ("header", "commas.csv", {"header": True}),
    ("delimiter", "commas.csv", {"delimiter": ";"}),
    ("fewer", "fewer.csv", {}),
]:
    read = duckdb.read_csv(file, **options)
    print(name, "/".join(one.strip() for one in read.columns), len(read.fetchall()))
PY
venv/bin/python read.py | tee answers
grep -Fqx "csv ; clevercsv ;" answers
grep -Fqx "plain Deploy/all;A/R;C/I 1" answers
grep -Fqx "header Deploy/all;A/R;C/I 1" answers
grep -Fqx "delimiter Task/Dev/Ops 2" answers
grep -Fqx "fewer Task/Dev/Ops 2" answers
