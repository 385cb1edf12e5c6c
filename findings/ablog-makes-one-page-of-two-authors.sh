#!/usr/bin/env bash
# ablog 0.11.13 under Sphinx 8.1.3: José Peña and Jose Pena have one page, with the posts of one of them alone.
#
# The file of an author's page is named by the name without its accents, so that both are `author/jose-pena.html`, and one is
# written over the other. Expected is a page for each, or a warning. The list of authors has two entries that lead to the same page;
# it has one of both names and one of both posts, and the build says nothing. Tags ("C", "C#") and categories are the same.
# Where we mind it: who writes news of a team is looked up by name; pages of people here have a number where two ids are alike.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==8.1.3 docutils==0.21.2 ablog==0.11.13 alabaster==1.0.0
mkdir docs
cat > docs/conf.py <<'EOF'
extensions = ["ablog"]
html_theme = "alabaster"
html_sidebars = {"**": []}
blog_baseurl = "https://example.com/"
fontawesome_included = True
EOF
printf 'Home\n====\n\n.. toctree::\n\n   one\n   two\n' > docs/index.rst
printf 'Post one\n========\n\n.. post:: Jan 02, 2026\n   :author: José Peña\n\nText.\n' > docs/one.rst
printf 'Post two\n========\n\n.. post:: Jan 03, 2026\n   :author: Jose Pena\n\nText.\n' > docs/two.rst
venv/bin/sphinx-build -q -b html docs out 2> said
grep -v -i deprecat said || true
ls out/blog/author
pages="$(cat out/blog/author/*.html)"
grep -o 'Posts by *[^<]*[a-zñ]' <<< "$pages" | sort -u
grep -o 'Post one\|Post two' <<< "$pages" | sort -u
[ "$(ls out/blog/author)" = "jose-pena.html" ]
[ "$(grep -o 'Post one\|Post two' <<< "$pages" | sort -u | wc -l)" = 1 ]
[ "$(grep -o 'href="[^"]*jose-pena.html"' out/blog/author.html | wc -l)" = 2 ]
[ "$(grep -c 'WARNING\|ERROR' said)" = 0 ]
