#!/usr/bin/env bash
# SCIM: a filter for one role with two properties is met by two roles with one each, and a patch leaves two primary ones.
#
# A person is SRE at work, as the primary role, and Developer at home. RFC 7644 (section 3.4.2.2) has brackets so that all in them
# is about one value: `roles[value eq "dev" and type eq "work"]` should find nobody. scim2-parse-filter 0.2.10 of npm finds the
# person; `scimPatch` of scim-patch 0.8.3 gets the same path right. By section 3.5.2, a server that is given a new
# primary value makes the old one none; scim-patch leaves both. Needs Node.
# Where we mind it: who holds a role is a list at the role, and nobody has a primary one.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . scim2-parse-filter@0.2.10 scim-patch@0.8.3
cat > ask.js <<'JS'
const { filter, parse } = require("scim2-parse-filter");
const { scimPatch } = require("scim-patch");
const person = () => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName: "ana",
  meta: { resourceType: "User" },
  roles: [{ value: "sre", type: "work", primary: true }, { value: "dev", type: "home" }],
});
for (const type of ["work", "home", "other"])
  console.log("filter", type, filter(parse(`roles[value eq "dev" and type eq "${type}"]`))(person()));
const at = (type) => ({ op: "replace", path: `roles[value eq "dev" and type eq "${type}"].display`, value: "Developer" });
console.log("patch home", scimPatch(person(), [at("home")]).roles.map((one) => one.display ?? "-").join(" "));
try {
  console.log("patch work", scimPatch(person(), [at("work")]).roles.map((one) => one.display ?? "-").join(" "));
} catch (error) {
  console.log("patch work:", error.constructor.name);
}
const lead = [{ op: "add", path: "roles", value: [{ value: "lead", primary: true }] }];
console.log("primary", scimPatch(person(), lead).roles.filter((one) => one.primary).map((one) => one.value).join(" "));
JS
node ask.js | tee answers
grep -qx "filter work true" answers
grep -qx "filter home true" answers
grep -qx "filter other false" answers
grep -qx "patch home - Developer" answers
grep -qx "primary sre lead" answers
