#!/usr/bin/env bash
# SCIM: somebody who is to be taken out of a group stays in it, and somebody who is not in it comes in, without an error.
#
# A provider of identities takes Ana out of a group by `remove` of `members` with her as the value. RFC 7644 (section 3.5.2.2) has a
# filter in the path for that, and no value. Expected is that she is out, that all are, or an error. scim2-models 0.12.3 raises one.
# scim-patch 0.8.3 and scimmy 1.3.5 take her out where the value has no more than her id. Where it says her name as well, which the
# group has not kept, both leave her in, as if all were well. `replace` of the name of Zoe, who is in no such group, makes her a member
# in scim-patch, where section 3.5.2.3 has the error `noTarget`, as the other two have it. scimmy puts in twice who is added twice,
# against section 3.5.2.1. Needs Node.
# Where we mind it: members of a team are brought along by import, and each is a holder once.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet scim2-models==0.12.3
npm install --silent --no-save --prefix . scim-patch@0.8.3 scimmy@1.3.5
cat > operations.json <<'JSON'
{
  "by id": {"op": "remove", "path": "members", "value": [{"value": "ana"}]},
  "by id and name": {"op": "remove", "path": "members", "value": [{"value": "ana", "display": "Ana"}]},
  "rename": {"op": "replace", "path": "members[value eq \"zoe\"].display", "value": "Zoe"},
  "add again": {"op": "add", "path": "members", "value": [{"value": "ana"}]}
}
JSON
cat > ask.mjs <<'JS'
import fs from "node:fs";
import patch from "scim-patch";
import SCIMMY from "scimmy";

const group = () => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
  id: "1",
  displayName: "Ops",
  meta: { resourceType: "Group" },
  members: [{ value: "ana" }, { value: "bo" }],
});
const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
const libraries = {
  "scim-patch": async (op) => patch.scimPatch(group(), [op]),
  scimmy: async (op) => {
    const { meta, schemas: _, ...plain } = group();
    const before = new SCIMMY.Schemas.Group(plain);
    // Nothing comes back where nothing has changed.
    return (await new SCIMMY.Messages.PatchOp({ schemas, Operations: [op] }).apply(before)) ?? before;
  },
};
for (const [name, apply] of Object.entries(libraries))
  for (const [title, op] of Object.entries(JSON.parse(fs.readFileSync("operations.json", "utf8")))) {
    const after = await apply(op).then((one) => one.members.map((member) => member.value).join(" "), () => "error");
    console.log(`${name}, ${title}: ${after}`);
  }
JS
cat > ask.py <<'PY'
import json

from scim2_models import Group, PatchOp

for title, op in json.load(open("operations.json")).items():
    members = [{"value": "ana"}, {"value": "bo"}]
    group = Group.model_validate({"id": "1", "displayName": "Ops", "members": members})
    try:
        schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
        PatchOp[Group].model_validate({"schemas": schemas, "Operations": [op]}).patch(group)
        after = " ".join(one.value for one in group.members)
    except Exception:
        after = "error"
    print(f"scim2-models, {title}: {after}")
PY
{ node ask.mjs; venv/bin/python ask.py; } | tee seen
diff seen - <<'SEEN'
scim-patch, by id: bo
scim-patch, by id and name: ana bo
scim-patch, rename: ana bo zoe
scim-patch, add again: ana bo
scimmy, by id: bo
scimmy, by id and name: ana bo
scimmy, rename: error
scimmy, add again: ana bo ana
scim2-models, by id: error
scim2-models, by id and name: error
scim2-models, rename: error
scim2-models, add again: ana bo
SEEN
