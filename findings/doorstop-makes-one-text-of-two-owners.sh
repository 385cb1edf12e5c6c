#!/usr/bin/env bash
# doorstop 3.2: by way of a sheet and back, the owners of a requirement are one text with brackets in it, and its day is a text.
#
# An item has fields of the team beside those of doorstop: `owners`, a list of two, and `due`, a day. `doorstop export` writes sheets,
# to be edited there, and `doorstop import` takes them back, whose own fields come back as they were (`links`, which is a list as
# well, `active`). Expected are the same values where nobody has changed anything, or an error. `owners` is the text
# `['Kim', 'Lee, Ops']`, from CSV as from XLSX, and `due` a text; both commands end with 0, and say nothing of it. By YAML they stay.
# Where we mind it: `export --format csv` has letters with their conditions alone; what are lists is in JSON.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet doorstop==3.2
PATH="$room/venv/bin:$PATH"
mkdir "$room/project"
cd "$room/project"
git init --quiet .
doorstop create REQ reqs --quiet
doorstop add REQ --quiet
doorstop add REQ --quiet
for kind in yml csv xlsx; do
    cat > reqs/REQ001.yml <<'YAML'
active: true
derived: false
due: 2026-12-01
header: ''
level: 1.0
links:
- REQ002: null
normative: true
owners:
- Kim
- Lee, Ops
ref: ''
reviewed: null
text: |
  Deploy
YAML
    doorstop export REQ "out.$kind" --quiet
    doorstop import "out.$kind" REQ --quiet 2> "said.$kind"
    python -c 'import sys, yaml; item = yaml.safe_load(open("reqs/REQ001.yml")); print(*sys.argv[1:],
        *(f"{key}={item[key]!r}" for key in ("active", "links", "owners", "due")))' "$kind:"
done | tee ../seen
[ ! -s said.csv ]
[ ! -s said.xlsx ]
diff ../seen - <<'SEEN'
yml: active=True links=[{'REQ002': None}] owners=['Kim', 'Lee, Ops'] due=datetime.date(2026, 12, 1)
csv: active=True links=[{'REQ002': None}] owners="['Kim', 'Lee, Ops']" due='2026-12-01'
xlsx: active=True links=[{'REQ002': None}] owners="['Kim', 'Lee, Ops']" due='2026-12-01'
SEEN
