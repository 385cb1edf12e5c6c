#!/usr/bin/env bash
# SCIM: a patch of a role that Ana does not have gives it to her in one library, and is an error in two.
#
# A patch names a role by a filter, `roles[value eq "cto"].display`, to change how it is shown. Where no value matches, RFC 7644
# (section 3.5.2.3) has the server fail with "noTarget". So do scimmy 1.3.5 and scim2-models 0.12.3 of PyPI. scim-patch 0.8.3 makes
# a role of what the filter says: Ana is "cto". Names of attributes know no case (RFC 7643, section 2.1): a new `Title` is the
# title in scim2-models, an error in scimmy, and in scim-patch a second title beside the old one. Needs Node.
# Where we mind it: who holds a role is a list at the role, and `convert` reads people from such directories.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet scim2-models==0.12.3
npm install --silent --no-save --prefix . scim-patch@0.8.3 scimmy@1.3.5
cat > patches.json <<'JSON'
{
  "role": { "op": "replace", "path": "roles[value eq \"cto\"].display", "value": "Chief" },
  "title": { "op": "replace", "path": "Title", "value": "SRE" }
}
JSON
cat > patch.mjs <<'JS'
import { readFileSync } from "fs";
import { scimPatch } from "scim-patch";
import SCIMMY from "scimmy";
const schemas = ["urn:ietf:params:scim:schemas:core:2.0:User"];
const person = () => ({ schemas, id: "1", userName: "ana", title: "Developer", roles: [{ value: "dev" }] });
const shown = ({ title, Title, roles }) => [title, Title, ...roles.map((one) => one.value)].filter(Boolean).join(" ");
for (const [name, patch] of Object.entries(JSON.parse(readFileSync("patches.json", "utf8")))) {
  console.log("scim-patch", name, shown(scimPatch({ ...person(), meta: { resourceType: "User" } }, [patch])));
  const message = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [patch] };
  try {
    const made = await new SCIMMY.Messages.PatchOp(message).apply(new SCIMMY.Schemas.User(person(), "out"), (one) => one);
    console.log("scimmy", name, shown(made));
  } catch (error) {
    console.log("scimmy", name, error.scimType);
  }
}
JS
cat > patch.py <<'PY'
import json

from scim2_models import PatchOp, SCIMException, User

for name, patch in json.load(open("patches.json")).items():
    ana = User(user_name="ana", title="Developer", roles=[{"value": "dev"}])
    try:
        PatchOp[User].model_validate({"Operations": [patch]}).patch(ana)
        print("scim2-models", name, ana.title, *(one.value for one in ana.roles))
    except SCIMException as error:
        print("scim2-models", name, error.scim_type)
PY
{ node patch.mjs; venv/bin/python patch.py; } | tee answers
grep -Fqx "scim-patch role Developer dev cto" answers
grep -Fqx "scimmy role noTarget" answers
grep -Fqx "scim2-models role noTarget" answers
grep -Fqx "scim-patch title Developer SRE dev" answers
grep -Fqx "scimmy title invalidPath" answers
grep -Fqx "scim2-models title SRE dev" answers
