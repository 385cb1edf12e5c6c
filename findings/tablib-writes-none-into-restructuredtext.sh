#!/usr/bin/env bash
# tablib 3.10.0: who has no part in a task has the word "None" there, where the table is written as reStructuredText.
#
# A blank cell is None in a Dataset that was made of a workbook or of JSON. It is expected to be blank again, as it is where the same Dataset
# is written as CSV, HTML, LaTeX, a wiki of Jira or for a terminal. As reStructuredText it is the word, which a page then shows
# among the letters.
# Where we mind it: a letter of that name is none, and "None" in a cell of letters is read as nobody.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet "tablib[cli]==3.10.0"
"$room/venv/bin/python" - <<'PY'
import tablib

raci = tablib.Dataset().load('[{"Task": "Deploy", "Dev": "A", "Ops": null}]', format="json")
print(raci.export("rst"))
others = {name: raci.export(name) for name in ("csv", "html", "jira", "latex", "cli")}
assert [name for name, text in others.items() if "None" in text] == []
assert "None" in raci.export("rst")
PY
