#!/usr/bin/env bash
# prettier 3.10.1: the end of a directive between colons becomes a row of the table in it, and all below is in the directive.
#
# In MyST, a directive may stand between lines of colons, and a table be its body. prettier formats Markdown, and leaves what it does
# not know alone: expected is the same page, with the cells aligned. Right below the table, the closing `:::` is a row of it to
# GFM, of one cell, and prettier writes `| :::  |     |` (the row of a task ":::"). myst-parser 5.2.0 then finds no end, and the heading
# below the table is gone from the page. `--check` is content from then on. With an empty line before the `:::`, or
# between backticks, the page stays as it is. Needs Node.
# Where we mind it: `sphinx-roles convert --in-place` puts a table between backticks; docs/faq.md has the empty line.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet myst-parser==5.2.0 Sphinx==9.0.4 docutils==0.22.4
npm install --silent --no-save --prefix . prettier@3.10.1
table='| Task | Dev |\n| --- | --- |\n| Build | A |\n'
printf '# Team\n\n:::{note}\n'"$table"':::\n\n## After\n' > right.md
printf '# Team\n\n:::{note}\n'"$table"'\n:::\n\n## After\n' > empty.md
printf '# Team\n\n```{note}\n'"$table"'```\n\n## After\n' > ticks.md
cat > read.py <<'PY'
import sys

from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser

for when in sys.argv[1:]:
    for name in ("right", "empty", "ticks"):
        text = open(f"{name}.md").read()
        extensions = {"myst_enable_extensions": ["colon_fence"], "report_level": 5}
        tree = publish_doctree(text, parser=Parser(), settings_overrides=extensions)
        rows = [row[0].astext() for row in tree.findall(nodes.row)]
        print(when, name, rows, "After" in [one.astext() for one in tree.findall(nodes.title)])
PY
{
    venv/bin/python read.py before
    npx prettier --write --log-level warn right.md empty.md ticks.md
    npx prettier --check right.md
    venv/bin/python read.py after
} | tee answers
for name in right empty ticks; do grep -Fqx "before $name ['Task', 'Build'] True" answers; done
for name in empty ticks; do grep -Fqx "after $name ['Task', 'Build'] True" answers; done
grep -Fq "after right ['Task', 'Build', ':::']" answers
grep -Fqx "All matched files use Prettier code style!" answers
