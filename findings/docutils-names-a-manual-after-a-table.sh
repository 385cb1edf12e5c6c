#!/usr/bin/env bash
# docutils 0.22.4: a manual page takes the caption of its last table for its title, and the table has none.
#
# A document "Deploying" with a table "Who does what" is expected to be the page "Deploying" with that caption. The writer
# "manpage" makes `.TH "Who does what"` and the line "Who does what \- " of its NAME, and drops the caption where the table is.
# In a section the caption becomes a heading of its own, so that the text behind the table belongs to it.
# Where we mind it: in manuals, the title of a matrix is a paragraph above it.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet docutils==0.22.4
cd "$room"
cat > top.rst <<'RST'
=========
Deploying
=========

.. list-table:: Who does what

   * - Deploy
     - A
RST
cat > in-section.rst <<'RST'
=========
Deploying
=========

By day
======

.. list-table:: Who does what

   * - Deploy
     - A

By night
========

Text.
RST
for name in top in-section; do
    venv/bin/docutils --writer=manpage "$name.rst" "$name.1"
    echo "$name:" $(grep -E '^\.(TH|SH)' "$name.1")
done
grep -q '^\.TH "Who does what"' top.1
! grep -q 'Deploying' top.1
[ "$(grep -c 'Who does what' top.1)" = 2 ]
[ "$(grep '^\.SH' in-section.1 | tr '\n' '|')" = ".SH Name|.SH By day|.SH Who does what|.SH By night|" ]
