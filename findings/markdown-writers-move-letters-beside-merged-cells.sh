#!/usr/bin/env bash
# From HTML to Markdown: beside a merged cell, four converters of five move letters to another role.
#
# Wikis write a matrix with a phase that spans two rows, and a letter that spans two roles. Markdown has no merged cells, so expected
# are blank cells in their place, or the table as HTML. markdownify 1.2.3 (hence markitdown 0.1.9) keeps the place beside a
# letter of two roles, but below the phase its row is one cell short: the task is a phase, and each letter is one role further
# left. html2text 2025.4.15, turndown-plugin-gfm 1.0.2 and node-html-markdown 2.0.0 do that with both. None reports it.
# pandoc 3.9 (pypandoc_binary 1.17) leaves the table in HTML. Needs Node.
# Where we mind it: `sphinx-roles convert` cannot know that a short row was none; such pages are better brought along by pandoc.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet markdownify==1.2.3 html2text==2025.4.15 pypandoc_binary==1.17
npm install --silent --no-save --prefix . turndown@7.2.5 turndown-plugin-gfm@1.0.2 node-html-markdown@2.0.0
cat > matrix.html <<'HTML'
<table><thead><tr><th>Phase</th><th>Task</th><th>Dev</th><th>Ops</th><th>Lead</th></tr></thead><tbody>
<tr><td rowspan="2">Release</td><td>Deploy</td><td>R</td><td>C</td><td>A</td></tr>
<tr><td>Roll back</td><td>C</td><td>R</td><td>A</td></tr>
<tr><td>Run</td><td>Patch</td><td colspan="2">R</td><td>A</td></tr>
</tbody></table>
HTML
cat > by.js <<'JS'
const html = require("fs").readFileSync("matrix.html", "utf8");
const Turndown = require("turndown");
const turndown = new Turndown();
turndown.use(require("turndown-plugin-gfm").gfm);
const { NodeHtmlMarkdown } = require("node-html-markdown");
console.log(JSON.stringify({ turndown: turndown.turndown(html), "node-html-markdown": NodeHtmlMarkdown.translate(html) }));
JS
cat > by.py <<'PY'
import json
import subprocess
from pathlib import Path

import html2text
import markdownify
import pypandoc

html = Path("matrix.html").read_text()
by = json.loads(subprocess.check_output(["node", "by.js"]))
by |= {"markdownify": markdownify.markdownify(html), "html2text": html2text.html2text(html)}
for name, text in by.items():
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if "|" in line]
    below = next(row for row in rows if "Roll back" in row)
    beside = next(row for row in rows if "Patch" in row)
    print(name, below, beside)
    assert below[:4] == ["Roll back", "C", "R", "A"]
    assert beside[:5] == (["Run", "Patch", "R", "", "A"] if name == "markdownify" else [*"Run Patch R A".split(), *beside[4:]])
assert 'rowspan="2"' in pypandoc.convert_file("matrix.html", "gfm")
PY
venv/bin/python by.py
