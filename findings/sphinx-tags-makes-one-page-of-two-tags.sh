#!/usr/bin/env bash
# sphinx-tags 0.4: the tags "C++" and "C#" have one page, and it is that of the one which was written last.
#
# A tag gets a page, named by its letters and digits alone, so that both are `c.rst`; the second is written over the first.
# Expected is a page for each, or an error. The overview has two entries, "C++ (1)" and "C# (1)"; both lead to the page "C#",
# which has no link to what is tagged "C++". It is the same with "Ops" and "ops". All that Sphinx says is a duplicated
# entry in a toctree.
# Where we mind it: pages of roles are tagged by what people must know, and such names may differ by a sign alone.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 sphinx-design==0.6.1 sphinx-tags==0.4
mkdir "$room/docs"
cd "$room/docs"
printf 'extensions = ["sphinx_tags"]\ntags_create_tags = True\ntags_extension = ["rst"]\n' > conf.py
printf 'Roles\n=====\n\n.. toctree::\n\n   dev\n   ops\n   _tags/tagsindex\n' > index.rst
printf 'Dev\n===\n\n.. tags:: C++\n' > dev.rst
printf 'Ops\n===\n\n.. tags:: C#\n' > ops.rst
"$room/venv/bin/sphinx-build" -q -b html . "$room/out" 2> "$room/said"
grep '(1)' _tags/tagsindex.rst | sort
grep '^My tags' _tags/*.rst
[ "$(grep '(1)' _tags/tagsindex.rst | sort | tr -d '\n')" = "    C# (1) <c.rst>    C++ (1) <c.rst>" ]
[ "$(grep -c 'dev.rst\|ops.rst' _tags/c.rst)" = 1 ]
[ "$(grep -hc '^My tags' _tags/c.rst)" = 1 ]
[ "$(cut -d: -f3- "$room/said" | sort -u)" = " WARNING: duplicated entry found in toctree: _tags/c" ]
