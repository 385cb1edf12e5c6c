#!/usr/bin/env bash
# sphinxext-opengraph 0.13.0 under Sphinx 8.1.3: the preview of a page that is a table begins with commas, whatever its author says of it.
#
# A page is one table of who does what, and `meta` gives it a description. Expected in the preview of a link to it
# (`og:description`) is that description, or at least the words of the table. There is a comma for the end of each cell, row and
# group, and of each definition of a column, so that three come before the first word and four after the last. The author's words
# are in `<meta name="description">` alone.
# Where we mind it: pages that begin with a role, a person or a skill hand their summary over as `og:description`.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 docutils==0.21.2 sphinxext-opengraph==0.13.0
mkdir "$room/docs"
cd "$room/docs"
printf 'extensions = ["sphinxext.opengraph"]\nogp_site_url = "https://example.com/"\n' > conf.py
cat > index.rst <<'RST'
Who does what
=============

.. meta::
   :description: Who decides, and who does it.

===========  ===  ===
Task         Dev  Ops
===========  ===  ===
Deployments  A
Alerts            R
===========  ===  ===
RST
"$room/venv/bin/sphinx-build" -q -b html . "$room/out"
grep -o '<meta [^>]*description"[^>]*>' "$room/out/index.html" | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
<meta content="Who decides, and who does it." name="description" />
<meta property="og:description" content=",,, Task, Dev, Ops,,, Deployments, A,,, Alerts,, R,,,," />
SEEN
