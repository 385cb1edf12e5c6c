#!/usr/bin/env bash
# Org: rows of a table that only say what its columns are called are tasks, whose roles have the letters "<" and ">".
#
# In Org, a first column with `!`, `/`, `#` and such marks is for the table editor: `!` gives names to the columns, `/` says where
# lines are drawn between them, `#` that a row is computed anew. The manual (3.5.8, "Advanced features") leaves the rows with `!` and
# `/`, and the whole column, out of what is exported. Expected are the rows "Build" and "Deploy", with three columns, as Emacs
# exports them. pandoc 3.9 (pypandoc_binary 1.17), uniorg-parse 3.2.2 and orga 4.7.1 have four columns, and both rows of marks as
# rows of the table: a task "<" in which "<>" is the part of "Dev". pandoc leaves out only the row of alignments (`<l>`, `<c>`), which
# the other two have as a row as well. Needs Node.
# Where we mind it: `sphinx-roles convert` reads no Org; whoever brings a table by such a way finds these rows reported.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . unified@11.0.5 uniorg-parse@3.2.2 orga@4.7.1
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17
cat > raci.org <<'ORG'
|   | Task   | Dev | Ops |
|---+--------+-----+-----|
| ! | task   | dev | ops |
| / | <      | <>  | >   |
|   | <l>    | <c> | <c> |
| # | Build  | A   | C   |
|   | Deploy | I   | R   |
ORG
cat > read.mjs <<'JS'
import fs from "fs";
import { parse } from "orga";
import { unified } from "unified";
import uniorg from "uniorg-parse";

const source = fs.readFileSync("raci.org", "utf8");
const text = (node) => node.value ?? (node.children ?? []).map(text).join("");
function rows(node, row, cell) {
  if (node.type === row) return [node.children.filter((one) => one.type === cell).map((one) => text(one).trim()).join(" ")];
  return (node.children ?? []).flatMap((one) => rows(one, row, cell));
}
console.log("uniorg", JSON.stringify(rows(unified().use(uniorg).parse(source), "table-row", "table-cell")));
console.log("orga", JSON.stringify(rows(parse(source), "table.row", "table.cell")));
JS
node read.mjs | tee read.txt
venv/bin/python - <<'PY' | tee -a read.txt
import json

import pypandoc

table = json.loads(pypandoc.convert_file("raci.org", "json"))["blocks"][0]["c"]


def text(node: object) -> str:
    if isinstance(node, list):
        return "".join(map(text, node))
    found = node.get("c", "") if isinstance(node, dict) else ""
    return found if isinstance(found, str) else text(found)


body = table[4][0][3]
print("pandoc", json.dumps([" ".join(text(cell[4]) for cell in row[1]).strip() for row in body]))
PY
grep -qx 'uniorg \["Task Dev Ops","","! task dev ops","/ < <> >","<l> <c> <c>","# Build A C","Deploy I R"\]' <(sed 's/" /"/g' read.txt)
grep -q '^orga .*"! task dev ops","/ < <> >","<l> <c> <c>","# Build A C"' <(sed 's/" /"/g' read.txt)
grep -qx 'pandoc \["! task dev ops", "/ < <> >", "# Build A C", "Deploy I R"\]' read.txt
