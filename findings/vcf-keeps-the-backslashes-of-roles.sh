#!/usr/bin/env bash
# vcf 2.1.2 of npm: of vCards it makes jCards with backslashes in names of roles, and units of an organisation in one text.
#
# A comma within a role is written `Lead\, Ops`. RFC 7095 (sections 3.3 and 3.4) has values without such escapes in a jCard, ORG as a
# list of its parts, and each of several values by itself. Expected is what ical.js 2.2.1 gives: the role "Lead, Ops", and
# an organisation with two parts. vcf has `Lead\, Ops`, one text for the organisation, and one for two categories, in
# its own `valueOf` as well. It escapes nothing where it writes, so that a comma parts what was one category. Needs Node.
# Where we mind it: who holds a role is brought along by `convert` from JSON or CSV; such backslashes would be part of the names.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . vcf@2.1.2 ical.js@2.2.1
cat > read.mjs <<'JS'
import ICAL from "ical.js";
import VCard from "vcf";
const lines = ["FN:Ana", "ROLE:Lead\\, Ops", "ORG:Acme\\, Inc.;Europe", "CATEGORIES:Dev\\, Ops,QA"];
const text = ["BEGIN:VCARD", "VERSION:4.0", ...lines, "END:VCARD", ""].join("\r\n");
const card = new VCard().parse(text);
for (const [name, read] of [["ical.js", ICAL.parse(text)], ["vcf", card.toJSON()]])
  for (const [field, , , ...values] of read[1])
    if (["role", "org", "categories"].includes(field)) console.log(name, field, JSON.stringify(values));
console.log("vcf value:", card.get("role").valueOf());
const written = new VCard();
written.set("fn", "Ana");
written.set("categories", "Dev, Ops");
const [, , , ...values] = ICAL.parse(written.toString("4.0"))[1].find(([field]) => field === "categories");
console.log("written by vcf", JSON.stringify(values));
JS
node read.mjs | tee answers
grep -Fqx 'ical.js role ["Lead, Ops"]' answers
grep -Fqx 'ical.js org [["Acme, Inc.","Europe"]]' answers
grep -Fqx 'ical.js categories ["Dev, Ops","QA"]' answers
grep -Fqx 'vcf role ["Lead\\, Ops"]' answers
grep -Fqx 'vcf org ["Acme\\, Inc.;Europe"]' answers
grep -Fqx 'vcf categories ["Dev\\, Ops,QA"]' answers
grep -Fqx 'vcf value: Lead\, Ops' answers
grep -Fqx 'written by vcf ["Dev"," Ops"]' answers
