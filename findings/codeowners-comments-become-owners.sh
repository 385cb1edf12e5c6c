#!/usr/bin/env bash
# CODEOWNERS: a comment behind the owners of a line makes owners of its words in one reader, and an error in another.
#
# GitHub's own example of the file has such a comment, and ignores it. `codeowners` 5.1.1 of npm returns the mark and each
# word as owners: "@js", "#", "by", "mail". `@snyk/github-codeowners` 1.1.0 reads no line of the file: "# is not a valid owner
# name". `codeowners-utils` 1.0.2 of npm and `codeowners` 0.9.0 of PyPI return "@js".
# Where we mind it: `roles_owners` reads the file by the rules of its host, in a matcher of our own, and not by one of these.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet codeowners==0.9.0
npm install --silent --no-save --prefix . codeowners@5.1.1 codeowners-utils@1.0.2 @snyk/github-codeowners@1.1.0
printf '/src/ @dev\n*.js @js # by mail\n' > CODEOWNERS
cat > read.js <<'JS'
const Codeowners = require("codeowners");
console.log("npm codeowners:", ...new Codeowners(process.cwd()).getOwner("a.js"));
const utils = require("codeowners-utils");
const rules = utils.parse(require("fs").readFileSync("CODEOWNERS", "utf8"));
console.log("codeowners-utils:", ...utils.matchFile("a.js", rules).owners);
const {OwnershipEngine} = require("@snyk/github-codeowners/dist/lib/ownership");
console.error = () => {};
try {
  console.log("@snyk/github-codeowners:", ...OwnershipEngine.FromCodeownersFile("CODEOWNERS").calcFileOwnership("src/a"));
} catch (error) {
  console.log("@snyk/github-codeowners:", error.message);
}
JS
{
    venv/bin/python -c 'import codeowners as c; print("PyPI codeowners:", *[o for _, o in c.CodeOwners(open("CODEOWNERS").read()).of("a.js")])'
    node read.js
} | tee seen
diff seen - <<'SEEN'
PyPI codeowners: @js
npm codeowners: @js # by mail
codeowners-utils: @js
@snyk/github-codeowners: # is not a valid owner name in rule *.js @js # by mail
SEEN
