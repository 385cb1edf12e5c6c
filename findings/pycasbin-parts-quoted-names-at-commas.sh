#!/usr/bin/env bash
# Casbin: who may do what by a role called "Lead, Ops" is known to one of its libraries, and an error in the other.
#
# Policies are lines of CSV, and a name with a comma is in quotes. Expected of two libraries of one project are the same roles.
# node-casbin 5.51.1 reads the role, and lets Ana deploy. pycasbin 1.43.0 parts the line at the comma within the quotes and keeps
# these: the roles are `"Lead` and `Ops"`, and the question ends with "invalid policy size", also about a role whose line has no
# comma. Needs Node.
# Where we mind it: `sphinx-roles export --format csv` puts such names in quotes, as CSV wants them.
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
cat > policy.csv <<'CSV'
p, "Lead, Ops", deploy, decide
p, Developer, build, do
g, ana, "Lead, Ops"
g, bo, Developer
CSV
cat > ask.js <<'JS'
const { newEnforcer } = require("casbin");
(async () => {
  const enforcer = await newEnforcer("model.conf", "policy.csv");
  const roles = await enforcer.getRolesForUser("ana");
  const may = [await enforcer.enforce("ana", "deploy", "decide"), await enforcer.enforce("bo", "build", "do")];
  console.log(JSON.stringify([roles, ...may]));
})();
JS
node ask.js | tee by-node
grep -qx '\[\["Lead, Ops"\],true,true\]' by-node
cat > ask.py <<'PY'
import casbin

enforcer = casbin.Enforcer("model.conf", "policy.csv")
print(enforcer.get_policy(), enforcer.get_grouping_policy())
assert enforcer.get_grouping_policy() == [["ana", '"Lead', 'Ops"'], ["bo", "Developer"]]
try:
    enforcer.enforce("bo", "build", "do")
except RuntimeError as error:
    print(error)
    assert str(error) == "invalid policy size"
else:
    raise AssertionError("answered")
PY
venv/bin/python ask.py
