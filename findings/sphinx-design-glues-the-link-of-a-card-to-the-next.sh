#!/usr/bin/env bash
# sphinx-design 0.8.0 under Sphinx 9.0.4: outside HTML, the link of a card runs into the title of the next card.
#
# A card with `:link:` is one link as a whole on a website. Elsewhere its address is written behind it, where a line of its own is
# expected, as the card's text and title have. It is a node of text between blocks: as text, "https://example.com/ops" and the
# next role "Developer" become "https://example.com/opsDeveloper", which is an address that leads to nothing, and no role.
# Where we mind it: cards of roles are drawn by ourselves, as blocks in every output.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==9.0.4 sphinx-design==0.8.0
mkdir "$room/docs"
cd "$room/docs"
printf 'extensions = ["sphinx_design"]\n' > conf.py
cat > index.rst <<'RST'
Roles
=====

.. grid:: 2

   .. grid-item-card:: Operator
      :link: https://example.com/ops

      Keeps it up.

   .. grid-item-card:: Developer
      :link: https://example.com/dev

      Builds it.
RST
"$room/venv/bin/sphinx-build" -q -W -b text . "$room/out"
tee "$room/seen" < "$room/out/index.txt"
diff "$room/seen" - <<'SEEN'
Roles
*****

Operator

Keeps it up.

https://example.com/opsDeveloper

Builds it.

https://example.com/dev
SEEN
