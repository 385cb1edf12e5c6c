#!/usr/bin/env bash
# markmap-lib 0.18.12: the duties of a role are in the map until its section gets a table, a picture or a code block.
#
# Markmap makes a mind map of a page: headings, and below each the items of its lists. Expected is that a table in the same section
# is a node more, as tables are nodes too, or that it is left out. The table is there, and all items of the list are gone,
# before it and after it, and with them what is below them. Below a heading of its own, the list is there, and the table is gone.
# Needs Node.
# Where we mind it: our cards have duties as lists, and a handbook has tables next to them; a map of roles is drawn by us from the data.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . markmap-lib@0.18.12
cat > ask.mjs <<'JS'
import { Transformer } from "markmap-lib";

const words = (html) => html.replace(/\s*<[^>]*>\s*/g, " ").trim() || html.match(/<(\w+)/)[1];
const tree = ({ content, children }) => words(content) + (children.length ? ` (${children.map(tree).join(", ")})` : "");
const list = "- deploys\n- alerts\n  - by night\n";
const below = {
  "a list": list,
  "a list and a table": `${list}\n| Task | SRE |\n|---|---|\n| Plan | R |\n`,
  "a table and a list": `| Task | SRE |\n|---|---|\n| Plan | R |\n\n${list}`,
  "a list and a picture": `${list}\n![Ana](ana.png)\n`,
  "a list and data": `${list}\n~~~yaml\nrole: sre\n~~~\n`,
  "a list and words": `${list}\nAsk first.\n`,
  "a list below": `| Task | SRE |\n|---|---|\n| Plan | R |\n\n### Duties\n\n${list}`,
};
for (const [name, text] of Object.entries(below))
  console.log(`${name}:`, tree(new Transformer().transform(`## SRE\n\n${text}`).root).replaceAll(/ +/g, " "));
JS
node ask.mjs | tee seen
diff seen - <<'SEEN'
a list: SRE (deploys, alerts (by night))
a list and a table: SRE (Task SRE Plan R)
a table and a list: SRE (Task SRE Plan R)
a list and a picture: SRE (img)
a list and data: SRE (role: sre)
a list and words: SRE (deploys, alerts (by night))
a list below: SRE (Duties (deploys, alerts (by night)))
SEEN
