#!/usr/bin/env bash
# sphinx-sitemap 2.9.0 with sphinx-notfound-page 1.1.0, under Sphinx 8.2.3: the page of what is not found is in the sitemap.
#
# Both are used beside each other by many projects on Read the Docs. Expected is that `sitemap.xml` has the pages which readers can
# look for. It has https://example.org/404.html as well, which a search engine then keeps as a page of the handbook. Whoever lists
# `404.html` in `sitemap_excludes` is rid of it; neither of the two does that by itself. `genindex.html` and `search.html` are there, too.
# Where we mind it: the pages of roles that we make have no file, as that one, and a sitemap lists them in the same way.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==8.2.3 sphinx-sitemap==2.9.0 sphinx-notfound-page==1.1.0
mkdir docs
printf 'extensions = ["sphinx_sitemap", "notfound.extension"]\nhtml_baseurl = "https://example.org/"\n' > docs/conf.py
printf 'sitemap_url_scheme = "{link}"\n' >> docs/conf.py
printf 'Roles\n=====\n\nAll of them.\n' > docs/index.rst
venv/bin/sphinx-build -q -W -b html docs out
grep -o '<loc>[^<]*' out/sitemap.xml | sed 's/<loc>//' | sort | tee found.txt
[ "$(grep -c '^https://example.org/404.html$' found.txt)" = 1 ]
printf 'sitemap_excludes = ["404.html"]\n' >> docs/conf.py
venv/bin/sphinx-build -q -W -E -b html docs other
[ "$(grep -c 404 other/sitemap.xml)" = 0 ]
