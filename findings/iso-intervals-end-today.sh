#!/usr/bin/env bash
# Intervals of ISO 8601: a shift in January goes on until today, as two readers of four take its end for an hour of today.
#
# An interval may leave out of its end what it shares with its start (ISO 8601-1, 5.5.2): on call from nine to five is
# `2026-01-05T09:00/17:00`, and a week `2026-01-05/11`. Expected is the fifth of January at 17:00, and the eleventh, as aniso8601
# 10.0.1 and @0dep/piso 5.1.2 have it, or an error. luxon 3.7.2 and PySO8601 0.2.0 read each end by itself: it is an hour of
# today, 17:00 or 11:00, so that a duty that is long over is held by the same person as long as anybody looks. The interval is
# valid to either. Where the end is written out, all agree. Needs Node.
# Where we mind it: `since` and `until` of a holder are two days, each written by itself.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet aniso8601==10.0.1 PySO8601==0.2.0
npm install --silent --no-save --prefix . luxon@3.7.2 @0dep/piso@5.1.2
cat > ends.mjs <<'JS'
import { parseInterval } from "@0dep/piso";
import { Interval, Settings } from "luxon";

Settings.defaultZone = "utc";
Settings.now = () => Date.UTC(2026, 5, 30, 12);
const readers = {
  "@0dep/piso": (text) => parseInterval(text).endDate.toISOString(),
  luxon: (text) => Interval.fromISO(text).end.toJSDate().toISOString(),
};
for (const [name, end] of Object.entries(readers))
  for (const text of ["2026-01-05T09:00Z/17:00Z", "2026-01-05/11", "2026-01-05/2026-01-11"])
    console.log(`${name}, ${text}: ${end(text).slice(0, 16).replace("2026-06-30", "today")}`);
JS
cat > ends.py <<'PY'
from datetime import date

import aniso8601
import PySO8601

for name, read in (("aniso8601", aniso8601.parse_interval), ("PySO8601", PySO8601.parse_interval)):
    for text in ("2026-01-05T09:00/17:00", "2026-01-05/11", "2026-01-05/2026-01-11"):
        end = read(text)[1].isoformat()[:16]
        print(f"{name}, {text}: {end.replace(date.today().isoformat(), 'today')}")
PY
{ node ends.mjs; venv/bin/python ends.py; } | tee seen
diff seen - <<'SEEN'
@0dep/piso, 2026-01-05T09:00Z/17:00Z: 2026-01-05T17:00
@0dep/piso, 2026-01-05/11: 2026-01-11T00:00
@0dep/piso, 2026-01-05/2026-01-11: 2026-01-11T00:00
luxon, 2026-01-05T09:00Z/17:00Z: todayT17:00
luxon, 2026-01-05/11: todayT11:00
luxon, 2026-01-05/2026-01-11: 2026-01-11T00:00
aniso8601, 2026-01-05T09:00/17:00: 2026-01-05T17:00
aniso8601, 2026-01-05/11: 2026-01-11
aniso8601, 2026-01-05/2026-01-11: 2026-01-11
PySO8601, 2026-01-05T09:00/17:00: todayT17:00
PySO8601, 2026-01-05/11: todayT11:00
PySO8601, 2026-01-05/2026-01-11: 2026-01-11T00:00
SEEN
