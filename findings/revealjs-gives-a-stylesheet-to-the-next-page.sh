#!/usr/bin/env bash
# sphinx-revealjs 3.2.1 under Sphinx 9.0.4: a stylesheet that an extension adds to one page is linked from the next one.
#
# An extension adds a stylesheet and a script to the page `a` alone, while `html-page-context` is emitted, as Sphinx's documentation
# says. Expected is that the slides of `a` link both and those of `b` neither, as pages of the builder `html` do. The builder
# `revealjs` hands a copy of the list of stylesheets to the template before the event, so `a` has the script and no stylesheet. The
# list itself keeps it: `b` has the stylesheet and no script.
# Where we mind it: pages without a view link no stylesheet of ours. docs/faq.md names the setting that links it from all slides.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==9.0.4 sphinx-revealjs==3.2.1
mkdir docs
printf 'First\n=====\n\nText.\n\n.. toctree::\n\n   b\n' > docs/a.rst
printf 'Second\n======\n\nText.\n' > docs/b.rst
cat > docs/conf.py << 'END'
root_doc = "a"
extensions = ["sphinx_revealjs"]

def add(app, pagename, templatename, context, doctree):
    if pagename == "a":
        app.add_css_file("only-a.css")
        app.add_js_file("only-a.js")

def setup(app):
    app.connect("html-page-context", add)
END
for builder in html revealjs; do
    venv/bin/sphinx-build -q -W -b "$builder" docs "$builder"
    for page in a b; do
        echo "$builder, $page: $(grep -oE 'only-a\.(css|js)' "$builder/$page.html" | sort -u | xargs)" | tee -a seen
    done
done
grep -qx 'html, a: only-a.css only-a.js' seen
grep -qx 'html, b: ' seen
grep -qx 'revealjs, a: only-a.js' seen
grep -qx 'revealjs, b: only-a.css' seen
