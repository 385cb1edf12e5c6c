#!/usr/bin/env bash
# zatalog 0.1.0: a component is owned by itself where its team is missing, and by nobody where the team is there.
#
# Backstage takes the owner of a component for a group where no kind is before the name, and names need to be unique among things of one
# kind only: the service `payments` of the group `payments` is usual. `zatalog validate` checks that each reference leads to
# something. Expected is that this owner is found, and that the service `ledger` with an owner `ledger`, whom nobody has defined, is a
# mistake; so is the owner `kim` without `user:` before it. It is the other way round: the first does not resolve, and the others are
# fine. Its own `owner_of` finds the group, and no owner of `ledger`, and yet takes `kim` for the user.
# Where we mind it: an owner in `--from backstage` is a group unless it says its kind, and one that is missing is reported.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet zatalog==0.1.0
cd "$room"
cat > catalog-info.yaml <<'YAML'
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: payments}
spec: {type: team, children: [], members: [kim]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: kim}
spec: {memberOf: [payments]}
YAML
for pair in payments:payments ledger:ledger bills:kim; do
    cat >> catalog-info.yaml <<YAML
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: ${pair%:*}}
spec: {type: service, lifecycle: production, owner: ${pair#*:}}
YAML
done
cat > ask.py <<'PY'
from pathlib import Path

from zatalog.catalog import load_catalog

catalog = load_catalog([Path("catalog-info.yaml")])
for one in catalog.all("component"):
    (owned,) = catalog.relations(one)
    owner = catalog.owner_of(one)
    print(one.metadata.name, "|", owned.target and owned.target.ref, "|", owner and owner.ref)
PY
if venv/bin/zatalog validate > seen 2>&1; then exit 1; fi
cat seen
venv/bin/python ask.py | tee -a seen
diff seen - <<'SEEN'
Component:default/payments: ownedBy -> default/payments does not resolve
Error: 1 problem(s) found across 5 entities
bills | User:default/kim | User:default/kim
ledger | Component:default/ledger | None
payments | None | Group:default/payments
SEEN
