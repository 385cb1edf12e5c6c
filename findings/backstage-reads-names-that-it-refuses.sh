#!/usr/bin/env bash
# @backstage/catalog-model 1.10.1: references are read whose names no entity may have, and names like "a..b" are accepted.
#
# An owner is a reference, `[kind:][namespace/]name`, and `parseEntityRef` is documented to fail for another form. It reads
# "group:ops@example.com", "group: ops" (the name begins with a blank) and "group:eu/ops/night" (the name is "ops/night"),
# and the validator of a Component accepts them as its owner. `FieldFormatEntityPolicy` refuses each of these names for an
# entity, so that the reference can never lead anywhere. The same policy says "sequences of [a-zA-Z0-9] separated by any of
# [-_.]", and accepts "a..b" and "a-_b". Needs Node.
# Where we mind it: owners and members are imported from such files; one that leads nowhere is reported by us.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . @backstage/catalog-model@1.10.1
cat > read.js <<'JS'
const assert = require("node:assert");
const model = require("@backstage/catalog-model");

const entity = (kind, name, spec) => ({apiVersion: "backstage.io/v1alpha1", kind, metadata: {name}, spec});
const policy = new model.FieldFormatEntityPolicy();
const allowed = name => policy.enforce(entity("Group", name, {type: "team", children: []})).then(() => true, () => false);

(async () => {
  for (const owner of ["group:ops@example.com", "group: ops", "group:eu/ops/night"]) {
    const {name} = model.parseEntityRef(owner);
    const spec = {type: "service", lifecycle: "production", owner};
    const valid = await model.componentEntityV1alpha1Validator.check(entity("Component", "shop", spec));
    console.log(JSON.stringify(owner), "names", JSON.stringify(name), "- an owner:", valid, "- a group:", await allowed(name));
    assert.deepStrictEqual([valid, await allowed(name)], [true, false]);
  }
  for (const name of ["a..b", "a-_b"]) assert(await allowed(name));
  assert(!(await allowed("a.")));
})();
JS
node read.js
