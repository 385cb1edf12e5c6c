#!/usr/bin/env bash
# datacontract-cli 1.2.8: of a contract with its team, the HTML has the people and their roles, and the Markdown nobody.
#
# The Open Data Contract Standard (3.1.0) has a `team` with `members` and their roles, and `roles` with whom to ask for access; in 3.0.2
# the team is a list. `datacontract export` writes the same contract as HTML and as Markdown, for people to read. Expected are the same
# people. HTML has them in either version. Markdown has the name of the team in 3.1.0, and in 3.0.2 no word of it; members, their
# roles, and whom to ask are in neither. `export dcs` leaves them out as well. Nothing is said of it.
# Where we mind it: teams are brought along with a field map from the contract itself.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet datacontract-cli==1.2.8
cat > end.yaml <<'YAML'
roles:
  - {role: reader, access: read, firstLevelApprovers: Dina Holm}
schema:
  - name: orders
    physicalType: table
    properties: [{name: id, logicalType: string}]
YAML
head='kind: DataContract
id: orders
name: orders
version: 1.0.0
status: active'
people='{username: ana, name: Ana Diaz, role: owner}, {username: bo, name: Bo Ray, role: steward}'
printf 'apiVersion: v3.1.0\n%s\nteam: {name: night watch, members: [%s]}\n' "$head" "$people" | cat - end.yaml > new.yaml
printf 'apiVersion: v3.0.2\n%s\nteam: [%s]\n' "$head" "$people" | cat - end.yaml > old.yaml
for contract in new old; do
    venv/bin/datacontract lint "$contract.yaml" | grep -q "Data contract is valid"
    for form in html markdown dcs; do
        venv/bin/datacontract export "$form" "$contract.yaml" --output "$contract.$form" > said 2>&1
        if grep -qiE 'warn|left out|skip' said; then exit 1; fi
    done
    for name in 'Ana Diaz' 'Bo Ray' steward 'Dina Holm'; do
        grep -q "$name" "$contract.html"
        if grep -q "$name" "$contract.markdown" "$contract.dcs"; then exit 1; fi
    done
done
head -6 new.markdown
head -6 old.markdown
grep -qx -- '- \*\*team:\*\* night watch' new.markdown
if grep -qi team old.markdown; then exit 1; fi
