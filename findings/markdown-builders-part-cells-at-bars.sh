#!/usr/bin/env bash
# sphinx-markdown-builder 0.6.11 and sphinx-llm-friendly 0.7.0: a bar in a cell is written as it is, and parts the cell.
#
# "A | B" in a cell of a table has to be `A \| B` in Markdown, as the list of characters in the source of the first says. Written
# plainly, the row has a cell more than its head, and readers cut the last one. In the head itself it is worse: then that has
# a cell more than the line of dashes below, and markdown-it-py 4.2.0 finds no table.
# Where we mind it: bars in the cells of our views are written as entities for both.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==9.0.4 docutils==0.22.4 markdown-it-py==4.2.0 \
    sphinx-markdown-builder==0.6.11 sphinx-llm-friendly==0.7.0
mkdir "$room/docs"
cd "$room"
table() { # the name of a column, and what is in a cell
    printf '.. list-table::\n   :header-rows: 1\n\n   * - Row\n     - %s\n     - Ops\n   * - %s\n     - A\n     - R\n\n' "$1" "$2"
}
{ printf 'Title\n=====\n\n'; table Dev 'Run | test'; table 'Dev | Lead' Run; } > docs/index.rst
for tool in sphinx_markdown_builder:markdown sphinx_llm_friendly:html; do
    echo "extensions = ['${tool%:*}']" > docs/conf.py
    venv/bin/sphinx-build -qW -E -b "${tool#*:}" -d trees docs "$tool"
    venv/bin/python - "$tool/index.md" <<'PY'
import re, sys
from markdown_it import MarkdownIt

html = MarkdownIt("commonmark").enable("table").render(open(sys.argv[1]).read())
rows = [re.findall("<t[hd]>(.*?)</t[hd]>", row) for row in html.split("<tr>")[1:]]
print(sys.argv[1], *rows)
assert rows == [["Row", "Dev", "Ops"], ["Run", "test", "A"]], rows
PY
done
