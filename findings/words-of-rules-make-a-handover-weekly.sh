#!/usr/bin/env bash
# Rules of iCalendar in words: a hand-over on the first Monday of a month is one of each Monday, or of no day at all.
#
# RFC 5545 (section 3.3.10) writes the first Monday as `BYDAY=1MO`, or as `BYDAY=MO;BYSETPOS=1`, and the last workday as its five
# days with `BYSETPOS=-1`. Expected of words is which Monday it is, or a word that it is not all. `toText` of rrule 2.8.1 has
# "every month on Monday" and "every month on weekdays" for the two with BYSETPOS; `isFullyConvertibleToText`, which is there for
# what words leave out, says true. rrule-humanize 0.1.0 leaves out the day of `1MO`: "Every month". The dates that rrule itself
# gives are right. recurrent 0.4.1, and `toText` of rrule-temporal 2.2.8, have the first and the last in each. Needs Node.
# Where we mind it: of a rota, we read the name and the address, and put no rule of it in words.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet rrule-humanize==0.1.0 recurrent==0.4.1
npm install --silent --no-save --prefix . rrule@2.8.1 rrule-temporal@2.2.8
cat > words.mjs <<'JS'
import rrule from "rrule";
import { RRuleTemporal } from "rrule-temporal";
import { toText } from "rrule-temporal/totext";

for (const rule of ["BYDAY=1MO", "BYDAY=MO;BYSETPOS=1", "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"]) {
  const read = rrule.RRule.fromString(`DTSTART:20260101T090000Z\nRRULE:FREQ=MONTHLY;COUNT=2;${rule}`);
  const days = read.all().map((day) => day.toISOString().slice(5, 10));
  const other = new RRuleTemporal({ rruleString: `DTSTART:20260101T090000Z\nRRULE:FREQ=MONTHLY;${rule}` });
  const { words, whole } = ((one) => ({ words: one.toText(), whole: one.isFullyConvertibleToText() }))(
    rrule.RRule.fromString(`FREQ=MONTHLY;${rule}`),
  );
  console.log(`${rule}, on ${days.join(" and ")}`);
  console.log(`rrule: ${words}, whole: ${whole}`);
  console.log(`rrule-temporal: ${toText(other)}`);
}
JS
cat > words.py <<'PY'
import recurrent
from rrule_humanize import humanize

for rule in ("BYDAY=1MO", "BYDAY=MO;BYSETPOS=1"):
    print(f"rrule-humanize, {rule}: {humanize(f'FREQ=MONTHLY;{rule}')}")
    print(f"recurrent, {rule}: {recurrent.format(f'RRULE:FREQ=MONTHLY;{rule}')}")
PY
{ node words.mjs; venv/bin/python words.py; } | tee seen
diff seen - <<'SEEN'
BYDAY=1MO, on 01-05 and 02-02
rrule: every month on the 1st Monday, whole: true
rrule-temporal: every month on 1st Monday at 9 AM UTC
BYDAY=MO;BYSETPOS=1, on 01-05 and 02-02
rrule: every month on Monday, whole: true
rrule-temporal: every month on Monday at 9 AM UTC on the 1st instance
BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1, on 01-30 and 02-27
rrule: every month on weekdays, whole: true
rrule-temporal: every month on Monday, Tuesday, Wednesday, Thursday and Friday at 9 AM UTC on the last instance
rrule-humanize, BYDAY=1MO: Every month
recurrent, BYDAY=1MO: 1st Mon of every month
rrule-humanize, BYDAY=MO;BYSETPOS=1: Every month, on Monday, on the first occurrence
recurrent, BYDAY=MO;BYSETPOS=1: for the 1st instance of Mon of every month
SEEN
