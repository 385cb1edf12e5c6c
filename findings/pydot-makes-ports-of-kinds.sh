#!/usr/bin/env bash
# pydot 4.0.1: of two things whose names begin with the same kind ("component:api"), the graph has one.
#
# Catalogs of Backstage name things `kind:name`. pydot puts names in quotes where DOT needs it: "Lead, Ops" and "R&D" come
# back as they are. It puts none around a colon, which parts a node from its port in DOT: of "component:api" and
# "component:web" is written "component", twice, which is one node. Names that are given in quotes stay apart.
# Where we mind it: the picture of `role-map` is drawn by ourselves, from ids.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pydot==4.0.1
venv/bin/python - <<'PY'
import pydot


def read_back(*names: str) -> list[str]:
    graph = pydot.Dot()
    for name in names:
        graph.add_node(pydot.Node(name))
    text = graph.to_string()
    print(text)
    return [one.get_name() for one in pydot.graph_from_dot_data(text)[0].get_nodes()]


assert read_back("Lead, Ops", "R&D") == ['"Lead, Ops"', '"R&D"']
assert read_back("component:api", "component:web") == ["component", "component"]
assert read_back('"component:api"', '"component:web"') == ['"component:api"', '"component:web"']
PY
