#!/usr/bin/env bash
# frictionless 5.21.0: a letter that is none of the categories of its field is valid.
#
# Version 2 of the Table Schema (datapackage.org) has `categories`, which restrict a field to certain values, and
# `list` as a type. frictionless reads the second: "Ana;Bo" is a list. Of the first it says nothing, and does nothing: a "Z" among R, A, C
# and I is reported by neither `validate` nor `read_rows`, where the same as `enum` of `constraints`, the older word, is an error.
# Where we mind it: letters are checked by their scheme, whatever a schema beside the table says.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet frictionless==5.21.0
printf 'task,letter,who\nDeploy,A,Ana;Bo\nAlerts,Z,Cy\n' > raci.csv
venv/bin/python - <<'PY'
from frictionless import Resource, Schema, validate

letters = ["R", "A", "C", "I"]


def checked(**letter):
    fields = [
        {"name": "task", "type": "string"},
        {"name": "letter", "type": "string", **letter},
        {"name": "who", "type": "list", "delimiter": ";"},
    ]
    resource = Resource(path="raci.csv", schema=Schema.from_descriptor({"fields": fields}))
    report = validate(resource)
    return report.valid, report.flatten(["rowNumber", "fieldNumber", "type"])


print(checked(categories=letters), checked(constraints={"enum": letters}))
assert checked(categories=letters) == (True, [])
assert checked(constraints={"enum": letters}) == (False, [[3, 2, "constraint-error"]])
fields = [{"name": "task"}, {"name": "letter"}, {"name": "who", "type": "list", "delimiter": ";"}]
rows = Resource(path="raci.csv", schema=Schema.from_descriptor({"fields": fields})).read_rows()
print(rows[0]["who"])
assert rows[0]["who"] == ["Ana", "Bo"]
PY
