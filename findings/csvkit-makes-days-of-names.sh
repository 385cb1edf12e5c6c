#!/usr/bin/env bash
# csvkit 2.2.0 (agate 1.14.2): people called May, April and June are dates of the year 1, and "SAT" is a day of it.
#
# A table says who holds what, and is sorted, or written as JSON. Expected is the same text in each cell. A column in which each
# word is the name of a month or a day, or the short form of one, is taken for dates: of the owners May, April and June,
# `csvsort` and `csvjson` write 0001-05-01, 0001-04-01 and 0001-06-01, and of the steps SAT and MAR, 0001-01-06 and
# 0001-03-01. One more owner with another name, and all of them stay. `--no-inference` (`-I`) keeps them, too.
# Where we mind it: `sphinx-roles export --format csv` has names alone in columns, and is made for such tools.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet csvkit==2.2.0 agate==1.14.2
printf 'task,owner\nDeploy,May\nReview,April\nRun,June\n' > owners.csv
venv/bin/csvsort -c task owners.csv | diff - <(printf 'task,owner\nDeploy,0001-05-01\nReview,0001-04-01\nRun,0001-06-01\n')
venv/bin/csvjson owners.csv | grep -F '"owner": "0001-05-01"'
printf 'task,step\nAccept,SAT\nDecide,MAR\n' > steps.csv
venv/bin/csvsort -c task steps.csv | diff - <(printf 'task,step\nAccept,0001-01-06\nDecide,0001-03-01\n')
printf 'Plan,Bo\n' >> owners.csv
venv/bin/csvsort -c task owners.csv | grep -Fx 'Deploy,May'
venv/bin/csvsort -I -c task steps.csv | grep -Fx 'Accept,SAT'
