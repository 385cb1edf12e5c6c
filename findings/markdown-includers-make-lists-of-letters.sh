#!/usr/bin/env bash
# m2r2 2.1.0 and sphinx-mdinclude 0.6.2: letters with a point, and dashes of who takes no part, are lists without items.
#
# Both bring pages of Markdown into reStructuredText, and a table becomes a `list-table`, in whose cells docutils reads everything
# anew. In Markdown, a cell holds one line of text: "A." is a letter, and "-" or "*" a mark. Expected is that text, with a
# backslash before what would be more. Neither writes any: for docutils 0.21.2, "A." begins a list with letters as numbers, "-"
# and "*" one with bullets, and all are empty; "1. Plan" has lost its number. A bare "A" stays. Nothing is reported.
# Where we mind it: `sphinx-roles convert` reads the source of such a table, where the letters still are.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet m2r2==2.1.0 sphinx-mdinclude==0.6.2 Sphinx==8.1.3 docutils==0.21.2
cat > read.py <<'PY'
import m2r2
import sphinx_mdinclude
from docutils import nodes
from docutils.core import publish_doctree

text = "| Task | Dev | Ops |\n|------|-----|-----|\n| 1. Plan | A. | - |\n| Build | A | * |\n"
for tool in (m2r2, sphinx_mdinclude):
    tree = publish_doctree(tool.convert(text), settings_overrides={"report_level": 2, "halt_level": 2})
    for row in list(tree.findall(nodes.row))[1:]:
        cells = [f"{type(cell[0]).__name__} {cell[0].astext()!r}" for cell in row]
        print(f"{tool.__name__}:", ", ".join(cells))
PY
venv/bin/python read.py | tee answers
for tool in m2r2 sphinx_mdinclude; do
    grep -Fqx "$tool: enumerated_list 'Plan', enumerated_list '', bullet_list ''" answers
    grep -Fqx "$tool: paragraph 'Build', paragraph 'A', bullet_list ''" answers
done
