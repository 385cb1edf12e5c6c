#!/usr/bin/env bash
# iCalendar: of five readers, two leave out a duty that is added to a series, and two end with an error at it.
#
# RFC 5545 (section 3.8.5.2) lets RDATE add periods: the duties of Monday and Tuesday take eight hours, and one on Thursday
# is added that takes two. recurring-ical-events 3.8.2 has the three of them, each with its end. icalevents 0.3.1 of PyPI and
# node-ical 0.26.1 have two, and say nothing. ical 14.3.1 of PyPI and ical.js 2.2.1 end with "combine() argument 1 must be
# datetime.date, not Period" and "occurrence.convertToZone is not a function". Needs Node.
# Where we mind it: holders of a role may follow a rota, which we link to and do not compute.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2 recurring-ical-events==3.8.2 icalevents==0.3.1 ical==14.3.1
npm install --silent --no-save --prefix . ical.js@2.2.1 node-ical@0.26.1
cat > make.py <<'PY'
from pathlib import Path

lines = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//rota//EN
BEGIN:VEVENT
UID:1@rota
DTSTAMP:20260101T000000Z
DTSTART:20260302T080000Z
DTEND:20260302T160000Z
RRULE:FREQ=DAILY;COUNT=2
RDATE;VALUE=PERIOD:20260305T080000Z/PT2H
SUMMARY:On call
END:VEVENT
END:VCALENDAR
"""
Path("rota.ics").write_bytes(lines.replace("\n", "\r\n").encode())
PY
venv/bin/python make.py
cat > read.py <<'PY'
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream
from icalevents.icalevents import events

first, last = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
text = Path("rota.ics").read_text()
hours = {}
found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(first, last)
spans = [(one["DTSTART"].dt, one["DTEND"].dt) for one in found]
hours["recurring-ical-events"] = sorted((start.day, (end - start).seconds // 3600) for start, end in spans)
spans = [(one.start, one.end) for one in events(file="rota.ics", start=first, end=last)]
hours["icalevents"] = sorted((start.day, (end - start).seconds // 3600) for start, end in spans)
try:
    hours["ical"] = len(list(IcsCalendarStream.calendar_from_ics(text).timeline.included(first, last)))
except TypeError as error:
    hours["ical"] = str(error)
for name, one in hours.items():
    print(name, one)
assert hours["recurring-ical-events"] == [(2, 8), (3, 8), (5, 2)]
assert hours["icalevents"] == [(2, 8), (3, 8)]
assert hours["ical"] == "combine() argument 1 must be datetime.date, not Period"
PY
venv/bin/python read.py
cat > read.mjs <<'JS'
import assert from "node:assert";
import fs from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const text = fs.readFileSync("rota.ics", "utf8");
const event = Object.values(ical.parseICS(text)).find((one) => one.type === "VEVENT");
const found = ical.expandRecurringEvent(event, { from: new Date("2026-03-01"), to: new Date("2026-03-10") });
const days = found.map((one) => one.start.getUTCDate());
console.log("node-ical", days);
assert.deepEqual(days, [2, 3]);
const series = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent"));
const next = series.iterator();
let said = "";
try {
  for (let day = next.next(); day; day = next.next()) series.getOccurrenceDetails(day);
} catch (error) {
  said = error.message;
}
console.log("ical.js", said);
assert.equal(said, "occurrence.convertToZone is not a function");
JS
node read.mjs
