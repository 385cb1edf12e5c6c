#!/usr/bin/env bash
# html-validate 10.17.0: `details` in a `th` or a `dt` is an error to it, and none to the Nu checker or to the standard.
#
# HTML keeps headings and sectioning content (`article`, `aside`, `nav`, `section`) out of a `th`. `details` is neither: it is
# flow content that one can open. The preset "standard", which is meant to hold to the standard, says "not permitted as a
# descendant of <th>". The Nu checker (vnu-jar 26.9.27) finds nothing in the same page. Needs Node and Java.
# Where we mind it: a row of a matrix opens in its head, and a skill in its term; each is one such error.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . html-validate@10.17.0 vnu-jar@26.9.27
cat > page.html <<'HTML'
<!DOCTYPE html>
<html lang="en"><head><title>Who does what</title></head><body>
<table><tr><th scope="row"><details><summary>Deploy</summary>In one step.</details></th><td>A</td></tr></table>
<dl><dt><details><summary>Ask</summary>Before.</details></dt><dd>C</dd></dl>
</body></html>
HTML
echo '{"extends": ["html-validate:standard"], "root": true}' > .htmlvalidate.json
node_modules/.bin/html-validate page.html > seen || true
java -jar "$(find node_modules/vnu-jar -name vnu.jar)" page.html > nu 2>&1
grep -o '<details> element is not permitted.*>' seen
[ "$(grep -c '<details> element is not permitted as a descendant of <\(th\|dt\)>' seen)" = 2 ]
[ ! -s nu ]
