#!/usr/bin/env bash
# github-codeowners 0.1.0 of PyPI: a formatter of CODEOWNERS cuts a path at its blank, and the folder has other owners.
#
# A blank within a pattern has a backslash before it, as GitHub's documentation asks for: `/src/my\ app/ @acme/app`. `codeowners format`
# is to change the blanks between patterns and owners. Expected is the same pattern. It parts the line at the escaped blank, drops
# "app/", which is no name of an owner, and writes `/src/my\ @acme/app`, with exit code 0: `codeowners` 0.9.0 of PyPI has
# @acme/app as the owner of a file in the folder before, and @acme/core after it. The other commands that write do the same.
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
cat > ask.py <<'PY'
from codeowners import CodeOwners

print(*[name for _, name in CodeOwners(open("CODEOWNERS").read()).of("src/my app/main.py")])
PY
printf '%s\n' '*             @acme/core' '/src/my\ app/ @acme/app' > CODEOWNERS
venv/bin/python ask.py | tee before
formatter/bin/codeowners format CODEOWNERS
cat CODEOWNERS
venv/bin/python ask.py | tee after
grep -qx '@acme/app' before
grep -Fqx '/src/my\ @acme/app' CODEOWNERS
grep -qx '@acme/core' after
