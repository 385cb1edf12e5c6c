#!/usr/bin/env bash
# Casbin: who is ten posts below a permission has it where permissions are listed, and is refused where they are asked for.
#
# Each of 14 posts has what the post above it has, and the post at the top may read the plan. pycasbin 1.43.0 and casbin 5.51.1 of npm
# list the same for the last one: 13 roles (`get_implicit_roles_for_user`), and the permission to read the plan
# (`get_implicit_permissions_for_user`). Expected is that `enforce` lets it read, or an error. It says no: there, links are followed for ten
# levels, and the two count these in two ways, so that the tenth post below the top may read in Node and not in Python. Needs Node.
# Where we mind it: an inherited field comes from any height of `extends`, and a chain of roles has no such end.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet casbin==1.43.0
npm install --silent --no-save --prefix . casbin@5.51.1
cat > model.conf <<'CONF'
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
CONF
cat > ask.py <<'PY'
import casbin

one = casbin.Enforcer("model.conf")
one.add_policy("post0", "plan", "read")
for number in range(1, 14):
    one.add_grouping_policy(f"post{number}", f"post{number - 1}")
listed = one.get_implicit_permissions_for_user("post13")
allowed = [number for number in range(14) if one.enforce(f"post{number}", "plan", "read")]
print("Python:", len(one.get_implicit_roles_for_user("post13")), "roles,", *listed, "and may read:", *allowed)
PY
cat > ask.mjs <<'JS'
import { newEnforcer } from "casbin";

const one = await newEnforcer("model.conf");
await one.addPolicy("post0", "plan", "read");
const allowed = [];
for (let number = 1; number < 14; number++) await one.addGroupingPolicy(`post${number}`, `post${number - 1}`);
for (let number = 0; number < 14; number++)
  if (await one.enforce(`post${number}`, "plan", "read")) allowed.push(number);
const roles = await one.getImplicitRolesForUser("post13");
const listed = await one.getImplicitPermissionsForUser("post13");
console.log(`Node: ${roles.length} roles, ${listed.join()} and may read: ${allowed.join(" ")}`);
JS
venv/bin/python ask.py 2> /dev/null | tee seen
node ask.mjs | tee -a seen
diff seen - <<'SEEN'
Python: 13 roles, ['post0', 'plan', 'read'] and may read: 0 1 2 3 4 5 6 7 8 9
Node: 13 roles, post0,plan,read and may read: 0 1 2 3 4 5 6 7 8 9 10
SEEN
