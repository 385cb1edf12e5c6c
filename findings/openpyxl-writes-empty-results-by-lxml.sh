#!/usr/bin/env bash
# openpyxl 3.1.5: whether lxml is installed changes how the same workbook is written.
#
# A cell with a formula that nobody has computed has an empty `v` element: `<v />` (or `<v/>`) with Python's own XML, and
# `<v></v>` where lxml 6.0.2 is installed beside it. Both are the same XML; a reader that looks at the text of the sheet sees two
# formats of one version of one library.
# Where we mind it: `sphinx-roles convert` counts the formulas without a result before it unpacks a workbook.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cat > "$room/write.py" <<'PY'
import re, sys, zipfile
import openpyxl

book = openpyxl.Workbook()
book.active["B2"] = "=A1"
book.save(sys.argv[1])
sheet = zipfile.ZipFile(sys.argv[1]).read("xl/worksheets/sheet1.xml").decode()
print(re.search(r"<f>A1</f>(.*?)</c>", sheet)[1])
PY
for with in "" lxml==6.0.2; do
    python3 -m venv "$room/venv$with"
    "$room/venv$with/bin/pip" install --quiet openpyxl==3.1.5 $with
    "$room/venv$with/bin/python" "$room/write.py" "$room/book.xlsx" > "$room/seen$with"
    echo "openpyxl 3.1.5 ${with:-without lxml}: $(cat "$room/seen$with")"
done
grep -qE '^<v ?/>$' "$room/seen"
grep -qx '<v></v>' "$room/seenlxml==6.0.2"
