#!/usr/bin/env bash
# sphinx-notfound-page 1.1.0 under Sphinx 8.1.3: of the page for addresses that are not there, links in the text lead to more such addresses.
#
# A server shows this page at any address, so that the extension makes its links absolute. A page of one's own, `404.rst`, says
# whom to ask: a role at `:ref:`, and the page of all roles at `:doc:`. Expected are `/en/latest/roles.html#ops` and
# `/en/latest/roles.html`, as in the sidebar of the same page, and as it does with the image in the text. Both stay relative: whoever is at
# /en/latest/old/page.html is led to /en/latest/old/roles.html, which shows the same page again.
# Where we mind it: links of our views are made as those of Sphinx, so that a card on this page has the same fault.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 sphinx-notfound-page==1.1.0
mkdir "$room/docs"
cd "$room/docs"
printf 'extensions = ["notfound.extension"]\n' > conf.py
printf 'Handbook\n========\n\n.. toctree::\n\n   roles\n' > index.rst
printf 'Roles\n=====\n\n.. _ops:\n\nOps\n---\n\nKeeps it up.\n' > roles.rst
printf ':orphan:\n\nNot here\n========\n\nAsk :ref:`ops`, or see :doc:`roles`.\n\n.. image:: map.svg\n' > 404.rst
printf '<svg xmlns="http://www.w3.org/2000/svg"/>\n' > map.svg
"$room/venv/bin/sphinx-build" -q -b html . "$room/out"
grep -o '\(href\|src\)="[^"]*\(roles\|map\)\.[^"]*"' "$room/out/404.html" | sort | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
href="/en/latest/roles.html"
href="roles.html"
href="roles.html#ops"
src="/en/latest/_images/map.svg"
SEEN
