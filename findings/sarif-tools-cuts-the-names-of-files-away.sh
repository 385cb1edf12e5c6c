#!/usr/bin/env bash
# sarif-tools 3.0.5: a report of findings in one file says no file, and of two files half of their names.
#
# HTML, Word and Emacs reports leave out "the common prefix of paths", as its help says; expected are folders. It is taken
# letter by letter and to the end: two findings in `docs/roles.yaml` have the prefix `docs/roles.yaml`, so that a line for
# Emacs is ":3: late" and leads nowhere, and of `docs/roles.yaml` and `docs/rota.yaml` are left `les.yaml` and `ta.yaml`.
# A single finding keeps its whole path.
# Where we mind it: one catalog is one file, and `check --format sarif` is read by such tools; `--no-autotrim` helps.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet sarif-tools==3.0.5
cd "$room"
places() { # the files of findings, each in line 3
    python3 - "$@" > found.sarif <<'PY'
import json, sys

def place(path):
    return {"physicalLocation": {"artifactLocation": {"uri": path}, "region": {"startLine": 3}}}

results = [{"ruleId": "late", "message": {"text": "It is."}, "locations": [place(path)]} for path in sys.argv[1:]]
print(json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": results}]}))
PY
    venv/bin/sarif emacs --output found.txt found.sarif > log
    grep -o '^[^ ]*:3: late' found.txt | tr '\n' ' '
}
one="$(places docs/roles.yaml)" same="$(places docs/roles.yaml docs/roles.yaml)" two="$(places docs/roles.yaml docs/rota.yaml)"
printf 'one finding: %s\ntwo in one file: %s\none in each of two: %s\n' "$one" "$same" "$two"
[ "$one" = "docs/roles.yaml:3: late " ]
[ "$same" = ":3: late :3: late " ]
[ "$two" = "les.yaml:3: late ta.yaml:3: late " ]
