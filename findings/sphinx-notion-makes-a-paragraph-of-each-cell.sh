#!/usr/bin/env bash
# sphinx-notion 0.0.7: a table becomes a paragraph for each of its cells, and a link within a page ends the build.
#
# Notion has tables as blocks of their own, and those of a document are expected to be such, or an error. The builder writes
# "Task", "Dev", "Deploy" and "A" as four paragraphs in a row, without the caption, so that no letter has a role, and gives no
# warning. Of references it reads the address alone; one to a place on the same page has none in docutils, but an id:
# "KeyError: 'refuri'".
# Where we mind it: our views are tables with links within their page, so that this builder is no way out for them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==8.1.3 sphinx-notion==0.0.7
mkdir docs
printf 'extensions = ["sphinx_notion"]\n' > docs/conf.py
cat > docs/index.rst <<'RST'
Roles
=====

.. list-table:: Who does what
   :header-rows: 1

   * - Task
     - Dev
   * - Deploy
     - A
RST
venv/bin/sphinx-build -q -W -b notion docs out
venv/bin/python - <<'PY'
import json

blocks = [(one["type"], one[one["type"]]["rich_text"][0]["text"]["content"]) for one in json.load(open("out/index.json"))]
print(*blocks, sep="\n")
assert blocks[1:] == [("paragraph", text) for text in ("Task", "Dev", "Deploy", "A")]
PY
printf '\n.. _below:\n\nBelow\n-----\n\nSee :ref:`below`.\n' >> docs/index.rst
if venv/bin/sphinx-build -q -E -b notion docs again 2> said; then exit 1; fi
grep "KeyError: 'refuri'" said
