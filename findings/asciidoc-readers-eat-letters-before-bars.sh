#!/usr/bin/env bash
# AsciiDoc: a cell that ends right at the next bar loses its letter in one reader, and half a word in another.
#
# A bar may follow a cell without a blank: `|Build|C|r`. What stands there after a blank is how the next cell is formatted (`2+|`,
# `a|`), and only a, d, e, h, l, m and s are styles. Expected are the words and letters of each cell. @asciidoctor/core 3.0.4 takes
# a lone "r" or "c" between a blank and a bar away, though neither is a style; a capital stays. pandoc 3.9 (pypandoc_binary 1.17)
# keeps both, and takes the end of a word for a style where no blank is before it: "Build" becomes "Buil". It also makes
# the last row of each table its footer, which only the option `footer` asks for. Needs Node.
# Where we mind it: `sphinx-roles convert` reads no AsciiDoc; look through the letters of a table that came by such a way.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . @asciidoctor/core@3.0.4
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17
printf '|===\n|Task |Dev |Ops |QA\n\n| Build| r| c| C\n|Review |A |R |C\n|===\n' > blanks.adoc
printf '|===\n|Task|Dev|Ops|QA\n\n|Build|C|r|i\n|Review|A|R|C\n|===\n' > close.adoc
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import load from "@asciidoctor/core";
for (const file of ["blanks.adoc", "close.adoc"]) {
  const html = load().convert(readFileSync(file, "utf8"), { safe: "safe" });
  const cells = [...html.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map((one) => one[1].replace(/<[^>]*>/g, "").trim() || "-");
  console.log("asciidoctor", file, cells.join(" "));
}
JS
cat > read.py <<'PY'
import json, pypandoc

def text(cell):
    return "".join(one.get("c", "") for block in cell[4] for one in block["c"] if one["t"] == "Str") or "-"

for file in ("blanks.adoc", "close.adoc"):
    table = json.loads(pypandoc.convert_file(file, "json", "asciidoc"))["blocks"][0]["c"]
    body = [row for one in table[4] for row in one[3]]
    print("pandoc", file, *(text(cell) for row in [*body, *table[5][1]] for cell in row[1]))
    print("pandoc", file, "footer:", *(text(cell) for row in table[5][1] for cell in row[1]))
PY
{ node read.mjs; venv/bin/python read.py; } | tee answers
grep -qx "asciidoctor blanks.adoc Build - - C Review A R C" answers
grep -qx "asciidoctor close.adoc Build C r i Review A R C" answers
grep -qx "pandoc blanks.adoc Buil r c C Review A R C" answers
grep -qx "pandoc close.adoc Buil C r i Review A R C" answers
[ "$(grep -c 'footer: Review A R C' answers)" = 2 ]
