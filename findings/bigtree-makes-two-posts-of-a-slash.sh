#!/usr/bin/env bash
# bigtree 1.5.3: an org chart that it writes and reads again has two posts where one name has a slash.
#
# "CI/CD Engineer" is one post below "Head", with "Intern" below it. `tree_to_dict` and `tree_to_dataframe` write a path for each
# node, and `dict_to_tree` and `dataframe_to_tree` are the ways back: expected is the same tree, or an error. What comes back is
# "Head", "CI", "CD Engineer" and "Intern", each below the one before it, so that a post of nobody has a report, and what was
# noted of "CI/CD Engineer" is with "CD Engineer". `tree_to_nested_dict` keeps the name, as a tree with another `sep` does.
# Where we mind it: `reports_to` names a role by its id, and no path is made of names.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet bigtree==1.5.3 pandas==2.3.3
cat > there.py <<'PY'
from bigtree import (
    Node,
    dataframe_to_tree,
    dict_to_tree,
    nested_dict_to_tree,
    preorder_iter,
    tree_to_dataframe,
    tree_to_dict,
    tree_to_nested_dict,
)


def chart(sep="/"):
    head = Node("Head", sep=sep)
    engineer = Node("CI/CD Engineer", parent=head, grade=4)
    Node("Intern", parent=engineer)
    return head


def posts(tree):
    return [(one.depth, one.node_name) for one in preorder_iter(tree)]


was = posts(chart())
split = [(1, "Head"), (2, "CI"), (3, "CD Engineer"), (4, "Intern")]
print(was, posts(dict_to_tree(tree_to_dict(chart()))))
assert posts(dict_to_tree(tree_to_dict(chart()))) == split
assert posts(dataframe_to_tree(tree_to_dataframe(chart()).drop(columns="name"))) == split
assert posts(nested_dict_to_tree(tree_to_nested_dict(chart()))) == was
assert posts(dict_to_tree(tree_to_dict(chart(">")), sep=">")) == was
PY
venv/bin/python there.py
