#!/usr/bin/env bash
# alphabetize-codeowners 0.0.1: owners in front of a comment are sorted behind its mark, and nobody owns the files.
#
# It sorts the owners of each line by name, and nothing else. A comment may stand behind them, as in GitHub's own example of
# the file: `*.js @zoe @ana # ours`. Expected is `*.js @ana @zoe # ours`. All words are sorted, "#" first of all: `*.js # @ana
# @zoe ours`, a line without owners, which takes them from the files. Of a pattern with a blank (`/a\ b/ @ana`), the second
# half is sorted among the owners: `/a\ @ana b/`.
# Where we mind it: `export --format codeowners` writes comments on lines of their own, and `roles_owners` reads both.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet alphabetize-codeowners==0.0.1 codeowners==0.9.0
mkdir .github
printf '%s\n' '# Owners' '*.js @zoe @ana # ours' '/a\ b/ @ana' '*.py @zoe @ana' > .github/CODEOWNERS
cat > owners.py <<'PY'
from codeowners import CodeOwners

found = CodeOwners(open(".github/CODEOWNERS").read())
print([sorted(name for _, name in found.of(path)) for path in ("x.js", "a b/x", "x.py")])
PY
before="$(venv/bin/python owners.py)"
venv/bin/alphabetize-codeowners || true
after="$(venv/bin/python owners.py)"
cat .github/CODEOWNERS
printf '%s\n' "$before" "$after"
[ "$before" = "[['@ana', '@zoe'], ['@ana'], ['@ana', '@zoe']]" ]
[ "$(sed -n 2p .github/CODEOWNERS)" = '*.js # @ana @zoe ours' ]
[ "$(sed -n 3p .github/CODEOWNERS)" = '/a\ @ana b/' ]
[ "$(sed -n 4p .github/CODEOWNERS)" = '*.py @ana @zoe' ]
