#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17): from a wiki in Textile, letters below a merged phase are those of other roles.
#
# Wikis such as Redmine's have tables in Textile, where `|/2. Build|` spans two rows and `|\2. R|` two columns, as its manual has
# them. Who moves to Markdown or to pages of HTML does that by pandoc. Expected are the merged cells, as textile 4.0.4 of PyPI
# writes them, or blank cells in their place. pandoc reads the marks, drops them, and leaves no place: "Test" is a phase, its I a
# task, and the A of Ops is Dev's; of "Watch", which Dev and Ops share, the A of QA is that of Ops. Nothing is reported, by
# `--verbose` neither. From MediaWiki it reads both as they are. In DokuWiki, a cell `:::` goes on with the one above it, and is
# text to pandoc: a phase ":::".
# Where we mind it: `sphinx-roles convert` reads what pandoc writes, and cannot know that a row was longer.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet pypandoc_binary==1.17 textile==4.0.4
cat > wiki.textile <<'TEXTILE'
|_. Phase |_. Task |_. Dev |_. Ops |_. QA |
|/2. Build | Plan | A | R | C |
| Test | I | A | C |
| Run | Watch |\2. R | A |
TEXTILE
cat > wiki.mediawiki <<'WIKI'
{|
! Phase !! Task !! Dev !! Ops !! QA
|-
| rowspan="2" | Build || Plan || A || R || C
|-
| Test || I || A || C
|-
| Run || Watch || colspan="2" | R || A
|}
WIKI
cat > wiki.dokuwiki <<'WIKI'
^ Phase ^ Task ^ Dev ^ Ops ^ QA ^
| Build | Plan | A | R | C |
| ::: | Test | I | A | C |
WIKI
cat > read.py <<'PY'
import re
import subprocess

import pypandoc
import textile


def show(title, page):
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]:
        cells = re.findall(r"<td(.*?)>(.*?)</td>", row, re.DOTALL)
        spans = [("down" if "rowspan" in more else "across" if "colspan" in more else "") for more, _ in cells]
        words = [re.sub("<.*?>", "", word).strip() for _, word in cells]
        print(title, [f"{word} {span}".strip() for word, span in zip(words, spans)])


show("textile:", textile.textile(open("wiki.textile").read()))
for kind in ("textile", "mediawiki", "dokuwiki"):
    command = [pypandoc.get_pandoc_path(), "--verbose", "-f", kind, "-t", "html", f"wiki.{kind}"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert not ran.stderr, ran.stderr
    show(f"pandoc, {kind}:", ran.stdout)
PY
venv/bin/python read.py | tee seen
diff seen - <<'SEEN'
textile: ['Build down', 'Plan', 'A', 'R', 'C']
textile: ['Test', 'I', 'A', 'C']
textile: ['Run', 'Watch', 'R across', 'A']
pandoc, textile: ['Build', 'Plan', 'A', 'R', 'C']
pandoc, textile: ['Test', 'I', 'A', 'C', '']
pandoc, textile: ['Run', 'Watch', 'R', 'A', '']
pandoc, mediawiki: ['Build down', 'Plan', 'A', 'R', 'C']
pandoc, mediawiki: ['Test', 'I', 'A', 'C']
pandoc, mediawiki: ['Run', 'Watch', 'R across', 'A']
pandoc, dokuwiki: ['Build', 'Plan', 'A', 'R', 'C']
pandoc, dokuwiki: [':::', 'Test', 'I', 'A', 'C']
SEEN
