#!/usr/bin/env bash
# JSON Resume: of the roles that somebody had in a project, no theme of four has a word, and two do not say where one worked.
#
# Its schema (@jsonresume/schema 1.3.1) has a list of `roles` in a project, and in `work` the `name` of the employer, which was
# `company` before version 1.0.0. A theme makes a page of such a file. Expected are both on it. jsonresume-theme-flat 0.3.7,
# jsonresume-theme-kendall 0.2.0, jsonresume-theme-macchiato 1.1.0 and jsonresume-theme-elegant 1.16.1 show no role of
# a project; flat has no projects at all, the others have its name. flat and macchiato show the position without the
# employer, who is there by the old name alone. Needs Node.
# Where we mind it: roles of people are brought along by `convert` from the file itself, with a field map.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --ignore-scripts --prefix . @jsonresume/schema@1.3.1 jsonresume-theme-flat@0.3.7 \
    jsonresume-theme-kendall@0.2.0 jsonresume-theme-macchiato@1.1.0 jsonresume-theme-elegant@1.16.1
cat > ask.cjs <<'JS'
const { readFileSync } = require("fs");
const { properties } = JSON.parse(readFileSync("node_modules/@jsonresume/schema/schema.json", "utf8"));
const fields = (part) => properties[part].items.properties;
console.log("schema", fields("projects").roles.type, fields("work").name.type, typeof fields("work").company);
const resume = (employer) => ({
  basics: { name: "Ana Diaz", label: "Engineer", email: "ana@example.com", location: { city: "Berlin", countryCode: "DE" }, profiles: [] },
  work: [{ [employer]: "Acme", position: "Reliability Engineer", startDate: "2020-01-01", highlights: [] }],
  projects: [{ name: "Charter", roles: ["Decider", "Reviewer"], description: "Rules", startDate: "2020-01-01", highlights: [], keywords: [] }],
  volunteer: [], education: [], awards: [], certificates: [], publications: [], skills: [], languages: [], interests: [], references: [],
});
for (const name of ["flat", "kendall", "macchiato", "elegant"]) {
  const { render } = require(`jsonresume-theme-${name}`);
  const [page, older] = ["name", "company"].map((employer) => String(render(resume(employer))));
  const words = ["Reliability Engineer", "Acme", "Charter", "Decider", "Reviewer"].filter((word) => page.includes(word));
  console.log(`${name}:`, words.join(", ") + (older.includes("Acme") ? "; as company: Acme" : ""));
}
JS
node ask.cjs 2>/dev/null | tee answers
grep -Fqx "schema array string undefined" answers
grep -Fqx "flat: Reliability Engineer; as company: Acme" answers
grep -Fqx "macchiato: Reliability Engineer, Charter; as company: Acme" answers
for name in kendall elegant; do grep -Fqx "$name: Reliability Engineer, Acme, Charter" answers; done
