#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17): of an "R" that two roles share, four formats keep the first role alone.
#
# A cell spans two columns, and means both roles. DocBook has `namest` and `nameend` for it, DokuWiki a cell without a blank in front
# of the next bar, Textile `\2.`, and pandoc writes that one as HTML anyway. Expected is the merged cell, as pandoc writes it in
# AsciiDoc, MediaWiki, JATS and reStructuredText, or the letter twice, or a warning. In DocBook 5, Textile, DokuWiki and Jira the
# letter is in the first column, and the second is blank: "Dev" is responsible, and "Ops" takes no part. So it is with a
# phase that spans rows: the second task has none. `--verbose` says nothing of it either.
# Where we mind it: tables go there by pandoc from our Markdown or from a page; in our own there is no shared cell.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17
cat > raci.html <<'HTML'
<table>
<thead><tr><th>Phase</th><th>Task</th><th>Dev</th><th>Ops</th></tr></thead>
<tbody><tr><td rowspan="2">Build</td><td>Compile</td><td>A</td><td>C</td></tr>
<tr><td>Test</td><td colspan="2">R</td></tr></tbody>
</table>
HTML
cat > write.py <<'PY'
import subprocess

import pypandoc

for form in ("docbook5", "textile", "dokuwiki", "jira", "asciidoc", "mediawiki", "jats", "rst"):
    call = [pypandoc.get_pandoc_path(), "--verbose", "-f", "html", "-t", form, "raci.html"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    merged = any(word in done.stdout for word in ("colspan", "namest", "2+|", "\\2.", "| R         |"))
    print(form, "merged" if merged else "parted", len(done.stderr))
    open(f"raci.{form}", "w").write(done.stdout)
PY
venv/bin/python write.py | tee written.txt
cat raci.dokuwiki raci.rst
for form in docbook5 textile dokuwiki jira; do grep -qx "$form parted 0" written.txt; done
for form in asciidoc mediawiki jats rst; do grep -qx "$form merged 0" written.txt; done
grep -qE '^\| +\|Test +\|R +\| +\|$' raci.dokuwiki
