#!/usr/bin/env bash
# yamlfix 1.19.1: a formatter takes the quotes off "Yes", "on" and "off", and the data is another one.
#
# In quotes each is a text, to every reader. A formatter is expected to change what a file looks like, and not what it says.
# yamlfix takes quotes off where YAML 1.2 needs none; PyYAML 6.0.3 and all that reads YAML 1.1 have truth values then, so that a
# role `"on"` has the key True.
# Where we mind it: catalogs are read by the core schema of YAML 1.2, where both forms are the same text.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet yamlfix==1.19.1 PyYAML==6.0.3
cat > roles.yaml <<'YAML'
---
roles:
  "on": {name: On call}
answers: ["Yes", "No", "on", "off"]
YAML
cp roles.yaml before.yaml
venv/bin/yamlfix roles.yaml 2> /dev/null
cat roles.yaml
venv/bin/python - <<'PY'
import yaml

before, after = (yaml.safe_load(open(name)) for name in ("before.yaml", "roles.yaml"))
print(before, after, sep="\n")
assert before == {"roles": {"on": {"name": "On call"}}, "answers": ["Yes", "No", "on", "off"]}
assert after == {"roles": {True: {"name": "On call"}}, "answers": [True, False, True, False]}
PY
