#!/usr/bin/env bash
# doxtr-hugo 0.1.0 under Sphinx 9.0.4: where one cell is merged, a whole table has asterisks for bold letters.
#
# The builder makes Markdown for Hugo, and a table with merged cells as HTML, which Markdown needs for it. Within HTML, Markdown is
# text (CommonMark 0.31, section 4.6, as Hugo reads it), so that cells are expected to be HTML as well. They are Markdown: a
# reader sees `**A/R**`, and `C` with its backticks. The same table without the merged cell is bold where it should be.
# Where we mind it: a matrix has merged cells in HTML alone, and none for builders of other outputs.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==9.0.4 docutils==0.22.4 doxtr-hugo==0.1.0 markdown-it-py==4.2.0
for page in merged plain; do
  mkdir "$page"
  printf 'extensions = ["doxtr_hugo"]\n' > "$page/conf.py"
done
cat > merged/index.rst <<'RST'
Who does what
=============

+--------+---------+-------+
| Task   | Dev     | Lead  |
+========+=========+=======+
| Release                  |
+--------+---------+-------+
| Deploy | **A/R** | ``C`` |
+--------+---------+-------+
RST
sed '/Release/,+1d' merged/index.rst > plain/index.rst
cat > shown.py <<'PY'
import sys
from pathlib import Path

from markdown_it import MarkdownIt

text = Path(sys.argv[1], "content", "_index.md").read_text().rpartition("+++")[2]
print(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
PY
for page in merged plain; do
  venv/bin/sphinx-build -q -b hugo "$page" "$page-out"
  venv/bin/python shown.py "$page-out" | tee "$page.html"
done
grep -q '<td>\*\*A/R\*\*</td><td>`C`</td>' merged.html
grep -q '<td><strong>A/R</strong></td>' plain.html
grep -q '<td><code>C</code></td>' plain.html
