#!/usr/bin/env bash
# Microdata: of two people who name one team, the second works for nobody, or both do, or for "Ops, Ops, Ops".
#
# A page says the team once, and each person names it by `itemref`, which HTML has for properties that are not within an item; one
# element may be named by many. Expected is that Kim and Lee both work for Ops. extruct 0.18.0 has it for Kim, and None for Lee and all who
# come later. The reader microdata 0.8.0 of PyPI has it for nobody, and Ops as an item of its own, whom nobody works for, though
# it has a property. microdata-node 2.0.0 has one organisation with one name more than there are people. Needs Node.
# Where we mind it: our pages have no such data, and who holds a role is in the data that `export` writes.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet extruct==0.18.0 microdata==0.8.0
npm install --silent --no-save --prefix . microdata-node@2.0.0
for name in Kim Lee; do
    printf '<div itemscope itemtype="https://schema.org/Person" itemref="team"><b itemprop="name">%s</b></div>\n' "$name"
done > page.html
cat >> page.html <<'HTML'
<p id="team" itemprop="worksFor" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">Ops</b></p>
HTML
cat > ask.py <<'PY'
import extruct
import microdata

page = open("page.html").read()
found = extruct.extract(page, syntaxes=["microdata"])["microdata"]
print("extruct:", [(one["properties"]["name"], one["properties"]["worksFor"]) for one in found])
print("microdata:", [(one.name, one.worksFor) for one in microdata.get_items(page)])
PY
cat > ask.mjs <<'JS'
import { readFileSync } from "node:fs";
import { toJson } from "microdata-node";

const found = toJson(readFileSync("page.html", "utf-8")).items;
const named = found.map((one) => [one.properties.name, one.properties.worksFor.map((team) => team.properties.name)]);
console.log("microdata-node:", JSON.stringify(named));
JS
venv/bin/python ask.py 2> /dev/null | tee seen
node ask.mjs | tee -a seen
diff seen - <<'SEEN'
extruct: [('Kim', {'type': 'https://schema.org/Organization', 'properties': {'name': 'Ops'}}), ('Lee', None)]
microdata: [('Kim', None), ('Lee', None), ('Ops', None)]
microdata-node: [[["Kim"],[["Ops","Ops","Ops"]]],[["Lee"],[["Ops","Ops","Ops"]]]]
SEEN
