#!/usr/bin/env bash
# ical.js 2.2.1: a duty of one week a year is one of each week, and a hand-over of each week one of each shift.
#
# Licences are renewed on the Monday of week 2 of a year (`BYWEEKNO=2`), or on its 20th Monday (`BYDAY=20MO`), and the week begins with
# the first of its shifts (`BYSETPOS=1`). RFC 5545 has examples like the first two (section 3.8.5.3), and lets BYSETPOS come with any
# other part (section 3.3.10). Expected are the days that rrule 2.8.1 gives, or an error. ical.js has both duties of a year in each
# week, the one without its first day, and every shift of a week or a day; the last workday of a month is right. Needs Node.
# Where we mind it: of a rota, we read the name and the address, and never who is on call.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-save --prefix . ical.js@2.2.1 rrule@2.8.1
cat > rota.mjs <<'JS'
import ICAL from "ical.js";
import rrule from "rrule";

const duties = [
  ["2026-01-05", "FREQ=YEARLY;BYWEEKNO=2;BYDAY=MO"],
  ["2026-05-18", "FREQ=YEARLY;BYDAY=20MO"],
  ["2026-01-05", "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1"],
  ["2026-01-05", "FREQ=DAILY;BYHOUR=9,21;BYSETPOS=1"],
  ["2026-01-30", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"],
];
for (const [start, rule] of duties) {
  const text = `DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule};COUNT=3`;
  const expected = rrule.rrulestr(text).all().map((day) => day.toISOString().slice(0, 13));
  const days = ICAL.Recur.fromString(`${rule};COUNT=3`).iterator(ICAL.Time.fromString(`${start}T09:00:00Z`));
  const seen = [1, 2, 3].map(() => days.next().toString().slice(0, 13));
  console.log(rule, "rrule", expected.join(" "), "ical.js", seen.join(" "));
}
JS
node rota.mjs | tee seen
diff seen - <<'SEEN'
FREQ=YEARLY;BYWEEKNO=2;BYDAY=MO rrule 2026-01-05T09 2027-01-11T09 2028-01-10T09 ical.js 2026-01-12T09 2026-01-19T09 2026-01-26T09
FREQ=YEARLY;BYDAY=20MO rrule 2026-05-18T09 2027-05-17T09 2028-05-15T09 ical.js 2026-05-18T09 2026-05-25T09 2026-06-01T09
FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1 rrule 2026-01-05T09 2026-01-12T09 2026-01-19T09 ical.js 2026-01-05T09 2026-01-07T09 2026-01-12T09
FREQ=DAILY;BYHOUR=9,21;BYSETPOS=1 rrule 2026-01-05T09 2026-01-06T09 2026-01-07T09 ical.js 2026-01-05T09 2026-01-05T21 2026-01-06T09
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 rrule 2026-01-30T09 2026-02-27T09 2026-03-31T09 ical.js 2026-01-30T09 2026-02-27T09 2026-03-31T09
SEEN
