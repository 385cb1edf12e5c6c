#!/usr/bin/env bash
# Sphinx 9.0.4: linkcheck names a page, with the line that a link has in a file that the page includes.
#
# A node has its source and its line. linkcheck takes the line alone, and puts it beside the name of the document, in its
# warnings, in output.txt and in output.json: of a page with five lines, it reports line 9. The same link as a reference
# that leads nowhere is reported by the same Sphinx in part.txt, as it should be.
# Where we mind it: a link to a runbook is in the data, whose line is no line of the page either. For linkcheck, the links of
# a view have the line of the view.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet Sphinx==9.0.4 docutils==0.22.4
mkdir docs
printf 'project = "it"\nlinkcheck_ignore = [".*"]\n' > docs/conf.py
printf 'Title\n=====\n\n.. include:: part.txt\n\n' > docs/index.rst
printf 'Text.\n\n\n\n\n\n\n\nSee `the runbook <https://example.com/run>`_ and :doc:`nowhere`.\n' > docs/part.txt
cd docs
../venv/bin/sphinx-build -q -b linkcheck . ../out 2> ../seen
grep -o 'part.txt:9: WARNING: unknown document' ../seen
wc -l < index.rst | grep -x '5'
grep -o '"filename": "index.rst", "lineno": 9' ../out/output.json
