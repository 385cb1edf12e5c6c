#!/usr/bin/env bash
# linkml 1.12.1: its validator refuses a day in YAML that its converter reads.
#
# A slot with `range: date` is expected to take `since: 2026-05-01`, which is a date to every reader of YAML 1.1. `linkml-validate` says that it
# "is not of type 'string'": the loader makes a date of it, and the JSON Schema wants a text. `linkml-convert` of the same package, with the same
# schema, reads the file and writes the right day. Only with quotes, which make it a text to all others, it is valid to both.
# Where we mind it: days in our data may be written with quotes and without, and are the same.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet linkml==1.12.1 linkml-runtime==1.12.1
cat > roles.schema.yaml <<'YAML'
id: https://example.com/roles
name: roles
prefixes: {linkml: "https://w3id.org/linkml/", roles: "https://example.com/roles/"}
imports: [linkml:types]
default_prefix: roles
classes:
  Holder:
    tree_root: true
    attributes:
      person: {range: string}
      since: {range: date}
YAML
printf 'person: Ana\nsince: 2026-05-01\n' > plain.yaml
printf 'person: Ana\nsince: "2026-05-01"\n' > quoted.yaml
venv/bin/linkml-convert -s roles.schema.yaml -t json plain.yaml | tee written
venv/bin/linkml-validate -s roles.schema.yaml plain.yaml | tee plain || true
venv/bin/linkml-validate -s roles.schema.yaml quoted.yaml | tee quoted
grep -q '"since": "2026-05-01"' written
grep -q "datetime.date(2026, 5, 1) is not of type 'string'" plain
grep -q 'No issues found' quoted
