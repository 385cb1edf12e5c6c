#!/usr/bin/env bash
# CODEOWNERS: four readers tell three owners for two files, as two of them take its patterns for those of .gitignore.
#
# GitHub says that `/docs/*` owns the files in `docs`, and none in the folders below it, and that case counts. That is what
# `codeowners` 0.9.0 of PyPI reads. `codeowners` 5.1.1 and `codeowners-utils` 1.0.2 of npm give away what is below as well.
# `@snyk/github-codeowners` 1.1.0 does not, and yet reads `/API/` as `/api/`, as the other two of npm do.
# Where we mind it: `roles_owners` reads the file by the rules of its host; our tests hold it against the reader that agrees with them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet codeowners==0.9.0
npm install --silent --no-save --prefix . codeowners@5.1.1 codeowners-utils@1.0.2 @snyk/github-codeowners@1.1.0
printf '* @all\n/docs/* @docs\n/API/ @api\n' > CODEOWNERS
cat > read.py <<'PY'
from codeowners import CodeOwners

rules = CodeOwners(open("CODEOWNERS").read())
print("PyPI codeowners", *(rules.of(path)[0][1] for path in ("docs/a.md", "docs/b/c.md", "api/d.md")))
PY
cat > read.js <<'JS'
const paths = ["docs/a.md", "docs/b/c.md", "api/d.md"];
const Codeowners = require("codeowners");
const one = new Codeowners(process.cwd());
console.log("npm codeowners", ...paths.map(path => one.getOwner(path)[0]));
const utils = require("codeowners-utils");
const rules = utils.parse(require("fs").readFileSync("CODEOWNERS", "utf8"));
console.log("codeowners-utils", ...paths.map(path => utils.matchFile(path, rules).owners[0]));
const {OwnershipEngine} = require("@snyk/github-codeowners/dist/lib/ownership");
const engine = OwnershipEngine.FromCodeownersFile("CODEOWNERS");
console.log("@snyk/github-codeowners", ...paths.map(path => engine.calcFileOwnership(path)[0]));
JS
{ venv/bin/python read.py; node read.js; } | tee seen
diff seen - <<'SEEN'
PyPI codeowners @docs @all @all
npm codeowners @docs @docs @api
codeowners-utils @docs @docs @api
@snyk/github-codeowners @docs @all @api
SEEN
