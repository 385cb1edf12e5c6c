#!/usr/bin/env bash
# Org charts: where the head of a house is her own manager, she and all below her are missing, without an error.
#
# Directories often name Bo, who reports to nobody, as the manager of Bo. Kim reports to Bo and Lee to Kim; Ana has no manager, and
# Al reports to Ana. Expected is a chart with Bo at a top, or an error, as `stratify` of d3-hierarchy 3.1.3 raises one.
# array-to-tree 3.3.2 and performant-array-to-tree 1.11.0 return Ana and Al alone, and of the house of Bo by itself an
# empty chart. `throwIfOrphans` makes an error of it in performant-array-to-tree, and array-to-tree has no such option. Needs Node.
# Where we mind it: of a directory, `sphinx-roles convert --from people` puts whoever is her own manager at the top.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . array-to-tree@3.3.2 performant-array-to-tree@1.11.0 d3-hierarchy@3.1.3
cat > chart.mjs <<'JS'
import arrayToTree from "array-to-tree";
import { stratify } from "d3-hierarchy";
import performant from "performant-array-to-tree";

const house = [["bo", "bo"], ["kim", "bo"], ["lee", "kim"]];
const all = [...house, ["ana", null], ["al", "ana"]];
const people = (pairs) => pairs.map(([id, boss]) => ({ id, boss }));
const names = (nodes) => nodes.map((one) => [one.id, ...(one.children?.length ? [names(one.children)] : [])]);
const options = { parentId: "boss", dataField: null };
const ways = {
  "array-to-tree": (pairs) => arrayToTree(people(pairs), { parentProperty: "boss" }),
  "performant-array-to-tree": (pairs) => performant.arrayToTree(people(pairs), options),
  "the same, throwIfOrphans": (pairs) => performant.arrayToTree(people(pairs), { ...options, throwIfOrphans: true }),
  "d3-hierarchy": (pairs) => stratify().parentId((one) => one.boss)(people(pairs)),
};
for (const [name, way] of Object.entries(ways))
  for (const pairs of [house, all]) {
    let found;
    try {
      found = JSON.stringify(names(way(pairs)));
    } catch (error) {
      found = error.message;
    }
    console.log(`${name}, ${pairs.length} people: ${found}`);
  }
JS
node chart.mjs | tee seen
diff seen - <<'SEEN'
array-to-tree, 3 people: []
array-to-tree, 5 people: [["ana",[["al"]]]]
performant-array-to-tree, 3 people: []
performant-array-to-tree, 5 people: [["ana",[["al"]]]]
the same, throwIfOrphans, 3 people: The items array contains nodes with a circular parent/child relationship.
the same, throwIfOrphans, 5 people: The items array contains nodes with a circular parent/child relationship.
d3-hierarchy, 3 people: no root
d3-hierarchy, 5 people: cycle
SEEN
