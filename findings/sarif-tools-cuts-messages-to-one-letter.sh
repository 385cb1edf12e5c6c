#!/usr/bin/env bash
# sarif-tools 3.0.5: of a message that begins with the id of its rule, one letter is left.
#
# The rule `owner` says "owner is missing here". Expected in the CSV is that sentence, or the part behind the id; there
# stands "i", the one character behind the blank. All commands that read SARIF take it from there, `diff` too.
# Where we mind it: names of rows stand first in our messages, and a row may be called as a rule is: "stale data".
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet sarif-tools==3.0.5
cd "$room"
cat > found.sarif <<'JSON'
{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": [
  {"ruleId": "owner", "message": {"text": "owner is missing here"}},
  {"ruleId": "owner", "message": {"text": "An owner is missing here"}}
]}]}
JSON
venv/bin/sarif csv --output found.csv found.sarif > log
cut -d, -f4 found.csv
[ "$(cut -d, -f4 found.csv | tr '\n' '|')" = "Description|i|An owner is missing here|" ] ||
    [ "$(cut -d, -f4 found.csv | tr '\n' '|')" = "Description|An owner is missing here|i|" ]
