#!/usr/bin/env bash
# rinohtype 0.5.6: a footnote ends its Sphinx builder, and is printed by its own command from the same page.
#
# Expected is one PDF by either way. `sphinx-build -b rinoh` of a page with any footnote (`[1]_`, `[#]_`, `[#n]_`, `[*]_`) ends
# with the error KeyError, under Sphinx 8.1.3 as under 9.0.4; a citation (`[C1]_`) is fine. `rinoh page.rst` prints the note.
# Where we mind it: what is said about a letter is in its cell or in a list below the table, and never a footnote.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 docutils==0.21.2 rinohtype==0.5.6
mkdir "$room/docs"
cd "$room/docs"
echo 'extensions = ["rinoh.frontend.sphinx"]
rinoh_documents = [{"doc": "index", "target": "made"}]' > conf.py
for mark in C1 1; do
    printf 'Title\n=====\n\nSome text [%s]_.\n\n.. [%s] This is noted.\n' "$mark" "$mark" > index.rst
    state=0
    "$room/venv/bin/sphinx-build" -q -E -b rinoh . "$room/out$mark" > "$room/said$mark" 2>&1 || state=$?
    echo "[$mark]_: sphinx-build ends with $state $(grep -o "^KeyError.*" "$room/said$mark" || true)"
    [ "$state" = "$([ "$mark" = 1 ] && echo 2 || echo 0)" ]
done
grep -q '^KeyError' "$room/said1"
"$room/venv/bin/rinoh" index.rst > "$room/said" 2>&1
[ -s index.pdf ]
echo "rinoh index.rst: $(ls index.pdf)"
