#!/usr/bin/env bash
# adr-viewer 1.4.0: a decision that adr-tools has replaced by another one has an unknown status.
#
# `adr-new -s 1` of adr-tools-python 1.0.3 writes a record that takes the place of the first, and "Superceded by" as the status of that,
# in the spelling of the adr-tools by which the format is known. adr-viewer shows records of adr-tools, and has a colour and a sign for
# what is superseded. Expected is that sign. It looks for "Superseded" alone: the record has a question mark, as one without a
# status. With the letter changed it is known. The new record has "Supercedes" above its "Accepted", and is accepted.
# Where we mind it: decision records are read with either spelling, and with what they replace above their status.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet adr-tools-python==1.0.3 adr-viewer==1.4.0
PATH="$room/venv/bin:$PATH"
adr-init adr > /dev/null
adr-new -s 1 Use one queue > /dev/null
sed -n '/## Status/,/## Context/p' adr/0001-*.md adr/0002-*.md
adr-viewer --adr-path adr --output before.html > /dev/null
sed -i 's/Superceded/Superseded/' adr/0001-*.md
adr-viewer --adr-path adr --output after.html > /dev/null
grep -ohE 'panel-heading adr-[a-z]+' before.html | tee before
grep -ohE 'panel-heading adr-[a-z]+' after.html | tee after
grep -q '^Superseded by \[2. Use one queue\]' adr/0001-*.md
test "$(tr '\n' ' ' < before)" = "panel-heading adr-unknown panel-heading adr-accepted "
test "$(tr '\n' ' ' < after)" = "panel-heading adr-superseded panel-heading adr-accepted "
