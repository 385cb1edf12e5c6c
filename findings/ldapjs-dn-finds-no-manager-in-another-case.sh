#!/usr/bin/env bash
# @ldapjs/dn 1.1.0: a manager who is named with other capitals than her entry has is somebody else.
#
# Who reports to whom is, in LDAP, the name of an entry in a field `manager`. Such names are compared without regard to case, to
# how many blanks are within a value, and to whether a type is "cn" or its number 2.5.4.3 (RFC 4517, section 4.2.15, and
# RFC 4512, section 2.5). Expected of `equals` is the same person. It compares each letter: "cn=Ana Diaz" is not "cn=ana diaz",
# and not even "CN=Ana Diaz", as Active Directory writes the type. Escapes and the order within one part of a name are
# compared as they should be. Needs Node.
# Where we mind it: managers in a directory of people are found without regard to case.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . @ldapjs/dn@1.1.0
cat > ask.cjs <<'JS'
const { DN } = require("@ldapjs/dn");
const entry = "cn=Ana Diaz,ou=People,dc=example,dc=com";
const pairs = {
  type: [entry, "CN=Ana Diaz,ou=People,dc=example,dc=com"],
  value: [entry, "cn=ana diaz,ou=people,dc=example,dc=com"],
  blanks: [entry, "cn=Ana  Diaz,ou=People,dc=example,dc=com"],
  number: [entry, "2.5.4.3=Ana Diaz,ou=People,dc=example,dc=com"],
  escape: ["cn=Diaz\\, Ana,ou=People", "cn=Diaz\\2C Ana,ou=People"],
  order: ["cn=Ana+uid=ana,ou=People", "uid=ana+cn=Ana,ou=People"],
};
for (const [name, [one, other]] of Object.entries(pairs)) console.log(name, DN.fromString(one).equals(DN.fromString(other)));
JS
node ask.cjs | tee answers
for name in escape order; do grep -qx "$name true" answers; done
for name in type value blanks number; do grep -qx "$name false" answers; done
