#!/usr/bin/env bash
# Sphinx 9.0.4 and 8.1.3: the address of a glossary term leads to another one after a term is added above it.
#
# A glossary of roles whose names have no Latin letter: the anchor of the first is `term-0`, of the second `term-1`. Expected is an
# anchor that is made of the name, as `term-Developer` is, or one that stays. A role that is put in at the top takes `term-0`, so
# that a link from outside, a chat or another project, opens the definition of somebody else, without a word from the build. It is
# the same with "C++" and "C#" below "C": they are numbered, too.
# Where we mind it: handbooks have such glossaries, and ids of roles here keep the letters of every script.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
glossary() {
    printf 'Roles\n=====\n\n.. glossary::\n'
    for name in "$@"; do printf '\n   %s\n      What it does.\n' "$name"; done
}
for sphinx in 9.0.4 8.1.3; do
    python3 -m venv --clear venv
    venv/bin/pip install --quiet "Sphinx==$sphinx" docutils==0.21.2
    rm -rf docs before after
    mkdir docs
    printf 'project = "Handbook"\n' > docs/conf.py
    glossary 개발자 운영자 Developer C C++ 'C#' > docs/index.rst
    venv/bin/sphinx-build -q -W -b html docs before
    glossary 관리자 개발자 운영자 Developer C C++ 'C#' > docs/index.rst
    venv/bin/sphinx-build -q -W -E -b html docs after
    for build in before after; do
        grep -o '<dt id="term-[^"]*">[^<]*' "$build/index.html" | sed 's/.*"\(.*\)">/\1 /' > "$build.txt"
        tr '\n' ';' < "$build.txt"
        echo
    done
    [ "$(tr '\n' ';' < before.txt)" = "term-0 개발자;term-1 운영자;term-Developer Developer;term-C C;term-2 C++;term-3 C#;" ]
    [ "$(tr '\n' ';' < after.txt)" = \
        "term-0 관리자;term-1 개발자;term-2 운영자;term-Developer Developer;term-C C;term-3 C++;term-4 C#;" ]
done
