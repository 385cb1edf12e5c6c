#!/usr/bin/env bash
# csv-diff 1.2: of two rows of one name, only the last is compared, and what has changed under a renamed role is no change.
#
# A matrix has "Review" in the phase "Build" and in the phase "Run", and `--key Task` says by which column rows are the same.
# Where the key is in two rows, expected is an error, or that both are compared. Dev and Ops change their letters in the first:
# "no change", an empty answer, with exit code 0; the last "Review" is taken for both. Where a role has another name in the second
# file, and letters of it have changed, it says that a column has come and another has gone, and that no row has changed. daff
# 1.4.2 says both letters in the first.
# Where we mind it: `sphinx-roles diff` compares rows by ids, which are unique, and follows a role that has been renamed.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet csv-diff==1.2 daff==1.4.2
cat > before.csv <<'CSV'
Phase,Task,Dev,Ops
Build,Review,A,R
Run,Review,C,A
CSV
sed 's/Build,Review,A,R/Build,Review,C,A/' before.csv > after.csv
sed 's/Run,Review,C,A/Run,Review,A,C/' before.csv > last.csv
sed -e 's/,Dev,/,Developer,/' -e 's/Build,Review,A,R/Build,Review,I,R/' before.csv > renamed.csv
{
  echo "first: $(venv/bin/csv-diff before.csv after.csv --key Task --json | tr -d ' \n')"
  echo "last: $(venv/bin/csv-diff before.csv last.csv --key Task --json | tr -d ' \n')"
  echo "renamed: $(venv/bin/csv-diff before.csv renamed.csv --key Phase --json | tr -d ' \n')"
  echo "daff: $(venv/bin/daff.py diff before.csv after.csv | grep -e '->')"
} | tee seen
diff seen - <<'SEEN'
first: {"added":[],"removed":[],"changed":[],"columns_added":[],"columns_removed":[]}
last: {"added":[],"removed":[],"changed":[{"key":"Review","changes":{"Dev":["C","A"],"Ops":["A","C"]}}],"columns_added":[],"columns_removed":[]}
renamed: {"added":[],"removed":[],"changed":[],"columns_added":["Developer"],"columns_removed":["Dev"]}
daff: ->,Build,Review,A->C,R->A
SEEN
