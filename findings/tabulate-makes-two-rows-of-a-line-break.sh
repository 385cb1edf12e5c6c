#!/usr/bin/env bash
# tabulate 0.10.0 (pandas 3.1.1, `to_markdown`): a cell with a line break is two rows in Markdown and in reStructuredText.
#
# Spreadsheets have line breaks in cells, such as "Deploy" and below it "by night". tabulate has formats that take them; expected
# is one row, or an error. In its formats `pipe` and `rst`, the second line is a row of its own to whoever reads the table:
# "by night", which nobody holds, and the letters are those of "Deploy" alone. markdown-it-py 4.3.0 and docutils 0.22.4
# find two rows. The format `grid` has one.
# Where we mind it: `sphinx-roles convert` reads such tables, and cannot know that a row is the end of the one above it.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet tabulate==0.10.0 pandas==3.1.1 markdown-it-py==4.3.0 docutils==0.22.4
cat > ask.py <<'EOF'
import pandas
from docutils import nodes
from docutils.core import publish_doctree
from markdown_it import MarkdownIt

table = pandas.DataFrame({"Task": ["Deploy\nby night", "Review"], "Dev": ["A", "R"]})
pipe = MarkdownIt("commonmark").enable("table").render(table.to_markdown(index=False))
print("pipe", pipe.count("<tr>") - 1, ">by night</td>" in pipe)
for name in ("rst", "grid"):
    tree = publish_doctree(table.to_markdown(index=False, tablefmt=name))
    print(name, [[cell.astext() for cell in row.findall(nodes.entry)] for row in tree.findall(nodes.row)][1:])
EOF
venv/bin/python ask.py | tee seen
diff seen - <<'EOF'
pipe 3 True
rst [['Deploy', 'A'], ['by night', ''], ['Review', 'R']]
grid [['Deploy\nby night', 'A'], ['Review', 'R']]
EOF
