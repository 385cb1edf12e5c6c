#!/usr/bin/env bash
# sphinx-design 0.6.1 under Sphinx 8.1.3: a tab set makes a page of an EPUB that is no XML.
#
# Pages of an EPUB are XHTML. The tabs are written with an `input` element that is not closed, as HTML allows, so a reader
# that parses the page as XML finds a mismatched tag. Sphinx builds the book without a warning.
# Where we mind it: our own views use sphinx-design's classes, and write their HTML themselves.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet Sphinx==8.1.3 sphinx-design==0.6.1
mkdir "$room/docs"
printf 'extensions = ["sphinx_design"]\nversion = "1"\ncopyright = "us"\n' > "$room/docs/conf.py"
printf 'Title\n=====\n\n.. tab-set::\n\n   .. tab-item:: One\n\n      Text.\n' > "$room/docs/index.rst"
"$room/venv/bin/sphinx-build" -qW -b epub -d "$room/trees" "$room/docs" "$room/book"
"$room/venv/bin/python" - "$room/book/index.xhtml" <<'PY'
import sys
from pathlib import Path
from xml.etree import ElementTree

text = Path(sys.argv[1]).read_text("utf-8").replace("&nbsp;", " ").replace("&copy;", "")
try:
    ElementTree.fromstring(text)
except ElementTree.ParseError as error:
    assert "mismatched tag" in str(error), error
    print("sphinx-design 0.6.1:", error)
else:
    raise SystemExit("the page is XML now")
PY
