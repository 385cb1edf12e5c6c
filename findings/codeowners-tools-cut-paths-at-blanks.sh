#!/usr/bin/env bash
# CODEOWNERS: of a folder with a blank in its name, two readers say other owners, a third ends, and a formatter writes another pattern.
#
# A blank within a pattern has a backslash before it, as GitHub's documentation asks for: `/src/my\ app/ @acme/app`. Expected are the
# owner @acme/app, as `codeowners` 0.9.0 of PyPI has it, and the same pattern from a formatter. `codeowners` 5.1.1 and
# codeowners-utils 1.0.2 of npm end the pattern at the blank, and have @acme/core, of all the rest; @snyk/github-codeowners 1.1.0 of npm
# reads no line: "app/ is not a valid owner name". `codeowners format` of github-codeowners 0.1.0 of PyPI drops "app/", writes
# `/src/my\ @acme/app` with exit code 0, and from then on the folder is of @acme/core to everybody. Needs Node.
# Where we mind it: `sphinx-roles export` writes such patterns with the backslash, and who formats the file loses them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
# The two packages have modules of different names, and commands of one.
python3 -m venv venv
venv/bin/pip install --quiet codeowners==0.9.0
python3 -m venv formatter
formatter/bin/pip install --quiet github-codeowners==0.1.0
npm install --silent --no-save --prefix . codeowners@5.1.1 codeowners-utils@1.0.2 @snyk/github-codeowners@1.1.0
cat > ask.js <<'JS'
const fs = require("fs");
const Codeowners = require("codeowners");
const { OwnershipEngine } = require("@snyk/github-codeowners/dist/lib/ownership");
const utils = require("codeowners-utils");

const file = "src/my app/main.py";
console.log("codeowners:", ...new Codeowners(process.cwd()).getOwner(file));
console.log("codeowners-utils:", ...utils.matchFile(file, utils.parse(fs.readFileSync("CODEOWNERS", "utf8"))).owners);
console.error = () => {};
try {
  console.log("@snyk/github-codeowners:", OwnershipEngine.FromCodeownersFile("CODEOWNERS").calcFileOwnership(file));
} catch (error) {
  console.log("@snyk/github-codeowners:", error.message);
}
JS
cat > ask.py <<'PY'
from codeowners import CodeOwners

print(*[name for _, name in CodeOwners(open("CODEOWNERS").read()).of("src/my app/main.py")])
PY
printf '%s\n' '*             @acme/core' '/src/my\ app/ @acme/app' > CODEOWNERS
venv/bin/python ask.py | tee before
node ask.js | tee by-node
formatter/bin/codeowners format CODEOWNERS
cat CODEOWNERS
venv/bin/python ask.py | tee after
grep -qx '@acme/app' before
grep -Fqx '/src/my\ @acme/app' CODEOWNERS
grep -qx '@acme/core' after
diff by-node - <<'SEEN'
codeowners: @acme/core
codeowners-utils: @acme/core
@snyk/github-codeowners: app/ is not a valid owner name in rule /src/my\ app/ @acme/app
SEEN
