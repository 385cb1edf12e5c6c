#!/usr/bin/env bash
# CODEOWNERS: of a file that nobody owns, one tool says that it is covered, and another that the team above owns it.
#
# GitHub's documentation has a pattern without owners, which takes a file out of the patterns above it. Such a file has no owner:
# so say codeowners 0.9.0 and git-codeowners 1.1.2 of PyPI. codeowners-coverage 0.3.1, which fails a build in which files have no
# owner, counts it as covered: "100.0% total (3/3 files covered)". cdown 0.1.0 gives it to "@js", to whom the line above gives all such files.
# Without the last line of the file, all agree.
# Where we mind it: `covered-by-nobody` reports such a file, as `roles_owners` reads it by the rules of its host.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet codeowners==0.9.0 git-codeowners==1.1.2 codeowners-coverage==0.3.1 cdown==0.1.0
git init --quiet project
cd project
mkdir .github src
touch src/app.js src/made.js
printf '/.github/ @lead\n*.js @js\n/src/made.js\n' > .github/CODEOWNERS
git add .
cat > ../ask.py <<'PY'
from pathlib import Path

from codeowners import CodeOwners

owners = CodeOwners(Path(".github/CODEOWNERS").read_text())
for name in ("src/app.js", "src/made.js"):
    print("codeowners", name, *(who for _, who in owners.of(name)))
PY
{
    ../venv/bin/python ../ask.py
    git ls-files src | ../venv/bin/git-codeowners | sed 's/\x1b\[[0-9;]*m//g; s/  */ /g; s/ *$//; s/^/git-codeowners /'
    ../venv/bin/cdown ls-files | sed 's/^/cdown /'
    ../venv/bin/codeowners-coverage check
} | tee ../answers
for tool in codeowners git-codeowners; do
    grep -Fqx "$tool src/app.js @js" ../answers
    grep -Fqx "$tool src/made.js" ../answers
done
grep -Eqx "cdown @js +src/made.js" ../answers
grep -Fq "100.0% total (3/3 files covered)" ../answers
