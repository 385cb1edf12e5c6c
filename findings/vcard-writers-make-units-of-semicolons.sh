#!/usr/bin/env bash
# vCard: an organisation whose name has a semicolon gets one more unit, and a comma in a role is written as it is.
#
# Kim is "Lead, Platform" of "Dev; Ops", a house with a unit "North; West". RFC 6350 (sections 3.4 and 6.6.4) parts an organisation from
# its units by semicolons, and writes such a character within one as `\;`, and a comma in any text as `\,`. Expected is
# that ical.js 2.2.1 reads what was given. vcard-creator 1.0.0 escapes both. vcards-js 2.11.1 escapes commas alone: the house is "Dev", with
# a unit " Ops". @covve/easy-vcard 1.1.1 escapes neither in any of ORG, TITLE and ROLE: "Dev" has three units. Needs Node.
# Where we mind it: who holds a role is brought along by `convert` from JSON or CSV, and we write no vCard.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . @covve/easy-vcard@1.1.1 vcards-js@2.11.1 vcard-creator@1.0.0 ical.js@2.2.1
cat > write.mjs <<'JS'
import easy from "@covve/easy-vcard";
import ICAL from "ical.js";
import { VCard } from "vcard-creator";
import vCardsJS from "vcards-js";

const [house, unit, role] = ["Dev; Ops", "North; West", "Lead, Platform"];
const one = new easy.VCard();
one.setFullName("Kim Lee").addOrganization(house, [unit]).addTitle(role).addRole(role);
const two = vCardsJS();
Object.assign(two, { formattedName: "Kim Lee", organization: house, title: role, role });
const three = new VCard();
three.addFullName("Kim Lee").addCompany({ name: house, department: unit }).addJobtitle(role).addRole(role);
for (const [name, text] of [["easy-vcard", one.toString()], ["vcards-js", two.getFormattedString()], ["vcard-creator", three.toString()]]) {
  const lines = text.split(/\r?\n/).filter((line) => /^(ORG|TITLE|ROLE)/.test(line));
  const card = new ICAL.Component(ICAL.parse(text));
  console.log(`${name}: ${lines.join(" | ")} = ${JSON.stringify(card.getFirstPropertyValue("org"))}`);
}
JS
node write.mjs | tee seen
diff seen - <<'SEEN'
easy-vcard: TITLE:Lead, Platform | ROLE:Lead, Platform | ORG:Dev; Ops;North; West = ["Dev"," Ops","North"," West"]
vcards-js: TITLE:Lead\, Platform | ROLE:Lead\, Platform | ORG:Dev; Ops = ["Dev"," Ops"]
vcard-creator: ORG:Dev\; Ops;North\; West | TITLE:Lead\, Platform | ROLE:Lead\, Platform = ["Dev; Ops","North; West"]
SEEN
