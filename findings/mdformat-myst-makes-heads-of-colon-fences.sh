#!/usr/bin/env bash
# mdformat-myst 0.3.0: a directive between colons becomes two headings, and the formatter says that all is well.
#
# MyST writes directives between backticks or, with `colon_fence`, between colons; their options may be between lines of
# `---`. Expected of a formatter for MyST are the same directive, or its exit code 1. Between backticks it is as it was. Between
# colons mdformat 1.0.0 takes the first line and the options for headings of CommonMark, writes `## :::\{role-cards}` and
# `## columns: 2`, and ends with 0; myst-parser 5.2.0 finds a directive before, and none after.
# Where we mind it: our pages have either fence; whoever runs this formatter writes backticks.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet mdformat==1.0.0 mdformat-myst==0.3.0 myst-parser==5.2.0 markdown-it-py==4.2.0
cat > page.py <<'PY'
from pathlib import Path

body = "---\ncolumns: 2\n---\n"
Path("ticks.md").write_text(f"# Roles\n\n```{{role-cards}}\n{body}```\n")
Path("colons.md").write_text(f"# Roles\n\n:::{{role-cards}}\n{body}:::\n")
PY
venv/bin/python page.py
cat > directives.py <<'PY'
import sys
from pathlib import Path

from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from markdown_it.renderer import RendererHTML

parser = create_md_parser(MdParserConfig(enable_extensions={"colon_fence"}), RendererHTML)
for name in sys.argv[1:]:
    tokens = parser.parse(Path(name).read_text())
    fences = [one.info for one in tokens if one.type in ("fence", "colon_fence")]
    heads = sum(one.type == "heading_open" for one in tokens)
    print(name, fences, heads)
PY
venv/bin/python directives.py ticks.md colons.md > before
venv/bin/mdformat ticks.md colons.md
venv/bin/python directives.py ticks.md colons.md > after
cat before after colons.md
grep -qx "ticks.md \['{role-cards}'\] 1" before
grep -qx "colons.md \['{role-cards}'\] 1" before
grep -qx "ticks.md \['{role-cards}'\] 1" after
grep -qx "colons.md \[[^{]*\] 3" after
grep -qx '## :::\\{role-cards}' colons.md
