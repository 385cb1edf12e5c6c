#!/usr/bin/env bash
# HTML: a phase that is to end with its group of rows goes on below it, and moves the letters there.
#
# A table has a `tbody` for each phase, whose name spans its rows. In HTML (section 4.9.12.1), `rowspan` ends with the group of rows at
# the latest, and `rowspan="0"` means all the rest of it, so that nobody need count. A browser shows "Test" below "Build" in the first
# group, and "Watch" as the phase of "Alert" in the third. pandas 2.3.3 (`read_html`, by lxml and by Beautiful Soup), SheetJS (`xlsx`
# 0.18.5) and tabletojson 4.1.15 take the 0 for 1, so that "Test" is a phase whose task is "R"; and they let "Run", which says 3 and
# has one row, go on: the task of the next phase is "Watch", and its letters are one role further right. pandoc 3.9
# (pypandoc_binary 1.17) ends "Run" where it should, and errs on the 0. None reports anything. Needs Node.
# Where we mind it: `sphinx-roles convert --from markdown` reads such a page as a browser shows it: a span ends with its group of rows.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . xlsx@0.18.5 tabletojson@4.1.15
python3 -m venv venv
venv/bin/pip install --quiet pandas==2.3.3 lxml==6.0.2 beautifulsoup4==4.14.3 html5lib==1.1 pypandoc_binary==1.17
cat > raci.html <<'HTML'
<table>
<thead><tr><th>Phase</th><th>Task</th><th>Dev</th><th>Ops</th></tr></thead>
<tbody><tr><td rowspan="0">Build</td><td>Compile</td><td>A</td><td>R</td></tr>
<tr><td>Test</td><td>R</td><td>C</td></tr></tbody>
<tbody><tr><td rowspan="3">Run</td><td>Deploy</td><td>C</td><td>A</td></tr></tbody>
<tbody><tr><td>Watch</td><td>Alert</td><td>I</td><td>A</td></tr></tbody>
</table>
HTML
cat > read.py <<'PY'
import pandas
import pypandoc

for flavor in ("lxml", "bs4"):
    table = pandas.read_html("raci.html", flavor=flavor)[0]
    print(f"pandas by {flavor}", [*map(list, table.fillna("").values[:4])])
lines = pypandoc.convert_file("raci.html", "gfm").split("\n")[2:6]
print("pandoc", [[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
PY
cat > read.cjs <<'JS'
const fs = require("fs");
const XLSX = require("xlsx");
const { tabletojson } = require("tabletojson");
const text = fs.readFileSync("raci.html", "utf8");
const sheet = XLSX.read(text, { type: "string" }).Sheets.Sheet1;
console.log("SheetJS", JSON.stringify(XLSX.utils.sheet_to_json(sheet, { header: 1 }).slice(1)));
console.log("tabletojson", JSON.stringify(tabletojson.convert(text)[0]));
JS
venv/bin/python read.py | tee read.txt
node read.cjs | tee -a read.txt
rows="\['Build', 'Compile', 'A', 'R', ''\], \['Test', 'R', 'C', '', ''\], \['Run', 'Deploy', 'C', 'A', ''\]"
grep -q "^pandas by lxml \[$rows, \['Run', 'Watch', 'Alert', 'I', 'A'\]\]$" read.txt
grep -q "^pandas by bs4 \[$rows, \['Run', 'Watch', 'Alert', 'I', 'A'\]\]$" read.txt
grep -q "^pandoc .*\['Test', 'R', 'C', ''\], \['Run', 'Deploy', 'C', 'A'\], \['Watch', 'Alert', 'I', 'A'\]\]$" read.txt
grep -q '^SheetJS .*\["Test","R","C"\],\["Run","Deploy","C","A"\],\[null,"Watch","Alert","I","A"\]\]$' read.txt
grep -q '^tabletojson .*{"Phase":"Test","Task":"R","Dev":"C"},.*"Phase":"Run","Task":"Watch","Dev":"Alert","Ops":"I"}\]$' read.txt
