#!/usr/bin/env bash
# LDIF: of a list of people, one reader has a person too many, without a name, and another reads none.
#
# RFC 2849 lets a file begin with `version: 1` and an empty line, as ldapsearch writes it, and a comment go on in a line that begins
# with a blank ("any non-empty line, including comment lines ... may be folded"). Expected are two people, Ana and Bo, of whom Ana is
# the manager. ldif 4.3.0 of PyPI has three entries, the first with None as its name and no fields. ldif 0.5.1 of npm knows
# the version, and refuses the file for the comment: 'Expected DN, WHITESPACE or entry but " " found.'; with the comment in
# one line, it has the two. Needs Node.
# Where we mind it: who reports to whom is brought along by `convert` with a map, from JSON or CSV, and not from LDIF.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet ldif==4.3.0
npm install --silent --no-save --prefix . ldif@0.5.1
cat > folded.ldif <<'LDIF'
version: 1

# those who answer
  for deployments
dn: cn=Ana,ou=Ops,dc=example
cn: Ana

dn: cn=Bo,ou=Ops,dc=example
cn: Bo
manager: cn=Ana,ou=Ops,dc=example
LDIF
sed '/^  for/d' folded.ldif > plain.ldif
cat > read.py <<'PY'
from ldif import LDIFParser

for name in ("folded.ldif", "plain.ldif"):
    with open(name, "rb") as file:
        names = [dn for dn, fields in LDIFParser(file).parse()]
    print(name, names)
    assert names == [None, "cn=Ana,ou=Ops,dc=example", "cn=Bo,ou=Ops,dc=example"]
PY
venv/bin/python read.py
cat > read.js <<'JS'
const { readFileSync } = require("fs");
const ldif = require("ldif");
for (const name of ["folded.ldif", "plain.ldif"]) {
  try {
    console.log(name, ...ldif.parse(readFileSync(name, "utf8")).entries.map((one) => one.dn.toString()));
  } catch (error) {
    console.log(name, error.message);
  }
}
JS
node read.js | tee by-node
grep -qx 'folded.ldif Expected DN, WHITESPACE or entry but " " found.' by-node
grep -qx 'plain.ldif cn=Ana,ou=Ops,dc=example cn=Bo,ou=Ops,dc=example' by-node
