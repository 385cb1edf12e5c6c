#!/usr/bin/env bash
# jira2md 3.0.1: where a row begins with a head, each letter is one role further right, and the last one is gone.
#
# In the markup of Jira and Confluence `||` begins a head, for a column or for a row: `||Build|A/R|C|`. Expected is the row "Build" with
# A/R and C, as jira2markdown 0.5.3 of PyPI has it. jira2md leaves both bars, so that there is a cell before "Build", and a cell more
# than the table has columns. markdown-it-py 4.2.0 reads a row without a name: "Build" is what "Dev" does, "A/R" is under "Ops",
# and C is cut. Rows that do not begin with a head are right. Needs Node.
# Where we mind it: `sphinx-roles convert` reports such rows, as they have no name, and reads none of their letters.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet jira2markdown==0.5.3 markdown-it-py==4.2.0
npm install --silent --no-save --prefix . jira2md@3.0.1
printf '||Task||Dev||Ops||\n||Build|A/R|C|\n||Deploy|R|A|\n' > headed
printf '||Task||Dev||Ops||\n|Build|A/R|C|\n|Deploy|R|A|\n' > plain
cat > convert.cjs <<'JS'
const { readFileSync, writeFileSync } = require("fs");
const { to_markdown } = require("jira2md");
for (const name of ["headed", "plain"]) writeFileSync(`${name}.jira2md`, to_markdown(readFileSync(name, "utf8")));
JS
node convert.cjs
cat > read.py <<'PY'
from pathlib import Path

from jira2markdown import convert
from markdown_it import MarkdownIt

for name in ("headed", "plain"):
    texts = {"jira2md": Path(f"{name}.jira2md").read_text(), "jira2markdown": convert(Path(name).read_text())}
    for tool, text in texts.items():
        tokens = MarkdownIt().enable("table").parse(text)
        cells = [one.content for one, before in zip(tokens[1:], tokens) if before.type == "td_open"]
        print(tool, name, cells)
PY
venv/bin/python read.py | tee answers
grep -Fqx "jira2md headed ['', 'Build', 'A/R', '', 'Deploy', 'R']" answers
for answer in "jira2md plain" "jira2markdown headed" "jira2markdown plain"; do
    grep -Fqx "$answer ['Build', 'A/R', 'C', 'Deploy', 'R', 'A']" answers
done
