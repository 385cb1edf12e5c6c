#!/usr/bin/env bash
# ablog 0.11.13 under Sphinx 8.1.3: links in the text of a feed lead to pages that are not there.
#
# A post in `news/` names the page `roles` at the top of the project, and the feed has the whole text (`blog_feed_fulltext`).
# Expected is https://example.com/roles.html, or an address from the post on and a base for it. The feed has "roles.html",
# which is neither: there is no `xml:base`, so that feedparser 6.0.12 takes it from the address of the feed on, and from the
# post on it would be news/roles.html. On the page of the post the link is right.
# Where we mind it: who tells a team by a blog what has moved cannot link to roles from there.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==8.1.3 docutils==0.21.2 ablog==0.11.13 alabaster==1.0.0 feedparser==6.0.12
mkdir -p docs/news
cat > docs/conf.py <<'EOF'
extensions = ["ablog"]
html_theme = "alabaster"
blog_baseurl = "https://example.com/"
blog_feed_fulltext = True
fontawesome_included = True
EOF
printf 'Home\n====\n\n.. toctree::\n\n   roles\n   news/post\n' > docs/index.rst
printf 'Roles\n=====\n\nAll of them.\n' > docs/roles.rst
printf ':blogpost: true\n:date: 2026-01-02\n\nNews\n====\n\nSee :doc:`/roles`.\n' > docs/news/post.rst
venv/bin/sphinx-build -q -b html docs out 2> /dev/null
grep -o 'href="../roles.html"' out/news/post.html | head -1
cat > ask.py <<'EOF'
import re
import feedparser

address = "https://example.com/blog/atom.xml"
feed = feedparser.parse(open("out/blog/atom.xml", "rb").read(), response_headers={"content-location": address})
print(feed.entries[0].link, re.search('href="([^"]*roles[^"]*)"', feed.entries[0].content[0].value)[1])
EOF
venv/bin/python ask.py | tee seen
grep -Fx 'https://example.com/news/post.html https://example.com/blog/roles.html' seen
