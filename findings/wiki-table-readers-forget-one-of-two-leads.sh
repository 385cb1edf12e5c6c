#!/usr/bin/env bash
# MediaWiki: of two roles of one name, two readers have the letters of the second alone, and one moves those beside a shared letter.
#
# A matrix has two columns called "Lead", one of each team, as a wiki shows them. Expected are both. wtf_wikipedia 10.4.2, and
# wikitables 0.5.5 of PyPI, make an object of each row, with the heads as keys: the A of the first lead is gone, and nothing is
# said of it. With the teams in a row of heads above (`colspan="2"`), wikitables takes these for the roles, so that the R of a
# developer is that of "Ops"; wtf_wikipedia has numbers for heads, and all letters. Of a letter that two roles share,
# wtf_wikipedia has it for the first alone, and wikitables puts the letter behind it one role further left. It logs at the second
# and third what is left over. wikitextparser 3.0.0 of PyPI, which returns lists, has all letters, and a shared one for both.
# Needs Node.
# Where we mind it: `sphinx-roles convert` reports a second column of one name, with each letter that it leaves out.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet wikitables==0.5.5 wikitextparser==3.0.0
npm install --silent --no-save --ignore-scripts --prefix . wtf_wikipedia@10.4.2
cat > tables.json <<'JSON'
{
  "two leads": "{|\n! Task !! Lead !! Lead !! QA\n|-\n| Plan || A || R || C\n|}",
  "teams": "{|\n! rowspan=\"2\" | Task !! colspan=\"2\" | Dev !! colspan=\"2\" | Ops\n|-\n! Lead !! SRE !! Lead !! SRE\n|-\n| Plan || A || R || C || I\n|}",
  "shared": "{|\n! Task !! Dev !! Ops !! QA\n|-\n| Plan || colspan=\"2\" | R || A\n|}"
}
JSON
cat > read.mjs <<'JS'
import fs from "node:fs";
import wtf from "wtf_wikipedia";

for (const [name, text] of Object.entries(JSON.parse(fs.readFileSync("tables.json", "utf8"))))
  console.log(`wtf_wikipedia, ${name}: ${JSON.stringify(wtf(text).table().keyValue().at(-1))}`);
JS
cat > read.py <<'PY'
import json
import logging

import mwparserfromhell
import wikitextparser
from wikitables import WikiTable

logging.disable()
for name, text in json.load(open("tables.json")).items():
    (tag,) = mwparserfromhell.parse(text).filter_tags(matches=lambda node: node.tag == "table")
    print(f"wikitables, {name}: {json.dumps(json.loads(WikiTable('', tag).json())[-1])}")
    print(f"wikitextparser, {name}: {wikitextparser.parse(text).tables[0].data()[-1]}")
PY
{ node read.mjs; venv/bin/python read.py; } | tee seen
diff seen - <<'SEEN'
wtf_wikipedia, two leads: {"Task":"Plan","Lead":"R","QA":"C"}
wtf_wikipedia, teams: {"col1":"Plan","col2":"A","col3":"R","col4":"C","col5":"I"}
wtf_wikipedia, shared: {"Task":"Plan","Dev":"R","Ops":"","QA":"A"}
wikitables, two leads: {"Task": "Plan", "Lead": "R", "QA": "C"}
wikitextparser, two leads: ['Plan', 'A', 'R', 'C']
wikitables, teams: {"Task": "Plan", "Dev": "A", "Ops": "R"}
wikitextparser, teams: ['Plan', 'A', 'R', 'C', 'I']
wikitables, shared: {"Task": "Plan", "Dev": "R", "Ops": "A"}
wikitextparser, shared: ['Plan', 'R', 'R', 'A']
SEEN
