#!/usr/bin/env bash
# compliance-trestle 5.2.0: who is responsible for a whole document must be one of its roles; of a component, it may be anything.
#
# OSCAL 1.1.3 lets a document and each component say roles and who holds them (`responsible-parties`, `responsible-roles`), by ids
# that its model calls references: to a role and to parties of the metadata. Expected of `trestle validate` is an error
# for each that leads nowhere, in both places. A document whose responsible party has the role "nobody" is refused. One
# whose component is the work of a role "devops" that the document does not have, and of a party that it does not have, is valid;
# so is the party of the document itself.
# Where we mind it: a role or a person of a component is one of the catalog's, or a warning.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet compliance-trestle==5.2.0
venv/bin/trestle init --local > /dev/null 2>&1
cat > make.py <<'PY'
import json
import sys
import uuid
from pathlib import Path

role_of_document, role_of_component = sys.argv[1:]
known, unknown = str(uuid.uuid4()), str(uuid.uuid4())
document = {
    "uuid": "5ad5ac51-4e5f-4e5d-9b6a-4a2a3d7e0b11",
    "metadata": {
        "title": "Services",
        "version": "1",
        "oscal-version": "1.1.3",
        "last-modified": "2026-01-02T00:00:00+00:00",
        "roles": [{"id": "sre", "title": "SRE"}],
        "parties": [{"uuid": known, "type": "person", "name": "Ana"}],
        "responsible-parties": [{"role-id": role_of_document, "party-uuids": [unknown]}],
    },
    "components": [
        {
            "uuid": "b54c9f0a-5a5a-4a9b-8d0c-5f6a3c1d0e02",
            "type": "service",
            "title": "api",
            "description": "It answers.",
            "responsible-roles": [{"role-id": role_of_component, "party-uuids": [unknown]}],
        }
    ],
}
path = Path("component-definitions/services/component-definition.json")
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps({"component-definition": document}))
PY
venv/bin/python make.py nobody sre
if venv/bin/trestle validate --all > said 2>&1; then exit 1; fi
cat said
grep -q "did not pass the Validator to confirm all references in responsible parties are found in roles" said
venv/bin/python make.py sre devops
venv/bin/trestle validate --all 2>&1 | tee said
grep -q "^VALID: .* passed the Validator to confirm the model passes all registered validation tests" said
