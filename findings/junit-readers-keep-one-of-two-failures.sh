#!/usr/bin/env bash
# JUnit XML: of two failures of one test, one reader keeps the first, one the last, and two keep both.
#
# A test case may have several `failure` elements, and several `system-out`. Expected are all of them. junitparser 5.0.3 and
# junit2json 4.0.0 have both failures. junit2html 31.1.4 shows the second and not the first, junit-to-ctrf 0.0.14 the first
# and not the second, and neither says so. Of two outputs, junitparser has the first alone as well.
# Where we mind it: `check --format junit` writes a test case for each finding.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet junitparser==5.0.3 junit2html==31.1.4
npm install --silent --no-save --prefix . junit2json@4.0.0 junit-to-ctrf@0.0.14
cat > tests.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="roles" tests="1" failures="1" errors="0" skipped="0">
<testcase classname="roles.yaml" name="deploy">
<failure message="FIRST"/><failure message="SECOND"/>
<system-out>FORMER</system-out><system-out>LATTER</system-out>
</testcase></testsuite></testsuites>
XML
cat > read.py <<'PY'
from junitparser import JUnitXml

for suite in JUnitXml.fromfile("tests.xml"):
    for case in suite:
        print([one.message for one in case.result], case.system_out)
PY
venv/bin/python read.py > junitparser
venv/bin/junit2html tests.xml junit2html
node_modules/.bin/junit-to-ctrf tests.xml --output junit-to-ctrf > said 2>&1
cat > read.mjs <<'JS'
import {readFileSync} from "node:fs";
import {parse} from "junit2json";
console.log(JSON.stringify(await parse(readFileSync("tests.xml", "utf8"))));
JS
node read.mjs > junit2json
for reader in junitparser junit2json junit2html junit-to-ctrf; do
    echo "$reader:" $(grep -oE 'FIRST|SECOND|FORMER|LATTER' "$reader" | uniq)
done | tee seen
diff seen - <<'SEEN'
junitparser: FIRST SECOND FORMER
junit2json: FIRST SECOND FORMER LATTER
junit2html: SECOND LATTER
junit-to-ctrf: FIRST FORMER
SEEN
