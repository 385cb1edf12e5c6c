#!/usr/bin/env bash
# Sphinx 9.0.4 with docutils 0.22.4: manual pages print what their links lead to, and `man_show_urls` has no say.
#
# A link within the project is words in a manual, where nothing can be followed. Since docutils 0.22 sets its handlers of
# references on each translator object, those of Sphinx's class are never asked: `:ref:` is "there <#there>", and `:doc:`
# has "<>" behind it. With docutils 0.21.2 the same Sphinx 9.0.4 writes the words alone.
# Where we mind it: references of ours in a manual are made within the page, which docutils leaves alone.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
mkdir "$room/docs"
printf 'project = "it"\nman_pages = [("index", "it", "it", "us", 1)]\nman_show_urls = False\n' > "$room/docs/conf.py"
printf 'Title\n=====\n\nSee :ref:`there` and :doc:`other`.\n\n.. toctree::\n\n   other\n' > "$room/docs/index.rst"
printf 'Other\n=====\n\nText.\n\n.. _there:\n\nThere\n-----\n\nText.\n' > "$room/docs/other.rst"
for docutils in 0.21.2 0.22.4; do
    python3 -m venv "$room/venv"
    "$room/venv/bin/pip" install --quiet Sphinx==9.0.4 "docutils==$docutils"
    "$room/venv/bin/sphinx-build" -qW -E -b man "$room/docs" "$room/out"
    echo "docutils $docutils: $(grep '^See' "$room/out/it.1" | tee "$room/seen$docutils")"
done
! grep -q '[<>]' "$room/seen0.21.2"
grep -q '<#.*there>.*<>' "$room/seen0.22.4"
