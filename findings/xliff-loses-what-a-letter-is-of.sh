#!/usr/bin/env bash
# translate-toolkit 3.20.4: on the way to XLIFF and back, two letters of a scheme become one translation.
#
# In gettext, one text is two messages where their contexts (`msgctxt`) differ: "A" of RACI is Accountable and "A" of DACI is
# Approver, in other languages two letters. `po2xliff` and `xliff2po` are the ways there and back, and expected is the same file.
# The XLIFF has no contexts, and one message comes back, whose context is empty. The second translation is gone, with a warning
# that names neither, and so is the flag `python-brace-format`, by which a wrong slot is found. `po2csv` and `csv2po` do
# the same, unless the old file is given as a template.
# Where we mind it: our messages have no contexts, so that they come back whole from either.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet translate-toolkit==3.20.4
cat > de.po <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgctxt "RACI"
msgid "A"
msgstr "V"

msgctxt "DACI"
msgid "A"
msgstr "F"

#, python-brace-format
msgid "{count} rows"
msgstr "{count} Zeilen"
PO
venv/bin/po2xliff --progress none de.po de.xlf
venv/bin/xliff2po --progress none de.xlf back.po 2> said
tail -7 back.po
grep 'Duplicate unit' said
[ "$(grep -c '^msgid "A"' back.po)" = 1 ]
[ "$(grep -A2 '^msgctxt' back.po | tr '\n' ' ')" = 'msgctxt "" msgid "A" msgstr "V" ' ]
if grep python-brace-format back.po; then exit 1; fi
venv/bin/po2csv --progress none de.po de.csv
venv/bin/csv2po --progress none de.csv back.po 2> /dev/null
[ "$(grep -c '^msgid "A"' back.po)" = 1 ]
venv/bin/csv2po --progress none -t de.po de.csv back.po
[ "$(grep -c '^msgid "A"' back.po)" = 2 ]
