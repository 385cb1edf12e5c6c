#!/usr/bin/env bash
# mistune 3.4.0: one row with a cell less, or a cell more, makes a paragraph of the whole table.
#
# GitHub's specification of tables fills a row that is short, and cuts one that is long, and so does markdown-it-py 4.2.0.
# With mistune's own plugin, no row of such a table is one: pipes and dashes are words, those of its head too. nbconvert
# 7.17.0 renders notebooks with mistune, so that there the same table is lost.
# Where we mind it: blank cells at the end of a row are left out by hand; our reader fills them.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet mistune==3.4.0 markdown-it-py==4.2.0 nbconvert==7.17.0
"$room/venv/bin/python" - <<'PY'
import mistune
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import markdown2html_mistune

HEAD = "| Row | Dev | Ops |\n|---|---|---|\n"
TABLES = {
    "whole": HEAD + "| Deploy | A | R |\n",
    "short": HEAD + "| Deploy | A |\n",
    "long": HEAD + "| Deploy | A | R | |\n",
}
READERS = {
    "markdown-it-py": MarkdownIt("commonmark").enable("table").render,
    "mistune": mistune.create_markdown(plugins=["table"]),
    "nbconvert": markdown2html_mistune,
}
found = {name: [kind for kind, text in TABLES.items() if "<table" in read(text)] for name, read in READERS.items()}
for name, kinds in found.items():
    print(name, "finds:", ", ".join(kinds))
assert found == {"markdown-it-py": list(TABLES), "mistune": ["whole"], "nbconvert": ["whole"]}
PY
