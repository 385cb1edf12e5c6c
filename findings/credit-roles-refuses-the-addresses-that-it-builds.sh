#!/usr/bin/env bash
# credit-roles 2.1.0 of npm: none of the fourteen addresses of roles that it builds is a role for it.
#
# CRediT names who did what for a publication, in fourteen roles with an address each, which JATS and CodeMeta write in place of the
# names. The README says of `validate` that it "will take URLs and unformatted strings", and that "contributor" is valid. Expected is
# that the address of `buildUrl` is valid, and is normalized to its role. It is refused, with and without the last slash, as is
# "contributor"; so is "Writing – review and editing", while "writing" alone is the original draft. Needs Node.
# Where we mind it: a role answers to its id, its names and its addresses, and what answers to none is reported with the nearest.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . credit-roles@2.1.0
cat > ask.mjs <<'JS'
import { CreditRole, credit } from "credit-roles";

const roles = Object.values(CreditRole);
const addresses = roles.map((role) => credit.buildUrl(role));
console.log(addresses.at(-1));
const valid = (texts) => `${texts.filter((text) => credit.validate(text)).length} of ${texts.length}`;
console.log("names:", valid(roles));
console.log("addresses:", valid(addresses));
console.log("without slash:", valid(addresses.map((address) => address.replace(/\/$/, ""))));
for (const text of ["contributor", "Writing – review and editing", "Writing - Review & Editing", "writing"])
  console.log(`${text}:`, credit.normalize(text));
JS
node ask.mjs | tee seen
diff seen - <<'SEEN'
https://credit.niso.org/contributor-roles/writing-review-editing/
names: 14 of 14
addresses: 0 of 14
without slash: 0 of 14
contributor: undefined
Writing – review and editing: undefined
Writing - Review & Editing: Writing – review & editing
writing: Writing – original draft
SEEN
