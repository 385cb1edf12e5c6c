#!/usr/bin/env bash
# networkx 3.6.1: of roles that have a number of their own, the chart for Cytoscape has lines between nodes that are not there.
#
# `cytoscape_data` makes of a graph what Cytoscape reads: nodes with an `id`, and edges whose `source` and `target` are such ids.
# Where nodes have an attribute `id`, say the number of a post, that becomes the id of the node, and the edges keep the names that
# the graph has: every line of a chart of who reports to whom leads from nobody to nobody. `node_link_data` loses the number instead.
# Neither says a word.
# Where we mind it: roles have ids in our JSON, which people load into graphs; `export` writes references by these ids.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet networkx==3.6.1
"$room/venv/bin/python" - <<'PY'
import networkx

posts = networkx.DiGraph()
posts.add_node("lead", id="P-1")
posts.add_node("operator", id="P-7")
posts.add_edge("operator", "lead")

drawn = networkx.cytoscape_data(posts)["elements"]
ids = [node["data"]["id"] for node in drawn["nodes"]]
ends = [(edge["data"]["source"], edge["data"]["target"]) for edge in drawn["edges"]]
print(ids, ends)
assert ids == ["P-1", "P-7"]
assert ends == [("operator", "lead")]

listed = networkx.node_link_data(posts)["nodes"]
print(listed)
assert listed == [{"id": "lead"}, {"id": "operator"}]
PY
