#!/usr/bin/env bash
# HTML: two letters on lines of their own in a cell are one word, which is no letter, or are in two rows.
#
# Of "Deploy", Dev is A and R, which a line break parts, and Ops is C and I, as two paragraphs: so a browser shows them, and an office
# program saves them. Expected are two words in a cell. tabletojson 4.1.15, html-table-to-json 1.0.0 and cheerio-tableparser 1.0.1 (with
# cheerio 1.1.2) have "AR" and "CI". `read_html` of pandas 2.3.3 with lxml 6.1.3 has "A R", and "CI". html2text 2025.4.15 writes a table
# of Markdown in which R is a row, and the letters of Ops are one column further left; turndown 7.2.5 with turndown-plugin-gfm
# 1.0.2 ends the table there. markdownify 1.2.3 gets both right. None reports anything. Needs Node.
# Where we mind it: `sphinx-roles convert` takes letters on two lines of a cell for two, in a workbook and in a page of HTML.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . tabletojson@4.1.15 html-table-to-json@1.0.0 cheerio-tableparser@1.0.1 cheerio@1.1.2 \
    turndown@7.2.5 turndown-plugin-gfm@1.0.2
python3 -m venv venv
venv/bin/pip install --quiet pandas==2.3.3 lxml==6.1.3 html2text==2025.4.15 markdownify==1.2.3
cat > raci.html <<'HTML'
<table>
<thead><tr><th>Task</th><th>Dev</th><th>Ops</th></tr></thead>
<tbody><tr><td>Deploy</td><td>A<br>R</td><td><p>C</p><p>I</p></td></tr></tbody>
</table>
HTML
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { load } from "cheerio";
import tableParser from "cheerio-tableparser";
import htmlTableToJson from "html-table-to-json";
import { Tabletojson } from "tabletojson";
import TurndownService from "turndown";
import { gfm } from "turndown-plugin-gfm";

const html = readFileSync("raci.html", "utf8");
const page = load(html);
tableParser(page);
const markdown = new TurndownService();
markdown.use(gfm);
console.log("tabletojson:", JSON.stringify(Tabletojson.convert(html)[0]));
console.log("html-table-to-json:", JSON.stringify(htmlTableToJson.parse(html).results[0]));
console.log("cheerio-tableparser:", JSON.stringify(page("table").parsetable(false, false, true)));
console.log(`turndown:\n${markdown.turndown(html)}`);
JS
cat > read.py <<'PY'
import html2text
import pandas
from markdownify import markdownify

text = open("raci.html").read()
print("pandas:", pandas.read_html("raci.html")[0].values.tolist())
print("html2text:", html2text.html2text(text).strip(), sep="\n")
print("markdownify:", markdownify(text).strip(), sep="\n")
PY
{ node read.mjs; venv/bin/python read.py; } | sed 's/ *$//' | tee seen
diff seen - <<'SEEN'
tabletojson: [{"Task":"Deploy","Dev":"AR","Ops":"CI"}]
html-table-to-json: [{"Task":"Deploy","Dev":"AR","Ops":"CI"}]
cheerio-tableparser: [["Task","Deploy"],["Dev","AR"],["Ops","CI"]]
turndown:
| Task | Dev | Ops |
| --- | --- | --- |
| Deploy | A
R |
C

I

 |
pandas: [['Deploy', 'A R', 'CI']]
html2text:
Task| Dev| Ops
---|---|---
Deploy| A
R| CI
markdownify:
| Task | Dev | Ops |
| --- | --- | --- |
| Deploy | A R | C  I |
SEEN
